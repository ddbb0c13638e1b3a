"""Whatever hands do on the board, in any order: screen, memory and database say the same after each step.

Undo and redo lead back to exactly what was there; a crash loses nothing that was said to be saved.
"""

import gc
import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from needlechart.domain.chart import records_of
from needlechart.domain.needling import Needling
from needlechart.domain.record import Record, now
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import View
from needlechart.editing.open_visit import OpenVisit
from needlechart.store.queries.visit_document import visit_chart
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread
from needlechart.ui.bodymap.marks import ghosts_of
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ButtonKind
from tests import factories as make
from tests.store.conftest import CHEAP
from tests.ui.bodymap.stage import SmallDesk, Stage, last_visit, people, send
from tests.ui.bodymap.test_mirror import agrees

PLACES = st.tuples(st.integers(60, 700), st.integers(120, 560))
SHIFTS = st.tuples(st.integers(-90, 90), st.integers(-90, 90))
KEYS = (
    Qt.Key.Key_Delete,
    Qt.Key.Key_R,
    Qt.Key.Key_L,
    Qt.Key.Key_I,
    Qt.Key.Key_O,
    Qt.Key.Key_G,
    Qt.Key.Key_Comma,
    Qt.Key.Key_Period,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Left,
    Qt.Key.Key_T,
    Qt.Key.Key_2,
    Qt.Key.Key_D,
    Qt.Key.Key_9,
)
SIZES = ((1366, 698), (960, 530), (1920, 1010))
MEMORY = Path("/dev/shm")
"""A disk that needs no waiting, where there is one; what a commit survives is tested elsewhere."""
KINDS: tuple[type[Record], ...] = (Visit, TriggerPoint, Needling)


def start(folder: Path) -> StoreThread:
    """A chart with the visit of today."""
    clinic, clinician, *rest = people()
    visit = make.visit(number=2, started=now(), entered=now())

    def create() -> Store:
        store, _ = Store.create(folder, clinic, clinician, make.PASSPHRASE, CHEAP)  # type: ignore[arg-type]
        store.put(*rest, visit)
        return store

    thread = StoreThread()
    thread.open(create).result()
    return thread


