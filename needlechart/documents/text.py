"""The one place where what a person typed becomes lines of a document.

Nothing in a text is markup. Characters that no typeface has, and controls that could show a text in
another order than it was typed, print as a code like [U+1F600]; `prepare` says which.
Lengths are points.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from needlechart.documents.bidi_levels import has_right_to_left, levels_of, visual_order
from needlechart.documents.fonts import face_for
from needlechart.documents.glyph_ink import draw_clusters
from needlechart.documents.shaping import SIMPLE, Cluster, Run, forget_shapes, runs_of, shape

Colour = tuple[float, float, float]
INK: Colour = (0.0, 0.0, 0.0)

_PLAIN = re.compile("[\n -~\xa1-\xac\xae-\u017f]*")
_REORDERING = frozenset(range(0x202A, 0x202F)) | frozenset(range(0x2066, 0x206A))
_INVISIBLE = frozenset((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFE0E, 0xFE0F))
_SPACES = frozenset((0x09, 0x1680, *range(0x2000, 0x200B), 0x205F, 0x3000))
_FIXED_SPACES = frozenset((0xA0, 0x2007, 0x202F))
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BREAKS = re.compile(
    r"(?<=[ \u200b])(?=[^ \u200b])|(?<=[\w)][-/\u2013\u2014])(?=\w)"
    r"|(?<=[\u2e80-\uffef])(?=[\u2e80-\uffef])"
)
"""Where a line may end: after spaces, after hyphens and strokes inside words, between ideographs."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """Size, leading (both points), weight and colour (red, green, blue from 0 to 1)."""

    size: float
    leading: float
    bold: bool = False
    colour: Colour = INK


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one weight and colour."""

    text: str
    bold: bool = False
    colour: Colour = INK


