"""A backup elsewhere while this laptop's disk takes nothing: what was saved, and what is held since.

What is held in memory is written into the copy, in order, through the same door as always; so a restore of it
brings the taps along. The chart itself is not touched, and what it still lacks stays queued for it.
"""

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act
from needlechart.domain.rules.time_words import plural
from needlechart.domain.words import AuditAction
from needlechart.store.audit import Chain, read_head
from needlechart.store.backup import finish_copy, free_name, state_of, sweep
from needlechart.store.connection import look_raw, open_raw
from needlechart.store.copying import start_copy
from needlechart.store.core import Pair
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import ANCHOR, DATABASE, LOCK, make_private_folder, remove_folder
from needlechart.store.keys import SigningKey
from needlechart.store.manifest import BackupInfo
from needlechart.store.newer import HELD
from needlechart.store.opening import Opened
from needlechart.store.presence import identity
from needlechart.store.problems import NotAllowed
from needlechart.store.rows import settled
from needlechart.store.vault import Secrets

if TYPE_CHECKING:
    from needlechart.store.store import Store


def emergency_copy(store: "Store", target: Path, held: Sequence[Sequence[Pair]]) -> BackupInfo:
    """A verified backup in a folder below ``target`` that holds the changes not saved yet, too.

    Raises `DiskFull`, `ReadOnly`, `BadBackup`, and what `Store.apply` raises; nothing is left there then.
    """
    if store.opened.for_reading:
        raise NotAllowed("What is open for reading alone is no backup.")
    store.allow(Act.BACKUP)
    make_private_folder(target)
    sweep(target)
    at = now()
    final = free_name(target, at)
    part = final.with_name(final.name + ".part")
    make_private_folder(part)
    opened = store.opened
    try:
        start_copy(store.folder, opened.raw, opened.secrets.data_key, part)
        _bring_up_to_date(store, part, held)
        raw = look_raw(part / DATABASE, opened.secrets.data_key)
        try:
            state = state_of(store.folder, raw)
        finally:
            raw.close()
        return finish_copy(part, final, state, opened.secrets.data_key, at, HELD)
    finally:
        with contextlib.suppress(OSError):  # the stick may be gone
            remove_folder(part)


def _bring_up_to_date(store: "Store", part: Path, held: Sequence[Sequence[Pair]]) -> None:
    mine = store.opened.secrets
    signing = SigningKey(bytearray(mine.signing.private), mine.signing.certificate)
    own = Secrets(mine.clinician_id, bytearray(mine.data_key), signing, mine.set_by)
    try:
        raw = open_raw(part / DATABASE, own.data_key)
        with raw_problems():
            chain, head = Chain.of(raw), read_head(raw)
        opened = Opened(part, raw, own, store.opened.file_id, chain, head, identity=identity(part))
        with type(store)(opened) as copy:
            for pairs in held:
                if not _there(copy, pairs):  # the disk took it while it was handed over
                    copy.apply(pairs)
            copy.note(
                AuditAction.BACKED_UP, detail=f"elsewhere, with {plural(len(held), 'change')} held here"
            )
            with raw_problems():  # a backup is one file
                raw.execute("PRAGMA journal_mode = DELETE").fetchall()
    finally:
        own.wipe()
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm", ANCHOR, LOCK):
        (part / name).unlink(missing_ok=True)


def _there(copy: "Store", pairs: Sequence[Pair]) -> bool:
    for before, after in pairs:
        record = after or before
        found = None if record is None else copy.get(type(record), record.id)
        if found != (None if after is None else settled(after)):
            return False
    return True
