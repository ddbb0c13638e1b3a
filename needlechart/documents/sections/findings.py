"""What the site table has no column for: findings, currents, needles, safety; one line each.

Facts that composed sentences tell already are left out; where a person wrote the section they are printed
here, so that no edited text takes a charted fact out of the note.
"""

from needlechart.documents import style
from needlechart.documents.sections.needling import muscle_words
from needlechart.documents.strips import Strip, heading, paragraph
from needlechart.documents.text import Span
from needlechart.documents.wording import (
    GUIDANCE,
    PERCEIVED,
    POINT_KIND,
    POSITION,
    TISSUE,
    TOLERANCE,
    WAVEFORM,
    number,
)
from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.rules.alerts import told_against
from needlechart.domain.rules.laterality import sided
from needlechart.domain.rules.needle_count import needle_count, needle_label
from needlechart.domain.rules.time_words import clock, date_words, minutes_seconds
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import NeedleState

NBSP = "\u00a0"


def findings(chart: VisitChart) -> list[Strip]:
    """Currents, sites and the handling of needles, as far as they were charted."""
    strips: list[Strip] = []
    if chart.currents_given and chart.visit.objective_edited:
        strips.append(heading("Electrical stimulation", "O"))
        for one in chart.currents_given:
            strips += _line(_between(chart, one), stimulation_words(one))
    sites = _sites(chart)
    if sites:
        strips += [heading("Findings and details", "O"), *sites]
    handling = _handling(chart)
    if handling:
        strips += [heading("Safety", "O"), *handling]
    return strips


def _line(label: str, text: str) -> list[Strip]:
    spans = [Span(f"{label}: ", bold=True, colour=style.INK), Span(text, colour=style.INK)]
    return paragraph(spans, style.SMALL, gap=1.2)


def _between(chart: VisitChart, one: Stimulation) -> str:
    points = {point.id: point for point in chart.points}
    ends = [points[key] for key in (one.first_point_id, one.second_point_id) if key in points]
    said = " to ".join(f"{point.number} {_sided(point)}" for point in ends)
    said += " to a pad" if said and one.pad else ""
    return f"Site {said}" if said else "Site not stated"


def _sided(point: TriggerPoint) -> str:
    name = muscle_words(point)
    return sided(point.side, name[:1].lower() + name[1:])


def stimulation_words(one: Stimulation) -> str:
    """Frequency, intensity, time and the rest, ``not stated`` where a number is missing."""
    hz = "frequency not stated"
    if one.hz is not None:
        second = f" and {number(one.second_hz)}" if one.second_hz is not None else ""
        hz = f"{number(one.hz)}{second}{NBSP}Hz"
    intensity = "intensity not stated"
    if one.intensity is not None:
        level = one.intensity_unit == "level"
        shown = number(one.intensity)
        intensity = f"level {shown}" if level else f"{shown}{NBSP}{one.intensity_unit}"
    minutes = f"{number(one.minutes)}{NBSP}min" if one.minutes is not None else "minutes not stated"
    said = [hz, intensity, minutes]
    said += [WAVEFORM[one.waveform]] if one.waveform is not None else []
    said += [one.polarity] if one.polarity else []
    said += [f"{one.microseconds}{NBSP}µs"] if one.microseconds is not None else []
    said += [f"felt: {PERCEIVED[one.perceived]}"] if one.perceived is not None else []
    said += [f"device {one.device}"] if one.device else []
    said += [one.note] if one.note else []
    return ", ".join(said)


def _sites(chart: VisitChart) -> list[Strip]:
    """What is the same at every needle is said once; then each site, each further needle."""
    shared = _shared(chart)
    strips = _line("All needles", "; ".join(shared)) if shared else []
    for point in chart.points:
        said = point_words(point)
        needles = chart.needlings_of(point)
        if len(needles) == 1:
            said += _own(needles[0], shared)
        if said:
            strips += _line(f"Site {point.number}, {_sided(point)}", "; ".join(said))
        for one in needles if len(needles) > 1 else ():
            words = _own(one, shared)
            strips += _line(f"Needle {needle_label(chart, one)}", "; ".join(words)) if words else []
    makers = _products(chart)
    strips += _line("Needle maker and lot", makers) if makers else []
    return strips


def _shared(chart: VisitChart) -> list[str]:
    """What was the same at all needles, if there are several."""
    needles = [needle_words(one) for one in chart.needlings]
    if len(needles) < 2:
        return []
    return [word for word in needles[0] if all(word in others for others in needles[1:])]


def _own(one: Needling, shared: list[str]) -> list[str]:
    return [word for word in needle_words(one) if word not in shared]


def point_words(point: TriggerPoint) -> list[str]:
    """What was found by hand."""
    said = [POINT_KIND[point.kind]] if point.kind is not None else []
    said += [f"taut band {point.taut_band}"] if point.taut_band is not None else []
    said += [f"tenderness {number(point.tenderness)} of 10"] if point.tenderness is not None else []
    said += [f"jump sign {point.jump_sign}"] if point.jump_sign is not None else []
    said += [f"refers to {point.referral}"] if point.referral else []
    return said + ([point.note] if point.note else [])


