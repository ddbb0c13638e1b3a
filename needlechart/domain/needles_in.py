"""What is known without the chart of the needles that are in: how many, since when, until when; no name."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from needlechart.domain.needling import Needling
from needlechart.domain.rules.retention import running
from needlechart.domain.words import NeedleState


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedleIn:
    """One needle in the body; ``ends`` is when its planned time is up, None without a running clock."""

    visit_id: str
    since: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedlesIn:
    """Every needle in a body in this clinic; ``clock`` is what `editing.clock` wrote with it.

    ``sound``: whether the clinic wants to hear that a time is up.
    """

    needles: tuple[NeedleIn, ...] = ()
    clock: str = ""
    sound: bool = False

    @property
    def visits(self) -> tuple[str, ...]:
        """Ids of the visits they belong to, the one with the oldest needle first."""
        known = sorted(
            self.needles, key=lambda one: (one.since is None, one.since.timestamp() if one.since else 0)
        )
        return tuple(dict.fromkeys(one.visit_id for one in known))

    @property
    def oldest(self) -> datetime | None:
        """Since when the first of them is in."""
        return min((one.since for one in self.needles if one.since is not None), default=None)

    def ended(self, moment: datetime) -> int:
        """How many planned times are up."""
        return sum(one.ends is not None and one.ends <= moment for one in self.needles)

    def with_visit(self, visit_id: str, own: Iterable[NeedleIn]) -> "NeedlesIn":
        """The same with other needles of one visit."""
        others = tuple(one for one in self.needles if one.visit_id != visit_id)
        return replace(self, needles=(*others, *own))


def needles_in_of(needles: Iterable[Needling]) -> tuple[NeedleIn, ...]:
    """Those of some needles that are in the body."""
    return tuple(_needle_in(one) for one in needles if one.state is NeedleState.IN)


def _needle_in(needle: Needling) -> NeedleIn:
    ends = None
    if running(needle) and needle.clock_started is not None and needle.retention_planned_s:
        ends = needle.clock_started + timedelta(seconds=needle.retention_planned_s)
    return NeedleIn(visit_id=needle.visit_id, since=needle.in_at or needle.clock_started, ends=ends)
