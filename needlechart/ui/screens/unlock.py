"""Unlock: who is charting, the passphrase, the way back with the recovery sheet; knows no keys."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QFileDialog, QWidget

from needlechart.ui.screens.entry import Judge
from needlechart.ui.screens.recovery import RecoveryForm
from needlechart.ui.screens.unlock_page import UnlockPage
from needlechart.ui.screens.unlock_parts import Trouble
from needlechart.ui.screens.unlock_people import SHOWN, Person
from needlechart.ui.widgets import Button, MessageKind

WRONG = "That passphrase did not open the charts"
GROWING = "The wait grows with each try, to 60 seconds at most. Nothing is ever erased."


class UnlockScreen(UnlockPage):
    """Plain values in, signals out.

    ``unlock_requested(clinician_id, passphrase)``; ``recovery_requested(clinician_id, recovery_key,
    new_passphrase)``; ``older_accepted(clinician_id, passphrase)`` for a chart that is older than it
    was, opened on purpose; ``elsewhere_requested(clinician_id, passphrase)`` to read the newest
    backup of one that another window holds, ``view_requested(clinician_id, passphrase)`` to read one that
    cannot be written to; ``stop_requested()`` when the patient with the needles is unwell.
    Where files are damaged: ``readable_requested(clinician_id, passphrase)``, ``keys_wanted()`` from the
    newest backup, ``copy_wanted(folder)`` of the files as they are.
    ``check_key`` returns what is wrong with a typed recovery key, or an empty string.
    """

    unlock_requested = Signal(str, str)
    recovery_requested = Signal(str, str, str)
    older_accepted = Signal(str, str)
    elsewhere_requested = Signal(str, str)
    view_requested = Signal(str, str)
    stop_requested = Signal()
    restore_wanted = Signal()
    readable_requested = Signal(str, str)
    keys_wanted = Signal()
    copy_wanted = Signal(object)

    def __init__(
        self,
        people: Sequence[Person],
        parent: QWidget | None = None,
        *,
        check_key: Callable[[str], str],
        judge: Judge,
        chosen: str | None = None,
    ) -> None:
        super().__init__(parent, RecoveryForm(check_key, judge))
        self._wait = 0
        self._busy = False
        # A coarse timer may fire early; a try before the wait is over would count as another wrong one.
        self._clock = QTimer(self, interval=1020, timerType=Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(lambda: self.set_wait(self._wait - 1))
        self._connect()
        self.set_people(people)
        if chosen is not None:
            self.people.set_value(chosen)

    def set_people(self, people: Sequence[Person]) -> None:
        """Other clinicians; beyond five the rows scroll."""
        self.people.set_people(people)
        self._shown_rows = min(len(people), SHOWN)
        self._fit_people()

    def set_backup_line(self, text: str, *, overdue: bool = False) -> None:
        """The line at the foot, e.g. "Backup yesterday 18:04, checked"."""
        self._foot.say(text, overdue=overdue)

    def set_needles_in(self, count: int, time: str = "", *, ended: int = 0) -> None:
        """The strip "2 needles in · 4:12", without a name; 0 takes it away.

        ``ended`` is how many planned times are up.
        """
        self._show_strip(shown=count > 0)
        if count > 0:
            self.needles.show_in(count, time, ended)

    def set_stopped(self, at: str) -> None:
        """The treatment was stopped here: the strip says so until somebody unlocks."""
        self._show_strip(shown=True)
        self.needles.show_stopped(at)

    def _show_strip(self, *, shown: bool) -> None:
        if self.needles.isHidden() == shown:
            self.needles.setVisible(shown)
            self._fit_people()

    def say(self, title: str, rest: str) -> None:
        """Something good to know, above the names."""
        self.told.set_message(MessageKind.OK, title, rest, ())
        self.told.show()

    def say_no_more(self) -> None:
        """What was said to go on did not come to its end."""
        self.told.hide()

    def show_wrong(self, wait_seconds: float = 0) -> None:
        """The passphrase was wrong; the field is kept, the next try waits this long."""
        self.set_busy(busy=False)
        self.passphrase.set_error(WRONG)
        self._clock.start()
        self.set_wait(max(round(wait_seconds + 0.499), 0))
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_wait(self, seconds: int) -> None:
        """Seconds until the next try is taken; counts down by itself once a second."""
        self._wait = max(seconds, 0)
        if self._wait == 0:
            self._clock.stop()
        self._say_wrong()
        self._update_unlock()

    @property
    def wait(self) -> int:
        """Seconds until the next try is taken."""
        return self._wait

    def show_error(self, title: str, safe: str, do: str) -> None:
        """Something else kept the charts closed: what happened, what is safe, what to do."""
        self.set_busy(busy=False)
        shown = self.recovery.error if self._stack.currentWidget() is self.recovery else self.error
        shown.say(title, f"{safe} {do}".strip())

    def say_fault(self, happened: str, safe: str, todo: str) -> None:
        """It may have been the answer to a passphrase that failed: the next try is taken."""
        super().say_fault(happened, safe, todo)
        self.set_busy(busy=False)

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Damaged or missing files, and the ways out; without anybody to choose there is nothing to type."""
        self.set_busy(busy=False)
        nobody = trouble is not None and not self._shown_rows
        for part in (self._who, self._people_area, self.passphrase_head, self.passphrase, self.unlock):
            part.setVisible(not nobody)
        self.recover.setVisible(not nobody)
        if trouble is None:
            self.trouble.hide()
            return
        self.error.say("")
        self.trouble.show_trouble(trouble)
        self._fit_people()
        QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.trouble, 0, 0))

    def offer_older(self, *, offered: bool) -> None:
        """Offer to open a chart that is older than it was at its last closing; never done by itself."""
        self.older.setVisible(offered)

    def offer_elsewhere(self, *, offered: bool) -> None:
        """Offer to read the newest backup of a chart that another window holds; nothing is charted in it."""
        self._offer(self.elsewhere, offered=offered)

    def offer_viewing(self, *, offered: bool) -> None:
        """Offer to read a chart that cannot be written to; nothing is charted in it."""
        self._offer(self.viewing, offered=offered)

    def _offer(self, button: Button, *, offered: bool) -> None:
        button.setVisible(offered)
        if offered:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(button, 0, 0))

    def set_busy(self, *, busy: bool) -> None:
        """While the passphrase is tried (about half a second) a second tap does nothing."""
        self._busy = busy
        if busy:
            self.forget_fault()
        self.recovery.set_busy(busy=busy)
        self._update_unlock()

    def clear(self) -> None:
        """Forget what was typed, after unlocking and before locking."""
        self.passphrase.clear()
        self.recovery.clear()
        self.error.say("")
        self.forget_fault()
        self.passphrase.set_error("")
        self._stack.setCurrentIndex(0)

    def focus_passphrase(self) -> None:
        """Ready to type."""
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self, self._show_unlock)

    def _connect(self) -> None:
        self.people.chosen.connect(lambda key: self._person_chosen())
        self.passphrase.submitted.connect(self.unlock.press)
        self.passphrase.edited.connect(lambda text: self._update_unlock())
        self.unlock.clicked.connect(self._request)
        self.older.clicked.connect(self._accept_older)
        self.elsewhere.clicked.connect(lambda: self._ask_to_read(self.elsewhere_requested))
        self.viewing.clicked.connect(lambda: self._ask_to_read(self.view_requested))
        self.recover.clicked.connect(self._open_recovery)
        self.restore.clicked.connect(self.restore_wanted)
        self.needles.acted.connect(lambda action: self.stop_requested.emit())
        self.trouble.acted.connect(self._mend)
        self.recovery.cancelled.connect(lambda: self._stack.setCurrentIndex(0))
        self.recovery.submitted.connect(self._request_recovery)
        self._theme.changed.connect(self._fit_people)
        self._update_unlock()

    def _person_chosen(self) -> None:
        self.passphrase.clear()
        self.passphrase.set_error("")
        self.error.say("")
        self._take_back_offers()
        self._clock.stop()
        self._wait = 0
        self._update_unlock()
        self.focus_passphrase()

    def _request(self) -> None:
        chosen = self.people.value()
        if chosen is None or self._busy:
            return
        self.error.say("")
        self._take_back_offers()
        self.passphrase.set_error("")
        self.set_busy(busy=True)
        self.unlock_requested.emit(chosen, self.passphrase.text())

    def _take_back_offers(self) -> None:
        for one in self.offers:
            one.hide()

    def _accept_older(self) -> None:
        chosen = self.people.value()
        self.older.hide()
        if chosen is not None and not self._busy:
            self.set_busy(busy=True)
            self.older_accepted.emit(chosen, self.passphrase.text())

    def _mend(self, action: str) -> None:
        if action == "restore_now":
            self.restore_wanted.emit()
        elif action == "take_keys":
            self.keys_wanted.emit()
        elif action == "save_as_is":
            where = "A folder outside this laptop, e.g. a stick"
            name = QFileDialog.getExistingDirectory(self.window(), where, str(Path.home()))
            if name:
                self.copy_wanted.emit(Path(name))
        else:
            self._read_only()

    def _read_only(self) -> None:
        self._ask_to_read(self.readable_requested)

    def _ask_to_read(self, request: SignalInstance) -> None:
        chosen = self.people.value()
        if chosen is None or not self.passphrase.text():
            self.error.say("Type your passphrase first", "What can be read is encrypted, too.")
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._busy and not self._wait:
            self.error.say("")
            self._take_back_offers()
            self.set_busy(busy=True)
            request.emit(chosen, self.passphrase.text())

    def _open_recovery(self) -> None:
        chosen = self.people.value()
        if chosen is not None:
            self.recovery.open_for(self.people.name_of(chosen))
            self._stack.setCurrentWidget(self.recovery)
            self.recovery.key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _request_recovery(self, key: str, passphrase: str) -> None:
        chosen = self.people.value()
        if chosen is not None and not self._busy:
            self.set_busy(busy=True)
            self.recovery_requested.emit(chosen, key, passphrase)

    def _say_wrong(self) -> None:
        if not self.passphrase.edit.error:
            return
        caps = "Caps Lock is on. " if self.passphrase.caps_lock_noticed else ""
        unit = "second" if self._wait == 1 else "seconds"
        todo = f"Try again in {self._wait} {unit}." if self._wait else "Try again now."
        self.error.say(WRONG, f"{caps}{todo} {GROWING}")

    def _update_unlock(self) -> None:
        reasons = []
        if self._wait:
            reasons.append(f"The next try opens in {self._wait} s")
        elif self._busy:
            reasons.append("The passphrase is being tried")
        elif not self.passphrase.text():
            reasons.append("Type the passphrase first")
        self.unlock.set_not_ready(reasons)
        self.unlock.set_text(
            "Unlocking" if self._busy else f"Wait {self._wait} s" if self._wait else "Unlock"
        )


__all__ = ["Person", "UnlockScreen"]
