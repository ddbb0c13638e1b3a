"""A chart that cannot be written to, at the real window: why, and all of it to read."""

import errno
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.words import AuditAction
from needlechart.store.files import DATABASE
from needlechart.store.viewing import HARMED
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.widgets import Button, StripMessage, Text
from tests import factories
from tests.driving import find, shown, tap, type_into, until, wait_for
from tests.faults.disk import Disk
from tests.store.test_viewing import everything, log_gone, made
from tests.windows import Open, signed_chart, unlock_screen, unlocked

__all__ = ["made"]

LINE = "For reading only. This chart cannot be written to."


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "stick" / "chart"
    signed_chart(folder).close()
    return folder


@pytest.fixture
def outside(chart: Path) -> Path:
    """Where the windows of the tests keep what cannot be kept in the folder."""
    return chart.with_name(f"{chart.name}-outside")


def offered(qtbot: QtBot, screen: UnlockScreen) -> None:
    """Try to unlock as always, and be refused."""
    type_into(screen.passphrase.edit, factories.PASSPHRASE)
    tap(screen.unlock)
    until(qtbot, screen.viewing.isVisible)
    assert "cannot be written to" in screen.error.title.text()
    assert "Allow this user account to write" in screen.error.accessibleName()


def test_it_is_read_by_keyboard_alone_told_in_every_screen_and_charted_in_once_it_can_be_written(
    qtbot: QtBot, start: Open, chart: Path, outside: Path
) -> None:
    before = everything(chart)
    with Disk(chart) as disk:
        disk.fail(error=errno.EROFS)
        session = start(chart)
        screen = unlock_screen(session)
        assert not screen.viewing.isVisible()
        offered(qtbot, screen)
        assert screen.viewing.hasFocus()
        QTest.keyClick(screen.viewing, Qt.Key.Key_Space)
        until(qtbot, lambda: shown(session.window, "home"))

        notice = wait_for(qtbot, session.window, "notice_opening", StripMessage)
        assert notice.cause.text() == LINE
        assert "Lock to leave; the copy on this laptop is then removed." in notice.safe.text()
        line = find(session.window, "reading_line", Text)
        assert line.isVisible()
        assert line.text().startswith(f"{LINE} As of its newest entry of ")
        assert find(session.window, "new_patient", Button).why_not
        until(qtbot, lambda: "can be written to" in find(session.window, "backup_now", Button).why_not)

        session.window.look_changed.emit(session.window.look.but(theme="dark"))  # is not kept there
        nav = session.window.nav
        nav.open_visit(factories.VISIT)
        until(qtbot, lambda: nav.stack.currentWidget() is not nav.home)
        assert line.isVisible()
        copies = [one for one in outside.glob("*/*") if one.is_dir()]
        assert len(copies) == 1

        session.window.lock()
        until(qtbot, lambda: shown(session.window, "unlock"))
        assert not line.isVisible()
        session.database.call(lambda: None).result()
        assert not [one for one in outside.glob("*/*") if one.is_dir()]
        disk.mend()
    assert everything(chart) == before

    unlocked(qtbot, session)  # as always
    assert not shown(session.window, "reading_line")
    assert not find(session.window, "new_patient", Button).why_not
    log = session.database.submit(lambda store: store.select(AuditEntry)).result()
    told = [one for one in log if "in a copy for reading" in one.detail]
    assert {one.clinician_id for one in told} == {factories.CLINICIAN}
    assert [one.action for one in told][:2] == [AuditAction.READ, AuditAction.READ]
    assert factories.PATIENT in {one.patient_id for one in told}
    assert not list(outside.glob("*/*"))


def test_a_wrong_passphrase_waits_longer_in_the_next_window_too_and_nothing_is_copied(
    qtbot: QtBot, start: Open, chart: Path, outside: Path
) -> None:
    with Disk(chart) as disk:
        disk.fail(error=errno.EROFS)
        session = start(chart)
        screen = unlock_screen(session)
        offered(qtbot, screen)
        screen.passphrase.edit.clear()
        tap(screen.viewing)
        assert screen.error.title.text() == "Type your passphrase first"
        for wait in (1, 2):
            until(qtbot, lambda: screen.wait == 0)
            type_into(screen.passphrase.edit, "something else altogether")
            tap(screen.unlock)
            until(qtbot, lambda wait=wait: screen.wait == wait)
        assert not screen.viewing.isVisible()
        session.end()
        again = start(chart)
        type_into(unlock_screen(again).passphrase.edit, "something else altogether")
        tap(unlock_screen(again).unlock)
        until(qtbot, lambda: unlock_screen(again).wait > 0)
        assert not [one for one in outside.glob("*/*") if one.is_dir()]
        disk.mend()


def test_one_that_is_older_than_it_was_is_read_once_that_is_accepted(
    qtbot: QtBot, start: Open, made: Path, tmp_path: Path
) -> None:
    chart = Path(shutil.copytree(made, tmp_path / "chart"))
    log_gone(chart)
    with Disk(chart) as disk:
        disk.fail(error=errno.EROFS)
        session = start(chart)
        screen = unlock_screen(session)
        offered(qtbot, screen)
        tap(screen.viewing)
        until(qtbot, screen.older.isVisible)
        assert "older than it was when last closed" in screen.error.title.text()
        tap(screen.older)
        until(qtbot, lambda: shown(session.window, "home"))
        notice = wait_for(qtbot, session.window, "notice_opening", StripMessage)
        assert "An older copy of the chart was accepted" in notice.accessibleName()
        assert session.database.submit(lambda store: len(store.select(Patient))).result() == 1
        disk.mend()


def test_one_that_is_damaged_too_opens_as_far_as_it_can_be_read(
    qtbot: QtBot, start: Open, chart: Path, outside: Path
) -> None:
    data = bytearray((chart / DATABASE).read_bytes())
    data[5 * 4096 + 100] ^= 1
    (chart / DATABASE).write_bytes(data)
    before = everything(chart)
    with Disk(chart) as disk:
        disk.fail(error=errno.EROFS)
        session = start(chart)
        screen = unlock_screen(session)
        offered(qtbot, screen)
        tap(screen.viewing)
        strip = wait_for(qtbot, session.window, "trouble", StripMessage)
        assert strip.cause.text() == "The chart file is damaged"
        assert not screen.told.isVisible()  # how far it was copied
        tap(strip.button("open_readable"))
        until(qtbot, lambda: shown(session.window, "home"))
        assert find(session.window, "reading_line", Text).text() == HARMED
        session.window.lock()
        session.database.call(lambda: None).result()
        assert not [one for one in outside.glob("*/*") if one.is_dir()]
        disk.mend()
    assert everything(chart) == before


def test_a_copy_that_a_killed_window_left_is_gone_at_the_next_start(
    qtbot: QtBot, start: Open, chart: Path, outside: Path
) -> None:
    left = outside / "of some chart" / "reading-2026-01-01T000000000000Z"
    left.mkdir(parents=True)
    (left / DATABASE).write_bytes(bytes(range(256)) * 16)
    start(chart)
    until(qtbot, lambda: not left.exists())


def test_a_file_that_cannot_even_be_read_offers_nothing_to_read(
    qtbot: QtBot, start: Open, chart: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = start(chart)
    screen = unlock_screen(session)
    real = Path.open

    def refused(path: Path, *how: object, **more: object) -> object:
        if path == chart / DATABASE:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, *how, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    type_into(screen.passphrase.edit, factories.PASSPHRASE)
    tap(screen.unlock)
    until(qtbot, lambda: "cannot be read by this user account" in screen.error.title.text())
    assert not screen.viewing.isVisible()
