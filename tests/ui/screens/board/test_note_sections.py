"""The note's sections and phrases at the window: typed, expanded, copied, marked, and as they print."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit

from needlechart.documents.note import render_note
from needlechart.domain.record import now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import Side, Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.needling import NeedlingStep
from needlechart.ui.screens.board.phrase_typing import NAMES_AND_NUMBERS
from needlechart.ui.widgets import TextArea, TextField
from tests import factories as make
from tests.cases.case import note_text
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person

DAY = now() - timedelta(days=14)


@pytest.fixture
def board(desk: TestDesk, window: MainWindow, person: Person) -> VisitBoard:
    """A second visit; the first has a plan of its own words, and the clinic has phrases."""
    first = make.visit(
        id="first", started=DAY, entered=DAY, plan="Ice <twice> a day & walk.", plan_edited=True, number=1
    )
    desk.keep(
        make.patient(),
        make.episode(),
        make.written_consent(),
        first,
        make.phrase(
            id="tol", shortcut=".tol", text="Borne {well|fairly}, sore for {hours} h after {pain before}."
        ),
        make.phrase(id="home", shortcut=".home", text="Knee rocks 2 min."),
        make.phrase(id="theirs", shortcut=".x", text="not mine", clinician_id="someone"),
    )
    desk.ask(lambda store: store.sign_visit("first"))
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    board = window.nav.board
    person.until(lambda: bool(board.phrases.phrases))
    return board


def kept(desk: TestDesk, board: VisitBoard, person: Person) -> Visit:
    """The draft as the database holds it, once everything is written."""
    assert board.visit is not None
    visit = board.visit
    person.until(lambda: visit.queue.waiting == 0)
    return next(one for one in desk.stored(Visit) if one.id != "first")


def menu(person: Person) -> QMenu:
    person.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    shown = QApplication.activePopupWidget()
    assert isinstance(shown, QMenu)
    return shown


def pick(person: Person, name: str) -> None:
    """An entry of the open menu by its object name."""
    shown = menu(person)
    entry = next(one for one in shown.actions() if one.objectName() == name)
    QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.actionGeometry(entry).center())


def test_a_shortcut_becomes_its_text_with_choice_gap_and_what_the_visit_knows(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.tap("pain_now", "6")
    person.tap("rail_plan")
    person.type("plan_note", ".tol ", leave=False)
    pick(person, "fill_in_fairly")
    field = person.find("plan_note", QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit)
    assert field.textCursor().selectedText() == "{hours}"
    QTest.keyClicks(field, "24")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert kept(desk, board, person).plan_note == "Borne fairly, sore for 24 h after 6 of 10."


def test_a_shortcut_works_in_every_kind_of_field_and_means_nothing_inside_a_word(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.type("patient_words", "a.home and .home then")
    person.type("reason", ".home")  # left by Tab
    visit = kept(desk, board, person)
    assert visit.patient_words == "a.home and Knee rocks 2 min. then"
    assert visit.reason == "Knee rocks 2 min."


def test_anothers_own_phrase_is_left_alone(desk: TestDesk, board: VisitBoard, person: Person) -> None:
    person.type("reason", ".x stays")
    assert kept(desk, board, person).reason == ".x stays"


def test_a_backspace_right_after_takes_the_phrase_back(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.type("reason", "see .home ", leave=False)
    field = person.find("reason")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, "x")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert kept(desk, board, person).reason == "see .homex"


def test_what_an_input_method_commits_expands_too(desk: TestDesk, board: VisitBoard, person: Person) -> None:
    person.type("patient_words", "", leave=False)
    field = person.find("patient_words")
    commit = QInputMethodEvent()
    commit.setCommitString("boli .home ")
    QApplication.sendEvent(field, commit)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert kept(desk, board, person).patient_words == "boli Knee rocks 2 min."


def test_phrases_can_be_tapped_into_a_section(desk: TestDesk, board: VisitBoard, person: Person) -> None:
    person.tap("rail_plan")
    person.tap("phrases_assessment")
    pick(person, "phrase_.home")
    QTest.keyClick(person.find("section_assessment"), Qt.Key.Key_Tab)
    visit = kept(desk, board, person)
    assert visit.assessment_edited
    assert visit.assessment == "Knee rocks 2 min."


def test_a_copied_section_is_marked_until_it_is_touched_and_prints_as_copied(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.tap("rail_plan")
    person.tap("copy_plan")
    visit = kept(desk, board, person)
    assert (visit.plan, visit.plan_edited) == ("Ice <twice> a day & walk.", True)
    assert visit.copied == (f"plan {DAY.date().isoformat()}",)
    assert board.visit is not None
    assert "Copied from the visit of" in note_text(render_note(board.visit.chart).pdf)

    person.tap("rail_review")
    assert person.wait_for("fix_copied_plan")
    person.tap("rail_plan")
    field = person.find("section_plan", QPlainTextEdit)
    QTest.mouseClick(field.viewport(), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    QTest.keyClicks(field, "Also: ")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    visit = kept(desk, board, person)
    assert visit.copied == ()
    assert "Copied from" not in note_text(render_note(board.visit.chart).pdf)


def test_a_section_is_copied_from_any_earlier_visit(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    days = [now() - timedelta(days=back) for back in (400, 60, 30, 14)]
    visits = [
        make.visit(id=f"v{n}", started=day, entered=day, plan=f"Plan {n}.", plan_edited=True, number=n + 1)
        for n, day in enumerate(days)
    ]
    desk.keep(make.patient(), make.episode(), make.written_consent(), *visits)
    for one in visits:
        desk.ask(lambda store, one=one: store.sign_visit(one.id))
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    board = person.wait_for("board")
    assert isinstance(board, VisitBoard)
    person.tap("rail_plan")
    person.wait_for("copy_other_plan")
    person.tap("copy_other_plan")
    offered = [entry.objectName() for entry in menu(person).actions()]
    assert offered == ["copy_from_v3", "copy_from_v2", "copy_from_v1", "copy_from_v0"]
    pick(person, "copy_from_v1")

    def draft() -> Visit:
        return next(one for one in desk.stored(Visit) if not one.signed)

    person.until(lambda: draft().plan == "Plan 1.")
    assert draft().copied == (f"plan {days[1].date().isoformat()}",)
    assert "not touched yet" in board._step(Step.PLAN).sections["plan"].hint.text()  # type: ignore[attr-defined]
    person.tap("undo")
    person.until(lambda: draft().plan == "" and draft().copied == ())


def test_a_copied_section_can_stand_as_it_is_or_be_composed_again_and_undone(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.tap("rail_plan")
    person.tap("copy_plan")
    person.tap("checked_plan")
    visit = kept(desk, board, person)
    assert (visit.plan, visit.copied) == ("Ice <twice> a day & walk.", ())
    person.tap("compose_plan")
    assert (kept(desk, board, person).plan, kept(desk, board, person).plan_edited) == ("", False)
    for _ in range(3):
        person.tap("undo")
    visit = kept(desk, board, person)
    assert (visit.plan, visit.plan_edited, visit.copied) == ("", False, ())


def test_an_open_fill_in_is_named_in_review(desk: TestDesk, board: VisitBoard, person: Person) -> None:
    person.tap("rail_plan")
    person.type("plan_note", "Sore for {hours} h")
    kept(desk, board, person)
    person.tap("rail_review")
    assert person.wait_for("fix_fill_in")


def test_no_text_field_of_any_step_is_left_out(board: VisitBoard, person: Person) -> None:
    tried = []
    for step in Step:
        board.show_step(step)
        QApplication.processEvents()
        part = board.stack.currentWidget()
        assert part is not None
        for kind in (TextField, TextArea):
            for field in part.findChildren(kind):
                if not field.isVisible() or field.objectName() in NAMES_AND_NUMBERS:
                    continue
                field.setFocus()
                assert field.hasFocus()
                QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
                QTest.keyClicks(field, ".home ")
                text = field.text() if isinstance(field, TextField) else field.toPlainText()
                assert text == "Knee rocks 2 min. ", field.objectName()
                QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
                QTest.keyClick(field, Qt.Key.Key_Delete)
                tried.append(field.objectName())
    assert len(tried) >= 12, tried


def test_in_the_note_of_a_site_a_phrase_takes_its_muscle_side_and_level_and_any_measure(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    right = make.point(id="one")
    left = make.point(
        id="two",
        number=2,
        muscle="lumbar_multifidus",
        muscle_name="lumbar multifidus",
        side=Side.LEFT,
        x=-20.0,
        spinal_level="L4",
    )
    rotation = make.measurement(
        measure="hip_ir_90", measure_name="Hip IR", side=Side.RIGHT, unit="degrees", value=22.0
    )
    text = "{Site}: {muscle} at {level}, {side}; IR {Hip IR right before} after {Hip IR right after}."
    desk.keep(
        make.patient(),
        make.episode(),
        make.visit(),
        right,
        left,
        make.needling(right),
        make.needling(left, depth_mm=35.0),
        rotation,
        make.phrase(id="band", shortcut=".band", text=text),
    )
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    board = window.nav.board
    assert board is not None
    person.until(lambda: bool(board.phrases.phrases))
    person.tap("rail_needling")
    person.tap("tile_2")
    step = board.stack.currentWidget()
    assert isinstance(step, NeedlingStep)
    assert step.panel.editor is not None
    step.panel.editor.open_note()
    person.type("site_note", ".band")
    person.until(lambda: bool(desk.stored(TriggerPoint, id="two")[0].note))
    note = desk.stored(TriggerPoint, id="two")[0].note
    said = "Site 2: left lumbar multifidus at L4, left; IR 22° after {Hip IR right after}."
    assert note == said  # what the visit does not know yet stays a gap, which Review names
