"""O: what was measured, what was done, and how many needles went in and out."""

from collections.abc import Mapping

from needlechart.domain.chart import VisitChart
from needlechart.domain.measure import Measurement
from needlechart.domain.narrative.sites import site_sentence, stimulation_sentence
from needlechart.domain.narrative.words import (
    POSITION_WORDS,
    clause,
    joined,
    paragraph,
    sentence,
)
from needlechart.domain.rules.change import Change, Verdict, changes
from needlechart.domain.rules.change import at_follow_up as change_at_follow_up
from needlechart.domain.rules.knowledge import PAIN_MEASURES, MeasureFacts
from needlechart.domain.rules.laterality import ORDER, sided
from needlechart.domain.rules.measure_text import UNMEASURED_WORDS, measurement_text
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.symptom_areas import area_words, free_words, lettered, percent_words
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import clock, plural
from needlechart.domain.words import Agreement, NeedleState, Phase


def objective(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> str:
    """The whole section; it stands alone, without the tables of the printed note."""
    sites = paragraph(site_sentence(chart, point) for point in chart.points)
    return joined(
        (
            paragraph((measured(chart, measures), at_follow_up(chart, measures), doubts(chart, measures))),
            areas(chart),
            intervention(chart),
            sites,
            _current(chart),
        ),
        "\n",
    )


def objective_beside_tables(chart: VisitChart) -> str:
    """What the tables of the printed note (measures, sites) do not say."""
    return joined((areas(chart), intervention(chart), _current(chart)), "\n")


def measured(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> str:
    """Every value before and after."""
    found = changes(chart, measures)
    if not found:
        return ""
    if all(one.after is None for one in found):
        told = [f"{sided(one.side, one.phrase)} {lower_first(one.before_text)}{_notes(one)}" for one in found]
        return f"Measured{' before needling' if chart.needles_in else ''}: {'; '.join(told)}."
    when = "Before and after needling" if chart.needles_in else "Before and after"
    return f"{when}: {'; '.join(_pair(one) + _notes(one) for one in found)}."


def at_follow_up(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> str:
    """Values taken apart from needling, in the order in which they were asked; pain first."""
    later = [one for one in chart.measurements if one.phase is Phase.FOLLOW_UP]
    told = []
    for one in sorted(later, key=lambda one: (one.measure not in PAIN_MEASURES, one.order, ORDER[one.side])):
        facts = measures.get(one.measure)
        name = sided(one.side, facts.phrase if facts else lower_first(one.measure_name))
        noted = "; ".join(
            part for part in (change_at_follow_up(chart, measures, one), clause(one.note)) if part
        )
        note = f" ({noted})" if noted else ""
        told.append(f"{name} {lower_first(measurement_text(one))}{note}")
    return f"Measured at a follow-up: {'; '.join(told)}." if told else ""


def _notes(change: Change) -> str:
    """What was noted with either value, once."""
    noted = [clause(one.note) for one in (change.before, change.after) if one is not None]
    said = "; ".join(dict.fromkeys(note for note in noted if note))
    return f" ({said})" if said else ""


def _pair(change: Change) -> str:
    name = sided(change.side, change.phrase)
    before, after = lower_first(change.before_text), lower_first(change.after_text)
    if change.only_change:
        return f"{name} changed by {change.difference_text}, values before and after not stated"
    if _unmeasured(change.before) and (change.after is None or before == after):
        return f"{name} {before}"
    if change.after is None:
        return f"{name} {before} before, not measured after"
    if change.before is None:
        return f"{name} {after} after, not measured before"
    if change.verdict is Verdict.SAME:
        return f"{name} {before} before and after"
    return f"{name} {before} before, {after} after"


def _unmeasured(one: Measurement | None) -> bool:
    return one is not None and one.state in UNMEASURED_WORDS


def doubts(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> str:
    """Values that were kept as they were stated and judged implausible, each with why."""
    told = []
    for one in chart.measurements:
        if one.doubt.strip():
            facts = measures.get(one.measure)
            name = sided(one.side, facts.phrase if facts else lower_first(one.measure_name))
            when = "at follow-up" if one.phase is Phase.FOLLOW_UP else one.phase.value
            told.append(f"{name} {measurement_text(one)} {when} ({lower_first(clause(one.doubt))})")
    return f"Kept as stated, judged implausible: {'; '.join(told)}." if told else ""


def areas(chart: VisitChart) -> str:
    """The symptom areas drawn again after needling, and how much of the body they took before."""
    drawn = lettered(chart.areas, Phase.AFTER)
    if not drawn:
        return free_words(chart.visit, Phase.AFTER)
    told = "; ".join(f"area {letter}, {area_words(one)}" for letter, one in drawn)
    after, before = _together(chart, Phase.AFTER), _together(chart, Phase.BEFORE)
    compared = (
        f" Together {after} of the body’s surface, before needling {before}." if before and after else ""
    )
    return f"Symptoms drawn after needling: {told}.{compared}"


def _together(chart: VisitChart, phase: Phase) -> str:
    shares = [one.percent for one in chart.areas if one.phase is phase and one.percent is not None]
    return percent_words(sum(shares)) if shares else ""


def intervention(chart: VisitChart) -> str:
    """Position, hygiene, count, and what kept needling from happening or being finished."""
    return paragraph(
        (
            no_needling(chart),
            position(chart),
            hygiene(chart),
            count(chart),
            discarded(chart),
            stopped(chart),
        )
    )


def no_needling(chart: VisitChart) -> str:
    """That no needle went in, and why."""
    if chart.needles_in:
        return ""
    why = clause(chart.visit.no_needling_reason)
    if why:
        return f"No needling today: {why}."
    today = chart.consent_today
    declined = today is not None and today.agreement is Agreement.DECLINED
    return "No needling today: declined by the patient." if declined else ""


def position(chart: VisitChart) -> str:
    """How the patient lay."""
    where = chart.visit.position
    return f"Position: {POSITION_WORDS[where]}." if where is not None and chart.needles_in else ""


def hygiene(chart: VisitChart) -> str:
    """Skin preparation and gloves."""
    if not chart.needles_in:
        return ""
    skin = clause(chart.visit.skin_preparation)
    gloves = {True: "gloves worn", False: "no gloves", None: ""}[chart.visit.gloves]
    said = joined((f"skin preparation: {skin}" if skin else "", gloves), "; ")
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def count(chart: VisitChart) -> str:
    """Needles put in and taken out."""
    found, visit = needle_count(chart), chart.visit
    if found.put_in == 0 and found.taken_out == 0:
        return ""
    if not found.counted:
        return f"Needles: {found.put_in} put in, {len(found.still_in)} still in."
    when = f", counted {clock(visit.needles_out_at)}" if visit.needles_out_at else ""
    if found.balanced:
        told = f"Needles: {found.words}{when}"
    else:
        why = f": {clause(found.reason)}" if found.reason.strip() else ""
        told = f"Needles: {found.words}{when}; the counts differ{why}"
    packs = plural(visit.packs_opened, "pack") + " opened" if visit.packs_opened is not None else ""
    sharps = "sharps disposed" if visit.sharps_disposed else ""
    return joined((told, packs, sharps), "; ") + "."


def discarded(chart: VisitChart) -> str:
    """Needles discarded without having been in."""
    lost = [one for one in chart.needlings if one.state is NeedleState.DISCARDED]
    if not lost:
        return ""
    why = joined({clause(one.fate) or clause(one.reason): None for one in lost})
    return sentence(f"{plural(len(lost), 'needle')} discarded unused" + (f": {why}" if why else ""))


def stopped(chart: VisitChart) -> str:
    """That the treatment was stopped."""
    if chart.visit.stopped_at is None:
        return ""
    at, why = chart.visit.stopped_time, clause(chart.visit.stopped_reason)
    return "Treatment stopped" + (f" at {clock(at)}" if at else "") + (f": {why}." if why else ".")


def _current(chart: VisitChart) -> str:
    return paragraph(stimulation_sentence(chart, one) for one in chart.currents_given)
