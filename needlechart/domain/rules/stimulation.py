"""What to think of before a current flows between two sites; a hint, never a lock."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Stimulation
from needlechart.domain.rules.knowledge import Knowledge
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Answer, Waveform

UNBALANCED = (Waveform.ASYMMETRIC_BIPHASIC,)
"""Waveforms of which one end is called negative (documentation standard, section 6)."""

TWO_RATES = (Waveform.DENSE_DISPERSE,)
"""Waveforms that alternate between two frequencies."""


class CautionFacts(Protocol):
    """What this rule asks of a caution; see `needlechart.catalogue.StimulationCaution`."""

    @property
    def text(self) -> str:
        """The words that are shown."""

    @property
    def screening(self) -> tuple[str, ...]:
        """Screening items that raise it."""

    @property
    def regions(self) -> tuple[str, ...]:
        """Muscle groups it concerns; empty means all."""

    @property
    def above_y(self) -> float | None:
        """The height of the reference figure above which it applies."""


def noted(chart: VisitChart) -> frozenset[str]:
    """Screening items answered with yes today or standing as an alert."""
    today = {one.item for one in chart.screening if one.answer is Answer.YES}
    return frozenset(today | {one.screening_item for one in chart.open_alerts if one.screening_item})


def cautions(
    chart: VisitChart,
    points: Sequence[TriggerPoint],
    table: Iterable[CautionFacts],
    knowledge: Knowledge,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts that always stand, and those raised by this chart and these points."""
    items = noted(chart)
    groups = {knowledge.muscles[one.muscle].group for one in points if one.muscle in knowledge.muscles}
    always: list[str] = []
    raised: list[str] = []
    for one in table:
        if one.above_y is not None:
            if any(point.y < one.above_y for point in points):
                raised.append(one.text)
        elif not one.screening:
            always.append(one.text)
        elif items & set(one.screening) and (not one.regions or groups & set(one.regions)):
            raised.append(one.text)
    return tuple(always), tuple(raised)


def ends_of(chart: VisitChart, current: Stimulation) -> tuple[TriggerPoint, ...]:
    """The points at both ends, the first one first."""
    points = {one.id: one for one in chart.points}
    ids = (current.first_point_id, current.second_point_id)
    return tuple(points[one] for one in ids if one in points)
