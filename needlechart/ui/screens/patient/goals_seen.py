"""The goals of a patient at a glance; they are changed in the details."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.episode import Goal
from needlechart.ui.screens.parts import Ladder, empty, row
from needlechart.ui.widgets import Button, ButtonKind, Card, ElidedLabel, Text


class GoalsSeen(Card):
    """``first_wanted()``: there is no goal yet, and one is to be written."""

    first_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Goals", parent)

    def show_goals(self, goals: Sequence[Goal], *, may_write: bool) -> None:
        """Each with its rung and where it stands."""
        empty(self.body)
        for goal in goals:
            self.body.addWidget(self._line(goal))
        if not goals and may_write:
            button = Button("What would you like to do again?", self, kind=ButtonKind.LINK, icon="plus")
            button.setObjectName("first_goal")
            button.clicked.connect(self.first_wanted)
            self.body.addWidget(button)
        elif not goals:
            self.body.addWidget(Text("No goal yet", self, colour="muted"))

    def _line(self, goal: Goal) -> QWidget:
        line = QWidget(self)
        inner = row(line, gap=12)
        inner.addWidget(ElidedLabel(goal.text, line), 5)
        inner.addWidget(Ladder(line, rung=5 if goal.met else goal.rung, of=goal.text))
        told = Text("met" if goal.met else goal.now, line, role="secondary", colour="muted")
        inner.addWidget(told, 3)
        return line
