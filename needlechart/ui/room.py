"""The room of the window: a screen that is larger than the window scrolls in it, whole, both ways.

Text of 150 % in a window of 960 by 530, or a window made smaller than any screen was drawn for: nothing
is squeezed or cut off, what does not fit is reached by scrolling, and the keyboard takes the window along.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ButtonKind

LEAST = (768, 424)
"""Width and height in logical pixels at text size 100 % in which every screen is whole."""
_BESIDE, _EDGE = 24, 4


def whole_in(width: int, height: int, percent: int) -> bool:
    """Whether a window of that inside (logical pixels) holds every screen at a text size."""
    return width * 100 >= LEAST[0] * percent and height * 100 >= LEAST[1] * percent


class Room(QScrollArea):
    """Holds the screens; without need for it there are no scroll bars, and nothing of it is seen."""

    def __init__(self, screens: QWidget, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._screens = screens
        self._twin: Button | None = None
        self.setObjectName("room")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(screens)
        # The window's own ground shows: painted over whole, the window would never be painted itself.
        screens.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        theme.changed.connect(self._fit)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self._fit()

    @staticmethod
    def around(part: QWidget) -> "Room | None":
        """The room a widget is in."""
        above = part.parentWidget()
        while above is not None and not isinstance(above, Room):
            above = above.parentWidget()
        return above

    def keep_in_sight(self, control: Button | None) -> None:
        """What one tap must always reach: where screens scroll, a twin of it stands in a line above them."""
        old, self._twin = self._twin, None
        if old is not None:
            old.hide()
            old.deleteLater()
        if control is not None:
            twin = self._twin = Button(control.text(), self, kind=ButtonKind.DANGER)
            twin.setObjectName(f"{control.objectName()}_in_sight")
            twin.setAccessibleName(control.accessibleName())
            twin.clicked.connect(control.click)
        self._fit()

    def _show_twin(self, *, needed: bool) -> None:
        twin = self._twin
        high = 0
        if twin is not None:
            twin.setVisible(needed)
            twin.resize(twin.sizeHint())
            twin.move(self.width() - twin.width() - _EDGE, _EDGE)
            high = twin.height() + 2 * _EDGE if needed else 0
        if self.viewportMargins().top() != high:
            self.setViewportMargins(0, high, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Screens get the window, and where that is too small what they need.

        Not left to Qt: it would give a screen whose columns scroll the height of all that is in them.
        """
        inside, percent = self.size(), self._theme.text_size
        whole = whole_in(inside.width(), inside.height(), percent)
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(never if whole else needed)
        self.setVerticalScrollBarPolicy(never if whole else needed)
        self._show_twin(needed=not whole)
        room = self.viewport().size()
        self._screens.resize(room if whole else room.expandedTo(QSize(*LEAST) * (percent / 100)))

    def _follow(self, old: QWidget | None, focused: QWidget | None) -> None:
        if (
            focused is not None
            and self._screens.size() != self.viewport().size()
            and self.isAncestorOf(focused)
        ):
            self.ensureWidgetVisible(focused, _BESIDE, _BESIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the screens and the window."""
        event.ignore()
