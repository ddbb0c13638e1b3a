"""The sentence of a site, and of a current between two sites."""

from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative.words import clause, joined, place_name, sentence, upper_first
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.rules.measure_text import number_text
from needlechart.domain.rules.needle_count import letter
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import NBSP, duration_words, plural
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import (
    Guidance,
    IntensityUnit,
    NeedleState,
    PainReproduced,
    Perceived,
    PointKind,
    Presence,
    Technique,
    Tissue,
    Tolerance,
    Twitch,
    Waveform,
)

_TECHNIQUES = {
    Technique.PISTONING: "pistoning",
    Technique.IN_SITU: "in situ",
    Technique.WINDING: "winding",
    Technique.SUPERFICIAL: "superficial needling",
    Technique.PERIOSTEAL: "bone contact",
    Technique.FANNING: "fanning",
    Technique.SCAR: "scar needling",
    Technique.SEGMENTAL: "segmental needling",
    Technique.ELECTRICAL: "with electrical stimulation",
}
_TWITCHES = {
    Twitch.NONE: "no twitch",
    Twitch.ONE: "one twitch",
    Twitch.SEVERAL: "two or more twitches",
    Twitch.STRONG: "strong twitch",
}
_TISSUES = {
    Tissue.SKIN: "to the skin",
    Tissue.FASCIA: "to the fascia",
    Tissue.MUSCLE: "into the muscle",
    Tissue.BONE: "to bone",
}
_GUIDANCE = {
    Guidance.PALPATION: "guided by palpation",
    Guidance.ULTRASOUND: "guided by ultrasound",
    Guidance.INTERNAL_FINGER: "guided by internal palpation",
}
_TOLERANCE = {
    Tolerance.WELL: "tolerated well",
    Tolerance.FAIRLY: "tolerated fairly well",
    Tolerance.POORLY: "tolerated poorly",
}
_WAVEFORMS = {
    Waveform.SYMMETRIC_BIPHASIC: "symmetric biphasic",
    Waveform.ASYMMETRIC_BIPHASIC: "asymmetric biphasic",
    Waveform.BURST: "burst",
    Waveform.DENSE_DISPERSE: "dense-disperse",
}
_PERCEIVED = {
    Perceived.NONE: "not felt",
    Perceived.TINGLING: "felt as tingling",
    Perceived.VISIBLE_TWITCH: "visible twitch",
    Perceived.STRONG: "felt as strong",
    Perceived.PAINFUL: "felt as painful",
}


def site_sentence(chart: VisitChart, point: TriggerPoint) -> str:
    """``Site 4, right adductor longus: active trigger point; 0.30×50 mm, 25 mm deep, ...``."""
    needles = chart.needlings_of(point)
    single = len(needles) == 1
    told = [palpation(point)]
    for place, one in enumerate(needles):
        mark = "" if single else f"needle {point.number}{letter(place)} "
        told.append(mark + needle_words(one.but(note="") if single else one))
    if point.not_needled.strip():
        told.append(f"not needled: {clause(point.not_needled)}")
    elif not needles:
        told.append("not needled")
    notes = [needles[0].note if single else "", point.note]
    # A note that begins with a capital is a sentence of its own behind what is composed.
    apart = [bool(joined(told)) and one.strip()[:1].isupper() for one in notes]
    told += [clause(one) for one, alone in zip(notes, apart, strict=True) if not alone]
    own = [sentence(clause(one)) for one, alone in zip(notes, apart, strict=True) if alone]
    return joined([sentence(f"{point.label}, {place_name(point)}: {joined(told, '; ')}"), *own], " ")


def palpation(point: TriggerPoint) -> str:
    """What the finger found before the needle."""
    kinds = {
        PointKind.ACTIVE: "active trigger point",
        PointKind.LATENT: "latent trigger point",
        PointKind.NONE: "no trigger point",
        None: "",
    }
    band = {Presence.PRESENT: "taut band", Presence.ABSENT: "no taut band", None: ""}
    jump = {Presence.PRESENT: "jump sign", Presence.ABSENT: "no jump sign", None: ""}
    tender = f"tenderness {number_text(point.tenderness)} of 10" if point.tenderness is not None else ""
    refers = f"refers to {clause(point.referral)}" if point.referral.strip() else ""
    return joined((kinds[point.kind], band[point.taut_band], tender, refers, jump[point.jump_sign]))


