"""Plates, read on first use and kept; the neutral figure is the female one moved half way to the male one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from needlechart.atlas.figures import Figures
from needlechart.atlas.reading import Parts, body_bounds, read, shape, steps
from needlechart.atlas.types import Bones, Curve, Detail, Nerve, Plate, Point, Rect, Region, Shape, Step
from needlechart.domain.words import Figure, Layer, View


class Plates:
    """One plate for each figure, view and layer."""

    def __init__(self, folder: Path, figures: Figures, close_ups: dict[str, Rect]) -> None:
        self._folder = folder
        self._figures = figures
        self._close_ups = close_ups
        self._plates: dict[tuple[Figure, View, Layer], Plate] = {}
        self._files: dict[str, Any] = {}
        self._bones: dict[tuple[Figure, View], Parts] = {}
        self._skins: dict[tuple[Figure, View], Shape] = {}
        self._moved: dict[tuple[View, int], tuple[Shape, Shape]] = {}

    def plate(self, figure: Figure, view: View, layer: Layer) -> Plate:
        """Raises AtlasError."""
        key = (figure, view, layer)
        if key not in self._plates:
            if figure is Figure.NEUTRAL and view is not View.PELVIC_FLOOR:
                self._plates[key] = self._neutral(view, layer)
            else:
                self._plates[key] = self._drawn(figure, view, layer)
        return self._plates[key]

    def _file(self, name: str) -> Any:
        if name not in self._files:
            self._files[name] = read(self._folder, name)
        return self._files[name]

    def _parts(self, figure: Figure, view: View, stem: str) -> Parts:
        if (figure, view) not in self._bones:
            body = self._file(f"bones_{stem}")
            self._bones[figure, view] = Parts(body, mirror=view is View.RIGHT)
        return self._bones[figure, view]

    def _skin(self, figure: Figure, view: View, stem: str) -> Shape:
        if (figure, view) not in self._skins:
            self._skins[figure, view] = shape(self._file(f"skin_{stem}"), mirror=view is View.RIGHT)
        return self._skins[figure, view]

    def _drawn(self, figure: Figure, view: View, layer: Layer) -> Plate:
        turned, schematic = view is View.RIGHT, view is View.PELVIC_FLOOR
        stem = "pelvic_floor" if schematic else f"{figure}_{View.LEFT if turned else view}"
        skin = self._skin(figure, view, stem)
        drawn: tuple[Step, ...] = ()
        if schematic or layer is not Layer.SURFACE:
            parts = None if schematic else self._parts(figure, view, stem)
            body = self._file(f"muscles_{stem}_{layer}")
            drawn = steps(body, parts, figure, paired=view not in (View.LEFT, View.RIGHT), turned=turned)
        return Plate(figure, view, layer, skin, drawn, self._close_up(view), body_bounds(skin))

    def _close_up(self, view: View) -> Rect:
        if view is View.RIGHT:
            left, top, right, bottom = self._close_ups[View.LEFT]
            return -right, top, -left, bottom
        left, top, right, bottom = self._close_ups[view]
        return left, top, right, bottom

    def _neutral(self, view: View, layer: Layer) -> Plate:
        female = self.plate(Figure.FEMALE, view, layer)
        drawn: list[Step] = []
        for i, step in enumerate(female.steps):
            if i and view in (View.FRONT, View.BACK) and _is_mirrored(female.steps[i - 1], step):
                drawn.append(_other_half(drawn[-1]))
            else:
                drawn.append(self._moved_step(view, step))
        skin = self._moved_shape(view, female.skin)
        return replace(female, figure=Figure.NEUTRAL, skin=skin, steps=tuple(drawn), bounds=body_bounds(skin))

    def _moved_curves(self, view: View, old: tuple[Curve, ...]) -> tuple[Curve, ...]:
        return tuple(self._figures.moved(view, Figure.NEUTRAL, curve) for curve in old)

    def _moved_shape(self, view: View, old: Shape) -> Shape:
        """Moved once, although several plates and steps show it."""
        kept = self._moved.get((view, id(old)))
        if kept is None or kept[0] is not old:
            curves = partial(self._moved_curves, view)
            new = Shape(curves(old.outline), tuple(curves(band) for band in old.shading), curves(old.lines))
            kept = self._moved[view, id(old)] = old, new
        return kept[1]

    def _moved_step(self, view: View, step: Step) -> Step:
        def move(x: float, y: float) -> Point:
            return self._figures.to_figure(view, Figure.NEUTRAL, x, y)

        curves = partial(self._moved_curves, view)
        match step:
            case Bones():
                return Bones(self._moved_shape(view, step.shape), tuple(move(*p) for p in step.clip))
            case Nerve():
                return replace(step, line=curves((step.line,))[0])
            case Detail():
                return replace(step, outline=curves((step.outline,))[0])
            case Region():
                anchor = move(*step.anchor) if step.anchor else None
                return replace(_changed(step, curves), anchor=anchor)


def _is_mirrored(one: Step, two: Step) -> bool:
    """Whether a region is followed by its mirror image."""
    return (
        isinstance(one, Region)
        and isinstance(two, Region)
        and one.part == two.part
        and one.side is two.side.opposite
        and one.side is not two.side
    )


def _flipped(old: tuple[Curve, ...]) -> tuple[Curve, ...]:
    out = []
    for curve in old:
        numbers = list(curve)
        numbers[0::2] = [-x for x in curve[0::2]]
        out.append(tuple(numbers))
    return tuple(out)


def _other_half(step: Step) -> Step:
    if not isinstance(step, Region):
        raise TypeError("only regions are drawn in pairs")
    anchor = (-step.anchor[0], step.anchor[1]) if step.anchor else None
    return replace(_changed(step, _flipped), side=step.side.opposite, anchor=anchor)


def _changed(step: Region, curves: Callable[[tuple[Curve, ...]], tuple[Curve, ...]]) -> Region:
    return replace(
        step,
        outline=curves((step.outline,))[0],
        levels=curves(step.levels),
        fibres=curves(step.fibres),
        fibres_light=curves(step.fibres_light),
        tendons=curves(step.tendons),
        inscriptions=curves(step.inscriptions),
    )
