"""The control of a measure by its kind: words, 0 to 10, degrees in steps of five, or a typed value."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import MeasureDef
from needlechart.domain.measure import Measurement
from needlechart.domain.rules.measure_text import unit_text
from needlechart.ui.screens.board.measure_typed import read_value
from needlechart.ui.screens.parts import column, row
from needlechart.ui.screens.typed import Refused, read_number
from needlechart.ui.screens.wording import number
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    ChipRow,
    Choice,
    IconButton,
    NumberStrip,
    StepStrip,
    Text,
    TextField,
    WordScale,
)

LONGEST_STRIP = 11
MOST_WORDS = 6
OUTSIDE = "outside the range of this measure, kept as stated elsewhere"
"""The doubt about a number that this measure cannot have."""


class Entry(QWidget):
    """``entered(value, text, note)``: a number, a word or grade, and a note; ``cleared()`` takes it back.

    ``doubted(value, why)``: a number that this measure cannot have, kept all the same.
    """

    entered = Signal(object, str, str)
    doubted = Signal(float, str)
    cleared = Signal()

    def show_value(self, value: Measurement | None, marked: Measurement | None) -> None:
        """Show what is entered, and a bar under an earlier value."""

    def shows(self, value: Measurement) -> bool:
        """Whether this control can show the value as it is."""
        return True


class WordEntry(Entry):
    """Ordered words, worst first; the index is the value."""

    def __init__(self, label: str, words: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.scale = WordScale([Choice(str(n), word) for n, word in enumerate(words)], self, label=label)
        self.scale.chosen.connect(lambda key: self.entered.emit(float(key), self._words[int(key)], ""))
        column(self).addWidget(self.scale)
        self.setFocusProxy(self.scale)

    def show_value(self, value: Measurement | None, marked: Measurement | None) -> None:
        self.scale.set_value(self._key(value))
        self.scale.set_before(self._key(marked))

    def _key(self, one: Measurement | None) -> str | None:
        if one is None:
            return None
        if one.text in self._words:
            return str(self._words.index(one.text))
        return None if one.value is None else str(int(one.value))


class StripEntry(Entry):
    """Whole numbers side by side."""

    def __init__(self, label: str, low: int, high: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._range = (low, high)
        self.strip = NumberStrip(self, label=label, low=low, high=high, clearable=True)
        self.strip.chosen.connect(lambda value: self.entered.emit(float(value), "", ""))
        self.strip.cleared.connect(self.cleared)
        column(self).addWidget(self.strip)
        self.setFocusProxy(self.strip)

    def show_value(self, value: Measurement | None, marked: Measurement | None) -> None:
        self.strip.set_value(_whole(value))
        self.strip.set_before(_whole(marked))

    def shows(self, value: Measurement) -> bool:
        low, high = self._range
        return _whole(value) is not None and low <= (value.value or 0) <= high


class StepEntry(Entry):
    """Degrees: chips five apart, minus and plus of one."""

    def __init__(self, label: str, low: int, high: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._range = (low, high)
        self.strip = StepStrip(self, label=label, low=low, high=high)
        self.strip.chosen.connect(lambda value: self.entered.emit(float(value), "", ""))
        column(self).addWidget(self.strip)
        self.setFocusProxy(self.strip)

    def show_value(self, value: Measurement | None, marked: Measurement | None) -> None:
        self.strip.set_before(_whole(marked))  # first, so that the chips stand around its bar
        self.strip.set_value(_whole(value))

    def shows(self, value: Measurement) -> bool:
        low, high = self._range
        return _whole(value) is not None and low <= (value.value or 0) <= high


class GradedEntry(Entry):
    """A grade by two taps: the number, then its minus or plus."""

    def __init__(self, label: str, words: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self._number = ""
        wholes = [word for word in words if word.isdigit()]
        line = row(self, gap=12)
        self.numbers = ChipRow([Choice(word, word) for word in wholes], self, label=label, careful=True)
        self.numbers.setObjectName("grade_number")
        self.numbers.chosen.connect(self._give)
        self.signs = ChipRow(
            [Choice("−", "−"), Choice("+", "+")], self, label=f"{label}, minus or plus", clearable=True
        )
        self.signs.setObjectName("grade_sign")
        self.signs.chosen.connect(lambda sign: self._give(f"{self._number}{sign}"))
        self.signs.cleared.connect(lambda sign: self._give(self._number))
        self._earlier = Text("", self, role="secondary", colour="muted")
        line.addWidget(self.numbers, 6)
        line.addWidget(self.signs, 2)
        line.addWidget(self._earlier)
        self.setFocusProxy(self.numbers)

    def show_value(self, value: Measurement | None, marked: Measurement | None) -> None:
        text = value.text if value else ""
        self._number = text.rstrip("+−")
        sign = text[len(self._number) :]
        self.numbers.set_value(self._number or None)
        self.signs.set_value(sign or None)
        for one in ("−", "+"):
            there = f"{self._number}{one}" in self._words
            self.signs.set_refusal(
                one, "" if there else "There is no such grade." if self._number else "First the number."
            )
        earlier = marked.text if marked else ""
        self.numbers.set_before(earlier.rstrip("+−") or None)
        self._earlier.setText(f"was {earlier}" if earlier else "")

    def shows(self, value: Measurement) -> bool:
        return value.text in self._words

    def _give(self, text: str) -> None:
        whole = text.rstrip("+−")
        self.entered.emit(float(whole) if text == whole else None, text, "")


class TypedEntry(Entry):
    """A number (point or comma) or a grade; outside the catalogue's range it is refused with words."""

    def __init__(self, label: str, known: MeasureDef | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._known = known
        box = column(self, gap=4)
        line = row(gap=8)
        self.field = TextField(self, label=label, placeholder=_hint(known))
        self.field.setObjectName("measure_value")
        self.field.committed.connect(self._read)
        self._earlier = Text("", self, role="secondary", colour="muted")
        self._shown: float | None = None
        self._start: float | None = None
        self.minus = IconButton("minus", f"{label} one step less", self, outlined=True)
        self.minus.setObjectName("measure_less")
        self.minus.clicked.connect(lambda: self._nudge(-1))
        self.plus = IconButton("plus", f"{label} one step more", self, outlined=True)
        self.plus.setObjectName("measure_more_by_one")
        self.plus.clicked.connect(lambda: self._nudge(1))
        for part in (self.minus, self.plus):
            part.setVisible(known is not None)
        line.addWidget(self.minus)
        line.addWidget(self.field, 1)
        line.addWidget(self.plus)
        line.addWidget(Text(unit_text(known.unit).strip() if known else "", self, role="secondary"))
        line.addWidget(self._earlier, 1)
        box.addLayout(line)
        why = row(gap=8)
        self.refusal = Text("", self, role="label", colour="danger", wrap=True)
        self.keep = Button("Keep as stated elsewhere", self, kind=ButtonKind.LINK)
        self.keep.setObjectName("keep_stated")
        self.keep.clicked.connect(self._keep)
        why.addWidget(self.refusal, 1)
        why.addWidget(self.keep)
        box.addLayout(why)
        self.setFocusProxy(self.field)
        self._refuse("")

    def show_value(self, value: Measurement | None, marked: Measurement | None) -> None:
        shown = "" if value is None else value.text or number(value.value)
        if not self.field.error:
            self.field.set_value(shown)
        earlier = "" if marked is None else marked.text or number(marked.value)
        self._earlier.setText(f"was {earlier}" if earlier else "")
        self._shown = value.value if value else None
        self._start = marked.value if marked else None

    def _nudge(self, by: int) -> None:
        """One step from the value, or from the earlier one; the first tap of all gives the lowest value."""
        known = self._known
        if known is None:
            return
        step = known.step if known.step >= 0.1 else 1.0
        start = self._shown if self._shown is not None else self._start
        value = known.min if start is None else round(start + by * step, 6)
        self._refuse("")
        self.entered.emit(min(max(value, known.min), known.max), "", "")

    def _read(self, text: str) -> None:
        if not text.strip():
            self._refuse("")
            self.cleared.emit()
            return
        try:
            value, words = read_value(text, self._known)
        except Refused as refusal:
            self._refuse(str(refusal))
        else:
            self._refuse("")
            self.entered.emit(value, words, "")

    def _keep(self) -> None:
        """What another record says is kept: a number as doubted, anything else as text marked as such."""
        text = self.field.text().strip()
        value = read_number(text)
        self._refuse("")
        if value is not None:
            self.doubted.emit(value, OUTSIDE)
        elif text:
            self.entered.emit(None, text, "stated elsewhere")

    def _refuse(self, why: str) -> None:
        self.field.set_error(why)
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))
        self.keep.setVisible(bool(why))


def make_entry(label: str, known: MeasureDef | None, parent: QWidget) -> Entry:
    """The control that fits a measure."""
    if known is None:
        return TypedEntry(label, known, parent)
    if known.graded:
        return GradedEntry(label, known.words, parent)
    if known.words and not known.graded and len(known.words) <= MOST_WORDS:
        return WordEntry(label, known.words, parent)
    whole = known.step == 1 and known.min == int(known.min) and known.max == int(known.max)
    if (
        whole
        and not known.graded
        and known.max - known.min < LONGEST_STRIP
        and known.kind in ("scale", "functional")
    ):
        return StripEntry(label, int(known.min), int(known.max), parent)
    if whole and known.kind == "angle":
        return StepEntry(label, int(known.min), int(known.max), parent)
    return TypedEntry(label, known, parent)


def _whole(one: Measurement | None) -> int | None:
    """The value where it is a whole number; a strip has no chip for any other."""
    whole = one is not None and one.value is not None and one.value == int(one.value)
    return int(one.value) if one is not None and one.value is not None and whole else None


def _hint(known: MeasureDef | None) -> str:
    if known is None:
        return "value"
    if known.graded:
        return "4+"
    return f"{number(known.min)} to {number(known.max)}"
