"""What a phrase can take from the visit: the name of a fill-in and the words for it."""

from collections.abc import Iterable, Mapping, Sequence

from needlechart.domain.chart import VisitChart
from needlechart.domain.measure import Measurement
from needlechart.domain.narrative.subjective import pain_words
from needlechart.domain.narrative.words import POSITION_WORDS, clause, listed, site_name
from needlechart.domain.rules.change import Change, changes
from needlechart.domain.rules.finding import pain_now
from needlechart.domain.rules.knowledge import PAIN_MEASURES, MeasureFacts
from needlechart.domain.rules.laterality import ORDER, side_words, sided
from needlechart.domain.rules.measure_text import measurement_text
from needlechart.domain.rules.muscle_count import needled_points
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import NBSP, clock, date_words
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import MeasureState, Phase, Side, Twitch

FILL_INS = (
    "first name",
    "age",
    "today",
    "time",
    "visit number",
    "last visit",
    "pain before",
    "pain after",
    "pain last visit",
    "diagnosis",
    "sites",
    "muscles",
    "side",
    "levels",
    "needles",
    "needle sizes",
    "position",
    "soreness",
    "goal",
    "next visit",
    "therapist",
    "initials",
)
"""Names that are filled by themselves, in the order in which Settings lists them."""

SITE_FILL_INS = ("site", "muscle", "side", "level", "needle", "depth", "twitch")
"""Further ones while a site is being charted; ``side`` is then that site's."""

MEASURE_FILL_INS = ("before", "after", "change", "last visit")
"""What may follow a measure's short name and side: ``{Hip IR right before}``."""

_TWITCH = {
    Twitch.NONE: "no twitch",
    Twitch.ONE: "one twitch",
    Twitch.SEVERAL: "several twitches",
    Twitch.STRONG: "a strong twitch",
}


def fill_ins(
    chart: VisitChart,
    *,
    previous: VisitChart | None = None,
    site: TriggerPoint | None = None,
    measures: Mapping[str, MeasureFacts] | None = None,
) -> dict[str, str]:
    """Name (in small letters) to words; a name is missing (or empty) where the visit does not know it yet.

    ``previous`` is the visit before this one with its values, ``site`` the one that is being charted.
    """
    known = measures or {}
    return {
        **_of_measures(chart, previous, known),
        **_of_visit(chart, previous),
        **(_of_site(chart, site) if site is not None else {}),
    }


def _of_visit(chart: VisitChart, previous: VisitChart | None) -> dict[str, str]:
    visit, patient = chart.visit, chart.patient
    before, after = pain_now(chart, Phase.BEFORE), pain_now(chart, Phase.AFTER)
    last = _last_pain(previous)
    needles = needle_count(chart)
    points = needled_points(chart)
    goal = next((one.text for one in chart.goals if one.met is None and one.dropped is None), "")
    age = patient.age_on(visit.started.date())
    return {
        "first name": patient.preferred_name or patient.given_name,
        "age": "" if age is None else str(age),
        "today": date_words(visit.started.date()),
        "time": clock(visit.started),
        "visit number": str(visit.number),
        "last visit": date_words(chart.previous.started.date()) if chart.previous else "",
        "pain before": pain_words(before) if before is not None else "",
        "pain after": pain_words(after) if after is not None else "",
        "pain last visit": pain_words(last) if last is not None else "",
        "diagnosis": listed(lower_first(clause(one.title)) for one in chart.indications),
        "sites": _each(site_name(one) for one in points),
        "muscles": _each(sided(one.side, lower_first(one.muscle_name.strip())) for one in _named(points)),
        "side": _side(points),
        "levels": _each(one.spinal_level for one in points),
        "needles": str(needles.put_in) if needles.put_in else "",
        "needle sizes": _each(one.size for one in chart.needlings if one.was_in),
        "position": POSITION_WORDS[visit.position] if visit.position is not None else "",
        "soreness": lower_first(clause(visit.soreness_lasted)),
        "goal": goal,
        "next visit": date_words(visit.next_visit) if visit.next_visit else visit.next_visit_words,
        "therapist": visit.clinician_name,
        "initials": initials(visit.clinician_name),
    }


