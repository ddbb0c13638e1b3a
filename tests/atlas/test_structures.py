"""Structures to avoid: where their landmarks say, on the body, tied to muscles whose hazards name them."""

import csv
import json
import math
import re
from typing import Any

import pytest

from needlechart.atlas import MM_PER_UNIT, Structure, load
from needlechart.atlas.curves import flatten
from needlechart.atlas.polygon import Polygon
from needlechart.domain.words import Layer, Side, View
from needlechart.resources import resource

ATLAS = load()
ROWS: list[dict[str, Any]] = json.loads(resource("atlas", "points.json").read_text(encoding="utf-8"))[
    "structures"
]
PLATES = {View.FRONT: "anterior_female", View.BACK: "posterior_female", View.LEFT: "left_lateral_female"}
DRAWN = {View.FRONT: Side.LEFT, View.BACK: Side.RIGHT, View.LEFT: Side.LEFT, View.PELVIC_FLOOR: Side.LEFT}

WANTED = {
    "sciatic_nerve": {View.BACK, View.LEFT},
    "pudendal_bundle": {View.BACK, View.PELVIC_FLOOR},
    "femoral_nerve": {View.FRONT},
    "femoral_vessels": {View.FRONT},
    "obturator_nerve": {View.FRONT},
    "superior_gluteal_bundle": {View.BACK, View.LEFT},
    "inferior_gluteal_bundle": {View.BACK, View.LEFT},
    "lateral_femoral_cutaneous_nerve": {View.FRONT, View.LEFT},
    "ilioinguinal_nerves": {View.FRONT, View.LEFT},
    "inferior_epigastric_vessels": {View.FRONT},
    "great_saphenous_vein": {View.FRONT},
    "peritoneum": {View.FRONT, View.BACK, View.LEFT},
    "bladder": {View.FRONT, View.PELVIC_FLOOR},
    "kidney": {View.FRONT, View.BACK, View.LEFT},
    "pleura": {View.FRONT, View.BACK, View.LEFT},
}

NAMED_IN_THE_CATALOGUE = {
    r"sciatic": "sciatic_nerve",
    r"pudendal": "pudendal_bundle",
    r"(?<!cutaneous )femoral nerve": "femoral_nerve",
    r"(?<!circumflex )femoral (vessels|artery|vein|neurovascular)|adductor canal": "femoral_vessels",
    r"obturator nerve": "obturator_nerve",
    r"superior gluteal": "superior_gluteal_bundle",
    r"inferior (and superior )?gluteal": "inferior_gluteal_bundle",
    r"lateral femoral cutaneous": "lateral_femoral_cutaneous_nerve",
    r"ilioinguinal|iliohypogastric": "ilioinguinal_nerves",
    r"inferior epigastric": "inferior_epigastric_vessels",
    r"great saphenous": "great_saphenous_vein",
    r"peritoneum": "peritoneum",
    r"bladder": "bladder",
    r"kidney": "kidney",
    r"pleura": "pleura",
    r"profunda": "deep_femoral_vessels",
    r"lateral circumflex": "lateral_circumflex_vessels",
    r"iliac vessels": "iliac_vessels",
    r"popliteal": "popliteal_vessels",
    r"common fibular": "common_fibular_nerve",
    r"perineal vessels|perineal nerve": "perineal_bundle",
    r"dorsal nerve": "dorsal_nerve",
    r"inferior rectal": "inferior_rectal_bundle",
}


