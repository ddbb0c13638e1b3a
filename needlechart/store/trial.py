"""Once a quarter a backup is restored for trial, aside: a backup that nobody has tried is a hope.

What came of it stands in the audit log, and the newest once more where it is found without searching.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.backup_view import Trial
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.words import AuditAction
from needlechart.store.aside import TRIED, Taken
from needlechart.store.manifest import BackupInfo
from needlechart.store.places import all_backups

if TYPE_CHECKING:
    from needlechart.store.store import Store

EVERY = timedelta(days=91)
FIRST = timedelta(days=7)
"""So long after the chart was made the first trial is due."""

AT_MOST = 3
"""So many backups, the newest first, are tried until one is whole."""

TRIAL = "trial restore"
WHOLE, NOT_WHOLE = "whole", "not whole"


@dataclass(repr=False)
class Wanted:
    """Backups to try, newest first, and what opens them."""

    backups: Sequence[BackupInfo]
    taken: Taken


def last_trial(store: "Store") -> Trial | None:
    """The newest trial."""
    at, _, told = store.recall(TRIAL).partition(" ")
    return Trial(at=datetime.fromisoformat(at), whole=NOT_WHOLE not in told, told=told) if at else None


def due(store: "Store") -> bool:
    """Whether a quarter has gone by since the last trial, or a week since the chart was made."""
    if store.opened.for_reading or not may(store.clinician, Act.BACKUP):
        return False
    last = last_trial(store)
    if last is not None:
        return not timedelta(0) <= now() - last.at < EVERY
    first = store.select(AuditEntry, sequence=1)
    return not first or now() - first[0].at >= FIRST


def wanted(store: "Store") -> Wanted | None:
    """What is to be tried, on the thread of the store; None when there is no backup of this chart."""
    store.allow(Act.BACKUP)
    return every(store, AT_MOST)


def every(store: "Store", at_most: int | None = None) -> Wanted | None:
    """All backups of this chart within reach, or the newest of them."""
    opened = store.opened
    own = [one for one in all_backups(store.folder) if one.file_id == opened.file_id][:at_most]
    if not own:
        return None
    key = bytearray(opened.secrets.data_key)
    return Wanted(own, Taken(store.folder / TRIED, key, opened.file_id, store.clinician.id))


def keep(store: "Store", tried: Sequence[tuple[datetime, tuple[str, ...]]]) -> Trial:
    """Write down what came of each backup that was tried; the last one is the whole one, if any is."""
    each = [(at.astimezone(), _words(found)) for at, found in tried]
    said = [f"backup of {date_words(at.date())} {clock(at)} {words}" for at, words in each]
    at, told = now(), "; ".join(said)
    store.note(AuditAction.CHECKED, detail=f"{TRIAL}: {told}")
    store.remember(TRIAL, f"{at.isoformat()} {told}")
    return Trial(at=at, whole=NOT_WHOLE not in told, told=told)


def _words(found: tuple[str, ...]) -> str:
    return f"{NOT_WHOLE} ({found[0]})" if found else WHOLE
