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
from needlechart.ui.widgets import Button, ButtonKind, ChipRow, Choice, Text

ROLES = {
    Role.ADMINISTRATOR: "Administrator",
    Role.CLINICIAN: "Clinician",
    Role.STUDENT: "Student",
    Role.ASSISTANT: "Assistant",
    Role.READ_ONLY: "Only reads",
}
GIVEN = (
    "For the next unlock only: they choose their own before they can sign. They get a new signing key; what"
    " they signed before stays verifiable. Backups made before go on opening with the passphrase they had."
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
        self.passphrase = NewPassphrase(desk.judge_passphrase, self, label="A passphrase for them")
        self.leave = Button("No longer charts here", self, kind=ButtonKind.DANGER)
        self.leave.setObjectName("person_leaves")
        self.leave.clicked.connect(self._ask_leave)
        self.back = Button("Charts here again", self)
        self.back.setObjectName("person_back")
        self.back.clicked.connect(lambda: self._set_active(active=True))
        self.box.addWidget(self._name)
        self.box.addWidget(Labelled("Role", self.roles, self))
        self.box.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._given = Text(GIVEN, self, role="secondary", colour="muted", wrap=True)
        self.box.addWidget(self._given)
        self.box.addWidget(self.passphrase)
        self.end()
        self.passphrase.submitted.connect(self._give)
        self.act.clicked.connect(self._give)

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
        self.passphrase.set_names(self._desk.clinic.name, person.name)
        self.leave.setVisible(person.active)
        self.back.setVisible(not person.active)
        for part in (self._given, self.passphrase, self.act):
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
            self.changed.emit(
                f"{person.name}’s passphrase no longer opens the charts. A copy of the files that they may"
                " have made still opens new charts until the data key is renewed. Backups made before go on"
                " opening with the passphrase: keep them where they cannot get at them."
            )
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
