"""The note of one site."""

from PySide6.QtWidgets import QWidget

from needlechart.ui.screens.board.needling_panel.row import EntryRow
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import TextField


class NoteRow(EntryRow):
    """Free words about the selected site."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__("Note", theme, parent)
        self._session = session
        self.field = TextField(self, label="Note", placeholder="Optional, for this site")
        self.field.setObjectName("site_note")
        self.add(self.field)
        self.field.committed.connect(self._on_note)

    def refresh(self) -> None:
        """Show the selected site."""
        if (point := self._session.point) is not None:
            self.field.set_value(point.note)

    def _on_note(self, text: str) -> None:
        if (point := self._session.point) is not None:
            self._session.marking.edit(point.id, "note", note=text)
