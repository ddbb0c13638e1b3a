"""Which muscle: those under the finger, the search by name, the spinal level of segmental ones."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from needlechart.catalogue import Muscle, MuscleMatch, find_muscle, muscles
from needlechart.domain.words import Side
from needlechart.ui.screens.board.needling_panel.row import EntryRow, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import Button, Chip, ChipRow, Choice, ElidedLabel, IconButton, Text, TextField

_SHOWN = 3
_RESULTS = 5


def short_name(muscle: Muscle, count: int, *, longest: int = 9) -> str:
    """The whole name where there is room for it, else without its part, else with its first word cut.

    A part (what follows a comma) is left out where no other muscle has the name without it. What follows
    the first word is cut too where it is longer than ``longest`` characters.
    """
    name, room = muscle.name, {1: 30, 2: 14}.get(count, 10)
    if len(name) <= room:
        return name
    whole = name.partition(",")[0]
    alone = sum(one.name.partition(",")[0] == whole for one in muscles().values()) == 1
    if alone and len(whole) <= room:
        return whole
    words = name.split()
    if len(words) == 1:
        return name
    first = words[0] if len(words[0]) <= 4 else f"{words[0][:4].rstrip('aeiou')}."
    rest = " ".join(words[1:])
    return f"{first} {rest if len(rest) <= longest else rest[:3] + '.'}"


def fitting_names(
    found: Sequence[Muscle], room: int, gap: int, width: Callable[[str], int]
) -> list[tuple[Muscle, str]]:
    """As many as stand in ``room`` pixels with ``gap`` between, the likeliest first, each with its words.

    ``width`` is what a chip of these words takes. Names are cut harder before one is dropped: the search
    beside the chips still finds it. One is always shown.
    """
    for count in range(len(found), 0, -1):
        for longest in (9, 4):
            named = [(one, short_name(one, count, longest=longest)) for one in found[:count]]
            if count == 1 or sum(width(name) + gap for _, name in named) - gap <= room:
                return named
    return []


IN_LINE = 6
"""Levels that one line of the panel holds at 44 px each: L1 to S1."""


class FingerRow(EntryRow):
    """The likeliest others first, then the search."""

    search_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__("Under\nthe finger", theme, parent)
        self._session = session
        self.chips = ChipRow((), self, label="Other muscles under the finger")
        self.search = IconButton("search", "Find a muscle by name (N)", self, outlined=True, icon_size=18)
        self.search.setObjectName("find_muscle")
        self.none = Text("No other muscle here", self, role="secondary", colour="muted")
        self.add(self.chips)
        self.add(self.none)
        self.add(self.search, 0)
        self._measured = Chip("", self)
        self._measured.hide()
        self._shown: tuple[str, ...] = ()
        self._room = 0
        self.chips.chosen.connect(self._on_muscle)
        self.search.clicked.connect(self.search_wanted)

    def set_room(self, width: int) -> None:
        """Pixels for the chips and the search: a wider row would push the whole panel out of sight."""
        self._room = width - self.search.sizeHint().width() - self._theme.px(6)
        self._shown = ()

    def refresh(self) -> None:
        """Show what lies under the selected mark."""
        point = self._session.point
        found = self._session.marking.under_finger(point)[:_SHOWN] if point else ()
        ids = tuple(muscle.id for muscle in found)
        if ids != self._shown:
            self._shown = ids
            named = fitting_names(found, self._room, self._theme.px(6), self._chip_width)
            self.chips.set_choices([Choice(one.id, name, spoken=one.name) for one, name in named])
            tighten(self.chips)
            for muscle, _ in named:
                self.chips.chip(muscle.id).setObjectName(f"under_{muscle.id}")
                self.chips.chip(muscle.id).setToolTip(plain_tip(muscle.name))
        self.chips.setVisible(bool(found))
        self.none.setVisible(not found)
        self.chips.set_value(None)

    def _chip_width(self, words: str) -> int:
        """Pixels that a chip of these words needs at the least."""
        self._measured.set_text(words)
        return self._measured.minimumSizeHint().width()

    def _on_muscle(self, muscle_id: str) -> None:
        point = self._session.point
        if point is not None:
            self._session.marking.set_muscle(point.id, muscles()[muscle_id])


class LevelRow(EntryRow):
    """Levels of segmental muscles: L1 to S1 in one line, the others with ``lower`` in the fold.

    A level that is recorded stands in the line whatever it is.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget, *, lower: bool = False) -> None:
        super().__init__("Lower\nlevel" if lower else "Spinal\nlevel", theme, parent)
        self._session = session
        self._lower = lower
        label = "Lower spinal level" if lower else "Spinal level"
        self.chips = ChipRow((), self, label=label, clearable=True)
        self.add(self.chips)
        self._shown: tuple[str, ...] = ()
        self.chips.chosen.connect(self._set)
        self.chips.cleared.connect(lambda value: self._set(""))

    def refresh(self) -> None:
        """Show it only where the muscle has levels."""
        point = self._session.point
        muscle = muscles().get(point.muscle) if point else None
        levels = muscle.levels if muscle is not None and muscle.segmental else ()
        recorded = point.spinal_level if point else ""
        line = levels[:IN_LINE]
        if recorded in levels[IN_LINE:]:
            line = (*levels[: IN_LINE - 1], recorded)
        self._show(tuple(one for one in levels if one not in line) if self._lower else line)
        self.chips.set_value(recorded if recorded in self._shown else None)

    def _show(self, levels: tuple[str, ...]) -> None:
        if levels and levels != self._shown:
            self._shown = levels
            self.chips.set_choices([Choice(level, level) for level in levels])
            tighten(self.chips)
            for level in levels:
                self.chips.chip(level).setObjectName(f"level_{level}")
        self.setVisible(bool(levels))

    def _set(self, level: str) -> None:
        point = self._session.point
        if point is not None:
            self._session.marking.set_level(point.id, level)


