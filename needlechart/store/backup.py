"""Backups: made from the one connection, and verified before they get their name; see `restore`."""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act
from needlechart.store.audit import Chain, Head, Link, read_head, read_links
from needlechart.store.connection import look_raw
from needlechart.store.copying import COPYING, start_copy
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import (
    BACKUPS,
    DATABASE,
    KEYS,
    copy_file,
    make_private_folder,
    plain_problems,
    remove_folder,
    sync_file,
    sync_folder,
    write_atomic,
)
from needlechart.store.form import Raw, schema_version
from needlechart.store.giving_way import ALONE, Way
from needlechart.store.keyfile import parse_key_file, read_key_file
from needlechart.store.manifest import MANIFEST, BackupInfo, manifest_of
from needlechart.store.problems import BadBackup, NewerFile, StoreProblem
from needlechart.store.progress import SILENT, Share
from needlechart.store.vault import Secrets
from needlechart.store.whole import is_whole

if TYPE_CHECKING:
    from needlechart.store.store import Store

ENTRIES_AT_ONCE = 500


def backup(
    store: "Store", target_folder: Path | None = None, *, reason: str = "asked", share: Share = SILENT
) -> BackupInfo:
    """A verified copy in a folder of its own below ``target_folder`` (the chart's ``backups`` if None).

    ``share`` hears how much is copied and checked, and may stop it. Raises `DiskFull`, `ReadOnly`,
    `BadBackup`; then nothing lies under a final name.
    """
    from needlechart.domain.words import AuditAction

    store.allow(Act.BACKUP)
    opened = store.opened
    store.note(AuditAction.BACKED_UP, detail=reason)
    made = backup_raw(
        store.folder,
        opened.raw,
        opened.secrets,
        reason=reason,
        target=target_folder,
        share=share,
        way=store.way,
    )
    store.anchor()
    return made


def backup_raw(
    folder: Path,
    raw: Raw,
    secrets: Secrets,
    *,
    reason: str,
    target: Path | None = None,
    share: Share = SILENT,
    way: Way = ALONE,
) -> BackupInfo:
    """As `backup`, for a chart of any schema version that is open on this connection.

    ``way``: what waits for this thread is done meanwhile, and what is committed while it is copied is in it.
    """
    key = secrets.data_key
    base = target or folder / BACKUPS
    make_private_folder(base)
    at = now()
    final = free_name(base, at)
    part = final.with_name(final.name + ".part")
    sweep(base)
    make_private_folder(part)
    try:
        start_copy(folder, raw, key, part, share.part(0, 40), way)
        state = state_of(folder, raw)  # before anything else is written
        return way.beside(lambda: finish_copy(part, final, state, key, at, reason, share.part(40, 100)))
    except StoreProblem as problem:
        problem.at(str(base))
        raise
    finally:
        with contextlib.suppress(OSError):  # the stick may be gone
            remove_folder(part)


def free_name(base: Path, at: datetime) -> Path:
    """A folder below ``base`` named after the time, which is not there yet."""
    name = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    names = [base / name, *(base / f"{name}-{number}" for number in range(2, 1000))]
    return next(path for path in names if not path.exists())


@dataclass(frozen=True)
class State:
    """What the chart held when its last page was copied."""

    file_id: str
    schema: int
    head: Head
    counts: dict[str, int]


def state_of(folder: Path, raw: Raw) -> State:
    """Of an open chart at this moment; raises a `StoreProblem`."""
    with raw_problems():
        head = read_head(raw)
    return State(read_key_file(folder).file_id, schema_version(raw), head, counts(raw))


def finish_copy(
    part: Path,
    final: Path,
    state: State,
    data_key: bytes | bytearray,
    at: datetime,
    reason: str,
    share: Share = SILENT,
) -> BackupInfo:
    """Verify what lies aside against what the chart held, then give it its manifest and its name.

    On any thread: the chart is not asked any more.
    """
    database = part / DATABASE
    with plain_problems():
        sync_file(database)
        info = BackupInfo(
            folder=final,
            made_at=at,
            reason=reason,
            file_id=state.file_id,
            schema=state.schema,
            sha256=_digest(database),
            size=database.stat().st_size,
            head_sequence=state.head.sequence,
            head_hash=state.head.hash,
            counts=state.counts,
        )
    verify_copy(part, info, data_key, share)
    _name(part, info)
    return info


def copy_to(info: BackupInfo, base: Path, data_key: bytes | bytearray, share: Share = SILENT) -> BackupInfo:
    """A second, verified copy of a backup in another place, on any thread; raises as `backup`."""
    make_private_folder(base)
    sweep(base)
    final = free_name(base, info.made_at)
    part = final.with_name(final.name + ".part")
    make_private_folder(part)
    second = replace(info, folder=final)
    try:
        with plain_problems():
            share.say(COPYING)
            for name in (DATABASE, KEYS):
                copy_file(info.folder / name, part / name)
        verify_copy(part, second, data_key, share.part(30, 100))
        _name(part, second)
    except StoreProblem as problem:
        problem.at(str(base))
        raise
    finally:
        with contextlib.suppress(OSError):
            remove_folder(part)
    return second


def _name(part: Path, info: BackupInfo) -> None:
    """What was verified gets its manifest and its name."""
    write_atomic(part / MANIFEST, manifest_of(info))
    with plain_problems():
        part.rename(info.folder)
        sync_folder(info.folder.parent)


def counts(raw: Raw) -> dict[str, int]:
    """Rows of every table; raises a `StoreProblem`."""
    with raw_problems():
        tables = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        names = [row[0] for row in tables if not row[0].startswith("sqlite_")]
        return {
            name: int(raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608 - our own names
            for name in names
        }


def verify_copy(folder: Path, info: BackupInfo, data_key: bytes | bytearray, share: Share = SILENT) -> None:
    """Open the copy aside and compare it with what the manifest says; raises `BadBackup`."""
    database = folder / DATABASE
    try:
        share.say("checking the copy")
        if _digest(database) != info.sha256:
            raise BadBackup
        if parse_key_file((folder / KEYS).read_bytes()).file_id != info.file_id:
            raise BadBackup("This backup's keys belong to another chart.")
        raw = look_raw(database, data_key)
        try:
            with raw_problems():
                _compare(raw, info, data_key, share)
        finally:
            raw.close()
    except (BadBackup, NewerFile):
        raise
    except (StoreProblem, OSError) as error:
        raise BadBackup from error


def _compare(raw: Raw, info: BackupInfo, data_key: bytes | bytearray, share: Share) -> None:
    share.say("checking the counts", 10, 100)
    row = raw.execute("SELECT value FROM about WHERE name = 'file_id'").fetchone()
    same = row is not None and row[0] == info.file_id and schema_version(raw) == info.schema
    if not same or counts(raw) != info.counts:
        raise BadBackup
    if read_head(raw) != Head(info.head_sequence, info.head_hash):
        raise BadBackup
    if not is_whole(raw, share.part(15, 80)):
        raise BadBackup
    for _ in Chain.of(raw).faults(_told_entries(raw, info, share.part(80, 100)), Head()):
        raise BadBackup("The audit log in this backup was changed.")
    share.say("checked", 1)


def _told_entries(raw: Raw, info: BackupInfo, share: Share) -> Iterator[Link]:
    """Every entry of the audit log, and now and then how many were read."""
    for number, entry in enumerate(read_links(raw)):
        if number % ENTRIES_AT_ONCE == 0:
            share.say("checking the audit log", number, info.head_sequence)
        yield entry


def sweep(base: Path) -> None:
    """Remove what a killed backup left."""
    for path in base.glob("*.part"):
        remove_folder(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
