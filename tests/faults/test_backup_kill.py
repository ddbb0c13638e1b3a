"""SIGKILL at a call that writes, in the midst of a backup or a restore: nothing half, nothing unverified.

``NEEDLECHART_BACKUP_KILLS`` sets at how many calls of each (4 if it is not set); with 2000 at all of them.
"""

import hashlib
import os
import random
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record
from needlechart.domain.seal import Seal
from needlechart.domain.words import AuditAction
from needlechart.store.audit import hash_at
from needlechart.store.backup import backup, verify_copy
from needlechart.store.connection import look_raw
from needlechart.store.files import BACKUPS, DATABASE
from needlechart.store.manifest import BackupInfo, backups
from needlechart.store.places import backup_everywhere
from needlechart.store.queries.visit_document import all_records
from needlechart.store.restore import restore
from needlechart.store.store import Store
from needlechart.store.vault import unlock
from tests import factories
from tests.faults.disk import WRITING, Disk
from tests.faults.killing import killed
from tests.store.conftest import reopened, signed_chart

KILLS = int(os.environ.get("NEEDLECHART_BACKUP_KILLS", "4"))
WAL = f"{DATABASE}-wal"
LATER = "charted-after-the-backup"


def calls_of(folder: Path, act: Callable[[Path], object]) -> int:
    """How many calls that write it makes."""
    with Disk(folder.parent) as disk:
        disk.fail(1_000_000_000, kinds=WRITING)
        act(folder)
        return disk.met


def moments(total: int) -> list[int]:
    """At which calls it is killed: all, or the last and others that chance chose."""
    assert total
    if total <= KILLS:
        return list(range(1, total + 1))
    return sorted({total, *random.Random(total).sample(range(1, total), KILLS - 1)})


def killed_at(folder: Path, act: Callable[[Path], object], nth: int) -> bool:
    """Do it in a process that is killed at its n-th call that writes."""

    def work() -> None:
        with Disk(folder.parent) as disk:
            disk.kill(nth)
            act(folder)

    return killed(work)


def fresh(prepared: Path, tmp_path: Path) -> Path:
    work = tmp_path / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(prepared.parent, work)
    return work / prepared.name


