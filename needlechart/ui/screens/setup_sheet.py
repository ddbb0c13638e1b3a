"""The last page of the first run: the recovery key, its sheet, and two groups typed back."""

import random
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Button, Text, TextField
from needlechart.ui.widgets.painting import paint_box, paint_text

ABOUT = (
    "If every passphrase is lost, this key is the only way to the charts. Save or print the sheet and keep "
    "it away from this laptop. It is shown once."
)
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


class SheetPage(QWidget):
    """``check`` tells whether the two groups asked for were typed back."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = KeyGroups()
        self.save = Button("Save recovery sheet (PDF)", icon="download")
        self.print = Button("Print", icon="printer")
        self.saved = Text("", role="secondary", colour="ok", wrap=True)
        self.fields = (TextField(), TextField())
        self.error = ErrorLines()
        self._labels = (Text("", role="strong"), Text("", role="strong"))
        self._asked = (0, 1)
        self._lay_out()
        self.saved.hide()
        self.setFocusProxy(self.save)
        self.fields[0].returnPressed.connect(self.fields[1].setFocus)
        self.fields[1].returnPressed.connect(self.submitted)
        for field in self.fields:
            field.textEdited.connect(lambda text: self._calm())

    def set_groups(self, groups: Sequence[str], asked: tuple[int, int] | None = None) -> None:
        """Show the key; two groups, by chance unless told, have to be typed back."""
        if asked is None:
            first, second = sorted(random.SystemRandom().sample(range(len(groups)), 2))
            asked = (first, second)
        self._asked = asked
        self.key.set_groups(groups)
        for label, field, index in zip(self._labels, self.fields, asked, strict=True):
            label.setText(f"Group {index + 1}")
            field.setAccessibleName(f"Group {index + 1} of the recovery key")
            field.clear()

    @property
    def asked(self) -> tuple[int, int]:
        """Which groups have to be typed back, 0 first."""
        return self._asked

    def say_saved(self, where: str) -> None:
        """Where the sheet went."""
        self._calm()
        self.saved.setText(where)
        self.saved.show()

    def check(self) -> bool:
        """Whether both groups match; letters that look like digits count as them."""
        self._calm()
        for index, field in zip(self._asked, self.fields, strict=True):
            if _same(field.text()) != _same(self.key.groups[index]):
                title = f"Group {index + 1} is not as on the sheet"
                field.set_error(title)
                rest = "The charts are made and safe. Type the four characters of that group from the sheet."
                self.error.say(title, rest)
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return True

    def forget(self) -> None:
        """The key is shown no longer."""
        self.key.set_groups(())
        for field in self.fields:
            field.clear()

    def _lay_out(self) -> None:
        theme = Theme.current()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(Text("Recovery sheet", role="title"))
        box.addWidget(Text(ABOUT, role="secondary", colour="muted", wrap=True))
        box.addWidget(self.key)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in (self.save, self.print):
            row.addWidget(button)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(self.saved)
        box.addSpacing(theme.px(4))
        box.addWidget(Text("Type two groups from the sheet, to be sure that it can be read", wrap=True))
        box.addLayout(self._typed_back(theme))
        box.addWidget(self.error)
        box.addStretch(1)

    def _typed_back(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(14))
        for label, field in zip(self._labels, self.fields, strict=True):
            column = QVBoxLayout()
            column.setSpacing(theme.px(6))
            column.addWidget(label)
            column.addWidget(field)
            row.addLayout(column, 1)
        return row

    def _calm(self) -> None:
        self.error.say("")
        for field in self.fields:
            field.set_error("")


def _same(group: str) -> str:
    """The form in which groups are compared: no blanks, capitals, I and L as 1, O as 0."""
    typed = "".join(group.split()).replace("-", "").upper()
    return typed.translate(str.maketrans("ILO", "110"))
