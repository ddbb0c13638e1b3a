"""One description of a plate for every painter: what to fill, what to stroke, what to clip, in order.

    drawing(plate, colours) -> tuple[Op, ...]                # everything
    drawing(plate, colours, detail=False) -> tuple[Op, ...]  # flat: skin, bones, regions

The screen (QPainter) and the documents (PDF) only carry out these operations. Lengths are units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from needlechart.atlas.curves import bounds_of
from needlechart.atlas.strands import strands
from needlechart.atlas.style import BodyColours
from needlechart.atlas.tones import Tones
from needlechart.atlas.types import Bones, Curve, Detail, Nerve, Plate, Point, Region, Shape

BONES_FROM = 270.0
"""The rib cage above this height (front, back and side views) is not good enough to be shown."""

_SHADOW = ((5.0, 0.05), (3.4, 0.07), (2.0, 0.10))
"""Width and strength of the strokes that make the shadow of a muscle on what lies below it."""

_ROUND = ((2.6, 0.07), (1.4, 0.10))
"""Strokes that round a muscle and its tendon towards the edge."""


@dataclass(frozen=True, slots=True)
class Fill:
    """Closed curves, even-odd."""

    curves: tuple[Curve, ...]
    colour: str
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """Each curve stroked on its own, round ends and joins.

    `steady` lines keep a width on screen between two limits of the zoom, the others grow with the body.
    """

    curves: tuple[Curve, ...]
    colour: str
    width: float
    alpha: float = 1.0
    closed: bool = False
    steady: bool = True


@dataclass(frozen=True, slots=True)
class Clipped:
    """Operations inside the even-odd interior of each of `clips`."""

    clips: tuple[tuple[Curve, ...], ...]
    ops: tuple[Op, ...]


Op = Fill | Line | Clipped


def drawing(plate: Plate, colours: BodyColours, *, detail: bool = True) -> tuple[Op, ...]:
    """What a painter has to do, in order."""
    return tuple(_Drawing(plate, colours, detail=detail).ops())


def straight(points: Sequence[Point]) -> Curve:
    """A closed polygon as a curve."""
    out: list[float] = list(points[0])
    for one, two in zip(points, [*points[1:], points[0]], strict=True):
        out += (*one, *two, *two)
    return tuple(out)


_SHOWN = straight([(-1000.0, BONES_FROM), (1000.0, BONES_FROM), (1000.0, 2000.0), (-1000.0, 2000.0)])


def _some(curves: tuple[Curve, ...], share: float) -> tuple[Curve, ...]:
    """A share of the curves, evenly picked."""
    if share >= 1.0:
        return curves
    return tuple(c for i, c in enumerate(curves) if int((i + 1) * share) > int(i * share))


def _belly(region: Region, tones: Tones) -> Iterator[Op]:
    """The levels, each after two strokes along its edge that fill the way from the last one with tones."""
    before = bounds_of((region.outline,))
    for i, level in enumerate(region.levels):
        box = bounds_of((level,))
        gap = max(min(box[0] - before[0], before[2] - box[2], box[1] - before[1], before[3] - box[3]), 0.0)
        at = min(i * 3, len(tones.levels) - 3)
        for share, tone in ((4 / 3, tones.levels[at]), (2 / 3, tones.levels[at + 1])):
            if gap > 0.2:
                yield Line((level,), tone, gap * share, closed=True, steady=False)
        yield Fill((level,), tones.levels[at + 2])
        before = box


class _Drawing:
    def __init__(self, plate: Plate, colours: BodyColours, *, detail: bool) -> None:
        self._plate = plate
        self._colours = colours
        self._detail = detail

    def ops(self) -> Iterator[Op]:
        skin, colours = self._plate.skin, self._colours
        yield Fill(skin.outline, colours.skin)
        if self._detail:
            yield from self._shading(skin, colours.shade)
            if skin.lines:
                yield Line(skin.lines, colours.skin_line, 0.6, 0.7)
        for step in self._plate.steps:
            match step:
                case Bones():
                    yield self._bones(step)
                case Nerve():
                    yield from self._nerve(step)
                case Detail():
                    yield from self._schematic(step)
                case Region():
                    yield from self._region(step)
        yield Line(skin.outline, colours.skin_line, 1.0, closed=True)

    def _shading(self, shape: Shape, shade: str) -> Iterator[Op]:
        alpha = self._colours.shade_alpha
        bands = [band for band in shape.shading if band]
        if alpha and bands:
            yield Clipped((shape.outline,), tuple(Fill(band, shade, alpha) for band in bands))

    def _bones(self, step: Bones) -> Op:
        colours, shape = self._colours, step.shape
        ops: list[Op] = [Fill(shape.outline, colours.bone)]
        if self._detail:
            ops += self._shading(shape, colours.bone_shade or colours.shade)
            if shape.lines:
                ops.append(Line(shape.lines, colours.bone_line, 0.35, 0.6))
        ops.append(Line(shape.outline, colours.bone_line, 0.5, closed=True))
        clips = [self._plate.skin.outline, (_SHOWN,)]
        if step.clip:
            clips.append((straight(step.clip),))
        return Clipped(tuple(clips), tuple(ops))

    def _nerve(self, step: Nerve) -> Iterator[Op]:
        colours = self._colours
        if colours.nerve_line:
            yield Line((step.line,), colours.nerve_line, step.width + 0.9, 0.9, steady=False)
        yield Line((step.line,), colours.nerve, step.width, steady=False)

    def _schematic(self, step: Detail) -> Iterator[Op]:
        colours = self._colours
        fills = {"bone": colours.bone, "soft": colours.context, "opening": colours.opening}
        yield Fill((step.outline,), fills.get(step.tone, colours.tendon))
        line = colours.bone_line if step.tone == "bone" else colours.muscle_line
        yield Line((step.outline,), line, 0.6, closed=True)

    def _region(self, region: Region) -> Iterator[Op]:
        colours = self._colours
        group = region.group if region.name else "fold"
        tones = colours.tones(group, markable=region.markable)
        outline = (region.outline,)
        if not self._detail:
            flat = colours.muscle if region.markable else colours.context
            yield Fill(outline, tones.base if tones else flat)
        elif tones:
            yield from self._shadow(outline)
            yield Fill(outline, tones.rim)
            yield Clipped((outline,), tuple(self._flesh(region, tones)))
        else:
            yield Fill(outline, colours.muscle if region.markable else colours.context)
            if inside := tuple(self._quiet(region)):
                yield Clipped((outline,), inside)
        yield Line(outline, tones.line if tones else colours.muscle_line, 0.6, closed=True)

    def _shadow(self, outline: tuple[Curve, ...]) -> Iterator[Op]:
        colours = self._colours
        if colours.shadow_alpha:
            for width, alpha in _SHADOW:
                yield Line(outline, colours.shadow, width, alpha, closed=True, steady=False)

    def _flesh(self, region: Region, tones: Tones) -> Iterator[Op]:
        colours = self._colours
        yield from _belly(region, tones)
        if region.fibres and colours.fibre_alpha:
            yield Line(region.fibres, tones.fibre, 0.42, colours.fibre_alpha)
        if region.fibres_light and colours.fibre_light_alpha:
            yield Line(region.fibres_light, tones.fibre_light, 0.38, colours.fibre_light_alpha)
        yield from self._tendons(region)
        if ends := strands(region):
            yield Line(ends, colours.tendon, 0.7, 0.8, steady=False)
            yield Line(ends[::3], colours.tendon_line, 0.3, 0.5, steady=False)
        for width, alpha in _ROUND:
            yield Line((region.outline,), colours.shadow, width, alpha, closed=True, steady=False)

    def _quiet(self, region: Region) -> Iterator[Op]:
        colours = self._colours
        if colours.light_alpha:
            for level in region.levels:
                yield Fill((level,), colours.light, colours.light_alpha)
        if fibres := _some(region.fibres, colours.fibres):
            yield Line(fibres, colours.fibre, 0.35, colours.fibre_alpha)
        yield from self._tendons(region)

    def _tendons(self, region: Region) -> Iterator[Op]:
        for tendon in region.tendons:
            yield Fill((tendon,), self._colours.tendon)
        if region.inscriptions:
            yield Line(region.inscriptions, self._colours.tendon, 1.5, 0.9)
