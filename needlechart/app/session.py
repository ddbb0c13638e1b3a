"""From the first window to an open desk and back: set up, unlock, lock, restore, the end."""

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from needlechart.app import opening as opening
from needlechart.app.entrance import Entrance
from needlechart.app.presence import Presence
from needlechart.editing.answers import Answers
from needlechart.editing.collector import Collector
from needlechart.settings import Look, read_look, write_look
from needlechart.ui.main_window import MainWindow

if TYPE_CHECKING:
    from needlechart.app.desk import AppDesk
    from needlechart.app.first_run import FirstRun
    from needlechart.app.restore import Restoring
    from needlechart.domain.clinic import Clinic, Clinician
    from needlechart.editing.open_visit import OpenVisit
    from needlechart.store.queries.cut_off import CutOff
    from needlechart.store.store import Store
    from needlechart.store.thread import StoreThread

GIVEN = (
    "Your passphrase was given to you by an administrator. Choose your own in Settings under Therapists;"
    " nothing can be signed before."
)

KEY_KNOWN = (
    "A therapist left, and the data key was not renewed since: if they copied the chart’s files, their copy"
    " can still open new charts. Renew it in Settings under Data key."
)
NO_SHEET = (
    "The recovery sheet was not kept when this clinic was set up. Make a new one in Settings under Recovery"
    " sheet; without it nothing opens the charts when every passphrase is lost."
)

ACTIVITY = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
    QEvent.Type.Wheel,
}
"""What shows that somebody is there."""

_SHOWN = {QEvent.Type.Paint, QEvent.Type.UpdateRequest}
"""What shows that the window is on screen. Where a part covers it whole, Qt never paints the window."""


