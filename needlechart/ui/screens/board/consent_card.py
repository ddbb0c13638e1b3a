"""Consent today: as planned, not pelvic floor, not today; the form; pelvic floor, chaperone; withdrawal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.record import now
from needlechart.domain.rules.consent import form_at_treatment, newest_form, stands
from needlechart.domain.words import Agreement, Chaperone, ConsentKind
from needlechart.editing.change import Pair
from needlechart.ui.screens.parts import Labelled, column, row
from needlechart.ui.screens.wording import clock, count, short_day
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import (
    Action,
    Button,
    Card,
    ChipRow,
    Choice,
    FlowLayout,
    IconButton,
    MessageKind,
    StripMessage,
    TextField,
)

AGREES = [
    Choice(Agreement.AGREED.value, "Needling as planned"),
    Choice(Agreement.NOT_PELVIC_FLOOR.value, "Not pelvic floor"),
    Choice(Agreement.DECLINED.value, "Not today"),
]
PELVIC = [Choice(Agreement.AGREED.value, "Agrees"), Choice(Agreement.DECLINED.value, "Declines")]
CHAPERONE = [
    Choice(Chaperone.DECLINED.value, "Declined"),
    Choice(Chaperone.PRESENT.value, "Present"),
]


class ConsentCard(Card):
    """``did(pairs, text)`` is one step of the visit; ``form_wanted(kind, patient, then)`` a form to sign."""

    did = Signal(object, str)
    form_wanted = Signal(object, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Consent today", parent)
        self._chart: VisitChart | None = None
        self._why_asked = ""
        held = QWidget(self)
        flow = FlowLayout(held, spacing=self._theme.px(10))
        self.agrees = ChipRow((), self, clearable=True)
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
        self._agrees = Labelled("", self.agrees, self)
        self._ask_again(again=False)
        flow.addWidget(self._agrees)
        flow.addWidget(Labelled("Pelvic floor, if planned", self.pelvic, self))
        flow.addWidget(Labelled("Chaperone offered", self.chaperone, self))
        self.more = IconButton(
            "more", "Withdraw consent, no chaperone, pelvic floor form", self, outlined=True
        )
        self.more.setObjectName("consent_more")
        self.more.clicked.connect(lambda: self._show_more(shown=self._more.isHidden()))
        flow.addWidget(Labelled("", self.more, self))
        self.body.addWidget(held)
        self.body.addLayout(self._extra())

    def _extra(self) -> QVBoxLayout:
        box = column(gap=8)
        self.written = Button("Signed on paper today", self, padding=12)
        self.written.setObjectName("written_today")
        self.written.clicked.connect(self._record_written)
        self.read = Button("Read and sign here", self, icon="document", padding=12)
        self.read.setObjectName("read_and_sign")
        self.read.clicked.connect(lambda: self._ask_form(ConsentKind.WRITTEN))
        self.head.addWidget(self.read)
        self.head.addWidget(self.written)
        self.withdraw = Button("Withdraw consent", self, padding=12)
        self.withdraw.setObjectName("withdraw_consent")
        self.withdraw.clicked.connect(self._withdraw)
        self.offer_none = Button("No chaperone was offered", self, padding=12)
        self.offer_none.setObjectName("chaperone_not_offered")
        self.offer_none.clicked.connect(lambda: self._set_chaperone(Chaperone.NOT_OFFERED))
        self._more = QWidget(self)
        rest = row(self._more, gap=8)
        self.pelvic_form = Button("Pelvic floor: read and sign", self, icon="document", padding=12)
        self.pelvic_form.setObjectName("read_and_sign_pelvic")
        self.pelvic_form.clicked.connect(lambda: self._ask_form(ConsentKind.PELVIC_FLOOR))
        rest.addWidget(self.withdraw)
        rest.addWidget(self.offer_none)
        rest.addWidget(self.pelvic_form)
        rest.addStretch(1)
        self._more.hide()
        box.addWidget(self._more)
        self.gone = StripMessage(MessageKind.DANGER, "", "", [Action("stands", "Take back")], self)
        self.gone.setObjectName("consent_withdrawn")
        self.gone.acted.connect(lambda action: self._stand_again())
        self.gone.hide()
        self.gone_why = TextField(self, label="Why consent was withdrawn", placeholder="Why, in their words")
        self.gone_why.setObjectName("withdrawn_why")
        self.gone_why.committed.connect(self._set_withdrawn_why)
        self.gone_why.hide()
        box.addWidget(self.gone)
        box.addWidget(self.gone_why)
        self.not_offered = TextField(
            self, label="Why no chaperone was offered", placeholder="Why no chaperone was offered"
        )
        self.not_offered.setObjectName("chaperone_why")
        self.not_offered.committed.connect(self._set_note)
        box.addWidget(self.not_offered)
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
            "written": self.read,
            "no_needling_reason": self.why,
        }

    def _ask_again(self, *, again: bool) -> None:
        """At a first visit nothing was explained before."""
        words = "Explained again, agrees to" if again else "Explained, agrees to"
        if words != self._agrees.label.text():
            self._agrees.label.setText(words)
            self.agrees.setAccessibleName(words)
            self.agrees.set_choices(AGREES)

    def show_chart(self, chart: VisitChart) -> None:
        """What was agreed."""
        self._chart = chart
        self._ask_again(again=chart.previous is not None or chart.visit_count > 1)
        self._show_form(chart)
        today, pelvic = chart.consent_today, chart.pelvic_floor_consent
        self.agrees.set_value(today.agreement.value if today and today.withdrawn_at is None else None)
        self.pelvic.set_value(_shown(pelvic))
        held = self._chaperone_of(chart)
        self.chaperone.set_value(held.chaperone.value if held and held.chaperone else None)
        self.name.set_value(held.chaperone_name if held else "")
        self.name.setVisible(bool(held and held.chaperone is Chaperone.PRESENT))
        self.not_offered.set_value(held.note if held else "")
        self.not_offered.setVisible(bool(held and held.chaperone is Chaperone.NOT_OFFERED))
        self.why.set_value(chart.visit.no_needling_reason)
        self._show_why(chart)
        self._show_withdrawn(chart)
        no = "the patient does not agree to pelvic floor today"
        closed = today is not None and today.agreement is not Agreement.AGREED
        self.pelvic.set_refusal(Agreement.AGREED.value, no if closed else "")

    def _show_form(self, chart: VisitChart) -> None:
        """The written form, and the ways to one where none stands."""
        last, form = newest_form(chart), form_at_treatment(chart)
        if last is not None and last.agreement is Agreement.DECLINED:
            told = f"form declined {short_day(last.given_at.date())}"
        elif last is not None and last.withdrawn_at is not None:
            told = f"form withdrawn {short_day(last.withdrawn_at.date())}"
        elif form is None:
            told = "no written consent is recorded"
        else:
            version = f", form {form.form_version}" if form.form_version else ""
            told = f"written consent {short_day(form.given_at.date())}{version}"
        self.set_title("Consent today", told)
        for part in (self.read, self.written):
            part.setVisible(not stands(last))

    def _show_withdrawn(self, chart: VisitChart) -> None:
        today = chart.consent_today
        gone = today is not None and today.withdrawn_at is not None
        self.withdraw.setEnabled(stands(today))
        if gone:
            self._show_more(shown=False)
        self.gone.setVisible(gone)
        self.gone_why.setVisible(gone)
        if today is None or today.withdrawn_at is None:
            return
        still = len(chart.needles_still_in)
        safe = "No further needle goes in. "
        safe += (
            f"{count(still, 'needle')} still in: take them out." if still else "What was done stays recorded."
        )
        self.gone.set_message(
            MessageKind.DANGER,
            f"Consent was withdrawn at {clock(today.withdrawn_at)}.",
            safe,
            [Action("stands", "Take back")],
        )
        self.gone_why.set_value(today.withdrawn_why)

    def ask_why(self) -> None:
        """No site was needled: the reason can be said, although needling was agreed to."""
        chart = self._need()
        self._why_asked = chart.visit.id
        self._show_why(chart)

    def _show_why(self, chart: VisitChart) -> None:
        today = chart.consent_today
        declined = today is not None and not stands(today) and not chart.needles_in
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
        if before is not None and agreement is Agreement.DECLINED and stands(before) and chart.needles_in:
            self._take_away(kind, before)  # what was needled was agreed to until now
            return
        if before is not None:
            after = before.but(agreement=agreement, given_at=now(), withdrawn_at=None, withdrawn_why="")
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
            self.chaperone.setToolTip(plain_tip(words))
            self.agrees.set_needs_value(True)
            return
        pairs: list[Pair] = [(one, one.but(chaperone=answer)) for one in carriers]
        told = {one.id: one.text for one in CHAPERONE} | {Chaperone.NOT_OFFERED.value: "not offered"}
        self.did.emit(pairs, f"Chaperone {told[answer.value].lower()}" if answer else "Chaperone cleared")

    def _set_note(self, text: str) -> None:
        chart = self._need()
        carriers = [one for one in (chart.pelvic_floor_consent, chart.consent_today) if one is not None]
        pairs: list[Pair] = [(one, one.but(note=text.strip())) for one in carriers]
        self.did.emit(pairs, "Why no chaperone was offered")

    def _show_more(self, *, shown: bool) -> None:
        self._more.setVisible(shown)

    def _withdraw(self) -> None:
        """From now on no needle goes in; what was agreed to until now stays recorded."""
        chart, moment = self._need(), now()
        self.did.emit(
            [(one, one.but(withdrawn_at=moment)) for one in self._of_today(chart) if stands(one)],
            "Consent withdrawn",
        )
        self.gone_why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_away(self, kind: ConsentKind, before: Consent) -> None:
        if kind is ConsentKind.VERBAL:
            self._withdraw()
        else:
            self.did.emit([(before, before.but(withdrawn_at=now()))], "Pelvic floor: consent withdrawn")

    def _stand_again(self) -> None:
        chart = self._need()
        pairs: list[Pair] = [
            (one, one.but(withdrawn_at=None, withdrawn_why=""))
            for one in self._of_today(chart)
            if one.withdrawn_at is not None
        ]
        self.did.emit(pairs, "Withdrawal taken back")

    def _set_withdrawn_why(self, text: str) -> None:
        chart = self._need()
        pairs: list[Pair] = [
            (one, one.but(withdrawn_why=text.strip()))
            for one in self._of_today(chart)
            if one.withdrawn_at is not None
        ]
        self.did.emit(pairs, "Why consent was withdrawn")

    def _of_today(self, chart: VisitChart) -> list[Consent]:
        return [one for one in (chart.consent_today, chart.pelvic_floor_consent) if one is not None]

    def _ask_form(self, kind: ConsentKind) -> None:
        chart = self._need()

        def then(consent: Consent | None) -> None:
            if consent is None or self._chart is None or self._chart.visit.id != chart.visit.id:
                return
            signed = consent.agreement is Agreement.AGREED
            self.did.emit([(None, consent)], "Form signed" if signed else "Form declined")

        self.form_wanted.emit(kind, chart.patient, then)

    def _set_name(self, text: str) -> None:
        chart = self._need()
        carriers = [one for one in (chart.pelvic_floor_consent, chart.consent_today) if one is not None]
        pairs: list[Pair] = [(one, one.but(chaperone_name=text.strip())) for one in carriers]
        self.did.emit(pairs, "Chaperone’s name")

    def _set_why(self, text: str) -> None:
        visit = self._need().visit
        self.did.emit([(visit, visit.but(no_needling_reason=text.strip()))], "Why no needling")

    def _record_written(self) -> None:
        from needlechart.catalogue import consent_forms

        chart = self._need()
        consent = Consent(
            patient_id=chart.patient.id,
            kind=ConsentKind.WRITTEN,
            agreement=Agreement.AGREED,
            given_at=now(),
            form_version=consent_forms()[ConsentKind.WRITTEN].version,
            signer=chart.patient.full_name,
            note="Signed on paper.",
        )
        self.did.emit([(None, consent)], "Written consent of today")

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart


def _shown(pelvic: Consent | None) -> str | None:
    """The chip of the pelvic floor's consent: one that was withdrawn reads as declined."""
    if pelvic is None:
        return None
    return (Agreement.DECLINED if pelvic.withdrawn_at is not None else pelvic.agreement).value
