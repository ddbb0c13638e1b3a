"""Small drawn signs: side badges and circled site numbers; all of them also carry a letter or number."""

from functools import partial
from typing import Any

from needlechart.documents import style
from needlechart.documents.table import Cell, Mark
from needlechart.documents.text import TextStyle, one_line
from needlechart.domain.words import Side

BADGE_SIZE = 12.2
CIRCLE = 7.0


def badge(canvas: Any, x: float, y: float, side: Side) -> None:
    """R filled, L outlined; (x, y) is the left end of the baseline of the text beside it."""
    filled = side is Side.RIGHT
    canvas.setLineWidth(1.0)
    canvas.setStrokeColorRGB(*style.INK)
    canvas.setFillColorRGB(*(style.INK if filled else style.PAPER))
    canvas.roundRect(x + 0.5, y - 2.9, BADGE_SIZE - 1, BADGE_SIZE - 1, 2.6, stroke=1, fill=1)
    colour = style.PAPER if filled else style.INK
    line = one_line("R" if filled else "L", TextStyle(8.2, 11, bold=True, colour=colour))
    line.draw(canvas, x + (BADGE_SIZE - line.width) / 2, y - 0.2)


def circled(canvas: Any, x: float, y: float, label: str) -> None:
    """A site's number in a circle; (x, y) is the left end of the baseline of its row."""
    line = one_line(label, TextStyle(8.2 if len(label) < 3 else 7.0, 11, bold=True, colour=style.INK))
    canvas.setLineWidth(1.1)
    canvas.setStrokeColorRGB(*style.INK)
    canvas.setFillColorRGB(*style.PAPER)
    canvas.circle(x + CIRCLE, y + 3.1, CIRCLE - 0.5, stroke=1, fill=1)
    line.draw(canvas, x + CIRCLE - line.width / 2, y + 0.1)


def side_cell(side: Side, words: str) -> Cell:
    """The side as a badge and in words; only the word where there is no one side."""
    if side in (Side.RIGHT, Side.LEFT):
        mark: Mark = partial(_badge_mark, side=side)
        return Cell(words, mark=mark, mark_width=BADGE_SIZE + 3.5)
    return Cell(words)


def _badge_mark(canvas: Any, x: float, y: float, side: Side) -> None:
    badge(canvas, x, y, side)


def site_cell(label: str) -> Cell:
    """A circled site number."""
    mark: Mark = partial(_circle_mark, label=label)
    return Cell(mark=mark, mark_width=2 * CIRCLE)


def _circle_mark(canvas: Any, x: float, y: float, label: str) -> None:
    circled(canvas, x, y, label)
