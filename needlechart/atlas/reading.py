"""From the files of `resources/atlas` to plates, in the units of the figure each was drawn for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from needlechart.atlas.curves import bounds_of, unpack
from needlechart.atlas.types import Bones, Curve, Detail, Nerve, Point, Rect, Region, Shape, Step
from needlechart.domain.words import Side

VERSION = 1


class AtlasError(Exception):
    """The atlas files are missing, damaged or of another version: the program must be installed again."""


def read(folder: Path, name: str) -> Any:
    """One file of the atlas; raises AtlasError."""
    path = folder / f"{name}.json"
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AtlasError(f"atlas file {path.name} cannot be read") from error
    if body.get("atlas_version") != VERSION:
        raise AtlasError(f"atlas file {path.name} is not of atlas version {VERSION}")
    return body


def curves(packed: list[list[int]], *, mirror: bool = False) -> tuple[Curve, ...]:
    return tuple(unpack(curve, mirror=mirror) for curve in packed)


def shape(body: Any, *, mirror: bool = False) -> Shape:
    return Shape(
        outline=curves(body["outline"], mirror=mirror),
        shading=tuple(curves(band, mirror=mirror) for band in body["shading"]),
        lines=curves(body["lines"], mirror=mirror),
    )


def region(body: Any, *, mirror: bool = False) -> Region:
    side = Side(body["side"])
    anchor = body.get("anchor")
    return Region(
        part=body["part"],
        muscle=body["muscle"] or None,
        also=tuple(body["also"]),
        name=body["name"],
        group=body["group"],
        side=side.opposite if mirror else side,
        outline=unpack(body["outline"], mirror=mirror),
        levels=curves(body.get("levels", []), mirror=mirror),
        fibres=curves(body.get("fibres", []), mirror=mirror),
        fibres_light=curves(body.get("fibres_light", []), mirror=mirror),
        tendons=curves(body.get("tendons", []), mirror=mirror),
        inscriptions=curves(body.get("inscriptions", []), mirror=mirror),
        anchor=(-anchor[0] if mirror else anchor[0], anchor[1]) if anchor else None,
    )


def _nerve(body: Any, *, mirror: bool) -> Nerve:
    side = Side(body["side"])
    line = unpack(body["line"], mirror=mirror)
    return Nerve(body["nerve"], side.opposite if mirror else side, line, body["width"])


class Parts:
    """The bones of a figure and view by name, each unpacked once."""

    def __init__(self, body: Any, *, mirror: bool) -> None:
        self._body = body
        self._mirror = mirror
        self._shapes: dict[str, Shape] = {}

    def __getitem__(self, name: str) -> Shape:
        if name not in self._shapes:
            self._shapes[name] = shape(self._body["parts"][name], mirror=self._mirror)
        return self._shapes[name]


def _bones(body: Any, parts: Parts | None, *, mirror: bool) -> Bones:
    if parts is None:
        raise AtlasError("an atlas plate shows bones that have no file")
    clip: tuple[Point, ...] = tuple((-x if mirror else x, y) for x, y in body.get("clip", []))
    return Bones(parts[body["bones"]], clip)


def _detail(body: Any, *, mirror: bool) -> Detail:
    outline = unpack(body["outline"], mirror=mirror)
    return Detail(body["detail"], body["name"], body["tone"], outline)


def _step(body: Any, parts: Parts | None, *, mirror: bool) -> Step:
    if "bones" in body:
        return _bones(body, parts, mirror=mirror)
    if "nerve" in body:
        return _nerve(body, mirror=mirror)
    if "detail" in body:
        return _detail(body, mirror=mirror)
    return region(body, mirror=mirror)


def steps(body: Any, parts: Parts | None, figure: str, *, paired: bool, turned: bool) -> tuple[Step, ...]:
    """The drawing steps of a plate.

    `paired`: only one half is kept, its mirror image follows each step; `turned`: the plate is mirrored.
    """
    out: list[Step] = []
    for item in body["steps"]:
        if figure not in item.get("figures", (figure,)):
            continue
        out.append(_step(item, parts, mirror=turned))
        if paired and "bones" not in item and not item.get("whole"):
            out.append(_step(item, parts, mirror=not turned))
    return tuple(out)


def body_bounds(skin: Shape) -> Rect:
    return bounds_of(skin.outline)
