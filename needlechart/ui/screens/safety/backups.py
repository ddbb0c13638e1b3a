"""Backups: where they go, how often, which there are; the way to a restore."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from needlechart.domain.backup_view import (
    REASON_WORDS,
    BackedUp,
    BackupOverview,
    BackupPlace,
    BackupRow,
    Trial,
    made_words,
    overdue_words,
)
from needlechart.domain.clinic import Clinic
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.rules.time_words import clock, date_words, plural
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.screens.parts import Labelled, row
from needlechart.ui.screens.safety.page import SafetyPage
from needlechart.ui.screens.safety.table import RowsTable
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Button, ButtonKind, Card, ChipRow, Choice, MessageKind, Text

HEADINGS = ("Made", "Why", "Patients", "Visits", "Size", "Folder")
WIDTHS = (180, 170, 90, 90, 100, 300)
HOURS = [
    Choice("1", "1 h"),
    Choice("2", "2 h"),
    Choice("4", "4 h"),
    Choice("8", "8 h"),
    Choice("24", "a day"),
]
NO_TRIAL = "Once a quarter a restore of the newest backup is tried by itself, aside. None was tried yet."
ABOUT = (
    "Encrypted, and each one opened and compared before it counts. Kept: all of today and yesterday, then"
    " one a day for 12 days, one a week for 10 weeks, one a month for 9 months."
)
READABLE = (
    "A damaged chart was opened for reading: {copies}, the newest of {when}. The newest stays; older ones go"
    " after 30 days, once a backup of the sound chart is made. The audit log keeps who read in them."
)


class BackupsScreen(SafetyPage):
    """``restore_wanted()`` locks the chart and opens the restore page."""

    restore_wanted = Signal()

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("backups_screen", "Backups", desk, theme, parent)
        self._clinic: Clinic = desk.clinic
        self._chief = may(desk.clinician, Act.CLINIC)
        scroll = self.scrolled()
        scroll.box.addWidget(self._places_card())
        scroll.box.addWidget(self._list_card(), 1)

    def _places_card(self) -> Card:
        card = Card("Where backups go", self)
        card.body.addWidget(Text(ABOUT, card, role="secondary", colour="muted", wrap=True))
        self.lines: list[Text] = []
        self._forget: list[Button] = []
        for number, other in ((1, "Beside the chart instead"), (2, "No second place")):
            words = Text("", card, wrap=True)
            words.setObjectName(f"backup_place_{number}")
            line = row(gap=8)
            line.addWidget(words, 1)
            if self._chief:
                choose = Button("Choose a folder", card)
                choose.setObjectName(f"choose_place_{number}")
                choose.clicked.connect(lambda checked=False, number=number: self._choose(number))
                away = Button(other, card, kind=ButtonKind.LINK)
                away.setObjectName(f"forget_place_{number}")
                away.clicked.connect(lambda checked=False, number=number: self._set_place(number, ""))
                line.addWidget(choose)
                line.addWidget(away)
                self._forget.append(away)
            self.lines.append(words)
            card.body.addLayout(line)
        self.hours = ChipRow(HOURS, card, label="While you chart, a backup at least every", wrap=True)
        self.hours.setObjectName("backup_hours")
        self.hours.chosen.connect(lambda value: self._edit(backup_hours=int(value)))
        self.hours.setEnabled(self._chief)
        card.body.addWidget(Labelled("While you chart, a backup at least every", self.hours, card))
        self.now = Button("Back up now", card, kind=ButtonKind.PRIMARY, icon="disk")
        self.now.setObjectName("back_up_now")
        self.now.clicked.connect(self._back_up)
        self.told = Text("", card, role="secondary", colour="muted", wrap=True)
        self.told.setObjectName("backup_told")
        line = row(gap=10)
        line.addWidget(self.now)
        line.addWidget(self.told, 1)
        card.body.addLayout(line)
        return card

    def _list_card(self) -> Card:
        card = Card("Backups that can be restored", self)
        self.table = RowsTable(HEADINGS, WIDTHS, card, label="Backups")
        self.table.setObjectName("backup_rows")
        self.table.setMinimumHeight(self._theme.px(150))
        card.body.addWidget(self.table, 1)
        self.restore = Button("Restore a backup", card, icon="undo")
        self.restore.setObjectName("restore_backup")
        self.restore.clicked.connect(self.restore_wanted)
        self.restore.setVisible(may(self._desk.clinician, Act.RESTORE))
        self.trial = Text("", card, role="secondary", wrap=True)
        self.trial.setObjectName("trial_told")
        self.try_now = Button("Try a restore now", card)
        self.try_now.setObjectName("try_restore")
        self.try_now.setVisible(may(self._desk.clinician, Act.BACKUP))
        self.try_now.clicked.connect(self._try)
        trial = row(gap=10)
        trial.addWidget(self.try_now)
        trial.addWidget(self.trial, 1)
        words = "The chart is locked first. You see what would be lost before anything is replaced."
        line = row(gap=10)
        line.addWidget(self.restore)
        line.addWidget(Text(words, card, role="secondary", colour="muted", wrap=True), 1)
        card.body.addLayout(line)
        card.body.addLayout(trial)
        self.readable = Text("", card, role="secondary", colour="muted", wrap=True)
        self.readable.setObjectName("copies_for_reading")
        self.readable.hide()
        card.body.addWidget(self.readable)
        return card

    def _try(self) -> None:
        self.try_now.setEnabled(False)
        self._say_trial("Restoring the newest backup aside, to see whether it is whole", "muted")
        self._desk.try_restore(self._tried, self._not_tried)

    def _tried(self, trial: Trial | None) -> None:
        self.try_now.setEnabled(True)
        if trial is None:
            self._say_trial("There is no backup to try yet.", "muted")
        else:
            self._show_trial(trial)

    def _not_tried(self, problem: Problem) -> None:
        self.try_now.setEnabled(True)
        self._show_trial(None)
        self.failed(problem)

    def _show_trial(self, trial: Trial | None) -> None:
        if trial is None:
            self._say_trial(NO_TRIAL, "muted")
        elif trial.whole:
            words = "restored aside, every record, seal and log entry compared, and taken away again."
            self._say_trial(f"Last tried {_when(trial.at)}: the newest backup was whole: {words}", "ok")
        else:
            self._say_trial(
                f"Last tried {_when(trial.at)}: {trial.told}. Back up now, then try again.", "danger"
            )

    def _say_trial(self, words: str, colour: str) -> None:
        self.trial.setText(words)
        self.trial.set_colour(colour)

    def refresh(self) -> None:
        """Places and backups as they are now."""
        self._clinic = self._desk.clinic
        self.hours.set_value(str(self._clinic.backup_hours))
        self._show_places(BackupOverview(places=(), rows=()))
        self._desk.backups(self._show, self.failed)

    def _show_places(self, seen: BackupOverview) -> None:
        first, second = self._clinic.backup_folder, self._clinic.second_backup_folder
        self.lines[0].setText(_place_words("First place", first, seen, beside=True))
        self.lines[1].setText(_place_words("Second place", second, seen, beside=False))
        for away, chosen in zip(self._forget, (first, second), strict=False):
            away.setVisible(bool(chosen))

    def _show(self, seen: BackupOverview) -> None:
        self._show_places(seen)
        self.table.rows.show_rows([_cells(one) for one in seen.rows], more=False)
        self.readable.setVisible(bool(seen.readable))
        if seen.readable:
            copies = plural(len(seen.readable), "copy", "copies")
            self.readable.setText(READABLE.format(copies=copies, when=_when(seen.readable[0])))
        if self.try_now.isEnabled():
            self._show_trial(seen.trial)
        late = overdue_words(seen.places, now())
        self.notices.take("overdue")
        if late:
            self.notices.say("overdue", MessageKind.CAUTION, late, "You can chart as usual.", icon="disk")

    def _choose(self, number: int) -> None:
        name = QFileDialog.getExistingDirectory(
            self.window(), "Choose a folder for backups", str(Path.home())
        )
        if name:
            self._set_place(number, name)

    def _set_place(self, number: int, name: str) -> None:
        if number == 1:
            self._edit(backup_folder=name)
        else:
            self._edit(second_backup_folder=name)

    def _edit(self, **values: object) -> None:
        """The next edit builds on this one at once, before the disk has answered."""
        before = self._clinic
        after = before.but(**values)
        if after != before:
            self._clinic = after
            self._desk.put([(before, after)], lambda moment: self._ask_again(), self._not_kept)

    def _ask_again(self) -> None:
        self._desk.backups(self._show, self.failed)

    def _not_kept(self, problem: Problem) -> None:
        self.refresh()
        self.failed(problem)

    def _back_up(self) -> None:
        self.now.setEnabled(False)
        self.told.setText("Making a backup and checking it")
        self.told.set_colour("muted")
        self._desk.backup_now(self._made, self._not_made, self._say_going)

    def _say_going(self, how_far: str) -> None:
        self.told.setText(f"Making a backup: {how_far}")

    def _made(self, done: BackedUp) -> None:
        self.now.setEnabled(True)
        self.told.set_colour("ok" if done.everywhere else "caution")
        self.told.setText(f"{clock(done.at.astimezone())} {made_words(done)}")
        self.refresh()

    def _not_made(self, problem: Problem) -> None:
        self.now.setEnabled(True)
        self.told.setText("")
        self.refresh()
        self.failed(problem)


def _place_words(name: str, chosen: str, seen: BackupOverview, *, beside: bool) -> str:
    if not chosen:
        where = "beside the chart, on this laptop" if beside else "none. A stick or a share keeps a copy safe"
        return f"{name}: {where}."
    place = next((one for one in seen.places if one.folder == Path(chosen)), None)
    return f"{name}: {chosen}. {_state_words(place)}"


def _state_words(place: BackupPlace | None) -> str:
    if place is None or (place.last is None and not place.failed):
        return "No backup there yet."
    last = "" if place.last is None else f"Last {_when(place.last)}. "
    return f"{last}{place.failed}".strip()


def _when(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{date_words(local.date())} {clock(local)}"


def _cells(one: BackupRow) -> tuple[str, ...]:
    size = f"{one.size / 1_000_000:.1f} MB"
    why = REASON_WORDS.get(one.reason, one.reason)
    return (_when(one.made_at), why, str(one.patients), str(one.visits), size, str(one.folder.parent))


def row_words(one: BackupRow) -> str:
    """A backup in one line, for a list to choose from."""
    return f"{_when(one.made_at)}, {plural(one.visits, 'visit')}"
