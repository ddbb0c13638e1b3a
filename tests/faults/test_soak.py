"""A day's work costs nothing that stays: memory, handles and the time of a tap are as in the first hour.

``NEEDLECHART_SOAK`` sets ``VISITS/HOURS`` (2/2 if it is not set; 40/8 is a whole day). The tap of the last
hour is compared with that of another window after its first hour: one tap here, one there, so that whatever
else the computer does falls on both. What counts is the processor time of the window, not the wall's.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.faults.soak_chart import made

VISITS, HOURS = (int(part) for part in os.environ.get("NEEDLECHART_SOAK", "2/2").split("/"))
WHOLE_DAY = HOURS >= 8
SAMPLES = 100 if WHOLE_DAY else 12
WARM = 3
"""Taps that are not counted, at the beginning."""

pytestmark = pytest.mark.timeout(4 * 3600 if WHOLE_DAY else 900)

MORE_MEMORY = 1.10
SLOWER = 1.10 if WHOLE_DAY else 2.0
"""The goal needs a hundred samples; after a few visits only what would be plain to a person is looked for."""

Figures = dict[str, float]


class Window:
    """A process that has worked, and answers."""

    def __init__(self, folder: Path, visits: int, hours: int) -> None:
        command = [sys.executable, "-m", "tests.faults.window_soak", str(folder), str(visits), str(hours)]
        self._errors = folder.with_name(f"{folder.name}.errors").open("w+")
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.getcwd()},
        )

    def told(self) -> dict[str, Any]:
        """The next line it says; raises AssertionError with its errors when it has ended."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._errors.seek(0)
            raise AssertionError(f"the window ended: {self._errors.read()}")
        said: dict[str, Any] = json.loads(line)
        return said

    def ask(self, word: str) -> dict[str, Any]:
        """Say something to it; what it answers."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self.told()

    def end(self) -> None:
        """Close it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._errors.close()


@dataclass
class Day:
    """What a day in the window cost."""

    hours: list[Figures]
    leaked: Figures
    end: dict[str, Any]
    processor: float
    """Processor time of a tap, last hour by first: ratio of the medians."""
    wall: float

    @property
    def first(self) -> Figures:
        """After the first hour."""
        return self.hours[0]

    @property
    def last(self) -> Figures:
        """After the last hour."""
        return self.hours[-1]

    def told(self) -> str:
        """For the table of figures."""
        memory = self.last["memory_kb"] / self.first["memory_kb"]
        return (
            f"{self.end['visits']} visits, {self.end['locks']} locks, {self.end['hours']:.1f} h: memory "
            f"{self.first['memory_kb'] / 1024:.0f} to {self.last['memory_kb'] / 1024:.0f} MB ({memory:.3f}), "
            f"handles {self.first['handles']:.0f} to {self.last['handles']:.0f}, objects "
            f"{self.first['objects']:.0f} to {self.last['objects']:.0f}, tap {self.processor:.2f} (wall "
            f"{self.wall:.2f}); twenty forgotten screens: memory "
            f"{self.leaked['memory_kb'] / self.first['memory_kb']:.3f}"
        )


def kept_of(first: Figures, last: Figures) -> list[str]:
    """What stayed behind, in words; nothing for a day that cost nothing."""
    found = []
    if last["memory_kb"] > first["memory_kb"] * MORE_MEMORY:
        found.append(f"memory {first['memory_kb']:.0f} to {last['memory_kb']:.0f} kB")
    if last["handles"] > first["handles"]:
        found.append(f"handles {first['handles']:.0f} to {last['handles']:.0f}")
    if last["widgets"] > first["widgets"] * MORE_MEMORY:
        found.append(f"widgets {first['widgets']:.0f} to {last['widgets']:.0f}")
    if last["objects"] > first["objects"] * MORE_MEMORY:
        found.append(f"objects {first['objects']:.0f} to {last['objects']:.0f}")
    return found


def taps(worked: Window, fresh: Window) -> tuple[list[Figures], list[Figures]]:
    """One tap here, one there."""
    for window in (worked, fresh):
        window.ask("open")
    pairs = [(worked.ask("tap"), fresh.ask("tap")) for _ in range(WARM + SAMPLES)][WARM:]
    return [one for one, _ in pairs], [other for _, other in pairs]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    base = tmp_path_factory.mktemp("soak")
    each = -(-VISITS // HOURS)
    made(base / "chart", VISITS + 1)
    shutil.copytree(base / "chart", base / "other")
    worked = Window(base / "chart", VISITS, HOURS)
    hours = [worked.told() for _ in range(HOURS)]
    end = worked.told()
    leaked = worked.ask("leak")["leaked"]
    fresh = Window(base / "other", each, 1)
    for _ in range(2):  # its hour, and its end
        fresh.told()
    late, early = taps(worked, fresh)
    ratio = {kind: median(one[kind] for one in late) / median(one[kind] for one in early) for kind in late[0]}
    worked.end()
    fresh.end()
    return Day(hours, leaked, end, ratio["processor"], ratio["wall"])


def test_the_whole_day_was_worked(day: Day) -> None:
    print(f"\nsoak: {day.told()}")
    assert day.end["visits"] == day.end["pdfs"] == VISITS
    assert day.end["locks"] == HOURS
    assert day.end["hours"] >= HOURS
    assert day.end["sound"]


def test_nothing_of_it_stays(day: Day) -> None:
    assert kept_of(day.first, day.last) == []


def test_screens_that_are_forgotten_are_noticed(day: Day) -> None:
    assert any(one.startswith("memory") for one in kept_of(day.first, day.leaked))
    assert any(one.startswith("handles") for one in kept_of(day.first, day.leaked))


def test_a_tap_takes_no_longer_than_in_the_first_hour(day: Day) -> None:
    assert day.processor <= SLOWER, day.told()
