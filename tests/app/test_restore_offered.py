"""What the list of backups at the locked window offers, whole or not, and what the recovery sheet opens."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.seal import Seal
from needlechart.domain.words import AuditAction
from needlechart.store.backup import backup
from needlechart.store.files import BACKUPS
from needlechart.store.manifest import read_manifest
from needlechart.store.recovery import RecoveryKey
from needlechart.store.store import Store
from needlechart.ui.screens.restore import RestoreScreen
from tests import factories
from tests.driving import find, shown, tap, type_into, until, wait_for
from tests.store.conftest import CHEAP
from tests.store.harmed import LISTED, bytes_of
from tests.windows import Open, unlock_screen, unlocked

OTHER = "granite orchard 7 violet kites"


@pytest.fixture
def sheet(tmp_path: Path) -> RecoveryKey:
    """The sheet of a chart in ``chart`` with a signed visit, a backup, and a patient who came after it."""
    store, key = Store.create(
        tmp_path / "chart", factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=CHEAP
    )
    with store:
        store.put(*factories.whole_visit())
        store.sign_visit(factories.VISIT)
        backup(store)
        store.put(factories.patient(id="later", record_number="later"))
    return key


@pytest.fixture
def chart(sheet: RecoveryKey, tmp_path: Path) -> Path:
    return tmp_path / "chart"


def restoring(qtbot: QtBot, session: Session, words: str) -> RestoreScreen:
    tap(unlock_screen(session).restore)
    page = wait_for(qtbot, session.window, "restore", RestoreScreen)
    type_into(page.passphrase.edit, words)
    return page


def put_back(qtbot: QtBot, session: Session, page: RestoreScreen) -> None:
    """See what would be lost, then restore."""
    tap(page.compare)
    until(qtbot, page.act.isVisible)
    tap(page.act)
    tap(wait_for(qtbot, session.window, "destructive_answer"))
    until(qtbot, lambda: shown(session.window, "unlock"))


def test_of_all_that_the_list_offers_only_what_is_whole_comes_back(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    (whole,) = (chart / BACKUPS).iterdir()
    kinds = {}
    for number, (kind, harm) in enumerate(LISTED.items()):
        copy = chart / BACKUPS / f"harmed-{number}"
        shutil.copytree(whole, copy)
        info = read_manifest(copy)
        assert info is not None
        harm(replace(info, folder=copy))
        kinds[str(copy)] = kind
    before = bytes_of(chart)
    session = start(chart)
    page = restoring(qtbot, session, factories.PASSPHRASE)
    tap(page.more)
    assert set(page._rows) == {*kinds, str(whole)}

    for folder, kind in kinds.items():
        tap(page.backups.chip(folder))
        tap(page.compare)
        until(qtbot, page.error.isVisible)
        expected = "newer version" if kind == "a newer form" else "This backup is not whole."
        assert expected in page.error.title.text(), kind
        assert not page.act.isVisible(), kind
        assert bytes_of(chart) == before, kind

    tap(page.backups.chip(str(whole)))
    put_back(qtbot, session, page)
    unlocked(qtbot, session)
    assert session.database.submit(lambda store: store.get(Patient, "later")).result() is None


def test_the_recovery_sheet_restores_a_backup_on_a_new_laptop_and_then_gives_a_passphrase(
    qtbot: QtBot,
    start: Open,
    chart: Path,
    sheet: RecoveryKey,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The laptop is gone and nobody knows a passphrase; a stick and the sheet in the safe are left."""
    new = tmp_path / "new laptop"
    stick = tmp_path / "stick"
    shutil.copytree(chart / BACKUPS, stick)
    (copy,) = stick.iterdir()
    session = start(new)
    tap(wait_for(qtbot, session.window, "restore_instead"))
    page = wait_for(qtbot, session.window, "restore", RestoreScreen)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(copy))
    tap(find(session.window, "restore_elsewhere"))

    wrong = sheet.text[:-1] + ("0" if sheet.text[-1] != "0" else "1")
    type_into(page.passphrase.edit, wrong)
    tap(page.compare)
    until(qtbot, page.error.isVisible)
    assert page.error.title.text() == "A character of the recovery key is mistyped."
    type_into(page.passphrase.edit, sheet.text)
    put_back(qtbot, session, page)

    screen = unlock_screen(session)
    tap(screen.recover)
    form = screen.recovery
    type_into(form.key, sheet.text)
    type_into(form.new.first.edit, OTHER)
    type_into(form.new.again.edit, OTHER)
    tap(form.go)
    until(qtbot, lambda: shown(session.window, "home"))
    seals = session.database.submit(lambda store: store.select(Seal)).result()
    assert factories.VISIT in {one.subject_id for one in seals}
    (told,) = session.database.submit(
        lambda store: store.select(AuditEntry, action=AuditAction.RESTORED)
    ).result()
    assert told.detail.endswith("with the recovery key")
