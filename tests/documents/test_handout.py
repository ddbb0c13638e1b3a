"""The aftercare handout: one page, plain words, first name only, the movements of the day with pictures."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart import catalogue
from needlechart.atlas.atlas import load
from needlechart.catalogue.pictograms import strokes_of
from needlechart.documents.handout import render_handout
from needlechart.documents.handout_parts import dose_words
from needlechart.documents.pages import page_count, page_texts
from needlechart.documents.sore_places import Places, _crop
from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.words import CheckWay, Figure, FollowOnKind, Paper, Side, View
from tests import factories as make

TOLD = ("soreness", "movement", "water", "heat_or_ice", "when_to_call")


def chart(**values: object) -> VisitChart:
    """A visit with two needled sites, three movements, everything told and a call planned."""
    points = [
        make.point(id="p1", view=View.FRONT, x=-60.0, y=470.0),
        make.point(id="p2", number=2, view=View.BACK, x=70.0, y=455.0),
    ]
    records = [
        make.clinic(name="Sample Street Pelvic Health", phone="555-0100", hours="Mon to Fri, 8:00 to 18:00"),
        make.clinician(name="Robin Sample"),
        make.patient(given_name="Juniper", family_name="Example"),
        make.episode(),
        make.goal(id="goal", text="Sit for 60 minutes without pain", may_print=True),
        make.goal(id="quiet", text="Intercourse without pain", order=1),
        make.visit(next_visit=date(2026, 3, 31), next_visit_words="2 weeks", home_frequency="Twice a day"),
        *points,
        *(make.needling(one) for one in points),
        make.follow_on(what="Knee rocks", exercise="knee_rocks", dose="2 min"),
        make.follow_on(
            kind=FollowOnKind.RETRAINING, what="Pelvic floor drop", exercise="pelvic_floor_drop", dose="3 min"
        ),
        make.follow_on(kind=FollowOnKind.MANUAL_THERAPY, what="Hip glide", exercise="hip_glide", order=2),
        make.aftercare(told=TOLD, soreness_check=CheckWay.CALL),
        make.follow_up(),
    ]
    return replace(chart_of(records, make.VISIT), **values)


def text_of(made: VisitChart, **values: object) -> str:
    pdf = render_handout(made, **values).pdf  # type: ignore[arg-type]
    return " ".join(" ".join(page_texts(pdf)).split())


@pytest.mark.parametrize("paper", list(Paper))
def test_it_is_one_page_on_both_papers_and_holds_what_the_patient_needs(paper: Paper) -> None:
    sheet = render_handout(chart(), paper=paper)
    assert sheet.pages == page_count(sheet.pdf) == 1
    text = text_of(chart(), paper=paper)
    for words in (
        "After your dry needling today",
        "24 to 48 hours",
        "Keep moving gently",
        "Drink water",
        "Heat or ice, your choice",
        "May be sore here",
        "Front is drawn facing you",
        "Your movements, twice a day",
        "2 minutes.",
        "Call us, 555-0100",
        "Emergency help, now",
        "New loss of bladder or bowel control",
        "We will call you on 18 or 19 March to ask how you are.",
        "Next visit Tuesday 31 March",
        "Your goal: sit for 60 minutes without pain.",
        "Robin Sample, PT, DPT",
        "Page 1 of 1",
    ):
        assert words in text, words


def test_the_first_name_is_the_only_thing_of_the_person() -> None:
    text = text_of(chart())
    assert "For Juniper" in text
    for hidden in ("Example", "1042", "1984", "555 0134", "Okonkwo", "piriformis", "Intercourse"):
        assert hidden not in text


def test_the_preferred_name_is_the_name() -> None:
    made = chart()
    text = text_of(replace(made, patient=made.patient.but(preferred_name="June")))
    assert "For June " in text
    assert "Juniper" not in text


def test_what_was_not_told_does_not_print() -> None:
    text = text_of(chart(aftercare=make.aftercare(told=("soreness", "movement"))))
    assert "Keep moving gently" in text
    assert "Drink water" not in text
    assert "Emergency help" not in text


def test_before_anything_was_told_the_usual_advice_stands_on_it() -> None:
    text = text_of(chart(aftercare=None))
    assert "Drink water" in text
    assert "Emergency help, now" in text


def test_the_home_programme_goes_before_what_was_given_and_manual_therapy_stays_here() -> None:
    made = chart()
    assert "Hip glide" not in text_of(made)
    home = make.follow_on(
        kind=FollowOnKind.HOME_PROGRAMME,
        what="Clam with a band",
        exercise="clam_band",
        dose="10 times",
        side=Side.RIGHT,
    )
    text = text_of(replace(made, follow_ons=(*made.follow_ons, home)))
    assert "Clam with a band" in text
    assert "10 times, right side." in text
    assert "Knee rocks" not in text


def test_without_a_home_programme_no_movement_prints() -> None:
    made = chart()
    assert "Your movements" not in text_of(replace(made, visit=made.visit.but(home_programme="None")))


def test_a_fifth_movement_and_long_words_are_never_lost() -> None:
    made = chart()
    many = tuple(
        make.follow_on(kind=FollowOnKind.HOME_PROGRAMME, what=f"Movement {n} {'slowly ' * 30}", order=n)
        for n in range(7)
    )
    visit = made.visit.but(home_programme="In your own time. " * 60)
    sheet = render_handout(replace(made, follow_ons=many, visit=visit))
    assert sheet.pages > 1
    text = " ".join(" ".join(page_texts(sheet.pdf)).split())
    for n in range(7):
        assert f"Movement {n}" in text
    assert text.count("In your own time.") == 60
    assert text.count("slowly") == 210


def test_a_visit_without_needles_says_nothing_of_needling() -> None:
    text = text_of(chart(points=(), needlings=()))
    assert "After your visit today" in text
    assert "needling" not in text
    assert "May be sore here" not in text
    assert "Emergency help" not in text
    assert "Knee rocks" in text


@pytest.mark.parametrize("view", [View.FRONT, View.BACK])
@pytest.mark.parametrize("figure", list(Figure))
def test_the_hips_of_the_small_body_are_whole(figure: Figure, view: View) -> None:
    atlas = load()
    left, top, right, bottom = _crop(Places(view, ()), figure, atlas, 60 / 73)
    body = [atlas.to_figure(view, figure, *point) for line in atlas.body_outline(view) for point in line]
    hips = [x for x, y in body if 480 < y < 600 and abs(x) < 150]  # beyond: the hands
    assert hips
    assert left < min(hips)
    assert right > max(hips)
    assert top < 480
    assert bottom > 650


def test_the_pelvic_floor_is_said_in_words_and_not_drawn() -> None:
    point = make.point(id="p", view=View.PELVIC_FLOOR, x=-20.0, y=20.0)
    text = text_of(chart(points=(point,), needlings=(make.needling(point),)))
    assert "The pelvic floor" in text
    assert "Front is drawn" not in text


def test_the_same_chart_gives_the_same_bytes_and_typed_text_is_no_markup() -> None:
    made = chart()
    odd = replace(made, patient=made.patient.but(given_name="<b>Ж & 𝌆</b>"))
    assert render_handout(odd).pdf == render_handout(odd).pdf
    assert "For <b>Ж & " in text_of(odd)


def test_every_exercise_and_advice_that_prints_has_its_own_pictogram_and_short_words() -> None:
    for item in catalogue.follow_ons().values():
        if item.kind is FollowOnKind.MANUAL_THERAPY or item.plan_only:
            continue
        assert item.pictogram in catalogue.pictograms(), item.id
        words = item.handout_text.split()
        assert 4 <= len(words) <= 18, item.id
    for fact in catalogue.aftercare().values():
        assert fact.group != "extra" or fact.pictogram, fact.id


def grade(text: str) -> float:
    """Flesch-Kincaid grade; syllables counted by groups of vowels, which is a little too many."""
    sentences = max(len(re.findall(r"[.!?]", text)), 1)
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(max(len(re.findall(r"[aeiouy]+", re.sub(r"e\b", "", word.lower()))), 1) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def test_the_words_are_those_of_grade_six() -> None:
    facts = [one.text for one in catalogue.aftercare().values() if one.heading]
    exercises = [one.handout_text for one in catalogue.follow_ons().values() if one.handout_text]
    assert grade(" ".join(facts)) <= 6
    assert grade(" ".join(exercises)) <= 6


def test_doses_are_written_out() -> None:
    assert dose_words("2 min") == "2 minutes"
    assert dose_words("1 min") == "1 minute"
    assert dose_words("30 s, 2 times") == "30 seconds, 2 times"
    assert dose_words("5 breaths") == "5 breaths"


def test_steps_up_and_down_lead_to_exercises() -> None:
    items = catalogue.follow_ons()
    for item in items.values():
        for key in (item.easier, item.harder):
            assert not key or items[key].kind is not FollowOnKind.MANUAL_THERAPY
        assert not item.doses or item.dose in item.doses, item.id


@given(st.text("abchead gruodnisw0123456789.- ", max_size=60))
@settings(max_examples=200, deadline=None)
def test_a_shape_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        strokes = strokes_of(text)
    except ValueError as error:
        refused = str(error)
        strokes = []
    else:
        refused = ""
    assert bool(strokes) is not bool(refused)
    assert all(len(one.curve) % 6 == 2 for one in strokes)
