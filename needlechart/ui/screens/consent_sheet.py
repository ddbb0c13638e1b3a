"""A consent form in the patient's hand: read, signed, handed back; nothing else of the program is shown."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontInfo, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from needlechart.catalogue.forms import ConsentForm, Part, parts_of
from needlechart.domain.clinic import Clinic
from needlechart.domain.consent import Consent, flat_strokes
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.rules.consent import with_head
from needlechart.domain.words import Agreement
from needlechart.ui.screens.parts import Labelled, ScrollColumn, column, row
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    EmptyState,
    SignaturePad,
    Text,
    TextField,
)
from needlechart.ui.widgets.messages import Action

ROLES = [
    Choice("", "Patient"),
    Choice("parent or guardian", "Guardian", spoken="Parent or guardian"),
    Choice("legal representative", "Representative", spoken="Legal representative"),
]
TYPED = "Signed by typing the name; a signature by hand was not possible."
READ_FIRST = "Read to the end of the page first."
SIGN_FIRST = "Sign in the field, or choose “Cannot sign by hand”."
NAME_FIRST = "Write the name of who signs."
TWO_COLUMNS = 900
LARGER = 1.3


class ConsentSheet(QWidget):
    """``done(Consent | None)`` once the device is handed back: what was signed or refused, or nothing."""

    done = Signal(object)

    def __init__(
        self,
        form: ConsentForm,
        patient: Patient,
        clinic: Clinic,
        clinician_name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("consent_sheet")
        self._form = form
        self._patient = patient
        self._clinic = clinic
        self._clinician = clinician_name
        self._made: Consent | None = None
        self._read = False
        self._texts: list[tuple[Text, str]] = []
        outer = column(self, gap=0)
        self._pages = QStackedWidget(self)
        outer.addWidget(self._pages)
        reading = QWidget(self)
        box = column(reading, gap=10, edges=(20, 12, 20, 14))
        box.addLayout(self._head(reading))
        self._pair = row(gap=18)
        self._pair.addLayout(self._text(reading), 56)
        self._sign = ScrollColumn(reading, gap=0, edges=(0, 0, 4, 0))
        self._sign.box.addWidget(self._signing(self._sign.inside), 1)
        self._pair.addWidget(self._sign, 44)
        box.addLayout(self._pair, 1)
        self._pages.addWidget(reading)
        back = [Action("back", "Back to the therapist")]
        self._thanks = EmptyState("check", "Thank you", "Please hand the device back.", back, self)
        self._thanks.setObjectName("consent_thanks")
        self._thanks.acted.connect(lambda action: self.hand_back())
        self._pages.addWidget(self._thanks)
        self._update()

    @property
    def read(self) -> bool:
        """Whether the end of the text has been in sight."""
        return self._read

    # Made once

    def _head(self, parent: QWidget) -> QBoxLayout:
        line = row(gap=10)
        back = Button("Hand back unsigned", parent, icon="back", padding=12)
        back.setObjectName("sheet_back")
        back.clicked.connect(self.hand_back)
        line.addWidget(back)
        born = f", born {short_day(self._patient.birth_date)}" if self._patient.birth_date else ""
        name = " ".join(part for part in (self._patient.given_name, self._patient.family_name) if part)
        who = Text(f"For {name}{born}", parent, role="section")
        who.setObjectName("sheet_patient")
        line.addWidget(who)
        line.addStretch(1)
        self.larger = ChipRow([Choice("larger", "Larger text")], parent, label="Text size", clearable=True)
        self.larger.setObjectName("sheet_larger")
        self.larger.chosen.connect(lambda value: self._enlarge(LARGER))
        self.larger.cleared.connect(lambda value: self._enlarge(1.0))
        line.addWidget(self.larger)
        return line

    def _text(self, parent: QWidget) -> QBoxLayout:
        box = column(gap=8)
        card = Card("", parent)
        self.text = ScrollColumn(card, gap=8, edges=(2, 0, 12, 8))
        self.text.setObjectName("sheet_text")
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.text.setAccessibleName(self._form.title)
        for index, (part, words) in enumerate(parts_of(self._form.text)):
            role = "body" if part is not Part.HEADING else "section" if index else "title"
            line = row(gap=6)
            if part is Part.POINT:  # beside its words, so that further lines stand below the first
                dash = Text("–", self.text.inside, role=role)
                self._texts.append((dash, role))
                line.addWidget(dash, 0, Qt.AlignmentFlag.AlignTop)
            text = Text(words, self.text.inside, role=role, wrap=True)
            self._texts.append((text, role))
            line.addWidget(text, 1)
            self.text.box.addLayout(line)
        self.text.box.addStretch(1)
        card.body.addWidget(self.text)
        box.addWidget(card, 1)
        self.more = Button("Read on", parent, icon="chevron_down")
        self.more.setObjectName("read_on")
        self.more.clicked.connect(self._page_down)
        box.addWidget(self.more)
        bar = self.text.verticalScrollBar()
        bar.valueChanged.connect(lambda value: self._look())
        bar.rangeChanged.connect(lambda low, high: self._look())
        return box

    def _signing(self, parent: QWidget) -> Card:
        card = Card("Your signature", parent)
        card.setObjectName("sheet_signing")
        self.signer = TextField(card, label="Who signs")
        self.signer.setObjectName("sheet_signer")
        name = " ".join(part for part in (self._patient.given_name, self._patient.family_name) if part)
        self.signer.set_value(name)
        self.signer.textEdited.connect(lambda text: self._update())
        self.role = ChipRow(ROLES, card, label="Who signs", wrap=True)
        self.role.setObjectName("sheet_role")
        self.role.set_value("")
        self.role.chosen.connect(self._choose_role)
        self.pad = SignaturePad(card)
        self.pad.setObjectName("signature")
        self.pad.changed.connect(self._update)
        for part in (self.role, Labelled("Name", self.signer, card), self.pad):
            card.body.addWidget(part)
        card.body.addLayout(self._tools(card))
        self.told = Text("", card, role="label", colour="muted", wrap=True)
        card.body.addWidget(self.told)
        card.body.addStretch(1)
        card.body.addLayout(self._answers(card))
        return card

    def _tools(self, card: Card) -> QBoxLayout:
        """To sign again, or to sign otherwise."""
        self.clear = Button("Clear", card, icon="refresh", padding=12)
        self.clear.setObjectName("clear_signature")
        self.clear.clicked.connect(self._clear)
        by_name = [Choice("typed", "Cannot sign by hand", tick=True)]
        self.by_name = ChipRow(by_name, card, label="Other ways to sign", clearable=True)
        self.by_name.setObjectName("sign_by_name")
        self.by_name.chosen.connect(lambda value: self._sign_by_name(typed=True))
        self.by_name.cleared.connect(lambda value: self._sign_by_name(typed=False))
        tools = row(gap=8)
        tools.addWidget(self.clear)
        tools.addWidget(self.by_name)
        tools.addStretch(1)
        return tools

    def _answers(self, card: Card) -> QBoxLayout:
        self.agree = Button("I agree", card, kind=ButtonKind.PRIMARY, height=54, icon="check")
        self.agree.setObjectName("sheet_agree")
        self.agree.clicked.connect(lambda: self._finish(Agreement.AGREED))
        self.agree.refused.connect(self._say_why)
        self.refuse = Button("I do not agree", card, height=54)
        self.refuse.setObjectName("sheet_refuse")
        self.refuse.clicked.connect(lambda: self._finish(Agreement.DECLINED))
        last = row(gap=10)
        last.addWidget(self.refuse, 1)
        last.addWidget(self.agree, 2)
        return last

    # What a person does

    def hand_back(self) -> None:
        """The device goes back: with what was signed or refused, or with nothing."""
        self.done.emit(self._made)

    def focus_first(self) -> None:
        """The keyboard reads first."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        upright = self.height() > self.width() * 0.75
        narrow = upright and self.width() < Theme.current().px(TWO_COLUMNS)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._pair.setDirection(down if narrow else across)
        QTimer.singleShot(0, self, self._look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys and arrows read, wherever the keyboard is; nothing typed here reaches the program."""
        bar = self.text.verticalScrollBar()
        steps = {
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Down: bar.singleStep() * 3,
            Qt.Key.Key_Up: -bar.singleStep() * 3,
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            bar.setValue(bar.value() + step)
        event.accept()

    def _page_down(self) -> None:
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + round(bar.pageStep() * 0.9))

    def _look(self) -> None:
        """The end was in sight: it may be signed."""
        bar = self.text.verticalScrollBar()
        at_end = self.text.viewport().height() > 0 and bar.value() >= bar.maximum() - 2
        if at_end and self.isVisible() and not self._read:
            self._read = True
            self._update()
        self.more.setVisible(not at_end)

    def _enlarge(self, factor: float) -> None:
        self.larger.set_value("larger" if factor > 1 else None)
        for text, role in self._texts:
            font = Theme.current().font(role)
            font.setPixelSize(round(QFontInfo(font).pixelSize() * factor))
            text.setFont(font)
        QTimer.singleShot(0, self, self._look)

    def _choose_role(self, role: str) -> None:
        self.role.set_value(role)
        if role:
            self.signer.set_value("")
            self.signer.setFocus(Qt.FocusReason.OtherFocusReason)
        self._update()

    def _sign_by_name(self, *, typed: bool) -> None:
        self.by_name.set_value("typed" if typed else None)
        self.pad.clear()
        self.pad.setVisible(not typed)
        self.clear.setVisible(not typed)
        self._update()

    def _clear(self) -> None:
        self.pad.clear()
        self._update()

    def _missing(self) -> list[str]:
        signed = self.pad.signed or self.by_name.value() is not None
        return [
            words
            for words, there in (
                (READ_FIRST, self._read),
                (NAME_FIRST, bool(self.signer.text().strip())),
                (SIGN_FIRST, signed),
            )
            if not there
        ]

    def _update(self) -> None:
        missing = self._missing()
        self.agree.set_not_ready(missing)
        self.told.setText(missing[0] if missing else "")
        self.told.set_colour("muted")
        self.clear.setEnabled(bool(self.pad.strokes))

    def _say_why(self, why: str) -> None:
        self.told.set_colour("danger")
        self.pad.set_error(SIGN_FIRST in self._missing())

    def _finish(self, agreement: Agreement) -> None:
        by_name = self.by_name.value() is not None
        signed = Consent(
            patient_id=self._patient.id,
            kind=self._form.kind,
            agreement=agreement,
            given_at=now(),
            form_version=self._form.version,
            form_text=self._form.text,
            signer=self.signer.text().strip(),
            signer_role=self.role.value() or "",
            clinician_name=self._clinician,
            strokes=() if by_name else flat_strokes(self.pad.strokes),
            note=TYPED if by_name else "",
        )
        self._made = with_head(signed, self._clinic, self._patient)
        self._pages.setCurrentWidget(self._thanks)
        self._thanks.button("back").setFocus(Qt.FocusReason.OtherFocusReason)
