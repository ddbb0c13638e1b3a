"""What the safety pages share: the bar with Back and Lock, notices, a scrolling column."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.screens.parts import ScrollColumn, column, plain_panel, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Hairline, IconButton, Text


class SafetyPage(QWidget):
    """``left()`` goes back to Settings."""

    left = Signal()
    lock_wanted = Signal()

    def __init__(self, name: str, title: str, desk: Desk, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._desk = desk
        self._theme = theme
        self.outer = column(self, gap=0)
        bar = plain_panel(self)
        bar.setFixedHeight(theme.px(60))
        line = row(bar, gap=8, edges=(4, 0, 8, 0))
        back = IconButton("back", "Back to Settings", bar)
        back.setObjectName("back")
        back.clicked.connect(self.left)
        self._back = back
        lock = IconButton("lock", "Lock", bar)
        lock.setObjectName("lock")
        lock.clicked.connect(self.lock_wanted)
        line.addWidget(back)
        line.addWidget(Text(title, bar, role="name"))
        line.addStretch(1)
        line.addWidget(lock)
        self.outer.addWidget(bar)
        self.outer.addWidget(Hairline(self))
        self.notices = Notices(self)

    def lead_back(self, place: str) -> None:
        """Where Back goes, in its words."""
        self._back.set_label(f"Back to {place}")

    def scrolled(self) -> ScrollColumn:
        """The notices on top of a column that scrolls."""
        scroll = ScrollColumn(self, gap=14, edges=(20, 14, 20, 14))
        scroll.box.addWidget(self.notices)
        self.outer.addWidget(scroll, 1)
        return scroll

    def refresh(self) -> None:
        """Ask anew for what is shown."""

    def failed(self, problem: Problem) -> None:
        """Say what went wrong at the head of the page."""
        self.notices.problem(problem)
