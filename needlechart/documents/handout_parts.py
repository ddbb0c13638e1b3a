"""The parts of the handout: head, advice beside the body, movements with pictograms, when to call."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from needlechart.atlas.atlas import Atlas
from needlechart.catalogue import pictograms
from needlechart.catalogue.handout_texts import SheetText
from needlechart.catalogue.pictograms import HEIGHT, WIDTH
from needlechart.documents import style
from needlechart.documents.pictogram import draw_pictogram
from needlechart.documents.sore_places import Places, draw_places
from needlechart.documents.strips import Strip, baseline, paragraph, rule_strip
from needlechart.documents.text import Line, Span, TextStyle, lines_of, one_line
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.laterality import side_words
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import MONTHS
from needlechart.domain.treatment import FollowOn
from needlechart.domain.words import Figure

TEXT = TextStyle(11.7, 16, colour=style.INK)
STRONG = TextStyle(11.9, 16.4, bold=True, colour=style.INK)
SUBHEAD = TextStyle(14, 19, bold=True, colour=style.INK)
PLACE_TITLE = TextStyle(9.8, 13, bold=True, colour=style.INK)
PLACE_NOTE = TextStyle(9.2, 12, colour=style.MUTED)
CLINIC = TextStyle(13, 17, bold=True, colour=style.INK)
BESIDE = TextStyle(10, 14, colour=style.MUTED)
EDGE = style.rgb("#B9B2A8")
GROUND = style.rgb("#E0ECEB")

MOST = 4
"""So many movements stand with their pictogram."""
PLACES_WIDTH = 130.0
PLACES_HEIGHT = 150.0
ICON = 29.0
INDENT = 38.6
_HOURS = re.compile(r"\d+ to \d+ hours")
_UNITS = (("min", "minutes"), ("s", "seconds"), ("h", "hours"))


def full_width(text: str | Sequence[Span], text_style: TextStyle, gap: float = 0.0) -> list[Strip]:
    """A paragraph as wide as the page."""
    spans = text if isinstance(text, str) else [replace(one, colour=text_style.colour) for one in text]
    return paragraph(spans, text_style, left=0, width=style.WIDTH, gap=gap)


def told_bold(text: str) -> list[Span]:
    """How long it may be sore stands out."""
    spans, end = [], 0
    for found in _HOURS.finditer(text):
        spans += [Span(text[end : found.start()]), Span(found.group(), bold=True)]
        end = found.end()
    return [one for one in (*spans, Span(text[end:])) if one.text]


def draw_lines(
    canvas: Any, lines: Sequence[Line], text_style: TextStyle, x: float, top: float, width: float
) -> float:
    """Lines below each other from ``top`` down; the height they take."""
    for number, line in enumerate(lines):
        shift = width - line.width if line.backwards else 0.0
        line.draw(canvas, x + shift, top - number * text_style.leading - baseline(text_style))
    return len(lines) * text_style.leading


def head(chart: VisitChart) -> list[Strip]:
    """The clinic at one edge, first name and day at the other."""
    clinic, patient = chart.clinic, chart.patient
    day = chart.visit.started.date()
    name = (patient.preferred_name or patient.given_name).strip()
    lines = [one_line(f"For {name}", BESIDE)] if name else []
    lines.append(one_line(f"{day.day} {MONTHS[day.month - 1]} {day.year}", BESIDE))
    side = max(line.width for line in lines)
    room = style.WIDTH - min(side, style.WIDTH / 2) - 20
    title = lines_of(clinic.name, CLINIC, room)
    reach = " · ".join(part.strip() for part in (clinic.phone, clinic.hours) if part.strip())
    below = lines_of(reach, BESIDE, room) if reach else []
    height = max(len(title) * CLINIC.leading + len(below) * BESIDE.leading, len(lines) * BESIDE.leading)

    def draw(canvas: Any, x: float, top: float) -> None:
        used = draw_lines(canvas, title, CLINIC, x, top, room)
        draw_lines(canvas, below, BESIDE, x, top - used, room)
        for number, line in enumerate(lines):
            y = top - number * BESIDE.leading - baseline(BESIDE) - 1
            line.draw(canvas, x + style.WIDTH - line.width, y)

    line = rule_strip(colour=style.ACCENT, weight=1.4, left=0, width=style.WIDTH, gap=5)
    return [Strip(height, draw, keep=True), line]


def advice_beside_places(
    items: Sequence[SheetText], places: Sequence[Places], perineal: bool, figure: Figure, atlas: Atlas
) -> list[Strip]:
    """Each advice with its sign; where it may be sore stands beside the first ones."""
    beside = bool(places) or perineal
    width = style.WIDTH - INDENT - (PLACES_WIDTH + 18 if beside else 0)
    blocks = [(one, lines_of(one.heading, STRONG, width), lines_of(one.text, TEXT, width)) for one in items]
    heights = [
        max(ICON, len(title) * STRONG.leading + len(text) * TEXT.leading) + 11 for _, title, text in blocks
    ]
    if not blocks and not beside:
        return []

    def draw(canvas: Any, x: float, top: float) -> None:
        y = top
        for (one, title, text), height in zip(blocks, heights, strict=True):
            _sign(canvas, one.pictogram, x, y)
            used = draw_lines(canvas, title, STRONG, x + INDENT, y, width)
            draw_lines(canvas, text, TEXT, x + INDENT, y - used, width)
            y -= height
        if beside:
            left = x + style.WIDTH - PLACES_WIDTH
            _places_box(canvas, places, perineal, figure, atlas, left, top)

    height = max(sum(heights) - 11, PLACES_HEIGHT if beside else 0.0)
    return [Strip(height, draw, gap=15)]


def _sign(canvas: Any, name: str, x: float, top: float) -> None:
    canvas.setFillColorRGB(*GROUND)
    canvas.circle(x + ICON / 2, top - ICON / 2, ICON / 2, stroke=0, fill=1)
    wide = ICON * 1.25
    y = top - ICON / 2 - wide * HEIGHT / WIDTH / 2
    picture = pictograms().get(name)
    if picture is None:
        return  # the clinic has taken it out of its own table since
    draw_pictogram(canvas, picture, x + (ICON - wide) / 2, y, wide, colour=style.ACCENT)


def _places_box(
    canvas: Any,
    places: Sequence[Places],
    perineal: bool,
    figure: Figure,
    atlas: Atlas,
    x: float,
    top: float,
) -> None:
    _card(canvas, x, top, PLACES_WIDTH, PLACES_HEIGHT)
    title = one_line("May be sore here", PLACE_TITLE)
    title.draw(canvas, x + (PLACES_WIDTH - title.width) / 2, top - 16)
    note = ["Front is drawn facing you"] if any(one.view == "front" for one in places) else []
    note += ["and the pelvic floor"] if perineal and places else ["The pelvic floor"] if perineal else []
    bottom = top - PLACES_HEIGHT + 6 + len(note) * PLACE_NOTE.leading
    each = (PLACES_WIDTH - 12) / max(len(places), 1)
    for number, one in enumerate(places):
        box = (x + 6 + number * each + 1, bottom, each - 2, top - 22 - bottom)
        draw_places(canvas, one, figure, atlas, box)
    for number, words in enumerate(note):
        line = one_line(words, PLACE_NOTE)
        y = bottom - number * PLACE_NOTE.leading - baseline(PLACE_NOTE)
        line.draw(canvas, x + (PLACES_WIDTH - line.width) / 2, y)


def _card(
    canvas: Any, x: float, top: float, width: float, height: float, weight: float = 0.9, ink: bool = False
) -> None:
    canvas.setStrokeColorRGB(*(style.INK if ink else EDGE))
    canvas.setLineWidth(weight)
    canvas.roundRect(x, top - height, width, height, 5, stroke=1, fill=0)


def movements(
    given: Sequence[FollowOn], exercises: Mapping[str, SheetText], frequency: str, words: str
) -> list[Strip]:
    """Up to four cards with pictograms; what is more, and the clinician's own words, below them."""
    if not given and not words:
        return []
    title = f"Your movements, {lower_first(frequency.strip())}" if frequency.strip() else "Your movements"
    strips = [replace(one, keep=True) for one in full_width(title, SUBHEAD, gap=15)]
    shown, more = given[:MOST], given[MOST:]
    if shown:
        strips.append(_cards(shown, exercises))
    if more:
        told = "; ".join(_on_one_line(one) for one in more)
        strips += full_width([Span("Also: ", bold=True), Span(f"{told}.")], TEXT, gap=7)
    if words:
        strips += full_width([Span("At home: ", bold=True), Span(words)], TEXT, gap=7)
    return strips


