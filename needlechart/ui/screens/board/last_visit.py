"""Last visit's answers as names and values for the column beside a step."""

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.rules.measure_text import doubted_text
from needlechart.domain.treatment import FollowUp
from needlechart.domain.words import FollowOnKind, Handout, Phase, Side, Soreness
from needlechart.ui.screens.board.measure_list import definition
from needlechart.ui.screens.wording import words_of


def pair(chart: VisitChart, measure: str, side: Side) -> str:
    """``6 → 3``; a value that is missing is a dash, an implausible one has a question mark."""
    before = doubted_text(chart.measured(measure, side, Phase.BEFORE))
    after = doubted_text(chart.measured(measure, side, Phase.AFTER))
    return f"{before or '–'} → {after or '–'}" if before or after else ""


def measured_facts(chart: VisitChart) -> list[tuple[str, str]]:
    """Each measure of a visit, once per side."""
    found: dict[tuple[str, Side], str] = {}
    for one in chart.measurements:
        if (one.measure, one.side) not in found:
            found[one.measure, one.side] = pair(chart, one.measure, one.side)
    return [(short_name(measure, side), text) for (measure, side), text in found.items() if text]


def short_name(measure: str, side: Side) -> str:
    """``Hip IR right``."""
    known = definition(measure)
    name = known.short_name if known else measure.removeprefix("own:")
    return f"{name} {side.value}" if side in (Side.RIGHT, Side.LEFT) else name


def facts(chart: VisitChart) -> list[tuple[str, str]]:
    """Pain, rotation, sites, soreness, adverse events."""
    listed = [("Pain", pair(chart, PAIN, Side.UNSTATED))]
    for side in (Side.RIGHT, Side.LEFT):
        rotation = pair(chart, "hip_ir_90", side)
        if rotation:
            listed.append((f"Hip IR {side.value}", rotation))
            break
    answered = [one for one in chart.follow_ups if one.soreness is not None]
    listed.append(("Sites", str(len(chart.points))))
    listed.append(("Soreness", soreness_words(answered[-1]) if answered else "to ask"))
    events = ", ".join(one.kind_text.lower() for one in chart.adverse_events)
    listed.append(("Adverse", events or ("none" if chart.visit.no_adverse_event else "not said")))
    return [(name, value) for name, value in listed if value]


def soreness_words(check: FollowUp) -> str:
    """``mild, 24 h``; ``moderate, still sore``; ``no reply``; ``no answer within 7 days``."""
    if check.soreness is Soreness.NO_REPLY and check.note:
        return check.note
    said = check.soreness.value.replace("_", " ") if check.soreness else "to ask"
    lasted = f"{check.lasted_hours:g} h" if check.lasted_hours is not None else ""
    note = check.note if check.soreness is not Soreness.NO_REPLY else ""
    return ", ".join(part for part in (said, lasted or note) if part)


def follow_on_facts(chart: VisitChart) -> list[tuple[str, str]]:
    """How many of each kind were given, and the handout."""
    names = {
        FollowOnKind.GUIDED_MOVEMENT: "Movement",
        FollowOnKind.RETRAINING: "Retraining",
        FollowOnKind.MANUAL_THERAPY: "Manual",
    }
    listed = []
    for kind, name in names.items():
        amount = sum(one.kind is kind for one in chart.follow_ons)
        listed.append((name, str(amount) if amount else "none"))
    handout = chart.aftercare.handout if chart.aftercare else None
    told = {Handout.PRINTED: "printed", Handout.SAVED: "saved", Handout.NOT_WANTED: "not wanted"}
    listed.append(("Handout", told[handout] if handout else "not said"))
    return listed


def plan_facts(chart: VisitChart) -> list[tuple[str, str]]:
    """Strengthening, next visit, needling next time."""
    visit = chart.visit
    listed = [
        ("Strengthening", words_of(visit.strengthening.value) if visit.strengthening else ""),
        ("Next visit", visit.next_visit_words),
        ("Needling then", words_of(visit.next_needling.value) if visit.next_needling else ""),
    ]
    return [(name, value) for name, value in listed if value]
