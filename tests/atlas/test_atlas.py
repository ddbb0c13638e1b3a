"""Hit test, sides, mirroring, figures: what a mark relies on."""

import csv
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.atlas import MM_PER_UNIT, load
from needlechart.atlas.atlas import NEAR_MIDLINE
from needlechart.domain.words import Figure, Layer, Side, View
from needlechart.resources import resource

ATLAS = load()
views = st.sampled_from(list(View))
layers = st.sampled_from(list(Layer))
figures = st.sampled_from(list(Figure))
xs = st.floats(-220, 220)
ys = st.floats(-120, 1040)
anywhere = st.floats(allow_nan=False, allow_infinity=False)
PLACES = [
    (view, layer, region)
    for view in View
    for layer in Layer
    for region in ATLAS.regions(view, layer)
    if region.markable
]


def muscles_under(view: View, layer: Layer, x: float, y: float) -> list[str]:
    hit = ATLAS.hit(view, layer, x, y)
    return [hit.muscle, *hit.alternatives] if hit.muscle else []


@given(views, anywhere, anywhere)
def test_mirroring_twice_changes_nothing(view: View, x: float, y: float) -> None:
    assert ATLAS.mirror(*ATLAS.mirror(view, x, y)) == (view, x, y)


@given(views, layers, xs, ys)
def test_a_mirrored_point_changes_its_side_and_keeps_its_muscle(
    view: View, layer: Layer, x: float, y: float
) -> None:
    hit = ATLAS.hit(view, layer, x, y)
    there = ATLAS.mirror(view, x, y)
    assert ATLAS.hit(there[0], layer, *there[1:]).muscle == hit.muscle
    side = ATLAS.side(view, x, y, hit.muscle)
    assert ATLAS.side(*there, hit.muscle) is side.opposite
    assert side in (Side.LEFT, Side.RIGHT, Side.MIDLINE)


@given(views, layers, xs, ys)
def test_a_hit_is_consistent(view: View, layer: Layer, x: float, y: float) -> None:
    hit = ATLAS.hit(view, layer, x, y)
    if hit.muscle is None:
        assert hit.alternatives == ()
        assert hit.nearest is not None
        assert hit.nearest[1] >= 0
    else:
        assert hit.nearest is None
        assert hit.layer is not None
        assert len({hit.muscle, *hit.alternatives}) == 1 + len(hit.alternatives)


@given(views, st.floats(-3000, 3000), st.floats(-3000, 3000))
def test_a_clamped_point_lies_on_the_body(view: View, x: float, y: float) -> None:
    there = ATLAS.clamp_to_body(view, x, y)
    assert ATLAS.hit(view, Layer.SURFACE, *there).on_body
    assert ATLAS.clamp_to_body(view, *there) == there


@given(views, figures, xs, ys)
def test_a_point_survives_the_way_to_a_figure_and_back(
    view: View, figure: Figure, x: float, y: float
) -> None:
    there = ATLAS.to_figure(view, figure, x, y)
    assert math.dist(ATLAS.from_figure(view, figure, *there), (x, y)) < 1e-6


@given(views, figures, xs, ys)
def test_figures_mirror(view: View, figure: Figure, x: float, y: float) -> None:
    u, v = ATLAS.to_figure(view, figure, x, y)
    other, mx, my = ATLAS.mirror(view, x, y)
    if view is not View.PELVIC_FLOOR and x != 0:
        assert ATLAS.to_figure(other, figure, mx, my) == (-u, v)


@given(views, xs, ys)
def test_the_female_figure_is_the_reference(view: View, x: float, y: float) -> None:
    assert ATLAS.to_figure(view, Figure.FEMALE, x, y) == (x, y)


