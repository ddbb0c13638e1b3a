"""Letterhead, patient block and alerts at the top of a note."""

from base64 import b64decode
from binascii import Error as NotBase64
from functools import cache
from io import BytesIO
from typing import Any

from needlechart.documents import style
from needlechart.documents.strips import Strip, baseline, paragraph, rule, rule_strip, space
from needlechart.documents.text import Line, Span, TextStyle, fitting_line, lines_of, one_line
from needlechart.documents.wording import AGREEMENT, CHAPERONE, NOT_STATED
from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.rules.alerts import told_against
from needlechart.domain.rules.consent import form_at_treatment
from needlechart.domain.rules.laterality import side_words
from needlechart.domain.rules.time_words import clock, date_words, long_date
from needlechart.domain.visit import Visit
from needlechart.domain.words import Agreement

HEAD_LINES = 4
"""A longer text is cut in its place of fixed size and printed whole below it."""
COLUMNS = (0.0, 165.0, 275.8, 386.6, style.WIDTH)


def letterhead(chart: VisitChart, title: str) -> list[Strip]:
    """Clinic at one edge, title and time of treatment at the other."""
    clinic, visit = chart.clinic, chart.visit
    logo = _logo(clinic.logo)
    room = style.WIDTH - 200 - (44 if logo else 0)
    name = lines_of(clinic.name, style.TITLE, room)[:HEAD_LINES]
    address = " · ".join(part for part in (_on_one_line(clinic.address), clinic.phone, clinic.email) if part)
    below = lines_of(address, style.SUBTITLE, room)[:HEAD_LINES] if address else []
    ended = f" to {clock(visit.ended)}" if visit.ended else ""
    when = one_line(f"{long_date(visit.started)}, {clock(visit.started)}{ended}", style.SUBTITLE)
    heading = one_line(title, style.TITLE)
    height = max(len(name) * 16 + len(below) * 12, 28, 36 if logo else 0) + 6

    def draw(canvas: Any, x: float, top: float) -> None:
        left = x
        if logo is not None:
            canvas.drawImage(
                logo, x, top - 34, width=34, height=34, mask="auto", preserveAspectRatio=True, anchor="nw"
            )
            left += 44
        _lines(canvas, name, left, top, style.TITLE)
        _lines(canvas, below, left, top - len(name) * 16, style.SUBTITLE)
        heading.draw(canvas, x + style.WIDTH - heading.width, top - baseline(style.TITLE))
        when.draw(canvas, x + style.WIDTH - when.width, top - 16 - baseline(style.SUBTITLE))

    line = rule_strip(colour=style.ACCENT, weight=1.4, left=0, width=style.WIDTH, gap=0)
    whole = [
        strip
        for text, text_style in ((clinic.name, style.TITLE), (address, style.SUBTITLE))
        if len(lines_of(text, text_style, room)) > HEAD_LINES
        for strip in paragraph(text, style.SMALL, left=0, width=style.WIDTH, gap=4.0)
    ]
    return [Strip(height, draw, keep=True), line, *whole]


def _on_one_line(text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.splitlines() if line.strip())


@cache
def _logo(encoded: str) -> Any:
    """The clinic's logo, None without one or when the picture cannot be read."""
    from reportlab.lib.utils import ImageReader

    if not encoded:
        return None
    try:
        return ImageReader(BytesIO(b64decode(encoded)))
    except (NotBase64, OSError, ValueError):
        return None


def patient_block(chart: VisitChart) -> list[Strip]:
    """Who, by whom, which visit, what was consented to; facts not known are ``not stated``."""
    facts = [*_identity(chart), *_visit_facts(chart)]
    strips = [space(5.5)]
    for start in range(0, len(facts), 4):
        strips.append(_fact_row(facts[start : start + 4]))
    too_long = [
        (label, value)
        for place, (label, value, bold) in enumerate(facts)
        if len(_value_lines(place % 4, value, bold=bold)) > HEAD_LINES
    ]
    spans: list[Span] = []
    for label, text in [*too_long, *_long_facts(chart)]:
        spans += [Span(f"{label}\u00a0 ", colour=style.MUTED), Span(f"{text}     ", colour=style.INK)]
    strips += paragraph(spans, style.TABLE, left=0, width=style.WIDTH)
    strips.append(rule_strip(colour=style.HAIRLINE, weight=0.7, left=0, width=style.WIDTH, gap=5.5))
    return strips


