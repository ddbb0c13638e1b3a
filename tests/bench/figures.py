"""How a benchmark measures and prints: pairs in turn, medians, one ratio."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / 1e6


def drawing(work: Callable[[], object]) -> float:
    """Milliseconds of the processor that one call keeps this thread busy."""
    start = time.thread_time_ns()
    work()
    return (time.thread_time_ns() - start) / 1e6


def interleaved(
    ours: Callable[[], float], floor: Callable[[], float], runs: int, warm_up: int = 1
) -> tuple[list[float], list[float]]:
    """Both measured in turn, so that a slow spell of the machine hits both."""
    for _ in range(warm_up):
        ours()
        floor()
    pairs = [(ours(), floor()) for _ in range(runs)]
    return [one for one, _ in pairs], [one for _, one in pairs]


@dataclass(frozen=True)
class Figure:
    """Milliseconds of ours and of the floor, measured in turn; ``goal`` is a ratio, None without one."""

    name: str
    ours: list[float]
    floor: list[float]
    goal: float | None
    floor_name: str

    @property
    def ratio(self) -> float:
        """Ratio of the medians."""
        return statistics.median(self.ours) / statistics.median(self.floor)

    def told(self) -> Self:
        """Print one line: medians, ratio, goal."""
        goal = f" (goal {self.goal:g})" if self.goal is not None else ""
        print(
            f"{self.name}: {statistics.median(self.ours):.2f} ms, "
            f"{self.floor_name}: {statistics.median(self.floor):.2f} ms, "
            f"ratio {self.ratio:.2f}{goal}, {len(self.ours)} runs each; "
            f"ours {spread(self.ours)}; floor {spread(self.floor)}",
            flush=True,
        )
        return self

    def row(self) -> str:
        """One row of `table`."""
        goal = f"{self.goal:g}" if self.goal is not None else "none"
        mine, least = statistics.median(self.ours), statistics.median(self.floor)
        high = f"{high_of(self.ours):.2f} ms"
        ratio = f"{self.ratio:.2f}"
        cells = (self.name, f"{mine:.2f} ms", high, self.floor_name, f"{least:.2f} ms", ratio, goal)
        return f"| {' | '.join(cells)} |"


def table(figures: Iterable[Figure]) -> str:
    """All figures in Markdown."""
    head = "| What | Median | p95 | Floor | Its median | Ratio | Goal |\n|---|---:|---:|---|---:|---:|---:|"
    return "\n".join([head, *(one.row() for one in figures)])


def report(name: str, ours: list[float], floor: list[float], goal: float, floor_name: str) -> Figure:
    """Print one line: medians, ratio of medians, the goal."""
    return Figure(name, ours, floor, goal, floor_name).told()


def high_of(values: list[float]) -> float:
    """The 95th percentile."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def spread(values: list[float]) -> str:
    """Minimum, median and 95th percentile."""
    return f"min {min(values):.2f}, median {statistics.median(values):.2f}, p95 {high_of(values):.2f}"
