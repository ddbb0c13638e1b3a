"""A damaged chart at the real window: what is wrong is said in words, and menus alone lead out of it."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.seal import Seal
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction
from needlechart.store.backup import backup
from needlechart.store.files import ANCHOR, BACKUPS, DATABASE, KEYS
from needlechart.store.store import Store
from needlechart.ui.screens.restore import RestoreScreen
from needlechart.ui.screens.setup import SetupScreen
from needlechart.ui.widgets import Button, StripMessage, Text
from tests import factories
from tests.driving import find, shown, tap, type_into, until, wait_for
from tests.windows import Open, signed_chart, unlock_screen, unlocked

LATE = "charted-after-the-backup"


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """A chart with a signed visit, a backup, and a patient who came after it."""
    folder = tmp_path / "chart"
    with signed_chart(folder) as store:
        backup(store)
        store.put(factories.patient(id=LATE, record_number="late"))
    return folder


def trouble(qtbot: QtBot, session: Session) -> StripMessage:
    strip = wait_for(qtbot, session.window, "trouble", StripMessage)
    until(qtbot, lambda: bool(strip.cause.text()))
    return strip


def act(strip: StripMessage, action: str) -> None:
    tap(strip.button(action))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def restored(qtbot: QtBot, session: Session, loss: str | None = None) -> None:
    """On the restore page: the newest backup is chosen; see what would be lost, restore, unlock."""
    page = wait_for(qtbot, session.window, "restore", RestoreScreen)
    type_into(page.passphrase.edit, factories.PASSPHRASE)
    tap(page.compare)
    until(qtbot, page.act.isVisible)
    assert loss is None or loss in find(page, "loss").findChildren(StripMessage)[0].accessibleName()
    tap(page.act)
    tap(wait_for(qtbot, session.window, "destructive_answer", Button))
    until(qtbot, lambda: shown(session.window, "unlock"))
    unlocked(qtbot, session)


def stored(session: Session, kind: type) -> list[Any]:
    return list(session.database.submit(lambda store: store.select(kind)).result())


def test_a_chart_that_was_cut_off_is_told_before_anybody_types_and_restored_by_menus(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    cut(chart / DATABASE)
    session = start(chart)
    strip = trouble(qtbot, session)
    assert strip.cause.text() == "The chart file was cut off"
    assert "The chart was last in order" in strip.safe.text()
    assert "1 visit" in strip.safe.text()
    assert strip.button("restore_now").text().startswith("Restore the backup of")

    act(strip, "restore_now")
    restored(qtbot, session, "At least 1 other change would be lost")
    assert factories.VISIT in {one.subject_id for one in stored(session, Seal)}
    assert LATE not in {one.id for one in stored(session, Patient)}


def test_what_can_be_read_opens_read_only_and_says_so_and_the_damaged_file_is_not_touched(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    cut(chart / DATABASE)
    before = hashlib.sha256((chart / DATABASE).read_bytes()).digest()
    session = start(chart)
    screen = unlock_screen(session)
    strip = trouble(qtbot, session)

    act(strip, "open_readable")
    assert screen.error.title.text() == "Type your passphrase first"
    type_into(screen.passphrase.edit, factories.PASSPHRASE)
    act(strip, "open_readable")
    until(qtbot, lambda: shown(session.window, "home"))

    notice = wait_for(qtbot, session.window, "notice_opening", StripMessage)
    assert (
        notice.cause.text()
        == "Part of the chart file cannot be read. This is what can: to read, not to chart in."
    )
    assert "The chart file was not changed." in notice.safe.text()
    assert find(session.window, "new_patient", Button).why_not
    until(qtbot, lambda: bool(find(session.window, "backup_now", Button).why_not))
    said = find(session.window, "backup_words", Text).text()
    assert said.startswith("For reading only, not backed up. Backup ")
    assert factories.VISIT in {one.id for one in stored(session, Visit)}
    told = [one.detail for one in stored(session, AuditEntry) if one.action is AuditAction.UNLOCKED]
    assert told[-1] == "what can be read of a damaged chart"

    session.window.lock()
    until(qtbot, lambda: shown(session.window, "unlock"))
    trouble(qtbot, session)
    assert hashlib.sha256((chart / DATABASE).read_bytes()).digest() == before


def test_a_wrong_passphrase_opens_nothing_read_only_and_waits(qtbot: QtBot, start: Open, chart: Path) -> None:
    cut(chart / DATABASE)
    session = start(chart)
    screen, strip = unlock_screen(session), trouble(qtbot, session)
    type_into(screen.passphrase.edit, "something else altogether")
    act(strip, "open_readable")
    until(qtbot, lambda: screen.wait > 0)
    assert not list((chart / BACKUPS).glob("readable-*"))


@pytest.mark.parametrize("harm", ["cut", "missing"])
def test_the_keys_of_a_backup_open_the_newest_state(
    qtbot: QtBot, start: Open, chart: Path, harm: str
) -> None:
    if harm == "cut":
        cut(chart / KEYS)
    else:
        (chart / KEYS).unlink()
    session = start(chart)
    assert not [one for one in session.window.findChildren(SetupScreen) if one.isVisible()]
    strip = trouble(qtbot, session)
    words = {"cut": "The key file chart.keys is damaged", "missing": "The key file chart.keys is missing"}
    assert strip.cause.text() == words[harm]
    assert not unlock_screen(session).passphrase.isVisible()

    act(strip, "take_keys")
    until(qtbot, lambda: "are in place" in unlock_screen(session).told.cause.text())
    unlocked(qtbot, session)
    assert LATE in {one.id for one in stored(session, Patient)}
    kept = list((chart / BACKUPS).glob("replaced-*/chart.keys"))
    assert len(kept) == (1 if harm == "cut" else 0)


def test_a_missing_chart_file_is_restored_by_menus(qtbot: QtBot, start: Open, chart: Path) -> None:
    (chart / DATABASE).unlink()
    session = start(chart)
    strip = trouble(qtbot, session)
    assert strip.cause.text() == "The chart file chart.ncdb is missing"
    act(strip, "restore_now")
    restored(qtbot, session)
    assert factories.VISIT in {one.subject_id for one in stored(session, Seal)}


def test_damage_met_at_opening_is_told_with_the_ways_out(qtbot: QtBot, start: Open, chart: Path) -> None:
    data = bytearray((chart / DATABASE).read_bytes())
    data[4096 + 55] ^= 1
    (chart / DATABASE).write_bytes(data)
    session = start(chart)
    screen = unlock_screen(session)
    type_into(screen.passphrase.edit, factories.PASSPHRASE)
    tap(screen.unlock)
    strip = trouble(qtbot, session)
    assert strip.cause.text() == "The chart file is damaged"
    act(strip, "restore_now")
    restored(qtbot, session)
    assert factories.VISIT in {one.subject_id for one in stored(session, Seal)}


def test_a_damaged_anchor_is_told_and_nothing_is_lost(qtbot: QtBot, start: Open, chart: Path) -> None:
    cut_to = (chart / ANCHOR).read_bytes()[:20]
    (chart / ANCHOR).write_bytes(cut_to)
    session = start(chart)
    unlocked(qtbot, session)
    notice = wait_for(qtbot, session.window, "notice_opening", StripMessage)
    assert "missing or was changed" in notice.cause.text()
    assert factories.VISIT in {one.subject_id for one in stored(session, Seal)}


def test_a_damaged_newest_backup_is_refused_and_an_older_one_restores(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    with Store.open(chart, factories.CLINICIAN, factories.PASSPHRASE) as store:
        newest = backup(store)
    cut(newest.folder / DATABASE)
    cut(chart / DATABASE)
    session = start(chart)
    act(trouble(qtbot, session), "restore_now")
    page = wait_for(qtbot, session.window, "restore", RestoreScreen)
    type_into(page.passphrase.edit, factories.PASSPHRASE)
    tap(page.compare)
    until(qtbot, page.error.isVisible)
    assert page.error.title.text() == "This backup is not whole."
    older = next(key for key in page._rows if key != str(newest.folder))
    tap(page.backups.chip(older))
    restored(qtbot, session)
    assert factories.VISIT in {one.subject_id for one in stored(session, Seal)}


def test_the_files_are_saved_as_they_are(
    qtbot: QtBot, start: Open, chart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut(chart / DATABASE)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    session = start(chart)
    act(trouble(qtbot, session), "save_as_is")
    until(
        qtbot, lambda: unlock_screen(session).told.cause.text().startswith("Saved as needlechart-as-it-is-")
    )
    (made,) = stick.iterdir()
    assert (made / DATABASE).read_bytes() == (chart / DATABASE).read_bytes()
    assert (made / KEYS).read_bytes() == (chart / KEYS).read_bytes()
    assert made.stat().st_mode & 0o077 == 0


def test_a_sound_chart_shows_no_trouble_before_and_after_a_lock(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    session = start(chart)
    unlocked(qtbot, session)
    session.window.lock()
    until(qtbot, lambda: shown(session.window, "unlock"))
    session.database.call(lambda: None).result()
    qtbot.waitUntil(lambda: bool(session.window.findChildren(Text)))
    unlocked(qtbot, session)
    assert not shown(session.window, "trouble")
