"""The one window: which screen is shown, and what the keys mean there. No patient ever reaches its title.

`Qt` is imported where it is used: its enumerations cost 20 ms, which the first paint would wait for.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget

from needlechart.settings import Look
from needlechart.ui.letting_go import let_go
from needlechart.ui.window_keys import WindowKeys

if TYPE_CHECKING:
    from needlechart.editing.desk import Desk
    from needlechart.ui.menus import ShortcutOverlay
    from needlechart.ui.navigation import Navigation
    from needlechart.ui.theme import Theme
    from needlechart.ui.whereabouts import Whereabouts

TITLE = "needlechart"


class MainWindow(WindowKeys, QMainWindow):
    """Unlock or set-up first, then Home and what lies behind it.

    ``about_to_lock(visit_id, needles)`` comes before everything is dropped: the open visit and its
    `NeedlesIn`, empty and None without one. ``look_changed(Look)`` follows a choice in Settings.
    ``standing(visit_id)`` as in `Navigation`.
    """

    about_to_lock = Signal(str, object)
    look_changed = Signal(object)
    restore_wanted = Signal()
    key_change_wanted = Signal(str)
    standing = Signal(str)

    theme: "Theme"
    stack: QStackedWidget

    def __init__(self, theme: "Theme | None" = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main_window")
        self.setWindowTitle(TITLE)
        self.setMinimumSize(QSize(720, 480))
        self.look = Look()
        self._desk: Desk | None = None
        self._overlay: ShortcutOverlay | None = None
        self._nav: Navigation | None = None
        self._entrance: QWidget | None = None
        self.whereabouts: Whereabouts | None = None
        self._copied = hash("")
        self.resize(1366, 698)
        if theme is not None:
            self.dress(theme)

    def dress(self, theme: "Theme") -> None:
        """Give the window its theme, screens and keys; it can be on screen before, as an empty ground."""
        from needlechart.ui import actions
        from needlechart.ui.room import Room
        from needlechart.ui.widgets import Panel

        self.theme = theme
        self.stack = QStackedWidget(self)
        self._room = Room(self.stack, theme, self)
        self.setCentralWidget(self._room)
        self._cover = Panel(self)
        self._cover.setObjectName("cover")
        self.stack.addWidget(self._cover)
        self._shortcuts = actions.install(self, self)
        QApplication.clipboard().dataChanged.connect(self._note_copy)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes the way one reads."""
        from needlechart.ui.tab_order import turn

        return turn(self, forward=forward)

    # Which screen

    @property
    def nav(self) -> "Navigation":
        """Home and what lies behind it; loaded when somebody has unlocked, not for the first window."""
        if self._nav is None:
            from needlechart.ui.navigation import Navigation

            self._nav = Navigation(self.stack, self.theme, self)
            self._nav.lock_wanted.connect(self.lock)
            self._nav.look_changed.connect(self.set_look)
            self._nav.restore_wanted.connect(self.restore_wanted)
            self._nav.key_change_wanted.connect(self.key_change_wanted)
            self._nav.standing.connect(self.standing)
        return self._nav

    @property
    def unlocked(self) -> bool:
        """Whether a desk is behind the screens."""
        return self._desk is not None

    def show_unlock(self, screen: QWidget) -> None:
        """Show the unlock screen; everything of a patient is dropped."""
        self._only(screen)

    def show_setup(self, screen: QWidget) -> None:
        """Show the screens of the first run."""
        self._only(screen)

    def say_reading(self, words: str) -> None:
        """Above every screen, until the lock: what is open is only read, and of when it is."""
        self._room.say_reading(words)

    def show_home(self, desk: "Desk") -> None:
        """The desk is open: Home, ready to type."""
        self._desk = desk
        problem = getattr(desk, "problem", None)
        if problem is not None:  # what nobody asked to be told
            problem.connect(self.nav.tell)
        self.nav.use(desk, self.look)
        self._drop_entrance()

    def set_look(self, look: Look) -> None:
        """Theme, text size and panel side; told on if it is new."""
        if look == self.look:
            return
        from needlechart.ui.theme import ThemeChoice

        self.look = look
        self.theme.set_choice(ThemeChoice(look.theme))
        names_before = self.theme.names_hidden
        self.theme.set_names_hidden(hidden=look.hide_names)
        size_before = self.theme.text_size
        if look.text_size:
            self.theme.set_text_size(look.text_size)
        if self._desk is not None:
            self.nav.take_look(look, rebuild=self.theme.text_size != size_before)
            if names_before is not look.hide_names:
                self.nav.names_changed()
        self.look_changed.emit(look)

    def _only(self, screen: QWidget) -> None:
        if self._nav is not None:
            self._nav.drop()
        self._desk = None
        self._room.say_reading("")
        self._drop_entrance()
        self._entrance = screen
        self.stack.addWidget(screen)
        self.stack.setCurrentWidget(screen)
        from PySide6.QtCore import Qt

        screen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_entrance(self) -> None:
        if self._entrance is not None:
            let_go(self._entrance)
        self._entrance = None

    # What the keys do

    def lock(self, why: str = "by hand") -> None:
        """Hand over what is being typed, cover the window, drop every value, then close the database.

        ``why`` goes into the audit log.
        """
        if self._desk is None:
            return
        self.whereabouts = self.nav.whereabouts()
        _close_dialogs()
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        visit_id, needles = self.nav.needles_in()
        desk, self._desk = self._desk, None
        self.stack.setCurrentWidget(self._cover)
        self.about_to_lock.emit(visit_id, needles)
        self.nav.drop()
        if self._overlay is not None:
            self._overlay.hide()
        self._clear_clipboard()
        desk.lock(why)

    def _note_copy(self) -> None:
        if self.isActiveWindow():
            self._copied = hash(QApplication.clipboard().text())

    def _clear_clipboard(self) -> None:
        """What was copied here does not outlive the lock; what another program copied stays."""
        clipboard = QApplication.clipboard()
        if clipboard.ownsClipboard() or hash(clipboard.text()) == self._copied:
            clipboard.clear()

    def toggle_names(self) -> None:
        """Patients' names as initials, and back."""
        self.set_look(self.look.but(hide_names=not self.look.hide_names))

    def toggle_shortcuts(self) -> None:
        """The list of shortcuts, over everything."""
        if self._overlay is None:
            from needlechart.ui.menus import ShortcutOverlay

            self._overlay = ShortcutOverlay(self)
        shown = not self._overlay.isVisible()
        self._overlay.setVisible(shown)
        if shown:
            from PySide6.QtCore import Qt

            self._overlay.raise_()
            self._overlay.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_full_screen(self) -> None:
        """Full screen and back."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "/" and self._desk is not None:
            self.go_to_search()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        focus = QApplication.focusWidget()
        if focus is not None:
            focus.clearFocus()
        super().closeEvent(event)


def _close_dialogs() -> None:
    """No dialog or menu stays over the locked window; what it asked is answered with no."""
    for _ in range(10):
        popup = QApplication.activePopupWidget()
        modal = QApplication.activeModalWidget()
        if popup is not None:
            popup.close()
        elif isinstance(modal, QDialog):
            modal.reject()
        else:
            return
