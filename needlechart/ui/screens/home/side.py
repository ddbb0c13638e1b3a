"""The second column of Home: drafts to finish, soreness checks that are due, the backup line."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from needlechart.domain.backup_view import BackedUp, made_words
from needlechart.domain.overview import DraftRow, Home, OnlyRead
from needlechart.ui.errors import Notices
from needlechart.ui.screens.home.who import Guard
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.screens.wording import clock, count, day_or_clock, day_title
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    ElidedLabel,
    EmptyState,
    Hairline,
    IconLabel,
    MessageKind,
    Panel,
    SectionTitle,
    Text,
)

DRAFTS_SHOWN = 4


def head_line(box: QLayout, parent: QWidget, title: str) -> Text:
    line = row(gap=8, edges=(2, 0, 0, 0))
    line.addWidget(SectionTitle(title, parent))
    told = ElidedLabel("", parent, role="secondary", colour="muted")
    line.addWidget(told)
    line.addStretch(1)
    box.addItem(line)
    return told


class Drafts(QWidget):
    """Visits that are not signed; needles not counted out come first, in orange."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, reads: bool = False) -> None:
        """``reads``: who is unlocked only reads charts."""
        super().__init__(parent)
        self.setObjectName("drafts")
        self._reads = reads
        self._all = False
        self._guard = Guard(self)
        self._guard.yes.connect(self.opened)
        outer = column(self, gap=8)
        self._told = head_line(outer, self, "Not signed" if reads else "Finish and sign")
        self._panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
        self._box = column(self._panel, gap=0, edges=(1, 1, 1, 1))
        outer.addWidget(self._panel)

    def show_drafts(self, drafts: Sequence[DraftRow], today: date) -> None:
        """The drafts, those with needles in first, then newest first."""
        empty(self._box)
        self._guard.forget()
        self._told.setText(str(len(drafts)) if drafts else "")
        if not drafts:
            state = EmptyState(
                "check", "Nothing to sign", "Drafts of today and earlier days appear here.", (), self
            )
            self._box.addWidget(state)
        ordered = sorted(drafts, key=lambda one: (one.needles_in == 0, -one.started.timestamp()))
        shown = ordered if self._all else ordered[:DRAFTS_SHOWN]
        days = Counter(one.started.astimezone().date() for one in ordered if not one.needles_in)
        shown_day = None
        for index, draft in enumerate(shown):
            if index:
                self._box.addWidget(Hairline(self._panel))
            day = draft.started.astimezone().date()
            if not draft.needles_in and day != shown_day and (len(days) > 1 or day != today):
                self._box.addWidget(self._day(day, days[day], today))
                shown_day = day
            self._box.addWidget(self._line(draft, today))

        if len(shown) < len(ordered):
            more = Button(f"{len(ordered) - len(shown)} more", self._panel, kind=ButtonKind.LINK)
            more.setObjectName("all_drafts")
            more.clicked.connect(lambda: self._show_all(drafts, today))
            self._box.addWidget(more)

    def _day(self, day: date, amount: int, today: date) -> QWidget:
        """Unsigned visits by day; what is older than a day is said in caution."""
        head = QWidget(self._panel)
        line = row(head, gap=6, edges=(16, 8, 12, 0))
        old = (today - day).days > 1
        told = Text(f"{day_title(day, today)}, {amount} unsigned", head, role="secondary_strong")
        told.setObjectName(f"drafts_of_{day.isoformat()}")
        told.set_colour("caution" if old else "muted")
        line.addWidget(told)
        line.addStretch(1)
        return head

    def _show_all(self, drafts: Sequence[DraftRow], today: date) -> None:
        self._all = True
        self.show_drafts(drafts, today)

    def _line(self, draft: DraftRow, today: date) -> QWidget:
        line = QWidget(self._panel)
        inner = row(line, gap=12, edges=(16, 10, 10, 10))
        words = column(gap=0)
        words.addWidget(ElidedLabel(Theme.current().shown_name(draft.name), line, role="section"))
        words.addLayout(self._state(draft, line))
        inner.addLayout(words, 1)
        inner.addWidget(Text(day_or_clock(draft.started, today), line, role="secondary", colour="muted"))
        ready = not draft.needles_in and not draft.missing
        button = Button("Read" if self._reads else "Sign" if ready else "Finish", line)
        button.setObjectName(f"finish_{draft.visit_id}")
        button.setMinimumWidth(Theme.current().px(92))
        button.clicked.connect(lambda: self._open(draft, line))
        inner.addWidget(button)
        return line

    def _open(self, draft: DraftRow, line: QWidget) -> None:
        """After one tap that says who it is where another name is alike."""
        if draft.similar_name:
            who = (draft.name, draft.birth_date, draft.record_number)
            self._guard.ask(line, draft.patient_id, who, "continue the visit", draft.visit_id)
        else:
            self.opened.emit(draft.visit_id)

    def _state(self, draft: DraftRow, line: QWidget) -> QHBoxLayout:
        box = row(gap=6)
        if draft.needles_in:
            box.addWidget(IconLabel("warning", line, colour="needle", size=16))
            told = f"{count(draft.needles_in, 'needle')} not counted out"
            box.addWidget(Text(told, line, role="secondary_strong", colour="needle", wrap=True), 1)
        else:
            missing = f"To do: {draft.missing[:1].lower()}{draft.missing[1:]}"
            words = missing if draft.missing else "Ready to sign"
            box.addWidget(ElidedLabel(words, line, role="secondary", colour="muted"), 1)
        return box


