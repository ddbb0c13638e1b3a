"""Follow-on by tap: details of what is given, the step up, the home programme, the handout before signing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from needlechart import catalogue
from needlechart.app import asked as asked_of_store
from needlechart.catalogue.handout_texts import read_sheet
from needlechart.documents.handout import render_handout
from needlechart.documents.pages import page_texts
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.episode import Goal
from needlechart.domain.record import now
from needlechart.domain.treatment import Aftercare, FollowOn
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, FollowOnKind, Handout, Progression, Side, Step, VisitStatus
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.follow_on import FollowOnStep
from needlechart.ui.screens.board.standing import todos
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


@pytest.fixture(autouse=True)
def the_programs_own_tables() -> Iterator[None]:
    """What one test corrects in the clinical tables, no other sees."""
    yield
    catalogue.use_own(())


@pytest.fixture
def step(desk: TestDesk, window: MainWindow, person: Person) -> FollowOnStep:
    """Follow-on of a second visit; the first gave knee rocks, at home too."""
    day = now() - timedelta(days=14)
    desk.keep(
        make.patient(),
        make.episode(),
        make.goal(id="goal"),
        make.visit(id="first", started=day, entered=day, home_frequency="Twice a day"),
        make.follow_on(visit_id="first", what="Knee rocks", exercise="knee_rocks", dose="2 min"),
        make.follow_on(
            visit_id="first",
            kind=FollowOnKind.HOME_PROGRAMME,
            what="Knee rocks",
            exercise="knee_rocks",
            dose="2 min",
        ),
    )
    desk.ask(lambda store: store.sign_visit("first"))
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    window.nav.board.show_step(Step.FOLLOW_ON)
    shown = window.nav.board.stack.currentWidget()
    assert isinstance(shown, FollowOnStep)
    return shown


def settle(step: FollowOnStep, person: Person) -> None:
    visit = step.visit
    person.until(lambda: visit.queue.waiting == 0)


def today(desk: TestDesk) -> list[FollowOn]:
    return [one for one in desk.stored(FollowOn) if one.visit_id != "first"]


def test_side_dose_and_note_of_an_exercise_are_taps(
    desk: TestDesk, step: FollowOnStep, person: Person
) -> None:
    person.tap("given_side_lying_clam")
    person.tap("given_side_lying_clam")  # what is given opens its details
    person.tap("follow_on_side", "right")
    person.tap("follow_on_doses", "15 times")
    person.tap("follow_on_progression", "harder")
    person.type("follow_on_note", "slowly")
    settle(step, person)

    [one] = today(desk)
    assert (one.side, one.dose, one.note) == (Side.RIGHT, "15 times", "slowly")
    assert one.progression is Progression.HARDER
    assert "right" in step.lists[FollowOnKind.RETRAINING].chip("side_lying_clam").accessibleName()


def test_the_next_step_takes_the_place_of_an_exercise_and_keeps_its_side(
    desk: TestDesk, step: FollowOnStep, person: Person
) -> None:
    person.tap("given_side_lying_clam")
    person.tap("given_side_lying_clam")  # what is given opens its details
    person.tap("follow_on_side", "left")
    person.tap("take_home")
    person.tap("harder_exercise")
    settle(step, person)

    given = [one for one in today(desk) if one.kind is not FollowOnKind.HOME_PROGRAMME]
    home = [one for one in today(desk) if one.kind is FollowOnKind.HOME_PROGRAMME]
    for one in (*given, *home):
        assert (one.exercise, one.side, one.progression) == ("clam_band", Side.LEFT, Progression.HARDER)
    assert given[0].kind is FollowOnKind.STRENGTHENING
    assert len(given) == len(home) == 1


def test_a_second_tap_takes_back_what_was_given_and_what_goes_home(
    desk: TestDesk, step: FollowOnStep, person: Person
) -> None:
    person.tap("given_knee_rocks")
    person.tap("given_knee_rocks")  # what is given opens its details
    person.tap("take_home")
    person.tap("given_cat_and_cow")
    person.tap("given_knee_rocks")
    settle(step, person)
    assert {one.exercise for one in today(desk)} == {"knee_rocks", "cat_and_cow"}

    person.tap("given_knee_rocks")
    settle(step, person)
    assert {one.exercise for one in today(desk)} == {"cat_and_cow"}
    assert not person.sees("follow_on_details")


def test_a_sided_exercise_without_a_side_asks_in_place_and_stops_nothing(
    step: FollowOnStep, person: Person
) -> None:
    person.tap("more_guided_movement")
    person.wait_for("given_piriformis_stretch")
    person.tap("given_piriformis_stretch")
    chip = person.find("given_piriformis_stretch")
    person.until(lambda: "side not recorded" in chip.accessibleName())
    person.tap("given_piriformis_stretch")
    details = person.wait_for("follow_on_details")
    asked = details._side_part.note  # type: ignore[attr-defined]
    assert "Which side?" in asked.text()
    assert "follow_on_side" not in {todo.id for todo in todos(step.visit.chart)}

    person.tap("follow_on_side", "right")
    person.until(lambda: "side not recorded" not in chip.accessibleName())
    assert asked.text() == ""
    assert "right" in chip.accessibleName()


def test_same_as_last_time_brings_the_home_programme_and_how_often(
    desk: TestDesk, step: FollowOnStep, person: Person
) -> None:
    person.tap("same_as_last")
    settle(step, person)
    assert {one.kind for one in today(desk)} == {FollowOnKind.GUIDED_MOVEMENT, FollowOnKind.HOME_PROGRAMME}
    [visit] = [one for one in desk.stored(Visit) if one.id != "first"]
    assert visit.home_frequency == "Twice a day"

    person.tap("home_exercises", "knee_rocks")
    person.tap("home_frequency", "Once a day")
    settle(step, person)
    assert {one.kind for one in today(desk)} == {FollowOnKind.GUIDED_MOVEMENT}
    [visit] = [one for one in desk.stored(Visit) if one.id != "first"]
    assert visit.home_frequency == "Once a day"


def test_the_handout_is_saved_before_signing_and_the_record_says_so(
    desk: TestDesk, step: FollowOnStep, person: Person, tmp_path: Path
) -> None:
    person.tap("given_knee_rocks")
    person.tap("handout_goal", "goal")
    asked: list[str] = []
    step.handout.paper.choose_path = asked.append
    person.tap("save_handout")
    person.tap("action-save")
    assert [name.rpartition("_")[2] for name in asked] == ["aftercare.pdf"]
    assert "Ines" not in asked[0]

    path = tmp_path / "handout.pdf"
    step.handout.paper.save_to(path)
    person.wait_for("notice_sheet")
    settle(step, person)
    text = " ".join(page_texts(path.read_bytes())[0].split())
    assert "Knee rocks" in text
    assert "Your goal: sit through a film without pain" in text
    [care] = desk.stored(Aftercare)
    assert care.handout is Handout.SAVED
    assert desk.stored(Goal)[0].may_print
    exported = desk.stored(AuditEntry, action=AuditAction.EXPORTED)
    assert [one.detail for one in exported] == ["aftercare handout"]


def corrected(desk: TestDesk, table: str, row: str, column: str, text: str) -> None:
    """The clinic's own wording of one cell, kept as Settings keeps it."""
    own = CatalogueRow(clinic_id=desk.clinic.id, table=table, row=row, columns=(column,), cells=(text,))
    desk.ask(lambda store: asked_of_store.applied(store, [(None, own)]))


