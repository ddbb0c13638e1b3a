"""What one tap on the screening makes of the record: values in, the pairs of one step out.

A yes raises its alert in the same step. What has an open alert from before this visit is known: it stays a
yes that is unchanged where the rest is answered with no.
"""

from collections.abc import Iterable
from datetime import timedelta

from needlechart.catalogue import screening
from needlechart.domain.chart import VisitChart
from needlechart.domain.patient import Alert
from needlechart.domain.rules.finding_words import further_words
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.words import AlertLevel, Answer
from needlechart.editing.change import Pair


def known_before(chart: VisitChart) -> dict[str, Alert]:
    """What an open alert of before this visit says already, by screening item."""
    return {
        one.screening_item: one
        for one in chart.open_alerts
        if one.screening_item and one.from_visit != chart.visit.id
    }


def raised_here(chart: VisitChart) -> dict[str, Alert]:
    """The alerts that the answers of this visit raised, by screening item."""
    return {one.screening_item: one for one in chart.alerts if one.from_visit == chart.visit.id}


def item_words(item: str) -> str:
    """The short name of an item; what no catalogue has is "Other"."""
    known = screening().get(item)
    return known.short_name if known else "Other"


def found(chart: VisitChart, item: str, *, reviewed: bool) -> list[Pair]:
    """Yes to an item, with its alert unless one is there; ``reviewed``: nothing is left to ask."""
    before, after = _answered(chart, item, Answer.YES)
    pairs: list[Pair] = [(before, after), (chart.visit, chart.visit.but(screening_reviewed=reviewed))]
    if item not in known_before(chart) and item not in raised_here(chart):
        pairs.append((None, _alert(chart, after)))
    return pairs


def nothing_found(chart: VisitChart, shown: Iterable[str]) -> list[Pair]:
    """An explicit no to each item shown or answered, in the order shown; what is known stays."""
    asked = list(shown)
    known = known_before(chart)
    order = {item: place for place, item in enumerate(asked)}
    wanted = {*asked, *known, *(one.item for one in chart.screening)}
    ordered = sorted(wanted, key=lambda one: order.get(one, len(order)))
    return [*_kept_or_no(chart, ordered), *_fallen(chart), _reviewed(chart)]


def no_to_the_rest(chart: VisitChart, unanswered: Iterable[str]) -> list[Pair]:
    """No to what has no answer yet; what is known stays."""
    return [*_kept_or_no(chart, unanswered), _reviewed(chart)]


def nothing_answered(chart: VisitChart) -> list[Pair]:
    """Every answer of today is taken back, with the alerts that they raised."""
    gone: list[Pair] = [(one, None) for one in chart.screening]
    return [*gone, *_fallen(chart), (chart.visit, chart.visit.but(screening_reviewed=False))]


def taken_back(chart: VisitChart, answer: ScreeningAnswer, *, reviewed: bool) -> list[Pair]:
    """One answer of today is taken back, with the alert that it raised."""
    pairs: list[Pair] = [(answer, None), (chart.visit, chart.visit.but(screening_reviewed=reviewed))]
    raised = raised_here(chart).get(answer.item)
    return [*pairs, (raised, None)] if raised is not None else pairs


def no_longer(chart: VisitChart, item: str) -> list[Pair]:
    """What was known is over: a no today, and its alert is resolved."""
    pairs: list[Pair] = [_answered(chart, item, Answer.NO)]
    alert = known_before(chart).get(item)
    if alert is not None:
        pairs.append((alert, alert.but(resolved=chart.visit.started.date())))
    return pairs


def edited(chart: VisitChart, before: ScreeningAnswer, after: ScreeningAnswer) -> list[Pair]:
    """What the alert says of the finding follows, unless somebody has worded it."""
    pairs: list[Pair] = [(before, after)]
    raised = raised_here(chart).get(after.item)
    if raised is not None and raised.comment == _said(before):
        pairs.append((raised, raised.but(comment=_said(after))))
    return pairs


def raised_by_hand(chart: VisitChart, answer: ScreeningAnswer) -> list[Pair]:
    """The alert of an answer that has none."""
    return [(None, _alert(chart, answer))]


def _kept_or_no(chart: VisitChart, items: Iterable[str]) -> list[Pair]:
    known = known_before(chart)
    return [
        _answered(chart, one, Answer.YES, known[one]) if one in known else _answered(chart, one, Answer.NO)
        for one in items
    ]


def _reviewed(chart: VisitChart) -> Pair:
    return chart.visit, chart.visit.but(screening_reviewed=True)


def _fallen(chart: VisitChart) -> list[Pair]:
    """The alerts that today's answers raised, gone."""
    return [(one, None) for one in raised_here(chart).values()]


def _answered(
    chart: VisitChart, item: str, answer: Answer, alert: Alert | None = None
) -> tuple[ScreeningAnswer | None, ScreeningAnswer]:
    """A yes or no to an item; with an alert it is a yes that was known before."""
    before = next((one for one in chart.screening if one.item == item), None)
    values: dict[str, object] = {"answer": answer, "unchanged": alert is not None}
    if alert is not None:
        values["comment"] = alert.comment or alert.text
    if before is not None:
        keeps = before.answer is answer
        return before, before.but(**values) if keeps else _bare(before).but(**values)
    made = ScreeningAnswer(
        patient_id=chart.visit.patient_id,
        visit_id=chart.visit.id,
        item=item,
        item_text=item_words(item),
        answer=answer,
    )
    return None, made.but(**values)


def _alert(chart: VisitChart, answer: ScreeningAnswer) -> Alert:
    """What the catalogue says of the finding, for this patient from the day of the visit on."""
    known = screening().get(answer.item)
    day = chart.visit.started.date()
    return Alert(
        patient_id=chart.patient.id,
        text=answer.item_text,
        level=known.level if known else AlertLevel.RELATIVE,
        screening_item=answer.item,
        from_visit=chart.visit.id,
        region=known.region if known else ("any",),
        since=day,
        resolved=None if known is None or known.alert_stands else day + timedelta(days=1),
        comment=_said(answer),
    )


def _said(answer: ScreeningAnswer) -> str:
    """The finding in a few words, for the alert."""
    return ", ".join(part for part in (*further_words(answer), answer.comment.strip()) if part)


def _bare(answer: ScreeningAnswer) -> ScreeningAnswer:
    """The answer without what was said further: it spoke of another answer."""
    return ScreeningAnswer(
        id=answer.id,
        patient_id=answer.patient_id,
        visit_id=answer.visit_id,
        item=answer.item,
        item_text=answer.item_text,
        answer=answer.answer,
    )
