"""Small things of the board that must be as they look: position and view, arrow, marks to repeat."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from needlechart.domain.clinic import Clinic
from needlechart.domain.needling import Needling
from needlechart.domain.visit import Visit
from needlechart.domain.words import Answer, Position, Side, Step, View
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.widgets import Button
from tests import factories as make
from tests.ui.bodymap.stage import point_at
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.board.conftest import Draft, planned, settle
from tests.ui.screens.conftest import Person


def view_of(board: VisitBoard) -> View:
    return board.stack.currentWidget().body_map.current_view  # type: ignore[union-attr,attr-defined,no-any-return]


def choose(board: VisitBoard, position: Position) -> None:
    """An entry of the menu over the map."""
    chart = board.stack.currentWidget().body_map  # type: ignore[union-attr,attr-defined]
    (action,) = [one for one in chart.position._menu.actions() if one.objectName() == f"position_{position}"]
    action.trigger()


@pytest.mark.parametrize(
    ("position", "view"),
    [
        (Position.PRONE, View.BACK),
        (Position.SUPINE, View.FRONT),
        (Position.RIGHT_SIDE_LYING, View.LEFT),
        (Position.LEFT_SIDE_LYING, View.RIGHT),
        (Position.HOOK_LYING, View.FRONT),
    ],
)
def test_choosing_a_position_turns_the_map_once_to_what_is_up(
    desk: TestDesk, draft: Draft, person: Person, position: Position, view: View
) -> None:
    board = draft()
    choose(board, position)
    assert view_of(board) is view
    person.tap("view_back" if view is not View.BACK else "view_front")
    settle(board, person)
    assert view_of(board) is not view, "the person can turn on"
    (kept,) = desk.stored(Visit, id=make.VISIT)
    assert kept.position is position


def test_the_position_chosen_at_check_in_opens_the_map_at_what_is_up(draft: Draft, person: Person) -> None:
    board = draft()
    assert view_of(board) is View.FRONT
    board.window().step_1()  # type: ignore[attr-defined]
    person.tap("position", Position.PRONE.value)
    board.window().step_3()  # type: ignore[attr-defined]
    person.until(lambda: view_of(board) is View.BACK)


def test_settings_can_stop_the_turning(desk: TestDesk, draft: Draft) -> None:
    (clinic,) = desk.stored(Clinic)
    stays = clinic.but(turn_view_by_itself=False)
    desk.ask(lambda store: store.apply([(clinic, stays)]))
    board = draft()
    choose(board, Position.PRONE)
    assert view_of(board) is View.FRONT


def test_the_arrow_of_the_needle_settings_says_whether_they_are_open(draft: Draft, person: Person) -> None:
    board = draft()
    board.window().resize(960, 530)
    fold = person.wait_for("needle_settings")
    assert isinstance(fold, Button)
    assert fold.icon_after == "chevron_down"
    assert fold.accessibleName().startswith("Needle settings, folded: ")
    person.tap("needle_settings")
    assert fold.icon_after == "chevron_up"
    assert fold.accessibleName().startswith("Needle settings, open: ")
    depth = person.wait_for("depth_ruler")
    person.until(lambda: not depth.visibleRegion().isEmpty())  # a tap shows what it opened


def test_the_view_that_was_turned_to_is_said_to_who_listens(
    draft: Draft, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = draft()
    said: list[str] = []
    monkeypatch.setattr("needlechart.ui.bodymap.body_map.announce", lambda about, words: said.append(words))
    person.tap("view_back")
    person.tap("layer_deep")
    choose(board, Position.SUPINE)
    assert said == ["View: Back", "Layer: Deep", "View: Front"]


def test_what_was_done_undone_and_stands_against_is_said_to_who_listens(
    draft: Draft, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = draft()
    said: list[str] = []
    for place in ("screens.board.saved", "widgets.messages"):
        monkeypatch.setattr(f"needlechart.ui.{place}.announce", lambda about, words: said.append(words))
    person.tap("chip_twitch_one")
    person.tap("undo")
    assert board.visit is not None
    fever = make.screening_answer(item="systemic_infection_fever", item_text="Fever", answer=Answer.YES)
    board.visit.do([(None, fever)], "Fever")
    person.wait_for("needling_alert")
    assert said[0].startswith("Twitch 1")  # the strip of what was not asked goes on counting silently
    assert said[1].startswith("Undone: Twitch 1")
    assert "Fever" in said
    assert [one for one in said if one.startswith("Fever or infection. Marks stay planned.")]


def test_the_next_site_the_count_and_its_strip_are_said_once_to_who_listens(
    draft: Draft, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (
        point_at(muscle, side, id=id, number=number, carried_from=f"earlier {id}")
        for number, (muscle, side, id) in enumerate(
            (("adductor_longus", Side.RIGHT, "one"), ("gracilis", Side.LEFT, "two")), 1
        )
    )
    said: list[str] = []
    for place in ("bodymap.body_map", "screens.board.needling_panel.counter", "widgets.messages"):
        monkeypatch.setattr(f"needlechart.ui.{place}.announce", lambda about, words: said.append(words))
    draft(one, two, planned(one), planned(two))
    said.clear()
    person.tap("chip_twitch_one")
    person.tap("chip_pain_none")
    assert said == ["Selected: Site 2, patient's left, gracilis, planned"]

    said.clear()
    person.tap("chip_twitch_none")
    person.tap("chip_pain_none")
    person.wait_for("count_numbers")
    assert said == ["2 in. How many came out?"]

    said.clear()
    person.tap("count_1")
    person.wait_for("still_in")
    assert said == ["1 missing: say what happened"]
    person.tap("needle_out")
    assert said[1:] == ["2 in, 1 found. Say what happened. Signing opens when this is recorded."]


def test_the_last_site_stays_in_sight_when_the_tiles_become_a_long_list(draft: Draft, person: Person) -> None:
    sites = [point_at("piriformis", Side.RIGHT, id=f"p{number}", number=number) for number in range(1, 10)]
    board = draft(*sites, site="tile_9")
    board.window().resize(1920, 1010)
    person.wait_for("site_note")  # Wide has room for it
    person.until(lambda: person.find("tile_9").visibleRegion().boundingRect().height() >= 44)


def test_what_was_done_is_said_in_words_a_person_reads(draft: Draft, person: Person) -> None:
    board = draft()
    board.show_step(Step.PLAN)
    person.tap("strengthening", "not_yet")
    assert board.saved.act.text() == "Strengthening not yet"
    board.show_step(Step.CHECK_IN)
    person.tap("position", "right_side_lying")
    assert board.saved.act.text() == "Position right side-lying"


def test_views_and_layers_are_radio_buttons_that_say_which_is_shown(draft: Draft, person: Person) -> None:
    draft()
    person.tap("view_back")
    for name, chosen in (("view_front", False), ("view_back", True), ("layer_deep", False)):
        told = QAccessible.queryAccessibleInterface(person.find(name))
        assert told.role() is QAccessible.Role.RadioButton, name
        assert bool(told.state().checked) is chosen, name
    person.tap("layer_deep")
    assert QAccessible.queryAccessibleInterface(person.find("layer_deep")).state().checked


def test_questions_about_a_segmental_site_stand_first_and_its_levels_come_in_their_place(
    draft: Draft, person: Person
) -> None:
    point = point_at("lumbar_multifidus", Side.RIGHT, id="one", number=1)
    draft(point, planned(point))
    person.wait_for("site_ask_no")
    assert not person.sees("level_L4")
    assert not person.find("more_findings").text().endswith("?")  # type: ignore[attr-defined]
    person.tap("site_ask_no")
    person.wait_for("level_L4")
    assert not person.sees("site_ask_no")


def test_questions_about_a_site_beside_two_rows_of_tiles_are_counted_on_the_dots(
    draft: Draft, person: Person
) -> None:
    sites = [
        point_at("lumbar_multifidus", Side.RIGHT, id=f"p{number}", number=number) for number in range(1, 8)
    ]
    draft(*sites, *(planned(one) for one in sites))
    more = person.find("more_findings")
    ask = person.root.findChild(QWidget, "site_ask")
    assert ask is not None
    person.until(lambda: more.text() == f"{len(ask.asked)}?")  # type: ignore[attr-defined]
    assert "about this site" in more.accessibleName()
    person.tap("more_findings")
    person.wait_for("site_ask_no")
    person.tap("site_ask_no")
    person.until(lambda: not person.sees("site_ask_no"))
    assert not more.text().endswith("?")  # type: ignore[attr-defined]


def test_the_depth_is_a_slider_that_says_its_value_and_takes_one(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    ruler = person.wait_for("depth_ruler")
    spoken = QAccessible.queryAccessibleInterface(ruler)
    assert spoken.role() is QAccessible.Role.Slider
    value = spoken.valueInterface()
    assert (value.currentValue(), value.minimumValue(), value.maximumValue()) == (25, 0, 50)
    value.setCurrentValue(32)
    settle(board, person)
    assert desk.stored(Needling, id="needle-one")[0].depth_mm == 32
    value.setCurrentValue(400)  # never beyond the needle
    settle(board, person)
    assert desk.stored(Needling, id="needle-one")[0].depth_mm == 50
    before = ruler.value()  # type: ignore[attr-defined]
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(ruler.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(ruler, wheel)
    assert ruler.value() == before  # type: ignore[attr-defined]


def test_a_cut_hint_is_unfolded_by_keyboard_and_folded_again(draft: Draft, person: Person) -> None:
    board = draft()
    board.window().resize(960, 530)
    hint = person.wait_for("hint")
    hint.set_lines(1)  # type: ignore[attr-defined]
    assert hint.is_cut  # type: ignore[attr-defined]
    unfold = person.wait_for("hint_unfold")
    assert QAccessible.queryAccessibleInterface(unfold).role() is QAccessible.Role.Button
    assert unfold.accessibleName() == "Memory aid: show all of it"
    unfold.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(unfold, Qt.Key.Key_Space)
    assert not hint.is_cut  # type: ignore[attr-defined]
    assert unfold.accessibleName() == "Memory aid: fold it"
    QTest.keyClick(unfold, Qt.Key.Key_Return)
    assert hint.is_cut  # type: ignore[attr-defined]
    person.tap("hint_unfold")
    assert not hint.is_cut  # type: ignore[attr-defined]
