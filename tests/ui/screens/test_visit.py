"""A visit on the board by mouse and keyboard: every tap is in the database, undo takes it back."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from needlechart.catalogue import measures
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Goal, GoalReview
from needlechart.domain.kinds import KINDS
from needlechart.domain.measure import Measurement
from needlechart.domain.narrative import compose
from needlechart.domain.needles_in import NeedleIn, NeedlesIn
from needlechart.domain.needling import Needling
from needlechart.domain.record import Record, now
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.treatment import Aftercare, FollowOn, FollowUp
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import (
    Agreement,
    Answer,
    FollowOnKind,
    GoalChange,
    MeasureState,
    NeedleState,
    Phase,
    Side,
    Soreness,
    Step,
    Strengthening,
    Tolerance,
    View,
)
from needlechart.store.store import Store
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.board_notices import say_time_up
from needlechart.ui.screens.board.measures import MeasuresStep
from needlechart.ui.screens.board.standing import todos
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


@pytest.fixture
def board(desk: TestDesk, window: MainWindow, person: Person) -> VisitBoard:
    """The board with a second visit: the first is signed, pain and rotation were measured, a goal is set."""
    day = now() - timedelta(days=14)
    first = make.visit(id="first", started=day, entered=day, home_programme="Knee rocks twice a day.")
    desk.keep(
        make.patient(comfort_plan="Lies down throughout.", stop_word="red"),
        make.alert(),
        make.episode(),
        make.goal(id="goal"),
        make.written_consent(),
        first,
        make.measurement(visit_id="first", value=6.0, order=0),
        make.measurement(
            visit_id="first",
            measure="hip_ir_90",
            measure_name="Hip internal rotation",
            unit="degrees",
            side=Side.RIGHT,
            value=22.0,
            order=1,
        ),
        make.follow_on(visit_id="first", what="Knee rocks", exercise="knee_rocks", dose="2 min"),
    )
    desk.ask(lambda store: store.sign_visit("first"))
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    return window.nav.board


def kept(desk: TestDesk) -> Visit:
    """The draft as the database holds it."""
    return next(one for one in desk.stored(Visit) if one.id != "first")


def settle(board: VisitBoard, person: Person) -> None:
    """Everything is written."""
    assert board.visit is not None
    visit = board.visit
    person.until(lambda: visit.queue.waiting == 0)


def test_check_in_keeps_every_tap(desk: TestDesk, board: VisitBoard, person: Person) -> None:
    person.tap("screening", "none")
    person.tap("consent_today", "agreed")
    person.tap("chaperone", "declined")
    person.tap("since_last", "better")
    person.tap("soreness_lasted", "1 day")
    person.tap("worse_with", "sitting")
    person.type("patient_words", "It <aches> & pulls")
    person.tap("pain_now", "6")
    settle(board, person)

    visit = kept(desk)
    assert visit.screening_reviewed
    assert visit.since_last == "better"
    assert visit.soreness_lasted == "1 day"
    assert visit.worse_with == ("sitting",)
    assert visit.patient_words == "It <aches> & pulls"
    answers = desk.stored(ScreeningAnswer, visit_id=visit.id)
    assert len(answers) >= 8
    assert {one.answer for one in answers} == {Answer.NO}
    [consent] = desk.stored(Consent, visit_id=visit.id)
    assert consent.agreement is Agreement.AGREED
    assert consent.chaperone == "declined"
    [pain] = desk.stored(Measurement, visit_id=visit.id)
    assert (pain.measure, pain.value, pain.phase) == ("nprs_now", 6.0, Phase.BEFORE)


def test_a_finding_takes_back_nothing_new_and_can_be_kept_as_alert(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.tap("screening", "none")
    person.tap("screening", "anticoagulant")
    person.type("finding_anticoagulant", "apixaban since March")
    settle(board, person)

    visit = kept(desk)
    [yes] = [one for one in desk.stored(ScreeningAnswer, visit_id=visit.id) if one.answer is Answer.YES]
    assert (yes.item, yes.comment) == ("anticoagulant", "apixaban since March")

    person.tap("screening", "none")
    settle(board, person)
    answers = desk.stored(ScreeningAnswer, visit_id=visit.id)
    assert {one.answer for one in answers} == {Answer.NO}


def test_one_undo_takes_back_one_tap_across_steps_and_redo_does_it_again(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    person.tap("screening", "none")
    person.tap("pain_now", "6")
    board.show_step(Step.PLAN)
    person.tap("undo")
    settle(board, person)
    visit = kept(desk)
    assert desk.stored(Measurement, visit_id=visit.id) == []
    assert visit.screening_reviewed

    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(board, person)
    assert not kept(desk).screening_reviewed
    assert desk.stored(ScreeningAnswer, visit_id=visit.id) == []

    person.tap("redo")
    settle(board, person)
    assert kept(desk).screening_reviewed


def test_measures_of_the_last_visit_are_asked_again_and_degrees_step_by_one(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.BEFORE)
    step = board.stack.currentWidget()
    assert isinstance(step, MeasuresStep)
    row = step.row_of("hip_ir_90", Side.RIGHT)
    strip = row.entry.strip  # type: ignore[attr-defined]
    lower, upper = (next(one for one in strip.chips() if one.text() == text) for text in ("20°", "25°"))
    person.until(lambda: person.sees("before_bar"))
    person.until(lambda: lower.geometry().center().x() < strip.bar_centre() < upper.geometry().center().x())

    chip = next(one for one in strip.chips() if one.text() == "25°")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    QTest.mouseClick(strip.plus, Qt.MouseButton.LeftButton)
    settle(board, person)

    [value] = desk.stored(Measurement, visit_id=kept(desk).id)
    assert (value.measure, value.side, value.value) == ("hip_ir_90", Side.RIGHT, 26.0)


def test_any_measure_is_added_by_name_and_a_value_outside_its_range_is_refused(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.BEFORE)
    person.type("add_measure", "oswestry", leave=False)
    person.tap("measure_offers", "odi")
    field = person.wait_for("measure_value")
    QTest.keyClicks(field, "400")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    settle(board, person)
    assert field.error  # type: ignore[attr-defined]
    assert desk.stored(Measurement, visit_id=kept(desk).id) == []

    person.type("measure_value", "34")
    settle(board, person)
    [value] = desk.stored(Measurement, visit_id=kept(desk).id)
    assert (value.measure, value.value) == ("odi", 34.0)

    board.show_step(Step.AFTER)
    after = board.stack.currentWidget()
    assert isinstance(after, MeasuresStep)
    assert after.row_of("odi").before.text() == "34\u00a0%"


def test_a_value_stated_elsewhere_is_kept_as_text_with_its_note(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.BEFORE)
    person.type("add_measure", "oswestry", leave=False)
    person.tap("measure_offers", "odi")
    person.type("measure_value", "about 30")
    person.tap("keep_stated")
    settle(board, person)

    [value] = desk.stored(Measurement, visit_id=kept(desk).id)
    assert (value.value, value.text, value.note) == (None, "about 30", "stated elsewhere")


def test_not_done_is_a_value_of_its_own(desk: TestDesk, board: VisitBoard, person: Person) -> None:
    board.show_step(Step.AFTER)
    step = board.stack.currentWidget()
    assert isinstance(step, MeasuresStep)
    row = step.row_of("nprs_now")
    QTest.mouseClick(row.name, Qt.MouseButton.LeftButton)
    menu = row._menu
    assert menu is not None
    action = next(one for one in menu.actions() if one.data() == "not_done")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    settle(board, person)

    [value] = desk.stored(Measurement, visit_id=kept(desk).id)
    assert value.state is MeasureState.NOT_DONE
    assert value.value is None


def test_tolerance_and_adverse_events_exclude_well_and_none(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.AFTER)
    person.tap("tolerance", "well_none")
    settle(board, person)
    assert (kept(desk).tolerance, kept(desk).no_adverse_event) == (Tolerance.WELL, True)

    person.tap("tolerance", "bruising")
    person.tap("severity_bruising", "significant")
    person.type("event_words_bruising", "Pressure for a minute")
    settle(board, person)
    assert not kept(desk).no_adverse_event
    [event] = desk.stored(AdverseEvent)
    assert (event.kind, event.severity, event.note) == ("bruising", "significant", "Pressure for a minute")
    assert event.visit_id == kept(desk).id

    person.tap("tolerance", "well_none")
    settle(board, person)
    assert desk.stored(AdverseEvent) == []
    assert kept(desk).no_adverse_event


def test_follow_on_same_as_last_time_and_all_five_and_a_check_call(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.FOLLOW_ON)
    person.tap("same_as_last")
    person.tap("given_pelvic_floor_drop")
    person.tap("more_manual_therapy")
    person.type("other_manual_therapy", "Sacral traction")
    person.tap("aftercare_told", "all")
    person.tap("handout", "not_wanted")
    person.tap("soreness_check", "call")
    settle(board, person)

    visit_id = kept(desk).id
    given = desk.stored(FollowOn, visit_id=visit_id)
    assert {(one.kind, one.what, one.dose) for one in given} == {
        (FollowOnKind.GUIDED_MOVEMENT, "Knee rocks", "2 min"),
        (FollowOnKind.RETRAINING, "Pelvic floor drop", "3 min"),
        (FollowOnKind.MANUAL_THERAPY, "Sacral traction", ""),
    }
    [aftercare] = desk.stored(Aftercare, visit_id=visit_id)
    assert len(aftercare.told) == len(aftercare.texts) == 5
    [due] = desk.stored(FollowUp)
    assert due.due_to - due.due_from == timedelta(hours=24)
    assert due.due_from - kept(desk).started == timedelta(hours=24)


def test_plan_goals_next_visit_and_an_edited_section(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.PLAN)
    person.tap("goal_change_goal", "nearer")
    person.tap("strengthening", "progress")
    person.tap("home_programme_chips", "Unchanged")
    person.tap("next_visit", "2 weeks")
    person.type("section_assessment", "Better in my own words.")
    settle(board, person)

    visit = kept(desk)
    [review] = desk.stored(GoalReview, visit_id=visit.id)
    assert review.change is GoalChange.NEARER
    [goal] = desk.stored(Goal)
    assert goal.rung == 1
    assert visit.strengthening is Strengthening.PROGRESS
    assert visit.home_programme == "Knee rocks twice a day."
    assert visit.next_visit == visit.started.date() + timedelta(days=14)
    assert (visit.assessment, visit.assessment_edited) == ("Better in my own words.", True)

    person.tap("compose_assessment")
    settle(board, person)
    assert not kept(desk).assessment_edited


def test_a_late_entry_keeps_both_times_and_refuses_the_future(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    entered = kept(desk).entered
    person.type("treatment_day", "1 Jan 2199")
    assert person.find("treatment_day").error  # type: ignore[attr-defined]

    day = (now() - timedelta(days=2)).date()
    person.type("treatment_day", day.isoformat())
    settle(board, person)
    visit = kept(desk)
    assert visit.started.astimezone().date() == day
    assert visit.entered == entered


def test_a_visit_before_the_patient_was_born_is_refused_where_its_day_is_typed(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    started = kept(desk).started
    person.type("treatment_day", "1 Jun 1984")
    field = person.find("treatment_day")
    assert field.error == "This is before the patient was born, 2 Jun 1984."  # type: ignore[attr-defined]
    assert field.text() == "1 Jun 1984"  # type: ignore[attr-defined]
    assert kept(desk).started == started


@pytest.mark.parametrize("side", [Side.RIGHT, Side.UNSTATED])
def test_left_sites_under_a_diagnosis_of_the_other_side_are_warned_of_in_review(
    desk: TestDesk, window: MainWindow, person: Person, side: Side
) -> None:
    site = make.point(side=Side.LEFT, view=View.BACK, x=-70.0, y=455.0)
    desk.keep(
        make.patient(),
        make.episode(),
        make.indication(code="R10.21", title="Pelvic and perineal pain, right side", side=side),
        make.visit(),
        site,
        make.needling(site, state=NeedleState.OUT),
    )
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    person.tap("rail_review")
    step = person.wait_for("step_review")

    def said() -> list[str]:
        return [one.text() for one in step.findChildren(QLabel) if one.isVisible()]

    person.until(lambda: any("R10.21 is right, every site is left" in one for one in said()))
    [todo] = [one for one in todos(window.nav.board.visit.chart) if one.id.startswith("laterality")]  # type: ignore[union-attr]
    assert not todo.required


def chart_without_needling(person: Person) -> None:
    """Everything that a signature needs when the patient does not want needling today."""
    person.tap("screening", "none")
    person.tap("consent_today", "declined")
    person.type("no_needling_reason", "Tired today, moved instead")
    person.tap("pain_now", "4")
    person.tap("next_step")


def to_review(board: VisitBoard, window: MainWindow, person: Person) -> None:
    board.show_step(Step.FOLLOW_ON)
    person.tap("given_knee_rocks")
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    person.wait_for("sign_now")


def test_sign_now_lists_why_it_is_not_ready_and_each_row_jumps_to_its_field(
    board: VisitBoard, window: MainWindow, person: Person
) -> None:
    board.show_step(Step.REVIEW)
    button = person.wait_for("sign_now")
    assert "Consent today" in button.why_not  # type: ignore[attr-defined]

    person.tap("fix_consent_today_" + board.visit.visit.id)  # type: ignore[union-attr]
    assert board.current is Step.CHECK_IN
    chips = person.find("consent_today")
    assert chips.isAncestorOf(QApplication.focusWidget())


def test_stop_within_five_seconds_leaves_the_draft_unsigned(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    chart_without_needling(person)
    to_review(board, window, person)
    person.tap("sign_now")
    person.tap("stop_signing")
    settle(board, person)

    assert not kept(desk).signed
    assert person.sees("sign_now")


def test_escape_stops_the_signing_and_the_keyboard_waits_at_stop(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    chart_without_needling(person)
    to_review(board, window, person)
    person.tap("sign_now")
    assert QApplication.focusWidget() is person.find("stop_signing")

    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    settle(board, person)

    assert not kept(desk).signed
    assert not person.sees("stop_signing")


def test_a_signed_visit_is_sealed_and_takes_only_addenda(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    chart_without_needling(person)
    to_review(board, window, person)
    review = board.stack.currentWidget()
    review.sign._second.setInterval(1)  # type: ignore[union-attr] - the countdown runs in a moment
    person.tap("sign_now")
    person.wait_for("notice_sealed")

    assert kept(desk).signed
    (seal,) = [one for one in desk.stored(Seal) if one.about_visit_id == kept(desk).id]
    person.until(lambda: not board.rail._tick.isActive())  # the visit's time stands still, and where it was
    assert board.rail._ended == seal.signed_at
    assert not board.undo_button.isEnabled()

    person.type("addendum_text", "The <left> side was not examined.", leave=False)
    person.tap("add_addendum")
    person.until(lambda: len(desk.stored(Addendum)) == 1)
    assert desk.stored(Addendum)[0].text == "The <left> side was not examined."


@pytest.mark.parametrize(("typed", "signed"), [("not the passphrase", False), (make.PASSPHRASE, True)])
def test_the_passphrase_is_asked_at_signing_where_the_clinic_wants_it(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person, typed: str, signed: bool
) -> None:
    clinic = desk.clinic
    desk.put([(clinic, clinic.but(passphrase_at_signing=True))], lambda moment: None)
    person.until(lambda: desk.clinic.passphrase_at_signing)
    chart_without_needling(person)
    to_review(board, window, person)
    review = board.stack.currentWidget()
    review.sign._second.setInterval(1)  # type: ignore[union-attr]

    person.tap("sign_now")
    assert not review.sign.counting  # type: ignore[union-attr] - nothing happens without it
    QTest.keyClicks(QApplication.focusWidget(), typed)
    person.tap("sign_now")
    person.wait_for("notice_sealed" if signed else "notice_sign")

    assert kept(desk).signed is signed


def test_the_note_is_shown_as_it_prints_and_saved_as_pdf(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person, tmp_path: object
) -> None:
    board.show_step(Step.REVIEW)
    pages = board.stack.currentWidget().pages  # type: ignore[union-attr]
    person.until(lambda: bool(pages.pages))
    asked: list[str] = []
    pages.choose_path = asked.append

    person.tap("save_pdf")
    person.wait_for("notice_explain")
    person.tap("action-save")
    assert asked == [f"1042_{kept(desk).started.date().isoformat()}_note.pdf"]

    path = tmp_path / asked[0]  # type: ignore[operator]
    pages.save_to(path)
    person.wait_for("notice_saved")
    assert path.read_bytes().startswith(b"%PDF-")


def test_leaving_and_coming_back_reopens_the_same_step_with_everything(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    person.tap("pain_now", "7")
    board.show_step(Step.PLAN)
    person.type("plan_note", "Call the physician", leave=False)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    person.wait_for("visits")
    person.tap("start_visit")
    person.wait_for("board")

    assert board.current is Step.PLAN
    assert kept(desk).plan_note == "Call the physician"
    assert board.saved.act.text().startswith("Last: ")  # what undo would take back


def test_page_keys_and_control_digits_turn_the_steps(
    board: VisitBoard, window: MainWindow, person: Person
) -> None:
    QTest.keyClick(window, Qt.Key.Key_6, Qt.KeyboardModifier.ControlModifier)
    assert board.current is Step.PLAN
    QTest.keyClick(window, Qt.Key.Key_PageUp)
    assert board.current is Step.FOLLOW_ON
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    QTest.keyClick(window, Qt.Key.Key_PageDown)
    assert board.current is Step.REVIEW


def test_discarding_a_draft_asks_first_and_the_safe_answer_is_focused(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    board.show_step(Step.REVIEW)
    person.tap("discard_draft")
    keep = person.wait_for("safe_answer")
    person.until(keep.hasFocus)
    person.tap("safe_answer")
    assert len(desk.stored(Visit)) == 2

    person.tap("discard_draft")
    person.tap("destructive_answer")
    person.until(lambda: len(desk.stored(Visit)) == 1)
    person.wait_for("visits")


def test_what_discards_the_draft_is_no_neighbour_of_what_signs_it(
    board: VisitBoard, window: MainWindow, person: Person
) -> None:
    board.rail.review.click()
    sign, discard = person.wait_for("sign_now"), person.find("discard_draft")
    scrolled = person.find("review_list").parentWidget()
    assert scrolled is not None
    assert scrolled.isAncestorOf(discard)
    assert not scrolled.isAncestorOf(sign)
    listed = person.find("review_list")
    assert discard.mapTo(window, QPoint(0, 0)).y() >= listed.mapTo(window, QPoint(0, listed.height())).y()


def test_further_facts_of_the_needles_are_one_line_of_review_that_opens(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    point = make.point(visit_id=board.visit.visit.id, number=1)  # type: ignore[union-attr]
    needle = make.needling(point, guidance=None, bleeding=None, direction="", lot="", passes=None)
    board.visit.do([(None, point), (None, needle)], "A site")  # type: ignore[union-attr]
    board.rail.review.click()
    fold = person.wait_for("review_details")
    assert not person.sees(f"fix_site_direction_{needle.id}")
    assert "direction" in fold.accessibleName()

    person.tap("review_details")
    person.wait_for(f"fix_site_direction_{needle.id}")
    person.tap("review_details")
    assert not person.sees(f"fix_site_direction_{needle.id}")


def test_a_discarded_draft_comes_back_whole_with_undo(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.type("patient_words", "typed before it was discarded")
    person.tap("screening", "local_infection")
    visit = board.visit
    assert visit is not None
    person.until(lambda: visit.queue.waiting == 0)

    def everything() -> set[Record]:
        kinds = (one for one in KINDS if one not in (AuditEntry, Place))
        return {one for kind in kinds for one in desk.stored(kind)}

    before = everything()
    board.show_step(Step.REVIEW)
    person.tap("discard_draft")
    person.tap("destructive_answer")
    person.wait_for("notice_gone")
    assert len(desk.stored(Visit)) == 1
    person.tap("action-undo")
    person.until(lambda: len(desk.stored(Visit)) == 2)
    assert everything() == before
    assert desk.ask(lambda store: store.check()).sound
    person.until(lambda: not person.sees("notice_gone"))
    person.tap("start_visit")
    person.wait_for("board")


def test_lock_drops_every_value_and_keeps_what_was_typed(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    person.type("patient_words", "typed until the lock", leave=False)
    visit = board.visit
    assert visit is not None
    told: list[tuple[str, NeedlesIn]] = []
    window.about_to_lock.connect(lambda visit_id, needles: told.append((visit_id, needles)))

    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert [(visit_id, needles.needles) for visit_id, needles in told] == [(visit.visit.id, ())]
    assert not window.unlocked
    assert window.nav.board is None
    assert visit.visit.patient_words == "typed until the lock"


def test_what_could_not_be_saved_is_said_counted_and_saved_by_try_again(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person, tmp_path: Path
) -> None:
    settle(board, person)
    say_time_up(board.notices, ["1"])
    desk._thread.lock().result()  # the database is gone: every write is refused
    person.tap("pain_now", "6")
    strip = person.wait_for("notice_not_saved")
    person.until(lambda: 0 <= strip.y() < person.find("notice_time_up").y())  # above what waits
    assert "1 change" in strip.accessibleName()
    assert board.saved.state.text() == "Not saved"
    board.show_step(Step.REVIEW)
    assert "Saving has stopped" in person.wait_for("sign_now").why_not  # type: ignore[attr-defined]

    desk._thread.open(lambda: Store.open(tmp_path / "chart", make.CLINICIAN, make.PASSPHRASE)).result()
    person.tap("action-try_again")
    person.until(lambda: not person.sees("notice_not_saved"))
    settle(board, person)
    assert [one.value for one in desk.stored(Measurement, visit_id=kept(desk).id)] == [6.0]
    assert board.saved.state.text().startswith("Saved ")


def test_leaving_with_a_needle_in_is_allowed_and_says_so_first(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    assert board.visit is not None
    visit = board.visit.visit
    point = make.point(visit_id=visit.id)
    needle = make.needling(point, state=NeedleState.IN, out_at=None)
    board.visit.do([(None, point), (None, needle)], "Needle 1 in")

    person.tap("back")
    strip = person.wait_for("notice_needles_in")
    assert "1 needle is still in" in strip.accessibleName()
    person.tap("action-leave")
    person.wait_for("visits")

    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    person.wait_for(f"finish_{visit.id}")


def test_the_lock_is_told_how_many_needles_are_in_without_a_name(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    assert board.visit is not None
    point = make.point(visit_id=board.visit.visit.id)
    needle = make.needling(point, state=NeedleState.IN, out_at=None)
    board.visit.do([(None, point), (None, needle)], "Needle 1 in")
    told: list[NeedlesIn] = []
    window.about_to_lock.connect(lambda visit_id, needles: told.append(needles))

    person.tap("lock")

    (known,) = told
    assert known.needles == (NeedleIn(visit_id=point.visit_id, since=needle.in_at),)
    assert make.patient().family_name not in repr(known)


def test_review_settles_a_small_thing_in_place_with_one_undo(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    assert board.visit is not None
    visit = board.visit.visit
    point = make.point(visit_id=visit.id)
    board.visit.do([(None, point), (None, make.needling(point))], "Needle 1 out")
    board.show_step(Step.REVIEW)
    person.tap(f"settle_sharps_{visit.id}")
    settle(board, person)
    assert kept(desk).sharps_disposed is True

    person.tap("undo")
    settle(board, person)
    assert kept(desk).sharps_disposed is None


def test_a_signed_visit_can_be_looked_at_but_not_changed(
    desk: TestDesk, board: VisitBoard, window: MainWindow, person: Person
) -> None:
    chart_without_needling(person)
    to_review(board, window, person)
    review = board.stack.currentWidget()
    review.sign._second.setInterval(1)  # type: ignore[union-attr]
    person.tap("sign_now")
    person.wait_for("notice_sealed")
    before = kept(desk)

    board.show_step(Step.CHECK_IN)
    person.tap("pain_now", "9")
    person.tap("consent_today", "agreed")

    assert kept(desk) == before
    assert [one.value for one in desk.stored(Measurement, visit_id=before.id)] == [4.0]


def test_review_leads_to_the_goal_where_it_is_typed(board: VisitBoard, person: Person) -> None:
    board.go_to(Step.CHECK_IN, "goals")

    assert board.current is Step.PLAN
    assert QApplication.focusWidget() is person.find("new_goal")


def test_why_no_needling_is_asked_only_when_it_has_a_place(board: VisitBoard, person: Person) -> None:
    person.tap("consent_today", Agreement.AGREED.value)
    assert not person.sees("no_needling_reason")

    board.go_to(Step.REVIEW, "no_needling_reason")
    assert board.current is Step.CHECK_IN
    assert person.sees("no_needling_reason")


def test_position_and_time_stand_beside_the_cards_and_lead_to_their_card(
    board: VisitBoard, person: Person
) -> None:
    board.show_step(Step.CHECK_IN)
    step = board.stack.currentWidget()
    assert "Position not recorded" in step.today.text()  # type: ignore[attr-defined]

    person.tap("to_today")
    person.tap("position", "prone")
    person.until(lambda: "Prone" in step.today.text())  # type: ignore[attr-defined]


def test_the_smallest_window_holds_the_board_at_every_step(board: VisitBoard, window: MainWindow) -> None:
    window.resize(960, 530)
    for step in Step:
        board.show_step(step)
        QApplication.processEvents()

        assert board.minimumSizeHint().height() <= 530
        assert board.height() <= 530


def test_a_short_screen_holds_the_rail_at_the_largest_text(
    board: VisitBoard, window: MainWindow, theme: Theme
) -> None:
    theme.set_text_size(150)
    board.rail.set_layout(70, compact=True)

    assert board.rail.minimumSizeHint().height() + theme.px(52) <= 698


def with_needles_in(desk: TestDesk, board: VisitBoard) -> None:
    """Two needles are in."""
    visit = board.visit
    assert visit is not None
    points = [
        make.point(id=f"p{n}", visit_id=visit.visit.id, patient_id=make.PATIENT, number=n) for n in (1, 2)
    ]
    needles = [
        make.needling(
            point, id=f"n{point.number}", state=NeedleState.IN, in_at=now(), out_at=None, retention_s=None
        )
        for point in points
    ]
    visit.do([(None, one) for one in [*points, *needles]], "Two needles")


def test_stop_now_takes_every_needle_out_and_asks_how_it_was_borne(
    board: VisitBoard, desk: TestDesk, person: Person
) -> None:
    assert not person.sees("stop_now")
    with_needles_in(desk, board)
    person.tap("stop_now")
    settle(board, person)

    visit = kept(desk)
    assert visit.stopped_at is not None
    assert (visit.needles_out, visit.needles_out_at) == (2, visit.stopped_at)
    needles = desk.stored(Needling, visit_id=visit.id)
    assert {(one.state, one.out_at) for one in needles} == {(NeedleState.OUT, visit.stopped_at)}
    assert desk.stored(AdverseEvent) == []
    assert not visit.no_adverse_event
    assert board.current is Step.AFTER
    person.until(lambda: QApplication.focusWidget() is person.find("stopped_reason"))

    person.type("stopped_reason", "Felt faint; lay down, legs raised")
    settle(board, person)
    assert kept(desk).stopped_reason == "Felt faint; lay down, legs raised"


def test_stop_now_is_one_undo(board: VisitBoard, desk: TestDesk, person: Person) -> None:
    with_needles_in(desk, board)
    person.tap("stop_now")
    person.until(lambda: not person.sees("stop_now"))
    board.undo()
    settle(board, person)

    assert kept(desk).stopped_at is None
    assert kept(desk).needles_out is None
    assert {one.state for one in desk.stored(Needling, visit_id=kept(desk).id)} == {NeedleState.IN}
    person.wait_for("stop_now")


def after_check(desk: TestDesk, window: MainWindow, person: Person, **answer: object) -> VisitBoard:
    """A second visit; the soreness check after the first was answered."""
    day = now() - timedelta(days=7)
    asked = make.follow_up(
        due_from=day + timedelta(hours=24),
        due_to=day + timedelta(hours=48),
        done_at=day + timedelta(hours=30),
        about_visit_id="first",
        **answer,
    )
    desk.keep(make.patient(), make.episode(), make.visit(id="first", started=day, entered=day))
    desk.ask(lambda store: store.sign_visit("first"))
    desk.ask(lambda store: store.seal_late(asked))
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    return window.nav.board


def test_an_answered_soreness_check_is_carried_and_charted_by_one_tap(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    board = after_check(desk, window, person, soreness=Soreness.MILD, lasted_hours=12.0)
    row = person.wait_for("soreness_lasted")
    assert row.chip("half a day").carried  # type: ignore[attr-defined]
    assert "mild, 12 h" in person.find("soreness_checked").text()  # type: ignore[attr-defined]
    assert "Soreness" not in note_of(desk, board)
    assert kept(desk).soreness_lasted == ""

    person.tap("soreness_lasted", "half a day")
    settle(board, person)
    assert kept(desk).soreness_lasted == "half a day"
    assert not row.chip("half a day").carried  # type: ignore[attr-defined]
    assert "Soreness after the last needling lasted half a day." in note_of(desk, board)
    person.tap("undo")
    settle(board, person)
    assert kept(desk).soreness_lasted == ""
    person.until(lambda: row.chip("half a day").carried)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "carried"),
    [
        ({"soreness": Soreness.NONE}, "none"),
        ({"soreness": Soreness.SEVERE, "lasted_hours": 30.0}, "2 days"),
        ({"soreness": Soreness.SEVERE, "lasted_hours": 60.0}, "longer"),
        ({"soreness": Soreness.MODERATE, "note": "still sore"}, ""),
        ({"soreness": Soreness.NO_REPLY}, ""),
    ],
)
def test_only_what_the_check_tells_is_carried(
    desk: TestDesk, window: MainWindow, person: Person, answer: dict[str, object], carried: str
) -> None:
    after_check(desk, window, person, **answer)
    row = person.wait_for("soreness_lasted")
    ids = ("none", "half a day", "1 day", "2 days", "longer")
    assert [one for one in ids if row.chip(one).carried] == ([carried] if carried else [])  # type: ignore[attr-defined]
    assert person.sees("soreness_checked")


def note_of(desk: TestDesk, board: VisitBoard) -> str:
    """The subjective section as it would print now."""
    assert board.visit is not None
    return compose(board.visit.chart, measures()).subjective
