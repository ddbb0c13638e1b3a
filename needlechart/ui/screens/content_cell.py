"""One cell of a clinical table, with the editor its column asks for, and what the clinic made of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue.columns import CellKind, Column, parts
from needlechart.domain.rules.time_words import date_words
from needlechart.ui.screens.parts import Labelled, column, row
from needlechart.ui.screens.typed import Refused, read_date, read_number
from needlechart.ui.screens.wording import words_of
from needlechart.ui.widgets import Button, ButtonKind, ChipRow, Choice, Text, TextArea, TextField

LONG = 60
"""A cell with more letters than this is shown in several lines."""

HINTS = {CellKind.LINES: "one a line", CellKind.DAY: "a day, like 3 Mar 2026"}
NUMBERS = (CellKind.NUMBER, CellKind.WHOLE)
YES_NO = {"yes": "Yes", "no": "No"}


class Cell(QWidget):
    """``edited(text)`` as the table keeps it, only if it fits; ``back()`` asks for the program's text."""

    edited = Signal(str)
    back = Signal()

    def __init__(self, name: str, kind: Column, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.kind = name, kind
        box = column(self, gap=2)
        plain = name.removesuffix(f"_{kind.unit}")
        label = f"{words_of(plain)}{f', {kind.unit}' if kind.unit else ''}"
        if kind.kind in HINTS:
            label += f" ({HINTS[kind.kind]})"
        self.editor: TextField | TextArea | ChipRow = self._made(label, text)
        self.editor.setObjectName(f"cell_{name}")
        self._part = Labelled(label, self.editor, self)
        box.addWidget(self._part)
        self._changed = QWidget(self)
        line = row(self._changed, gap=6)
        self._told = Text("", self._changed, role="label", colour="caution", wrap=True)
        self._told.setObjectName(f"changed_{name}")
        self._back = Button("Back to it", self._changed, kind=ButtonKind.LINK, icon="undo")
        self._back.setObjectName(f"back_{name}")
        self._back.setAccessibleName(f"{words_of(name)}: back to the program’s")
        self._back.clicked.connect(self.back)
        line.addWidget(self._told, 1)
        line.addWidget(self._back)
        self._changed.hide()
        box.addWidget(self._changed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show what the table holds; what is being typed stays."""
        if self.editor.hasFocus() and not isinstance(self.editor, ChipRow):
            return
        if not isinstance(self.editor, ChipRow):
            self.editor.set_value(self._shown(text))
        elif self.kind.kind is CellKind.SEVERAL:
            self.editor.set_values(parts(text))
        else:
            self.editor.set_value(text or None)

    def set_program(self, text: str | None, *, editable: bool) -> None:
        """The program's text, if the clinic has another; None takes the mark away."""
        self._changed.setVisible(text is not None)
        self._back.setVisible(editable)
        if text is not None:
            said = f"the program says “{self._plain(text)}”" if text else "the program leaves it empty"
            self._told.setText(f"Changed by the clinic; {said}.")

    def set_closed(self) -> None:
        """It can be read only."""
        if isinstance(self.editor, ChipRow):
            self.editor.setEnabled(False)
        else:
            self.editor.setReadOnly(True)

    def refuse(self, why: str) -> None:
        """Say in place why it is not kept; empty takes it away."""
        if not isinstance(self.editor, ChipRow):
            self.editor.set_error(why)
        self._part.set_note(why)

    # Shown and typed

    def _made(self, label: str, text: str) -> TextField | TextArea | ChipRow:
        if self.kind.kind in (CellKind.YES_NO, CellKind.ONE, CellKind.SEVERAL):
            return self._chips(label, text)
        field: TextField | TextArea
        if self.kind.kind is CellKind.LINES:
            field = TextArea(self, label=label, lines=max(2, min(len(parts(text)), 8)))
        elif len(text) > LONG:
            field = TextArea(self, label=label, lines=min(2 + len(text) // 70, 8))
        else:
            field = TextField(self, label=label)
        field.committed.connect(self._typed)
        return field

    def _chips(self, label: str, text: str) -> ChipRow:
        several = self.kind.kind is CellKind.SEVERAL
        odd = [one for one in (parts(text) if several else (text,)) if one and one not in self.kind.choices]
        choices = [Choice(one, YES_NO.get(one, words_of(one))) for one in (*self.kind.choices, *odd)]
        clearable = several or not self.kind.needed
        chips = ChipRow(choices, self, label=label, wrap=True, clearable=clearable, multi=several)
        if several:
            chips.chosen.connect(lambda value: self._toggle(value, on=True))
            chips.cleared.connect(lambda value: self._toggle(value, on=False))
        else:
            chips.chosen.connect(self._take)
            chips.cleared.connect(lambda value: self._take(""))
        return chips

    def _toggle(self, value: str, *, on: bool) -> None:
        if isinstance(self.editor, ChipRow):
            chosen = {*self.editor.values(), value} if on else {*self.editor.values()} - {value}
            self._take(";".join(one for one in self.kind.choices if one in chosen))

    def _typed(self, words: str) -> None:
        try:
            self._take(self._kept(words.strip()))
        except Refused as refusal:
            self.refuse(f"Not kept: {refusal}")

    def _take(self, text: str) -> None:
        why = self.kind.why_not(text)
        if why:
            self.refuse(f"Not kept: {why}.")
            return
        self.refuse("")
        self.edited.emit(text)

    def _kept(self, words: str) -> str:
        """What is typed, as the table keeps it; raises `Refused` for a day that is none."""
        if self.kind.kind in NUMBERS:
            number = read_number(words)
            return f"{number:.15g}" if number is not None else words
        if self.kind.kind is CellKind.LINES:
            return ";".join(line.strip() for line in words.replace(";", "\n").splitlines() if line.strip())
        if self.kind.kind is CellKind.DAY:
            day = read_date(words)
            return day.isoformat() if day is not None else ""
        return words

    def _shown(self, text: str) -> str:
        if self.kind.kind is CellKind.LINES:
            return "\n".join(parts(text))
        if self.kind.kind is CellKind.DAY and text and not self.kind.why_not(text):
            day = read_date(text)
            return date_words(day) if day is not None else text
        return text

    def _plain(self, text: str) -> str:
        """The program's text as a person reads it beside the editor."""
        if self.kind.kind in (CellKind.ONE, CellKind.YES_NO, CellKind.SEVERAL):
            return ", ".join(words_of(one) for one in parts(text))
        return self._shown(text).replace("\n", ", ")
