"""One row of a clinical table: every cell with its name, kept as typed; what does not fit says so."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import CatalogueError, pictograms
from needlechart.catalogue.content import (
    KEYS,
    REVIEW_COLUMNS,
    ContentRow,
    ContentTable,
    check_own,
    reviewed,
    with_cell,
)
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.record import now
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.wording import words_of
from needlechart.ui.widgets import Button, ButtonKind, Card, Text, TextArea, TextField
from needlechart.ui.widgets.pictogram import PictogramView

CHOOSE = "Tap a row to read it whole. What you correct here is the clinic's own copy."
LONG = 60
"""A cell with more letters than this is shown in several lines."""


class RowEditor(Card):
    """``edited(before, after)`` is the clinic's copy to be kept; ``another()`` asks for a new row like it."""

    edited = Signal(object, object)
    another = Signal()

    def __init__(self, parent: QWidget | None = None, *, editable: bool) -> None:
        super().__init__("", parent)
        self.setObjectName("content_row")
        self._editable = editable
        self._table: ContentTable | None = None
        self._row: ContentRow | None = None
        self._kept: CatalogueRow | None = None
        self._clinic_id = self._who = ""
        self._shown_key = ("", "")
        self.fields: dict[str, TextField | TextArea] = {}
        self._labelled: dict[str, Labelled] = {}
        self.words = Text("", self, role="strong")
        self.source = Text("", self, role="secondary", colour="muted", wrap=True)
        self.fault = Text("", self, role="strong", colour="danger", wrap=True)
        self.picture = PictogramView(self, width=180)
        for part in (self.words, self.source, self.fault, self.picture):
            self.body.addWidget(part)
        self._buttons()
        self._cells = column(gap=8)
        self.body.addLayout(self._cells)

    def _buttons(self) -> None:
        self.seen = Button("Reviewed by me today", self, icon="check")
        self.seen.setObjectName("content_reviewed")
        self.seen.clicked.connect(lambda: self._review(now().date()))
        self.like = Button("Another like this", self, icon="plus")
        self.like.setObjectName("content_another")
        self.like.clicked.connect(self.another)
        self.hide_it = Button("Do not offer", self)
        self.hide_it.setObjectName("content_hide")
        self.hide_it.clicked.connect(self._toggle_hidden)
        self.back = Button("", self, kind=ButtonKind.LINK, icon="undo")
        self.back.setObjectName("content_back")
        self.back.clicked.connect(lambda: self.edited.emit(self._kept, None))
        for parts in ((self.seen, self.like), (self.hide_it, self.back)):
            line = row(gap=8)
            for part in parts:
                line.addWidget(part)
            line.addStretch(1)
            self.body.addLayout(line)

    def show_row(
        self,
        table: ContentTable,
        shown: ContentRow | None,
        kept: CatalogueRow | None,
        clinic_id: str,
        who: str,
    ) -> None:
        """A row as it counts, with the clinic's copy if there is one; None shows what to do."""
        self._table, self._row, self._kept = table, shown, kept
        self._clinic_id, self._who = clinic_id, who
        key = (table.name, shown.key if shown else "")
        if key != self._shown_key:
            self._shown_key = key
            empty(self._cells)
            self.fields, self._labelled = {}, {}
            for name, text in shown.cells.items() if shown else ():
                if name not in (*KEYS, *REVIEW_COLUMNS):
                    self._field(name, text)
        self._say(shown)
        self._show_buttons(table, shown, kept)
        if shown is not None:
            for name, field in self.fields.items():
                if not field.hasFocus():  # what is being typed stays
                    field.set_value(shown.cells[name])

    def _say(self, shown: ContentRow | None) -> None:
        if shown is None:
            self.set_title("Choose a row")
            self.words.setText("")
            self.source.setText(CHOOSE)
            self.fault.setText("")
            self.picture.show_picture(None, "")
            return
        self.set_title(shown.title)
        self.words.setText(
            f"Reviewed by {shown.reviewed}" if shown.reviewed else "Not reviewed by a clinician"
        )
        self.words.set_colour("ok" if shown.reviewed else "caution")
        self.source.setText(f"Source: {shown.source}" if shown.source else "")
        told = f"The clinic's copy is not used: {shown.fault}. The program's row counts."
        self.fault.setText(told if shown.fault else "")
        name = shown.key if shown.table == "pictograms" else shown.cells.get("pictogram", "")
        self.picture.show_picture(pictograms().get(name), shown.title)
        for part in (self.words, self.source, self.fault):
            part.setVisible(bool(part.text()))

    def _show_buttons(self, table: ContentTable, shown: ContentRow | None, kept: CatalogueRow | None) -> None:
        open_row = shown is not None and self._editable
        self.seen.setVisible(open_row and shown is not None and "reviewed_by" in shown.cells)
        self.like.setVisible(open_row and not table.closed)
        self.hide_it.setVisible(open_row and not table.closed)
        self.back.setVisible(open_row and kept is not None)
        if shown is not None:
            self.hide_it.set_text("Offer again" if shown.hidden else "Do not offer")
            self.back.set_text("Remove this row" if shown.added else "The program's words again")

    def _field(self, name: str, text: str) -> None:
        label = words_of(name)
        field: TextField | TextArea
        if len(text) > LONG:
            field = TextArea(self, label=label, lines=min(2 + len(text) // 70, 8))
        else:
            field = TextField(self, label=label)
        field.setObjectName(f"cell_{name}")
        field.set_value(text)
        field.setReadOnly(not self._editable)
        field.committed.connect(lambda typed, name=name: self._edit(name, typed))
        part = Labelled(label, field, self)
        self.fields[name], self._labelled[name] = field, part
        self._cells.addWidget(part)

    # What a person does

    def _edit(self, name: str, text: str) -> None:
        shown = self._row
        if shown is None or text.strip() == shown.cells[name]:
            self._refuse(name, "")
            return
        self._try(with_cell(self._clinic_id, shown, self._kept, name, text.strip()), name)

    def _review(self, day: date) -> None:
        if self._row is not None:
            made = reviewed(self._clinic_id, self._row, self._kept, self._who, day.isoformat())
            self._try(made, "")

    def _toggle_hidden(self) -> None:
        if self._row is None:
            return
        base = self._kept or CatalogueRow(clinic_id=self._clinic_id, table=self._row.table, row=self._row.key)
        self._try(base.but(hidden=not self._row.hidden), "")

    def _try(self, after: CatalogueRow, name: str) -> None:
        """Kept only if the table can be read with it."""
        if self._table is None:
            return
        try:
            check_own(self._table, after)
        except CatalogueError as error:
            self._refuse(name, f"Not kept: {error.why}.")
        else:
            self._refuse(name, "")
            self.edited.emit(self._kept, after)

    def _refuse(self, name: str, why: str) -> None:
        if name in self.fields:
            self.fields[name].set_error(why)
            self._labelled[name].set_note(why)
