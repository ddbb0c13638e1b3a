"""A new patient, typed in place of the list: identity, contact, why they come. Nothing is modal."""

import json
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from needlechart.domain.overview import Likeness, PatientRow, Twin
from needlechart.domain.record import Invalid, now
from needlechart.domain.words import Figure, Sex
from needlechart.editing.desk import Desk, Problem, added
from needlechart.ui.errors import Notices
from needlechart.ui.screens.home.indication import IndicationPicker
from needlechart.ui.screens.home.new_records import Typed, new_patient_records
from needlechart.ui.screens.parts import Labelled, ScrollColumn, column, fitting_row, row
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import count, short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Action,
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    MessageKind,
    TextField,
)

SEXES = [
    Choice(one.value, text)
    for one, text in zip(Sex, ("Female", "Male", "Intersex", "Not stated"), strict=True)
]
FIGURES = [Choice(one.value, text) for one, text in zip(Figure, ("Female", "Male", "Neutral"), strict=True)]
PRONOUNS = [Choice(text, text) for text in ("she/her", "he/him", "they/them")]

FIELDS: tuple[tuple[str, str, str], ...] = (
    ("given_name", "Given name", ""),
    ("family_name", "Family name", ""),
    ("preferred_name", "Preferred name, if another", ""),
    ("record_number", "Record number", ""),
    ("birth_date", "Date of birth", "9 May 1991"),
    ("phone", "Phone", ""),
    ("emergency_name", "Emergency contact", "Name"),
    ("emergency_phone", "Emergency phone", ""),
    ("referrer", "Referred by", "Name, practice"),
)


PLACE = "new patient"
"""Where the desk keeps what is typed here."""

TWIN_WORDS = {
    Likeness.NUMBER: "This record number is taken",
    Likeness.NAME_AND_BIRTH: "This may be the same person: name and date of birth agree",
    Likeness.NAME: "This may be the same person: the name agrees or sounds alike",
    Likeness.NAME_OTHER_BIRTH: "This may be the same person: the dates of birth differ by a slip of the pen",
}