def _of_site(chart: VisitChart, site: TriggerPoint) -> dict[str, str]:
    needle = next((one for one in chart.needlings_of(site)), None)
    depth = f"{needle.depth_mm:g}{NBSP}mm" if needle is not None and needle.depth_mm is not None else ""
    return {
        "site": site.label.lower(),
        "muscle": sided(site.side, lower_first(site.muscle_name.strip())) if site.muscle_name.strip() else "",
        "side": side_words(site.side),
        "level": site.spinal_level,
        "needle": needle.size if needle is not None else "",
        "depth": depth,
        "twitch": _TWITCH[needle.twitch] if needle is not None and needle.twitch is not None else "",
    }


def _of_measures(
    chart: VisitChart, previous: VisitChart | None, measures: Mapping[str, MeasureFacts]
) -> dict[str, str]:
    """Every measure of the visit by its short name and side; without a side where only one was measured."""
    found = changes(chart, measures)
    earlier = changes(previous, measures) if previous is not None else ()
    names = dict.fromkeys(one.short_name for one in (*found, *earlier))
    told: dict[str, str] = {}
    for name in names:
        now, last = _named_so(found, name), _named_so(earlier, name)
        for words, pick in (("before", _before), ("after", _after), ("change", _change)):
            told.update(_by_side(name, words, [(one.side, pick(one)) for one in now]))
        told.update(_by_side(name, "last visit", [(one.side, _after(one) or _before(one)) for one in last]))
    return told


def _named_so(found: Iterable[Change], name: str) -> list[Change]:
    return [one for one in found if one.short_name == name]


def _by_side(name: str, what: str, values: Sequence[tuple[Side, str]]) -> dict[str, str]:
    said = [(side, words) for side, words in values if words]
    told = {f"{sided_name(name, side)} {what}".casefold(): words for side, words in said}
    both = listed(f"{side_words(side)} {words}".strip() for side, words in said)
    return {**told, f"{name} {what}".casefold(): said[0][1] if len(said) == 1 else both}


def sided_name(name: str, side: Side) -> str:
    """``Hip IR right``; the name alone without a side."""
    return f"{name} {side_words(side)}".strip()


def _before(one: Change) -> str:
    return _value(one.before)


def _after(one: Change) -> str:
    return _value(one.after)


def _value(one: Measurement | None) -> str:
    if one is None or one.state is MeasureState.CHANGE:
        return ""
    return pain_words(one) if one.measure in PAIN_MEASURES else lower_first(measurement_text(one))


def _change(one: Change) -> str:
    """``+10° (better)``."""
    return f"{one.difference_text} ({one.word})" if one.difference_text and one.word else one.difference_text


def _last_pain(previous: VisitChart | None) -> Measurement | None:
    if previous is None:
        return None
    return pain_now(previous, Phase.AFTER) or pain_now(previous, Phase.BEFORE)


def _named(points: Iterable[TriggerPoint]) -> list[TriggerPoint]:
    return [one for one in points if one.muscle_name.strip()]


def _side(points: Iterable[TriggerPoint]) -> str:
    """``right``, or ``right and left``: where the needles went."""
    sides = {one.side for one in points}
    return listed(side_words(one) for one in sorted(sides, key=lambda side: ORDER[side]))


def _each(parts: Iterable[str]) -> str:
    return listed(dict.fromkeys(part for part in parts if part))


def initials(name: str) -> str:
    """``RS`` of "Robin Sample, PT": the first letters of the name, credentials left out."""
    words = name.partition(",")[0].replace("-", " ").split()
    return "".join(word[0].upper() for word in words if word[0].isalpha())
