"""What a measure's own control does not take: a decimal, a change without its end points, a doubt, a note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSpacerItem, QWidget

from needlechart.catalogue import MeasureDef
from needlechart.domain.measure import Measurement
from needlechart.domain.rules.measure_text import MINUS, unit_text
from needlechart.domain.words import MeasureState
from needlechart.ui.screens.board.measure_entry import OUTSIDE
from needlechart.ui.screens.parts import column, row
from needlechart.ui.screens.typed import read_number
from needlechart.ui.screens.wording import number
from needlechart.ui.widgets import Button, ButtonKind, Text, TextField

VALUE, CHANGE, DOUBT, NOTE = "typed_value", "change", "doubt", "note"
LABELS = {
    VALUE: "Value, decimals too",
    CHANGE: "Change from before to after, like −2.5",
    DOUBT: "Why the value is judged implausible; it is kept",
    NOTE: "Note to this value",
}


class MeasureExtra(QWidget):
    """``value_given(value, doubt)``, ``change_given(value)``, ``words_given(field, text)``."""

    value_given = Signal(float, str)
    change_given = Signal(float)
    words_given = Signal(str, str)

    def __init__(self, known: MeasureDef | None, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._known = known
        self._label = label
        self._mode = ""
        self._value: Measurement | None = None
        box = column(self, gap=4, edges=(14, 0, 12, 11))
        line = row(gap=6)
        self.words = Text("", self, role="label", colour="muted", wrap=True)
        self.field = TextField(self)
        self.field.committed.connect(self._read)
        self.unit = Text(unit_text(known.unit).strip() if known else "", self, role="secondary")
        self._tail = QSpacerItem(0, 0)
        line.addWidget(self.words)
        line.addWidget(self.field, 1)
        line.addWidget(self.unit)
        line.addItem(self._tail)
        box.addLayout(line)
        why = row(gap=8)
        self.refusal = Text("", self, role="label", colour="danger", wrap=True)
        self.keep = Button("Keep as stated elsewhere", self, kind=ButtonKind.LINK)
        self.keep.setObjectName("keep_outside")
        self.keep.clicked.connect(self._keep)
        why.addWidget(self.refusal, 1)
        why.addWidget(self.keep)
        box.addLayout(why)
        self._refuse("")
        self.hide()

    def stand_under(self, before: int, after: int) -> None:
        """Leave so many pixels on each side that the field stands under the row's own control."""
        self.words.setFixedWidth(before)
        self._tail.changeSize(after, 0)
        self.updateGeometry()

    def open(self, mode: str) -> None:
        """Ask for one thing; the keyboard goes there."""
        self._mode = mode
        self._refuse("")
        self.words.setText(LABELS[mode])
        self.field.setObjectName(f"measure_{mode}")
        self.field.setAccessibleName(f"{LABELS[mode]}: {self._label}")
        self.unit.setVisible(mode in (VALUE, CHANGE))
        self.field.set_value(self._shown())
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_value(self, value: Measurement | None, *, fits: bool) -> None:
        """The value that is kept; one that the row's own control cannot show opens the line by itself."""
        self._value = value
        if value is not None and value.state is MeasureState.CHANGE:
            self._stand(CHANGE)
        elif value is not None and value.doubt:
            self._stand(DOUBT)
        elif value is not None and not fits:
            self._stand(VALUE)
        elif self._mode in (VALUE, CHANGE) and not self.field.hasFocus():
            self._mode = ""
            self.hide()
        if self._mode and not self.field.error:
            self.field.set_value(self._shown())

    def _stand(self, mode: str) -> None:
        if self._mode != mode:
            has_keyboard = self.field.hasFocus()
            self._mode = mode
            self.words.setText(LABELS[mode])
            self.field.setObjectName(f"measure_{mode}")
            self.unit.setVisible(mode in (VALUE, CHANGE))
            if not has_keyboard:
                self._refuse("")
        self.show()

    def _shown(self) -> str:
        value = self._value
        if value is None:
            return ""
        if self._mode == DOUBT:
            return value.doubt
        if self._mode == NOTE:
            return value.note
        wanted = MeasureState.CHANGE if self._mode == CHANGE else MeasureState.MEASURED
        if value.state is not wanted or value.value is None:
            return ""
        shown = number(value.value)
        return f"+{shown}" if self._mode == CHANGE and value.value > 0 else shown

    def _read(self, text: str) -> None:
        if self._mode in (DOUBT, NOTE):
            self.words_given.emit(self._mode, text.strip())
            return
        if not text.strip():
            self._refuse("")
            return
        value = read_number(text.replace("+", ""))
        if value is None:
            self._refuse(f"Write a number, like {MINUS}2.5." if self._mode == CHANGE else "Write a number.")
        elif self._mode == CHANGE:
            self._refuse("")
            self.change_given.emit(value)
        elif self._known is not None and not self._known.min <= value <= self._known.max:
            low, high = number(self._known.min), number(self._known.max)
            self._refuse(f"It must lie between {low} and {high}.", outside=True)
        else:
            self._refuse("")
            self.value_given.emit(value, "")

    def _keep(self) -> None:
        value = read_number(self.field.text())
        self._refuse("")
        if value is not None:
            self.value_given.emit(value, OUTSIDE)

    def _refuse(self, why: str, *, outside: bool = False) -> None:
        self.field.set_error(why)
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        self.keep.setVisible(outside)
