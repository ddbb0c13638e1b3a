"""A consent form as it was read and signed: the kept text, and the signature drawn from its strokes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from needlechart.catalogue.forms import Part, parts_of
from needlechart.documents import style
from needlechart.documents.canvas import new_canvas
from needlechart.documents.pagination import paginate
from needlechart.documents.sections.signature import moment_words
from needlechart.documents.strips import Strip, baseline, paragraph, rule, rule_strip
from needlechart.documents.text import TextStyle, fitting_line, forget, missing_in, one_line
from needlechart.domain.clinic import Clinic
from needlechart.domain.consent import Consent, strokes_of
from needlechart.domain.patient import Patient
from needlechart.domain.rules.consent import with_head
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.words import Agreement, Paper

TITLE = "Consent form"
TEXT = TextStyle(10.5, 14.6, colour=style.INK)
HEAD = TextStyle(11, 15.5, bold=True, colour=style.INK)
POINT_INDENT = 14.0
SIGNING_FIELD_MM = (150.0, 45.0)
"""The field a signature is drawn in, width and height; strokes of another size are scaled to fit."""
NO_TEXT = "The text of this form is kept on paper; only its version, day and signature are recorded here."


@dataclass(frozen=True, slots=True)
class RenderedForm:
    """A PDF; ``missing_characters`` are the codes (``U+1F600``) that print in place of characters."""

    pdf: bytes
    pages: int
    missing_characters: tuple[str, ...]


def render_consent_form(
    clinic: Clinic, patient: Patient, consent: Consent, *, paper: Paper | None = None, signed: bool = True
) -> RenderedForm:
    """The form with its signature; ``signed`` False prints the text with lines to sign by hand."""
    try:
        return _rendered(clinic, patient, consent, paper or clinic.paper, signed=signed)
    finally:
        forget()


def _rendered(
    clinic: Clinic, patient: Patient, consent: Consent, paper: Paper, *, signed: bool
) -> RenderedForm:
    size = style.LETTER if paper is Paper.LETTER else style.A4
    if not consent.letterhead:  # an empty form, and one of which only the signature is known
        consent = with_head(consent, clinic, patient)
    strips = [*_head(consent), *_body(consent), *_signature(consent, signed=signed)]
    pages = paginate(strips, style.FIRST_TOP, style.NEXT_TOP, style.BOTTOM)
    canvas, buffer = new_canvas(size, title=TITLE, author=consent.letterhead[0], made=consent.given_at)
    x = (size[0] - style.WIDTH) / 2
    top = size[1] - (size[1] - style.HEIGHT) / 2
    for number, placed in enumerate(pages, 1):
        if number > 1:
            _running_head(canvas, consent, x, top)
        for one in placed:
            one.strip.draw(canvas, x, top - one.top)
        _foot(canvas, consent, (x, top), f"Page {number} of {len(pages)}", signed=signed)
        canvas.showPage()
    canvas.save()
    texts = [*consent.letterhead, consent.patient_name, consent.patient_number, consent.form_text]
    texts += [consent.signer]
    texts += [consent.signer_role, consent.clinician_name, consent.withdrawn_why, consent.note]
    return RenderedForm(buffer.getvalue(), len(pages), missing_in(texts))


def _wide(text: str, text_style: TextStyle, *, left: float = 0.0, gap: float = 0.0) -> list[Strip]:
    return paragraph(text, text_style, left=left, width=style.WIDTH - left, gap=gap)


def _head(consent: Consent) -> list[Strip]:
    """Clinic and patient as they were when the form was signed."""
    name, *reach = consent.letterhead
    born = f" · born {date_words(consent.patient_born)}" if consent.patient_born else ""
    strips = _wide(name, style.TITLE)
    for line in reach:
        strips += _wide(line, style.SUBTITLE)
    strips.append(rule_strip(colour=style.ACCENT, weight=1.4, left=0, width=style.WIDTH, gap=5))
    who = f"{consent.patient_name}{born} · record {consent.patient_number}"
    strips += _wide(who, style.BODY_BOLD, gap=7)
    return strips


def _body(consent: Consent) -> list[Strip]:
    if not consent.form_text.strip():
        return _wide(NO_TEXT, TEXT, gap=14)
    strips: list[Strip] = []
    for part, words in parts_of(consent.form_text):
        if part is Part.HEADING:
            large = not strips
            found = _wide(words, TextStyle(17, 23, bold=True, colour=style.INK) if large else HEAD, gap=11)
            strips += [replace(one, keep=True) for one in found]
        elif part is Part.POINT:
            strips += _point(words)
        else:
            strips += _wide(words, TEXT, gap=3)
    return strips


def _point(words: str) -> list[Strip]:
    """A paragraph with a dash before its first line."""
    first, *rest = _wide(words, TEXT, left=POINT_INDENT, gap=2)
    dash = one_line("–", TEXT)

    def draw(canvas: Any, x: float, top: float) -> None:
        dash.draw(canvas, x + 2, top - baseline(TEXT))
        first.draw(canvas, x, top)

    return [replace(first, draw=draw), *rest]


def _signature(consent: Consent, *, signed: bool) -> list[Strip]:
    """One box, never split: what was said, the strokes, who, when; withdrawal below."""
    if not signed:
        return [_by_hand(consent.patient_name)]
    agreed = consent.agreement is not Agreement.DECLINED
    said = "I agree." if agreed else "I do not agree."
    role = f", {consent.signer_role}" if consent.signer_role.strip() else ""
    lines = [f"Signed by {consent.signer or 'the patient'}{role}", moment_words(consent.given_at)]
    if consent.clinician_name.strip():
        lines.append(f"Explained by {consent.clinician_name}")
    lines.append(f"Form version {consent.form_version or 'not stated'}")
    if not consent.strokes:
        lines.append(consent.note.strip() or "Signed on paper.")
    strips = [_box(said, consent, lines)]
    if consent.withdrawn_at is not None:
        why = f": {consent.withdrawn_why.strip()}" if consent.withdrawn_why.strip() else "."
        strips += _wide(f"Withdrawn {moment_words(consent.withdrawn_at)}{why}", style.BODY_BOLD, gap=8)
    return strips


def _box(said: str, consent: Consent, lines: Sequence[str]) -> Strip:
    field = (SIGNING_FIELD_MM[0] * style.MM, SIGNING_FIELD_MM[1] * style.MM)
    height = 26 + field[1] + len(lines) * style.SMALL.leading + 12
    heading = one_line(said, style.SIGNATURE)
    below = [fitting_line(line, style.SMALL, style.WIDTH - 26) for line in lines]

    def draw(canvas: Any, x: float, top: float) -> None:
        canvas.setStrokeColorRGB(*style.INK)
        canvas.setLineWidth(1.1)
        canvas.roundRect(x + 0.5, top - height, style.WIDTH - 1, height, 3.5, stroke=1, fill=0)
        heading.draw(canvas, x + 12.5, top - 8 - baseline(style.SIGNATURE))
        _strokes(canvas, consent, x + 12.5, top - 26)
        rule(canvas, x + 12.5, top - 26 - field[1], style.WIDTH - 25, style.HAIRLINE, 0.6)
        y = top - 26 - field[1] - 4
        for line in below:
            line.draw(canvas, x + 12.5, y - baseline(style.SMALL))
            y -= style.SMALL.leading

    return Strip(height, draw, gap=14.0)


def _strokes(canvas: Any, consent: Consent, left: float, top: float) -> None:
    """The pen's way as lines, in mm of the signing field; larger ones are made smaller to fit."""
    strokes = [stroke for stroke in strokes_of(consent.strokes) if stroke]
    if not strokes:
        return
    wide = max(SIGNING_FIELD_MM[0], *(x for stroke in strokes for x, _ in stroke))
    high = max(SIGNING_FIELD_MM[1], *(y for stroke in strokes for _, y in stroke))
    scale = style.MM * min(SIGNING_FIELD_MM[0] / wide, SIGNING_FIELD_MM[1] / high)
    canvas.saveState()
    canvas.setStrokeColorRGB(*style.INK)
    canvas.setLineWidth(1.3)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for stroke in strokes:
        path = canvas.beginPath()
        path.moveTo(left + stroke[0][0] * scale, top - stroke[0][1] * scale)
        for x, y in stroke[1:] or stroke:
            path.lineTo(left + x * scale, top - y * scale)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()


