"""The body atlas: what to draw, what lies under a point, which side it is. No Qt, standard library only.

Reference frame (every x, y but those of other figures' plates): the female figure of atlas version 1; body
height 1000 units (1 unit = 1.7 mm), y down from the vertex; front, back: x 0 at the midline, to the viewer's
right; side views: x 0 at the coronal plane; pelvic floor: a schematic of its own, seen from the feet.
Marks are kept in this frame whatever figure is shown.

    atlas = load()                                   # one object, cheap; plates are read on first use
    atlas.plate(figure, view, layer) -> Plate        # drawing steps, in units of that figure
    atlas.regions(view, layer) -> tuple[Region, ...] # reference units, drawing order
    atlas.hit(view, layer, x, y) -> Hit              # muscle, layer, alternatives, on_body, nearest
    atlas.side(view, x, y, muscle) -> Side           # the patient's side
    atlas.near_midline(view, x, y, muscle) -> bool   # ask for the side
    atlas.mirror(view, x, y) -> (view, x, y)         # the other side
    atlas.clamp_to_body(view, x, y) -> (x, y)
    atlas.usual_point(muscle, side) -> Place | None  # view, layer, x, y: keyboard entry
    atlas.level_point(muscle, level, side) -> Place | None      # L1..L5, S1
    atlas.anchor(muscle, view, layer, side) -> (x, y) | None
    atlas.structures(view, muscle=None) -> tuple[Structure, ...] # to avoid, closed outlines
    atlas.landmarks(view), atlas.spinal_levels(), atlas.absences()
    atlas.body_outline(view), atlas.body_area(view), atlas.outline_area(outline)
    atlas.to_figure(view, figure, x, y), atlas.from_figure(view, figure, x, y)

A hit on the surface layer answers with the muscles below. Numbers that are not finite raise ValueError;
missing or damaged files raise AtlasError. `style.BodyColours` holds the colours painters need.
"""

from needlechart.atlas.atlas import MM_PER_UNIT, Atlas, load
from needlechart.atlas.reading import AtlasError
from needlechart.atlas.types import (
    Absence,
    Bones,
    Curve,
    Detail,
    Hit,
    Landmark,
    Nerve,
    Place,
    Plate,
    Point,
    Rect,
    Region,
    Shape,
    Step,
    Structure,
)

__all__ = [
    "MM_PER_UNIT",
    "Absence",
    "Atlas",
    "AtlasError",
    "Bones",
    "Curve",
    "Detail",
    "Hit",
    "Landmark",
    "Nerve",
    "Place",
    "Plate",
    "Point",
    "Rect",
    "Region",
    "Shape",
    "Step",
    "Structure",
    "load",
]
