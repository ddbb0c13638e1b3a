"""Where a fictional mark lies: the atlas's usual point, moved a little, still in the muscle."""

from dataclasses import dataclass

from needlechart import atlas, catalogue
from needlechart.demo.ids import Dice
from needlechart.demo.plans import Spot
from needlechart.domain.words import Layer, View

SPREAD = 1.6
"""Units (1 unit = 1.7 mm) by which two therapists' marks on one muscle differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on the body map in reference units, with the muscle's name."""

    view: View
    layer: Layer
    x: float
    y: float
    muscle_name: str


def place_of(spot: Spot) -> Place:
    """The usual place; raises KeyError with the muscle's id if the atlas has none on that side."""
    body = atlas.load()
    usual = None
    if spot.level:
        usual = body.level_point(spot.muscle, spot.level, spot.side)
    usual = usual or body.usual_point(spot.muscle, spot.side)
    if usual is None:
        raise KeyError(spot.muscle)
    name = catalogue.muscles()[spot.muscle].name
    return Place(view=usual.view, layer=usual.layer, x=usual.x, y=usual.y, muscle_name=name)


def near(place: Place, spot: Spot, dice: Dice) -> Place:
    """A place beside another one, in the same muscle and on the same side; else the same place."""
    body = atlas.load()
    for _ in range(12):
        x, y = round(dice.near(place.x, SPREAD), 1), round(dice.near(place.y, SPREAD), 1)
        hit = body.hit(place.view, place.layer, x, y)
        right_side = body.side(place.view, x, y, spot.muscle) is spot.side
        if hit.muscle == spot.muscle and right_side and not body.near_midline(place.view, x, y, spot.muscle):
            return Place(view=place.view, layer=place.layer, x=x, y=y, muscle_name=place.muscle_name)
    return place
