"""Discharge in Plan: the outcome is asked in place, the signature ends the episode, the next start asks."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from needlechart.domain.episode import Episode
from needlechart.domain.record import now
from needlechart.domain.visit import Visit
from needlechart.domain.words import Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.standing import todos
from needlechart.ui.screens.wording import short_day
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.board.conftest import printed
from tests.ui.screens.conftest import Person


@pytest.fixture
def board(desk: TestDesk, window: MainWindow, person: Person) -> VisitBoard:
    """A draft without needling that lacks nothing, at Plan, with discharge tapped."""
    moment = now()
    desk.keep(make.patient(), make.episode(), make.goal(), make.visit(started=moment, entered=moment))
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    person.tap("screening", "none")
    person.tap("consent_today", "declined")
    person.type("no_needling_reason", "Tired today, moved instead")
    person.tap("pain_now", "4")
    board = window.nav.board
    assert board is not None
    board.show_step(Step.FOLLOW_ON)
    person.tap("given_knee_rocks")
    board.show_step(Step.PLAN)
    assert not person.sees("discharge_outcome")
    person.tap("next_visit", "Discharge")
    return board


def settle(board: VisitBoard, person: Person) -> None:
    assert board.visit is not None
    visit = board.visit
    person.until(lambda: visit.queue.waiting == 0)


def asks_outcome(board: VisitBoard) -> bool:
    assert board.visit is not None
    return any(one.id.startswith("outcome") and not one.required for one in todos(board.visit.chart))


def sign(board: VisitBoard, person: Person) -> None:
    board.show_step(Step.REVIEW)
    review = board.stack.currentWidget()
    review.sign._second.setInterval(1)  # type: ignore[union-attr] - the countdown runs in a moment
    person.tap("sign_now")
    person.wait_for("notice_sealed")


def test_discharge_asks_for_the_outcome_and_undo_takes_it_back(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    assert asks_outcome(board)
    person.tap("discharge_outcome", "Goals partly met")
    person.type("discharge_words", "Runs <3> km")
    settle(board, person)
    [episode] = desk.stored(Episode)
    assert (episode.outcome, episode.ended) == ("Goals partly met. Runs <3> km", None)
    assert not asks_outcome(board)

    person.tap("undo")
    settle(board, person)
    assert desk.stored(Episode)[0].outcome == "Goals partly met"
    person.tap("next_visit", "2 weeks")
    settle(board, person)
    assert desk.stored(Episode)[0].outcome == ""
    assert not person.sees("discharge_outcome")
    assert not asks_outcome(board)


def test_review_leads_to_the_outcome_that_is_not_said(
    board: VisitBoard, window: MainWindow, person: Person
) -> None:
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    person.tap(f"fix_outcome_{make.VISIT}")
    assert board.current is Step.PLAN
    assert person.sees("discharge_outcome")


def test_the_signature_ends_the_episode_and_the_chart_says_so(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    person.tap("discharge_outcome", "Goals met")
    sign(board, person)

    [episode] = desk.stored(Episode)
    [visit] = desk.stored(Visit)
    assert (episode.ended, episode.outcome) == (visit.started.date(), "Goals met")
    assert "Discharged; no further visit planned. Outcome: goals met." in printed(desk)
    assert board.visit is not None
    assert board.visit.chart.episode.ended == episode.ended
    window.nav.show_patient(make.PATIENT)
    person.wait_for("episode_ended")
    assert f"Discharged {short_day(episode.ended)}: goals met" in person.find("episode_ended").text()  # type: ignore[attr-defined]


def test_a_visit_without_discharge_leaves_the_episode_open(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.tap("next_visit", "1 week")
    sign(board, person)
    assert desk.stored(Episode)[0].ended is None


def ended(desk: TestDesk, window: MainWindow) -> None:
    """A patient whose only episode has ended."""
    day = now() - timedelta(days=20)
    over = make.episode(ended=day.date(), outcome="Goals met")
    desk.keep(make.patient(), over, make.visit(started=day, entered=day))
    desk.ask(lambda store: store.sign_visit(make.VISIT))
    window.show_home(desk)


def draft(desk: TestDesk) -> Visit:
    return next(one for one in desk.stored(Visit) if not one.signed)


def test_starting_after_discharge_asks_and_opens_the_episode_again(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    ended(desk, window)
    window.nav.show_patient(make.PATIENT)
    person.wait_for("visits")
    person.tap("start_visit")
    person.wait_for("ask_episode")
    assert len(desk.stored(Visit)) == 1
    QTest.keyClick(person.root.focusWidget(), Qt.Key.Key_Space)  # the keyboard stands at the first answer
    person.wait_for("board")

    [episode] = desk.stored(Episode)
    assert (episode.ended, episode.outcome) == (None, "")
    assert draft(desk).episode_id == make.EPISODE


def test_starting_from_home_after_discharge_asks_and_begins_a_new_episode(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    ended(desk, window)
    person.tap(f"start_visit_{make.PATIENT}")
    strip = person.wait_for("ask_episode")
    QTest.mouseClick(strip.button("anew"), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    person.wait_for("board")

    assert draft(desk).episode_id != make.EPISODE
    before = next(one for one in desk.stored(Episode) if one.id == make.EPISODE)
    assert before.outcome == "Goals met"
    assert before.ended is not None


def test_no_visit_after_discharge_leaves_everything_as_it_was(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    ended(desk, window)
    person.tap(f"start_visit_{make.PATIENT}")
    strip = person.wait_for("ask_episode")
    QTest.mouseClick(strip.button("dismiss"), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    person.until(lambda: not person.sees("ask_episode"))
    assert len(desk.stored(Visit)) == 1
    assert desk.stored(Episode)[0].ended is not None
