"""Single acts within their presses: sign, PDF from Home, soreness answer, undo, correct a side, stop."""

from pathlib import Path

from needlechart.domain.needling import Needling
from needlechart.domain.seal import Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, Side, Soreness, Twitch
from needlechart.settings import read_look
from tests import factories
from tests.budgets.acts import sign
from tests.budgets.charts import BEFORE, SITES, check_due, comes_again
from tests.budgets.conftest import Begin, look_with
from tests.budgets.finger import Presses
from tests.budgets.test_repeat_visit import visit_to_review
from tests.cases.charting import Therapist
from tests.driving import until, wait_for


def at_needling(therapist: Therapist) -> None:
    """A visit at its needles, with the sites of last time."""
    therapist.press(f"start_visit_{factories.PATIENT}")
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    therapist.press("rail_needling")
    therapist.press("reapply_all")
    until(therapist.qtbot, lambda: len(therapist.visit.chart.points) == len(SITES))


def test_signing_is_two_presses_from_any_step(by_finger: Begin, presses: Presses) -> None:
    therapist = by_finger(comes_again())
    therapist.press(f"start_visit_{factories.PATIENT}")
    visit_to_review(therapist)
    therapist.press("rail_before")
    wait_for(therapist.qtbot, therapist.window, "step_before")
    presses.count = 0

    therapist.press("rail_review")
    wait_for(therapist.qtbot, therapist.window, "step_review")
    sign(therapist)

    assert presses.count == 2
    assert len([one for one in therapist.stored(Visit) if one.signed]) == 2
    assert len(therapist.stored(Seal)) == 2


def test_a_soreness_check_is_answered_on_home_with_one_press(by_finger: Begin, presses: Presses) -> None:
    check = check_due()
    therapist = by_finger([*comes_again(days=1), check])

    therapist.choose(f"soreness_{check.id}", Soreness.MILD.value)

    assert presses.count == 1
    until(therapist.qtbot, lambda: therapist.stored(FollowUp)[0].soreness is Soreness.MILD)


def test_undo_is_one_press_in_every_step(by_finger: Begin, presses: Presses) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    therapist.press("rail_plan")
    wait_for(therapist.qtbot, therapist.window, "step_plan")
    therapist.saved()
    presses.count = 0

    therapist.press("undo")

    assert presses.count == 1
    therapist.saved()
    assert therapist.stored(TriggerPoint, visit_id=therapist.visit.visit.id) == []


def test_undo_says_what_it_undoes_also_when_the_visit_is_opened_again(by_finger: Begin) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    therapist.press("side_left")
    therapist.saved()
    therapist.press("back", inside="board")
    therapist.press("start_visit", inside="patient")
    undo = therapist.widget("undo")
    until(therapist.qtbot, lambda: undo.accessibleName() == "Undo Site 1: left")

    therapist.press("undo")
    therapist.saved()
    assert therapist.stored(TriggerPoint, visit_id=therapist.visit.visit.id)[0].side is Side.RIGHT
    assert undo.accessibleName() == "Undo Re-applied 6 sites"
    therapist.press("undo")
    therapist.saved()
    assert therapist.stored(TriggerPoint, visit_id=therapist.visit.visit.id) == []


def test_a_side_is_corrected_with_one_press_and_the_mark_mirrors(by_finger: Begin, presses: Presses) -> None:
    therapist = by_finger(comes_again())
    at_needling(therapist)
    before = therapist.visit.chart.points[0]
    presses.count = 0

    therapist.press("side_left")

    assert presses.count == 1
    therapist.saved()
    after = next(one for one in therapist.stored(TriggerPoint) if one.id == before.id)
    assert (before.side, after.side) == (Side.RIGHT, Side.LEFT)
    assert (after.x, after.y) == (-before.x, before.y)


def test_stop_now_is_one_press_for_every_needle(by_finger: Begin, presses: Presses) -> None:
    therapist = by_finger(comes_again())
    therapist.press(f"start_visit_{factories.PATIENT}")
    wait_for(therapist.qtbot, therapist.window, "step_check_in")
    therapist.choose("consent_today", "agreed")
    therapist.press("rail_needling")
    therapist.press("reapply_all")
    for twitch in (Twitch.ONE, Twitch.ONE):
        therapist.press(f"chip_twitch_{twitch.value}")
        therapist.press("chip_pain_none")
    until(therapist.qtbot, lambda: len(therapist.visit.chart.needles_still_in) == 2)
    presses.count = 0

    therapist.press("stop_now")

    assert presses.count == 1
    therapist.saved()
    visit_id = therapist.visit.visit.id
    states = [one.state for one in therapist.stored(Needling, visit_id=visit_id)]
    assert NeedleState.IN not in states
    assert states.count(NeedleState.OUT) == 2


def test_a_pdf_is_saved_from_home_with_three_presses(
    by_finger: Begin, presses: Presses, papers: Path
) -> None:
    therapist = by_finger(comes_again(), look=look_with(papers))

    save_from_home(therapist)

    assert presses.count == 3
    (saved,) = papers.iterdir()
    assert saved.read_bytes().startswith(b"%PDF-")
    assert saved.name.endswith("_note.pdf")
    assert "Okonkwo" not in saved.name


def test_the_same_note_is_saved_once_and_another_document_is_never_replaced(
    by_finger: Begin, papers: Path
) -> None:
    therapist = by_finger(comes_again(), look=look_with(papers))
    save_from_home(therapist)
    (first,) = papers.iterdir()
    note = first.read_bytes()
    first.write_bytes(b"something else")
    for _ in range(2):
        therapist.press("action-dismiss", inside="notice_saved")
        therapist.press("save_pdf")
        wait_for(therapist.qtbot, therapist.window, "notice_saved")

    second = first.with_stem(f"{first.stem}-2")
    assert sorted(papers.iterdir()) == sorted([first, second])
    assert first.read_bytes() == b"something else"
    assert second.read_bytes() == note
    assert read_look(therapist.session.folder).pdf_folder == str(papers)


def save_from_home(therapist: Therapist) -> None:
    """The patient, the visit, Save PDF."""
    therapist.press(f"patient_{factories.PATIENT}")
    therapist.press(f"visit_{BEFORE}")
    therapist.press("save_pdf")
    wait_for(therapist.qtbot, therapist.window, "notice_saved")
