"""Goals with the number the patient gives, and days that cannot be."""

from datetime import date

from needlechart import catalogue
from needlechart.documents.note import render_note
from needlechart.domain.episode import Goal, GoalReview
from needlechart.domain.narrative import compose
from needlechart.domain.record import now
from needlechart.domain.rules.completeness import missing
from needlechart.domain.visit import Visit
from needlechart.domain.words import GoalChange, Step
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.main_window import MainWindow
from tests import factories as make
from tests.cases.case import note_text
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


def start(desk: TestDesk, window: MainWindow, person: Person, **goal: object) -> OpenVisit:
    desk.keep(make.patient(), make.episode(), make.goal(id="goal", **goal))
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    assert window.nav.board.visit is not None
    return window.nav.board.visit


def settle(visit: OpenVisit, person: Person) -> None:
    person.until(lambda: visit.queue.waiting == 0)


def test_ability_is_kept_with_the_visit_and_the_goal(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    visit = start(desk, window, person, ability=3.0, start_ability=2.0, rung=1)
    assert window.nav.board is not None
    window.nav.board.show_step(Step.PLAN)
    person.tap("goal_able_goal")
    person.tap("goal_ability_goal", "5")
    settle(visit, person)

    [review] = desk.stored(GoalReview)
    [goal] = desk.stored(Goal)
    assert (review.ability, review.change, review.visit_id) == (5.0, GoalChange.NEARER, visit.visit.id)
    assert (goal.ability, goal.start_ability, goal.rung) == (5.0, 2.0, 2)

    person.tap("goal_change_goal", "no_change")
    settle(visit, person)
    [review] = desk.stored(GoalReview)
    assert (review.ability, review.change) == (5.0, GoalChange.NO_CHANGE)
    assert desk.stored(Goal)[0].rung == 1
    person.tap("undo")
    person.tap("undo")
    settle(visit, person)
    assert desk.stored(GoalReview) == []
    assert desk.stored(Goal)[0].ability == 3.0


def test_an_ability_asked_for_and_not_given_differs_from_one_not_asked(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    visit = start(desk, window, person)
    assert window.nav.board is not None
    window.nav.board.show_step(Step.PLAN)
    person.tap("goal_able_goal")
    person.tap("goal_ability_goal", "not_stated")
    settle(visit, person)

    [review] = desk.stored(GoalReview)
    assert (review.ability, review.ability_not_stated, review.change) == (None, True, None)
    [goal] = desk.stored(Goal)
    assert (goal.ability, goal.ability_not_stated, goal.start_not_stated) == (None, True, True)
    assert "(now: ability not stated)" in compose(visit.chart, catalogue.measures()).assessment
    assert "ability not stated" in note_text(render_note(visit.chart).pdf)
    person.until(lambda: "Not stated" in person.find("goal_able_goal").text())  # type: ignore[attr-defined]

    person.tap("goal_ability_goal", "4")
    settle(visit, person)
    [review] = desk.stored(GoalReview)
    assert (review.ability, review.ability_not_stated) == (4.0, False)
    [goal] = desk.stored(Goal)
    assert (goal.ability, goal.start_ability, goal.start_not_stated) == (4.0, None, True)

    person.tap("goal_ability_goal", "4")  # nobody asked after all
    settle(visit, person)
    [review] = desk.stored(GoalReview)
    assert (review.ability, review.ability_not_stated) == (None, False)


def test_the_number_stays_when_nearer_is_taken_back(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    visit = start(desk, window, person, ability=3.0, start_ability=2.0, rung=1)
    assert window.nav.board is not None
    window.nav.board.show_step(Step.PLAN)
    person.tap("goal_able_goal")
    person.tap("goal_ability_goal", "5")
    person.tap("goal_change_goal", "nearer")
    settle(visit, person)
    [review] = desk.stored(GoalReview)
    assert (review.ability, review.change) == (5.0, None)
    assert (desk.stored(Goal)[0].ability, desk.stored(Goal)[0].rung) == (5.0, 1)
    assert (
        "“Sit through a film without pain” (now: 5 of 10)"
        in compose(visit.chart, catalogue.measures()).assessment
    )


def test_a_visit_before_birth_is_refused_in_place(desk: TestDesk, window: MainWindow, person: Person) -> None:
    visit = start(desk, window, person)
    person.type("treatment_day", "1 Jun 1984")
    assert "before the patient was born" in person.find("treatment_day").error  # type: ignore[attr-defined]
    settle(visit, person)
    assert desk.stored(Visit)[0].started.date() == now().date()

    born_later = visit.chart.patient.but(birth_date=date(2200, 1, 1))
    visit.put(born_later, "As a file from elsewhere could say it")
    lacking = missing(visit.chart, catalogue.requirements(), catalogue.knowledge())
    assert "birth" in {one.id.partition("/")[0] for one in lacking if one.required}


def test_an_ability_with_decimals_is_typed_and_anything_else_refused_in_place(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    visit = start(desk, window, person, ability=3.0, start_ability=2.0)
    assert window.nav.board is not None
    window.nav.board.show_step(Step.PLAN)
    person.tap("goal_able_goal")
    for wrong in ("eleven", "10.5", "-1"):
        person.type("ability_typed_goal", wrong)
        assert person.find("ability_typed_goal").error  # type: ignore[attr-defined]
    settle(visit, person)
    assert desk.stored(GoalReview) == []

    person.type("ability_typed_goal", "6,5")
    settle(visit, person)
    [review] = desk.stored(GoalReview)
    assert (review.ability, review.change) == (6.5, GoalChange.NEARER)
    assert desk.stored(Goal)[0].ability == 6.5
    assert not person.find("ability_typed_goal").error  # type: ignore[attr-defined]
    assert person.find("goal_able_goal").text() == "6.5 of 10"  # type: ignore[attr-defined]
    assert person.find("ability_typed_goal").text() == "6.5"  # type: ignore[attr-defined]
    assert "6.5" in compose(visit.chart, catalogue.measures()).assessment

    person.tap("goal_ability_goal", "7")
    settle(visit, person)
    assert desk.stored(Goal)[0].ability == 7.0
    assert person.find("ability_typed_goal").text() == ""  # type: ignore[attr-defined]


def test_an_ability_with_decimals_is_typed_in_details_and_is_where_it_started(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    desk.keep(make.patient(), make.episode(), make.goal(id="goal"))
    window.show_home(desk)
    window.nav.show_patient(make.PATIENT)
    person.until(lambda: window.nav.patient is not None and window.nav.patient._chart is not None)
    person.tap("details")
    person.type("ability_typed_goal", "2.5")
    person.until(lambda: desk.stored(Goal)[0].ability == 2.5)
    assert desk.stored(Goal)[0].start_ability == 2.5
    person.until(lambda: person.find("ability_typed_goal").text() == "2.5")  # type: ignore[attr-defined]
