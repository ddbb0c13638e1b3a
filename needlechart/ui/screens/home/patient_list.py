"""The list of patients: expected today, then recent; or what matches. Grows as one scrolls."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from needlechart.domain.overview import PatientRow
from needlechart.ui.screens.home.rows import PatientRowItem
from needlechart.ui.screens.home.who import Guard
from needlechart.ui.screens.parts import ScrollColumn, column, empty, row
from needlechart.ui.widgets import (
    Action,
    BoxStyle,
    ButtonKind,
    EmptyState,
    Hairline,
    Panel,
    SectionTitle,
    Text,
)

PORTION = 30
"""Rows made at once; more follow when the end comes near."""


class PatientList(QWidget):
    """``opened``, ``start`` and ``continued`` carry ids; ``new_patient`` the text that was searched."""

    opened = Signal(str)
    start = Signal(str)
    continued = Signal(str)
    new_patient = Signal(str)
    show_all = Signal()
    restore = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, why_not: str = "", may_restore: bool = False
    ) -> None:
        """``why_not`` says who charts here, if who is unlocked does not."""
        super().__init__(parent)
        self._why_not = why_not
        self._may_restore = may_restore
        self._groups: list[tuple[str, str, list[PatientRow]]] = []
        self._pending: list[tuple[Panel, list[PatientRow]]] = []
        self._rows: list[PatientRowItem] = []
        self._wanted = ""
        self._today = date.today()  # noqa: DTZ011 - the clinic's own day
        self._guard = Guard(self)
        self._guard.yes.connect(self._confirmed)
        box = column(self, gap=6)
        self.scroller = ScrollColumn(self, gap=6, edges=(6, 0, 6, 6))
        box.addWidget(self.scroller, 1)
        bar = self.scroller.verticalScrollBar()
        bar.valueChanged.connect(lambda value: self._grow_near_end())
        bar.rangeChanged.connect(lambda low, high: self._grow_near_end())

    @property
    def rows(self) -> Sequence[PatientRowItem]:
        """The rows made so far, from the top."""
        return tuple(self._rows)

    def show_patients(self, patients: Sequence[PatientRow], today: date) -> None:
        """Expected today first, then everybody else as they come (newest first)."""
        expected = [one for one in patients if one.next_visit == today and not one.archived]
        seen = {one.patient_id for one in expected}
        rest = [one for one in patients if one.patient_id not in seen and not one.archived]
        groups = [("Expected today", str(len(expected)), expected), ("Recent", "", rest)]
        self._show([group for group in groups if group[2]], "", today)

    def show_matches(self, matches: Sequence[PatientRow], wanted: str, total: int, today: date) -> None:
        """What a search found."""
        told = f"{len(matches)} of {total} match" if total > len(matches) else f"{len(matches)} match"
        self._show([("Patients", told, list(matches))] if matches else [], wanted, today)
        if not matches:
            self._nobody(wanted)

    def show_empty(self) -> None:
        """There is no patient at all."""
        self._show([], "", self._today)
        state = EmptyState(
            "person",
            "No patients yet",
            self._why_not or "Add the first one, or put back the charts of a backup.",
            [
                *([] if self._why_not else [Action("new", "New patient", ButtonKind.PRIMARY)]),
                *([Action("restore", "Restore a backup")] if self._may_restore else []),
            ],
            self,
        )
        state.acted.connect(self._empty_acted)
        self.scroller.box.insertWidget(0, state, 1)

    def _empty_acted(self, action: str) -> None:
        if action == "restore":
            self.restore.emit()
        else:
            self.new_patient.emit("")

    def open_first(self) -> None:
        """As if the first row was tapped."""
        if self._rows:
            self._rows[0].click()

    def start_first(self) -> None:
        """As if Ctrl+Enter was pressed on the first row."""
        if self._rows:
            self._start(self._rows[0])

    def focus_first(self) -> None:
        """The keyboard goes into the list."""
        if self._rows:
            self._rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        focused = next((i for i, one in enumerate(self._rows) if one.hasFocus()), None)
        if step and focused is not None and 0 <= focused + step < len(self._rows):
            target = self._rows[focused + step]
            target.setFocus(Qt.FocusReason.TabFocusReason)
            self.scroller.show_part(target)
        else:
            super().keyPressEvent(event)

    def _show(self, groups: list[tuple[str, str, list[PatientRow]]], wanted: str, today: date) -> None:
        self._wanted, self._today = wanted, today
        self._guard.forget()
        empty(self.scroller.box)
        self._rows, self._pending = [], []
        for title, told, patients in groups:
            head = row(gap=8, edges=(2, 4, 0, 2))
            head.addWidget(SectionTitle(title, self))
            head.addWidget(Text(told, self, role="secondary", colour="muted"))
            head.addStretch(1)
            self.scroller.box.addLayout(head)
            panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
            column(panel, gap=0, edges=(1, 1, 1, 1))
            self.scroller.box.addWidget(panel)
            self._pending.append((panel, patients))
        if groups:
            words = "Type any part of a name, a record number or a date of birth. Enter opens the first."
            self.scroller.box.addWidget(Text(words, self, role="secondary", colour="muted", wrap=True))
        self.scroller.box.addStretch(1)
        self.scroller.verticalScrollBar().setValue(0)
        self._grow()

    def _grow_near_end(self) -> None:
        bar = self.scroller.verticalScrollBar()
        if self._pending and bar.value() > bar.maximum() - 2 * self.scroller.height():
            self._grow()

    def _grow(self) -> None:
        """Make the next portion of rows."""
        room = PORTION
        while room > 0 and self._pending:
            panel, patients = self._pending[0]
            for patient in patients[:room]:
                self._add_row(panel, patient)
            taken = patients[:room]
            room -= len(taken)
            if len(taken) == len(patients):
                self._pending.pop(0)
            else:
                self._pending[0] = (panel, patients[len(taken) :])

    def _add_row(self, panel: Panel, patient: PatientRow) -> None:
        box = panel.layout()
        if box is None:
            return
        if box.count():
            box.addWidget(Hairline(panel))
        item = PatientRowItem(patient, self._today, self._wanted, panel, why_not=self._why_not)
        item.opened.connect(self.opened)
        item.start.connect(lambda patient_id: self._start(item))
        box.addWidget(item)
        item.show()
        self._rows.append(item)

    def _start(self, item: PatientRowItem) -> None:
        """Start or continue, after one tap that says who it is where another name is alike."""
        patient = item.patient
        if item.button.why_not:
            item.button.refuse()
        elif patient.similar_name:
            who = (patient.name, patient.birth_date, patient.record_number)
            act = "continue the visit" if patient.draft_visit_id else "start the visit"
            self._guard.ask(item, patient.patient_id, who, act, patient.patient_id)
        else:
            self._go(patient)

    def _confirmed(self, patient_id: str) -> None:
        self._go(next(one.patient for one in self._rows if one.patient.patient_id == patient_id))

    def _go(self, patient: PatientRow) -> None:
        if patient.draft_visit_id:
            self.continued.emit(patient.draft_visit_id)
        else:
            self.start.emit(patient.patient_id)

    def _nobody(self, wanted: str) -> None:
        named = not any(character.isdigit() for character in wanted)
        words = f"New patient “{wanted}”" if named else "New patient"
        state = EmptyState(
            "search",
            f"No match for “{wanted}”",
            "Try fewer letters, the record number or the date of birth, like 9 May 1991.",
            [Action("all", "Show everybody"), *([] if self._why_not else [Action("new", words)])],
            self,
        )
        state.acted.connect(lambda action: self._nobody_acted(action, wanted))
        self.scroller.box.insertWidget(0, state, 1)

    def _nobody_acted(self, action: str, wanted: str) -> None:
        if action == "new":
            self.new_patient.emit(wanted)
        else:
            self.show_all.emit()
