"""What a visit leaves behind holds no living Qt object: collecting cycles would destroy it in any order."""

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsItem, QLayoutItem
from pytestqt.qtbot import QtBot
from shiboken6 import isValid, ownedByPython

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.domain.words import Step
from needlechart.editing.open_visit import OpenVisit
from needlechart.settings import read_look
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.theme import Theme
from tests import factories
from tests.driving import find, press, shown, tap, type_into, until
from tests.store.conftest import new_store
from tests.windows import unlocked

OURS = ("needlechart.ui", "needlechart.editing", "needlechart.app", "PySide6")
LIVING = (QObject, QGraphicsItem, QLayoutItem, QRunnable)


def living_in_cycles() -> list[str]:
    """Names of the Qt objects that a collection would destroy now; nothing is destroyed."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
        return sorted(
            type(one).__name__
            for one in gc.garbage
            if isinstance(one, LIVING) and isValid(one) and ownedByPython(one)
        )
    finally:
        gc.set_debug(0)
        gc.garbage.clear()


def test_the_look_at_cycles_sees_a_living_object(qapp: QApplication) -> None:
    gc.collect()
    one = QObject()
    one.itself = one  # type: ignore[attr-defined]
    del one

    assert living_in_cycles() == ["QObject"]
    gc.collect()


def charted(qtbot: QtBot, session: Session, taps: int) -> None:
    """A draft is open on the board, and the last taps are still on their way to the disk."""
    assert session.desk is not None
    opened: list[OpenVisit] = []
    session.desk.start_visit(factories.PATIENT, opened.append)
    until(qtbot, lambda: bool(opened))
    (visit,) = opened
    session.window.nav.show_visit(visit)
    until(qtbot, lambda: shown(session.window, "board"))
    held = Event()
    session.database.call(held.wait)
    for number in range(taps):
        visit.put(factories.point(visit_id=visit.visit.id, number=number + 1, x=float(number)), "placed")
    assert visit.queue.waiting
    held.set()


def day(qapp: QApplication, qtbot: QtBot, folder: Path, way: str) -> None:
    """A window from its opening to its end."""
    session = open_session(qapp, Theme.current(), folder, read_look(folder))
    session.window.activateWindow()
    until(qtbot, session.window.isActiveWindow)
    unlocked(qtbot, session)
    for taps in (1, 3):
        charted(qtbot, session, taps)
        if way == "lock":
            press(session.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
            unlocked(qtbot, session)
    session.window.lock()
    session.end()
    session.window.deleteLater()


@pytest.mark.parametrize("way", ["lock", "end"])
def test_visits_that_were_open_leave_nothing_living_in_cycles(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    folder = tmp_path / "chart"
    with new_store(folder) as store:
        store.put(factories.patient(), factories.episode())
    living_in_cycles()

    day(qapp, qtbot, folder, way)
    qapp.processEvents()

    assert living_in_cycles() == []


def ours() -> Counter[str]:
    """How many things of the program and of Qt there are in Python, by type; what is to go is gone."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()
    kinds = (type(one) for one in gc.get_objects())
    return Counter(
        f"{kind.__module__}.{kind.__qualname__}"
        for kind in kinds
        if str(kind.__module__).startswith(
            ("needlechart.ui", "needlechart.editing", "needlechart.app", "PySide6")
        )
    )


