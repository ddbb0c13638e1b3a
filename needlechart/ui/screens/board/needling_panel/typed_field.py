"""A field whose text means something: read on leaving or Enter, refused in place with a sentence."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.record import Invalid
from needlechart.ui.screens.typed import Refused
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Text, TextField


class TypedField(QWidget):
    """``take`` gets the text and raises `Refused` or `Invalid` for what cannot be kept.

    What was refused stays in the field with its reason under it; nothing is kept of it.
    """

    taken = Signal()

    def __init__(
        self, name: str, label: str, example: str, take: Callable[[str], None], theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._take = take
        self.field = TextField(self, label=label, placeholder=example)
        self.field.setObjectName(name)
        self.refusal = Text("", self, role="label", colour="danger", wrap=True)
        self.refusal.setObjectName(f"{name}_refusal")
        self.refusal.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(2))
        box.addWidget(self.field)
        box.addWidget(self.refusal)
        self.setFocusProxy(self.field)
        self.field.committed.connect(self._on_text)
        self.field.returnPressed.connect(self.field.commit)

    def show_value(self, text: str) -> None:
        """Show what is kept; a refused text that is being worked on stays."""
        if not (self.field.error and self.field.hasFocus()):
            self.field.set_value(text)
            self._say("")

    def _on_text(self, text: str) -> None:
        try:
            self._take(text.strip())
        except Refused as refused:
            self._say(str(refused))
        except Invalid as invalid:
            self._say(f"{invalid.why[:1].upper()}{invalid.why[1:]}.")
        else:
            self._say("")
            self.taken.emit()

    def _say(self, why: str) -> None:
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        self.field.set_error(why)
