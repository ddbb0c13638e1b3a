"""One row of a clinical table: every cell with the editor it asks for; what does not fit says so in place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import CatalogueError, pictograms
from needlechart.catalogue.columns import column_of
from needlechart.catalogue.content import (
    KEYS,
    REVIEW_COLUMNS,
    ContentRow,
    ContentTable,
    check_own,
    reviewed,
    with_cell,
    without_cell,
)
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.record import now
from needlechart.ui.screens.content_cell import Cell
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.widgets import Button, ButtonKind, Card, ChipRow, Text
from needlechart.ui.widgets.pictogram import PictogramView

CHOOSE = "Tap a row to read it whole. What you correct here is the clinic's own copy."


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
        self.fields: dict[str, Cell] = {}
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
        self.back.clicked.connect(lambda: self._hand_over(None))
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
            self.fields = {}
            for name, text in shown.cells.items() if shown else ():
                if name not in KEYS:
                    self._field(table, name, text, shown.cells if shown else {})
        self._say(shown)
        self._show_buttons(table, shown, kept)
        if shown is not None:
            for name, cell in self.fields.items():
                cell.set_text(shown.cells[name])
                program = (shown.program or {}).get(name, "")
                marked = shown.changed(name) and name not in REVIEW_COLUMNS
                cell.set_program(program if marked else None, editable=self._editable)

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

    def _field(self, table: ContentTable, name: str, text: str, cells: Mapping[str, str]) -> None:
        cell = Cell(name, column_of(table.name, name, cells), text, self)
        if not self._editable:
            cell.set_closed()
        cell.edited.connect(lambda typed, name=name: self._edit(name, typed))
        cell.back.connect(lambda name=name: self._take_back(name))
        self.fields[name] = cell
        self._cells.addWidget(cell)

    # What a person does

    def _edit(self, name: str, text: str) -> None:
        shown = self._row
        if shown is None or text.strip() == shown.cells[name]:
            self._refuse(name, "")
            return
        self._try(with_cell(self._clinic_id, shown, self._kept, name, text.strip()), name)

    def _take_back(self, name: str) -> None:
        """The program's text in this cell again."""
        if self._row is None or self._kept is None:
            return
        after = without_cell(self._row, self._kept, name)
        program = (self._row.program or {}).get(name, "")
        self._row = replace(self._row, cells={**self._row.cells, name: program})
        if after is None:
            self._hand_over(None)
        else:
            self._try(after, name)

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
            self._hand_over(after)

    def _hand_over(self, after: CatalogueRow | None) -> None:
        """The next correction builds on this one at once, before the disk has answered."""
        before, self._kept = self._kept, after
        if self._row is not None and after is not None:
            said = dict(zip(after.columns, after.cells, strict=True))
            self._row = replace(self._row, cells={**self._row.cells, **said}, hidden=after.hidden)
            for name, cell in self.fields.items():
                cell.set_text(self._row.cells[name])
        self.edited.emit(before, after)

    def _refuse(self, name: str, why: str) -> None:
        if name in self.fields:
            self.fields[name].refuse(why)
            if why and self._row is not None and isinstance(self.fields[name].editor, ChipRow):
                self.fields[name].set_text(self._row.cells[name])
