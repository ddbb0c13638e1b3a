"""The name of a structure to avoid, at the end of a line, kept inside the window at every zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from needlechart.ui.theme import Theme

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView

_LINE = 130.0
_DROP = 56.0
_WIDTH = 120.0


def paint_callouts(
    painter: QPainter, view: BodyMapView, theme: Theme, insets: tuple[int, int, int, int]
) -> None:
    """One for each name; ``insets`` are pixels at the edges that are covered."""
    room = QRectF(view.viewport().rect()).adjusted(
        insets[0] + 8, insets[1] + 8, -insets[2] - 8, -insets[3] - 8
    )
    painter.save()
    painter.resetTransform()
    seen: set[str] = set()
    for structure in view.body_scene.structures():
        box = view.viewportTransform().mapRect(structure.path().boundingRect()).intersected(room)
        if structure.name in seen or box.isEmpty():
            continue
        seen.add(structure.name)
        middle = view.viewportTransform().mapRect(view.body_scene.sceneRect()).center().x()
        _paint(painter, theme, structure.name, box, room, outward=-1 if box.center().x() < middle else 1)
    painter.restore()


def _paint(painter: QPainter, theme: Theme, name: str, box: QRectF, room: QRectF, *, outward: int) -> None:
    scale = theme.scale
    font = theme.font("secondary_strong")
    metrics = QFontMetricsF(font)
    flags = int(
        Qt.TextFlag.TextWordWrap
        | (Qt.AlignmentFlag.AlignRight if outward < 0 else Qt.AlignmentFlag.AlignLeft)
    )
    words = metrics.boundingRect(QRectF(0, 0, _WIDTH * scale, 400), flags, name)
    start = box.center()
    end = start + QPointF(outward * _LINE, _DROP) * scale
    left = end.x() - words.width() - 6 if outward < 0 else end.x() + 6
    text = QRectF(left, end.y() - words.height() / 2, words.width() + 2, words.height())
    if text.left() < room.left():
        text.moveLeft(room.left())
    if text.right() > room.right():
        text.moveRight(room.right())
    if text.bottom() > room.bottom():
        text.moveBottom(room.bottom())
    if text.top() < room.top():
        text.moveTop(room.top())
    tip = QPointF(text.right() + 5 if outward < 0 else text.left() - 5, text.center().y())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("danger"), 1.3))
    painter.drawLine(start, tip)
    ground = theme.colour("bg")
    ground.setAlphaF(0.72)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(text.adjusted(-4, -2, 4, 2), 4, 4)
    painter.setFont(font)
    painter.setPen(theme.colour("danger"))
    painter.drawText(text, flags, name)
