"""What the picture sheet labels on a plate: one label for each name, well inside what is seen of it."""

from __future__ import annotations

from dataclasses import dataclass

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.curves import flatten
from needlechart.atlas.polygon import Polygon
from needlechart.atlas.types import Detail, Nerve, Plate, Point, Rect, Region
from needlechart.domain.words import Layer, Side, View

_GRID = 14
NERVES = {"sciatic": "Sciatic nerve"}
_SIDES = (View.LEFT, View.RIGHT)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, its point in units of the figure, and whether marks can be put there."""

    text: str
    at: Point
    markable: bool


def names_on(atlas: Atlas, plate: Plate) -> list[Name]:
    """Muscles that can be marked, then what is there for orientation, then bony landmarks."""
    names = [*_regions(plate), *_details(plate), *_nerves(plate)]
    if plate.layer in (Layer.SURFACE, Layer.DEEP):
        names += _landmarks(atlas, plate)
    return list({name.text: name for name in reversed(names)}.values())


def _regions(plate: Plate) -> list[Name]:
    regions = plate.regions
    polygons = [Polygon(flatten(region.outline)) for region in regions]
    found: dict[str, Name] = {}
    for i, region in enumerate(regions):
        if not region.name or region.name in found or not _labelled(plate, region):
            continue
        if at := _seen_point(polygons[i], polygons[i + 1 :], plate.close_up):
            found[region.name] = Name(region.name, at, region.markable)
    return list(found.values())


def _labelled(plate: Plate, region: Region) -> bool:
    """Whether of a pair this is the one: what can be marked at the viewer's right, the rest at the left."""
    if plate.view in _SIDES or region.side is Side.MIDLINE:
        return True
    xs = region.outline[0::2]
    return (sum(xs) > 0) == region.markable


def _details(plate: Plate) -> list[Name]:
    out: dict[str, Name] = {}
    for step in plate.steps:
        if isinstance(step, Detail) and step.name:
            xs, ys = step.outline[0::2], step.outline[1::2]
            middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
            if step.name not in out or middle[0] < out[step.name].at[0]:
                out[step.name] = Name(step.name, middle, markable=False)
    return list(out.values())


def _seen_point(own: Polygon, above: list[Polygon], window: Rect) -> Point | None:
    """The point of a grid that lies deepest inside what is seen of a region; None where nothing is."""
    left, top = max(own.bounds[0], window[0]), max(own.bounds[1], window[1])
    right, bottom = min(own.bounds[2], window[2]), min(own.bounds[3], window[3])
    if right <= left or bottom <= top:
        return None
    near = [p for p in above if _touch(p.bounds, (left, top, right, bottom))]
    most, where = 0.0, None
    for i in range(_GRID * _GRID):
        x = left + (i // _GRID + 0.5) / _GRID * (right - left)
        y = top + (i % _GRID + 0.5) / _GRID * (bottom - top)
        if not own.contains(x, y) or any(p.contains(x, y) for p in near):
            continue
        inside = own.nearest(x, y)[0]
        for polygon in near:
            if inside <= most:
                break
            if polygon.far(x, y) < inside:
                inside = min(inside, polygon.nearest(x, y)[0])
        if inside > most:
            most, where = inside, (x, y)
    return where


def _touch(one: Rect, two: Rect) -> bool:
    return one[0] < two[2] and one[2] > two[0] and one[1] < two[3] and one[3] > two[1]


def _nerves(plate: Plate) -> list[Name]:
    out: dict[str, Name] = {}
    for step in plate.steps:
        if isinstance(step, Nerve):
            points = flatten(step.line)
            at = points[len(points) // 2]
            if step.id not in out or (at[0] < 0 and out[step.id].at[0] > 0):
                text = NERVES.get(step.id, step.id.replace("_", " ").capitalize())
                out[step.id] = Name(text, at, markable=False)
    return list(out.values())


def _landmarks(atlas: Atlas, plate: Plate) -> list[Name]:
    left, top, right, bottom = plate.close_up
    out: dict[str, Name] = {}
    for landmark in atlas.landmarks(plate.view):
        x, y = atlas.to_figure(plate.view, plate.figure, landmark.x, landmark.y)
        if left < x < right and top < y < bottom and (landmark.name not in out or x < 0):
            out[landmark.name] = Name(landmark.name, (x, y), markable=False)
    return list(out.values())
