"""After a check that found something: which backup has none of it.

The newest backup may be younger than what was changed, and hold it too. So backups are restored aside and
looked at as the chart was, the newest first, until the newest without a finding is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from needlechart.domain.rules.time_words import clock, date_words, plural
from needlechart.store.aside import try_restore
from needlechart.store.check import Progress
from needlechart.store.problems import BadBackup, StoreProblem
from needlechart.store.trial import Wanted, every

if TYPE_CHECKING:
    from needlechart.store.manifest import BackupInfo
    from needlechart.store.store import Store

LOOKING = "which backup has none of this"
UNCHANGED = "Nothing was changed."
COPY = f"{UNCHANGED} Copy the folder as it is before anything else."
NOT_LOOKED = f"{COPY} The newest backup may have these problems, too: check again before one is restored."
NONE_THERE = f"{COPY} No backup to restore is within reach: look for one on a stick or share."


@dataclass(frozen=True)
class WayBack:
    """What came of the search: the newest backup without a finding, if any; how many were looked at."""

    found: "BackupInfo | None"
    newest: bool
    looked: int

    @property
    def words(self) -> str:
        """What to do, for a person."""
        if not self.looked:
            return NONE_THERE
        if self.found is None:
            backups = "The only backup" if self.looked == 1 else f"Each of the {self.looked} backups"
            return (
                f"{COPY} {backups} within reach has problems, too: look for an older one on a stick or share."
            )
        made = self.found.made_at.astimezone()
        visits = plural(self.found.counts.get("visit", 0), "visit")
        which = f"of {date_words(made.date())} {clock(made)}, with {visits}"
        if self.newest:
            return f"{COPY} The newest backup, {which}, has none of these problems."
        return f"{COPY} Newer backups have problems, too: the newest without any is that {which}."


def search(asked: Wanted | None, progress: Progress | None = None) -> WayBack:
    """On any thread; raises what the progress raises, to stop. What opens the backups is forgotten."""
    if asked is None:
        return WayBack(None, newest=False, looked=0)
    looked: dict[int, bool] = {}

    def sound(number: int) -> bool:
        if number not in looked:
            try:
                looked[number] = try_restore(asked.backups[number], asked.taken, said).sound
            except BadBackup:
                looked[number] = False
        return looked[number]

    def said(done: int, total: int, what: str) -> None:
        if progress is not None:
            progress(done, total, f"{LOOKING}: {what}")

    try:
        number = first_sound(len(asked.backups), sound)
    finally:
        asked.taken.forget()
    found = None if number is None else asked.backups[number]
    return WayBack(found, newest=number == 0, looked=len(looked))


def first_sound(count: int, sound: Callable[[int], bool]) -> int | None:
    """The first of ``count`` that is sound: what was changed is in each backup made since, so halves tell.

    Where that is not so, because a backup is itself damaged, the rest is looked at one by one before it is
    said that there is none.
    """
    if count and sound(0):
        return 0
    low, high, found = 1, count, None
    while low < high:
        middle = (low + high) // 2
        if sound(middle):
            found, high = middle, middle
        else:
            low = middle + 1
    return found if found is not None else next((one for one in range(count) if sound(one)), None)


def way_back(store: "Store", progress: Progress | None = None) -> str:
    """The same for an open chart, on the thread of its store; words for a person."""
    try:
        return search(every(store), progress).words
    except StoreProblem:  # no room to restore one aside
        return NOT_LOOKED