class Session(QObject):
    """One window on one data folder; ``loaded()`` once what is slow to import is there."""

    loaded = Signal()

    def __init__(
        self, app: QApplication, window: MainWindow, folder: Path, outside: Path, *, demo: bool
    ) -> None:
        super().__init__()
        self._app = app
        self.window = window
        self.folder = folder
        self._outside = outside
        self._demo = demo
        self._database = opening.Database()
        self.desk: AppDesk | None = None
        self._leftover: OpenVisit | None = None
        self._locked_desk: AppDesk | None = None
        self._reading = False  # a copy, of a chart that another window holds or that cannot be written to
        self._answers = Answers(self)
        self._first_run: FirstRun | None = None
        self._seen = False
        self._closing_refused = False
        self._ended = False
        self._restoring: Restoring | None = None
        self.presence = Presence(window, self)
        self.entrance = Entrance(window, folder, outside, self._database, self._answers, self)
        self.entrance.opened.connect(self._opened)
        self.entrance.restore_wanted.connect(self._show_restore)
        window.look_changed.connect(self._keep_look)
        window.restore_wanted.connect(self._lock_to_restore)
        window.key_change_wanted.connect(self._renew_key)
        window.standing.connect(self._note_standing)
        app.installEventFilter(self)
        self.collector = Collector(self)

    # Beginning

    @Slot()
    def begin(self) -> None:
        """Set up, open the demo, or ask who is charting: what the folder asks for."""
        from needlechart.store.files import DATABASE, KEYS

        there = (self.folder / KEYS).exists()
        if self._demo:
            self._show_demo(made=there)
        elif there or (self.folder / DATABASE).exists():  # without its keys it is not set up anew over it
            self.entrance.show()
        else:
            self._show_setup()

    def end(self) -> None:
        """Close the chart; called when the window is gone."""
        from needlechart.app.safety import backup_at_closing

        self._ended = True
        self._app.removeEventFilter(self)
        self._answers.close()
        was_open = self.desk is not None
        if self.desk is not None:
            self.window.nav.drop()
            self.desk.locked.disconnect(self._locked)
            self.desk.forget()
        elif self._locked_desk is not None:
            self._locked_desk.forget()
        self.desk = self._locked_desk = None
        self.presence.stop()
        self.entrance.end()
        thread = self._database.started
        if thread is not None:
            if was_open:
                thread.submit(backup_at_closing, alone=True)
            thread.close()

    @property
    def database(self) -> "StoreThread":
        """The database thread, started on first use."""
        return self._database()

    @Slot()
    def _painted(self) -> None:
        """The first window is on screen: now what is slow, while the person looks and types."""
        from needlechart.store.files import KEYS

        outside = self._outside
        self.database.call(lambda: opening.sweep_outside(outside))
        loaded = self.database.call(opening.import_slow_parts)
        self._answers.deliver(loaded, lambda _: self.loaded.emit(), self.entrance.cannot_open)
        if self._demo and self.desk is None:
            self._open_demo() if (self.folder / KEYS).exists() else self._make_demo()
        elif self.entrance.shown:
            self.entrance.look_for_backups()
            self.entrance.look_for_trouble()

    # First run

    def _show_setup(self) -> None:
        from needlechart.app.first_run import FirstRun

        self._first_run = FirstRun(self.window, self.folder, self._database, self._answers)
        self._first_run.look_chosen.connect(lambda size: self._change_look(text_size=size))
        self._first_run.created.connect(self._make_desk)
        self._first_run.finished.connect(self._show_home)
        self._first_run.screen.restore_wanted.connect(self._show_restore)
        self._first_run.show()

    # The fictional clinic

    def _show_demo(self, *, made: bool) -> None:
        from needlechart.ui.screens.waiting import WaitingScreen

        title = "Opening the fictional clinic" if made else "Making a fictional clinic"
        self.window.show_setup(WaitingScreen(title, "Nobody in it exists."))

    def _make_demo(self) -> None:
        folder = self.folder
        made = self.database.call(lambda: opening.make_demo(folder))
        self._answers.deliver(made, lambda _: self._open_demo(), self.entrance.cannot_open)

    def _open_demo(self) -> None:
        folder = self.folder
        opened = self.database.open(lambda: opening.open_demo(folder))
        self._answers.deliver(opened, self._opened, self.entrance.cannot_open)

    @Slot(object)
    def _opened(self, store: "Store") -> None:
        # Clinic and clinician are values read at opening; everything else stays on its thread.
        from needlechart.app.needles import stopped_notice

        back = self.window.look.last_clinician == store.clinician.id and not self._demo
        place, self.window.whereabouts = self.window.whereabouts, None
        visits = self.entrance.held.visits
        given = (GIVEN,) if store.needs_own_passphrase else ()
        sheet = (NO_SHEET,) if store.sheet_pending else ()
        renewal = (KEY_KNOWN,) if store.renewal_due else ()
        reading = store.reading_line
        self._reading = bool(reading)
        stopped = () if reading else stopped_notice(self.folder)  # of a copy it may not be true yet
        notices = (*store.notices, *given, *sheet, *renewal, *stopped)
        self._make_desk(store.clinic, store.clinician, notices)
        if self.desk is not None:
            self.desk.given_passphrase = bool(given)
        self._change_look(last_clinician=store.clinician.id)
        self.entrance.clear()
        self._show_home()
        self.window.say_reading(reading)
        same_place = back and place is not None and (not visits or place.visit_id in visits)
        if same_place and place is not None:
            self.window.nav.return_to(place)
        elif not self._demo and not reading and self.desk is not None:
            self.desk.cut_off(lambda found: self._after_cut_off(found, visits, visits if back else ()))

    def _after_cut_off(self, found: "CutOff | None", needles: tuple[str, ...], own: tuple[str, ...]) -> None:
        """Crash or power cut: back into the visit, unless needles are in elsewhere; they come first."""
        nav = self.window.nav
        if self.desk is None or nav.stack.currentWidget() is not nav.home:
            return  # whoever has unlocked is somewhere else already
        if found is not None and (not needles or found.visit_id in needles):
            at = found.last_change
            self.desk.open_visit(
                found.visit_id, lambda visit: nav.show_restored(visit, at), lambda problem: None
            )
        elif own:
            self._back_to(own[0])

    def _back_to(self, visit_id: str) -> None:
        """Where the needles are is where the hands are; a visit that is gone by now leaves Home as it is."""
        if self.desk is not None:
            self.desk.open_visit(visit_id, self.window.nav.show_visit, lambda problem: None)

    def _make_desk(self, clinic: "Clinic", clinician: "Clinician", notices: tuple[str, ...] = ()) -> None:
        from needlechart.app.desk import AppDesk

        self.desk = AppDesk(self.database, clinic, clinician, leftover=self._leftover, notices=notices)
        self._leftover = None
        if self._locked_desk is not None:
            self._locked_desk.leave_open()
            self._locked_desk = None
        self.desk.locked.connect(self._locked)
        self.desk.closing.connect(self.entrance.say_closed)

    # Restore, and a new data key

    @Slot()
    def _lock_to_restore(self) -> None:
        self.window.lock("to restore a backup")
        self._show_restore()

    @Slot()
    def _show_restore(self) -> None:
        from needlechart.app.restore import Restoring

        self.entrance.clear()
        if self._database.started is not None:  # a passphrase that was being tried opens nothing any more
            self._database().lock("to restore a backup")
        self._restoring = Restoring(self.folder, self._database, self)
        self._restoring.left.connect(self._leave_restore)
        self._restoring.finished.connect(self._restored)
        self.window.whereabouts = None
        self.window.show_setup(self._restoring.screen)

    @Slot()
    def _leave_restore(self, told: tuple[str, str] = ("", "")) -> None:
        from needlechart.store.files import DATABASE, KEYS

        self._restoring = None
        if not (self.folder / KEYS).exists() and not (self.folder / DATABASE).exists():
            self._show_setup()
            return
        self._first_run = None
        self.entrance.show(told)
        self.entrance.say_backup_now()
        self.entrance.look_for_trouble()

    @Slot(str, str)
    def _restored(self, title: str, rest: str) -> None:
        self._leave_restore((title, rest))

    @Slot(str)
    def _renew_key(self, passphrase: str) -> None:
        """The chart is closed, copied under a new key and opened again for the same person."""
        from needlechart.app.restore import Renewing

        if self.desk is None:
            return
        clinician_id = self.desk.clinician.id
        self.window.lock("to renew the data key")
        self.entrance.clear()
        renewing = Renewing(self.database, self._answers)
        self.window.show_setup(renewing.screen)
        renewing.begin(self.folder, clinician_id, passphrase, self._renewed, self.entrance.cannot_open)

    @Slot(object)
    def _renewed(self, store: "Store") -> None:
        from needlechart.app.restore import say_renewed

        self._opened(store)
        say_renewed(getattr(self.window.nav.stack.currentWidget(), "notices", None))

    @Slot(str)
    def _note_standing(self, visit_id: str) -> None:
        """Which draft is open is known beside the chart until it is left: a crash comes back to it."""
        from needlechart.store.standing import forget_standing, keep_standing

        if self._reading:
            return  # the window that holds the chart says there what it has open
        folder = self.folder
        if not visit_id:
            self.database.call(lambda: forget_standing(folder))
        elif self.desk is not None:
            clinician_id = self.desk.clinician.id
            self.database.call(lambda: keep_standing(folder, clinician_id, visit_id))

    def _show_home(self) -> None:
        if self.desk is not None:
            self.entrance.stop()
            self.window.show_home(self.desk)
            self.presence.start(self.desk)

    # Lock

    @Slot()
    def _locked(self) -> None:
        desk, self.desk = self.desk, None
        self._locked_desk = desk
        self.presence.stop()
        if desk is not None and desk.open_visit_now is not None and desk.open_visit_now.queue.waiting:
            self._leftover = desk.open_visit_now
        self.entrance.show()
        self.entrance.say_closing()
        self.entrance.look_for_trouble(known=desk is not None and desk.damaged)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key, tap or movement puts the idle lock off."""
        if event.type() in ACTIVITY and self.desk is not None:
            self.presence.seen()
        elif event.type() == QEvent.Type.Close and watched is self.window:
            return self._stays_open(event)
        elif not self._seen and watched is self.window and event.type() in _SHOWN:
            self._seen = True
            QTimer.singleShot(0, self._painted)
        return False

    def _stays_open(self, event: QEvent) -> bool:
        """Closing waits for what is not on the disk yet; asked again while the disk refuses, it goes."""
        visit = self.desk.open_visit_now if self.desk is not None else self._leftover
        if visit is None or not visit.queue.waiting or self._closing_refused:
            return False
        event.ignore()
        self._closing_refused = visit.queue.failing
        visit.queue.try_again()
        visit.queue.when_drained(self._close_window)
        return True

    def _close_window(self) -> None:
        if not self._ended:
            self.window.close()

    # Look

    @Slot(object)
    def _keep_look(self, look: Look) -> None:
        before = read_look(self.folder)
        self._write_look(look)
        changed = [one.name for one in fields(look) if getattr(before, one.name) != getattr(look, one.name)]
        if self.desk is not None and changed:
            self.desk.note_setting(f"this laptop: {', '.join(changed).replace('_', ' ')}")

    def _change_look(self, **values: Any) -> None:
        look = self.window.look.but(**values)
        if look != self.window.look:
            self.window.look = look
            self._write_look(look)

    def _write_look(self, look: Look) -> None:
        """In the folder of a chart that is only read, since it cannot be written to, nothing is kept."""
        if not self._reading:
            write_look(self.folder, look)
