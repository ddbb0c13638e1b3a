"""The fillings of painted areas as plain lines: the same on screen and on paper, in any unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import cos, floor, pi, sin

from needlechart.atlas.types import Point, Rect

Line = tuple[Point, ...]
"""Corners of an open line."""


def pattern_lines(pattern: str, box: Rect, gap: float) -> list[Line]:
    """Lines that fill a rectangle (left, top, right, bottom), about ``gap`` apart; clip them to the area.

    Lines of one pattern meet those of a neighbouring rectangle: they start from the frame's zero, not from
    the box. An unknown pattern is drawn as rising lines.
    """
    return list(_PATTERNS.get(pattern, _rising)(box, gap))


def _steps(low: float, high: float, gap: float) -> Iterator[float]:
    first, last = floor(low / gap), floor(high / gap) + 1
    for number in range(first, last + 1):
        yield number * gap


def _rising(box: Rect, gap: float) -> Iterator[Line]:
    left, top, right, bottom = box
    for total in _steps(left + top, right + bottom, gap * 1.4):
        yield (total - bottom, bottom), (total - top, top)


def _falling(box: Rect, gap: float) -> Iterator[Line]:
    left, top, right, bottom = box
    for apart in _steps(left - bottom, right - top, gap * 1.4):
        yield (apart + top, top), (apart + bottom, bottom)


def _level(box: Rect, gap: float) -> Iterator[Line]:
    left, top, right, bottom = box
    for y in _steps(top, bottom, gap):
        yield (left, y), (right, y)


def _upright(box: Rect, gap: float) -> Iterator[Line]:
    left, top, right, bottom = box
    for x in _steps(left, right, gap):
        yield (x, top), (x, bottom)


def _places(box: Rect, gap: float) -> Iterator[Point]:
    """Places of signs, every second row shifted by half."""
    left, top, right, bottom = box
    for row, y in enumerate(_steps(top, bottom, gap), floor(top / gap)):
        for x in _steps(left, right, gap):
            yield x + (gap / 2 if row % 2 else 0.0), y


def _crosses(box: Rect, gap: float) -> Iterator[Line]:
    arm = gap * 0.26
    for x, y in _places(box, gap * 1.15):
        yield (x - arm, y - arm), (x + arm, y + arm)
        yield (x - arm, y + arm), (x + arm, y - arm)


def _dots(box: Rect, gap: float) -> Iterator[Line]:
    yield from _circles(box, gap, gap * 0.1, 6)


def _rings(box: Rect, gap: float) -> Iterator[Line]:
    yield from _circles(box, gap * 1.25, gap * 0.32, 12)


def _circles(box: Rect, gap: float, radius: float, corners: int) -> Iterator[Line]:
    turns = [2 * pi * step / corners for step in range(corners + 1)]
    for x, y in _places(box, gap):
        yield tuple((x + radius * cos(turn), y + radius * sin(turn)) for turn in turns)


def _zigzag(box: Rect, gap: float) -> Iterator[Line]:
    left, top, right, bottom = box
    for y in _steps(top - gap, bottom, gap * 1.1):
        yield tuple(
            (x, y + (gap * 0.5 if number % 2 else 0.0))
            for number, x in enumerate(_steps(left, right + gap, gap * 0.5), floor(left / (gap * 0.5)))
        )


_PATTERNS: dict[str, Callable[[Rect, float], Iterator[Line]]] = {
    "rising": _rising,
    "falling": _falling,
    "level": _level,
    "upright": _upright,
    "crosses": _crosses,
    "dots": _dots,
    "rings": _rings,
    "zigzag": _zigzag,
}
