"""A form of Settings that opens in place below its button."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.editing.desk import Problem
from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.parts import column, row
from needlechart.ui.widgets import Button, ButtonKind


class Drawer(QWidget):
    """A form that opens in place below its button; ``closed()`` when it is put away."""

    closed = Signal()

    def __init__(self, act: str, parent: QWidget, *, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.box = column(self, gap=10)
        self.error = ErrorLines(self)
        self.act = Button(act, self, kind=ButtonKind.PRIMARY)
        self.act.setObjectName(f"{name}_act")
        self._away = Button("Not now", self)
        self._away.setObjectName(f"{name}_away")
        self._away.clicked.connect(self.put_away)
        self.hide()

    def end(self) -> None:
        """The error and the buttons come last."""
        line = row(gap=8)
        line.addWidget(self.act)
        line.addWidget(self._away)
        line.addStretch(1)
        self.box.addWidget(self.error)
        self.box.addLayout(line)

    def put_away(self) -> None:
        """Forget what was typed and close."""
        self.clear()
        self.hide()
        self.closed.emit()

    def clear(self) -> None:
        """Nothing typed; the button can be tapped."""
        self.error.say("")
        self.act.setEnabled(True)

    def failed(self, problem: Problem) -> None:
        """What happened, what is safe, what to do."""
        self.act.setEnabled(True)
        self.error.say(problem.happened, " ".join(part for part in (problem.safe, problem.todo) if part))
