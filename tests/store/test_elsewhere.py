"""Of a chart that another process holds the newest whole backup is read, and nothing of either is changed."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction
from needlechart.store.backup import backup
from needlechart.store.elsewhere import NO_BACKUP
from needlechart.store.emergency import emergency_copy
from needlechart.store.files import BACKUPS, DATABASE, LOCK
from needlechart.store.manifest import BackupInfo, backups
from needlechart.store.problems import HeldElsewhere, NotAllowed, WrongPassphrase
from needlechart.store.store import Store
from tests import factories
from tests.store.conftest import reopened, signed_chart
from tests.store.holder import NOTE, Holder, pair_of, put


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed chart with a signed visit and two backups: of one pair of patients, and of two."""
    folder = tmp_path_factory.mktemp("made") / "chart"
    with signed_chart(folder) as store:
        for number in range(2):
            put(store, number)
            backup(store)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "chart"))


@pytest.fixture
def holder(folder: Path) -> Iterator[Holder]:
    """Another window, in which a third pair was kept since the newest backup."""
    other = Holder(folder)
    other.do("put 2")
    yield other
    other.end()


def read(folder: Path) -> Store:
    return Store.read_elsewhere(folder, factories.CLINICIAN, factories.PASSPHRASE)


def pairs_in(store: Store) -> int:
    """How many pairs are in, each whole and as it was kept, without a gap."""
    patients = {one.id: one for one in store.select(Patient) if one.id[0] in "ab" and one.id[1:].isdigit()}
    count = len(patients) // 2
    assert set(patients) == {one for number in range(count) for one in pair_of(number)}
    assert all(one.note == NOTE and one.record_number == one.id for one in patients.values())
    return count


def copies(folder: Path) -> list[Path]:
    return [one for one in (folder / BACKUPS).glob("reading-*") if one.is_dir()]


