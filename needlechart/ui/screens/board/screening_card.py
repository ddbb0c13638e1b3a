"""Anything new: "Nothing new" or single findings with their details; a first visit asks the whole list."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import Addressee, ScreeningItem
from needlechart.domain.chart import VisitChart
from needlechart.domain.patient import Alert
from needlechart.domain.record import now
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.words import AlertLevel, Answer
from needlechart.editing.change import Pair
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.wording import medium_day
from needlechart.ui.widgets import (
    Button,
    Card,
    ChipRow,
    Choice,
    Tag,
    TagKind,
    TextField,
)

NONE = "none"
WHOLE = "whole_list"


class ScreeningCard(Card):
    """``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Anything new?", parent, hint="asked every visit")
        self._chart: VisitChart | None = None
        self._first = False
        self._whole = False
        self._shown: tuple[str, ...] = ()
        self._fields: dict[str, TextField] = {}
        self.chips = ChipRow((), self, label="Anything new", multi=True, wrap=True)
        self.chips.setObjectName("screening")
        self.chips.chosen.connect(self._chosen)
        self.chips.cleared.connect(self._cleared)
        self.body.addWidget(self.chips)
        self._details = column(gap=8)
        self.body.addLayout(self._details)

    def targets(self) -> dict[str, QWidget]:
        """Fields by the name a completeness entry gives them."""
        return {"screening_reviewed": self.chips, "screening": self.chips}

    def show_chart(self, chart: VisitChart, previous: VisitChart | None) -> None:
        """The answers of this visit."""
        self._chart = chart
        self._first = previous is None
        if previous is None:
            self.set_title("Does any of this apply?", "asked at the first visit and again at every visit")
        else:
            self.set_title(
                f"Anything new since {medium_day(previous.visit.started.date())}?", "asked every visit"
            )
        self._offer(chart)
        yes = {one.item for one in chart.screening if one.answer is Answer.YES}
        nothing = {NONE} if chart.visit.screening_reviewed and not yes else set()
        self.chips.set_values(yes | nothing)
        self._show_details(chart)

    def _items(self) -> list[ScreeningItem]:
        from needlechart.catalogue import check_in_findings, screening

        first = list(check_in_findings())
        if not self._whole:
            return first
        asked = [one for one in screening().values() if one.addressee is Addressee.PATIENT]
        return first + [one for one in asked if one not in first]

    def _offer(self, chart: VisitChart) -> None:
        from needlechart.catalogue import screening

        items = self._items()
        known = {one.id for one in items}
        answered = [one.item for one in chart.screening if one.answer is Answer.YES and one.item not in known]
        items += [screening()[item] for item in answered if item in screening()]
        words = "None of these" if self._first else "Nothing new"
        choices = [Choice(NONE, words, tick=True, alone=True)]
        choices += [Choice(one.id, one.short_name, divider=index == 0) for index, one in enumerate(items)]
        choices.append(Choice(WHOLE, "Short list" if self._whole else "The whole list", icon="list"))
        keys = (words, str(self._whole), *(one.id for one in choices))
        if keys != self._shown:
            self._shown = keys
            self.chips.set_choices(choices)

    def _show_details(self, chart: VisitChart) -> None:
        findings = [one for one in chart.screening if one.answer is Answer.YES]
        wanted = [one.item for one in findings]
        if list(self._fields) != wanted:
            empty(self._details)
            self._fields = {}
            for one in findings:
                self._details.addWidget(self._detail(one, chart))
        for one in findings:
            self._fields[one.item].set_value(one.comment)

    def _detail(self, answer: ScreeningAnswer, chart: VisitChart) -> QWidget:
        from needlechart.catalogue import screening

        item = screening().get(answer.item)
        part = QWidget(self)
        line = row(part, gap=10)
        absolute = item is not None and item.level is AlertLevel.ABSOLUTE
        line.addWidget(Tag(answer.item_text, part, kind=TagKind.DANGER if absolute else TagKind.ALERT))
        field = TextField(
            part, label=f"Details: {answer.item_text}", placeholder="Since when, what, how much"
        )
        field.setObjectName(f"finding_{answer.item}")
        field.committed.connect(lambda text: self._comment(answer.item, text))
        self._fields[answer.item] = field
        line.addWidget(field, 1)
        if not any(one.screening_item == answer.item for one in chart.open_alerts):
            keep = Button("Keep as alert", part, icon="warning", padding=12)
            keep.setObjectName(f"alert_{answer.item}")
            keep.clicked.connect(lambda: self._keep_alert(answer.item))
            line.addWidget(keep)
        if item is None or not item.what_to_do:
            return part
        told = Labelled("", part, self)
        told.label.hide()
        told.set_note(item.what_to_do, "danger" if absolute else "caution")
        return told

    def _toggle_whole(self) -> None:
        self._whole = not self._whole
        if self._chart is not None:
            self._offer(self._chart)
            yes = {one.item for one in self._chart.screening if one.answer is Answer.YES}
            reviewed = self._chart.visit.screening_reviewed
            self.chips.set_values(yes or ({NONE} if reviewed else set()))

    # What a tap does

    def _answer(self, item: str, answer: Answer) -> Pair:
        chart = self._need()
        before = next((one for one in chart.screening if one.item == item), None)
        if before is not None:
            return before, before.but(answer=answer, comment=before.comment if answer is Answer.YES else "")
        return None, ScreeningAnswer(
            patient_id=chart.patient.id,
            visit_id=chart.visit.id,
            item=item,
            item_text=self._text(item),
            answer=answer,
        )

    def _text(self, item: str) -> str:
        from needlechart.catalogue import screening

        known = screening().get(item)
        return known.short_name if known else "Other"

    def _chosen(self, value: str) -> None:
        if value == WHOLE:
            self._toggle_whole()
            return
        chart = self._need()
        reviewed: Pair = (chart.visit, chart.visit.but(screening_reviewed=True))
        if value == NONE:
            pairs = [self._answer(one.id, Answer.NO) for one in self._items()]
            others = [one for one in chart.screening if one.answer is Answer.YES]
            shown = {one.id for one in self._items()}
            pairs += [self._answer(one.item, Answer.NO) for one in others if one.item not in shown]
            self.did.emit([*pairs, reviewed], "None of these" if self._first else "Nothing new")
        else:
            self.did.emit([self._answer(value, Answer.YES), reviewed], self._text(value))

    def _cleared(self, value: str) -> None:
        chart = self._need()
        if value == NONE:
            if self.chips.values() == {WHOLE}:
                return
            if not self.chips.values():
                gone: list[Pair] = [(one, None) for one in chart.screening]
                self.did.emit(
                    [*gone, (chart.visit, chart.visit.but(screening_reviewed=False))], "Screening cleared"
                )
            return
        before = next((one for one in chart.screening if one.item == value), None)
        if before is None or NONE in self.chips.values():
            return  # "Nothing new" takes everything back in its own step
        rest = [one for one in chart.screening if one is not before]
        reviewed = bool(rest)
        pairs: list[Pair] = [(before, None), (chart.visit, chart.visit.but(screening_reviewed=reviewed))]
        self.did.emit(pairs, f"{before.item_text} taken back")

    def _comment(self, item: str, text: str) -> None:
        before = next((one for one in self._need().screening if one.item == item), None)
        if before is not None:
            self.did.emit([(before, before.but(comment=text.strip()))], f"{before.item_text}: details")

    def _keep_alert(self, item: str) -> None:
        from needlechart.catalogue import screening

        chart = self._need()
        known = screening().get(item)
        answer = next(one for one in chart.screening if one.item == item)
        alert = Alert(
            patient_id=chart.patient.id,
            text=answer.item_text,
            level=known.level if known else AlertLevel.RELATIVE,
            screening_item=item if known else "",
            region=known.region if known else ("any",),
            since=now().date(),
            comment=answer.comment,
        )
        self.did.emit([(None, alert)], f"Alert: {answer.item_text}")

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart
