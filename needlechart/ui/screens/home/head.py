"""The head of Home: name of the program, the day, who is charting, Settings, Lock."""

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.editing.desk import Desk
from needlechart.ui.screens.parts import column, row
from needlechart.ui.screens.unlock_art import paint_mark
from needlechart.ui.screens.wording import initials, long_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, ElidedLabel, Hairline, IconButton, Panel, Text
from needlechart.ui.widgets.painting import paint_text


class Mark(QWidget):
    """The sign of the program: a needle on its point between two rings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(Theme.current().px(30), Theme.current().px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 38, self.height() / 38)
        paint_mark(painter, theme.colour("accent"), theme.colour("ink"))


class Initials(QWidget):
    """A round badge with two letters."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = initials(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(Theme.current().px(34), Theme.current().px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawEllipse(self.rect())
        font = theme.font("label_strong")
        paint_text(painter, QRectF(self.rect()), self._letters, font, theme.colour("ink"))


class HomeHead(Panel):
    """60 high, full width."""

    settings_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface"))
        theme = Theme.current()
        self.setFixedHeight(theme.px(60))
        outer = column(self, gap=0)
        line = row(gap=10, edges=(22, 0, 10, 0))
        outer.addStretch(1)
        outer.addLayout(line)
        outer.addStretch(1)
        outer.addWidget(Hairline(self))
        line.addWidget(Mark(self))
        line.addWidget(Text("needlechart", self, role="name"))
        line.addStretch(1)
        self._day = Text("", self)
        line.addWidget(self._day)
        upright = Hairline(self, vertical=True)
        upright.setFixedHeight(theme.px(32))
        line.addWidget(upright)
        line.addWidget(Initials(desk.clinician.name, self))
        line.addWidget(ElidedLabel(desk.clinician.name, self, role="strong"))
        settings = IconButton("settings", "Settings", self)
        settings.setObjectName("settings")
        settings.clicked.connect(self.settings_wanted)
        lock = IconButton("lock", "Lock", self)
        lock.setObjectName("lock")
        lock.clicked.connect(self.lock_wanted)
        line.addWidget(settings)
        line.addWidget(lock)

    def show_day(self, day: date) -> None:
        """The day in full words."""
        self._day.setText(long_day(day))
