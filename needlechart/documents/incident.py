"""The incident report of one adverse event: what is known, and lines to write on for what is not."""

from dataclasses import dataclass
from typing import Any

from needlechart.documents import style
from needlechart.documents.canvas import new_canvas
from needlechart.documents.pagination import paginate
from needlechart.documents.sections import letterhead
from needlechart.documents.sections.needling import muscle_words
from needlechart.documents.sections.signature import moment_words
from needlechart.documents.strips import Strip, baseline, paragraph, rule, space
from needlechart.documents.text import Span, TextStyle, forget, lines_of, missing_in, one_line
from needlechart.documents.wording import TECHNIQUE
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Needling
from needlechart.domain.rules.laterality import sided
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.words import Paper, Severity

TITLE = "Incident report"
HEAD = TextStyle(12, 17, bold=True, colour=style.INK)
VALUE = TextStyle(10.5, 15, colour=style.INK)
LABEL_WIDTH = 128.0
BLANKS = 2
"""So many empty lines stand where nothing was recorded."""

SEVERITIES = {
    Severity.MILD: "Mild: short, reversible, no inconvenience",
    Severity.SIGNIFICANT: "Significant: needs medical care or interferes with activity",
    Severity.SERIOUS: "Serious: hospital, lasting disability or death",
}
"""The severities after White, as the documentation standard words them (section 4)."""


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A PDF; ``missing_characters`` are the codes (``U+1F600``) that print in place of characters."""

    pdf: bytes
    pages: int
    missing_characters: tuple[str, ...]


def render_incident(chart: VisitChart, event_id: str, *, paper: Paper | None = None) -> RenderedReport:
    """The report of one event of the chart; the same chart gives the same bytes.

    Raises KeyError when the chart has no such event.
    """
    event = next((one for one in chart.adverse_events if one.id == event_id), None)
    if event is None:
        raise KeyError("AdverseEvent")
    try:
        return _rendered(chart, event, paper or chart.clinic.paper)
    finally:
        forget()


def _rendered(chart: VisitChart, event: AdverseEvent, paper: Paper) -> RenderedReport:
    size = style.LETTER if paper is Paper.LETTER else style.A4
    pages = paginate(_strips(chart, event), style.FIRST_TOP, style.NEXT_TOP, style.BOTTOM)
    made = event.recorded_at or chart.visit.started
    canvas, buffer = new_canvas(size, title=TITLE, author=chart.clinic.name, made=made)
    x = (size[0] - style.WIDTH) / 2
    top = size[1] - (size[1] - style.HEIGHT) / 2
    for number, placed in enumerate(pages, 1):
        if number > 1:
            letterhead.running_head(canvas, chart, TITLE, x, top)
        for one in placed:
            one.strip.draw(canvas, x, top - one.top)
        _foot(canvas, chart, x, top, number, len(pages))
        canvas.showPage()
    canvas.save()
    typed = [event.kind_text, event.onset_words, event.duration, event.action, event.referred_to]
    typed += [event.outcome, event.reported_to, event.cause, event.note, chart.patient.full_name]
    return RenderedReport(buffer.getvalue(), len(pages), missing_in(typed))


def _strips(chart: VisitChart, event: AdverseEvent) -> list[Strip]:
    recorded = moment_words(event.recorded_at) if event.recorded_at else ""
    return [
        *letterhead.letterhead(chart, TITLE),
        space(6),
        *_row("Patient", letterhead.full_name(chart)),
        *_row("Record number", chart.patient.record_number),
        *_row("Born", date_words(chart.patient.birth_date) if chart.patient.birth_date else ""),
        *_row("Visit", f"{date_words(chart.visit.started.date())}, {clock(chart.visit.started)}"),
        *_row("Therapist", chart.visit.clinician_name or chart.clinician.signature_name),
        *_head("What happened"),
        *_row("Event", event.kind_text),
        *_row("Severity", SEVERITIES[event.severity]),
        *_row("Site", _site(chart, event)),
        *_row("Needle", _needle(chart, event)),
        *_row("Began", _onset(event), blanks=1),
        *_row("Lasted", event.duration, blanks=1),
        *_row("In words", event.note, blanks=BLANKS),
        *_head("What was done"),
        *_row("Action", event.action, blanks=BLANKS),
        *_row("Referred to", event.referred_to, blanks=1),
        *_row("Outcome", event.outcome, blanks=1),
        *_row("Reported to", event.reported_to, blanks=1),
        *_row("Likely cause", event.cause, blanks=BLANKS),
        *_row("Needles", _count(chart)),
        *_row("Recorded", recorded),
        *_head("Follow-up of this report"),
        *_row("Measures taken", "", blanks=BLANKS),
        _sign_lines(chart),
    ]


def _head(text: str) -> list[Strip]:
    strips = paragraph(text, HEAD, left=0, width=style.WIDTH, gap=12)
    return [Strip(one.height, one.draw, one.gap, keep=True) for one in strips]


def _row(label: str, value: str, *, blanks: int = 0) -> list[Strip]:
    """A label with its value; without one a line to write on, or none where the program would know."""
    if not value.strip():
        return [_blank(label, blanks)] if blanks else []
    width = style.WIDTH - LABEL_WIDTH
    lines = lines_of([Span(value.strip(), colour=style.INK)], VALUE, width)
    name = one_line(label, style.BODY_MUTED)
    strips = []
    for number, line in enumerate(lines):

        def draw(canvas: Any, x: float, top: float, number: int = number, line: Any = line) -> None:
            if number == 0:
                name.draw(canvas, x, top - baseline(VALUE))
            shift = width - line.width if line.backwards else 0.0
            line.draw(canvas, x + LABEL_WIDTH + shift, top - baseline(VALUE))

        strips.append(Strip(VALUE.leading, draw, 3.0 if number == 0 else 0.0))
    return strips


def _blank(label: str, count: int) -> Strip:
    name = one_line(label, style.BODY_MUTED)

    def draw(canvas: Any, x: float, top: float) -> None:
        name.draw(canvas, x, top - 14)
        for number in range(count):
            y = top - 17 - number * 20
            rule(canvas, x + LABEL_WIDTH, y, style.WIDTH - LABEL_WIDTH, style.MUTED, 0.5)

    return Strip(20.0 * count, draw, 3.0)


def _site(chart: VisitChart, event: AdverseEvent) -> str:
    point = next((one for one in chart.points if one.id == event.trigger_point_id), None)
    return f"{point.number}, {sided(point.side, lower_first(muscle_words(point)))}" if point else ""


def _needle(chart: VisitChart, event: AdverseEvent) -> str:
    mine = [one for one in chart.needlings if one.trigger_point_id == event.trigger_point_id and one.was_in]
    return "; ".join(_needle_words(one) for one in mine) if event.trigger_point_id else ""


def _needle_words(one: Needling) -> str:
    said = [f"{one.size} mm" if one.size else ""]
    said += [f"depth {one.depth_mm:g} mm" if one.depth_mm is not None else ""]
    said += [TECHNIQUE[one.technique].lower() if one.technique is not None else ""]
    said += [f"lot {one.lot}" if one.lot else ""]
    return ", ".join(part for part in said if part)


def _onset(event: AdverseEvent) -> str:
    moment = f"{date_words(event.onset.date())}, {clock(event.onset)}" if event.onset else ""
    return ", ".join(part for part in (event.onset_words.strip(), moment) if part)


def _count(chart: VisitChart) -> str:
    return needle_count(chart).words if chart.needlings else ""


def _sign_lines(chart: VisitChart) -> Strip:
    """Who reports and when, by hand: the report may be made before the visit is signed."""
    name = one_line(f"Name: {chart.clinician.signature_name}", style.BODY)
    labels = (("Signature", 0.0, 0.66), ("Date", 0.7, 1.0))

    def draw(canvas: Any, x: float, top: float) -> None:
        name.draw(canvas, x, top - 12)
        for label, start, end in labels:
            left, width = x + start * style.WIDTH, (end - start) * style.WIDTH
            rule(canvas, left, top - 46, width, style.INK, 0.7)
            one_line(label, style.SMALL_MUTED).draw(canvas, left, top - 57)

    return Strip(62, draw, 16)


def _foot(canvas: Any, chart: VisitChart, x: float, top: float, number: int, count: int) -> None:
    rule(canvas, x, top - style.FOOT_RULE, style.WIDTH, style.HAIRLINE, 0.6)
    said = f"{TITLE} · {chart.patient.record_number} · visit {date_words(chart.visit.started.date())}"
    one_line(said, style.FOOT).draw(canvas, x, top - style.FOOT_LINE)
    page = one_line(f"Page {number} of {count}", style.FOOT)
    page.draw(canvas, x + style.WIDTH - page.width, top - style.FOOT_LINE)
