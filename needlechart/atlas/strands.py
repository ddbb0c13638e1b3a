"""Pale strands where a muscle runs out into its tendon, made from the ends of its fibres."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import dist

from needlechart.atlas.curves import bounds_of, flatten
from needlechart.atlas.types import Curve, Point, Region

_NEAR = 12.0
"""Units within which a fibre's end belongs to a tendon."""
_SHORTEST, _LONGEST = 1.0, 7.0


def strands(region: Region) -> tuple[Curve, ...]:
    """One strand for each end of a fibre that meets a tendon of the region; the same each time."""
    if not region.tendons:
        return ()
    borders = [(bounds_of((tendon,)), flatten(tendon)) for tendon in region.tendons]
    out: list[Curve] = []
    for number, fibre in enumerate((*region.fibres, *region.fibres_light)):
        points = flatten(fibre)
        length = _SHORTEST + (number * 5 % 11) / 10 * (_LONGEST - _SHORTEST)
        for way in (points, points[::-1]):
            for box, border in borders:
                left, top, right, bottom = box
                x, y = way[0]
                if not (left - _NEAR < x < right + _NEAR and top - _NEAR < y < bottom + _NEAR):
                    continue
                nearest = _nearest(border, way[0])
                if dist(nearest, way[0]) < _NEAR:
                    out.append(_open((nearest, *_first(way, length))))
    return tuple(out)


def _nearest(border: Sequence[Point], point: Point) -> Point:
    """The point of a closed polyline that is nearest."""
    x, y = point
    best, where = float("inf"), border[0]
    for (x0, y0), (x1, y1) in zip(border, [*border[1:], border[0]], strict=True):
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        t = min(max(((x - x0) * dx + (y - y0) * dy) / length, 0.0), 1.0) if length else 0.0
        at = (x0 + t * dx, y0 + t * dy)
        if (away := dist(at, point)) < best:
            best, where = away, at
    return where


def _first(points: Sequence[Point], length: float) -> list[Point]:
    """The beginning of a polyline, about `length` units, never more than a third of it."""
    total = sum(dist(a, b) for a, b in pairwise(points))
    length = min(length, total / 3)
    out, gone = [points[0]], 0.0
    for a, b in pairwise(points):
        step = dist(a, b)
        if gone + step >= length:
            t = (length - gone) / step if step else 0.0
            out.append((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t))
            break
        out.append(b)
        gone += step
    return out


def _open(points: Sequence[Point]) -> Curve:
    out: list[float] = [*points[0]]
    for one, two in pairwise(points):
        out += (*one, *two, *two)
    return tuple(out)
