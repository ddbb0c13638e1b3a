"""A mark as it is drawn: 30 px at every zoom, touched within 44 px, its number always upright."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem, QStyleOptionGraphicsItem, QWidget

from needlechart.ui.bodymap.marks import Life, Mark
from needlechart.ui.theme import Theme
from needlechart.ui.widgets.painting import paint_text, paint_twitch_dots

DIAMETER = 30
TOUCH = 44
_REACH = 34
"""Pixels from the centre that hold everything that is painted: ring, shaft, dots."""
_KEPT = 1500


class Pictures:
    """Drawn marks by how they look; belongs to a scene and is emptied when it grows."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], QPixmap] = {}

    def get(self, look: tuple[object, ...], draw: Callable[[float], QPixmap], ratio: float) -> QPixmap:
        """The picture of a look, drawn if it is new."""
        picture = self._kept.get(look)
        if picture is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            picture = self._kept[look] = draw(ratio)
        return picture


class _Leader(QGraphicsItem):
    """From the place of a mark to where it is drawn, while that is elsewhere.

    It does not know its mark: in a cycle the two would live on after the mark is taken off the map, until a
    collection destroyed them in any order.
    """

    def __init__(self, mark: "PointItem", theme: Theme) -> None:
        super().__init__(mark)
        self._away, self._theme = QPointF(), theme
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemStacksBehindParent)

    def follow(self, away: QPointF) -> None:
        """The mark is drawn elsewhere, so far from its place in pixels."""
        self.prepareGeometryChange()
        self._away = QPointF(away)
        self.setVisible(not away.isNull())
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(QPointF(), self._away).normalized().adjusted(-4, -4, 4, 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("ink"), 1.2))
        painter.drawLine(QPointF(), self._away)
        painter.setBrush(self._theme.colour("ink"))
        painter.drawEllipse(QPointF(), 2.5, 2.5)