@lru_cache(maxsize=8192)
def prepare(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as it can be printed, and the codes of characters that no typeface has."""
    if _PLAIN.fullmatch(text):
        return text, ()
    missing: dict[str, None] = {}
    parts = []
    for letter in _LINE_ENDS.sub("\n", text):
        code = ord(letter)
        if letter == "\n" or code in _INVISIBLE:
            parts.append(letter)
        elif code in _FIXED_SPACES:
            parts.append("\u00a0")
        elif code in _SPACES:
            parts.append("    " if code == 9 else " ")
        elif code in _REORDERING or not _printable(code):
            parts.append(f"[U+{code:04X}]")
            missing.setdefault(f"U+{code:04X}")
        else:
            parts.append(letter)
    return "".join(parts), tuple(missing)


def _printable(code: int) -> bool:
    return code >= 0x20 and not 0x7F <= code < 0xA0 and face_for(code, bold=False) is not None


def forget() -> None:
    """Drop every text kept for speed: what a document was made of does not stay in memory with it."""
    prepare.cache_clear()
    forget_shapes()


def missing_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Codes of all characters of these texts that print as a code, each once, in order of appearance."""
    found: dict[str, None] = {}
    for text in texts:
        for code in prepare(text)[1]:
            found.setdefault(code)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of glyphs of a line, ``x`` points from the line's start."""

    x: float
    run: Run
    clusters: tuple[Cluster, ...]
    bold: bool
    colour: Colour


@dataclass(frozen=True, slots=True)
class Line:
    """One line, ready to be drawn; ``backwards`` lines start at the right edge."""

    pieces: tuple[Piece, ...]
    width: float
    size: float
    backwards: bool = False

    def draw(self, canvas: Any, x: float, y: float) -> None:
        """Draw with the start of the baseline at (x, y), in points from the lower left."""
        for piece in self.pieces:
            draw_clusters(canvas, piece.run, piece.clusters, piece.colour, (x + piece.x, y), self.size)


def one_line(text: str | Sequence[Span], style: TextStyle) -> Line:
    """A text as a single line, however long; line ends in it become spaces."""
    spans = _spans(text, style)
    flat = [Span(span.text.replace("\n", " "), span.bold, span.colour) for span in spans]
    return _Paragraph(flat, style.size).lines(float("inf"))[0]


def fitting_line(text: str, style: TextStyle, width: float) -> Line:
    """A text as one line, set smaller (to 6 points) where it is too wide, and then cut with an ellipsis."""
    line = one_line(text, style)
    if line.width <= width:
        return line
    size = max(6.0, style.size * width / line.width * 0.995)
    smaller = TextStyle(size, style.leading, style.bold, style.colour)
    line = one_line(text, smaller)
    shown = text
    while line.width > width and len(shown) > 1:
        shown = shown[: min(len(shown) - 1, max(1, int(len(shown) * width / line.width)))]
        line = one_line(shown.rstrip() + "…", smaller)
    return line


def lines_of(text: str | Sequence[Span], style: TextStyle, width: float) -> list[Line]:
    """A text broken to a width; a line end in it ends a line, a word that is too long is broken."""
    lines: list[Line] = []
    for paragraph in _paragraphs(_spans(text, style)):
        lines.extend(_Paragraph(paragraph, style.size).lines(width))
    return lines


def width_of(text: str, style: TextStyle) -> float:
    """Width of a text on one line."""
    return one_line(text, style).width


def _spans(text: str | Sequence[Span], style: TextStyle) -> list[Span]:
    if isinstance(text, str):
        return [Span(prepare(text)[0], style.bold, style.colour)]
    return [Span(prepare(span.text)[0], span.bold, span.colour) for span in text]


def _paragraphs(spans: list[Span]) -> list[list[Span]]:
    """Split at line ends."""
    found: list[list[Span]] = [[]]
    for span in spans:
        for number, part in enumerate(span.text.split("\n")):
            if number:
                found.append([])
            found[-1].append(Span(part, span.bold, span.colour))
    return found


class _Paragraph:
    """Text without line ends, shaped once and then cut into lines."""

    def __init__(self, spans: list[Span], size: float) -> None:
        self._size = size
        self._text = "".join(span.text for span in spans)
        self._base = 0
        self._levels: list[int] | None = None
        if has_right_to_left(self._text):
            self._base, self._levels = levels_of(self._text)
        self._runs: list[tuple[Run, Span]] = []
        start = 0
        for span in spans:
            end = start + len(span.text)
            self._runs += [
                (run, span) for run in runs_of(self._text, start, end, self._levels, bold=span.bold)
            ]
            start = end
        self._starts = [run.start for run, _ in self._runs]
        self._shaped = [shape(self._text, run) for run, _ in self._runs]
        self._advances = self._measure()

    def _measure(self) -> list[float]:
        """Advance of every character in points; of a cluster all at its first one."""
        advances = [0.0] * len(self._text)
        unit = self._size / 1000
        for start, clusters in zip(self._starts, self._shaped, strict=True):
            for cluster in clusters:
                advances[start + cluster.start] = cluster.advance * unit
        return advances

    def lines(self, width: float) -> list[Line]:
        return [self._line(start, end) for start, end in self._ranges(width)]

    def _ranges(self, width: float) -> list[tuple[int, int]]:
        breaks = [0, *(found.start() for found in _BREAKS.finditer(self._text)), len(self._text)]
        ranges: list[tuple[int, int]] = []
        line_start = 0
        filled = 0.0
        for start, end in pairwise(breaks):
            word = sum(self._advances[start:end])
            seen = sum(self._advances[start : start + len(self._text[start:end].rstrip(" "))])
            if filled + seen > width and start > line_start:
                ranges.append((line_start, start))
                line_start, filled = start, 0.0
            if seen > width:
                cuts = self._forced(start, end, width)
                ranges += [(line_start, cuts[0]), *pairwise(cuts)] if cuts else []
                line_start = cuts[-1] if cuts else line_start
                word = sum(self._advances[line_start:end])
            filled += word
        ranges.append((line_start, len(self._text)))
        return ranges

    def _forced(self, start: int, end: int, width: float) -> list[int]:
        """Where a word that is too long is cut; each part has at least one cluster."""
        cuts: list[int] = []
        filled = 0.0
        for index in range(start, end):
            advance = self._advances[index]
            if advance and filled + advance > width and filled:
                cuts.append(index)
                filled = 0.0
            filled += advance
        return cuts

    def _line(self, start: int, end: int) -> Line:
        end = start + len(self._text[start:end].rstrip(" "))
        parts = list(self._parts(start, end))
        if self._levels is not None and parts:
            parts = visual_order(parts, [part.level for part, _ in parts])
        pieces = []
        x = 0.0
        for part, number in parts:
            clusters = self._clusters(part, number)
            span = self._runs[number][1]
            pieces.append(Piece(x, part, clusters, span.bold, span.colour))
            x += sum(cluster.advance for cluster in clusters) * self._size / 1000
        return Line(tuple(pieces), x, self._size, self._base == 1)

    def _parts(self, start: int, end: int) -> Iterator[tuple[Run, int]]:
        """What of each run lies between two characters, with the number of the run; found, not looked for."""
        for number in range(max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)):
            run = self._runs[number][0]
            if run.end > start:
                yield Run(max(run.start, start), min(run.end, end), run.face, run.script, run.level), number

    def _clusters(self, part: Run, number: int) -> tuple[Cluster, ...]:
        """The clusters of a part of a run: cut out where letters do not join, shaped anew where they do."""
        whole, shaped = self._runs[number][0], self._shaped[number]
        if (part.start, part.end) == (whole.start, whole.end):
            return shaped
        if part.script != SIMPLE:
            return shape(self._text, part)
        low, high = (
            bisect_left(shaped, at - whole.start, key=lambda cluster: cluster.start)
            for at in (part.start, part.end)
        )
        return shaped[low:high]
