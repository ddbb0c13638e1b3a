"""The outcome of care, asked where discharge is planned."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.discharge import OUTCOMES, discharges, outcome_of, outcome_parts
from needlechart.ui.screens.parts import column
from needlechart.ui.screens.wording import short_day
from needlechart.ui.widgets import ChipRow, Choice, Text, TextField


class OutcomePart(QWidget):
    """``said(outcome)``; in sight only while the plan is discharge."""

    said = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        box = column(self, gap=8)
        self.told = Text("", self, role="label", colour="muted", wrap=True)
        self.told.setObjectName("discharge_told")
        choices = [Choice(one, one) for one in OUTCOMES]
        self.chips = ChipRow(choices, self, label="Outcome at discharge", clearable=True, wrap=True)
        self.chips.setObjectName("discharge_outcome")
        self.chips.chosen.connect(lambda value: self._say(value))
        self.chips.cleared.connect(lambda value: self._say(""))
        self.words = TextField(self, label="Outcome in words", placeholder="In words, if wanted")
        self.words.setObjectName("discharge_words")
        self.words.committed.connect(lambda text: self._say(self.chips.value() or ""))
        box.addWidget(self.told)
        box.addWidget(self.chips)
        box.addWidget(self.words)
        self.hide()

    def show_outcome(self, chart: VisitChart) -> None:
        """What is proposed, or how the episode ended."""
        ended = chart.episode.ended
        self.told.setText(
            f"Outcome; this episode ended on {short_day(ended)}."
            if ended
            else "Outcome; signing this visit ends the episode of care."
        )
        chosen, words = outcome_parts(chart.episode.outcome)
        self.chips.set_value(chosen or None)
        self.words.set_value(words)
        self.setVisible(discharges(chart.visit))

    def _say(self, chosen: str) -> None:
        self.said.emit(outcome_of(chosen, self.words.text()))
