"""Needles put in and taken out."""

from dataclasses import dataclass
from datetime import UTC, datetime

from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Needling
from needlechart.domain.words import NeedleState

_EARLY = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedleCount:
    """``taken_out`` is the independent count where there is one, else the needles taken out one by one.

    ``still_in`` holds the needles in the body by their own state, oldest first.
    """

    put_in: int
    taken_out: int
    counted: bool
    still_in: tuple[Needling, ...]
    reason: str = ""

    @property
    def balance(self) -> int:
        """Needles in minus needles out: above 0 some are unaccounted for, below 0 there are too many."""
        return self.put_in - self.taken_out

    @property
    def balanced(self) -> bool:
        """As many out as in."""
        return self.balance == 0

    @property
    def settled(self) -> bool:
        """Balanced, or the difference has its recorded reason."""
        return self.balanced or (bool(self.reason.strip()) and self.counted)

    @property
    def words(self) -> str:
        """``6 in, 5 out``."""
        return f"{self.put_in} in, {self.taken_out} out"


def needle_count(chart: VisitChart) -> NeedleCount:
    """The count of a visit; an independent count that equals the needles put in leaves none in the body."""
    put_in = chart.needles_in
    one_by_one = sum(one.state is NeedleState.OUT for one in chart.needlings)
    independent = chart.visit.needles_out
    taken_out = one_by_one if independent is None else independent
    still_in = () if independent is not None and independent >= put_in else chart.needles_still_in
    return NeedleCount(
        put_in=put_in,
        taken_out=taken_out,
        counted=independent is not None or (put_in > 0 and not still_in),
        still_in=tuple(sorted(still_in, key=_went_in)),
        reason=chart.visit.needles_reason,
    )


def awaits_count(chart: VisitChart) -> bool:
    """Every needle is in and said what it did, none came out alone, and nobody has counted yet."""
    live = [one for one in chart.needlings if one.state is not NeedleState.DISCARDED]
    return (
        bool(live)
        and chart.visit.needles_out is None
        and all(
            one.state is NeedleState.IN and one.twitch is not None and one.pain is not None for one in live
        )
    )


def likely_counts(put_in: int) -> tuple[int, ...]:
    """Four numbers around the needles put in; none of them is more likely to the eye than another."""
    first = max(0, put_in - 2)
    return tuple(range(first, first + 4))


def _went_in(one: Needling) -> tuple[datetime, str]:
    return (one.in_at or _EARLY, one.id)


def needle_label(chart: VisitChart, needling: Needling) -> str:
    """The site's number, with a letter where the site has several needles: ``4``, ``4a``."""
    point = next((one for one in chart.points if one.id == needling.trigger_point_id), None)
    if point is None:
        return "?"
    mine = chart.needlings_of(point)
    if len(mine) < 2:
        return str(point.number)
    place = next((index for index, one in enumerate(mine) if one.id == needling.id), 0)
    return f"{point.number}{letter(place)}"


def letter(place: int) -> str:
    """``a`` for 0, ``z`` for 25, ``aa`` for 26."""
    text = ""
    place += 1
    while place > 0:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("a") + rest) + text
    return text
