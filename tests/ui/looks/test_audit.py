"""The audit finds each fault it is there for; on a sound window it finds none."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from needlechart.ui.screens.parts import ScrollColumn
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ElidedLabel, IconButton, Text, TextField
from needlechart.ui.widgets.painting import BoxStyle, paint_box, paint_text
from tests.ui.looks.audit import Fault, contrast_faults, covered_faults, look_over

Build = Callable[[QWidget, QVBoxLayout], None]
Look = Callable[[Build], list[Fault]]


@pytest.fixture
def look(qtbot: QtBot, theme: Theme) -> Look:
    """The faults of a small window that a test fills."""

    def look(build: Build) -> list[Fault]:
        window = QWidget()
        qtbot.addWidget(window)
        box = QVBoxLayout(window)
        box.addWidget(Text("A whole line"))
        box.addWidget(Button("Sound"))
        build(window, box)
        box.addStretch(1)
        window.resize(400, 300)
        window.show()
        qtbot.waitExposed(window)
        return [*look_over(window), *covered_faults(window, window)]

    return look


def kinds(faults: list[Fault]) -> set[str]:
    return {fault.kind for fault in faults}


def test_a_sound_window_has_no_fault(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        box.addWidget(TextField(label="Name", placeholder="Name"))
        box.addWidget(Text("Words that take several lines because there are so many of them " * 2, wrap=True))

    assert look(build) == []


def test_a_label_too_narrow_for_its_words_is_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        label = Text("Words that need more room than this")
        label.setFixedWidth(80)
        box.addWidget(label)

    assert kinds(look(build)) == {"clipped"}


def test_a_paragraph_too_low_for_its_lines_is_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        label = Text("Words that take several lines because there are so many of them " * 3, wrap=True)
        label.setFixedHeight(24)
        box.addWidget(label)

    assert kinds(look(build)) == {"clipped"}


def test_a_button_that_cuts_its_words_is_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        button = Button("Take every needle out")
        button.setFixedWidth(90)
        box.addWidget(button)

    assert kinds(look(build)) == {"clipped"}


def test_an_example_in_a_field_too_narrow_for_it_is_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        field = TextField(label="Example", placeholder="An example that is much too long for it")
        field.setFixedWidth(140)
        box.addWidget(field)

    assert kinds(look(build)) == {"clipped"}


def test_two_buttons_over_each_other_are_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        for left in (20, 60):
            button = Button("Overlapping", window)
            button.setGeometry(left, 200, 120, 44)

    assert "overlap" in kinds(look(build))


def test_a_button_under_something_else_is_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        button = Button("Covered", window)
        button.setGeometry(20, 200, 120, 44)
        cover = QWidget(window)
        cover.setGeometry(0, 190, 200, 80)

    assert kinds(look(build)) == {"overlap"}


def test_a_text_written_over_another_is_found(look: Look) -> None:
    class Twice(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            painter, theme = QPainter(self), Theme.current()
            for left in (0, 10):
                room = QRectF(left, 0, 200, 30)
                paint_text(painter, room, "Written twice", theme.font("body"), theme.colour("ink"))

    def build(window: QWidget, box: QVBoxLayout) -> None:
        twice = Twice()
        twice.setFixedHeight(30)
        box.addWidget(twice)

    assert kinds(look(build)) == {"overlap"}


@pytest.mark.parametrize(("width", "height"), [(44, 40), (30, 44)])
def test_a_small_target_is_found(look: Look, width: int, height: int) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        button = IconButton("close", "Close")
        button.setFixedSize(width, height)
        box.addWidget(button)

    assert kinds(look(build)) == {"small"}


def test_a_button_that_reaches_out_of_its_place_is_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        place = QWidget()
        place.setFixedSize(200, 44)
        Button("Half of it is seen", place).setGeometry(QRect(100, 0, 180, 44))
        box.addWidget(place)

    assert "cut off" in kinds(look(build))


def test_a_column_wider_than_what_scrolls_it_is_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        area = QScrollArea()
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        line = QHBoxLayout(inside)
        for _ in range(8):
            line.addWidget(Button("Side by side"))
        area.setWidget(inside)
        box.addWidget(area)

    assert "cut off" in kinds(look(build))


def test_what_a_bar_scrolls_sideways_into_sight_is_looked_at_there_and_no_fault_itself(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        line = QHBoxLayout(inside)
        for number in range(8):
            button = Button(f"Side by side {number}")
            line.addWidget(button)
        button.setFixedWidth(60)
        area.setWidget(inside)
        box.addWidget(area)

    faults = look(build)
    assert kinds(faults) == {"clipped"}  # the last button, which only scrolling shows
    assert all("Side by side 7" in fault.where for fault in faults)


def test_what_can_be_scrolled_into_sight_is_no_fault(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        column = ScrollColumn()
        for number in range(20):
            column.box.addWidget(Button(f"Row {number}"))
        box.addWidget(column, 1)

    assert look(build) == []


def test_a_pale_text_is_found_where_it_is_painted_and_where_qt_paints_it(look: Look) -> None:
    class Pale(QWidget):
        def paintEvent(self, event: QPaintEvent) -> None:
            theme = Theme.current()
            painter = QPainter(self)
            painter.fillRect(self.rect(), theme.colour("surface"))
            paint_text(painter, QRectF(self.rect()), "Pale", theme.font("body"), theme.colour("line"))

    def build(window: QWidget, box: QVBoxLayout) -> None:
        pale = Pale()
        pale.setFixedHeight(30)
        box.addWidget(pale)
        box.addWidget(Text("Pale too", colour="line"))

    faults = look(build)
    assert kinds(faults) == {"pale"}
    assert len(faults) == 2


def test_an_outline_that_does_not_stand_off_is_found(look: Look) -> None:
    class Faint(Button):
        def paintEvent(self, event: QPaintEvent) -> None:
            style = BoxStyle(fill="surface", edge="line")
            paint_box(QPainter(self), self.theme, QRectF(self.rect()), style)

    def build(window: QWidget, box: QVBoxLayout) -> None:
        box.addWidget(Faint("Faint"))

    assert kinds(look(build)) == {"pale"}


def test_a_name_may_lose_its_end_where_the_whole_can_be_seen(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        name = ElidedLabel("Maximiliana-Josephine Exampleworth-Placeholder van der Sample", role="name")
        name.setFixedWidth(180)
        box.addWidget(name)

    assert look(build) == []


def test_a_control_without_a_name_is_found(look: Look) -> None:
    def build(window: QWidget, box: QVBoxLayout) -> None:
        box.addWidget(IconButton("close", ""))

    assert kinds(look(build)) == {"unspoken"}


def test_only_contrast_leaves_the_rest_alone(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    small = IconButton("close", "Close", window)
    small.setFixedSize(20, 20)
    window.show()
    qtbot.waitExposed(window)
    assert contrast_faults(window) == []
