"""Consent today: as planned, not pelvic floor, not today; written form; pelvic floor and chaperone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.record import now
from needlechart.domain.words import Agreement, Chaperone, ConsentKind
from needlechart.editing.change import Pair
from needlechart.ui.screens.parts import Labelled, column
from needlechart.ui.screens.wording import short_day
from needlechart.ui.widgets import Button, Card, ChipRow, Choice, FlowLayout, TextField

AGREES = [
    Choice(Agreement.AGREED.value, "Needling as planned"),
    Choice(Agreement.NOT_PELVIC_FLOOR.value, "Not pelvic floor"),
    Choice(Agreement.DECLINED.value, "Not today"),
]
PELVIC = [Choice(Agreement.AGREED.value, "Agrees"), Choice(Agreement.DECLINED.value, "Declines")]
CHAPERONE = [Choice(Chaperone.DECLINED.value, "Declined"), Choice(Chaperone.PRESENT.value, "Present")]


class ConsentCard(Card):
    """``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Consent today", parent)
        self._chart: VisitChart | None = None
        self._why_asked = ""
        held = QWidget(self)
        flow = FlowLayout(held, spacing=self._theme.px(20))
        self.agrees = ChipRow(AGREES, self, label="Explained again, agrees to", clearable=True)
        self.agrees.setObjectName("consent_today")
        self.agrees.chosen.connect(lambda value: self._say(ConsentKind.VERBAL, Agreement(value)))
        self.agrees.cleared.connect(lambda value: self._take_back(ConsentKind.VERBAL))
        self.pelvic = ChipRow(PELVIC, self, label="Pelvic floor today", clearable=True)
        self.pelvic.setObjectName("consent_pelvic_floor")
        self.pelvic.chosen.connect(lambda value: self._say(ConsentKind.PELVIC_FLOOR, Agreement(value)))
        self.pelvic.cleared.connect(lambda value: self._take_back(ConsentKind.PELVIC_FLOOR))
        self.chaperone = ChipRow(CHAPERONE, self, label="Chaperone offered", clearable=True)
        self.chaperone.setObjectName("chaperone")
        self.chaperone.chosen.connect(lambda value: self._set_chaperone(Chaperone(value)))
        self.chaperone.cleared.connect(lambda value: self._set_chaperone(None))
        flow.addWidget(Labelled("Explained again, agrees to", self.agrees, self))
        flow.addWidget(Labelled("Pelvic floor, if planned", self.pelvic, self))
        flow.addWidget(Labelled("Chaperone offered", self.chaperone, self))
        self.body.addWidget(held)
        self.body.addLayout(self._extra())

    def _extra(self) -> QVBoxLayout:
        box = column(gap=8)
        self.written = Button("Record written consent of today", self, icon="document")
        self.written.setObjectName("written_today")
        self.written.clicked.connect(self._record_written)
        self.head.addWidget(self.written)
        self.name = TextField(self, label="Name of the chaperone", placeholder="Name of the chaperone")
        self.name.setObjectName("chaperone_name")
        self.name.committed.connect(self._set_name)
        self.why = TextField(
            self, label="Why not today", placeholder="If no needling today: why, and what is done instead"
        )
        self.why.setObjectName("no_needling_reason")
        self.why.committed.connect(self._set_why)
        box.addWidget(self.name)
        box.addWidget(self.why)
        return box

    def targets(self) -> dict[str, QWidget]:
        """Fields by the name a completeness entry gives them."""
        return {
            "consent_today": self.agrees,
            "verbal": self.agrees,
            "agreement": self.agrees,
            "pelvic_floor": self.pelvic,
            "chaperone": self.chaperone,
            "written": self.written,
            "no_needling_reason": self.why,
        }

    def show_chart(self, chart: VisitChart) -> None:
        """What was agreed."""
        self._chart = chart
        written = chart.written_consent
        if written is None:
            self.set_title("Consent today", "no written consent is recorded")
        else:
            told = f"written consent {short_day(written.given_at.date())}"
            form = f", form {written.form_version}" if written.form_version else ""
            self.set_title("Consent today", told + form)
        self.written.setVisible(written is None)
        today, pelvic = chart.consent_today, chart.pelvic_floor_consent
        self.agrees.set_value(today.agreement.value if today else None)
        self.pelvic.set_value(pelvic.agreement.value if pelvic else None)
        held = self._chaperone_of(chart)
        self.chaperone.set_value(held.chaperone.value if held and held.chaperone else None)
        self.name.set_value(held.chaperone_name if held else "")
        self.name.setVisible(bool(held and held.chaperone is Chaperone.PRESENT))
        self.why.set_value(chart.visit.no_needling_reason)
        self._show_why(chart)
        no = "the patient does not agree to pelvic floor today"
        closed = today is not None and today.agreement is not Agreement.AGREED
        self.pelvic.set_refusal(Agreement.AGREED.value, no if closed else "")

    def ask_why(self) -> None:
        """No site was needled: the reason can be said, although needling was agreed to."""
        chart = self._need()
        self._why_asked = chart.visit.id
        self._show_why(chart)

    def _show_why(self, chart: VisitChart) -> None:
        today = chart.consent_today
        declined = today is not None and today.agreement is Agreement.DECLINED
        asked = self._why_asked == chart.visit.id
        self.why.setVisible(declined or asked or bool(chart.visit.no_needling_reason))

    def _chaperone_of(self, chart: VisitChart) -> Consent | None:
        """The consent that carries the chaperone's answer: the pelvic floor's, else today's."""
        carriers = [one for one in (chart.pelvic_floor_consent, chart.consent_today) if one is not None]
        answered = [one for one in carriers if one.chaperone is not None]
        return next(iter(answered or carriers), None)

    def _say(self, kind: ConsentKind, agreement: Agreement) -> None:
        chart = self._need()
        before = chart.consent_today if kind is ConsentKind.VERBAL else chart.pelvic_floor_consent
        if before is not None:
            after = before.but(agreement=agreement, given_at=now())
        else:
            after = self._new(chart, kind, agreement)
            after = self._with_chaperone(chart, after)
        pairs: list[Pair] = [(before, after)]
        pelvic = chart.pelvic_floor_consent
        closes = kind is ConsentKind.VERBAL and agreement is not Agreement.AGREED
        if closes and pelvic is not None and pelvic.agreement is Agreement.AGREED:
            pairs.append((pelvic, pelvic.but(agreement=Agreement.DECLINED, given_at=now())))
        told = {one.id: one.text for one in (AGREES if kind is ConsentKind.VERBAL else PELVIC)}
        prefix = "" if kind is ConsentKind.VERBAL else "Pelvic floor: "
        self.did.emit(pairs, prefix + told[agreement.value])

    def _new(self, chart: VisitChart, kind: ConsentKind, agreement: Agreement) -> Consent:
        return Consent(
            patient_id=chart.patient.id,
            visit_id=chart.visit.id,
            kind=kind,
            agreement=agreement,
            given_at=now(),
        )

    def _with_chaperone(self, chart: VisitChart, made: Consent) -> Consent:
        held = self._chaperone_of(chart)
        if made.kind is not ConsentKind.PELVIC_FLOOR or held is None:
            return made
        return made.but(chaperone=held.chaperone, chaperone_name=held.chaperone_name)

    def _take_back(self, kind: ConsentKind) -> None:
        chart = self._need()
        before = chart.consent_today if kind is ConsentKind.VERBAL else chart.pelvic_floor_consent
        if before is not None:
            self.did.emit([(before, None)], "Consent taken back")

    def _set_chaperone(self, answer: Chaperone | None) -> None:
        chart = self._need()
        carriers = [one for one in (chart.pelvic_floor_consent, chart.consent_today) if one is not None]
        if not carriers:
            words = "Say first what the patient agrees to."
            self.chaperone.set_value(None)
            self.chaperone.setToolTip(words)
            self.agrees.set_needs_value(True)
            return
        pairs: list[Pair] = [(one, one.but(chaperone=answer)) for one in carriers]
        told = {one.id: one.text for one in CHAPERONE}
        self.did.emit(pairs, f"Chaperone {told[answer.value].lower()}" if answer else "Chaperone cleared")

    def _set_name(self, text: str) -> None:
        chart = self._need()
        carriers = [one for one in (chart.pelvic_floor_consent, chart.consent_today) if one is not None]
        pairs: list[Pair] = [(one, one.but(chaperone_name=text.strip())) for one in carriers]
        self.did.emit(pairs, "Chaperone’s name")

    def _set_why(self, text: str) -> None:
        visit = self._need().visit
        self.did.emit([(visit, visit.but(no_needling_reason=text.strip()))], "Why no needling")

    def _record_written(self) -> None:
        chart = self._need()
        consent = Consent(
            patient_id=chart.patient.id,
            kind=ConsentKind.WRITTEN,
            agreement=Agreement.AGREED,
            given_at=now(),
            form_version="1",
            signer=chart.patient.full_name,
        )
        self.did.emit([(None, consent)], "Written consent of today")

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart
