"""Puts the parts together and shows the first window. Everything slow is imported after it is painted."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QJsonDocument, QObject, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from needlechart.resources import resource
from needlechart.settings import MARKER, Look, read_look
from needlechart.ui.main_window import MainWindow

SWITCH_S = 0.0005
"""How long a thread keeps the interpreter while another waits for it, in seconds."""

HALF = 0.5
"""A ground darker than this is one of a dark desktop."""

if TYPE_CHECKING:
    from needlechart.app.session import Session
    from needlechart.ui.theme import Theme


def run(data: Path, outside: Path, *, demo: bool = False) -> int:
    """Open the window on a data folder and stay until it closes; the exit code.

    ``outside`` is where this user's machine keeps what cannot be kept in that folder. ``demo`` opens a
    fictional clinic in a folder of its own below ``data``, made if it is not there.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("needlechart")
    app.setDesktopFileName("needlechart")
    folder = data / "demo" if demo else data
    start = Start(app, folder, outside, demo=demo or (folder / MARKER).is_file())
    start.end_when_asked()
    code = app.exec()
    if start.session is not None:
        start.session.end()
    return code


class Start(QObject):
    """The window is on screen first, as an empty ground; what it shows is loaded right after."""

    def __init__(self, app: QApplication, folder: Path, outside: Path, *, demo: bool) -> None:
        super().__init__()
        self._app = app
        self._folder = folder
        self._outside = outside
        self._demo = demo
        self._look = read_look(folder)
        self.session: Session | None = None
        self._window = MainWindow()
        self._window.look = self._look
        # Not of the window: under a style sheet Qt puts a window's own palette back at each change of theme.
        # Of one role: a palette made from a colour would load the enumerations of Qt.
        palette = app.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(_ground(app, self._look)))
        app.setPalette(palette)
        self._window.installEventFilter(self)
        self._show()

    def _show(self) -> None:
        """Where the screen is smaller than the window wants, it fills the screen: no edge lies outside."""
        room = self._app.primaryScreen().availableGeometry().size()
        inside = self._window.size().boundedTo(room)
        if inside == self._window.size():
            self._window.show()
            return
        self._window.resize(inside)
        self._window.showMaximized()

    def end_when_asked(self) -> None:
        """A signal of the system closes the window as its own button does."""
        from needlechart.app.signals import EndingSignals

        EndingSignals(self._window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """After the first paint, the rest."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._go_on)
        return False

    def _go_on(self) -> None:
        from needlechart.ui.fonts import start_unpacking

        fonts = start_unpacking()
        # Imported while the fonts are unpacked on another thread; the theme waits for them.
        import needlechart.app.session
        import needlechart.ui.actions
        import needlechart.ui.widgets  # noqa: F401
        from needlechart.ui.theme import Theme, ThemeChoice

        choice, size = ThemeChoice(self._look.theme), self._look.text_size or 100
        theme = Theme.install(self._app, choice=choice, text_size=size, fonts=fonts)
        self.session = fill_window(
            self._app, self._window, theme, self._folder, self._outside, demo=self._demo
        )
        self.session.loaded.connect(self.session.collector.leave_alone)
        from needlechart.app.faults import Faults

        Faults(self._window, self._folder)


def open_session(
    app: QApplication,
    theme: "Theme",
    folder: Path,
    look: Look,
    outside: Path | None = None,
    *,
    demo: bool = False,
) -> "Session":
    """A window, shown, with the session behind it that unlocks and locks.

    What cannot be kept in the folder lies ``outside``, or else in one beside it.
    """
    window = MainWindow()
    window.look = look
    outside = outside or folder.with_name(f"{folder.name}-outside")
    session = fill_window(app, window, theme, folder, outside, demo=demo)
    window.show()
    return session


def fill_window(
    app: QApplication, window: MainWindow, theme: "Theme", folder: Path, outside: Path, *, demo: bool
) -> "Session":
    """Dress the window and begin with what the folder asks for."""
    from needlechart.app.session import Session
    from needlechart.ui import assistive

    assistive.install(app)
    # The database thread must not wait 5 ms for the interpreter each time a tap keeps it busy: with
    # this, the commit of a tap returned in two thirds of the time (tests.bench.tap).
    sys.setswitchinterval(SWITCH_S)
    window.dress(theme)
    session = Session(app, window, folder, outside, demo=demo)
    session.begin()
    return session


def _ground(app: QApplication, look: Look) -> str:
    """The colour of the page before the theme is there."""
    name = look.theme
    if name == "system":
        # The desktop's own palette tells; to ask for its scheme needs the enumerations of Qt, 20 ms.
        name = "dark" if app.palette().window().color().lightnessF() < HALF else "light"
    # By Qt, which is there: the json module would be another import before the first paint.
    tokens = QJsonDocument.fromJson(resource("theme", f"{name}.json").read_bytes()).object()
    return str(tokens["bg"])
