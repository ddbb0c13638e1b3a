"""The room of the window: a screen that is larger than the window scrolls in it, whole, both ways.

Text of 150 % in a window of 960 by 530, or a window made smaller than any screen was drawn for: nothing
is squeezed or cut off, what does not fit is reached by scrolling, and the keyboard takes the window along.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ButtonKind, Text

LEAST = (768, 424)
"""Width and height in logical pixels at text size 100 % in which every screen is whole."""
_BESIDE, _EDGE = 24, 4


def whole_in(width: int, height: int, percent: int) -> bool:
    """Whether a window of that inside (logical pixels) holds every screen at a text size."""
    return width * 100 >= LEAST[0] * percent and height * 100 >= LEAST[1] * percent


class ReadingLine(Text):
    """Above every screen: that what is open is only read, and of when it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent, role="secondary_strong", wrap=True)
        self.setObjectName("reading_line")
        self._theme.changed.connect(self._inset)
        self._inset()

    def _inset(self) -> None:
        self.setContentsMargins(*[self._theme.px(one) for one in (24, 5, 24, 5)])

    def heightForWidth(self, width: int) -> int:
        edges = self.contentsMargins()
        inner = super().heightForWidth(width - edges.left() - edges.right())
        return inner + edges.top() + edges.bottom()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("caution_soft"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("caution_line"))
        painter.end()
        super().paintEvent(event)


class Room(QScrollArea):
    """Holds the screens; without need for it there are no scroll bars, and nothing of it is seen."""

    def __init__(self, screens: QWidget, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._screens = screens
        self._twin: Button | None = None
        self._line: ReadingLine | None = None
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

    def say_reading(self, words: str) -> None:
        """A line above every screen; empty takes it away."""
        if self._line is None and words:
            self._line = ReadingLine(self)
        if self._line is not None:
            self._line.setText(words)
            self._line.setAccessibleName(words)
            self._line.setVisible(bool(words))
            self._fit()

    def _line_high(self) -> int:
        if self._line is None or self._line.isHidden():
            return 0
        self._line.setGeometry(0, 0, self.width(), self._line.heightForWidth(self.width()))
        return self._line.height()

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

    def _show_twin(self, *, needed: bool, above: int) -> None:
        twin = self._twin
        high = above
        if twin is not None:
            twin.setVisible(needed)
            twin.resize(twin.sizeHint())
            twin.move(self.width() - twin.width() - _EDGE, above + _EDGE)
            high += twin.height() + 2 * _EDGE if needed else 0
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
        above = self._line_high()
        whole = whole_in(inside.width(), inside.height() - above, percent)
        never, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(never if whole else needed)
        self.setVerticalScrollBarPolicy(never if whole else needed)
        self._show_twin(needed=not whole, above=above)
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