def needle_words(one: Needling) -> str:
    """What one needle did; a planned or discarded needle says no more than that."""
    if one.state is NeedleState.PLANNED:
        return "planned, not needled"
    if one.state is NeedleState.DISCARDED:
        return joined(("discarded unused", clause(one.fate) or clause(one.reason)), ": ")
    told = joined(
        (
            f"{one.size}{NBSP}mm" if one.size else "",
            f"{number_text(one.depth_mm)}{NBSP}mm deep" if one.depth_mm is not None else "",
            _TISSUES[one.tissue] if one.tissue else "",
            clause(one.direction),
            technique_words(one),
            plural(one.insertions, "insertion") if one.insertions is not None and one.insertions != 1 else "",
            plural(one.passes, "pass", "passes") if one.passes is not None else "",
            _GUIDANCE[one.guidance] if one.guidance else "",
            f"{lower_first(clause(one.response_sought))} sought" if one.response_sought.strip() else "",
            twitch_words(one),
            clause(one.response_obtained),
            pain_words(one),
            _TOLERANCE[one.tolerance] if one.tolerance else "",
            _bleeding(one),
            "still in" if one.state is NeedleState.IN else "",
        )
    )
    return joined((told, clause(one.fate), clause(one.reason), clause(one.note)), "; ")


def technique_words(one: Needling) -> str:
    """The technique with its retention: ``in situ 5 min``."""
    technique = _TECHNIQUES[one.technique] if one.technique else ""
    if one.retention_s is None:
        return technique
    retained = duration_words(one.retention_s)
    return f"{technique} {retained}" if technique else f"retained {retained}"


def twitch_words(one: Needling) -> str:
    """The twitch response, with the count where there is one."""
    if one.twitch is None:
        return ""
    if one.twitch_count is not None and one.twitch in (Twitch.SEVERAL, Twitch.STRONG):
        strong = "strong " if one.twitch is Twitch.STRONG else ""
        return plural(one.twitch_count, f"{strong}twitch", f"{strong}twitches")
    return _TWITCHES[one.twitch]


def pain_words(one: Needling) -> str:
    """Pain on needling, and whether the patient knew it."""
    referred = f" to {clause(one.referred_to)}" if one.referred_to.strip() else ""
    said = {
        PainReproduced.NONE: "no pain reproduced",
        PainReproduced.LOCAL: "local pain",
        PainReproduced.REFERRED: f"referred pain{referred}",
        None: "",
    }[one.pain]
    familiar = {True: "familiar", False: "not familiar", None: ""}[one.familiar]
    if one.pain is PainReproduced.NONE and not one.familiar:
        familiar = ""
    return joined((said, f"{familiar} pain" if familiar and not said else familiar))


def _bleeding(one: Needling) -> str:
    pressed = f"pressure {duration_words(one.pressure_s)}" if one.pressure_s else ""
    return joined(({True: "bleeding", False: "no bleeding", None: ""}[one.bleeding], pressed))


def stimulation_sentence(chart: VisitChart, one: Stimulation) -> str:
    """``Electrical stimulation between site 1 (...) and site 2 (...): 2 Hz, 4 mA, 10 min.``"""
    names = {point.id: f"site {point.number} ({place_name(point)})" for point in chart.points}
    first, second = names.get(one.first_point_id, ""), names.get(one.second_point_id, "")
    if first and one.pad:
        where = f" between {first} and a pad"
    elif first and second:
        where = f" between {first} and {second}"
    else:
        where = f" at {first}" if first else ""
    rate = joined(
        [f"{number_text(value)}{NBSP}Hz" for value in (one.hz, one.second_hz) if value is not None], " and "
    )
    width = f"{one.microseconds}{NBSP}µs" if one.microseconds is not None else ""
    told = joined(
        (
            _WAVEFORMS[one.waveform] if one.waveform else "",
            clause(one.polarity),
            rate,
            width,
            intensity_words(one),
            f"{number_text(one.minutes)}{NBSP}min" if one.minutes is not None else "",
            _PERCEIVED[one.perceived] if one.perceived else "",
            f"device {clause(one.device)}" if one.device.strip() else "",
            clause(one.note),
        )
    )
    return sentence(upper_first(f"electrical stimulation{where}") + (f": {told}" if told else ""))


def intensity_words(one: Stimulation) -> str:
    """``4 mA`` or ``level 4``."""
    if one.intensity is None:
        return ""
    if one.intensity_unit is IntensityUnit.LEVEL:
        return f"level {number_text(one.intensity)}"
    return f"{number_text(one.intensity)}{NBSP}mA"
