"""Settings: look, clinic, therapists, backup, about. Kept as one types; no Save button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.backup_view import BackedUp
from needlechart.domain.clinic import Clinic
from needlechart.domain.overview import Home
from needlechart.domain.record import Invalid, now
from needlechart.domain.rules.permissions import Act
from needlechart.domain.words import CountingRule, Paper, Role
from needlechart.editing.desk import Desk, Problem
from needlechart.settings import Look
from needlechart.ui.errors import Notices
from needlechart.ui.screens.about import about_card
from needlechart.ui.screens.allowed import close_card, why_not
from needlechart.ui.screens.home.side import BackupLine, say_missed
from needlechart.ui.screens.parts import Labelled, ScrollColumn, column, fitting_row, plain_panel, row
from needlechart.ui.screens.settings_content import ContentCard
from needlechart.ui.screens.settings_keys import DataKeyCard
from needlechart.ui.screens.settings_look import LookCard
from needlechart.ui.screens.settings_needles import NeedlesCard
from needlechart.ui.screens.settings_people import PeopleCard
from needlechart.ui.screens.settings_phrases import PhrasesCard
from needlechart.ui.screens.settings_protocols import ProtocolsCard
from needlechart.ui.screens.settings_recovery import RecoveryCard
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    Card,
    ChipRow,
    Choice,
    FlowLayout,
    Hairline,
    IconButton,
    Text,
    TextArea,
    TextField,
)

CLINIC_FIELDS = (
    ("name", "Name"),
    ("phone", "Phone"),
    ("email", "Email"),
    ("hours", "Hours, for the handout"),
)
LOCKS = [Choice(str(minutes), f"{minutes} min") for minutes in (2, 5, 10, 15, 20, 30)]
PAGES = (
    ("backups", "Backups and restore", "disk"),
    ("audit", "Audit log", "list"),
    ("verify", "Verify a note", "shield"),
)
COUNTING = [
    Choice("off", "No code hint"),
    Choice("muscles", "A muscle once"),
    Choice("sides", "Right and left apart"),
]


SWITCHES = (
    ("pdf_passphrase", "Passphrase for a PDF that is saved", "Each PDF has one", "If somebody types one"),
    ("sound_when_time_is_up", "When a planned time in place is up", "Words and a soft beep", "Words only"),
    ("turn_view_by_itself", "When a site is complete", "Turn to the next one", "Stay in this view"),
)
"""Field of the clinic, the question, what yes and no mean."""


class SettingsScreen(QWidget):
    """``look_changed(Look)`` for what belongs to this laptop; clinic details go to the chart."""

    left = Signal()
    lock_wanted = Signal()
    look_changed = Signal(object)
    content_wanted = Signal()
    events_wanted = Signal()
    page_wanted = Signal(str)
    key_change_wanted = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settings_screen")
        self._desk = desk
        self._theme = theme
        self._look = Look()
        self._clinic: Clinic = desk.clinic
        self.switches: dict[str, ChipRow] = {}
        self._keys: DataKeyCard | None = None
        outer = column(self, gap=0)
        outer.addWidget(self._head())
        outer.addWidget(Hairline(self))
        self.notices = Notices(self)
        scroll = ScrollColumn(self, gap=14, edges=(20, 14, 20, 14))
        scroll.box.addWidget(self.notices)
        pair = fitting_row(gap=14)
        first, second = column(gap=14), column(gap=14)
        pair.addLayout(first, 1)
        pair.addLayout(second, 1)
        scroll.box.addLayout(pair)
        self._make_cards(first, second)
        self._close_cards()
        first.addStretch(1)
        second.addStretch(1)
        scroll.box.addStretch(1)
        outer.addWidget(scroll, 1)

    def _make_cards(self, first: QVBoxLayout, second: QVBoxLayout) -> None:
        self.look_card = LookCard(self._theme, self)
        self.look_card.changed.connect(lambda values: self._set_look(**values))
        self.people = PeopleCard(self._desk, self)
        self.needles = NeedlesCard(self._desk, self)
        self.phrases = PhrasesCard(self._desk, self)
        self.protocols = ProtocolsCard(self._desk, self)
        self._clinic_details, self._habits = self._clinic_card(), self._habits_card()
        self.pages: dict[str, Button] = {}
        for part in (self.look_card, self._clinic_details, self.needles, self.protocols, self.phrases):
            first.addWidget(part)
        for part in (self.people, self._habits, self._backup_card(), *self._recovery()):
            second.addWidget(part)
        self.content = ContentCard(self)
        self.content.opened.connect(self.content_wanted)
        self.content.events.connect(self.events_wanted)
        second.addWidget(self.content)
        second.addWidget(about_card(self))

    def _close_cards(self) -> None:
        """What the role does not allow can be read only, with who may."""
        me = self._desk.clinician
        for card in (self._clinic_details, self._habits):
            close_card(card, why_not(me, Act.CLINIC))
        for shelf in (self.needles, self.phrases, self.protocols):
            close_card(shelf, why_not(me, Act.SHELF))
        self.pages["audit"].set_refusal(why_not(me, Act.AUDIT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.look_card.say_scrolling()

    def refresh(self, look: Look) -> None:
        """Show everything as it is kept."""
        self._look = look
        clinic = self._clinic = self._desk.clinic
        self.look_card.refresh(look)
        for name, _ in CLINIC_FIELDS:
            self.fields[name].set_value(str(getattr(clinic, name)))
        self.address.set_value(clinic.address)
        self.paper.set_value(clinic.paper.value)
        self.lock_after.set_value(str(clinic.lock_minutes))
        self.counting.set_value(clinic.counting_rule.value)
        self.asks.set_value("yes" if clinic.passphrase_at_signing else "no")
        self.skin.set_value(clinic.skin_preparation)
        for field, chips in self.switches.items():
            chips.set_value("yes" if getattr(clinic, field) else "no")
        self._desk.home(self._show_backup, self._failed)
        self.people.refresh()
        self._show_left()
        self.needles.refresh()
        self.phrases.refresh()
        self.content.refresh()
        self.protocols.refresh()

    def _head(self) -> QWidget:
        bar = plain_panel(self)
        bar.setFixedHeight(self._theme.px(60))
        line = row(bar, gap=8, edges=(4, 0, 8, 0))
        back = IconButton("back", "Back", bar)
        back.setObjectName("back")
        back.clicked.connect(self.left)
        lock = IconButton("lock", "Lock", bar)
        lock.clicked.connect(self.lock_wanted)
        line.addWidget(back)
        line.addWidget(Text("Settings", bar, role="name"))
        line.addStretch(1)
        line.addWidget(lock)
        return bar

    def _recovery(self) -> list[Card]:
        """Only an administrator makes a new recovery sheet."""
        if self._desk.clinician.role is not Role.ADMINISTRATOR:
            return []
        self._keys = keys = DataKeyCard(self)
        keys.wanted.connect(self.key_change_wanted)
        self.people.left.connect(self._show_left)
        self.people.renewal_wanted.connect(keys.open)
        return [RecoveryCard(self._desk, self), keys]

    def _show_left(self) -> None:
        if self._keys is not None:
            self._desk.left_with_key(self._keys.show_left, self._failed)

    def _clinic_card(self) -> Card:
        card = Card("Clinic", self, hint="letterhead of every document")
        self.fields: dict[str, TextField] = {}
        self._labelled: dict[str, Labelled] = {}
        for name, label in CLINIC_FIELDS:
            field = TextField(card, label=label)
            field.setObjectName(f"clinic_{name}")
            field.committed.connect(lambda text, name=name: self._edit_field(name, text))
            self.fields[name] = field
            self._labelled[name] = Labelled(label, field, card)
            card.body.addWidget(self._labelled[name])
        self.address = TextArea(card, label="Address", lines=2)
        self.address.setObjectName("clinic_address")
        self.address.committed.connect(lambda text: self._edit(address=text.strip()))
        card.body.insertWidget(1, Labelled("Address", self.address, card))
        papers = [Choice("letter", "Letter"), Choice("a4", "A4")]
        self.paper = ChipRow(papers, card, label="Paper", wrap=True)
        self.paper.setObjectName("clinic_paper")
        self.paper.chosen.connect(lambda value: self._edit(paper=Paper(value)))
        card.body.addWidget(Labelled("Paper", self.paper, card))
        return card

    def _habits_card(self) -> Card:
        card = Card("Habits of the clinic", self)
        self.lock_after = ChipRow(LOCKS, card, label="Lock when idle", wrap=True)
        self.lock_after.setObjectName("lock_minutes")
        self.lock_after.chosen.connect(lambda value: self._edit(lock_minutes=int(value)))
        yes_no = [Choice("no", "Not while unlocked"), Choice("yes", "Each time")]
        self.asks = ChipRow(yes_no, card, label="Passphrase at signing", wrap=True)
        self.asks.setObjectName("passphrase_at_signing")
        self.asks.chosen.connect(lambda value: self._edit(passphrase_at_signing=value == "yes"))
        self.counting = ChipRow(COUNTING, card, label="Muscle-count hint", wrap=True)
        self.counting.setObjectName("counting_rule")
        self.counting.chosen.connect(lambda value: self._edit(counting_rule=CountingRule(value)))
        self.skin = TextField(card, label="Skin preparation", placeholder="70 % isopropyl alcohol")
        self.skin.setObjectName("clinic_skin_preparation")
        self.skin.committed.connect(lambda text: self._edit(skin_preparation=text.strip()))
        card.body.addWidget(Labelled("Lock when idle for", self.lock_after, card))
        card.body.addWidget(Labelled("Ask the passphrase at signing", self.asks, card))
        card.body.addWidget(Labelled("Muscle-count hint at signing", self.counting, card))
        card.body.addWidget(Labelled("Usual skin preparation", self.skin, card))
        for label, chips in self._switches(card):
            card.body.addWidget(Labelled(label, chips, card))
        return card

    def _switches(self, card: Card) -> list[tuple[str, ChipRow]]:
        """Habits that are a yes or a no."""
        made = []
        for field, label, yes, no in SWITCHES:
            choices = [Choice("yes", yes), Choice("no", no)]
            chips = self.switches[field] = ChipRow(choices, card, label=label, wrap=True)
            chips.setObjectName(field)
            chips.chosen.connect(lambda value, field=field: self._edit(**{field: value == "yes"}))
            made.append((label, chips))
        return made

    def _backup_card(self) -> Card:
        card = Card("Backup and proof", self)
        self.backup = BackupLine(card)
        self.backup.wanted.connect(self._back_up)
        card.body.addWidget(self.backup)
        held = QWidget(card)
        flow = FlowLayout(held, spacing=self._theme.px(8))
        for name, words, icon in PAGES:
            button = Button(words, held, icon=icon)
            button.setObjectName(f"open_{name}")
            button.clicked.connect(lambda checked=False, name=name: self.page_wanted.emit(name))
            flow.addWidget(button)
            self.pages[name] = button
        card.body.addWidget(held)
        return card

    def _set_look(self, **values: object) -> None:
        self._look = self._look.but(**values)
        self.look_changed.emit(self._look)

    def _edit(self, **values: object) -> None:
        """The next edit builds on this one at once, before the disk has answered."""
        before = self._clinic
        after = before.but(**values)
        if after != before:
            self._clinic = after
            self._desk.put([(before, after)], lambda moment: None, self._not_kept)

    def _not_kept(self, problem: Problem) -> None:
        self.refresh(self._look)
        self._failed(problem)

    def _edit_field(self, name: str, text: str) -> None:
        try:
            self._edit(**{name: text.strip()})
        except Invalid as error:
            self.fields[name].set_error(error.why)
            self._labelled[name].set_note(f"{error.why[:1].upper()}{error.why[1:]}.")
        else:
            self.fields[name].set_error("")
            self._labelled[name].set_note("")

    def _show_backup(self, home: Home) -> None:
        self.backup.show_home(home, now())

    def _back_up(self) -> None:
        self.backup.say("Making a backup and checking it")
        self._desk.backup_now(self._backed_up, self._failed, self.backup.say_going)

    def _backed_up(self, done: BackedUp) -> None:
        self.backup.show_backup(done.at, checked=True, now=now())
        self.notices.take("backup_failed")
        say_missed(self.notices, done)

    def _failed(self, problem: Problem) -> None:
        self.notices.problem(problem)
        self.notices.setFocus(Qt.FocusReason.OtherFocusReason)