def _on_one_line(one: FollowOn) -> str:
    parts = (one.what.strip(), _side(one), dose_words(one.dose))
    return ", ".join(part for part in parts if part)


def _side(one: FollowOn) -> str:
    side = side_words(one.side)
    return "both sides" if side == "both sides" else f"{side} side" if side else ""


def _cards(shown: Sequence[FollowOn], exercises: Mapping[str, SheetText]) -> Strip:
    gap = 11.0 if len(shown) < MOST else 8.0
    each = (style.WIDTH - gap * (max(len(shown), 3) - 1)) / max(len(shown), 3)
    edge = 10.0 if len(shown) < MOST else 8.0
    inner = each - 2 * edge
    wide = min(inner, 104.0)
    blocks = []
    for one in shown:
        item = exercises.get(one.exercise)
        text = item.text if item else ""
        tail = ", ".join(part for part in (dose_words(one.dose), _side(one)) if part)
        body = lines_of(text, TEXT, inner) if text else []
        body += lines_of(f"{tail[:1].upper()}{tail[1:]}.", TEXT, inner) if tail else []
        body += lines_of(one.note.strip(), TEXT, inner) if one.note.strip() else []
        picture = pictograms().get(item.pictogram) if item and item.pictogram else None
        blocks.append((picture, lines_of(one.what.strip(), STRONG, inner), body))
    high = wide * HEIGHT / WIDTH if any(picture for picture, _, _ in blocks) else 0.0
    height = (
        high + 18 + max(len(title) * STRONG.leading + len(body) * TEXT.leading for _, title, body in blocks)
    )

    def draw(canvas: Any, x: float, top: float) -> None:
        for number, (picture, title, body) in enumerate(blocks):
            left = x + number * (each + gap)
            _card(canvas, left, top, each, height)
            if picture is not None:
                draw_pictogram(canvas, picture, left + (each - wide) / 2, top - 6 - high, wide)
            y = top - 9 - high
            y -= draw_lines(canvas, title, STRONG, left + edge, y, inner)
            draw_lines(canvas, body, TEXT, left + edge, y, inner)

    return Strip(height, draw, gap=7)


