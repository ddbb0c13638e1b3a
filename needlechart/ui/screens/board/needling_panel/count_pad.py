"""How many came out: the independent count, by one tap on a number or typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from needlechart.domain.rules.needle_count import NeedleCount, likely_counts
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ChipRow, Choice, Text, TextField

_MORE = "more"
_MOST = 1000
"""A number past this was not meant."""


class CountPad(QWidget):
    """``counted(number)``; ``each_wanted`` takes the needles out one by one instead."""

    counted = Signal(int)
    each_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._typing = False
        self._offered: list[str] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, theme.px(1))  # the ring of a number stays below the question
        box.setSpacing(0)
        self.question = Text("", self, role="label_strong", colour="needle")
        self.numbers = ChipRow((), self, label="How many came out", careful=True)
        self.numbers.setObjectName("count_numbers")
        self.typed = TextField(self, label="Number that came out", placeholder="How many came out?")
        self.typed.setObjectName("count_typed")
        self.each = Button("One by one", self, padding=10)
        self.each.setObjectName("count_one_by_one")
        line = QHBoxLayout()
        line.setSpacing(theme.px(6))
        line.addWidget(self.numbers, 1)
        line.addWidget(self.typed, 1)
        line.addWidget(self.each)
        box.addWidget(self.question, 0, Qt.AlignmentFlag.AlignTop)
        box.addStretch(1)
        box.addLayout(line)
        self.each.clicked.connect(self.each_wanted)
        self.numbers.chosen.connect(self._on_number)
        self.typed.returnPressed.connect(self._on_typed)

    @property
    def answer(self) -> QWidget:
        """What takes the answer."""
        return self.typed if self._typing else self.numbers

    def show_count(self, count: NeedleCount) -> None:
        """Ask for this count."""
        self.question.setText(f"{count.put_in} in. How many came out?")
        numbers = [str(number) for number in likely_counts(count.put_in)]
        if self._offered != numbers:
            self._offered = numbers
            choices = [Choice(number, number) for number in numbers]
            self.numbers.set_choices([*choices, Choice(_MORE, "…", spoken="Another number")])
            for number in numbers:
                self.numbers.chip(number).setObjectName(f"count_{number}")
        self.numbers.set_value(None)
        self.numbers.setVisible(not self._typing)
        self.typed.setVisible(self._typing)
        self.each.setVisible(bool(count.still_in))

    def forget(self) -> None:
        """It is not asked any more; the next time begins with the numbers."""
        self._typing = False

    def _on_number(self, value: str) -> None:
        if value == _MORE:
            self._typing = True
            self.numbers.hide()
            self.typed.show()
            self.typed.clear()
            self.typed.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.counted.emit(int(value))

    def _on_typed(self) -> None:
        text = self.typed.text().strip()
        if text.isascii() and text.isdigit() and int(text) <= _MOST:
            self._typing = False
            self.counted.emit(int(text))
        else:
            self.typed.set_error("A whole number, like 6.")
