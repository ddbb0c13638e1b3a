"""Operations of the drawing of a plate as prepared paths, painted as often as wanted; safe in any thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from needlechart.atlas.drawing import Clipped, Fill, Line, Op
from needlechart.atlas.types import Curve


def path_of(*curves: Curve, closed: bool = True) -> QPainterPath:
    """One path of all the chains, filled by the even-odd rule."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for curve in curves:
        path.moveTo(curve[0], curve[1])
        for i in range(2, len(curve) - 5, 6):
            path.cubicTo(*curve[i : i + 6])
        if closed:
            path.closeSubpath()
    return path


class _Fill:
    """Filled pieces; what shares no bounds is filled apart, which is several times faster."""

    def __init__(self, op: Fill) -> None:
        self._pieces = [(path, path.boundingRect()) for path in _apart(op.curves)]
        self._colour = QColor(op.colour)
        self._colour.setAlphaF(op.alpha)

    def paint(self, painter: QPainter, thin: float, visible: QRectF | None) -> None:
        for path, box in self._pieces:
            if visible is None or box.intersects(visible):
                painter.fillPath(path, self._colour)


class _Line:
    def __init__(self, op: Line) -> None:
        room = op.width * 2
        self._pieces = []
        for curve in op.curves:
            path = path_of(curve, closed=op.closed)
            self._pieces.append((path, path.boundingRect().adjusted(-room, -room, room, room)))
        colour = QColor(op.colour)
        colour.setAlphaF(op.alpha)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        self._pen = QPen(colour, op.width, Qt.PenStyle.SolidLine, cap, join)
        self._steady = op.steady

    def paint(self, painter: QPainter, thin: float, visible: QRectF | None) -> None:
        pen = QPen(self._pen)
        if self._steady:
            pen.setWidthF(pen.widthF() * thin)
        for path, box in self._pieces:
            if visible is None or box.intersects(visible):
                painter.strokePath(path, pen)


class _Clipped:
    def __init__(self, op: Clipped) -> None:
        self._clips = [path_of(*curves) for curves in op.clips]
        self._box = self._clips[0].boundingRect()
        for clip in self._clips[1:]:
            self._box = self._box.intersected(clip.boundingRect())
        self._nodes = nodes_of(op.ops)

    def paint(self, painter: QPainter, thin: float, visible: QRectF | None) -> None:
        seen = self._box if visible is None else self._box.intersected(visible)
        if seen.isEmpty():
            return
        painter.save()
        for clip in self._clips:
            painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
        for node in self._nodes:
            node.paint(painter, thin, seen)
        painter.restore()


Node = _Fill | _Line | _Clipped


def nodes_of(ops: Sequence[Op]) -> list[Node]:
    out: list[Node] = []
    for op in ops:
        match op:
            case Fill():
                out.append(_Fill(op))
            case Line():
                out.append(_Line(op))
            case Clipped():
                out.append(_Clipped(op))
    return out


def _apart(curves: Sequence[Curve]) -> list[QPainterPath]:
    """One path for each outermost curve with what lies inside it: curves of one fill never cross."""
    boxes = sorted(((path_of(c), c) for c in curves), key=lambda pair: -_size(pair[0]))
    groups: list[tuple[QPainterPath, list[Curve]]] = []
    for path, curve in boxes:
        at = path.pointAtPercent(0)
        for outer, mine in groups:
            if outer.contains(at):
                mine.append(curve)
                break
        else:
            groups.append((path, [curve]))
    return [path_of(*mine) for _, mine in groups]


def _size(path: QPainterPath) -> float:
    box = path.boundingRect()
    return box.width() * box.height()
