"""Who answers for the visit of a student or an assistant, and that clinician's own signature under it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import Clinician
from needlechart.domain.record import now
from needlechart.domain.seal import Addendum
from needlechart.domain.words import COSIGNED_ROLES, COSIGNING_ROLES
from needlechart.ui.screens.wording import clock, weekday
from needlechart.ui.widgets import Button, ButtonKind, Card, ChipRow, Choice, Text, TextField

AGREED = "I have read this note and answer for it."


class CosignerCard(Card):
    """Before signing: who will co-sign. ``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Who co-signs", parent, hint="answers for this visit")
        self._chart: VisitChart | None = None
        self._people: dict[str, Clinician] = {}
        self.people = ChipRow((), self, label="Who co-signs", wrap=True, clearable=True)
        self.people.setObjectName("cosigner")
        self.people.chosen.connect(self._choose)
        self.people.cleared.connect(lambda value: self._name("", ""))
        self.nobody = Text("Nobody here can co-sign yet.", self, role="secondary", colour="danger", wrap=True)
        self.body.addWidget(self.people)
        self.body.addWidget(self.nobody)
        self.hide()

    def show_chart(self, chart: VisitChart, people: Sequence[Clinician]) -> None:
        """Only where the visit is a student's or an assistant's."""
        self._chart = chart
        able = [
            one
            for one in people
            if one.active and one.role in COSIGNING_ROLES and one.id != chart.clinician.id
        ]
        if {one.id: one for one in able} != self._people:
            self._people = {one.id: one for one in able}
            self.people.set_choices([Choice(one.id, one.signature_name) for one in able])
        self.people.set_value(chart.visit.cosigner_id or None)
        self.people.setVisible(bool(able))
        self.nobody.setVisible(not able)
        self.setVisible(chart.clinician.role in COSIGNED_ROLES and not chart.visit.signed)

    def _choose(self, person_id: str) -> None:
        person = self._people.get(person_id)
        if person is not None:
            self._name(person.id, person.signature_name)

    def _name(self, person_id: str, name: str) -> None:
        if self._chart is not None:
            visit = self._chart.visit
            after = visit.but(cosigner_id=person_id, cosigner_name=name)
            self.did.emit([(visit, after)], f"Co-signature by {name}" if name else "No co-signature")


class CosignCard(Card):
    """After signing: the signature itself. ``wanted(Addendum)`` is kept and sealed by whoever hears it."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Co-signature", parent)
        self.setObjectName("cosign_card")
        self._chart: VisitChart | None = None
        self._me: Clinician | None = None
        self.state = Text("", self, wrap=True)
        self.comment = TextField(self, label="Comment", placeholder="Comment, if any")
        self.comment.setObjectName("cosign_comment")
        self.button = Button("Co-sign", self, kind=ButtonKind.PRIMARY, icon="pencil", height=52)
        self.button.setObjectName("cosign")
        self.button.clicked.connect(self._sign)
        for part in (self.state, self.comment, self.button):
            self.body.addWidget(part)
        self.hide()

    def show_chart(self, chart: VisitChart, me: Clinician) -> None:
        """Whether it is there, awaited from somebody else, or to be given now."""
        self._chart, self._me = chart, me
        done = chart.cosignature
        mine = done is None and me.role in COSIGNING_ROLES and me.id != chart.visit.clinician_id
        if done is not None:
            when = f"{weekday(done.written_at.date())} {clock(done.written_at)}"
            self.state.setText(f"Co-signed by {done.author_name}, {when}")
        else:
            self.state.setText(f"Waits for {chart.visit.cosigner_name}.")
        self.comment.setVisible(mine)
        self.button.setVisible(mine)
        self.button.setEnabled(True)
        self.setVisible(chart.visit.signed and bool(chart.visit.cosigner_id))

    def settle(self) -> None:
        """Ready again: it was not kept."""
        self.button.setEnabled(True)

    def _sign(self) -> None:
        if self._chart is None or self._me is None:
            return
        self.button.setEnabled(False)
        seal, comment = self._chart.seal, self.comment.text().strip()
        code = f" Integrity code {seal.code}." if seal is not None else ""
        self.wanted.emit(
            Addendum(
                patient_id=self._chart.patient.id,
                episode_id=self._chart.episode.id,
                about_visit_id=self._chart.visit.id,
                author_id=self._me.id,
                author_name=self._me.signature_name,
                written_at=now(),
                text=f"{AGREED}{code}" + (f"\n{comment}" if comment else ""),
                cosignature=True,
            )
        )
