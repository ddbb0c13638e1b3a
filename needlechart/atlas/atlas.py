"""The atlas as one object; see the package's docstring for the frame and the promises."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from needlechart.atlas import polygon
from needlechart.atlas.curves import flatten, unpack
from needlechart.atlas.figures import Figures
from needlechart.atlas.finding import DEPTHS, Finder
from needlechart.atlas.plates import Plates
from needlechart.atlas.reading import VERSION, read
from needlechart.atlas.types import Absence, Hit, Landmark, Place, Plate, Point, Region, Structure
from needlechart.domain.words import Figure, Layer, Side, View
from needlechart.resources import resource

MM_PER_UNIT = 1.7
NEAR_MIDLINE = 5.0 / MM_PER_UNIT
"""Units within which a mark on a sided muscle should be asked for its side."""

_OTHER = {View.LEFT: View.RIGHT, View.RIGHT: View.LEFT}


def _finite(x: float, y: float) -> None:
    if not (isfinite(x) and isfinite(y)):
        raise ValueError("a place on the body map must be two finite numbers")


class Atlas:
    """Reads each plate on first use; everything but `plate` and the figure maps is in reference units."""

    version = VERSION

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: Any = read(folder, "atlas")
        self._points: Any = None
        self._figures = Figures(folder)
        self._plates = Plates(folder, self._figures, self._index["close_ups"])
        self._finders: dict[View, Finder] = {}
        self._avoid: dict[View, tuple[Structure, ...]] = {}
        self.midline_muscles = frozenset(self._index["midline_muscles"])

    # plates and regions

    def plate(self, figure: Figure, view: View, layer: Layer) -> Plate:
        """What to draw, in the units of `figure`; raises AtlasError."""
        return self._plates.plate(figure, view, layer)

    def regions(self, view: View, layer: Layer) -> tuple[Region, ...]:
        """All regions of a layer in drawing order, in reference units; the surface has none."""
        return self.plate(Figure.FEMALE, view, layer).regions

    def body_outline(self, view: View) -> tuple[tuple[Point, ...], ...]:
        """The closed outline of the body as polylines."""
        return tuple(flatten(curve) for curve in self.plate(Figure.FEMALE, view, Layer.SURFACE).skin.outline)

    def absences(self) -> tuple[Absence, ...]:
        """Muscles of the catalogue that one of their views does not show, and why."""
        return tuple(Absence(a["muscle"], View(a["view"]), a["why"]) for a in self._index["absences"])

    # finding

    def _finder(self, view: View) -> Finder:
        finder = self._finders.get(view)
        if finder is None:
            plates = {layer: self.plate(Figure.FEMALE, view, layer) for layer in DEPTHS}
            finder = self._finders[view] = Finder(view, plates)
        return finder

    def hit(self, view: View, layer: Layer, x: float, y: float) -> Hit:
        """What lies under a point; raises ValueError for a number that is not finite."""
        _finite(x, y)
        return self._finder(view).hit(layer, x, y)

    def clamp_to_body(self, view: View, x: float, y: float) -> Point:
        """The nearest point on the body; a point on the body stays where it is."""
        _finite(x, y)
        return self._finder(view).clamp(x, y)

    def side(self, view: View, x: float, y: float, muscle: str | None) -> Side:
        """The patient's side of a point.

        Front and pelvic floor: x > 0 is the patient's left; back: x > 0 is the patient's right; a side view
        has its own side. Midline muscles, and points exactly on the midline, are `midline`.
        """
        _finite(x, y)
        if muscle in self.midline_muscles:
            return Side.MIDLINE
        if view in _OTHER:
            return Side(view.value)
        if x == 0:
            return Side.MIDLINE
        return Side.RIGHT if (x > 0) == (view is View.BACK) else Side.LEFT

    def near_midline(self, view: View, x: float, y: float, muscle: str | None) -> bool:
        """Whether a mark lies within 5 mm of the midline although its muscle has two sides."""
        _finite(x, y)
        return view not in _OTHER and muscle not in self.midline_muscles and abs(x) < NEAR_MIDLINE

    def mirror(self, view: View, x: float, y: float) -> tuple[View, float, float]:
        """The same place on the patient's other side."""
        _finite(x, y)
        return _OTHER.get(view, view), -x, y

    # other figures

    def to_figure(self, view: View, figure: Figure, x: float, y: float) -> Point:
        """Where a reference point is drawn on `figure`."""
        _finite(x, y)
        return self._figures.to_figure(view, figure, x, y)

    def from_figure(self, view: View, figure: Figure, x: float, y: float) -> Point:
        """The reference point that is drawn at (x, y) on `figure`."""
        _finite(x, y)
        return self._figures.from_figure(view, figure, x, y)

    # places by name

    def anchor(self, muscle: str, view: View, layer: Layer, side: Side) -> Point | None:
        """A point well inside the visible part of a muscle, None where this layer does not show it."""
        for region in reversed(self.regions(view, layer)):
            if muscle == region.muscle and region.anchor and side in (region.side, Side.MIDLINE):
                return region.anchor
        return None

    def _named(self) -> Any:
        if self._points is None:
            self._points = read(self._folder, "points")
        return self._points

    def usual_point(self, muscle: str, side: Side) -> Place | None:
        """Where a mark is put that is entered by name; None for an unknown muscle or a side without a place.

        An own estimate (belly of the muscle), not reviewed.
        """
        for row in self._named()["usual_points"]:
            if row["muscle"] == muscle:
                return self._sided(View(row["view"]), Layer(row["layer"]), row["x"], row["y"], muscle, side)
        return None

    def _sided(self, view: View, layer: Layer, x: float, y: float, muscle: str, side: Side) -> Place | None:
        own = self.side(view, x, y, muscle)
        if side is own:
            return Place(view, layer, x, y)
        if own is not Side.MIDLINE and side is own.opposite:
            view, x, y = self.mirror(view, x, y)
            return Place(view, layer, x, y)
        return None

    def spinal_levels(self) -> dict[str, float]:
        """Height of the spinous processes L1 to L5 and of S1 in the back view, in units."""
        return {row["level"]: row["y"] for row in self._named()["levels"]}

    def level_point(self, muscle: str, level: str, side: Side) -> Place | None:
        """A segmental muscle's usual place at a spinal level (L1 to S1); None where it has none."""
        for row in self._named()["level_points"]:
            if (row["muscle"], row["level"]) == (muscle, level):
                return self._sided(View(row["view"]), Layer(row["layer"]), row["x"], row["y"], muscle, side)
        return None

    def landmarks(self, view: View) -> tuple[Landmark, ...]:
        """Bony landmarks of a view, both sides."""
        body = self._named()["landmarks"].get(View.LEFT if view is View.RIGHT else view, [])
        sign = -1 if view is View.RIGHT else 1
        return tuple(
            Landmark(r["id"], r["name"], _turned(r["side"], view), sign * r["x"], r["y"]) for r in body
        )

    def structures(self, view: View, muscle: str | None = None) -> tuple[Structure, ...]:
        """Structures to avoid in a view, both sides; of one muscle where one is named."""
        return tuple(s for s in self._structures(view) if muscle is None or muscle in s.muscles)

    def _structures(self, view: View) -> tuple[Structure, ...]:
        if view not in self._avoid:
            drawn = View.LEFT if view is View.RIGHT else view
            rows = [row for row in self._named()["structures"] if row["view"] == drawn]
            self._avoid[view] = tuple(
                _structure(row, mirror=mirror) for row in rows for mirror in _shown(row["side"], view)
            )
        return self._avoid[view]

    # areas

    def outline_area(self, outline: Sequence[Point]) -> float:
        """Area of a closed outline in square units."""
        return polygon.area(outline)

    def body_area(self, view: View) -> float:
        """Area of the body's outline in a view, in square units."""
        return sum(polygon.area(points) for points in self.body_outline(view))


def _shown(side: str, view: View) -> tuple[bool, ...]:
    """Which of a structure and its mirror image a view shows."""
    if side == Side.MIDLINE:
        return (False,)
    return (view is View.RIGHT,) if view in _OTHER else (False, True)


def _structure(row: Any, *, mirror: bool) -> Structure:
    side = Side(row["side"])
    return Structure(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        side=side.opposite if mirror else side,
        outline=unpack(row["outline"], mirror=mirror),
        muscles=frozenset(row["muscles"]),
        source=row["source"],
        review=row["review"],
        landmark=row["landmark"],
    )


def _turned(side: str, view: View) -> Side:
    return Side(side).opposite if view is View.RIGHT else Side(side)


@cache
def load() -> Atlas:
    """The program's atlas; cheap, plates are read when first asked for. Raises AtlasError."""
    return Atlas(resource("atlas"))
