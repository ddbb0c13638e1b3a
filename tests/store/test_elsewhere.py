"""A chart that another process holds is read as a copy of one moment, or not at all, and never changed."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction
from needlechart.store import elsewhere
from needlechart.store.backup import backup
from needlechart.store.emergency import emergency_copy
from needlechart.store.files import BACKUPS, DATABASE
from needlechart.store.problems import HeldElsewhere, NotAllowed, WrongPassphrase
from needlechart.store.store import Store
from tests import factories
from tests.store.conftest import reopened, signed_chart
from tests.store.holder import NOTE, Holder, pair_of, put

BEFORE = 40
"""So many pairs lie in the file itself, over many pages."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed chart with a signed visit and patients."""
    folder = tmp_path_factory.mktemp("made") / "chart"
    with signed_chart(folder) as store:
        for number in range(BEFORE):
            put(store, number)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "chart"))


@pytest.fixture
def holder(folder: Path) -> Iterator[Holder]:
    other = Holder(folder)
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


def test_what_the_other_window_saved_last_is_read_with_who_holds_it_and_until_when(
    folder: Path, holder: Holder
) -> None:
    holder.do(f"put {BEFORE}")  # in the write-ahead log alone
    with read(folder) as store:
        assert pairs_in(store) == BEFORE + 1
        assert store.get(Visit, factories.VISIT) is not None
        first, second, third = store.notices
        assert first.startswith(
            "For reading only. The chart is open in another window by Mara Velasquez since"
        )
        assert store.opened.as_of is not None
        assert second.startswith("As saved ")
        assert second.endswith("; changes made since in the other window are not shown.")
        assert "Nothing can be changed, signed or backed up" in third
        (copy,) = copies(folder)
        assert NOTE[:20].encode() not in (copy / DATABASE).read_bytes()
        assert not (copy / DATABASE).read_bytes().startswith(b"SQLite format 3")
    assert copies(folder) == []
    with pytest.raises(HeldElsewhere):  # the other window holds it as before
        reopened(folder)
    holder.do(f"put {BEFORE + 1}")


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
        assert pairs_in(store) == BEFORE


def test_while_the_other_window_writes_and_checkpoints_only_what_it_committed_is_read(
    folder: Path, holder: Holder
) -> None:
    seen = []
    holder.do(f"write {BEFORE}")
    for _ in range(3):
        try:
            with read(folder) as store:
                seen.append(pairs_in(store))
        except HeldElsewhere:
            continue  # every try met a log that was begun anew: nothing was shown
    written = int(holder.do(""))
    assert seen == sorted(seen)
    assert all(BEFORE <= one <= written for one in seen)
    with read(folder) as store:
        assert pairs_in(store) == written
    assert copies(folder) == []


class Meanwhile:
    """Half of the file is copied; then the other window does something; then the rest is copied."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, holder: Holder, *, times: int) -> None:
        self.tries, self._next = 0, BEFORE + 1
        self._times, self._holder, self._parts = times, holder, elsewhere._parts
        monkeypatch.setattr(elsewhere, "AT_ONCE", 64 * 1024)
        monkeypatch.setattr(elsewhere, "PAUSE", 0)
        monkeypatch.setattr(elsewhere, "_parts", self._torn)

    def _torn(self, source: BinaryIO) -> Iterator[bytes]:
        begun = str(source.name).endswith(DATABASE)
        for number, part in enumerate(self._parts(source)):
            yield part
            if begun and number == 0 and self.tries < self._times:
                self.tries += 1
                self._holder.do("checkpoint")
                self._holder.do(f"put {self._next}")
                self._next += 1


@pytest.mark.parametrize("log", ["with a log", "without"])
def test_a_copy_torn_by_a_checkpoint_is_made_again(
    folder: Path, holder: Holder, monkeypatch: pytest.MonkeyPatch, log: str
) -> None:
    holder.do(f"put {BEFORE}")
    if log == "without":
        holder.do("checkpoint")
    meanwhile = Meanwhile(monkeypatch, holder, times=1)
    with read(folder) as store:
        assert pairs_in(store) == BEFORE + 2
    assert meanwhile.tries == 1


def test_a_copy_torn_each_time_is_never_shown_and_leaves_nothing(
    folder: Path, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder.do(f"put {BEFORE}")
    meanwhile = Meanwhile(monkeypatch, holder, times=elsewhere.TRIES)
    with pytest.raises(HeldElsewhere, match="Mara Velasquez"):
        read(folder)
    assert meanwhile.tries == elsewhere.TRIES
    assert list((folder / BACKUPS).glob("reading-*")) == []


def test_a_copy_with_a_page_that_is_not_as_it_was_written_does_not_pass_the_check(
    folder: Path, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder.do("checkpoint")
    parts = elsewhere._parts

    def changed(source: BinaryIO) -> Iterator[bytes]:
        for number, part in enumerate(parts(source)):
            yield bytes([*part[:5000], part[5000] ^ 1, *part[5001:]]) if number == 0 else part

    monkeypatch.setattr(elsewhere, "PAUSE", 0)
    monkeypatch.setattr(elsewhere, "_parts", changed)
    with pytest.raises(HeldElsewhere):
        read(folder)
    assert list((folder / BACKUPS).glob("reading-*")) == []


def test_where_the_chart_cannot_be_copied_the_newest_backup_is_read_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reopened(folder) as store:
        made = backup(store)
    holder = Holder(folder)
    try:
        holder.do(f"put {BEFORE}")
        monkeypatch.setattr(elsewhere, "PAUSE", 0)
        monkeypatch.setattr(elsewhere, "copy_moment", lambda folder, target: None)
        with read(folder) as store:
            assert pairs_in(store) == BEFORE
            assert store.opened.as_of == made.made_at
            assert store.notices[1].startswith("As in the backup of ")
        data = bytearray((made.folder / DATABASE).read_bytes())
        data[len(data) // 2] ^= 1
        (made.folder / DATABASE).write_bytes(data)
        with pytest.raises(HeldElsewhere):
            read(folder)
    finally:
        holder.end()


def test_a_wrong_passphrase_copies_nothing(folder: Path, holder: Holder) -> None:
    with pytest.raises(WrongPassphrase):
        Store.read_elsewhere(folder, factories.CLINICIAN, "not the one of this chart")
    assert not list((folder / BACKUPS).glob("reading-*"))


def test_the_process_that_holds_the_chart_itself_does_not_touch_its_file(folder: Path) -> None:
    with reopened(folder), pytest.raises(HeldElsewhere):
        read(folder)


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
    assert told[0].detail.endswith("a copy for reading, while another window held the chart")
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
        assert pairs_in(store) == BEFORE


def test_a_list_that_cannot_be_read_is_told_as_such(folder: Path, holder: Holder) -> None:
    read(folder).close()
    (kept,) = (folder / BACKUPS).glob("reading-*")
    kept.write_bytes(kept.read_bytes()[:-1] + b"\0\0")
    holder.end()
    with reopened(folder) as store:
        assert [one for one in store.select(AuditEntry) if "is not known" in one.detail]