def catalogue() -> dict[str, dict[str, str]]:
    with resource("clinical", "muscles.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


CATALOGUE = catalogue()


def landmarks() -> dict[tuple[str, str], tuple[float, float]]:
    with resource("atlas", "source", "landmarks.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {(row["view"], row["landmark"]): (float(row["x"]) * 1000, float(row["y"]) * 1000) for row in rows}


LANDMARKS = landmarks()


def place(view: View, landmark: list[Any]) -> tuple[float, float]:
    """A landmark of the half that is drawn, or a point between two of them."""

    def named(name: str) -> tuple[float, float]:
        tail = "_R" if view is View.BACK else "_L"
        plate = PLATES[view]
        return LANDMARKS.get((plate, name)) or LANDMARKS[plate, name + tail]

    if len(landmark) == 1:
        return named(landmark[0])
    (a, b), (c, d), share = named(landmark[0]), named(landmark[1]), landmark[2]
    return a + (c - a) * share, b + (d - b) * share


def drawn(row: dict[str, Any]) -> Structure:
    view = View(row["view"])
    return next(
        s for s in ATLAS.structures(view) if s.id == row["id"] and s.side in (row["side"], Side.MIDLINE)
    )


def middle_at(points: tuple[tuple[float, float], ...], y: float) -> float:
    """Middle of the outline at a height, or at its end nearest to that height."""
    heights = [p[1] for p in points]
    y = min(max(y, min(heights) + 0.5), max(heights) - 0.5)
    xs = [
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True)
        if (y0 > y) != (y1 > y)
    ]
    return (min(xs) + max(xs)) / 2


def distance(row: dict[str, Any], check: dict[str, Any]) -> tuple[float, float]:
    """How far the structure lies in the direction the row states, in mm, and the least it must be."""
    x, y = place(View(row["view"]), check["landmark"])
    points = flatten(drawn(row).outline)
    polygon = Polygon(points)
    middle_y = sum(p[1] for p in points) / len(points)
    there = {
        "within": 0.0 if polygon.contains(x, y) else polygon.nearest(x, y)[0],
        "medial": x - middle_at(points, y),
        "lateral": middle_at(points, y) - x,
        "front": x - middle_at(points, y),
        "behind": middle_at(points, y) - x,
        "above": y - middle_y,
        "below": middle_y - y,
    }[check["relation"]]
    return there * MM_PER_UNIT, 0.0 if check["relation"] == "within" else 0.1


CHECKS = [(row, check) for row in ROWS for check in row["checks"]]


@pytest.mark.parametrize(
    ("row", "check"),
    CHECKS,
    ids=lambda v: (
        f"{v['view']}-{v['id']}" if "id" in v else "-".join(map(str, v["landmark"])) + v["relation"]
    ),
)
def test_it_lies_where_its_landmark_says(row: dict[str, Any], check: dict[str, Any]) -> None:
    there, least = distance(row, check)
    assert least <= there <= check["mm"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['view']}-{row['id']}")
def test_it_lies_on_the_body_and_says_where_it_comes_from(row: dict[str, Any]) -> None:
    structure = drawn(row)
    for point in flatten(structure.outline):
        assert math.dist(ATLAS.clamp_to_body(View(row["view"]), *point), point) < 0.6
    assert structure.review == "not reviewed"
    assert "to be checked" in structure.source
    assert structure.landmark.endswith(".")
    assert structure.kind in {"nerve", "vessel", "organ", "limit"}
    assert row["checks"] or row["view"] == View.PELVIC_FLOOR
    assert structure.muscles
    assert structure.muscles <= set(CATALOGUE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['view']}-{row['id']}")
def test_its_muscles_can_be_marked_in_that_view_or_lie_under_it(row: dict[str, Any]) -> None:
    view = View(row["view"])
    shown = {
        m for layer in Layer for r in ATLAS.regions(view, layer) if r.muscle for m in (r.muscle, *r.also)
    }
    assert set(row["muscles"]) & shown


@pytest.mark.parametrize("wanted", WANTED)
def test_every_structure_is_drawn_in_the_views_it_matters_in(wanted: str) -> None:
    assert {View(row["view"]) for row in ROWS if row["id"] == wanted} == WANTED[wanted]


@pytest.mark.parametrize("muscle", CATALOGUE)
def test_hazards_of_the_catalogue_that_are_drawn_are_tied_to_the_muscle(muscle: str) -> None:
    words = CATALOGUE[muscle]["nearby_hazards"].lower()
    tied = {row["id"] for row in ROWS if muscle in row["muscles"]}
    named = {structure for word, structure in NAMED_IN_THE_CATALOGUE.items() if re.search(word, words)}
    assert named <= tied


def test_the_right_view_mirrors_the_left_and_pairs_mirror_each_other() -> None:
    left, right = ATLAS.structures(View.LEFT), ATLAS.structures(View.RIGHT)
    assert {s.side for s in left} == {Side.LEFT}
    assert {s.side for s in right} == {Side.RIGHT}
    for one, two in zip(left, right, strict=True):
        assert one.id == two.id
        assert two.outline[0::2] == tuple(-x for x in one.outline[0::2])
    for view in (View.FRONT, View.BACK, View.PELVIC_FLOOR):
        sides = [(s.id, s.side) for s in ATLAS.structures(view)]
        assert len(sides) == len(set(sides))
        for name, side in sides:
            assert (name, side.opposite) in sides


def test_structures_of_one_muscle() -> None:
    piriformis = {s.id for s in ATLAS.structures(View.BACK, "piriformis")}
    assert piriformis == {
        "sciatic_nerve",
        "pudendal_bundle",
        "superior_gluteal_bundle",
        "inferior_gluteal_bundle",
    }
    assert {s.id for s in ATLAS.structures(View.FRONT, "adductor_longus")} == {
        "femoral_vessels",
        "deep_femoral_vessels",
        "obturator_nerve",
        "great_saphenous_vein",
    }
    assert ATLAS.structures(View.FRONT, "heart") == ()
