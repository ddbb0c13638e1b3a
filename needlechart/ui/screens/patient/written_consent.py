"""Written consent: the signed form as it was recorded, with date, version and signer; and its withdrawal."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.consent import Consent
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.words import Agreement, ConsentKind
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import short_day
from needlechart.ui.widgets import Button, Card, ChipRow, Choice, ElidedLabel, Tag, TagKind, Text, TextField

COPY = [Choice("yes", "Copy given"), Choice("no", "No copy")]


class WrittenConsentCard(Card):
    """``recorded(Consent)`` and ``withdrawn(before, after)``."""

    recorded = Signal(object)
    withdrawn = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Written consent", parent)
        self._patient: Patient | None = None
        self._proposed = ""
        self._list = column(gap=6)
        self.body.addLayout(self._list)
        self.day = TextField(self, label="Signed on", placeholder="6 Jan 2026")
        self.day.setObjectName("consent_day")
        self.version = TextField(self, label="Form version", placeholder="1")
        self.version.setObjectName("consent_version")
        self.signer = TextField(self, label="Signed by")
        self.signer.setObjectName("consent_signer")
        line = row(gap=8)
        self._day_part = Labelled("Signed on", self.day, self)
        line.addWidget(self._day_part, 2)
        line.addWidget(Labelled("Form version", self.version, self), 1)
        line.addWidget(Labelled("Signed by", self.signer, self), 3)
        self.body.addLayout(line)
        foot = row(gap=8)
        self.copy_given = ChipRow(COPY, self, label="Copy given", clearable=True)
        self.record = Button("Record signed form", self, icon="document")
        self.record.setObjectName("record_consent")
        self.record.clicked.connect(self._record)
        foot.addWidget(self.copy_given, 1)
        foot.addWidget(self.record)
        self.body.addLayout(foot)

    def show_consents(self, patient: Patient, consents: Sequence[Consent]) -> None:
        """The forms that were signed, newest first."""
        self._patient = patient
        if self.signer.text() in ("", self._proposed):
            self.signer.set_value(patient.full_name)
            self._proposed = patient.full_name
        if not self.day.text():
            self.day.set_value(short_day(now().date()))
        if not self.version.text():
            self.version.set_value("1")
        empty(self._list)
        written = [one for one in consents if one.kind is ConsentKind.WRITTEN]
        for one in sorted(written, key=lambda form: form.given_at, reverse=True):
            self._list.addWidget(self._line(one))
        if not written:
            words = "No signed form is recorded yet."
            self._list.addWidget(Text(words, self, role="secondary", colour="muted"))

    def _line(self, consent: Consent) -> QWidget:
        line = QWidget(self)
        inner = row(line, gap=8)
        gone = consent.withdrawn_at is not None
        told = f"{short_day(consent.given_at.date())}, form {consent.form_version or 'not stated'}"
        tag = Tag(told, line, kind=TagKind.DANGER if gone else TagKind.OK)
        tag.setMinimumWidth(tag.sizeHint().width())
        inner.addWidget(tag)
        state = "withdrawn" if gone else f"signed by {consent.signer}" if consent.signer else "signed"
        inner.addWidget(ElidedLabel(state, line, role="secondary", colour="muted"), 1)
        if not gone:
            button = Button("Withdrawn", line, padding=10)
            button.setObjectName(f"withdraw_{consent.id}")
            button.clicked.connect(lambda: self.withdrawn.emit(consent, consent.but(withdrawn_at=now())))
            inner.addWidget(button)
        return line

    def _record(self) -> None:
        if self._patient is None:
            return
        try:
            day = read_date(self.day.text(), latest=now().date()) or now().date()
        except Refused as refusal:
            self._day_part.set_note(str(refusal))
            self.day.set_error(str(refusal))
            return
        self._day_part.set_note("")
        self.day.set_error("")
        moment = now()
        given = moment.replace(year=day.year, month=day.month, day=day.day)
        copy = {"yes": True, "no": False}.get(self.copy_given.value() or "")
        consent = Consent(
            patient_id=self._patient.id,
            kind=ConsentKind.WRITTEN,
            agreement=Agreement.AGREED,
            given_at=given,
            form_version=self.version.text().strip(),
            signer=self.signer.text().strip(),
            copy_given=copy,
        )
        self.recorded.emit(consent)
