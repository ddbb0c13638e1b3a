"""Where everything on the map lies: views, rails at their edges, cards in the corners that are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize

from needlechart.domain.words import View
from needlechart.ui.bodymap.rails import WIDTH as RAIL_WIDTH
from needlechart.ui.bodymap.rails import sides_of
from needlechart.ui.bodymap.toolbar import BOTH
from needlechart.ui.theme import Theme

if TYPE_CHECKING:
    from needlechart.ui.bodymap.body_map import BodyMap


_CAPTION = "Seen from below, patient lying on the back"
_HALVES = {View.LEFT: ("FRONT", "BACK"), View.RIGHT: ("BACK", "FRONT")}
"""What the two halves of a side view show."""


def arrange(body_map: BodyMap, *, compact: bool) -> None:
    """Give every part its place for the size the map has now."""
    px, width, height = Theme.current().px, body_map.width(), body_map.height()
    edge, rail = px(10), px(RAIL_WIDTH)
    body_map.toolbar.setGeometry(edge, px(8), width - 2 * edge, body_map.toolbar.height())
    body_map.toolbar.arrange()
    top = px(8) + body_map.toolbar.views.height() + px(8)
    bottom = height - edge
    both, half = body_map.shown == BOTH, width // 2
    body_map.panes[0].setGeometry(0, 0, half if both else width, height)
    body_map.panes[1].setGeometry(half, 0, width - half, height)
    body_map.cover.setGeometry(0, top, width, height - top)
    middle = half - rail // 2 if both else width - edge - rail
    for one, left in zip(body_map.rails, (edge, middle, width - edge - rail), strict=True):
        one.setGeometry(left, top, rail, bottom - top)
    side = edge + rail
    body_map.panes[0].set_insets(side, top, rail // 2 if both else side, edge)
    body_map.panes[1].set_insets(rail // 2, top, side, edge)
    inner = side + px(10)
    _cards(body_map, QRect(inner, top + px(6), width - 2 * inner, bottom - top - px(8)), compact=compact)


def show_sides(body_map: BodyMap, view: View, *, covered: bool, compact: bool) -> None:
    """The patient's sides at the edges, and what else tells how the body is seen; they swap with the view."""
    both, pelvic = body_map.shown == BOTH, view is View.PELVIC_FLOOR
    edges = (*sides_of(view), sides_of(View.BACK)[1])
    for rail, side in zip(body_map.rails, edges, strict=True):
        rail.set_side(side)
        rail.setVisible(not covered)
    body_map.rails[2].setVisible(both)
    words = ("FRONT", "BACK") if both else _HALVES.get(view, ("", ""))
    for heading, word in zip(body_map.headings, words, strict=True):
        heading.set_text(word)
    body_map.caption.set_text(_CAPTION if pelvic and not covered else "")
    body_map.zoom.setVisible(not covered)
    body_map.position.setVisible(not covered)
    body_map.navigator.setVisible(not (covered or pelvic or both or compact))


def _cards(body_map: BodyMap, room: QRect, *, compact: bool) -> None:
    """Cards in the corners of what the rails leave free."""
    px = Theme.current().px
    position = body_map.position.sizeHint()
    body_map.position.setGeometry(QRect(room.bottomLeft() - _up(position), position))
    card = body_map.ghost_card
    size = card.sizeHint().expandedTo(card.minimumSizeHint())
    at = room.bottomLeft() - _up(size, position.height() + px(8)) if compact else room.topLeft()
    card.setGeometry(QRect(at, size))
    caption = body_map.caption
    zoom = body_map.zoom.sizeHint()
    below = body_map.toolbar.height() - body_map.toolbar.views.height()
    over = room.bottom() - zoom.height() - (px(36) if caption.text else 0) if compact else room.top() + below
    body_map.zoom.setGeometry(room.right() - zoom.width(), over, zoom.width(), zoom.height())
    small = body_map.navigator.sizeHint()
    body_map.navigator.setGeometry(QRect(room.bottomRight() - QPoint(small.width(), small.height()), small))
    middle = max(room.center().x() - caption.width() // 2, room.left() + position.width() + px(8))
    caption.move(middle, room.bottom() - caption.height())
    plate = body_map.plate
    plate.move(room.center().x() - plate.width() // 2, room.top() + px(60))
    part = room.width() // (4 if body_map.shown == BOTH else 3)
    for heading, at_x in zip(body_map.headings, (room.left() + part, room.right() - part), strict=True):
        heading.move(at_x - heading.width() // 2, room.top())


def _up(size: QSize, more: int = 0) -> QPoint:
    return QPoint(0, size.height() + more)
