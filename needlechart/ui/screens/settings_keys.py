"""Settings of an administrator: a new data key, when somebody left who may have copied the old one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.clinic import Clinician
from needlechart.ui.screens.parts import row
from needlechart.ui.screens.settings_drawer import Drawer
from needlechart.ui.widgets import Button, Card, MessageKind, PassphraseField, StripMessage, Text
from needlechart.ui.widgets.focus import bring_into_view

ABOUT = (
    "One key encrypts the charts; each passphrase opens it. When somebody leaves who may have copied files,"
    " renew it: their copies then open nothing new. If they saw the recovery sheet, make a new one, too."
)
LEFT = "If they copied the chart’s files, their copy can still open new charts. Renewing the key stops that."
WHAT_HAPPENS = (
    "The chart is locked, copied under a new key and compared; then it opens again. If it is stopped on the"
    " way, it goes on at the next unlock. Passphrases and the recovery sheet stay as they are. Older backups"
    " keep the old key."
)


class DataKeyCard(Card):
    """``wanted(passphrase)`` of who is unlocked."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Data key", parent)
        self.setObjectName("data_key_card")
        self.body.addWidget(Text(ABOUT, self, role="secondary", colour="muted", wrap=True))
        self._left = StripMessage(MessageKind.CAUTION, "", LEFT, [], self)
        self._left.setObjectName("left_with_key")
        self._left.hide()
        self.body.addWidget(self._left)
        self.button = Button("Renew the data key", self, icon="key")
        self.button.setObjectName("open_renew_key")
        self.button.clicked.connect(self.open)
        line = row(gap=8)
        line.addWidget(self.button)
        line.addStretch(1)
        self.body.addLayout(line)
        self.drawer = Drawer("Renew it now", self, name="renew_key")
        self.passphrase = PassphraseField(self.drawer, label="Your passphrase")
        self.passphrase.setObjectName("renew_key_passphrase")
        self.drawer.box.addWidget(Text(WHAT_HAPPENS, self.drawer, role="secondary", wrap=True))
        self.drawer.box.addWidget(Text("Your passphrase", self.drawer, role="strong"))
        self.drawer.box.addWidget(self.passphrase)
        self.drawer.end()
        self.drawer.act.clicked.connect(self._go)
        self.drawer.closed.connect(self._away)
        self.passphrase.submitted.connect(self.drawer.act.press)
        self.body.addWidget(self.drawer)

    def show_left(self, people: Sequence[Clinician]) -> None:
        """Who left since the key was renewed last; nobody takes the warning away."""
        names = ", ".join(one.name for one in people)
        self._left.set_words(f"Not renewed since somebody left: {names}", LEFT)
        self._left.setVisible(bool(names))

    def open(self) -> None:
        """Ready for the passphrase."""
        self.button.hide()
        self.drawer.show()
        bring_into_view(self.drawer, 0)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def _away(self) -> None:
        self.passphrase.clear()
        self.button.show()

    def _go(self) -> None:
        if not self.passphrase.text():
            self.drawer.error.say("Your passphrase is needed", "Nothing is changed. Type it, then go on.")
            return
        typed = self.passphrase.text()
        self.passphrase.clear()
        self.wanted.emit(typed)
