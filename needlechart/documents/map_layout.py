"""Where things go in a panel of the printed body map: what is shown, marks kept apart, hatching."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, hypot, sin

from needlechart.atlas.types import Point, Rect

RADIUS = 6.8
"""Radius in points of a mark with room around it."""

SMALLEST = 2.6
_GOLDEN = 2.399963
_ROUNDS = 240


@dataclass(frozen=True, slots=True)
class Disc:
    """A mark on the page: the true place (x, y) and where its circle is drawn; points."""

    x: float
    y: float
    size: float = 1.0
    radius: float = RADIUS
    at_x: float = 0.0
    at_y: float = 0.0

    @property
    def moved(self) -> bool:
        """Whether the circle no longer covers its place, so that a line must lead there."""
        return hypot(self.at_x - self.x, self.at_y - self.y) > self.radius * 0.45


def around(points: Sequence[Point], proportion: float) -> Rect:
    """The smallest rectangle of width / height = `proportion` around all points, centred on them."""
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    width, height = right - left, bottom - top
    grown_width, grown_height = max(width, height * proportion), max(height, width / proportion)
    x, y = left - (grown_width - width) / 2, top - (grown_height - height) / 2
    return x, y, x + grown_width, y + grown_height


def spread(discs: Sequence[Disc], frame: Rect) -> list[Disc]:
    """Circles moved apart as little as needed and kept inside the frame; smaller where they are many."""
    if not discs:
        return []
    room = (frame[2] - frame[0]) * (frame[3] - frame[1]) * 0.45
    wanted = sum((RADIUS * d.size) ** 2 * 3.2 for d in discs)
    shrink = max(min(1.0, (room / wanted) ** 0.5), SMALLEST / RADIUS)
    radii = [max(RADIUS * d.size * shrink, SMALLEST) for d in discs]
    places = [[d.x, d.y] for d in discs]
    for _ in range(_ROUNDS if len(places) < 150 else 60):
        _inside(places, radii, frame)
        if not _push(places, radii):
            break
    _inside(places, radii, frame)
    return [replace(d, radius=r, at_x=p[0], at_y=p[1]) for d, r, p in zip(discs, radii, places, strict=True)]


def _inside(places: list[list[float]], radii: list[float], frame: Rect) -> None:
    for place, radius in zip(places, radii, strict=True):
        edge = radius + 1.0
        place[0] = min(max(place[0], frame[0] + edge), frame[2] - edge)
        place[1] = min(max(place[1], frame[1] + edge), frame[3] - edge)


def _push(places: list[list[float]], radii: list[float]) -> bool:
    """One round; whether anything still overlapped."""
    order = sorted(range(len(places)), key=lambda i: (places[i][1], i))
    most = max(radii)
    overlapped = False
    for n, i in enumerate(order):
        for j in order[n + 1 :]:
            if places[j][1] - places[i][1] > radii[i] + most + 1.6:
                break
            overlapped |= _apart(places[i], places[j], radii[i] + radii[j] + 1.6, j * _GOLDEN)
    return overlapped


def _apart(one: list[float], two: list[float], distance: float, turn: float) -> bool:
    """Equal places go apart along `turn`, a fixed angle: the document is the same each time."""
    dx, dy = two[0] - one[0], two[1] - one[1]
    now = hypot(dx, dy)
    if now < 1e-3:
        dx, dy, now = 1e-3 * cos(turn), 1e-3 * sin(turn), 1e-3
    if now >= distance - 0.05:
        return False
    share = (distance - now) / now / 2
    one[0] -= dx * share
    one[1] -= dy * share
    two[0] += dx * share
    two[1] += dy * share
    return True


def hatch(
    points: Sequence[Point], *, crossed: bool, gap: float = 4.0
) -> list[tuple[float, float, float, float]]:
    """Slanting lines over the rectangle of an outline; `crossed` adds the other direction."""
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    bottom, top = min(p[1] for p in points), max(p[1] for p in points)
    height = top - bottom
    lines = []
    x = left - height
    while x < right:
        lines.append((x, bottom, x + height, top))
        if crossed:
            lines.append((x + height, bottom, x, top))
        x += gap
    return lines
