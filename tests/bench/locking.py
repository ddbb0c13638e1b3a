"""How long a lock takes while a large chart is looked through. Run: python -m tests.bench.locking FOLDER

The folder holds charts that `tests.bench.sizes --keep` made. At several moments of a check, of the look
over its pages, the chart is locked; beside it stands the lock of a chart that nobody looks at.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event

from needlechart.app.care import check_aside, whole
from needlechart.store import aside
from needlechart.store.check import Progress
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread
from tests import factories
from tests.bench.sizes import PATIENTS, Took

MOMENTS = (0.0, 0.3, 1.0, 3.0, 6.0, 10.0, 20.0, 40.0)
"""Seconds after its beginning."""


class Locked(Exception):
    """The look is stopped."""


def stopper(stop: Event, told: list[str]) -> Progress:
    """As the window's: what it says is kept, and once somebody locks it raises."""

    def step(_done: int, _total: int, name: str) -> None:
        told.append(name)
        if stop.is_set():
            raise Locked

    return step


def checked(thread: StoreThread, stop: Event, told: list[str]) -> None:
    """The whole check beside the charting."""
    try:
        check_aside(thread, stopper(stop, told))
    except Locked:
        told.append("stopped")


def looked_over(thread: StoreThread, _stop: Event, told: list[str]) -> None:
    """The look over the pages when nobody taps."""
    told.append("the pages")
    thread.submit(lambda store: whole(store, thread.awaited)).result()


def nothing(_thread: StoreThread, _stop: Event, told: list[str]) -> None:
    """Nobody looks."""
    told.append("nothing")


def locked(folder: Path, work: Callable[[StoreThread, Event, list[str]], None], after: float) -> None:
    """Begin, wait so long, lock; print what it was at and how long the lock took."""
    thread, stop, told = StoreThread(), Event(), list[str]()
    thread.open(partial(Store.open, folder, factories.CLINICIAN, factories.PASSPHRASE)).result()
    with ThreadPoolExecutor(1) as beside:
        going = beside.submit(work, thread, stop, told)
        time.sleep(after)
        at = told[-1] if told else "its beginning"
        stop.set()
        took = Took.of(lambda: thread.lock("locked").result())
        going.result()
    thread.close()
    assert not (folder / aside.CHECKED).exists()
    print(
        f"| {work.__name__} | {after:g} s | {at} | {took.wall:.0f} ms | {took.processor:.0f} ms |", flush=True
    )


def main(arguments: list[str]) -> None:
    """Each kind of look at each moment."""
    patients = int(arguments[1]) if len(arguments) > 1 else PATIENTS
    folder = Path(arguments[0]) / f"chart-{patients}"
    print("| look | locked after | it was at | clock | processor |\n| --- | --- | --- | --- | --- |")
    for work, moments in ((nothing, MOMENTS[:3]), (checked, MOMENTS), (looked_over, MOMENTS[:6])):
        for after in moments:
            locked(folder, work, after)


if __name__ == "__main__":
    main(sys.argv[1:])
