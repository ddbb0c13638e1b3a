"""Finding by typing: what a therapist types in a hurry finds the right thing, and nothing typed can fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart import catalogue
from needlechart.domain.words import Side


@pytest.mark.parametrize(
    ("typed", "muscle", "side", "level"),
    [
        ("pir r", "piriformis", Side.RIGHT, ""),
        ("PIR  R", "piriformis", Side.RIGHT, ""),
        ("r piriformis", "piriformis", Side.RIGHT, ""),
        ("mf l3 l", "lumbar_multifidus", Side.LEFT, "L3"),
        ("multifidus L5 right", "lumbar_multifidus", Side.RIGHT, "L5"),
        ("glute med l", "gluteus_medius", Side.LEFT, ""),
        ("obt int", "obturator_internus", Side.UNSTATED, ""),
        ("tfl both", "tensor_fasciae_latae", Side.BOTH, ""),
        ("eas", "external_anal_sphincter", Side.MIDLINE, ""),
        ("ql", "quadratus_lumborum", Side.UNSTATED, ""),
        ("piriformis l3", "piriformis", Side.UNSTATED, ""),
        ("add long", "adductor_longus", Side.UNSTATED, ""),
        ("iliopsoas r", "psoas_major", Side.RIGHT, ""),
    ],
)
def test_typed_in_a_hurry(typed: str, muscle: str, side: Side, level: str) -> None:
    best = catalogue.find_muscle(typed)[0]
    assert (best.muscle.id, best.side, best.level) == (muscle, side, level)


def test_a_letter_alone_is_a_name_and_not_a_side() -> None:
    names = [one.muscle.id for one in catalogue.find_muscle("r")]
    assert "rectus_femoris" in names
    assert all(one.side is Side.UNSTATED for one in catalogue.find_muscle("r"))


def test_what_is_no_muscle_finds_nothing() -> None:
    for typed in ("", "   ", "xyz", "deltoid r", "!!!"):
        assert catalogue.find_muscle(typed) == ()


def test_every_muscle_is_found_first_by_its_name_and_by_its_abbreviation() -> None:
    for one in catalogue.muscles().values():
        assert catalogue.find_muscle(one.name)[0].muscle == one
        assert catalogue.find_muscle(one.abbreviation)[0].muscle == one
        if not one.midline:
            hit = catalogue.find_muscle(f"{one.name} left")[0]
            assert (hit.muscle, hit.side) == (one, Side.LEFT)


def test_measures_by_name_and_short_name() -> None:
    assert catalogue.find_measure("hip ir")[0].id == "hip_ir_90"
    assert catalogue.find_measure("squat")[0].id == "squat_quality"
    assert catalogue.find_measure("TUG")[0].id == "tug"
    assert catalogue.find_measure("oswestry")[0].id == "odi"
    assert catalogue.find_measure("hip abd strength")[0].id == "hhd_hip_abduction"
    for one in catalogue.measures().values():
        assert one in catalogue.find_measure(one.short_name)


def test_indications_by_code_and_by_words() -> None:
    assert {one.code for one in catalogue.find_indication("m25.55")} == {"M25.551", "M25.552", "M25.559"}
    assert catalogue.find_indication("m25551")[0].code == "M25.551"
    assert catalogue.find_indication("vulvodynia")[0].code.startswith("N94.81")
    assert catalogue.find_indication("dyspareunia deep")[0].code == "N94.12"
    known = catalogue.icd_known(" r10.21 ")
    assert known is not None
    assert known.side is Side.RIGHT
    assert catalogue.icd_known("M25.999") is None


@pytest.mark.parametrize("code", ["R10.20", "M25.551", "s76.211a", "N94.2", "O26.73", "K59", "M1A.0110"])
def test_codes_in_form(code: str) -> None:
    assert catalogue.icd_form_ok(code)


@pytest.mark.parametrize(
    "code", ["", "R1", "10.20", "R10.", "R10.20 right", "R10.2\n0", "ＲＩ０", "ſ76", "R10.12345"]
)
def test_codes_out_of_form(code: str) -> None:
    assert not catalogue.icd_form_ok(code)


@given(st.text(max_size=300))
def test_nothing_typed_can_fail(text: str) -> None:
    for one in catalogue.find_muscle(text):
        assert one.level in ("", *one.muscle.levels)
    catalogue.find_measure(text)
    catalogue.find_indication(text)
    catalogue.icd_form_ok(text)


@given(st.sampled_from(sorted(catalogue.muscles())), st.sampled_from([Side.RIGHT, Side.LEFT]), st.data())
def test_prefixes_of_a_name_with_a_side_find_that_muscle_on_that_side(
    muscle: str, side: Side, data: st.DataObject
) -> None:
    words = catalogue.muscles()[muscle].name.replace(",", "").split()
    typed = [word[: data.draw(st.integers(3, max(3, len(word))))] for word in words]
    found = catalogue.find_muscle(" ".join([*typed, side.value[0]]))
    assert any(one.muscle.id == muscle and (one.side is side) for one in found)


@given(st.from_regex(r"[A-TV-Z][0-9][0-9AB](\.[0-9A-KXZ]{1,4})?", fullmatch=True))
def test_every_code_of_the_form_is_accepted(code: str) -> None:
    assert catalogue.icd_form_ok(code)
    assert catalogue.icd_form_ok(code.lower())
