"""Backups are whole and verified before they have a name, and come back as they were."""

import contextlib
import os
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.words import AuditAction
from needlechart.store import backup as module
from needlechart.store import copying
from needlechart.store.backup import backup
from needlechart.store.copying import COPYING
from needlechart.store.files import BACKUPS, DATABASE
from needlechart.store.loss import loss_of
from needlechart.store.manifest import MANIFEST, backups, last_backup, read_manifest
from needlechart.store.places import backup_everywhere
from needlechart.store.problems import BadBackup, HeldElsewhere, NewerFile, WrongPassphrase
from needlechart.store.queries.visit_document import all_records
from needlechart.store.restore import restore
from needlechart.store.store import Store
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.store.conftest import reopened
from tests.store.harmed import LISTED, UNLISTED, bytes_of


def test_a_backup_is_listed_and_restores(store: Store, folder: Path, tmp_path: Path):
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    kept = all_records(store)

    info = backup(store)
    store.put(factories.patient(id="later", record_number="2"))
    store.close()
    assert backups(folder) == [info]
    assert last_backup(folder) == info
    restore(info.folder, folder, CLINICIAN, PASSPHRASE)

    with reopened(folder) as again:
        assert all_records(again) == kept
        assert again.check().findings == ()
        assert again.notices == ()
        assert len(again.select(AuditEntry, action=AuditAction.RESTORED)) == 1
    restore(info.folder, tmp_path / "another place", CLINICIAN, PASSPHRASE)
    with Store.open(tmp_path / "another place", CLINICIAN, PASSPHRASE) as elsewhere:
        assert all_records(elsewhere) == kept


def test_backup_comparison_and_restore_tell_how_far_they_are(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(copying, "PAGES_AT_ONCE", 20)  # so that this small chart is copied in many parts
    store.put(*factories.whole_visit())
    told: list[list[tuple[int, str]]] = []

    def hear(done: int, total: int, what: str) -> None:
        assert total == 100
        told[-1].append((done, what))

    told.append([])
    info = backup_everywhere(store, "asked", hear)
    store.close()
    told.append([])
    loss_of(info.folder, folder, CLINICIAN, PASSPHRASE, hear)
    told.append([])
    restore(info.folder, folder, CLINICIAN, PASSPHRASE, told=hear)

    for heard in told:
        percents = [done for done, _ in heard]
        assert percents == sorted(percents)
        assert percents[0] == 0
        assert percents[-1] in range(80, 101)
        said = dict.fromkeys(what for _, what in heard)
        assert {"checking every page", "checking every table", "checking the audit log"} <= set(said)
    made, compared, restored = ([what for _, what in heard] for heard in told)
    assert made.count(COPYING) > 2  # also from inside the one statement that copies
    assert (made[-1], compared[-1]) == ("checked", "comparing with the present chart")
    assert restored[-1] == "putting it in place"


def test_a_backup_stopped_in_the_copying_leaves_nothing(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(copying, "PAGES_AT_ONCE", 20)
    store.put(factories.patient())

    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup_everywhere(store, "asked", stop)
    assert list((folder / BACKUPS).iterdir()) == []
    backup_everywhere(store, "asked")
    assert store.check().findings == ()


def test_the_state_replaced_by_a_restore_is_kept(store: Store, folder: Path):
    info = backup(store)
    store.put(factories.patient())
    store.close()
    present = (folder / DATABASE).read_bytes()

    restore(info.folder, folder, CLINICIAN, PASSPHRASE)

    (aside,) = (folder / BACKUPS).glob("replaced-*")
    assert (aside / DATABASE).read_bytes() == present
    assert backups(folder) == [info]


def test_backups_go_to_a_folder_of_choice_and_hold_nothing_in_clear(store: Store, tmp_path: Path):
    store.put(factories.patient())

    info = backup(store, tmp_path / "stick")

    assert info.folder.parent == tmp_path / "stick"
    assert backups(tmp_path / "stick") == [info]
    for path in info.folder.iterdir():
        assert b"Okonkwo" not in path.read_bytes()
        assert path.read_bytes()[:15] != b"SQLite format 3"


def test_an_open_chart_is_not_replaced(store: Store, folder: Path):
    info = backup(store)

    with pytest.raises(HeldElsewhere):
        restore(info.folder, folder, CLINICIAN, PASSPHRASE)

    store.put(factories.patient())


def test_restoring_needs_the_passphrase(store: Store, folder: Path):
    info = backup(store)
    store.close()
    with pytest.raises(WrongPassphrase):
        restore(info.folder, folder, CLINICIAN, "wrong")
    reopened(folder).close()


@pytest.mark.parametrize("harm", [*LISTED, *UNLISTED])
def test_a_backup_that_is_not_whole_is_refused(store: Store, folder: Path, harm: str):
    info = backup(store)
    store.close()
    before = bytes_of(folder)
    {**LISTED, **UNLISTED}[harm](info)

    with pytest.raises((BadBackup, NewerFile)) as refused:
        restore(info.folder, folder, CLINICIAN, PASSPHRASE)

    assert isinstance(refused.value, NewerFile) == (harm == "a newer form")
    assert backups(folder) == [] if harm in UNLISTED else len(backups(folder)) == 1
    assert bytes_of(folder) == before
    assert not (folder / ".next").exists()
    reopened(folder).close()


def test_no_byte_of_a_manifest_changes_without_being_noticed(store: Store, folder: Path):
    info = backup(store)
    manifest = info.folder / MANIFEST
    whole = manifest.read_bytes()
    for place in range(len(whole)):
        harmed = bytearray(whole)
        harmed[place] ^= 1 << place % 8
        manifest.write_bytes(harmed)
        assert read_manifest(info.folder) in (None, info), bytes(harmed)
    manifest.write_bytes(whole)
    assert backups(folder) == [info]


def test_a_restore_stopped_before_the_swap_changes_nothing(store: Store, folder: Path):
    info = backup(store)
    store.put(factories.patient())
    store.close()

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(info.folder, folder, CLINICIAN, PASSPHRASE, before_swap=stop)

    with reopened(folder) as again:
        assert again.get(type(factories.patient()), factories.PATIENT) is not None
    assert not (folder / ".next").exists()


@pytest.mark.parametrize("step", ["start_copy", "verify_copy", "manifest_of", "sync_folder"])
def test_a_backup_that_fails_leaves_nothing_under_a_final_name(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    def fail(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    whole = backup(store)
    monkeypatch.setattr(module, step, fail)
    with contextlib.suppress(Exception):
        backup(store)
    monkeypatch.undo()

    listed = backups(folder)
    assert whole in listed
    assert not list((folder / BACKUPS).glob("*.part"))
    for info in listed:
        module.verify_copy(info.folder, info, store.opened.secrets.data_key)


def test_what_a_killed_backup_left_is_swept(store: Store, folder: Path):
    left = folder / BACKUPS / "2026-01-01T000000Z.part"
    left.mkdir(parents=True)
    (left / DATABASE).write_bytes(b"half")
    assert backups(folder) == []

    backup(store)

    assert not left.exists()
