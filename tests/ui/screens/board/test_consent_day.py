"""A written consent of a later day than a backdated treatment is to be checked; it stops nothing."""

from datetime import timedelta

import pytest

from needlechart.domain.record import now
from needlechart.domain.rules.completeness import Todo
from needlechart.domain.words import ConsentKind, Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.standing import todos
from needlechart.ui.screens.wording import short_day
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


@pytest.fixture
def board(desk: TestDesk, window: MainWindow, person: Person) -> VisitBoard:
    """A visit of now; the form was signed yesterday."""
    signed = now() - timedelta(days=1)
    form = make.consent(kind=ConsentKind.WRITTEN, visit_id="", given_at=signed)
    desk.keep(make.patient(), make.episode(), form, make.visit(started=now(), entered=now()))
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    assert window.nav.board is not None
    return window.nav.board


def later(board: VisitBoard) -> list[Todo]:
    assert board.visit is not None
    return [one for one in todos(board.visit.chart) if one.id.startswith("consent_later")]


def test_a_form_signed_after_a_backdated_treatment_is_to_be_checked(
    board: VisitBoard, person: Person
) -> None:
    assert later(board) == []
    treated = now() - timedelta(days=3)
    person.type("treatment_day", short_day(treated.date()))
    person.until(lambda: bool(later(board)))
    [todo] = later(board)
    assert not todo.required
    assert "signed" in todo.detail
    assert "treated" in todo.detail

    board.show_step(Step.REVIEW)
    person.tap(f"fix_consent_later_{make.VISIT}")
    assert board.current is Step.CHECK_IN
    person.type("treatment_day", short_day((now() - timedelta(days=1)).date()))
    person.until(lambda: later(board) == [])  # signed on the day of treatment
