"""The clinic's own adverse events beside the published rates: numbers, period, and what they can say."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from needlechart.catalogue.event_lines import event_lines
from needlechart.domain.overview import EventCounts
from needlechart.domain.record import now
from needlechart.domain.rules.rates import Counted
from needlechart.domain.rules.time_words import date_words, plural
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.screens.parts import Labelled, ScrollColumn, column, empty, plain_panel, row
from needlechart.ui.screens.typed import Refused, read_date
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Action,
    Button,
    Card,
    ChipRow,
    Choice,
    Hairline,
    IconButton,
    MessageKind,
    Text,
    TextField,
)

PERIODS = [
    Choice("3", "3 months"),
    Choice("12", "12 months"),
    Choice("all", "All"),
    Choice("days", "From one day to another"),
]
COUNTED = [
    Choice(Counted.SESSION.value, "Sessions"),
    Choice(Counted.PATIENT.value, "Patients"),
    Choice(Counted.NEEDLE.value, "Needles"),
]
EXPLAINED = (
    "Of sessions (visits with needles): the share in which the event was recorded; so the studies counted."
    " Of patients: the share of those needled to whom it happened. Of needles: events for each needle that"
    " went in. The range holds the true rate 95 of 100 times if every event was recorded. Studies asked in"
    " other ways and of other patients; a difference is no proof of better or worse care."
)


class EventRatesScreen(QWidget):
    """``left()`` goes back to Settings."""

    left = Signal()
    lock_wanted = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("event_rates")
        self._desk = desk
        self._theme = theme
        self._counts: EventCounts | None = None
        self.choose_path: Callable[[str], None] = self._open_dialog
        outer = column(self, gap=0)
        outer.addWidget(self._head())
        outer.addWidget(Hairline(self))
        self.notices = Notices(self)
        scroll = ScrollColumn(self, gap=12, edges=(20, 14, 20, 14))
        scroll.box.addWidget(self.notices)
        self._lay_out_choices(scroll)
        self.card = Card("", self)
        self.told = Text("", self.card, role="secondary", colour="muted", wrap=True)
        self.told.setObjectName("rate_numbers")
        self.card.body.addWidget(self.told)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(18))
        self._grid.setVerticalSpacing(theme.px(8))
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        self.card.body.addLayout(self._grid)
        scroll.box.addWidget(self.card)
        scroll.box.addWidget(Text(EXPLAINED, self, role="secondary", colour="muted", wrap=True))
        scroll.box.addStretch(1)
        outer.addWidget(scroll, 1)

    def _lay_out_choices(self, scroll: ScrollColumn) -> None:
        self.period = ChipRow(PERIODS, self, label="Period", wrap=True)
        self.period.setObjectName("rate_period")
        self.period.set_value("12")
        self.period.chosen.connect(self._choose_period)
        self.counted = ChipRow(COUNTED, self, label="Counted", wrap=True)
        self.counted.setObjectName("rate_counted")
        self.counted.set_value(Counted.SESSION.value)
        self.counted.chosen.connect(self._choose_counted)
        choices = row(gap=18)
        choices.addWidget(Labelled("Period", self.period, self), 3)
        choices.addWidget(Labelled("Counted", self.counted, self), 2)
        scroll.box.addLayout(choices)
        self.days = QWidget(self)
        line = row(self.days, gap=12)
        self.fields: dict[str, TextField] = {}
        self._parts: dict[str, Labelled] = {}
        for name, label in (("from", "From"), ("to", "To")):
            field = TextField(self.days, label=label, placeholder="3 Mar 2026")
            field.setObjectName(f"rate_{name}")
            field.committed.connect(lambda text: self.open())
            self.fields[name] = field
            self._parts[name] = Labelled(label, field, self.days)
            line.addWidget(self._parts[name])
        line.addStretch(1)
        self.days.hide()
        scroll.box.addWidget(self.days)

    def _head(self) -> QWidget:
        bar = plain_panel(self)
        bar.setFixedHeight(self._theme.px(60))
        line = row(bar, gap=8, edges=(8, 0, 10, 0))
        back = IconButton("back", "Back to Settings", bar)
        back.setObjectName("leave_rates")
        back.clicked.connect(self.left)
        lock = IconButton("lock", "Lock", bar)
        lock.setObjectName("lock")
        lock.clicked.connect(self.lock_wanted)
        line.addWidget(back)
        line.addWidget(Text("Adverse event rates", bar, role="name"))
        line.addStretch(1)
        self.save = Button("Save CSV", bar, icon="download", padding=14)
        self.save.setObjectName("save_rates")
        self.save.setAccessibleName("Save the rates as CSV")
        self.save.clicked.connect(self._save)
        line.addWidget(self.save)
        line.addWidget(lock)
        return bar

    def open(self) -> None:
        """Count anew for the chosen period; a day that cannot be read is told in place."""
        days = self._days()
        if days is not None:
            self._desk.event_counts(*days, self._show, self._failed)

    def _choose_period(self, value: str) -> None:
        self.period.set_value(value)
        self.days.setVisible(value == "days")
        if value == "days" and not self.fields["to"].text():
            today = now().date()
            self.fields["from"].set_value(short_day(today.replace(month=1, day=1)))
            self.fields["to"].set_value(short_day(today))
        self.open()

    def _choose_counted(self, value: str) -> None:
        self.counted.set_value(value)
        if self._counts is not None:
            self._show(self._counts)

    def _days(self) -> tuple[date | None, date] | None:
        """First day (None: from the beginning) and last day; None while they make no sense."""
        value, today = self.period.value() or "12", now().date()
        if value != "days":
            return None if value == "all" else months_before(today, int(value)), today
        read: dict[str, date | None] = {}
        for name, field in self.fields.items():
            why = ""
            try:
                read[name] = read_date(field.text(), latest=today)
            except Refused as refusal:
                why = str(refusal)
            field.set_error(why)
            self._parts[name].set_note(why)
        if len(read) < 2:
            return None
        start, end = read["from"], read["to"] or today
        if start is not None and start > end:
            why = "The period ends before it starts."
            self.fields["to"].set_error(why)
            self._parts["to"].set_note(why)
            return None
        return start, end

    def _show(self, counts: EventCounts) -> None:
        self._counts = counts
        per = Counted(self.counted.value() or Counted.SESSION)
        empty(self._grid)
        if counts.first is None or counts.last is None:
            self.card.set_title("No visit with needles in this period")
        else:
            self.card.set_title(f"{date_words(counts.first)} to {date_words(counts.last)}")
        silent = max(counts.visits - counts.with_event - counts.none_recorded, 0)
        said = f"{plural(counts.visits, 'visit')} with needles, {plural(counts.patients, 'patient')}, "
        said += f"{plural(counts.needles, 'needle')} inserted"
        said += f"; none recorded as such in {counts.none_recorded}"
        self.told.setText(f"{said}; not answered in {silent}." if silent else f"{said}.")
        for place, words in enumerate(("Event", "Here", "Published")):
            self._cell(0, place, words, "label", "muted")
        for number, line in enumerate(event_lines(counts), 1):
            self._cell(number, 0, line.name, "strong" if number <= 2 else "body")
            self._cell(number, 1, line.rate(counts, per).words, "secondary_strong")
            self._cell(number, 2, line.published_words(per), "secondary", "muted")

    def _save(self) -> None:
        if self._days() is not None:
            self.choose_path(f"needlechart-adverse-events-{now().date().isoformat()}.csv")

    def _open_dialog(self, name: str) -> None:
        proposed = str(Path.home() / name)
        chosen, _ = QFileDialog.getSaveFileName(self.window(), "Save the rates", proposed, "CSV (*.csv)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write what is shown there, for every way of counting."""
        days = self._days()
        if days is not None:
            self._desk.save_event_rates(*days, path, self._saved, self._failed)

    def _saved(self, path: Path) -> None:
        told = "It lies outside the encrypted chart; no patient is in it."
        actions = [Action("dismiss", "Close")]
        self.notices.say("saved", MessageKind.OK, f"Saved as {path.name}", told, actions)

    def _cell(self, line: int, place: int, words: str, role: str, colour: str = "ink") -> None:
        text = Text(words, self.card, role=role, colour=colour, wrap=True)
        self._grid.addWidget(text, line, place, Qt.AlignmentFlag.AlignTop)

    def _failed(self, problem: Problem) -> None:
        self.notices.problem(problem)


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
