"""Strips: the horizontal pieces pages are made of. Every length is in points.

A strip is never cut; `pages` puts strips on pages. What draws gets the canvas, the left edge of the
text block and the ``y`` of the strip's top (reportlab counts ``y`` upwards).
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from needlechart.documents import style
from needlechart.documents.text import Colour, Line, Span, TextStyle, lines_of

Drawing = Callable[[Any, float, float], None]


@dataclass(frozen=True, eq=False)
class Strip:
    """One piece of a page.

    ``gap`` is the space above, dropped at the top of a page; ``keep`` holds it to the next strip;
    ``head`` is repeated above it where it opens a page; ``continued`` takes its place there when its
    section began on an earlier page; ``letter`` is the section's, in the margin.
    """

    height: float
    draw: Drawing
    gap: float = 0.0
    keep: bool = False
    head: "Strip | None" = None
    continued: "Strip | None" = None
    letter: str = ""


def text_strip(line: Line, text_style: TextStyle, *, left: float, width: float, gap: float = 0.0) -> Strip:
    """One line of text; a right-to-left line ends at the right edge of its column."""

    def draw(canvas: Any, x: float, top: float) -> None:
        shift = width - line.width if line.backwards else 0.0
        line.draw(canvas, x + left + shift, top - baseline(text_style))

    return Strip(text_style.leading, draw, gap)


def baseline(text_style: TextStyle) -> float:
    """From the top of a line to its baseline."""
    return (text_style.leading - text_style.size) / 2 + text_style.size * 0.8


def paragraph(
    text: str | Sequence[Span],
    text_style: TextStyle = style.BODY,
    *,
    left: float = style.INDENT,
    width: float = style.COLUMN,
    gap: float = 0.0,
) -> list[Strip]:
    """A text broken to lines; its first two and last two lines stay together."""
    lines = lines_of(text, text_style, width)
    strips = [text_strip(line, text_style, left=left, width=width) for line in lines]
    strips[0] = replace(strips[0], gap=gap)
    for index in {0, len(strips) - 2}:
        if 0 <= index < len(strips) - 1:
            strips[index] = replace(strips[index], keep=True)
    return strips


def texts(text: str, text_style: TextStyle = style.BODY, *, gap: float = 2.2) -> list[Strip]:
    """Every line of a text as a paragraph of its own; empty lines leave a space."""
    strips: list[Strip] = []
    space = 0.0
    for line in text.split("\n"):
        if line.strip():
            strips += paragraph(line, text_style, gap=space if strips else 0.0)
            space = gap
        else:
            space = max(space, 0.0) + text_style.leading / 2
    return strips


_LABEL = re.compile(r"(?:^|(?<=\. ))[A-Z][A-Za-z -]{2,26}: ")


def labelled(text: str, *, bold: bool = False, gap: float = 2.2) -> list[Strip]:
    """Composed lines with their labels (``Consent: ``) set apart: muted, or bold at the start of a line."""
    strips: list[Strip] = []
    for line in text.split("\n"):
        if line.strip():
            strips += paragraph(_label_spans(line, bold=bold), gap=gap if strips else 0.0)
    return strips


def _label_spans(line: str, *, bold: bool) -> list[Span]:
    spans: list[Span] = []
    end = 0
    for found in _LABEL.finditer(line):
        if bold and found.start():
            break
        spans.append(Span(line[end : found.start()], colour=style.INK))
        spans.append(Span(found.group(), bold=bold, colour=style.INK if bold else style.MUTED))
        end = found.end()
    return [span for span in (*spans, Span(line[end:], colour=style.INK)) if span.text]


def heading(text: str, section: str = "", *, gap: float = 8.0) -> Strip:
    """A heading, held to what follows; at the top of a later page it says which section goes on."""
    first = _heading_line([Span(text, bold=True, colour=style.INK)], gap)
    if not section:
        return first
    spans = [Span(text, bold=True, colour=style.INK), Span(f" ({section} continued)", colour=style.MUTED)]
    return replace(first, continued=_heading_line(spans, gap))


def _heading_line(spans: Sequence[Span], gap: float) -> Strip:
    line = lines_of(spans, style.HEADING, style.COLUMN)[0]
    strip = text_strip(line, style.HEADING, left=style.INDENT, width=style.COLUMN, gap=gap)
    return replace(strip, keep=True)


def space(height: float) -> Strip:
    """An empty strip."""
    return Strip(height, lambda canvas, x, top: None)


def rule(canvas: Any, x: float, y: float, width: float, colour: Colour, weight: float) -> None:
    """A horizontal line."""
    red, green, blue = colour
    canvas._code.append(
        f"{red:.3g} {green:.3g} {blue:.3g} RG {weight:.3g} w {x:.2f} {y:.2f} m {x + width:.2f} {y:.2f} l S"
    )


def rule_strip(*, colour: Colour, weight: float, left: float, width: float, gap: float) -> Strip:
    """A line across the page."""
    return Strip(weight, lambda canvas, x, top: rule(canvas, x + left, top, width, colour, weight), gap)


def section(letter: str, strips: Iterable[Strip], *, gap: float = 9.0) -> list[Strip]:
    """Strips of one section: the letter stands beside the first of each page."""
    found = [replace(strip, letter=letter) for strip in strips]
    if found:
        found[0] = replace(found[0], gap=gap)
    return found
