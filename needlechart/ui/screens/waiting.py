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
        column.addStretch(2)
