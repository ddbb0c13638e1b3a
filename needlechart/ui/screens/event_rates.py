"""The clinic's own adverse events beside the published rates: numbers, period, and what they can say."""

from calendar import monthrange
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from needlechart.catalogue import EventRate, adverse_events, event_rates
from needlechart.domain.overview import EventCounts
from needlechart.domain.record import now
from needlechart.domain.rules.rates import Rate
from needlechart.domain.rules.time_words import date_words
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.errors import Notices
from needlechart.ui.screens.parts import ScrollColumn, column, empty, plain_panel, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Card, ChipRow, Choice, Hairline, IconButton, Text

PERIODS = [Choice("3", "3 months"), Choice("12", "12 months"), Choice("all", "All")]
EXPLAINED = (
    "A rate here is the share of visits with needles in which the event was recorded, with the range that"
    " holds the true rate 95 of 100 times if every event was recorded. Studies asked in other ways and of"
    " other patients; a difference is no proof of better or worse care."
)
ANY, SIGNIFICANT = "any_mild", "significant"


class EventRatesScreen(QWidget):
    """``left()`` goes back to Settings."""

    left = Signal()
    lock_wanted = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("event_rates")
        self._desk = desk
        self._theme = theme
        outer = column(self, gap=0)
        outer.addWidget(self._head())
        outer.addWidget(Hairline(self))
        self.notices = Notices(self)
        scroll = ScrollColumn(self, gap=12, edges=(20, 14, 20, 14))
        scroll.box.addWidget(self.notices)
        self.period = ChipRow(PERIODS, self, label="Period", wrap=True)
        self.period.setObjectName("rate_period")
        self.period.set_value("12")
        self.period.chosen.connect(lambda value: self.open())
        scroll.box.addWidget(self.period)
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
        line.addWidget(lock)
        return bar

    def open(self) -> None:
        """Count anew for the chosen period."""
        value, today = self.period.value() or "12", now().date()
        start = None if value == "all" else months_before(today, int(value))
        self._desk.event_counts(start, today, self._show, self._failed)

    def _show(self, counts: EventCounts) -> None:
        empty(self._grid)
        if counts.first is None or counts.last is None:
            self.card.set_title("No visit with needles in this period")
        else:
            self.card.set_title(f"{date_words(counts.first)} to {date_words(counts.last)}")
        answered = counts.with_event + counts.none_recorded
        silent = max(counts.visits - answered, 0)
        said = f"{counts.visits} visits with needles; none recorded as such in {counts.none_recorded}"
        self.told.setText(f"{said}; not answered in {silent}." if silent else f"{said}.")
        for place, words in enumerate(("Event", "Here", "Published")):
            self._cell(0, place, words, "label", "muted")
        published: dict[str, list[EventRate]] = {}
        for one in event_rates().values():
            if not one.hidden:
                published.setdefault(one.kind, []).append(one)
        here = dict(counts.by_kind)
        lines = [
            ("Any mild event", counts.mild, published.get(ANY, [])),
            ("Significant or serious", counts.significant, published.get(SIGNIFICANT, [])),
        ]
        names = {key: one.text for key, one in adverse_events().items()}
        kinds = [key for key in names if key in here or key in published]
        lines += [(names[key], here.get(key, 0), published.get(key, [])) for key in kinds]
        lines += [(key, amount, []) for key, amount in here.items() if key not in names]
        for number, (name, amount, studies) in enumerate(lines, 1):
            self._cell(number, 0, name, "strong" if number <= 2 else "body")
            self._cell(number, 1, Rate(amount, counts.visits).words, "secondary_strong")
            words = "; ".join(one.words for one in studies) or "no rate found"
            self._cell(number, 2, words, "secondary", "muted")

    def _cell(self, line: int, place: int, words: str, role: str, colour: str = "ink") -> None:
        text = Text(words, self.card, role=role, colour=colour, wrap=True)
        self._grid.addWidget(text, line, place, Qt.AlignmentFlag.AlignTop)

    def _failed(self, problem: Problem) -> None:
        self.notices.problem(problem)


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
