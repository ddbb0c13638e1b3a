"""A symptom area on the body: tinted, filled with the pattern of its quality, edged, with its letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from needlechart.atlas.outlines import edges_of
from needlechart.atlas.patterns import pattern_lines
from needlechart.catalogue import symptom_qualities
from needlechart.domain.symptom_area import SymptomArea
from needlechart.ui.bodymap.frame import Frame
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle
from needlechart.ui.widgets.painting import paint_box, paint_text

GAP = 9.0
"""Logical pixels between the lines of a pattern, at every zoom."""

COLOURS = 8
_UNKNOWN = "rising"


@dataclass(frozen=True, slots=True)
class Look:
    """Colour token and pattern of a quality."""

    colour: str
    pattern: str


def look_of(quality: str) -> Look:
    """How a quality is shown; what the catalogue does not know, and none, in ink with rising lines."""
    known = symptom_qualities().get(quality)
    if known is None:
        return Look("ink", _UNKNOWN)
    return Look(f"area_{min(max(known.order, 1), COLOURS)}", known.pattern.value)


def paint_pattern(painter: QPainter, look: Look, box: QRectF, gap: float, pen: QPen) -> None:
    """The lines of a pattern over a rectangle, which the caller has clipped."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(_lines(look.pattern, box, gap))


def _lines(pattern: str, box: QRectF, gap: float) -> QPainterPath:
    path = QPainterPath()
    for line in pattern_lines(pattern, (box.left(), box.top(), box.right(), box.bottom()), gap):
        path.moveTo(*line[0])
        for point in line[1:]:
            path.lineTo(*point)
    return path


class AreaItem(QGraphicsItem):
    """``earlier``: only its dashed edge is shown, for the areas before under those after needling."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._look = Look("ink", _UNKNOWN)
        self._letter = ""
        self._fill = QPainterPath()
        self._filled: tuple[object, QPainterPath] | None = None
        self.area: SymptomArea | None = None
        self.selected = False
        self.earlier = False

    def show_area(
        self, area: SymptomArea, letter: str, frame: Frame, *, selected: bool, earlier: bool
    ) -> None:
        """Draw another state of an area."""
        self.prepareGeometryChange()
        self.area, self._letter = area, letter
        self.selected, self.earlier = selected, earlier
        self._look = look_of(area.quality)
        self._fill = QPainterPath()
        self._fill.setFillRule(Qt.FillRule.OddEvenFill)
        for edge in edges_of(area.outline):
            _ring(self._fill, [frame.to_scene(x, y) for x, y in edge])
        self._filled = None
        self.setZValue(1 if earlier else 6 if selected else 5)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._fill.boundingRect().adjusted(-40, -40, 40, 40)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = max(painter.worldTransform().m11() / painter.device().devicePixelRatioF(), 1e-6)
        if self.earlier:
            pen = QPen(self._theme.colour("ghost"), 2 / scale, Qt.PenStyle.CustomDashLine)
            pen.setDashPattern([3, 2.5])
            painter.setPen(pen)
            painter.drawPath(self._fill)
            return
        colour = self._theme.colour(self._look.colour)
        self._paint_fill(painter, colour, scale)
        if self.selected:
            painter.setPen(QPen(self._theme.colour("surface"), 6 / scale))
            painter.drawPath(self._fill)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, (3.2 if self.selected else 2) / scale))
        painter.drawPath(self._fill)
        self._paint_letter(painter, colour, scale)

    def _paint_fill(self, painter: QPainter, colour: QColor, scale: float) -> None:
        tint = QColor(colour)
        tint.setAlphaF(0.16)
        painter.fillPath(self._fill, tint)
        gap = GAP * self._theme.scale / scale
        key = (self._look.pattern, gap)
        if self._filled is None or self._filled[0] != key:
            self._filled = key, _lines(self._look.pattern, self._fill.boundingRect(), gap)
        painter.save()
        painter.setClipPath(self._fill, Qt.ClipOperation.IntersectClip)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5 / scale))
        painter.drawPath(self._filled[1])
        painter.restore()

    def _paint_letter(self, painter: QPainter, colour: QColor, scale: float) -> None:
        """On the top of the area, the same size at every zoom."""
        top = min((self._fill.elementAt(i) for i in range(self._fill.elementCount())), key=lambda e: e.y)
        painter.save()
        painter.translate(QPointF(top.x, top.y))
        painter.scale(1 / scale, 1 / scale)
        side = self._theme.px(20)
        box = QRectF(-side / 2, -side - 1, side, side)
        ground = BoxStyle(fill="surface", edge=self._look.colour, width=1.6)
        paint_box(painter, self._theme, box, ground, self._theme.radius("badge"))
        paint_text(painter, box, self._letter, self._theme.font("label_strong"), self._theme.colour("ink"))
        painter.restore()


def _ring(path: QPainterPath, corners: Sequence[QPointF]) -> None:
    """A closed line through the middles of the sides, rounded at the corners: a brush leaves none."""
    path.moveTo((corners[-1] + corners[0]) / 2)
    for corner, following in zip(corners, [*corners[1:], corners[0]], strict=True):
        path.quadTo(corner, (corner + following) / 2)
    path.closeSubpath()
