"""Verify a note: is this PDF, or the visit behind a printed code, what was signed."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from needlechart.domain.rules.time_words import clock_seconds, date_words
from needlechart.domain.verdict import Finding, Verdict
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.screens.safety.page import SafetyPage
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    MessageKind,
    PassphraseField,
    StripMessage,
    Text,
    TextField,
)

KINDS = {
    Finding.GENUINE: MessageKind.OK,
    Finding.DIFFERS: MessageKind.DANGER,
    Finding.NOT_HERE: MessageKind.CAUTION,
    Finding.UNSEALED: MessageKind.CAUTION,
    Finding.UNREADABLE: MessageKind.CAUTION,
    Finding.LOCKED: MessageKind.CAUTION,
}
ICONS = {Finding.GENUINE: "check"}
ABOUT_FILE = (
    "The seals in the file are checked, then every page is compared with what was signed in this chart."
    " Nothing of the file is kept."
)
ABOUT_CODE = "It stands at the end of the note; its first eight characters are at the foot of each page."


class VerifyScreen(SafetyPage):
    """Choose a file or type a code; the answer stays until the next one."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("verify_screen", "Verify a note", desk, theme, parent)
        self.setAcceptDrops(True)
        self._path: Path | None = None
        scroll = self.scrolled()
        pair = row(gap=14)
        pair.addWidget(self._file_card(), 1)
        pair.addWidget(self._code_card(), 1)
        scroll.box.addLayout(pair)
        self._answer = QWidget(self)
        self._answer.setObjectName("verdict")
        self._box = column(self._answer, gap=10)
        scroll.box.addWidget(self._answer)
        scroll.box.addStretch(1)

    def _file_card(self) -> Card:
        card = Card("A PDF", self)
        card.body.addWidget(Text(ABOUT_FILE, card, role="secondary", colour="muted", wrap=True))
        self.choose = Button("Choose a PDF", card, kind=ButtonKind.PRIMARY, icon="document")
        self.choose.setObjectName("choose_pdf")
        self.choose.clicked.connect(self._choose)
        line = row(gap=8)
        line.addWidget(self.choose)
        line.addWidget(Text("or drop it here", card, role="secondary", colour="muted"))
        line.addStretch(1)
        card.body.addLayout(line)
        card.body.addStretch(1)
        return card

    def _code_card(self) -> Card:
        card = Card("The code on paper", self)
        card.body.addWidget(Text(ABOUT_CODE, card, role="secondary", colour="muted", wrap=True))
        self.code = TextField(card, label="Integrity code", placeholder="3F2A 90C1 ...")
        self.code.setObjectName("verify_code")
        self.code.returnPressed.connect(self._look)
        look = Button("Look it up", card)
        look.setObjectName("look_up_code")
        look.clicked.connect(self._look)
        line = row(gap=8)
        line.addWidget(self.code, 1)
        line.addWidget(look)
        card.body.addLayout(line)
        card.body.addStretch(1)
        return card

    def refresh(self) -> None:
        """Nothing of an earlier answer stays."""
        empty(self._box)
        self.code.set_value("")
        self.notices.clear()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self.window(), "Choose a note", str(Path.home()), "PDF (*.pdf)")
        if name:
            self._verify(Path(name))

    def _verify(self, path: Path, words: str = "") -> None:
        self._path = path
        empty(self._box)
        self.notices.clear()
        self.choose.setEnabled(False)
        self._box.addWidget(Text("Comparing every page", self._answer, colour="muted"))
        self._desk.verify_file(
            path, lambda verdict: self._show(path.name, verdict), self._not_read, words=words
        )

    def _look(self) -> None:
        if self.code.text().strip():
            self.notices.clear()
            self._desk.verify_code(self.code.text(), lambda found: self._show("", found), self._not_read)

    def _not_read(self, problem: Problem) -> None:
        self.choose.setEnabled(True)
        empty(self._box)
        self.failed(problem)

    def _show(self, name: str, verdict: Verdict) -> None:
        self.choose.setEnabled(True)
        empty(self._box)
        icon = ICONS.get(verdict.finding, "warning")
        strip = StripMessage(KINDS[verdict.finding], verdict.title, name, (), self._answer, icon=icon)
        strip.setObjectName(f"verdict_{verdict.finding.name.lower()}")
        self._box.addWidget(strip)
        for what, who, when in verdict.signatures:
            moment = when.astimezone()
            words = f"{what}: signed by {who}, {date_words(moment.date())} {clock_seconds(moment)}"
            self._box.addWidget(Text(words, self._answer, role="strong", wrap=True))
        for part in verdict.parts:
            self._box.addWidget(Text(part, self._answer, wrap=True))
        if verdict.finding is Finding.LOCKED:
            self._ask_words()
        else:
            strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_words(self) -> None:
        """The passphrase of the PDF, for this one look."""
        self._box.addWidget(Text("Passphrase of the PDF", self._answer, role="strong"))
        line = row(gap=8)
        field = PassphraseField(self._answer, label="Passphrase of the PDF")
        field.edit.setObjectName("pdf_words")
        look = Button("Open and compare", self._answer, kind=ButtonKind.PRIMARY)
        look.setObjectName("open_pdf")

        def go() -> None:
            if field.text() and self._path is not None:
                self._verify(self._path, field.text())

        look.clicked.connect(go)
        field.submitted.connect(go)
        line.addWidget(field, 1)
        line.addWidget(look)
        self._box.addLayout(line)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _pdf_of(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _pdf_of(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._verify(path)


def _pdf_of(data: QMimeData) -> Path | None:
    names = [one.toLocalFile() for one in data.urls() if one.isLocalFile()]
    found = [Path(name) for name in names if name.lower().endswith(".pdf")]
    return found[0] if len(found) == 1 else None
