"""Putting a verified backup in the place of a chart; stopped anywhere, the old or the new one is there."""

from collections.abc import Callable
from pathlib import Path

from needlechart.domain.record import now
from needlechart.domain.rules.permissions import ALLOWED, Act, who_may
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.words import AuditAction, Role
from needlechart.store import dated
from needlechart.store.audit import Head, write_anchor
from needlechart.store.backup import verify_copy
from needlechart.store.connection import look_raw, open_raw
from needlechart.store.copying import COPYING
from needlechart.store.driver_errors import raw_problems
from needlechart.store.entering import opened_by, recovery_key_in
from needlechart.store.files import (
    ANCHOR,
    BACKUPS,
    DATABASE,
    KEYS,
    copy_file,
    make_private_folder,
    plain_problems,
    same_or_copy,
    sync_folder,
)
from needlechart.store.form import schema_version
from needlechart.store.keyfile import read_key_file
from needlechart.store.lockfile import held_by
from needlechart.store.manifest import BackupInfo, read_manifest
from needlechart.store.migrate import refuse_unsettled
from needlechart.store.problems import BadBackup, HeldElsewhere, NotAllowed, StoreProblem
from needlechart.store.progress import Share, Told
from needlechart.store.replaced import REPLACED
from needlechart.store.store import Store
from needlechart.store.swap import commit_swap, drop_stage, new_stage
from needlechart.store.tables import SCHEMA_VERSION
from needlechart.store.vault import Secrets


def restore(
    source: Path,
    folder: Path,
    clinician_id: str,
    passphrase: str,
    *,
    before_swap: Callable[[], object] | None = None,
    told: Told | None = None,
) -> BackupInfo:
    """Put a verified backup in the place of a chart that is not open; the present state is kept aside.

    Keys come with the backup, so the passphrase is the one of its time; the recovery key of that time does in
    its place, and is noted. The state replaced lies in ``backups/replaced-...``. ``before_swap`` is called
    when everything is verified; ``told`` hears in percent how far it is, and may raise to stop until then.
    Raises `BadBackup`, `WrongPassphrase`, `WrongRecoveryKey`, `HeldElsewhere`.
    """
    info = read_manifest(source)
    if info is None:
        raise BadBackup
    secrets = opened_by(source, clinician_id, passphrase)
    try:
        refuse_gone(folder, info, clinician_id)
        make_private_folder(folder)
        stage = new_stage(folder)
        share = Share(told)
        _stage(source, stage, info, secrets, share.part(0, 90))
        _refuse_role(stage / DATABASE, secrets)
        _refuse_open(folder, secrets)
        if before_swap is not None:
            before_swap()
        share.say("putting it in place", 90, 100)
        with plain_problems():
            _keep_present(folder)
        commit_swap(folder)
        by_sheet = recovery_key_in(passphrase) is not None
        _log_restore(folder, secrets, info, ", with the recovery key" if by_sheet else "")
    finally:
        drop_stage(folder)
        secrets.wipe()
    return info


def _stage(source: Path, aside: Path, info: BackupInfo, secrets: Secrets, share: Share) -> None:
    """A verified copy of the backup beside the chart, with the anchor that belongs to it."""
    share.say(COPYING)
    with plain_problems():
        for name in (DATABASE, KEYS):
            copy_file(source / name, aside / name)
    verify_copy(aside, info, secrets.data_key, share.part(20, 100))
    head = Head(info.head_sequence, info.head_hash)
    write_anchor(aside, info.file_id, secrets.data_key, head, info.made_at)


def _log_restore(folder: Path, secrets: Secrets, info: BackupInfo, how: str) -> None:
    """The restored chart says in its own log that it was restored."""
    with Store.with_secrets(folder, secrets) as store:
        made = info.made_at.astimezone()
        told = f"backup of {date_words(made.date())} {clock(made)}{how}"
        store.note(AuditAction.RESTORED, detail=told)


def refuse_gone(folder: Path, info: BackupInfo, clinician_id: str) -> None:
    """Who lost their key to the present chart does not come back in by an old backup of it."""
    try:
        keys = read_key_file(folder)
    except StoreProblem:
        return
    if keys.file_id == info.file_id and keys.of(clinician_id) is None:
        raise NotAllowed("This therapist no longer opens the chart.", todo="Choose another name.")


def _refuse_role(database: Path, secrets: Secrets) -> None:
    """As the backup knows the role; raises `NotAllowed`, and `EarlierDevelopment` for what would not open."""
    raw = look_raw(database, secrets.data_key)
    try:
        if schema_version(raw) == SCHEMA_VERSION:
            refuse_unsettled(raw)
        with raw_problems():
            query = "SELECT role, active FROM clinician WHERE id = ?"
            row = raw.execute(query, (secrets.clinician_id,)).fetchone()
    finally:
        raw.close()
    if row is None or not row[1] or Act.RESTORE not in ALLOWED.get(Role(row[0]), frozenset()):
        raise NotAllowed(f"{who_may(Act.RESTORE)} may {Act.RESTORE.value}; your role does not allow it.")


def _refuse_open(folder: Path, secrets: Secrets) -> None:
    """A chart that is open elsewhere is not replaced; a damaged or missing one may be."""
    try:
        open_raw(folder / DATABASE, secrets.data_key).close()
    except HeldElsewhere:
        raise held_by(folder) from None
    except StoreProblem:
        return


def _keep_present(folder: Path) -> None:
    """Keep the chart as it is under a second name; its log must not meet the restored file."""
    keep = folder / BACKUPS / dated.name(REPLACED, now())
    make_private_folder(keep)
    present = [folder / name for name in (DATABASE, KEYS, ANCHOR, f"{DATABASE}-wal", f"{DATABASE}-shm")]
    for path in present:
        if path.exists():
            same_or_copy(path, keep / path.name)
    sync_folder(keep)