def _identity(chart: VisitChart) -> list[tuple[str, str, bool]]:
    patient = chart.patient
    day = chart.visit.started.date()
    age = patient.age_on(day)
    born = date_words(patient.birth_date) if patient.birth_date else NOT_STATED
    return [
        ("Patient", full_name(chart), True),
        ("Record number", patient.record_number, True),
        ("Born, age", f"{born}, {age}\u00a0y" if age is not None else born, False),
        ("Pronouns", patient.pronouns or NOT_STATED, False),
    ]


def full_name(chart: VisitChart) -> str:
    """Given and family name, the preferred one beside it."""
    patient = chart.patient
    name = " ".join(part for part in (patient.given_name, patient.family_name) if part.strip())
    preferred = patient.preferred_name.strip()
    return f"{name} (“{preferred}”)" if preferred and preferred != patient.given_name.strip() else name


def _visit_facts(chart: VisitChart) -> list[tuple[str, str, bool]]:
    clinician = chart.clinician
    therapist = chart.visit.clinician_name or clinician.name
    if therapist == clinician.name:
        therapist = clinician.signature_name
    written, today = form_at_treatment(chart), chart.consent_today
    again = chart.previous is not None or chart.visit_count > 1
    said, asked = NOT_STATED, "Agreed again today" if again else "Agreed today"
    if today is not None:
        asked = asked if today.agreement is Agreement.AGREED else "Consent today"
        said = AGREEMENT[today.agreement] + _at(chart.visit, today)
    return [
        ("Therapist", therapist, False),
        ("Visit", str(chart.visit.number), False),
        ("Written consent", date_words(written.given_at.date()) if written else NOT_STATED, False),
        (asked, said, False),
    ]


def _long_facts(chart: VisitChart) -> list[tuple[str, str]]:
    codes = []
    for one in chart.indications:
        side = side_words(one.side)
        title = f"{one.title} ({side})" if side and side not in one.title.casefold() else one.title
        codes.append(f"{one.code} {title}".strip())
    found = [("Episode", chart.episode.title), ("Diagnosis", " · ".join(codes) or NOT_STATED)]
    form = _form_words(form_at_treatment(chart))
    found += [("Consent form", form)] if form else []
    separate = chart.pelvic_floor_consent
    if separate is not None:
        said = [AGREEMENT[separate.agreement] + _at(chart.visit, separate)]
        said += [CHAPERONE[separate.chaperone]] if separate.chaperone else []
        said += [separate.chaperone_name] if separate.chaperone_name else []
        if chart.visit.subjective_edited:  # else S says it
            said += [part for part in (separate.scope, separate.note) if part]
        found.append(("Pelvic floor consent", ", ".join(said)))
    if chart.patient.referrer:
        found.append(("Referred by", chart.patient.referrer))
    visit = chart.visit
    if visit.late_entry:
        treated = f"{date_words(visit.started.date())}, {clock(visit.started)}"
        entered = f"{date_words(visit.entered.date())}, {clock(visit.entered)}"
        found.append(("Late entry", f"treated {treated}; entered {entered}"))
    if visit.taken_over:
        found.append(("Taken over", "; ".join(one.rstrip(".") for one in visit.taken_over)))
    if visit.cosigner_name:
        found.append(("Co-signature by", visit.cosigner_name))
    return found


def _form_words(written: Consent | None) -> str:
    """``version 2, signed by Ana Lima, copy given``."""
    if written is None:
        return ""
    said = [f"version {written.form_version}"] if written.form_version else []
    role = f" ({written.signer_role})" if written.signer_role else ""
    said += [f"signed by {written.signer}{role}"] if written.signer else []
    said += [f"explained by {written.clinician_name}"] if written.clinician_name else []
    if written.copy_given is not None:
        said.append("copy given" if written.copy_given else "copy not given")
    return ", ".join(said)


def _at(visit: Visit, consent: Consent) -> str:
    """The time of a consent; a late entry only knows when it was written down."""
    return "" if visit.late_entry else f", {clock(consent.given_at)}"


def _value_style(column: int, *, bold: bool) -> TextStyle:
    return TextStyle(10 if bold and column == 0 else 9.5, 12.4, bold=bold, colour=style.INK)


def _value_lines(column: int, value: str, *, bold: bool) -> list[Line]:
    width = COLUMNS[column + 1] - COLUMNS[column] - 8
    return lines_of(value, _value_style(column, bold=bold), width)


def _fact_row(facts: list[tuple[str, str, bool]]) -> Strip:
    """Labels with their values below, side by side."""
    cells = []
    for number, (label, value, bold) in enumerate(facts):
        lines = _value_lines(number, value, bold=bold)[:HEAD_LINES]
        cells.append((one_line(label, style.LABEL), lines, _value_style(number, bold=bold)))
    height = 11 + max(len(lines) for _, lines, _ in cells) * 12.4 + 4.5

    def draw(canvas: Any, x: float, top: float) -> None:
        for number, (label, lines, text_style) in enumerate(cells):
            left = x + COLUMNS[number]
            label.draw(canvas, left, top - baseline(style.LABEL))
            _lines(canvas, lines, left, top - 11, text_style)

    return Strip(height, draw)