def dose_words(dose: str) -> str:
    """``2 min`` as ``2 minutes``: a patient reads no abbreviations."""
    words = dose.strip().rstrip(".")
    for short, long in _UNITS:
        words = re.sub(rf"\b1 {short}\b", f"1 {long.removesuffix('s')}", words)
        words = re.sub(rf"(?<=\d) {short}\b", f" {long}", words)
    return words


def boxes(phone: str, call: Sequence[str], emergency: Sequence[str]) -> Strip:
    """When to call, and what cannot wait, in a heavier frame."""
    gap = 10.5
    each = (style.WIDTH - gap) / 2
    inner = each - 24
    first = f"Call us, {phone.strip()}" if phone.strip() else "Call us"
    columns = [
        (lines_of(title, STRONG, inner), [lines_of(text, TEXT, inner - 13) for text in texts])
        for title, texts in ((first, call), ("Emergency help, now", emergency))
    ]
    height = 20 + max(
        len(title) * STRONG.leading + sum(len(one) for one in texts) * TEXT.leading
        for title, texts in columns
    )

    def draw(canvas: Any, x: float, top: float) -> None:
        for number, (title, texts) in enumerate(columns):
            left = x + number * (each + gap)
            _card(canvas, left, top, each, height, 1.9 if number else 0.9, ink=True)
            y = top - 10 - draw_lines(canvas, title, STRONG, left + 12, top - 9, inner)
            for lines in texts:
                canvas.setFillColorRGB(*style.INK)
                canvas.circle(left + 16.5, y - TEXT.leading / 2 - 0.4, 1.7, stroke=0, fill=1)
                y -= draw_lines(canvas, lines, TEXT, left + 25, y, inner - 13)

    return Strip(height, draw, gap=14)


def split_line(left: Sequence[Span], right: Sequence[Span]) -> list[Strip]:
    """Two short texts at the two edges of one line; below each other where they do not fit."""
    parts = [[replace(one, colour=style.INK) for one in spans] for spans in (left, right) if spans]
    if not parts:
        return []
    lines = [one_line(spans, TEXT) for spans in parts]
    if len(parts) == 2 and sum(line.width for line in lines) + 20 <= style.WIDTH:

        def draw(canvas: Any, x: float, top: float) -> None:
            y = top - baseline(TEXT)
            lines[0].draw(canvas, x, y)
            lines[1].draw(canvas, x + style.WIDTH - lines[1].width, y)

        return [Strip(TEXT.leading, draw, gap=12)]
    strips: list[Strip] = []
    for spans in parts:
        strips += full_width(spans, TEXT, gap=2 if strips else 12)
    return strips
