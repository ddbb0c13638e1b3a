"""A fault in the program is said in a line and written down without a word of a patient; work goes on."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from needlechart.app import faults as app_faults
from needlechart.app.faults import LOG, LONGEST_LOG, MOST_OF_ONE, Faults
from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.domain.patient import Patient
from needlechart.settings import read_look
from needlechart.store.files import DATABASE
from needlechart.ui.screens.setup import SetupScreen
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.theme import Theme
from tests import factories
from tests.driving import find, shown, tap, type_into, until, wait_for
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
    place = r"ValueError at test_faults\.py:\d+ in failing"
    assert re.search(place, said)
    assert re.search(place, log)
    assert re.search(place, told.err)
    assert SECRET not in said + log + told.err + told.out
    assert (folder / LOG).stat().st_mode & 0o077 == 0

    tap(wait_for(qtbot, session.window, f"patient_{factories.PATIENT}"))
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
    session.window.stack.setCurrentWidget(session.window._cover)
    QTimer.singleShot(0, failing)
    until(qtbot, (folder / LOG).exists)
    assert not shown(session.window, "notice_problem")
    session.window.go_to_search()
    until(qtbot, lambda: shown(session.window, "notice_problem"))


def fault_said(qtbot: QtBot, session: Session, name: str = "fault") -> str:
    """The line about a fault, which is in sight; the next one may come."""
    until(qtbot, lambda: shown(session.window, name))
    line = find(session.window, name)
    until(qtbot, lambda: not line.visibleRegion().isEmpty())
    said: str = line.accessibleName()
    assert re.search(r"ValueError at test_faults\.py:\d+ in failing", said)
    return said


def test_a_fault_while_a_passphrase_is_tried_is_said_there_without_it_and_the_next_try_opens(
    qtbot: QtBot, session: Session, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    session.window.lock()
    until(qtbot, lambda: shown(session.window, "unlock"))
    screen = find(session.window, "unlock", UnlockScreen)
    screen.unlock_requested.disconnect()
    screen.unlock_requested.connect(lambda who, typed: failing(typed))
    type_into(screen.passphrase.edit, factories.PASSPHRASE)
    tap(screen.unlock)
    said = fault_said(qtbot, session)
    assert not screen.unlock.why_not

    told = capfd.readouterr()
    assert factories.PASSPHRASE not in said + (folder / LOG).read_text() + told.err + told.out
    session.entrance.show()
    unlocked(qtbot, session)
    assert not shown(session.window, "fault")


@pytest.fixture
def first_run(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """The window on a folder in which nothing is."""
    (tmp_path / "new").mkdir()
    session = open_session(qapp, Theme.current(), tmp_path / "new", read_look(tmp_path / "new"))
    qtbot.addWidget(session.window)
    session.window.activateWindow()
    until(qtbot, session.window.isActiveWindow)
    faults = Faults(session.window, tmp_path / "new")
    yield session
    faults.end()
    session.end()


def test_a_fault_on_each_page_of_the_set_up_is_said_there_and_the_charts_are_made_all_the_same(
    qtbot: QtBot, first_run: Session, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    setup = find(first_run.window, "setup", SetupScreen)
    secrets = ["Clinic of Zq001xw", "Ruth Zq002xw", "granite orchard 7 violet kites"]

    def fail_here() -> None:
        QTimer.singleShot(0, lambda: failing(" ".join(secrets)))
        said = fault_said(qtbot, first_run)
        assert [one for one in secrets if one in said] == []

    type_into(setup.clinic.name, secrets[0])
    fail_here()
    tap(setup.next)
    assert not shown(first_run.window, "fault")
    type_into(setup.clinician.name, secrets[1])
    type_into(setup.clinician.passphrase.first.edit, secrets[2])
    type_into(setup.clinician.passphrase.again.edit, secrets[2])
    fail_here()
    tap(setup.next)
    until(qtbot, lambda: setup.page == 2)
    secrets += setup.sheet._groups
    fail_here()

    told = capfd.readouterr()
    texts = (tmp_path / "new" / LOG).read_text() + told.err + told.out
    assert [one for one in secrets if one in texts] == []
    assert (tmp_path / "new" / DATABASE).exists()


PLACES = ("settings", "content", "event_rates", "audit", "backups", "verify")


def test_a_fault_on_each_page_of_settings_is_said_there_in_sight_each_time_without_what_was_typed(
    qtbot: QtBot,
    session: Session,
    folder: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app_faults, "QUIET_S", 0.0)  # a person does not try again at once
    nav = session.window.nav
    for place in PLACES:
        if place == "settings":
            nav.show_settings()
        elif place in ("content", "event_rates"):
            getattr(nav.behind_settings, f"show_{place}")()
        else:
            nav.behind_settings.show_page(place)
        screen = nav.stack.currentWidget()
        assert screen is not None
        for area in screen.findChildren(QScrollArea):  # where somebody reads at the end of a long page
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        QTimer.singleShot(0, failing)
        said = fault_said(qtbot, session, "notice_problem")
        assert SECRET not in said, place
        tap(find(session.window, "action-dismiss"))
        assert not shown(session.window, "notice_problem"), place
    log, told = (folder / LOG).read_text(), capfd.readouterr()
    assert log.count(" ValueError at ") == MOST_OF_ONE < len(PLACES)
    assert SECRET not in log + told.err + told.out


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
