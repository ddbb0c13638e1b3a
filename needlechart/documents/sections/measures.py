"""What was measured before and after needling."""

from collections.abc import Mapping
from dataclasses import replace

from needlechart.documents import style
from needlechart.documents.marks import side_cell
from needlechart.documents.strips import Strip, heading, paragraph
from needlechart.documents.table import Cell, Column, table
from needlechart.documents.text import Span
from needlechart.domain.chart import VisitChart
from needlechart.domain.measure import Measurement
from needlechart.domain.rules.change import Change, at_follow_up, changes
from needlechart.domain.rules.knowledge import MeasureFacts
from needlechart.domain.rules.laterality import side_words, sided
from needlechart.domain.rules.measure_text import measurement_text
from needlechart.domain.rules.text import lower_first
from needlechart.domain.words import Phase

COLUMNS = (
    Column("Measure", 0, 136),
    Column("Side", 141, 52),
    Column("Before", 182, 56, right=True),
    Column("After", 242, 52, right=True),
    Column("Change", 298, 52, right=True),
    Column("", 359, style.COLUMN - 359),
)

TODAY = (
    Column("Measure", 0, 136),
    Column("Side", 141, 52),
    Column("Value", 200, style.COLUMN - 200),
)
"""Without needling there is no before and after."""


def before_after(chart: VisitChart, measures: Mapping[str, MeasureFacts]) -> list[Strip]:
    """The table of measures, the notes below it, and measures taken later; empty without measures."""
    found = changes(chart, measures)
    strips: list[Strip] = []
    if found and not chart.needles_in and all(change.after is None for change in found):
        strips += [heading("Measured today", "O"), *table(TODAY, [_today(change) for change in found])]
    elif found:
        rows = [_row(change) for change in found]
        when = "Before and after needling" if chart.needles_in else "Measured before and after"
        strips += [heading(f"{when}, same session", "O"), *table(COLUMNS, rows)]
    for one in chart.measurements:
        if one.note or one.doubt or one.phase is Phase.FOLLOW_UP:
            later = at_follow_up(chart, measures, one) if one.phase is Phase.FOLLOW_UP else ""
            strips += paragraph(_note(one, later), style.SMALL, gap=2.0)
    return strips


def _row(change: Change) -> list[Cell]:
    return [
        Cell(change.name),
        side_cell(change.side, side_words(change.side)),
        Cell(change.before_text or "–"),
        Cell(change.after_text or "–", style.TABLE_BOLD),
        Cell(change.difference_text, style.TABLE_BOLD),
        Cell(change.word),
    ]


def _today(change: Change) -> list[Cell]:
    side = side_cell(change.side, side_words(change.side))
    return [Cell(change.name), side, Cell(change.before_text or "–", style.TABLE_BOLD)]


def _note(one: Measurement, change: str = "") -> list[Span]:
    name = sided(one.side, lower_first(one.measure_name)) if side_words(one.side) else one.measure_name
    label = f"{name}, {one.phase.value.replace('_', '-')}: "
    said = measurement_text(one) if one.phase is Phase.FOLLOW_UP else ""
    doubt = f"kept as stated, judged implausible: {one.doubt}" if one.doubt else ""
    text = "; ".join(part for part in (said, change, one.note, doubt) if part)
    return [
        Span(f"{label[:1].upper()}{label[1:]}", bold=True, colour=style.INK),
        Span(text, colour=style.INK),
    ]


def spaced(strips: list[Strip], gap: float) -> list[Strip]:
    """The same strips with more space above the first."""
    return [replace(strips[0], gap=gap), *strips[1:]] if strips else strips
