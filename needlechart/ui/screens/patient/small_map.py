"""One view of the body with a disc per site: its number, its size and its filling say what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.domain.rules.measure_text import number_text
from needlechart.domain.words import Figure, Layer, View
from needlechart.ui.screens.patient.body_colours import body_colours
from needlechart.ui.screens.patient.spread import spread
from needlechart.ui.screens.patient.summary import Site
from needlechart.ui.theme import Theme
from needlechart.ui.widgets.painting import paint_side_badge, paint_text

TOP, BOTTOM = 330.0, 690.0
"""What the small maps show at least, in atlas units from the vertex: ribs to above the knee."""

CROWD = 6
"""More sites on one map have smaller discs, so that they stay near their places."""

_MARGIN, _WIDTH = 30.0, 215.0
"""Around sites beyond that, and how much of the width, in atlas units."""


class Colouring(Enum):
    """What the discs tell beside where."""

    TIMES = "times"
    TWITCH = "twitch"
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class DiscLook:
    """Colour tokens; filling and edge differ as well as colour. ``dashed``: nothing is known."""

    fill: str
    edge: str
    ink: str
    dashed: bool = False
    half: bool = False


_FULL = DiscLook("accent", "surface", "on_accent")
_HOLLOW = DiscLook("surface", "accent", "ink")
_HALF = DiscLook("surface", "accent", "ink", half=True)
_UNKNOWN = DiscLook("surface", "muted", "ink", dashed=True)


def disc_look(site: Site, colouring: Colouring) -> DiscLook:
    """How a site's disc is drawn."""
    if colouring is Colouring.TWITCH:
        if not site.asked:
            return _UNKNOWN
        return _FULL if site.twitched == site.asked else _HALF if site.twitched else _HOLLOW
    if colouring is Colouring.PAIN:
        if site.pain is None:
            return _UNKNOWN
        worse = DiscLook("surface", "danger", "danger")
        better = DiscLook("ok", "surface", "surface")
        return better if site.pain < 0 else worse if site.pain > 0 else DiscLook("surface", "edge", "ink")
    return _FULL


def disc_words(site: Site, colouring: Colouring) -> str:
    """The number in a disc and beside its bar."""
    if colouring is Colouring.TWITCH:
        return f"{site.twitched}/{site.asked}" if site.asked else "?"
    if colouring is Colouring.PAIN:
        return "?" if site.pain is None else number_text(round(site.pain, 1), sign=True)
    return str(site.times)


def site_words(site: Site) -> str:
    """``right piriformis, 5 times, twitch 4 of 5, pain −2 on average``, for hover and screen readers."""
    times = "once" if site.times == 1 else f"{site.times} times"
    twitch = f"twitch {site.twitched} of {site.asked}" if site.asked else "twitch not stated"
    pain = (
        "pain change not measured"
        if site.pain is None
        else f"pain {number_text(round(site.pain, 1), sign=True)} on average in these visits"
    )
    return f"{site.side.value} {site.name} {times}, {twitch}, {pain}"


