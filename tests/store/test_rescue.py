"""A chart with a damaged page: what can be read is read, what cannot is counted, the file is not touched."""

import hashlib
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import KINDS
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.seal import Seal
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, Role
from needlechart.store.connection import look_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import BACKUPS, DATABASE, KEYS
from needlechart.store.places import backup_everywhere, backup_if_due, overview
from needlechart.store.problems import Damaged, NotAllowed, StoreProblem, WrongPassphrase
from needlechart.store.readable import copies, new_name, thin_copies
from needlechart.store.rescue import NOTHING, UNNAMED
from needlechart.store.store import Store
from needlechart.store.vault import unlock
from tests import factories
from tests.store.conftest import new_store

PAGE = 4096
MANY = 60


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed chart: one signed visit with everything, and patients with a visit each, over many pages."""
    folder = tmp_path_factory.mktemp("sound") / "chart"
    store = new_store(folder)
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    for n in range(MANY):
        one = factories.patient(id=f"p{n}", record_number=f"no {n}", note="x" * 900)
        course = factories.episode(id=f"e{n}", patient_id=one.id)
        seen = factories.visit(id=f"v{n}", patient_id=one.id, episode_id=course.id, patient_words="y" * 900)
        store.put(one, course, seen)
    store.close()
    return folder


def copied(sound: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "chart"
    folder.mkdir(parents=True)
    for name in (DATABASE, KEYS):
        (folder / name).write_bytes((sound / name).read_bytes())
    return folder


def harm(folder: Path, page: int) -> None:
    data = bytearray((folder / DATABASE).read_bytes())
    data[page * PAGE + 77] ^= 4
    (folder / DATABASE).write_bytes(data)


@pytest.fixture(scope="module")
def pages(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[int]]:
    """For two tables the pages without which they cannot be read whole, found by trying each page."""
    folder = copied(sound, tmp_path_factory.mktemp("pages"))
    whole = (folder / DATABASE).read_bytes()
    found: dict[str, list[int]] = {"visit": [], "needling": [], "patient": []}
    secrets = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)
    for page in range(1, len(whole) // PAGE):
        harm(folder, page)
        bad = [table for table in found if not readable(folder, secrets.data_key, table)]
        if len(bad) == 1:  # both: it is the schema that cannot be read
            found[bad[0]].append(page)
        (folder / DATABASE).write_bytes(whole)
    return found


def readable(folder: Path, key: bytearray, table: str) -> bool:
    try:
        raw = look_raw(folder / DATABASE, key)
    except StoreProblem:
        return False
    try:
        with raw_problems():
            raw.execute(f"SELECT rowid, * FROM {table} ORDER BY rowid").fetchall()
    except StoreProblem:
        return False
    finally:
        raw.close()
    return True


def opened(folder: Path) -> Store:
    return Store.for_reading(folder, factories.CLINICIAN, factories.PASSPHRASE)


def test_a_sound_chart_is_copied_whole(sound: Path, tmp_path: Path) -> None:
    folder = copied(sound, tmp_path)
    with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE) as whole:
        everything = {kind: set(whole.select(kind)) for kind in KINDS if kind.__name__ != "AuditEntry"}
    with opened(folder) as store:
        for kind, records in everything.items():
            assert set(store.select(kind)) == records
        assert "No visit is affected." in " ".join(store.notices)


def test_rows_of_a_damaged_page_are_missing_and_counted_by_visit(
    sound: Path, tmp_path: Path, pages: dict[str, list[int]]
) -> None:
    folder = copied(sound, tmp_path)
    assert len(pages["visit"]) > 4
    harm(folder, pages["visit"][len(pages["visit"]) // 2])
    before = hashlib.sha256((folder / DATABASE).read_bytes()).digest()

    with opened(folder) as store:
        visits, patients = store.select(Visit), store.select(Patient)
        lost = MANY + 1 - len(visits)
        assert 0 < lost < 12
        assert len(patients) == MANY + 1
        assert f"{lost} of {MANY + 1} visits are affected: {lost} that cannot be shown." in " ".join(
            store.notices
        )
        assert store.select(Seal)
    assert hashlib.sha256((folder / DATABASE).read_bytes()).digest() == before


def test_a_record_without_its_visit_is_counted_with_it_and_a_visit_that_is_there_is_named(
    sound: Path, tmp_path: Path, pages: dict[str, list[int]]
) -> None:
    folder = copied(sound, tmp_path)
    harm(folder, pages["needling"][0])
    with opened(folder) as store:
        assert "1 of 61 visits is affected: 1042, 17 Mar 2026." in " ".join(store.notices)
        assert store.get(Visit, factories.VISIT) is not None


def test_nothing_is_charted_backed_up_or_signed_in_what_could_be_read(
    sound: Path, tmp_path: Path, pages: dict[str, list[int]]
) -> None:
    folder = copied(sound, tmp_path)
    harm(folder, pages["visit"][-1])
    with opened(folder) as store:
        assert store.clinician.role is Role.READ_ONLY
        with pytest.raises(NotAllowed, match="open for reading alone"):
            store.put(factories.patient(id="new", record_number="new"))
        with pytest.raises(NotAllowed):
            store.sign_visit("v1")
        assert not backup_if_due(store, "by itself", timedelta(0))
        where = store.folder
    assert where.parent == folder / BACKUPS
    assert not (where / DATABASE).read_bytes().startswith(b"SQLite format 3")
    assert b"no 3" not in (where / DATABASE).read_bytes()


def test_a_wrong_passphrase_reads_nothing_and_leaves_nothing(sound: Path, tmp_path: Path) -> None:
    folder = copied(sound, tmp_path)
    with pytest.raises(WrongPassphrase):
        Store.for_reading(folder, factories.CLINICIAN, "not the one of this chart")
    assert not (folder / BACKUPS).exists()


def test_a_file_without_its_beginning_says_that_nothing_can_be_read(sound: Path, tmp_path: Path) -> None:
    folder = copied(sound, tmp_path)
    harm(folder, 0)
    with pytest.raises(Damaged, match="Nothing of the chart file can be read"):
        opened(folder)
    assert not (folder / BACKUPS).exists()


@pytest.mark.parametrize("seed", range(6))
def test_any_damage_gives_what_is_there_or_says_that_nothing_is(
    sound: Path, tmp_path: Path, seed: int
) -> None:
    folder = copied(sound, tmp_path)
    chance = random.Random(seed)
    size = (folder / DATABASE).stat().st_size // PAGE
    for _ in range(3):
        harm(folder, chance.randrange(size))
    with Store.open(copied(sound, tmp_path / "whole"), factories.CLINICIAN, factories.PASSPHRASE) as whole:
        everything = {kind: set(whole.select(kind)) for kind in KINDS if kind.__name__ != "AuditEntry"}
    said, store = "", None
    try:
        store = opened(folder)
    except Damaged as problem:
        said = problem.happened
    assert said == ("" if store else NOTHING)
    if store is None:
        return
    with store:
        for kind, records in everything.items():
            found = set(store.select(kind))
            if kind.__name__ in ("Patient", "Episode"):  # one that could not be read has a stand-in
                assert {one.id for one in found} <= {one.id for one in records}
            elif kind.__name__ not in ("Clinic", "Clinician"):
                assert found <= records


def test_visits_stay_readable_when_nobody_of_the_patients_can_be_read(
    sound: Path, tmp_path: Path, pages: dict[str, list[int]]
) -> None:
    folder = copied(sound, tmp_path)
    for page in pages["patient"]:
        harm(folder, page)
    with opened(folder) as store:
        visits, patients = store.select(Visit), store.select(Patient)
        assert len(visits) == MANY + 1
        assert len(patients) == MANY + 1
        assert {one.family_name for one in patients} == {UNNAMED}
        assert len({one.record_number for one in patients}) == MANY + 1
        assert f"{MANY + 1} records outside visits are missing" in " ".join(store.notices)


@pytest.mark.parametrize("off", [5000, 20_000, 100_000])
def test_what_is_left_of_a_file_that_was_cut_off_is_read(sound: Path, tmp_path: Path, off: int) -> None:
    folder = copied(sound, tmp_path)
    data = (folder / DATABASE).read_bytes()
    (folder / DATABASE).write_bytes(data[:-off])
    with opened(folder) as store:
        assert store.get(Visit, factories.VISIT) is not None
    assert (folder / DATABASE).read_bytes() == data[:-off]


def test_old_copies_for_reading_go_but_the_newest_and_who_read_in_them_stays_known(
    sound: Path, tmp_path: Path, pages: dict[str, list[int]]
) -> None:
    folder = copied(sound, tmp_path)
    whole = (folder / DATABASE).read_bytes()
    harm(folder, pages["visit"][-1])
    for days in (50, 40, 35, 20):
        with opened(folder) as store:
            store.note(AuditAction.READ, store.get(Patient, "p7"))
            made = store.folder
        made.rename(made.with_name(new_name(now() - timedelta(days=days))))
    (folder / DATABASE).write_bytes(whole)

    with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE) as store:
        backup_everywhere(store, "asked")
        assert overview(folder).readable == tuple(made for made, _ in copies(folder))
        assert len(copies(folder)) == 1  # younger than 30 days
        seen = [one for one in store.select(AuditEntry, patient_id="p7") if one.action is AuditAction.READ]
        assert len(seen) == 3
        assert all("in the copy for reading of" in one.detail for one in seen)
        assert {one.clinician_id for one in seen} == {factories.CLINICIAN}
        assert store.check().findings == ()


def test_the_only_copy_for_reading_stays_and_none_goes_while_the_clock_is_in_doubt(
    sound: Path, tmp_path: Path, pages: dict[str, list[int]]
) -> None:
    folder = copied(sound, tmp_path)
    whole = (folder / DATABASE).read_bytes()
    harm(folder, pages["visit"][-1])
    opened(folder).close()
    (folder / DATABASE).write_bytes(whole)
    with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE) as store:
        backup_everywhere(store, "asked")
        thin_copies(store, now() + timedelta(days=60))
        assert len(copies(folder)) == 1
        (_, newest), *_ = copies(folder)
        shutil.copytree(newest, newest.with_name(new_name(now() - timedelta(days=31))))
        thin_copies(store, now() + timedelta(days=200))  # a clock that was set wrong
        assert len(copies(folder)) == 2
        thin_copies(store, now())
        assert [path for _, path in copies(folder)] == [newest]
