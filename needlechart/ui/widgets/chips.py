"""Chips: the values one taps, and the row that holds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from needlechart.ui.theme import Theme
from needlechart.ui.widgets.control import TARGET, Control, RovingRow
from needlechart.ui.widgets.flow import FlowLayout
from needlechart.ui.widgets.painting import BoxStyle, paint_box, paint_label


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a row: what is kept, what is shown, and why it cannot be chosen (if so)."""

    id: str
    text: str
    icon: str = ""
    tick: bool = False  # a tick before the words while chosen
    divider: bool = False  # a thin line before it
    alone: bool = False  # in a row of many values: excludes all others
    why_not: str = ""
    spoken: str = ""  # what a screen reader says, if not the text


class Chip(Control):
    """At rest, pressed, chosen, carried, marked as the value before, needing a value, or not allowed."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, *, icon: str = "", tick: bool = False
    ) -> None:
        super().__init__(text, parent, enter_presses=False)
        self._icon = icon
        self._tick = tick
        self._carried = False
        self._before = False
        self._caution = False
        self._needs_value = False
        self._triangle = True
        self._exclusive = self._telling = False
        self.setCheckable(True)
        self.toggled.connect(self._on_toggled)

    def set_exclusive(self, exclusive: bool) -> None:
        """One of several, of which at most one holds: a radio button for assistive technology."""
        self._exclusive = exclusive
        self.setAutoExclusive(exclusive)

    def setChecked(self, checked: bool) -> None:
        """Show it chosen or not; who decides is the row, so Qt's own exclusion stands aside."""
        self._telling = True
        self.setAutoExclusive(False)
        super().setChecked(checked)
        self.setAutoExclusive(self._exclusive)
        self._telling = False

    def _on_toggled(self, checked: bool) -> None:
        """Assistive technology toggled it, which is a tap."""
        if not self._telling:
            self.setChecked(not checked)
            self.press()

    def set_text(self, text: str) -> None:
        """Show another value."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self._remeasure()

    def set_carried(self, carried: bool) -> None:
        """Taken over from the last visit, not yet charted."""
        self._carried = carried
        self._describe()

    def set_before(self, before: bool) -> None:
        """The bar under the value of an earlier measurement."""
        self._before = before
        self._describe()

    def _describe(self) -> None:
        """What a screen reader adds to the words."""
        earlier = "the value before" if self._before and not self.isChecked() else ""
        self.setAccessibleDescription(
            "carried from the last visit" if self._carried else self.why_not or earlier
        )
        self.update()

    def set_needs_value(self, needs: bool, *, triangle: bool = True) -> None:
        """Nothing is chosen in this row and something must be; one triangle in a row is enough."""
        self._needs_value = needs
        self._triangle = triangle
        self._remeasure()

    def set_caution(self, *, caution: bool) -> None:
        """Something to be answered lies behind it, which stops nobody."""
        if caution != self._caution:
            self._caution = caution
            self.update()

    @property
    def carried(self) -> bool:
        return self._carried

    @property
    def before(self) -> bool:
        return self._before

    @property
    def needs_value(self) -> bool:
        return self._needs_value

    def checkStateSet(self) -> None:
        """Qt's hook after `setChecked`: a chosen chip is no longer told as the value before."""
        self._describe()

    def nextCheckState(self) -> None:
        """A tap does not check by itself; the row decides."""

    def sizeHint(self) -> QSize:
        return self._size(14)

    def minimumSizeHint(self) -> QSize:
        return self._size(6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        style = self._style()
        box = QRectF(self.rect())
        paint_box(painter, self._theme, box, style)
        font = self._theme.font("strong" if style.bold else "body")
        colour = self._theme.colour(style.ink)
        inner = box.adjusted(4, 0, -4, 0)
        paint_label(painter, self._theme, inner, self.text(), font, colour, self._shown_icon())
        if self._before:
            edge, height = self._theme.px(7), self._theme.px(3)
            bar = QRectF(edge, box.height() - edge - 0.5, box.width() - 2 * edge, height)
            ink = "on_accent" if self.isChecked() else "muted"
            paint_box(painter, self._theme, bar, BoxStyle(fill=ink), height / 2)

    def _shown_icon(self) -> str:
        if self._needs_value and self._triangle:
            return "warning"
        return "check" if self._tick and self.isChecked() else self._icon

    def _style(self) -> BoxStyle:
        if not self.isEnabled() and self.isChecked():
            return BoxStyle(fill="sunken", edge="edge", dashed=True, bold=True)
        if self.why_not or not self.isEnabled():
            return BoxStyle(edge="edge", ink="muted", dashed=True)
        if self.isChecked():
            return BoxStyle(fill="accent", ink="on_accent", bold=True)
        if self._needs_value:
            return BoxStyle(fill="surface", edge="danger", ink="danger", width=2)
        if self.isDown():
            return BoxStyle(fill="sunken", edge="edge")
        if self._caution:
            return BoxStyle(fill="caution_soft", edge="caution_line", ink="caution", width=2, bold=True)
        if self._carried:
            return BoxStyle(fill="accent_soft", edge="accent", width=2, bold=True)
        return BoxStyle(fill="surface", edge="edge")

    def _size(self, padding: int) -> QSize:
        width = self._text_width("strong") + 2 * self._theme.px(padding)
        if self._icon or self._tick or (self._needs_value and self._triangle):
            width += self._theme.px(28 if self.text() else 20)
        target = self._theme.px(TARGET)
        return QSize(max(round(width + 0.5), target), target)


class ChipRow(RovingRow):
    """Chips of one question. Signals come from the person only; ``set_*`` never signal.

    ``wrap`` breaks into lines at natural widths, else the chips share the width of one line.
    """

    chosen = Signal(str)
    cleared = Signal(str)
    refused = Signal(str, str)

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        parent: QWidget | None = None,
        *,
        label: str = "",
        multi: bool = False,
        clearable: bool | None = None,
        wrap: bool = False,
        careful: bool = False,
    ) -> None:
        super().__init__(parent, careful=careful)
        self._multi = multi
        self._clearable = multi if clearable is None else clearable
        self._wrap = wrap
        self._chips: dict[str, Chip] = {}
        self._alone: frozenset[str] = frozenset()
        self._values: frozenset[str] = frozenset()
        self._carried: str | None = None
        self._box = self._make_layout()
        self.setAccessibleName(label)
        vertical = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Other chips; values that are still offered stay, and so does the keyboard."""
        typed_at = next((n for n, chip in enumerate(self._chips.values()) if chip.hasFocus()), None)
        typed_on = list(self._chips)[typed_at] if typed_at is not None else ""
        seen = typed_at is not None and self._chips[typed_on].keyboard_seen
        old: list[QWidget] = []
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                old.append(widget)
        self._chips = {}
        self._alone = frozenset(choice.id for choice in choices if choice.alone)
        for choice in choices:
            self._add(choice)
        self._set_members(list(self._chips.values()))
        self.set_values(self._values & self._chips.keys())
        self.set_carried(self._carried)
        if typed_at is not None and self._chips:
            chip = self._chips.get(typed_on) or self._members[min(typed_at, len(self._members) - 1)]
            self._set_stop(chip)
            chip.show()  # the layout shows it later, and what is hidden cannot have the keyboard
            chip.setFocus(Qt.FocusReason.OtherFocusReason if seen else Qt.FocusReason.MouseFocusReason)
        for widget in old:
            widget.hide()
            widget.deleteLater()

    def value(self) -> str | None:
        """The chosen id of a single-choice row."""
        return next(iter(self._values), None)

    def values(self) -> frozenset[str]:
        return self._values

    @property
    def unanswered(self) -> bool:
        return not self._values

    def ids(self) -> tuple[str, ...]:
        """Every id that is offered, in order."""
        return tuple(self._chips)

    def set_value(self, value: str | None) -> None:
        """Show one value, or none."""
        self.set_values(() if value is None else (value,))

    def set_values(self, values: Iterable[str]) -> None:
        """Show these values; an id that is not offered is kept but not seen."""
        self._values = frozenset(values)
        for key, chip in self._chips.items():
            chip.setChecked(key in self._values)
            if chip.needs_value and self._values:
                chip.set_needs_value(False)
        self.set_carried(self._carried)
        self._choose_stop()

    def set_carried(self, value: str | None) -> None:
        """The value from the last visit: soft, until something is chosen."""
        self._carried = value
        for key, chip in self._chips.items():
            chip.set_carried(key == value and not self._values)

    def set_before(self, value: str | None) -> None:
        """The bar under the earlier value."""
        for key, chip in self._chips.items():
            chip.set_before(key == value)
        self._choose_stop()

    def _choose_stop(self) -> None:
        """Tab comes to what is chosen, else to the value before."""
        chips = self._chips.values()
        stop = next((chip for chip in chips if chip.isChecked()), None)
        stop = stop or next((chip for chip in chips if chip.before), None)
        if stop is not None and not self._has_keyboard:
            self._set_stop(stop)

    def _known(self, member: Control) -> bool:
        return isinstance(member, Chip) and member.before and not self._values

    def set_needs_value(self, needs: bool) -> None:
        """Mark the whole row as unanswered."""
        for number, chip in enumerate(self._chips.values()):
            chip.set_needs_value(needs and not self._values, triangle=number == 0)

    def set_refusal(self, value: str, why: str) -> None:
        """Forbid one value with a reason, or allow it again with an empty one."""
        self._chips[value].set_refusal(why)

    def chip(self, value: str) -> Chip:
        """The chip of an id; raises KeyError."""
        return self._chips[value]

    def choose_index(self, index: int) -> None:
        """As if the person tapped the nth chip (0 first); for row shortcuts; none beyond the end."""
        chips = list(self._chips.values())
        if 0 <= index < len(chips):
            chips[index].press()

    def _make_layout(self) -> QLayout:
        if self._wrap:
            return FlowLayout(self, spacing=self._theme.px(8), company=True)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(self._theme.px(6))
        return box

    def _add(self, choice: Choice) -> None:
        if choice.divider:
            self._box.addWidget(Divider(self))
        chip = Chip(choice.text, self, icon=choice.icon, tick=choice.tick)
        chip.setObjectName(f"chip-{choice.id}")
        # "None" alone says nothing to who cannot see the row it stands in.
        chip.setAccessibleName(choice.spoken or _in_context(self.accessibleName(), choice.text))
        chip.set_exclusive(not self._multi)
        chip.set_refusal(choice.why_not)
        chip.clicked.connect(lambda: self._tapped(choice.id))
        chip.refused.connect(lambda why: self.refused.emit(choice.id, why))
        self._chips[choice.id] = chip
        if isinstance(self._box, QHBoxLayout):
            self._box.addWidget(chip, 1)
        else:
            self._box.addWidget(chip)

    def _tapped(self, value: str) -> None:
        self._set_stop(self._chips[value])
        if value in self._values:
            if self._clearable:
                self.set_values(self._values - {value})
                self.cleared.emit(value)
            return
        dropped = self._dropped_by(value)
        self.set_values((self._values - dropped) | {value})
        if self._multi:
            for other in sorted(dropped):
                self.cleared.emit(other)
        self.chosen.emit(value)

    def _dropped_by(self, value: str) -> frozenset[str]:
        """What choosing this value takes back."""
        if not self._multi or value in self._alone:
            return self._values
        return self._values & self._alone


def _in_context(label: str, text: str) -> str:
    return f"{label}: {text}" if label and text else label or text


class Divider(QWidget):
    """A thin vertical line between chips."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(9), self._theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRectF(self.width() // 2, 2, 1, self.height() - 4), self._theme.colour("line"))
