"""A chart that another window holds: its newest verified backup, opened for reading.

The live chart is not looked at. A backup is copied aside, so that who read in it can be kept while the backup
stays as it is, and the copy is believed once it was verified as at its making. It is gone when it is closed.

Nobody charts, signs or backs up in it. For who read in it see `elsewhere_seen`.
"""

from datetime import datetime
from pathlib import Path

from needlechart.domain.overview import OnlyRead
from needlechart.domain.record import now
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.store import dated
from needlechart.store.audit import Chain, read_head
from needlechart.store.backup import verify_copy
from needlechart.store.connection import open_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.elsewhere_seen import keep_outside
from needlechart.store.files import (
    BACKUPS,
    DATABASE,
    KEYS,
    copy_private,
    make_private_folder,
    plain_problems,
    told_of,
    write_new,
)
from needlechart.store.keyfile import parse_key_file
from needlechart.store.lockfile import held_by
from needlechart.store.manifest import BackupInfo
from needlechart.store.opening import Opened
from needlechart.store.outside import PREFIX, make_own_folder, remove_copy, sweep
from needlechart.store.places import all_backups
from needlechart.store.presence import identity
from needlechart.store.problems import BadBackup, DiskFull, NotWritten, ReadOnly, StoreProblem
from needlechart.store.tables import SCHEMA_VERSION
from needlechart.store.vault import Secrets

LEAVING = "Nothing can be changed, signed or backed up here. Lock to leave; the copy is then removed."
NO_BACKUP = (
    "There is no whole backup of it to read. Close needlechart there, or make a backup there, then try again."
)


def open_elsewhere(folder: Path, secrets: Secrets, outside: Path | None = None) -> Opened:
    """The newest backup of the chart that is whole, open, to read; one that is not is passed over.

    The copy lies beside the backups, or ``outside`` where nothing can be written there. Raises
    `HeldElsewhere` when there is none; `DiskFull`, `NotWritten`, `ReadOnly` when no copy can be made.
    """
    with plain_problems():
        keys = (folder / KEYS).read_bytes()
    try:
        return _newest(folder, secrets, keys, folder / BACKUPS)
    except ReadOnly:
        if outside is None:
            raise
    sweep(outside)
    with told_of(outside):
        opened = _newest(folder, secrets, keys, make_own_folder(outside, parse_key_file(keys).file_id))
    keep_outside(opened)
    return opened


def _newest(folder: Path, secrets: Secrets, keys: bytes, place: Path) -> Opened:
    file_id = parse_key_file(keys).file_id
    for info in all_backups(folder):
        if info.file_id == file_id and info.schema == SCHEMA_VERSION:
            opened = _tried(folder, secrets, keys, info, place / dated.name(PREFIX, now()))
            if opened is not None:
                return opened
    held = held_by(folder)
    held.todo = NO_BACKUP
    raise held


def _tried(folder: Path, secrets: Secrets, keys: bytes, info: BackupInfo, target: Path) -> Opened | None:
    """A copy of this backup, verified and open; or nothing, of which nothing stays."""
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
    with (info.folder / DATABASE).open("rb") as source:
        if copy_private(source, path) != info.sha256:
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
    opened.only_read, opened.copy_of, opened.copied_head = OnlyRead.HELD, folder, opened.head
    opened.as_of, opened.reading_line = info.made_at, f"For reading only. {said}"
    opened.notices = (f"For reading only. {held_by(folder).happened}", said, LEAVING)
    return opened


def _when(at: datetime) -> str:
    local = at.astimezone()
    today = now().astimezone().date()
    return clock(local) if local.date() == today else f"{date_words(local.date())} {clock(local)}"
