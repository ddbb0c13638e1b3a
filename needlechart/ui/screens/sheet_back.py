"""The recovery key typed back from the sheet or from a copy by hand, while it is out of sight."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.sheet_key import Kept
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, Text, TextField

FROM_SHEET = "The key is out of sight now. Type two groups from the sheet, to be sure that it can be read."
FROM_COPY = (
    "The key is out of sight now. Type all nine groups from your copy; blanks and dashes do not matter."
)


class TypeBack(QWidget):
    """What is typed from the sheet, or from a copy by hand; ``again()`` when the key is wanted once more."""

    submitted = Signal()
    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = (TextField(self), TextField(self))
        self.whole = TextField(self, label="The whole recovery key")
        self.whole.setObjectName("recovery_whole")
        self.error = ErrorLines(self)
        self.show_again = Button("Show the key again", self, icon="back")
        self.show_again.setObjectName("recovery_again")
        self.asked = (0, 1)
        self._about = Text("", self, wrap=True)
        self._labels = (Text("", self, role="strong"), Text("", self, role="strong"))
        self._groups: tuple[str, ...] = ()
        self._kept = Kept.NOT
        self._lay_out()
        self.fields[0].returnPressed.connect(self.fields[1].setFocus)
        for last in (self.fields[1], self.whole):
            last.returnPressed.connect(self.submitted)
        for field in (*self.fields, self.whole):
            field.textEdited.connect(lambda text: self.calm())
        self.show_again.clicked.connect(self.again)

    def ask(self, groups: Sequence[str], asked: tuple[int, int], kept: Kept) -> None:
        """Ask for two groups of a sheet, or for the whole of a copy by hand."""
        self.calm()
        self._groups, self.asked, self._kept = tuple(groups), asked, kept
        whole = kept is Kept.BY_HAND
        self._about.setText(FROM_COPY if whole else FROM_SHEET)
        self.whole.setVisible(whole)
        self._two.setVisible(not whole)
        self.setFocusProxy(self.whole if whole else self.fields[0])
        for label, field, index in zip(self._labels, self.fields, asked, strict=True):
            label.setText(f"Group {index + 1}")
            field.setAccessibleName(f"Group {index + 1} of the recovery key")
            field.setObjectName(f"recovery_group_{index + 1}")
        self._clear()

    def check(self) -> bool:
        """Whether what was typed matches; letters that look like digits count as them."""
        self.calm()
        if self._kept is Kept.BY_HAND:
            return self._check_whole()
        for index, field in zip(self.asked, self.fields, strict=True):
            if _same(field.text()) != _same(self._groups[index]):
                self._complain(field, index, "Type the four characters of that group from the sheet.")
                return False
        return True

    def forget(self) -> None:
        """Nothing of the key stays here."""
        self._groups = ()
        self._clear()

    def calm(self) -> None:
        """No error any more."""
        self.error.say("")
        for field in (*self.fields, self.whole):
            field.set_error("")

    def _check_whole(self) -> bool:
        typed, size = _same(self.whole.text()), len(self._groups[0])
        pieces = [typed[i : i + size] for i in range(0, len(typed), size)]
        for index, group in enumerate(self._groups):
            if index >= len(pieces) or pieces[index] != _same(group):
                rest = "Show the key again and correct your copy, or save or print the sheet."
                self._complain(self.whole, index, rest)
                return False
        if len(pieces) > len(self._groups):
            self._complain(self.whole, len(self._groups) - 1, "There is more typed than nine groups of four.")
            return False
        return True

    def _complain(self, field: TextField, index: int, rest: str) -> None:
        title = f"Group {index + 1} is not as on the {'key' if self._kept is Kept.BY_HAND else 'sheet'}"
        field.set_error(title)
        self.error.say(title, f"The charts are safe. {rest}")
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for field in (*self.fields, self.whole):
            field.clear()

    def _lay_out(self) -> None:
        theme = Theme.current()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(self._about)
        self._two = QWidget(self)
        pair = QHBoxLayout(self._two)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(theme.px(14))
        for label, field in zip(self._labels, self.fields, strict=True):
            column = QVBoxLayout()
            column.setSpacing(theme.px(6))
            column.addWidget(label)
            column.addWidget(field)
            pair.addLayout(column, 1)
        box.addWidget(self._two)
        box.addWidget(self.whole)
        box.addWidget(self.error)
        line = QHBoxLayout()
        line.addWidget(self.show_again)
        line.addStretch(1)
        box.addLayout(line)


def _same(group: str) -> str:
    """The form in which groups are compared: no blanks, capitals, I and L as 1, O as 0."""
    typed = "".join(group.split()).replace("-", "").replace("–", "").upper()
    return typed.translate(str.maketrans("ILO", "110"))
