"""Ids and chance of the fictional clinic: the same seed gives the same, whatever the clock says."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


class Dice:
    """Seeded chance; never secret, so `random` is the right tool."""

    def __init__(self, seed: int) -> None:
        self._random = Random(f"needlechart demo {seed}")  # noqa: S311 - fictional data, no secret
        self._latest = 0

    def id_at(self, moment: datetime) -> str:
        """A UUIDv7 of that millisecond; ids made in turn for rising moments rise."""
        milliseconds = int(moment.timestamp() * 1000)
        self._latest = (
            max(milliseconds, self._latest + 1) if milliseconds >= self._latest - 60_000 else milliseconds
        )
        number = self._latest << 80 | self._random.getrandbits(80)
        number = number & ~(0xF << 76) | (0x7 << 76)
        number = number & ~(0x3 << 62) | (0x2 << 62)
        return str(UUID(int=number))

    def near(self, middle: float, spread: float) -> float:
        """A number around a middle, never further away than twice the spread."""
        return middle + max(-2 * spread, min(2 * spread, self._random.gauss(0, spread)))

    def chance(self, part: float) -> bool:
        """True in that part of the cases."""
        return self._random.random() < part

    def choose(self, of: Sequence[T]) -> T:
        """One of several."""
        return self._random.choice(of)

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def minutes(self, low: int, high: int) -> timedelta:
        """A span of whole minutes."""
        return timedelta(minutes=self.whole(low, high))