class MuscleSearch(QWidget):
    """Type "pir r": Enter takes the first; each result has R and L."""

    chosen = Signal(object, object, str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._new = False
        self._found: tuple[MuscleMatch, ...] = ()
        self.field = TextField(self, label="Find a muscle")
        self.field.setObjectName("search_muscle")
        self.close_button = IconButton("close", "Close the search", self)
        self._list = QWidget(self)
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        head.addWidget(self.field, 1)
        head.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addLayout(head)
        box.addWidget(self._list)
        self.field.textEdited.connect(self._look)
        self.field.installEventFilter(self)
        self.close_button.clicked.connect(self.shut)
        self.hide()

    def open(self, *, new: bool) -> None:
        """For a new site, or to rename the selected one."""
        self._new = new
        words = "New site, like “pir r”" if new else "Muscle, like “pir r”"
        self.field.setPlaceholderText(words)
        self.field.set_value("")
        self._look("")
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_margins(self, sides: int, ends: int) -> None:
        """Room around, in logical px, where it stands at the edge of the panel."""
        layout = self.layout()
        if layout is not None:
            wide, high = self._theme.px(sides), self._theme.px(ends)
            layout.setContentsMargins(wide, high, wide, high)

    @property
    def makes_new(self) -> bool:
        """Whether the choice is a new site."""
        return self._new

    def shut(self) -> None:
        """Put it away."""
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.shut()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_first()
                return True
        return False

    def _take_first(self) -> None:
        if not self._found:
            return
        match = self._found[0]
        if match.side is Side.UNSTATED and self._new:
            button = self.findChild(Button, f"found_{match.muscle.id}_right")
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._choose(match, match.side)

    def _choose(self, match: MuscleMatch, side: Side) -> None:
        self.hide()
        self.chosen.emit(match.muscle, side, match.level)
        self.closed.emit()

    def _look(self, text: str) -> None:
        self._found = find_muscle(text)
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for match in self._found[:_RESULTS]:
            self._rows.addWidget(self._result(match))
        if text.strip() and not self._found:
            self._rows.addWidget(ElidedLabel("No muscle of that name", self._list, colour="muted"))

    def _result(self, match: MuscleMatch) -> QWidget:
        line = QWidget(self._list)
        box = QHBoxLayout(line)
        box.setContentsMargins(self._theme.px(8), 0, 0, 0)
        box.setSpacing(self._theme.px(6))
        level = f" {match.level}" if match.level else ""
        box.addWidget(ElidedLabel(match.muscle.name + level, line, role="strong"), 1)
        sides = (Side.MIDLINE,) if match.muscle.midline else (Side.RIGHT, Side.LEFT)
        for side in sides:
            words = {Side.RIGHT: "R", Side.LEFT: "L"}.get(side, "Take")
            button = Button(words, line, padding=10)
            button.setObjectName(f"found_{match.muscle.id}_{side.value}")
            button.setAccessibleName(f"{match.muscle.name}, patient's {side.value}")
            button.clicked.connect(lambda checked=False, side=side: self._choose(match, side))
            box.addWidget(button)
        return line
