"""Broken lines: nothing is lost, nothing is wider than its place."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from needlechart.ui.plain_words import shown
from needlechart.ui.theme import Theme
from needlechart.ui.widgets.paragraph import broken, height_of, line_step, paint_paragraph

LEFT = Qt.AlignmentFlag.AlignLeft
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=120)


@given(text=WORDS, width=st.integers(60, 600))
def test_every_character_stands_in_a_line_that_fits(qapp: QApplication, text: str, width: int) -> None:
    font = Theme.current().font("body")
    paragraphs = shown(text).split("\n")  # what cannot be seen stands there as its code
    for paragraph, layout in zip(paragraphs, broken(text, font, width, LEFT), strict=True):
        lines = [layout.lineAt(index) for index in range(layout.lineCount())]
        laid = "".join(paragraph[line.textStart() :][: line.textLength()] for line in lines)
        assert laid == paragraph
        assert all(line.naturalTextWidth() <= width + 1 for line in lines)


def test_narrower_is_never_lower(qapp: QApplication) -> None:
    font = Theme.current().font("body")
    text = "Your last 4 taps are held in memory, not on disk. Free some space, then tap Try again."
    heights = [height_of(text, font, width) for width in range(600, 60, -20)]
    assert heights == sorted(heights)
    assert heights[0] == line_step(font) == 20


def test_a_blank_text_keeps_one_line(qapp: QApplication) -> None:
    font = Theme.current().font("label")
    assert height_of("", font, 100) == line_step(font)
    assert height_of("a\n\nb", font, 100) == 3 * line_step(font)


def test_what_is_drawn_stays_in_its_box(qapp: QApplication) -> None:
    font = Theme.current().font("body")
    text = "gypsy jug Åg " * 6
    height = height_of(text, font, 150)
    image = QImage(150, round(height) + 40, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_paragraph(painter, QRectF(0, 20, 150, height), text, font, LEFT)
    painter.end()
    outside = [*range(18), *range(round(height) + 22, round(height) + 40)]
    assert all(image.pixelColor(x, y) == Qt.GlobalColor.white for y in outside for x in range(150))
