"""The wrong-patient guard on Home: one tap confirms name and date of birth, in a strip below the row."""

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.ui.screens.parts import row
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Action,
    ButtonKind,
    ElidedLabel,
    MessageKind,
    StripMessage,
    Tag,
    TagKind,
)


class Guard(QWidget):
    """``yes()``; at most one strip is open. It belongs to the list whose rows it stands under."""

    yes = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._strip: StripMessage | None = None
        self.hide()

    def ask(
        self, line: QWidget, patient_id: str, who: tuple[str, date | None, str], what: str, goes_to: str
    ) -> None:
        """Ask below a line; ``who`` is name, birth and record number, ``yes`` carries ``goes_to``."""
        self.close_strip()
        panel = line.parentWidget()
        box = panel.layout() if panel is not None else None
        if panel is None or not isinstance(box, QVBoxLayout):
            return
        strip = StripMessage(
            MessageKind.CAUTION,
            question(*who),
            "Another patient has a similar name.",
            [Action("yes", f"Yes, {what}", ButtonKind.PRIMARY), Action("no", "No")],
            panel,
        )
        strip.setObjectName(f"confirm_{patient_id}")
        strip.acted.connect(lambda action: self._answered(action, goes_to))
        box.insertWidget(box.indexOf(line) + 1, strip)
        strip.show()
        self._strip = strip
        strip.button("yes").setFocus(Qt.FocusReason.TabFocusReason)

    def forget(self) -> None:
        """The rows are made anew, and the strip went with them."""
        self._strip = None

    def close_strip(self) -> None:
        """Without an answer."""
        strip, self._strip = self._strip, None
        if strip is not None:
            strip.hide()
            strip.deleteLater()

    def _answered(self, action: str, goes_to: str) -> None:
        self.close_strip()
        if action == "yes":
            self.yes.emit(goes_to)


class WhoLine(QWidget):
    """Under a name: what tells this patient from others; a similar name is said in caution."""

    def __init__(self, words: str, key: str, parent: QWidget, *, similar: bool) -> None:
        super().__init__(parent)
        line = row(self, gap=8)
        colour = "ink" if similar else "muted"
        told = ElidedLabel(words, self, role="secondary", colour=colour)
        told.setObjectName(f"who_{key}")
        line.addWidget(told, 1)
        if similar:
            tag = Tag("similar name", self, kind=TagKind.ALERT)
            tag.setObjectName(f"similar_{key}")
            line.addWidget(tag)


def who_line(born: date | None, record_number: str, needled: datetime) -> str:
    """``Born 2 Jun 1984 · 1042 · visit of 24 Nov 2026``; while names are hidden the birth is, too."""
    parts = [f"Born {short_day(born)}"] if born and not Theme.current().names_hidden else []
    return " · ".join([*parts, record_number, f"visit of {short_day(needled.astimezone().date())}"])


def question(name: str, born: date | None, record_number: str) -> str:
    """``Is this Ines Okonkwo, born 2 Jun 1984, 1042?``"""
    said = f"born {short_day(born)}, " if born else ""
    return f"Is this {name}, {said}{record_number}?"
