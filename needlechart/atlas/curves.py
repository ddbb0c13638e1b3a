"""Bézier chains: unpacking, mirroring, flattening."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from needlechart.atlas.types import Curve, Point, Rect


def unpack(packed: Sequence[int], *, mirror: bool = False) -> Curve:
    """Steps of tenths of a unit back to coordinates; `mirror` turns x into -x."""
    tenths = -10 if mirror else 10  # divided, not multiplied: the nearest float, with no rounding after
    out = [0.0] * len(packed)
    out[0::2] = [x / tenths for x in accumulate(packed[0::2])]
    out[1::2] = [y / 10 for y in accumulate(packed[1::2])]
    return tuple(out)


def flatten(curve: Curve, steps: int = 4) -> tuple[Point, ...]:
    """The chain as a polyline, `steps` pieces for each segment."""
    weights = []
    for i in range(1, steps + 1):
        t = i / steps
        u = 1.0 - t
        weights.append((u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t))
    x0, y0 = curve[0], curve[1]
    points = [(x0, y0)]
    for i in range(2, len(curve) - 5, 6):
        x1, y1, x2, y2, x3, y3 = curve[i : i + 6]
        points += [
            (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in weights
        ]
        x0, y0 = x3, y3
    return tuple(points)


def bounds_of(curves: Sequence[Curve]) -> Rect:
    """The rectangle around all points and control points."""
    xs = [x for curve in curves for x in curve[0::2]]
    ys = [y for curve in curves for y in curve[1::2]]
    return min(xs), min(ys), max(xs), max(ys)