def test_a_handout_printed_again_after_signing_says_what_was_given(
    desk: TestDesk, step: FollowOnStep, person: Person, tmp_path: Path
) -> None:
    person.tap("given_knee_rocks")
    person.tap("aftercare_told", "all")
    step.handout.paper.choose_path = lambda name: None
    person.tap("save_handout")
    person.tap("action-save")
    given = tmp_path / "given.pdf"
    step.handout.paper.save_to(given)
    person.wait_for("notice_sheet")
    settle(step, person)
    [care] = desk.stored(Aftercare)
    kept = {one.id: one for one in read_sheet(care.sheet)}
    assert {"water", "soreness", "knee_rocks", "when_to_call"} <= set(kept)

    corrected(desk, "aftercare", "water", "text", "Water is what you make of it.")
    corrected(desk, "follow_on", "knee_rocks", "handout_text", "Rock in another way.")
    assert catalogue.aftercare()["water"].text == "Water is what you make of it."
    signed: list[object] = []
    desk.sign(step.visit, None, signed.append)
    person.until(lambda: bool(signed))

    chart = step.visit.chart
    assert chart.aftercare is not None
    assert chart.aftercare.sheet == care.sheet
    assert " ".join(page_texts(render_handout(chart).pdf)) == " ".join(page_texts(given.read_bytes()))
    draft = replace(chart, visit=chart.visit.but(status=VisitStatus.DRAFT))
    again = " ".join(" ".join(page_texts(render_handout(draft).pdf)).split())
    assert "Water is what you make of it." in again
    assert "Rock in another way." in again
    assert desk.ask(lambda store: store.check()).sound