class NewPatientForm(QWidget):
    """``made(patient_id)`` once it is kept; ``left()`` goes back to the list and keeps what was typed."""

    left = Signal()
    made = Signal(str)
    existing_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_patient_form")
        self._desk = desk
        self._twin = ""
        self._asking = self._add_then = False
        self._typed: dict[str, str] = {}
        self.fields: dict[str, TextField] = {}
        self._labelled: dict[str, Labelled] = {}
        outer = column(self, gap=8, edges=(6, 6, 6, 0))
        self.notices = Notices(self)
        outer.addWidget(self.notices)
        scroll = self._scroll = ScrollColumn(self, gap=12, edges=(6, 0, 8, 6))
        scroll.box.addWidget(self._identity())
        scroll.box.addWidget(self._why())
        scroll.box.addStretch(1)
        outer.addWidget(scroll, 1)
        outer.addLayout(self._foot())
        self.notices.acted.connect(self._notice_acted)

    def _identity(self) -> Card:
        card = Card("New patient", self, hint="a name and a record number are enough to begin")
        grid = QGridLayout()
        theme = Theme.current()
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(10))
        for index, (name, label, hint) in enumerate(FIELDS):
            field = TextField(card, label=label, placeholder=hint)
            field.setObjectName(name)
            field.committed.connect(lambda text, name=name: self._committed(name, text))
            part = Labelled(label, field, card)
            self.fields[name] = field
            self._labelled[name] = part
            grid.addWidget(part, index // 2, index % 2, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(grid)
        self.sex = ChipRow(SEXES, card, label="Sex for clinical use", clearable=True, wrap=True)
        self.sex.setObjectName("sex")
        self.pronouns = ChipRow(PRONOUNS, card, label="Pronouns", clearable=True, wrap=True)
        self.pronouns.setObjectName("pronouns")
        self.other_pronouns = TextField(card, label="Other pronouns", placeholder="other")
        self.other_pronouns.committed.connect(lambda text: self._keep("other_pronouns", text))
        self.figure = ChipRow(FIGURES, card, label="Body figure", clearable=True, wrap=True)
        self.figure.setObjectName("figure")
        pair = fitting_row(gap=6)
        pair.addWidget(self.pronouns, 3)
        pair.addWidget(self.other_pronouns, 1)
        held = QWidget(card)
        held.setLayout(pair)
        card.body.addWidget(Labelled("Sex for clinical use", self.sex, card))
        card.body.addWidget(Labelled("Pronouns", held, card))
        card.body.addWidget(Labelled("Figure on the body map, chosen with the patient", self.figure, card))
        return card

    def _why(self) -> Card:
        card = Card("Why they come", self, hint="can be added later")
        self.indications = IndicationPicker(card)
        card.body.addWidget(Labelled("Indication, by code or words", self.indications, card))
        self.title = TextField(card, label="Title of the episode", placeholder="Right hip and pelvic pain")
        self.title.setObjectName("episode_title")
        self.title.committed.connect(lambda text: self._keep("episode_title", text))
        card.body.addWidget(Labelled("Title of the episode of care", self.title, card))
        return card

    def _foot(self) -> QHBoxLayout:
        line = row(gap=8, edges=(6, 0, 6, 2))
        back = Button("Back to the list", self, icon="back", height=52)
        back.setObjectName("leave_form")
        back.clicked.connect(self.left)
        self.add = Button("Add patient", self, kind=ButtonKind.PRIMARY, height=52)
        self.add.setObjectName("add_patient")
        self.add.clicked.connect(self._add)
        line.addWidget(back)
        line.addWidget(self.add, 1)
        return line

    def begin(self, name: str) -> None:
        """Ready to type; a searched name is taken over, a record number proposed."""
        parts = name.rsplit(" ", 1)
        if name and not any(character.isdigit() for character in name):
            self.fields["given_name"].set_value(parts[0] if len(parts) == 2 else "")
            self.fields["family_name"].set_value(parts[-1])
        if not self.fields["record_number"].text():
            self._asking = True
            self._desk.new_record_number(self._propose, self._no_number)
        self.fields["given_name"].setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.typed(PLACE, self._take_up)

    def _take_up(self, kept: str) -> None:
        """What this person typed before a lock or a crash, into what is empty."""
        for name, text in (json.loads(kept) if kept else {}).items():
            field = self._field(name)
            if not field.text():
                field.set_value(text)
                self._typed[name] = text

    def _field(self, name: str) -> TextField:
        more = {"episode_title": self.title, "other_pronouns": self.other_pronouns}
        return more[name] if name in more else self.fields[name]

    def _keep(self, name: str, text: str) -> None:
        self._typed[name] = text
        self._keep_all()

    def _keep_all(self) -> None:
        typed = {one: words for one, words in self._typed.items() if words}
        self._desk.keep_typed(PLACE, json.dumps(typed) if typed else "")

    def clear(self) -> None:
        """Nothing typed, nothing chosen."""
        for field in (*self.fields.values(), self.title, self.other_pronouns):
            field.set_value("")
            field.set_error("")
        for chips in (self.sex, self.pronouns, self.figure):
            chips.set_value(None)
        self.indications.clear()
        self.notices.clear()
        self._twin = ""
        self._typed = {}

    def _propose(self, record_number: str) -> None:
        self._asking = False
        if not self.fields["record_number"].text():
            self.fields["record_number"].set_value(record_number)
        self._add_waiting()

    def _no_number(self, problem: Problem) -> None:
        self._asking = False
        self._failed(problem)
        self._add_waiting()

    def _add_waiting(self) -> None:
        """Add was tapped before the number had arrived: now it goes on."""
        if self._add_then:
            self._add_then = False
            self.add.setEnabled(True)
            self._add()

    def _committed(self, name: str, text: str) -> None:
        self._keep(name, text)
        self._refuse(name, "")
        if name == "birth_date":
            self._read_birth_date()
        if name in ("given_name", "family_name", "birth_date", "record_number"):
            self._look_for_twins()

    def _refuse(self, name: str, why: str) -> None:
        self.fields[name].set_error(why)
        self._labelled[name].set_note(why)

    def _go_to(self, name: str) -> None:
        """The keyboard in a field that was refused, with its label and the reason in sight."""
        self.fields[name].setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.show_part(self._labelled[name])

    def _read_birth_date(self) -> object:
        try:
            found = read_date(self.fields["birth_date"].text(), latest=now().date())
        except Refused as refusal:
            self._refuse("birth_date", str(refusal))
            return refusal
        if found is not None:
            self._labelled["birth_date"].set_note(short_day(found), "muted")
        return found

    def _look_for_twins(self) -> None:
        given, family, number = (
            self.fields[name].text().strip() for name in ("given_name", "family_name", "record_number")
        )
        try:
            born = read_date(self.fields["birth_date"].text())
        except Refused:
            born = None
        if given or family or number:
            self._desk.twins(given, family, born, number, self._compare, self._failed)

    def _compare(self, found: tuple[Twin, ...]) -> None:
        """Warn of who may be here already: this number, this person, or one of a like name."""
        if not found:
            self._twin = ""
            self.notices.take("twin")
            return
        first, *others = found
        self._twin = first.row.patient_id
        more = f" And {count(len(others), 'more record')} like it." if others else ""
        self.notices.say(
            "twin",
            MessageKind.CAUTION,
            TWIN_WORDS[first.likeness],
            f"{_row_words(first.row)} is already here.{more} What you typed is kept.",
            [Action("open", "Open that chart", ButtonKind.PRIMARY), Action("dismiss", "Another person")],
        )

    def _notice_acted(self, key: str, action: str) -> None:
        if key == "twin" and action == "open":
            self.existing_wanted.emit(self._twin)

    def _read(self) -> Typed | None:
        """What is on the form; None (with the refusal shown) if it cannot be kept."""
        born = self._read_birth_date()
        if isinstance(born, Refused):
            self._go_to("birth_date")
            return None
        words = {name: field.text().strip() for name, field in self.fields.items() if name != "birth_date"}
        return Typed(
            words=words,
            birth_date=born,  # type: ignore[arg-type]
            sex=Sex(self.sex.value() or Sex.UNSTATED),
            pronouns=self.other_pronouns.text().strip() or self.pronouns.value() or "",
            figure=Figure(self.figure.value() or Figure.NEUTRAL),
            title=self.title.text().strip(),
            indications=self.indications.chosen(),
        )

    def _add(self) -> None:
        typed = self._read()
        if typed is None:
            return
        if self._asking and not typed.words["record_number"]:
            self._add_then = True
            self.add.setEnabled(False)
            return
        try:
            records = new_patient_records(typed, self._desk.clinic.id, now().date())
        except Invalid as error:
            name = error.path if error.path in self.fields else "family_name"
            self._refuse(name, f"{error.why[:1].upper()}{error.why[1:]}.")
            self._go_to(name)
            return
        self.add.setEnabled(False)
        self._desk.put(added(*records), self._kept(records[0].id), self._not_kept)
        self._desk.keep_typed(PLACE, "")

    def _kept(self, patient_id: str) -> Callable[[datetime], None]:
        def then(moment: datetime) -> None:
            self.add.setEnabled(True)
            self.clear()
            self.made.emit(patient_id)

        return then

    def _failed(self, problem: Problem) -> None:
        self.notices.problem(problem)

    def _not_kept(self, problem: Problem) -> None:
        self.add.setEnabled(True)
        self._keep_all()
        self.notices.problem(problem)


def _row_words(one: PatientRow) -> str:
    """``Ines Okonkwo, born 2 Jun 1984, 1042``; an archived record says so."""
    born = f", born {short_day(one.birth_date)}" if one.birth_date else ""
    return f"{one.name}{born}, {one.record_number}{' (archived)' if one.archived else ''}"
