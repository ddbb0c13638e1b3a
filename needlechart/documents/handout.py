"""The aftercare handout: a chart in, one page for the patient out; the same chart gives the same bytes.

First name only. Where the words of a person make it longer than a page, the gaps close first and then it
goes on; nothing is cut.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from needlechart.atlas.atlas import Atlas, load
from needlechart.catalogue import AdviceGroup
from needlechart.catalogue.handout_texts import SheetText, exercises_of, sheet_of, version_of
from needlechart.documents import style
from needlechart.documents.canvas import new_canvas
from needlechart.documents.handout_parts import (
    TEXT,
    advice_beside_places,
    boxes,
    full_width,
    head,
    movements,
    split_line,
    told_bold,
)
from needlechart.documents.pagination import Placed, paginate
from needlechart.documents.sore_places import places_of
from needlechart.documents.strips import Strip, rule, rule_strip
from needlechart.documents.text import Span, TextStyle, forget, missing_in, one_line
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.discharge import discharges
from needlechart.domain.rules.home_programme import home_exercises, home_words, printed_goal
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import DAYS, MONTHS
from needlechart.domain.words import CheckWay, Paper

TITLE = "Aftercare for dry needling"
WITHOUT_NEEDLES = "After your visit"
HEADING = TextStyle(25, 32, bold=True, colour=style.INK)
INTRO = TextStyle(12.9, 17.6, colour=style.INK)
WHO = TextStyle(11.7, 16, colour=style.MUTED)
CLOSER = (1.0, 0.85, 0.7, 0.55, 0.4, 0.3)
"""What is left of the gaps between parts, step by step, where one page is not enough."""


@dataclass(frozen=True, slots=True)
class RenderedHandout:
    """A PDF; ``missing_characters`` are the codes (``U+1F600``) that print in place of characters."""

    pdf: bytes
    pages: int
    missing_characters: tuple[str, ...]


def render_handout(
    chart: VisitChart, *, paper: Paper | None = None, atlas: Atlas | None = None
) -> RenderedHandout:
    """The sheet for the patient, before or after signing, on the clinic's paper or another.

    Raises AtlasError or CatalogueError when what the program ships with cannot be read.
    """
    try:
        return _rendered(chart, paper or chart.clinic.paper, atlas or load())
    finally:
        forget()


def _rendered(chart: VisitChart, paper: Paper, atlas: Atlas) -> RenderedHandout:
    size = style.LETTER if paper is Paper.LETTER else style.A4
    sheet = sheet_of(chart)
    strips = handout_strips(chart, atlas, sheet)
    pages = _pages(strips)
    title = TITLE if chart.needles_in else WITHOUT_NEEDLES
    canvas, buffer = new_canvas(size, title=title, author=chart.clinic.name, made=chart.visit.started)
    x = (size[0] - style.WIDTH) / 2
    top = size[1] - (size[1] - style.HEIGHT) / 2
    for number, placed in enumerate(pages, 1):
        for one in placed:
            one.strip.draw(canvas, x, top - one.top)
        _foot(canvas, x, top, f"{title} · text {version_of(sheet)}", number, len(pages))
        canvas.showPage()
    canvas.save()
    return RenderedHandout(buffer.getvalue(), len(pages), missing_in(_typed(chart, sheet)))


def _pages(strips: Sequence[Strip]) -> list[list[Placed]]:
    for share in CLOSER:
        closer = [replace(strip, gap=strip.gap * share) for strip in strips]
        pages = paginate(closer, style.FIRST_TOP, style.FIRST_TOP, style.BOTTOM)
        if len(pages) == 1:
            return pages
    return paginate(strips, style.FIRST_TOP, style.FIRST_TOP, style.BOTTOM)


def handout_strips(chart: VisitChart, atlas: Atlas, sheet: Sequence[SheetText]) -> list[Strip]:
    """From the clinic's name to the therapist's; ``sheet`` are the catalogue's texts on it."""
    facts = [one for one in sheet if one.place in (AdviceGroup.TOLD.value, AdviceGroup.EXTRA.value)]
    first = next((one for one in facts if not one.pictogram and one.heading), None)
    needled = chart.needles_in > 0
    title = first.heading if first and needled else f"{WITHOUT_NEEDLES} today"
    strips = [*head(chart), *full_width(title, HEADING, gap=10)]
    if first and needled:
        strips += full_width(told_bold(first.text), INTRO, gap=2)
    items = [one for one in facts if one.pictogram]
    strips += advice_beside_places(items, *places_of(chart), chart.patient.figure, atlas)
    exercises = exercises_of(sheet)
    strips += movements(home_exercises(chart), exercises, chart.visit.home_frequency, home_words(chart))
    if needled and (any(one.id == "when_to_call" for one in facts) or not _answered(chart)):
        call, emergency = _group(sheet, AdviceGroup.CALL), _group(sheet, AdviceGroup.EMERGENCY)
        strips.append(boxes(chart.clinic.phone, call, emergency))
    return [*strips, *_days_to_come(chart), *_closing(chart, sheet)]


