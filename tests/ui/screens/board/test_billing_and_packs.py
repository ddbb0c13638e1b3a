"""Time, code, units, packs and sharps; a visit stopped in mid-treatment is signed with what it has."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel

from needlechart.documents.note import render_note
from needlechart.domain.episode import Episode
from needlechart.domain.record import Record
from needlechart.domain.visit import Visit
from needlechart.domain.words import CountingRule, NeedleState, Side, Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from tests import factories as make
from tests.cases.case import note_text
from tests.ui.bodymap.stage import point_at
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person

QUICK_MS = 20
Open = Callable[..., VisitBoard]


@pytest.fixture
def opened(desk: TestDesk, window: MainWindow, person: Person) -> Open:
    """The board at a draft with two muscles on the right and one of them on the left, too."""

    def begin(
        *more: Record, rule: CountingRule = CountingRule.OFF, state: NeedleState = NeedleState.OUT
    ) -> VisitBoard:
        clinic = desk.clinic
        desk.ask(lambda store: store.apply([(clinic, clinic.but(counting_rule=rule))]))
        sites = [
            point_at("piriformis", Side.RIGHT, id="one", number=1, visit_id="visit"),
            point_at("gluteus_medius", Side.RIGHT, id="two", number=2, visit_id="visit"),
            point_at("piriformis", Side.LEFT, id="three", number=3, visit_id="visit"),
        ]
        out = {"out_at": None} if state is NeedleState.IN else {}
        needles = [make.needling(one, id=f"n-{one.id}", state=state, **out) for one in sites]
        desk.keep(
            make.patient(),
            make.episode(),
            make.written_consent(),
            make.visit(id="visit"),
            *sites,
            *needles,
            *more,
        )
        window.show_home(desk)
        person.tap("finish_visit")
        person.wait_for("board")
        assert window.nav.board is not None
        return window.nav.board

    return begin


def kept(desk: TestDesk, board: VisitBoard, person: Person) -> Visit:
    """The draft as the database holds it, once it is written."""
    assert board.visit is not None
    visit = board.visit
    person.until(lambda: visit.queue.waiting == 0)
    return desk.stored(Visit)[0]


def printed(board: VisitBoard) -> str:
    assert board.visit is not None
    return note_text(render_note(board.visit.chart).pdf)


def test_no_code_is_hinted_until_the_clinic_turns_it_on(opened: Open, person: Person) -> None:
    board = opened()
    board.show_step(Step.PLAN)
    person.wait_for("minutes")
    assert not person.sees("muscle_count_hint")
    assert not person.sees("take_code")
    assert "2056" not in printed(board)


@pytest.mark.parametrize(
    ("rule", "code", "words"),
    [
        (CountingRule.MUSCLES, "20560", "2 muscles needled (a muscle counts once): 20560."),
        (CountingRule.SIDES, "20561", "3 muscles needled (right and left count apart): 20561."),
    ],
)
def test_the_hint_follows_the_clinics_rule_and_is_entered_with_one_tap(
    opened: Open, desk: TestDesk, person: Person, rule: CountingRule, code: str, words: str
) -> None:
    board = opened(rule=rule)
    board.show_step(Step.PLAN)
    hint = person.wait_for("muscle_count_hint")
    assert isinstance(hint, QLabel)
    assert hint.text().startswith(words)
    person.tap("take_code")
    person.type("units", "1")
    visit = kept(desk, board, person)
    assert (visit.billing_code, visit.units) == (code, 1)
    assert not person.sees("take_code")
    assert f"code {code}, 1 unit" in printed(board)


def test_what_is_billed_needs_its_minutes(opened: Open, desk: TestDesk, person: Person) -> None:
    board = opened()
    board.show_step(Step.PLAN)
    person.type("billing_code", "97140")
    board.show_step(Step.REVIEW)
    person.wait_for("fix_minutes_visit")
    person.tap("fix_minutes_visit")
    person.type("minutes", "0.5")
    assert person.find("minutes").error  # type: ignore[attr-defined]
    person.tap("minutes_chips", "45")
    assert kept(desk, board, person).minutes == 45
    board.show_step(Step.REVIEW)
    person.until(lambda: not person.sees("fix_minutes_visit"))


def test_the_plan_of_care_is_the_episodes_and_prints(opened: Open, desk: TestDesk, person: Person) -> None:
    board = opened()
    board.show_step(Step.PLAN)
    person.type("plan_of_care", "Once a week for 8 weeks <then> review")
    kept(desk, board, person)
    assert desk.stored(Episode)[0].plan_of_care == "Once a week for 8 weeks <then> review"
    assert "Plan of care: Once a week for 8 weeks <then> review." in printed(board)


def test_packs_begin_at_one_for_each_needle_and_sharps_stand_beside(
    opened: Open, desk: TestDesk, person: Person
) -> None:
    board = opened()
    board.show_step(Step.AFTER)
    person.tap("packs_more")
    assert kept(desk, board, person).packs_opened == 3
    person.tap("packs_more")
    person.tap("packs_less")
    person.tap("packs_less")
    person.tap("sharps_disposed", "yes")
    visit = kept(desk, board, person)
    assert (visit.packs_opened, visit.sharps_disposed) == (2, True)
    assert "2 packs opened; sharps disposed" in printed(board)
    person.tap("sharps_disposed", "yes")  # a second tap takes it back
    assert kept(desk, board, person).sharps_disposed is None


def test_a_visit_stopped_in_mid_treatment_is_signed_as_it_is(
    opened: Open, desk: TestDesk, window: MainWindow, person: Person
) -> None:
    board = opened(make.consent(visit_id="visit"), state=NeedleState.IN)
    person.tap("stop_now")
    person.type("stopped_reason", "stop word used")
    person.tap("tolerance", "well_none")
    kept(desk, board, person)
    board.show_step(Step.REVIEW)
    review = board._step(Step.REVIEW)
    review.sign._second.setInterval(QUICK_MS)  # type: ignore[attr-defined]
    person.until(lambda: not review.sign.button.why_not)  # type: ignore[attr-defined]
    person.tap("sign_now")
    person.wait_for("notice_sealed")
    [visit] = desk.stored(Visit)
    assert visit.signed
    assert visit.stopped_reason == "stop word used"
    assert "Treatment stopped at" in printed(board)
    assert "stop word used" in printed(board)
    assert "not measured" not in printed(board)  # nothing is made up for what did not come to pass
