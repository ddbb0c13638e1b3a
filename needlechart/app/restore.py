"""Restoring a backup and renewing the data key: what the session does while the chart is closed."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from needlechart.app.problems import problem_of
from needlechart.app.ways_in import step_words
from needlechart.domain.backup_view import BackupRow, Loss
from needlechart.domain.rules.time_words import clock, date_words, percent_words
from needlechart.editing.answers import Answers, Line
from needlechart.ui.screens.restore import RestoreScreen
from needlechart.ui.screens.unlock_people import Person
from needlechart.ui.screens.waiting import WaitingScreen
from needlechart.ui.widgets import MessageKind

if TYPE_CHECKING:
    from needlechart.store.manifest import BackupInfo
    from needlechart.store.store import Store
    from needlechart.store.thread import StoreThread
    from needlechart.ui.errors import Notices


class Restoring(QObject):
    """``finished(words)`` once a backup is in the place of the chart; ``left()`` without."""

    finished = Signal(str, str)
    left = Signal()

    def __init__(self, folder: Path, database: Callable[[], "StoreThread"], parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._database = database
        self._answers = Answers()
        self.screen = RestoreScreen(found_backups(folder), look_at_backup)
        self.screen.compare_wanted.connect(self._compare)
        self.screen.restore_wanted.connect(self._restore)
        self.screen.left.connect(self._leave)

    def _compare(self, source: Path, clinician_id: str, passphrase: str) -> None:
        folder = self._folder
        asked = source, clinician_id, passphrase

        def say(words: str) -> None:
            if self.screen.still_asks(asked):
                self.screen.say_going(words)

        line = Line(self, say)

        def told(done: int, total: int, what: str) -> None:
            line(percent_words(done, what))

        def comparing() -> Loss:
            from needlechart.store.loss import loss_of

            return loss_of(source, folder, clinician_id, passphrase, told)

        def show(loss: Loss) -> None:
            line.end()
            if self.screen.still_asks(asked):
                self.screen.show_loss(loss)

        def fail(error: BaseException) -> None:
            line.end()
            if self.screen.still_asks(asked):
                self._failed(error)

        self._answers.deliver(self._database().call(comparing), show, fail)

    def _restore(self, source: Path, clinician_id: str, passphrase: str) -> None:
        folder = self._folder
        line = Line(self, self.screen.say_going)

        def told(done: int, total: int, what: str) -> None:
            line(percent_words(done, what))

        def restoring() -> "BackupInfo":
            from needlechart.store.restore import restore

            return restore(source, folder, clinician_id, passphrase, told=told)

        def restored(info: "BackupInfo") -> None:
            line.end()
            self._restored(info)

        def failed(error: BaseException) -> None:
            line.end()
            self._failed(error)

        self._answers.deliver(self._database().call(restoring), restored, failed)

    def _leave(self) -> None:
        self.close()
        self.left.emit()

    def close(self) -> None:
        """The screen goes: nothing is answered to it any more."""
        self._answers.close()
        self.deleteLater()

    def _restored(self, info: "BackupInfo") -> None:
        made = info.made_at.astimezone()
        self.screen.clear()
        self.close()
        self.finished.emit(
            f"The backup of {date_words(made.date())} {clock(made)} was restored",
            "The chart as it was before is kept too, in the folder backups: its name begins with replaced.",
        )

    def _failed(self, error: BaseException) -> None:
        problem = problem_of(error)
        self.screen.show_error(problem.happened, f"{problem.safe} {problem.todo}".strip())


class Renewing:
    """A new data key while the chart is closed; ``screen`` says how far it is."""

    def __init__(self, database: "StoreThread", answers: Answers) -> None:
        self.screen = WaitingScreen("Renewing the data key", "The chart opens again by itself.")
        self._database = database
        self._answers = answers

    def begin(
        self,
        folder: Path,
        clinician_id: str,
        passphrase: str,
        opened: Callable[["Store"], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Renew, then open for the same person: ``opened(store)``, or ``failed(error)``."""
        line = Line(self.screen, self.screen.say)

        def told(done: int, total: int, what: str) -> None:
            line(step_words(done, total, what))

        def renewing() -> "Store":
            from needlechart.store.rotate import rotate_key
            from needlechart.store.store import Store

            rotate_key(folder, clinician_id, passphrase, told)
            return Store.open(folder, clinician_id, passphrase)

        def done(store: "Store") -> None:
            line.end()
            opened(store)

        def stopped(error: BaseException) -> None:
            line.end()
            failed(error)

        self._answers.deliver(self._database.open(renewing), done, stopped)


def say_renewed(notices: "Notices | None") -> None:
    """That the data key is another one now, on the screen that is shown again."""
    if notices is not None:
        happened, safe = "The data key was renewed", "Copies of the files made before open nothing new."
        notices.say("renewed", MessageKind.OK, happened, safe, icon="check")


def found_backups(folder: Path) -> Sequence[BackupRow]:
    """Every backup in the places that are known, newest first."""
    from needlechart.store.places import overview

    return overview(folder).rows


def look_at_backup(folder: Path) -> tuple[BackupRow, Sequence[Person]] | None:
    """A backup and who has a passphrase in it, or None."""
    from needlechart.app.opening import people
    from needlechart.store.places import row_at
    from needlechart.store.problems import StoreProblem

    row = row_at(folder)
    try:
        return None if row is None else (row, people(folder))
    except StoreProblem:
        return None
