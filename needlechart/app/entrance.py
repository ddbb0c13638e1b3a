"""The unlock screen: who is charting, the passphrase or the recovery key, needles that are in meanwhile."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from needlechart.app import mending as mending
from needlechart.app import opening as opening
from needlechart.app.ways_in import WaysIn
from needlechart.editing.answers import Answers, Line
from needlechart.ui.main_window import MainWindow

if TYPE_CHECKING:
    from concurrent.futures import Future

    from needlechart.app.needles import LockedNeedles
    from needlechart.domain.needles_in import NeedlesIn
    from needlechart.store.store import Store
    from needlechart.ui.screens.unlock import UnlockScreen
    from needlechart.ui.screens.unlock_parts import Trouble


CLOSING = "A last backup is made and checked; then the key of the charts leaves memory"
CLOSING_SHOWN_MS = 400


class Entrance(QObject):
    """Asks who is charting: ``opened(store)`` once the chart is open, on its own thread.

    ``restore_wanted()`` when a backup is to be put back instead.
    """

    opened = Signal(object)
    restore_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        folder: Path,
        outside: Path,
        database: opening.Database,
        answers: Answers,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._folder = folder
        self._database = database
        self._answers = answers
        self._viewing = False  # what was tried last
        self._going_on = False  # it said how far it is
        self._held: LockedNeedles | None = None
        self._screen: UnlockScreen | None = None
        self._ways = WaysIn(folder, outside)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self.tick)
        window.about_to_lock.connect(self._remember_needles)

    @property
    def shown(self) -> bool:
        """Whether it asks just now."""
        return self._screen is not None

    def show(self, told: tuple[str, str] = ("", "")) -> None:
        """Ask who is charting; ``told`` are a title and a sentence to begin with."""
        from needlechart.store.passphrase import passphrase_strength
        from needlechart.store.problems import StoreProblem
        from needlechart.ui.screens.unlock import UnlockScreen

        try:
            who = opening.people(self._folder)
            trouble = None
        except StoreProblem as error:
            who, trouble = [], error
        chosen = self._window.look.last_clinician
        screen = UnlockScreen(
            who,
            check_key=opening.key_fault,
            judge=passphrase_strength,
            chosen=chosen if any(one.id == chosen for one in who) else None,
        )
        screen.setObjectName("unlock")
        screen.unlock_requested.connect(self._try)
        screen.older_accepted.connect(self._accept_older)
        screen.recovery_requested.connect(self._recover)
        screen.restore_wanted.connect(self.restore_wanted)
        screen.readable_requested.connect(self._open_readable)
        screen.elsewhere_requested.connect(self._read_elsewhere)
        screen.view_requested.connect(self._view)
        screen.keys_wanted.connect(self._take_keys)
        screen.copy_wanted.connect(self._copy_as_is)
        screen.stop_requested.connect(self._stop_now)
        self._screen = screen
        self.tick()
        self._clock.start()
        self._window.show_unlock(screen)
        screen.focus_passphrase()
        if told[0]:
            screen.say(*told)
        if trouble is not None:
            screen.show_error(trouble.happened, trouble.safe, trouble.todo)

    def clear(self) -> None:
        """Forget the screen and what was typed into it; another takes its place."""
        if self._screen is not None:
            self._screen.clear()
        self._screen = None

    def stop(self) -> None:
        """The chart is open: the clock of the locked screen rests."""
        self._clock.stop()

    def end(self) -> None:
        """The window is gone: a migration that is under way stops without harm."""
        self._ways.ended.set()
        self._clock.stop()

    def look_for_backups(self) -> None:
        """Say at the foot when the newest backup was made, once the disk has told."""
        folder = self._folder
        found = self._database().call(lambda: opening.backup_line(folder))
        self._answers.deliver(found, self._say_backup, self.cannot_open)

    def say_backup_now(self) -> None:
        """The same at once."""
        self._say_backup(opening.backup_line(self._folder))

    def say_closing(self) -> None:
        """The same after a lock; until the charts are closed it says so, where that takes a moment."""
        self.say_backup_now()
        closed = self._database().call(lambda: None)  # behind all that the lock asked for

        def still_closing() -> None:
            if not closed.done():
                self._say_backup((CLOSING, False))

        QTimer.singleShot(CLOSING_SHOWN_MS, self, still_closing)
        self._answers.deliver(closed, lambda _: self.say_backup_now(), self.cannot_open)

    @Slot(object)
    def say_closed(self, closing: "Future[None]") -> None:
        """The charts are locked in any case; what the disk did not take of the end of it is said."""
        self._answers.deliver(closing, lambda _: None, self._say_failed)

    def look_for_trouble(self, *, known: bool = False) -> None:
        """Say before anybody unlocks what is wrong with the files, once the disk has told.

        ``known``: the chart that was open until now was found to be damaged.
        """
        folder = self._folder
        looked = self._database().call(lambda: mending.trouble_before(folder, known=known))
        self._answers.deliver(looked, self._show_trouble, self.cannot_open)

    def _show_trouble(self, trouble: "Trouble | None") -> None:
        if self._screen is not None and trouble is not None:
            self._screen.show_trouble(trouble)

    def _say_backup(self, line: tuple[str, bool]) -> None:
        if self._screen is not None:
            self._screen.set_backup_line(line[0], overdue=line[1])

    # Opening

    @Slot(str, str)
    def _try(self, clinician_id: str, passphrase: str, *, accept_older: bool = False) -> None:
        self._viewing = False
        line = Line(self, self._say_going_on)
        way = self._ways.unlock(clinician_id, passphrase, line, accept_older=accept_older)
        self._open(way, line.end)

    @Slot(str, str)
    def _view(self, clinician_id: str, passphrase: str, *, accept_older: bool = False) -> None:
        self._viewing = True
        line = Line(self, self._say_going_on)
        way = self._ways.view(clinician_id, passphrase, line, accept_older=accept_older)
        self._open(way, line.end)

    @Slot(str, str)
    def _accept_older(self, clinician_id: str, passphrase: str) -> None:
        (self._view if self._viewing else self._try)(clinician_id, passphrase, accept_older=True)

    @Slot(str, str, str)
    def _recover(self, clinician_id: str, key: str, passphrase: str) -> None:
        self._open(self._ways.recover(clinician_id, key, passphrase))

    @Slot(str, str)
    def _open_readable(self, clinician_id: str, passphrase: str) -> None:
        self._open(self._ways.read_damaged(clinician_id, passphrase))

    @Slot(str, str)
    def _read_elsewhere(self, clinician_id: str, passphrase: str) -> None:
        self._open(self._ways.read_elsewhere(clinician_id, passphrase))

    def _open(self, opening_it: "Callable[[], Store]", ended: Callable[[], None] = lambda: None) -> None:
        """``ended()``, then how it went, unless the person has turned to something else meanwhile."""
        screen, self._going_on = self._screen, False

        def opened(store: "Store") -> None:
            ended()
            if screen is self._screen:
                self.opened.emit(store)

        def failed(error: BaseException) -> None:
            ended()
            if screen is self._screen:
                if screen is not None and self._going_on:
                    screen.say_no_more()
                self.cannot_open(error)

        self._answers.deliver(self._database().open(opening_it), opened, failed)

    def _say_going_on(self, what: str, step: str) -> None:
        self._going_on = True
        if self._screen is not None:
            self._screen.say(what, step)

    def cannot_open(self, error: BaseException) -> None:
        """The chart did not open: say why on the unlock screen, made if it is not there."""
        from needlechart.app.problems import problem_of
        from needlechart.store.problems import (
            Damaged,
            HeldElsewhere,
            NotReadable,
            OlderThanAnchor,
            ReadOnly,
            WrongPassphrase,
        )
        from needlechart.store.rescue import NOTHING

        if self._screen is None:
            self.show()
        if self._screen is None:
            return
        if isinstance(error, WrongPassphrase):
            self._screen.show_wrong(error.wait)
        else:
            problem = problem_of(error)
            self._screen.show_error(problem.happened, problem.safe, problem.todo)
            self._screen.offer_older(offered=isinstance(error, OlderThanAnchor))
            self._screen.offer_elsewhere(offered=isinstance(error, HeldElsewhere))
            viewable = isinstance(error, ReadOnly) and not isinstance(error, NotReadable)
            self._screen.offer_viewing(offered=viewable)
            if mending.is_trouble(error):
                folder, partly = self._folder, isinstance(error, Damaged) and error.happened != NOTHING
                met = self._database().call(lambda: mending.trouble_met(folder, problem, partly=partly))
                self._answers.deliver(met, self._show_trouble, lambda error: None)

    # Damaged files

    @Slot()
    def _take_keys(self) -> None:
        folder = self._folder
        taken = self._database().call(lambda: mending.take_keys(folder))
        self._answers.deliver(taken, self._keys_taken, self._say_failed)

    def _keys_taken(self, told: tuple[str, str]) -> None:
        self.clear()
        self.show(told)
        self.say_backup_now()
        self.look_for_trouble()

    @Slot(object)
    def _copy_as_is(self, target: Path) -> None:
        folder = self._folder
        copied = self._database().call(lambda: mending.copy_as_is(folder, target))
        self._answers.deliver(copied, self._say_told, self._say_failed)

    def _say_told(self, told: tuple[str, str]) -> None:
        if self._screen is not None:
            self._screen.say(*told)

    def _say_failed(self, error: BaseException) -> None:
        from needlechart.app.problems import problem_of

        if self._screen is not None:
            problem = problem_of(error)
            self._screen.show_error(problem.happened, problem.safe, problem.todo)

    # Needles that are in

    @property
    def held(self) -> "LockedNeedles":
        """The needles that are in while the chart is locked."""
        if self._held is None:
            from needlechart.app.needles import LockedNeedles

            self._held = LockedNeedles(self._folder)
            self._held.take_up()
        return self._held

    @Slot(str, object)
    def _remember_needles(self, visit_id: str, needles: "NeedlesIn | None") -> None:
        self.held.take_up(visit_id, needles)

    @Slot()
    def tick(self) -> None:
        """The clock of the needles that are in goes on over the locked screen, without a name."""
        from needlechart.store.files import NEEDLES_IN, STOPPED

        there = self._held is not None or any(
            (self._folder / name).exists() for name in (NEEDLES_IN, STOPPED)
        )
        if self._screen is not None and there:
            self.held.show(self._screen)

    @Slot()
    def _stop_now(self) -> None:
        """Patient unwell: written down before the screen says so."""
        from needlechart.app.problems import problem_of
        from needlechart.store.problems import StoreProblem

        if self._screen is None:
            return
        try:
            self.held.stop()
        except StoreProblem as error:
            problem = problem_of(error)
            self._screen.show_error(problem.happened, "Take the needles out and count them.", problem.todo)
        self.tick()
