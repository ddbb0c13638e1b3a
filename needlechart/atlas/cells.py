"""Painted surfaces as cells of one unit: sets that unite and subtract exactly, whatever was painted before.

The middle of a cell is a place with whole coordinates (1 unit = 1.7 mm); each row is one whole number whose
bits are its cells. `outlines` turns cells into polygons and back without losing or gaining one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot, isfinite, isqrt

from needlechart.atlas.types import Point

ORIGIN = 1024
"""The bit of x = 0; cells lie within this far of the midline."""
LOWEST, HIGHEST = -512, 1536
"""Rows that are kept."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows by their y; no row is empty, so equal surfaces are equal values."""

    rows: Mapping[int, int]

    def __or__(self, other: Cells) -> Cells:
        rows = dict(self.rows)
        for y, bits in other.rows.items():
            rows[y] = rows.get(y, 0) | bits
        return Cells(rows)

    def __and__(self, other: Cells) -> Cells:
        return _kept((y, bits & other.rows.get(y, 0)) for y, bits in self.rows.items())

    def __sub__(self, other: Cells) -> Cells:
        return _kept((y, bits & ~other.rows.get(y, 0)) for y, bits in self.rows.items())

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def count(self) -> int:
        """How many cells, which is the surface in square units."""
        return sum(bits.bit_count() for bits in self.rows.values())

    def touches(self, other: Cells) -> bool:
        """Whether they share a cell."""
        return any(bits & other.rows.get(y, 0) for y, bits in self.rows.items())

    def grown(self) -> Cells:
        """With every cell beside, above and below."""
        rows: dict[int, int] = {}
        for y, bits in self.rows.items():
            for row, more in ((y - 1, bits), (y, bits | bits << 1 | bits >> 1), (y + 1, bits)):
                rows[row] = rows.get(row, 0) | more
        return Cells(rows)

    def middle(self) -> Point:
        """The mean place; raises ValueError when there is none."""
        if not self.rows:
            raise ValueError("nothing is painted")
        across, down, count = 0.0, 0.0, 0
        for y, bits in self.rows.items():
            here = bits.bit_count()
            down += y * here
            across += sum(x * mine for x, mine in _runs(bits))
            count += here
        return across / count, down / count

    def left_of(self, x: int) -> int:
        """How many cells lie at a smaller x."""
        below = (1 << max(x + ORIGIN, 0)) - 1
        return sum((bits & below).bit_count() for bits in self.rows.values())


NOTHING = Cells({})


def _runs(bits: int) -> Iterator[tuple[float, int]]:
    """Middle and length of each run of cells in a row."""
    while bits:
        start = (bits & -bits).bit_length() - 1
        length = ((bits >> start) + 1 & -((bits >> start) + 1)).bit_length() - 1
        yield start - ORIGIN + (length - 1) / 2, length
        bits &= ~(((1 << length) - 1) << start)


def _kept(rows: Iterable[tuple[int, int]]) -> Cells:
    return Cells({y: bits for y, bits in rows if bits})


def filled(*outlines: Sequence[Point]) -> Cells:
    """The cells whose middle lies inside closed polygons, by the even-odd rule over all of them.

    Raises ValueError for a number that is not finite.
    """
    crossings: dict[int, list[float]] = {}
    for points in outlines:
        for one, other in zip(points, [*points[1:], *points[:1]], strict=True):
            _cross(one, other, crossings)
    return _kept((y, _between(sorted(xs))) for y, xs in sorted(crossings.items()))


def _cross(one: Point, other: Point, crossings: dict[int, list[float]]) -> None:
    """Where an edge meets the rows; both ways of an edge meet them at the same places, to the last bit."""
    (x0, y0), (x1, y1) = sorted((one, other), key=lambda point: (point[1], point[0]))
    if not all(map(isfinite, (x0, y0, x1, y1))):
        raise ValueError("an outline must be finite numbers")
    if y0 == y1:
        return
    for y in range(max(ceil(y0), LOWEST), min(ceil(y1), HIGHEST)):
        crossings.setdefault(y, []).append(x0 + (y - y0) / (y1 - y0) * (x1 - x0))


def _between(xs: list[float]) -> int:
    """Bits from each first crossing to its second."""
    bits = 0
    for start, end in zip(xs[0::2], xs[1::2], strict=False):
        first, last = max(ceil(start), -ORIGIN), min(ceil(end), ORIGIN)
        if last > first:
            bits ^= ((1 << (last - first)) - 1) << (first + ORIGIN)
    return bits


def stroke(path: Sequence[Point], radius: float) -> Cells:
    """What a round brush covers along a path; raises ValueError without a place or for no finite number."""
    if not path or not all(isfinite(value) for point in path for value in point):
        raise ValueError("a stroke needs places")
    stamp = _disc(radius)
    rows: dict[int, int] = {}
    for x, y in dict.fromkeys(_steps(path)):
        if not -ORIGIN < x < ORIGIN:
            continue
        for dy, bits in stamp:
            here = bits << (x + ORIGIN) >> _SHIFT
            rows[y + dy] = rows.get(y + dy, 0) | here
    within = (1 << 2 * ORIGIN) - 1
    return _kept((y, bits & within) for y, bits in sorted(rows.items()) if LOWEST <= y < HIGHEST)


_SHIFT = 256
"""Room for the part of a stamp that lies before its middle."""


def _disc(radius: float) -> list[tuple[int, int]]:
    """Rows of a disc around its middle, shifted by `_SHIFT`."""
    around = max(0, min(floor(radius), _SHIFT - 1))
    square = floor(radius * radius) if radius > 0 else 0
    rows = []
    for dy in range(-around, around + 1):
        half = min(isqrt(max(square - dy * dy, 0)), around)
        rows.append((dy, ((1 << (2 * half + 1)) - 1) << (_SHIFT - half)))
    return rows


def _steps(path: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """Every cell on the way, at most one unit apart."""
    x0, y0 = path[0]
    yield round(x0), round(y0)
    for x1, y1 in path[1:]:
        pieces = min(max(1, ceil(hypot(x1 - x0, y1 - y0))), 4 * ORIGIN)
        for piece in range(1, pieces + 1):
            share = piece / pieces
            yield round(x0 + share * (x1 - x0)), round(y0 + share * (y1 - y0))
        x0, y0 = x1, y1
