"""Restore a backup: which one, whose passphrase, what would be lost, then one last question."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from needlechart.domain.backup_view import BackupRow, Loss, LostVisit
from needlechart.domain.rules.time_words import clock, clock_seconds, date_words, plural
from needlechart.ui.dialogs import ask
from needlechart.ui.screens.entry import EntryPage, ErrorLines
from needlechart.ui.screens.parts import ScrollColumn, column, empty, row
from needlechart.ui.screens.unlock_people import Person
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    ChipRow,
    Choice,
    MessageKind,
    PassphraseField,
    StripMessage,
    Text,
)

ABOUT = (
    "The present chart is kept aside in the folder backups, whatever you choose here."
    " The passphrase is the one that was in use when the backup was made; where nobody knows it any more, the"
    " key of the recovery sheet opens the backup, too."
)
MOST_SHOWN = 30
FIRST_SHOWN = 8


Asked = tuple[Path, str, str]
"""A backup's folder, who says that they may open it, and their passphrase of that time."""


class RestoreScreen(EntryPage):
    """Plain values in, signals out.

    ``compare_wanted(folder, clinician_id, passphrase)``, then ``restore_wanted(...)`` with the same;
    ``left()`` goes back to the unlock screen, but not while a backup is being put in place. ``look`` gives
    the backup in a folder and who has a passphrase in it, or None.
    """

    compare_wanted = Signal(object, str, str)
    restore_wanted = Signal(object, str, str)
    left = Signal()

    def __init__(
        self,
        backups: Sequence[BackupRow],
        look: Callable[[Path], tuple[BackupRow, Sequence[Person]] | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("restore")
        self._look = look
        self._rows = {str(one.folder): one for one in backups}
        self._people: dict[str, str] = {}
        self._chosen: Path | None = None
        self._compared = False
        self.error = ErrorLines(self)
        self._build()
        self._show_backups()
        if backups:
            self.backups.set_value(str(backups[0].folder))
            self._choose(str(backups[0].folder))

    def _build(self) -> None:
        box = self.form
        box.addWidget(Text("Restore a backup", self, role="title"))
        box.addWidget(Text(ABOUT, self, role="secondary", colour="muted", wrap=True))
        box.addWidget(Text("Which backup?", self, role="section"))
        self.none = Text("No backup was found in the usual places.", self, colour="muted")
        box.addWidget(self.none)
        self._add_backups(box)
        self._add_who(box)
        box.addWidget(self.error)
        self._loss = QWidget(self)
        self._loss.setObjectName("loss")
        self._loss_box = column(self._loss, gap=8)
        box.addWidget(self._loss)
        box.addLayout(self._acts())
        box.addStretch(1)

    def _add_backups(self, box: QVBoxLayout) -> None:
        self._holder = holder = ScrollColumn(self, gap=6, edges=(4, 4, 4, 4))
        holder.setMaximumHeight(self._theme.px(196))
        self.backups = ChipRow((), self, label="Backup", wrap=True)
        self.backups.setObjectName("backups_to_restore")
        self.backups.chosen.connect(self._choose)
        holder.box.addWidget(self.backups)
        box.addWidget(holder)
        line = row(gap=8)
        self.more = Button("Show older ones", self, kind=ButtonKind.LINK)
        self.more.setObjectName("older_backups")
        self.more.clicked.connect(lambda: self._show_backups(everything=True))
        self.elsewhere = Button("From another folder", self, icon="folder")
        self.elsewhere.setObjectName("restore_elsewhere")
        self.elsewhere.clicked.connect(self._elsewhere)
        line.addWidget(self.elsewhere)
        line.addWidget(self.more)
        line.addStretch(1)
        box.addLayout(line)

    def _add_who(self, box: QVBoxLayout) -> None:
        box.addWidget(Text("Who are you?", self, role="section"))
        self.people = ChipRow((), self, label="Who are you", wrap=True)
        self.people.setObjectName("restore_people")
        self.people.chosen.connect(lambda who: self._changed())
        box.addWidget(self.people)
        self.passphrase = PassphraseField(self, label="Passphrase of that time")
        self.passphrase.edited.connect(lambda text: self._changed())
        box.addWidget(Text("Passphrase of that time", self, role="strong"))
        box.addWidget(self.passphrase)

    def _acts(self) -> QHBoxLayout:
        """Back, see what would be lost, and then restore."""
        buttons = row(gap=8)
        self.back = Button("Back", self, icon="back", height=54)
        self.back.setObjectName("restore_back")
        self.back.clicked.connect(self._leave)
        self.compare = Button("See what would be lost", self, kind=ButtonKind.PRIMARY, height=54)
        self.compare.setObjectName("compare_backup")
        self.compare.clicked.connect(self._compare)
        self.passphrase.submitted.connect(self.compare.press)
        self.act = Button("Restore this backup", self, kind=ButtonKind.DANGER, height=54)
        self.act.setObjectName("restore_act")
        self.act.clicked.connect(self._ask)
        self.act.hide()
        for button in (self.back, self.compare, self.act):
            buttons.addWidget(button)
        self.step = Text("", self, role="secondary", colour="muted", wrap=True)
        self.step.setObjectName("restore_step")
        buttons.addWidget(self.step, 1)
        return buttons

    def _show_backups(self, *, everything: bool = False) -> None:
        rows = list(self._rows.values())
        shown = rows if everything else rows[:FIRST_SHOWN]
        chosen = self.backups.value()
        told = told_apart(rows)
        self.backups.set_choices([Choice(str(one.folder), told[one.folder]) for one in shown])
        self.backups.set_value(chosen)
        lines = min((len(shown) + 1) // 2, 3)
        self._holder.setMinimumHeight(self._theme.px(lines * 52 + 6))
        self.none.setVisible(not rows)
        self._holder.setVisible(bool(rows))
        self.more.setVisible(len(rows) > len(shown))

    def _elsewhere(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window(), "The folder of the backup", str(Path.home()))
        found = self._look(Path(name)) if name else None
        if name and found is None:
            self.show_error(
                "This folder holds no backup", "Choose the folder with manifest.json and chart.ncdb in it."
            )
        elif found is not None:
            backup = found[0]
            self._rows = {str(backup.folder): backup, **self._rows}
            self._show_backups()
            self.backups.set_value(str(backup.folder))
            self._choose(str(backup.folder))

    def _choose(self, folder: str) -> None:
        found = self._look(Path(folder))
        self._changed()
        if found is None:
            self._chosen = None
            self.show_error("This backup cannot be read", "Choose another one.")
            return
        self._chosen = Path(folder)
        before = self.people.value()
        self.people.set_choices([Choice(one.id, one.name) for one in found[1]])
        ids = [one.id for one in found[1]]
        self.people.set_value(before if before in ids else ids[0] if len(ids) == 1 else None)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        """Another choice: what was compared no longer holds."""
        self._compared = False
        self.say_going("")
        self.error.say("")
        empty(self._loss_box)
        self.act.hide()
        self.compare.show()
        self.compare.setEnabled(True)

    def _now(self) -> Asked | None:
        """What is chosen and typed at present, if it is all there."""
        who = self.people.value()
        if self._chosen is None or who is None or not self.passphrase.text():
            return None
        return self._chosen, who, self.passphrase.text()

    def _asked(self) -> Asked | None:
        asked = self._now()
        if asked is None:
            self.show_error("Something is missing", "Choose a backup and your name, and type the passphrase.")
        return asked

    def still_asks(self, asked: Asked) -> bool:
        """Whether this is what is chosen and typed at present; an answer to anything else comes too late."""
        return self._now() == asked

    def _compare(self) -> None:
        asked = self._asked()
        if asked is not None:
            self.compare.setEnabled(False)
            self.error.say("")
            self.forget_fault()
            self.compare_wanted.emit(*asked)

    def say_going(self, how_far: str) -> None:
        """How far checking or restoring is; empty when it rests."""
        self.step.setText(how_far)

    def show_loss(self, loss: Loss) -> None:
        """What the backup lacks; from here on it can be restored."""
        self._compared = True
        self.say_going("")
        empty(self._loss_box)
        kind = MessageKind.OK if loss.nothing else MessageKind.DANGER
        icon = "check" if loss.nothing else "warning"
        title, rest = loss_words(loss)
        self._loss_box.addWidget(StripMessage(kind, title, rest, (), self._loss, icon=icon))
        if loss.visits:
            card = Card("", self._loss)
            for one in loss.visits[:MOST_SHOWN]:
                card.body.addWidget(Text(visit_words(one), card, role="secondary", wrap=True))
            if len(loss.visits) > MOST_SHOWN:
                more = f"and {len(loss.visits) - MOST_SHOWN} more visits"
                card.body.addWidget(Text(more, card, role="secondary", colour="muted"))
            self._loss_box.addWidget(card)
        self.compare.hide()
        self.act.show()
        self.act.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._show_act)

    def _show_act(self) -> None:
        """On a short screen the button comes into sight."""
        self._area.ensureWidgetVisible(self.act, 0, self._theme.px(8))

    def _ask(self) -> None:
        asked = self._asked()
        if asked is None or not self._compared:
            return
        made = self._rows[str(asked[0])].made_at
        ask(
            self.window(),
            f"Restore the backup of {_when(made)}?",
            "The present chart is kept aside, but is no longer the one you chart in.",
            safe="Keep the present chart",
            destructive="Restore",
            then=lambda: self._go(asked),
        )

    def _go(self, asked: Asked) -> None:
        self.act.setEnabled(False)
        self.back.setEnabled(False)
        self.restore_wanted.emit(*asked)

    def show_error(self, title: str, rest: str) -> None:
        """What happened, what is safe, what to do."""
        for button in (self.compare, self.act, self.back):
            button.setEnabled(True)
        self.say_going("")
        self.error.say(title, rest)

    def say_fault(self, happened: str, safe: str, todo: str) -> None:
        """What would be lost can be asked again, but not while a backup is being put in place."""
        super().say_fault(happened, safe, todo)
        self.compare.setEnabled(self.back.isEnabled())

    def clear(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()

    def _leave(self) -> None:
        self.clear()
        self.left.emit()


def loss_words(loss: Loss) -> tuple[str, str]:
    """What would be lost: a title and what else is so."""
    if not loss.readable:
        return (
            "What would be lost cannot be counted",
            f"The present chart cannot be read. Everything charted after {_when(loss.made_at)} is not in the"
            " backup.",
        )
    visits = plural(len(loss.visits), "visit")
    if not loss.same:
        return ("The backup is of another chart", f"The present one, with {visits}, is replaced as a whole.")
    if loss.nothing:
        return ("Nothing would be lost", "The backup holds everything that the present chart holds.")
    others = plural(loss.others, "other change")
    lost = " and ".join(text for text, there in ((visits, loss.visits), (others, loss.others)) if there)
    after = f"Charted after {_when(loss.made_at)}:" if loss.visits else "No visit is among them."
    if not loss.partly:
        return (f"{lost} would be lost", after)
    if lost:
        return (f"At least {lost} would be lost", f"Part of the present chart cannot be read. {after}")
    return (
        "As far as the present chart can be read, nothing would be lost",
        f"Part of it is damaged. What was charted after {_when(loss.made_at)} is not in the backup.",
    )


def visit_words(one: LostVisit) -> str:
    """One visit the backup lacks something of."""
    what = "the whole visit" if one.new else plural(one.changes, "change")
    signed = ", its signature" if one.signed else ""
    return f"{one.record_number}, {_when(one.started)}: {what}{signed}"


def _when(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{date_words(local.date())} {clock(local)}"


def told_apart(rows: Sequence[BackupRow]) -> dict[Path, str]:
    """``17 Mar 2026 10:42, 3 visits`` by folder; where two would read the same, seconds, then places, too."""
    told = {one.folder: _words(one) for one in rows}
    for form in (_words_with_seconds, _words_with_place):
        often = Counter(told.values())
        told |= {one.folder: form(one) for one in rows if often[told[one.folder]] > 1}
    return told


def _words(one: BackupRow) -> str:
    return f"{_when(one.made_at)}, {plural(one.visits, 'visit')}"


def _words_with_seconds(one: BackupRow) -> str:
    local = one.made_at.astimezone()
    return f"{date_words(local.date())} {clock_seconds(local)}, {plural(one.visits, 'visit')}"


def _words_with_place(one: BackupRow) -> str:
    return f"{_words_with_seconds(one)}, in {one.folder.parent}"
