"""Visits of students and assistants that wait for the signature of who is unlocked."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.overview import DraftRow
from needlechart.ui.screens.home.side import head_line
from needlechart.ui.screens.home.who import Guard
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.screens.wording import day_or_clock
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Button, ElidedLabel, Hairline, Panel, Text


class Cosigns(QWidget):
    """``opened(visit_id)``; nothing is shown while nothing waits."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, reads: bool = False) -> None:
        """``reads``: who is unlocked only reads, as in a copy for reading; a note is opened, not signed."""
        super().__init__(parent)
        self._go_on = "Read" if reads else "Read and co-sign"
        self.setObjectName("cosigns")
        self._guard = Guard(self)
        self._guard.yes.connect(self.opened)
        outer = column(self, gap=8)
        self._told = head_line(outer, self, "To co-sign")
        self._panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
        self._box = column(self._panel, gap=0, edges=(1, 1, 1, 1))
        outer.addWidget(self._panel)
        self.hide()

    def show_cosigns(self, rows: Sequence[DraftRow], today: date) -> None:
        """The oldest first."""
        empty(self._box)
        self._guard.forget()
        self._told.setText(str(len(rows)))
        for index, one in enumerate(rows):
            if index:
                self._box.addWidget(Hairline(self._panel))
            self._box.addWidget(self._line(one, today))
        self.setVisible(bool(rows))

    def _line(self, one: DraftRow, today: date) -> QWidget:
        line = QWidget(self._panel)
        inner = row(line, gap=12, edges=(16, 10, 10, 10))
        words = column(gap=0)
        name = Theme.current().shown_name(one.name)
        words.addWidget(ElidedLabel(name, line, role="section"))
        words.addWidget(
            ElidedLabel(f"signed by {one.clinician_name}", line, role="secondary", colour="muted")
        )
        inner.addLayout(words, 1)
        inner.addWidget(Text(day_or_clock(one.started, today), line, role="secondary", colour="muted"))
        button = Button(self._go_on, line)
        button.setObjectName(f"cosign_{one.visit_id}")
        button.setAccessibleName(f"{self._go_on}: {name}")
        button.setMinimumWidth(Theme.current().px(92))
        button.clicked.connect(lambda: self._open(one, line))
        inner.addWidget(button)
        return line

    def _open(self, one: DraftRow, line: QWidget) -> None:
        """After one tap that says who it is where another name is alike."""
        if one.similar_name:
            who = (one.name, one.birth_date, one.record_number)
            self._guard.ask(line, one.patient_id, who, "read the note", one.visit_id)
        else:
            self.opened.emit(one.visit_id)
