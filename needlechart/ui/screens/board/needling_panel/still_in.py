"""Behind the counter's words: the needles that are in, the first to come out on top."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from needlechart.catalogue import Offer, offered
from needlechart.domain.needling import Needling
from needlechart.domain.rules.needle_count import needle_count, needle_label
from needlechart.domain.rules.retention import elapsed, time_in, time_is_up
from needlechart.domain.rules.time_words import minutes_seconds
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Side
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.row import tighten
from needlechart.ui.screens.board.needling_panel.site_row import sentence
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    ChipRow,
    Choice,
    ElidedLabel,
    Text,
)

FOR_ALL_S = (300, 600, 900, 1200)


def time_words(visit: OpenVisit, needle: Needling) -> str:
    """``6:12``, ``4:02 of 5:00``, ``5:01, time is up``; says where it is not known."""
    if not visit.sure_of(needle):
        return "time not known"
    moment, planned = visit.moment(), needle.retention_planned_s
    if needle.retention_s is not None:
        return f"{minutes_seconds(needle.retention_s)} recorded"
    if needle.clock_started is None or not planned:
        seconds = time_in(needle, moment)
        return "" if seconds is None else minutes_seconds(seconds)
    shown = minutes_seconds(elapsed(needle, moment))
    return f"{shown}, time is up" if time_is_up(needle, moment) else f"{shown} of {minutes_seconds(planned)}"


class _Row(QWidget):
    """One needle: site, side and muscle, how long, and the button that takes it out."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("", self, role="strong")
        self.time = Text("", self, role="secondary_strong", colour="needle")
        self.out = Button("Out", self, kind=ButtonKind.NEEDLE, padding=12)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(8))
        box.addWidget(self.name, 1)
        box.addWidget(self.time)
        box.addWidget(self.out)

    def show_needle(self, visit: OpenVisit, needle: Needling) -> None:
        """Another needle, or another second."""
        label = needle_label(visit.chart, needle)
        point = visit.get(TriggerPoint, needle.trigger_point_id)
        side = {Side.RIGHT: "right ", Side.LEFT: "left "}.get(point.side, "") if point else ""
        muscle = point.muscle_name if point else ""
        self.name.setText(f"{label}  {sentence(side + muscle[:1].lower() + muscle[1:])}")
        self.time.setText(time_words(visit, needle))
        self.time.setObjectName(f"time_in_{label}")
        self.out.setObjectName(f"out_{label}")
        self.out.setAccessibleName(f"Needle {label} out, {self.time.text()}")


class StillIn(QWidget):
    """``out_wanted(needle_id)``; ``clock_for_all(seconds)``; ``fate_wanted(words)``; ``count_wanted()``."""

    out_wanted = Signal(str)
    clock_for_all = Signal(int)
    fate_wanted = Signal(str)
    count_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("still_in_list")
        self._theme = theme
        self._visit: OpenVisit | None = None
        self._ids: tuple[str, ...] = ()
        self._lines: list[_Row] = []
        box = QVBoxLayout(self)
        edge = theme.px(14)
        box.setContentsMargins(edge, 0, edge, theme.px(8))
        box.setSpacing(theme.px(4))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.px(4))
        box.addLayout(self._rows)
        self._all = self._make_all()
        self._acts = self._make_acts()
        for part in (self._all, self._acts):
            box.addWidget(part)
        self.hide()

    def _make_all(self) -> QWidget:
        part = QWidget(self)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        row.addWidget(Text("One clock\nfor all", part, role="label", colour="muted"))
        choices = [
            Choice(str(one), minutes_seconds(one), spoken=f"Start {minutes_seconds(one)} for every needle")
            for one in FOR_ALL_S
        ]
        chips = ChipRow(choices, part, label="One clock for all needles")
        for one in FOR_ALL_S:
            chips.chip(str(one)).setObjectName(f"clock_all_{one}")
        chips.chosen.connect(lambda value: chips.set_value(None))
        chips.chosen.connect(lambda value: self.clock_for_all.emit(int(value)))
        tighten(chips)
        row.addWidget(chips, 1)
        return part

    def _make_acts(self) -> QWidget:
        part = QWidget(self)
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        count = Button("Count now", part, padding=6)
        count.setObjectName("count_now")
        count.clicked.connect(self.count_wanted)
        self.unused = Button("Needle not used", part, padding=6, icon="plus")
        self.unused.setObjectName("needle_not_used")
        self.unused.setAccessibleName("One more needle that was dropped, bent or not sterile")
        self.unused.clicked.connect(self._open_fates)
        row.addWidget(count, 1)
        row.addWidget(self.unused, 1)
        return part

    def _open_fates(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, words in enumerate(offered(Offer.NEEDLE_FATE)):
            action = menu.addAction(words[:1].upper() + words[1:])
            action.setObjectName(f"fate_{number}")
            action.triggered.connect(lambda checked=False, words=words: self.fate_wanted.emit(words))
        menu.popup(self.unused.mapToGlobal(self.unused.rect().bottomLeft()))

    # Showing

    def show_visit(self, visit: OpenVisit) -> None:
        """Mirror the visit."""
        self._visit = visit
        count = needle_count(visit.chart)
        ids = tuple(one.id for one in count.still_in)
        if ids != self._ids:
            self._ids = ids
            self._remake(len(ids))
        for part in (self._all, self._acts):
            part.setVisible(bool(ids))
        self._acts.setVisible(count.put_in > 0)
        self.show_times()

    def show_times(self) -> None:
        """Another second."""
        if self._visit is None:
            return
        needles = needle_count(self._visit.chart).still_in
        for line, needle in zip(self._lines, needles, strict=False):
            line.show_needle(self._visit, needle)

    def clear(self) -> None:
        """The visit was dropped."""
        self._visit, self._ids = None, ()
        self._remake(0)
        self.hide()

    def _remake(self, count: int) -> None:
        while len(self._lines) > count:
            gone = self._lines.pop()
            self._rows.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._lines) < count:
            line = _Row(self, self._theme)
            index = len(self._lines)
            line.out.clicked.connect(lambda checked=False, index=index: self._on_out(index))
            self._lines.append(line)
            self._rows.addWidget(line)

    # What a person does

    def _on_out(self, index: int) -> None:
        if index < len(self._ids):
            self.out_wanted.emit(self._ids[index])
