"""Where the labels of a picture stand in their column, and the lines that lead to what they name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from needlechart.atlas.types import Point

_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Label:
    """A text, the point on the page it names (points, y up), and how strongly it is set."""

    text: str
    at: Point
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Placed:
    """A label and the height of the middle of its line."""

    label: Label
    y: float


def column(labels: Sequence[Label], x: float, bottom: float, top: float, step: float) -> list[Placed]:
    """Heights of labels whose lines begin at `x`: `step` apart where there is room, with few crossings.

    Where they are too many the step shrinks, so that all of them stay between `bottom` and `top`.
    """
    if not labels:
        return []
    order = sorted(labels, key=lambda label: -label.at[1])
    step = min(step, (top - bottom) / max(len(order) - 1, 1))
    heights = _apart([label.at[1] for label in order], bottom, top, step)
    for _ in range(_ROUNDS):
        swapped = False
        for i in range(len(order) - 1):
            one, two = order[i], order[i + 1]
            if _cross((x, heights[i]), one.at, (x, heights[i + 1]), two.at):
                order[i], order[i + 1] = two, one
                swapped = True
        if not swapped:
            break
    return [Placed(label, y) for label, y in zip(order, heights, strict=True)]


def _apart(wanted: Sequence[float], bottom: float, top: float, step: float) -> list[float]:
    """Falling heights at least `step` apart: groups that touch are centred on what they wanted."""
    groups: list[tuple[float, int]] = []  # the sum of wanted tops, and how many
    for i, y in enumerate(wanted):
        total, count = y + i * step, 1
        while groups and groups[-1][0] / groups[-1][1] <= total / count:
            before = groups.pop()
            total, count = total + before[0], count + before[1]
        groups.append((total, count))
    out: list[float] = []
    lowest = bottom + (len(wanted) - 1) * step
    for total, count in groups:
        base = min(max(total / count, lowest), top)
        out += [base - (len(out) + i) * step for i in range(count)]
    return out


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the segments a-b and c-d cross."""

    def turn(p: Point, q: Point, r: Point) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0
