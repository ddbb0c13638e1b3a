"""One measure on one side: its name, the value before, a control that fits its kind, the change."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from needlechart.catalogue import MeasureDef
from needlechart.domain.measure import Measurement
from needlechart.domain.rules.change import Change, Verdict, compare
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.rules.measure_text import measurement_text
from needlechart.domain.words import MeasureState, Side
from needlechart.ui.menus import menu
from needlechart.ui.screens.board.measure_entry import Entry, TypedEntry, make_entry
from needlechart.ui.screens.board.measure_list import Asked, definition
from needlechart.ui.screens.parts import column, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Action, ElidedLabel, IconButton, IconLabel, SideBadge, Text

NAME, BEFORE, CHANGE = 150, 66, 128
_COLOURS = {Verdict.BETTER: "ok", Verdict.WORSE: "danger"}


class MeasureRow(QWidget):
    """``entered(value, text, note)``, ``state_chosen(state)``, ``cleared()`` and ``dropped()`` from the person."""

    entered = Signal(object, str, str)
    state_chosen = Signal(object)
    cleared = Signal()
    dropped = Signal()

    def __init__(self, asked: Asked, parent: QWidget | None = None, *, after: bool) -> None:
        super().__init__(parent)
        self.asked = asked
        self._after = after
        self.known: MeasureDef | None = definition(asked.measure)
        self.setObjectName(f"measure_{asked.measure}_{asked.side.value}")
        theme = Theme.current()
        line = row(self, gap=8, edges=(14, 10, 10, 11))
        line.addWidget(self._names())
        self.before = Text("", self, role="section")
        self.before.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.before.setFixedWidth(theme.px(BEFORE))
        self._chevron = IconLabel("chevron_right", self, colour="muted", size=18)
        line.addWidget(self.before)
        line.addWidget(self._chevron)
        self.entry: Entry = make_entry(self._label(), self.known, self)
        self.entry.entered.connect(self.entered)
        self.entry.cleared.connect(self.cleared)
        line.addWidget(self.entry, 1)
        self.change = Text("", self, role="secondary_strong")
        self.change.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.change.setFixedWidth(theme.px(CHANGE))
        line.addWidget(self.change)
        more = IconButton("more", f"More for {self._label()}", self, colour="muted")
        more.setObjectName("measure_more")
        more.clicked.connect(self._show_menu)
        self._more = more
        line.addWidget(more)
        for part in (self.before, self._chevron):
            part.setVisible(after)
        self._menu: QMenu | None = None

    def set_compact(self, *, compact: bool) -> None:
        """Less room for names and change."""
        theme = Theme.current()
        self._names_part.setFixedWidth(theme.px(118 if compact else NAME))
        self.change.setFixedWidth(theme.px(84 if compact else CHANGE))

    def show_values(self, before: Measurement | None, value: Measurement | None, marked: Measurement | None) -> None:
        """``before`` is shown beside, ``value`` is what is entered, ``marked`` gets the bar."""
        self.before.setText(measurement_text(before))
        wide = bool(self.known and self.known.words and not self.known.graded)
        self.before.set_role("secondary_strong" if wide else "section")
        state = value.state if value else MeasureState.MEASURED
        measured = value if value and value.state is MeasureState.MEASURED else None
        self.entry.show_value(measured, marked)
        if state is not MeasureState.MEASURED:
            self._say(state.value.replace("_", " "), "muted")
        elif self._after and (before or value):
            self._say_change(compare(self.known, before, value))
        else:
            self._say(value.note if value and value.note else "", "muted")

    def _say_change(self, change: Change) -> None:
        words = " ".join(part for part in (change.difference_text, change.short_word) if part)
        self._say(words, _COLOURS.get(change.verdict, "muted"))

    def _say(self, words: str, colour: str) -> None:
        self.change.setText(words)
        self.change.set_colour(colour)

    def _names(self) -> QWidget:
        part = QWidget(self)
        self._names_part = part
        part.setFixedWidth(Theme.current().px(NAME))
        box = column(part, gap=0)
        head = row(gap=6)
        name = self.known.short_name if self.known else self.asked.measure.removeprefix("own:")
        head.addWidget(ElidedLabel(name, part, role="strong"))
        if self.asked.side in (Side.RIGHT, Side.LEFT):
            head.addWidget(SideBadge(self.asked.side.value, part))
        head.addStretch(1)
        box.addStretch(1)
        box.addLayout(head)
        caption = self.known.caption if self.known else "own measure"
        box.addWidget(ElidedLabel(caption, part, role="label", colour="muted"))
        box.addStretch(1)
        return part

    def _label(self) -> str:
        name = self.known.short_name if self.known else self.asked.measure.removeprefix("own:")
        return f"{name}, patient's {self.asked.side.value}" if self.asked.side in (Side.RIGHT, Side.LEFT) else name

    def _show_menu(self) -> None:
        actions = [Action("not_done", "Not done"), Action("not_stated", "Not stated"), Action("clear", "Clear")]
        if self.asked.measure != PAIN:
            actions.append(Action("drop", "Take this measure off the list"))
        self._menu = menu(self, actions)
        self._menu.setObjectName("measure_menu")
        self._menu.triggered.connect(lambda chosen: self._act(chosen.data()))
        self._menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _act(self, action: str) -> None:
        if action == "clear":
            self.cleared.emit()
        elif action == "drop":
            self.dropped.emit()
        else:
            self.state_chosen.emit(MeasureState(action))

    @property
    def typed(self) -> bool:
        """Whether the value is typed rather than tapped."""
        return isinstance(self.entry, TypedEntry)
