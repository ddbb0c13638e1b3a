"""Draws a plate of the atlas on a PDF canvas, flat and in print colours; side badges, centred text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from needlechart.atlas.style import BodyColours
from needlechart.atlas.types import Bones, Curve, Detail, Nerve, Plate, Region
from needlechart.documents.text import TextStyle, one_line
from needlechart.domain.words import Side

BONES_FROM = 270.0
"""Nothing of the rib cage above this is shown."""


class Ink:
    """Draws a plate in units, y down, in print colours."""

    def __init__(self, canvas: Any, colours: BodyColours) -> None:
        self._canvas = canvas
        self._colours = colours

    def plate(self, plate: Plate) -> None:
        colours = self._colours
        self._canvas.setLineJoin(1)
        self._canvas.setLineCap(1)
        self.shape(plate.skin.outline, colours.skin, None, 0)
        for step in plate.steps:
            match step:
                case Bones():
                    self.bones(step)
                case Nerve():
                    self.shape((step.line,), None, colours.nerve, step.width * 0.6, closed=False)
                case Detail():
                    fill = {"opening": colours.opening, "soft": colours.context}.get(step.tone, colours.bone)
                    self.shape((step.outline,), fill, colours.muscle_line, 0.5)
                case Region():
                    fill = colours.muscle if step.markable else colours.context
                    self.shape((step.outline,), fill, colours.muscle_line, 0.5)
        self.shape(plate.skin.outline, None, colours.skin_line, 1.0)

    def bones(self, step: Bones) -> None:
        self._canvas.saveState()
        window = self._canvas.beginPath()
        window.rect(-300, BONES_FROM, 600, 800)
        self._canvas.clipPath(window, stroke=0, fill=0)
        if step.clip:
            clip = self._canvas.beginPath()
            clip.moveTo(*step.clip[0])
            for point in step.clip[1:]:
                clip.lineTo(*point)
            clip.close()
            self._canvas.clipPath(clip, stroke=0, fill=0)
        self.shape(step.shape.outline, self._colours.bone, self._colours.bone_line, 0.5)
        self._canvas.restoreState()

    def shape(
        self,
        curves: Sequence[Curve],
        fill: str | None,
        line: str | None,
        width: float,
        *,
        closed: bool = True,
    ) -> None:
        canvas = self._canvas
        path = canvas.beginPath()
        for curve in curves:
            path.moveTo(curve[0], curve[1])
            for i in range(2, len(curve) - 5, 6):
                path.curveTo(*curve[i : i + 6])
            if closed:
                path.close()
        if fill:
            canvas.setFillColorRGB(*_rgb(fill))
        if line:
            canvas.setStrokeColorRGB(*_rgb(line))
            canvas.setLineWidth(width)
        canvas.drawPath(path, stroke=int(bool(line)), fill=int(bool(fill)), fillMode=0)


def _rgb(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


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
