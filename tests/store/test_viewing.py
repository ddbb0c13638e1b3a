"""A chart that cannot be written to is read in a copy outside its folder, and not a byte of it is changed."""

import errno
import hashlib
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.overview import OnlyRead
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction
from needlechart.store import dated, viewing
from needlechart.store.backup import backup
from needlechart.store.emergency import emergency_copy
from needlechart.store.files import ANCHOR, DATABASE, KEYS
from needlechart.store.keyfile import read_key_file
from needlechart.store.outside import LEFT, PART, PREFIX, own_folder, sweep
from needlechart.store.problems import (
    Damaged,
    DiskFull,
    Foreign,
    HeldElsewhere,
    MigrationFailed,
    NotAllowed,
    OlderThanAnchor,
    ReadOnly,
    StoreProblem,
    WrongPassphrase,
)
from needlechart.store.rescue import PARTLY
from needlechart.store.store import Store
from tests import factories
from tests.faults.disk import Disk
from tests.faults.killing import killed
from tests.store.conftest import reopened, signed_chart
from tests.store.holder import Holder, pair_of

IN_THE_LOG = "only-in-the-log-that-a-kill-left"
OTHER = "not the one of this chart"


def killed_while_charting(folder: Path) -> None:
    """A process keeps a patient and is gone: the newest of the chart stands in its log alone."""

    def charting() -> None:
        store = reopened(folder)
        store.put(factories.patient(id=IN_THE_LOG, record_number="log"))
        store.anchor()
        os.kill(os.getpid(), signal.SIGKILL)

    assert killed(charting)
    assert (folder / f"{DATABASE}-wal").stat().st_size


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chart with a signed visit and a backup, that a killed process left."""
    folder = tmp_path_factory.mktemp("made") / "chart"
    with signed_chart(folder) as store:
        backup(store)
    killed_while_charting(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "stick" / "chart"))


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return tmp_path / "home" / "outside"


@contextmanager
def read_only(folder: Path, error: int = errno.EROFS) -> Iterator[None]:
    """Inside nothing below it can be written, and nothing of it is other than before."""
    before = everything(folder)
    with Disk(folder) as disk:
        disk.fail(error=error)
        yield
    assert everything(folder) == before


def everything(folder: Path) -> dict[str, tuple[str, int]]:
    """Each file with what is in it and when that was written."""
    return {
        str(one): (hashlib.sha256(one.read_bytes()).hexdigest(), one.stat().st_mtime_ns)
        for one in folder.rglob("*")
        if one.is_file()
    }


def view(folder: Path, outside: Path, words: str = factories.PASSPHRASE, **how: bool) -> Store:
    return Store.view(folder, factories.CLINICIAN, words, outside, **how)


def copies(outside: Path) -> list[Path]:
    return [one for one in outside.glob("*/*") if one.is_dir()]


def own(folder: Path, outside: Path) -> Path:
    return own_folder(outside, read_key_file(folder).file_id)


def told_in_log(folder: Path, outside: Path) -> list[AuditEntry]:
    """Opened to write again: what its log says of copies that were read."""
    with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE, outside=outside) as store:
        return [one for one in store.select(AuditEntry) if "in a copy for reading" in one.detail]


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES])
def test_it_is_read_whole_with_of_when_it_is_and_nothing_of_it_stays(
    folder: Path, outside: Path, error: int
) -> None:
    with read_only(folder, error):
        with pytest.raises(ReadOnly):
            reopened(folder)
        with view(folder, outside) as store:
            assert store.get(Visit, factories.VISIT) is not None
            assert store.get(Patient, IN_THE_LOG) is not None
            assert store.opened.only_read is OnlyRead.UNWRITABLE
            assert store.backed_up_folder == folder
            assert store.opened.as_of is not None
            local = store.opened.as_of.astimezone()
            as_of = f"As of its newest entry of {date_words(local.date())} {clock(local)}."
            line = "For reading only. This chart cannot be written to."
            assert store.reading_line == f"{line} {as_of}"
            assert store.notices[:2] == (line, as_of)
            assert "by Mara Velasquez since" in store.notices[2]  # the killed one left word of itself
            assert store.check().findings == ()
            (copy,) = copies(outside)
            assert not (copy / DATABASE).read_bytes().startswith(b"SQLite format 3")
            if os.name == "posix":
                assert [one.stat().st_mode & 0o077 for one in (outside, *outside.rglob("*"))] == [0] * 9
    assert copies(outside) == []


def test_nothing_is_charted_signed_or_backed_up_in_it(folder: Path, outside: Path, tmp_path: Path) -> None:
    with read_only(folder), view(folder, outside) as store:
        with pytest.raises(NotAllowed, match="cannot be written to"):
            store.put(factories.patient(id="new", record_number="new"))
        with pytest.raises(NotAllowed):
            store.sign_visit(factories.VISIT)
        with pytest.raises(NotAllowed):
            backup(store)
        with pytest.raises(NotAllowed):
            emergency_copy(store, tmp_path / "other stick", [])


def test_who_looked_stands_encrypted_outside_at_once_and_in_the_log_once_it_can_be_written(
    folder: Path, outside: Path
) -> None:
    with read_only(folder), view(folder, outside) as store:
        store.note(AuditAction.READ, patient_id=factories.PATIENT, detail="the record")
        (kept,) = outside.glob("*/*.seen")
        before = kept.read_bytes()
        assert b"the record" not in before
        store.note(AuditAction.PRINTED, patient_id=factories.PATIENT)
        assert kept.read_bytes() != before
    told = told_in_log(folder, outside)
    assert [one.action for one in told] == [AuditAction.READ, AuditAction.READ, AuditAction.PRINTED]
    assert told[0].detail.endswith("a copy, to read, while the chart could not be written to")
    assert (told[1].patient_id, told[1].clinician_id) == (factories.PATIENT, factories.CLINICIAN)
    assert not list(outside.glob("*/*"))
    assert told_in_log(folder, outside) == told  # once


def test_an_entry_that_cannot_be_kept_outside_is_refused_with_what_it_was_for(
    folder: Path, outside: Path
) -> None:
    with read_only(folder):
        store = view(folder, outside)
    with Disk(outside) as disk:
        disk.fill(0)
        with pytest.raises(DiskFull):
            store.note(AuditAction.READ, patient_id=factories.PATIENT)
        disk.mend()
    store.close()


def test_of_another_chart_nothing_is_taken_over_and_its_list_stays(
    folder: Path, outside: Path, tmp_path: Path
) -> None:
    with read_only(folder):
        view(folder, outside).close()
    signed_chart(tmp_path / "other").close()
    assert told_in_log(tmp_path / "other", outside) == []
    assert len(list(outside.glob("*/*.seen"))) == 1


def test_wrong_passphrases_wait_longer_each_time_and_stand_in_the_log_later(
    folder: Path, outside: Path
) -> None:
    with read_only(folder):
        waits = []
        for number in range(3):
            if number:
                pass_time(folder, outside)
            with pytest.raises(WrongPassphrase) as wrong:
                view(folder, outside, OTHER)
            waits.append(wrong.value.wait)
        assert waits == [1.0, 2.0, 4.0]
        with pytest.raises(WrongPassphrase, match="too early"):
            view(folder, outside)
        with pytest.raises(WrongPassphrase, match="too early"):  # nor by the other door
            Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE, outside=outside)
        assert copies(outside) == []
        pass_time(folder, outside)
        view(folder, outside).close()
        with pytest.raises(WrongPassphrase) as wrong:
            view(folder, outside, OTHER)
        assert wrong.value.wait == 1.0  # the right one ended it
        pass_time(folder, outside)
    with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE, outside=outside) as store:
        failed = [one for one in store.select(AuditEntry) if one.action is AuditAction.UNLOCK_FAILED]
        assert len(failed) == 4


def pass_time(folder: Path, outside: Path) -> None:
    """The waits outside are over."""
    wait = own(folder, outside) / "chart.wait"
    said = json.loads(wait.read_bytes())
    said["waits"] = {key: [count, time.time() - 1] for key, (count, _) in said["waits"].items()}
    wait.write_text(json.dumps(said))


def test_while_somebody_charts_in_it_the_newest_backup_is_read_instead(folder: Path, outside: Path) -> None:
    holder = Holder(folder)
    try:
        holder.do("put 0")
        with read_only(folder):
            with pytest.raises(HeldElsewhere, match="Mara Velasquez"):
                view(folder, outside)
            assert copies(outside) == []
            with Store.read_elsewhere(folder, factories.CLINICIAN, factories.PASSPHRASE, outside) as store:
                assert store.opened.only_read is OnlyRead.HELD
                assert store.get(Patient, pair_of(0)[0]) is None
                assert len(copies(outside)) == 1
            assert copies(outside) == []
    finally:
        holder.end()
    assert len(told_in_log(folder, outside)) == 1


@pytest.mark.parametrize("harm", ["log longer", "file written", "log gone"])
def test_what_changes_while_it_is_copied_is_refused(folder: Path, outside: Path, harm: str) -> None:
    log = folder / f"{DATABASE}-wal"

    def meanwhile(done: int, total: int, what: str) -> None:
        if harm == "log longer":
            with log.open("ab") as file:
                file.write(b"x" * 4120)
        elif harm == "file written":
            when = (folder / DATABASE).stat()
            with (folder / DATABASE).open("r+b") as file:
                file.seek(5000)
                file.write(b"written over")
            os.utime(folder / DATABASE, ns=(when.st_atime_ns, when.st_mtime_ns))  # a coarse clock
        else:
            log.unlink(missing_ok=True)

    with pytest.raises(HeldElsewhere) as changed:
        Store.view(folder, factories.CLINICIAN, factories.PASSPHRASE, outside, told=meanwhile)
    assert changed.value.happened == viewing.CHANGED
    assert copies(outside) == []


def flipped(folder: Path, page: int = 5) -> None:
    data = bytearray((folder / DATABASE).read_bytes())
    data[page * 4096 + 100] ^= 1
    (folder / DATABASE).write_bytes(data)


def flipped_where_nobody_looks(folder: Path) -> None:
    flipped(folder, 50)  # opening the chart does not read this page


def log_gone(folder: Path) -> None:
    (folder / f"{DATABASE}-wal").unlink()


def other_keys(folder: Path) -> None:
    signed_chart(folder.parent / "other").close()
    shutil.copy(folder.parent / "other" / KEYS, folder / KEYS)


def emptied(folder: Path) -> None:
    (folder / DATABASE).write_bytes(b"")


HARMS = {
    "a bit": (flipped, Damaged),
    "a bit where nobody looks": (flipped_where_nobody_looks, Damaged),
    "the log gone": (log_gone, OlderThanAnchor),
    "other keys": (other_keys, Foreign),
    "empty": (emptied, Damaged),
}


@pytest.mark.parametrize("name", HARMS)
def test_what_is_harmed_is_refused_in_the_words_of_opening_it(folder: Path, outside: Path, name: str) -> None:
    harm, kind = HARMS[name]
    harm(folder)
    with read_only(folder), pytest.raises(kind):
        view(folder, outside)
    assert copies(outside) == []


def test_of_one_that_is_damaged_too_what_can_be_read_is_gone_afterwards(folder: Path, outside: Path) -> None:
    flipped(folder)
    with (
        read_only(folder),
        Store.for_reading(folder, factories.CLINICIAN, factories.PASSPHRASE, outside) as store,
    ):
        assert store.get(Visit, factories.VISIT) is not None
        assert store.get(Patient, IN_THE_LOG) is not None
        assert store.notices[0] == PARTLY
        assert store.reading_line == viewing.HARMED
        with pytest.raises(NotAllowed):
            store.put(factories.patient(id="new", record_number="new"))
        assert len(copies(outside)) == 1
    assert copies(outside) == []


def test_an_older_one_is_read_once_that_is_accepted(folder: Path, outside: Path) -> None:
    log_gone(folder)
    with read_only(folder), view(folder, outside, accept_older=True) as store:
        assert "An older copy of the chart was accepted" in " ".join(store.notices)
        assert store.get(Patient, IN_THE_LOG) is None


def test_one_in_an_earlier_form_is_refused_with_what_to_do(
    folder: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewing, "SCHEMA_VERSION", viewing.SCHEMA_VERSION + 1)
    with read_only(folder), pytest.raises(MigrationFailed) as refused:
        view(folder, outside)
    assert (refused.value.safe, refused.value.todo) == ("Nothing was changed.", viewing.MOVE_IT)
    assert copies(outside) == []


def test_a_missing_anchor_is_told(folder: Path, outside: Path) -> None:
    (folder / ANCHOR).unlink()
    with read_only(folder), view(folder, outside) as store:
        assert "missing or was changed" in " ".join(store.notices)


def test_where_no_copy_can_be_made_it_says_where_and_nothing_stays(folder: Path, outside: Path) -> None:
    outside.mkdir(parents=True)
    with Disk(outside) as disk:
        for harm in (lambda: disk.fill(20_000), lambda: disk.fail(error=errno.EROFS)):
            harm()
            with pytest.raises(StoreProblem) as refused:
                view(folder, outside)
            assert str(outside) in refused.value.happened
            disk.mend()
            assert copies(outside) == []


def test_it_can_be_stopped_and_nothing_stays(folder: Path, outside: Path) -> None:
    class Stop(Exception):
        pass

    def told(done: int, total: int, what: str) -> None:
        if done >= 50:
            raise Stop

    with pytest.raises(Stop):
        Store.view(folder, factories.CLINICIAN, factories.PASSPHRASE, outside, told=told)
    assert copies(outside) == []


def test_what_a_killed_program_left_is_swept_without_a_key_and_who_read_in_it_stays_known(
    folder: Path, outside: Path
) -> None:
    def reading() -> None:
        view(folder, outside).note(AuditAction.READ, patient_id="somebody")
        os.kill(os.getpid(), signal.SIGKILL)

    assert killed(reading)
    (left,) = copies(outside)
    making = left.with_name(f"{PREFIX}2026-01-01T000000000000Z{PART}")
    shutil.copytree(left, making)
    with read_only(folder), view(folder, outside) as store:  # which sweeps, too
        (read_in,) = copies(outside)
        sweep(outside)
        assert copies(outside) == [read_in]
        assert store.get(Visit, factories.VISIT) is not None
    told = told_in_log(folder, outside)
    assert [one.patient_id for one in told] == ["", "somebody", ""]


def test_a_copy_that_is_being_made_is_not_swept(folder: Path, outside: Path) -> None:
    fresh, stale = (outside / "chart" / f"{dated.name(PREFIX, at)}{PART}" for at in (now(), now() - 2 * LEFT))
    for one in (fresh, stale):
        one.mkdir(parents=True)
    sweep(outside)
    assert copies(outside) == [fresh]


def test_a_read_only_file_in_a_folder_that_is_not_gets_no_log_beside_it(folder: Path) -> None:
    reopened(folder).close()
    before = everything(folder)
    with Disk(folder / DATABASE) as disk:
        disk.fail(error=errno.EACCES)
        with pytest.raises(ReadOnly, match="The chart file cannot be written to"):
            reopened(folder)
    assert everything(folder) == before
