"""Discs on a small map that cover no other: each as near to its place as there is room."""

from collections.abc import Iterator, Sequence
from math import cos, hypot, pi, sin

from PySide6.QtCore import QPointF, QRectF

GAP = 1.5
"""Pixels between two discs."""

_RINGS, _WAYS = 12, 24


def spread(discs: Sequence[tuple[QPointF, float]], room: QRectF, middle: float) -> list[QPointF]:
    """Where the discs, given as place and radius, are drawn, in the same order.

    The first keep their places; a later one moves to the nearest free place of ``room`` on its own side
    of ``middle`` (an x), so that no disc changes the side of the body. All in pixels. Where there is no
    free place it stays, as far as the room lets it.
    """
    placed: list[tuple[QPointF, float]] = []
    for place, radius in discs:
        found = next(
            (one for one in _around(place, radius, room, middle) if _free(one, radius, placed)),
            _inside(place, radius, room),
        )
        placed.append((found, radius))
    return [place for place, _ in placed]


def _around(place: QPointF, radius: float, room: QRectF, middle: float) -> Iterator[QPointF]:
    """The place itself, then places around it, the nearest first."""
    start = _inside(place, radius, room)
    yield start
    for ring in range(1, _RINGS + 1):
        far = ring * radius / 2
        for way in range(_WAYS):
            turn = 2 * pi * way / _WAYS
            tried = QPointF(start.x() + far * cos(turn), start.y() + far * sin(turn))
            same_side = (tried.x() - middle) * (start.x() - middle) >= 0
            if same_side and _inside(tried, radius, room) == tried:
                yield tried


def _inside(place: QPointF, radius: float, room: QRectF) -> QPointF:
    edge = min(radius, room.width() / 2, room.height() / 2)
    x = min(max(place.x(), room.left() + edge), room.right() - edge)
    return QPointF(x, min(max(place.y(), room.top() + edge), room.bottom() - edge))


def _free(place: QPointF, radius: float, placed: Sequence[tuple[QPointF, float]]) -> bool:
    return all(
        hypot(place.x() - other.x(), place.y() - other.y()) >= radius + wide + GAP for other, wide in placed
    )
