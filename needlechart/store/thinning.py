"""Which backups stay: all of today and yesterday, then one a day, a week, a month.

Slots are counted over days that have a backup, not over the calendar: who charts twice a week keeps as many.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Protocol, TypeVar

DAYS, WEEKS, MONTHS = 12, 10, 9
KEPT_LONG = ("before-upgrade", "before-restore", "before-key-change")
LONG = timedelta(days=365)
JUMP = timedelta(days=90)
"""A gap this long is a clock set wrong as well as it may be a long leave: nothing is removed after it."""


class Made(Protocol):
    """What is looked at of a backup."""

    @property
    def made_at(self) -> datetime: ...

    @property
    def reason(self) -> str: ...


M = TypeVar("M", bound=Made)


def superfluous(backups: Iterable[M], at: datetime) -> list[M]:
    """Backups that may go, oldest first; never the newest, and none while the clock cannot be trusted."""
    newest_first = sorted(backups, key=lambda one: one.made_at, reverse=True)
    if not newest_first or clock_jumped(newest_first, at):
        return []
    kept = {id(newest_first[0])}
    kept |= {id(one) for one in newest_first if _recent(one, at) or _kept_long(one, at)}
    older = [one for one in newest_first if not _recent(one, at)]
    for slots, name in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        seen: dict[object, M] = {}
        for one in older:
            seen.setdefault(name(one), one)
        kept |= {id(one) for one in list(seen.values())[:slots]}
    return [one for one in reversed(newest_first) if id(one) not in kept]


def clock_jumped(newest_first: Sequence[Made], at: datetime) -> bool:
    """Whether the times of the newest backups and of now leave it in doubt what is old."""
    if not newest_first:
        return True
    if newest_first[0].made_at > at + timedelta(hours=1):
        return True
    moments = [at, *(one.made_at for one in newest_first[:3])]
    return any(later - earlier > JUMP for later, earlier in pairwise(moments))


def _recent(one: Made, at: datetime) -> bool:
    return _day(one) >= (at.astimezone() - timedelta(days=1)).date()


def _kept_long(one: Made, at: datetime) -> bool:
    return one.reason in KEPT_LONG and at - one.made_at < LONG


def _day(one: Made) -> date:
    return one.made_at.astimezone().date()


def _week(one: Made) -> tuple[int, int]:
    return _day(one).isocalendar()[:2]


def _month(one: Made) -> tuple[int, int]:
    return (_day(one).year, _day(one).month)
