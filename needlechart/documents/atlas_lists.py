"""The picture sheet's lists, numbered on the body, in words beside it: structures to avoid, usual points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.curves import flatten
from needlechart.atlas.types import Point
from needlechart.catalogue import muscles
from needlechart.documents import style
from needlechart.documents.atlas_sheet_page import FOOT, HEAD, MARGIN, SheetPage
from needlechart.documents.map_ink import centred
from needlechart.documents.map_layout import Disc, hatch, spread
from needlechart.documents.text import Line, TextStyle, lines_of
from needlechart.domain.words import Layer, Side, View

_GAP = 16.0
_SMALLEST = 5.4


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list: a name, words about it, its place and its outline (reference units), if it has one."""

    name: str
    words: str
    at: Point
    outlines: tuple[tuple[Point, ...], ...] = ()


def structures_of(atlas: Atlas, view: View) -> list[Entry]:
    """Each structure once, drawn on both sides, numbered on one."""
    rows: dict[str, list[tuple[Point, ...]]] = {}
    words: dict[str, tuple[str, str]] = {}
    for one in atlas.structures(view):
        key = f"{one.id} {one.kind}"
        rows.setdefault(key, []).append(flatten(one.outline))
        names = "; ".join(sorted(_name(muscle) for muscle in one.muscles))
        words[key] = one.name, f"Endangered at: {names}. Source: {one.source}; {one.review}."
    return [Entry(*words[key], _middle(found[0]), tuple(found)) for key, found in rows.items()]


def points_of(atlas: Atlas, view: View, layer: Layer) -> list[Entry]:
    """The usual point of each muscle whose point lies in the view and layer, then its spinal levels."""
    side = Side.RIGHT if view in (View.BACK, View.RIGHT) else Side.LEFT
    out: list[Entry] = []
    for muscle in muscles().values():
        place = atlas.usual_point(muscle.id, side) or atlas.usual_point(muscle.id, Side.MIDLINE)
        if place and (place.view, place.layer) == (view, layer):
            out.append(Entry(muscle.name, f"x {place.x:.0f}, y {place.y:.0f}", (place.x, place.y)))
        for level in atlas.spinal_levels():
            at = atlas.level_point(muscle.id, level, side)
            if at and (at.view, at.layer) == (view, layer):
                words = f"Spinal level {level}: x {at.x:.0f}, y {at.y:.0f}"
                out.append(Entry(f"{muscle.name}, {level}", words, (at.x, at.y)))
    return out


def _name(muscle: str) -> str:
    known = muscles().get(muscle)
    return known.name if known else muscle


def _middle(points: Sequence[Point]) -> Point:
    return points[len(points) // 4]


def draw_list(page: SheetPage, entries: Sequence[Entry]) -> None:
    """Outlines and numbers on the body, the words beside it in two columns."""
    with page.window():
        for entry in entries:
            for outline in entry.outlines:
                _hatched(page.canvas, [page.point(*point) for point in outline])
    frame = (page.left, page.bottom, page.right, page.top)
    discs = spread([Disc(*page.point(*entry.at), 0.85) for entry in entries], frame)
    for number, disc in enumerate(discs, 1):
        _number(page.canvas, str(number), disc)
    _words(page, entries)


def _hatched(canvas: Any, points: list[Point]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.saveState()
    canvas.setStrokeColorRGB(*style.rgb("#A1261E"))
    canvas.setLineWidth(0.9)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setLineWidth(0.5)
    for line in hatch(points, crossed=False, gap=3.0):
        canvas.line(*line)
    canvas.restoreState()


def _number(canvas: Any, text: str, disc: Disc) -> None:
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setLineWidth(0.5)
    if disc.moved:
        canvas.line(disc.x, disc.y, disc.at_x, disc.at_y)
    canvas.circle(disc.x, disc.y, 1.0, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setLineWidth(0.9)
    canvas.circle(disc.at_x, disc.at_y, disc.radius, stroke=1, fill=1)
    centred(canvas, text, disc.at_x, disc.at_y, disc.radius * 2 - 2.6, disc.radius * 1.2)


def _words(page: SheetPage, entries: Sequence[Entry]) -> None:
    """Set smaller until all of them fit."""
    left = page.right + 26
    width = (page.width - MARGIN - left - _GAP) / 2
    top, bottom = page.height - MARGIN - HEAD - 8, MARGIN + FOOT + 6
    size = 9.0
    while True:
        rows = [_row(number, entry, size, width) for number, entry in enumerate(entries, 1)]
        columns = _columns(rows, size * 1.3, top - bottom)
        if len(columns) <= 2 or size <= _SMALLEST:
            break
        size -= 0.3
    for i, column in enumerate(columns):
        y = top
        for row in column:
            for line in row:
                line.draw(page.canvas, left + i * (width + _GAP), y - size)
                y -= size * 1.3
            y -= size * 0.6


def _row(number: int, entry: Entry, size: float, width: float) -> list[Line]:
    name = TextStyle(size, size * 1.3, bold=True, colour=style.INK)
    words = TextStyle(size * 0.92, size * 1.3, colour=style.MUTED)
    return [*lines_of(f"{number}  {entry.name}", name, width), *lines_of(entry.words, words, width)]


def _columns(rows: Sequence[list[Line]], leading: float, height: float) -> list[list[list[Line]]]:
    columns: list[list[list[Line]]] = [[]]
    used = 0.0
    for row in rows:
        need = len(row) * leading + leading * 0.46
        if used + need > height and columns[-1]:
            columns.append([])
            used = 0.0
        columns[-1].append(row)
        used += need
    return columns
