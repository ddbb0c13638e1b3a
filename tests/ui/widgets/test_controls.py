"""Buttons, switch, ruler, timer, tiles, rail and the focus ring, with mouse and keyboard."""

import gc
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.screens.parts import ScrollColumn
from needlechart.ui.theme import Theme, ThemeChoice
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Chip,
    DepthRuler,
    DwellState,
    DwellTimer,
    IconButton,
    RailStep,
    Segment,
    SegmentedSwitch,
    SiteState,
    StepState,
    Tile,
    TileFace,
)
from needlechart.ui.widgets.fitting import FittingRow
from needlechart.ui.widgets.focus import FocusRing
from tests.ui.conftest import key, tap

Show = Callable[..., QWidget]


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def rings(window: QWidget) -> list[FocusRing]:
    return [ring for ring in window.findChildren(FocusRing) if ring.isVisible()]


@pytest.mark.parametrize("pressed", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_button_answers_to_mouse_and_keyboard(
    show: Show, theme: Theme, qtbot: QtBot, pressed: Qt.Key
) -> None:
    button = Button("Unlock", kind=ButtonKind.PRIMARY)
    show(button)
    with qtbot.waitSignal(button.clicked, timeout=20_000):
        tap(button)
    button.setFocus()
    with qtbot.waitSignal(button.clicked, timeout=20_000):
        key(None, pressed)


def test_a_button_that_is_not_ready_lists_why_and_does_nothing(
    show: Show, theme: Theme, qtbot: QtBot
) -> None:
    button = Button("Sign now")
    button.set_not_ready(["Consent is missing", "1 needle is still in"])
    show(button)
    with qtbot.waitSignal(button.refused, timeout=20_000) as heard, qtbot.assertNotEmitted(button.clicked):
        tap(button)
    assert heard.args == ["Consent is missing\n1 needle is still in"]
    button.setFocus()
    with qtbot.waitSignal(button.refused, timeout=20_000), qtbot.assertNotEmitted(button.clicked):
        key(None, Qt.Key.Key_Return)
    button.set_not_ready([])
    with qtbot.waitSignal(button.clicked, timeout=20_000):
        tap(button)


def test_sliding_off_a_button_cancels(show: Show, theme: Theme, qtbot: QtBot) -> None:
    button = Button("Delete", kind=ButtonKind.DANGER)
    button.set_not_ready(["Signed"])
    show(button)
    with qtbot.assertNotEmitted(button.refused):
        QTest.mousePress(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
        QTest.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))


@pytest.mark.parametrize("size", [100, 112, 125, 150])
@pytest.mark.parametrize("kind", list(ButtonKind))
def test_words_of_a_button_are_never_cut(theme: Theme, show: Show, size: int, kind: ButtonKind) -> None:
    theme.set_text_size(size)
    button = Button("Use the recovery sheet", kind=kind, icon="key")
    assert button.sizeHint().height() >= theme.px(44)
    room = button.sizeHint().width() - button._text_width(button._role()) - theme.px(28)
    assert room >= (0 if kind is ButtonKind.LINK else 12)


def test_an_icon_button_has_a_name_and_44_pixels(theme: Theme, show: Show) -> None:
    button = IconButton("undo", "Undo", outlined=True)
    show(button)
    assert button.accessibleName() == "Undo"
    assert (button.width(), button.height()) == (44, 44)


@pytest.mark.parametrize("choice", [ThemeChoice.DARK, ThemeChoice.HIGH_CONTRAST])
def test_another_theme_repaints(theme: Theme, show: Show, choice: ThemeChoice) -> None:
    chip = Chip("2+")
    show(chip)
    light = picture(chip)
    theme.set_choice(choice)
    assert picture(chip) != light


def test_states_are_told_apart_without_colour(theme: Theme, show: Show) -> None:
    """Grey pictures of the states differ: fill, weight, edge or bar."""
    chips = [Chip("2+") for _ in range(6)]
    chips[1].setChecked(True)
    chips[2].set_carried(True)
    chips[3].set_before(True)
    chips[4].set_refusal("no")
    chips[5].set_needs_value(True)
    show(*chips)
    grey = [picture(chip).convertToFormat(QImage.Format.Format_Grayscale8) for chip in chips]
    assert all(grey[i] != grey[j] for i in range(6) for j in range(i))


def test_the_ring_follows_the_keyboard_not_the_mouse(theme: Theme, show: Show) -> None:
    one, two = Chip("1"), Chip("2")
    window = show(one, two)
    tap(one)
    assert rings(window) == []
    key(None, Qt.Key.Key_Tab)
    assert two.hasFocus()
    (ring,) = rings(window)
    assert ring.geometry() == two.geometry().adjusted(-5, -5, 5, 5)
    key(None, Qt.Key.Key_Backtab)
    (ring,) = rings(window)
    assert ring.geometry() == one.geometry().adjusted(-5, -5, 5, 5)


