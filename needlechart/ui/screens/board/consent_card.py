"""Consent today: as planned, not pelvic floor, not today; the form; pelvic floor, chaperone; withdrawal."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.consent import Consent
from needlechart.domain.record import now
from needlechart.domain.rules.consent import newest_form, stands
from needlechart.domain.words import Agreement, Chaperone, ConsentKind
from needlechart.ui.screens.board import consent_steps as steps
from needlechart.ui.screens.board.consent_state import form_words
from needlechart.ui.screens.parts import Labelled, column, row
from needlechart.ui.screens.wording import clock, count
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
STANDS = Action("stands", "Take back")


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
        self._more = self._rest()
        self.more = IconButton(
            "more", "Withdraw consent, no chaperone, pelvic floor form", self, outlined=True
        )
        self.more.setObjectName("consent_more")
        self.more.clicked.connect(lambda: self._more.setVisible(self._more.isHidden()))
        flow.addWidget(Labelled("", self.more, self))
        self.body.addWidget(held)
        self._add_forms()
        extra = column(gap=8)
        extra.addWidget(self._more)
        extra.addLayout(self._words())
        self.body.addLayout(extra)

    def _add_forms(self) -> None:
        """Ways to a written form, in the head."""
        self.read = Button("Read and sign here", self, icon="document", padding=12)
        self.read.setObjectName("read_and_sign")
        self.read.clicked.connect(lambda: self._ask_form(ConsentKind.WRITTEN))
        self.written = Button("Signed on paper today", self, padding=12)
        self.written.setObjectName("written_today")
        self.written.clicked.connect(self._record_written)
        self.head.addWidget(self.read)
        self.head.addWidget(self.written)

    def _rest(self) -> QWidget:
        """What is seldom wanted, behind the dots."""
        rest = QWidget(self)
        self.withdraw = Button("Withdraw consent", rest, padding=12)
        self.withdraw.setObjectName("withdraw_consent")
        self.withdraw.clicked.connect(self._withdraw)
        self.offer_none = Button("No chaperone was offered", rest, padding=12)
        self.offer_none.setObjectName("chaperone_not_offered")
        self.offer_none.clicked.connect(lambda: self._set_chaperone(Chaperone.NOT_OFFERED))
        self.pelvic_form = Button("Pelvic floor: read and sign", rest, icon="document", padding=12)
        self.pelvic_form.setObjectName("read_and_sign_pelvic")
        self.pelvic_form.clicked.connect(lambda: self._ask_form(ConsentKind.PELVIC_FLOOR))
        line = row(rest, gap=8)
        line.addWidget(self.withdraw)
        line.addWidget(self.offer_none)
        line.addWidget(self.pelvic_form)
        line.addStretch(1)
        rest.hide()
        return rest

    def _words(self) -> QVBoxLayout:
        """What is said in words, each where an answer asks for it."""
        box = column(gap=8)
        self.gone = StripMessage(MessageKind.DANGER, "", "", [STANDS], self)
        self.gone.setObjectName("consent_withdrawn")
        self.gone.acted.connect(lambda action: self._stand_again())
        self.gone_why = TextField(self, label="Why consent was withdrawn", placeholder="Why, in their words")
        self.gone_why.setObjectName("withdrawn_why")
        self.gone_why.committed.connect(self._set_withdrawn_why)
        why_none = "Why no chaperone was offered"
        self.not_offered = TextField(self, label=why_none, placeholder=why_none)
        self.not_offered.setObjectName("chaperone_why")
        self.not_offered.committed.connect(self._set_note)
        self.name = TextField(self, label="Name of the chaperone", placeholder="Name of the chaperone")
        self.name.setObjectName("chaperone_name")
        self.name.committed.connect(self._set_name)
        self.why = TextField(
            self, label="Why not today", placeholder="If no needling today: why, and what is done instead"
        )
        self.why.setObjectName("no_needling_reason")
        self.why.committed.connect(self._set_why)
        for part in (self.gone, self.gone_why, self.not_offered, self.name, self.why):
            box.addWidget(part)
        self.gone.hide()
        self.gone_why.hide()
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
        self.set_title("Consent today", form_words(chart))
        for part in (self.read, self.written):
            part.setVisible(not stands(newest_form(chart)))
        today, pelvic = chart.consent_today, chart.pelvic_floor_consent
        self.agrees.set_value(today.agreement.value if today and today.withdrawn_at is None else None)
        self.pelvic.set_value(_shown(pelvic))
        held = steps.chaperone_of(chart)
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

    def _show_withdrawn(self, chart: VisitChart) -> None:
        today = chart.consent_today
        gone = today is not None and today.withdrawn_at is not None
        self.withdraw.setEnabled(stands(today))
        if gone:
            self._more.hide()
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
            [STANDS],
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

    def _say(self, kind: ConsentKind, agreement: Agreement) -> None:
        chart = self._need()
        before = steps.given(chart, kind)
        if before is not None and agreement is Agreement.DECLINED and stands(before) and chart.needles_in:
            self._take_away(kind, before)  # what was needled was agreed to until now
            return
        told = {one.id: one.text for one in (AGREES if kind is ConsentKind.VERBAL else PELVIC)}
        prefix = "" if kind is ConsentKind.VERBAL else "Pelvic floor: "
        self.did.emit(steps.said(chart, kind, agreement), prefix + told[agreement.value])

    def _take_back(self, kind: ConsentKind) -> None:
        before = steps.given(self._need(), kind)
        if before is not None:
            self.did.emit([(before, None)], "Consent taken back")

    def _set_chaperone(self, answer: Chaperone | None) -> None:
        pairs = steps.with_chaperone(self._need(), chaperone=answer)
        if not pairs:
            words = "Say first what the patient agrees to."
            self.chaperone.set_value(None)
            self.chaperone.setToolTip(plain_tip(words))
            self.agrees.set_needs_value(True)
            return
        told = {one.id: one.text for one in CHAPERONE} | {Chaperone.NOT_OFFERED.value: "not offered"}
        self.did.emit(pairs, f"Chaperone {told[answer.value].lower()}" if answer else "Chaperone cleared")

    def _set_note(self, text: str) -> None:
        pairs = steps.with_chaperone(self._need(), note=text.strip())
        self.did.emit(pairs, "Why no chaperone was offered")

    def _withdraw(self) -> None:
        """From now on no needle goes in; what was agreed to until now stays recorded."""
        self.did.emit(steps.withdrawn(self._need(), now()), "Consent withdrawn")
        self.gone_why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_away(self, kind: ConsentKind, before: Consent) -> None:
        if kind is ConsentKind.VERBAL:
            self._withdraw()
        else:
            self.did.emit([(before, before.but(withdrawn_at=now()))], "Pelvic floor: consent withdrawn")

    def _stand_again(self) -> None:
        self.did.emit(steps.standing_again(self._need()), "Withdrawal taken back")

    def _set_withdrawn_why(self, text: str) -> None:
        self.did.emit(steps.why_withdrawn(self._need(), text.strip()), "Why consent was withdrawn")

    def _ask_form(self, kind: ConsentKind) -> None:
        chart = self._need()

        def then(consent: Consent | None) -> None:
            if consent is None or self._chart is None or self._chart.visit.id != chart.visit.id:
                return
            signed = consent.agreement is Agreement.AGREED
            self.did.emit([(None, consent)], "Form signed" if signed else "Form declined")

        self.form_wanted.emit(kind, chart.patient, then)

    def _set_name(self, text: str) -> None:
        pairs = steps.with_chaperone(self._need(), chaperone_name=text.strip())
        self.did.emit(pairs, "Chaperone’s name")

    def _set_why(self, text: str) -> None:
        visit = self._need().visit
        self.did.emit([(visit, visit.but(no_needling_reason=text.strip()))], "Why no needling")

    def _record_written(self) -> None:
        self.did.emit(steps.signed_on_paper(self._need()), "Written consent of today")

    def _need(self) -> VisitChart:
        if self._chart is None:
            raise RuntimeError("no visit is shown")
        return self._chart


def _shown(pelvic: Consent | None) -> str | None:
    """The chip of the pelvic floor's consent: one that was withdrawn reads as declined."""
    if pelvic is None:
        return None
    return (Agreement.DECLINED if pelvic.withdrawn_at is not None else pelvic.agreement).value
