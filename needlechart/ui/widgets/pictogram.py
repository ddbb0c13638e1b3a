"""A pictogram on screen, in the colours of the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.catalogue.pictograms import HEIGHT, STROKES, WIDTH, Pictogram, Role
from needlechart.ui.theme import Theme

COLOURS = {
    Role.BODY: "ink",
    Role.GHOST: "ink",
    Role.PROP: "edge",
    Role.GROUND: "line",
    Role.ARROW: "accent",
    Role.SIGN: "accent",
}
"""Tokens; the line of the ground and of where a limb comes from is decoration, the rest carries meaning."""

PALE = 0.28
"""How strong a limb is drawn where it comes from, in every theme."""


class PictogramView(QWidget):
    """Shows one pictogram, or nothing; ``width`` in logical pixels at 100 %."""

    def __init__(self, parent: QWidget | None = None, *, width: int = 120) -> None:
        super().__init__(parent)
        self._picture: Pictogram | None = None
        self._width = width
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: Pictogram | None, name: str) -> None:
        """Another pictogram, or none; ``name`` is what it shows, for screen readers."""
        self._picture = picture
        self.setAccessibleName(f"Picture: {name}")
        self.setVisible(picture is not None)
        self.update()

    def sizeHint(self) -> QSize:
        wide = Theme.current().px(self._width)
        return QSize(wide, round(wide * HEIGHT / WIDTH))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            return
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / WIDTH, self.width() / WIDTH)
        for stroke in self._picture.strokes:
            path = QPainterPath()
            curve = stroke.curve
            path.moveTo(curve[0], curve[1])
            for index in range(2, len(curve), 6):
                path.cubicTo(*curve[index : index + 6])
            colour = theme.colour(COLOURS[stroke.role])
            painter.setOpacity(PALE if stroke.role is Role.GHOST else 1.0)
            if stroke.filled:
                painter.fillPath(path, colour)
            else:
                pen = QPen(colour, STROKES[stroke.role])
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                painter.strokePath(path, pen)
