"""What was just removed, in a strip or in one line of a card, with its way back."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.screens.parts import row
from needlechart.ui.widgets import Action, Button, ButtonKind, ElidedLabel, MessageKind


def offer_back(notices: Notices, desk: Desk, said: str, pairs: list[Pair], then: Callable[[], None]) -> None:
    """Say what went; Undo puts it back and calls ``then`` once it is on disk."""

    def acted(action: str) -> None:
        if action == "undo":
            notices.take("gone")
            desk.put(pairs, lambda moment: then(), failed)

    def failed(problem: Problem) -> None:
        notices.problem(problem, "gone")

    notices.take("gone")  # one that is there still has its own way back
    actions = [Action("undo", "Undo", icon="undo"), Action("dismiss", "Close")]
    notices.say("gone", MessageKind.OK, said, "", actions, icon="check").acted.connect(acted)


class WayBack(QWidget):
    """One line in a card: what went, and Undo; hidden while nothing did."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._again: Callable[[], None] | None = None
        line = row(self, gap=8)
        self._said = ElidedLabel("", self, role="secondary")
        self.button = Button("Undo", self, kind=ButtonKind.LINK, icon="undo")
        self.button.setObjectName("bring_back")
        self.button.clicked.connect(self._on_undo)
        line.addWidget(self._said, 1)
        line.addWidget(self.button)
        self.hide()

    def offer(self, said: str, again: Callable[[], None]) -> None:
        """Say what went; Undo calls ``again``. A second thing that goes takes the place of the first."""
        self._again = again
        self._said.setText(said)
        self.button.setAccessibleName(f"Undo: {said}")
        self.show()

    def close_line(self) -> None:
        """Nothing to undo any more."""
        self._again = None
        self.hide()

    def _on_undo(self) -> None:
        again = self._again
        self.close_line()
        if again is not None:
            again()
