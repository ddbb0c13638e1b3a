"""From the first window to an open desk and back: set up, unlock, lock, idle lock, the end."""

import time
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from needlechart import app_opening as opening
from needlechart.app_away import Away
from needlechart.editing.answers import Answers
from needlechart.editing.collector import Collector
from needlechart.settings import Look, read_look, write_look
from needlechart.ui.main_window import MainWindow

if TYPE_CHECKING:
    from needlechart.app_desk import AppDesk
    from needlechart.app_first_run import FirstRun
    from needlechart.app_needles import LockedNeedles
    from needlechart.app_restore import Restoring
    from needlechart.domain.clinic import Clinic, Clinician
    from needlechart.domain.needles_in import NeedlesIn
    from needlechart.editing.open_visit import OpenVisit
    from needlechart.store.store import Store
    from needlechart.store.thread import StoreThread
    from needlechart.ui.screens.unlock import UnlockScreen

BACKUP_LOOK_MS = 60_000
"""How often the session looks whether a backup is due, in milliseconds."""

QUIET_S = 20
"""A scheduled backup waits for so many seconds without a tap."""

IDLE_LOOK_MS = 5000
"""How often the idle lock looks at the clock, in milliseconds."""

GIVEN = (
    "Your passphrase was given to you by an administrator. Choose your own in Settings under Therapists;"
    " nothing can be signed before."
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


class Session(QObject):
    """One window on one data folder."""

    migration_step = Signal(str)

    def __init__(self, app: QApplication, window: MainWindow, folder: Path, *, demo: bool) -> None:
        super().__init__()
        self._app = app
        self.window = window
        self.folder = folder
        self._demo = demo
        self._thread: StoreThread | None = None
        self.desk: AppDesk | None = None
        self._leftover: OpenVisit | None = None
        self._locked_desk: AppDesk | None = None
        self._answers = Answers(self)
        self._held: LockedNeedles | None = None
        self._unlock: UnlockScreen | None = None
        self._first_run: FirstRun | None = None
        self._seen = False
        self._closing_refused = False
        self._ended = False
        self.last_seen = time.time()
        self._idle = QTimer(self, interval=IDLE_LOOK_MS)
        self._idle.timeout.connect(lambda: self.lock_if_idle(time.time()))
        self._away = Away(self)
        self._away.away.connect(window.lock)
        self._backups = QTimer(self, interval=BACKUP_LOOK_MS)
        self._backups.timeout.connect(lambda: self.back_up_if_quiet(time.time()))
        self._restoring: Restoring | None = None
        self._told = ("", "")
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        window.about_to_lock.connect(self._remember_needles)
        self.migration_step.connect(self._say_migrating)
        window.look_changed.connect(self._keep_look)
        window.restore_wanted.connect(self._lock_to_restore)
        window.key_change_wanted.connect(self._renew_key)
        app.installEventFilter(self)
        self._collector = Collector(self)

    # Beginning

    @Slot()
    def begin(self) -> None:
        """Set up, open the demo, or ask who is charting: what the folder asks for."""
        from needlechart.store.files import KEYS

        there = (self.folder / KEYS).exists()
        if self._demo:
            self._show_demo(made=there)
        elif there:
            self._show_unlock()
        else:
            self._show_setup()

    def end(self) -> None:
        """Close the chart; called when the window is gone."""
        from needlechart.app_safety import backup_at_closing

        self._ended = True
        self._app.removeEventFilter(self)
        self._answers.close()
        was_open = self.desk is not None
        if self.desk is not None:
            self.desk.forget()
            self.desk.locked.disconnect(self._locked)
            self.desk = None
            self.window.nav.drop()
        for timer in (self._clock, self._idle, self._backups):
            timer.stop()
        self._away.stop()
        if self._thread is not None:
            if was_open:
                self._thread.submit(backup_at_closing)
            self._thread.close()

    @property
    def database(self) -> "StoreThread":
        """The database thread, started on first use."""
        if self._thread is None:
            from needlechart.store.thread import StoreThread

            self._thread = StoreThread()
        return self._thread

    @Slot()
    def _painted(self) -> None:
        """The first window is on screen: now what is slow, while the person looks and types."""
        from needlechart.store.files import KEYS

        self.database.call(opening.import_slow_parts)
        if self._demo and self.desk is None:
            self._open_demo() if (self.folder / KEYS).exists() else self._make_demo()
        elif self._unlock is not None:
            found = self.database.call(lambda: opening.backup_line(self.folder))
            self._answers.deliver(found, self._say_backup, self._cannot_open)

    def _say_backup(self, line: tuple[str, bool]) -> None:
        if self._unlock is not None:
            self._unlock.set_backup_line(line[0], overdue=line[1])

    # First run

    def _show_setup(self) -> None:
        from needlechart.app_first_run import FirstRun

        self._first_run = FirstRun(self.window, self.folder, lambda: self.database, self._answers)
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
        made = self.database.call(lambda: opening.make_demo(self.folder))
        self._answers.deliver(made, lambda _: self._open_demo(), self._cannot_open)

    def _open_demo(self) -> None:
        opened = self.database.open(lambda: opening.open_demo(self.folder))
        self._answers.deliver(opened, self._opened, self._cannot_open)

    # Unlock

    def _show_unlock(self) -> None:
        from needlechart.store.passphrase import passphrase_strength
        from needlechart.store.problems import StoreProblem
        from needlechart.ui.screens.unlock import UnlockScreen

        try:
            who = opening.people(self.folder)
            trouble = None
        except StoreProblem as error:
            who, trouble = [], error
        chosen = self.window.look.last_clinician
        screen = UnlockScreen(
            who,
            check_key=opening.key_fault,
            judge=passphrase_strength,
            chosen=chosen if any(one.id == chosen for one in who) else None,
        )
        screen.setObjectName("unlock")
        screen.unlock_requested.connect(self._try)
        screen.older_accepted.connect(
            lambda person, passphrase: self._try(person, passphrase, accept_older=True)
        )
        screen.recovery_requested.connect(self._recover)
        screen.restore_wanted.connect(self._show_restore)
        screen.stop_requested.connect(self._stop_now)
        self._unlock = screen
        self._tick()
        self._clock.start()
        self.window.show_unlock(screen)
        screen.focus_passphrase()
        if self._told[0]:
            screen.say(*self._told)
            self._told = ("", "")
        if trouble is not None:
            screen.show_error(trouble.happened, trouble.safe, trouble.todo)

    @Slot(str, str)
    def _try(self, clinician_id: str, passphrase: str, *, accept_older: bool = False) -> None:
        def unlocking() -> "Store":
            from needlechart.store.store import Store

            return Store.open(
                self.folder, clinician_id, passphrase, accept_older=accept_older, told=self._migrating
            )

        self._answers.deliver(self.database.open(unlocking), self._opened, self._cannot_open)

    def _migrating(self, done: int, total: int, what: str) -> None:
        """On the database thread: tell the unlock screen; closing the window stops it without harm."""
        from needlechart.store.problems import MigrationStopped

        if self._ended:
            raise MigrationStopped
        self.migration_step.emit(f"Step {done + 1} of {total}: {what}")

    @Slot(str)
    def _say_migrating(self, words: str) -> None:
        if self._unlock is not None:
            self._unlock.say("Bringing the charts to this version", words)

    @Slot(str, str, str)
    def _recover(self, clinician_id: str, key: str, passphrase: str) -> None:
        def unlocking() -> "Store":
            from needlechart.store.recovery import RecoveryKey
            from needlechart.store.store import Store

            return Store.open_with_recovery(self.folder, RecoveryKey.parse(key), clinician_id, passphrase)

        self._answers.deliver(self.database.open(unlocking), self._opened, self._cannot_open)

    def _opened(self, store: "Store") -> None:
        # Clinic and clinician are values read at opening; everything else stays on its thread.
        from needlechart.app_needles import stopped_notice

        back = self.window.look.last_clinician == store.clinician.id and not self._demo
        place, self.window.whereabouts = self.window.whereabouts, None
        visits = self.held.visits
        given = (GIVEN,) if store.needs_own_passphrase else ()
        sheet = (NO_SHEET,) if store.sheet_pending else ()
        notices = (*store.notices, *given, *sheet, *stopped_notice(self.folder))
        self._make_desk(store.clinic, store.clinician, notices)
        if self.desk is not None:
            self.desk.given_passphrase = bool(given)
        self._change_look(last_clinician=store.clinician.id)
        if self._unlock is not None:
            self._unlock.clear()
        self._unlock = None
        self._show_home()
        same_place = back and place is not None and (not visits or place.visit_id in visits)
        if same_place and place is not None:
            self.window.nav.return_to(place)
        elif back and visits:
            self._back_to(visits[0])

    def _back_to(self, visit_id: str) -> None:
        """Where the needles are is where the hands are; a visit that is gone by now leaves Home as it is."""
        if self.desk is not None:
            self.desk.open_visit(visit_id, self.window.nav.show_visit, lambda problem: None)

    def _cannot_open(self, error: BaseException) -> None:
        from needlechart.app_problems import problem_of
        from needlechart.store.problems import OlderThanAnchor, WrongPassphrase

        if self._unlock is None:
            self._show_unlock()
        if self._unlock is None:
            return
        if isinstance(error, WrongPassphrase):
            self._unlock.show_wrong(error.wait)
        else:
            problem = problem_of(error)
            self._unlock.show_error(problem.happened, problem.safe, problem.todo)
            self._unlock.offer_older(offered=isinstance(error, OlderThanAnchor))

    def _make_desk(self, clinic: "Clinic", clinician: "Clinician", notices: tuple[str, ...] = ()) -> None:
        from needlechart.app_desk import AppDesk

        self.desk = AppDesk(self.database, clinic, clinician, leftover=self._leftover, notices=notices)
        self._leftover = None
        if self._locked_desk is not None:
            self._locked_desk.leave_open()
            self._locked_desk = None
        self.desk.locked.connect(self._locked)

    # Restore, and a new data key

    @Slot()
    def _lock_to_restore(self) -> None:
        self.window.lock("to restore a backup")
        self._show_restore()

    @Slot()
    def _show_restore(self) -> None:
        from needlechart.app_restore import Restoring

        if self._unlock is not None:
            self._unlock.clear()
        self._unlock = None
        self._restoring = Restoring(self.folder, lambda: self.database, self._answers, self)
        self._restoring.left.connect(self._leave_restore)
        self._restoring.finished.connect(self._restored)
        self.window.whereabouts = None
        self.window.show_setup(self._restoring.screen)

    @Slot()
    def _leave_restore(self) -> None:
        from needlechart.store.files import KEYS

        self._restoring = None
        if not (self.folder / KEYS).exists():
            self._show_setup()
            return
        self._first_run = None
        self._show_unlock()
        self._say_backup(opening.backup_line(self.folder))

    @Slot(str, str)
    def _restored(self, title: str, rest: str) -> None:
        self._told = (title, rest)
        self._leave_restore()

    @Slot(str)
    def _renew_key(self, passphrase: str) -> None:
        """The chart is closed, copied under a new key and opened again for the same person."""
        from needlechart.ui.screens.waiting import WaitingScreen

        if self.desk is None:
            return
        clinician_id = self.desk.clinician.id
        self.window.lock("to renew the data key")
        self._unlock = None
        self.window.show_setup(WaitingScreen("Renewing the data key", "The chart opens again by itself."))

        def renewing() -> "Store":
            from needlechart.store.rotate import rotate_key
            from needlechart.store.store import Store

            rotate_key(self.folder, clinician_id, passphrase)
            return Store.open(self.folder, clinician_id, passphrase)

        self._answers.deliver(self.database.open(renewing), self._opened, self._cannot_open)

    def back_up_if_quiet(self, at: float) -> None:
        """The scheduled backup, when nobody taps and nothing waits to be written; ``at`` is wall time (s).

        What went wrong is kept for Home and the unlock screen: never a word during a visit.
        """
        desk = self.desk
        if desk is None or at - self.last_seen < QUIET_S:
            return
        visit = desk.open_visit_now
        if visit is None or not visit.queue.waiting:
            desk.backup_if_due(lambda made: None, lambda problem: None)

    def _show_home(self) -> None:
        if self.desk is not None:
            self._clock.stop()
            self._away.start()
            self._backups.start()
            self.window.show_home(self.desk)
            self._restart_idle()

    # Lock

    @Slot()
    def _locked(self) -> None:
        desk, self.desk = self.desk, None
        self._locked_desk = desk
        self._idle.stop()
        self._away.stop()
        self._backups.stop()
        if desk is not None and desk.open_visit_now is not None and desk.open_visit_now.queue.waiting:
            self._leftover = desk.open_visit_now
        self._show_unlock()
        self._say_backup(opening.backup_line(self.folder))

    @property
    def held(self) -> "LockedNeedles":
        """The needles that are in while the chart is locked."""
        if self._held is None:
            from needlechart.app_needles import LockedNeedles

            self._held = LockedNeedles(self.folder)
            self._held.take_up()
        return self._held

    @Slot(str, object)
    def _remember_needles(self, visit_id: str, needles: "NeedlesIn | None") -> None:
        self.held.take_up(visit_id, needles)

    @Slot()
    def _tick(self) -> None:
        """The clock of the needles that are in goes on over the locked screen, without a name."""
        from needlechart.store.files import NEEDLES_IN, STOPPED

        there = self._held is not None or any((self.folder / name).exists() for name in (NEEDLES_IN, STOPPED))
        if self._unlock is not None and there:
            self.held.show(self._unlock)

    @Slot()
    def _stop_now(self) -> None:
        """Patient unwell: written down before the screen says so."""
        from needlechart.app_problems import problem_of
        from needlechart.store.problems import StoreProblem

        if self._unlock is None:
            return
        try:
            self.held.stop()
        except StoreProblem as error:
            problem = problem_of(error)
            self._unlock.show_error(problem.happened, "Take the needles out and count them.", problem.todo)
        self._tick()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key, tap or movement puts the idle lock off."""
        if event.type() in ACTIVITY and self.desk is not None:
            self._restart_idle()
        elif event.type() == QEvent.Type.Close and watched is self.window:
            return self._stays_open(event)
        elif not self._seen and watched is self.window and event.type() == QEvent.Type.Paint:
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

    def _restart_idle(self) -> None:
        self.last_seen = time.time()
        if self.desk is not None and not self._idle.isActive():
            self._idle.start()

    def lock_if_idle(self, at: float) -> None:
        """Lock if nobody was there for the clinic's minutes; wall time (s), so that sleep counts too."""
        if self.desk is not None and at - self.last_seen >= self.desk.clinic.lock_minutes * 60:
            self.window.lock("nobody was there")

    # Look

    @Slot(object)
    def _keep_look(self, look: Look) -> None:
        before = read_look(self.folder)
        write_look(self.folder, look)
        changed = [one.name for one in fields(look) if getattr(before, one.name) != getattr(look, one.name)]
        if self.desk is not None and changed:
            self.desk.note_setting(f"this laptop: {', '.join(changed).replace('_', ' ')}")

    def _change_look(self, **values: Any) -> None:
        look = self.window.look.but(**values)
        if look != self.window.look:
            self.window.look = look
            write_look(self.folder, look)
