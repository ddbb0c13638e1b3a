"""Where the symptoms are: a panel for each phase and view; S and O tell the areas by their letters.

Where a person wrote those sections the areas are told here, so that no edited text takes them out of the
note.
"""

from typing import Any

from needlechart.atlas.atlas import Atlas
from needlechart.documents import style
from needlechart.documents.body_map import NAMES, MapArea, MapPicture, draw
from needlechart.documents.strips import Strip, heading, paragraph
from needlechart.documents.text import Span
from needlechart.documents.wording import PHASE
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.symptom_areas import area_words, free_words, lettered
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.words import Phase, View

SIZE = (114.0, 132.0)
"""Width and height of a panel in points; four stand side by side."""

GAP = 8.0
PER_ROW = 4
ESTIMATE = (
    "The letters are those of the text. Shares of the body’s surface are estimates from the flat drawing; "
    "front and back are the whole."
)


def symptom_areas(chart: VisitChart, atlas: Atlas) -> list[Strip]:
    """Panels before and after; nothing where nothing was drawn and nothing was said."""
    phases = [phase for phase in (Phase.BEFORE, Phase.AFTER, Phase.FOLLOW_UP) if lettered(chart.areas, phase)]
    pictures = [picture for phase in phases for picture in _pictures(chart, phase)]
    edited = {Phase.BEFORE: chart.visit.subjective_edited, Phase.AFTER: chart.visit.objective_edited}
    free = [free_words(chart.visit, phase) for phase in edited if edited[phase]]
    said = [one for words in free if words for one in paragraph(words, style.SMALL, gap=1.2)]
    if not pictures:
        return [heading("Symptoms on the body", "O"), *said] if said else []
    rows = [pictures[start : start + PER_ROW] for start in range(0, len(pictures), PER_ROW)]
    strips = [heading("Symptoms on the body", "O"), *(_row(some, atlas) for some in rows)]
    strips += said
    for phase in phases:
        for letter, area in lettered(chart.areas, phase) if edited.get(phase, True) else ():
            strips += _line(f"{PHASE[phase].capitalize()}, {letter}: ", area)
    return strips + paragraph([Span(ESTIMATE, colour=style.MUTED)], style.SMALL, gap=2.0)


def _pictures(chart: VisitChart, phase: Phase) -> list[MapPicture]:
    mine = lettered(chart.areas, phase)
    return [
        MapPicture(
            view=view,
            figure=chart.patient.figure,
            areas=tuple(_drawn(letter, area) for letter, area in mine if area.view is view),
            name=f"{PHASE[phase].capitalize()}: {NAMES[view].partition(' (')[0].lower()}",
        )
        for view in View
        if any(area.view is view for _, area in mine)
    ]


def _drawn(letter: str, area: SymptomArea) -> MapArea:
    corners = tuple(zip(area.outline[::2], area.outline[1::2], strict=True))
    return MapArea(corners, pattern_of(area.quality), letter, dashed=area.phase is not Phase.BEFORE)


def pattern_of(quality: str) -> str:
    """The pattern of a quality; what the catalogue does not know prints as rising lines."""
    from needlechart.catalogue import symptom_qualities

    known = symptom_qualities().get(quality)
    return known.pattern.value if known is not None else "rising"


def _row(pictures: list[MapPicture], atlas: Atlas) -> Strip:
    def paint(canvas: Any, x: float, top: float) -> None:
        for index, picture in enumerate(pictures):
            at = x + style.INDENT + index * (SIZE[0] + GAP)
            draw(canvas, picture, atlas, at, top - SIZE[1], *SIZE)

    return Strip(SIZE[1], paint, gap=4.0)


def _line(label: str, area: SymptomArea) -> list[Strip]:
    return paragraph(
        [Span(label, bold=True, colour=style.INK), Span(area_words(area), colour=style.INK)],
        style.SMALL,
        gap=1.2,
    )
