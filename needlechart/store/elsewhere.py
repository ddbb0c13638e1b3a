"""A chart that another window holds, opened for reading: a copy of the moment, gone when it is closed.

The holder has the file locked, but its bytes can be read. The file is copied first, then its write-ahead log.
That is one state of the chart if the log was not begun anew meanwhile: whatever a checkpoint wrote into the
file while it was copied then stands in the copied log too, and the log is what counts. Where there is no log
nothing is half way into the file, and reading it twice shows that nothing was. What was copied is believed
only once every page, every table and the whole audit log were checked. Where none of this succeeds the newest
whole backup is taken instead, and says that it is one.

Nobody charts, signs or backs up in it. For who read in it see `elsewhere_seen`.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from needlechart.domain.record import now
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.store import dated
from needlechart.store.audit import Anchor, Chain, Head, hash_at, read_anchor, read_head, read_links
from needlechart.store.backup import verify_copy
from needlechart.store.connection import open_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.elsewhere_seen import PREFIX, remove_copy
from needlechart.store.files import BACKUPS, DATABASE, KEYS, make_private_folder, plain_problems, write_new
from needlechart.store.form import Raw, schema_version
from needlechart.store.keyfile import parse_key_file
from needlechart.store.lockfile import held_by, held_here
from needlechart.store.manifest import BackupInfo
from needlechart.store.opening import Opened
from needlechart.store.places import all_backups
from needlechart.store.presence import identity
from needlechart.store.problems import Damaged, DiskFull, ReadOnly, StoreProblem
from needlechart.store.tables import SCHEMA_VERSION
from needlechart.store.vault import Secrets
from needlechart.store.whole import is_whole

TRIES = 5
PAUSE = 0.2
"""Seconds between two tries, in which a checkpoint comes to its end."""

BACKUPS_TRIED = 3
AT_ONCE = 1024 * 1024
LOG_HEAD = 32
"""Bytes at the beginning of a write-ahead log: they change whenever it is begun anew and never come back."""

LEAVING = "Nothing can be changed, signed or backed up here. Lock to leave; the copy is then removed."
NO_COPY = (
    "No copy to read could be made while it is written there, and no whole backup was found. Wait a moment"
    " and try again, or close needlechart there."
)


@dataclass(frozen=True, repr=False)
class _Source:
    """What is to be copied, and what opens it."""

    folder: Path
    secrets: Secrets
    keys: bytes
    file_id: str


def open_elsewhere(folder: Path, secrets: Secrets) -> Opened:
    """The chart as the window that holds it saved it last, or else its newest backup; open, to read.

    Raises `HeldElsewhere` when neither can be had, `DiskFull`, `ReadOnly`.
    """
    if held_here(folder):  # closing a file drops the locks its own process has on it
        raise held_by(folder)
    with plain_problems():
        keys = (folder / KEYS).read_bytes()
    source = _Source(folder, secrets, keys, parse_key_file(keys).file_id)
    for number in range(TRIES):
        if number:
            time.sleep(PAUSE)
        opened = _tried(source, None)
        if opened is not None:
            return opened
    own = [one for one in all_backups(folder) if one.file_id == source.file_id]
    for info in own[:BACKUPS_TRIED]:
        opened = _tried(source, info)
        if opened is not None:
            return opened
    held = held_by(folder)
    held.todo = NO_COPY
    raise held


def _tried(source: _Source, backup: BackupInfo | None) -> Opened | None:
    """One try: a copy that was checked and is open, or nothing, of which nothing stays."""
    target = source.folder / BACKUPS / dated.name(PREFIX, now())
    opened: Opened | None = None
    try:
        make_private_folder(target)
        with plain_problems():
            write_new(target / KEYS, source.keys)
        if backup is None:
            anchor = read_anchor(source.folder, source.file_id, source.secrets.data_key)
            at = copy_moment(source.folder, target)
        else:
            anchor, at = None, _copy_backup(source, backup, target)
        if at is not None:
            opened = _open(source, target, anchor)
            said = f"{_line(at, backup)}; changes made since in the other window are not shown."
            opened.as_of, opened.reading_line = at, f"For reading only. {said}"
            opened.notices = (f"For reading only. {held_by(source.folder).happened}", said, LEAVING)
    except (DiskFull, ReadOnly):
        raise
    except (StoreProblem, OSError):
        pass  # torn, or gone while it was read: the next try, and nothing of this one is shown
    finally:
        if opened is None:
            remove_copy(target)
    return opened


def _line(at: datetime, backup: BackupInfo | None) -> str:
    local = at.astimezone()
    today = now().astimezone().date()
    when = clock(local) if local.date() == today else f"{date_words(local.date())} {clock(local)}"
    return f"As saved {when}" if backup is None else f"As in the backup of {when}"


# Copying


def copy_moment(folder: Path, target: Path) -> datetime | None:
    """File and log into the target under the same names; until when everything saved is in them.

    None when they were written in a way that may have torn the copy. Raises a `StoreProblem`, OSError.
    """
    source, log = folder / DATABASE, folder / f"{DATABASE}-wal"
    copy, copied_log = target / f"{DATABASE}.part", target / f"{DATABASE}-wal"
    if (folder / f"{DATABASE}-journal").exists():
        return None
    there, begun = identity(folder), _log_head(log)
    with source.open("rb") as file:
        digest = _pour(file, copy)
        at = now()
        if begun:
            with log.open("rb") as written:
                _pour(written, copied_log)
            whole = _log_head(log) == begun
        else:
            # No log at this moment: nothing is half way into the file. Its bytes are the same before and
            # after: so they are those of this moment (the engine never writes a page twice alike).
            whole = not _log_head(log) and _digest(file) == digest
    if not whole or identity(folder) != there:
        return None
    copy.rename(target / DATABASE)
    return at


def _copy_backup(source: _Source, info: BackupInfo, target: Path) -> datetime | None:
    verify_copy(info.folder, info, source.secrets.data_key)
    with (info.folder / DATABASE).open("rb") as file:
        digest = _pour(file, target / f"{DATABASE}.part")
    if digest != info.sha256:
        return None
    (target / f"{DATABASE}.part").rename(target / DATABASE)
    return info.made_at


def _log_head(log: Path) -> bytes:
    """Empty when there is no log, or nothing in it."""
    try:
        with log.open("rb") as file:
            return file.read(LOG_HEAD)
    except FileNotFoundError:
        return b""


def _pour(source: BinaryIO, path: Path) -> str:
    """Every byte into a new file that this user alone can read; the digest of all of them."""
    seen = hashlib.sha256()
    with plain_problems():
        write_new(path, b"")
        with path.open("r+b") as out:
            for part in _parts(source):
                seen.update(part)
                out.write(part)
            out.flush()
            os.fsync(out.fileno())
    return seen.hexdigest()


def _digest(source: BinaryIO) -> str:
    seen = hashlib.sha256()
    source.seek(0)
    for part in _parts(source):
        seen.update(part)
    return seen.hexdigest()


def _parts(source: BinaryIO) -> Iterator[bytes]:
    while part := source.read(AT_ONCE):
        yield part


# Believing


def _open(source: _Source, target: Path, anchor: Anchor | None) -> Opened:
    """The copy, open, once everything in it was checked; raises a `StoreProblem`."""
    raw = open_raw(target / DATABASE, source.secrets.data_key)
    try:
        with raw_problems():
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # so that every page lies in the file
            _check(raw, source, anchor)
            opened = Opened(target, raw, source.secrets, source.file_id, Chain.of(raw), read_head(raw))
    except BaseException:
        raw.close()
        raise
    opened.identity = identity(target)
    opened.for_reading, opened.copy_of, opened.copied_head = True, source.folder, opened.head
    return opened


def _check(raw: Raw, source: _Source, anchor: Anchor | None) -> None:
    row = raw.execute("SELECT value FROM about WHERE name = 'file_id'").fetchone()
    if row is None or row[0] != source.file_id or schema_version(raw) != SCHEMA_VERSION:
        raise Damaged
    if not is_whole(raw):
        raise Damaged
    if anchor is not None and hash_at(raw, anchor.head.sequence) != anchor.head.hash:
        raise Damaged
    for _ in Chain.of(raw).faults(read_links(raw), Head()):
        raise Damaged
