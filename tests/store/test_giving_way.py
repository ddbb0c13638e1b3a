"""A backup lets taps pass: they are committed while it is copied and checked, and it is of one moment."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from needlechart.domain.trigger_point import TriggerPoint
from needlechart.store import copying
from needlechart.store.copying import COPYING
from needlechart.store.manifest import BackupInfo, backups
from needlechart.store.places import backup_everywhere
from needlechart.store.problems import NotOpen
from needlechart.store.restore import restore
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread
from tests import factories
from tests.store.conftest import new_store, reopened

WAIT = 60
"""Seconds after which a test fails that waits for another thread."""


class Charting:
    """Marks charted from inside a backup: one more at each of its steps."""

    def __init__(self, thread: StoreThread) -> None:
        self.thread = thread
        self.marks: list[Future[None]] = []
        self.heard: list[str] = []

    def chart(self) -> "Future[None]":
        """One mark more, queued as a tap is."""
        number = len(self.marks)
        mark = factories.point(id=f"m{number:03}", number=number + 1)
        self.marks.append(self.thread.submit(lambda store: store.put(mark)))
        return self.marks[-1]

    def told(self, done: int, total: int, what: str) -> None:
        """A tap at each step; while it is checked, not copied, that thread waits for the commit."""
        self.heard.append(what)
        tap = self.chart()
        if what != COPYING:
            tap.result(WAIT)

    def backup(self) -> BackupInfo:
        """Made on the thread; how many marks were committed when it was done is in ``kept``."""

        def work(store: Store) -> BackupInfo:
            made = backup_everywhere(store, "asked", self.told)
            self.kept = sum(one.done() for one in self.marks)
            return made

        return self.thread.submit(work, alone=True).result(WAIT)


@pytest.fixture
def thread(folder: Path) -> Iterator[StoreThread]:
    with new_store(folder) as store:
        store.put(factories.patient(), factories.episode(), factories.visit())
    started = StoreThread()
    started.open(lambda: reopened(folder)).result(WAIT)
    yield started
    assert started.close(WAIT)


def marks_of(store: Store) -> list[str]:
    return sorted(one.id for one in store.select(TriggerPoint))


def test_taps_are_committed_while_a_backup_is_made_and_its_copy_is_of_one_moment(
    thread: StoreThread, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES_AT_ONCE", 4)
    charting = Charting(thread)

    made = charting.backup()

    copied, checked = charting.heard.count(COPYING), len(charting.heard) - charting.heard.count(COPYING)
    assert copied > 30
    assert checked > 5
    assert charting.kept == copied + checked == len(charting.marks)
    everything = [f"m{number:03}" for number in range(len(charting.marks))]
    assert thread.submit(marks_of).result(WAIT) == everything
    restore(made.folder, tmp_path / "restored", factories.CLINICIAN, factories.PASSPHRASE)
    with reopened(tmp_path / "restored") as store:
        assert store.check().findings == ()
        there = marks_of(store)
        assert there == everything[: len(there)]  # nothing later without everything before it
        assert len(there) == made.counts["trigger_point"] in range(copied - 2, copied + 1)


def test_a_second_place_is_written_beside_the_charting_too(thread: StoreThread, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    thread.submit(lambda store: store.put(store.clinic.but(second_backup_folder=str(stick)))).result(WAIT)
    charting = Charting(thread)

    made = charting.backup()

    (second,) = backups(stick)
    assert second.counts == made.counts
    assert charting.kept == len(charting.marks)
    assert charting.heard.count("checking every page") == 2


def test_what_closes_the_chart_waits_until_the_backup_is_whole(
    thread: StoreThread, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES_AT_ONCE", 4)
    charting = Charting(thread)
    locked: list[Future[None]] = []
    after: list[Future[None]] = []

    def told(done: int, total: int, what: str) -> None:
        if not locked:
            charting.chart()
            locked.append(thread.lock("in the midst"))
            after.append(charting.chart())
        assert not locked[0].done()

    made = thread.submit(lambda store: backup_everywhere(store, "asked", told), alone=True).result(WAIT)

    locked[0].result(WAIT)
    assert backups(folder) == [made]
    assert charting.marks[0].exception(WAIT) is None
    assert isinstance(after[0].exception(WAIT), NotOpen)  # it came after the lock, and is not done before it


def test_a_backup_that_is_stopped_while_it_is_checked_leaves_the_thread_at_work(
    thread: StoreThread, folder: Path
) -> None:
    charting = Charting(thread)

    def stop(done: int, total: int, what: str) -> None:
        if what == "checking every page":
            raise KeyboardInterrupt

    stopped = thread.submit(lambda store: backup_everywhere(store, "asked", stop), alone=True)

    assert isinstance(stopped.exception(WAIT), KeyboardInterrupt)
    assert backups(folder) == []
    charting.chart().result(WAIT)
