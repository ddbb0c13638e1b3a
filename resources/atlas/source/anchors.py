"""Anchors: for each region a point well inside its visible part."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Any

from curves import Point, flat, inside

Json = dict[str, Any]
STEP = 1.5


def unpacked(packed: list[int]) -> list[float]:
    out = [0.0] * len(packed)
    out[0::2] = [x / 10 for x in accumulate(packed[0::2])]
    out[1::2] = [y / 10 for y in accumulate(packed[1::2])]
    return out


def polygon(step: Json) -> list[Point]:
    return flat(unpacked(step["outline"]), 4)


def distance(points: list[Point], x: float, y: float) -> float:
    best = math.inf
    x0, y0 = points[-1]
    for x1, y1 in points:
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        t = ((x - x0) * dx + (y - y0) * dy) / length if length else 0.0
        t = 0.0 if t < 0.0 else 1.0 if t > 1.0 else t
        u, v = x - x0 - t * dx, y - y0 - t * dy
        far = u * u + v * v
        if far < best:
            best = far
        x0, y0 = x1, y1
    return math.sqrt(best)


Box = tuple[float, float, float, float]


def _box(points: list[Point]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _beyond(box: Box, x: float, y: float) -> float:
    """No point of the box is nearer than this."""
    return math.hypot(max(box[0] - x, 0.0, x - box[2]), max(box[1] - y, 0.0, y - box[3]))


def _room(
    points: list[Point], above: list[tuple[Box, list[Point]]], x: float, y: float, least: float
) -> float:
    """Distance to the nearest outline; 0 where it is no more than `least` or the point is not visible."""
    if not inside(points, x, y):
        return 0.0
    near = [(box, other) for box, other in above if _beyond(box, x, y) == 0.0]
    if any(inside(other, x, y) for _, other in near):
        return 0.0
    room = distance(points, x, y)
    for box, other in above:
        if room <= least:
            return 0.0
        if _beyond(box, x, y) < room:
            room = min(room, distance(other, x, y))
    return room if room > least else 0.0


def deepest(points: list[Point], above: list[list[Point]]) -> tuple[float, Point] | None:
    """The point farthest from the outline and from everything above; None if nothing is visible."""
    left, top, right, bottom = _box(points)
    boxed = [(_box(other), other) for other in above]
    best, where = 0.0, None
    step = min(STEP, (right - left) / 8, (bottom - top) / 8)
    y = top + step / 2
    while y < bottom:
        x = left + step / 2
        while x < right:
            room = _room(points, boxed, x, y, best)
            if room > best:
                best, where = room, (round(x, 1), round(y, 1))
            x += step
        y += step
    return (best, where) if where else None


def set_anchors(steps: list[Json]) -> None:
    """Write `anchor` into every markable region of which at least a millimetre shows."""
    markable = [s for s in steps if s.get("muscle")]
    shapes = [polygon(s) for s in markable]
    for i, step in enumerate(markable):
        left, right = min(p[0] for p in shapes[i]), max(p[0] for p in shapes[i])
        above = [s for s in shapes[i + 1 :] if min(p[0] for p in s) < right and max(p[0] for p in s) > left]
        found = deepest(shapes[i], above)
        if found and found[0] > 0.6:
            step["anchor"] = [*found[1], round(found[0], 1)]
