"""How often something happened, in numbers that say how little they may mean."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from needlechart.domain.rules.measure_text import number_text
from needlechart.domain.rules.time_words import NBSP, plural


class Counted(StrEnum):
    """What a rate counts: needling sessions (visits with needles), patients, or needles that went in."""

    SESSION = "session"
    PATIENT = "patient"
    NEEDLE = "needle"


_WORDS = {Counted.SESSION: "session", Counted.PATIENT: "patient", Counted.NEEDLE: "needle"}
_Z = 1.959964
"""Of the normal distribution, for an interval that holds 95 of 100 times."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` of ``total`` sessions, patients or needles."""

    count: int
    total: int
    per: Counted = Counted.SESSION

    @property
    def percent(self) -> float | None:
        """None where nothing was counted."""
        return 100 * self.count / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson interval at 95 %, in percent; None for nothing counted or a count above the total."""
        if not 0 < self.total >= self.count:
            return None
        share, n, z = self.count / self.total, self.total, _Z
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        reach = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        return 100 * max(0.0, middle - reach), 100 * min(1.0, middle + reach)

    @property
    def words(self) -> str:
        """``2 of 40 sessions, 5 % (1 to 17 %)``; ``no sessions`` without any."""
        if self.percent is None:
            return f"no {_WORDS[self.per]}s"
        if self.interval is None:
            return f"{self.count} of {plural(self.total, _WORDS[self.per])}"
        low, high = self.interval
        share = f"{_short(self.percent)}{NBSP}% ({_short(low)} to {_short(high)}{NBSP}%)"
        return f"{self.count} of {plural(self.total, _WORDS[self.per])}, {share}"


def _short(percent: float) -> str:
    """Whole percents from 10, one decimal from 1, two below."""
    digits = 0 if percent >= 10 else 1 if percent >= 1 else 2
    return number_text(round(percent, digits))
