"""What a visit leaves behind holds no living Qt object: collecting cycles would destroy it in any order."""

import gc
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid, ownedByPython

from needlechart.app import open_session
from needlechart.app_session import Session
from needlechart.editing.open_visit import OpenVisit
from needlechart.settings import read_look
from needlechart.ui.theme import Theme
from tests import factories
from tests.driving import press, shown, until
from tests.store.conftest import new_store
from tests.windows import unlocked


def living_in_cycles() -> list[str]:
    """Names of the Qt objects that a collection would destroy now; nothing is destroyed."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        gc.collect()
        return sorted(
            type(one).__name__
            for one in gc.garbage
            if isinstance(one, QObject) and isValid(one) and ownedByPython(one)
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
