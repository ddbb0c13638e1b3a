"""Settings of an administrator: one therapist's role, a passphrase for who forgot theirs, leaving."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.clinic import Clinician
from needlechart.domain.words import Role
from needlechart.editing.desk import Desk
from needlechart.ui.dialogs import ask
from needlechart.ui.screens.entry import NewPassphrase
from needlechart.ui.screens.parts import Labelled
from needlechart.ui.screens.settings_drawer import Drawer
from needlechart.ui.widgets import Button, ButtonKind, ChipRow, Choice, Hairline, Text

ROLES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.CLINICIAN: "Clinician",
    Role.STUDENT: "Student",
    Role.ASSISTANT: "Assistant",
    Role.READ_ONLY: "Reads only",
}
MAY = {
    Role.ADMINISTRATOR: "Charts and signs, and changes settings, people and keys.",
    Role.CLINICIAN: "Charts and signs, reads the audit log and restores backups.",
    Role.STUDENT: "Charts and signs; a clinician co-signs each visit.",
    Role.ASSISTANT: "Charts and signs; a clinician co-signs each visit.",
    Role.READ_ONLY: "Reads and prints charts; changes nothing in them.",
}
"""What a role may do, in a line; `domain.rules.permissions` keeps it."""

GIVEN = (
    "If they forgot theirs, type one for their next unlock. They choose their own before they can sign, and"
    " get a new signing key; what they signed before stays verifiable. Backups made before go on opening with"
    " the passphrase they had."
)
LEAVING = (
    "If they leave the clinic, take their key away: their passphrase then opens nothing. What they signed"
    " stays."
)
GONE = (
    "{name} can no longer unlock the charts. If they copied the chart’s files, their copy can still open new"
    " charts: renew the data key to stop that. Backups made before still open with their passphrase: keep"
    " those where they cannot get at them."
)


class PersonDrawer(Drawer):
    """``changed(words)`` once something counts; ``left()`` after that of who charts here no longer."""

    changed = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("Give this passphrase", parent, name="person")
        self._desk = desk
        self._person: Clinician | None = None
        self._name = Text("", self, role="strong", wrap=True)
        self._name.setObjectName("person_name")
        self.roles = ChipRow([Choice(one.value, words) for one, words in ROLES.items()], self, wrap=True)
        self.roles.setObjectName("person_role")
        self.roles.setAccessibleName("Role")
        self.roles.chosen.connect(self._set_role)
        self._role = Labelled("Role", self.roles, self)
        self._given = Text(GIVEN, self, role="secondary", colour="muted", wrap=True)
        self.passphrase = NewPassphrase(desk.judge_passphrase, self, label="A new passphrase for them")
        self.box.addWidget(self._name)
        self.box.addWidget(self._role)
        self.box.addWidget(self.passphrase)
        self.box.addWidget(self._given)
        self.end()
        self._end_with_leaving()
        self.passphrase.submitted.connect(self._give)
        self.act.clicked.connect(self._give)

    def _end_with_leaving(self) -> None:
        """Apart from what is done to somebody who stays, and last."""
        self.leave = Button("Take their key away", self, kind=ButtonKind.DANGER)
        self.leave.setObjectName("person_leaves")
        self.leave.clicked.connect(self._ask_leave)
        self.back = Button("Charts here again", self)
        self.back.setObjectName("person_back")
        self.back.clicked.connect(lambda: self._set_active(active=True))
        self._leaving = Text(LEAVING, self, role="secondary", colour="muted", wrap=True)
        self._rule = Hairline(self)
        self.box.addWidget(self._rule)
        self.box.addWidget(self._leaving)
        self.box.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)

    def begin_with(self, person: Clinician) -> None:
        """Ready for one therapist."""
        self.clear()
        self._show_person(person)
        self.show()
        self.roles.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        super().clear()
        self.passphrase.clear()

    def _show_person(self, person: Clinician) -> None:
        self._person = person
        self._name.setText(person.signature_name)
        self.roles.set_value(person.role.value)
        self._role.set_note(MAY[person.role], "muted")
        self.passphrase.set_names(self._desk.clinic.name, person.name)
        self.leave.setVisible(person.active)
        self.back.setVisible(not person.active)
        for part in (self._given, self.passphrase, self.act, self._rule, self._leaving):
            part.setVisible(person.active)

    def _set_role(self, value: str) -> None:
        person = self._person
        if person is not None:
            self._desk.set_role(person.id, Role(value), self._role_set, self._role_not_set)

    def _role_set(self, person: Clinician) -> None:
        self._show_person(person)
        self.changed.emit(f"{person.name}: {ROLES[person.role].lower()} from the next unlock on.")

    def _role_not_set(self, problem: object) -> None:
        if self._person is not None:
            self.roles.set_value(self._person.role.value)
        self.failed(problem)  # type: ignore[arg-type]

    def _ask_leave(self) -> None:
        person = self._person
        if person is not None:
            ask(
                self.window(),
                f"Take {person.name}’s key away?",
                "Their passphrase no longer opens the charts; it goes on opening backups made before. What"
                " they charted and signed stays, and stays verifiable.",
                safe="Leave as it is",
                destructive="Take it away",
                then=lambda: self._set_active(active=False),
            )

    def _set_active(self, *, active: bool) -> None:
        if self._person is not None:
            self._desk.set_active(self._person.id, self._active_set, self.failed, active=active)

    def _active_set(self, person: Clinician) -> None:
        self._show_person(person)
        if person.active:
            self.changed.emit(f"{person.name} is back. Give them a passphrase below.")
        else:
            self.put_away()
            self.changed.emit(GONE.format(name=person.name))
            self.left.emit()

    def _give(self) -> None:
        self.error.say("")
        person = self._person
        if person is not None and self.passphrase.check():
            self.act.setEnabled(False)
            self._desk.reset_passphrase(person.id, self.passphrase.text(), self._was_given, self.failed)

    def _was_given(self, nothing: None) -> None:
        person = self._person
        self.put_away()
        if person is not None:
            self.changed.emit(f"{person.name} can unlock with it, and then chooses their own.")
