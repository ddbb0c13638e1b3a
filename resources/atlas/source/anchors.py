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
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy
        t = min(max(((x - x0) * dx + (y - y0) * dy) / length, 0.0), 1.0) if length else 0.0
        best = min(best, math.hypot(x - x0 - t * dx, y - y0 - t * dy))
    return best


def deepest(points: list[Point], above: list[list[Point]]) -> tuple[float, Point] | None:
    """The point farthest from the outline and from everything above; None if nothing is visible."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    best: tuple[float, Point] | None = None
    step = min(STEP, (max(xs) - min(xs)) / 8, (max(ys) - min(ys)) / 8)
    y = min(ys) + step / 2
    while y < max(ys):
        x = min(xs) + step / 2
        while x < max(xs):
            if inside(points, x, y) and not any(inside(other, x, y) for other in above):
                room = min([distance(points, x, y), *(distance(other, x, y) for other in above)])
                if best is None or room > best[0]:
                    best = (room, (round(x, 1), round(y, 1)))
            x += step
        y += step
    return best


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
