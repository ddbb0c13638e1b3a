"""Boxes are drawn once and kept: what is shown is what drawing would have shown."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.painting import BoxStyle, _draw_box, paint_box, text_width

styles = st.builds(
    BoxStyle,
    fill=st.sampled_from(["", "surface", "accent", "danger_soft"]),
    edge=st.sampled_from(["", "line", "accent"]),
    width=st.sampled_from([1.0, 1.4, 2.0]),
    dashed=st.booleans(),
)


def picture(ratio: float) -> QImage:
    image = QImage(round(140 * ratio), round(90 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.lightGray)
    return image


@given(
    style=styles,
    place=st.tuples(st.integers(0, 20), st.integers(0, 20)),
    size=st.tuples(st.floats(8, 110), st.floats(8, 60)),
    radius=st.sampled_from([0.0, 4.0, 9.5]),
    ratio=st.sampled_from([1.0, 1.25, 1.5, 2.0]),
    aside=st.sampled_from([0.0, 0.5]),
)
def test_a_kept_box_looks_as_if_it_were_drawn(
    qapp: QApplication,
    style: BoxStyle,
    place: tuple[int, int],
    size: tuple[float, float],
    radius: float,
    ratio: float,
    aside: float,
) -> None:
    theme, box = Theme.current(), QRectF(place[0] + aside, place[1], *size)
    wanted, again = picture(ratio), []
    painter = QPainter(wanted)
    _draw_box(painter, theme, box, style, radius)
    painter.end()
    for _ in range(2):  # the second comes from what was kept
        image = picture(ratio)
        painter = QPainter(image)
        paint_box(painter, theme, box, style, radius)
        painter.end()
        again.append(image)

    for image in again:
        for y in range(image.height()):
            rows = zip(bytes(wanted.constScanLine(y)), bytes(image.constScanLine(y)), strict=True)
            assert all(abs(one - two) <= 2 for one, two in rows), y


def test_a_kept_width_is_that_of_its_font(qapp: QApplication) -> None:
    theme = Theme.current()
    body, strong = (text_width(theme.font(role), "Gluteus medius") for role in ("body", "section"))
    assert body == text_width(theme.font("body"), "Gluteus medius")
    assert body < strong
