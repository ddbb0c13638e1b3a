"""Lines of plain text broken at a width, 1.35 apart (bold 1.2); QLabel cannot without markup."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout, QTextOption

from needlechart.ui.plain_words import shown

LINE_HEIGHT = 1.35
HEADING_HEIGHT = 1.2


def line_step(font: QFont) -> float:
    """From one base line to the next, in whole logical pixels."""
    factor = HEADING_HEIGHT if font.bold() else LINE_HEIGHT
    return float(max(round(font.pixelSize() * factor), 1))


def broken(text: str, font: QFont, width: float, align: Qt.AlignmentFlag) -> Iterator[QTextLayout]:
    """One layout for each paragraph of the text, its lines placed under each other from 0."""
    option = QTextOption(align & Qt.AlignmentFlag.AlignHorizontal_Mask)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    for words in shown(text).split("\n"):
        layout = QTextLayout(words, font)
        layout.setTextOption(option)
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, count * line_step(font)))
            count += 1
        layout.endLayout()
        yield layout


def height_of(text: str, font: QFont, width: float) -> float:
    """What the text needs at this width."""
    lines = sum(layout.lineCount() for layout in broken(text, font, width, Qt.AlignmentFlag.AlignLeft))
    return max(lines, 1) * line_step(font)


def paint_paragraph(painter: QPainter, box: QRectF, text: str, font: QFont, align: Qt.AlignmentFlag) -> None:
    """Draw into the box with the painter's pen; at the top unless ``align`` says otherwise."""
    step = line_step(font)
    spare = box.height() - height_of(text, font, box.width())
    top = box.top() + (step - QFontMetricsF(font).height()) / 2
    if align & Qt.AlignmentFlag.AlignVCenter:
        top += max(spare, 0) / 2
    elif align & Qt.AlignmentFlag.AlignBottom:
        top += max(spare, 0)
    for layout in broken(text, font, box.width(), align):
        layout.draw(painter, QPointF(box.left(), top))
        top += layout.lineCount() * step
