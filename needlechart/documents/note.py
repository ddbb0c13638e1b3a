"""The visit note: a chart in, a PDF out; the same chart gives the same bytes."""

from dataclasses import dataclass, fields
from typing import Any

from needlechart import catalogue
from needlechart.atlas.atlas import Atlas, load
from needlechart.documents import style
from needlechart.documents.canvas import new_canvas
from needlechart.documents.carried import carry
from needlechart.documents.pagination import Placed, paginate
from needlechart.documents.sections import (
    findings,
    later,
    letterhead,
    measures,
    needling,
    signature,
    soap,
    symptoms,
)
from needlechart.documents.strips import Strip, section
from needlechart.documents.text import TextStyle, forget, missing_in, one_line
from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative import Soap, compose
from needlechart.domain.rules.knowledge import Knowledge
from needlechart.domain.words import NoteOrder, Paper

TITLE = "Dry needling visit note"
CHANGED = "CHANGED"


@dataclass(frozen=True, slots=True)
class RenderedNote:
    """A PDF; ``missing_characters`` are the codes (``U+1F600``) that print in place of characters."""

    pdf: bytes
    pages: int
    missing_characters: tuple[str, ...]


def render_note(
    chart: VisitChart,
    *,
    paper: Paper | None = None,
    draft: bool = False,
    differs: bool = False,
    atlas: Atlas | None = None,
    knowledge: Knowledge | None = None,
) -> RenderedNote:
    """The note of a visit on the clinic's paper or another; ``draft`` prints DRAFT across each page.

    ``differs``: the chart is not what was signed; each page and a box on top say so. A visit without a seal
    is always a draft. ``knowledge`` is the catalogue's as of the signing, unless another is given.
    Raises AtlasError or CatalogueError when what the program ships with cannot be read.
    """
    try:
        across = CHANGED if differs else "DRAFT" if draft or chart.seal is None else ""
        return _rendered(chart, paper, across, atlas or load(), knowledge or catalogue.knowledge_of(chart))
    finally:
        forget()


def _rendered(
    chart: VisitChart, paper: Paper | None, across: str, atlas: Atlas, known: Knowledge
) -> RenderedNote:
    size = style.LETTER if (paper or chart.clinic.paper) is Paper.LETTER else style.A4
    strips = note_strips(chart, compose(chart, known.measures), atlas, known)
    if across == CHANGED:
        strips = [*letterhead.differs_box(), *strips]
    pages = paginate(strips, style.FIRST_TOP, style.NEXT_TOP, style.BOTTOM)
    made = chart.seal.signed_at if chart.seal is not None else chart.visit.started
    canvas, buffer = new_canvas(size, title=TITLE, author=chart.clinic.name, made=made)
    x = (size[0] - style.WIDTH) / 2
    top = size[1] - (size[1] - style.HEIGHT) / 2
    for number, placed in enumerate(pages, 1):
        if across:
            _watermark(canvas, size, across)
        if number > 1:
            letterhead.running_head(canvas, chart, TITLE, x, top)
        _draw_page(canvas, placed, x, top)
        letterhead.foot(canvas, chart, x, top, number, len(pages))
        canvas.showPage()
    carry(canvas, chart, (paper or chart.clinic.paper).value)
    canvas.save()
    return RenderedNote(buffer.getvalue(), len(pages), missing_in(_typed(chart)))


def note_strips(chart: VisitChart, said: Soap, atlas: Atlas, knowledge: Knowledge) -> list[Strip]:
    """The whole note from the letterhead to what was reported later."""
    visit = chart.visit
    found = [
        *soap.section_text(
            said.objective_beside_tables,
            edited=visit.objective_edited,
            copied=soap.copied_words(chart, "objective"),
        ),
        *measures.before_after(chart, knowledge.measures),
        *symptoms.symptom_areas(chart, atlas),
    ]
    treated = [*needling.needling(chart, atlas), *findings.findings(chart), *soap.follow_on(chart)]
    subjective = soap.section_text(
        said.subjective, edited=visit.subjective_edited, copied=soap.copied_words(chart, "subjective")
    )
    assessment = [*soap.assessment_text(chart, said.assessment), *soap.goals(chart)]
    plan = [*soap.plan_text(chart, said.plan), *soap.aftercare(chart)]
    if chart.clinic.note_order is NoteOrder.SOTAP:
        objective = [*section("O", found), *section("T", treated)]
    else:
        objective = section("O", [*found, *treated])
    return [
        *letterhead.letterhead(chart, TITLE),
        *letterhead.patient_block(chart),
        *letterhead.alerts_box(chart),
        *section("S", subjective),
        *objective,
        *section("A", assessment),
        *section("P", plan),
        *soap.screening(chart),
        *signature.signature_box(chart),
        *later.later(chart),
    ]


def _draw_page(canvas: Any, placed: list[Placed], x: float, top: float) -> None:
    for one in placed:
        y = top - one.top
        if one.letter:
            one_line(one.letter, style.LETTER_MARK).draw(canvas, x, y - 12.6)
        one.strip.draw(canvas, x, y)


def _watermark(canvas: Any, size: tuple[float, float], word: str) -> None:
    line = one_line(word, TextStyle(150, 150, bold=True, colour=style.WATERMARK))
    canvas.saveState()
    canvas.translate(size[0] / 2, size[1] / 2)
    canvas.rotate(52)
    line.draw(canvas, -line.width / 2, -52)
    canvas.restoreState()


def _typed(chart: VisitChart) -> list[str]:
    """Every text of the chart, for the report of characters without a glyph."""
    found: list[str] = []
    for one in fields(chart):
        if one.name == "content":
            continue  # what a measure is judged by; its words print from the measurement
        value = getattr(chart, one.name)
        for record in value if isinstance(value, tuple) else (value,):
            if record is not None and not isinstance(record, int):
                found += _texts_of(record)
    return found


def _texts_of(record: Any) -> list[str]:
    skipped = {"logo", "canonical", "certificate", "signature"}
    found = []
    for one in fields(record):
        value = getattr(record, one.name)
        if one.name in skipped:
            continue
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            found += [part for part in value if isinstance(part, str)]
    return found
