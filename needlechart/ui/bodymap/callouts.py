"""The name of a structure to avoid, at the end of a line, kept inside the window at every zoom."""

from __future__ import annotations

from collections.abc import Sequence
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
    placed: list[QRectF] = []
    for structure in view.body_scene.structures():
        box = view.viewportTransform().mapRect(structure.path().boundingRect()).intersected(room)
        if structure.name in seen or box.isEmpty():
            continue
        seen.add(structure.name)
        middle = view.viewportTransform().mapRect(view.body_scene.sceneRect()).center().x()
        outward = -1 if box.center().x() < middle else 1
        text = _place(theme, structure.name, box, room, placed, outward=outward)
        placed.append(text)
        _paint(painter, theme, structure.name, box.center(), text, outward=outward)
    painter.restore()


def _flags(outward: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if outward < 0 else Qt.AlignmentFlag.AlignLeft
    return int(Qt.TextFlag.TextWordWrap | side)


def _place(
    theme: Theme, name: str, box: QRectF, room: QRectF, placed: Sequence[QRectF], *, outward: int
) -> QRectF:
    """Where a name is written: outward and below its structure, inside the window, over no other name."""
    scale = theme.scale
    metrics = QFontMetricsF(theme.font("secondary_strong"))
    words = metrics.boundingRect(QRectF(0, 0, _WIDTH * scale, 400), _flags(outward), name)
    end = box.center() + QPointF(outward * _LINE, _DROP) * scale
    left = end.x() - words.width() - 6 if outward < 0 else end.x() + 6
    text = QRectF(left, end.y() - words.height() / 2, words.width() + 2, words.height())
    text.moveLeft(min(max(text.left(), room.left()), room.right() - text.width()))
    text.moveTop(min(max(text.top(), room.top()), room.bottom() - text.height()))
    return _free(text, room, placed)


def _free(text: QRectF, room: QRectF, placed: Sequence[QRectF]) -> QRectF:
    """The nearest place above or below that no other name takes; its own where there is none."""
    gap = 8.0
    tops = [text.top()]
    tops += [other.bottom() + gap for other in placed]
    tops += [other.top() - gap - text.height() for other in placed]
    for top in sorted(tops, key=lambda top: abs(top - text.top())):
        moved = QRectF(text)
        moved.moveTop(top)
        inside = room.top() <= moved.top() and moved.bottom() <= room.bottom()
        around = moved.adjusted(-6, -gap / 2, 6, gap / 2)
        if inside and not any(around.intersects(other) for other in placed):
            return moved
    return text


def _paint(painter: QPainter, theme: Theme, name: str, start: QPointF, text: QRectF, *, outward: int) -> None:
    tip = QPointF(text.right() + 5 if outward < 0 else text.left() - 5, text.center().y())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("danger"), 1.3))
    painter.drawLine(start, tip)
    ground = theme.colour("bg")
    ground.setAlphaF(0.72)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(text.adjusted(-4, -2, 4, 2), 4, 4)
    painter.setFont(theme.font("secondary_strong"))
    painter.setPen(theme.colour("danger"))
    painter.drawText(text, _flags(outward), name)
