"""One page of the picture sheet: title, review mark, the body, labels with leader lines, room to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from needlechart.atlas.drawing import drawing
from needlechart.atlas.reviews import Review
from needlechart.atlas.style import BodyColours
from needlechart.atlas.types import Plate, Point
from needlechart.documents import style
from needlechart.documents.body_map import SIDES
from needlechart.documents.leaders import Label, column
from needlechart.documents.map_ink import Ink, badge
from needlechart.documents.text import TextStyle, fitting_line, one_line

MARGIN = 30.0
HEAD = 44.0
FOOT = 62.0
"""Heights in points of the strips above and below the body."""
_SIDES = 16.0
"""Height in points of the side badges with their room."""

TITLE = TextStyle(17, 22, bold=True, colour=style.INK)
STRONG = TextStyle(9.4, 12.4, bold=True, colour=style.INK)
WEAK = TextStyle(9.0, 12.4, colour=style.MUTED)
STEP = 13.2
"""Points from label to label."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a page is headed with; `review` is that of its plate."""

    title: str
    subtitle: str
    review: Review
    number: int
    count: int
    version: int


class SheetPage:
    """Draws on a page in landscape; lengths in points."""

    def __init__(self, canvas: Any, size: tuple[float, float], plate: Plate, *, middle: float = 0.5) -> None:
        """`middle` is where across the page the body stands, from 0 to 1."""
        self.canvas = canvas
        self.width, self.height = size
        self.plate = plate
        left, top, right, bottom = plate.close_up
        room = self.height - 2 * MARGIN - HEAD - FOOT - _SIDES
        self.scale = min(room / (bottom - top), self.width * 0.42 / (right - left))
        across, down = (right - left) * self.scale, (bottom - top) * self.scale
        self.left = max(self.width * middle - across / 2, MARGIN)
        self.right = self.left + across
        self.bottom = MARGIN + FOOT + (room - down) / 2
        self.top = self.bottom + down

    def point(self, x: float, y: float) -> Point:
        """From units of the figure to points of the page."""
        left, top = self.plate.close_up[:2]
        return self.left + (x - left) * self.scale, self.top - (y - top) * self.scale

    def body(self, colours: BodyColours) -> None:
        """The plate, cut to its close-up, with the side badges above it."""
        canvas = self.canvas
        with self.window():
            canvas.translate(*self.point(0.0, 0.0))
            canvas.scale(self.scale, -self.scale)
            Ink(canvas, solid=False).ops(drawing(self.plate, colours))
        at_left, at_right = SIDES[self.plate.view]
        badge(canvas, at_left, self.left, self.top + 3)
        badge(canvas, at_right, self.right - 11, self.top + 3)

    @contextmanager
    def window(self) -> Iterator[None]:
        """What is drawn inside shows in the close-up only."""
        canvas = self.canvas
        canvas.saveState()
        window = canvas.beginPath()
        window.rect(self.left, self.bottom, self.right - self.left, self.top - self.bottom)
        canvas.clipPath(window, stroke=0, fill=0)
        yield
        canvas.restoreState()

    def heading(self, heading: Heading) -> None:
        canvas = self.canvas
        y = self.height - MARGIN - 14
        one_line(heading.title, TITLE).draw(canvas, MARGIN, y)
        one_line(heading.subtitle, WEAK).draw(canvas, MARGIN, y - 16)
        self._review(heading.review, y)
        canvas.setStrokeColorRGB(*style.HAIRLINE)
        canvas.setLineWidth(0.6)
        canvas.line(MARGIN, y - 24, self.width - MARGIN, y - 24)
        self._sign(heading)

    def _review(self, review: Review, y: float) -> None:
        text = f"Reviewed by {review.by}, {review.on}" if review.reviewed else "Not reviewed by a clinician"
        line = fitting_line(text, STRONG, 260)
        canvas = self.canvas
        canvas.setFillColorRGB(*(style.PAPER if review.reviewed else style.rgb("#FFF1CC")))
        canvas.setStrokeColorRGB(*style.rgb("#1C6838" if review.reviewed else "#A87400"))
        canvas.setLineWidth(1)
        x = self.width - MARGIN - line.width - 16
        canvas.roundRect(x, y - 8, line.width + 16, 21, 4, stroke=1, fill=1)
        line.draw(canvas, x + 8, y - 1)

    def _sign(self, heading: Heading) -> None:
        """Boxes to tick, lines to write on, and the foot."""
        canvas = self.canvas
        y = MARGIN + 40
        canvas.setStrokeColorRGB(*style.INK)
        canvas.setLineWidth(0.8)
        x = MARGIN
        for text in ("Correct as drawn", "To be changed:"):
            canvas.rect(x, y - 1.5, 9, 9, stroke=1, fill=0)
            line = one_line(text, STRONG)
            line.draw(canvas, x + 14, y)
            x += line.width + 32
        self._blank(x - 10, self.width - MARGIN, y)
        x = MARGIN
        for text, share in (("Reviewed by", 0.5), ("Profession, licence", 0.8), ("Date", 1.0)):
            line = one_line(text, WEAK)
            line.draw(canvas, x, y - 20)
            end = MARGIN + (self.width - 2 * MARGIN) * share
            self._blank(x + line.width + 5, end - 10 * (share < 1), y - 20)
            x = end
        foot = f"needlechart body atlas, version {heading.version} · page {heading.number} of {heading.count}"
        one_line(foot, style.FOOT).draw(canvas, MARGIN, MARGIN - 2)
        name = one_line(f"Plate {heading.review.plate}", style.FOOT)
        name.draw(canvas, self.width - MARGIN - name.width, MARGIN - 2)

    def _blank(self, start: float, end: float, y: float) -> None:
        self.canvas.setStrokeColorRGB(*style.rgb("#8A8A8A"))
        self.canvas.setLineWidth(0.5)
        self.canvas.line(start, y - 2, end, y - 2)

    def labels(self, labels: Sequence[Label], *, at_left: bool) -> None:
        """A column of labels beside the body, each with a line to its place."""
        x = self.left - 14 if at_left else self.right + 14
        bottom, top = MARGIN + FOOT + 4, self.height - MARGIN - HEAD - 6
        room = x - MARGIN if at_left else self.width - MARGIN - x
        for placed in column(labels, x, bottom, top, STEP):
            line = fitting_line(placed.label.text, STRONG if placed.label.strong else WEAK, room - 6)
            line.draw(self.canvas, x - 4 - line.width if at_left else x + 4, placed.y - 3)
            self._leader((x, placed.y), placed.label.at, 8.0 if at_left else -8.0)

    def _leader(self, start: Point, end: Point, stub: float) -> None:
        """White under grey, so that it is seen on every colour."""
        canvas = self.canvas
        for width, grey in ((1.5, 1.0), (0.6, 0.25)):
            path = canvas.beginPath()
            path.moveTo(*start)
            path.lineTo(start[0] + stub, start[1])
            path.lineTo(*end)
            canvas.setLineWidth(width)
            canvas.setStrokeColorRGB(grey, grey, grey)
            canvas.drawPath(path, stroke=1, fill=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.circle(*end, 1.5, stroke=1, fill=1)
