"""The way back in: the key of the recovery sheet, and a new passphrase."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.ui.screens.entry import ErrorLines, Judge, NewPassphrase
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ButtonKind, Text, TextField
from needlechart.ui.widgets.fields import TALL
from needlechart.ui.widgets.fitting import FittingRow

ABOUT = (
    "The recovery sheet was kept when this clinic was set up, or made later in Settings. Its key sets a new "
    "passphrase and opens the charts; the sheet goes on to count. Backups made before open with the old "
    "passphrase. If both the passphrases and the sheet are lost, the charts cannot be read by anyone."
)
SAFE = "Nothing was changed. Compare it with the sheet, group by group."


class RecoveryForm(QWidget):
    """``submitted(recovery_key, new_passphrase)`` once the key's checksum and the passphrase hold."""

    submitted = Signal(str, str)
    cancelled = Signal()

    def __init__(self, check_key: Callable[[str], str], judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check_key = check_key
        self._busy = False
        self.about = Text(ABOUT, role="secondary", colour="muted", wrap=True)
        self.key = TextField(label="Recovery key", placeholder="36 letters and digits", height=TALL)
        self.key.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.key_error = ErrorLines()
        self.new = NewPassphrase(judge, label="New passphrase")
        self.error = ErrorLines()
        self.go = Button("Set it and unlock", kind=ButtonKind.PRIMARY, height=54)
        self.back = Button("Back", icon="back", height=54)
        self._lay_out()
        self.key.textEdited.connect(lambda text: self._calm())
        self.key.returnPressed.connect(self._leave_key)
        self.new.submitted.connect(self.go.press)
        self.go.clicked.connect(self._submit)
        self.back.clicked.connect(self._cancel)

    def open_for(self, name: str) -> None:
        """Start afresh for one clinician."""
        self.clear()
        self.new.set_names(name)
        self._for.setText(f"New passphrase for {name}")

    def clear(self) -> None:
        self.key.clear()
        self.new.clear()
        self.error.say("")
        self._calm()

    def set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.go.set_not_ready(["The recovery key is being tried"] if busy else [])

    def _lay_out(self) -> None:
        theme = Theme.current()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(6))
        self._for = Text("", role="secondary", colour="muted", wrap=True)
        box.addWidget(Text("Use the recovery sheet", role="title"))
        rows: tuple[QWidget, ...] = (self.about, Text("Recovery key", role="strong"), self.key)
        rows += (self.key_error, self._for, self.new, self.error)
        for widget in rows:
            box.addWidget(widget)
        row = FittingRow()
        row.setSpacing(theme.px(8))
        row.addWidget(self.back)
        row.addWidget(self.go)
        row.addStretch(1)
        box.addLayout(row)
        box.addStretch(1)

    def _leave_key(self) -> None:
        if self._key_holds():
            self.new.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _key_holds(self) -> bool:
        wrong = self._check_key(self.key.text())
        self.key.set_error(wrong)
        what, stop, rest = wrong.partition(". ")
        self.key_error.say(what + stop.strip(), rest or (SAFE if wrong else ""))
        return not wrong

    def _submit(self) -> None:
        self.error.say("")
        if not self._key_holds():
            self.key.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.new.check():
            self.submitted.emit(self.key.text(), self.new.text())

    def _cancel(self) -> None:
        self.clear()
        self.cancelled.emit()

    def _calm(self) -> None:
        self.key.set_error("")
        self.key_error.say("")
