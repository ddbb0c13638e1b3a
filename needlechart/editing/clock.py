"""The clock of a treatment: it goes on evenly, whatever is done to the clock of the computer."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from needlechart.domain.record import now

SLACK_S = 2.0
"""A clock of the computer that is behind by no more than this was not set back, in seconds."""

LONGEST_GAP_S = 12 * 3600
"""After a longer time without a word from the same start of the computer nothing is certain, in seconds."""

_PROCESS = f"process {os.getpid()} {time.time_ns()}"


def steady_seconds() -> float:
    """Seconds of a clock that nobody can set and that goes on while the laptop sleeps."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    if boot_time is not None:
        return time.clock_gettime(boot_time)
    if sys.platform == "darwin":  # there CLOCK_MONOTONIC counts sleep, time.monotonic() does not
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


@cache
def start_of_computer() -> str:
    """Names the start of the computer that `steady_seconds` counts from; else only this process."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return _PROCESS


class TreatmentClock:
    """Wall time as it stood when the first needle went in, and from then on counted evenly.

    `written` and `take_up` carry it over a lock and a restart. ``unsure_until`` is set when that was
    not possible: the computer was started anew and its clock stands before the last time known, or
    half a day after it. How long a needle from before that moment has been in is then not known.
    """

    wall: Callable[[], datetime] = staticmethod(now)
    steady: Callable[[], float] = staticmethod(steady_seconds)
    start: Callable[[], str] = staticmethod(start_of_computer)

    def __init__(self) -> None:
        self.unsure_until: datetime | None = None
        self.follow()

    def follow(self) -> None:
        """Follow the clock of the computer again; while a needle is in nobody does."""
        self.unsure_until = None
        self._begin, self._since = self.wall(), self.steady()

    def now(self) -> datetime:
        """The present with an offset from UTC, to the millisecond."""
        moment = self._begin + timedelta(seconds=self.steady() - self._since)
        return moment.replace(microsecond=moment.microsecond // 1000 * 1000)

    def sure_of(self, moment: datetime | None) -> bool:
        """Whether the time since a moment is known."""
        return moment is None or self.unsure_until is None or moment > self.unsure_until

    def written(self) -> str:
        """What `take_up` needs, as plain text."""
        return json.dumps(
            {"start": self.start(), "steady": round(self.steady(), 3), "at": self.now().isoformat()}
        )

    def take_up(self, text: str) -> None:
        """Go on where the clock stood when the text was written; without a text follow the computer."""
        self.follow()
        if not text:
            return
        noted = json.loads(text)
        at, steady = datetime.fromisoformat(noted["at"]), float(noted["steady"])
        if noted["start"] == self.start() and self.steady() >= steady:
            self._begin, self._since = at, steady
            return
        gone = (self.wall() - at).total_seconds()
        if gone < -SLACK_S:
            self._begin = self.unsure_until = at
        elif gone > LONGEST_GAP_S:
            self.unsure_until = at
