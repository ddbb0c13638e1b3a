"""What is seen of a muscle: its outline without the muscles that are drawn over it."""

from itertools import pairwise

from PySide6.QtGui import QPainterPath

from needlechart.atlas.types import Plate, Region
from needlechart.domain.words import Figure, Layer, View
from needlechart.ui.bodymap.artwork import paths

_HARDLY = 0.08
"""Share of the whole below which a muscle counts as covered."""


def visible_part(plate: Plate, region: Region) -> QPainterPath | None:
    """The seen part in units of the plate's figure; None where hardly anything is seen.

    Worked out once: plates and their regions are made once and kept.
    """
    key = (plate.figure, plate.view, plate.layer, id(region))
    known = _seen.get(key)
    if known is None or known[0] is not region:
        known = _seen[key] = (region, _visible_part(plate, region))
    return known[1]


_seen: dict[tuple[Figure, View, Layer, int], tuple[Region, QPainterPath | None]] = {}


def _visible_part(plate: Plate, region: Region) -> QPainterPath | None:
    drawn = paths(plate)
    at = next((place for place, (one, _) in enumerate(drawn) if one is region), None)
    if at is None:
        return None
    whole = drawn[at][1]
    seen = QPainterPath(whole)
    for over, path in drawn[at + 1 :]:
        if over.muscle != region.muscle and path.intersects(seen.boundingRect()):
            seen = seen.subtracted(path)
    return None if _area(seen) < _HARDLY * _area(whole) else seen


def _area(path: QPainterPath) -> float:
    """In square units, by the shoelace formula; holes count as area, which is good enough here."""
    total = 0.0
    for polygon in path.toSubpathPolygons():
        points = [(point.x(), point.y()) for point in polygon.toList()]
        total += abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))) / 2
    return total
