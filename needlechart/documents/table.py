"""Tables as strips: a head that is repeated on every page, rows that are not cut."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from needlechart.documents import style
from needlechart.documents.strips import Strip, baseline, rule
from needlechart.documents.text import Line, TextStyle, lines_of

ROW_LIMIT = 560.0
"""Rows higher than this are cut: no page could hold them with a head."""
Mark = Callable[[Any, float, float], None]
"""Draws something small with its left edge and baseline at a point."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``x`` counts from the table's left edge. A right-aligned one ends at ``x + width``."""

    title: str
    x: float
    width: float
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a style, or a mark and, beside it, a text."""

    text: str = ""
    text_style: TextStyle = style.TABLE
    mark: Mark | None = None
    mark_width: float = 0.0


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, padding: float = 3.1, gap: float = 1.5
) -> list[Strip]:
    """Head and rows, ``gap`` below what stands above; without rows there is no table."""
    if not rows:
        return []
    head = _head(columns)
    strips: list[Strip] = [replace(head, keep=True, gap=gap)]
    for cells in rows:
        strips += [replace(strip, head=head) for strip in _row(columns, cells, padding)]
    return strips


def _head(columns: Sequence[Column]) -> Strip:
    broken = [lines_of(column.title, style.TABLE_HEAD, column.width) for column in columns]
    leading = style.TABLE_HEAD.leading
    count = max(len(lines) for lines in broken)
    height = count * leading + 4.5

    def draw(canvas: Any, x: float, top: float) -> None:
        for column, lines in zip(columns, broken, strict=True):
            first = top - (count - len(lines)) * leading - baseline(style.TABLE_HEAD)
            _draw_lines(canvas, x + style.INDENT, first, leading, column, lines)
        rule(canvas, x + style.INDENT, top - height + 0.5, style.COLUMN, style.INK, 1.0)

    return Strip(height, draw)


def _row(columns: Sequence[Column], cells: Sequence[Cell], padding: float) -> list[Strip]:
    broken = [
        lines_of(cell.text, cell.text_style, column.width - cell.mark_width) if cell.text else []
        for column, cell in zip(columns, cells, strict=True)
    ]
    leading = style.TABLE.leading
    per_part = int((ROW_LIMIT - 2 * padding) / leading)
    count = max(1, *(len(lines) for lines in broken))
    parts = []
    for start in range(0, count, per_part):
        part = [lines[start : start + per_part] for lines in broken]
        marked = [cell if start == 0 else replace(cell, mark=None) for cell in cells]
        last = start + per_part >= count
        parts.append(_part(columns, marked, part, min(per_part, count - start), padding, last=last))
    return parts


def _part(
    columns: Sequence[Column],
    cells: Sequence[Cell],
    broken: Sequence[Sequence[Line]],
    count: int,
    padding: float,
    *,
    last: bool,
) -> Strip:
    leading = style.TABLE.leading
    height = count * leading + 2 * padding

    def draw(canvas: Any, x: float, top: float) -> None:
        left = x + style.INDENT
        first = top - padding - baseline(style.TABLE)
        for column, cell, lines in zip(columns, cells, broken, strict=True):
            if cell.mark is not None:
                cell.mark(canvas, left + column.x, first)
            _draw_lines(canvas, left + cell.mark_width, first, leading, column, lines)
        if last:
            rule(canvas, left, top - height + 0.3, style.COLUMN, style.HAIRLINE, 0.6)

    return Strip(height, draw)


def _draw_lines(
    canvas: Any, left: float, first: float, leading: float, column: Column, lines: Sequence[Line]
) -> None:
    for number, line in enumerate(lines):
        ends = column.right or line.backwards
        x = left + column.x + (column.width - line.width if ends else 0.0)
        line.draw(canvas, x, first - number * leading)
