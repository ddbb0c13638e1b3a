"""Screening items about a site: asked when a marked site brings them up, never before."""

from collections.abc import Iterable

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.finding import Subject
from needlechart.domain.rules.knowledge import Knowledge
from needlechart.domain.trigger_point import TriggerPoint

SITE = "site"
PATIENT = "patient"


def brought_up(chart: VisitChart, knowledge: Knowledge, points: Iterable[TriggerPoint]) -> tuple[str, ...]:
    """Ids of the items that concern one of these sites, in the order of the list."""
    subject = Subject(chart, knowledge)
    groups = {subject.group(one) for one in points if not one.not_needled.strip()}
    return tuple(
        key
        for key, one in knowledge.screening.items()
        if one.addressee == SITE and groups and ("any" in one.region or groups & set(one.region))
    )


def open_at(chart: VisitChart, knowledge: Knowledge, points: Iterable[TriggerPoint]) -> tuple[str, ...]:
    """Those that are still to be asked today.

    Only where today's screening is the whole list, as at a first visit: the short list of a later visit
    asks what is new.
    """
    answered = {one.item for one in chart.screening}
    whole = chart.previous is None or any(
        key in answered and one.addressee not in (PATIENT, SITE) for key, one in knowledge.screening.items()
    )
    if not whole or chart.visit.signed:
        return ()
    return tuple(key for key in brought_up(chart, knowledge, points) if key not in answered)
