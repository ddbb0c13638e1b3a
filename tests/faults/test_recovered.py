"""One damaged file, whichever: at the real window the menus alone lead back to every signed note.

``NEEDLECHART_DAMAGE_PLACES`` of 100 and more tries every harm on every file; else one of each.
"""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.app.verify import verify_visit
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.verdict import Finding
from needlechart.domain.words import AuditAction
from needlechart.store.backup import backup
from needlechart.store.files import ANCHOR, BACKUPS, DATABASE, KEYS
from needlechart.store.manifest import backups
from needlechart.ui.screens.restore import RestoreScreen
from needlechart.ui.widgets import Button, StripMessage
from tests import factories
from tests.driving import find, shown, tap, type_into, until, wait_for
from tests.store.conftest import reopened
from tests.windows import Open, signed_chart, unlock_screen, unlocked

FULL = int(os.environ.get("NEEDLECHART_DAMAGE_PLACES", "6")) >= 100
SECOND = "second-visit"
LATE = "charted-after-the-backup"


def flipped(path: Path) -> None:
    """One bit, where opening the chart reads, or in what is wrapped for the therapist."""
    if path.name == KEYS:
        plain = json.loads(path.read_bytes())
        wrapped = plain["clinicians"][0]["wrapped"]
        plain["clinicians"][0]["wrapped"] = ("A" if wrapped[0] != "A" else "B") + wrapped[1:]
        path.write_text(json.dumps(plain), encoding="utf-8")
        return
    data = bytearray(path.read_bytes())
    data[min(4096 + 55, len(data) // 2)] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    """Without its end."""
    path.write_bytes(path.read_bytes()[: -(path.stat().st_size // 3)])


def emptied(path: Path) -> None:
    """Nothing in it."""
    path.write_bytes(b"")


def gone(path: Path) -> None:
    """Not there."""
    path.unlink()


FILES = (DATABASE, KEYS, ANCHOR, BACKUPS)
HARMS = (flipped, cut, emptied, gone)
CASES = [(name, harm) for name in FILES for harm in (HARMS if FULL else HARMS[:1])]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chart with two signed visits, a backup after each, and a patient who came after both."""
    folder = tmp_path_factory.mktemp("kept") / "chart"
    with signed_chart(folder) as store:
        backup(store)
        store.put(factories.visit(id=SECOND, number=2), factories.point(visit_id=SECOND))
        store.sign_visit(SECOND)
        backup(store)
        store.put(factories.patient(id=LATE, record_number="late"))
    return folder


def notes(session: Session) -> list[Finding]:
    """What becomes of each signed note when it is verified."""
    asked = session.database.submit(
        lambda store: [verify_visit(store, one).finding for one in (factories.VISIT, SECOND)]
    )
    return list(asked.result())


def restored(qtbot: QtBot, session: Session) -> None:
    """The backup that stands chosen on the restore page, put in place; then unlocked."""
    page = wait_for(qtbot, session.window, "restore", RestoreScreen)
    type_into(page.passphrase.edit, factories.PASSPHRASE)
    tap(page.compare)
    until(qtbot, page.act.isVisible)
    tap(page.act)
    tap(wait_for(qtbot, session.window, "destructive_answer", Button))
    until(qtbot, lambda: shown(session.window, "unlock"))


def led_out(qtbot: QtBot, session: Session, name: str) -> None:
    """As a person who reads what is offered, and takes the first way out."""
    if name == DATABASE and not shown(session.window, "trouble"):
        screen = unlock_screen(session)
        type_into(screen.passphrase.edit, factories.PASSPHRASE)
        tap(screen.unlock)
    if name in (DATABASE, KEYS):
        strip = wait_for(qtbot, session.window, "trouble", StripMessage)
        until(qtbot, lambda: bool(strip.cause.text()))
        tap(strip.button("restore_now" if name == DATABASE else "take_keys"))
    if name == DATABASE:
        restored(qtbot, session)
    elif name == KEYS:
        until(qtbot, lambda: "are in place" in unlock_screen(session).told.cause.text())
    unlocked(qtbot, session)


@pytest.mark.parametrize(("name", "harm"), CASES)
def test_every_signed_note_is_there_again_by_the_menus_alone(
    qtbot: QtBot, start: Open, kept: Path, tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    chart = tmp_path / "chart"
    shutil.copytree(kept, chart)
    newest = backups(chart)[0].folder / DATABASE
    harm(newest if name == BACKUPS else chart / name)
    session = start(chart)
    session.database.call(lambda: None).result()  # behind the look at the files
    QApplication.processEvents()

    led_out(qtbot, session, name)

    assert notes(session) == [Finding.GENUINE, Finding.GENUINE]
    late = session.database.submit(lambda store: store.get(Patient, LATE)).result()
    assert (late is None) == (name == DATABASE)  # what came after the backup is lost with the chart alone


def test_an_older_chart_that_was_put_back_is_refused_and_opened_on_purpose(
    qtbot: QtBot, start: Open, kept: Path, tmp_path: Path
) -> None:
    chart = tmp_path / "chart"
    shutil.copytree(kept, chart)
    older = (chart / DATABASE).read_bytes()
    with reopened(chart) as store:
        store.put(factories.patient(id="newest", record_number="newest"))
    (chart / DATABASE).write_bytes(older)

    session = start(chart)
    screen = unlock_screen(session)
    type_into(screen.passphrase.edit, factories.PASSPHRASE)
    assert not screen.older.isVisible()
    tap(screen.unlock)
    until(qtbot, screen.older.isVisible)
    assert "3 entries are missing" in screen.error.title.text()
    assert (chart / DATABASE).read_bytes() == older
    assert find(session.window, screen.restore.objectName(), Button).isEnabled()

    tap(screen.older)
    until(qtbot, lambda: shown(session.window, "home"))
    notice = wait_for(qtbot, session.window, "notice_opening", StripMessage)
    assert "An older copy of the chart was accepted" in notice.cause.text()
    assert notes(session) == [Finding.GENUINE, Finding.GENUINE]
    asked = session.database.submit(lambda store: store.select(AuditEntry, action=AuditAction.RESTORED))
    assert [one.detail for one in asked.result()] == ["an older copy was put back and accepted"]
