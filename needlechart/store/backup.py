"""Backups: made from the one connection, and verified before they get their name; see `restore`."""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act
from needlechart.store.audit import Chain, Head, read_entries, read_head
from needlechart.store.connection import Raw, look_raw, raw_problems, schema_version
from needlechart.store.files import (
    BACKUPS,
    DATABASE,
    KEYS,
    make_private_folder,
    plain_problems,
    sync_file,
    sync_folder,
    write_atomic,
    write_new,
)
from needlechart.store.keyfile import parse_key_file, read_key_file
from needlechart.store.problems import BadBackup, NewerFile, StoreProblem
from needlechart.store.progress import SILENT, Share, watching
from needlechart.store.vault import Secrets
from needlechart.store.whole import is_whole

if TYPE_CHECKING:
    from needlechart.store.store import Store

MANIFEST = "manifest.json"
COPYING = "copying"
ENTRIES_AT_ONCE = 500
FORMAT = 1


@dataclass(frozen=True, kw_only=True)
class BackupInfo:
    """What a backup's manifest says; ``counts`` are rows per table, ``head`` the end of the audit log."""

    folder: Path
    made_at: datetime
    reason: str
    file_id: str
    schema: int
    sha256: str
    size: int
    head_sequence: int
    head_hash: str
    counts: dict[str, int]


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
        store.folder, opened.raw, opened.secrets, reason=reason, target=target_folder, share=share
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
) -> BackupInfo:
    """As `backup`, for a chart of any schema version that is open on this connection."""
    base = target or folder / BACKUPS
    make_private_folder(base)
    at = now()
    final = free_name(base, at)
    part = final.with_name(final.name + ".part")
    sweep(base)
    make_private_folder(part)
    try:
        start_copy(folder, raw, part, share.part(0, 40))
        return finish_copy(folder, raw, secrets, part, final, at, reason, share.part(40, 100))
    finally:
        with contextlib.suppress(OSError):  # the stick may be gone
            remove_folder(part)


def free_name(base: Path, at: datetime) -> Path:
    """A folder below ``base`` named after the time, which is not there yet."""
    name = f"{at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    names = [base / name, *(base / f"{name}-{number}" for number in range(2, 1000))]
    return next(path for path in names if not path.exists())


def start_copy(folder: Path, raw: Raw, part: Path, share: Share = SILENT) -> None:
    """The open chart and its keys into a folder aside, under the same key; raises a `StoreProblem`."""
    database = part / DATABASE

    def look() -> None:
        share.say(COPYING, database.stat().st_size, size)

    share.say(COPYING)
    with plain_problems():
        write_new(database, b"")  # readable by this user alone before the engine fills it
    with raw_problems():
        size = _size_of_copy(raw)
        with watching(raw, share, look):
            raw.execute("VACUUM INTO ?", (str(database),))
    share.say(COPYING, 1)
    with plain_problems():
        sync_file(database)
        write_new(part / KEYS, (folder / KEYS).read_bytes())


def _size_of_copy(raw: Raw) -> int:
    """How large a copy without free pages is, in bytes."""
    pages, free, size = (
        int(raw.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size


def finish_copy(
    folder: Path,
    raw: Raw,
    secrets: Secrets,
    part: Path,
    final: Path,
    at: datetime,
    reason: str,
    share: Share = SILENT,
) -> BackupInfo:
    """Verify what lies aside against the chart on this connection, then give it its manifest and its name."""
    database = part / DATABASE
    with raw_problems():
        head = read_head(raw)
    info = BackupInfo(
        folder=final,
        made_at=at,
        reason=reason,
        file_id=read_key_file(folder).file_id,
        schema=schema_version(raw),
        sha256=_digest(database),
        size=database.stat().st_size,
        head_sequence=head.sequence,
        head_hash=head.hash,
        counts=counts(raw),
    )
    verify_copy(part, info, secrets.data_key, share)
    write_atomic(part / MANIFEST, _manifest(info))
    with plain_problems():
        part.rename(final)
        sync_folder(final.parent)
    return info


def copy_to(info: BackupInfo, base: Path, data_key: bytes | bytearray, share: Share = SILENT) -> BackupInfo:
    """A second, verified copy of a backup in another place; raises as `backup`."""
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
                write_new(part / name, (info.folder / name).read_bytes())
        verify_copy(part, second, data_key, share.part(30, 100))
        write_atomic(part / MANIFEST, _manifest(second))
        with plain_problems():
            part.rename(final)
            sync_folder(base)
    finally:
        with contextlib.suppress(OSError):
            remove_folder(part)
    return second


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


def _told_entries(raw: Raw, info: BackupInfo, share: Share) -> Iterator[AuditEntry]:
    """Every entry of the audit log, and now and then how many were read."""
    for number, entry in enumerate(read_entries(raw)):
        if number % ENTRIES_AT_ONCE == 0:
            share.say("checking the audit log", number, info.head_sequence)
        yield entry


def backups(folder: Path) -> list[BackupInfo]:
    """Backups of a chart folder (or of a folder of backups), newest first; by their manifests alone."""
    base = folder / BACKUPS if (folder / BACKUPS).is_dir() else folder
    found = [] if not base.is_dir() else [read_manifest(path) for path in base.iterdir() if path.is_dir()]
    return sorted((one for one in found if one is not None), key=lambda one: one.made_at, reverse=True)


def last_backup(folder: Path) -> BackupInfo | None:
    """The newest backup of a chart, if there is one."""
    return next(iter(backups(folder)), None)


def read_manifest(path: Path) -> BackupInfo | None:
    """What a backup says of itself, or None when it is not one, was never finished or says it no longer."""
    try:
        said = json.loads((path / MANIFEST).read_bytes())
        whole = said.pop("digest") == digest_of(said)
        if not whole or said.pop("format") != FORMAT or path.name.endswith(".part"):
            return None
        info = BackupInfo(folder=path, **{**said, "made_at": datetime.fromisoformat(said["made_at"])})
        return info if _fits(info) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _fits(info: BackupInfo) -> bool:
    """Whether every value is of the kind that `_manifest` writes: the file lies open to everyone."""
    texts = (info.reason, info.file_id, info.sha256, info.head_hash, *info.counts)
    numbers = (info.schema, info.size, info.head_sequence, *info.counts.values())
    return (
        info.made_at.tzinfo is not None
        and all(isinstance(one, str) for one in texts)
        and all(type(one) is int for one in numbers)
    )


def sweep(base: Path) -> None:
    """Remove what a killed backup left."""
    for path in base.glob("*.part"):
        remove_folder(path)


def remove_folder(folder: Path) -> None:
    """A folder of files and what is in it, if it is there."""
    if folder.is_dir():
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(info: BackupInfo) -> bytes:
    said = {"format": FORMAT, **asdict(info)}
    del said["folder"]
    said["made_at"] = info.made_at.isoformat()
    return json.dumps({**said, "digest": digest_of(said)}, indent=1).encode()


def digest_of(said: dict[str, object]) -> str:
    """Shows a damaged manifest: not that nobody changed it, for it lies open to everyone."""
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
