"""Where it may be sore: the body small and plain, a disc at each needled place, for the patient."""

from dataclasses import dataclass, replace
from typing import Any

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.drawing import Line, drawing
from needlechart.atlas.style import PRINT
from needlechart.atlas.types import Point, Rect
from needlechart.documents import style
from needlechart.documents.body_map import HOME, NAMES
from needlechart.documents.map_ink import Ink
from needlechart.documents.map_layout import around
from needlechart.documents.text import TextStyle, one_line
from needlechart.domain.chart import VisitChart
from needlechart.domain.words import Figure, Layer, View

LABEL = TextStyle(10, 13, colour=style.MUTED)
DISC = style.rgb("#7FA9AC")
DISC_RADIUS = 4.8
WHOLE = 0.97
"""Of the width that the note shows: the hips are seen whole, as a patient knows a body."""

STRONGER = 2.2
"""How much wider lines are drawn than in the note, for so small a body."""

MARGIN = 16.0
"""Units of the figure kept around a place."""


@dataclass(frozen=True, slots=True)
class Places:
    """The needled points of one view, in reference units."""

    view: View
    points: tuple[Point, ...]


def places_of(chart: VisitChart) -> tuple[tuple[Places, ...], bool]:
    """Views to draw with their points, front and back first; whether the pelvic floor was needled.

    The pelvic floor is said in words and never drawn on a sheet that is carried home.
    """
    needled = [one for one in chart.points if any(needle.was_in for needle in chart.needlings_of(one))]
    found = {
        view: tuple((one.x, one.y) for one in needled if one.view is view)
        for view in (View.FRONT, View.BACK, View.LEFT, View.RIGHT)
    }
    used = [view for view, points in found.items() if points]
    shown = [View.FRONT, View.BACK] if set(used) <= {View.FRONT, View.BACK} and used else used
    perineal = any(one.view is View.PELVIC_FLOOR for one in needled)
    return tuple(Places(view, found[view]) for view in shown), perineal


def draw_places(
    canvas: Any, places: Places, figure: Figure, atlas: Atlas, box: tuple[float, float, float, float]
) -> None:
    """Into ``box`` (x, y of the lower left corner, width, height; points), the name of the view below."""
    x, y, width, height = box
    label = one_line(NAMES[places.view], LABEL)
    room = height - 15
    crop = _crop(places, figure, atlas, width / room)
    scale = width / (crop[2] - crop[0])
    canvas.saveState()
    window = canvas.beginPath()
    window.rect(x, y + 15, width, room)
    canvas.clipPath(window, stroke=0, fill=0)
    canvas.saveState()
    canvas.translate(x, y + height)
    canvas.scale(scale, -scale)
    canvas.translate(-crop[0], -crop[1])
    ops = drawing(atlas.plate(figure, places.view, Layer.SURFACE), PRINT)
    Ink(canvas).ops([replace(op, width=op.width * STRONGER) if isinstance(op, Line) else op for op in ops])
    canvas.restoreState()
    canvas.setFillColorRGB(*DISC)
    canvas.setStrokeColorRGB(*style.ACCENT)
    canvas.setLineWidth(0.7)
    for point in places.points:
        u, v = atlas.to_figure(places.view, figure, *point)
        canvas.circle(
            x + (u - crop[0]) * scale, y + height - (v - crop[1]) * scale, DISC_RADIUS, stroke=1, fill=1
        )
    canvas.restoreState()
    label.draw(canvas, x + (width - label.width) / 2, y + 3.5)


def _crop(places: Places, figure: Figure, atlas: Atlas, ratio: float) -> Rect:
    left, top, right, bottom = HOME[places.view]
    wanted = [(left * WHOLE, top + 25), (right * WHOLE, bottom + 60)]
    points = [atlas.to_figure(places.view, figure, *one) for one in wanted]
    for point in places.points:
        u, v = atlas.to_figure(places.view, figure, *point)
        points += [(u - MARGIN, v - MARGIN), (u + MARGIN, v + MARGIN)]
    return around(points, ratio)
