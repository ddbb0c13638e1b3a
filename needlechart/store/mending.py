"""Before anybody has unlocked: what is wrong with a chart's files, and what mends it without a passphrase.

Nothing here opens the chart, and nothing that lies there is lost: what is replaced is kept beside it.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from needlechart.domain.record import now
from needlechart.store import dated
from needlechart.store.files import (
    ANCHOR,
    BACKUPS,
    DATABASE,
    KEYS,
    make_private_folder,
    plain_problems,
    same_or_copy,
    sync_folder,
    write_atomic,
    write_new,
)
from needlechart.store.first_look import look_at
from needlechart.store.keyfile import as_written, parse_key_file, read_key_file
from needlechart.store.manifest import BackupInfo, read_manifest
from needlechart.store.places import all_backups
from needlechart.store.problems import BadBackup, Damaged, NotFound, StoreProblem
from needlechart.store.replaced import REPLACED

PAGE_BYTES = 4096
KEYS_MISSING = "The key file chart.keys is missing."
KEYS_CHANGED = "The key file chart.keys was damaged, or changed by another program."
KEYS_CHANGED_SAFE = "A passphrase whose entry is whole still opens the chart."
CHART_MISSING = "The chart file chart.ncdb is missing."
ALL_FILES = (DATABASE, f"{DATABASE}-wal", KEYS, ANCHOR)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is wrong: ``keys`` when it is the key file.

    ``newest`` is the newest backup within reach, ``keys_from`` the newest whose key file is whole.
    """

    problem: StoreProblem
    keys: bool
    newest: BackupInfo | None = None
    keys_from: BackupInfo | None = None
    last_in_order: datetime | None = None


def look_before(folder: Path) -> Found | None:
    """What can be told from outside, without a passphrase; None when nothing is seen to be wrong.

    Never while the chart is open in this process: closing a file drops its locks (POSIX).
    """
    try:
        sound = as_written(folder)
    except NotFound:
        return _keys_found(folder, Damaged(KEYS_MISSING, todo="Take the keys from a backup, or restore one."))
    except StoreProblem as problem:
        return _keys_found(folder, problem)
    if not (folder / DATABASE).exists():
        return met(folder, "", "", "")
    try:
        look_at(folder / DATABASE)
        _as_long_as_it_was(folder)
    except StoreProblem as problem:
        return found(folder, problem)
    return None if sound else _keys_found(folder, Damaged(KEYS_CHANGED, safe=KEYS_CHANGED_SAFE))


def met(folder: Path, happened: str, safe: str, todo: str) -> Found:
    """What opening the chart itself met, with what helps against it."""
    if not (folder / DATABASE).exists():
        happened, todo = CHART_MISSING, "Restore a backup, or put the file back."
    return found(folder, Damaged(happened, safe=safe, todo=todo))


def found(folder: Path, problem: StoreProblem) -> Found:
    """A problem of the chart file."""
    newest = next(iter(all_backups(folder)), None)
    return Found(problem=problem, keys=False, newest=newest, last_in_order=last_in_order(folder))


def _keys_found(folder: Path, problem: StoreProblem) -> Found:
    """A problem of the key file."""
    return Found(
        problem=problem,
        keys=True,
        newest=next(iter(all_backups(folder)), None),
        keys_from=newest_keys(folder),
        last_in_order=last_in_order(folder),
    )


def newest_keys(folder: Path) -> BackupInfo | None:
    """The newest backup within reach whose key file is as it was written."""
    return next((one for one in all_backups(folder) if _whole_keys(one)), None)


def _whole_keys(info: BackupInfo) -> bool:
    try:
        return as_written(info.folder) and read_key_file(info.folder).file_id == info.file_id
    except StoreProblem:
        return False


def _as_long_as_it_was(folder: Path) -> None:
    """Whole pages, and no fewer than when it was last in order: the file of a chart only grows."""
    size = (folder / DATABASE).stat().st_size
    if size % PAGE_BYTES:
        raise Damaged("The chart file was cut off.")
    known = _said_by_anchor(folder, "bytes")
    if isinstance(known, int) and size < known:
        raise Damaged("The chart file is shorter than it was.")


def _said_by_anchor(folder: Path, name: str) -> object:
    """What the anchor says in clear: for a person, not for a check."""
    try:
        return json.loads((folder / ANCHOR).read_bytes())[name]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def last_in_order(folder: Path) -> datetime | None:
    """When it was last left in order, as the anchor says."""
    try:
        return datetime.fromisoformat(str(_said_by_anchor(folder, "at")))
    except ValueError:
        return None


def copy_as_is(folder: Path, target: Path) -> Path:
    """The files of a chart that is not open, byte for byte, in a new folder below ``target``.

    Raises `DiskFull`, `ReadOnly`, `NotWritten`; a copy that is not whole keeps the ending ``.part``.
    """
    final = target / f"needlechart-as-it-is-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    part = final.with_name(f"{final.name}.part")
    with plain_problems():
        make_private_folder(part)
        for name in ALL_FILES:
            if (folder / name).is_file():
                write_new(part / name, (folder / name).read_bytes())
        part.rename(final)
        sync_folder(target)
    return final


def take_keys(folder: Path, source: Path) -> BackupInfo:
    """The key file of a backup in the place of one that is damaged or missing, which is kept aside.

    Passphrases are those of that time. Raises `BadBackup` when the backup's keys are not whole.
    """
    info = read_manifest(source)
    if info is None:
        raise BadBackup
    with plain_problems():
        data = (source / KEYS).read_bytes()
    if parse_key_file(data).file_id != info.file_id:
        raise BadBackup("This backup's keys belong to another chart.")
    if (folder / KEYS).exists():
        keep = folder / BACKUPS / dated.name(REPLACED, now())
        make_private_folder(keep)
        with plain_problems():
            same_or_copy(folder / KEYS, keep / KEYS)
            sync_folder(keep)
    write_atomic(folder / KEYS, data, parse_key_file)
    return info
