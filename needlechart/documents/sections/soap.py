"""The texts of the four sections and the tables that belong to them."""

from needlechart.documents import style
from needlechart.documents.strips import Strip, heading, labelled, paragraph, texts
from needlechart.documents.table import Cell, Column, table
from needlechart.documents.text import Span
from needlechart.documents.wording import CHECK, FOLLOW_ON, GOAL_CHANGE, HANDOUT
from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative.assessment import goals as goal_sentences
from needlechart.domain.narrative.plan import follow_on as follow_on_sentence
from needlechart.domain.narrative.plan import minutes, muscles, next_visit
from needlechart.domain.rules.copied import copied_from
from needlechart.domain.rules.goal_history import ability_words
from needlechart.domain.rules.laterality import sided
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import date_words
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.treatment import Aftercare
from needlechart.domain.words import Answer, FollowOnKind, GoalChange, Progression

FOLLOW_ON_COLUMNS = (
    Column("Kind", 0, 136),
    Column("What", 142.5, 224),
    Column("Dose", 373.5, style.COLUMN - 373.5),
)
PROGRESSION = {
    Progression.EASIER: "easier than last time",
    Progression.SAME: "as last time",
    Progression.HARDER: "harder than last time",
}
GOAL_COLUMNS = (
    Column("Goal", 0, 250),
    Column("Now", 276, 106),
    Column("Since last visit", 388.5, style.COLUMN - 388.5),
)


def section_text(text: str, *, edited: bool, bold: bool = False, copied: str = "") -> list[Strip]:
    """A section's text: as typed where a person edited it, with labels set apart where it was composed.

    ``copied`` says from which visit a text was taken over and not touched since.
    """
    strips = texts(text) if edited else labelled(text, bold=bold)
    return strips + (paragraph(copied, style.SMALL_MUTED, gap=2.0) if copied else [])


def copied_words(chart: VisitChart, section: str) -> str:
    """``Copied from the visit of 3 Mar 2026, unchanged.``; empty for a text of this visit."""
    day = copied_from(chart.visit, section)
    return f"Copied from the visit of {date_words(day)}, unchanged." if day is not None else ""


def assessment_text(chart: VisitChart, said: str) -> list[Strip]:
    """A; what the table of goals says is not said twice."""
    edited = chart.visit.assessment_edited
    shown = said if edited else said.removesuffix(goal_sentences(chart))
    return section_text(shown, edited=edited, copied=copied_words(chart, "assessment"))


def plan_text(chart: VisitChart, said: str) -> list[Strip]:
    """P; what the table of follow-on treatment says is not said twice."""
    edited = chart.visit.plan_edited
    shown = said if edited else said.removeprefix(follow_on_sentence(chart)).lstrip("\n")
    if not edited and not next_visit(chart):
        shown = "\n".join(part for part in (shown, "Next visit: not recorded.") if part)
    return section_text(shown, edited=edited, bold=True, copied=copied_words(chart, "plan"))


def screening(chart: VisitChart) -> list[Strip]:
    """Every answer of today's screening, one quiet paragraph: a no is told from a question not asked.

    What was answered yes stands in S already, unless a person wrote that section.
    """
    strips: list[Strip] = []
    yes = [_answered(one) for one in chart.screening if one.answer is Answer.YES]
    if yes and chart.visit.subjective_edited:
        strips += paragraph(f"Present at screening: {'; '.join(yes)}.", style.SMALL, gap=8.0)
    told = []
    for answer, label in ((Answer.NO, "Asked and not present"), (Answer.NOT_ASKED, "Not asked")):
        items = [lower_first(_answered(one)) for one in chart.screening if one.answer is answer]
        told += [f"{label}: {'; '.join(items).rstrip('.?')}."] if items else []
    if told:
        spans = [Span("Screening today. ", bold=True, colour=style.MUTED)]
        spans.append(Span(" ".join(told), colour=style.MUTED))
        strips += paragraph(spans, style.SMALL_MUTED, gap=2.0 if strips else 8.0)
    return strips


def _answered(one: ScreeningAnswer) -> str:
    """``Blood thinner (warfarin 5 mg; since March)``."""
    said = (one.detail, one.comment, one.action) if one.answer is Answer.YES else (one.comment,)
    more = "; ".join(part for part in said if part)
    return one.item_text + (f" ({more})" if more else "")


def follow_on(chart: VisitChart) -> list[Strip]:
    """What followed the needles."""
    rows = []
    for one in chart.follow_ons:
        what = sided(one.side, one.what)
        more = [PROGRESSION[one.progression]] if one.progression is not None else []
        more += [one.note] if one.note else []
        what = f"{what} ({', '.join(more)})" if more else what
        weight = style.TABLE_MUTED if one.kind is FollowOnKind.NONE_GIVEN else style.TABLE_BOLD
        rows.append([Cell(FOLLOW_ON[one.kind]), Cell(what, weight), Cell(one.dose)])
    if not rows:
        return []
    return [
        heading(f"Follow-on treatment{', given after needling' if chart.needles_in else ''}", "O", gap=11.0),
        *table(FOLLOW_ON_COLUMNS, rows),
    ]


def goals(chart: VisitChart) -> list[Strip]:
    """What was said of each goal today."""
    rows = []
    for one in chart.goal_reviews:
        now = ", ".join(part for part in (one.now, ability_words(one)) if part)
        changed = one.change not in (GoalChange.NO_CHANGE, None)
        words = GOAL_CHANGE[one.change] if one.change is not None else ""
        since = Cell(words, style.TABLE_BOLD if changed else style.TABLE)
        rows.append([Cell(one.goal_text), Cell(now), since])
    return table(GOAL_COLUMNS, rows, gap=5.0)


def aftercare(chart: VisitChart) -> list[Strip]:
    """Advice as it was given; a composed plan says it already."""
    care = chart.aftercare
    if not chart.visit.plan_edited:
        return []
    billed = " ".join(part for part in (minutes(chart), muscles(chart)) if part)
    strips = paragraph(billed, gap=4.0) if billed else []
    return strips + (_aftercare(care) if care is not None else [])


def _aftercare(care: Aftercare) -> list[Strip]:
    strips = [heading("Aftercare given")]
    if care.texts:
        strips += paragraph(f"Told: {'; '.join(text.rstrip('.') for text in care.texts)}.")
    said = [f"How: {care.how}"] if care.how else []
    said += [f"Handout {HANDOUT[care.handout]}"] if care.handout is not None else []
    said += [f"Soreness check {CHECK[care.soreness_check]}"] if care.soreness_check is not None else []
    if said:
        strips += paragraph(". ".join(said) + ".", gap=2.2)
    if care.note:
        strips += paragraph(care.note, gap=2.2)
    return strips if len(strips) > 1 else []
