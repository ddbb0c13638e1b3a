"""The end of the first run: the recovery key is put on paper, then typed back with the key out of sight."""

import random
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.sheet_back import TypeBack
from needlechart.ui.screens.sheet_key import KeepKey, Kept
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Text

NOT_KEPT = "Save or print the sheet first, or copy the key by hand and say so"


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
