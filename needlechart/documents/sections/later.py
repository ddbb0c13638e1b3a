"""What came after signing: addenda, the soreness check, events reported later."""

from needlechart.documents import style
from needlechart.documents.sections.findings import events
from needlechart.documents.sections.signature import moment_words
from needlechart.documents.strips import Strip, heading, paragraph, texts
from needlechart.documents.text import Span
from needlechart.documents.wording import SORENESS, number
from needlechart.domain.chart import VisitChart
from needlechart.domain.seal import Addendum
from needlechart.domain.treatment import FollowUp
from needlechart.domain.words import Soreness


def later(chart: VisitChart) -> list[Strip]:
    """Nothing where nothing was added."""
    strips: list[Strip] = []
    number_ = 0
    for one in sorted(chart.addenda, key=lambda one: (one.written_at, one.id)):
        number_ += not one.cosignature
        strips += _addendum(chart, one, "Co-signature" if one.cosignature else f"Addendum {number_}")
    reported = _reported(chart)
    if reported:
        strips += [heading("Reported later", gap=14.0), *reported]
    return strips


def _addendum(chart: VisitChart, one: Addendum, title: str) -> list[Strip]:
    who = f"{one.author_name}, {moment_words(one.written_at)}"
    strips = [heading(title, gap=14.0), *paragraph(who, style.SMALL_MUTED)]
    if one.reason:
        strips += paragraph(f"Reason: {one.reason}", style.SMALL_MUTED)
    strips += [*texts(one.text)]
    return strips + _sealed(chart, one.id)


def _sealed(chart: VisitChart, subject: str) -> list[Strip]:
    seal = next((one for one in chart.seals if one.subject_id == subject), None)
    if seal is None:
        return paragraph("not signed", style.SMALL_MUTED, gap=2.0)
    said = f"Signed by {seal.signer_name}, {moment_words(seal.signed_at)}, code {seal.code}"
    return paragraph(said, style.SMALL_MUTED, gap=2.0)


def _reported(chart: VisitChart) -> list[Strip]:
    strips: list[Strip] = []
    for one in chart.follow_ups:
        if one.done_at is not None:
            strips += _labelled("Soreness check", soreness_words(one))
            strips += _sealed(chart, one.id) if _has_seal(chart, one.id) else []
    outside = [one for one in chart.adverse_events if not one.visit_id]
    for event, text in zip(outside, events(chart, later=True), strict=True):
        when = f" (recorded {moment_words(event.recorded_at)})" if event.recorded_at is not None else ""
        strips += _labelled("Adverse event", text + when)
        strips += _sealed(chart, event.id) if _has_seal(chart, event.id) else []
    return strips


def _has_seal(chart: VisitChart, subject: str) -> bool:
    return any(one.subject_id == subject for one in chart.seals)


def _labelled(label: str, text: str) -> list[Strip]:
    spans = [Span(f"{label}: ", bold=True, colour=style.INK), Span(text, colour=style.INK)]
    return paragraph(spans, gap=2.2)


def soreness_words(one: FollowUp) -> str:
    """``17 Mar 2026, 10:44:00, UTC−05:00: mild, lasted 20 h``."""
    when = moment_words(one.done_at) if one.done_at is not None else "not done"
    said = [SORENESS[one.soreness]] if one.soreness is not None else []
    lasted = None if one.soreness is Soreness.NONE else one.lasted_hours
    said += [f"lasted {number(lasted)}\u00a0h"] if lasted is not None else []
    said += [one.note] if one.note else []
    return f"{when}: {', '.join(said) or 'soreness not stated'}"
