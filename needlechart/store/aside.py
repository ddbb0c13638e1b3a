"""A look at a whole chart beside the charting: over an encrypted copy of the moment, on another thread.

The copy lies in a folder of its own beside the chart, under the chart's own key, and is gone when the look is
over; one that a killed program left is taken away at the next opening.
"""

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.store.audit import Chain, read_head
from needlechart.store.backup import verify_copy
from needlechart.store.check import STEPS, Progress, Report, content_parts, live_parts, looked_at, tail_faults
from needlechart.store.connection import open_raw
from needlechart.store.copying import start_copy
from needlechart.store.core import Core
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import (
    DATABASE,
    KEYS,
    copy_file,
    make_private_folder,
    plain_problems,
    remove_folder,
)
from needlechart.store.keys import SigningKey, wipe
from needlechart.store.manifest import BackupInfo
from needlechart.store.opening import Opened
from needlechart.store.progress import Share, Told
from needlechart.store.vault import Secrets

if TYPE_CHECKING:
    from needlechart.store.store import Store

COPY = "a copy to look at"
CHECKED = ".checking"
TRIED = ".trial"
COUNTED = ".counting"


@dataclass(repr=False)
class Taken:
    """A copy that is to be looked at, and what opens it; `forget` ends both."""

    folder: Path
    data_key: bytearray
    file_id: str
    clinician_id: str

    def forget(self) -> None:
        """The key is overwritten and the copy is gone."""
        wipe(self.data_key)
        with contextlib.suppress(OSError):
            remove_folder(self.folder)


class Look(Core):
    """A copy that is only read."""

    def close(self) -> None:
        """Let go of the file."""
        self._close_connection()
        self._opened.raw.close()


def sweep_aside(folder: Path) -> None:
    """Take away what a killed look left; only while the chart is held open."""
    for name in (CHECKED, TRIED, COUNTED):
        with contextlib.suppress(OSError):
            remove_folder(folder / name)


def live_findings(store: "Store") -> Report:
    """What can be seen only in the chart itself; on the thread of the store."""
    parts = live_parts(store)
    parts["the audit log"] = lambda _: tail_faults(store)
    return looked_at(store, parts, None)


def take(store: "Store", progress: Progress | None = None) -> Taken:
    """A copy of this moment, made on the thread of the store; raises `Damaged`, `DiskFull`.

    Each page is read from the disk for it, and none that is not as it was written gets into it. What
    ``progress`` raises stops it: nobody who locks waits for the whole of it.
    """
    opened, folder = store.opened, store.folder / CHECKED
    with plain_problems():
        remove_folder(folder)
    taken = Taken(folder, bytearray(opened.secrets.data_key), opened.file_id, store.clinician.id)
    try:
        make_private_folder(folder)
        store.checkpoint()
        with raw_problems():  # or pages that were read before would not be read again
            opened.raw.execute("PRAGMA shrink_memory").fetchall()
        share = Share(None if progress is None else _copied(progress))
        start_copy(store.folder, opened.raw, opened.secrets.data_key, folder, share, store.way)
    except BaseException:
        taken.forget()
        raise
    return taken


def _copied(progress: Progress) -> Told:
    def told(done: int, total: int, _: str) -> None:
        progress(1, len(STEPS), f"{COPY} ({100 * done // total} %)")

    return told


def look(taken: Taken, progress: Progress | None) -> Report:
    """Everything in the copy; on any thread. The copy is gone afterwards, whatever happens."""
    try:
        return _look(taken, progress)
    finally:
        taken.forget()


def try_restore(source: BackupInfo, taken: Taken, progress: Progress | None) -> Report:
    """Restore a backup into the folder of ``taken``, open it as a chart is opened, and look at everything.

    Raises `BadBackup` when it is not whole, `DiskFull`. What was restored is gone afterwards.
    """
    try:
        with plain_problems():
            remove_folder(taken.folder)
            make_private_folder(taken.folder)
            for name in (DATABASE, KEYS):
                copy_file(source.folder / name, taken.folder / name)
        verify_copy(taken.folder, source, taken.data_key)
        return _look(taken, progress, verified=True)
    finally:
        with contextlib.suppress(OSError):
            remove_folder(taken.folder)


def _look(taken: Taken, progress: Progress | None, *, verified: bool = False) -> Report:
    """``verified``: tables and indexes were looked at just before."""
    raw = open_raw(taken.folder / DATABASE, taken.data_key)
    try:
        secrets = Secrets(taken.clinician_id, taken.data_key, SigningKey(bytearray(), ""))
        with raw_problems():
            chain, head = Chain.of(raw), read_head(raw)
        core = Look(Opened(taken.folder, raw, secrets, taken.file_id, chain, head))
        try:
            parts = content_parts(core)
            if verified:
                del parts["the file"]
            return looked_at(core, parts, progress)
        finally:
            core.close()
    finally:
        raw.close()