class Shaft(QGraphicsPixmapItem):
    """The needle of a mark that is in, below every mark: it hides no number of a neighbour.

    An item of its own in the scene, which places it with its mark; it does not know its mark either.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(9)


class PointItem(QGraphicsPixmapItem):
    """Mirrors one mark; the scene decides what a tap or drag means.

    A picture that Qt paints by itself: 500 marks repaint in a fraction of what Python would need.
    """

    def __init__(self, mark: Mark, theme: Theme, pictures: Pictures | None = None) -> None:
        super().__init__()
        self._pictures = pictures or Pictures()
        self._mark = mark
        self._theme = theme
        self._selected = False
        self._fan = QPointF()
        self._aside = QPointF()
        self._leader: _Leader | None = None
        self.shaft: Shaft | None = None
        self._look: tuple[object, ...] = ()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
        self._restack()

    @property
    def mark(self) -> Mark:
        return self._mark

    @property
    def fan(self) -> QPointF:
        """How far it is drawn from its place while crowded marks are fanned out, in pixels."""
        return self._fan

    @property
    def away(self) -> QPointF:
        """How far it is drawn from its place, in pixels: fanned out, or aside of the selected mark."""
        return self._aside if self._fan.isNull() else self._fan

    def set_aside(self, offset: QPointF) -> None:
        """Drawn beside the selected mark, which would cover it."""
        if offset != self._aside:
            self._aside = QPointF(offset)
            self._restack()

    def set_mark(self, mark: Mark) -> None:
        """Show another state of the same mark; the scene sets the position."""
        self._mark = mark
        self._restack()

    def set_selected(self, *, selected: bool) -> None:
        if selected != self._selected:
            self._selected = selected
            self._restack()

    def set_fan(self, offset: QPointF) -> None:
        if offset != self._fan:
            self._fan = QPointF(offset)
            self._restack()

    def restyle(self) -> None:
        """Other colours, another text size, another screen."""
        self._restack()

    def _restack(self) -> None:
        """What is selected lies on top, then what was moved to be seen, then needles in the body."""
        away = self.away
        life = {Life.GHOST: 10, Life.IN: 21}.get(self._mark.life, 20)
        self.setZValue(30 if self._selected else 25 if not away.isNull() else life)
        self._show_picture()
        reach = _REACH * self._theme.scale
        self.setOffset(away - QPointF(reach, reach))
        self._show_shaft()
        if self._leader is None and not away.isNull():
            self._leader = _Leader(self, self._theme)
        if self._leader is not None:
            self._leader.follow(away)

    def _show_shaft(self) -> None:
        """Made with the first needle that goes in; it follows the picture of the mark."""
        inside = self._mark.life is Life.IN
        if self.shaft is None and inside:
            self.shaft = Shaft()
        if self.shaft is not None:
            theme, ratio = self._theme, self._ratio()
            look = ("shaft", theme.name, theme.scale, ratio)
            self.shaft.setPixmap(self._pictures.get(look, self._draw_shaft, ratio))
            self.shaft.setOffset(self.offset())
            self.shaft.setVisible(inside)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        radius = TOUCH * self._theme.scale / 2
        path.addEllipse(self.away, radius, radius)
        return path

    def _show_picture(self) -> None:
        """The mark as it looks; equal marks share it."""
        mark, theme, ratio = self._mark, self._theme, self._ratio()
        kind = (mark.number, mark.life, mark.dots, mark.needs_value, self._selected)
        look = (*kind, theme.name, theme.scale, ratio)
        if look != self._look:
            self._look = look
            self.setPixmap(self._pictures.get(look, self._draw, ratio))

    def _ratio(self) -> float:
        """Pixels of the screen for a logical one."""
        scene = self.scene()
        views = scene.views() if scene is not None else []
        return views[0].devicePixelRatioF() if views else QGuiApplication.primaryScreen().devicePixelRatio()

    def _draw(self, ratio: float) -> QPixmap:
        return self._picture(ratio, self._paint_mark)

    def _draw_shaft(self, ratio: float) -> QPixmap:
        return self._picture(ratio, self._paint_shaft)

    def _picture(self, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
        side = 2 * _REACH * self._theme.scale
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(side / 2, side / 2)
        paint(painter)
        painter.end()
        return picture

    def _paint_mark(self, painter: QPainter) -> None:
        scale = self._theme.scale
        painter.scale(scale, scale)
        if self._selected:
            self._paint_ring(painter)
        self._paint_disc(painter)
        painter.scale(1 / scale, 1 / scale)
        if self._mark.dots is not None:
            below = (26 if self._selected else 23) * scale
            paint_twitch_dots(painter, self._theme, QPointF(0, below), self._mark.dots)
        if self._mark.needs_value:
            self._paint_call(painter)

    def _paint_disc(self, painter: QPainter) -> None:
        theme, life = self._theme, self._mark.life
        radius = DIAMETER / 2
        if life is Life.IN:
            painter.setPen(QPen(theme.colour("surface"), 1.5))
            painter.setBrush(theme.colour("needle"))
            painter.drawEllipse(QPointF(), radius, radius)
        else:
            width = {Life.GHOST: 2.0, Life.PLANNED: 1.6, Life.OUT: 3.0}[life]
            edge = {Life.GHOST: "ghost", Life.PLANNED: "ink", Life.OUT: "accent"}[life]
            pen = QPen(theme.colour(edge), width)
            if life is Life.GHOST:
                pen.setDashPattern([2.2, 1.8])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            ground = theme.colour("surface")
            ground.setAlphaF(0.75 if life is Life.GHOST else 1.0)
            painter.setPen(pen)
            painter.setBrush(ground)
            painter.drawEllipse(QPointF(), radius - width / 2, radius - width / 2)
        ink = {Life.GHOST: "ghost", Life.IN: "on_needle"}.get(life, "ink")
        font = theme.font("section" if self._mark.number < 100 else "label_strong")
        font.setPixelSize(16 if self._mark.number < 100 else 12)
        paint_text(painter, QRectF(-15, -15, 30, 30), str(self._mark.number), font, theme.colour(ink))

    def _paint_shaft(self, painter: QPainter) -> None:
        """Needle and handle to the upper right, as the hand holds it."""
        ink = self._theme.colour("ink")
        painter.scale(self._theme.scale, self._theme.scale)
        for width, start, end, colour in (
            (8.0, 20.0, 30.0, self._theme.colour("surface")),
            (2.0, 12.0, 22.0, ink),
            (5.0, 21.0, 30.0, ink),
        ):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(QPointF(start * 0.72, -start * 0.72), QPointF(end * 0.72, -end * 0.72))

    def _paint_ring(self, painter: QPainter) -> None:
        painter.setBrush(self._theme.colour("surface"))
        painter.setPen(QPen(self._theme.colour("ink"), 3))
        painter.drawEllipse(QPointF(), 19.5, 19.5)

    def _paint_call(self, painter: QPainter) -> None:
        """The small "!" of a mark that needs a value."""
        centre = QPointF(-12 * self._theme.scale, -12 * self._theme.scale)
        radius = 8 * self._theme.scale
        painter.setPen(QPen(self._theme.colour("caution_line"), 1.4))
        painter.setBrush(self._theme.colour("caution_soft"))
        painter.drawEllipse(centre, radius, radius)
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        paint_text(painter, box, "!", self._theme.font("label_strong"), self._theme.colour("caution"))