@pytest.mark.parametrize("view", [View.FRONT, View.BACK, View.LEFT])
def test_bony_landmarks_fall_on_those_of_the_male_figure(view: View) -> None:
    names = {View.FRONT: "anterior", View.BACK: "posterior", View.LEFT: "left_lateral"}
    rows: dict[tuple[str, str], tuple[float, float]] = {}
    with resource("atlas", "source", "landmarks.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            rows[row["view"], row["landmark"]] = (float(row["x"]) * 1000, float(row["y"]) * 1000)
    female = {name: p for (where, name), p in rows.items() if where == f"{names[view]}_female"}
    for name, place in female.items():
        there = ATLAS.to_figure(view, Figure.MALE, *place)
        # bone depth is approximate in the side view
        allowed = 3.0 if view is View.LEFT else 1.5
        assert math.dist(there, rows[f"{names[view]}_male", name]) < allowed, name


@pytest.mark.parametrize(("view", "layer", "region"), PLACES, ids=lambda value: getattr(value, "id", value))
def test_the_anchor_of_a_region_hits_its_muscle(view, layer, region) -> None:
    if region.anchor is not None:
        assert ATLAS.hit(view, layer, *region.anchor).muscle == region.muscle
        expected = Side.MIDLINE if region.muscle in ATLAS.midline_muscles else region.side
        assert ATLAS.side(view, *region.anchor, region.muscle) is expected


@pytest.mark.parametrize("view", [View.FRONT, View.BACK, View.PELVIC_FLOOR])
@pytest.mark.parametrize("layer", [Layer.SUPERFICIAL, Layer.INTERMEDIATE, Layer.DEEP])
def test_left_and_right_regions_mirror(view: View, layer: Layer) -> None:
    regions = {region.id: region for region in ATLAS.regions(view, layer)}
    assert regions
    for region in regions.values():
        twin = regions[f"{region.part}:{region.side.opposite}"]
        assert twin.outline[0::2] == tuple(-x for x in region.outline[0::2])
        assert twin.outline[1::2] == region.outline[1::2]


def test_sides_are_the_patients() -> None:
    assert ATLAS.side(View.FRONT, 40, 500, "pectineus") is Side.LEFT
    assert ATLAS.side(View.BACK, 40, 500, "piriformis") is Side.RIGHT
    assert ATLAS.side(View.PELVIC_FLOOR, 20, 0, "puborectalis") is Side.LEFT
    assert ATLAS.side(View.LEFT, -20, 460, "gluteus_medius") is Side.LEFT
    assert ATLAS.side(View.RIGHT, -20, 460, "gluteus_medius") is Side.RIGHT
    assert ATLAS.side(View.PELVIC_FLOOR, 9, 37, "external_anal_sphincter") is Side.MIDLINE


def test_a_sided_mark_within_five_millimetres_of_the_midline_asks() -> None:
    assert math.isclose(NEAR_MIDLINE * MM_PER_UNIT, 5)
    assert ATLAS.near_midline(View.BACK, 2.9, 400, "lumbar_multifidus")
    assert not ATLAS.near_midline(View.BACK, 3.0, 400, "lumbar_multifidus")
    assert not ATLAS.near_midline(View.LEFT, 0.0, 400, "gluteus_medius")
    assert not ATLAS.near_midline(View.PELVIC_FLOOR, 1.0, 37, "external_anal_sphincter")


def test_gluteus_maximus_offers_what_lies_below_it() -> None:
    assert ATLAS.hit(View.BACK, Layer.SUPERFICIAL, 46, 465).muscle == "gluteus_maximus"
    assert "piriformis" in ATLAS.hit(View.BACK, Layer.SUPERFICIAL, 46, 465).alternatives
    assert "gluteus_medius" in ATLAS.hit(View.BACK, Layer.SUPERFICIAL, 62, 443).alternatives
    assert "obturator_internus" in ATLAS.hit(View.BACK, Layer.SUPERFICIAL, 45, 499).alternatives
    assert ATLAS.hit(View.BACK, Layer.DEEP, 46, 465).muscle == "piriformis"


def test_the_front_never_answers_for_the_back() -> None:
    back_only = {"piriformis", "gluteus_maximus", "semitendinosus", "lumbar_multifidus", "coccygeus"}
    front_only = {"rectus_abdominis", "pectineus", "psoas_major", "sartorius", "vastus_medialis"}
    shown = {view: {r.muscle for layer in Layer for r in ATLAS.regions(view, layer)} for view in View}
    assert not shown[View.FRONT] & back_only
    assert not shown[View.BACK] & front_only


def test_a_tap_off_the_body_finds_nothing_but_the_nearest() -> None:
    hit = ATLAS.hit(View.FRONT, Layer.SUPERFICIAL, 215, 300)
    assert (hit.muscle, hit.on_body) == (None, False)
    foot = ATLAS.hit(View.FRONT, Layer.SUPERFICIAL, 80, 900)
    assert (foot.muscle, foot.on_body) == (None, True)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_are_refused(bad: float) -> None:
    for x, y in ((bad, 1.0), (1.0, bad)):
        for call in (
            lambda x, y: ATLAS.hit(View.FRONT, Layer.DEEP, x, y),
            lambda x, y: ATLAS.side(View.FRONT, x, y, None),
            lambda x, y: ATLAS.mirror(View.FRONT, x, y),
            lambda x, y: ATLAS.near_midline(View.FRONT, x, y, None),
            lambda x, y: ATLAS.clamp_to_body(View.FRONT, x, y),
            lambda x, y: ATLAS.to_figure(View.FRONT, Figure.MALE, x, y),
            lambda x, y: ATLAS.from_figure(View.FRONT, Figure.MALE, x, y),
        ):
            with pytest.raises(ValueError, match="finite"):
                call(x, y)


def test_areas() -> None:
    assert ATLAS.outline_area(((0, 0), (10, 0), (10, 5), (0, 5))) == 50
    assert 80_000 < ATLAS.body_area(View.FRONT) < 250_000
    assert ATLAS.body_area(View.FRONT) == pytest.approx(ATLAS.body_area(View.BACK), rel=0.01)
