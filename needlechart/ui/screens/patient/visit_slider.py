"""A slider through the visits; each step is one visit more."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from needlechart.domain.visit import Visit
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, FocusMark
from needlechart.ui.widgets.painting import paint_box

_TICKS = 40
"""Visits up to which each has its tick."""


class VisitSlider(QSlider):
    """1 to the number of visits; a tap anywhere goes there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = Theme.current()
        self._focus = FocusMark(self)
        self._days: tuple[str, ...] = ()
        self.setRange(1, 1)
        self.setPageStep(5)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Up to which visit")
        self.valueChanged.connect(self._tell)

    def show_visits(self, visits: Sequence[Visit]) -> None:
        """Stand at the last one."""
        self._days = tuple(short_day(one.started.date()) for one in visits)
        self.setRange(1, max(len(visits), 1))
        self.setValue(max(len(visits), 1))
        self._tell(self.value())

    def _tell(self, value: int) -> None:
        day = self._days[value - 1] if 0 < value <= len(self._days) else ""
        self.setAccessibleDescription(f"visit {value} of {len(self._days)}, {day}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(180), self._theme.px(44))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(44))

    def _edge(self) -> float:
        return float(self._theme.px(13))

    def x_of(self, value: int) -> float:
        """The pixel at which a value stands."""
        span = max(self.maximum() - self.minimum(), 1)
        return self._edge() + (value - self.minimum()) / span * (self.width() - 2 * self._edge())

    def _go(self, x: float) -> None:
        share = (x - self._edge()) / max(self.width() - 2 * self._edge(), 1)
        self.setValue(self.minimum() + round(share * (self.maximum() - self.minimum())))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the screen; a map that turns to an earlier visit on the way is not noticed."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._go(event.position().x())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus.focus_in(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus.focus_out(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, middle, high = self._theme, self.height() / 2, self._theme.px(6)
        groove = QRectF(self._edge(), middle - high / 2, self.width() - 2 * self._edge(), high)
        paint_box(painter, theme, groove, BoxStyle(fill="sunken", edge="edge"), high / 2)
        here = self.x_of(self.value())
        done = QRectF(groove.left(), groove.top(), here - groove.left(), high)
        paint_box(painter, theme, done, BoxStyle(fill="accent"), high / 2)
        if self.maximum() <= _TICKS:
            painter.setPen(QPen(theme.colour("edge"), 1))
            for value in range(self.minimum(), self.maximum() + 1):
                x = self.x_of(value)
                painter.drawLine(int(x), int(middle + high), int(x), int(middle + high + theme.px(5)))
        painter.setPen(QPen(theme.colour("surface"), 2))
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(
            QRectF(
                here - self._edge() + 1, middle - self._edge() + 1, 2 * self._edge() - 2, 2 * self._edge() - 2
            )
        )
