"""Adverse events by tap: where, when, what was done; the report of a grave one; the next visit asks."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from needlechart.documents.pages import page_texts
from needlechart.domain.adverse_event import AdverseEvent, EventReview
from needlechart.domain.record import now
from needlechart.domain.rules.completeness import Todo
from needlechart.domain.seal import Seal
from needlechart.domain.visit import Visit
from needlechart.domain.words import EventOutcome, SealedKind, Severity, Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.before import AfterStep
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.standing import todos
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


@pytest.fixture
def board(desk: TestDesk, window: MainWindow, person: Person) -> VisitBoard:
    """A second visit with one needled site; the first, signed, had a bruise."""
    day = now() - timedelta(days=14)
    first = make.point(id="first-point", visit_id="first")
    desk.keep(
        make.patient(),
        make.episode(),
        make.visit(id="first", started=day, entered=day),
        first,
        make.needling(first),
        make.adverse_event(
            id="bruise", visit_id="first", about_visit_id="first", kind="bruising", kind_text="Bruising"
        ),
    )
    desk.ask(lambda store: store.sign_visit("first"))
    point = make.point(id="point", number=4)
    desk.keep(make.visit(number=2, started=now(), entered=now()), point, make.needling(point))
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    assert window.nav.board is not None
    return window.nav.board


def settle(board: VisitBoard, person: Person) -> None:
    assert board.visit is not None
    visit = board.visit
    person.until(lambda: visit.queue.waiting == 0)


def test_an_event_has_site_onset_action_and_outcome(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.AFTER)
    person.tap("tolerance", "bleeding")
    person.tap("event_more_bleeding")
    person.tap("event_site_bleeding", "point")
    person.tap("event_onset_words_bleeding_chips", "during needling")
    person.tap("event_duration_bleeding_chips", "minutes")
    person.tap("event_action_bleeding_chips", "pressure")
    person.tap("event_action_bleeding_chips", "ice")
    person.type("event_action_bleeding", "leg raised")
    person.tap("event_outcome_bleeding_chips", "settled in the visit")
    person.type("event_cause_bleeding", "small vessel")
    settle(board, person)

    [event] = desk.stored(AdverseEvent, visit_id=make.VISIT)
    assert event.trigger_point_id == "point"
    assert (event.onset_words, event.duration) == ("during needling", "minutes")
    assert event.action == "pressure, ice, leg raised"
    assert (event.outcome, event.cause) == ("settled in the visit", "small vessel")


def test_a_significant_event_asks_for_its_report_and_knows_when_it_was_made(
    desk: TestDesk, board: VisitBoard, person: Person, tmp_path: Path
) -> None:
    board.show_step(Step.AFTER)
    assert board.visit is not None
    person.tap("tolerance", "bleeding")
    assert not person.sees("save_incident_bleeding")
    person.tap("severity_bleeding", "significant")
    step = board.stack.currentWidget()
    assert isinstance(step, AfterStep)
    assert "incident_report" in {todo.id.partition("/")[0] for todo in todos(board.visit.chart)}

    step.paper.choose_path = lambda name: None
    person.tap("save_incident_bleeding")
    person.tap("action-save")
    step.paper.save_to(tmp_path / "incident.pdf")
    person.wait_for("notice_sheet")
    settle(board, person)

    text = " ".join(page_texts((tmp_path / "incident.pdf").read_bytes()))
    assert "Significant: needs medical care" in text
    [event] = desk.stored(AdverseEvent, visit_id=make.VISIT)
    assert event.severity is Severity.SIGNIFICANT
    assert event.report_made_at is not None
    assert "incident_report" not in {todo.id.partition("/")[0] for todo in todos(board.visit.chart)}


def test_the_next_visit_asks_how_the_last_event_went_on(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.CHECK_IN)
    person.tap("event_now_bruising", "better")
    person.tap("event_now_bruising", "resolved")
    person.tap("events_since", "nothing")
    settle(board, person)
    reviews = {one.event_id: one for one in desk.stored(EventReview)}
    assert reviews["bruise"].outcome is EventOutcome.RESOLVED
    assert reviews["bruise"].event_text == "Bruising"
    assert reviews[""].outcome is EventOutcome.NOTHING_NEW
    assert len(reviews) == 2


def test_what_came_after_the_last_visit_hangs_on_that_visit_and_is_sealed_with_the_next_signature(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.CHECK_IN)
    person.tap("events_since", "nothing")
    person.tap("events_since", "faint")
    settle(board, person)
    [late] = desk.stored(AdverseEvent, visit_id="")
    assert (late.kind, late.about_visit_id) == ("faint", "first")
    assert desk.stored(EventReview) == []

    assert board.visit is not None
    signed: list[Seal] = []
    desk.sign(board.visit, None, signed.append)
    person.until(lambda: bool(signed))
    seals = desk.stored(Seal, subject_id=late.id)
    assert [one.kind for one in seals] == [SealedKind.ADVERSE_EVENT]
    assert desk.ask(lambda store: store.check().findings) == ()


def test_the_answer_nothing_takes_back_an_event_reported_by_mistake(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.CHECK_IN)
    person.tap("events_since", "faint")
    person.tap("events_since", "nothing")
    settle(board, person)
    assert desk.stored(AdverseEvent, visit_id="") == []
    assert len(desk.stored(EventReview)) == 1
    person.tap("undo")
    settle(board, person)
    assert len(desk.stored(AdverseEvent, visit_id="")) == 1
    assert desk.stored(EventReview) == []


def test_a_first_visit_asks_nothing_of_the_past(desk: TestDesk, window: MainWindow, person: Person) -> None:
    desk.keep(make.patient(), make.episode(), make.visit())
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    person.wait_for("step_check_in")
    assert desk.stored(Visit)
    assert not person.sees("last_events")


def test_a_signed_visit_gives_its_handout_and_its_report_again(
    desk: TestDesk, board: VisitBoard, person: Person, tmp_path: Path
) -> None:
    assert board.visit is not None
    board.show_step(Step.AFTER)
    person.tap("tolerance", "bleeding")
    person.tap("severity_bleeding", "serious")
    settle(board, person)
    [event] = desk.stored(AdverseEvent, visit_id=make.VISIT)
    signed: list[Seal] = []
    desk.sign(board.visit, None, signed.append)
    person.until(lambda: bool(signed))
    board.show_step(Step.REVIEW)
    review = board.stack.currentWidget()
    asked: list[str] = []
    review.sheets.paper.choose_path = asked.append  # type: ignore[union-attr]
    person.tap("save_signed_handout")
    person.tap("action-save")
    review.sheets.paper.save_to(tmp_path / "again.pdf")  # type: ignore[union-attr]
    person.wait_for("notice_sheet")
    assert "After your dry needling today" in page_texts((tmp_path / "again.pdf").read_bytes())[0]
    assert asked[0].endswith("_aftercare.pdf")
    assert person.sees(f"save_signed_incident_{event.id}")


def asked(board: VisitBoard, name: str) -> list[Todo]:
    assert board.visit is not None
    return [one for one in todos(board.visit.chart) if one.id.partition("/")[0] == name]


def test_a_significant_event_is_not_signed_without_its_onset_and_what_was_done(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.AFTER)
    person.tap("tolerance", "bleeding")
    assert [one.required for one in asked(board, "mild_event")] == [False]
    assert "when it began and what was done" in asked(board, "mild_event")[0].detail
    person.tap("severity_bleeding", "significant")
    [lacking] = asked(board, "grave_event")
    assert lacking.required
    assert asked(board, "mild_event") == []

    board.show_step(Step.REVIEW)
    person.tap(f"fix_grave_event_{lacking.record_id}")
    assert board.current is Step.AFTER
    person.until(
        lambda: person.find("event_onset_words_bleeding_chips").isAncestorOf(QApplication.focusWidget())
    )
    person.tap("event_onset_words_bleeding_chips", "later")
    assert "what was done" in asked(board, "grave_event")[0].detail
    assert "began" not in asked(board, "grave_event")[0].detail
    board.show_step(Step.REVIEW)
    person.tap(f"fix_grave_event_{lacking.record_id}")
    person.until(lambda: person.find("event_action_bleeding_chips").isAncestorOf(QApplication.focusWidget()))
    person.tap("event_action_bleeding_chips", "pressure")
    assert asked(board, "grave_event") == []


def test_a_mild_event_is_only_recommended_to_be_told_whole_and_leads_to_its_closed_details(
    board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.AFTER)
    person.tap("tolerance", "bleeding")
    [lacking] = asked(board, "mild_event")
    board.show_step(Step.REVIEW)
    person.tap(f"fix_mild_event_{lacking.record_id}")
    person.until(
        lambda: person.find("event_onset_words_bleeding_chips").isAncestorOf(QApplication.focusWidget())
    )
