"""Painted areas on the body: kept on the skin, named by region, with side and share of the body's surface.

    body = BodySurface(atlas)
    cells = body.on_body(View.BACK, stroke(path, radius))
    body.side(View.BACK, cells), body.words(View.BACK, cells), body.percent(View.BACK, cells.count)

The share is an estimate from the flat drawing: front and back together, or both sides together, are the
whole body. The pelvic floor is a schematic and has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.body_regions import BodyRegion, body_regions
from needlechart.atlas.cells import Cells, filled
from needlechart.atlas.outlines import cells_of, edges_of, outlines_of, points_of
from needlechart.atlas.polygon import area
from needlechart.atlas.types import Point
from needlechart.domain.words import Side, View

SPECK = 9
"""Cells (26 mm²) below which a piece or a gap is a slip of the hand and not kept."""

ONE_SIDED = 0.95
"""Share of an area that must lie on one side for it to count as that side's."""

MIDLINE_REACH = 12
"""Units (20 mm) around the midline within which an area is `midline` rather than `both`."""

_SIDED_VIEWS = {View.LEFT: Side.LEFT, View.RIGHT: Side.RIGHT}
_WORDS = {"r": Side.RIGHT, "right": Side.RIGHT, "l": Side.LEFT, "left": Side.LEFT, "both": Side.BOTH}


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A region on a side (`BOTH` for each of them): what an area is called, or what is added by name."""

    region: BodyRegion
    side: Side

    @property
    def words(self) -> str:
        """``right groin``, ``lower abdomen``, ``groin, both sides``."""
        if self.side is Side.BOTH:
            return f"{self.region.name}, both sides"
        return f"{self.side.value} {self.region.name}" if self.region.sided else self.region.name


class BodySurface:
    """The skin of each view as cells, made when first asked for."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._skin: dict[View, Cells] = {}
        self._regions: dict[tuple[str, View], list[Cells]] = {}

    def skin(self, view: View) -> Cells:
        """Every cell of the body in a view."""
        if view not in self._skin:
            self._skin[view] = filled(*self._atlas.body_outline(view))
        return self._skin[view]

    def on_body(self, view: View, cells: Cells) -> Cells:
        """What of a surface lies on the body."""
        return cells & self.skin(view)

    def percent(self, view: View, count: float) -> float | None:
        """Share of the body's surface that so many square units are, in percent; None in a schematic."""
        if view is View.PELVIC_FLOOR:
            return None
        return 50 * count / self.skin(view).count

    def side(self, view: View, cells: Cells) -> Side:
        """The patient's side of an area; `both` where it lies on either, `midline` where it lies between."""
        if view in _SIDED_VIEWS:
            return _SIDED_VIEWS[view]
        low, high = cells.left_of(0), cells.count - cells.left_of(1)
        near = cells.left_of(MIDLINE_REACH + 1) - cells.left_of(-MIDLINE_REACH)
        if near == cells.count:
            return Side.MIDLINE
        greater, whole = max(low, high), max(low + high, 1)
        if greater / whole < ONE_SIDED:
            return Side.BOTH
        return self._atlas.side(view, 1.0 if high > low else -1.0, 0.0, None)

    def words(self, view: View, cells: Cells) -> str:
        """The region that holds most of an area, with its side: ``right groin and inner thigh``.

        A second region is named where it holds half as much as the first.
        """
        side = self.side(view, cells)
        found = self._held(view, cells)
        first = found[0]
        names = [first[1].name]
        names += [
            one.name for held, one in found[1:2] if held * 2 >= first[0] > 0 and one.name != first[1].name
        ]
        sided = any(one.sided for _, one in found[: len(names)])
        name = " and ".join(names)
        if not sided or side is Side.MIDLINE:
            return name
        return f"{name}, both sides" if side is Side.BOTH else f"{side.value} {name}"

    def _held(self, view: View, cells: Cells) -> list[tuple[float, BodyRegion]]:
        """Regions by how much of an area they hold; without any the nearest."""
        drawn = View.LEFT if view is View.RIGHT else view
        here = [one for one in body_regions() if one.view is drawn]
        held = [(float(sum((cells & part).count for part in self._parts(one, view))), one) for one in here]
        held = sorted((pair for pair in held if pair[0]), key=lambda pair: -pair[0])
        if held:
            return held
        x, y = cells.middle()
        x = -x if view is View.RIGHT else x
        return [(0.0, min(here, key=lambda one: one.away(abs(x) if one.sided and drawn is view else x, y)))]

    def _parts(self, region: BodyRegion, view: View) -> list[Cells]:
        """The region on each side that a view shows, made once."""
        key = (region.id, view)
        if key not in self._regions:
            self._regions[key] = self._drawn(region, view)
        return self._regions[key]

    def _drawn(self, region: BodyRegion, view: View) -> list[Cells]:
        sides = [Side.LEFT, Side.RIGHT] if region.sided and view not in _SIDED_VIEWS else [Side.LEFT]
        return [
            filled(_turned(region.outline(), mirror=self._mirrored(region, view, side))) for side in sides
        ]

    def _mirrored(self, region: BodyRegion, view: View, side: Side) -> bool:
        """Whether a side's region is the mirror image of the one that is given."""
        if view in _SIDED_VIEWS:
            return view is View.RIGHT
        return region.sided and self._atlas.side(view, 1.0, 0.0, None) is not side

    def region_cells(self, named: NamedRegion) -> tuple[View, Cells]:
        """The view and the surface of a region that is added by name."""
        region, view = named.region, named.region.view
        if view is View.LEFT and named.side is Side.RIGHT:
            view = View.RIGHT
        sides = (Side.RIGHT, Side.LEFT) if named.side is Side.BOTH else (named.side,)
        outlines = [
            _turned(region.outline(), mirror=self._mirrored(region, view, side))
            for side in (sides if region.sided else sides[:1])
        ]
        cells = cells_of([[value for point in outline for value in point] for outline in outlines])
        return view, self.on_body(view, cells)


