"""The neutral figure: every chain of the female one, moved half way, whichever way it was reckoned."""

import math

import pytest

from needlechart.atlas import load
from needlechart.domain.words import Figure, Layer, View

ATLAS = load()


@pytest.mark.parametrize("view", [view for view in View if view is not View.PELVIC_FLOOR])
@pytest.mark.parametrize("layer", [layer for layer in Layer if layer is not Layer.SURFACE])
def test_regions_and_anchors_lie_where_their_points_are_drawn(view: View, layer: Layer) -> None:
    female, neutral = (ATLAS.plate(figure, view, layer) for figure in (Figure.FEMALE, Figure.NEUTRAL))
    assert [region.id for region in female.regions] == [region.id for region in neutral.regions]
    for one, two in zip(female.regions, neutral.regions, strict=True):
        for curves in ("levels", "fibres", "fibres_light", "tendons", "inscriptions"):
            assert len(getattr(one, curves)) == len(getattr(two, curves))
        places = [*zip(one.outline[0::2], one.outline[1::2], strict=True)]
        drawn = [*zip(two.outline[0::2], two.outline[1::2], strict=True)]
        if one.anchor and two.anchor:
            places.append(one.anchor)
            drawn.append(two.anchor)
        for place, at in zip(places, drawn, strict=True):
            assert math.dist(ATLAS.to_figure(view, Figure.NEUTRAL, *place), at) < 0.01
