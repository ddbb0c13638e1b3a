"""A number of ability that the strip of whole numbers cannot show, typed beside it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.ui.screens.parts import column
from needlechart.ui.screens.typed import read_number
from needlechart.ui.screens.wording import number
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Text, TextField

MOST = 10.0


def whole(value: float | None) -> int | None:
    """The value for the strip of whole numbers; None where it has decimals or there is none."""
    return int(value) if value is not None and value == int(value) else None


class AbilityField(QWidget):
    """``typed(value)``, 0 to 10 with decimals; anything else is refused in place and kept to be mended."""

    typed = Signal(float)

    def __init__(self, goal_id: str, goal_text: str, parent: QWidget) -> None:
        super().__init__(parent)
        box = column(self, gap=2)
        label = f"Able now, a number with decimals: {goal_text}"
        self.field = TextField(self, label=label, placeholder="or a number like 6.5")
        self.field.setObjectName(f"ability_typed_{goal_id}")
        self.field.setMaximumWidth(Theme.current().px(240))
        self.field.committed.connect(self._read)
        self.refused = Text("", self, role="label", colour="danger", wrap=True)
        self.refused.hide()
        box.addWidget(self.field)
        box.addWidget(self.refused)

    def show_value(self, value: float | None) -> None:
        """A value with decimals; a whole one is shown by the strip."""
        odd = value is not None and whole(value) is None
        self.field.set_value(number(value) if odd else "")
        self._refuse("")

    def _read(self, text: str) -> None:
        if not text.strip():
            return
        value = read_number(text)
        if value is None:
            self._refuse("Write a number, like 6 or 6.5.")
        elif not 0 <= value <= MOST:
            self._refuse("Ability lies between 0 and 10.")
        else:
            self._refuse("")
            self.typed.emit(value)

    def _refuse(self, why: str) -> None:
        self.field.set_error(why)
        self.refused.setText(why)
        self.refused.setVisible(bool(why))
