"""The comfort plan: how they lie, told before each needle or not, who comes along, the stop word."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.patient import Patient
from needlechart.domain.words import Position
from needlechart.ui.screens.parts import Labelled, row
from needlechart.ui.widgets import Card, ChipRow, Choice, TextArea, TextField

TOLD = [Choice("yes", "Told before each"), Choice("no", "Rather not told")]


class ComfortCard(Card):
    """``did(pairs, text)``."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        from needlechart.catalogue import positions

        super().__init__("Comfort plan", parent, hint="agreed with the patient")
        self._patient: Patient | None = None
        choices = [Choice(one.position.value, one.label) for one in positions().values()]
        self.position = ChipRow(choices, self, label="Most comfortable position", clearable=True, wrap=True)
        self.position.setObjectName("comfort_position")
        self.position.chosen.connect(lambda value: self._edit(comfort_position=Position(value)))
        self.position.cleared.connect(lambda value: self._edit(comfort_position=None))
        self.told = ChipRow(TOLD, self, label="Before each needle", clearable=True)
        self.told.setObjectName("comfort_told")
        self.told.chosen.connect(lambda value: self._edit(told_before_needle=value == "yes"))
        self.told.cleared.connect(lambda value: self._edit(told_before_needle=None))
        self.companion = TextField(self, label="Who comes along", placeholder="Sister, waits outside")
        self.companion.setObjectName("detail_companion")
        self.companion.committed.connect(lambda text: self._edit(companion=text.strip()))
        self.stop_word = TextField(self, label="Stop word", placeholder="red")
        self.stop_word.setObjectName("detail_stop_word")
        self.stop_word.committed.connect(lambda text: self._edit(stop_word=text.strip()))
        self.plan = TextArea(self, label="Comfort plan", placeholder="Lies down throughout", lines=2)
        self.plan.setObjectName("comfort_plan")
        self.plan.committed.connect(lambda text: self._edit(comfort_plan=text.strip()))
        self.body.addWidget(Labelled("Most comfortable position", self.position, self))
        self.body.addWidget(Labelled("Before each needle", self.told, self))
        line = row(gap=12)
        line.addWidget(Labelled("Who comes along", self.companion, self), 2)
        line.addWidget(Labelled("Stop word", self.stop_word, self), 1)
        self.body.addLayout(line)
        self.body.addWidget(Labelled("Anything else", self.plan, self))

    def show_patient(self, patient: Patient) -> None:
        """What was agreed."""
        self._patient = patient
        self.position.set_value(patient.comfort_position.value if patient.comfort_position else None)
        told = {True: "yes", False: "no", None: None}[patient.told_before_needle]
        self.told.set_value(told)
        for field, text in ((self.companion, patient.companion), (self.stop_word, patient.stop_word)):
            if not field.hasFocus():
                field.set_value(text)
        if not self.plan.hasFocus():
            self.plan.set_value(patient.comfort_plan)

    def _edit(self, **values: object) -> None:
        if self._patient is not None:
            after = self._patient.but(**values)
            if after != self._patient:
                self.did.emit([(self._patient, after)], "")
