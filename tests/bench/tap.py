"""A tap on the body map until it is painted, and until it is saved. Run: python -m tests.bench.tap

The real window on an encrypted chart, without a screen. Painted: from the release of the button until the
new mark has been painted (its muscle, what to avoid there and their names follow in the next frame), and
apart from that as time of the processor on the window's thread, which is what a frame waits for; its floor
is a bare scene over the same picture that gets one more.
Committed: until the commit has returned on the database thread. Saved: until the window says so. The floor of
both is one small row committed on the same driver with the same settings, in the same run.

The parts of a commit are printed too: what the window thinks out (muscle, side, needle, undo step) until the
change is queued, the way to the database thread, the time in the store, and how much of that the processor
worked: two records with their audit entries and the place of the visit change 17 pages, the bare row two.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.atlas.atlas import load
from needlechart.domain.record import Record
from needlechart.domain.visit import Place
from needlechart.domain.words import Figure as BodyFigure
from needlechart.domain.words import Layer, Step, View
from needlechart.editing.queue import WriteQueue
from needlechart.settings import read_look
from needlechart.store.store import Store
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.theme import Theme
from tests import factories
from tests.bench.bare import BareTable
from tests.bench.bare_scene import BareScene
from tests.bench.figures import Figure, drawing
from tests.driving import find
from tests.faults.window_person import open_draft
from tests.store.conftest import new_store

RUNS, WARM_UP = 50, 10
VIEWS = (View.FRONT, View.BACK, View.RIGHT, View.LEFT)


def until(true: Callable[[], bool]) -> None:
    """Turn the event loop until something is so."""
    left = QDeadlineTimer(60_000)
    while not true():
        if left.hasExpired():
            raise TimeoutError("the window never came so far")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.0002)  # a loop that spins would keep the interpreter from the database thread


def fill(folder: Path, marks: int, views: tuple[View, ...] = VIEWS) -> None:
    """A chart with one draft that stands at the needling step, its marks spread over these views."""
    chance, atlas = random.Random(7), load()
    records: list[Record] = [factories.patient(), factories.episode(), factories.visit()]
    records.append(Place(patient_id=factories.PATIENT, visit_id=factories.VISIT, step=Step.NEEDLING))
    for number in range(1, marks + 1):
        view = views[number % len(views)]
        left, top, right, bottom = atlas.plate(BodyFigure.FEMALE, view, Layer.SUPERFICIAL).bounds
        while True:
            x, y = chance.uniform(left, right), chance.uniform(top, bottom)
            if atlas.hit(view, Layer.SUPERFICIAL, x, y).on_body:
                break
        mark = factories.point(number=number, view=view, layer=Layer.SUPERFICIAL, x=x, y=y)
        records += [mark, factories.needling(mark)]
    with new_store(folder) as store:
        store.put(*records)


_BUSY = "of the processor until painted"


class Stopwatch:
    """From a release of the button to the paint that shows the mark, to the commit, to "Saved"."""

    def __init__(self, board: VisitBoard) -> None:
        self._board = board
        self.pane = find(board, "map_front", BodyMapView)
        self._visit = board.visit
        assert self._visit is not None
        self._visit.saved.connect(self._on_saved)
        self._loop = QEventLoop()
        self._patience = QTimer(interval=20_000, singleShot=True)
        self._patience.timeout.connect(self._loop.quit)
        self._known: set[str] = set()
        self.painted = self.committed = self.saved = self.queued = self.begun = self.worked = self.busy = 0
        self._watch_paint()
        self._watch_queue()
        self._watch_commit()

    def _watch_paint(self) -> None:
        painted = BodyMapView.paintEvent

        def paint(view: BodyMapView, event: QEvent) -> None:
            painted(view, event)
            if view is self.pane and not self.painted and self._new():
                self.painted, self.busy = time.perf_counter_ns(), time.thread_time_ns()
                self._done()

        BodyMapView.paintEvent = paint  # type: ignore[method-assign,assignment]

    def _watch_queue(self) -> None:
        put = WriteQueue.put

        def queue(waiting: WriteQueue, *given: Any) -> None:
            self.queued = self.queued or time.perf_counter_ns()
            put(waiting, *given)

        WriteQueue.put = queue  # type: ignore[method-assign,assignment]

    def _watch_commit(self) -> None:
        applied = Store.apply

        def apply(store: Store, pairs: object) -> object:
            begun, worked = time.perf_counter_ns(), time.thread_time_ns()
            moment = applied(store, pairs)  # type: ignore[arg-type]
            if not self.committed:
                self.begun, self.worked = begun, time.thread_time_ns() - worked
                self.committed = time.perf_counter_ns()
            return moment

        Store.apply = apply  # type: ignore[method-assign,assignment]

    def _new(self) -> set[str]:
        return set(self.pane.body_scene.items_by_id()) - self._known

    def _on_saved(self, moment: object) -> None:
        if not self.saved:
            self.saved = time.perf_counter_ns()
            self._done()

    def _done(self) -> None:
        if self.painted and self.saved:
            self._loop.quit()

    def free_place(self, chance: random.Random) -> QPoint:
        """A pixel on the body that no mark's touch area holds."""
        size, scene = self.pane.viewport().size(), self.pane.body_scene
        while True:
            pos = QPointF(chance.randrange(60, size.width() - 60), chance.randrange(60, size.height() - 60))
            x, y = scene.frame.to_reference(self.pane.scene_place(pos))
            hit = scene.atlas.hit(scene.body_view, scene.layer, x, y)
            if hit.on_body and self.pane.mark_at(pos) is None:
                return pos.toPoint()

    def tap(self, chance: random.Random) -> dict[str, float]:
        """Milliseconds from the release until painted, committed, saved, and the parts; undone afterwards."""
        visit, pos, left = self._visit, self.free_place(chance), Qt.MouseButton.LeftButton
        assert visit is not None
        self._known = set(self.pane.body_scene.items_by_id())
        QTest.mousePress(self.pane.viewport(), left, pos=pos)
        self.settle()
        self.painted = self.committed = self.saved = self.queued = 0
        start, idle = time.perf_counter_ns(), time.thread_time_ns()
        QTest.mouseRelease(self.pane.viewport(), left, pos=pos)
        if not (self.painted and self.saved):
            self._patience.start()
            self._loop.exec()
        if not (self.painted and self.saved):
            raise TimeoutError("the tap was never painted and saved")
        took = {
            "painted": self.painted - start,
            "committed": self.committed - start,
            "saved": self.saved - start,
            "until queued": self.queued - start,
            "to the database thread": self.begun - self.queued,
            "in the store": self.committed - self.begun,
            "of that the processor": self.worked,
            _BUSY: self.busy - idle,
        }
        self.settle()
        visit.undo()
        self.settle()
        return {name: length / 1e6 for name, length in took.items()}

    def settle(self) -> None:
        """Nothing waits to be written or drawn."""
        visit = self._visit
        assert visit is not None
        until(lambda: visit.queue.waiting == 0)
        QApplication.processEvents()


