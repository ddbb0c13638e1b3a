"""A finger on the window: each press goes to a place of the window, as the system sends it; presses count."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.bodymap.view import BodyMapView
from tests.cases.hands import Ban, open_menu
from tests.driving import until

_PRESSES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class Presses(QObject):
    """Counts pointer presses where they enter the program: at its windows, once each."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.scrolls = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWindow):
            self.count += event.type() in _PRESSES
            self.scrolls += event.type() is QEvent.Type.Wheel
        return False


def no_keys() -> Ban:
    """Nothing is typed."""
    return Ban(QEvent.Type.KeyPress)


class Finger:
    """Presses what is under it; what is covered or out of sight cannot be pressed."""

    def __init__(self, qtbot: QtBot, root: QWidget) -> None:
        self._qtbot = qtbot
        self._root = root

    def press(self, widget: QWidget) -> None:
        """One press in the middle of a control, which must be whole and on top there."""
        place = self.place_of(widget)
        self.press_at(widget.window(), place)

    def place_of(self, widget: QWidget) -> QPoint:
        """The middle of a control in its window, once it is laid out and can be touched."""
        window = widget.window()

        def touchable() -> bool:
            place = widget.mapTo(window, widget.rect().center())
            found = window.childAt(place)
            return found is not None and (found is widget or widget.isAncestorOf(found))

        until(self._qtbot, touchable)
        return widget.mapTo(window, widget.rect().center())

    def press_at(self, window: QWidget, place: QPoint) -> None:
        """One press anywhere in a window."""
        handle = window.windowHandle()
        assert handle is not None
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=place)
        QApplication.processEvents()

    def press_body(self, view: BodyMapView, x: float, y: float) -> None:
        """One press on the body, in units of the atlas; apart in time from the press before."""
        view.router._since_tap.invalidate()
        pixel = view.viewportTransform().map(view.body_scene.frame.to_scene(x, y))
        place = view.viewport().mapTo(view.window(), pixel.toPoint())
        assert view.window().childAt(place) is view.viewport(), "something lies over the body there"
        self.press_at(view.window(), place)

    def write(self, field: QWidget, text: str) -> None:
        """Nothing is typed by a finger."""
        raise AssertionError("a visit at the table needs no typing")

    def pick(self, words: str) -> None:
        """Choose an entry of the menu that is open."""
        menu = open_menu(self._qtbot)
        entry = next(one for one in menu.actions() if one.text() == words)
        self.press_at(menu, menu.actionGeometry(entry).center())


def pixel_of(view: BodyMapView, x: float, y: float) -> QPointF:
    """Where a place of the atlas is on the viewport."""
    return view.viewportTransform().map(view.body_scene.frame.to_scene(x, y))
