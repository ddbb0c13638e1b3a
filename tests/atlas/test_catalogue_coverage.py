"""Every muscle of the catalogue can be marked in the views the catalogue names, or the data say why not."""

import csv

import pytest

from needlechart.atlas import load
from needlechart.atlas.curves import flatten
from needlechart.atlas.polygon import Polygon
from needlechart.domain.words import Layer, Side, View
from needlechart.resources import resource

ATLAS = load()
VIEWS = {"anterior": View.FRONT, "posterior": View.BACK, "perineal": View.PELVIC_FLOOR, "lateral": View.LEFT}


def catalogue() -> list[dict[str, str]]:
    with resource("clinical", "muscles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def markable(view: View) -> set[str]:
    regions = [region for layer in Layer for region in ATLAS.regions(view, layer)]
    return {name for r in regions if r.muscle for name in (r.muscle, *r.also)}


def test_regions_have_the_ids_of_the_catalogue() -> None:
    known = {row["id"] for row in catalogue()}
    for view in View:
        assert markable(view) <= known


def test_every_muscle_can_be_marked_in_its_views_or_is_listed_as_absent() -> None:
    missing = {
        (row["id"], view)
        for row in catalogue()
        for view in (VIEWS[name] for name in row["views"].split(";") if name in VIEWS)
        if row["id"] not in markable(view)
    }
    listed = {
        (absence.muscle, absence.view) for absence in ATLAS.absences() if absence.view is not View.RIGHT
    }
    assert missing == listed
    assert all(absence.why for absence in ATLAS.absences())


@pytest.mark.parametrize("row", catalogue(), ids=lambda row: row["id"])
def test_every_muscle_has_a_usual_point_on_both_sides(row: dict[str, str]) -> None:
    muscle = row["id"]
    sides = (Side.MIDLINE,) if muscle in ATLAS.midline_muscles else (Side.RIGHT, Side.LEFT)
    for side in sides:
        place = ATLAS.usual_point(muscle, side)
        assert place is not None
        assert ATLAS.side(place.view, place.x, place.y, muscle) is side
        hit = ATLAS.hit(place.view, place.layer, place.x, place.y)
        assert muscle in (hit.muscle, *hit.alternatives)
        assert not ATLAS.near_midline(place.view, place.x, place.y, muscle)
    assert ATLAS.usual_point(muscle, Side.UNSTATED) is None


@pytest.mark.parametrize("row", catalogue(), ids=lambda row: row["id"])
def test_no_usual_point_lies_on_a_structure_the_muscle_endangers(row: dict[str, str]) -> None:
    for side in (Side.RIGHT, Side.LEFT):
        place = ATLAS.usual_point(row["id"], side)
        if place is not None:
            for structure in ATLAS.structures(place.view, row["id"]):
                assert not Polygon(flatten(structure.outline)).contains(place.x, place.y), structure.name


def test_an_unknown_muscle_has_no_place() -> None:
    assert ATLAS.usual_point("heart", Side.LEFT) is None
    assert ATLAS.level_point("gluteus_maximus", "L4", Side.LEFT) is None
    assert ATLAS.anchor("heart", View.BACK, Layer.DEEP, Side.LEFT) is None


@pytest.mark.parametrize("level", ["L1", "L2", "L3", "L4", "L5", "S1"])
def test_multifidus_has_a_place_at_every_lumbar_level(level: str) -> None:
    right = ATLAS.level_point("lumbar_multifidus", level, Side.RIGHT)
    left = ATLAS.level_point("lumbar_multifidus", level, Side.LEFT)
    assert right is not None
    assert left is not None
    assert (left.x, left.y) == (-right.x, right.y)
    hit = ATLAS.hit(right.view, right.layer, right.x, right.y)
    assert "lumbar_multifidus" in (hit.muscle, *hit.alternatives)


def test_spinal_levels_run_down_and_l4_l5_lies_at_the_iliac_crests() -> None:
    levels = ATLAS.spinal_levels()
    assert list(levels) == ["L1", "L2", "L3", "L4", "L5", "S1"]
    assert list(levels.values()) == sorted(levels.values())
    crest = next(mark.y for mark in ATLAS.landmarks(View.BACK) if mark.id == "iliac_crest_top")
    assert levels["L4"] < crest < levels["L5"]
