"""Plates as data: every figure, view and layer can be drawn; the files carry version and licence."""

import json
import math

import pytest

from needlechart.atlas import AtlasError, Bones, Region, load
from needlechart.atlas.atlas import Atlas
from needlechart.atlas.curves import flatten
from needlechart.atlas.polygon import Polygon
from needlechart.domain.words import Figure, Layer, Side, View
from needlechart.resources import resource

ATLAS = load()
FILES = sorted(resource("atlas").glob("*.json"))


@pytest.mark.parametrize("figure", list(Figure))
@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("layer", list(Layer))
def test_every_plate_can_be_drawn(figure: Figure, view: View, layer: Layer) -> None:
    plate = ATLAS.plate(figure, view, layer)
    assert plate is ATLAS.plate(figure, view, layer)
    assert plate.skin.outline
    if layer is Layer.SURFACE:
        assert not plate.regions
    else:
        assert any(region.markable for region in plate.regions)
    ids = [region.id for region in plate.regions]
    assert len(ids) == len(set(ids))
    for curve in (*plate.skin.outline, *(region.outline for region in plate.regions)):
        assert len(curve) % 6 == 2
        assert all(math.isfinite(value) for value in curve)


def test_bones_lie_under_the_muscles_but_not_on_the_skin() -> None:
    for view in (View.FRONT, View.BACK, View.LEFT, View.RIGHT):
        steps = ATLAS.plate(Figure.FEMALE, view, Layer.DEEP).steps
        first = next(i for i, step in enumerate(steps) if isinstance(step, Bones))
        inside_the_pelvis = {step.muscle for step in steps[:first] if isinstance(step, Region)}
        sideways = view in (View.LEFT, View.RIGHT)
        assert inside_the_pelvis == ({"psoas_major", "iliacus"} if sideways else set())
        assert not ATLAS.plate(Figure.FEMALE, view, Layer.SURFACE).steps


def test_the_right_view_is_the_mirrored_left_view() -> None:
    left, right = (ATLAS.plate(Figure.MALE, view, Layer.DEEP) for view in (View.LEFT, View.RIGHT))
    for one, two in zip(left.regions, right.regions, strict=True):
        assert (one.side, two.side) == (Side.LEFT, Side.RIGHT)
        assert two.outline[0::2] == tuple(-x for x in one.outline[0::2])


def test_the_neutral_figure_lies_between_the_others() -> None:
    widths = {
        figure: max(ATLAS.plate(figure, View.FRONT, Layer.SURFACE).skin.outline[0][0::2]) for figure in Figure
    }
    assert widths[Figure.FEMALE] < widths[Figure.NEUTRAL] < widths[Figure.MALE]


def test_regions_of_the_front_and_back_lie_on_the_body() -> None:
    for view in (View.FRONT, View.BACK):
        for region in ATLAS.regions(view, Layer.SUPERFICIAL):
            for x, y in flatten(region.outline, 2):
                there = ATLAS.clamp_to_body(view, x, y)
                assert math.dist(there, (x, y)) < 4.0, region.id


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_carries_the_atlas_version(path) -> None:
    assert json.loads(path.read_text(encoding="utf-8"))["atlas_version"] == 1


def test_bones_carry_their_licence_and_the_run_time_files_stay_small() -> None:
    bones = [path for path in FILES if path.stem.startswith("bones_")]
    assert len(bones) == 6
    for path in bones:
        notice = json.loads(path.read_text(encoding="utf-8"))["notice"]
        assert "Mozilla Public License" in notice
        assert "Apache-2.0" in notice
    assert sum(path.stat().st_size for path in FILES) < 4_000_000


def test_a_damaged_or_newer_file_is_an_atlas_error(tmp_path) -> None:
    with pytest.raises(AtlasError, match=r"atlas\.json"):
        Atlas(tmp_path)
    (tmp_path / "atlas.json").write_text('{"atlas_version": 2}')
    with pytest.raises(AtlasError, match="version 1"):
        Atlas(tmp_path)


def test_a_muscle_in_two_heads_keeps_them_apart() -> None:
    heads = [r for r in ATLAS.regions(View.BACK, Layer.SUPERFICIAL) if r.muscle == "biceps_femoris"]
    assert {(r.name, r.side) for r in heads} == {
        ("Biceps femoris, long head", Side.LEFT),
        ("Biceps femoris, long head", Side.RIGHT),
        ("Biceps femoris, short head", Side.LEFT),
        ("Biceps femoris, short head", Side.RIGHT),
    }


def test_fascia_and_ligaments_cannot_be_marked() -> None:
    shown: list[Region] = [r for v in View for layer in Layer for r in ATLAS.regions(v, layer)]
    closed = {r.part for r in shown if not r.markable}
    assert {"itb", "thoracolumbar_fascia", "inguinal_ligament", "sacrotuberous_lig", "patella"} <= closed


@pytest.mark.parametrize("figure", [Figure.MALE, Figure.NEUTRAL])
@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("layer", [Layer.SUPERFICIAL, Layer.INTERMEDIATE, Layer.DEEP])
def test_a_mark_in_a_muscle_is_drawn_in_that_muscle_of_the_other_figures(figure, view, layer) -> None:
    drawn = {
        region.id: Polygon(flatten(region.outline)) for region in ATLAS.plate(figure, view, layer).regions
    }
    for region in ATLAS.regions(view, layer):
        if region.markable and region.anchor:
            there = ATLAS.to_figure(view, figure, *region.anchor)
            assert drawn[region.id].contains(*there), region.id
