"""A field whose text means something: read on leaving or Enter, refused in place with a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.record import Invalid
from needlechart.ui.screens.typed import Refused
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Text, TextField


class TypedField(QWidget):
    """``typed(text)``: who hears it keeps what it means inside ``with field.keeping()``.

    What was refused stays in the field with its reason under it; nothing is kept of it. ``taken()``
    follows what was kept.
    """

    typed = Signal(str)
    taken = Signal()

    def __init__(self, name: str, label: str, example: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
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
            self.say("")

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """What is raised inside as `Refused` or `Invalid` is said under the field."""
        try:
            yield
        except Refused as refused:
            self.say(str(refused))
        except Invalid as invalid:
            self.say(f"{invalid.why[:1].upper()}{invalid.why[1:]}.")
        else:
            self.say("")
            self.taken.emit()

    def say(self, why: str) -> None:
        """Why the text cannot be kept; empty if it can."""
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        self.field.set_error(why)

    def _on_text(self, text: str) -> None:
        self.typed.emit(text.strip())