def as_it_is(folder: Path) -> dict[str, str]:
    """Every file of the chart and its backups, but for what is made to be read in."""
    files = [one for one in folder.rglob("*") if one.is_file() and "reading-" not in str(one)]
    return {str(one): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def spoil(info: BackupInfo) -> None:
    """One bit of it is another."""
    data = bytearray((info.folder / DATABASE).read_bytes())
    data[len(data) // 2] ^= 1
    (info.folder / DATABASE).write_bytes(data)


def test_the_newest_backup_is_read_with_who_holds_the_chart_and_of_when_it_is(
    folder: Path, holder: Holder
) -> None:
    newest, before = backups(folder)[0], as_it_is(folder)
    with read(folder) as store:
        assert pairs_in(store) == 2
        assert store.get(Visit, factories.VISIT) is not None
        first, second, third = store.notices
        assert first.startswith(
            "For reading only. The chart is open in another window by Mara Velasquez since"
        )
        assert store.opened.as_of == newest.made_at
        assert second.startswith("As in the backup of ")
        assert second.endswith("; changes made since in the other window are not shown.")
        assert store.reading_line == f"For reading only. {second}"
        assert "Nothing can be changed, signed or backed up" in third
        (copy,) = copies(folder)
        assert not (copy / DATABASE).read_bytes().startswith(b"SQLite format 3")
    assert copies(folder) == []
    assert as_it_is(folder) == before  # neither the live chart nor a backup
    with pytest.raises(HeldElsewhere):  # the other window holds it as before
        reopened(folder)
    holder.do("backup")
    with read(folder) as store:
        assert pairs_in(store) == 3


def test_a_second_copy_is_told_by_whom_and_since_when_writes_nothing_and_opens_once_the_first_was_killed(
    folder: Path, holder: Holder
) -> None:
    before = as_it_is(folder)
    with pytest.raises(HeldElsewhere) as held:
        reopened(folder)
    since = datetime.fromisoformat(json.loads((folder / LOCK).read_bytes())["since"])
    assert held.value.happened == (
        f"The chart is open in another window by Mara Velasquez since {since:%H:%M}."
    )
    assert as_it_is(folder) == before
    holder.kill()
    with reopened(folder) as store:
        assert pairs_in(store) == 3
        assert store.check().findings == ()


def test_nothing_is_charted_signed_or_backed_up_in_it(folder: Path, holder: Holder, tmp_path: Path) -> None:
    with read(folder) as store:
        with pytest.raises(NotAllowed, match="open in another window"):
            store.put(factories.patient(id="new", record_number="new"))
        with pytest.raises(NotAllowed):
            store.sign_visit(factories.VISIT)
        with pytest.raises(NotAllowed):
            backup(store)
        with pytest.raises(NotAllowed):
            emergency_copy(store, tmp_path / "stick", [])
        assert pairs_in(store) == 2


def test_a_backup_that_is_not_whole_is_passed_over_and_without_any_it_says_so_in_words(
    folder: Path, holder: Holder
) -> None:
    newest, older = backups(folder)
    spoil(newest)
    with read(folder) as store:
        assert pairs_in(store) == 1
        assert store.opened.as_of == older.made_at
    spoil(older)
    with pytest.raises(HeldElsewhere, match="Mara Velasquez") as held:
        read(folder)
    assert held.value.todo == NO_BACKUP
    assert copies(folder) == []
    shutil.rmtree(folder / BACKUPS)
    with pytest.raises(HeldElsewhere) as held:
        read(folder)
    assert held.value.todo == NO_BACKUP


def test_a_backup_of_another_chart_is_not_read(folder: Path, holder: Holder, tmp_path: Path) -> None:
    with signed_chart(tmp_path / "other") as other:
        backup(other, folder / BACKUPS)  # the newest of all
    with read(folder) as store:
        assert pairs_in(store) == 2


def test_a_wrong_passphrase_copies_nothing(folder: Path, holder: Holder) -> None:
    with pytest.raises(WrongPassphrase):
        Store.read_elsewhere(folder, factories.CLINICIAN, "not the one of this chart")
    assert not list((folder / BACKUPS).glob("reading-*"))


def read_entries_of(folder: Path) -> list[AuditEntry]:
    with reopened(folder) as store:
        return [one for one in store.select(AuditEntry) if "in a copy for reading" in one.detail]


def test_who_read_in_the_copy_stands_in_the_log_of_the_chart_from_its_next_opening(
    folder: Path, holder: Holder
) -> None:
    with read(folder) as store:
        store.note(AuditAction.READ, patient_id="a1", detail="the record")
    (kept,) = (folder / BACKUPS).glob("reading-*")
    assert b"the record" not in kept.read_bytes()
    holder.end()

    told = read_entries_of(folder)
    assert [one.action for one in told] == [AuditAction.READ, AuditAction.READ]
    assert told[0].detail.endswith("a backup, to read, while another window held the chart")
    assert (told[1].patient_id, told[1].clinician_id) == ("a1", factories.CLINICIAN)
    assert not list((folder / BACKUPS).glob("reading-*"))
    assert read_entries_of(folder) == told  # once


def test_a_copy_that_a_killed_program_left_is_taken_over_and_one_that_is_open_stays(
    folder: Path, holder: Holder, tmp_path: Path
) -> None:
    with read(folder) as store:
        store.note(AuditAction.PRINTED, patient_id="a1")
        store.checkpoint()
        left = store.folder.with_name("reading-2026-01-01T000000000000Z")
        shutil.copytree(store.folder, left)
        holder.end()
        assert [one.action for one in read_entries_of(folder)][-1] is AuditAction.PRINTED
        assert copies(folder) == [store.folder]
        assert pairs_in(store) == 2


def test_a_list_that_cannot_be_read_is_told_as_such(folder: Path, holder: Holder) -> None:
    read(folder).close()
    (kept,) = (folder / BACKUPS).glob("reading-*")
    kept.write_bytes(kept.read_bytes()[:-1] + b"\0\0")
    holder.end()
    with reopened(folder) as store:
        assert [one for one in store.select(AuditEntry) if "is not known" in one.detail]
