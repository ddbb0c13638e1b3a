"""One row of the entry: a quiet label of 78, then the control; in Compact the label stands above."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Chip, Text

LABEL = 72
GAP = 7


def tighten(part: QWidget) -> None:
    """Let the chips in it be as narrow as their words, where a row is full."""
    for chip in (part, *part.findChildren(Chip)):
        if isinstance(chip, Chip):
            chip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)


class GroupTitle(Text):
    """What the rows below it are about."""

    def __init__(self, words: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(words, parent, role="strong")
        self.setObjectName(f"group_{words.split()[0].lower()}")
        self.setContentsMargins(0, theme.px(8), 0, 0)


class EntryRow(QWidget):
    """Label and controls; the last one added without a size takes the room."""

    def __init__(self, label: str, theme: Theme, parent: QWidget | None = None, *parts: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._compact = False
        self.label = Text(label, self, role="label", colour="muted", wrap=True)
        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._inner = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._inner.setSpacing(theme.px(6))
        self._outer.addWidget(self.label, 0, Qt.AlignmentFlag.AlignVCenter)
        self._outer.addLayout(self._inner, 1)
        for part in parts:
            self.add(part)
        self.set_compact(compact=False)

    def add(self, part: QWidget, stretch: int = 1) -> None:
        """One more control."""
        tighten(part)
        self._inner.addWidget(part, stretch)

    def set_label(self, words: str) -> None:
        """Another label; its lines become one where it stands above."""
        self.label.setText(words.replace("\n", " ") if self._compact else words)

    def set_compact(self, *, compact: bool) -> None:
        """Label above or beside."""
        self._compact = compact
        above = QBoxLayout.Direction.TopToBottom
        self._outer.setDirection(above if compact else QBoxLayout.Direction.LeftToRight)
        self._outer.setSpacing(self._theme.px(1 if compact else 6))
        if compact:
            self.label.setMinimumWidth(0)
            self.label.setMaximumWidth(16777215)
            self.label.setText(self.label.text().replace("\n", " "))
        else:
            self.label.setFixedWidth(self._theme.px(LABEL))
        self.label.setVisible(bool(self.label.text()))
