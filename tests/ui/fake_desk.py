"""The real desk over a real encrypted store in a temporary folder, with a cheap key derivation.

Nothing is imitated: records go through the store's own door on its own thread, pages are drawn from the
real PDF. ``with open_desk(tmp_path, records) as desk`` closes everything again.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from needlechart.app.desk import AppDesk
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.record import R, Record, now
from needlechart.store.keyfile import Cost
from needlechart.store.store import Store
from needlechart.store.thread import StoreThread
from tests import factories as make

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
T = TypeVar("T")


class TestDesk(AppDesk):
    """The production desk, with ways to look into its database from a test."""

    __test__ = False  # not a test class
    cost = CHEAP

    def ask(self, work: Callable[[Store], T]) -> T:
        """Do something on the store's thread and wait for it; for a test's own look into the database."""
        return self._thread.submit(work).result(timeout=60)

    def stored(self, kind: type[R], **equal: object) -> list[R]:
        """Records as the database holds them now."""
        return list(self.ask(lambda store: store.select(kind, **equal)))

    def keep(self, *records: Record) -> None:
        """Add records as if they had been there before."""
        self.ask(lambda store: store.apply([(None, one) for one in records]))


@contextmanager
def open_desk(
    folder: Path,
    records: Iterable[Record] = (),
    *,
    clinic: Clinic | None = None,
    clinician: Clinician | None = None,
) -> Iterator[TestDesk]:
    """A desk over a new chart that holds these records."""
    thread = StoreThread()
    house, person = clinic or make.clinic(), clinician or make.clinician()
    store = thread.open(lambda: Store.create(folder, house, person, make.PASSPHRASE, CHEAP)[0]).result()
    desk = TestDesk(thread, house, store.clinician)
    try:
        several = list(records)
        if several:
            desk.keep(*several)
        yield desk
    finally:
        desk._answers.close()
        desk._paper.shutdown(wait=True)
        desk._care.shutdown(wait=True)
        thread.close()


def today_at(hour: int, minute: int = 0) -> datetime:
    """A time of this day."""
    return now().replace(hour=hour, minute=minute, second=0, microsecond=0)


def days_ago(days: int) -> date:
    """A day before this one."""
    return (now() - timedelta(days=days)).date()
