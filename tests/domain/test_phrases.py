"""Shortcuts and fill-ins: what is taken for a shortcut, what is filled, what stays open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart import catalogue
from needlechart.domain.narrative.fill_ins import FILL_INS, SITE_FILL_INS, fill_ins
from needlechart.domain.rules.phrases import (
    Gap,
    check_shortcut,
    filled,
    gaps,
    is_plain_word,
    offered,
    shortcut_before,
    units,
)
from needlechart.domain.words import Side
from tests import factories as f
from tests.domain.charts import chart, design_visit, pair, site

TOL = f.phrase(id="tol", shortcut=".tol", text="Tolerated {well|fairly}.")
PHRASES = offered([TOL, f.phrase(id="ha", shortcut="ha", text="hip abduction")], "clinician")


@pytest.mark.parametrize("before", [".tol", "Then .tol", "(.tol", "line one\n.TOL", "“.Tol"])
def test_a_word_of_its_own_is_a_shortcut(before: str) -> None:
    assert shortcut_before(before, PHRASES) is TOL


@pytest.mark.parametrize("before", ["", " ", "a.tol", ".tol ", ".toll", "alpha", "1.tol", "sha"])
def test_a_part_of_a_word_is_none(before: str) -> None:
    assert shortcut_before(before, PHRASES) is None


def test_ones_own_phrase_goes_before_the_clinics_and_anothers_is_not_offered() -> None:
    own = f.phrase(id="own", shortcut=".TOL", text="mine", clinician_id="me")
    other = f.phrase(id="other", shortcut=".x", text="theirs", clinician_id="them")
    assert offered([own, TOL, other], "me") == {".tol": own}


def test_what_the_visit_knows_is_filled_and_the_rest_stays_open() -> None:
    text = "{Pain before} to {pain after}, sore {none|some} for {hours} h, {}"
    said = filled(text, {"pain before": "6 of 10", "pain after": ""})
    assert said == "6 of 10 to {pain after}, sore {none|some} for {hours} h, {}"
    assert [one.choices for one in gaps(said)] == [(), ("none", "some"), ()]


def test_places_of_gaps_count_as_text_fields_do() -> None:
    assert gaps("😀 {a}") == (Gap(3, 6),)
    assert gaps("{a|}") == (Gap(0, 4),)


def test_every_fill_in_that_settings_lists_is_known_to_a_full_visit() -> None:
    design = design_visit()
    site = design.points[0]
    whole = fill_ins(design, previous=design, site=site, measures=catalogue.measures())
    missing = {name for name in (*FILL_INS, *SITE_FILL_INS) if not whole[name]}
    assert missing == {"diagnosis", "position", "level", "levels"}
    assert whole["pain before"] == "6 of 10"
    assert whole["pain last visit"] == whole["pain after"]
    assert whole["sites"].startswith("right gluteus medius")
    assert not fill_ins(chart())["pain after"]


def test_side_muscle_level_and_the_values_of_measures_are_filled() -> None:
    records = [
        *site(1, "piriformis", Side.RIGHT),
        *site(2, "piriformis", Side.RIGHT),
        *site(3, "lumbar_multifidus", Side.LEFT, point={"spinal_level": "L4"}),
        *pair("own:hip", "Hip IR", "degrees", 22, 34, side=Side.RIGHT),
        *pair("own:hip", "Hip IR", "degrees", 30, None, side=Side.LEFT),
    ]
    whole = chart(*records)
    known = fill_ins(whole, previous=whole, site=whole.points[2])
    assert known["muscles"] == "right piriformis and left lumbar multifidus"
    assert known["levels"] == "L4"
    assert (known["site"], known["muscle"], known["side"], known["level"]) == (
        "site 3",
        "left lumbar multifidus",
        "left",
        "L4",
    )
    assert fill_ins(whole)["side"] == "right and left"
    said = "{Hip IR right before} to {hip  ir RIGHT after}, {Hip IR right change}; {Hip IR before}"
    said += "; {Hip IR after}"
    assert filled(said, known) == "22° to 34°, +12°; right 22° and left 30°; 34°"
    assert filled("{Hip IR right last visit}", known) == "34°"
    assert filled("{Hip ER right before}", known) == "{Hip ER right before}"  # stays a gap, named in review


def test_a_shortcut_is_refused_with_a_reason() -> None:
    assert check_shortcut(".tol") == ""
    assert check_shortcut("")
    assert check_shortcut("two words")
    assert check_shortcut("x" * 25)
    assert is_plain_word("tol")
    assert not is_plain_word(".tol")


@given(st.text(max_size=200), st.dictionaries(st.sampled_from(FILL_INS), st.text(max_size=20)))
def test_nothing_typed_can_fail(text: str, known: dict[str, str]) -> None:
    said = filled(text, known)
    shortcut_before(said, PHRASES)
    found = gaps(said)
    raw = said.encode("utf-16-le", "surrogatepass")
    for one in found:
        inside = raw[one.start * 2 : one.end * 2].decode("utf-16-le", "surrogatepass")
        assert inside[0] == "{"
        assert inside[-1] == "}"
    assert units(said) * 2 == len(raw)
