"""From the reference figure (female) to the other figures and back.

Each view has a grid of displacements (female to male), fitted over bony landmarks, muscle outlines and skin
when the atlas was made. Between the nodes it is bilinear, beyond them constant. The neutral figure
lies half way.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from needlechart.atlas.reading import read
from needlechart.atlas.types import Curve, Point
from needlechart.domain.words import Figure, View

SHARE = {Figure.FEMALE: 0.0, Figure.NEUTRAL: 0.5, Figure.MALE: 1.0}
"""How far along the way from the female to the male figure."""

_STEPS = 100
_CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Warp:
    """Displacement of a point as bilinear interpolation over a grid of `step` units."""

    left: float
    top: float
    step: float
    columns: int
    rows: int
    dx: tuple[float, ...]
    dy: tuple[float, ...]
    mirrored: bool

    def displacement(self, x: float, y: float) -> Point:
        if self.mirrored and x < 0.0:
            dx, dy = self._at(-x, y)
            return -dx, dy
        return self._at(x, y)

    def _at(self, x: float, y: float) -> Point:
        u = min(max((x - self.left) / self.step, 0.0), self.columns - 1.0)
        v = min(max((y - self.top) / self.step, 0.0), self.rows - 1.0)
        i, j = min(int(u), self.columns - 2), min(int(v), self.rows - 2)
        u, v = u - i, v - j
        k = j * self.columns + i
        n = k + self.columns
        a, b, c, d = (1 - u) * (1 - v), u * (1 - v), (1 - u) * v, u * v
        dx, dy = self.dx, self.dy
        return (
            a * dx[k] + b * dx[k + 1] + c * dx[n] + d * dx[n + 1],
            a * dy[k] + b * dy[k + 1] + c * dy[n] + d * dy[n + 1],
        )

    def forward(self, share: float, x: float, y: float) -> Point:
        dx, dy = self.displacement(x, y)
        return x + share * dx, y + share * dy

    def moved(self, share: float, curve: Curve, *, turned: bool = False) -> Curve:
        """`forward` for every point of a chain, written out since a plate has tens of thousands of them.

        `turned`: the chain is of the mirrored view.
        """
        dx, dy, columns = self.dx, self.dy, self.columns
        left, top, per, mirrored = self.left, self.top, 1.0 / self.step, self.mirrored
        most_u, most_v, most_i, most_j = columns - 1.0, self.rows - 1.0, columns - 2, self.rows - 2
        out: list[float] = []
        numbers = iter(curve)
        for x, y in zip(numbers, numbers, strict=True):
            flip = turned or (mirrored and x < 0.0)
            u, v = ((-x if flip else x) - left) * per, (y - top) * per
            u = 0.0 if u < 0.0 else most_u if u > most_u else u
            v = 0.0 if v < 0.0 else most_v if v > most_v else v
            i, j = int(u), int(v)
            i, j = most_i if i > most_i else i, most_j if j > most_j else j
            u, v = u - i, v - j
            k = j * columns + i
            n = k + columns
            a, b = dx[k] + u * (dx[k + 1] - dx[k]), dx[n] + u * (dx[n + 1] - dx[n])
            c, d = dy[k] + u * (dy[k + 1] - dy[k]), dy[n] + u * (dy[n + 1] - dy[n])
            across = share * (a + v * (b - a))
            out += (x - across if flip else x + across, y + share * (c + v * (d - c)))
        return tuple(out)

    def back(self, share: float, x: float, y: float) -> Point:
        """The inverse of `forward`; displacements change by less than 1 per unit, so repeating converges."""
        u, v = x, y
        for _ in range(_STEPS):
            dx, dy = self.displacement(u, v)
            u2, v2 = x - share * dx, y - share * dy
            if abs(u2 - u) + abs(v2 - v) < _CLOSE:
                return u2, v2
            u, v = u2, v2
        return u, v


def read_warp(folder: Path, view: View) -> Warp:
    """The warp of front, back or left."""
    body: Any = read(folder, f"warp_{view}")
    return Warp(
        left=body["left"],
        top=body["top"],
        step=body["step"],
        columns=body["columns"],
        rows=body["rows"],
        dx=tuple(value / 100 for value in body["dx"]),
        dy=tuple(value / 100 for value in body["dy"]),
        mirrored=view is not View.LEFT,
    )


class Figures:
    """Maps points between the reference frame and the figure shown."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._warps: dict[View, Warp] = {}

    def _warp(self, view: View) -> Warp:
        if view not in self._warps:
            self._warps[view] = read_warp(self._folder, view)
        return self._warps[view]

    def to_figure(self, view: View, figure: Figure, x: float, y: float) -> Point:
        share = SHARE[figure]
        if share == 0.0 or view is View.PELVIC_FLOOR:
            return x, y
        if view is View.RIGHT:
            u, v = self._warp(View.LEFT).forward(share, -x, y)
            return -u, v
        return self._warp(view).forward(share, x, y)

    def moved(self, view: View, figure: Figure, curve: Curve) -> Curve:
        """A chain of the reference frame as it is drawn on `figure`."""
        share = SHARE[figure]
        if share == 0.0 or view is View.PELVIC_FLOOR:
            return curve
        turned = view is View.RIGHT
        return self._warp(View.LEFT if turned else view).moved(share, curve, turned=turned)

    def from_figure(self, view: View, figure: Figure, x: float, y: float) -> Point:
        share = SHARE[figure]
        if share == 0.0 or view is View.PELVIC_FLOOR:
            return x, y
        if view is View.RIGHT:
            u, v = self._warp(View.LEFT).back(share, -x, y)
            return -u, v
        return self._warp(view).back(share, x, y)
