"""A quiet page while something is being made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.ui.widgets import Text


class WaitingScreen(QWidget):
    """What is being made, and a line about it."""

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("waiting")
        column = QVBoxLayout(self)
        column.addStretch(1)
        for text, role in ((title, "title"), (about, "secondary")):
            line = Text(text, role=role)
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(line)
        self._step = Text("", role="secondary", colour="muted")
        self._step.setObjectName("waiting_step")
        self._step.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._step)
        column.addStretch(2)

    def say(self, step: str) -> None:
        """How far it is."""
        self._step.setText(step)