def say_missed(notices: Notices, done: BackedUp) -> None:
    """A chosen place that did not take its copy: what was made where, and what was not."""
    if not done.everywhere:
        notices.say(
            "backup_failed",
            MessageKind.CAUTION,
            "The backup did not reach every place",
            f"{made_words(done)} Plug in the stick or connect the share, then back up again.",
            icon="disk",
        )


NOT_FROM = {
    OnlyRead.DAMAGED: "What can be read of a damaged chart is not backed up. Lock, and restore a backup.",
    OnlyRead.HELD: "This is a backup, to read. Back up in the window that has the chart open.",
    OnlyRead.UNWRITABLE: "This is a copy, to read. Back up once the chart's folder can be written to.",
}


class BackupLine(QWidget):
    """When the last backup was made, and one made now."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = row(self, gap=10)
        self._icon = IconLabel("disk", self, colour="muted", size=18)
        self._words = Text("", self, role="secondary", colour="muted", wrap=True)
        self._words.setObjectName("backup_words")
        self.button = Button("Back up now", self)
        self.button.setObjectName("backup_now")
        self.button.clicked.connect(self.wanted)
        box.addWidget(self._icon)
        box.addWidget(self._words, 1)
        box.addWidget(self.button)

    def show_home(self, home: Home, now: datetime) -> None:
        """When the newest backup was made; of a copy for reading none is made, and it says so."""
        self.button.set_refusal("" if home.only_read is None else NOT_FROM[home.only_read])
        self.show_backup(home.last_backup, checked=home.last_backup_checked, now=now)
        if home.only_read is not None:
            newest = self._words.text() if home.last_backup else "No backup of the charts was found"
            self.say(f"For reading only, not backed up. {newest}", "caution")

    def show_backup(self, last: datetime | None, *, checked: bool, now: datetime) -> None:
        """When the newest backup was made, in words; overdue after two days."""
        if last is None:
            self._words.setText("No backup yet")
            self._colour("caution")
            return
        days = (now.astimezone().date() - last.astimezone().date()).days
        when = {0: f"today {clock(last)}", 1: f"yesterday {clock(last)}"}.get(days, f"{days} days ago")
        self._words.setText(f"Backup {when}{', checked' if checked else ', not checked'}")
        self._colour("caution" if days > 2 or not checked else "muted")

    def say_going(self, how_far: str) -> None:
        """A backup is being made."""
        self.say(f"Backup, {how_far}")

    def say(self, words: str, colour: str = "muted") -> None:
        """What is going on with the backup."""
        self._words.setText(words)
        self._colour(colour)

    def _colour(self, colour: str) -> None:
        self._words.set_colour(colour)
        self._icon.set_icon("disk" if colour == "muted" else "warning", colour)
