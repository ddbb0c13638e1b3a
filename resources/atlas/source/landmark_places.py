"""Places by bony landmark: the formulas that structures to avoid are positioned with.

Distances are millimetres on the reference body (1 unit = 1.7 mm). Front and back: of a pair the half drawn
here, x > 0; `lateral` is away from the midline. Left view: `behind` is towards the back (x grows).
"""

from __future__ import annotations

from functools import cache

from curves import Point
from warps import VIEW_NAMES, landmarks

MM = 1.7
DRAWN_SIDE = {"front": "_L", "back": "_R", "left": "_L"}


@cache
def _marks(view: str) -> dict[str, Point]:
    return landmarks()[f"{VIEW_NAMES[view]}_female"]


def at(view: str, name: str, **mm: float) -> Point:
    """A landmark, moved by `lateral`, `medial`, `behind`, `front`, `up` or `down` millimetres."""
    marks = _marks(view)
    x, y = marks[name] if name in marks else marks[name + DRAWN_SIDE[view]]
    x += mm.get("lateral", 0) / MM - mm.get("medial", 0) / MM
    x += mm.get("behind", 0) / MM - mm.get("front", 0) / MM
    return x, y + mm.get("down", 0) / MM - mm.get("up", 0) / MM


def between(view: str, one: str, two: str, share: float = 0.5) -> Point:
    """The point `share` of the way from one landmark to the other."""
    (a, b), (c, d) = at(view, one), at(view, two)
    return a + (c - a) * share, b + (d - b) * share
