"""The body map of a printed document: one panel for each view, vector, readable in black and white.

    picture = MapPicture(view=View.BACK, marks=(MapMark("1", 52.0, 466.0),))
    draw(canvas, picture, atlas, x, y, width, height)     # x, y: lower left corner, points
    flowable(picture, atlas, width, height)               # the same for platypus
    row(pictures, atlas, width, height)                   # several panels side by side

Marks and areas are in reference units whatever figure is drawn. The plate of a figure is kept once for a
document, as a form, however many panels show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from weakref import WeakKeyDictionary

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.drawing import drawing
from needlechart.atlas.outlines import edges_of
from needlechart.atlas.patterns import pattern_lines
from needlechart.atlas.style import PRINT
from needlechart.atlas.types import Point, Rect
from needlechart.documents.map_ink import Ink, badge, centred, stroke_lines
from needlechart.documents.map_layout import Disc, around, spread
from needlechart.domain.words import Figure, Layer, Side, View

NAMES = {
    View.FRONT: "Front",
    View.BACK: "Back",
    View.LEFT: "Left side",
    View.RIGHT: "Right side",
    View.PELVIC_FLOOR: "Pelvic floor (schematic)",
}
"""What the panels are headed."""

HOME: dict[View, Rect] = {
    View.FRONT: (-130, 375, 130, 655),
    View.BACK: (-130, 365, 130, 645),
    View.LEFT: (-130, 365, 100, 645),
    View.RIGHT: (-100, 365, 130, 645),
    View.PELVIC_FLOOR: (-128, -96, 128, 144),
}
"""What a panel shows at least, in reference units."""

LANDMARKS = frozenset({"ASIS", "PSIS", "greater_trochanter_lateral", "coccyx_tip"})
"""Bony points shown as small rings over skin and superficial muscles, for finding one's way."""

HEAD = 17.0
"""Height in points of the strip with badges and name."""

LABEL_LIFT = 6.0
"""Points from the top of an area to the middle of its letter: a small area stays in sight."""

PATTERN_GAP = 5.0
"""Points between the lines of an area's pattern."""

MARGIN = 14.0
BOX: Rect = (-260.0, -120.0, 260.0, 1020.0)
"""Units a form holds."""


class MarkStyle(Enum):
    """How a mark prints; shape and line differ, never colour alone."""

    NEEDLED = "needled"
    FOUND = "found"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class MapMark:
    """A numbered circle at a reference point; `size` is a factor on its diameter."""

    label: str
    x: float
    y: float
    style: MarkStyle = MarkStyle.NEEDLED
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class MapArea:
    """A symptom area: a closed outline of reference points, its pattern, its letter; `dashed` for after."""

    outline: tuple[Point, ...]
    pattern: str = "rising"
    label: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPicture:
    """One panel; without `crop` (reference units) the hips and everything marked are shown."""

    view: View
    figure: Figure = Figure.FEMALE
    layer: Layer = Layer.SUPERFICIAL
    marks: tuple[MapMark, ...] = ()
    areas: tuple[MapArea, ...] = ()
    crop: Rect | None = None
    name: str = ""


def draw(
    canvas: Any, picture: MapPicture, atlas: Atlas, x: float, y: float, width: float, height: float
) -> None:
    """Draw a panel with its lower left corner at (x, y); lengths in points."""
    _Panel(canvas, picture, atlas, (x, y, width, height)).draw()


def row(pictures: Sequence[MapPicture], atlas: Atlas, width: float, height: float, gap: float = 12.0) -> Any:
    """Panels side by side as one flowable."""
    each = (width - gap * (len(pictures) - 1)) / max(len(pictures), 1)

    def paint(canvas: Any) -> None:
        for i, picture in enumerate(pictures):
            draw(canvas, picture, atlas, i * (each + gap), 0, each, height)

    return _flowable(paint, width, height)


def flowable(picture: MapPicture, atlas: Atlas, width: float, height: float) -> Any:
    """One panel as a platypus flowable."""
    return row((picture,), atlas, width, height)


def _flowable(paint: Any, width: float, height: float) -> Any:
    from reportlab.platypus import Flowable

    class BodyMapDrawing(Flowable):  # type: ignore[misc]
        """Drawn whole, never split."""

        def wrap(self, _width: float, _height: float) -> tuple[float, float]:
            return width, height

        def draw(self) -> None:
            paint(self.canv)

    return BodyMapDrawing()


