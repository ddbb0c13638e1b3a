"""Rows for measured values: 0 to 10, degrees in steps of five, ordered words."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.buttons import IconButton
from needlechart.ui.widgets.chips import Chip, ChipRow, Choice
from needlechart.ui.widgets.control import Control, RovingRow
from needlechart.ui.widgets.painting import BoxStyle, paint_box

NOT_STATED = "not_stated"
_REST_MS = 1500
"""How long chips stand still under a finger that does not leave: longer than any double tap."""


class NumberStrip(QWidget):
    """Whole numbers from ``low`` to ``high``; a bar under the earlier value.

    With ``not_stated`` there is one chip more, for a question that was asked and got no number:
    ``no_number`` when it is tapped.
    """

    chosen = Signal(int)
    cleared = Signal()
    no_number = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        label: str = "",
        low: int = 0,
        high: int = 10,
        clearable: bool = False,
        not_stated: bool = False,
    ) -> None:
        super().__init__(parent)
        choices = [Choice(str(n), str(n), spoken=f"{label} {n}".strip()) for n in range(low, high + 1)]
        if not_stated:
            spoken = f"{label} not stated".strip()
            choices.append(Choice(NOT_STATED, "Not stated", spoken=spoken))
        self._row = _NumberRow(choices, self, label=label, clearable=clearable, wrap=not_stated, careful=True)
        self._row.chosen.connect(self._on_chosen)
        self._row.cleared.connect(lambda value: self.cleared.emit())
        _hold(self, self._row)

    def _on_chosen(self, value: str) -> None:
        if value == NOT_STATED:
            self.no_number.emit()
        else:
            self.chosen.emit(int(value))

    def value(self) -> int | None:
        shown = self._row.value()
        return None if shown in (None, NOT_STATED) else int(shown)

    def set_value(self, value: int | None, *, not_stated: bool = False) -> None:
        """Show a number, or that there is none; a number counts before that."""
        unknown = NOT_STATED if not_stated else None
        self._row.set_value(unknown if value is None else str(value))

    def set_before(self, value: int | None) -> None:
        self._row.set_before(None if value is None else str(value))

    def set_needs_value(self, needs: bool) -> None:
        self._row.set_needs_value(needs)

    def chip(self, value: int) -> Chip:
        return self._row.chip(str(value))

    def choose_index(self, index: int) -> None:
        """As if the person tapped the nth chip (0 first)."""
        self._row.choose_index(index)


class _NumberRow(ChipRow):
    """A digit moves to its chip, and 1 then 0 to ten; nothing is chosen by it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if event.modifiers() or not (digit.isascii() and digit.isdigit()):
            super().keyPressEvent(event)
            return
        here = next((key for key in self.ids() if self.chip(key).hasFocus()), "")
        target = next((key for key in (f"{here}{digit}", digit) if key in self.ids()), None)
        if target is not None:
            self._go(self.chip(target))


class WordScale(ChipRow):
    """Ordered words, worst first; ``chosen`` gives the id of the word."""

    def __init__(self, words: Sequence[Choice], parent: QWidget | None = None, *, label: str = "") -> None:
        super().__init__(words, parent, label=label, careful=True)


