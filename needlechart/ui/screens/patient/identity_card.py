"""Who the patient is and how they are reached; each field is kept as it is left."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from needlechart.domain.chart import PatientChart
from needlechart.domain.patient import Patient
from needlechart.domain.record import Invalid, now
from needlechart.domain.words import Figure, Sex
from needlechart.ui.screens.home.new_patient import FIELDS, FIGURES, SEXES
from needlechart.ui.screens.parts import Labelled
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Card, ChipRow, TextArea, TextField

MORE = (
    ("email", "Email", ""),
    ("referrer_contact", "Referrer’s phone or email", ""),
    ("pronouns", "Pronouns", "she/her"),
)


class IdentityCard(Card):
    """``did(pairs, text)``; a refusal stands under its field and nothing is kept."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Identity and contact", parent)
        self._patient: Patient | None = None
        self._first_visit: date | None = None
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.current().px(12))
        grid.setVerticalSpacing(Theme.current().px(10))
        self.fields: dict[str, TextField] = {}
        self._labelled: dict[str, Labelled] = {}
        for index, (name, label, hint) in enumerate((*FIELDS, *MORE)):
            field = TextField(self, label=label, placeholder=hint)
            field.setObjectName(f"detail_{name}")
            field.committed.connect(lambda text, name=name: self._edit_field(name, text))
            part = Labelled(label, field, self)
            self.fields[name], self._labelled[name] = field, part
            grid.addWidget(part, index // 2, index % 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)
        self.address = TextArea(self, label="Address", placeholder="Street, town", lines=2)
        self.address.setObjectName("detail_address")
        self.address.committed.connect(lambda text: self._edit(address=text.strip()))
        self.body.addWidget(Labelled("Address", self.address, self))
        self.sex = ChipRow(SEXES, self, label="Sex for clinical use")
        self.sex.setObjectName("detail_sex")
        self.sex.chosen.connect(lambda value: self._edit(sex=Sex(value)))
        self.figure = ChipRow(FIGURES, self, label="Figure on the body map")
        self.figure.setObjectName("detail_figure")
        self.figure.chosen.connect(lambda value: self._edit(figure=Figure(value)))
        self.note = TextArea(self, label="Note", placeholder="Anything else about the patient", lines=2)
        self.note.setObjectName("detail_note")
        self.note.committed.connect(lambda text: self._edit(note=text.strip()))
        self.body.addWidget(Labelled("Sex for clinical use", self.sex, self))
        self.body.addWidget(Labelled("Figure on the body map; marks stay where they are", self.figure, self))
        self.body.addWidget(Labelled("Note", self.note, self))

    def show_chart(self, chart: PatientChart) -> None:
        """The patient as kept; a field that is being typed in or was refused stays."""
        patient = chart.patient
        if self._patient is None or self._patient.id != patient.id:
            for name in self.fields:
                self._refuse(name, "")
        self._patient = patient
        self._first_visit = min((one.visit.started.date() for one in chart.visits), default=None)
        for name, field in self.fields.items():
            if not (field.hasFocus() or field.error):
                field.set_value(self._shown(patient, name))
        for area, text in ((self.address, patient.address), (self.note, patient.note)):
            if not area.hasFocus():
                area.set_value(text)
        self.sex.set_value(patient.sex.value)
        self.figure.set_value(patient.figure.value)

    def _shown(self, patient: Patient, name: str) -> str:
        if name == "birth_date":
            return short_day(patient.birth_date) if patient.birth_date else ""
        return str(getattr(patient, name))

    def _edit(self, **values: object) -> None:
        if self._patient is not None:
            after = self._patient.but(**values)
            if after != self._patient:
                self.did.emit([(self._patient, after)], "")

    def _edit_field(self, name: str, text: str) -> None:
        try:
            self._edit(**{name: self._read_birth(text) if name == "birth_date" else text.strip()})
        except Refused as refusal:
            self._refuse(name, str(refusal))
        except Invalid as error:
            self._refuse(name, f"{error.why[:1].upper()}{error.why[1:]}.")
        else:
            self._refuse(name, "")

    def _read_birth(self, text: str) -> date | None:
        born = read_date(text, latest=now().date())
        if born is not None and self._first_visit is not None and born > self._first_visit:
            raise Refused(f"The first visit was {short_day(self._first_visit)}, before this date of birth.")
        return born

    def _refuse(self, name: str, why: str) -> None:
        self.fields[name].set_error(why)
        self._labelled[name].set_note(why)
