"""The muscle of the selected site, tinted; the structure to avoid there, hatched."""

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QStyleOptionGraphicsItem, QWidget

from needlechart.ui.theme import Theme

_MARGIN = 16.0
"""Units: boundingRect must hold a cosmetic pen at every zoom, and what it holds alone is painted anew."""


def cosmetic(pen: QPen, painter: QPainter) -> QPen:
    """The same width in logical pixels at every zoom (a cosmetic pen counts those of the device)."""
    pen.setCosmetic(True)
    pen.setWidthF(pen.widthF() * painter.device().devicePixelRatioF())
    return pen


class MuscleTint(QGraphicsPathItem):
    """What is seen of a muscle, with the theme's tint and a 2 px accent edge; dashed where it lies deeper."""

    def __init__(self, path: QPainterPath, theme: Theme, *, covered: bool = False) -> None:
        super().__init__(path)
        self._theme = theme
        self.covered = covered
        self.setZValue(2)
        self.setPen(QPen(theme.colour("accent"), _MARGIN))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = self._theme.colour("muscle_tint")
        tint.setAlphaF(0.6 if self.covered else 0.85)  # the fibres stay visible
        painter.setBrush(tint)
        pen = cosmetic(QPen(self._theme.colour("accent"), 2), painter)
        if self.covered:
            pen.setDashPattern([3, 2.5])
        painter.setPen(pen)
        painter.drawPath(self.path())


class StructureItem(QGraphicsPathItem):
    """A structure to avoid: hatched in danger with a dashed edge; its name is drawn by the view."""

    def __init__(self, path: QPainterPath, name: str, theme: Theme) -> None:
        super().__init__(path)
        self.name = name
        self._theme = theme
        self.setZValue(4)
        self.setPen(QPen(theme.colour("danger"), _MARGIN))

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        danger = self._theme.colour("danger")
        painter.save()
        painter.setClipPath(self.path(), Qt.ClipOperation.IntersectClip)
        self._hatch(painter)
        painter.restore()
        pen = cosmetic(QPen(danger, 1.3), painter)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self.path())

    def _hatch(self, painter: QPainter) -> None:
        """Stripes 5 px wide every 10 px at every zoom, rising to the right."""
        to_device = painter.worldTransform()
        scale = max(abs(to_device.m11()), 1e-6)
        box = self.path().boundingRect()
        step = 10 / scale
        pen = QPen(self._theme.colour("danger"), 4 / scale)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        rise = box.height()
        x = box.left() - rise
        while x < box.right():
            painter.drawLine(QLineF(x, box.bottom(), x + rise, box.top()))
            x += step
