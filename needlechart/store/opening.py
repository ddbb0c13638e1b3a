"""Making a chart and opening it: keys, file, identity, history."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.overview import OnlyRead
from needlechart.domain.record import new_id, now
from needlechart.store import dated, vault
from needlechart.store.audit import Chain, Head, hash_at, read_anchor, read_head, read_links
from needlechart.store.connection import create_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import (
    ANCHOR,
    BACKUPS,
    DATABASE,
    KEYS,
    make_private_folder,
    plain_problems,
    sync_file,
    sync_folder,
    write_new,
)
from needlechart.store.first_look import look_at, refuse_unwritable
from needlechart.store.form import PROGRAM, Raw, program_version
from needlechart.store.keyfile import Cost, KeyFile, read_key_file
from needlechart.store.keys import random_key
from needlechart.store.lockfile import held_by
from needlechart.store.presence import Identity, identity, located
from needlechart.store.problems import (
    AlreadyThere,
    Foreign,
    HeldElsewhere,
    NotFound,
    NotWritten,
    OlderThanAnchor,
    StoreProblem,
)
from needlechart.store.recovery import RecoveryKey
from needlechart.store.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from needlechart.store.migrate import Told

ENTRIES_AT_OPEN = 2_000
"""Newest audit entries verified at every unlock; `check` verifies all."""


NEWEST_UNSURE = (
    "The newest change was not written to its end when the program or the power stopped, or was damaged"
    " since. Look at what was entered last."
)

LOG_DAMAGED = "The newest entries of the chart were damaged on the disk and could not be read."


@dataclass(repr=False)
class Opened:
    """An open chart: connection, keys, history, and what should be shown to a person.

    ``only_read``: it is a copy for reading, and nothing is charted in it: what could be read of a damaged
    chart (see `rescue`), the newest backup of one that another window holds (see `elsewhere`), or one that
    cannot be written to (see `viewing`); ``copy_of`` is then the folder of that chart. The latter two are
    gone when they are closed, and ``as_of`` tells of when they are. ``noted`` is called after each entry in
    the log that is no change, where who looks is kept outside at once.
    """

    folder: Path
    raw: Raw
    secrets: vault.Secrets
    file_id: str
    chain: Chain
    head: Head
    notices: tuple[str, ...] = ()
    schema_before: int = SCHEMA_VERSION
    identity: Identity | None = None
    only_read: OnlyRead | None = None
    copy_of: Path | None = None
    as_of: datetime | None = None
    reading_line: str = ""
    copied_head: Head | None = None
    noted: Callable[[], None] | None = None

    @property
    def for_reading(self) -> bool:
        """Whether it is a copy that is only read."""
        return self.only_read is not None


def create_chart(
    folder: Path,
    clinic: Clinic,
    clinician: Clinician,
    passphrase: str,
    cost: Cost,
    fill: Callable[["Opened", Clinician], None],
) -> tuple[Clinician, RecoveryKey]:
    """Write keys and a filled encrypted file, both aside, then give them their names.

    ``fill`` puts the first records into the new file and closes it.

    Raises `AlreadyThere`, `WeakPassphrase`, `DiskFull`, `ReadOnly`; nothing is left behind then.
    """
    vault.check_strength(passphrase, clinic.name, clinician.name)
    if (folder / DATABASE).exists() or (folder / KEYS).exists():
        raise AlreadyThere
    make_private_folder(folder)
    at, file_id, data_key, recovery = now(), new_id(), random_key(), RecoveryKey.new()
    certified, secrets = vault.new_person(clinician.but(clinic_id=clinic.id), data_key, at)
    keys = vault.new_keys(file_id, data_key, recovery)
    keys = keys.with_envelope(vault.envelope_for(file_id, certified, secrets, passphrase, cost))
    database, key_file = folder / f"{DATABASE}.part", folder / f"{KEYS}.part"
    try:
        raw = _create_database(database, data_key, file_id, at)
        fill(Opened(folder, raw, secrets, file_id, Chain.of(raw), Head()), certified)
        with plain_problems():
            sync_file(database)
        look_at(database)
        _name_both(database, key_file, keys)
    except BaseException:
        if not (folder / KEYS).exists():  # without its keys nobody opens it
            _remove(folder / DATABASE, folder / ANCHOR)
        raise
    finally:
        _remove(database, key_file, Path(f"{database}-wal"))
        secrets.wipe()
    return certified, recovery


def _remove(*paths: Path) -> None:
    """As far as the disk lets; what kept the chart from being made is told, not this."""
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _create_database(path: Path, data_key: bytearray, file_id: str, at: datetime) -> Raw:
    from needlechart.store.migrations.schema_1 import STATEMENTS

    path.unlink(missing_ok=True)
    raw = create_raw(path, data_key)
    try:
        with raw_problems():
            raw.execute("BEGIN IMMEDIATE")
            for statement in STATEMENTS:
                raw.execute(statement)
            facts = (file_id, at.isoformat(), random_key().hex())
            raw.execute("INSERT INTO about VALUES ('file_id', ?), ('made', ?), ('chain', ?)", facts)
            raw.execute("INSERT INTO about VALUES (?, ?)", (PROGRAM, program_version()))
            raw.execute("INSERT INTO alembic_version VALUES ('0001')")
            raw.execute("PRAGMA user_version = 1")
            raw.execute("COMMIT")
    except BaseException:
        raw.close()
        raise
    return raw


def _name_both(database: Path, key_file: Path, keys: KeyFile) -> None:
    with plain_problems():
        write_new(key_file, keys.to_bytes())
        database.rename(database.with_name(DATABASE))
        key_file.rename(key_file.with_name(KEYS))
        sync_folder(database.parent)


def settle(folder: Path) -> None:
    """Finish what a kill left half named: a chart being created, or one being replaced as a whole."""
    from needlechart.store.swap import finish_swap

    finish_swap(folder)
    part = folder / f"{KEYS}.part"
    if part.exists() and (folder / DATABASE).exists() and not (folder / KEYS).exists():
        with plain_problems():
            part.rename(folder / KEYS)
            sync_folder(folder)


def open_chart(
    folder: Path,
    secrets: vault.Secrets,
    *,
    accept_older: bool = False,
    told: "Told | None" = None,
) -> Opened:
    """The chart behind the keys, checked against its anchor and its newest history.

    Raises a `StoreProblem`; the secrets are the caller's to wipe then.
    """
    from needlechart.store.check import trigger_faults
    from needlechart.store.migrate import open_current

    refuse_unwritable(folder)
    guard, log = wal_notice(folder)
    try:
        raw, schema = open_current(folder, secrets, told)
    except HeldElsewhere:
        raise held_by(folder) from None
    except (NotFound, NotWritten) as problem:
        raise located(problem, folder) from problem
    try:
        with raw_problems():
            guard += _keep_log(folder, log)
            opened = identified(folder, raw, secrets)
            notices = guard + history_notices(opened, accept_older=accept_older)
            notices += tuple(vault.key_file_faults(read_key_file(folder), secrets.data_key))
            notices += tuple(trigger_faults(raw))
    except BaseException:
        raw.close()
        raise
    opened.notices = notices
    opened.schema_before = schema
    opened.identity = identity(folder)
    return opened


def wal_notice(folder: Path) -> tuple[tuple[str, ...], bytes]:
    """What is to be said of a log that was left over; the log itself where the engine will cut off more."""
    from needlechart.store.wal_guard import lost_commits

    wal = folder / f"{DATABASE}-wal"
    lost = lost_commits(wal)
    if lost > 1:
        with plain_problems():
            return (LOG_DAMAGED,), wal.read_bytes()
    return ((NEWEST_UNSURE,) if lost else ()), b""


def _keep_log(folder: Path, log: bytes) -> tuple[str, ...]:
    """Put a damaged log aside, which the engine empties: somebody may yet read more of it."""
    if not log:
        return ()
    keep = folder / BACKUPS / dated.name("damaged-log-", now())
    try:
        make_private_folder(keep)
        with plain_problems():
            write_new(keep / f"{DATABASE}-wal", log)
            sync_folder(keep)
    except StoreProblem:
        return ("The damaged part could not be kept aside.",)
    return (f"The damaged part is kept in the folder backups, under {keep.name}.",)


def identified(folder: Path, raw: Raw, secrets: vault.Secrets) -> Opened:
    """What is open, if its keys are those of this folder; raises `Foreign`."""
    row = raw.execute("SELECT value FROM about WHERE name = 'file_id'").fetchone()
    keys = read_key_file(folder)
    if row is None or row[0] != keys.file_id:
        raise Foreign
    return Opened(folder, raw, secrets, keys.file_id, Chain.of(raw), read_head(raw))


def history_notices(opened: Opened, *, accept_older: bool, entries: int = ENTRIES_AT_OPEN) -> tuple[str, ...]:
    """What is to be said of so many of the newest entries, and of what the anchor says of them.

    Raises `OlderThanAnchor`, unless that is accepted.
    """
    from needlechart.store.newer import newer_backup

    anchor = read_anchor(opened.folder, opened.file_id, opened.secrets.data_key)
    notices: list[str] = []
    if anchor is None:
        notices.append("The file that tells how far the history went is missing or was changed.")
    elif hash_at(opened.raw, anchor.head.sequence) != anchor.head.hash:
        missing = max(0, anchor.head.sequence - opened.head.sequence)
        if not accept_older:
            raise OlderThanAnchor(missing)
        notices.append(f"An older copy of the chart was accepted; {missing} entries are missing.")
    else:
        told = newer_backup(opened)
        notices += [told] if told else []
    first = max(0, opened.head.sequence - entries)
    links = read_links(opened.raw, first)
    notices += opened.chain.faults(links, Head(first, hash_at(opened.raw, first)))
    return tuple(notices)