class Board(RuleBasedStateMachine):
    """Hands on the needling step over a real database."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self._thread = start(Path(self._folder.name) / "chart")
        self.stage = self._open()

    def _open(self) -> Stage:
        def load(store: Store) -> list[Record]:
            return [*records_of(visit_chart(store, make.VISIT)), *store.select(Place)]

        records = self._thread.submit(load).result()
        writer = lambda pairs: self._thread.submit(lambda store: store.apply(pairs))  # noqa: E731
        visit = OpenVisit(records, make.VISIT, writer, previous=last_visit())
        self.known: dict[int, tuple[Record, ...]] = {visit.history.index: held(visit)}
        stage = Stage(visit, SmallDesk())
        visit.done.connect(lambda text: self._did(visit))
        for went in (visit.undone, visit.redone):
            went.connect(lambda text: self._went(visit))
        return stage

    def _did(self, visit: OpenVisit) -> None:
        index = visit.history.index
        self.known = {key: state for key, state in self.known.items() if key < index}
        self.known[index] = held(visit)

    def _went(self, visit: OpenVisit) -> None:
        """Steps from before a crash have no picture here to compare with, the others have."""
        index = visit.history.index
        assert self.known.setdefault(index, held(visit)) == held(visit)

    def teardown(self) -> None:
        self._close()
        self._thread.close()
        self._folder.cleanup()

    def _close(self) -> None:
        """As between two tests: Qt deletes first, children before parents, then cycles are collected."""
        stage = self.stage
        del self.stage
        stage.step.show_visit(None)
        stage.visit.release()
        stage.window.close()
        stage.window.deleteLater()
        del stage
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()

    def settle(self) -> None:
        """Menus are closed, everything is drawn and on disk."""
        while isinstance(popup := QApplication.activePopupWidget(), QMenu):
            popup.close()
        queue = self.stage.visit.queue
        for _ in range(2000):
            QApplication.processEvents()
            if not queue.waiting:
                return
            QTest.qWait(1)
        raise AssertionError("the queue does not drain")

    # What hands do

    @initialize(ghosts=st.booleans())
    def begin(self, ghosts: bool) -> None:
        if ghosts:
            self.stage.step.hand.apply_all()

    @rule(place=PLACES, slow=st.booleans())
    def tap(self, place: tuple[int, int], slow: bool) -> None:
        if slow:
            self.stage.view.router._since_tap.invalidate()
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            send(self.stage.view, kind, QPointF(*place))

    @rule(place=PLACES)
    def tap_twice(self, place: tuple[int, int]) -> None:
        self.tap(place, True)
        self.tap(place, False)

    @precondition(lambda self: self.stage.points)
    @rule(
        pick=st.integers(0, 20),
        by=SHIFTS,
        disturbed=st.sampled_from(["", "click", "resize", "undo", "escape"]),
    )
    def drag(self, pick: int, by: tuple[int, int], disturbed: str) -> None:
        items = list(self.stage.view.body_scene.items_by_id().values())
        if not items:
            return
        self.stage.view.router._since_tap.invalidate()
        start = self.stage.view.viewport_place(items[pick % len(items)])
        self.stage.drag(start, start + QPointF(*by), release=False)
        if disturbed:
            self.disturbances[disturbed](self)
        send(self.stage.view, QEvent.Type.MouseButtonRelease, start + QPointF(*by))

    def _click(self) -> None:
        QTest.mouseClick(self.stage.view.viewport(), Qt.MouseButton.RightButton)

    def _resize(self) -> None:
        width, height = SIZES[self.stage.window.width() % 2]
        self.stage.window.resize(width, height)
        self.stage.step.setGeometry(0, 60, width - 176, height - 60)
        QApplication.processEvents()

    def _escape(self) -> None:
        QTest.keyClick(self.stage.view, Qt.Key.Key_Escape)

    disturbances: dict[str, Callable[["Board"], None]] = {
        "click": _click,
        "resize": _resize,
        "undo": lambda self: self.stage.visit.undo(),
        "escape": _escape,
    }

    @rule(pick=st.integers(0, 200))
    def press(self, pick: int) -> None:
        """Any button of the panel or of the map's cards."""
        buttons = [
            one
            for one in self.stage.step.findChildren(QAbstractButton)
            if one.isVisible() and one.isEnabled() and not one.rect().isEmpty()
        ]
        QTest.mouseClick(buttons[pick % len(buttons)], Qt.MouseButton.LeftButton)

    @precondition(lambda self: self.stage.needles)
    @rule(name=st.sampled_from(["chip_twitch_one", "chip_twitch_none", "chip_pain_local", "chip_pain_none"]))
    def answer(self, name: str) -> None:
        found = [one for one in self.stage.step.findChildren(QWidget, name) if one.isVisible()]
        for one in found[-1:]:
            QTest.mouseClick(one, Qt.MouseButton.LeftButton)

    @rule(key=st.sampled_from(KEYS))
    def key(self, key: Qt.Key) -> None:
        self.stage.view.setFocus()
        QTest.keyClick(QApplication.focusWidget() or self.stage.view, key)

    @rule(by=st.sampled_from([Qt.Key.Key_Left, Qt.Key.Key_Down]))
    def nudge(self, by: Qt.Key) -> None:
        QTest.keyClick(self.stage.view, by, Qt.KeyboardModifier.ControlModifier)

    @rule(view=st.sampled_from([View.FRONT, View.BACK, View.LEFT]))
    def turn(self, view: View) -> None:
        self.stage.step.body_map.show_place(view.value, self.stage.step.body_map.layer)

    @rule(times=st.integers(1, 6))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.stage.visit.undo()

    @rule(times=st.integers(1, 6))
    def redo(self, times: int) -> None:
        for _ in range(times):
            self.stage.visit.redo()

    @rule()
    def crash(self) -> None:
        """The window is gone without a word; what is on disk is opened again."""
        self.settle()
        before, text = held(self.stage.visit), self.stage.visit.history.undo_text
        self._close()
        self.stage = self._open()
        assert held(self.stage.visit) == before
        assert self.stage.visit.history.undo_text == text

    # What is always so

    @invariant()
    def screen_memory_and_database_agree(self) -> None:
        self.settle()
        visit = self.stage.visit
        stored = [
            one
            for kind in KINDS
            for one in self._thread.submit(lambda store, kind=kind: store.select(kind)).result()
        ]
        assert sorted(stored, key=lambda one: one.id) == sorted(held(visit), key=lambda one: one.id)
        agrees(self.stage)
        self._panel_agrees(visit)

    def _panel_agrees(self, visit: OpenVisit) -> None:
        panel = self.stage.step.panel
        ghosts = ghosts_of(visit.chart, visit.ghosts)
        shown = [point.id for point in visit.chart.points] + [ghost.id for ghost in ghosts]
        assert sorted(panel.sites._controls) == sorted(shown)
        count = needle_count(visit.chart)
        if panel.counter._line.isVisible():
            assert panel.counter.put_in.number.text() == str(count.put_in)
            assert panel.counter.taken_out.number.text() == str(count.taken_out)
            orange = panel.counter.button.kind is ButtonKind.NEEDLE and panel.counter.button.isVisible()
            assert orange == bool(count.still_in)
        session = self.stage.step._session
        assert session is not None
        if session.point is not None and session.needle is not None and panel.editor is not None:
            twitch = session.needle.twitch
            assert panel.editor.twitch.chips.value() == (twitch.value if twitch else None)

    @invariant()
    def no_needle_is_a_fact_without_its_site_or_deeper_than_it_is_long(self) -> None:
        sites = {point.id for point in self.stage.points}
        for needle in self.stage.needles:
            assert needle.trigger_point_id in sites
            assert needle.depth_mm is None or needle.length_mm is None or needle.depth_mm <= needle.length_mm
            assert not (needle.carried and needle.twitch is not None)


def held(visit: OpenVisit) -> tuple[Record, ...]:
    """The visit, its marks and needles as they are in memory."""
    return (visit.visit, *visit.chart.points, *visit.chart.needlings)


def test_screen_memory_and_database_agree_after_every_step(qtbot: QtBot, theme: Theme) -> None:
    run_state_machine_as_test(
        Board,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
