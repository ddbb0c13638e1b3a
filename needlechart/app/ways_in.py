"""The ways to open the chart of a folder, each as work for the database thread."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from needlechart.editing.answers import Line

if TYPE_CHECKING:
    from needlechart.store.store import Store

    Way = Callable[[], Store]


class WaysIn:
    """Of one folder; ``line(what, step)`` hears how far something long is, which ``ended`` stops."""

    def __init__(self, folder: Path, outside: Path) -> None:
        self._folder = folder
        self._outside = outside
        self.ended = Event()

    def unlock(self, clinician_id: str, passphrase: str, line: Line, *, accept_older: bool) -> "Way":
        """To chart in it."""
        folder, outside, ended = self._folder, self._outside, self.ended

        def migrating(done: int, total: int, what: str) -> None:
            from needlechart.store.problems import MigrationStopped

            if ended.is_set():  # closing the window stops it without harm
                raise MigrationStopped
            line("Bringing the charts to this version", step_words(done, total, what))

        def renewing(done: int, total: int, what: str) -> None:
            from needlechart.store.problems import RenewalStopped

            if ended.is_set():
                raise RenewalStopped
            line(
                "Going on with the renewal of the data key that was stopped",
                step_words(done, total, what),
            )

        def unlocking() -> "Store":
            from needlechart.store.store import Store

            return Store.open(
                folder,
                clinician_id,
                passphrase,
                accept_older=accept_older,
                told=migrating,
                renewing=renewing,
                outside=outside,
            )

        return unlocking

    def view(self, clinician_id: str, passphrase: str, line: Line, *, accept_older: bool) -> "Way":
        """To read a chart that cannot be written to, in a copy that takes a moment."""
        folder, outside, ended = self._folder, self._outside, self.ended

        def copying(done: int, total: int, what: str) -> None:
            from needlechart.store.problems import NotOpen

            if ended.is_set():
                raise NotOpen
            line("Opening read-only", f"{done * 100 // total} %: {what}")

        def viewing() -> "Store":
            from needlechart.store.store import Store

            return Store.view(
                folder, clinician_id, passphrase, outside, accept_older=accept_older, told=copying
            )

        return viewing

    def recover(self, clinician_id: str, key: str, passphrase: str) -> "Way":
        """By the recovery sheet, with a new passphrase."""
        folder, outside = self._folder, self._outside

        def unlocking() -> "Store":
            from needlechart.store.recovery import RecoveryKey
            from needlechart.store.store import Store

            return Store.open_with_recovery(
                folder, RecoveryKey.parse(key), clinician_id, passphrase, outside=outside
            )

        return unlocking

    def read_damaged(self, clinician_id: str, passphrase: str) -> "Way":
        """To read what can be read of a damaged one."""
        folder, outside = self._folder, self._outside

        def reading() -> "Store":
            from needlechart.store.store import Store

            return Store.for_reading(folder, clinician_id, passphrase, outside)

        return reading

    def read_elsewhere(self, clinician_id: str, passphrase: str) -> "Way":
        """To read the newest backup of one that another window holds."""
        folder, outside = self._folder, self._outside

        def reading() -> "Store":
            from needlechart.store.store import Store

            return Store.read_elsewhere(folder, clinician_id, passphrase, outside)

        return reading


def step_words(done: int, total: int, what: str) -> str:
    """How far something long is: ``done`` steps of ``total`` are behind."""
    return f"Step {done + 1} of {total}: {what}"
