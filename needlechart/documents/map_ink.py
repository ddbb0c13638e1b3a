"""Carries out the drawing of a plate on a PDF canvas; side badges, centred text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from needlechart.atlas.drawing import Clipped, Fill, Line, Op
from needlechart.atlas.tones import mix, rgb
from needlechart.atlas.types import Curve, Point
from needlechart.documents.text import TextStyle, one_line
from needlechart.domain.words import Side

_MOVE = "{:.1f} {:.1f} m"
_BEND = "{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f} c"


class Ink:
    """Draws in units, y down: the caller has turned and scaled the canvas.

    `solid` mixes with white what is translucent: forms, and printers, do without transparency.
    """

    def __init__(self, canvas: Any, *, solid: bool = True) -> None:
        self._canvas = canvas
        self._solid = solid
        canvas.setLineJoin(1)
        canvas.setLineCap(1)

    def ops(self, ops: Sequence[Op]) -> None:
        """Carry out a drawing, in order."""
        for op in ops:
            match op:
                case Fill():
                    self._fill(op)
                case Line():
                    self._line(op)
                case Clipped():
                    self._clipped(op)

    def _fill(self, op: Fill) -> None:
        canvas = self._canvas
        canvas.setFillColorRGB(*self._colour(op))
        canvas._code.append(f"{path_code(op.curves, closed=True)} f*")

    def _line(self, op: Line) -> None:
        canvas = self._canvas
        canvas.setStrokeColorRGB(*self._colour(op))
        canvas.setLineWidth(op.width)
        canvas._code.append(f"{path_code(op.curves, closed=op.closed)} S")

    def _colour(self, op: Fill | Line) -> tuple[float, float, float]:
        if self._solid:
            return rgb(mix("#FFFFFF", op.colour, op.alpha))
        if isinstance(op, Fill):
            self._canvas.setFillAlpha(op.alpha)
        else:
            self._canvas.setStrokeAlpha(op.alpha)
        return rgb(op.colour)

    def _clipped(self, op: Clipped) -> None:
        canvas = self._canvas
        canvas.saveState()
        for clip in op.clips:
            canvas._code.append(f"{path_code(clip, closed=True)} W* n")
        self.ops(op.ops)
        canvas.restoreState()


def path_code(curves: Sequence[Curve], *, closed: bool) -> str:
    """The operators of a path, to a tenth of a unit (0.17 mm): a canvas takes ten times as long for it."""
    out: list[str] = []
    for curve in curves:
        out.append(_MOVE.format(*curve[:2]))
        out += [_BEND.format(*curve[i : i + 6]) for i in range(2, len(curve) - 5, 6)]
        if closed:
            out.append("h")
    return " ".join(out)


def stroke_lines(canvas: Any, lines: Sequence[Sequence[Point]]) -> None:
    """Open lines in one path, to a hundredth of a point."""
    code: list[str] = []
    for line in lines:
        code.append("{:.2f} {:.2f} m".format(*line[0]))
        code += ["{:.2f} {:.2f} l".format(*point) for point in line[1:]]
    if code:
        canvas._code.append(" ".join([*code, "S"]))


def badge(canvas: Any, side: Side, x: float, y: float, size: float = 11.0) -> None:
    """The side badge: R white on black, L black on white, lower left corner at (x, y)."""
    canvas.saveState()
    filled = side is Side.RIGHT
    canvas.setStrokeColorRGB(0, 0, 0)
    canvas.setLineWidth(0.9)
    canvas.setFillColorRGB(*((0, 0, 0) if filled else (1, 1, 1)))
    canvas.roundRect(x, y, size, size, 2, stroke=1, fill=1)
    canvas.restoreState()
    colour = (1.0, 1.0, 1.0) if filled else (0.0, 0.0, 0.0)
    letter = "R" if filled else "L"
    centred(canvas, letter, x + size / 2, y + size / 2, size, size * 0.73, colour)


def centred(
    canvas: Any,
    text: str,
    x: float,
    y: float,
    width: float,
    size: float,
    colour: tuple[float, float, float] = (0.0, 0.0, 0.0),
) -> None:
    """Bold text with its middle at (x, y), set smaller where it is wider than `width`."""
    line = one_line(text, TextStyle(size, size, bold=True, colour=colour))
    if line.width > width:
        size *= width / line.width
        line = one_line(text, TextStyle(size, size, bold=True, colour=colour))
    line.draw(canvas, x - line.width / 2, y - size * 0.345)
