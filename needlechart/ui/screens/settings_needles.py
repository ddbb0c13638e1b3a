"""Settings of the needles the clinic keeps: size, maker, lot; what is written here is offered in a visit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.domain.clinic import NeedleType
from needlechart.domain.record import Invalid
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.typed import read_number
from needlechart.ui.widgets import Button, Card, Hairline, IconButton, Text, TextField

SIZES = "A diameter of 0.10 to 0.50 mm and a length of 3 to 150 mm, like 0.30 and 50."


class NeedlesCard(Card):
    """One row for each size; kept as typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Needles in stock", parent, hint="offered in a visit, in this order")
        self.setObjectName("needles_card")
        self._desk = desk
        self._needles: list[NeedleType] = []
        self._rows = column(gap=6)
        self.body.addLayout(self._rows)
        self.body.addWidget(Hairline(self))
        self.body.addLayout(self._new_row())
        self.error = ErrorLines(self)
        self.body.addWidget(self.error)

    def refresh(self) -> None:
        """Ask anew what is kept."""
        self._desk.needle_types(self._show, self._failed)

    def _new_row(self) -> QHBoxLayout:
        line = row(gap=8)
        self.diameter = TextField(self, label="Diameter in mm", placeholder="0.30")
        self.diameter.setObjectName("needle_diameter")
        self.length = TextField(self, label="Length in mm", placeholder="50")
        self.length.setObjectName("needle_length")
        for field in (self.diameter, self.length):
            field.returnPressed.connect(self._add)
            field.textEdited.connect(lambda text: self.error.say(""))
        self.add = Button("Add size", self, icon="plus")
        self.add.setObjectName("add_needle")
        self.add.clicked.connect(self._add)
        line.addWidget(Labelled("Diameter, mm", self.diameter, self), 1)
        line.addWidget(Labelled("Length, mm", self.length, self), 1)
        line.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        return line

    def _show(self, needles: tuple[NeedleType, ...]) -> None:
        self._needles = list(needles)
        empty(self._rows)
        if not needles:
            words = "No size yet. A visit then offers what was used last."
            self._rows.addWidget(Text(words, self, role="secondary", colour="muted", wrap=True))
        for one in needles:
            self._rows.addWidget(self._row(one))

    def _row(self, needle: NeedleType) -> QWidget:
        part = QWidget(self)
        line = row(part, gap=8)
        size = Text(needle.size, part, role="strong")
        size.setMinimumWidth(self._theme.px(76))
        line.addWidget(size)
        for name, label, value in (("maker", "Maker", needle.maker), ("lot", "Lot", needle.lot)):
            field = TextField(part, label=f"{label} of {needle.size}", placeholder=label)
            field.setObjectName(f"needle_{name}_{needle.id}")
            field.set_value(value)
            field.committed.connect(lambda text, name=name: self._edit(needle.id, name, text))
            line.addWidget(field, 1)
        gone = IconButton("trash", f"Remove {needle.size}", part)
        gone.setObjectName(f"remove_needle_{needle.id}")
        gone.clicked.connect(lambda: self._remove(needle.id))
        line.addWidget(gone)
        return part

    def _edit(self, needle_id: str, name: str, text: str) -> None:
        index = next((n for n, one in enumerate(self._needles) if one.id == needle_id), None)
        if index is None:
            return
        before = self._needles[index]
        after = before.but(**{name: text.strip()})
        if after != before:
            self._needles[index] = after
            self._desk.put([(before, after)], lambda moment: None, self._failed)

    def _add(self) -> None:
        diameter, length = read_number(self.diameter.text()), read_number(self.length.text())
        order = max((one.order for one in self._needles), default=-1) + 1
        try:
            if diameter is None or length is None:
                raise Invalid("diameter_mm", "a size is two numbers")
            made = NeedleType(
                clinic_id=self._desk.clinic.id, diameter_mm=diameter, length_mm=length, order=order
            )
        except Invalid:
            self.error.say("This is not a size of a needle", f"The list is unchanged. {SIZES}")
            field = self.length if diameter is not None else self.diameter
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if any(one.size == made.size for one in self._needles):
            self.error.say(f"{made.size} is in the list", "The list is unchanged. Type another size.")
            return
        for field in (self.diameter, self.length):
            field.set_value("")
        self.diameter.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.put([(None, made)], lambda moment: self.refresh(), self._failed)

    def _remove(self, needle_id: str) -> None:
        needle = next((one for one in self._needles if one.id == needle_id), None)
        if needle is None:
            return
        pairs: list[Pair] = [(needle, None)]
        clinic = self._desk.clinic
        if clinic.default_needle == needle.id:
            pairs.append((clinic, clinic.but(default_needle="")))
        self._needles.remove(needle)
        self.diameter.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.put(pairs, lambda moment: self.refresh(), self._failed)

    def _failed(self, problem: Problem) -> None:
        told = " ".join(part for part in (problem.safe, problem.todo) if part)
        self.error.say(problem.happened, told)
        self._desk.needle_types(self._show)
