"""Cubic Bézier chains as flat lists: x0 y0, then c1x c1y c2x c2y x y for every segment."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

Curve = list[float]
Point = tuple[float, float]


def pack(curve: Sequence[float]) -> list[int]:
    """Whole tenths of a unit, every point as the step from the point before it."""
    tenths = [round(value * 10) for value in curve]
    steps = [b - a for a, b in zip(tenths, tenths[2:], strict=False)]
    return tenths[:2] + steps


def pack_all(curves: Iterable[Sequence[float]]) -> list[list[int]]:
    return [pack(curve) for curve in curves]


def mirrored(curve: Sequence[float]) -> Curve:
    return [-value if i % 2 == 0 else value for i, value in enumerate(curve)]


def segments(curve: Sequence[float]) -> list[tuple[float, ...]]:
    """Eight numbers for each segment: start, two control points, end."""
    return [tuple(curve[i : i + 8]) for i in range(0, len(curve) - 2, 6)]


def joined(parts: Sequence[Sequence[float]]) -> Curve:
    """The inverse of `segments`."""
    curve = list(parts[0][:2])
    for part in parts:
        curve += part[2:]
    return curve


def at(segment: Sequence[float], t: float) -> Point:
    x0, y0, x1, y1, x2, y2, x3, y3 = segment
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def flat(curve: Sequence[float], steps: int = 6) -> list[Point]:
    """The chain as a polyline."""
    points = [(curve[0], curve[1])]
    for segment in segments(curve):
        points += [at(segment, i / steps) for i in range(1, steps + 1)]
    return points


def split(segment: Sequence[float], t: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """de Casteljau."""
    p = [(segment[i], segment[i + 1]) for i in range(0, 8, 2)]
    left, right = [p[0]], [p[-1]]
    while len(p) > 1:
        p = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(p)]
        left.append(p[0])
        right.insert(0, p[-1])
    return tuple(v for q in left for v in q), tuple(v for q in right for v in q)


def _cut_at_midline(segment: tuple[float, ...]) -> list[tuple[float, ...]]:
    if (segment[0] >= 0) == (segment[6] >= 0):
        return [segment]
    low, high = 0.0, 1.0
    starts_right = segment[0] >= 0
    for _ in range(50):
        t = (low + high) / 2
        if (at(segment, t)[0] >= 0) == starts_right:
            low = t
        else:
            high = t
    return list(split(segment, (low + high) / 2))


def symmetric(curve: Sequence[float]) -> Curve:
    """A closed chain made of its own right half and that half's mirror image.

    The chain must cross the midline exactly twice.
    """
    parts = [piece for segment in segments(curve) for piece in _cut_at_midline(segment)]
    right = [at(part, 0.5)[0] >= 0 for part in parts]
    starts = [i for i in range(len(parts)) if right[i] and not right[i - 1]]
    if len(starts) != 1:
        raise ValueError(f"outline crosses the midline {2 * len(starts)} times")
    half = []
    i = starts[0]
    while right[i % len(parts)] and len(half) < len(parts):
        half.append(parts[i % len(parts)])
        i += 1
    half[0] = (0.0, *half[0][1:])
    half[-1] = (*half[-1][:6], 0.0, half[-1][7])
    back = [
        tuple(v for q in (part[6:8], part[4:6], part[2:4], part[0:2]) for v in (-q[0], q[1]))
        for part in reversed(half)
    ]
    return joined(half + back)


def resampled(points: Sequence[Point], count: int) -> list[Point]:
    """`count` points at equal arc length along a closed polyline, from its first point."""
    closed = [*points, points[0]]
    lengths = [math.dist(a, b) for a, b in pairwise(closed)]
    total = sum(lengths)
    out: list[Point] = []
    i, done = 0, 0.0
    for k in range(count):
        want = total * k / count
        while done + lengths[i] < want:
            done += lengths[i]
            i += 1
        f = (want - done) / lengths[i] if lengths[i] else 0.0
        a, b = closed[i], closed[i + 1]
        out.append((a[0] + (b[0] - a[0]) * f, a[1] + (b[1] - a[1]) * f))
    return out


def smooth(points: Sequence[Point], *, closed: bool) -> Curve:
    """A Catmull-Rom spline through the points, as a Bézier chain."""
    n = len(points)
    curve = list(points[0])
    for i in range(n if closed else n - 1):
        p1, p2 = points[i], points[(i + 1) % n]
        p0 = points[i - 1] if closed or i else p1
        p3 = points[(i + 2) % n] if closed or i + 2 < n else p2
        curve += [p1[0] + (p2[0] - p0[0]) / 6, p1[1] + (p2[1] - p0[1]) / 6]
        curve += [p2[0] - (p3[0] - p1[0]) / 6, p2[1] - (p3[1] - p1[1]) / 6, p2[0], p2[1]]
    return curve


def inside(polygon: Sequence[Point], x: float, y: float) -> bool:
    """Even-odd rule."""
    hit = False
    for (x0, y0), (x1, y1) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            hit = not hit
    return hit


def mapped(curve: Sequence[float], move) -> Curve:  # type: ignore[no-untyped-def]
    """Every point of the chain through `move(x, y)`."""
    out: Curve = []
    for i in range(0, len(curve), 2):
        out += move(curve[i], curve[i + 1])
    return out
