"""Files that are no chart, or no longer: each its own plain message, no byte changed, nothing created."""

import contextlib
import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from needlechart.store.backup import backup
from needlechart.store.connection import key_text
from needlechart.store.files import ANCHOR, DATABASE, KEYS, LOCK
from needlechart.store.mending import look_before
from needlechart.store.places import PLACES, backup_everywhere
from needlechart.store.problems import (
    AlreadyThere,
    Damaged,
    Foreign,
    HeldElsewhere,
    NewerFile,
    NotEncrypted,
    NotFound,
    OlderThanAnchor,
    StoreProblem,
)
from needlechart.store.restore import restore
from needlechart.store.rotate import rotate_key
from needlechart.store.store import Store, people
from needlechart.store.wal_guard import lost_commits
from tests import factories
from tests.store.conftest import new_store, reopened


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


def refused_unchanged(folder: Path, expected: type[StoreProblem]) -> StoreProblem:
    """Opening raises this, and the file is what it was."""
    database = folder / DATABASE
    names, before = sorted(path.name for path in folder.iterdir()), digest(database)
    with pytest.raises(expected) as caught:
        reopened(folder)
    assert digest(database) == before
    assert sorted(path.name for path in folder.iterdir()) == names
    assert caught.value.happened
    assert caught.value.safe
    assert caught.value.todo
    return caught.value


@pytest.fixture
def closed(folder: Path) -> Path:
    new_store(folder).close()
    return folder


def emptied(folder: Path, _: Path) -> None:
    (folder / DATABASE).write_bytes(b"")


def text(folder: Path, _: Path) -> None:
    (folder / DATABASE).write_text("Dear diary, ünïcode " * 2000, encoding="utf-8")


def plain_database(folder: Path, _: Path) -> None:
    (folder / DATABASE).unlink()
    with sqlite3.connect(folder / DATABASE) as plain:
        plain.execute("CREATE TABLE patient (name)")
    plain.close()


def of_another_chart(folder: Path, aside: Path) -> None:
    new_store(aside).close()
    (folder / DATABASE).write_bytes((aside / DATABASE).read_bytes())


def of_another_program(folder: Path, _: Path) -> None:
    change(folder, "PRAGMA application_id = 7")


def change(folder: Path, sql: str) -> None:
    with reopened(folder) as store:
        store.opened.raw.execute(sql).fetchall()


ODD: dict[Callable[[Path, Path], None], tuple[type[StoreProblem], str]] = {
    emptied: (Damaged, "The chart file is empty"),
    text: (Foreign, "The chart file is a text"),
    plain_database: (NotEncrypted, "The chart file is not encrypted"),
    of_another_program: (Foreign, "The chart file was made by another program"),
    of_another_chart: (Foreign, "it belongs to another chart or is damaged"),
}
"""What is no chart, or not this one, and what is said of it: each its own sentence."""


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_chart_has_its_own_message(
    closed: Path, tmp_path: Path, odd: Callable[[Path, Path], None]
) -> None:
    odd(closed, tmp_path / "other")
    kind, words = ODD[odd]
    said = refused_unchanged(closed, kind).happened
    assert [other for _, other in ODD.values() if other in said] == [words]


def test_a_newer_chart(closed: Path) -> None:
    change(closed, "PRAGMA user_version = 999")
    assert "newer" in refused_unchanged(closed, NewerFile).happened


def test_no_file_no_folder(closed: Path, tmp_path: Path) -> None:
    (closed / DATABASE).unlink()
    refused_unchanged(closed, NotFound)
    with pytest.raises(NotFound):
        people(tmp_path / "nowhere")
    with pytest.raises(NotFound):
        reopened(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_in_the_place_of_the_file(closed: Path) -> None:
    (closed / DATABASE).unlink()
    (closed / DATABASE).mkdir()
    refused_unchanged(closed, Foreign)


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "chart").write_text("x")
    with pytest.raises(NotFound):
        reopened(tmp_path / "chart")
    with pytest.raises(StoreProblem):
        new_store(tmp_path / "chart")


def test_keys_missing_while_the_chart_is_there(closed: Path) -> None:
    (closed / KEYS).unlink()
    with pytest.raises(NotFound):
        reopened(closed)
    with pytest.raises(AlreadyThere):
        new_store(closed)


def noticed(folder: Path) -> bool:
    """Whether the damage is said, at opening or by the check; any other exception fails the test."""
    try:
        opened = reopened(folder)
    except (Foreign, Damaged, NotFound):
        return True
    found = bool(opened.check().findings)
    with contextlib.suppress(Damaged):
        opened.close()
    return found


def test_a_cut_file(closed: Path) -> None:
    data = (closed / DATABASE).read_bytes()
    for size in (1, 16, 100, 4096, len(data) // 2, len(data) - 1):
        (closed / DATABASE).write_bytes(data[:size])
        assert noticed(closed), size
        (closed / DATABASE).write_bytes(data)
        (closed / f"{DATABASE}-wal").unlink(missing_ok=True)
    reopened(closed).close()


def test_a_file_cut_between_two_pages_is_told_before_anybody_types(closed: Path) -> None:
    with reopened(closed) as store:
        store.put(*(factories.patient(id=f"p{n}", record_number=f"no {n}", note="x" * 900) for n in range(9)))
        shutil.copytree(closed, closed.with_name("open"))  # as a killed process leaves it
    assert look_before(closed) is None
    assert look_before(closed.with_name("open")) is None
    with reopened(closed) as store:
        made = backup(store)
    restore(made.folder, closed, factories.CLINICIAN, factories.PASSPHRASE)
    assert look_before(closed) is None
    rotate_key(closed, factories.CLINICIAN, factories.PASSPHRASE)
    assert look_before(closed) is None

    with (closed / DATABASE).open("r+b") as file:
        file.truncate((closed / DATABASE).stat().st_size - 4096)
    found = look_before(closed)
    assert found is not None
    assert found.problem.happened == "The chart file is shorter than it was."
    assert found.newest is not None


@pytest.mark.parametrize("where", [0, 20, 200, 5000, -5000, -1])
def test_one_flipped_bit_is_found(closed: Path, where: int) -> None:
    data = bytearray((closed / DATABASE).read_bytes())
    data[where] ^= 4
    (closed / DATABASE).write_bytes(data)

    assert noticed(closed)


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33), bytes(32)])
def test_a_key_of_another_length_is_never_taken_for_a_passphrase(key: bytes) -> None:
    with pytest.raises(ValueError):
        key_text(key)


