"""The pages of the first run that ask about the clinic and its first clinician."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from needlechart.ui.screens.entry import ErrorLines, Judge, NewPassphrase
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, Text, TextArea, TextField

_PAPERS = (Choice("letter", "Letter"), Choice("a4", "A4"))


class _Page(QWidget):
    """A title, a sentence, fields under their names."""

    submitted = Signal()

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(self._theme.px(6))
        self.box.addWidget(Text(title, role="title", wrap=True))
        self.box.addWidget(Text(about, role="secondary", colour="muted", wrap=True))
        self.box.addSpacing(self._theme.px(2))
        self.error = ErrorLines()

    def _named(self, label: str, field: QWidget, hint: str = "") -> QVBoxLayout:
        """A field under its name."""
        column = QVBoxLayout()
        column.setContentsMargins(0, self._theme.px(6), 0, 0)  # a name is nearer to its own field
        column.setSpacing(self._theme.px(6))
        row = QHBoxLayout()
        row.addWidget(Text(label, role="strong"))
        row.addWidget(Text(hint, role="label", colour="muted"))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(field)
        return column

    def _require(self, field: TextField, title: str, rest: str) -> bool:
        """Whether something was typed; if not, says so and puts the keyboard there."""
        missing = not field.text().strip()
        field.set_error(title if missing else "")
        if missing:
            self.error.say(title, rest)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        return not missing


class ClinicPage(_Page):
    """Name, address, phone, paper, text size."""

    def __init__(self, *, paper: str, parent: QWidget | None = None) -> None:
        super().__init__(
            "Your clinic", "This is the letterhead of notes and handouts. It can be changed later.", parent
        )
        self.name = TextField(label="Name of the clinic")
        self.address = TextArea(label="Address", lines=2)
        self.phone = TextField(label="Phone")
        self.paper = ChipRow(_PAPERS, label="Paper")
        sizes = Theme.current().metrics.text_sizes
        self.text_size = ChipRow([Choice(str(size), f"{size} %") for size in sizes], label="Text size")
        self._size_hint = Text("", role="label", colour="muted", wrap=True)
        self._size_hint.hide()
        self.paper.set_value(paper)
        self._lay_out()
        self.setFocusProxy(self.name)
        self.name.textEdited.connect(lambda text: self._calm())
        self.name.returnPressed.connect(self.submitted)
        self.phone.returnPressed.connect(self.submitted)

    def say_proposed(self, size: int) -> None:
        """Tell why the size is not 100 %."""
        words = f"On this screen {size} % is proposed: a fingertip needs 9 mm, and 100 % would give less."
        self._size_hint.setText(words)
        self._size_hint.show()

    def check(self) -> bool:
        """Whether the next page may come."""
        rest = "Nothing is set yet. Type the name as it should stand on a note."
        return self._require(self.name, "The clinic needs a name", rest)

    def _lay_out(self) -> None:
        self.box.addLayout(self._named("Name of the clinic", self.name))
        self.box.addWidget(self.error)
        self.box.addLayout(self._named("Address", self.address, "optional"))
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(14))
        row.addLayout(self._named("Phone", self.phone, "optional"), 3)
        row.addLayout(self._named("Paper", self.paper), 2)
        self.box.addLayout(row)
        self.box.addLayout(self._named("Text size", self.text_size, "of everything on the screen"))
        self.box.addWidget(self._size_hint)
        self.box.addStretch(1)

    def _calm(self) -> None:
        self.name.set_error("")
        self.error.say("")


class ClinicianPage(_Page):
    """Name, credentials, licence number, passphrase typed twice."""

    def __init__(self, judge: Judge, parent: QWidget | None = None) -> None:
        about = (
            "The first clinician. Everyone has a passphrase of their own; it is never stored and nobody can "
            "look it up."
        )
        super().__init__("Who is charting?", about, parent)
        self.name = TextField(label="Name")
        self.credentials = TextField(label="Credentials", placeholder="PT, DPT")
        self.licence = TextField(label="Licence number")
        self.passphrase = NewPassphrase(judge)
        self._lay_out()
        self.setFocusProxy(self.name)
        self.name.textEdited.connect(lambda text: self._calm())
        self.passphrase.submitted.connect(self.submitted)
        for field in (self.name, self.credentials, self.licence):
            field.returnPressed.connect(self.focusNextChild)

    def check(self, clinic_name: str) -> bool:
        """Whether the charts may be made."""
        self._calm()
        rest = "Nothing is set yet. The name stands under every signed note."
        if not self._require(self.name, "The clinician needs a name", rest):
            return False
        self.passphrase.set_names(clinic_name, self.name.text())
        return self.passphrase.check()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px(14))
        name = self._named("Name", self.name)
        name.addWidget(self.error)
        grid.addLayout(name, 0, 0, 1, 2)
        grid.addLayout(self._named("Credentials", self.credentials, "optional"), 1, 0)
        grid.addLayout(self._named("Licence number", self.licence, "optional"), 1, 1)
        self.box.addLayout(grid)
        self.box.addSpacing(self._theme.px(6))
        self.box.addWidget(self.passphrase)
        self.box.addStretch(1)

    def _calm(self) -> None:
        self.name.set_error("")
        self.error.say("")
