"""A chart that another window holds, at the real window: who holds it, and its newest backup to read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.domain.patient import Patient
from needlechart.domain.words import AuditAction
from needlechart.store.elsewhere import NO_BACKUP
from needlechart.store.files import BACKUPS
from needlechart.store.standing import keep_standing, read_standing
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.widgets import Button, StripMessage, Text
from tests import factories
from tests.driving import find, shown, tap, type_into, until, wait_for
from tests.store.holder import Holder, pair_of
from tests.store.test_elsewhere import read_entries_of
from tests.windows import Open, signed_chart, unlock_screen, unlocked

DRAFT = "draft-of-the-other-window"


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "chart"
    with signed_chart(folder) as store:
        store.put(factories.visit(id=DRAFT, number=2))
    return folder


@pytest.fixture
def holder(chart: Path) -> Iterator[Holder]:
    other = Holder(chart)
    yield other
    other.end()


def told_of_the_other(qtbot: QtBot, session: Session) -> UnlockScreen:
    """The passphrase is typed, and the screen says that another window has the chart open."""
    screen = unlock_screen(session)
    type_into(screen.passphrase.edit, factories.PASSPHRASE)
    tap(screen.unlock)
    until(qtbot, screen.elsewhere.isVisible)
    return screen


def test_the_newest_backup_is_read_by_keyboard_alone_and_told_in_every_screen_until_the_lock(
    qtbot: QtBot, start: Open, chart: Path, holder: Holder
) -> None:
    holder.do("put 0")
    holder.do("backup")
    holder.do("put 1")  # since then: not shown
    keep_standing(chart, factories.CLINICIAN, DRAFT)
    session = start(chart)
    screen = unlock_screen(session)
    assert not screen.elsewhere.isVisible()
    told_of_the_other(qtbot, session)
    assert screen.error.title.text().startswith(
        "The chart is open in another window by Mara Velasquez since "
    )
    assert screen.elsewhere.hasFocus()
    QTest.keyClick(screen.elsewhere, Qt.Key.Key_Space)
    until(qtbot, lambda: shown(session.window, "home"))

    notice = wait_for(qtbot, session.window, "notice_opening", StripMessage)
    assert notice.cause.text().startswith("For reading only. The chart is open in another window by Mara")
    line = find(session.window, "reading_line", Text)
    assert line.text().startswith("For reading only. As in the backup of ")
    assert line.text().endswith("; changes made since in the other window are not shown.")
    assert line.isVisible()
    assert line.text().removeprefix("For reading only. ") in notice.safe.text()
    assert find(session.window, "new_patient", Button).why_not
    until(qtbot, lambda: "other" not in find(session.window, "backup_now", Button).why_not)
    until(
        qtbot, lambda: "window that has the chart open" in find(session.window, "backup_now", Button).why_not
    )
    stored = session.database.submit(lambda store: {one.id for one in store.select(Patient)}).result()
    assert set(pair_of(0)) <= stored
    assert not set(pair_of(1)) & stored

    nav = session.window.nav
    nav.open_visit(DRAFT)
    until(qtbot, lambda: nav.board is not None and nav.stack.currentWidget() is nav.board)
    assert line.isVisible()
    assert nav.board is not None
    assert nav.board.visit is not None
    assert nav.board.visit.closed
    nav.go_home()
    until(qtbot, lambda: shown(session.window, "home"))

    session.window.lock()
    until(qtbot, lambda: shown(session.window, "unlock"))
    assert not line.isVisible()
    session.database.call(lambda: None).result()
    assert not [one for one in (chart / BACKUPS).glob("reading-*") if one.is_dir()]
    assert read_standing(chart, factories.CLINICIAN) == DRAFT
    holder.end()
    unlocked(qtbot, session)  # the other window is closed: to chart again
    assert not shown(session.window, "reading_line")
    assert not find(session.window, "new_patient", Button).why_not
    session.window.lock()
    session.database.call(lambda: None).result()
    assert read_entries_of(chart)[0].action is AuditAction.READ


def test_a_wrong_passphrase_waits_as_always_and_nothing_is_offered_or_copied(
    qtbot: QtBot, start: Open, chart: Path, holder: Holder
) -> None:
    session = start(chart)
    screen = told_of_the_other(qtbot, session)
    screen.passphrase.edit.clear()
    tap(screen.elsewhere)
    assert screen.error.title.text() == "Type your passphrase first"
    type_into(screen.passphrase.edit, "something else altogether")
    tap(screen.elsewhere)
    until(qtbot, lambda: screen.wait > 0)
    assert not screen.elsewhere.isVisible()
    assert not list((chart / BACKUPS).glob("reading-*"))


def test_without_a_whole_backup_it_says_so_and_what_to_do(
    qtbot: QtBot, start: Open, chart: Path, holder: Holder
) -> None:
    session = start(chart)
    screen = told_of_the_other(qtbot, session)
    tap(screen.elsewhere)
    until(qtbot, lambda: NO_BACKUP in screen.error.accessibleName())
    assert session.desk is None
    assert not list((chart / BACKUPS).glob("reading-*"))
