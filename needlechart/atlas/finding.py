"""What lies under a point of one view, always in the reference (female) frame."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

from needlechart.atlas.curves import flatten
from needlechart.atlas.polygon import Polygon
from needlechart.atlas.types import Hit, Plate, Point, Region
from needlechart.domain.words import Layer, View

DEPTHS = (Layer.SUPERFICIAL, Layer.INTERMEDIATE, Layer.DEEP)

ORDER = {
    Layer.SURFACE: DEPTHS,
    Layer.SUPERFICIAL: DEPTHS,
    Layer.INTERMEDIATE: (Layer.INTERMEDIATE, Layer.DEEP, Layer.SUPERFICIAL),
    Layer.DEEP: (Layer.DEEP, Layer.INTERMEDIATE, Layer.SUPERFICIAL),
}
"""The layer shown answers first, then what a needle meets beyond it, then what it went through."""

CELL = 8.0


@dataclass(frozen=True, slots=True)
class Target:
    """A region that can be marked, as a polygon."""

    muscles: tuple[str, ...]
    region: Region
    polygon: Polygon


def _targets(plate: Plate, *, folded: bool) -> list[Target]:
    """The markable regions, topmost first; `folded` keeps those of the half with x > 0."""
    out: list[Target] = []
    for region in reversed(plate.regions):
        if region.muscle is None:
            continue
        polygon = Polygon(flatten(region.outline))
        if folded and polygon.bounds[0] + polygon.bounds[2] < 0:
            continue
        out.append(Target((region.muscle, *region.also), region, polygon))
    return out


class Finder:
    """Answers for one view; front, back and pelvic floor are symmetric and kept as one half."""

    def __init__(self, view: View, plates: dict[Layer, Plate]) -> None:
        self._folded = view not in (View.LEFT, View.RIGHT)
        self.targets = {layer: _targets(plate, folded=self._folded) for layer, plate in plates.items()}
        self.skin = [Polygon(flatten(curve)) for curve in plates[DEPTHS[0]].skin.outline]
        self._cells: dict[tuple[int, int], dict[Layer, list[Target]]] = {}
        self._last: tuple[tuple[Layer, float, float], Hit] | None = None

    def on_body(self, x: float, y: float) -> bool:
        return any(polygon.contains(x, y) for polygon in self.skin)

    def fold(self, x: float) -> float:
        return abs(x) if self._folded else x

    def _cell(self, x: float, y: float) -> dict[Layer, list[Target]]:
        key = (int(x // CELL), int(y // CELL))
        found = self._cells.get(key)
        if found is None:
            left, top = key[0] * CELL, key[1] * CELL
            found = self._cells[key] = {
                layer: [t for t in targets if _touches(t.polygon, left, top)]
                for layer, targets in self.targets.items()
            }
        return found

    def under(self, layer: Layer, x: float, y: float) -> list[tuple[str, Layer]]:
        """All muscles under a point with the layer each was found in, likeliest first, each once."""
        x = self.fold(x)
        if not (-2000.0 < x < 2000.0 and -2000.0 < y < 2000.0):
            return []
        cell = self._cell(x, y)
        found: dict[str, Layer] = {}
        for depth in ORDER[layer]:
            for target in cell[depth]:
                if target.polygon.contains(x, y):
                    for muscle in target.muscles:
                        found.setdefault(muscle, depth)
        return list(found.items())

    def hit(self, layer: Layer, x: float, y: float) -> Hit:
        """What lies under a point; a tap asks more than once for the same."""
        asked, known = (layer, x, y), self._last
        if known is not None and known[0] == asked:
            return known[1]
        found = self._hit(layer, x, y)
        self._last = (asked, found)
        return found

    def _hit(self, layer: Layer, x: float, y: float) -> Hit:
        found = self.under(layer, x, y)
        if not found:
            return Hit(None, None, (), self.on_body(x, y), self.nearest(layer, x, y))
        muscle, depth = found[0]
        return Hit(muscle, depth, tuple(name for name, _ in found[1:]), on_body=True)

    def nearest(self, layer: Layer, x: float, y: float) -> tuple[str, float]:
        """The nearest muscle of all layers and its distance in units; `layer` decides between equals."""
        x = self.fold(x)
        targets = [target for depth in ORDER[layer] for target in self.targets[depth]]
        best, name = float("inf"), ""
        for far, target in sorted(((t.polygon.far(x, y), t) for t in targets), key=lambda pair: pair[0]):
            if far >= best:
                break
            distance = target.polygon.nearest(x, y)[0]
            if distance < best:
                best, name = distance, target.muscles[0]
        return name, best

    def clamp(self, x: float, y: float) -> Point:
        """The point itself on the body, else the nearest point of the body."""
        if self.on_body(x, y):
            return x, y
        _, (px, py) = min((polygon.nearest(x, y) for polygon in self.skin), key=lambda found: found[0])
        away = hypot(px - x, py - y) or 1.0
        ways = [((px - x) / away, (py - y) / away), *_AROUND]
        for step in (0.01, 0.1, 0.5, 2.0):
            for dx, dy in ways:
                if self.on_body(px + dx * step, py + dy * step):
                    return px + dx * step, py + dy * step
        return px, py


_AROUND = tuple((dx, dy) for dx in (1.0, -1.0, 0.0) for dy in (1.0, -1.0, 0.0) if dx or dy)


def _touches(polygon: Polygon, left: float, top: float) -> bool:
    x0, y0, x1, y1 = polygon.bounds
    return x0 <= left + CELL and x1 >= left and y0 <= top + CELL and y1 >= top