class _BeforeBar(QWidget):
    """The value before, where no chip has it; a tap goes through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self.setObjectName("before_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, self._theme, box, BoxStyle(fill="surface"), box.height() / 2)
        bar = box.adjusted(1.5, 1.5, -1.5, -1.5)
        paint_box(painter, self._theme, bar, BoxStyle(fill="muted"), bar.height() / 2)


class StepStrip(RovingRow):
    """Chips ``step`` apart with a minus and a plus of 1; the chosen chip shows the exact value.

    The shown chips follow the value, or else the value before; tapping one sets its own number. After a tap
    on one at the end they stand still under the finger, so that a second tap of a double tap changes
    nothing; they move on when the pointer or the keyboard leaves, or after a pause.
    """

    chosen = Signal(int)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        label: str = "",
        low: int = 0,
        high: int = 90,
        step: int = 5,
        unit: str = "°",
        count: int = 5,
        centre: int | None = None,
    ) -> None:
        super().__init__(parent, careful=True)
        self._low, self._high, self._step, self._unit = low, high, step, unit
        self._value: int | None = None
        self._before: int | None = None
        self._first = 0
        self._by_pointer = False
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._move_on)
        self._bar = _BeforeBar(self)
        self._chips = [Chip("", self) for _ in range(count)]
        self._minus = IconButton("minus", f"{label} one less".strip(), self, outlined=True)
        self._plus = IconButton("plus", f"{label} one more".strip(), self, outlined=True)
        self._lay_out(label)
        self._centre_on((low + high) // 2 if centre is None else centre)

    def _lay_out(self, label: str) -> None:
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.px(5))
        box.addWidget(self._minus)
        for index, chip in enumerate(self._chips):
            chip.clicked.connect(lambda checked=False, index=index: self._tapped(index))
            box.addWidget(chip, 1)
        box.addWidget(self._plus)
        self._minus.clicked.connect(lambda: self._nudge(-1))
        self._plus.clicked.connect(lambda: self._nudge(1))
        members: list[Control] = [self._minus, *self._chips, self._plus]
        self._set_members(members)

    def value(self) -> int | None:
        return self._value

    @property
    def unanswered(self) -> bool:
        return self._value is None

    def set_value(self, value: int | None) -> None:
        """Show a value (kept as it is, also between steps), or none."""
        self._value = value
        if value is not None and self._slot(value) not in self._slots():
            self._centre_on(value)
        self._show()

    def set_before(self, value: int | None) -> None:
        """Bar where the value lies, between two chips too; without a value the chips are centred on it."""
        self._before = value
        self.setAccessibleDescription("" if value is None else f"before {value}{self._unit}")
        if value is not None and self._value is None:
            self._centre_on(value)
        self._show()

    def set_needs_value(self, needs: bool) -> None:
        for chip in self._chips:
            chip.set_needs_value(needs and self._value is None)

    def chips(self) -> tuple[Chip, ...]:
        """The chips that are shown, lowest first."""
        return tuple(self._chips)

    @property
    def minus(self) -> IconButton:
        return self._minus

    @property
    def plus(self) -> IconButton:
        return self._plus

    def _slot(self, value: int) -> int:
        """The chip a value belongs to: the nearest step, halves upwards."""
        slot = (value + self._step // 2) // self._step * self._step
        return min(max(slot, self._low), self._high)

    def _slots(self) -> range:
        return range(self._first, self._first + self._step * len(self._chips), self._step)

    def _centre_on(self, value: int) -> None:
        span = self._step * (len(self._chips) - 1)
        first = self._slot(value) - self._step * (len(self._chips) // 2)
        self._first = max(self._low, min(first, self._high - span))
        self._show()

    def _show(self) -> None:
        for slot, chip in zip(self._slots(), self._chips, strict=True):
            is_value = self._value is not None and self._slot(self._value) == slot
            shown = self._value if is_value else slot
            chip.set_text(f"{shown}{self._unit}".replace("-", "−"))
            chip.setAccessibleName(f"{self.accessibleName()}: {chip.text()}".removeprefix(": "))
            chip.setChecked(is_value)
            chip.set_before(self._before == slot)
            chip.set_needs_value(chip.needs_value and self._value is None)
        if not self._has_keyboard:
            stop = next((chip for chip in self._chips if chip.isChecked()), None)
            stop = stop or next((chip for chip in self._chips if chip.before), None)
            self._set_stop(stop or self._chips[len(self._chips) // 2])
        self._place_bar()

    def _known(self, member: Control) -> bool:
        return isinstance(member, Chip) and member.before and self._value is None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()

    def bar_centre(self) -> float | None:
        """Where the value before lies, in pixels from the left of the strip; None where a chip bears it."""
        before = self._before
        if before is None or before in self._slots() or not self._chips[0].width():
            return None
        first, second = (chip.geometry().center().x() for chip in self._chips[:2])
        return first + (before - self._first) / self._step * (second - first)

    def _place_bar(self) -> None:
        """Between two steps the bar stands across the gap, as far from each as the value."""
        centre = self.bar_centre()
        inside = centre is not None and self._chips[0].x() <= centre <= self._chips[-1].geometry().right()
        self._bar.setVisible(inside)
        if centre is not None and inside:
            px = self._theme.px
            chip = self._chips[0].geometry()
            at = round(centre - px(11))
            self._bar.setGeometry(at, chip.bottom() + 1 - px(7) - px(3), px(22), px(6))
            self._bar.raise_()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._place_bar()
        return done

    def _tapped(self, index: int) -> None:
        value = self._slots()[index]
        if self._value is None or self._slot(self._value) != value:
            self._choose(value)
        if index in (0, len(self._chips) - 1):
            if self._by_pointer:
                self._rest.start()
            else:
                self._centre_on(value)
                self._follow_focus(value)

    def _move_on(self) -> None:
        """The chips stand around the value again, now that no second tap is on its way."""
        self._rest.stop()
        if self._value is not None and self._slot(self._value) in (self._slots()[0], self._slots()[-1]):
            self._centre_on(self._value)
            self._follow_focus(self._slot(self._value))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._rest.isActive():
            self._move_on()

    def member_pressed(self, *, by_pointer: bool) -> None:
        super().member_pressed(by_pointer=by_pointer)
        self._by_pointer = by_pointer

    def member_left(self) -> None:
        super().member_left()
        if self._rest.isActive() and not self._has_keyboard:
            self._move_on()

    def _nudge(self, by: int) -> None:
        start = self._value if self._value is not None else self._before
        if start is None:
            start = self._slots()[len(self._chips) // 2]
        self._choose(min(max(start + by, self._low), self._high))

    def _choose(self, value: int) -> None:
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)

    def _follow_focus(self, value: int) -> None:
        """The keyboard stays on the value when the chips have moved under it."""
        if any(chip.hasFocus() for chip in self._chips):
            target = self._chips[self._slots().index(value)]
            self._set_stop(target)
            seen = any(chip.keyboard_seen for chip in self._chips)
            target.setFocus(Qt.FocusReason.OtherFocusReason if seen else Qt.FocusReason.MouseFocusReason)


def _hold(outer: QWidget, inner: ChipRow) -> None:
    """``inner`` fills ``outer`` and takes its focus and name."""
    box = QHBoxLayout(outer)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(inner)
    outer.setFocusProxy(inner)
    outer.setAccessibleName(inner.accessibleName())
    outer.setSizePolicy(inner.sizePolicy())  # one line, or as many as its width needs
