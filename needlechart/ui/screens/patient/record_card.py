"""The record itself: archived or not, and other records of the same person merged into it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import PatientChart
from needlechart.domain.overview import PatientRow
from needlechart.domain.patient import Patient
from needlechart.domain.rules.merging import emptied, field_words, filled_fields
from needlechart.editing.change import Pair
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.wording import count, short_day
from needlechart.ui.widgets import (
    Action,
    Button,
    ButtonKind,
    Card,
    MessageKind,
    SearchField,
    StripMessage,
    Text,
)

SHOWN = 5


class RecordCard(Card):
    """``did(pairs, text)``; ``search(text, then)`` finds patients, ``merge_wanted(id)`` one of them.

    ``delete_wanted()``: a record made by mistake, as long as no visit of it is signed.
    """

    did = Signal(object, str)
    merge_wanted = Signal(str)
    delete_wanted = Signal()

    def __init__(
        self,
        search: Callable[[str, Callable[[tuple[PatientRow, ...]], None]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("This record", parent)
        self._search = search
        self._patient: Patient | None = None
        self._known: frozenset[str] = frozenset()
        self._aliases = column(gap=6)
        self.body.addLayout(self._aliases)
        self.field = SearchField(
            self,
            label="Another record of the same person",
            placeholder="Name, record number or date of birth",
        )
        self.field.setObjectName("merge_search")
        self.field.committed.connect(self._look)
        self.body.addWidget(Labelled("Another record of the same person", self.field, self))
        self._found = column(gap=6)
        self.body.addLayout(self._found)
        self._sure: StripMessage | None = None
        self.archive = Button("Archive this record", self, padding=12)
        self.archive.setObjectName("archive")
        self.archive.clicked.connect(self._archive)
        line = row(gap=8)
        line.addWidget(self.archive)
        self.delete = Button("Delete this record", self, kind=ButtonKind.LINK, icon="trash")
        self.delete.setObjectName("delete_record")
        self.delete.clicked.connect(self.delete_wanted)
        line.addWidget(self.delete)
        words = "Archived records are found by searching; nothing of them is lost."
        line.addWidget(Text(words, self, role="secondary", colour="muted", wrap=True), 1)
        self.body.addLayout(line)

    def show_chart(self, chart: PatientChart) -> None:
        """Aliases with the way to take them apart."""
        other = self._patient is None or self._patient.id != chart.patient.id
        self._patient = chart.patient
        self._known = frozenset((chart.patient.id, *(one.id for one in chart.aliases)))
        signed = any(one.visit.signed for one in chart.visits)
        self.delete.setVisible(not signed and not chart.aliases)
        self.archive.set_text("Take out of the archive" if chart.patient.archived else "Archive this record")
        if other:
            self.field.set_value("")
            self._clear()
        empty(self._aliases)
        for one in chart.aliases:
            self._aliases.addWidget(self._alias(one, chart))

    def _alias(self, alias: Patient, chart: PatientChart) -> QWidget:
        line = QWidget(self)
        inner = row(line, gap=8)
        visits = sum(one.visit.patient_id == alias.id for one in chart.visits)
        born = f", born {short_day(alias.birth_date)}" if alias.birth_date else ""
        told = f"Merged: {alias.full_name}{born}, {alias.record_number}, {count(visits, 'visit')}"
        taken = filled_fields(chart.patient, alias)
        if taken:
            told += f". Filled in from it: {', '.join(field_words(one) for one in taken)}"
        inner.addWidget(Text(told, line, role="secondary", wrap=True), 1)
        apart = Button("Take apart", line, padding=10)
        apart.setObjectName(f"unmerge_{alias.id}")
        apart.clicked.connect(lambda checked=False: self._take_apart(chart.patient, alias))
        inner.addWidget(apart)
        return line

    def _take_apart(self, kept: Patient, alias: Patient) -> None:
        """Each has again what it had; what merging filled in and nobody changed goes back."""
        pairs: list[Pair] = [(alias, alias.but(merged_into=""))]
        without = emptied(kept, alias)
        if without != kept:
            pairs.append((kept, without))
        self.did.emit(pairs, "Records taken apart")

    def _archive(self) -> None:
        if self._patient is not None:
            after = self._patient.but(archived=not self._patient.archived)
            said = "Record archived" if after.archived else "Record taken out of the archive"
            self.did.emit([(self._patient, after)], said)

    def _look(self, text: str) -> None:
        self._clear()
        if text.strip():
            self._search(text.strip(), self._offer)

    def _offer(self, rows: Sequence[PatientRow]) -> None:
        self._clear()
        others = [one for one in rows if one.patient_id not in self._known][:SHOWN]
        for one in others:
            line = QWidget(self)
            inner = row(line, gap=8)
            inner.addWidget(Text(_told(one), line, wrap=True), 1)
            button = Button("Merge into this one", line, padding=10)
            button.setObjectName(f"merge_{one.patient_id}")
            button.clicked.connect(lambda checked=False, one=one: self._ask(one))
            inner.addWidget(button)
            self._found.addWidget(line)
        if not others:
            self._found.addWidget(Text("No other record matches.", self, role="secondary", colour="muted"))

    def _ask(self, one: PatientRow) -> None:
        """Says what merging means; undo stays possible."""
        self._clear()
        strip = StripMessage(
            MessageKind.CAUTION,
            f"Merge {_told(one)} into this record?",
            "Its visits, alerts and forms show here, and what this record lacks (a phone number, a date of "
            "birth) is filled in from it. Nothing is moved: what is signed stays under its own number, and "
            "the two can be taken apart again.",
            [Action("merge", "Merge", ButtonKind.PRIMARY), Action("no", "Not now")],
            self,
        )
        strip.setObjectName("merge_sure")
        strip.acted.connect(lambda action: self._answered(action, one.patient_id))
        self._found.addWidget(strip)
        self._sure = strip

    def _answered(self, action: str, patient_id: str) -> None:
        self._clear()
        if action == "merge":
            self.field.set_value("")
            self.merge_wanted.emit(patient_id)

    def _clear(self) -> None:
        self._sure = None
        empty(self._found)


def _told(one: PatientRow) -> str:
    born = f", born {short_day(one.birth_date)}" if one.birth_date else ""
    return f"{one.name}{born}, {one.record_number}, {count(one.visits, 'visit')}"
