"""The few questions that stop everything: only for acts that undo cannot reach."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from needlechart.ui.screens.parts import column, row
from needlechart.ui.widgets import Button, ButtonKind, Text


class Question(QDialog):
    """The safe answer is focused, Escape gives it; the destructive one is outlined in danger."""

    def __init__(self, title: str, text: str, safe: str, destructive: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle("needlechart")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        box = column(self, gap=10, edges=(20, 18, 20, 18))
        box.addWidget(Text(title, self, role="section", wrap=True))
        box.addWidget(Text(text, self, wrap=True))
        buttons = row(gap=8)
        self.keep = Button(safe, self)
        self.keep.setObjectName("safe_answer")
        self.keep.clicked.connect(self.reject)
        self.act = Button(destructive, self, kind=ButtonKind.DANGER, icon="trash")
        self.act.setObjectName("destructive_answer")
        self.act.clicked.connect(self.accept)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.act)
        buttons.addStretch(1)
        box.addLayout(buttons)
        self.setMinimumWidth(self.keep.theme.px(420))
        self.keep.setFocus(Qt.FocusReason.TabFocusReason)


def ask(
    parent: QWidget, title: str, text: str, *, safe: str, destructive: str, then: Callable[[], None]
) -> Question:
    """Ask and call ``then`` if the destructive answer is given; returns at once."""
    question = Question(title, text, safe, destructive, parent)
    question.accepted.connect(then)
    question.finished.connect(question.deleteLater)
    question.open()
    return question