def _lines(
    canvas: Any, lines: list[Line], x: float, top: float, text_style: TextStyle, width: float = 0.0
) -> None:
    for number, line in enumerate(lines):
        shift = width - line.width if line.backwards and width else 0.0
        line.draw(canvas, x + shift, top - number * text_style.leading - baseline(text_style))


def differs_box() -> list[Strip]:
    """On a note whose visit is no longer what was signed."""
    spans = [
        Span("Not what was signed   ", bold=True, colour=style.INK),
        Span(
            "After it was signed this visit was changed or damaged, not by needlechart. Do not rely on it.",
            colour=style.INK,
        ),
    ]
    box = _box(lines_of(spans, style.BODY, style.WIDTH - 17), gap=0.0)
    return [Strip(box.height + 10, box.draw)]  # the name of the clinic below it has no gap of its own


def alerts_box(chart: VisitChart) -> list[Strip]:
    """The alerts that stood on the day, most severe first, and needles that went in where none may, with how.

    Without either there is no box.
    """
    order = {"absolute": 0, "relative": 1, "note": 2}
    alerts = sorted(chart.open_alerts, key=lambda one: order[one.level])
    said = [f"{one.text} ({one.comment})" if one.comment else one.text for one in alerts]
    told = [("Alerts   ", " · ".join(said))] if said else []
    for one in told_against(chart):
        if one.came_about:
            name = one.name or "an alert"
            what = f"Needled although ruled out ({name})   "
            told.append((what, one.words))
    lines = [
        line
        for label, words in told
        for line in lines_of(
            [Span(label, bold=True, colour=style.INK), Span(words, colour=style.INK)],
            style.BODY,
            style.WIDTH - 17,
        )
    ]
    if not lines:
        return []
    per_box = 40
    boxes = [lines[start : start + per_box] for start in range(0, len(lines), per_box)]
    return [_box(part, gap=8.0) for part in boxes]


def _box(lines: list[Line], gap: float) -> Strip:
    height = len(lines) * style.BODY.leading + 9

    def draw(canvas: Any, x: float, top: float) -> None:
        canvas.setStrokeColorRGB(*style.INK)
        canvas.setLineWidth(1.1)
        canvas.roundRect(x + 0.5, top - height, style.WIDTH - 1, height, 3, stroke=1, fill=0)
        _lines(canvas, lines, x + 8.5, top - 4.5, style.BODY, width=style.WIDTH - 17)

    return Strip(height, draw, gap)


def running_head(canvas: Any, chart: VisitChart, title: str, x: float, top: float) -> None:
    """The head of every page but the first."""
    heading = one_line(f"{title}, continued", style.RUNNING)
    clinic = fitting_line(chart.clinic.name, style.RUNNING, style.WIDTH - heading.width - 20)
    clinic.draw(canvas, x, top - 47.4)
    heading.draw(canvas, x + style.WIDTH - heading.width, top - 47.4)
    rule(canvas, x, top - 57.5, style.WIDTH, style.ACCENT, 1.4)


def foot(canvas: Any, chart: VisitChart, x: float, top: float, page: int, pages: int) -> None:
    """Name, record number and visit date; signing time and short code; page x of y."""
    rule(canvas, x, top - style.FOOT_RULE, style.WIDTH, style.HAIRLINE, 0.6)
    y = top - style.FOOT_LINE
    numbers = one_line(f"Page {page} of {pages}", style.FOOT)
    seal = chart.seal
    said = "not signed"
    if seal is not None:
        moment = f"{date_words(seal.signed_at.date())} {clock(seal.signed_at)}"
        said = f"Signed {moment} · code {seal.short_code}"
    signed = one_line(said, style.FOOT)
    free = style.WIDTH - signed.width - numbers.width - 24
    when = f" · visit {date_words(chart.visit.started.date())}"
    record = fitting_line(f" · {chart.patient.record_number}{when}", style.FOOT, free - 40)
    name = fitting_line(chart.patient.full_name, style.FOOT, free - record.width)
    name.draw(canvas, x, y)
    record.draw(canvas, x + name.width, y)
    end = style.WIDTH - numbers.width
    left = name.width + record.width
    signed.draw(canvas, x + left + (end - left - signed.width) / 2, y)
    numbers.draw(canvas, x + end, y)
