"""The recovery key on screen, and the ways to keep it: as a sheet, on paper, copied by hand."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Button, FlowLayout, Text
from needlechart.ui.widgets.painting import paint_box, paint_text

ABOUT = (
    "If every passphrase is lost, this key is the only way to the charts. Save or print the sheet and keep "
    "it away from this laptop. It can be seen here until you finish, and never again after that."
)
BY_HAND = "Copied by hand. Next you type all nine groups from your copy, so that no slip of the pen is left."
_COLUMNS = 3


class KeyGroups(QWidget):
    """The groups of the key, numbered, three in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._groups: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme.changed.connect(self.updateGeometry)

    @property
    def groups(self) -> tuple[str, ...]:
        return self._groups

    def set_groups(self, groups: Sequence[str]) -> None:
        self._groups = tuple(groups)
        self.setAccessibleName("Recovery key")
        spoken = (f"group {i}: {' '.join(group)}" for i, group in enumerate(self._groups, 1))
        self.setAccessibleDescription("; ".join(spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        rows = -(-len(self._groups) // _COLUMNS)
        return QSize(self._theme.px(360), self._theme.px(48) * rows + self._theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self._theme, QRectF(self.rect()), BoxStyle(fill="surface", edge="edge"))
        width = (self.width() - self._theme.px(28)) / _COLUMNS
        for index, group in enumerate(self._groups):
            left = self._theme.px(14) + index % _COLUMNS * width
            top = self._theme.px(8) + index // _COLUMNS * self._theme.px(48)
            self._paint_group(painter, QRectF(left, top, width, self._theme.px(48)), index + 1, group)

    def _paint_group(self, painter: QPainter, box: QRectF, number: int, group: str) -> None:
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        muted = self._theme.colour("muted")
        paint_text(painter, box, str(number), self._theme.font("label"), muted, align)
        font = self._theme.font("title")
        font.setLetterSpacing(font.SpacingType.AbsoluteSpacing, 2 * self._theme.scale)
        room = box.adjusted(self._theme.px(24), 0, 0, 0)
        paint_text(painter, room, group, font, self._theme.colour("ink"), align)


class Kept(Enum):
    """How the key left the screen."""

    NOT = "not"
    SHEET = "sheet"
    BY_HAND = "by hand"


class KeepKey(QWidget):
    """The key, and the ways to keep it; ``changed()`` when one was taken."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = KeyGroups(self)
        self.save = Button("Save recovery sheet (PDF)", self, icon="download")
        self.print = Button("Print", self, icon="printer")
        self.by_hand = Button("I copied it by hand", self, icon="pencil")
        for button, name in ((self.save, "save"), (self.print, "print")):
            button.setObjectName(f"{name}_recovery_sheet")
        self.by_hand.setObjectName("recovery_by_hand")
        self.told = Text("", self, role="secondary", colour="ok", wrap=True)
        self.told.setObjectName("recovery_kept")
        self.kept = Kept.NOT
        self.setFocusProxy(self.save)
        self._lay_out()
        self.by_hand.clicked.connect(lambda: self.say(BY_HAND, Kept.BY_HAND))

    def say(self, words: str, kept: Kept = Kept.SHEET) -> None:
        """It was kept; a sheet counts for more than a copy by hand."""
        if self.kept is not Kept.SHEET:
            self.kept = kept
        self.told.setText(words if kept is self.kept else f"{self.told.text()}. Copied by hand as well.")
        self.told.show()
        self.changed.emit()

    def start(self, groups: Sequence[str]) -> None:
        """Show a new key that nobody has kept yet."""
        self.kept = Kept.NOT
        self.told.hide()
        self.key.set_groups(groups)

    def _lay_out(self) -> None:
        theme = Theme.current()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(Text(ABOUT, self, role="secondary", colour="muted", wrap=True))
        box.addWidget(self.key)
        buttons = FlowLayout(spacing=theme.px(8))
        for button in (self.save, self.print, self.by_hand):
            buttons.addWidget(button)
        box.addLayout(buttons)
        box.addWidget(self.told)
