"""How many muscles were needled: a hint for billing, off until the clinic turns it on."""

from dataclasses import dataclass

from needlechart.domain.chart import VisitChart
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import CountingRule, Side


@dataclass(frozen=True, slots=True)
class MuscleCount:
    """``count`` by the clinic's rule, ``code`` the code number it points to, empty for no muscle.

    ``unnamed`` counts needled sites without a named muscle, which do not add to the count.
    """

    count: int
    code: str
    unnamed: int


def muscle_count(chart: VisitChart, rule: CountingRule | None = None) -> MuscleCount | None:
    """The hint by ``rule`` (the clinic's, if none is given); None while it is off.

    Code families of 2020: 1 or 2 muscles, 3 or more; muscles count, not needles or points.
    """
    rule = rule or chart.clinic.counting_rule
    if rule is CountingRule.OFF:
        return None
    muscles: set[tuple[str, Side | None]] = set()
    unnamed = 0
    for point in needled_points(chart):
        if not point.muscle:
            unnamed += 1
            continue
        sides = (Side.RIGHT, Side.LEFT) if point.side is Side.BOTH else (point.side,)
        for side in sides:
            muscles.add((point.muscle, side if rule is CountingRule.SIDES else None))
    count = len(muscles)
    code = "" if count == 0 else "20560" if count <= 2 else "20561"
    return MuscleCount(count, code, unnamed)


def needled_points(chart: VisitChart) -> list[TriggerPoint]:
    """The points into which a needle went, in the order of their numbers."""
    needled = {one.trigger_point_id for one in chart.needlings if one.was_in}
    return [point for point in chart.points if point.id in needled]