def bytes_of(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def key_of(folder: Path) -> bytearray:
    return unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key


# Backup


@pytest.fixture(scope="module")
def in_two_places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chart that is backed up beside itself and on a stick, once in each; with a change since."""
    base = tmp_path_factory.mktemp("places") / "one"
    (base / "stick").mkdir(parents=True)
    with signed_chart(base / "chart") as store:
        backup_everywhere(store, "asked")
        store.put(factories.patient(id=LATER, record_number="later"))
    shutil.copytree(base / "chart" / BACKUPS, base / "stick", dirs_exist_ok=True)
    return base / "chart"


def back_up(folder: Path) -> None:
    """Open, to both places, close."""
    with reopened(folder) as store:
        stick = str(folder.parent / "stick")
        store.put(store.clinic.but(second_backup_folder=stick))
        backup_everywhere(store, "asked")


def places(folder: Path) -> tuple[Path, Path]:
    return folder / BACKUPS, folder.parent / "stick"


def test_a_backup_killed_at_any_call_leaves_nothing_unverified_and_the_one_before(
    in_two_places: Path, tmp_path: Path
) -> None:
    counted = fresh(in_two_places, tmp_path)
    total = calls_of(counted, back_up)
    assert [len(backups(place)) for place in places(counted)] == [2, 2]
    (before,) = (bytes_of(one.folder) for one in backups(in_two_places))
    parts = 0

    for nth in moments(total):
        folder = fresh(in_two_places, tmp_path)
        assert killed_at(folder, back_up, nth), nth

        key = key_of(folder)
        for place in places(folder):
            parts += len(list(place.glob("*.part")))
            named = [path for path in place.iterdir() if not path.name.endswith(".part")]
            listed = backups(place)
            assert sorted(one.folder for one in listed) == sorted(named), nth  # no name without a manifest
            for one in listed:
                verify_copy(one.folder, one, key)
            assert bytes_of(listed[-1].folder) == before
        with reopened(folder) as store:
            assert store.notices == ()
            assert store.check().findings == ()
            assert store.get(Patient, LATER) is not None
        back_up(folder)
        for place in places(folder):
            assert list(place.glob("*.part")) == []
            assert len(backups(place)) in (2, 3)
            assert not any(path.name.endswith(".tmp") for path in place.rglob("*"))
    assert parts or total <= KILLS  # some were killed while a copy was half made
    print(f"\nbackup_kill: a backup to two places at {len(moments(total))} of {total} calls, {parts} half")


# Restore


@dataclass(frozen=True)
class Restored:
    """A chart with a backup and with what was charted since, and everything in the backup."""

    folder: Path
    info: BackupInfo
    records: list[Record]


@pytest.fixture(scope="module")
def replaced(tmp_path_factory: pytest.TempPathFactory) -> Restored:
    """What was charted since lies in the write-ahead log alone, as a killed process leaves it."""
    folder = tmp_path_factory.mktemp("replaced") / "one" / "chart"
    with signed_chart(folder) as store:
        records = all_records(store)
        info = backup(store)

    def chart() -> None:
        store = reopened(folder)
        store.put(factories.patient(id=LATER, record_number="later"))
        store.anchor()
        os.kill(os.getpid(), signal.SIGKILL)

    assert killed(chart)
    assert (folder / WAL).stat().st_size > 10_000
    return Restored(folder, info, records)


def put_back(folder: Path) -> None:
    (info,) = backups(folder)
    restore(info.folder, folder, factories.CLINICIAN, factories.PASSPHRASE)


def is_what_the_manifest_says(folder: Path, replaced: Restored) -> None:
    """Records, seals, log and counts are those of the backup, and nothing of the chart before it."""
    info = replaced.info
    with reopened(folder) as store:
        assert store.notices == ()
        assert store.check().findings == ()
        assert all_records(store) == replaced.records
        assert len(store.select(Seal)) == info.counts["seal"] == 1
        raw = store.opened.raw
        assert hash_at(raw, info.head_sequence) == info.head_hash
        (told,) = store.select(AuditEntry, action=AuditAction.RESTORED)
        assert told.sequence == info.head_sequence + 1
    raw = look_raw(folder / DATABASE, key_of(folder))
    try:
        for table, rows in info.counts.items():
            now = raw.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            if table == "audit_entry":
                assert now >= rows
            elif table not in ("about", "kept"):
                assert now == rows, table
    finally:
        raw.close()


def is_as_before(folder: Path) -> bool:
    with reopened(folder) as store:
        assert store.notices == ()
        assert store.check().findings == ()
        return store.get(Patient, LATER) is not None


def test_a_restore_killed_at_any_call_is_the_old_chart_or_the_backup_and_whole(
    replaced: Restored, tmp_path: Path
) -> None:
    counted = fresh(replaced.folder, tmp_path)
    total = calls_of(counted, put_back)
    is_what_the_manifest_says(counted, replaced)
    old = 0

    for nth in moments(total):
        folder = fresh(replaced.folder, tmp_path)
        assert killed_at(folder, put_back, nth), nth
        if is_as_before(folder):
            old += 1
            put_back(folder)  # and it can be done again
        with reopened(folder) as store:
            assert store.get(Patient, LATER) is None
            assert len(store.select(AuditEntry, action=AuditAction.RESTORED)) in (0, 1)
            assert all_records(store) == replaced.records
        assert not (folder / ".next").exists()
    print(f"\nbackup_kill: a restore at {len(moments(total))} of {total} calls: {old} times the old chart")


def spoil(folder: Path) -> None:
    """Of the chart file nothing is left, so that no engine ever takes up the log beside it."""
    (folder / DATABASE).write_bytes(b"")


def test_the_log_of_a_chart_that_no_longer_opens_never_meets_the_backup_put_in_its_place(
    replaced: Restored, tmp_path: Path
) -> None:
    """That log was written for pages that are gone: over the restored file it would make a mixture."""
    counted = fresh(replaced.folder, tmp_path)
    spoil(counted)
    log = (counted / WAL).read_bytes()
    total = calls_of(counted, put_back)
    is_what_the_manifest_says(counted, replaced)
    assert not (counted / WAL).exists() or (counted / WAL).read_bytes() != log
    (aside,) = (counted / BACKUPS).glob("replaced-*")
    assert (aside / WAL).read_bytes() == log
    whole = 0

    for nth in moments(total):
        folder = fresh(replaced.folder, tmp_path)
        spoil(folder)
        assert killed_at(folder, put_back, nth), nth
        if not (folder / DATABASE).read_bytes() and not (folder / ".next" / "ready").exists():
            assert (folder / WAL).read_bytes() == log, nth  # not begun: as it was found
            put_back(folder)
        with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE) as store:
            whole += 1
            assert all_records(store) == replaced.records
            assert store.check().findings == ()
    print(f"\nbackup_kill: a restore over an empty file with its log at {whole} of {total} calls")
