"""The end of the first run: the recovery key is put on paper, then typed back with the key out of sight."""

import random
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, Button, FlowLayout, Text, TextField
from needlechart.ui.widgets.painting import paint_box, paint_text

ABOUT = (
    "If every passphrase is lost, this key is the only way to the charts. Save or print the sheet and keep "
    "it away from this laptop. It can be seen here until you finish, and never again after that."
)
NOT_KEPT = "Save or print the sheet first, or copy the key by hand and say so"
BY_HAND = "Copied by hand. Next you type all nine groups from your copy, so that no slip of the pen is left."
FROM_SHEET = "The key is out of sight now. Type two groups from the sheet, to be sure that it can be read."
FROM_COPY = (
    "The key is out of sight now. Type all nine groups from your copy; blanks and dashes do not matter."
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


class TypeBack(QWidget):
    """What is typed from the sheet, or from a copy by hand; ``again()`` when the key is wanted once more."""

    submitted = Signal()
    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = (TextField(self), TextField(self))
        self.whole = TextField(self, label="The whole recovery key")
        self.whole.setObjectName("recovery_whole")
        self.error = ErrorLines(self)
        self.show_again = Button("Show the key again", self, icon="back")
        self.show_again.setObjectName("recovery_again")
        self.asked = (0, 1)
        self._about = Text("", self, wrap=True)
        self._labels = (Text("", self, role="strong"), Text("", self, role="strong"))
        self._groups: tuple[str, ...] = ()
        self._kept = Kept.NOT
        self._lay_out()
        self.fields[0].returnPressed.connect(self.fields[1].setFocus)
        for last in (self.fields[1], self.whole):
            last.returnPressed.connect(self.submitted)
        for field in (*self.fields, self.whole):
            field.textEdited.connect(lambda text: self.calm())
        self.show_again.clicked.connect(self.again)

    def ask(self, groups: Sequence[str], asked: tuple[int, int], kept: Kept) -> None:
        """Ask for two groups of a sheet, or for the whole of a copy by hand."""
        self.calm()
        self._groups, self.asked, self._kept = tuple(groups), asked, kept
        whole = kept is Kept.BY_HAND
        self._about.setText(FROM_COPY if whole else FROM_SHEET)
        self.whole.setVisible(whole)
        self._two.setVisible(not whole)
        self.setFocusProxy(self.whole if whole else self.fields[0])
        for label, field, index in zip(self._labels, self.fields, asked, strict=True):
            label.setText(f"Group {index + 1}")
            field.setAccessibleName(f"Group {index + 1} of the recovery key")
            field.setObjectName(f"recovery_group_{index + 1}")
        self._clear()

    def check(self) -> bool:
        """Whether what was typed matches; letters that look like digits count as them."""
        self.calm()
        if self._kept is Kept.BY_HAND:
            return self._check_whole()
        for index, field in zip(self.asked, self.fields, strict=True):
            if _same(field.text()) != _same(self._groups[index]):
                self._complain(field, index, "Type the four characters of that group from the sheet.")
                return False
        return True

    def forget(self) -> None:
        """Nothing of the key stays here."""
        self._groups = ()
        self._clear()

    def calm(self) -> None:
        """No error any more."""
        self.error.say("")
        for field in (*self.fields, self.whole):
            field.set_error("")

    def _check_whole(self) -> bool:
        typed, size = _same(self.whole.text()), len(self._groups[0])
        pieces = [typed[i : i + size] for i in range(0, len(typed), size)]
        for index, group in enumerate(self._groups):
            if index >= len(pieces) or pieces[index] != _same(group):
                rest = "Show the key again and correct your copy, or save or print the sheet."
                self._complain(self.whole, index, rest)
                return False
        if len(pieces) > len(self._groups):
            self._complain(self.whole, len(self._groups) - 1, "There is more typed than nine groups of four.")
            return False
        return True

    def _complain(self, field: TextField, index: int, rest: str) -> None:
        title = f"Group {index + 1} is not as on the {'key' if self._kept is Kept.BY_HAND else 'sheet'}"
        field.set_error(title)
        self.error.say(title, f"The charts are safe. {rest}")
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for field in (*self.fields, self.whole):
            field.clear()

    def _lay_out(self) -> None:
        theme = Theme.current()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(self._about)
        self._two = QWidget(self)
        pair = QHBoxLayout(self._two)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(theme.px(14))
        for label, field in zip(self._labels, self.fields, strict=True):
            column = QVBoxLayout()
            column.setSpacing(theme.px(6))
            column.addWidget(label)
            column.addWidget(field)
            pair.addLayout(column, 1)
        box.addWidget(self._two)
        box.addWidget(self.whole)
        box.addWidget(self.error)
        line = QHBoxLayout()
        line.addWidget(self.show_again)
        line.addStretch(1)
        box.addLayout(line)


class SheetPage(QWidget):
    """First the key is kept, then typed back without it in sight; ``check`` tells whether it was.

    ``submitted()`` with Enter in the last field; ``changed()`` when ``why_not`` or ``typing`` may be another.
    """

    submitted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, title: str = "Recovery sheet") -> None:
        super().__init__(parent)
        self.keeping = KeepKey(self)
        self.back = TypeBack(self)
        self.save, self.print, self.key = self.keeping.save, self.keeping.print, self.keeping.key
        self.fields = self.back.fields
        self.error = self.back.error
        self.problem = ErrorLines(self)
        self._groups: tuple[str, ...] = ()
        self._asked = (0, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(Theme.current().px(8))
        if title:
            box.addWidget(Text(title, self, role="title"))
        for part in (self.keeping, self.back, self.problem):
            box.addWidget(part)
        box.addStretch(1)
        self._turn(typing=False)
        self.keeping.changed.connect(self.changed)
        self.back.submitted.connect(self.submitted)
        self.back.again.connect(self.show_key)

    def set_groups(self, groups: Sequence[str], asked: tuple[int, int] | None = None) -> None:
        """Show a new key; two groups, by chance unless told, have to be typed back."""
        if asked is None:
            first, second = sorted(random.SystemRandom().sample(range(len(groups)), 2))
            asked = (first, second)
        self._groups, self._asked = tuple(groups), asked
        self.keeping.start(groups)
        self._turn(typing=False)

    @property
    def asked(self) -> tuple[int, int]:
        """Which groups have to be typed back, 0 first."""
        return self._asked

    @property
    def typing(self) -> bool:
        """Whether the key is out of sight and is being typed back."""
        return not self.back.isHidden()

    @property
    def why_not(self) -> list[str]:
        """What has to be done before it can be typed back."""
        return [NOT_KEPT] if not self.typing and self.keeping.kept is Kept.NOT else []

    def say_saved(self, where: str) -> None:
        """Where the sheet went."""
        self.problem.say("")
        self.keeping.say(where)

    def show_key(self) -> None:
        """The key once more, to save, print or copy it."""
        self.key.set_groups(self._groups)
        self._turn(typing=False)
        self.keeping.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_back(self) -> None:
        """Take the key out of sight and ask for it; raises ValueError while nobody has kept it."""
        if self.why_not:
            raise ValueError(NOT_KEPT)
        self.key.set_groups(())
        self.back.ask(self._groups, self._asked, self.keeping.kept)
        self._turn(typing=True)
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> bool:
        """Whether it was typed back as it is; says in place what differs."""
        return self.typing and self.back.check()

    def forget(self) -> None:
        """Nothing of the key stays here."""
        self._groups = ()
        self.keeping.start(())
        self.back.forget()
        self._turn(typing=False)

    def _turn(self, *, typing: bool) -> None:
        self.keeping.setVisible(not typing)
        self.back.setVisible(typing)
        self.problem.say("")
        self.setFocusProxy(self.back if typing else self.keeping)
        self.changed.emit()


def _same(group: str) -> str:
    """The form in which groups are compared: no blanks, capitals, I and L as 1, O as 0."""
    typed = "".join(group.split()).replace("-", "").replace("–", "").upper()
    return typed.translate(str.maketrans("ILO", "110"))
