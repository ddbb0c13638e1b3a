"""The tile of one needling site, 58 by 52."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.ui.widgets.control import Control
from needlechart.ui.widgets.painting import (
    BoxStyle,
    paint_box,
    paint_side_badge,
    paint_text,
    paint_twitch_dots,
    text_width,
)


class SiteState(Enum):
    """Where in its life a mark is."""

    GHOST = "ghost"
    PLANNED = "planned"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class TileFace:
    """What a tile shows: ``side`` "right", "left" or "" (midline); twitch 0 to 3 dots, None for none yet.

    ``words`` stand in the place of the dots ("to do", "last", "twitch?"); ``alert`` adds the round "!".
    """

    label: str
    side: str = ""
    state: SiteState = SiteState.PLANNED
    twitch: int | None = None
    words: str = ""
    alert: bool = False
    spoken: str = ""


_STYLES = {
    SiteState.GHOST: BoxStyle(edge="ghost", ink="muted", dashed=True),
    SiteState.PLANNED: BoxStyle(fill="surface", edge="edge"),
    SiteState.IN: BoxStyle(fill="needle_soft", edge="needle", width=2),
    SiteState.OUT: BoxStyle(fill="surface", edge="accent", width=2),
}


class Tile(Control):
    """A tap selects the site; selected is the ring of focus, drawn inside the tile's margin of 4."""

    def __init__(self, face: TileFace, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCheckable(True)
        self.set_face(face)

    @property
    def face(self) -> TileFace:
        return self._face

    def nextCheckState(self) -> None:
        """The panel decides what is selected."""

    def set_face(self, face: TileFace) -> None:
        self._face = face
        side = f"patient's {face.side}, " if face.side else ""
        self.setAccessibleName(face.spoken or f"Site {face.label}, {side}{face.state.value}")
        self.update()

    def set_selected(self, selected: bool) -> None:
        self.setChecked(selected)

    def sizeHint(self) -> QSize:
        """58 by 52 and a margin of 4 for the ring: lay tiles out with a spacing of -2."""
        return QSize(self._theme.px(66), self._theme.px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = self._theme.px(4)
        box = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        style = _STYLES[self._face.state]
        paint_box(painter, self._theme, box, style)
        if self.isDown():
            paint_box(painter, self._theme, box, BoxStyle(fill="sunken", edge=style.edge, width=style.width))
        self._paint_head(painter, box, style)
        self._paint_foot(painter, box, style)
        if self._face.state is SiteState.IN:
            self._paint_shaft(painter, box)
        if self.isChecked():
            ring = box.adjusted(-margin, -margin, margin, margin)
            paint_box(painter, self._theme, ring, BoxStyle(edge="ink", width=3), self._theme.px(11))
        if self._face.alert:
            self._paint_alert(painter, QPointF(box.left() + margin, box.top() + margin))

    def _paint_head(self, painter: QPainter, box: QRectF, style: BoxStyle) -> None:
        ghost = self._face.state is SiteState.GHOST
        font = self._theme.font("body" if ghost else "section")
        badge = self._theme.px(18) if self._face.side else 0
        gap = self._theme.px(5) if badge else 0
        width = text_width(font, self._face.label)
        left = box.left() + (box.width() - width - gap - badge) / 2
        line = QRectF(left, box.top() + self._theme.px(8), width + 1, self._theme.px(20))
        colour = self._theme.colour(style.ink)
        paint_text(painter, line, self._face.label, font, colour, Qt.AlignmentFlag.AlignVCenter)
        if badge:
            top = line.center().y() - badge / 2
            square = QRectF(left + width + gap, top, badge, badge)
            right = self._face.side == "right"
            paint_side_badge(painter, self._theme, square, right=right, dashed=ghost, colour=style.ink)

    def _paint_foot(self, painter: QPainter, box: QRectF, style: BoxStyle) -> None:
        middle = box.bottom() - self._theme.px(13)
        if self._face.words:
            room = QRectF(box.left() + 2, middle - self._theme.px(9), box.width() - 4, self._theme.px(18))
            font = self._theme.font("label_strong")
            paint_text(painter, room, self._face.words, font, self._theme.colour(style.ink))
        elif self._face.twitch is not None:
            centre = QPointF(box.center().x(), middle)
            paint_twitch_dots(painter, self._theme, centre, self._face.twitch)

    def _paint_shaft(self, painter: QPainter, box: QRectF) -> None:
        """The handle of a needle in the upper corner: this one is in the body."""
        corner = QPointF(box.right() - self._theme.px(4), box.top() + self._theme.px(5))
        length = self._theme.px(12)
        foot = QPointF(corner.x() - length, corner.y() + length)
        pen = QPen(self._theme.colour("needle"), 1.6 * self._theme.scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(foot, corner)
        pen.setWidthF(4 * self._theme.scale)
        painter.setPen(pen)
        painter.drawLine((foot + corner) / 2 + QPointF(1, -1), corner)

    def _paint_alert(self, painter: QPainter, centre: QPointF) -> None:
        radius = self._theme.px(8)
        painter.setPen(QPen(self._theme.colour("caution_line"), 1.4))
        painter.setBrush(self._theme.colour("caution_soft"))
        painter.drawEllipse(centre, radius, radius)
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        paint_text(painter, box, "!", self._theme.font("label_strong"), self._theme.colour("caution"))
