"""A whole number with a minus and a plus."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.ui.screens.board.needling_panel.row import EntryRow
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import IconButton, Text

MOST = 99


class Stepper(EntryRow):
    """``stepped(number)`` after a tap; ``least`` is where the minus stops."""

    stepped = Signal(int)

    def __init__(
        self,
        label: str,
        name: str,
        words: tuple[str, str],
        theme: Theme,
        parent: QWidget,
        *,
        least: int = 0,
    ) -> None:
        super().__init__(label, theme, parent)
        self._least = least
        self._value: int | None = None
        self.number = Text("", self, role="strong")
        self.number.setObjectName(name)
        self.less = IconButton("minus", words[0], self, outlined=True)
        self.more = IconButton("plus", words[1], self, outlined=True)
        self.less.setObjectName(f"{name}_less")
        self.more.setObjectName(f"{name}_more")
        self.add(self.number)
        for part in (self.less, self.more):
            self.add(part, 0)
        self.less.clicked.connect(lambda: self._by(-1))
        self.more.clicked.connect(lambda: self._by(1))

    def show_value(self, value: int | None) -> None:
        """Show a number, or that there is none."""
        self._value = value
        self.number.setText("not set" if value is None else str(value))

    def _by(self, by: int) -> None:
        start = self._least - 1 if self._value is None else self._value
        self.stepped.emit(min(max(start + by, self._least), MOST))
