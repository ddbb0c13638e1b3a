"""The count differs: what happened is recorded here, so that the visit can be signed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.rules.needle_count import NeedleCount
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Action, MessageKind, StripMessage, TextField

_BENT = "Bent or dropped, discarded"


class MissingStrip(QWidget):
    """Found and counted, discarded, or an incident in words."""

    found = Signal()
    explained = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("missing_strip")
        self.strip = StripMessage(MessageKind.DANGER, "", parent=self)
        self.field = TextField(
            self, label="What happened", placeholder="Not found: time, what was done, who was told"
        )
        self.field.setObjectName("incident")
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(14), theme.px(8), theme.px(14), 0)
        box.setSpacing(theme.px(6))
        box.addWidget(self.strip)
        box.addWidget(self.field)
        self.strip.acted.connect(self._on_act)
        self.field.returnPressed.connect(self._on_typed)
        self.field.hide()
        self.hide()

    def open(self, count: NeedleCount) -> None:
        """Ask what happened."""
        self.strip.set_message(
            MessageKind.DANGER,
            f"{count.put_in} in, {count.taken_out} found",
            "Say what happened. Signing opens when this is recorded.",
            (
                Action("found", "Found, count it"),
                Action("bent", _BENT),
                Action("incident", "Not found: record an incident"),
            ),
        )
        self.field.hide()
        self.field.clear()
        self.show()

    def _on_act(self, act: str) -> None:
        if act == "found":
            self.hide()
            self.found.emit()
        elif act == "bent":
            self.hide()
            self.explained.emit(_BENT)
        else:
            self.field.show()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        if self.field.text().strip():
            self.hide()
            self.explained.emit(f"Not found: {self.field.text().strip()}")
