"""Settings of the therapists: who charts here, one's own passphrase, somebody new."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.domain.clinic import Clinician
from needlechart.domain.record import Invalid
from needlechart.domain.words import Role
from needlechart.editing.desk import Desk
from needlechart.ui.screens.entry import NewPassphrase
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.settings_drawer import Drawer
from needlechart.ui.widgets import (
    Button,
    Card,
    ChipRow,
    Choice,
    PassphraseField,
    Tag,
    Text,
    TextField,
)

ROLES = [
    Choice(Role.CLINICIAN.value, "Clinician"),
    Choice(Role.STUDENT.value, "Student"),
    Choice(Role.ASSISTANT.value, "Assistant"),
]

CHANGED = "The new passphrase counts from now on. Backups made before open with the old one."
OLD_BACKUPS = (
    "Backups made before go on opening with the old passphrase. If somebody else knows it, keep those backups"
    " where they cannot get at them."
)

if TYPE_CHECKING:
    from needlechart.ui.screens.settings_person import PersonDrawer


class PassphraseDrawer(Drawer):
    """``done()`` once the new passphrase counts."""

    done = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Change the passphrase", parent, name="change_passphrase")
        self._desk = desk
        self.old = PassphraseField(self, label="Passphrase of today")
        self.old.setObjectName("old_passphrase")
        self.new = NewPassphrase(desk.judge_passphrase, self, label="New passphrase")
        self.box.addWidget(Text("Passphrase of today", self, role="strong"))
        self.box.addWidget(self.old)
        self.box.addWidget(self.new)
        told = Text(OLD_BACKUPS, self, role="secondary", colour="muted", wrap=True)
        told.setObjectName("old_backups")
        self.box.addWidget(told)
        self.end()
        self.old.submitted.connect(self.new.first.setFocus)
        self.old.edited.connect(lambda text: self.error.say(""))
        self.new.submitted.connect(self._change)
        self.act.clicked.connect(self._change)

    def begin(self) -> None:
        """Ready to type."""
        self.new.set_names(self._desk.clinic.name, self._desk.clinician.name)
        self.show()
        self.old.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        super().clear()
        self.old.clear()
        self.new.clear()

    def _change(self) -> None:
        self.error.say("")
        if not self.old.text():
            self.error.say("The passphrase of today is needed", "Nothing is changed. Type it, then go on.")
            self.old.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.new.check():
            self.act.setEnabled(False)
            self._desk.change_passphrase(self.old.text(), self.new.text(), self._changed, self.failed)

    def _changed(self, nothing: None) -> None:
        self.put_away()
        self.done.emit()


class TherapistDrawer(Drawer):
    """``added(Clinician)`` once somebody new can unlock."""

    added = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Add therapist", parent, name="add_therapist")
        self._desk = desk
        self.name = TextField(self, label="Name")
        self.name.setObjectName("therapist_name")
        self.credentials = TextField(self, label="Credentials", placeholder="PT, DPT")
        self.credentials.setObjectName("therapist_credentials")
        self.licence = TextField(self, label="Licence number")
        self.licence.setObjectName("therapist_licence")
        self.passphrase = NewPassphrase(desk.judge_passphrase, self, label="Their passphrase, typed by them")
        self.box.addWidget(Labelled("Name", self.name, self))
        pair = row(gap=12)
        pair.addWidget(Labelled("Credentials, optional", self.credentials, self), 1)
        pair.addWidget(Labelled("Licence number, optional", self.licence, self), 1)
        self.box.addLayout(pair)
        self.role = ChipRow(ROLES, self, label="Charts as", wrap=True)
        self.role.setObjectName("therapist_role")
        self.role.set_value(Role.CLINICIAN.value)
        told = "Role; a clinician co-signs the visits of a student or an assistant"
        self.box.addWidget(Labelled(told, self.role, self))
        self.box.addWidget(self.passphrase)
        self.end()
        self.passphrase.submitted.connect(self._add)
        self.act.clicked.connect(self._add)

    def begin(self) -> None:
        """Ready to type."""
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        super().clear()
        for field in (self.name, self.credentials, self.licence):
            field.set_value("")
        self.role.set_value(Role.CLINICIAN.value)
        self.passphrase.clear()

    def _add(self) -> None:
        self.error.say("")
        try:
            person = Clinician(
                clinic_id=self._desk.clinic.id,
                name=self.name.text().strip(),
                credentials=self.credentials.text().strip(),
                licence_number=self.licence.text().strip(),
                role=Role(self.role.value() or Role.CLINICIAN.value),
            )
        except Invalid:
            self.error.say(
                "The therapist needs a name", "Nobody is added yet. The name stands under every signed note."
            )
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.passphrase.set_names(self._desk.clinic.name, person.name)
        if self.passphrase.check():
            self.act.setEnabled(False)
            self._desk.add_clinician(person, self.passphrase.text(), self._added, self.failed)

    def _added(self, person: Clinician) -> None:
        self.put_away()
        self.added.emit(person)


class PeopleCard(Card):
    """Who charts here; an administrator can add somebody, everybody can change their own passphrase.

    ``left()`` when somebody was taken out, ``renewal_wanted()`` where they know the data key.
    """

    left = Signal()
    renewal_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Therapists", parent)
        self._desk = desk
        self._person: PersonDrawer | None = None
        me = desk.clinician
        line = row(gap=8)
        line.addWidget(Text(me.signature_name, self, role="strong"), 1)
        line.addWidget(Tag("charting now", self))
        self.body.addLayout(line)
        if me.licence_number:
            told = f"Licence {me.licence_number}"
            self.body.addWidget(Text(told, self, role="secondary", colour="muted"))
        self._others = column(gap=6)
        self.body.addLayout(self._others)
        self.told = Text("", self, role="secondary", colour="ok", wrap=True)
        self.told.setObjectName("people_told")
        self.told.hide()
        self.body.addWidget(self.told)
        self._renew = Button("Renew the data key", self, icon="key")
        self._renew.setObjectName("renew_after_leaving")
        self._renew.clicked.connect(self.renewal_wanted)
        self._renew.hide()
        self.body.addWidget(self._renew, 0, Qt.AlignmentFlag.AlignLeft)
        self._buttons = row(gap=8)
        self.body.addLayout(self._buttons)
        self.passphrase = PassphraseDrawer(desk, self)
        self.passphrase.done.connect(lambda: self._say(CHANGED))
        self._offer("Change my passphrase", "key", self.passphrase)
        self.therapist = TherapistDrawer(desk, self)
        self.therapist.added.connect(self._added)
        if me.role is Role.ADMINISTRATOR:
            self._offer("Add a therapist", "plus", self.therapist)
            self._person = self._person_drawer()
        self._buttons.addStretch(1)
        for drawer in (self.passphrase, self.therapist):
            self.body.addWidget(drawer)
        if self._person is not None:
            self.body.addWidget(self._person)

    def _person_drawer(self) -> "PersonDrawer":
        from needlechart.ui.screens.settings_person import PersonDrawer

        drawer = PersonDrawer(self._desk, self)
        drawer.changed.connect(self._person_changed)
        drawer.left.connect(self._person_left)
        return drawer

    def refresh(self) -> None:
        """Ask anew who charts here."""
        self._desk.clinicians(self._show)

    def _offer(self, words: str, icon: str, drawer: PassphraseDrawer | TherapistDrawer) -> None:
        button = Button(words, self, icon=icon)
        button.setObjectName(f"open_{drawer.objectName()}")

        def begin() -> None:
            self._silence()
            for other in (self.passphrase, self.therapist):
                if other is not drawer and not other.isHidden():
                    other.put_away()
            if self._person is not None and not self._person.isHidden():
                self._person.put_away()
            drawer.begin()

        button.clicked.connect(begin)
        drawer.closed.connect(lambda: button.setFocus(Qt.FocusReason.OtherFocusReason))
        self._buttons.addWidget(button)

    def _added(self, person: Clinician) -> None:
        self._say(f"{person.signature_name} can unlock the charts from now on.")
        self.refresh()

    def _silence(self) -> None:
        self.told.hide()
        self._renew.hide()

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.set_colour("ok")
        self.told.show()
        self._renew.hide()

    def _show(self, people: tuple[Clinician, ...]) -> None:
        empty(self._others)
        for one in people:
            if one.id != self._desk.clinician.id:
                self._others.addLayout(self._line(one))

    def _line(self, one: Clinician) -> QHBoxLayout:
        licence = f", licence {one.licence_number}" if one.licence_number else ""
        role = "" if one.role is Role.CLINICIAN else f", {one.role.value.replace('_', ' ')}"
        words = f"{one.signature_name}{role}{licence}{'' if one.active else ', not active'}"
        line = row(gap=8)
        line.addWidget(Text(words, self, role="secondary", wrap=True), 1)
        if self._person is not None:
            change = Button("Change", self)
            change.setObjectName(f"person_{one.id}")
            change.setAccessibleName(f"Change {one.name}")
            change.clicked.connect(lambda: self._open_person(one))
            line.addWidget(change)
        return line

    def _open_person(self, one: Clinician) -> None:
        self._silence()
        for drawer in (self.passphrase, self.therapist):
            if not drawer.isHidden():
                drawer.put_away()
        if self._person is not None:
            self._person.begin_with(one)

    def _person_changed(self, words: str) -> None:
        self._say(words)
        self.refresh()

    def _person_left(self) -> None:
        self.told.set_colour("caution")  # something is to be done yet
        self._renew.show()
        self.left.emit()
