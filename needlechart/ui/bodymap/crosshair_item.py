"""The keyboard's place on the map."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from needlechart.ui.theme import Theme

_ARM = 20.0
_GAP = 5.0


class CrosshairItem(QGraphicsItem):
    """Two-tone, so that it shows on every ground; the same size at every zoom."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(40)
        self.hide()

    def boundingRect(self) -> QRectF:
        reach = _ARM + 3
        return QRectF(-reach, -reach, 2 * reach, 2 * reach)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in (("surface", 5.0), ("ink", 2.0)):
            pen = QPen(self._theme.colour(colour), width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(QLineF(dx * _GAP, dy * _GAP, dx * _ARM, dy * _ARM))
        painter.setBrush(self._theme.colour("ink"))
        painter.drawEllipse(QPointF(), 1.5, 1.5)
