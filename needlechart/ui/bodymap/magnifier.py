"""What a finger covers, shown 60 px above it with the name of the muscle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.painting import BoxStyle, paint_box, paint_text, text_width

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView

_DIAMETER = 120
_ABOVE = 60
_NAME = 26
_POWER = 2.0


class Magnifier(QWidget):
    """Lies over the view and lets every event through."""

    def __init__(self, view: BodyMapView, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._picture = QPixmap()
        self._name = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, pos: QPointF) -> None:
        """Show the place under ``pos`` (viewport pixels)."""
        scene = self._view.body_scene
        x, y = scene.frame.to_reference(self._view.scene_place(pos))
        self._name = self._view.name_of(x, y)
        side = round(_DIAMETER / _POWER)
        source = QRect(pos.toPoint() - QPoint(side // 2, side // 2), QRect(0, 0, side, side).size())
        self._picture = self._view.viewport().grab(source)
        wide = max(_DIAMETER, round(text_width(self._theme.font("strong"), self._name)) + 24)
        top = round(pos.y()) - _ABOVE - _DIAMETER - _NAME
        left = round(pos.x()) - wide // 2
        seen = self._view.seen_rect()  # cards and switches cover the rest
        if top < seen.top():  # beside the finger, on the side with more room; below lies the hand
            top = round(seen.top())
            away = _ABOVE + wide // 2
            left += away if pos.x() < self._view.width() / 2 else -away
        left = min(max(left, round(seen.left())), max(round(seen.right()) - wide, round(seen.left())))
        self.setGeometry(left, top, wide, _DIAMETER + _NAME)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name = QRectF(0, 0, self.width(), _NAME)
        paint_box(painter, self._theme, name, BoxStyle(fill="surface", edge="edge"))
        paint_text(painter, name, self._name, self._theme.font("strong"), self._theme.colour("ink"))
        glass = QRectF((self.width() - _DIAMETER) / 2 + 2, _NAME + 2, _DIAMETER - 4, _DIAMETER - 4)
        path = QPainterPath()
        path.addEllipse(glass)
        painter.save()
        painter.setClipPath(path)
        painter.drawPixmap(glass, self._picture, QRectF(self._picture.rect()))
        painter.restore()
        painter.setPen(QPen(self._theme.colour("ink"), 2))
        painter.drawEllipse(glass)
        middle = glass.center()
        painter.drawLine(middle - QPointF(10, 0), middle + QPointF(10, 0))
        painter.drawLine(middle - QPointF(0, 10), middle + QPointF(0, 10))
