"""Anything new: "Nothing new" or single findings with their details; a first visit asks the whole list.

The whole list is read in groups, absolute contraindications first in each; "None of these" stands at its end.
"""

from collections.abc import Iterable
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.catalogue import Addressee, ScreeningItem
from needlechart.domain.chart import VisitChart
from needlechart.domain.patient import Alert
from needlechart.domain.rules.finding_words import further_words
from needlechart.domain.rules.site_screening import brought_up
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.words import AlertLevel, Answer
from needlechart.editing.change import Pair
from needlechart.ui.screens.board.finding_row import FindingRow
from needlechart.ui.screens.board.screening_group import ScreeningGroup, choices
from needlechart.ui.screens.parts import column, empty
from needlechart.ui.screens.wording import count, medium_day
from needlechart.ui.widgets import Button, Card, ChipRow, Choice

NONE = "none"
WHOLE = "whole_list"
JUDGED = {Addressee.CLINICIAN: "You judge", Addressee.SITE: "At the sites marked today"}
"""Groups of what the patient is not asked; the patient's own have their titles in the catalogue."""
FURTHER = "Anything else"


class ScreeningCard(Card):
    """``did(pairs, text)`` is one step of the visit.

    A yes raises its alert in the same step, with region, severity and words of the catalogue; as long as the
    visit is a draft, the alert goes when the answer goes. What has an alert from before is known: "Nothing
    new" keeps it as a yes that is unchanged. A first visit shows the whole list until it is reviewed, which
    it is once every item has an answer; then it folds.
    """

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Anything new?", parent, hint="asked every visit")
        self._chart: VisitChart | None = None
        self._first = False
        self._wish: bool | None = None
        self._shown: tuple[str, ...] = ()
        self._rows: dict[str, FindingRow] = {}
        self._built: tuple[tuple[str, str], ...] | None = ()
        self.chips = ChipRow((), self, label="Anything new", multi=True, wrap=True)
        self.chips.setObjectName("screening")
        self.chips.chosen.connect(self._chosen)
        self.chips.cleared.connect(self._cleared)
        self._groups: list[ScreeningGroup] = []
        self._read = column(gap=4)
        self._details = column(gap=14)
        self.body.addLayout(self._read)
        self.body.addWidget(self.chips)
        self.body.addLayout(self._details)
        self.rest = Button("", self, icon="check", padding=12)
        self.rest.setObjectName("screening_rest")
        self.rest.clicked.connect(self._no_to_the_rest)
        self.body.addWidget(self.rest)

    @property
    def begin(self) -> QWidget | None:
        """Where reading the whole list begins, while it is open."""
        return self._groups[0].line if self._groups else None

    def targets(self) -> dict[str, QWidget]:
        """Fields by the name a completeness entry gives them."""
        begin = self.begin or self.chips
        return {"screening_reviewed": begin, "screening": begin}

    def show_chart(self, chart: VisitChart, previous: VisitChart | None) -> None:
        """The answers of this visit."""
        other = self._chart is None or self._chart.visit.id != chart.visit.id
        self._chart = chart
        self._first = previous is None
        if other:
            self._wish = None
        if previous is None:
            self.set_title("Does any of this apply?", "the whole list at the first visit")
        else:
            self.set_title(
                f"Anything new since {medium_day(previous.visit.started.date())}?", "asked every visit"
            )
        self._show(chart)

    def _show(self, chart: VisitChart) -> None:
        """What is offered and what was answered."""
        self._offer(chart)
        new = self._new(chart)
        nothing = {NONE} if chart.visit.screening_reviewed and not new else set()
        self.chips.set_values(new | nothing)
        for group in self._groups:
            group.set_values(new)
        self._show_rest(chart)
        self._show_details(chart)

    @property
    def _whole(self) -> bool:
        """Whether the whole list is shown: as was wished, else at a first visit until it is answered."""
        if self._wish is not None or self._chart is None:
            return bool(self._wish)
        return self._first and not self._chart.visit.screening_reviewed

    def _yes(self, chart: VisitChart) -> list[ScreeningAnswer]:
        return [one for one in chart.screening if one.answer is Answer.YES]

    def _new(self, chart: VisitChart) -> frozenset[str]:
        """What was found today and not before."""
        return frozenset(one.item for one in self._yes(chart) if not one.unchanged)

    def _items(self) -> list[ScreeningItem]:
        """What is asked now, the findings of every visit first."""
        from needlechart.catalogue import check_in_findings, screening

        first = list(check_in_findings())
        if not self._whole:
            return first
        return first + [one for one in screening().values() if one not in first and self._applies(one)]

    def _applies(self, item: ScreeningItem) -> bool:
        """What is about a site is asked once a marked site brings it up, not before."""
        from needlechart.catalogue import knowledge

        chart = self._chart
        if item.addressee is not Addressee.SITE:
            return True
        return chart is not None and item.id in brought_up(chart, knowledge(), chart.points)

    def _known(self, chart: VisitChart) -> dict[str, Alert]:
        """What an open alert of before this visit says already."""
        return {
            one.screening_item: one
            for one in chart.open_alerts
            if one.screening_item and one.from_visit != chart.visit.id
        }

    def _offer(self, chart: VisitChart) -> None:
        from needlechart.catalogue import screening

        items = self._items()
        shown = {one.id for one in items}
        items += [
            screening()[one.item]
            for one in self._yes(chart)
            if one.item not in shown and one.item in screening()
        ]
        self._offer_groups(items if self._whole else [])
        words = "None of these" if self._first else "Nothing new"
        some = self._whole and bool(self._new(chart))  # then the rest is what is answered with no
        keys = (words, str(self._whole), str(some), *(one.id for one in items))
        if keys == self._shown:
            return
        self._shown = keys
        self.chips.setAccessibleName("Does any of this apply" if self._first else "Anything new")
        offered = [] if some else [Choice(NONE, words, tick=True, alone=True)]
        if not self._whole:
            offered += choices(items, divider=True)
        offered.append(Choice(WHOLE, "Short list" if self._whole else "The whole list", icon="list"))
        self.chips.set_choices(offered)

    def _offer_groups(self, items: list[ScreeningItem]) -> None:
        """The whole list by its groups, in the order in which the catalogue begins them."""
        from needlechart.catalogue import screening

        place = {key: number for number, key in enumerate(screening())}
        found: dict[str, list[ScreeningItem]] = {}
        for one in sorted(items, key=lambda one: (one.addressee is not Addressee.PATIENT, place[one.id])):
            found.setdefault(_title(one), []).append(one)
        for asked in found.values():
            asked.sort(key=lambda one: (one.level is not AlertLevel.ABSOLUTE, place[one.id]))
        if [tuple(asked) for asked in found.values()] == [group.items for group in self._groups]:
            return
        empty(self._read)
        self._built = None
        self._groups = [ScreeningGroup(_key(asked[0]), title, asked, self) for title, asked in found.items()]
        for group in self._groups:
            group.chosen.connect(self._chosen)
            group.cleared.connect(self._cleared)
            self._read.addWidget(group)

    def _show_rest(self, chart: VisitChart) -> None:
        """Findings leave the others unanswered: one tap says no to them."""
        open_items = self._unanswered(chart)
        wanted = bool(open_items) and bool(self._yes(chart)) and (self._whole or self._first)
        self.rest.setVisible(wanted)
        if wanted:
            self.rest.set_text(f"No to the other {count(len(open_items), 'question')}")

    def _unanswered(self, chart: VisitChart) -> list[ScreeningItem]:
        answered = {one.item for one in chart.screening}
        return [one for one in self._items() if one.id not in answered]

    def _show_details(self, chart: VisitChart) -> None:
        from needlechart.catalogue import screening

        alerts = {**raised_here(chart), **self._known(chart)}
        findings = self._yes(chart)
        wanted = tuple((one.item, alerts[one.item].id if one.item in alerts else "") for one in findings)
        if wanted != self._built:
            self._built = wanted
            for place in (self._details, *(group.details for group in self._groups)):
                empty(place)
            self._rows = {}
            for one in findings:
                part = FindingRow(one, screening().get(one.item), alerts.get(one.item), self)
                part.edited.connect(self._edited)
                part.alert_wanted.connect(self._raise_by_hand)
                part.alert_unwanted.connect(self._no_alert)
                part.no_longer.connect(self._no_longer)
                self._rows[one.item] = part
                self._place_of(one.item).addWidget(part)
        for one in findings:
            self._rows[one.item].show_answer(one)

    def _place_of(self, item: str) -> QVBoxLayout:
        """Where a finding is described: under its group, else under the short list."""
        groups = (group for group in self._groups if item in group.chips.ids())
        group = next(groups, None)
        return group.details if group is not None else self._details

    # What a tap does

    def _toggle_whole(self) -> None:
        self._wish = not self._whole
        if self._chart is not None:
            self._show(self._chart)

    def _answer(
        self, item: str, answer: Answer, alert: Alert | None = None
    ) -> tuple[ScreeningAnswer | None, ScreeningAnswer]:
        """A yes or no to an item; with an alert it is a yes that was known before."""
        chart = self._need()
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
            item_text=self._text(item),
            answer=answer,
        )
        return None, made.but(**values)

    def _text(self, item: str) -> str:
        from needlechart.catalogue import screening

        known = screening().get(item)
        return known.short_name if known else "Other"

    def _chosen(self, value: str) -> None:
        if value == WHOLE:
            self._toggle_whole()
            return
        chart = self._need()
        if value == NONE:
            shown = {one.id for one in self._items()} | {one.item for one in chart.screening}
            gone = [*self._no_to(chart, shown), *self._fallen(chart)]
            self._wish = None
            gone.append((chart.visit, chart.visit.but(screening_reviewed=True)))
            self.did.emit(gone, "None of these" if self._first else "Nothing new")
            return
        pair = self._answer(value, Answer.YES)
        left = [one for one in self._unanswered(chart) if one.id != value]
        reviewed = chart.visit.but(screening_reviewed=not (self._first and left))
        pairs: list[Pair] = [pair, (chart.visit, reviewed)]
        if value not in self._known(chart) and value not in raised_here(chart):
            pairs.append((None, self._alert(chart, pair[1])))
        self.did.emit(pairs, self._text(value))

    def _no_to(self, chart: VisitChart, items: Iterable[str]) -> list[Pair]:
        """An explicit no for each item; what has an alert stays a yes, unchanged."""
        known = self._known(chart)
        order = {one.id: place for place, one in enumerate(self._items())}
        wanted = sorted(set(items) | set(known), key=lambda one: order.get(one, len(order)))
        return [
            self._answer(one, Answer.YES, known[one]) if one in known else self._answer(one, Answer.NO)
            for one in wanted
        ]

    def _no_to_the_rest(self) -> None:
        chart = self._need()
        answered = {one.item for one in chart.screening}
        known = set(self._known(chart)) - answered
        pairs: list[Pair] = [
            self._answer(one, Answer.YES, self._known(chart)[one])
            if one in known
            else self._answer(one, Answer.NO)
            for one in [item.id for item in self._unanswered(chart)]
        ]
        self._wish = None
        pairs.append((chart.visit, chart.visit.but(screening_reviewed=True)))
        self.did.emit(pairs, "No to the rest")

    def _cleared(self, value: str) -> None:
        chart = self._need()
        if value == WHOLE:
            return
        if value == NONE:
            if self.chips.values() == {WHOLE}:
                return
            if not self.chips.values():
                gone: list[Pair] = [(one, None) for one in chart.screening]
                gone += self._fallen(chart)
                self.did.emit(
                    [*gone, (chart.visit, chart.visit.but(screening_reviewed=False))], "Screening cleared"
                )
            return
        before = next((one for one in chart.screening if one.item == value), None)
        if before is None or NONE in self.chips.values():
            return  # "Nothing new" takes everything back in its own step
        rest = [one for one in chart.screening if one is not before]
        reviewed = bool(rest) and not self._first
        pairs: list[Pair] = [(before, None), (chart.visit, chart.visit.but(screening_reviewed=reviewed))]
        raised = raised_here(chart).get(value)
        if raised is not None:
            pairs.append((raised, None))
        self.did.emit(pairs, f"{before.item_text} taken back")

    def _no_longer(self, item: str) -> None:
        """What was known is over: a no today, and its alert is resolved."""
        chart = self._need()
        pairs: list[Pair] = [self._answer(item, Answer.NO)]
        alert = self._known(chart).get(item)
        if alert is not None:
            pairs.append((alert, alert.but(resolved=chart.visit.started.date())))
        self.did.emit(pairs, f"No longer: {self._text(item)}")

    def _edited(self, before: ScreeningAnswer, after: ScreeningAnswer, what: str) -> None:
        """What the alert says of the finding follows, unless somebody has worded it."""
        pairs: list[Pair] = [(before, after)]
        raised = raised_here(self._need()).get(after.item)
        if raised is not None and raised.comment == _said(before):
            pairs.append((raised, raised.but(comment=_said(after))))
        self.did.emit(pairs, what)

    def _alert(self, chart: VisitChart, answer: ScreeningAnswer) -> Alert:
        """What the catalogue says of the finding, for this patient from the day of the visit on."""
        from needlechart.catalogue import screening

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

    def _fallen(self, chart: VisitChart) -> list[Pair]:
        """The alerts that today's answers raised, gone."""
        return [(one, None) for one in raised_here(chart).values()]

    def _raise_by_hand(self, item: str) -> None:
        chart = self._need()
        answer = next(one for one in chart.screening if one.item == item)
        self.did.emit([(None, self._alert(chart, answer))], f"Alert: {answer.item_text}")

    def _no_alert(self, item: str) -> None:
        """The answer stays, its alert goes."""
        raised = raised_here(self._need()).get(item)
        if raised is not None:
            self.did.emit([(raised, None)], f"No alert: {raised.text}")

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart


def raised_here(chart: VisitChart) -> dict[str, Alert]:
    """The alerts that the answers of this visit raised, by screening item."""
    return {one.screening_item: one for one in chart.alerts if one.from_visit == chart.visit.id}


def _said(answer: ScreeningAnswer) -> str:
    """The finding in a few words, for the alert."""
    return ", ".join(part for part in (*further_words(answer), answer.comment.strip()) if part)


def _title(item: ScreeningItem) -> str:
    """What heads the group of an item."""
    return JUDGED.get(item.addressee) or item.topic or FURTHER


def _key(item: ScreeningItem) -> str:
    """The name of its group for who looks for it."""
    if item.addressee is not Addressee.PATIENT:
        return item.addressee.value
    return "".join(one if one.isalnum() else "_" for one in _title(item).casefold())


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
