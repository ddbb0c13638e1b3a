"""The drawing beside unlock and set-up: a lower back in outline, and a needle; simple curves of ours."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from needlechart.ui.icons import parse_path
from needlechart.ui.theme import Theme

_WIDTH, _HEIGHT = 520.0, 698.0
"""The drawing's own units; it keeps its proportions and fills the panel from the lower right."""

_BODY = (
    "M14 143 C26 215 40 270 52 330 C58 362 65 385 64 416 C63 448 54 465 46 492 C32 540 12 640 7 705 H465 "
    "C460 640 442 560 428 505 C418 468 407 448 407 412 C408 375 416 345 424 300 C434 240 448 200 457 143 "
    "C466 190 480 232 492 290 C500 326 512 360 524 388 V80 "
    "C514 36 498 8 470 -6 H-6 V205 C4 180 9 162 14 143 Z"
)
_LINES = (
    "M57 528 C75 520 86 509 107 509 C128 509 142 522 160 532 C182 544 198 553 215 565",
    "M415 528 C397 520 386 509 365 509 C344 509 330 522 312 532 C290 544 274 553 257 565",
    "M194 577 H278",
    "M202 577 L232 705",
    "M270 577 L240 705",
)
_DIMPLES = (QPointF(194, 577), QPointF(278, 577), QPointF(27, 691), QPointF(445, 691))
_POINT = QPointF(374.5, 565.5)
_RINGS = ((26.0, 1.0), (58.0, 0.5), (98.0, 0.28), (146.0, 0.16))


class ArtPanel(QWidget):
    """Paints body, rings, needle and name; carries nothing to read or press."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self.setAccessibleName("needlechart")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.colour("surface_2"))
        painter.save()
        factor = max(self.width() / _WIDTH, self.height() / _HEIGHT)
        painter.translate(self.width() - _WIDTH * factor, self.height() - _HEIGHT * factor)
        painter.scale(factor, factor)
        self._paint_body(painter)
        self._paint_needle(painter)
        painter.restore()
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.colour("line"))
        paint_wordmark(painter, self._theme, QPointF(self._theme.px(50), self._theme.px(44)))

    def _paint_body(self, painter: QPainter) -> None:
        line = self._cosmetic("figure_line", 1.2)
        painter.fillPath(parse_path(_BODY), self._theme.colour("figure_skin"))
        painter.strokePath(parse_path(_BODY), line)
        for curve in _LINES:
            painter.strokePath(parse_path(curve), line)
        painter.setPen(line)
        painter.setBrush(self._theme.colour("figure_skin"))
        for centre in _DIMPLES:
            painter.drawEllipse(centre, 9.5, 9.5)

    def _paint_needle(self, painter: QPainter) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for radius, strength in _RINGS:
            colour = self._theme.colour("accent")
            colour.setAlphaF(strength)
            painter.setPen(QPen(colour, 2))
            painter.drawEllipse(_POINT, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(_POINT, 7, 7)
        pen = QPen(self._theme.colour("ink"), 2.4)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(_POINT, QPointF(466.5, 415.5))
        pen.setWidthF(8)
        painter.setPen(pen)
        painter.drawLine(QPointF(466.5, 415.5), QPointF(492.5, 372.5))

    def _cosmetic(self, token: str, width: float) -> QPen:
        pen = QPen(self._theme.colour(token), width)
        pen.setCosmetic(True)
        return pen


def paint_wordmark(painter: QPainter, theme: Theme, corner: QPointF) -> None:
    """The mark and the name of the program, 38 high at text size 100 %."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(corner)
    painter.scale(theme.scale, theme.scale)
    paint_mark(painter, theme.colour("accent"), theme.colour("ink"))
    painter.restore()
    painter.save()
    font = theme.font("title")
    font.setPixelSize(theme.px(26))
    painter.setFont(font)
    painter.setPen(theme.colour("ink"))
    box = QRectF(corner.x() + theme.px(50), corner.y(), theme.px(300), theme.px(38))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, "needlechart")
    painter.restore()


def paint_mark(painter: QPainter, accent: QColor, ink: QColor) -> None:
    """A needle on its point between two rings, 38 by 38."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pale = QColor(accent)
    pale.setAlphaF(0.55)
    painter.setPen(QPen(pale, 1.8))
    painter.drawEllipse(QPointF(24, 14.5), 12, 12)
    painter.setPen(QPen(accent, 2.4))
    painter.drawEllipse(QPointF(24, 14.5), 6.6, 6.6)
    pen = QPen(ink, 2.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    path = QPainterPath(QPointF(2, 36))
    path.lineTo(24, 14.5)
    painter.drawPath(path)
    painter.setBrush(ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(QPointF(24, 14.5), 2.6, 2.6)
