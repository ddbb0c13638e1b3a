"""The real window on a real folder: opened by a test, ended after it; how one gets in."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.app.session import Session
from needlechart.app.start import open_session
from needlechart.settings import read_look
from needlechart.ui.screens.unlock import UnlockScreen
from needlechart.ui.theme import Theme
from tests import factories
from tests.driving import shown, tap, type_into, until
from tests.store.conftest import signed_chart

__all__ = ["Open", "entrance", "sessions", "signed_chart", "unlock_screen", "unlocked"]

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


def entrance(session: Session, kind: type) -> object:
    """The one screen of this kind that is in sight."""
    found = [one for one in session.window.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def unlock_screen(session: Session) -> UnlockScreen:
    """The screen that asks who is charting."""
    screen = entrance(session, UnlockScreen)
    assert isinstance(screen, UnlockScreen)
    return screen


def unlocked(qtbot: QtBot, session: Session) -> None:
    """Type the passphrase and wait for Home."""
    unlock = unlock_screen(session)
    type_into(unlock.passphrase.edit, factories.PASSPHRASE)
    tap(unlock.unlock)
    until(qtbot, lambda: shown(session.window, "home"))
