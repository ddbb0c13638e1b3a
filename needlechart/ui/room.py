"""The room of the window: a screen that is larger than the window scrolls in it, whole, both ways.

Text of 150 % in a window of 960 by 530, or a window made smaller than any screen was drawn for: nothing
is squeezed or cut off, what does not fit is reached by scrolling, and the keyboard takes the window along.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from needlechart.ui.theme import Theme

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        """Screens get the window, and where that is too small what they need."""
        inside, percent = self.size(), self._theme.text_size
        whole = whole_in(inside.width(), inside.height(), percent)
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(never if whole else needed)
        self.setVerticalScrollBarPolicy(never if whole else needed)
        least = (0, 0) if whole else (LEAST[0] * percent // 100, LEAST[1] * percent // 100)
        self.widget().setMinimumSize(*least)

    def _follow(self, old: QWidget | None, focused: QWidget | None) -> None:
        if focused is not None and self.widget().minimumWidth() and self.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, _BESIDE, _BESIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys belong to the screens and the window."""
        event.ignore()
