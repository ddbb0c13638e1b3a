"""Sizes, colours and places of every document, in points; ``y`` of a place counts down from the block's top.

The text block is 180 mm wide and as high as Letter paper, so pages break at the same places on A4.
Everything reads in black and white: no colour is the only carrier of a meaning.
"""

from needlechart.documents.text import Colour, TextStyle

MM = 72 / 25.4

LETTER = (612.0, 792.0)
A4 = (595.2756, 841.8898)

WIDTH = 180 * MM
HEIGHT = LETTER[1]
INDENT = 24.3
"""From the block's edge, where the section letters stand, to the text."""
COLUMN = WIDTH - INDENT
BOTTOM = 744.0
"""Nothing but the foot stands below."""
FIRST_TOP = 39.0
NEXT_TOP = 66.0
FOOT_RULE = 752.8
FOOT_LINE = 766.2


def rgb(text: str) -> Colour:
    """Colour from ``#RRGGBB``."""
    red, green, blue = (round(int(text[i : i + 2], 16) / 255, 3) for i in (1, 3, 5))
    return red, green, blue


INK = rgb("#111111")
MUTED = rgb("#4A5356")
ACCENT = rgb("#0B5A61")
HAIRLINE = rgb("#C9C9C9")
PAPER = rgb("#FFFFFF")
WATERMARK = rgb("#E4E4E4")

BODY = TextStyle(9.5, 13.4, colour=INK)
BODY_BOLD = TextStyle(9.5, 13.4, bold=True, colour=INK)
BODY_MUTED = TextStyle(9.5, 13.4, colour=MUTED)
HEADING = TextStyle(9.5, 13.4, bold=True, colour=INK)
TABLE = TextStyle(9.2, 12.4, colour=INK)
TABLE_BOLD = TextStyle(9.2, 12.4, bold=True, colour=INK)
TABLE_MUTED = TextStyle(9.2, 12.4, colour=MUTED)
TABLE_HEAD = TextStyle(8.4, 10.8, bold=True, colour=INK)
SMALL = TextStyle(8.6, 11.8, colour=INK)
SMALL_BOLD = TextStyle(8.6, 11.8, bold=True, colour=INK)
SMALL_MUTED = TextStyle(8.6, 11.8, colour=MUTED)
LABEL = TextStyle(8.4, 11.0, colour=MUTED)
FOOT = TextStyle(8.2, 11.0, colour=MUTED)
BADGE = TextStyle(8.2, 11.0, bold=True, colour=INK)
LETTER_MARK = TextStyle(16, 18, bold=True, colour=ACCENT)
TITLE = TextStyle(13, 16, bold=True, colour=INK)
SUBTITLE = TextStyle(8.8, 12, colour=MUTED)
RUNNING = TextStyle(10, 13, bold=True, colour=INK)
SIGNATURE = TextStyle(11, 15, bold=True, colour=INK)
CODE = TextStyle(10.4, 15, bold=True, colour=INK)
