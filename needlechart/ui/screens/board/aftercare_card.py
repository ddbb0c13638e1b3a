"""Aftercare told: five facts at every visit, all with one tap; further advice and how it was given."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import AdviceGroup, aftercare
from needlechart.domain.chart import VisitChart
from needlechart.domain.treatment import Aftercare
from needlechart.editing.change import Pair
from needlechart.ui.screens.parts import Labelled, column
from needlechart.ui.widgets import Button, ButtonKind, Card, ChipRow, Choice, TextField

ALL = "all"
TITLE, HINT = "Aftercare told to the patient", "soreness for 24 to 48 h is expected"
HOW = [Choice(text, text) for text in ("Said", "Shown", "On paper")]


def aftercare_pair(chart: VisitChart, **values: object) -> Pair:
    """The advice of a visit with other values, made if it is not there."""
    before = chart.aftercare
    base = before or Aftercare(patient_id=chart.patient.id, visit_id=chart.visit.id)
    return before, base.but(**values)


class AftercareCard(Card):
    """``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent, hint=HINT)
        self._chart: VisitChart | None = None
        self._opened = False
        facts = sorted((one for one in aftercare().values() if not one.hidden), key=lambda one: one.order)
        told = [one for one in facts if one.group is AdviceGroup.TOLD]
        further = [one for one in facts if one.group is AdviceGroup.EXTRA]
        self._words = {one.id: one.note_words for one in (*told, *further)}
        self._first = tuple(one.id for one in told)
        choices = [Choice(ALL, "All five" if len(told) == 5 else "All", tick=True)]
        choices += [
            Choice(one.id, one.short_name, divider=n == 0, spoken=one.text) for n, one in enumerate(told)
        ]
        self.told = ChipRow(choices, self, label="Aftercare told", multi=True, wrap=True)
        self.told.setObjectName("aftercare_told")
        self.more = Button("More", self, kind=ButtonKind.LINK, icon="search")
        self.more.setObjectName("more_aftercare")
        self.more.clicked.connect(self._toggle)
        self.head.addWidget(self.more)
        self.body.addWidget(self.told)
        self._further = QWidget(self)
        box = column(self._further, gap=8)
        extra = [Choice(one.id, one.short_name, spoken=one.text) for one in further]
        self.extra = ChipRow(extra, self._further, label="Further advice", multi=True, wrap=True)
        self.extra.setObjectName("aftercare_extra")
        self.how = ChipRow(HOW, self._further, label="How it was given", multi=True, wrap=True)
        self.how.setObjectName("aftercare_how")
        self.note = TextField(self._further, label="Advice in words", placeholder="what else was advised")
        self.note.setObjectName("aftercare_note")
        self.note.committed.connect(lambda text: self._set("Advice", note=text.strip()))
        box.addWidget(self.extra)
        box.addWidget(Labelled("How it was given", self.how, self._further))
        box.addWidget(self.note)
        self.body.addWidget(self._further)
        self._further.hide()
        for chips in (self.told, self.extra):
            chips.chosen.connect(self._tell)
            chips.cleared.connect(self._untell)
        self.how.chosen.connect(lambda value: self._set_how())
        self.how.cleared.connect(lambda value: self._set_how())

    def show_chart(self, chart: VisitChart) -> None:
        """What was told, and how."""
        self._chart = chart
        told = self._told()
        whole = {ALL} if told >= set(self._first) else set()
        self.told.set_values((told & set(self._first)) | whole)
        self.extra.set_values(told - set(self._first))
        how = chart.aftercare.how if chart.aftercare else ""
        self.how.set_values(part.strip() for part in how.split(",") if part.strip())
        self.note.set_value(chart.aftercare.note if chart.aftercare else "")
        self.set_title(TITLE, how.lower() or HINT)
        if told - set(self._first):
            self._open(opened=True)

    def _toggle(self) -> None:
        self._open(opened=not self._opened)

    def _open(self, *, opened: bool) -> None:
        self._opened = opened
        self._further.setVisible(opened)
        self.more.set_text("Less" if opened else "More")

    def _told(self) -> set[str]:
        care = self._chart.aftercare if self._chart else None
        return set(care.told) if care else set()

    def _tell(self, value: str) -> None:
        told = self._told() | (set(self._first) if value == ALL else {value})
        self._set_told(told, "All five told" if value == ALL else f"Told: {self._words[value]}")

    def _untell(self, value: str) -> None:
        self._set_told(self._told() - (set(self._first) if value == ALL else {value}), "Aftercare taken back")

    def _set_told(self, told: set[str], text: str) -> None:
        wanted = [one for one in self._words if one in told]
        self._set(text, told=tuple(wanted), texts=tuple(self._words[one] for one in wanted))

    def _set_how(self) -> None:
        chosen = [one.id for one in HOW if one.id in self.how.values()]
        self._set("How advice was given", how=", ".join(chosen))

    def _set(self, text: str, **values: object) -> None:
        if self._chart is not None:
            self.did.emit([aftercare_pair(self._chart, **values)], text)
