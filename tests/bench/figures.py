"""How a benchmark measures and prints: pairs in turn, medians, one ratio."""

import statistics
import time
from collections.abc import Callable


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / 1e6


def interleaved(
    ours: Callable[[], float], floor: Callable[[], float], runs: int, warm_up: int = 1
) -> tuple[list[float], list[float]]:
    """Both measured in turn, so that a slow spell of the machine hits both."""
    for _ in range(warm_up):
        ours()
        floor()
    pairs = [(ours(), floor()) for _ in range(runs)]
    return [one for one, _ in pairs], [one for _, one in pairs]


def report(name: str, ours: list[float], floor: list[float], goal: float, floor_name: str) -> str:
    """One line: medians, ratio of medians, the goal."""
    mine, least = statistics.median(ours), statistics.median(floor)
    line = (
        f"{name}: {mine:.2f} ms, {floor_name}: {least:.2f} ms, "
        f"ratio {mine / least:.2f} (goal {goal:g}), {len(ours)} runs each"
    )
    print(line, flush=True)
    return line


def spread(values: list[float]) -> str:
    """Minimum, median and 95th percentile."""
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"min {ordered[0]:.2f}, median {statistics.median(ordered):.2f}, p95 {high:.2f}"
