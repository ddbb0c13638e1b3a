"""Answers that come late at the locked window: something else was chosen, or left, in the meantime."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.domain.record import now
from needlechart.store.manifest import backups
from needlechart.store.places import backup_everywhere
from needlechart.store.problems import NotOpen
from needlechart.store.store import Store
from needlechart.ui.screens.restore import RestoreScreen
from needlechart.ui.screens.unlock import UnlockScreen
from tests import factories
from tests.driving import find, shown, tap, type_into, until
from tests.store.conftest import CHEAP
from tests.windows import Open, entrance


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """A chart with two backups: the older one lacks a visit, the newer one nothing."""
    folder = tmp_path / "chart"
    store, _ = Store.create(folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, CHEAP)
    with store:
        store.put(factories.patient(), factories.episode(), factories.visit(started=now(), entered=now()))
        backup_everywhere(store, "asked")
        store.put(factories.visit(id="later", number=2, started=now(), entered=now()))
        backup_everywhere(store, "asked")
    assert len(backups(folder)) == 2
    return folder


def words(session: Session) -> str:
    return " ".join(one.text() for one in session.window.findChildren(QLabel) if one.isVisible())


def restoring(session: Session) -> RestoreScreen:
    entry = entrance(session, UnlockScreen)
    assert isinstance(entry, UnlockScreen)
    tap(entry.restore)
    page = entrance(session, RestoreScreen)
    assert isinstance(page, RestoreScreen)
    return page


def settle(session: Session) -> None:
    """Everything asked so far is answered, and what was let go is gone."""
    session.database.call(lambda: None).result()
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def test_what_one_backup_lacks_is_not_said_of_another(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = start(chart)
    page = restoring(session)
    type_into(page.passphrase.edit, factories.PASSPHRASE)
    newer, older = (str(one.folder) for one in backups(chart))
    page.backups.set_value(newer)
    page.backups.chosen.emit(newer)
    held = Event()
    session.database.call(held.wait)
    tap(find(session.window, "compare_backup"))
    page.backups.set_value(older)
    page.backups.chosen.emit(older)
    held.set()
    settle(session)

    assert "would be lost" not in words(session)
    assert not page.act.isVisible()
    tap(find(session.window, "compare_backup"))
    until(qtbot, lambda: "1 visit would be lost" in words(session))


def test_a_backup_left_while_it_is_compared_is_answered_to_nobody(
    qtbot: QtBot, start: Open, chart: Path
) -> None:
    session = start(chart)
    page = restoring(session)
    type_into(page.passphrase.edit, factories.PASSPHRASE)
    held = Event()
    session.database.call(held.wait)
    tap(find(session.window, "compare_backup"))
    tap(find(session.window, "restore_back"))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    held.set()
    settle(session)
    assert shown(session.window, "unlock")


def test_nobody_leaves_while_a_backup_is_put_in_place(qtbot: QtBot, start: Open, chart: Path) -> None:
    session = start(chart)
    page = restoring(session)
    type_into(page.passphrase.edit, factories.PASSPHRASE)
    tap(find(session.window, "compare_backup"))
    until(qtbot, page.act.isVisible)
    held = Event()
    session.database.call(held.wait)
    tap(page.act)
    until(qtbot, lambda: shown(session.window, "question"))
    tap(find(session.window, "destructive_answer"))
    assert not page.back.isEnabled()
    held.set()
    until(qtbot, lambda: shown(session.window, "unlock_told"))


@pytest.mark.parametrize("passphrase", [factories.PASSPHRASE, "not the passphrase at all"])
def test_a_passphrase_still_tried_when_a_backup_is_to_be_restored_opens_nothing(
    qtbot: QtBot, start: Open, chart: Path, passphrase: str
) -> None:
    session = start(chart)
    entry = entrance(session, UnlockScreen)
    assert isinstance(entry, UnlockScreen)
    type_into(entry.passphrase.edit, passphrase)
    held = Event()
    session.database.call(held.wait)
    tap(entry.unlock)
    restoring(session)
    held.set()
    settle(session)

    assert shown(session.window, "restore")
    assert session.desk is None
    with pytest.raises(NotOpen):
        session.database.submit(lambda store: store.clinic).result()
