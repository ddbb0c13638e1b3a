"""The whole figure in small, with a frame around what the map shows; a tap or drag goes there."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from needlechart.ui.bodymap import artwork
from needlechart.ui.bodymap.marks import Life
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.theme import Theme
from needlechart.ui.widgets.painting import BoxStyle, paint_box

_DOT = {Life.GHOST: "ghost", Life.PLANNED: "ink", Life.IN: "needle", Life.OUT: "accent"}


class Navigator(QWidget):
    """96 by 126."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: BodyMapView | None = None
        self.setObjectName("navigator")
        self.setAccessibleName("Where on the body the map is")
        self._still: QPixmap | None = None
        theme.changed.connect(self._redraw)

    def follow(self, view: BodyMapView) -> None:
        """Show another view's place."""
        if self._view is view:
            return
        if self._view is not None:
            self._view.moved.disconnect(self.update)
            self._view.body_scene.arranged.disconnect(self._redraw)
        self._view = view
        view.moved.connect(self.update)
        view.body_scene.arranged.connect(self._redraw)
        self._redraw()

    def _redraw(self) -> None:
        """Body or marks are others; a zoom only moves the frame."""
        self._still = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._still = None

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(96), self._theme.px(126))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons():
            self._go(event.position())

    def _go(self, pos: QPointF) -> None:
        if self._view is not None:
            scale, origin = self._fit(self._view)
            self._view.go_to((pos - origin) / scale)

    def _fit(self, view: BodyMapView) -> tuple[float, QPointF]:
        """Pixels per unit, and the pixel of unit 0, 0."""
        left, top, right, bottom = view.body_scene.plate.bounds
        room = QRectF(self.rect()).adjusted(6, 6, -6, -6)
        scale = min(room.width() / (right - left), room.height() / (bottom - top))
        middle = QPointF((left + right) / 2, (top + bottom) / 2)
        return scale, room.center() - middle * scale

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._view is None:
            paint_box(painter, self._theme, QRectF(self.rect()), BoxStyle(fill="surface", edge="line"))
            return
        if self._still is None:
            self._still = self._draw(self._view)
        painter.drawPixmap(QPointF(), self._still)
        scale, origin = self._fit(self._view)
        seen = self._view.visible()
        frame = QRectF(origin + seen.topLeft() * scale, origin + seen.bottomRight() * scale)
        frame = frame.intersected(QRectF(self.rect()).adjusted(3, 3, -3, -3))
        painter.setPen(QPen(self._theme.colour("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 2, 2)

    def _draw(self, view: BodyMapView) -> QPixmap:
        """Ground, body and marks; what is under the frame."""
        ratio, theme, scene = self.devicePixelRatioF(), self._theme, view.body_scene
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_box(painter, theme, QRectF(self.rect()), BoxStyle(fill="surface", edge="line"))
        scale, origin = self._fit(view)
        painter.save()
        painter.translate(origin)
        painter.scale(scale, scale)
        body = artwork.skin_path(scene.plate)
        painter.fillPath(body, theme.colour("figure_skin"))
        painter.strokePath(body, QPen(theme.colour("figure_line"), 1.2 / scale))
        painter.restore()
        for item in scene.items_by_id().values():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(_DOT[item.mark.life]))
            painter.drawEllipse(origin + item.pos() * scale, 2.2, 2.2)
        painter.end()
        return picture
