"""The room of the window: a screen that is larger than the window scrolls in it, whole, both ways.

Text of 150 % in a window of 960 by 530, or a window made smaller than any screen was drawn for: nothing
is squeezed or cut off, what does not fit is reached by scrolling, and the keyboard takes the window along.
"""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ButtonKind

LEAST = (768, 424)
"""Width and height in logical pixels at text size 100 % in which every screen is whole."""
_BESIDE = 24


def whole_in(width: int, height: int, percent: int) -> bool:
    """Whether a window of that inside (logical pixels) holds every screen at a text size."""
    return width * 100 >= LEAST[0] * percent and height * 100 >= LEAST[1] * percent


class Room(QScrollArea):
    """Holds the screens; without need for it there are no scroll bars, and nothing of it is seen."""

    def __init__(self, screens: QWidget, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._screens = screens
        self._kept: Button | None = None
        self._twin: Button | None = None
        self.setObjectName("room")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(screens)
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
        """What one tap must always reach: scrolled away, a twin of it stands in the upper corner."""
        old, self._twin = self._twin, None
        if old is not None:
            old.hide()
            old.deleteLater()
        self._kept = control
        if control is not None:
            twin = self._twin = Button(control.text(), self.viewport(), kind=ButtonKind.DANGER)
            twin.setObjectName(f"{control.objectName()}_in_sight")
            twin.setAccessibleName(control.accessibleName())
            twin.clicked.connect(control.click)
            twin.hide()
        self._show_twin()

    def _show_twin(self) -> None:
        control, twin, port = self._kept, self._twin, self.viewport()
        if control is None or twin is None:
            return
        place = QRect(control.mapTo(port, QPoint()), control.size())
        twin.resize(twin.sizeHint())
        twin.move(port.width() - twin.width() - _BESIDE // 2, _BESIDE // 2)
        twin.setVisible(control.isVisible() and not port.rect().contains(place))
        twin.raise_()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._show_twin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
        self._show_twin()

    def _fit(self) -> None:
        """Screens get the window, and where that is too small what they need."""
        inside, percent = self.size(), self._theme.text_size
        whole = whole_in(inside.width(), inside.height(), percent)
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(never if whole else needed)
        self.setVerticalScrollBarPolicy(never if whole else needed)
        least = (0, 0) if whole else (LEAST[0] * percent // 100, LEAST[1] * percent // 100)
        self._screens.setMinimumSize(*least)

    def _follow(self, old: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and self._screens.minimumWidth() and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, _BESIDE, _BESIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the screens and the window."""
        event.ignore()
