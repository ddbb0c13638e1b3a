"""The name of a structure to avoid, or a remark on a mark, at the end of a line, kept inside the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QRegion

from needlechart.ui.theme import Theme

if TYPE_CHECKING:
    from needlechart.ui.bodymap.point_item import PointItem
    from needlechart.ui.bodymap.view import BodyMapView

_END = QPointF(130, 56)
"""Where the line to a name ends, outward and below its structure."""
_CLOSE = 34.0
_RIM = 20.0
_WIDTH = 120.0
_GAP = 8.0
_NEAR = 90.0
"""Pixels in which a free place is looked for first."""
_MARK = QRectF(-20, -20, 40, 46)
"""What a mark takes around its centre, its dots included, in logical pixels at text size 100 %."""


@dataclass(frozen=True, slots=True)
class Callout:
    """A name, the pixel its line starts at, and the pixels it is written on."""

    name: str
    start: QPointF
    text: QRectF
    colour: str = "danger"

    def extent(self) -> QRect:
        """The pixels it is drawn on, its line and its ground among them."""
        at_start = QRectF(self.start.x(), self.start.y(), 0, 0).adjusted(-2, -2, 2, 2)
        return self.text.adjusted(-8, -4, 8, 4).united(at_start).toAlignedRect()


def paint_callouts(painter: QPainter, theme: Theme, found: Sequence[Callout]) -> None:
    """Lines and names, in logical pixels of the window."""
    painter.save()
    painter.resetTransform()
    for one in found:
        _paint(painter, theme, one)
    painter.restore()


class Named:
    """The names as they were placed last: they stay where they are until marks, view or cards change.

    Another part of the body is painted whole, its names with it. Where only marks or cards are others, they
    come first, and the names follow with a painting of their own.
    """

    def __init__(self, view: BodyMapView, theme: Theme) -> None:
        self._view = view
        self._theme = theme
        self._shown: object = None
        self._beside: object = None
        self._found: list[Callout] = []
        self._soon = QTimer(view, interval=0, singleShot=True)
        self._soon.timeout.connect(self._again)

    def again_soon(self) -> None:
        """Marks or structures are others than before."""
        self._soon.start()

    def at(self, insets: tuple[int, int, int, int]) -> list[Callout]:
        """What is painted now."""
        shown = (self._view.transform_now(), insets, self._theme.scale)
        if shown != self._shown:
            self._shown = shown
            self._place()
        elif self._found and self._beside != _beside(self._view):
            self._soon.start()
        return self._found

    def _place(self) -> None:
        self._soon.stop()
        self._beside = _beside(self._view)
        self._found = callouts(self._view, self._theme, self._view.insets)

    def _again(self) -> None:
        """Only what is named otherwise than before is painted anew."""
        before = self._found
        self._place()
        for one in (*before, *self._found):
            if one not in before or one not in self._found:
                self._view.viewport().update(one.extent())


def _beside(view: BodyMapView) -> tuple[list[QRectF], object]:
    """What moves by itself: cards, and the mark with a remark while it is dragged."""
    remarked = view.body_scene.remarked()
    return _cards(view), remarked.pos().toTuple() if remarked is not None else None


def callouts(view: BodyMapView, theme: Theme, insets: tuple[int, int, int, int]) -> list[Callout]:
    """Where each name is written: over no mark, no card and no other name while there is room."""
    room = QRectF(view.viewport().rect()).adjusted(
        insets[0] + 8, insets[1] + 8, -insets[2] - 8, -insets[3] - 8
    )
    found: dict[str, Callout] = {}
    taken: list[QRectF] | None = None
    for structure in view.body_scene.structures():
        box = view.viewportTransform().mapRect(structure.path().boundingRect()).intersected(room)
        if structure.name in found or box.isEmpty():
            continue
        if taken is None:
            taken = [*_marks(view, theme.scale), *_cards(view)]
        middle = view.viewportTransform().mapRect(view.body_scene.sceneRect()).center().x()
        outward = -1 if box.center().x() < middle else 1
        text = _place(theme, structure.name, box, room, taken, outward=outward)
        taken.append(text)
        found[structure.name] = Callout(structure.name, box.center(), text)
    told = list(found.values())
    if (item := view.body_scene.remarked()) is not None:
        blocked = taken if taken is not None else [*_marks(view, theme.scale), *_cards(view)]
        told.append(_remark(view, theme, item, room, blocked))
    return told


def _remark(
    view: BodyMapView, theme: Theme, item: PointItem, room: QRectF, taken: Sequence[QRectF]
) -> Callout:
    """Close to its mark, outward of it; the line begins at the rim of the mark."""
    words, scale = view.body_scene.remark, theme.scale
    at = view.viewportTransform().map(item.pos())
    middle = view.viewportTransform().mapRect(view.body_scene.sceneRect()).center().x()
    outward = -1 if at.x() < middle else 1
    box = QRectF(at, at)
    text = _place(theme, words, box, room, taken, outward=outward, end=QPointF(_CLOSE, _CLOSE / 2))
    towards = text.center() - at
    along = max(hypot(towards.x(), towards.y()), 1.0)
    return Callout(words, at + towards / along * (_RIM * scale), text, "caution")


def _marks(view: BodyMapView, scale: float) -> list[QRectF]:
    """Where marks are drawn; no name may hide one."""
    whole = QRectF(_MARK.topLeft() * scale, _MARK.size() * scale)
    to_pixels = view.viewportTransform()
    items = view.body_scene.items_by_id().values()
    return [whole.translated(to_pixels.map(item.pos()) + item.away) for item in items]


def _cards(view: BodyMapView) -> list[QRectF]:
    """Cards and buttons that lie over the map."""
    port = view.viewport()
    shown = [card for card in view.cards if card.isVisible()]
    return [QRectF(port.mapFromGlobal(card.mapToGlobal(QPointF())), card.size()) for card in shown]


def _flags(outward: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if outward < 0 else Qt.AlignmentFlag.AlignLeft
    return int(Qt.TextFlag.TextWordWrap | side)


def _place(
    theme: Theme,
    name: str,
    box: QRectF,
    room: QRectF,
    placed: Sequence[QRectF],
    *,
    outward: int,
    end: QPointF = _END,
) -> QRectF:
    """Where a name is written: outward and below its structure, inside the window, over nothing else."""
    scale = theme.scale
    metrics = QFontMetricsF(theme.font("secondary_strong"))
    words = metrics.boundingRect(QRectF(0, 0, _WIDTH * scale, 400), _flags(outward), name)
    tip = box.center() + QPointF(outward * end.x(), end.y()) * scale
    left = tip.x() - words.width() - 6 if outward < 0 else tip.x() + 6
    text = QRectF(left, tip.y() - words.height() / 2, words.width() + 2, words.height())
    text.moveLeft(min(max(text.left(), room.left()), room.right() - text.width()))
    text.moveTop(min(max(text.top(), room.top()), room.bottom() - text.height()))
    return _free(text, room, placed)


def _free(text: QRectF, room: QRectF, taken: Sequence[QRectF]) -> QRectF:
    """The nearest place inside the room that nothing takes; its own where there is none.

    Looked for close by first: only what lies there is asked, whatever else is on the map.
    """
    corners = QRectF(room.topLeft(), room.size() - text.size())
    if not corners.isValid():
        return text
    whole = max(room.width(), room.height())
    for reach in (_NEAR, 4 * _NEAR, 2 * whole):
        near = QRectF(text.topLeft(), text.topLeft()).adjusted(-reach / 2, -reach, reach / 2, reach)
        corner = _nearest(text.topLeft(), near.intersected(corners), text.size(), taken)
        if corner is not None and (_away(corner, text.topLeft()) <= reach or reach > whole):
            return QRectF(corner, text.size())
    return text


def _nearest(wanted: QPointF, corners: QRectF, size: QSizeF, taken: Sequence[QRectF]) -> QPointF | None:
    """The corner of a free place of that size that is nearest to the wanted one; None without one."""
    around = (2 - _GAP, -_GAP / 2, _GAP - 2, _GAP / 2)
    zone = QRectF(corners.topLeft(), corners.size() + size).adjusted(*around)
    forbidden = [
        QRectF(other.topLeft() - QPointF(size.width(), size.height()), other.size() + size).adjusted(*around)
        for other in taken
        if other.intersects(zone)
    ]
    x, y = wanted.x(), wanted.y()
    if not any(one.left() < x < one.right() and one.top() < y < one.bottom() for one in forbidden):
        return wanted
    free = QRegion(_within(corners, edge=True))
    for one in forbidden:
        free -= QRegion(_within(one))
    found = [
        QPointF(min(max(x, one.left()), one.right()), min(max(y, one.top()), one.bottom()))
        for one in free  # type: ignore[attr-defined]  # the stubs lack it
    ]
    return min(found, key=lambda place: _away(place, wanted), default=None)


def _within(area: QRectF, *, edge: bool = False) -> QRect:
    """The whole pixels inside an area, those on its edge only if wanted."""
    ends = area.left(), area.top(), area.right(), area.bottom()
    if edge:
        left, top, right, bottom = ceil(ends[0]), ceil(ends[1]), floor(ends[2]), floor(ends[3])
    else:
        left, top, right, bottom = (
            floor(ends[0]) + 1,
            floor(ends[1]) + 1,
            ceil(ends[2]) - 1,
            ceil(ends[3]) - 1,
        )
    return QRect(left, top, right - left + 1, bottom - top + 1)


def _away(place: QPointF, wanted: QPointF) -> float:
    """Sideways counts double: a name stays on its structure's side while there is room."""
    return abs(place.x() - wanted.x()) * 2 + abs(place.y() - wanted.y())


def _paint(painter: QPainter, theme: Theme, one: Callout) -> None:
    text, beside = one.text, one.text.center().x() < one.start.x()
    tip = QPointF(text.right() + 5 if beside else text.left() - 5, text.center().y())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour(one.colour), 1.3))
    painter.drawLine(one.start, tip)
    ground = theme.colour("bg")
    ground.setAlphaF(0.72)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(text.adjusted(-4, -2, 4, 2), 4, 4)
    painter.setFont(theme.font("secondary_strong"))
    painter.setPen(theme.colour(one.colour))
    painter.drawText(text, _flags(-1 if beside else 1), one.name)
