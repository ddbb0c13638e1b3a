"""Sign now: dashed while something must be fixed, then five seconds with Stop, then sealed."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.record import now
from needlechart.domain.rules.completeness import Todo
from needlechart.domain.rules.needle_count import needle_count
from needlechart.ui.screens.parts import column, row
from needlechart.ui.screens.wording import clock_seconds, count, short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    BoxStyle,
    Button,
    ButtonKind,
    IconLabel,
    Panel,
    PassphraseField,
    Text,
)

WAIT_S = 5
"""Seconds in which Stop takes the signature back before it is made."""


class SignPanel(QWidget):
    """``confirmed(passphrase)`` after the wait (empty if none is asked); ``refused()`` while not ready."""

    confirmed = Signal(str)
    refused = Signal()
    waiting_shown = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sign_panel")
        self._asks = False
        self._remaining = 0
        self._since: datetime | None = None
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._tick)
        box = column(self, gap=8)
        self.title = Text("", self, role="strong", wrap=True)
        self.words = Text("", self, role="secondary", colour="muted", wrap=True)
        self.passphrase = PassphraseField(self)
        self.passphrase.setObjectName("sign_passphrase")
        self.passphrase.submitted.connect(self._tapped)
        self.button = Button("Sign now", self, kind=ButtonKind.PRIMARY, icon="pencil", height=58)
        self.button.setObjectName("sign_now")
        self.button.clicked.connect(self._tapped)
        self.button.refused.connect(lambda why: self.refused.emit())
        self.why = Text("", self, role="secondary_strong", wrap=True)
        box.addWidget(self.title)
        box.addWidget(self.words)
        box.addWidget(self.passphrase)
        box.addWidget(self.button)
        box.addWidget(self.why)
        self.waiting = self._waiting_panel()
        box.addWidget(self.waiting)

    def _waiting_panel(self) -> Panel:
        panel = Panel(self, style=BoxStyle(fill="accent_soft", edge="accent", width=2), radius=10)
        panel.setObjectName("just_signed")
        line = row(panel, gap=12, edges=(14, 10, 12, 10))
        line.addWidget(IconLabel("check", panel, colour="accent", size=22))
        words = column(gap=0)
        self._signed_words = Text("", panel, role="strong")
        self._sealed_words = Text("", panel, role="secondary")
        words.addWidget(self._signed_words)
        words.addWidget(self._sealed_words)
        line.addLayout(words, 1)
        self.stop_button = Button("Stop", panel)
        self.stop_button.setObjectName("stop_signing")
        self.stop_button.clicked.connect(self.stop)
        line.addWidget(self.stop_button)
        panel.hide()
        return panel

    @property
    def counting(self) -> bool:
        """Whether the five seconds run."""
        return self._second.isActive()

    def show_chart(self, chart: VisitChart, todos: Sequence[Todo], *, saving: bool, asks: bool) -> None:
        """Ready or not, and why not."""
        required = [one for one in todos if one.required]
        reasons = [f"{one.title}: {one.detail}" for one in required]
        if saving:
            reasons.insert(0, "Saving has stopped; signing waits until everything is on disk.")
        self._asks = asks
        ready = not reasons
        self.button.set_not_ready(reasons)
        self.title.setVisible(ready)
        self.words.setVisible(ready)
        self.passphrase.setVisible(ready and asks)
        self.why.setVisible(not ready)
        needle = any(one.needle for one in required)
        self.why.set_colour("needle" if needle else "danger")
        self.why.setText("" if ready else self._why(required, saving=saving))
        if ready:
            self._say_what(chart)

    def _why(self, required: Sequence[Todo], *, saving: bool) -> str:
        if saving:
            return "Saving has stopped, signing waits"
        if len(required) == 1:
            return f"{required[0].title}: {required[0].detail}"
        return f"{count(len(required), 'thing')} must be fixed before signing"

    def _say_what(self, chart: VisitChart) -> None:
        visit, patient = chart.visit, chart.patient
        self.title.setText(f"Sign as {visit.clinician_name}?")
        needles = needle_count(chart)
        told = f"Needles {needles.words}. " if needles.put_in else ""
        sites = f", {count(len(chart.points), 'site')}" if chart.points else ""
        day = short_day(visit.started.date())
        name = Theme.current().shown_name(patient.full_name)
        self.words.setText(
            f"{name}, {patient.record_number}, {day}{sites}. {told}"
            "After signing, corrections are added as addenda."
        )

    def _tapped(self) -> None:
        if self.counting or self.button.why_not:
            return
        if self._asks and not self.passphrase.text():
            self.passphrase.setFocus()
            return
        self._remaining = WAIT_S
        self._since = now()
        self._signed_words.setText(f"Signed {clock_seconds(self._since)}")
        self._show_waiting(shown=True)
        self._say_remaining()
        self._second.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.counting:
            self.stop()
        else:
            super().keyPressEvent(event)

    def _tick(self) -> None:
        self._remaining -= 1
        if self._remaining > 0:
            self._say_remaining()
            return
        self._second.stop()
        self.confirmed.emit(self.passphrase.text() if self._asks else "")

    def _say_remaining(self) -> None:
        self._sealed_words.setText(f"Sealed in {self._remaining} s")

    def set_sealing(self) -> None:
        """The seal is being made; Stop comes too late."""
        self._sealed_words.setText("Sealing")
        self.stop_button.setEnabled(False)

    def stop(self) -> None:
        """Not signed: everything as before."""
        self._second.stop()
        self.passphrase.clear()
        self.stop_button.setEnabled(True)
        self._show_waiting(shown=False)

    def _show_waiting(self, *, shown: bool) -> None:
        self.waiting.setVisible(shown)
        if shown:  # the keyboard goes to the safe act
            self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.button.setVisible(not shown)
        self.title.setVisible(not shown)
        self.passphrase.setEnabled(not shown)
        self.waiting_shown.emit(shown)
