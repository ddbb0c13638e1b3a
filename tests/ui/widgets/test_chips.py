"""Chips and the rows that hold them, with mouse and keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Chip, ChipRow, Choice, NumberStrip, StepStrip, WordScale
from tests.ui.conftest import key, tap

Show = Callable[..., QWidget]
TWITCH = [Choice("none", "None"), Choice("one", "1"), Choice("two", "2+"), Choice("strong", "Strong")]


@pytest.fixture
def row(theme: Theme) -> ChipRow:
    return ChipRow(TWITCH, label="Twitch")


def test_a_tap_chooses_one_and_says_so_once(row: ChipRow, show: Show, qtbot: QtBot) -> None:
    show(row)
    with qtbot.waitSignal(row.chosen, timeout=20_000) as heard:
        tap(row.chip("two"))
    assert heard.args == ["two"]
    tap(row.chip("one"))
    assert row.value() == "one"
    assert [row.chip(c.id).isChecked() for c in TWITCH] == [False, True, False, False]


def test_showing_a_value_is_silent(row: ChipRow, show: Show, qtbot: QtBot) -> None:
    show(row)
    with qtbot.assertNotEmitted(row.chosen), qtbot.assertNotEmitted(row.cleared):
        row.set_value("two")
        row.set_carried("one")
        row.set_before("none")
        row.set_value(None)


def test_tapping_the_chosen_again_changes_nothing(row: ChipRow, show: Show, qtbot: QtBot) -> None:
    show(row)
    row.set_value("two")
    with qtbot.assertNotEmitted(row.chosen), qtbot.assertNotEmitted(row.cleared):
        tap(row.chip("two"))
    assert row.value() == "two"


def test_carried_is_not_chosen_until_it_is_tapped(row: ChipRow, show: Show, qtbot: QtBot) -> None:
    show(row)
    row.set_carried("two")
    assert row.value() is None
    assert row.chip("two").carried
    assert "carried" in row.chip("two").accessibleDescription()
    with qtbot.waitSignal(row.chosen, timeout=20_000):
        tap(row.chip("two"))
    assert not row.chip("two").carried
    assert row.value() == "two"


def test_choosing_another_drops_the_carried_look(row: ChipRow, show: Show) -> None:
    show(row)
    row.set_carried("two")
    tap(row.chip("one"))
    assert not row.chip("two").carried


def test_arrows_move_and_space_chooses(row: ChipRow, show: Show) -> None:
    show(row)
    row.setFocus(Qt.FocusReason.TabFocusReason)
    assert row.chip("none").hasFocus()
    key(None, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert row.chip("two").hasFocus()
    assert row.value() is None
    key(None, Qt.Key.Key_Space)
    assert row.value() == "two"
    key(None, Qt.Key.Key_End)
    assert row.chip("strong").hasFocus()
    key(None, Qt.Key.Key_Right)
    assert row.chip("strong").hasFocus()
    key(None, Qt.Key.Key_Home, Qt.Key.Key_Left)
    assert row.chip("none").hasFocus()


def test_tab_goes_from_row_to_row_and_comes_to_the_chosen_chip(show: Show, theme: Theme) -> None:
    first, second = ChipRow(TWITCH), ChipRow(TWITCH)
    second.set_value("two")
    show(first, second)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Tab)
    assert second.chip("two").hasFocus()
    key(None, Qt.Key.Key_Backtab)
    assert first.chip("none").hasFocus()


def test_enter_is_left_to_the_screen(row: ChipRow, show: Show) -> None:
    show(row)
    row.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Return)
    assert row.value() is None


def test_a_value_that_is_not_allowed_says_why(show: Show, theme: Theme, qtbot: QtBot) -> None:
    row = ChipRow([Choice("off", "Off"), Choice("on", "E-stim", why_not="Pacemaker")])
    show(row)
    with qtbot.waitSignal(row.refused, timeout=20_000) as heard, qtbot.assertNotEmitted(row.chosen):
        tap(row.chip("on"))
    assert heard.args == ["on", "Pacemaker"]
    row.chip("on").setFocus()
    with qtbot.waitSignal(row.refused, timeout=20_000):
        key(None, Qt.Key.Key_Space)
    assert row.chip("on").accessibleDescription() == "Pacemaker"
    row.set_refusal("on", "")
    tap(row.chip("on"))
    assert row.value() == "on"


def test_nothing_new_and_single_findings_exclude_each_other(show: Show, theme: Theme) -> None:
    row = ChipRow(
        [Choice("none", "Nothing new", alone=True), Choice("a", "Fever"), Choice("b", "Fall")], multi=True
    )
    show(row)
    heard: list[tuple[str, str]] = []
    row.chosen.connect(lambda value: heard.append(("chosen", value)))
    row.cleared.connect(lambda value: heard.append(("cleared", value)))
    for value in ("a", "b", "none", "a", "a"):
        tap(row.chip(value))
    assert heard == [
        ("chosen", "a"),
        ("chosen", "b"),
        ("cleared", "a"),
        ("cleared", "b"),
        ("chosen", "none"),
        ("cleared", "none"),
        ("chosen", "a"),
        ("cleared", "a"),
    ]
    assert row.values() == frozenset()


def test_a_clearable_row_takes_its_value_back(show: Show, theme: Theme, qtbot: QtBot) -> None:
    row = ChipRow(TWITCH, clearable=True)
    show(row)
    row.set_value("one")
    with qtbot.waitSignal(row.cleared, timeout=20_000):
        tap(row.chip("one"))
    assert row.value() is None


def test_a_row_that_needs_a_value_stops_saying_so_when_it_has_one(row: ChipRow, show: Show) -> None:
    show(row)
    row.set_needs_value(True)
    assert row.chip("one").needs_value
    tap(row.chip("one"))
    assert not row.chip("two").needs_value


def test_row_shortcuts_choose_the_nth_chip(row: ChipRow, show: Show) -> None:
    show(row)
    row.choose_index(2)
    assert row.value() == "two"
    row.choose_index(9)
    assert row.value() == "two"


def test_new_choices_keep_a_value_that_is_still_there(row: ChipRow, show: Show) -> None:
    show(row)
    row.set_value("two")
    row.set_choices(TWITCH[1:])
    assert row.value() == "two"
    row.set_choices(TWITCH[:1])
    assert row.value() is None


@pytest.mark.parametrize("size", [100, 112, 125, 150])
def test_every_chip_is_a_target_of_44(row: ChipRow, show: Show, theme: Theme, size: int) -> None:
    theme.set_text_size(size)
    show(row, width=round(360 * size / 100))
    for choice in TWITCH:
        chip = row.chip(choice.id)
        assert chip.height() >= theme.px(44)
        assert chip.width() >= theme.px(44)


def test_wrapped_rows_grow_downwards_and_lose_no_chip(show: Show, theme: Theme) -> None:
    row = ChipRow([Choice(str(n), f"Finding number {n}") for n in range(9)], wrap=True)
    window = show(row, width=420, height=500)
    assert row.height() >= 3 * 44
    for n in range(9):
        chip = row.chip(str(n))
        assert row.rect().contains(chip.geometry())
    window.resize(1600, 500)
    assert len({row.chip(str(n)).y() for n in range(9)}) == 1


def test_a_screen_reader_hears_name_role_and_state(row: ChipRow, show: Show) -> None:
    show(row)
    row.set_value("two")
    spoken = QAccessible.queryAccessibleInterface(row.chip("two"))
    assert spoken.text(QAccessible.Text.Name) == "Twitch: 2+"
    assert spoken.role() is QAccessible.Role.RadioButton, "one of several"
    assert spoken.state().checked
    assert QAccessible.queryAccessibleInterface(row).text(QAccessible.Text.Name) == "Twitch"


def test_many_values_are_check_boxes_for_a_screen_reader(show: Show, theme: Theme) -> None:
    row = ChipRow(TWITCH, label="Seen", multi=True)
    show(row)
    spoken = QAccessible.queryAccessibleInterface(row.chip("two"))
    assert spoken.role() is QAccessible.Role.CheckBox


@pytest.mark.parametrize("multi", [False, True])
def test_what_assistive_technology_toggles_is_a_tap(
    show: Show, theme: Theme, qtbot: QtBot, multi: bool
) -> None:
    row = ChipRow(TWITCH, label="Twitch", multi=multi)
    show(row)
    row.set_value("one")
    acts = QAccessible.queryAccessibleInterface(row.chip("two")).actionInterface()
    with qtbot.waitSignal(row.chosen, timeout=20_000) as heard:
        acts.doAction("Toggle")
    assert heard.args == ["two"]
    assert row.values() == ({"one", "two"} if multi else {"two"})
    assert [chip.isChecked() for chip in map(row.chip, row.ids())].count(True) == len(row.values())


def test_words_of_a_person_are_shown_as_typed(show: Show, theme: Theme) -> None:
    row = ChipRow([Choice("x", "<b>a & b</b>")])
    show(row)
    assert row.chip("x").text() == "<b>a & b</b>"


def test_numbers_are_chosen_as_numbers(show: Show, theme: Theme, qtbot: QtBot) -> None:
    strip = NumberStrip(label="Pain now")
    show(strip)
    strip.set_before(6)
    assert strip.chip(6).before
    with qtbot.waitSignal(strip.chosen, timeout=20_000) as heard:
        tap(strip.chip(3))
    assert heard.args == [3]
    assert strip.value() == 3
    assert strip.chip(10).accessibleName() == "Pain now 10"


def test_ordered_words_mark_the_one_before(show: Show, theme: Theme) -> None:
    scale = WordScale([Choice(w.lower(), w) for w in ("Cannot", "Guarded", "Partial", "Full")])
    show(scale)
    scale.set_before("guarded")
    tap(scale.chip("full"))
    assert scale.value() == "full"
    assert scale.chip("guarded").before


@pytest.fixture
def strip(theme: Theme) -> StepStrip:
    return StepStrip(label="Hip internal rotation right", high=90)


def texts(strip: StepStrip) -> list[str]:
    return [chip.text() for chip in strip.chips()]


def test_steps_of_five_stand_around_the_value_before(strip: StepStrip, show: Show) -> None:
    show(strip)
    strip.set_before(22)
    assert texts(strip) == ["10°", "15°", "20°", "25°", "30°"]


@pytest.mark.parametrize(("before", "share"), [(21, 0.2), (22, 0.4), (23, -0.4), (24, -0.2)])
def test_the_bar_stands_between_the_steps_where_the_value_before_lies(
    strip: StepStrip, show: Show, qtbot: QtBot, before: int, share: float
) -> None:
    show(strip)
    strip.set_before(before)
    bar = strip.findChild(QWidget, "before_bar")
    assert isinstance(bar, QWidget)
    qtbot.waitUntil(bar.isVisible)
    nearest = 5 * round(before / 5)
    step = next(chip for chip in strip.chips() if chip.text() == f"{nearest}°")
    pitch = strip.chips()[1].x() - strip.chips()[0].x()
    qtbot.waitUntil(lambda: abs(bar.geometry().center().x() - step.geometry().center().x()) < pitch)
    assert bar.geometry().center().x() - step.geometry().center().x() == pytest.approx(share * pitch, abs=1.5)
    assert not any(chip.before for chip in strip.chips())
    strip.set_before(nearest)
    assert step.before
    assert not bar.isVisible()
    assert strip.accessibleDescription() == f"before {nearest}°"


def test_the_chosen_chip_shows_the_exact_value(strip: StepStrip, show: Show, qtbot: QtBot) -> None:
    show(strip)
    strip.set_before(35)
    tap(strip.chips()[2])
    assert strip.value() == 35
    with qtbot.waitSignal(strip.chosen, timeout=20_000) as heard:
        tap(strip.plus)
    assert heard.args == [36]
    assert texts(strip) == ["25°", "30°", "36°", "40°", "45°"]
    assert strip.chips()[2].isChecked()
    assert strip.chips()[2].before


def test_stepping_on_moves_to_the_next_chip(strip: StepStrip, show: Show) -> None:
    show(strip)
    strip.set_value(36)
    tap(strip.plus)
    assert strip.value() == 37
    tap(strip.plus)
    assert [chip.isChecked() for chip in strip.chips()].count(True) == 1
    assert "38°" in texts(strip)


def test_tapping_the_shown_value_changes_nothing(strip: StepStrip, show: Show, qtbot: QtBot) -> None:
    show(strip)
    strip.set_value(36)
    with qtbot.assertNotEmitted(strip.chosen):
        tap(next(chip for chip in strip.chips() if chip.isChecked()))
    assert strip.value() == 36


LED_ON = ["35°", "40°", "45°", "50°", "55°"]


def test_the_end_chips_stand_still_under_a_double_tap(strip: StepStrip, show: Show, qtbot: QtBot) -> None:
    show(strip)
    strip.set_before(35)
    last = strip.chips()[4]
    heard: list[int] = []
    strip.chosen.connect(heard.append)
    tap(last)
    QTest.mouseDClick(last, Qt.MouseButton.LeftButton)
    tap(last)
    strip.set_before(35)  # as a screen that shows its records again
    strip.set_value(45)
    assert heard == [45]
    assert texts(strip) == ["25°", "30°", "35°", "40°", "45°"]


def test_the_end_chips_lead_further_when_the_pointer_leaves(strip: StepStrip, show: Show) -> None:
    show(strip)
    strip.set_before(35)
    tap(strip.chips()[4])
    QApplication.sendEvent(strip, QEvent(QEvent.Type.Leave))
    assert (strip.value(), texts(strip)) == (45, LED_ON)


def test_the_end_chips_lead_further_when_the_keyboard_leaves(strip: StepStrip, show: Show) -> None:
    after = QPushButton("after")
    show(strip, after)
    strip.set_before(35)
    tap(strip.chips()[4])
    after.setFocus()
    assert (strip.value(), texts(strip)) == (45, LED_ON)


def test_the_end_chips_lead_further_after_a_pause(strip: StepStrip, show: Show, qtbot: QtBot) -> None:
    show(strip)
    strip.set_before(35)
    tap(strip.chips()[4])
    qtbot.waitUntil(lambda: texts(strip) == LED_ON, timeout=20_000)
    assert strip.value() == 45


def test_by_keyboard_the_chips_follow_at_once_with_the_keyboard_on_the_value(
    strip: StepStrip, show: Show
) -> None:
    show(strip)
    strip.set_before(35)
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert (strip.value(), texts(strip)) == (45, LED_ON)
    assert strip.chips()[2].hasFocus()
    key(None, Qt.Key.Key_Space)
    assert strip.value() == 45


def careful_strip(kind: str) -> tuple[QWidget, Callable[[], object], Callable[[], None]]:
    """A strip, its value, and a way to give it a value before."""
    if kind == "numbers":
        numbers = NumberStrip(label="Pain now", clearable=True)
        return numbers, numbers.value, lambda: numbers.set_before(6)
    if kind == "words":
        words = WordScale([Choice(str(n), w) for n, w in enumerate(("Cannot", "Guarded", "Full"))])
        return words, words.value, lambda: words.set_before("1")
    steps = StepStrip(label="Hip internal rotation right")
    return steps, steps.value, lambda: steps.set_before(30)


STRIPS = [("numbers", 6), ("words", "1"), ("steps", 30)]


@pytest.mark.parametrize(("kind", "before"), STRIPS)
def test_space_right_after_tab_chooses_nothing_nobody_looked_at(
    show: Show, theme: Theme, kind: str, before: object
) -> None:
    ahead = QPushButton("ahead")
    strip, value, _ = careful_strip(kind)
    show(ahead, strip)
    for _ in range(2):  # the second time as the first: what was looked at is forgotten with the keyboard
        ahead.setFocus(Qt.FocusReason.TabFocusReason)
        key(None, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert strip.isAncestorOf(focused)
        key(None, Qt.Key.Key_Space)
        assert value() is None
        assert QApplication.focusWidget() is focused
        key(None, Qt.Key.Key_Right)
    key(None, Qt.Key.Key_Space)
    assert value() is not None


@pytest.mark.parametrize(("kind", "before"), STRIPS)
def test_tab_comes_to_the_value_before_says_so_and_space_repeats_it(
    show: Show, theme: Theme, kind: str, before: object
) -> None:
    ahead = QPushButton("ahead")
    strip, value, give_before = careful_strip(kind)
    show(ahead, strip)
    give_before()
    ahead.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert isinstance(focused, Chip)
    assert focused.before
    assert focused.accessibleDescription() == "the value before"
    assert value() is None
    key(None, Qt.Key.Key_Space)
    assert value() == before
    assert focused.accessibleDescription() == ""  # now it is the value


def test_a_value_before_that_lies_between_two_chips_is_no_chip_to_repeat(
    strip: StepStrip, show: Show
) -> None:
    show(strip)
    strip.set_before(33)
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Space)
    assert strip.value() is None


def test_space_right_after_tab_clears_nothing(show: Show, theme: Theme) -> None:
    ahead = QPushButton("ahead")
    strip = NumberStrip(label="Pain now", clearable=True)
    show(ahead, strip)
    strip.set_before(6)
    strip.set_value(3)
    ahead.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Tab)
    assert strip.chip(3).hasFocus()
    key(None, Qt.Key.Key_Space)
    assert strip.value() == 3
    key(None, Qt.Key.Key_3, Qt.Key.Key_Space)
    assert strip.value() is None


def test_digits_move_to_their_number_and_space_chooses_it(show: Show, theme: Theme) -> None:
    strip = NumberStrip(label="Pain now")
    show(strip)
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_7)
    assert strip.chip(7).hasFocus()
    assert strip.value() is None
    key(None, Qt.Key.Key_Space)
    assert strip.value() == 7
    key(None, Qt.Key.Key_1, Qt.Key.Key_0, Qt.Key.Key_Space)
    assert strip.value() == 10


def test_after_a_tap_space_works_where_the_finger_was(show: Show, theme: Theme) -> None:
    strip = NumberStrip(label="Pain now", clearable=True)
    show(strip)
    tap(strip.chip(4))
    key(None, Qt.Key.Key_Space, Qt.Key.Key_Space)
    assert strip.value() == 4


def test_values_stay_in_their_range(strip: StepStrip, show: Show) -> None:
    show(strip)
    strip.set_value(90)
    tap(strip.plus)
    assert strip.value() == 90
    strip.set_value(0)
    tap(strip.minus)
    assert strip.value() == 0
    assert texts(strip)[0] == "0°"


def test_negative_values_carry_a_true_minus(show: Show, theme: Theme) -> None:
    strip = StepStrip(low=-20, high=40)
    show(strip)
    strip.set_value(-7)
    assert "−7°" in texts(strip)


def test_without_any_value_minus_starts_from_the_value_before(strip: StepStrip, show: Show) -> None:
    show(strip)
    strip.set_before(22)
    tap(strip.minus)
    assert strip.value() == 21


def test_a_strip_is_one_stop_for_tab(strip: StepStrip, show: Show) -> None:
    after = QPushButton("after")
    show(strip, after)
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    assert strip.chips()[2].hasFocus()
    key(None, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_a_chip_stands_in_no_line_alone_where_all_have_room_at_their_smallest(
    show: Show, theme: Theme
) -> None:
    words = ("Sitting", "Walking", "Sleep", "Intercourse", "Bladder", "Bowel")
    row = ChipRow([Choice(one, one) for one in words], label="Worse with", wrap=True)
    chips = [row.chip(one) for one in words]
    gaps = theme.px(8) * (len(chips) - 1)
    show(row)
    row.resize(sum(one.sizeHint().width() for one in chips) + gaps - 20, row.heightForWidth(10_000))
    QApplication.processEvents()
    assert len({one.y() for one in chips}) == 1
    assert all(one.width() >= one.minimumSizeHint().width() for one in chips)
    assert chips[-1].geometry().right() < row.width()

    row.resize(sum(one.minimumSizeHint().width() for one in chips) + gaps - 1, row.height())
    QApplication.processEvents()
    assert chips[-1].y() > chips[0].y()
