"""A backup while somebody charts, against one while nobody does. Run: python -m tests.bench.backup [VISITS]

One mark after the other is put on the queue of the store's thread, each waited for as the screen waits to say
"Saved", as long as the backup goes on; again and again until 1,000 were saved in one (the longest counts).
"""

import itertools
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from needlechart.store.files import DATABASE
from needlechart.store.places import backup_everywhere
from needlechart.store.thread import StoreThread
from tests import factories
from tests.bench.figures import Figure, spread, timed
from tests.store.conftest import new_store, reopened
from tests.store.test_migrate import many_visits

VISITS = 100_000
MARKS = 1000
RUNS = 3


def main(visits: int = VISITS, runs: int = RUNS) -> list[Figure]:
    """The time of the backup, and of the savings in it, each against the same alone."""
    with tempfile.TemporaryDirectory() as base:
        folder = Path(base) / "chart"
        with new_store(folder) as store:
            store.put(factories.patient(), factories.episode(), factories.visit())
            many_visits(store.opened.raw, visits - 1)
        print(f"backup: a chart of {(folder / DATABASE).stat().st_size / 1e6:.0f} MB", flush=True)
        thread = StoreThread()
        thread.open(lambda: reopened(folder)).result()
        tap = _tapping(thread)

        def backup() -> "Future[object]":
            return thread.submit(lambda store: backup_everywhere(store, "asked"), alone=True)

        idle: list[float] = []
        busy: list[float] = []
        alone: list[float] = []
        within: list[float] = []
        for _ in range(runs):
            idle.append(timed(lambda: backup().result()))
            alone += [tap() for _ in range(MARKS)]
            saved, took = _charted(backup, tap)
            within += saved
            busy.append(took)
        thread.close()
    print(f"backup: a saving alone {spread(alone)}, worst {max(alone):.1f} ms of {len(alone)}")
    print(f"backup: a saving in a backup {spread(within)}, worst {max(within):.1f} ms of {len(within)}")
    return [
        Figure("backup while charting", busy, idle, 3, "nobody charts").told(),
        Figure("saving in a backup", within, alone, None, "no backup").told(),
    ]


def _tapping(thread: StoreThread) -> Callable[[], float]:
    numbers = itertools.count()

    def tap() -> float:
        number = next(numbers)
        mark = factories.point(id=f"m{number}", number=number % 500 + 1)
        return timed(lambda: thread.submit(lambda store: store.put(mark)).result())

    return tap


def _charted(backup: "Callable[[], Future[object]]", tap: Callable[[], float]) -> tuple[list[float], float]:
    """Milliseconds of each saving in a backup, of 1,000 in one or more, and of the longest backup."""
    saved: list[float] = []
    took: list[float] = []
    while len(saved) < MARKS:
        began = time.perf_counter_ns()
        going = backup()
        ended: list[int] = []
        going.add_done_callback(lambda _, ended=ended: ended.append(time.perf_counter_ns()))  # type: ignore[misc]
        while not going.done():
            saved.append(tap())
        going.result()
        took.append((ended[0] - began) / 1e6)
    return saved, max(took)


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