def test_the_second_opener_is_told_who_holds_it(store: Store, folder: Path) -> None:
    with pytest.raises(HeldElsewhere) as caught:
        reopened(folder)

    assert caught.value.who == "Mara Velasquez"
    assert store.put(factories.patient())
    store.close()
    assert not (folder / LOCK).exists()
    reopened(folder).close()


def test_another_process_is_told_too_and_the_lock_ends_with_its_holder(store: Store, folder: Path) -> None:
    script = (
        "import sys, pathlib\n"
        "from tests.store.conftest import reopened\n"
        "from needlechart.store.problems import HeldElsewhere\n"
        "try:\n"
        "    reopened(pathlib.Path(sys.argv[1])).close()\n"
        "except HeldElsewhere as held:\n"
        "    print(held.happened); sys.exit(9)\n"
    )

    def attempt() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, str(folder)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    held = attempt()
    assert (held.returncode, "Mara Velasquez" in held.stdout) == (9, True), held.stderr
    store.close()
    assert attempt().returncode == 0


def test_an_old_copy_put_back_is_found_and_can_be_accepted(closed: Path) -> None:
    old = (closed / DATABASE).read_bytes()
    with reopened(closed) as store:
        store.put(factories.patient())
    (closed / DATABASE).write_bytes(old)

    with pytest.raises(OlderThanAnchor) as caught:
        reopened(closed)
    assert caught.value.missing == 3

    with Store.open(closed, factories.CLINICIAN, factories.PASSPHRASE, accept_older=True) as accepted:
        assert "3 entries" in accepted.notices[0]
    with reopened(closed) as again:
        assert again.notices == ()


def test_a_whole_folder_put_back_is_told_by_a_backup_that_knows_more(closed: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    earlier = tmp_path / "earlier"
    shutil.copytree(closed, earlier)
    with reopened(closed) as store:
        store.put(store.clinic.but(second_backup_folder=str(stick)))
        stick.mkdir()
        backup_everywhere(store, "asked")
        store.put(factories.patient(id="late", record_number="late"))
    shutil.copy(closed / PLACES, earlier / PLACES)  # where backups go is known on this laptop
    shutil.rmtree(closed)
    shutil.copytree(earlier, closed)

    with reopened(closed) as store:
        (told,) = store.notices
        assert told.startswith("The backup of ")
        assert str(stick) in told
        assert "entries of the history that this chart lacks" in told


def test_a_restore_of_an_older_backup_on_purpose_is_not_told_as_set_back(closed: Path) -> None:
    with reopened(closed) as store:
        older = backup(store)
        store.put(factories.patient(id="late", record_number="late"))
        backup(store)
    restore(older.folder, closed, factories.CLINICIAN, factories.PASSPHRASE)
    with reopened(closed) as store:
        assert store.notices == ()


def test_a_lost_anchor_is_told_and_made_again(closed: Path) -> None:
    (closed / ANCHOR).unlink()
    with reopened(closed) as store:
        assert len(store.notices) == 1
    with reopened(closed) as store:
        assert store.notices == ()


def test_a_forged_anchor_is_not_believed(closed: Path) -> None:
    text = (closed / ANCHOR).read_text()
    (closed / ANCHOR).write_text(text.replace('"sequence": ', '"sequence": 9'))
    with reopened(closed) as store:
        assert len(store.notices) == 1


def left_open(folder: Path) -> bytes:
    """A write-ahead log as a killed process leaves it, beside its chart."""
    script = (
        "import sys, pathlib, os\n"
        "from tests.store.conftest import reopened\n"
        "from tests import factories\n"
        "store = reopened(pathlib.Path(sys.argv[1]))\n"
        "for n in range(30):\n"
        "    store.put(factories.patient(id=f'p{n}', record_number=str(n)))\n"
        "store.anchor()\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True)
    return (folder / f"{DATABASE}-wal").read_bytes()


def test_a_lost_log_is_found_by_the_anchor(closed: Path) -> None:
    left_open(closed)
    (closed / f"{DATABASE}-wal").unlink()

    with pytest.raises(OlderThanAnchor) as caught:
        reopened(closed)

    assert caught.value.missing == 31


def test_a_sound_left_over_log_is_no_alarm_and_a_damaged_one_is(closed: Path) -> None:
    wal = closed / f"{DATABASE}-wal"
    data = left_open(closed)
    assert not lost_commits(wal)
    for part in (0.05, 0.3, 0.6, 0.9):
        damaged = bytearray(data)
        damaged[int(len(data) * part)] ^= 1
        wal.write_bytes(damaged)
        assert lost_commits(wal), part
    wal.write_bytes(data[: len(data) // 2])
    assert not lost_commits(wal)
    wal.write_bytes(data)
    reopened(closed).close()
