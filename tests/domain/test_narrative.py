"""The sentences of the note, against texts that a clinician can read: golden_notes.txt."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart import catalogue
from needlechart.domain.narrative import compose, composed
from tests.domain.charts import chart, design_visit
from tests.domain.golden import CHARTS, golden_notes, made_notes, marks


@pytest.mark.parametrize("title", CHARTS)
def test_the_note_reads_as_agreed(title: str) -> None:
    assert made_notes()[title] == golden_notes()[title]


def test_every_golden_note_has_its_chart_and_a_line_for_who_reads_it() -> None:
    assert set(golden_notes()) == set(CHARTS) == set(marks())
    assert len(CHARTS) >= 25


@pytest.mark.parametrize("title", CHARTS)
def test_no_note_has_empty_clauses_or_words_of_the_program(title: str) -> None:
    text = made_notes()[title]
    for fault in ("None", "  ", " .", " ,", ";;", ": .", "..", "_", "( ", "()", "; .", "unstated"):
        assert fault not in text.replace("S  ", "").replace("O  ", "").replace("A  ", "").replace("P  ", "")


def test_an_edited_section_is_the_persons_and_can_be_composed_again() -> None:
    whole = design_visit()
    own = "Written by hand, a <b & c."
    edited = whole.visit.but(objective=own, objective_edited=True, plan="kept but not edited")
    soap = compose(replace(whole, visit=edited), catalogue.measures())
    assert soap.objective == own
    assert soap.objective_beside_tables == own
    assert soap.plan == compose(whole, catalogue.measures()).plan
    assert composed(replace(whole, visit=edited), catalogue.measures()) == compose(
        whole, catalogue.measures()
    )


def test_typed_words_stand_as_typed() -> None:
    whole = design_visit()
    typed = "Болит <b>hier</b> & “so”"
    visit = whole.visit.but(patient_words=typed, plan_note=typed, reason=typed, home_programme=typed)
    soap = compose(replace(whole, visit=visit), catalogue.measures())
    assert soap.subjective.count(typed) == 2
    assert soap.plan.count(typed) == 2


@given(st.text(max_size=60))
def test_no_typed_text_can_fail_and_each_stands_in_the_note(text: str) -> None:
    typed = text.replace("\x00", "").strip()
    whole = design_visit()
    visit = whole.visit.but(
        patient_words=typed,
        reason=typed,
        soreness_lasted=typed,
        worse_with=(typed,),
        plan_note=typed,
        home_programme=typed,
        next_visit_words=typed,
        needles_reason=typed,
        alert_reasons=(typed,),
    )
    points = tuple(one.but(muscle_name=typed, referral=typed, note=typed) for one in whole.points)
    soap = compose(replace(whole, visit=visit, points=points), catalogue.measures())
    assert typed in soap.subjective
    assert typed.removesuffix(".") in soap.plan
    assert soap == compose(replace(whole, visit=visit, points=points), catalogue.measures())


def test_an_empty_visit_says_nothing_but_that_it_is_the_first() -> None:
    soap = compose(chart(), catalogue.measures())
    assert (soap.subjective, soap.objective, soap.assessment, soap.plan) == ("First visit.", "", "", "")
