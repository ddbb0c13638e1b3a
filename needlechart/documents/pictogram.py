"""A pictogram on a PDF canvas."""

from typing import Any

from needlechart.catalogue.pictograms import HEIGHT, STROKES, WIDTH, Pictogram, Role
from needlechart.documents import style
from needlechart.documents.text import Colour

COLOURS: dict[Role, Colour] = {
    Role.BODY: style.rgb("#1D2A2D"),
    Role.GHOST: style.rgb("#BFC6C6"),
    Role.PROP: style.rgb("#857B70"),
    Role.GROUND: style.rgb("#CFC8BE"),
    Role.ARROW: style.ACCENT,
    Role.SIGN: style.ACCENT,
}


def draw_pictogram(
    canvas: Any, picture: Pictogram, x: float, y: float, width: float, *, colour: Colour | None = None
) -> None:
    """Lower left corner at (x, y), as high as its field is for that width; points. ``colour`` for all."""
    scale = width / WIDTH
    canvas.saveState()
    canvas.translate(x, y + HEIGHT * scale)
    canvas.scale(scale, -scale)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for stroke in picture.strokes:
        shade = colour or COLOURS[stroke.role]
        path = canvas.beginPath()
        curve = stroke.curve
        path.moveTo(*curve[:2])
        for index in range(2, len(curve), 6):
            path.curveTo(*curve[index : index + 6])
        canvas.setStrokeColorRGB(*shade)
        canvas.setFillColorRGB(*shade)
        canvas.setLineWidth(STROKES[stroke.role])
        canvas.drawPath(path, stroke=int(not stroke.filled), fill=int(stroke.filled))
    canvas.restoreState()
