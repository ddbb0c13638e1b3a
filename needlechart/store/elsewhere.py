"""A chart that another window holds: its newest verified backup, opened for reading.

The live chart is not looked at. A backup is copied aside, so that who read in it can be kept while the backup
stays as it is, and the copy is believed once it was verified as at its making. It is gone when it is closed.

Nobody charts, signs or backs up in it. For who read in it see `elsewhere_seen`.
"""

import hashlib
import os
from datetime import datetime
from pathlib import Path

from needlechart.domain.record import now
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.store import dated
from needlechart.store.audit import Chain, read_head
from needlechart.store.backup import verify_copy
from needlechart.store.connection import open_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.elsewhere_seen import PREFIX, remove_copy
from needlechart.store.files import BACKUPS, DATABASE, KEYS, make_private_folder, plain_problems, write_new
from needlechart.store.keyfile import parse_key_file
from needlechart.store.lockfile import held_by
from needlechart.store.manifest import BackupInfo
from needlechart.store.opening import Opened
from needlechart.store.places import all_backups
from needlechart.store.presence import identity
from needlechart.store.problems import BadBackup, DiskFull, NotWritten, ReadOnly, StoreProblem
from needlechart.store.tables import SCHEMA_VERSION
from needlechart.store.vault import Secrets

AT_ONCE = 1024 * 1024

LEAVING = "Nothing can be changed, signed or backed up here. Lock to leave; the copy is then removed."
NO_BACKUP = (
    "There is no whole backup of it to read. Close needlechart there, or make a backup there, then try again."
)


def open_elsewhere(folder: Path, secrets: Secrets) -> Opened:
    """The newest backup of the chart that is whole, open, to read; one that is not is passed over.

    Raises `HeldElsewhere` when there is none; `DiskFull`, `NotWritten`, `ReadOnly` when no copy can be made.
    """
    with plain_problems():
        keys = (folder / KEYS).read_bytes()
    file_id = parse_key_file(keys).file_id
    for info in all_backups(folder):
        if info.file_id == file_id and info.schema == SCHEMA_VERSION:
            opened = _tried(folder, secrets, keys, info)
            if opened is not None:
                return opened
    held = held_by(folder)
    held.todo = NO_BACKUP
    raise held


def _tried(folder: Path, secrets: Secrets, keys: bytes, info: BackupInfo) -> Opened | None:
    """A copy of this backup, verified and open; or nothing, of which nothing stays."""
    target = folder / BACKUPS / dated.name(PREFIX, now())
    opened: Opened | None = None
    try:
        make_private_folder(target)
        with plain_problems():
            write_new(target / KEYS, keys)
        _copy(info, target / DATABASE)
        verify_copy(target, info, secrets.data_key)
        opened = _open(folder, target, secrets, info)
    except (DiskFull, NotWritten, ReadOnly):
        raise
    except (StoreProblem, OSError):
        pass  # not whole, of a former key, or on a stick that was pulled out: nothing of it is shown
    finally:
        if opened is None:
            remove_copy(target)
    return opened


def _copy(info: BackupInfo, path: Path) -> None:
    """The backup's file under this name, readable by this user alone; raises a `StoreProblem`, OSError."""
    seen = hashlib.sha256()
    with (info.folder / DATABASE).open("rb") as source:
        with plain_problems():
            write_new(path, b"")
        with path.open("r+b") as out:
            while part := source.read(AT_ONCE):
                seen.update(part)
                with plain_problems():
                    out.write(part)
            with plain_problems():
                out.flush()
                os.fsync(out.fileno())
    if seen.hexdigest() != info.sha256:
        raise BadBackup


def _open(folder: Path, target: Path, secrets: Secrets, info: BackupInfo) -> Opened:
    raw = open_raw(target / DATABASE, secrets.data_key)
    try:
        with raw_problems():
            opened = Opened(target, raw, secrets, info.file_id, Chain.of(raw), read_head(raw))
    except BaseException:
        raw.close()
        raise
    said = f"As in the backup of {_when(info.made_at)}; changes made since in the other window are not shown."
    opened.identity = identity(target)
    opened.for_reading, opened.copy_of, opened.copied_head = True, folder, opened.head
    opened.as_of, opened.reading_line = info.made_at, f"For reading only. {said}"
    opened.notices = (f"For reading only. {held_by(folder).happened}", said, LEAVING)
    return opened


def _when(at: datetime) -> str:
    local = at.astimezone()
    today = now().astimezone().date()
    return clock(local) if local.date() == today else f"{date_words(local.date())} {clock(local)}"