def test_the_ring_moves_hides_and_ends_with_its_widget(theme: Theme, show: Show, qtbot: QtBot) -> None:
    one, two = Chip("1"), Chip("2")
    window = show(one, two)
    two.setFocus(Qt.FocusReason.TabFocusReason)
    two.move(200, 150)
    (ring,) = rings(window)
    assert ring.geometry() == two.geometry().adjusted(-5, -5, 5, 5)
    two.hide()
    assert not ring.isVisible()
    two.show()
    two.setFocus(Qt.FocusReason.TabFocusReason)
    two.deleteLater()
    qtbot.waitUntil(lambda: len(window.findChildren(FocusRing)) <= 1)
    assert not any(ring.follows(two) for ring in window.findChildren(FocusRing))


def test_the_ring_scrolls_with_its_widget(theme: Theme, show: Show) -> None:
    area, inner = QScrollArea(), QWidget()
    box = QVBoxLayout(inner)
    chips = [Chip(str(n)) for n in range(20)]
    for chip in chips:
        box.addWidget(chip)
    area.setWidget(inner)
    show(area, height=300)
    chips[12].setFocus(Qt.FocusReason.TabFocusReason)
    (ring,) = rings(inner)
    assert ring.parentWidget() is inner
    assert ring.geometry() == chips[12].geometry().adjusted(-5, -5, 5, 5)


def test_a_window_with_the_keyboard_in_it_can_be_thrown_away(theme: Theme, qtbot: QtBot) -> None:
    """Also when only a child of it is still known to Python."""

    def leave_a_chip() -> Chip:
        window = QWidget()
        chip = Chip("x", window)
        window.show()
        qtbot.waitUntil(window.isActiveWindow)
        chip.setFocus(Qt.FocusReason.TabFocusReason)
        return chip

    chip = leave_a_chip()
    QApplication.processEvents()
    del chip
    gc.collect()
    QApplication.processEvents()


@pytest.fixture
def switch(theme: Theme) -> SegmentedSwitch:
    views = [Segment("front", "Front"), Segment("back", "Back"), Segment("pelvic", "Pelvic floor")]
    return SegmentedSwitch(views, label="View")


def test_a_switch_tells_the_view_once(switch: SegmentedSwitch, show: Show, qtbot: QtBot) -> None:
    show(switch)
    switch.set_value("front")
    with qtbot.waitSignal(switch.chosen, timeout=20_000) as heard:
        tap(switch.segment("back"))
    assert heard.args == ["back"]
    with qtbot.assertNotEmitted(switch.chosen):
        tap(switch.segment("back"))
        switch.set_value("front")
    assert switch.value() == "front"


def test_a_switch_is_worked_by_keys_and_says_its_counts(switch: SegmentedSwitch, show: Show) -> None:
    show(switch)
    switch.set_value("front")
    switch.set_counts({"front": 2, "back": 3})
    assert switch.segment("back").accessibleName() == "Back, 3"
    assert switch.segment("pelvic").accessibleName() == "Pelvic floor"
    switch.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert switch.value() == "back"
    assert switch.height() == 44


def test_a_view_that_is_not_open_says_why(switch: SegmentedSwitch, show: Show, qtbot: QtBot) -> None:
    show(switch)
    switch.set_refusal("pelvic", "Needs its own consent")
    with qtbot.waitSignal(switch.segment("pelvic").refused, timeout=20_000):
        tap(switch.segment("pelvic"))
    assert switch.value() is None


@pytest.fixture
def depth(theme: Theme) -> DepthRuler:
    return DepthRuler(length=50)


def at(depth: DepthRuler, millimetres: float) -> QPoint:
    return QPoint(round(depth.ruler.position_of(millimetres)), 20)


def test_a_tap_on_the_ruler_takes_the_nearest_five(depth: DepthRuler, show: Show, qtbot: QtBot) -> None:
    show(depth, width=400)
    with qtbot.waitSignal(depth.chosen, timeout=20_000) as heard:
        tap(depth.ruler, at(depth, 26))
    assert heard.args == [25]
    assert depth.value() == 25


def test_a_drag_takes_each_millimetre(depth: DepthRuler, show: Show) -> None:
    show(depth, width=400)
    heard: list[int] = []
    depth.chosen.connect(heard.append)
    QTest.mousePress(depth.ruler, Qt.MouseButton.LeftButton, pos=at(depth, 10))
    QTest.mouseMove(depth.ruler, at(depth, 20))
    QTest.mouseMove(depth.ruler, at(depth, 33))
    QTest.mouseRelease(depth.ruler, Qt.MouseButton.LeftButton, pos=at(depth, 33))
    assert heard == [33]


def test_depth_never_exceeds_the_needle_nor_falls_to_nothing(depth: DepthRuler, show: Show) -> None:
    show(depth, width=400)
    tap(depth.ruler, QPoint(depth.ruler.width() - 1, 20))
    assert depth.value() == 50
    tap(depth.plus)
    assert depth.value() == 50
    tap(depth.ruler, QPoint(0, 20))
    assert depth.value() == 1
    tap(depth.minus)
    assert depth.value() == 1


