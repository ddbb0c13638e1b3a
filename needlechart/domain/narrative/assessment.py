"""A: what changed today, how the sites answered, and how it was borne."""

from collections.abc import Mapping

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative.words import (
    clause,
    joined,
    listed,
    paragraph,
    quoted,
    site_name,
)
from needlechart.domain.narrative.words import upper_first as begin
from needlechart.domain.rules.change import Change, Verdict, changes
from needlechart.domain.rules.goal_history import ability_words
from needlechart.domain.rules.knowledge import PAIN_MEASURES, MeasureFacts
from needlechart.domain.rules.laterality import sided
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import clock, plural
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import GoalChange, Tolerance, Twitch


def assessment(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> str:
    """The whole section."""
    found = changes(chart, measures)
    return paragraph(
        (
            change_today(found),
            no_clear_change(found),
            not_judged(found),
            twitches(chart),
            familiar(chart),
            tolerance(chart),
            adverse_events(chart),
            goals(chart),
        )
    )


def change_today(found: tuple[Change, ...]) -> str:
    """What clearly changed in the session, and pain in any case."""
    told = [_moved(one) for one in found if _told(one)]
    return f"{begin(listed(told))} in the session." if told else ""


def _told(one: Change) -> bool:
    if one.verdict in (Verdict.BETTER, Verdict.WORSE):
        return True
    if one.verdict in (Verdict.SMALL, Verdict.SAME):
        return one.measure in PAIN_MEASURES
    return one.verdict is Verdict.UNJUDGED and bool(one.difference)


def _moved(one: Change) -> str:
    """``right hip internal rotation rose from 22° to 32°``; numbers rise and fall, words change."""
    name = sided(one.side, one.phrase)
    if one.only_change:
        return f"{name} changed by {one.difference_text} (only the change is stated)"
    before, after = lower_first(one.before_text), lower_first(one.after_text)
    if one.verdict is Verdict.SAME or not one.difference:
        return f"{name} stayed at {before}"
    in_words = one.before is not None and bool(one.before.text)
    verb = "went" if in_words else "rose" if one.difference > 0 else "fell"
    small = f" ({one.word})" if one.verdict is Verdict.SMALL else ""
    return f"{name} {verb} from {before} to {after}{small}"


def no_clear_change(found: tuple[Change, ...]) -> str:
    """Measures besides pain that stayed the same or changed too little to count."""
    quiet = [one for one in found if one.measure not in PAIN_MEASURES]
    same = [sided(one.side, one.phrase) for one in quiet if one.verdict is Verdict.SAME]
    unchanged = f"No change in {listed(same)}." if same else ""
    small: dict[str, list[str]] = {}
    for one in quiet:
        if one.verdict is Verdict.SMALL:
            values = f"{lower_first(one.before_text)} to {lower_first(one.after_text)}"
            values = f"changed by {one.difference_text}" if one.only_change else values
            small.setdefault(one.word, []).append(f"{sided(one.side, one.phrase)} {values}")
    told = [f"{begin(word)}: {'; '.join(parts)}." for word, parts in small.items()]
    return paragraph((*told, unchanged))


def not_judged(found: tuple[Change, ...]) -> str:
    """What nothing is read from, as one of its values is kept and judged implausible."""
    names = [sided(one.side, one.phrase) for one in found if one.verdict is Verdict.DOUBTED]
    if not names:
        return ""
    why = "one of its values is" if len(names) == 1 else "each has a value that is"
    return f"Change in {listed(names)} not judged: {why} implausible."


def _needled(chart: VisitChart) -> list[TriggerPoint]:
    return [one for one in chart.points if any(needle.was_in for needle in chart.needlings_of(one))]


def twitches(chart: VisitChart) -> str:
    """At how many of the needled sites a twitch was seen; silent while one is not answered."""
    answers = [
        {needle.twitch for needle in chart.needlings_of(one) if needle.was_in} for one in _needled(chart)
    ]
    if not answers or any(None in one for one in answers):
        return ""
    seen, sites = sum(one != {Twitch.NONE} for one in answers), len(answers)
    if seen == 0:
        return "No local twitch response."
    if sites == 1:
        return "Local twitch response at the site."
    if seen == sites:
        return (
            "Local twitch response at both sites."
            if sites == 2
            else f"Local twitch response at all {sites} sites."
        )
    return f"Local twitch response at {seen} of {sites} sites."


def familiar(chart: VisitChart) -> str:
    """Where the needle reproduced the pain the patient knows."""
    sites = [
        one
        for one in _needled(chart)
        if any(needle.familiar for needle in chart.needlings_of(one) if needle.was_in)
    ]
    if not sites:
        return ""
    names = list(dict.fromkeys(site_name(one) for one in sites))
    return f"Familiar pain reproduced at {plural(len(sites), 'site')} ({listed(names)})."


def tolerance(chart: VisitChart) -> str:
    """How the patient bore it."""
    if chart.visit.tolerance is None:
        return ""
    return {
        Tolerance.WELL: "Tolerated well.",
        Tolerance.FAIRLY: "Tolerated fairly well.",
        Tolerance.POORLY: "Tolerated poorly.",
    }[chart.visit.tolerance]


def adverse_events(chart: VisitChart) -> str:
    """Events recorded during the visit, or that there were none; later reports print after the note."""
    events = [one for one in chart.adverse_events if one.visit_id == chart.visit.id]
    if events:
        label = "Adverse event" if len(events) == 1 else "Adverse events"
        return f"{label}: {'; '.join(_event(chart, one) for one in events)}."
    return "Adverse events: none." if chart.visit.no_adverse_event else ""


def _event(chart: VisitChart, one: AdverseEvent) -> str:
    point = next((point for point in chart.points if point.id == one.trigger_point_id), None)
    where = f" at site {point.number} ({site_name(point)})" if point else ""
    return joined(
        (
            f"{lower_first(clause(one.kind_text))} ({one.severity.value}){where}",
            clause(one.onset_words),
            f"from {clock(one.onset)}" if one.onset is not None else "",
            f"lasted {clause(one.duration)}" if one.duration.strip() else "",
            f"action: {clause(one.action)}" if one.action.strip() else "",
            f"referred to {clause(one.referred_to)}" if one.referred_to.strip() else "",
            f"likely cause: {clause(one.cause)}" if one.cause.strip() else "",
            f"outcome: {clause(one.outcome)}" if one.outcome.strip() else "",
            f"reported to {clause(one.reported_to)}" if one.reported_to.strip() else "",
            clause(one.note),
        )
    )


def goals(chart: VisitChart) -> str:
    """What was said of each goal today."""
    words = {
        GoalChange.FURTHER: "is further away",
        GoalChange.NO_CHANGE: "is unchanged",
        GoalChange.NEARER: "is nearer",
        GoalChange.MET: "is met",
    }
    told = []
    for one in chart.goal_reviews:
        stands = joined((clause(one.now), ability_words(one)))
        now = f" (now: {stands})" if stands else ""
        change = f" {words[one.change]}" if one.change is not None else ""
        told.append(f"{quoted(clause(one.goal_text))}{change}{now}")
    label = "Goal" if len(told) == 1 else "Goals"
    return f"{label}: {'; '.join(told)}." if told else ""
