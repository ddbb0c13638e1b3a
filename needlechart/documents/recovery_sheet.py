"""The recovery sheet: the key that opens the charts when every passphrase is lost, on paper."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from needlechart.documents import style
from needlechart.documents.canvas import new_canvas
from needlechart.documents.pagination import paginate
from needlechart.documents.strips import Strip, baseline, paragraph, rule_strip
from needlechart.documents.text import TextStyle, forget, one_line
from needlechart.domain.rules.time_words import long_date
from needlechart.domain.words import Paper

TITLE = "Recovery sheet"
KEY = TextStyle(17, 27, bold=True, colour=style.INK)
NUMBER = TextStyle(9, 27, colour=style.MUTED)
PER_ROW = 3
"""Groups in a row, as on the screen."""

SUBHEAD = TextStyle(12, 18, bold=True, colour=style.INK)
ADVICE = TextStyle(11, 16.5, colour=style.INK)

WHAT = (
    "This key opens the charts of this clinic when a passphrase is forgotten. With it you set a new"
    " passphrase; nothing in the charts is lost. Without this key and without any passphrase nobody can"
    " read the charts, neither you nor the makers of needlechart."
)
HOW = (
    "On the unlock screen choose “Use the recovery sheet” and type the groups below in their order, without"
    " the small numbers. Small and capital letters are the same; spaces and dashes do not matter. The key has"
    " no letter O, I or L: what looks like one is a zero or a one."
)
KEEP = (
    "Print it, then delete the file. Do not photograph it; do not store it in the cloud or on this laptop.",
    "Keep it where you keep the keys of the practice: a safe or a locked drawer, away from the laptop.",
    "Whoever has this sheet and the laptop can read every chart. If it is lost or copied, make a new key in"
    " Settings at once; the old one then opens only backups made before.",
    "When a new sheet is printed, destroy this one.",
)


def render_recovery_sheet(
    *, clinic: str, clinician: str, made: datetime, groups: tuple[str, ...], paper: Paper = Paper.LETTER
) -> bytes:
    """One page with the key in its groups; nothing of a patient is on it."""
    size = style.LETTER if paper is Paper.LETTER else style.A4
    canvas, buffer = new_canvas(size, title=f"needlechart {TITLE.lower()}", author=clinic, made=made)
    x = (size[0] - style.WIDTH) / 2
    top = size[1] - (size[1] - style.HEIGHT) / 2
    try:
        strips = _strips(clinic, clinician, made, groups)
        for placed in paginate(strips, style.FIRST_TOP, style.NEXT_TOP, style.BOTTOM):
            for one in placed:
                one.strip.draw(canvas, x, top - one.top)
            canvas.showPage()
    finally:
        forget()
    canvas.save()
    return buffer.getvalue()


def _strips(clinic: str, clinician: str, made: datetime, groups: tuple[str, ...]) -> list[Strip]:
    title = TextStyle(20, 27, bold=True, colour=style.INK)
    strips = _wide(TITLE, title)
    strips += _wide(f"needlechart · {clinic}", style.BODY_MUTED)
    strips.append(rule_strip(colour=style.ACCENT, weight=1.4, left=0, width=style.WIDTH, gap=10))
    strips += _wide(f"Made for {clinician}, {long_date(made.date())}", ADVICE, gap=14)
    strips += [*_heading("What it is for", 18), *_wide(WHAT, ADVICE)]
    strips += [*_heading("How to use it", 14), *_wide(HOW, ADVICE)]
    strips += [_key_box(groups), *_heading("How to keep it", 20)]
    for number, text in enumerate(KEEP, 1):
        strips += _wide(f"{number}.  {text}", ADVICE, gap=4)
    return strips


def _wide(text: str, text_style: TextStyle, gap: float = 2.0) -> list[Strip]:
    return paragraph(text, text_style, left=0, width=style.WIDTH, gap=gap)


def _heading(text: str, gap: float) -> list[Strip]:
    strips = paragraph(text, SUBHEAD, left=0, width=style.WIDTH, gap=gap)
    return [replace(strip, keep=True) for strip in strips]


def _key_box(groups: tuple[str, ...]) -> Strip:
    """The key in rows of whole groups, numbered as on the screen, which asks for some of them by number."""
    shown = [(one_line(str(number), NUMBER), one_line(group, KEY)) for number, group in enumerate(groups, 1)]
    beside = max(number.width for number, _ in shown) + 8
    cell = (style.WIDTH - 40) / PER_ROW
    height = -(-len(shown) // PER_ROW) * KEY.leading + 26

    def draw(canvas: Any, x: float, top: float) -> None:
        canvas.setStrokeColorRGB(*style.INK)
        canvas.setLineWidth(1.4)
        canvas.roundRect(x + 0.7, top - height, style.WIDTH - 1.4, height, 5, stroke=1, fill=0)
        for place, (number, line) in enumerate(shown):
            row, column = divmod(place, PER_ROW)
            left, base = x + 20 + column * cell, top - 13 - row * KEY.leading - baseline(KEY)
            number.draw(canvas, left, base)
            line.draw(canvas, left + beside, base)

    return Strip(height, draw, gap=18)