def _answered(chart: VisitChart) -> bool:
    return chart.aftercare is not None and bool(chart.aftercare.told)


def _group(sheet: Sequence[SheetText], group: AdviceGroup) -> list[str]:
    return [one.text for one in sheet if one.place == group.value]


def _days_to_come(chart: VisitChart) -> list[Strip]:
    """When somebody asks, and when the patient comes again."""
    due = next((one for one in chart.follow_ups if one.way is CheckWay.CALL), None)
    way = chart.aftercare.soreness_check if chart.aftercare else None
    asked: Sequence[Span] = ()
    if due is not None and way is not CheckWay.NONE:
        start, end = due.due_from.astimezone(), due.due_to.astimezone()
        if (start.year, start.month) == (end.year, end.month):
            days = f"{start.day} or {end.day} {MONTHS[end.month - 1]}"
        else:
            days = f"{start.day} {MONTHS[start.month - 1]} or {end.day} {MONTHS[end.month - 1]}"
        asked = (Span("We will call you", bold=True), Span(f" on {days} to ask how you are."))
    elif way is CheckWay.NEXT_VISIT:
        asked = (Span("We will ask", bold=True), Span(" how you are at your next visit."))
    return split_line(asked, _next_visit(chart))


def _next_visit(chart: VisitChart) -> Sequence[Span]:
    day, words = chart.visit.next_visit, chart.visit.next_visit_words.strip()
    if day is not None:
        told = f" {DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
        return (Span("Next visit", bold=True), Span(told))
    if words and not discharges(chart.visit):
        return (Span("Next visit", bold=True), Span(f" {lower_first(words)}"))
    return ()


def _closing(chart: VisitChart, sheet: Sequence[SheetText]) -> list[Strip]:
    goal = printed_goal(chart)
    strips: list[Strip] = []
    if goal is not None:
        moving = chart.needles_in and (home_exercises(chart) or home_words(chart))
        end = " ".join(_group(sheet, AdviceGroup.CLOSING)) if moving else ""
        aim = lower_first(goal.text.strip().rstrip("."))
        spans = [Span("Your goal: ", bold=True), Span(f"{aim}. {end}".rstrip())]
        strips.append(rule_strip(colour=style.HAIRLINE, weight=0.9, left=0, width=style.WIDTH, gap=10))
        strips += full_width(spans, TEXT, gap=9)
    return [*strips, *full_width(chart.clinician.signature_name, WHO, gap=4)]


def _foot(canvas: Any, x: float, top: float, title: str, number: int, count: int) -> None:
    rule(canvas, x, top - style.FOOT_RULE, style.WIDTH, style.HAIRLINE, 0.6)
    one_line(title, style.FOOT).draw(canvas, x, top - style.FOOT_LINE)
    page = one_line(f"Page {number} of {count}", style.FOOT)
    page.draw(canvas, x + style.WIDTH - page.width, top - style.FOOT_LINE)


def _typed(chart: VisitChart, sheet: Sequence[SheetText]) -> list[str]:
    """Every typed text that may stand on the sheet."""
    goal = printed_goal(chart)
    texts = [chart.clinic.name, chart.clinic.phone, chart.clinic.hours, chart.clinician.signature_name]
    texts += [chart.patient.preferred_name, chart.patient.given_name, goal.text if goal else ""]
    texts += [text for one in home_exercises(chart) for text in (one.what, one.dose, one.note)]
    texts += [text for one in sheet for text in (one.heading, one.text)]
    return [*texts, chart.visit.home_programme, chart.visit.home_frequency, chart.visit.next_visit_words]
