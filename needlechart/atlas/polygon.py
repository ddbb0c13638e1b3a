"""Point in polygon and distance to it, fast enough for every movement of the pointer."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from needlechart.atlas.types import Point, Rect

BAND = 4.0
"""Height in units of the horizontal bands the edges are sorted into."""

_Edge = tuple[float, float, float, float]


def area(points: Sequence[Point]) -> float:
    """Area of a closed polygon in square units, whatever its direction."""
    total = 0.0
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], *points[:1]], strict=True):
        total += x0 * y1 - x1 * y0
    return abs(total) / 2


class Polygon:
    """A closed polygon; a query looks only at the edges of its own band."""

    __slots__ = ("_bands", "_edges", "_first", "bounds")

    def __init__(self, points: Sequence[Point]) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        self.bounds: Rect = (min(xs), min(ys), max(xs), max(ys))
        self._edges = list(zip(points, [*points[1:], points[0]], strict=True))
        self._first = self.bounds[1]
        self._bands = self._sorted()

    def _sorted(self) -> list[list[_Edge]]:
        bands: list[list[_Edge]] = [[] for _ in range(self._band(self.bounds[3]) + 1)]
        for (x0, y0), (x1, y1) in self._edges:
            if y0 == y1:
                continue
            if y0 > y1:
                x0, y0, x1, y1 = x1, y1, x0, y0
            edge = (y0, y1, x0, (x1 - x0) / (y1 - y0))
            for i in range(self._band(y0), self._band(y1) + 1):
                bands[i].append(edge)
        return bands

    def _band(self, y: float) -> int:
        return int((y - self._first) / BAND)

    def contains(self, x: float, y: float) -> bool:
        """Even-odd rule; a point exactly on an edge belongs to one of its sides."""
        left, top, right, bottom = self.bounds
        if not (left <= x <= right and top <= y <= bottom):
            return False
        inside = False
        for y0, y1, x0, slope in self._bands[int((y - top) / BAND)]:
            if y0 <= y < y1 and x0 + (y - y0) * slope > x:
                inside = not inside
        return inside

    def nearest(self, x: float, y: float) -> tuple[float, Point]:
        """Distance to the outline and the point of it that is nearest."""
        best, where = float("inf"), self._edges[0][0]
        for (x0, y0), (x1, y1) in self._edges:
            dx, dy = x1 - x0, y1 - y0
            length = dx * dx + dy * dy
            t = ((x - x0) * dx + (y - y0) * dy) / length if length else 0.0
            t = 0.0 if t < 0.0 else min(t, 1.0)
            px, py = x0 + t * dx, y0 + t * dy
            distance = hypot(x - px, y - py)
            if distance < best:
                best, where = distance, (px, py)
        return best, where

    def far(self, x: float, y: float) -> float:
        """A distance the polygon cannot be nearer than; cheap."""
        left, top, right, bottom = self.bounds
        return hypot(max(left - x, 0.0, x - right), max(top - y, 0.0, y - bottom))
