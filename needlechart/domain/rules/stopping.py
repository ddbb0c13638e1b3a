"""Stop now: the patient is unwell, every needle is out, the treatment ends."""

from collections.abc import Callable
from datetime import datetime

from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Needling
from needlechart.domain.record import Record
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.retention import taken_out

LOCKED = "stopped on the locked screen"
"""What stands as the reason until somebody writes why."""


def stop_pairs(
    chart: VisitChart,
    moment: datetime,
    *,
    reason: str = "",
    sure: Callable[[Needling], bool] = lambda needle: True,
) -> list[tuple[Record | None, Record | None]]:
    """Every needle in the body out at ``moment``, the treatment stopped then, the needles counted by the tap.

    A count that is there already stands: it may say that a needle is missing. No adverse event is invented.
    ``sure`` tells of a needle whether the time since it went in is known. In a late entry the moment is that
    of the entry, so no needle comes out at it.
    """
    visit = chart.visit
    known = None if visit.late_entry else moment
    out: list[tuple[Record | None, Record | None]] = [
        (one, taken_out(one, known, sure=sure(one))) for one in chart.needles_still_in
    ]
    after = visit.but(
        stopped_at=visit.stopped_at or moment, stopped_reason=visit.stopped_reason.strip() or reason
    )
    if visit.needles_out is None:
        after = after.but(needles_out=needle_count(chart).put_in, needles_out_at=known, needles_reason="")
    return [*out, (visit, after)]
