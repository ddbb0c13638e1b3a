"""The real window on a real folder: opened by a test, ended after it; how one gets in."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.app import open_session
from needlechart.app_session import Session
from needlechart.settings import read_look
from needlechart.store.store import Store
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.theme import Theme
from tests import factories
from tests.driving import shown, tap, type_into, until
from tests.store.conftest import new_store

Open = Callable[[Path], Session]
"""Opens the window on a folder, whatever there is in it."""


def sessions(qapp: QApplication, qtbot: QtBot) -> Iterator[Open]:
    """For a fixture: gives what opens windows, and ends them all afterwards."""
    opened: list[Session] = []

    def begin(folder: Path) -> Session:
        session = open_session(qapp, Theme.current(), folder, read_look(folder))
        opened.append(session)
        qtbot.addWidget(session.window)
        session.window.activateWindow()
        until(qtbot, session.window.isActiveWindow)
        return session

    yield begin
    for session in opened:
        session.end()


def signed_chart(folder: Path) -> Store:
    """A new chart, still open, in which one whole visit is signed."""
    store = new_store(folder)
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    return store


def entrance(session: Session, kind: type) -> object:
    """The one screen of this kind that is in sight."""
    found = [one for one in session.window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def unlocked(qtbot: QtBot, session: Session) -> None:
    """Type the passphrase and wait for Home."""
    unlock = entrance(session, UnlockScreen)
    assert isinstance(unlock, UnlockScreen)
    type_into(unlock.passphrase.edit, factories.PASSPHRASE)
    tap(unlock.unlock)
    until(qtbot, lambda: shown(session.window, "home"))
