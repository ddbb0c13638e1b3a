"""Characters become positioned glyphs (HarfBuzz); nothing here knows lines or pages."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from needlechart.documents.fonts import Face, face_for

LONGEST = 20_000
"""Characters that are shaped at a time; half a million at once is more than HarfBuzz takes."""

SIMPLE = ""
"""Script of letters that neither join nor reorder: Latin, Greek, Cyrillic, digits, symbols, ideographs."""

_BLOCKS: tuple[tuple[int, str], ...] = (
    (0x0000, SIMPLE),
    (0x0590, "Hebr"),
    (0x0600, "Arab"),
    (0x0700, SIMPLE),
    (0x0750, "Arab"),
    (0x0780, SIMPLE),
    (0x08A0, "Arab"),
    (0x0900, "Deva"),
    (0x0980, SIMPLE),
    (0x0E00, "Thai"),
    (0x0E80, SIMPLE),
    (0x10A0, "Geor"),
    (0x1100, SIMPLE),
    (0x1C90, "Geor"),
    (0x1CC0, SIMPLE),
    (0xA8E0, "Deva"),
    (0xA900, SIMPLE),
    (0xFB1D, "Hebr"),
    (0xFB50, "Arab"),
    (0xFE00, SIMPLE),
    (0xFE70, "Arab"),
    (0xFF00, SIMPLE),
)
_STARTS = [start for start, _ in _BLOCKS]
_STAYS_WITH_BEFORE = frozenset(
    (0x20, 0xA0, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x964, 0x965, 0xFE0E, 0xFE0F)
)


def script_of(code: int) -> str:
    """ISO 15924 code of the scripts that need their own shaping, `SIMPLE` for all others."""
    return _BLOCKS[bisect_right(_STARTS, code) - 1][1]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph and its place from the start of its cluster; lengths are thousandths of the type size."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Characters ``start`` to ``end`` of a run and the glyphs that show them; the first stands for the text.

    ``advance`` is the width of all in thousandths of the type size.
    """

    start: int
    end: int
    text: str
    advance: float
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Characters ``start`` to ``end`` of a paragraph in one face, script and direction."""

    start: int
    end: int
    face: Face
    script: str
    level: int


def runs_of(text: str, start: int, end: int, levels: list[int] | None, *, bold: bool) -> list[Run]:
    """The runs of a part of a paragraph; every character must be in some face."""
    found: list[Run] = []
    run_start = start
    current: tuple[Face, str, int] | None = None
    for index in range(start, end):
        kind = _kind_of(ord(text[index]), levels[index] if levels else 0, current, bold=bold)
        if kind != current:
            if current is not None:
                found.append(Run(run_start, index, *current))
            run_start, current = index, kind
    if current is not None:
        found.append(Run(run_start, end, *current))
    return found


def _kind_of(
    code: int, level: int, before: tuple[Face, str, int] | None, *, bold: bool
) -> tuple[Face, str, int]:
    if before is not None and level == before[2] and code in _STAYS_WITH_BEFORE:
        return before
    script = script_of(code)
    if before is not None and 0x300 <= code < 0x370:
        script = before[1]
        if code in before[0].coverage:
            return (before[0], script, level)
    found = face_for(code, bold=bold) or face_for(0x3F, bold=bold)
    if found is None:
        raise LookupError("the first typeface lacks the question mark")
    return (found, script, level)


def shape(text: str, run: Run) -> tuple[Cluster, ...]:
    """The clusters of a run in reading order; their ``start`` and ``end`` count from the run's start."""
    backwards = run.level % 2 == 1
    if run.end - run.start <= LONGEST:
        return _shape(text[run.start : run.end], run.face, run.script, backwards)
    return tuple(
        _moved(cluster, start - run.start)
        for start, end in _pieces(text, run.start, run.end)
        for cluster in _shape(text[start:end], run.face, run.script, backwards)
    )


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces that HarfBuzz takes, cut behind a space where there is one."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start, start + LONGEST) + 1 or start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _moved(cluster: Cluster, by: int) -> Cluster:
    return Cluster(cluster.start + by, cluster.end + by, cluster.text, cluster.advance, cluster.glyphs)


@lru_cache(maxsize=4096)
def _shape(text: str, face: Face, script: str, backwards: bool) -> tuple[Cluster, ...]:
    import uharfbuzz

    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if backwards else "ltr"
    if script:
        buffer.script = script
    features = {"tnum": True, "liga": False, "dlig": False} if script == SIMPLE else {}
    uharfbuzz.shape(face.shaper, buffer, features)
    rows = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
    groups = [list(some) for _, some in groupby(rows, key=lambda row: row[0].cluster)]
    if backwards:
        groups.reverse()
    ends = [*(group[0][0].cluster for group in groups[1:]), len(text)]
    return tuple(_cluster(text, group, end, face.scale) for group, end in zip(groups, ends, strict=True))


def forget_shapes() -> None:
    """Drop the shaped texts that are kept for speed."""
    _shape.cache_clear()


def _cluster(text: str, group: list[tuple[Any, Any]], end: int, scale: float) -> Cluster:
    """One cluster; its widest glyph comes first, since that one stands for the text."""
    if len(group) == 1:  # nearly all of them
        (info, position), start = group[0], group[0][0].cluster
        glyph = Glyph(info.codepoint, position.x_offset * scale, position.y_offset * scale)
        return Cluster(start, end, text[start:end], position.x_advance * scale, (glyph,))
    pen = 0.0
    placed = []
    for info, position in group:
        x = (pen + position.x_offset) * scale
        placed.append((position.x_advance, Glyph(info.codepoint, x, position.y_offset * scale)))
        pen += position.x_advance
    placed.sort(key=lambda one: -one[0])
    start = group[0][0].cluster
    return Cluster(start, end, text[start:end], pen * scale, tuple(glyph for _, glyph in placed))
