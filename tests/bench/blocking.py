"""Whether the window ever stands still. Run: python -m tests.bench.blocking [--chart FOLDER]

A timer of 10 ms ticks on the window's thread while somebody saves 1,000 changes one after the other, a backup
is made and checked, every page is looked at and the whole chart is checked. The longest time between two
ticks is told twice: by the clock, and as work of this process meanwhile (all its threads, which share one
interpreter), since on a machine with other work the clock counts that, too. The floor is the same timer over
the same window, in the same run, with nothing to do. The goal is 100 ms.

The chart is a copy of the one in the folder (the five years that `sizes` keeps), or a small one of 80 visits.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.editing.open_visit import OpenVisit
from needlechart.settings import read_look
from needlechart.ui.theme import Theme
from tests import factories
from tests.bench.sizes import made
from tests.bench.tap import until
from tests.driving import shown
from tests.faults.window_person import unlock

TICK_MS = 10
SAVINGS = 1000
IDLE_S = 5.0
SMALL = 8
GOAL_MS = 100


@dataclass
class Gaps:
    """Milliseconds between ticks: by the clock, and of the processor for this process."""

    clock: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    def told(self, name: str) -> str:
        """One row: ticks, longest, 99.9th of 100."""
        cells = (f"{max(one):.0f} ms, {_most(one):.0f} ms" for one in (self.clock, self.worked))
        return f"| {name} | {len(self.clock):,} | {' | '.join(cells)} |"


def _most(values: list[float]) -> float:
    """What all but one in a thousand stay below."""
    return sorted(values)[int(len(values) * 0.999) - 1]


class Ticks(QObject):
    """The timer on the window's thread."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._gaps = Gaps()

    def during(self, work: Callable[[], None]) -> Gaps:
        """The gaps while ``work`` turns the event loop."""
        self._gaps = Gaps()
        self._last = time.perf_counter_ns(), time.process_time_ns()
        self._timer.start()
        work()
        self._tick()
        self._timer.stop()
        return self._gaps

    def _tick(self) -> None:
        now = time.perf_counter_ns(), time.process_time_ns()
        self._gaps.clock.append((now[0] - self._last[0]) / 1e6)
        self._gaps.worked.append((now[1] - self._last[1]) / 1e6)
        self._last = now


class Saver(QObject):
    """Changes one mark again and again, each time the last change is on the disk."""

    def __init__(self, session: Session, visit: OpenVisit) -> None:
        super().__init__()
        self._session = session
        self._visit = visit
        self.left = SAVINGS
        visit.saved.connect(self._next, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """The first change; the others follow."""
        self._next(None)

    def _next(self, _moment: object) -> None:
        if self.left and not self._visit.queue.waiting:
            self.left -= 1
            self._session.presence.seen()  # somebody is there: on a slow machine it would lock meanwhile
            mark = self._visit.of_kind(TriggerPoint)[0]
            self._visit.put(mark.but(x=mark.x + (1 if self.left % 2 else -1)), "Move")


def charted(session: Session) -> OpenVisit:
    """Unlock and open the draft, at its needles."""
    unlock(session, until)
    until(lambda: shown(session.window, "home") or shown(session.window, "board"))
    if not shown(session.window, "board"):  # with needles in, unlocking leads straight back to them
        session.window.nav.open_visit(factories.VISIT)
    until(lambda: shown(session.window, "board"))
    session.window.step_3()
    board = session.window.nav.board
    assert board is not None
    assert board.visit is not None
    visit = board.visit
    until(lambda: not visit.queue.waiting)
    return visit


def alone(saver: Saver) -> None:
    """The savings and nothing beside them."""
    saver.begin()
    turn(lambda: not saver.left)


def beside(session: Session, saver: Saver) -> None:
    """The savings, a backup, a look at every page, a check of everything."""
    desk = session.desk
    assert desk is not None
    done: list[object] = []
    saver.begin()
    desk.backup_now(done.append, done.append)
    turn(lambda: bool(done))
    desk.look_over()
    desk.check_chart(lambda *_: None, done.append, done.append)
    turn(lambda: len(done) == 2 and not saver.left)
    print(f"the backup and the check: {', '.join(type(one).__name__ for one in done)}")


def turn(true: Callable[[], bool]) -> None:
    """The event loop as a window has it, which sleeps when nothing comes."""
    while not true():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def measured(folder: Path) -> None:
    """Print the table."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    session = open_session(app, Theme.install(app), folder, read_look(folder))
    session.loaded.connect(session.collector.leave_alone)  # as the program does at its start
    session.window.activateWindow()
    until(session.window.isActiveWindow)
    visit = charted(session)
    print("the visit is open", flush=True)
    ticks = Ticks()
    end = time.monotonic() + IDLE_S
    rows = [ticks.during(lambda: turn(lambda: time.monotonic() > end)).told("nothing to do (the floor)")]
    one = Saver(session, visit)
    rows.append(ticks.during(lambda: alone(one)).told(f"{SAVINGS:,} savings"))
    two = Saver(session, visit)
    rows.append(
        ticks.during(lambda: beside(session, two)).told(f"{SAVINGS:,} savings, a backup, a look, a check")
    )
    size = (folder / "chart.ncdb").stat().st_size / 1e6
    print(f"\na chart of {size:.0f} MB; goal: no gap over {GOAL_MS} ms\n")
    print("| while | ticks | longest, 99.9 % by the clock | the same of our own work |")
    print("\n".join(["| --- | ---: | ---: | ---: |", *rows]))
    session.window.lock()
    session.end()


def main(arguments: list[str]) -> None:
    """On a copy, which goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="needlechart-blocking-") as base:
        folder = Path(base) / "chart"
        if "--chart" in arguments:
            shutil.copytree(arguments[arguments.index("--chart") + 1], folder)
        else:
            made(folder, SMALL)
        measured(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
