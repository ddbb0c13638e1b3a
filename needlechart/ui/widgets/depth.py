"""The depth of a needle: minus, a ruler that ends at the needle's length, plus; whole millimetres."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QSizePolicy, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.buttons import IconButton
from needlechart.ui.widgets.control import TARGET
from needlechart.ui.widgets.focus import FocusMark
from needlechart.ui.widgets.painting import BoxStyle, paint_box, paint_text

_TAP_STEP = 5
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -5,
    Qt.Key.Key_PageUp: 5,
}


class Ruler(QAbstractSlider):
    """A tap sets the nearest 5 mm, a drag any millimetre; nothing lies beyond the needle's length.

    A slider for assistive technology, in whole mm; 0 is a depth that is not set.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, length: int = 50) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._focus = FocusMark(self)
        self._length = length
        self._value: int | None = None
        self._carried = False
        self._drag: int | None = None
        self._pressed_x: float | None = None
        self.setRange(0, length)
        self.setSingleStep(1)
        self.setPageStep(_TAP_STEP)
        self.setTracking(False)
        self.valueChanged.connect(self._on_value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme.changed.connect(self.updateGeometry)

    def show_value(self, value: int | None, length: int, *, carried: bool) -> None:
        self._value, self._length, self._carried = value, length, carried
        said = "not set" if value is None else f"{value} mm"
        self.setAccessibleDescription(f"{said}, needle {length} mm" + (", carried" if carried else ""))
        self.setMaximum(max(self.maximum(), length))  # first the value, then its end: nothing is clamped
        self.setValue(value or 0)
        self.setMaximum(length)
        self.update()

    def _on_value(self, value: int) -> None:
        """What was set from outside, by assistive technology; 0 is no depth."""
        if value and value != self._value:
            self.picked.emit(value)
        elif not value and self._value:
            self.setValue(self._value)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(190), self._theme.px(TARGET))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(TARGET))

    def position_of(self, value: float) -> float:
        """x of a depth in mm."""
        return self._edge() + value / self._length * (self.width() - 2 * self._edge())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus.focus_in(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus.focus_out(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel and changes no depth."""
        event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_x = event.position().x()
            self._drag = self._depth_at(self._pressed_x, step=_TAP_STEP)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_x is not None and abs(event.position().x() - self._pressed_x) >= self._theme.px(6):
            self._drag = self._depth_at(event.position().x(), step=1)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag, self._pressed_x = self._drag, None, None
        self.update()
        if drag is not None:
            self.picked.emit(drag)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            self.picked.emit(min(max((self._value or 0) + step, 1), self._length))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = self._value if self._drag is None else self._drag
        box = QRectF(self.rect())
        carried = self._carried and self._drag is None
        edge = BoxStyle(fill="surface", edge="accent" if carried else "edge", width=2 if carried else 1)
        paint_box(painter, self._theme, box, edge)
        if shown is not None:
            self._paint_depth(painter, shown)
        self._paint_scale(painter)
        self._paint_words(painter, shown)

    def _paint_depth(self, painter: QPainter, depth: int) -> None:
        start, end = self.position_of(0), self.position_of(depth)
        inner = QRectF(start, 2, end - start, self.height() - 4)
        painter.fillRect(inner, self._theme.colour("accent_soft"))
        thick = self._theme.px(4)
        painter.fillRect(QRectF(end - thick / 2, 1, thick, self.height() - 2), self._theme.colour("accent"))

    def _paint_scale(self, painter: QPainter) -> None:
        colour = self._theme.colour("edge")
        floor = self.height() - 1
        for depth in range(0, self._length + 1, _TAP_STEP):
            high = self._theme.px(12 if depth % 10 == 0 else 7)
            painter.fillRect(QRectF(round(self.position_of(depth)), floor - high, 1, high), colour)
        end = QRectF(0, floor - self._theme.px(19), self.width() - self._edge() + 2, self._theme.px(16))
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        font = self._theme.font("label")
        paint_text(painter, end.adjusted(0, 0, -4, 0), str(self._length), font, self._ink("muted"), align)

    def _paint_words(self, painter: QPainter, shown: int | None) -> None:
        """The depth beside its line, on the side with more room."""
        words = "not set" if shown is None else f"{shown} mm"
        font = self._theme.font("section" if shown is not None else "body")
        line = self.position_of(shown or 0)
        gap, top, high = self._theme.px(8), self._theme.px(5), self._theme.px(20)
        if line < self.width() * 0.6:
            room = QRectF(line + gap, top, self.width() - line - gap, high)
            align = Qt.AlignmentFlag.AlignLeft
        else:
            room = QRectF(0, top, line - gap, high)
            align = Qt.AlignmentFlag.AlignRight
        ink = self._ink("ink" if shown is not None else "muted")
        paint_text(painter, room, words, font, ink, align | Qt.AlignmentFlag.AlignVCenter)

    def _ink(self, token: str) -> QColor:
        return self._theme.colour(token)

    def _edge(self) -> int:
        return self._theme.px(11)

    def _depth_at(self, x: float, *, step: int) -> int:
        share = (x - self._edge()) / max(self.width() - 2 * self._edge(), 1)
        depth = round(share * self._length / step) * step
        return min(max(depth, 1), self._length)


class DepthRuler(QWidget):
    """``chosen`` gives whole mm from 1 to the needle's length, by the person only."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, label: str = "Depth", length: int = 50) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._length = length
        self._value: int | None = None
        self._carried = False
        self.minus = IconButton("minus", f"{label} 1 mm less", self, outlined=True)
        self.ruler = Ruler(self, length=length)
        self.plus = IconButton("plus", f"{label} 1 mm more", self, outlined=True)
        self.ruler.setAccessibleName(label)
        self.setFocusProxy(self.ruler)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(6))
        for widget in (self.minus, self.ruler, self.plus):
            box.addWidget(widget, 1 if widget is self.ruler else 0)
        self.minus.clicked.connect(lambda: self._choose(self._start() - 1))
        self.plus.clicked.connect(lambda: self._choose(self._start() + 1))
        self.ruler.picked.connect(self._choose)
        self._show()

    def value(self) -> int | None:
        """Millimetres."""
        return self._value

    @property
    def length(self) -> int:
        return self._length

    def set_value(self, value: int | None, *, carried: bool = False) -> None:
        """Show a depth; ``carried`` shows it soft, as taken over and not yet charted."""
        self._value, self._carried = value, carried
        self._show()

    def set_length(self, millimetres: int) -> None:
        """The ruler's end; a deeper value stays what it is and is shown at the end."""
        self._length = millimetres
        self._show()

    def _start(self) -> int:
        return self._value or 0

    def _choose(self, value: int) -> None:
        value = min(max(value, 1), self._length)
        if value != self._value or self._carried:
            self.set_value(value)
            self.chosen.emit(value)

    def _show(self) -> None:
        shown = None if self._value is None else min(self._value, self._length)
        self.ruler.show_value(shown, self._length, carried=self._carried)