_codes: WeakKeyDictionary[Atlas, dict[tuple[Figure, View, Layer], tuple[str, ...]]] = WeakKeyDictionary()


def _plate_code(canvas: Any, atlas: Atlas, picture: MapPicture) -> tuple[str, ...]:
    """What draws a plate, as a canvas writes it; written once, since curves are slow to write."""
    known = _codes.setdefault(atlas, {})
    key = (picture.figure, picture.view, picture.layer)
    if key not in known:
        start = len(canvas._code)
        Ink(canvas).ops(drawing(atlas.plate(*key), PRINT))
        known[key] = tuple(canvas._code[start:])
        del canvas._code[start:]
    return known[key]


class _Panel:
    """One drawing of one picture: figure, areas and marks clipped to the frame, then the head."""

    def __init__(
        self, canvas: Any, picture: MapPicture, atlas: Atlas, box: tuple[float, float, float, float]
    ) -> None:
        self._canvas = canvas
        self._picture = picture
        self._atlas = atlas
        self._x, self._y, self._width, self._height = box
        self._inner = self._height - HEAD
        self._crop = self._cropped()
        self._scale = self._width / (self._crop[2] - self._crop[0])

    def _drawn(self, x: float, y: float) -> Point:
        return self._atlas.to_figure(self._picture.view, self._picture.figure, x, y)

    def _cropped(self) -> Rect:
        """What is shown, in units of the figure, in the proportions of the frame."""
        picture = self._picture
        rect = picture.crop or HOME[picture.view]
        wanted = [(rect[0], rect[1]), (rect[2], rect[3])]
        points = [self._drawn(*p) for p in wanted]
        marked = [(m.x, m.y) for m in picture.marks] + [p for a in picture.areas for p in a.outline]
        room = 0.0 if picture.crop else MARGIN
        for x, y in (self._drawn(*p) for p in (() if picture.crop else marked)):
            points += [(x - room, y - room), (x + room, y + room)]
        return around(points, self._width / self._inner)

    def _point(self, x: float, y: float) -> Point:
        """From reference units to points of the page."""
        u, v = self._drawn(x, y)
        left, top = self._crop[0], self._crop[1]
        return self._x + (u - left) * self._scale, self._y + self._inner - (v - top) * self._scale

    def draw(self) -> None:
        canvas = self._canvas
        canvas.saveState()
        frame = canvas.beginPath()
        frame.roundRect(self._x, self._y, self._width, self._height, 4)
        canvas.clipPath(frame, stroke=0, fill=0)
        self._figure()
        for area in self._picture.areas:
            self._area(area)
        self._labels()
        self._marks()
        canvas.restoreState()
        self._head()
        canvas.setStrokeColorRGB(0.72, 0.72, 0.72)
        canvas.setLineWidth(0.6)
        canvas.roundRect(self._x, self._y, self._width, self._height, 4, stroke=1, fill=0)

    def _figure(self) -> None:
        canvas, picture = self._canvas, self._picture
        name = f"body_{picture.figure}_{picture.view}_{picture.layer}"
        if not canvas.hasForm(name):
            canvas.beginForm(name, *BOX)
            canvas._code.extend(_plate_code(canvas, self._atlas, picture))
            canvas.endForm()
        canvas.saveState()
        window = canvas.beginPath()
        window.rect(self._x, self._y, self._width, self._inner)
        canvas.clipPath(window, stroke=0, fill=0)
        canvas.translate(self._x, self._y + self._inner)
        canvas.scale(self._scale, -self._scale)
        canvas.translate(-self._crop[0], -self._crop[1])
        canvas.doForm(name)
        canvas.restoreState()
        if picture.layer in (Layer.SURFACE, Layer.SUPERFICIAL):
            self._landmarks()

    def _landmarks(self) -> None:
        canvas = self._canvas
        canvas.setStrokeColorRGB(0.48, 0.48, 0.48)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setLineWidth(0.6)
        for landmark in self._atlas.landmarks(self._picture.view):
            if landmark.id in LANDMARKS:
                canvas.circle(*self._point(landmark.x, landmark.y), 2.4, stroke=1, fill=1)

    def _area(self, area: MapArea) -> None:
        canvas = self._canvas
        points = [self._point(*p) for p in area.outline]
        if len(points) < 3:
            return
        path = canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        canvas.saveState()
        canvas.setFillColorRGB(1, 1, 1)  # the lines of muscles would be read as part of the pattern
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setStrokeColorRGB(0.3, 0.3, 0.3)
        canvas.setLineWidth(0.5)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        stroke_lines(canvas, pattern_lines(area.pattern, (min(xs), min(ys), max(xs), max(ys)), PATTERN_GAP))
        canvas.restoreState()
        self._edges(area)

    def _edges(self, area: MapArea) -> None:
        """The outer line and those of holes; the bridges between them are no edge of what was painted."""
        canvas = self._canvas
        canvas.saveState()
        canvas.setStrokeColorRGB(0, 0, 0)
        canvas.setLineWidth(0.9)
        if area.dashed:
            canvas.setDash(3, 1.6)
        for edge in edges_of([value for point in area.outline for value in point]):
            drawn = [self._point(*p) for p in edge]
            stroke_lines(canvas, [(*drawn, drawn[0])])
        canvas.restoreState()

    def _labels(self) -> None:
        """The letters of areas, each on the top of its outline, apart from one another."""
        areas = [one for one in self._picture.areas if one.label and len(one.outline) > 2]
        frame = (self._x, self._y, self._x + self._width, self._y + self._inner)
        tops = [self._point(*_highest(one.outline)) for one in areas]
        places = [Disc(x, y + LABEL_LIFT, 0.85) for x, y in tops]
        for area, disc in zip(areas, spread(places, frame), strict=True):
            self._canvas.setFillColorRGB(1, 1, 1)
            self._canvas.setStrokeColorRGB(0, 0, 0)
            self._canvas.setLineWidth(0.7)
            size = disc.radius * 1.7
            self._canvas.rect(disc.at_x - size / 2, disc.at_y - size / 2, size, size, stroke=1, fill=1)
            centred(self._canvas, area.label, disc.at_x, disc.at_y, size - 2, disc.radius * 1.3)

    def _marks(self) -> None:
        marks = self._picture.marks
        frame = (self._x, self._y, self._x + self._width, self._y + self._inner)
        discs = spread([Disc(*self._point(m.x, m.y), m.size) for m in marks], frame)
        for disc in discs:
            if disc.moved:
                self._leader(disc)
        for mark, disc in zip(marks, discs, strict=True):
            self._mark(mark, disc)

    def _leader(self, disc: Disc) -> None:
        canvas = self._canvas
        canvas.setStrokeColorRGB(0, 0, 0)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setLineWidth(0.5)
        canvas.line(disc.x, disc.y, disc.at_x, disc.at_y)
        canvas.circle(disc.x, disc.y, 1.1, stroke=0, fill=1)

    def _mark(self, mark: MapMark, disc: Disc) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillColorRGB(1, 1, 1)
        grey = 0.35 if mark.style is MarkStyle.EARLIER else 0.0
        canvas.setStrokeColorRGB(grey, grey, grey)
        canvas.setLineWidth({MarkStyle.NEEDLED: 1.4}.get(mark.style, 0.7))
        if mark.style is MarkStyle.EARLIER:
            canvas.setDash(2, 1.6)
        canvas.circle(disc.at_x, disc.at_y, disc.radius, stroke=1, fill=1)
        canvas.restoreState()
        centred(canvas, mark.label, disc.at_x, disc.at_y, disc.radius * 2 - 3.2, disc.radius * 1.22)

    def _head(self) -> None:
        canvas, view = self._canvas, self._picture.view
        middle = self._y + self._inner + HEAD / 2
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(self._x + 2, self._y + self._inner, self._width - 4, HEAD - 2, stroke=0, fill=1)
        room = self._width - 2 * 19
        centred(canvas, self._picture.name or NAMES[view], self._x + self._width / 2, middle, room, 9.2)
        left, right = SIDES[view]
        badge(canvas, left, self._x + 5, middle - 5.5)
        badge(canvas, right, self._x + self._width - 16, middle - 5.5)


def _highest(outline: Sequence[Point]) -> Point:
    return min(outline, key=lambda point: (point[1], point[0]))


SIDES = {
    View.FRONT: (Side.RIGHT, Side.LEFT),
    View.BACK: (Side.LEFT, Side.RIGHT),
    View.LEFT: (Side.LEFT, Side.LEFT),
    View.RIGHT: (Side.RIGHT, Side.RIGHT),
    View.PELVIC_FLOOR: (Side.RIGHT, Side.LEFT),
}
"""The patient's side at the viewer's left and at the viewer's right edge."""
