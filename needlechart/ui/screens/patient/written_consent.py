"""Written consent: forms read and signed here or on paper, their copies, and their withdrawal."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from needlechart.domain.consent import Consent
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.words import Agreement, ConsentKind
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import short_day
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    ElidedLabel,
    Tag,
    TagKind,
    Text,
    TextField,
)

COPY = [Choice("yes", "Copy given"), Choice("no", "No copy")]
NAMES = {ConsentKind.WRITTEN: "Dry needling", ConsentKind.PELVIC_FLOOR: "Pelvic floor"}


class WrittenConsentCard(Card):
    """``recorded(Consent)``, ``changed_form(before, after)``; forms to sign, save and print are asked for."""

    recorded = Signal(object)
    changed_form = Signal(object, object)
    form_wanted = Signal(object)
    save_wanted = Signal(object)
    print_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Written consent", parent)
        self._patient: Patient | None = None
        self._proposed = ""
        self._held = QWidget(self)
        self._signing: list[Button] = []
        self.why_not = ""
        self._list = column(gap=6)
        self.body.addLayout(self._list)
        ask = row(gap=8)
        for kind, name in (
            (ConsentKind.WRITTEN, "sign_form"),
            (ConsentKind.PELVIC_FLOOR, "sign_pelvic_form"),
        ):
            button = Button(f"{NAMES[kind]}: read and sign", self, icon="document", padding=12)
            button.setObjectName(name)
            button.clicked.connect(lambda checked=False, kind=kind: self.form_wanted.emit(kind))
            ask.addWidget(button)
            self._signing.append(button)
        ask.addStretch(1)
        self.body.addLayout(ask)
        tools = row(gap=8)
        self.paper = Button("Record a form signed on paper", self, kind=ButtonKind.LINK, icon="chevron_down")
        self.paper.setObjectName("paper_form")
        self.paper.clicked.connect(lambda: self._show_paper(shown=self._held.isHidden()))
        blank = Button("Print an empty form", self, kind=ButtonKind.LINK, icon="printer")
        blank.setObjectName("print_blank")
        blank.clicked.connect(lambda: self.print_wanted.emit(None))
        tools.addWidget(self.paper)
        tools.addWidget(blank)
        tools.addStretch(1)
        self.body.addLayout(tools)
        self._lay_out_paper(column(self._held, gap=8))
        self._held.hide()
        self.body.addWidget(self._held)

    def close_for(self, why: str) -> None:
        """Nothing is signed or withdrawn by who may not, for this reason; forms can still be printed."""
        self.why_not = why
        for button in (*self._signing, self.paper):
            button.set_refusal(why)

    def _lay_out_paper(self, box: QVBoxLayout) -> None:
        self.day = TextField(self, label="Signed on", placeholder="6 Jan 2026")
        self.day.setObjectName("consent_day")
        self.version = TextField(self, label="Form version", placeholder="1")
        self.version.setObjectName("consent_version")
        self.signer = TextField(self, label="Signed by")
        self.signer.setObjectName("consent_signer")
        line = row(gap=8)
        self._day_part = Labelled("Signed on", self.day, self, stretch=True)
        line.addWidget(self._day_part, 2)
        line.addWidget(Labelled("Form version", self.version, self, stretch=True), 1)
        line.addWidget(Labelled("Signed by", self.signer, self, stretch=True), 3)
        box.addLayout(line)
        self.copy_given = ChipRow(COPY, self, label="Copy given", clearable=True)
        self.copy_given.setObjectName("consent_copy")
        self.copy_given.chosen.connect(self.copy_given.set_value)
        self.copy_given.cleared.connect(lambda value: self.copy_given.set_value(None))
        self.record = Button("Record signed form", self, icon="document")
        self.record.setObjectName("record_consent")
        self.record.clicked.connect(self._record)
        foot = row(gap=8)
        foot.addWidget(self.copy_given, 1)
        foot.addWidget(self.record)
        box.addLayout(foot)

    def _show_paper(self, *, shown: bool) -> None:
        self._held.setVisible(shown)
        if shown:
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_consents(self, patient: Patient, consents: Sequence[Consent]) -> None:
        """The forms that were signed or refused, newest first."""
        self._patient = patient
        if self.signer.text() in ("", self._proposed):
            self.signer.set_value(patient.full_name)
            self._proposed = patient.full_name
        if not self.day.text():
            self.day.set_value(short_day(now().date()))
        if not self.version.text():
            self.version.set_value("1")
        empty(self._list)
        forms = [one for one in consents if not one.visit_id and one.kind in NAMES]
        for one in sorted(forms, key=lambda form: form.given_at, reverse=True):
            self._list.addWidget(_FormLine(one, self))
        if not forms:
            words = "No signed form is recorded yet."
            self._list.addWidget(Text(words, self, role="secondary", colour="muted"))

    def _record(self) -> None:
        if self._patient is None:
            return
        try:
            day = read_date(self.day.text(), latest=now().date()) or now().date()
            born = self._patient.birth_date
            if born is not None and day < born:
                raise Refused("This is before the patient was born.")
        except Refused as refusal:
            self._day_part.set_note(str(refusal))
            self.day.set_error(str(refusal))
            return
        self._day_part.set_note("")
        self.day.set_error("")
        moment = now()
        consent = Consent(
            patient_id=self._patient.id,
            kind=ConsentKind.WRITTEN,
            agreement=Agreement.AGREED,
            given_at=moment.replace(year=day.year, month=day.month, day=day.day),
            form_version=self.version.text().strip(),
            signer=self.signer.text().strip(),
            copy_given={"yes": True, "no": False}.get(self.copy_given.value() or ""),
            note="Signed on paper.",
        )
        self._show_paper(shown=False)
        self.recorded.emit(consent)


class _FormLine(QWidget):
    """One form: when and which, who signed, its copy; withdrawal asks why in place."""

    def __init__(self, consent: Consent, card: WrittenConsentCard) -> None:
        super().__init__(card)
        self._consent = consent
        self._card = card
        box = column(self, gap=6)
        line = row(gap=8)
        box.addLayout(line)
        declined = consent.agreement is Agreement.DECLINED
        gone = consent.withdrawn_at is not None
        name = NAMES[consent.kind]
        told = f"{name}, {short_day(consent.given_at.date())}, form {consent.form_version or 'not stated'}"
        tag = Tag(told, self, kind=TagKind.DANGER if gone or declined else TagKind.OK)
        tag.setMinimumWidth(tag.sizeHint().width())
        line.addWidget(tag)
        line.addWidget(ElidedLabel(self._state(), self, role="secondary", colour="muted"), 1)
        acts = self._acts(consent, card, holds=not gone and not declined)
        if acts.count() > 1:
            box.addLayout(acts)
        self._why = self._asking()
        self._why.hide()
        box.addWidget(self._why)

    def _acts(self, consent: Consent, card: WrittenConsentCard, *, holds: bool) -> QHBoxLayout:
        """What can be done with the form, at the right."""
        line = row(gap=8)
        line.addStretch(1)
        if consent.form_text:
            for text, icon, name, signal in (
                ("Save PDF", "download", "save_form", card.save_wanted),
                ("Print", "printer", "print_form", card.print_wanted),
            ):
                button = Button(text, self, icon=icon, padding=10)
                button.setObjectName(f"{name}_{consent.id}")
                button.clicked.connect(lambda checked=False, signal=signal: signal.emit(self._consent))
                line.addWidget(button)
        if holds and consent.copy_given is not True:
            copy = Button("Copy given", self, padding=10)
            copy.setObjectName(f"copy_{consent.id}")
            copy.clicked.connect(lambda: self._change(copy_given=True))
            copy.set_refusal(card.why_not)
            line.addWidget(copy)
        if holds:
            button = Button("Withdraw", self, padding=10)
            button.setObjectName(f"withdraw_{consent.id}")
            button.clicked.connect(self._ask_why)
            button.set_refusal(card.why_not)
            line.addWidget(button)
        return line

    def _asking(self) -> QWidget:
        """Why it is withdrawn, before it is."""
        part = QWidget(self)
        asked = row(part, gap=8)
        self.words = TextField(part, label="Why the form is withdrawn", placeholder="Why, in their words")
        self.words.setObjectName(f"withdraw_why_{self._consent.id}")
        sure = Button("Withdraw this form", part, kind=ButtonKind.DANGER, padding=12)
        sure.setObjectName(f"withdraw_sure_{self._consent.id}")
        sure.clicked.connect(
            lambda: self._change(withdrawn_at=now(), withdrawn_why=self.words.text().strip())
        )
        asked.addWidget(self.words, 1)
        asked.addWidget(sure)
        return part

    def _state(self) -> str:
        one = self._consent
        if one.withdrawn_at is not None:
            why = f": {one.withdrawn_why}" if one.withdrawn_why else ""
            return f"withdrawn {short_day(one.withdrawn_at.date())}{why}"
        role = f", {one.signer_role}" if one.signer_role else ""
        said = "declined by" if one.agreement is Agreement.DECLINED else "signed by"
        parts = [f"{said} {one.signer}{role}" if one.signer else said.removesuffix(" by")]
        parts += ["copy given"] if one.copy_given else []
        return ", ".join(parts)

    def _ask_why(self) -> None:
        self._why.show()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _change(self, **values: object) -> None:
        self._card.changed_form.emit(self._consent, self._consent.but(**values))
