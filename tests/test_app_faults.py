"""A fault in the program is said in a line and written down without a word of a patient; work goes on."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.app import open_session
from needlechart.app_faults import LOG, LONGEST_LOG, MOST_OF_ONE, Faults
from needlechart.app_session import Session
from needlechart.domain.patient import Patient
from needlechart.settings import read_look
from needlechart.ui.theme import Theme
from tests import factories
from tests.driving import find, shown, tap, until
from tests.store.conftest import new_store
from tests.windows import unlocked

SECRET = "Zq007xw"


def failing(secret: str = SECRET) -> None:
    """As a slot may fail: with what somebody typed in its text and in its variables."""
    typed = f"note of {secret}"
    try:
        raise KeyError(typed)
    except KeyError as first:
        raise ValueError(f"cannot take {typed!r}") from first


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with new_store(tmp_path / "chart") as store:
        store.put(factories.patient(), factories.episode())
    return tmp_path / "chart"


@pytest.fixture
def session(qapp: QApplication, qtbot: QtBot, folder: Path) -> Iterator[Session]:
    """Home is shown, and faults are taken as in the program."""
    session = open_session(qapp, Theme.current(), folder, read_look(folder))
    qtbot.addWidget(session.window)
    session.window.activateWindow()
    until(qtbot, session.window.isActiveWindow)
    unlocked(qtbot, session)
    faults = Faults(session.window, folder)
    yield session
    faults.end()
    session.window.lock()
    session.end()


def test_a_fault_is_said_and_written_without_what_was_typed_and_work_goes_on(
    qtbot: QtBot, session: Session, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    QTimer.singleShot(0, failing)
    until(qtbot, lambda: shown(session.window, "notice_problem"))

    said = find(session.window, "notice_problem").accessibleName()
    log = (folder / LOG).read_text()
    told = capfd.readouterr()
    place = r"ValueError at test_app_faults\.py:\d+ in failing"
    assert re.search(place, said)
    assert re.search(place, log)
    assert re.search(place, told.err)
    assert SECRET not in said + log + told.err + told.out
    assert (folder / LOG).stat().st_mode & 0o077 == 0

    tap(find(session.window, f"patient_{factories.PATIENT}"))
    until(qtbot, lambda: shown(session.window, "details"))
    assert session.database.submit(lambda store: len(store.select(Patient))).result(60) == 1


def test_a_fault_of_another_thread_is_said_in_the_window(
    qtbot: QtBot, session: Session, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    thread = threading.Thread(target=failing)
    thread.start()
    thread.join()
    until(qtbot, lambda: shown(session.window, "notice_problem"))
    assert SECRET not in (folder / LOG).read_text() + capfd.readouterr().err


def test_a_fault_on_a_screen_without_a_place_for_it_is_said_on_the_next(
    qtbot: QtBot, session: Session, folder: Path
) -> None:
    session.window.lock()
    until(qtbot, lambda: shown(session.window, "unlock"))
    QTimer.singleShot(0, failing)
    until(qtbot, (folder / LOG).exists)
    assert not shown(session.window, "notice_problem")
    unlocked(qtbot, session)
    until(qtbot, lambda: shown(session.window, "notice_problem"))


def test_what_fails_at_every_paint_is_written_a_few_times_only(
    qtbot: QtBot, session: Session, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(20):
        QTimer.singleShot(0, failing)
    until(qtbot, lambda: shown(session.window, "notice_problem"))
    QApplication.processEvents()
    assert (folder / LOG).read_text().count(" ValueError at ") == MOST_OF_ONE


def test_a_long_log_is_begun_anew(
    qtbot: QtBot, session: Session, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / LOG).write_text("x" * (LONGEST_LOG + 1))
    QTimer.singleShot(0, failing)
    until(qtbot, lambda: shown(session.window, "notice_problem"))
    assert (folder / LOG).stat().st_size < 2000
