"""Puts shaped glyphs on a page so that they are seen, searched and copied as they were typed."""

from typing import Any

from needlechart.documents.embedding import Embedding, embedding
from needlechart.documents.fonts import Face, outline
from needlechart.documents.shaping import Cluster, Glyph, Run


def draw_clusters(
    canvas: Any,
    run: Run,
    clusters: tuple[Cluster, ...],
    colour: tuple[float, float, float],
    at: tuple[float, float],
    size: float,
) -> None:
    """Glyphs from left to right; what stands on or under the first glyph of a cluster is drawn as a shape.

    Readers turn right-to-left text around letter by letter, so there every letter has a code of its
    own: where several letters share a glyph, blanks carry the letters and the glyphs are shapes.
    """
    x, y = at
    font = embedding(canvas._doc, run.face)
    unit = size / 1000
    red, green, blue = colour
    parts = [f"BT {red:.3g} {green:.3g} {blue:.3g} rg /{font.internal_name} {size:.5g} Tf"]
    parts.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm [<")
    shapes = []
    pen = 0.0
    backwards = run.level % 2 == 1
    for cluster in reversed(clusters) if backwards else clusters:
        first, others = cluster.glyphs[0], cluster.glyphs[1:]
        width = round(cluster.advance)
        if backwards and len(cluster.text) > 1:
            parts.append(_blanks(font, cluster.text, width))
            others = cluster.glyphs
        elif first.x or first.y:
            parts.append(_moved(f"{font.code(first.number, cluster.text, width):04X}", first, unit))
        else:
            parts.append(f"{font.code(first.number, cluster.text, width):04X}")
        shapes += [_shape(run.face, glyph, x + pen * unit, y, unit) for glyph in others]
        pen += cluster.advance
    canvas._code.append("".join([" ".join(parts[:2]), *parts[2:], ">] TJ ET"]))
    canvas._code.extend(shapes)


def _blanks(font: Embedding, text: str, width: int) -> str:
    """Blanks side by side, one for each letter, the last letter first."""
    blank = font.face.shaper.get_nominal_glyph(0x20)
    share, rest = divmod(width, len(text))
    widths = [share + rest, *[share] * (len(text) - 1)]
    return "".join(
        f"{font.code(blank, letter, one):04X}" for letter, one in zip(reversed(text), widths, strict=True)
    )


def _moved(code: str, glyph: Glyph, unit: float) -> str:
    """A glyph shown away from the pen, which then goes on as if it were not."""
    right, up = glyph.x, glyph.y * unit
    shown = f"> {-right:.0f} <{code}> {right:.0f} <" if abs(right) >= 0.5 else code
    return f">] TJ {up:.2f} Ts [<{shown}>] TJ 0 Ts [<" if up else shown


def _shape(face: Face, glyph: Glyph, x: float, y: float, unit: float) -> str:
    """A glyph as a filled outline: seen, but not a second time in the text."""
    left, base = x + glyph.x * unit, y + glyph.y * unit
    parts = []
    for operator, numbers in outline(face, glyph.number):
        shifted = [
            f"{value * unit + (base if index % 2 else left):.2f}" for index, value in enumerate(numbers)
        ]
        parts.append(" ".join([*shifted, operator]))
    return " ".join([*parts, "f"]) if parts else ""
