"""A field to sign in with finger, pen or mouse; what is drawn is kept as strokes in millimetres."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEventPoint,
    QFocusEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.fields import field_style
from needlechart.ui.widgets.focus import FocusMark
from needlechart.ui.widgets.painting import paint_box, paint_text

WIDTH_MM = 150.0
HEIGHT_MM = 45.0
NEAREST_MM = 0.12
"""Points nearer to the last one than this are left out."""

Point = tuple[float, float]


class SignaturePad(QWidget):
    """The whole field is 150 by 45 mm, whatever its size on screen. ``changed()`` after each stroke."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, label: str = "Signature") -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._focus = FocusMark(self)
        self._strokes: list[list[Point]] = []
        self._drawing: list[Point] | None = None
        self._finger: int | None = None
        self._error = False
        self.setAccessibleName(label)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._say()

    @property
    def strokes(self) -> Sequence[Sequence[Point]]:
        """Finished strokes, points in mm from the upper left of the field."""
        return tuple(tuple(stroke) for stroke in self._strokes)

    @property
    def signed(self) -> bool:
        """Whether more is there than a single dot."""
        return sum(len(stroke) for stroke in self._strokes) > 2

    def clear(self) -> None:
        """An empty field, without a signal."""
        self._strokes, self._drawing, self._finger = [], None, None
        self.set_error(False)
        self._say()
        self.update()

    def set_error(self, error: bool) -> None:
        """The edge in danger: something is missing here."""
        self._error = error
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * HEIGHT_MM / WIDTH_MM)

    def sizeHint(self) -> QSize:
        wide = self._theme.px(430)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        wide = self._theme.px(280)
        return QSize(wide, self.heightForWidth(wide))

    # What draws

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and _by_mouse(event):
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if _by_mouse(event):
            self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and _by_mouse(event):
            self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        kind = event.type()
        if kind is QEvent.Type.TabletPress:
            self._begin(event.position())
        elif kind is QEvent.Type.TabletMove:
            self._go_on(event.position())
        elif kind is QEvent.Type.TabletRelease:
            self._end()
        event.accept()

    def event(self, event: QEvent) -> bool:
        kinds = (
            QEvent.Type.TouchBegin,
            QEvent.Type.TouchUpdate,
            QEvent.Type.TouchEnd,
            QEvent.Type.TouchCancel,
        )
        if event.type() in kinds and isinstance(event, QTouchEvent):
            self._touch(event)
            event.accept()
            return True
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> None:
        """The first finger draws; a palm or a second finger does nothing."""
        for point in event.points():
            state = point.state()
            if state is QEventPoint.State.Pressed and self._finger is None:
                self._finger = point.id()
                self._begin(point.position())
            elif state is QEventPoint.State.Updated and point.id() == self._finger:
                self._go_on(point.position())
            elif state is QEventPoint.State.Released and point.id() == self._finger:
                self._finger = None
                self._end()
        if event.type() is QEvent.Type.TouchCancel:
            self._finger = None
            self._end()

    def _begin(self, at: QPointF) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drawing = [self._mm(at)]
        self._error = False
        self.update()

    def _go_on(self, at: QPointF) -> None:
        if self._drawing is None:
            return
        x, y = self._mm(at)
        last = self._drawing[-1]
        if abs(x - last[0]) + abs(y - last[1]) >= NEAREST_MM:
            self._drawing.append((x, y))
            self.update()

    def _end(self) -> None:
        if self._drawing is None:
            return
        self._strokes.append(self._drawing)
        self._drawing = None
        self._say()
        self.update()
        self.changed.emit()

    def _mm(self, at: QPointF) -> Point:
        """In the field's own measure; a stroke that leaves the field runs along its edge."""
        scale = WIDTH_MM / max(self.width(), 1)
        return min(max(at.x() * scale, 0.0), WIDTH_MM), min(max(at.y() * scale, 0.0), HEIGHT_MM)

    def _say(self) -> None:
        said = f"{len(self._strokes)} strokes drawn" if self._strokes else "empty"
        self.setAccessibleDescription(f"{said}; drawn with finger, pen or mouse")

    # What is seen

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, self._theme, QRectF(self.rect()), field_style(error=self._error))
        line = self.height() * 0.78
        painter.setPen(QPen(self._theme.colour("line"), 1))
        edge = self._theme.px(18)
        painter.drawLine(QPointF(edge, line), QPointF(self.width() - edge, line))
        if not self._strokes and self._drawing is None:
            below = QRectF(0, line, self.width(), self.height() - line)
            words = "Sign here with finger, pen or mouse"
            paint_text(painter, below, words, self._theme.font("label"), self._theme.colour("muted"))
        scale = self.width() / WIDTH_MM
        pen = QPen(self._theme.colour("ink"), max(2.0, 0.5 * scale))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in (*self._strokes, *([self._drawing] if self._drawing else [])):
            points = [QPointF(x * scale, y * scale) for x, y in stroke]
            if len(points) == 1:
                painter.drawPoint(points[0])
                continue
            path = QPainterPath(points[0])
            for point in points[1:]:
                path.lineTo(point)
            painter.drawPath(path)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus.focus_in(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus.focus_out(event)


def _by_mouse(event: QMouseEvent) -> bool:
    """Not one that Qt makes of a touch or a pen, which have drawn already."""
    return event.source() is Qt.MouseEventSource.MouseEventNotSynthesized
