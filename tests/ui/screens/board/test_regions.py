"""F6 goes through rail, map, panel and banner from wherever the keyboard is; the counter never grows."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from needlechart.domain.record import Record
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, Side, Step, Twitch
from tests import factories as make
from tests.ui.bodymap.stage import point_at
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.board.conftest import Draft, planned, settle
from tests.ui.screens.conftest import Person


def almost_done() -> list[Record]:
    """One repeated site whose needle is in and has its twitch; the pain is the last to be said."""
    point = point_at("adductor_longus", Side.RIGHT, number=1, id="one", carried_from="earlier")
    return [point, planned(point, state=NeedleState.IN, twitch=Twitch.ONE, insertions=1)]


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def f6(*, back: bool = False) -> QWidget:
    shift = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(focus(), Qt.Key.Key_F6, shift)
    return focus()


def test_the_counter_keeps_its_height_when_it_asks_how_many_came_out(draft: Draft, person: Person) -> None:
    board = draft(*almost_done())
    counter, tile = person.find("counter"), person.find("tile_1")
    height, place = counter.height(), tile.mapTo(board, QPoint()).y()
    person.tap("chip_pain_local")
    numbers = person.wait_for("count_numbers")
    person.until(lambda: numbers.height() >= 44)  # laid out
    assert counter.height() == height == 68
    assert tile.mapTo(board, QPoint()).y() == place
    inside = numbers.mapTo(counter, QPoint()).y()
    assert inside >= 0
    assert inside + numbers.height() <= counter.height(), "no number is cut"


def test_f6_into_the_panel_comes_to_the_count_when_it_is_asked_and_to_the_twitch_before(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft(*almost_done())
    board.stack.currentWidget().setFocus()
    f6()
    assert focus().objectName().startswith("chip_twitch_")
    person.tap("chip_pain_local")
    numbers = person.wait_for("count_numbers")
    person.until(lambda: numbers.height() >= 44)  # laid out
    board.stack.currentWidget().setFocus()
    f6()
    assert numbers.isAncestorOf(focus())
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    QTest.keyClick(focus(), Qt.Key.Key_Space)
    settle(board, person)
    (kept,) = desk.stored(Visit, id=make.VISIT)
    assert kept.needles_out in (0, 1)


def test_f6_goes_on_from_the_part_that_has_the_keyboard(draft: Draft, person: Person) -> None:
    board = draft(*almost_done())
    person.find("chip_pain_local").setFocus(Qt.FocusReason.TabFocusReason)
    assert board.banner.isAncestorOf(f6()), "the panel is left for the banner"
    assert board.rail.isAncestorOf(f6())
    assert focus() is not None
    f6()
    assert board.stack.currentWidget().isAncestorOf(focus())
    assert board.rail.isAncestorOf(f6(back=True))


def test_after_turning_to_review_f6_comes_to_its_first_part(draft: Draft, person: Person) -> None:
    board = draft(*almost_done())
    QTest.keyClick(focus(), Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: board.current is Step.REVIEW)
    review = board.stack.currentWidget()
    pages, side = review.regions()  # type: ignore[attr-defined]
    f6()
    assert pages.isAncestorOf(focus())
    f6()
    assert side.isAncestorOf(focus())
    assert pages.isAncestorOf(f6(back=True))