class Walker:
    """Goes through the program's screens; each way ends when what it leads to is shown and drawn."""

    def __init__(self, qtbot: QtBot, session: Session) -> None:
        self._qtbot = qtbot
        self.session = session
        self.window = session.window

    def comes(self, name: str) -> None:
        until(self._qtbot, lambda: shown(self.window, name))
        QApplication.processEvents()

    def home(self) -> None:
        self.window.go_to_search()
        self.comes(f"patient_{factories.PATIENT}")

    def patient(self) -> None:
        nav = self.window.nav
        nav.show_patient(factories.PATIENT)
        self.comes("patient")
        until(self._qtbot, lambda: nav.patient is not None and nav.patient._chart is not None)

    def open(self) -> None:
        self.window.nav.open_visit(factories.VISIT)
        self.comes("board")

    def step(self, step: Step) -> None:
        board = self.window.nav.board
        assert board is not None
        board.show_step(step)
        self.comes(f"step_{step.value}")

    def views(self) -> None:
        self.step(Step.NEEDLING)
        for name in ("view_front", "view_back", "view_right", "view_left", "view_pelvic_floor", "view_front"):
            tap(find(self.window, name))
            QApplication.processEvents()

    def tap_and_take_back(self) -> None:
        """A mark on the map, moved by an arrow key, then both taken back: items come and go."""
        board = self.window.nav.board
        assert board is not None
        assert board.visit is not None
        visit, pane = board.visit, find(board, "map_front", BodyMapView)
        points = len(visit.chart.points)
        place = pane.viewportTransform().map(pane.body_scene.frame.to_scene(-60.0, 560.0))
        QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=place.toPoint())
        until(self._qtbot, lambda: len(visit.chart.points) == points + 1)
        self.window.undo()
        until(self._qtbot, lambda: len(visit.chart.points) == points and not visit.queue.waiting)

    def leave(self) -> None:
        board = self.window.nav.board
        assert board is not None
        visit = board.visit
        assert visit is not None
        until(self._qtbot, lambda: not visit.queue.waiting)
        board.leave()
        if board.visit is not None:  # with needles in it asks first
            board.leave()
        self.comes("patient")

    def settings(self) -> None:
        self.window.nav.show_settings()
        self.comes("settings_screen")

    def page(self, name: str) -> None:
        self.window.nav.behind_settings.show_page(name)
        QApplication.processEvents()

    def look(self, size: int) -> None:
        self.window.set_look(self.window.look.but(text_size=size))
        QApplication.processEvents()

    def lock(self) -> None:
        press(self.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        self.comes("unlock")

    def unlock(self) -> None:
        screen = next(one for one in self.window.findChildren(UnlockScreen) if one.isVisible())
        type_into(screen.passphrase.edit, factories.PASSPHRASE)
        tap(screen.unlock)
        until(self._qtbot, lambda: self.session.desk is not None and not shown(self.window, "unlock"))

    def end(self) -> None:
        """The window closes; nothing of it is known here any more."""
        if "window" in self.__dict__:
            self.window.lock()
            self.session.end()
            self.window.close()
            self.window.deleteLater()
            del self.window, self.session


@pytest.fixture
def walker(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Walker]:
    """Home is shown, over a chart with a whole visit that is not signed."""
    folder = tmp_path / "chart"
    with new_store(folder) as store:
        store.put(*factories.whole_visit())
    living_in_cycles()
    session = open_session(qapp, Theme.current(), folder, read_look(folder))
    session.window.activateWindow()
    until(qtbot, session.window.isActiveWindow)
    there = Walker(qtbot, session)
    there.comes("unlock")
    there.unlock()
    del session
    yield there
    there.end()


def ways(walker: Walker) -> list[tuple[str, Callable[[], None]]]:
    """A day through every screen."""
    steps = [(step.value, lambda step=step: walker.step(step)) for step in Step]
    pages = [(name, lambda name=name: walker.page(name)) for name in ("audit", "backups", "verify")]
    nav = walker.window.nav
    return [
        ("home", walker.home),
        ("patient", walker.patient),
        ("visit", walker.open),
        *steps,
        ("views", walker.views),
        ("mark", walker.tap_and_take_back),
        ("left", walker.leave),
        ("settings", walker.settings),
        ("content", nav.behind_settings.show_content),
        ("events", nav.behind_settings.show_event_rates),
        *pages,
        ("larger text", lambda: walker.look(112)),
        ("usual text", lambda: walker.look(100)),
        ("visit again", walker.open),
        ("locked", walker.lock),
        ("unlocked", walker.unlock),
    ]


def test_no_screen_of_a_day_leaves_something_living_in_cycles(walker: Walker) -> None:
    for name, way in ways(walker):
        way()
        assert (name, living_in_cycles()) == (name, [])


AGAIN = int(os.environ.get("NEEDLECHART_REPEATS", "3"))
"""How often it is done once it has been done twice; what grows each time is left so often."""


@pytest.mark.parametrize("what", ["visit", "keyboard and lock", "settings and text size"])
def test_doing_it_again_leaves_nothing_behind(walker: Walker, what: str) -> None:
    def once() -> None:
        if what == "visit":
            walker.open()
            for step in Step:
                walker.step(step)
            walker.leave()
        elif what == "keyboard and lock":  # Tab asks everything on the screen whether it is a stop
            walker.open()
            walker.step(Step.NEEDLING)
            press(walker.window, Qt.Key.Key_Tab)
            walker.step(Step.AFTER)
            press(walker.window, Qt.Key.Key_Tab)
            walker.leave()
            walker.lock()
            walker.unlock()
        else:
            walker.settings()
            walker.page("audit")
            walker.look(112)
            walker.look(100)
        walker.home()

    for _ in range(2):
        once()
    before = ours()
    for _ in range(AGAIN):
        once()
    more = ours() - before
    assert {kind: count for kind, count in more.items() if count >= AGAIN} == {}
