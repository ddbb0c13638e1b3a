"""Puts the parts together and shows the first window. Everything slow is imported after it is painted."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from needlechart.settings import Look, read_look
from needlechart.ui.fonts import start_unpacking
from needlechart.ui.theme import Theme, ThemeChoice

if TYPE_CHECKING:
    from needlechart.app_session import Session


def run(data: Path, *, demo: bool = False) -> int:
    """Open the window on a data folder and stay until it closes; the exit code.

    ``demo`` opens a fictional clinic in a folder of its own below ``data``, made if it is not there.
    """
    fonts = start_unpacking()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("needlechart needs an application with widgets")
    app.setApplicationName("needlechart")
    app.setDesktopFileName("needlechart")
    folder = data / "demo" if demo else data
    look = read_look(folder)
    theme = Theme.install(app, choice=ThemeChoice(look.theme), text_size=look.text_size or 100, fonts=fonts)
    session = open_session(app, theme, folder, look, demo=demo)
    code = app.exec()
    session.end()
    return code


def open_session(
    app: QApplication, theme: Theme, folder: Path, look: Look, *, demo: bool = False
) -> "Session":
    """The window, shown, with the session behind it that unlocks and locks."""
    from needlechart.app_session import Session
    from needlechart.ui.main_window import MainWindow

    window = MainWindow(theme)
    window.look = look
    session = Session(app, window, folder, demo=demo)
    session.begin()
    window.show()
    return session
