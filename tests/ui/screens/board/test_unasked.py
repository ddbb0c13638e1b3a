"""What was not asked before a needle goes in is named over the map, and answered or reached in one tap."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from needlechart.domain.consent import Consent
from needlechart.domain.needling import Needling
from needlechart.domain.record import now
from needlechart.domain.words import Agreement, ConsentKind, NeedleState, Step
from needlechart.ui.screens.board.unasked_strip import UnaskedStrip
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.board.conftest import Draft, settle, two_sites
from tests.ui.screens.conftest import Person


def strip(person: Person) -> UnaskedStrip:
    found = person.wait_for("unasked_strip")
    assert isinstance(found, UnaskedStrip)
    return found


def asked(**values: object) -> Consent:
    """Today's consent."""
    return make.consent(
        **{"kind": ConsentKind.VERBAL, "visit_id": make.VISIT, "agreement": Agreement.AGREED, **values}
    )


def form() -> Consent:
    return make.consent(kind=ConsentKind.WRITTEN, visit_id="", agreement=Agreement.AGREED)


def test_consent_that_was_not_asked_is_named_before_a_needle_goes_in_and_given_in_one_tap(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft(*two_sites(), form(), screening_reviewed=True)
    shown = strip(person)
    assert shown.cause.text() == "Not asked: consent today"
    assert shown.safe.text() == "Ask before a needle goes in."
    twitch = person.find("chip_twitch_one")
    before = twitch.mapTo(board, QPoint()).y()
    person.tap("action-agreed")
    settle(board, person)
    (kept,) = [one for one in desk.stored(Consent) if one.kind is ConsentKind.VERBAL]
    assert kept.agreement is Agreement.AGREED
    assert kept.visit_id == make.VISIT
    person.until(lambda: not person.sees("unasked_strip"))

    assert twitch.mapTo(board, QPoint()).y() == before, "what the finger is on does not move"
    focus = QApplication.focusWidget()
    assert focus is not None
    assert board.stack.currentWidget().isAncestorOf(focus), "the keyboard stays with the work"
    person.tap("undo")
    person.wait_for("unasked_strip")


def test_a_needle_that_went_in_unasked_is_told_and_never_stopped(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft(*two_sites(), form(), screening_reviewed=True)
    person.tap("chip_twitch_one")
    settle(board, person)
    (needle,) = desk.stored(Needling, id="needle-one")
    assert needle.state is NeedleState.IN
    person.until(lambda: strip(person).safe.text() == "1 needle went in.")
    board.window().resize(960, 530)  # other words on the buttons; they keep their room
    for act in ("agreed", "check_in"):
        button = strip(person).button(act)
        person.until(lambda button=button: button.visibleRegion().boundingRect() == button.rect())
        assert button.height() >= 44


@pytest.mark.parametrize(
    ("consents", "reviewed", "words", "field"),
    [
        ((form(), asked()), False, "Not asked: screening", "open_screening_needling_before"),
        ((), False, "Not asked: written consent, consent today, screening", "read_and_sign"),
        ((asked(),), True, "Not asked: written consent", "read_and_sign"),
    ],
)
def test_what_is_answered_at_check_in_is_one_tap_away(
    draft: Draft,
    person: Person,
    consents: tuple[Consent, ...],
    reviewed: bool,
    words: str,
    field: str,
) -> None:
    board = draft(*two_sites(), *consents, screening_reviewed=reviewed)
    assert strip(person).cause.text() == words
    person.tap("action-check_in")
    assert board.current is Step.CHECK_IN
    reached = person.wait_for(field)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus is reached or reached.isAncestorOf(focus)


@pytest.mark.parametrize(
    "consents",
    [(form(), asked()), (form(), asked(agreement=Agreement.DECLINED)), (form(), asked(withdrawn_at=now()))],
)
def test_what_was_asked_is_not_asked_again_and_a_no_is_told_by_the_danger_strip_alone(
    draft: Draft, person: Person, consents: tuple[Consent, ...]
) -> None:
    draft(*two_sites(), *consents, screening_reviewed=True)
    assert not person.sees("unasked_strip")
    assert person.sees("needling_alert") is (consents[1].agreement is Agreement.DECLINED) or (
        consents[1].withdrawn_at is not None
    )
