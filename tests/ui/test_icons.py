"""Icons are whole, stay inside their grid and are sharp at each device ratio."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from needlechart.ui.icons import (
    GRID,
    STROKE,
    icon,
    icon_names,
    icon_pixmap,
    parse_path,
    parse_shape,
    shapes_of,
)

NEEDED = [
    "back",
    "search",
    "plus",
    "minus",
    "undo",
    "redo",
    "lock",
    "settings",
    "warning",
    "check",
    "chevron_right",
    "chevron_down",
    "close",
    "eye",
    "eye_off",
    "printer",
    "download",
    "pencil",
    "trash",
    "refresh",
    "fit",
    "person",
    "phone",
    "disk",
    "timer",
    "more",
    "pin",
    "document",
    "needle",
    "calendar",
    "list",
    "play",
]


def test_every_icon_the_screens_need_is_there() -> None:
    assert set(NEEDED) <= set(icon_names())


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_stays_inside_its_grid(name: str) -> None:
    for shape in shapes_of(name):
        reach = 0 if shape.filled else STROKE * shape.width / 2
        box = shape.path.boundingRect().adjusted(-reach, -reach, reach, reach)
        assert box.left() >= 0
        assert box.top() >= 0
        assert box.right() <= GRID
        assert box.bottom() <= GRID


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", NEEDED)
def test_an_icon_paints_in_its_colour(qapp: QApplication, name: str, ratio: float) -> None:
    pixmap = icon_pixmap(name, "#B4470B", 24, ratio)
    image = pixmap.toImage()
    assert image.size() == QSize(round(24 * ratio), round(24 * ratio))
    inked = {
        QColor(image.pixelColor(x, y)).getRgb()[:3]
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    wanted = QColor("#B4470B").getRgb()[:3]  # each channel within the rounding of premultiplied alpha
    assert all(abs(one - other) <= 2 for rgb in inked for one, other in zip(rgb, wanted, strict=True))
    assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


def test_icons_for_menus_come_in_any_size(qapp: QApplication) -> None:
    assert not icon("trash", "#000000").pixmap(QSize(20, 20)).isNull()
    assert len(icon("trash", "#000000", 20).availableSizes()) >= 1
    with pytest.raises(KeyError):
        icon("unicorn", "#000000")


NUMBERS = st.integers(-50, 50)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_written_line_is_the_line_that_is_drawn(x: int, y: int, to_x: int, to_y: int) -> None:
    path = parse_path(f"M{x} {y} L{to_x} {to_y}")
    end = path.currentPosition()
    assert (end.x(), end.y()) == (to_x, to_y)


@pytest.mark.parametrize(
    "text", ["M1", "M1 2 Q3 4 5 6", "L L", "circle 1 2", "rect 1 2 3", "hello", "M 1 2 L3"]
)
def test_a_spoilt_description_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        parse_shape(text)