def opened(app: QApplication, folder: Path) -> tuple[Session, VisitBoard]:
    """The window at its usual size, at the needling step of the draft."""
    session = open_session(app, Theme.current(), folder, read_look(folder))
    session.window.activateWindow()
    until(session.window.isActiveWindow)
    return session, open_draft(session, until)


def measure(app: QApplication, marks: int, runs: int) -> list[Figure]:
    """Taps with so many marks there, each beside one bare commit."""
    with tempfile.TemporaryDirectory() as folder:
        chart = Path(folder) / "chart"
        fill(chart, marks)
        bare = BareTable(Path(folder))
        session, board = opened(app, chart)
        watch, chance = Stopwatch(board), random.Random(3)
        scene = BareScene(watch.pane)
        one_more = partial(scene.tap, QPointF(watch.free_place(chance)))
        taps = [(watch.tap(chance), bare.commit(), drawing(one_more)) for _ in range(WARM_UP + runs)]
        pairs = [(took, least) for took, least, _ in taps[WARM_UP:]]
        scene.view.close()
        session.window.lock()
        session.window.close()
        session.end()
        bare.close()
    floor = [one for _, one in pairs]
    with_marks = f"with {marks} marks"
    goals = {"painted": None, "committed": 1.5, "saved": 1.5}
    figures = [
        Figure(
            f"tap to {name}, {with_marks}", [took[name] for took, _ in pairs], floor, goal, "one bare commit"
        )
        for name, goal in goals.items()
    ]
    scenes, busy = [least for *_, least in taps[WARM_UP:]], [took[_BUSY] for took, _ in pairs]
    name = f"tap to painted, {with_marks}, time of the processor"
    figures.append(Figure(name, busy, scenes, None, "a bare scene that gets one more"))
    for figure in figures:
        figure.told()
    for name in list(pairs[0][0])[len(goals) :]:
        print(f"    {name}: {statistics.median(took[name] for took, _ in pairs):.2f} ms")
    return figures


def main(runs: int = RUNS) -> list[Figure]:
    """With 20 and with 500 marks."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setDoubleClickInterval(0)  # each tap is one of its own
    return [figure for marks in (20, 500) for figure in measure(app, marks, runs)]


if __name__ == "__main__":
    main()
