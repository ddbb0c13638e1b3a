"""Cells as polygons and back: `filled` of what `outlines_of` gives are the very same cells.

Each polygon is simple: one piece of the surface, edges that meet only at corners. A hole is joined to the
outer edge by a bridge that is walked both ways; `edges_of` leaves bridges out. Corners lie on halves of
units; an edge stays within a third of a unit of the line between the cells, which no middle of a cell is
that near to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from needlechart.atlas.cells import ORIGIN, Cells, filled
from needlechart.atlas.polygon import area
from needlechart.atlas.types import Point

_Node = tuple[int, int]
"""A corner in halves of units: whole numbers, so that every comparison is exact."""

_NEAR = 68 * 68
"""Square of the greatest distance of a corner left out, in hundredths of a half unit (0.34 units)."""

Outline = tuple[float, ...]
"""x0 y0 x1 y1 ..., closed."""


def points_of(outline: Sequence[float]) -> tuple[Point, ...]:
    """The corners of an outline."""
    return tuple(zip(outline[0::2], outline[1::2], strict=True))


def cells_of(outlines: Iterable[Sequence[float]]) -> Cells:
    """The cells inside any of several outlines."""
    rows: dict[int, int] = {}
    for outline in outlines:
        for y, bits in filled(points_of(outline)).rows.items():
            rows[y] = rows.get(y, 0) | bits
    return Cells(rows)


def outlines_of(cells: Cells) -> tuple[Outline, ...]:
    """One closed polygon for each connected piece, the topmost first; the same cells give the same polygons.

    Cells that touch at a corner alone are two pieces.
    """
    rings = [_simplified(ring) for ring in _rings(cells)]
    outer = [ring for ring in rings if _turn(ring) > 0]
    holes: dict[int, list[list[_Node]]] = {index: [] for index in range(len(outer))}
    for ring in rings:
        if _turn(ring) < 0:
            holes[_owner(ring[0], outer)].append(ring)
    joined = [_bridged(ring, holes[index]) for index, ring in enumerate(outer)]
    return tuple(tuple(value / 2 for node in ring for value in node) for ring in joined)


def edges_of(outline: Sequence[float]) -> tuple[tuple[Point, ...], ...]:
    """The closed lines that bound the surface: the outer edge and those of holes, without bridges."""
    corners = points_of(outline)
    sides = list(zip(corners, [*corners[1:], *corners[:1]], strict=True))
    there = set(sides)
    kept = [side for side in sides if side[0] != side[1] and (side[1], side[0]) not in there]
    if len(kept) == len(sides):
        return (corners,)
    after: dict[Point, list[Point]] = {}
    for one, other in kept:
        after.setdefault(one, []).append(other)
    rings = []
    while after:
        ring = [next(iter(after))]
        while ring[-1] in after:
            ways = after[ring[-1]]
            step = ways.pop(0)
            if not ways:
                del after[ring[-1]]
            if step == ring[0]:
                break
            ring.append(step)
        rings.append(tuple(ring))
    return tuple(rings)


def surface(outline: Sequence[float]) -> float:
    """Square units inside an outline, holes taken off."""
    return area(points_of(outline))


# from cells to rings


def _rings(cells: Cells) -> list[list[_Node]]:
    """Closed lines half way between cells inside and outside: outer ones turn one way, holes the other."""
    after = _sides(cells)
    rings = []
    for start in sorted(after, key=lambda node: (node[1], node[0])):
        if start not in after:
            continue
        ring, here = [], start
        while here in after:
            ring.append(here)
            here = after.pop(here)
        rings.append(ring)
    return rings


def _sides(cells: Cells) -> dict[_Node, _Node]:
    """From each corner of the boundary to the next, the inside always on the same hand."""
    after: dict[_Node, _Node] = {}
    rows = cells.rows
    for y in sorted({row + shift for row in rows for shift in (-1, 0)}):
        above, below = rows.get(y, 0) << 1, rows.get(y + 1, 0) << 1
        mixed = (above ^ below) | (above ^ above >> 1) | (below ^ below >> 1)
        while mixed:
            bit = (mixed & -mixed).bit_length() - 1
            mixed &= mixed - 1
            x = bit - 1 - ORIGIN
            corners = (above >> bit & 1, above >> bit + 1 & 1, below >> bit + 1 & 1, below >> bit & 1)
            for one, other in _TURNS[corners]:
                after[_side(x, y, one)] = _side(x, y, other)
    return after


_TOP, _AFTER, _BOTTOM, _BEFORE = range(4)


def _side(x: int, y: int, side: int) -> _Node:
    """The middle of a side of the square whose first corner is the cell (x, y), in halves."""
    dx, dy = ((1, 0), (2, 1), (1, 2), (0, 1))[side]
    return 2 * x + dx, 2 * y + dy


def _turns() -> dict[tuple[int, int, int, int], tuple[tuple[int, int], ...]]:
    """For each pattern of the four corners the lines that part inside from outside.

    Corner i lies between side i - 1 and side i, going around. Every inside corner is cut off by itself or
    with its neighbours, so two that touch only across the square stay apart.
    """
    found = {}
    for number in range(16):
        corners = tuple(number >> place & 1 for place in range(4))
        lines = []
        for first in range(4):
            if corners[first] and not corners[first - 1]:
                last = first
                while corners[(last + 1) % 4]:
                    last += 1
                lines.append((last % 4, (first - 1) % 4))
        found[corners] = tuple(lines)
    return found  # type: ignore[return-value]


_TURNS = _turns()


def _turn(ring: Sequence[_Node]) -> int:
    """Twice the signed area in quarters of square units: positive for an outer ring."""
    total = 0
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        total += x0 * y1 - x1 * y0
    return total


def _simplified(ring: list[_Node]) -> list[_Node]:
    """Fewer corners, none of those left out farther than a third of a unit from the line that stays."""
    start = min(range(len(ring)), key=lambda i: (ring[i][1], ring[i][0]))
    ring = ring[start:] + ring[:start]
    x0, y0 = ring[0]
    far = max(range(len(ring)), key=lambda i: ((ring[i][0] - x0) ** 2 + (ring[i][1] - y0) ** 2, -i))
    closed = [*ring, ring[0]]
    keep = {0, far}
    waiting = [(0, far), (far, len(ring))]
    while waiting:
        first, last = waiting.pop()
        worst, place = float(_NEAR), 0
        for i in range(first + 1, last):
            distance = _distance(closed[i], closed[first], closed[last])
            if distance > worst:
                worst, place = distance, i
        if place:
            keep.add(place)
            waiting += [(first, place), (place, last)]
    return [ring[i] for i in sorted(keep)]


def _distance(node: _Node, start: _Node, end: _Node) -> float:
    """Square of the distance to a line from corner to corner, in hundredths of a half unit."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    px, py = node[0] - start[0], node[1] - start[1]
    length, along = dx * dx + dy * dy, px * dx + py * dy
    if along <= 0:
        return 10_000 * (px * px + py * py)
    if along >= length:
        return 10_000 * ((px - dx) ** 2 + (py - dy) ** 2)
    across = px * dy - py * dx
    return 10_000 * across * across / length


