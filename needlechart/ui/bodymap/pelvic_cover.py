"""Covers the pelvic-floor view until it is opened: its own consent and the chaperone answer stand here."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from needlechart.domain.consent import Consent
from needlechart.domain.record import now
from needlechart.domain.words import Agreement, Chaperone, ConsentKind
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Button, ButtonKind, Card, ChipRow, Choice, Panel, Text, TextField

_FIRST = "First: does the patient agree?"


def consent_complete(visit: OpenVisit | None) -> bool:
    """Whether marks may be made in the pelvic-floor view: agreed, not withdrawn, chaperone answered."""
    consent = visit.chart.pelvic_floor_consent if visit is not None else None
    return (
        consent is not None
        and consent.agreement is Agreement.AGREED
        and consent.withdrawn_at is None
        and consent.chaperone in (Chaperone.PRESENT, Chaperone.DECLINED)
    )


class PelvicCover(Panel):
    """Plain fields on a plain ground; ``opened`` asks to see the view."""

    opened = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="bg"))
        self.setObjectName("pelvic_cover")
        self._visit: OpenVisit | None = None
        self.agrees = ChipRow(
            (Choice("yes", "Yes"), Choice("no", "No")), self, label="Agrees to perineal work"
        )
        self.chaperone = ChipRow(
            (Choice("present", "Present"), Choice("declined", "Declined")), self, label="Chaperone"
        )
        self.name = TextField(self, label="Chaperone's name", placeholder="Name of the chaperone")
        self.show_view = Button("Show the view", self, kind=ButtonKind.PRIMARY)
        self.told = Text("", self, role="label", colour="muted", wrap=True)
        for name, part in (
            ("pelvic_agrees", self.agrees),
            ("pelvic_chaperone", self.chaperone),
            ("pelvic_chaperone_name", self.name),
            ("pelvic_show", self.show_view),
        ):
            part.setObjectName(name)
        self._lay_out(theme)
        self.agrees.chosen.connect(self._on_agrees)
        self.chaperone.chosen.connect(self._on_chaperone)
        self.name.committed.connect(self._on_name)
        self.show_view.clicked.connect(self.opened)

    def _lay_out(self, theme: Theme) -> None:
        card = Card("Pelvic floor", self)
        card.setMaximumWidth(theme.px(430))
        grid = QGridLayout()
        grid.setSpacing(theme.px(8))
        grid.addWidget(Text("Agrees to perineal work", card, role="secondary", wrap=True), 0, 0)
        grid.addWidget(self.agrees, 0, 1)
        grid.addWidget(Text("Chaperone", card, role="secondary"), 1, 0)
        grid.addWidget(self.chaperone, 1, 1)
        grid.addWidget(self.name, 2, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        card.body.addWidget(self.told)
        card.body.addWidget(self.show_view)
        box = QVBoxLayout(self)
        box.addStretch(1)
        middle = QHBoxLayout()  # an alignment lays it out for another width than was asked for
        middle.addStretch(1)
        middle.addWidget(card, 100)
        middle.addStretch(1)
        box.addLayout(middle)
        box.addStretch(1)

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Show the answers of a visit."""
        self._visit = visit
        consent = visit.chart.pelvic_floor_consent if visit is not None else None
        agreement = consent.agreement if consent is not None else None
        shown = {Agreement.AGREED: "yes", Agreement.DECLINED: "no"}
        self.agrees.set_value(shown.get(agreement) if agreement is not None else None)
        self.chaperone.set_value(consent.chaperone.value if consent and consent.chaperone else None)
        self.name.set_value(consent.chaperone_name if consent else "")
        self.name.setVisible(consent is not None and consent.chaperone is Chaperone.PRESENT)
        for answer in ("present", "declined"):
            self.chaperone.set_refusal(answer, "" if consent else _FIRST)
        self.told.setText(self._say(consent))

    def set_reading(self, reading: bool) -> None:
        """The view can be shown of a visit that cannot be changed; its answers stay as they are."""
        for part in (self.agrees, self.chaperone, self.name):
            part.setEnabled(not reading)

    def focus_first(self) -> None:
        """The keyboard on the answer that is still missing, else on the way in."""
        consent = self._consent()
        part: QWidget = self.agrees if consent is None else self.show_view
        if consent is not None and consent.chaperone is None:
            part = self.chaperone
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, consent: Consent | None) -> str:
        if consent is not None and consent.agreement is Agreement.DECLINED:
            return "Declined. The view can be shown, it takes no marks."
        if consent_complete(self._visit):
            return "Both answers are recorded. The view takes marks."
        return "The view takes marks once both answers are here. They hold for this visit."

    def _consent(self) -> Consent | None:
        return self._visit.chart.pelvic_floor_consent if self._visit is not None else None

    def _on_agrees(self, answer: str) -> None:
        if self._visit is None:
            return
        agreement = Agreement.AGREED if answer == "yes" else Agreement.DECLINED
        old, visit = self._consent(), self._visit.visit
        if old is not None:
            new = old.but(agreement=agreement, given_at=now(), withdrawn_at=None)
        else:
            new = Consent(
                patient_id=visit.patient_id,
                visit_id=visit.id,
                kind=ConsentKind.PELVIC_FLOOR,
                agreement=agreement,
                given_at=now(),
                scope="perineal work",
            )
        self._visit.put(new, "Consent: pelvic floor")

    def _on_chaperone(self, answer: str) -> None:
        old = self._consent()
        if self._visit is not None and old is not None:
            chaperone = Chaperone(answer)
            name = old.chaperone_name if chaperone is Chaperone.PRESENT else ""
            self._visit.put(old.but(chaperone=chaperone, chaperone_name=name), f"Chaperone {answer}")

    def _on_name(self, name: str) -> None:
        old = self._consent()
        if self._visit is not None and old is not None:
            self._visit.put(old.but(chaperone_name=name.strip()), "Chaperone's name")
