"""How far something long is, in percent of the whole; what hears of it may raise to stop."""

from collections.abc import Callable
from dataclasses import dataclass

Told = Callable[[int, int, str], None]
"""Called with percent done, 100 and what goes on; may raise to stop, which changes nothing."""


@dataclass(frozen=True)
class Share:
    """A stretch of the whole, from ``start`` to ``end`` percent; without ``told`` nobody hears of it."""

    told: Told | None = None
    start: float = 0
    end: float = 100

    def part(self, start: float, end: float) -> "Share":
        """A stretch of this one, from and to so many percent of it."""
        whole = (self.end - self.start) / 100
        return Share(self.told, self.start + start * whole, self.start + end * whole)

    def say(self, what: str, done: int = 0, total: int = 1) -> None:
        """So much of this stretch is done."""
        if self.told is not None:
            done = min(done, total)
            self.told(int(self.start + (self.end - self.start) * done / max(total, 1)), 100, what)


SILENT = Share()
