"""The picture sheet of the atlas for a clinician's review: every plate with its labels, on landscape pages.

    render_atlas_sheet(atlas, paper=Paper.A4) -> bytes

Then, for each view, the structures to avoid and the usual points, with their sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from needlechart.atlas import AtlasError
from needlechart.atlas.atlas import Atlas, load
from needlechart.atlas.reviews import Review, plate_name, reviews
from needlechart.atlas.style import COLOUR_LIGHT, LIGHT, PRINT, BodyColours
from needlechart.documents import style
from needlechart.documents.atlas_lists import Entry, draw_list, points_of, structures_of
from needlechart.documents.atlas_names import names_on
from needlechart.documents.atlas_sheet_page import Heading, SheetPage
from needlechart.documents.body_map import NAMES
from needlechart.documents.canvas import new_canvas
from needlechart.documents.leaders import Label
from needlechart.documents.text import forget
from needlechart.domain.words import Figure, Layer, Paper, View

LAYERS = {
    Layer.SURFACE: "skin",
    Layer.SUPERFICIAL: "superficial muscles",
    Layer.INTERMEDIATE: "middle muscles",
    Layer.DEEP: "deep muscles",
}
STYLES = {"colour": COLOUR_LIGHT, "quiet": LIGHT, "print": PRINT}

_HINT = "Bold: can be marked. Grey: for orientation only. Pairs are labelled on one side."
_SIDES = (View.LEFT, View.RIGHT)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page to come: its name in the table of reviews, its words and what draws it."""

    name: str
    title: str
    subtitle: str
    draw: Callable[[Any, tuple[float, float]], SheetPage]


def render_atlas_sheet(
    atlas: Atlas,
    *,
    paper: Paper = Paper.A4,
    colours: BodyColours = COLOUR_LIGHT,
    figures: Sequence[Figure] = tuple(Figure),
) -> bytes:
    """The PDF. Raises AtlasError."""
    height, width = style.LETTER if paper is Paper.LETTER else style.A4
    made = datetime(2000, 1, 1, tzinfo=UTC)  # the same bytes for the same atlas
    canvas, buffer = new_canvas(
        (width, height), title="Body atlas for review", author="needlechart", made=made
    )
    sheets = [*_plates(atlas, colours, figures), *_lists(atlas)]
    known = reviews()
    try:
        for number, sheet in enumerate(sheets, 1):
            page = sheet.draw(canvas, (width, height))
            review = known.get(sheet.name, Review(sheet.name))
            version = atlas.version
            page.heading(Heading(sheet.title, sheet.subtitle, review, number, len(sheets), version))
            canvas.bookmarkPage(sheet.name)
            canvas.addOutlineEntry(f"{sheet.title}, {sheet.subtitle.split('.')[0].lower()}", sheet.name, 0)
            canvas.showPage()
    finally:
        forget()
    canvas.save()
    return buffer.getvalue()


def _plates(atlas: Atlas, colours: BodyColours, figures: Sequence[Figure]) -> Iterator[_Sheet]:
    for figure in figures:
        for view in View:
            for layer in Layer:
                yield _Sheet(
                    name=plate_name(figure, view, layer),
                    title=f"{NAMES[view]}, {LAYERS[layer]}",
                    subtitle=f"{figure.capitalize()} figure. {_HINT}",
                    draw=partial(_plate, atlas, colours, figure, view, layer),
                )


def _plate(
    atlas: Atlas,
    colours: BodyColours,
    figure: Figure,
    view: View,
    layer: Layer,
    canvas: Any,
    size: tuple[float, float],
) -> SheetPage:
    plate = atlas.plate(figure, view, layer)
    page = SheetPage(canvas, size, plate)
    page.body(colours)
    names = names_on(atlas, plate)
    middle = (page.left + page.right) / 2
    columns: tuple[list[Label], list[Label]] = [], []
    for name in names:
        label = Label(name.text, page.point(*name.at), strong=name.markable)
        right = label.at[0] > middle if view in _SIDES else name.markable
        columns[right].append(label)
    page.labels(columns[0], at_left=True)
    page.labels(columns[1], at_left=False)
    return page


def _lists(atlas: Atlas) -> Iterator[_Sheet]:
    for view in View:
        if entries := structures_of(atlas, view):
            yield _Sheet(
                name=f"structures_{view}",
                title=f"{NAMES[view]}, structures to avoid",
                subtitle="Female figure. Hatched: where each is expected; people vary. Numbered on one side.",
                draw=partial(_list, atlas, view, Layer.DEEP, entries),
            )
    for view in View:
        for layer in (Layer.SUPERFICIAL, Layer.INTERMEDIATE, Layer.DEEP):
            if entries := points_of(atlas, view, layer):
                yield _Sheet(
                    name=f"points_{view}_{layer}",
                    title=f"{NAMES[view]}, usual points in the {LAYERS[layer]}",
                    subtitle="Female figure, one side. Where a mark entered by name is put: own estimate.",
                    draw=partial(_list, atlas, view, layer, entries),
                )


def _list(
    atlas: Atlas, view: View, layer: Layer, entries: Sequence[Entry], canvas: Any, size: tuple[float, float]
) -> SheetPage:
    page = SheetPage(canvas, size, atlas.plate(Figure.FEMALE, view, layer), middle=0.2)
    page.body(PRINT)
    draw_list(page, entries)
    return page


def command(arguments: list[str] | None = None) -> int:
    """`OUT.pdf` with `--paper`, `--style`, `--figure`; the exit code."""
    import argparse
    from pathlib import Path

    from needlechart.documents.write import write_document

    parser = argparse.ArgumentParser(
        prog="python -m needlechart.atlas.sheet", description=__doc__.splitlines()[0]
    )
    parser.add_argument("out", type=Path, metavar="OUT.pdf")
    parser.add_argument("--paper", choices=[paper.value for paper in Paper], default=Paper.A4.value)
    parser.add_argument("--style", choices=list(STYLES), default="colour")
    parser.add_argument("--figure", choices=[figure.value for figure in Figure], action="append")
    asked = parser.parse_args(arguments)
    figures = [Figure(name) for name in asked.figure] if asked.figure else tuple(Figure)
    paper, colours = Paper(asked.paper), STYLES[asked.style]
    try:
        pdf = render_atlas_sheet(load(), paper=paper, colours=colours, figures=figures)
        write_document(asked.out, pdf)
    except (AtlasError, OSError) as error:
        parser.error(f"the sheet cannot be made: {error}")
    return 0