def test_the_ruler_answers_to_keys(depth: DepthRuler, show: Show) -> None:
    show(depth, width=400)
    depth.set_value(25)
    depth.setFocus(Qt.FocusReason.TabFocusReason)
    key(None, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageUp)
    assert depth.value() == 31
    assert depth.ruler.accessibleDescription() == "31 mm, needle 50 mm"


def test_a_carried_depth_becomes_fact_by_its_own_tap(depth: DepthRuler, show: Show, qtbot: QtBot) -> None:
    show(depth, width=400)
    depth.set_value(25, carried=True)
    assert "carried" in depth.ruler.accessibleDescription()
    with qtbot.waitSignal(depth.chosen, timeout=20_000) as heard:
        tap(depth.ruler, at(depth, 25))
    assert heard.args == [25]


def test_a_shorter_needle_keeps_the_charted_depth(depth: DepthRuler, show: Show) -> None:
    show(depth, width=400)
    depth.set_value(45)
    depth.set_length(40)
    assert depth.value() == 45


def test_the_timer_says_each_of_its_states(theme: Theme, show: Show) -> None:
    timer = DwellTimer(planned=300)
    show(timer)
    assert timer.accessibleName() == "Dwell 5:00"
    timer.set_running(108, 300)
    assert (timer.state, timer.accessibleName()) == (DwellState.RUNNING, "Dwell 1:48 of 5:00")
    timer.set_running(320, 300)
    assert (timer.state, timer.accessibleName()) == (DwellState.TIME_IS_UP, "Dwell 5:20 time is up")
    timer.set_recorded(304)
    assert timer.accessibleName() == "Dwell 5:04 recorded"
    timer.set_running(4000, 0)
    assert timer.state is DwellState.RUNNING


def test_a_tile_says_side_and_state_and_can_be_tapped(theme: Theme, show: Show, qtbot: QtBot) -> None:
    tile = Tile(TileFace("4", "right", SiteState.IN, twitch=2))
    show(tile)
    assert tile.accessibleName() == "Site 4, patient's right, in"
    with qtbot.waitSignal(tile.clicked, timeout=20_000):
        tap(tile)
    assert not tile.isChecked()
    tile.set_selected(True)
    assert tile.isChecked()


def test_tiles_of_each_life_and_side_look_different(theme: Theme, show: Show) -> None:
    faces = [TileFace("4", side, state) for side in ("right", "left") for state in SiteState]
    tiles = [Tile(face) for face in faces]
    show(*tiles)
    grey = [picture(tile).convertToFormat(QImage.Format.Format_Grayscale8) for tile in tiles]
    assert all(grey[i] != grey[j] for i in range(len(grey)) for j in range(i))


@pytest.mark.parametrize("compact", [False, True])
def test_a_rail_step_says_number_state_and_status(
    theme: Theme, show: Show, compact: bool, qtbot: QtBot
) -> None:
    step = RailStep(3, "Needling", compact=compact)
    step.set_state(StepState.PART, "4 of 6 sites")
    step.set_current(True)
    show(step)
    assert step.accessibleName() == "Step 3, Needling, part done, 4 of 6 sites, current"
    assert step.height() == 60
    with qtbot.waitSignal(step.clicked, timeout=20_000):
        tap(step)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_widgets_paint_at_every_device_ratio(theme: Theme, show: Show, ratio: float) -> None:
    tile = Tile(TileFace("10", "left", SiteState.OUT, twitch=3, alert=True))
    show(tile)
    pixmap = QPixmap(round(tile.width() * ratio), round(tile.height() * ratio))
    pixmap.setDevicePixelRatio(ratio)
    tile.render(pixmap)
    assert not pixmap.toImage().isNull()


def test_a_switch_is_round_at_the_first_part_that_is_shown(switch: SegmentedSwitch, show: Show) -> None:
    switch.segment("front").hide()
    show(switch)
    second = switch.segment("back")
    corner = second.mapTo(switch, QPoint(1, 1))
    before = picture(switch).pixelColor(corner)

    tap(second)

    assert second.x() == 0
    assert picture(switch).pixelColor(corner) == before


def test_a_row_that_was_once_too_narrow_stands_side_by_side_again_where_there_is_room(
    qtbot: QtBot, theme: Theme
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    line, acts = FittingRow(window), FittingRow()
    first, second = Button("Letter", window), Button("Save as a PDF", window)
    line.addStretch(1)
    line.addLayout(acts)
    for button in (first, second):
        acts.addWidget(button)
    window.resize(60, 300)
    window.show()
    qtbot.waitUntil(lambda: second.y() > first.y())
    window.resize(700, 300)
    qtbot.waitUntil(lambda: second.y() == first.y() and second.x() > first.x())


def test_the_ring_around_what_fills_its_list_from_edge_to_edge_is_seen_whole(
    show: Show, theme: Theme, qtbot: QtBot
) -> None:
    column = ScrollColumn(gap=0, edges=(0, 0, 0, 0))
    row = Button("Visit 5")
    column.box.addWidget(row)
    column.box.addStretch(1)
    show(column)
    row.setFocus(Qt.FocusReason.TabFocusReason)
    (ring,) = rings(column.window())
    assert ring.visibleRegion().boundingRect() == ring.rect()
