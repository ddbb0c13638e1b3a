"""The last act and whether it is on disk: "Saved 10:42:08", "Saving" beyond 300 ms, "Not saved"."""

import math

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.parts import column
from needlechart.ui.screens.wording import clock_seconds
from needlechart.ui.spoken import announce
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ElidedLabel, Text
from needlechart.ui.widgets.painting import text_width

SLOW_MS = 300


class SavedState(QWidget):
    """Two short lines at the end of the banner.

    ``failed(count, why, todo)`` and ``fine()`` follow the queue; ``why`` goes on after "Saving has stopped".
    """

    failed = Signal(int, str, str)
    fine = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("saved_state")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        box = column(self, gap=0)
        edge = Qt.AlignmentFlag.AlignRight
        self.act = ElidedLabel("", self, role="secondary")
        self.state = Text("", self, role="label", colour="muted")
        self.state.setObjectName("saved")
        self.act.setAlignment(edge)
        self.state.setAlignment(edge)
        box.addStretch(1)
        box.addWidget(self.act)
        box.addWidget(self.state)
        box.addStretch(1)
        self._visit: OpenVisit | None = None
        self._stacked = False
        self._words = ""
        self._why = ("", "")
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._say_saving)
        self.setMaximumWidth(Theme.current().px(190))
        self._keep_room()

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Follow a visit, or none."""
        if self._visit is not None:
            old = self._visit
            old.done.disconnect(self._on_done)
            old.undone.disconnect(self._on_undone)
            old.redone.disconnect(self._on_redone)
            old.changed.disconnect(self._on_changed)
            old.saved.disconnect(self._on_saved)
            old.save_failed.disconnect(self._on_failed)
        self._visit = visit
        self._slow.stop()
        self.act.setText("")
        self._say("", "muted")
        if visit is None:
            return
        visit.done.connect(self._on_done)
        visit.undone.connect(self._on_undone)
        visit.redone.connect(self._on_redone)
        visit.changed.connect(self._on_changed)
        visit.saved.connect(self._on_saved)
        visit.save_failed.connect(self._on_failed)
        if last := visit.history.undo_text:  # after a restart or a crash: what undo would take back
            self.act.setText(f"Last: {last}")
        if visit.last_saved is not None:
            self._say(f"Saved {clock_seconds(visit.last_saved)}", "muted")

    def say(self, act: str) -> None:
        """The line above: what was done last; who listens hears it."""
        self.act.setText(act)
        announce(self, act)

    def _on_done(self, text: str) -> None:
        self.say(text)

    def _on_undone(self, text: str) -> None:
        self.say(f"Undone: {text}")

    def _on_redone(self, text: str) -> None:
        self.say(f"Done again: {text}")

    def _on_changed(self, pairs: object) -> None:
        if self._visit is not None and self._visit.queue.failing:
            self.failed.emit(self._visit.queue.changes, *self._why)  # one more is held
        elif not self._slow.isActive():
            self._slow.start()

    def _on_saved(self, moment: object) -> None:
        if self._visit is None or self._visit.last_saved is None:
            return
        if self._visit.queue.waiting == 0 or not self._visit.queue.failing:
            self._slow.stop()
            self._say(f"Saved {clock_seconds(self._visit.last_saved)}", "muted")
        self.fine.emit()

    def _on_failed(self, error: object) -> None:
        self._slow.stop()
        if self._words != "Not saved":
            announce(self, "Not saved")
        self._say("Not saved", "danger")
        self._why = (getattr(error, "stopped", ""), getattr(error, "todo", ""))
        self.failed.emit(self._visit.queue.changes if self._visit else 0, *self._why)

    def _say_saving(self) -> None:
        if self._visit is not None and self._visit.queue.waiting and not self._visit.queue.failing:
            self._say("Saving", "muted")

    def set_stacked(self, *, stacked: bool) -> None:
        """The time below the word, and no act above, where one line has no room."""
        self._stacked = stacked
        self.act.setVisible(not stacked)
        self._keep_room()
        self._show_words()

    def _keep_room(self) -> None:
        """Room for any time of day from the first moment, so that none is cut until the next layout."""
        font = Theme.current().font("label")
        times = [digit * 2 + (":" + digit * 2) * 2 for digit in "0123456789"]
        texts = ["Saved", *times] if self._stacked else [f"Saved {time}" for time in times]
        self.state.setMinimumWidth(max(math.ceil(text_width(font, text)) for text in texts) + 1)

    def _say(self, words: str, colour: str) -> None:
        self._words = words
        self._show_words()
        self.state.set_colour(colour)

    def _show_words(self) -> None:
        self.state.setText(self._words.replace("Saved ", "Saved\n") if self._stacked else self._words)
