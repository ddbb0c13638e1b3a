"""The drawn muscles against landmarks and one another; the tables of the atlas README are current."""

import csv
import importlib.util
import sys
from types import ModuleType

import pytest

from needlechart.atlas import load
from needlechart.domain.words import Layer, Side
from needlechart.resources import resource

FOUR_GROUPS = {"abdominal_wall", "gluteals", "hip_rotators", "adductors"}


def _check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("atlas_check", resource("atlas", "source", "check.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CHECK = _check()
ANSWERS = CHECK.answers()
README = resource("atlas", "README.md").read_text(encoding="utf-8")


def catalogue() -> list[dict[str, str]]:
    with resource("clinical", "muscles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("rule", "found"),
    ANSWERS,
    ids=[f"{r['muscle']}-{r['item']}-{r['relation']}-{r['target']}" for r, _ in ANSWERS],
)
def test_a_statement_of_anatomy_holds_or_says_that_it_cannot_be_measured(rule, found) -> None:
    verdict, why = found
    assert verdict in {"agrees", "unreviewed"}, why
    assert (verdict == "unreviewed") == (rule["relation"] == "unreviewed")
    assert why


@pytest.mark.parametrize("row", [r for r in catalogue() if r["group"] in FOUR_GROUPS], ids=lambda r: r["id"])
def test_every_muscle_of_the_four_groups_is_stated_whole(row) -> None:
    items = {rule["item"] for rule, _ in ANSWERS if rule["muscle"] == row["id"]}
    assert items == {"origin", "insertion", "neighbours", "depth"}


def test_the_check_sees_what_is_wrong() -> None:
    """Statements that are false must differ: the check measures, it does not repeat."""
    rule = {"muscle": "piriformis", "view": "back", "mm": "12", "word": ""}
    wrong = [
        {"item": "neighbours", "relation": "above", "target": "gluteus_minimus"},
        {"item": "neighbours", "relation": "below", "target": "superior_gemellus"},
        {"item": "depth", "relation": "over", "target": "gluteus_maximus"},
        {"item": "insertion", "relation": "near", "target": "lesser_trochanter"},
        {"item": "origin", "relation": "reaches", "target": "midline"},
        {"item": "origin", "relation": "near", "target": "greater_trochanter_tip", "word": "ischial"},
    ]
    for statement in wrong:
        assert CHECK.answer({**rule, **statement})[0] == "differs"


def test_the_tables_in_the_readme_are_current() -> None:
    assert CHECK.with_tables(README) == README


@pytest.mark.parametrize("row", catalogue(), ids=lambda row: row["id"])
def test_every_muscle_shows_in_its_own_layer_of_each_of_its_views(row) -> None:
    atlas, layer = load(), Layer(row["layer"])
    absent = {(absence.muscle, absence.view) for absence in atlas.absences()}
    for view in (CHECK.CATALOGUE_VIEWS[v] for v in row["views"].split(";") if v in CHECK.CATALOGUE_VIEWS):
        assert (CHECK.shown(row["id"], view, layer) == "yes") == ((row["id"], view) not in absent), view
        sides = (Side.LEFT,) if view == "left" else (Side.LEFT, Side.RIGHT)
        for side in sides:
            assert atlas.anchor(row["id"], view, layer, side) or (row["id"], view) in absent
