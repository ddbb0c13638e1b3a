"""Plain values of the atlas. Lengths are atlas units (body height 1000), y grows down from the vertex."""

from __future__ import annotations

from dataclasses import dataclass

from needlechart.domain.words import Figure, Layer, Side, View

Point = tuple[float, float]
Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Curve = tuple[float, ...]
"""A Bézier chain: x0 y0, then c1x c1y c2x c2y x y for every cubic segment."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Skin or bones: closed outlines (even-odd), tonal bands that darken one another, contour lines."""

    outline: tuple[Curve, ...] = ()
    shading: tuple[tuple[Curve, ...], ...] = ()
    lines: tuple[Curve, ...] = ()


@dataclass(frozen=True, slots=True)
class Bones:
    """A drawing step: bones, clipped to a polygon where one is given."""

    shape: Shape
    clip: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Nerve:
    """A drawing step: an open line of `width` units."""

    id: str
    side: Side
    line: Curve
    width: float


@dataclass(frozen=True, slots=True)
class Detail:
    """A drawing step of the schematic: a closed outline; `tone` is bone, soft, opening or ligament."""

    id: str
    name: str
    tone: str
    outline: Curve


@dataclass(frozen=True, slots=True)
class Region:
    """A drawing step: a muscle, a part of one, or a structure that cannot be marked (`muscle` is None)."""

    part: str
    muscle: str | None
    also: tuple[str, ...]
    name: str
    group: str
    side: Side
    outline: Curve
    levels: tuple[Curve, ...] = ()
    fibres: tuple[Curve, ...] = ()
    fibres_light: tuple[Curve, ...] = ()
    tendons: tuple[Curve, ...] = ()
    inscriptions: tuple[Curve, ...] = ()
    anchor: Point | None = None

    @property
    def id(self) -> str:
        """Unique in its plate."""
        return f"{self.part}:{self.side}"

    @property
    def markable(self) -> bool:
        return self.muscle is not None


Step = Bones | Nerve | Detail | Region


@dataclass(frozen=True, slots=True)
class Plate:
    """What a painter needs, in drawing order: the skin, then `steps` from the deepest to the topmost.

    `close_up` is the lumbo-pelvic-hip rectangle, `bounds` the whole figure. All in units of `figure`.
    """

    figure: Figure
    view: View
    layer: Layer
    skin: Shape
    steps: tuple[Step, ...]
    close_up: Rect
    bounds: Rect

    @property
    def regions(self) -> tuple[Region, ...]:
        return tuple(step for step in self.steps if isinstance(step, Region))


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under a point.

    `muscle` is the likeliest catalogue muscle or None, `layer` the layer it was found in, `alternatives` the
    others under the finger, likeliest first. `nearest` is the nearest muscle and its distance in units, where
    there is no muscle under the point.
    """

    muscle: str | None
    layer: Layer | None
    alternatives: tuple[str, ...]
    on_body: bool
    nearest: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Landmark:
    """A bony landmark in reference units."""

    id: str
    name: str
    side: Side
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Structure:
    """A structure to avoid: a closed outline in reference units and the muscles that endanger it.

    `kind`: nerve, vessel, organ, or limit (a line that something lies beyond). `landmark`: how it was placed.
    """

    id: str
    name: str
    kind: str
    side: Side
    outline: Curve
    muscles: frozenset[str]
    source: str
    review: str
    landmark: str


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the reference frame together with where it is shown."""

    view: View
    layer: Layer
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Absence:
    """A muscle of the catalogue that one of its views does not show, and why."""

    muscle: str
    view: View
    why: str
