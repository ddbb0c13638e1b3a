"""An addendum being written: what is typed is kept for its author and its visit until it is sealed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from needlechart.editing.desk import Desk
from needlechart.ui.widgets import Button, ButtonKind, Card, TextArea


class AddendumForm(Card):
    """Text that is added after signing; sealed at once, never an edit. ``added(words)`` to be sealed."""

    added = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Add addendum", parent, hint="sealed, prints after the note")
        self._desk = desk
        self._visit_id = ""
        self.text = TextArea(self, label="Addendum", placeholder="What is to be added or corrected", lines=4)
        self.text.setObjectName("addendum_text")
        self.text.committed.connect(self._keep)
        self.button = Button("Seal addendum", self, kind=ButtonKind.PRIMARY, icon="pencil", height=52)
        self.button.setObjectName("add_addendum")
        self.button.clicked.connect(self._add)
        self.body.addWidget(self.text)
        self.body.addWidget(self.button)

    def show_visit(self, visit_id: str) -> None:
        """What was typed about this visit and not sealed yet; nothing of what was typed about another."""
        if visit_id == self._visit_id:
            return
        self.text.commit()
        self.text.empty()
        self.text.set_error("")
        self.button.setEnabled(True)
        self._visit_id = visit_id
        if visit_id:
            self._desk.typed(place_of(visit_id), lambda words: self._show(visit_id, words))

    def _show(self, visit_id: str, words: str) -> None:
        if visit_id == self._visit_id and words and not self.text.toPlainText():
            self.text.set_value(words)

    def _keep(self, words: str) -> None:
        if self._visit_id:
            self._desk.keep_typed(place_of(self._visit_id), words)

    def _add(self) -> None:
        words = self.text.toPlainText().strip()
        if words:
            self.text.set_error("")
            self.button.setEnabled(False)
            self.added.emit(words)
        else:
            self.text.set_error("The addendum needs a text")
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self, *, kept: bool) -> None:
        """Ready again; what was typed goes only once it is kept."""
        self.button.setEnabled(True)
        if kept:
            self.text.empty()


def place_of(visit_id: str) -> str:
    """Under which name what is typed about a visit is kept."""
    return f"addendum {visit_id}"