# holes


def _owner(node: _Node, outer: Sequence[Sequence[_Node]]) -> int:
    """The smallest outer ring around a corner of a hole."""
    around = [index for index, ring in enumerate(outer) if _inside(node, ring)]
    return min(around, key=lambda index: _turn(outer[index]))


def _inside(node: _Node, ring: Sequence[_Node]) -> bool:
    """Even-odd with whole numbers."""
    x, y = node
    inside = False
    for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (y0 <= y) != (y1 <= y):
            across = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
            if (across > 0) == (y1 > y0):
                inside = not inside
    return inside


def _bridged(ring: list[_Node], holes: list[list[_Node]]) -> list[_Node]:
    """The outer ring with each hole joined to it by the shortest bridge that crosses nothing."""
    waiting = sorted(holes, key=lambda hole: min((x, y) for x, y in hole))
    while waiting:
        blocked = [ring, *waiting]
        hole = waiting.pop(0)
        at, of = _bridge(ring, hole, blocked)
        ring = [*ring[: at + 1], *hole[of:], *hole[: of + 1], *ring[at:]]
    return ring


def _bridge(ring: list[_Node], hole: list[_Node], blocked: list[list[_Node]]) -> tuple[int, int]:
    """Indices of the corners to join."""
    pairs = sorted(
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2, at, of)
        for at, a in enumerate(ring)
        for of, b in enumerate(hole)
    )
    for _, at, of in pairs:
        if not any(_crosses(ring[at], hole[of], other) for other in blocked):
            return at, of
    raise AssertionError("two rings beside each other can always be joined")


def _crosses(a: _Node, b: _Node, ring: Sequence[_Node]) -> bool:
    """Whether a line meets a ring anywhere but at its own ends."""
    return any(_meet(a, b, c, d) for c, d in zip(ring, [*ring[1:], *ring[:1]], strict=True))


def _meet(a: _Node, b: _Node, c: _Node, d: _Node) -> bool:
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    one, two = _hand(a, b, c), _hand(a, b, d)
    three, four = _hand(c, d, a), _hand(c, d, b)
    if one * two < 0 and three * four < 0:
        return True
    on_bridge = (one == 0 and _between(a, b, c)) or (two == 0 and _between(a, b, d))
    on_edge = (three == 0 and _between(c, d, a)) or (four == 0 and _between(c, d, b))
    return on_bridge or on_edge


def _hand(a: _Node, b: _Node, c: _Node) -> int:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _between(a: _Node, b: _Node, c: _Node) -> bool:
    """Whether a corner on the same straight line lies strictly between two others."""
    along = (c[0] - a[0]) * (b[0] - a[0]) + (c[1] - a[1]) * (b[1] - a[1])
    return 0 < along < (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