def needle_words(one: Needling) -> list[str]:
    """What one needle did beyond the table."""
    said = []
    if one.in_at is not None and one.was_in:
        out = f", out {clock(one.out_at)}" if one.out_at is not None else ""
        said.append(f"in {clock(one.in_at)}{out}")
    said += [f"insertions {one.insertions}"] if one.insertions is not None else []
    said += [f"passes {one.passes}"] if one.passes is not None else []
    said += [f"direction {one.direction}"] if one.direction else []
    said += [f"reached {TISSUE[one.tissue]}"] if one.tissue is not None else []
    said += [f"guided by {GUIDANCE[one.guidance]}"] if one.guidance is not None else []
    said += [f"sought: {one.response_sought}"] if one.response_sought else []
    said += [f"obtained: {one.response_obtained}"] if one.response_obtained else []
    said += [f"tolerated {TOLERANCE[one.tolerance]}"] if one.tolerance is not None else []
    if one.bleeding is not None:
        said.append("bleeding" if one.bleeding else "no bleeding")
    said += [f"pressure {minutes_seconds(one.pressure_s)}"] if one.pressure_s is not None else []
    if one.state is NeedleState.IN:
        said.append("not charted as taken out")
    return said + [part for part in (one.fate, one.reason, one.note) if part]


def _handling(chart: VisitChart) -> list[Strip]:
    visit = chart.visit
    said = _conditions(chart) if visit.objective_edited else []
    if visit.subjective_edited:
        for told in told_against(chart):
            label = "Needled although ruled out" if told.came_about else "Needled despite an alert"
            said.append((label, told.words))
    if visit.assessment_edited:  # else A says it
        said += [("Adverse event", one) for one in events(chart)]
        said += [("Adverse events", "none")] if visit.no_adverse_event else []
        said += [("Tolerated", TOLERANCE[visit.tolerance])] if visit.tolerance is not None else []
    return [strip for label, text in said for strip in _line(label, text)]


def _conditions(chart: VisitChart) -> list[tuple[str, str]]:
    visit = chart.visit
    said: list[tuple[str, str]] = []
    if visit.position is not None:
        said.append(("Position", POSITION[visit.position]))
    skin = [visit.skin_preparation] if visit.skin_preparation else []
    if visit.gloves is not None:
        skin.append("gloves worn" if visit.gloves else "no gloves")
    if skin:
        said.append(("Skin and hygiene", ", ".join(skin)))
    if chart.needlings:
        said.append(("Needles", _count_words(chart)))
    if visit.stopped_at is not None:
        at = f"{clock(visit.stopped_time)}, " if visit.stopped_time else ""
        said.append(("Stopped", f"{at}{visit.stopped_reason or 'reason not stated'}"))
    return said


def _count_words(chart: VisitChart) -> str:
    visit, count = chart.visit, needle_count(chart)
    said = [count.words]
    said += [f"difference: {visit.needles_reason}"] if visit.needles_reason else []
    said += [f"packs opened {visit.packs_opened}"] if visit.packs_opened is not None else []
    discarded = sum(one.state is NeedleState.DISCARDED for one in chart.needlings)
    said += [f"discarded without having been in {discarded}"] if discarded else []
    if visit.sharps_disposed is not None:
        said.append("sharps disposed" if visit.sharps_disposed else "sharps not yet disposed")
    return ", ".join(said)


def _products(chart: VisitChart) -> str:
    found: dict[str, None] = {}
    for one in chart.needlings:
        parts = [part for part in (one.maker, one.product) if part]
        parts += [f"lot {one.lot}"] if one.lot else []
        parts += [f"expires {date_words(one.expiry)}"] if one.expiry is not None else []
        if parts:
            found.setdefault(" ".join(parts))
    return "; ".join(found)


def events(chart: VisitChart, *, later: bool = False) -> list[str]:
    """Adverse events of the visit, or those reported later, each as one text."""
    points = {point.id: point for point in chart.points}
    texts = []
    for one in chart.adverse_events:
        if bool(one.visit_id) == later:
            continue
        said = [one.kind_text, one.severity.value]
        point = points.get(one.trigger_point_id)
        said += [f"site {point.number} {_sided(point)}"] if point is not None else []
        said += [f"from {date_words(one.onset.date())}, {clock(one.onset)}"] if one.onset is not None else []
        said += [one.onset_words] if one.onset_words else []
        named = (
            ("lasted", one.duration),
            ("action:", one.action),
            ("referred to", one.referred_to),
            ("likely cause:", one.cause),
            ("outcome:", one.outcome),
            ("reported to", one.reported_to),
        )
        said += [f"{label} {text}" for label, text in named if text]
        texts.append(", ".join([*said, one.note] if one.note else said))
    return texts