def test_a_handout_first_printed_after_signing_says_what_stood_when_it_was_signed(
    desk: TestDesk, step: FollowOnStep, person: Person
) -> None:
    person.tap("given_knee_rocks")
    person.tap("aftercare_told", "all")
    settle(step, person)
    assert desk.stored(Aftercare)[0].sheet == ()
    signed: list[object] = []
    desk.sign(step.visit, None, signed.append)
    person.until(lambda: bool(signed))
    before = render_handout(step.visit.chart).pdf
    corrected(desk, "aftercare", "water", "text", "Water is what you make of it.")

    assert render_handout(step.visit.chart).pdf == before


def test_further_advice_and_how_it_was_given(desk: TestDesk, step: FollowOnStep, person: Person) -> None:
    person.tap("aftercare_told", "all")
    person.tap("more_aftercare")
    person.tap("aftercare_extra", "rest_if_faint")
    person.tap("aftercare_how", "Said")
    person.tap("aftercare_how", "On paper")
    settle(step, person)
    [care] = desk.stored(Aftercare)
    assert care.told[-1] == "rest_if_faint"
    assert len(care.told) == len(care.texts) == 6
    assert care.how == "Said, On paper"


def test_a_home_programme_alone_does_not_stand_for_a_follow_on(step: FollowOnStep, person: Person) -> None:
    person.tap("given_knee_rocks")
    person.tap("given_knee_rocks")  # what is given opens its details
    person.tap("take_home")
    given = next(one for one in step.visit.chart.follow_ons if one.kind is FollowOnKind.GUIDED_MOVEMENT)
    step.visit.remove(given, "taken back")
    assert "follow_on" in {todo.id.partition("/")[0] for todo in todos(step.visit.chart) if todo.required}


def test_at_the_first_visit_the_lists_stay_in_place_and_what_a_pdf_is_comes_into_sight(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.resize(1366, 698)
    desk.keep(make.patient(), make.episode())
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    window.nav.board.show_step(Step.FOLLOW_ON)
    step = window.nav.board.stack.currentWidget()
    assert isinstance(step, FollowOnStep)
    person.until(step.none_given.isVisible)
    chips = step.lists[FollowOnKind.GUIDED_MOVEMENT].chips

    def place() -> QPoint:
        return chips.mapTo(window, chips.rect().topLeft())

    def rests() -> bool:
        """Nothing that waits to be laid out moves it any more."""
        seen = place()
        QApplication.processEvents()
        return place() == seen

    person.until(rests)
    before = place()

    person.tap("given_knee_rocks")
    person.until(step.recorded.isVisible)
    person.until(rests)
    after = place()
    person.tap("save_handout")
    person.until(lambda: person.sees("action-save"))

    assert not step.none_given.isVisible()
    assert after == before
    save = person.find("action-save")
    person.until(lambda: save.visibleRegion().boundingRect() == save.rect())
