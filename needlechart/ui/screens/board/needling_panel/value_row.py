"""Usual values as chips; any other is typed in place, within the limits of the record."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.ui.screens.board.needling_panel.row import EntryRow, tighten
from needlechart.ui.screens.board.needling_panel.typed_field import TypedField
from needlechart.ui.screens.typed import read_number
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice

_OTHER = "other"


class ValueRow(EntryRow):
    """``wanted(number)``, None for none; who hears it keeps it inside ``with row.typed.keeping()``."""

    wanted = Signal(object)

    def __init__(
        self,
        label: str,
        name: str,
        spoken: str,
        usual: Sequence[float],
        theme: Theme,
        parent: QWidget,
        *,
        wrap: bool = False,
    ) -> None:
        super().__init__(label, theme, parent)
        self._name = name
        self._usual = tuple(usual)
        self._spoken = spoken
        self._shown: tuple[str, ...] = ()
        holder = QWidget(self)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(2))
        self.chips = ChipRow((), holder, label=spoken, clearable=True, wrap=wrap)
        self.typed = TypedField(f"{name}_typed", spoken, "Another value", theme, holder)
        self.typed.hide()
        box.addWidget(self.chips)
        box.addWidget(self.typed)
        self.add(holder)
        self.chips.chosen.connect(self._on_chip)
        self.chips.cleared.connect(lambda value: self.wanted.emit(None))
        self.typed.typed.connect(self._on_typed)
        self.typed.taken.connect(self._on_taken)
        self.typed.field.editingFinished.connect(self._on_left)
        self.show_value(None)

    def show_value(self, value: float | None, *, soft: bool = False) -> None:
        """Show a value, ``soft`` where it is planned only; one that is not usual gets a chip of its own."""
        own = () if value is None or value in self._usual else (value,)
        texts = tuple(f"{one:.15g}" for one in sorted((*self._usual, *own)))
        if texts != self._shown:
            self._shown = texts
            choices = [Choice(text, text, spoken=f"{self._spoken}: {text}") for text in texts]
            self.chips.set_choices([*choices, Choice(_OTHER, "…", spoken=f"{self._spoken}: another value")])
            tighten(self.chips)
            for text in texts:
                self.chips.chip(text).setObjectName(f"chip_{self._name}_{text}")
            self.chips.chip(_OTHER).setObjectName(f"chip_{self._name}_other")
        shown = None if value is None else f"{value:.15g}"
        self.chips.set_value(None if soft else shown)
        self.chips.set_carried(shown if soft else None)

    def _on_chip(self, text: str) -> None:
        if text == _OTHER:
            self.chips.set_value(None)
            self.typed.show_value("")
            self.typed.show()
            self.typed.setFocus()
        else:
            self.typed.hide()
            self.wanted.emit(float(text))

    def _on_taken(self) -> None:
        """A pause keeps what stands there so far; who goes on typing still has the field."""
        if not self.typed.field.hasFocus():
            self.typed.hide()

    def _on_left(self) -> None:
        if not self.typed.field.error and self.typed.field.text().strip():
            self.typed.hide()

    def _on_typed(self, text: str) -> None:
        number = read_number(text)
        if number is not None:
            self.wanted.emit(number)
        elif text:
            self.typed.say("Write a number.")
