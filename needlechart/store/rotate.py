"""A new data key as one act: a copy of the chart under the new key, everyone's box filled anew, one swap.

Stopped at any moment, the old key or the new one opens the whole chart: before everything is prepared and
marked, the old one, and the next opening says that it was not finished and takes away what was prepared;
after it, the next opening puts the new files in place. Nothing lies between that could be resumed: a second
start makes a new copy under another new key, so that a half-written one is never trusted. Nobody's
passphrase, signing key or recovery sheet changes. Backups made before keep the old key.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act
from needlechart.domain.words import AuditAction
from needlechart.store.audit import Chain, Head, read_entries, read_head, write_anchor
from needlechart.store.backup import backup, counts
from needlechart.store.connection import look_raw, open_raw, raw_problems, rekey
from needlechart.store.files import DATABASE, KEYS, plain_problems, sync_file, write_new
from needlechart.store.keyfile import read_key_file, write_key_file
from needlechart.store.keys import random_key, wipe
from needlechart.store.places import backup_everywhere
from needlechart.store.problems import Damaged
from needlechart.store.store import Store
from needlechart.store.swap import READY, STAGE, drop_stage, finish_swap, mark_ready, new_stage
from needlechart.store.vault import with_new_data_key

if TYPE_CHECKING:
    from needlechart.store.opening import Opened

Told = Callable[[int, int, str], None]
"""Called with steps done, steps in all and what comes next; may raise to stop, which changes nothing."""

RENEWING = "renewing"
"""A file in the stage that says what it was prepared for; an unfinished one is told at the next opening."""

STEPS = ("a backup first", "a copy under a new key", "comparing", "everyone’s keys", "a backup after")


def rotate_key(folder: Path, clinician_id: str, passphrase: str, told: Told | None = None) -> None:
    """Renew the data key of a chart that is not open; administrators only.

    Raises `NotAllowed` and every `StoreProblem` of opening, backing up and writing.
    """

    def step(number: int) -> None:
        if told is not None:
            told(number, len(STEPS), STEPS[number])

    store = Store.open(folder, clinician_id, passphrase)
    new = random_key()
    try:
        store.allow(Act.KEYS)
        step(0)
        backup(store, reason="before-key-change")
        stage = new_stage(folder)
        with plain_problems():
            write_new(stage / RENEWING, b"")
        store.note(AuditAction.KEY_CHANGED)
        step(1)
        _copy_under(store.opened, stage, new)
        step(2)
        _compare(store.opened, stage, new)
        step(3)
        _keys_and_anchor(store.opened, stage, new)
        mark_ready(folder)
    except BaseException:
        drop_stage(folder)
        raise
    finally:
        wipe(new)
        store.close("to renew the data key")
    finish_swap(folder)
    step(4)
    with Store.open(folder, clinician_id, passphrase) as renewed:
        backup_everywhere(renewed, "asked")


def unfinished(folder: Path) -> bool:
    """Whether a renewal was stopped before its end; call it while holding the chart open."""
    return (folder / STAGE / RENEWING).exists() and not (folder / STAGE / READY).exists()


def _copy_under(opened: "Opened", stage: Path, new: bytearray) -> None:
    database = stage / DATABASE
    with plain_problems():
        write_new(database, b"")
    with raw_problems():
        opened.raw.execute("VACUUM INTO ?", (str(database),))
    raw = open_raw(database, opened.secrets.data_key)
    try:
        rekey(raw, new)
        with raw_problems():
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()
    with plain_problems():
        for name in ("-wal", "-shm"):
            Path(f"{database}{name}").unlink(missing_ok=True)
        sync_file(database)


def _compare(opened: "Opened", stage: Path, new: bytearray) -> None:
    """Row for row the same chart, whole under the new key alone; raises `Damaged`."""
    raw = look_raw(stage / DATABASE, new)
    try:
        with raw_problems():
            same = counts(raw) == counts(opened.raw) and read_head(raw) == read_head(opened.raw)
            whole = not raw.execute("PRAGMA cipher_integrity_check").fetchall()
            sound = raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            chain = not list(Chain.of(raw).faults(read_entries(raw), Head()))
    finally:
        raw.close()
    if not (same and whole and sound and chain):
        raise Damaged("The copy under the new key is not whole.", todo="Check the chart, then try again.")


def _keys_and_anchor(opened: "Opened", stage: Path, new: bytearray) -> None:
    keys = with_new_data_key(read_key_file(opened.folder), opened.secrets.data_key, new)
    write_key_file(stage, keys, KEYS)
    write_anchor(stage, opened.file_id, new, opened.head, now())
