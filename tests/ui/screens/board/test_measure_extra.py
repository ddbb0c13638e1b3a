"""Odd values of a measure at the window: decimals, changes alone, doubts, refusals; none blocked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from needlechart.documents.note import render_note
from needlechart.domain.measure import Measurement
from needlechart.domain.words import MeasureState, Phase, Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from tests import factories as make
from tests.cases.case import note_text
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person

PAIN_ROW = "measure_nprs_now_unstated"


@pytest.fixture
def board(desk: TestDesk, window: MainWindow, person: Person) -> VisitBoard:
    """A first visit at its step Before."""
    desk.keep(make.patient(), make.episode(), make.written_consent(), make.visit(id="visit"))
    window.show_home(desk)
    person.tap("finish_visit")
    person.wait_for("board")
    assert window.nav.board is not None
    window.nav.board.show_step(Step.BEFORE)
    return window.nav.board


def choose(person: Person, row: str, words: str) -> None:
    """An entry of a measure's menu."""
    person.until(lambda: not person.find(row).rect().isEmpty())
    more = person.find(row).findChild(QWidget, "measure_more")
    assert more is not None
    person.until(lambda: more.isVisible() and not more.visibleRegion().isEmpty())
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    person.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = next(one for one in menu.actions() if one.text() == words)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
    person.root.activateWindow()  # what a window manager does when a menu goes
    person.until(person.root.isActiveWindow)


def stored(desk: TestDesk, board: VisitBoard, person: Person) -> dict[tuple[str, Phase], Measurement]:
    """What the database holds, once it is written."""
    assert board.visit is not None
    visit = board.visit
    person.until(lambda: visit.queue.waiting == 0)
    return {(one.measure, one.phase): one for one in desk.stored(Measurement, visit_id="visit")}


def printed(board: VisitBoard) -> str:
    assert board.visit is not None
    return note_text(render_note(board.visit.chart).pdf)


def test_a_decimal_on_a_scale_of_whole_numbers_is_kept_shown_and_printed(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    choose(person, PAIN_ROW, "Type the value")
    person.type("measure_typed_value", "4,5")
    assert stored(desk, board, person)["nprs_now", Phase.BEFORE].value == 4.5
    board.show_step(Step.CHECK_IN)
    board.show_step(Step.BEFORE)
    assert person.find("measure_typed_value").text() == "4.5"  # type: ignore[attr-defined]
    assert "Pain now 4.5 of 10" in printed(board)


def test_a_value_outside_the_scale_is_refused_and_can_be_kept_with_its_doubt(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    choose(person, PAIN_ROW, "Type the value")
    person.type("measure_typed_value", "12")
    assert stored(desk, board, person) == {}
    person.tap("keep_outside")
    kept = stored(desk, board, person)["nprs_now", Phase.BEFORE]
    assert (kept.value, kept.doubt) == (12.0, "outside the range of this measure, kept as stated elsewhere")
    person.type("measure_doubt", "the scale of the letter is not known")
    kept = stored(desk, board, person)["nprs_now", Phase.BEFORE]
    assert (kept.value, kept.doubt) == (12.0, "the scale of the letter is not known")
    assert "judged implausible: the scale of the letter is not known" in printed(board)


def test_only_the_change_is_known(desk: TestDesk, board: VisitBoard, person: Person) -> None:
    choose(person, PAIN_ROW, "Not stated")
    board.show_step(Step.AFTER)
    choose(person, PAIN_ROW, "Only the change is known")
    person.type("measure_change", "\u22122.5")
    found = stored(desk, board, person)
    assert found["nprs_now", Phase.BEFORE].state is MeasureState.NOT_STATED
    after = found["nprs_now", Phase.AFTER]
    assert (after.state, after.value) == (MeasureState.CHANGE, -2.5)
    assert "Pain now (0 to 10) not stated – −2.5 better" in printed(board)


def test_a_declined_measure_differs_from_one_not_done_and_from_an_empty_one(
    desk: TestDesk, board: VisitBoard, person: Person
) -> None:
    person.type("add_measure", "oxford", leave=False)
    person.tap("measure_offers", "modified_oxford")
    assert board.visit is not None
    choose(person, "measure_modified_oxford_right", "Declined by the patient")
    found = stored(desk, board, person)
    assert found["modified_oxford", Phase.BEFORE].state is MeasureState.DECLINED
    assert "pelvic floor strength (Modified Oxford) declined" not in printed(board)  # the table says it
    assert "Pelvic floor strength, Modified Oxford R right declined" in printed(board)


def test_a_note_stands_with_its_value(desk: TestDesk, board: VisitBoard, person: Person) -> None:
    person.tap(PAIN_ROW, "5")
    choose(person, PAIN_ROW, "Note")
    person.type("measure_note", "after a long drive")
    assert stored(desk, board, person)["nprs_now", Phase.BEFORE].note == "after a long drive"
    assert "after a long drive" in printed(board)
