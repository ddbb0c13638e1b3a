"""Who signed, and the code that proves it; or that nobody did."""

from datetime import datetime
from typing import Any

from needlechart.documents import style
from needlechart.documents.strips import Strip, baseline
from needlechart.documents.text import Line, TextStyle, lines_of
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.time_words import clock_seconds, date_words

SIGNED = (
    "Signed in needlechart with the therapist’s own key. The code no longer matches if any word of this"
    " record changes. Corrections are added as dated addenda and never replace this text."
)
LINES = 5
"""More of one text does not fit a box that is never split; the name stands whole in the patient block."""
UNSIGNED = "This is a draft. It is not a signed record and may still change."


def moment_words(moment: datetime) -> str:
    """``17 Mar 2026, 11:06:41, UTC−05:00``."""
    offset = moment.strftime("%z")
    sign = "−" if offset.startswith("-") else "+"
    return f"{date_words(moment.date())}, {clock_seconds(moment)}, UTC{sign}{offset[1:3]}:{offset[3:5]}"


def signature_box(chart: VisitChart) -> list[Strip]:
    """One box, never split."""
    seal = chart.seal
    if seal is None:
        return [_box([("Not signed", style.SIGNATURE), (UNSIGNED, style.SMALL_MUTED)], [])]
    clinician = chart.clinician
    own = seal.signer_id == clinician.id
    name = clinician.signature_name if own and clinician.name == seal.signer_name else seal.signer_name
    written = [
        (f"Signed by {name}", style.SIGNATURE),
        (moment_words(seal.signed_at), style.BODY),
        (SIGNED, style.SMALL_MUTED),
    ]
    if own and clinician.licence_number:
        written.insert(2, (f"Licence {clinician.licence_number}", style.SMALL))
    cosigned = next((one for one in chart.addenda if one.cosignature), None)
    if cosigned is not None:
        told = f"Co-signed by {cosigned.author_name}, {moment_words(cosigned.written_at)}"
        written.insert(-1, (told, style.BODY))
    elif chart.visit.cosigner_name:
        written.insert(-1, (f"Co-signature by {chart.visit.cosigner_name}: not yet", style.BODY))
    count = sum(not one.cosignature for one in chart.addenda)
    code = seal.code
    codes = [
        ("Integrity code (SHA-256, first 128 bits)", style.SMALL_MUTED),
        (code[:19], style.CODE),
        (code[20:], style.CODE),
        *([(seal.log_words, style.SMALL_MUTED)] if seal.log_words else []),
        (f"Addenda: {count if count else 'none'}", style.SMALL_MUTED),
    ]
    return [_box(written, codes)]


def _box(left: list[tuple[str, TextStyle]], right: list[tuple[str, TextStyle]]) -> Strip:
    room = 285.0 if right else style.WIDTH - 25
    first = _broken(left, room)
    second = _broken(right, 178.0)
    height = max(_height(first), _height(second)) + 21

    def draw(canvas: Any, x: float, top: float) -> None:
        canvas.setStrokeColorRGB(*style.INK)
        canvas.setLineWidth(1.1)
        canvas.roundRect(x + 0.5, top - height, style.WIDTH - 1, height, 3.5, stroke=1, fill=0)
        _draw(canvas, first, x + 12.5, top - 10)
        if second:
            canvas.setStrokeColorRGB(*style.HAIRLINE)
            canvas.setLineWidth(0.6)
            canvas.line(x + 310, top - 10, x + 310, top - height + 10)
            _draw(canvas, second, x + 323.5, top - 10)

    return Strip(height, draw, gap=14.0)


Broken = list[tuple[Line, TextStyle, float]]


def _broken(rows: list[tuple[str, TextStyle]], width: float) -> Broken:
    """Lines with the space above each."""
    found: Broken = []
    for text, text_style in rows:
        for number, line in enumerate(lines_of(text, text_style, width)[:LINES]):
            found.append((line, text_style, 2.5 if found and number == 0 else 0.0))
    return found


def _height(broken: Broken) -> float:
    return sum(text_style.leading + above for _, text_style, above in broken)


def _draw(canvas: Any, broken: Broken, x: float, top: float) -> None:
    for line, text_style, above in broken:
        top -= above
        line.draw(canvas, x, top - baseline(text_style))
        top -= text_style.leading