class SmallMap(QWidget):
    """``told(words)`` follows hover and tap; empty off the discs."""

    told = Signal(str)

    def __init__(self, view: View, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._view = view
        self._sites: tuple[Site, ...] = ()
        self._figure = Figure.NEUTRAL
        self._colouring = Colouring.TIMES
        self._top, self._bottom = TOP, BOTTOM
        self._discs: list[tuple[Site, QPointF, float]] | None = None
        self._body: QPixmap | None = None
        self._theme.changed.connect(self._forget_drawn)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def sites(self) -> tuple[Site, ...]:
        """What is drawn."""
        return self._sites

    def show_reach(self, sites: Sequence[Site]) -> None:
        """How far up and down these sites of any visit reach, so that the map stands still meanwhile."""
        mine = [one.y for one in sites if one.view is self._view]
        self._top = min([TOP, *(y - _MARGIN for y in mine)])
        self._bottom = max([BOTTOM, *(y + _MARGIN for y in mine)])
        self._forget_drawn()

    def show_sites(
        self, sites: Sequence[Site], figure: Figure, colouring: Colouring = Colouring.TIMES
    ) -> None:
        """Those of this view."""
        self._sites = tuple(one for one in sites if one.view is self._view)
        if figure is not self._figure:
            self._body = None
        self._figure, self._colouring, self._discs = figure, colouring, None
        told = "; ".join(site_words(one) for one in self._sites)
        self.setAccessibleName(f"{self._view.value} view: {told or 'no site'}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(186), self._theme.px(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(130), self._theme.px(160))

    def _room(self) -> QRectF:
        head = self._theme.px(26)
        return QRectF(0, head, self.width(), self.height() - head)

    def discs(self) -> list[tuple[Site, QPointF, float]]:
        """Each site with the middle and the radius of its disc in pixels; none covers another."""
        if self._discs is None:
            self._discs = self._placed()
        return self._discs

    def _placed(self) -> list[tuple[Site, QPointF, float]]:
        room = self._room()
        sites = sorted(self._sites, key=lambda one: (-one.times, one.name, one.side))
        wanted = [(self._place_of(one), self._radius(one)) for one in sites]
        found = spread(wanted, room, room.center().x())
        return [(site, place, wide) for site, place, (_, wide) in zip(sites, found, wanted, strict=True)]

    def _place_of(self, site: Site) -> QPointF:
        """Where the needle went, in pixels."""
        from needlechart import atlas

        room = self._room()
        scale = self._scale(room)
        x, y = atlas.load().to_figure(self._view, self._figure, site.x, site.y)
        return QPointF(room.center().x() + x * scale, room.top() + (y - self._top) * scale)

    def _radius(self, site: Site) -> float:
        crowded = len(self._sites) > CROWD
        if self._colouring is not Colouring.TIMES:
            return self._theme.px(15 if crowded else 17)  # two numbers, or a number with its sign
        return self._theme.px(10) + min(site.times, 3 if crowded else 6) * self._theme.scale

    def _scale(self, room: QRectF) -> float:
        return min(room.height() / (self._bottom - self._top), room.width() / _WIDTH)

    def _forget_drawn(self) -> None:
        self._discs, self._body = None, None
        self.update()

    def _under(self, pos: QPointF) -> str:
        reach = self._theme.px(22)
        near = [
            ((centre - pos).manhattanLength(), site)
            for site, centre, _ in self.discs()
            if (centre - pos).manhattanLength() <= reach
        ]
        return site_words(min(near, key=lambda one: one[0])[1]) if near else ""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.told.emit(self._under(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.told.emit(self._under(event.position()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.told.emit("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_drawn()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter, self._theme.px(26))
        room, ratio = self._room(), self.devicePixelRatioF()
        if self._body is None or self._body.devicePixelRatioF() != ratio:
            self._body = self._drawn_body(room, ratio)
        painter.drawPixmap(room.topLeft(), self._body)
        for site, centre, radius in self.discs():
            self._paint_way(painter, self._place_of(site), centre, radius)
        for site, centre, radius in self.discs():
            self._paint_site(painter, site, centre, radius)

    def _drawn_body(self, room: QRectF, ratio: float) -> QPixmap:
        """The body once for all steps of the slider."""
        from needlechart import atlas
        from needlechart.ui.bodymap import artwork

        picture = QPixmap((room.size() * ratio).toSize().expandedTo(QSize(1, 1)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        scale = self._scale(room)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(room.width() / 2, 0)
        painter.scale(scale, scale)
        painter.translate(0, -self._top)
        plate = atlas.load().plate(self._figure, self._view, Layer.SUPERFICIAL)
        artwork.paint(painter, plate, body_colours(self._theme), detail=False)
        painter.end()
        return picture

    def _paint_way(self, painter: QPainter, place: QPointF, centre: QPointF, radius: float) -> None:
        """From a disc that had to give way to where the needle went."""
        if (place - centre).manhattanLength() < radius * 0.75:
            return
        painter.setPen(QPen(self._theme.colour("accent"), 1.4 * self._theme.scale))
        painter.drawLine(place, centre)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawEllipse(place, self._theme.px(2), self._theme.px(2))

    def _paint_head(self, painter: QPainter, high: int) -> None:
        theme = self._theme
        side = theme.px(22)
        right_first = self._view is View.FRONT
        paint_side_badge(painter, theme, QRectF(0, 1, side, side), right=right_first)
        paint_side_badge(painter, theme, QRectF(self.width() - side, 1, side, side), right=not right_first)
        words = "Front" if self._view is View.FRONT else "Back"
        box = QRectF(side, 0, self.width() - 2 * side, high)
        paint_text(painter, box, words, theme.font("label_strong"), theme.colour("ink"))

    def _paint_site(self, painter: QPainter, site: Site, centre: QPointF, radius: float) -> None:
        theme, look = self._theme, disc_look(site, self._colouring)
        painter.setPen(QPen(theme.colour("surface"), 4))
        painter.setBrush(theme.colour(look.fill))
        painter.drawEllipse(centre, radius, radius)
        pen = QPen(theme.colour(look.edge), 1.5 if look.edge == "surface" else 2.2)
        if look.dashed:
            pen.setDashPattern([2.5, 2])
        painter.setPen(pen)
        painter.drawEllipse(centre, radius, radius)
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        if look.half:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawPie(box.adjusted(2, 2, -2, -2), 180 * 16, 180 * 16)
        words = disc_words(site, self._colouring)
        paint_text(painter, box, words, theme.font("label_strong"), theme.colour(look.ink))
