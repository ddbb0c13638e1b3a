"""Two ways to do the same: by mouse, or by keyboard alone. Both use the real widgets as a person does.

The keyboard reaches a control by Tab, moves inside a row by the arrows, chooses by Space. `Ban` fails a test
in which the other way was used.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.driving import bring_into_view, tap, until

Key = Qt.Key
MANY = 600
"""More stops of Tab than any screen has."""


class Hands(Protocol):
    """What hands do."""

    def press(self, widget: QWidget) -> None:
        """Use a button."""

    def write(self, field: QWidget, text: str) -> None:
        """Replace what a field holds, and leave it."""

    def pick(self, words: str) -> None:
        """Choose an entry of the menu that is open."""


class Mouse:
    """Taps; only text comes from the keyboard."""

    def __init__(self, qtbot: QtBot, root: QWidget) -> None:
        self._qtbot = qtbot
        self._root = root

    def press(self, widget: QWidget) -> None:
        tap(widget)

    def write(self, field: QWidget, text: str) -> None:
        bring_into_view(field)
        place = field.viewport() if isinstance(field, QPlainTextEdit) else field
        QTest.mouseClick(place, Qt.MouseButton.LeftButton)
        until(self._qtbot, field.hasFocus)
        retype(field, text)

    def pick(self, words: str) -> None:
        menu = open_menu(self._qtbot)
        entry = next(one for one in menu.actions() if one.text() == words)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())


class Keyboard:
    """Keys; the pointer is never used."""

    def __init__(self, qtbot: QtBot, root: QWidget) -> None:
        self._qtbot = qtbot
        self._root = root

    def press(self, widget: QWidget) -> None:
        self.reach(widget)
        if _one_row(widget, widget):
            self._walk(widget)  # a strip that was only tabbed to holds Space back
        QTest.keyClick(widget, Key.Key_Space)

    def write(self, field: QWidget, text: str) -> None:
        self.reach(field)
        retype(field, text)

    def pick(self, words: str) -> None:
        menu = open_menu(self._qtbot)
        for _ in menu.actions() * 2:
            chosen = menu.activeAction()
            if chosen is not None and chosen.text() == words:
                QTest.keyClick(menu, Key.Key_Return)
                return
            QTest.keyClick(menu, Key.Key_Down)
        raise AssertionError(f"the menu has no entry {words!r}")

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key on what has the keyboard."""
        QTest.keyClick(QApplication.focusWidget() or self._root, key, held)

    def reach(self, widget: QWidget) -> None:
        """Tab to the row that holds it, then the arrows inside the row."""
        passed: list[str] = []
        for _ in range(MANY):
            focus = QApplication.focusWidget()
            if focus is widget:
                return
            if focus is not None and _one_row(focus, widget) and self._walk(widget):
                return
            passed.append(focus.objectName() or type(focus).__name__ if focus is not None else "nothing")
            self.key(Key.Key_Tab)
        name = widget.objectName() or type(widget).__name__
        raise AssertionError(f"Tab does not reach {name}; it came to {', '.join(dict.fromkeys(passed))}")

    def _walk(self, widget: QWidget) -> bool:
        """Along the row by its arrows, from its beginning."""
        row = widget.parentWidget()
        assert row is not None
        self.key(Key.Key_Home)
        for _ in row.children():
            if QApplication.focusWidget() is widget:
                return True
            self.key(Key.Key_Right)
        return QApplication.focusWidget() is widget


def _one_row(one: QWidget, other: QWidget) -> bool:
    """Whether both are stops of one row, which is a single stop of Tab."""
    from needlechart.ui.widgets.control import RovingRow

    row = one.parentWidget()
    return row is other.parentWidget() and isinstance(row, RovingRow)


def retype(field: QWidget, text: str) -> None:
    """Select all, type, leave by Tab."""
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Key.Key_Tab)


def open_menu(qtbot: QtBot) -> QMenu:
    """The menu that is open."""
    until(qtbot, lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    QApplication.processEvents()  # its window becomes active while it is open, not after it was left
    return menu


class Ban(QObject):
    """Watches every event of the program and remembers what was not allowed."""

    def __init__(self, *kinds: QEvent.Type, unless: Callable[[], bool] = lambda: False) -> None:
        super().__init__()
        self._kinds = frozenset(kinds)
        self._unless = unless
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in self._kinds and isinstance(watched, QWidget) and not self._unless():
            self.seen.append(f"{event.type().name} on {watched.objectName() or type(watched).__name__}")
        return False


def no_mouse() -> Ban:
    """Nothing of a pointer, finger or pen."""
    kind = QEvent.Type
    return Ban(
        kind.MouseButtonPress, kind.MouseButtonDblClick, kind.MouseMove, kind.TouchBegin, kind.TabletPress
    )


def no_keys_but_text() -> Ban:
    """No key while anything else than a field for text has the keyboard."""
    return Ban(QEvent.Type.KeyPress, unless=in_text)


def in_text() -> bool:
    """Whether a field for text has the keyboard."""
    return isinstance(QApplication.focusWidget(), (QLineEdit, QPlainTextEdit))


def watching(qapp: QApplication) -> Iterator[Callable[[Ban], None]]:
    """For a fixture: lets a ban see every event of the program; fails at the end if something was seen."""
    bans: list[Ban] = []

    def begin(ban: Ban) -> None:
        bans.append(ban)
        qapp.installEventFilter(ban)

    yield begin
    for ban in bans:
        qapp.removeEventFilter(ban)
        assert ban.seen == []
