"""What a restore would take away, counted by visit before anything is touched."""

import contextlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from needlechart.domain.backup_view import Loss, LostVisit
from needlechart.domain.kinds import BY_NAME, KINDS
from needlechart.domain.record import field_types
from needlechart.store.aside import COUNTED
from needlechart.store.audit import hash_at
from needlechart.store.backup import verify_copy
from needlechart.store.connection import open_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.entering import opened_by
from needlechart.store.files import DATABASE, KEYS, plain_problems, remove_folder
from needlechart.store.form import Raw, schema_version
from needlechart.store.lockfile import held_by
from needlechart.store.manifest import BackupInfo, read_manifest
from needlechart.store.problems import (
    BadBackup,
    HeldElsewhere,
    StoreProblem,
    WrongPassphrase,
    WrongRecoveryKey,
)
from needlechart.store.progress import Share, Told
from needlechart.store.rescue import rescue
from needlechart.store.restore import refuse_gone
from needlechart.store.rows import moment_of
from needlechart.store.tables import SCHEMA_VERSION, table_name
from needlechart.store.vault import Secrets

VISIT_COLUMNS = ("visit_id", "about_visit_id")


def loss_of(source: Path, folder: Path, clinician_id: str, passphrase: str, told: Told | None = None) -> Loss:
    """What the present chart of a folder holds beyond a backup; the backup is verified on the way.

    ``told`` hears in percent how far that is. Raises `BadBackup`, `HeldElsewhere`, and as `opened_by`.
    """
    info = read_manifest(source)
    if info is None:
        raise BadBackup
    secrets = opened_by(source, clinician_id, passphrase)
    try:
        refuse_gone(folder, info, clinician_id)
        share = Share(told)
        verify_copy(source, info, secrets.data_key, share.part(0, 80))
        share.say("comparing with the present chart", 80, 100)
        if not (folder / DATABASE).exists() and not (folder / KEYS).exists():
            return Loss(made_at=info.made_at)
        return _against_present(info, folder, secrets, passphrase)
    finally:
        secrets.wipe()


def _against_present(info: BackupInfo, folder: Path, secrets: Secrets, passphrase: str) -> Loss:
    try:
        present = _present_secrets(folder, secrets, passphrase)
        raw = open_raw(folder / DATABASE, present.data_key)
    except HeldElsewhere:
        raise held_by(folder) from None
    except StoreProblem:
        return _against_readable(info, folder, secrets)
    try:
        with raw_problems():
            if schema_version(raw) != SCHEMA_VERSION:
                return Loss(made_at=info.made_at, readable=False)
            return _compared(raw, info)
    except StoreProblem:
        raw.close()
        return _against_readable(info, folder, secrets)
    finally:
        raw.close()


def _against_readable(info: BackupInfo, folder: Path, secrets: Secrets) -> Loss:
    """Of a damaged chart, what can be read is compared, in a copy that is gone afterwards."""
    target = folder / COUNTED
    try:
        with plain_problems():
            remove_folder(target)
        opened = rescue(folder, secrets, target)
    except StoreProblem:
        return Loss(made_at=info.made_at, readable=False)
    try:
        with raw_problems():
            return replace(_compared(opened.raw, info), partly=True)
    except StoreProblem:
        return Loss(made_at=info.made_at, readable=False)
    finally:
        opened.raw.close()
        with contextlib.suppress(OSError):
            remove_folder(target)


def _present_secrets(folder: Path, secrets: Secrets, passphrase: str) -> Secrets:
    """By the same passphrase; a passphrase changed since leaves the backup's key, which mostly fits, too."""
    try:
        return opened_by(folder, secrets.clinician_id, passphrase)
    except (WrongPassphrase, WrongRecoveryKey):
        return secrets


def _compared(raw: Raw, info: BackupInfo) -> Loss:
    if _file_id(raw) != info.file_id or hash_at(raw, info.head_sequence) not in ("", info.head_hash):
        every = raw.execute("SELECT id FROM visit").fetchall()
        lost = _visits(raw, Counter({row[0]: 0 for row in every}), {row[0] for row in every}, set())
        return Loss(made_at=info.made_at, same=False, visits=lost)
    rows = raw.execute(
        "SELECT record_id, record_kind, action FROM audit_entry WHERE sequence > ? AND digest <> ''",
        (info.head_sequence,),
    ).fetchall()
    visit_of = dict(_visits_of(raw, {(row[0], row[1]) for row in rows}))
    changes = Counter(visit_of[row[0]] for row in rows if row[0] in visit_of)
    new = {row[0] for row in rows if row[1] == "Visit" and row[2] == "created"}
    signed = {visit_of[row[0]] for row in rows if row[1] == "Seal" and row[0] in visit_of}
    others = sum(1 for row in rows if row[0] not in visit_of and row[1] != "Clinician")
    return Loss(made_at=info.made_at, visits=_visits(raw, changes, new, signed), others=others)


def _file_id(raw: Raw) -> str:
    row = raw.execute("SELECT value FROM about WHERE name = 'file_id'").fetchone()
    return str(row[0]) if row else ""


def _visits_of(raw: Raw, changed: set[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Record id and visit id of those changed records that lie in, or are about, a visit."""
    for kind in KINDS:
        ids = [record_id for record_id, name in changed if BY_NAME.get(name) is kind]
        column = next((one for one in VISIT_COLUMNS if one in field_types(kind)), "")
        if table_name(kind) == "visit":
            yield from ((one, one) for one in ids)
        elif column:
            for record_id in ids:
                query = f"SELECT {column} FROM {table_name(kind)} WHERE id = ?"  # noqa: S608 - our own names
                row = raw.execute(query, (record_id,)).fetchone()
                if row is not None and row[0]:
                    yield record_id, row[0]


def _visits(raw: Raw, changes: Counter[str], new: set[str], signed: set[str]) -> tuple[LostVisit, ...]:
    """Newest first; a visit that is gone again is nobody's loss."""
    found: list[LostVisit] = []
    for visit_id, count in changes.items():
        row: Any = raw.execute(
            "SELECT record_number, started FROM visit JOIN patient ON patient.id = visit.patient_id"
            " WHERE visit.id = ?",
            (visit_id,),
        ).fetchone()
        if row is not None:
            lost = LostVisit(
                record_number=row[0],
                started=moment_of(row[1]).astimezone(),
                changes=count,
                new=visit_id in new,
                signed=visit_id in signed,
            )
            found.append(lost)
    return tuple(sorted(found, key=lambda one: one.started, reverse=True))