def _by_hand(name: str) -> Strip:
    """Lines to sign on paper."""
    labels = ((f"Signature of {name} or who may sign for them", 0.0, 300.0), ("Date", 320.0, 190.0))
    second = (
        ("Name in block letters, and relation if not the patient", 0.0, 300.0),
        ("Therapist", 320.0, 190.0),
    )

    def draw(canvas: Any, x: float, top: float) -> None:
        for number, line in enumerate((labels, second)):
            y = top - 44 - number * 56
            for label, left, width in line:
                rule(canvas, x + left, y, width, style.INK, 0.7)
                fitting_line(label, style.LABEL, width).draw(canvas, x + left, y - 11)

    return Strip(118, draw, gap=16.0)


def _running_head(canvas: Any, consent: Consent, x: float, top: float) -> None:
    heading = one_line(f"{TITLE}, continued", style.RUNNING)
    room = style.WIDTH - heading.width - 20
    fitting_line(consent.letterhead[0], style.RUNNING, room).draw(canvas, x, top - 47.4)
    heading.draw(canvas, x + style.WIDTH - heading.width, top - 47.4)
    rule(canvas, x, top - 57.5, style.WIDTH, style.ACCENT, 1.4)


def _foot(canvas: Any, consent: Consent, at: tuple[float, float], page: str, *, signed: bool) -> None:
    x, top = at
    rule(canvas, x, top - style.FOOT_RULE, style.WIDTH, style.HAIRLINE, 0.6)
    y = top - style.FOOT_LINE
    numbers = one_line(page, style.FOOT)
    version = f"form {consent.form_version}" if consent.form_version else "form"
    day = f"{date_words(consent.given_at.date())} {clock(consent.given_at)}"
    said = f" · {consent.patient_number} · {version}" + (f" · signed {day}" if signed else "")
    record = fitting_line(said, style.FOOT, style.WIDTH - numbers.width - 90)
    name = fitting_line(consent.patient_name, style.FOOT, style.WIDTH - numbers.width - record.width - 20)
    name.draw(canvas, x, y)
    record.draw(canvas, x + name.width, y)
    numbers.draw(canvas, x + style.WIDTH - numbers.width, y)


def file_name(patient: Patient, consent: Consent) -> str:
    """``NC-000127_2026-03-17_consent.pdf``: record number and day, never a name."""
    import re

    number = re.sub(r"[^A-Za-z0-9-]+", "-", patient.record_number).strip("-")[:60] or "record"
    return f"{number}_{consent.given_at.date().isoformat()}_consent.pdf"