def _turned(outline: Sequence[Point], *, mirror: bool) -> tuple[Point, ...]:
    return tuple((-x, y) for x, y in outline) if mirror else tuple(outline)


def tidy(cells: Cells, *, fill: bool) -> tuple[tuple[float, ...], ...]:
    """The outlines of a surface without specks; ``fill`` closes gaps too small to be meant."""
    for outline in outlines_of(cells) if fill else ():
        whole = filled(max(edges_of(outline), key=area))
        for gap in (filled(points_of(one)) for one in outlines_of(whole - cells)):
            if gap.count < SPECK:
                cells = cells | gap
    kept = [outline for outline in outlines_of(cells) if filled(points_of(outline)).count >= SPECK]
    return tuple(kept)


def find_regions(text: str) -> tuple[NamedRegion, ...]:
    """Regions that a text may mean, best first: ``groin r``, ``low back both``; sided ones once a side.

    Each word must begin a word of the name or of another name; without a side both sides are offered.
    """
    words = _words(text)
    sides = [_WORDS[word] for word in words if word in _WORDS]
    names = [word for word in words if word not in _WORDS]
    if not names:
        return ()
    scored = sorted(
        (score, place, one)
        for place, one in enumerate(body_regions())
        if (score := _score(names, one)) is not None
    )
    found: list[NamedRegion] = []
    for _, _, one in scored:
        for side in sides[:1] or ([Side.RIGHT, Side.LEFT] if one.sided else [Side.MIDLINE]):
            fits = one.sided or side in (Side.MIDLINE, Side.BOTH) or bool(sides)
            both_views = side is Side.BOTH and one.view is View.LEFT
            if fits and not both_views:
                found.append(NamedRegion(one, side if one.sided else Side.MIDLINE))
    return tuple(found)


def _score(words: Sequence[str], region: BodyRegion) -> int | None:
    scores = [
        place * 10 + len(parts) - sum(word in parts for word in words)
        for place, name in enumerate((region.name, *region.other_names))
        if (parts := _words(name)) and all(any(part.startswith(word) for part in parts) for word in words)
    ]
    return min(scores, default=None)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[:200]).casefold()
    return re.findall(r"[^\W_]+", "".join(one for one in plain if not unicodedata.combining(one)))
