"""A damaged file, anywhere: said at opening or by the check, never shown as data, never a crash.

``NEEDLECHART_DAMAGE_PLACES`` sets how many random places of each file (6 if it is not set; 500 in full).
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from needlechart.domain.kinds import KINDS
from needlechart.domain.record import Record
from needlechart.store.backup import backup
from needlechart.store.files import ANCHOR, DATABASE, KEYS
from needlechart.store.manifest import MANIFEST, backups
from needlechart.store.problems import StoreProblem
from needlechart.store.restore import restore
from needlechart.store.store import Store
from needlechart.store.waiting import forget_failures
from tests import factories
from tests.store.conftest import CHEAP, new_store, reopened

PLACES = int(os.environ.get("NEEDLECHART_DAMAGE_PLACES", "6"))
WAL = f"{DATABASE}-wal"
OTHER = "other-therapist"
PAGE = 4096
MANY = 40
"""Patients beside the one with a signed visit: enough for a file of many pages."""


@dataclass(frozen=True)
class Sound:
    """A closed chart with a signed visit and a backup, and everything in it, kind by kind."""

    folder: Path
    left: Path
    records: dict[type[Record], frozenset[Record]]


def all_of(store: Store) -> dict[type[Record], frozenset[Record]]:
    """Every record but the log, which grows by opening."""
    return {kind: frozenset(store.select(kind)) for kind in KINDS if kind.__name__ != "AuditEntry"}


LEAVE = (
    "import os, pathlib, sys\n"
    "from tests import factories\n"
    "from tests.store.conftest import reopened\n"
    "store = reopened(pathlib.Path(sys.argv[1]))\n"
    "for n in range(12):\n"
    "    store.put(factories.patient(id=f'late{n}', record_number=f'late{n}'))\n"
    "store.anchor()\n"
    "os._exit(0)\n"
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Sound:
    """The chart, and a copy of it with the write-ahead log that a killed process left."""
    base = tmp_path_factory.mktemp("sound")
    folder, left = base / "chart", base / "left"
    store = new_store(folder)
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    store.add_clinician(factories.clinician(id=OTHER, name="Ruth Adler"), "granite orchard 7 violet", CHEAP)
    store.put(*(factories.patient(id=f"p{n}", record_number=f"no {n}", note="x" * 900) for n in range(MANY)))
    backup(store)
    records = all_of(store)
    store.close()
    shutil.copytree(folder, left)
    subprocess.run([sys.executable, "-c", LEAVE, str(left)], check=True)
    assert (left / WAL).stat().st_size > 50_000
    return Sound(folder, left, records)


@pytest.fixture(scope="module")
def another(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another chart, with the log that a killed process left."""
    folder = tmp_path_factory.mktemp("another") / "chart"
    new_store(folder).close()
    subprocess.run([sys.executable, "-c", LEAVE, str(folder)], check=True)
    return folder


@pytest.fixture(scope="module")
def pages(another: Path) -> bytes:
    """The file of another chart, of which pages are taken."""
    return (another / DATABASE).read_bytes()


Damage = Callable[[bytearray, random.Random], bytes]


def flipped(data: bytearray, chance: random.Random) -> bytes:
    """One bit at a place that chance chose."""
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def cut(data: bytearray, chance: random.Random) -> bytes:
    """The beginning of the file alone."""
    return bytes(data[: chance.randrange(1, len(data))])


def zeroed(data: bytearray, chance: random.Random) -> bytes:
    """A page of zeros, as a disk gives for a block it never wrote."""
    page = chance.randrange(len(data) // PAGE) * PAGE
    data[page : page + PAGE] = bytes(PAGE)
    return bytes(data)


def swapped(data: bytearray, chance: random.Random) -> bytes:
    """Two pages that changed places."""
    one, two = (PAGE * page for page in chance.sample(range(len(data) // PAGE), 2))
    data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]
    return bytes(data)


def damaged(sound: Path, tmp_path: Path, name: str, damage: Damage, place: int) -> Path:
    """A copy of the chart in which one file is damaged."""
    folder = tmp_path / "damaged"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sound, folder, ignore=shutil.ignore_patterns("backups") if "/" not in name else None)
    data = (folder / name).read_bytes()
    harmed = damage(bytearray(data), random.Random(f"{name} {damage.__name__} {place}"))
    assert harmed != data
    (folder / name).write_bytes(harmed)
    return folder


def said(folder: Path, sound: Sound) -> list[str]:
    """What a person is told of the damage; fails when something is shown that was never written.

    Any exception other than a `StoreProblem` fails the test.
    """
    try:
        store = reopened(folder)
    except StoreProblem as problem:
        return [problem.happened]
    told = list(store.notices)
    for kind, records in sound.records.items():
        try:
            shown = store.select(kind)
        except StoreProblem as problem:
            told.append(problem.happened)
            continue
        late = {one for one in shown if one.id.startswith("late")}
        assert set(shown) - late <= records, kind.__name__
        assert all(one == factories.patient(id=one.id, record_number=one.id) for one in late)
    try:
        told += store.check().findings
        store.close()
    except StoreProblem as problem:
        told.append(problem.happened)
    return told


def test_a_sound_chart_raises_no_alarm(sound: Sound, tmp_path: Path) -> None:
    for source in (sound.folder, sound.left):
        folder = tmp_path / source.name
        shutil.copytree(source, folder)
        assert said(folder, sound) == []


@pytest.mark.parametrize("damage", [flipped, zeroed, swapped, cut])
@pytest.mark.parametrize("place", range(PLACES))
def test_a_damaged_database_is_found(sound: Sound, tmp_path: Path, damage: Damage, place: int) -> None:
    assert said(damaged(sound.folder, tmp_path, DATABASE, damage, place), sound)


@pytest.mark.parametrize("place", range(PLACES))
def test_a_page_of_another_chart_is_found(sound: Sound, pages: bytes, tmp_path: Path, place: int) -> None:
    def foreign(data: bytearray, chance: random.Random) -> bytes:
        here, there = (PAGE * chance.randrange(len(one) // PAGE) for one in (data, pages))
        data[here : here + PAGE] = pages[there : there + PAGE]
        return bytes(data)

    assert said(damaged(sound.folder, tmp_path, DATABASE, foreign, place), sound)


@pytest.mark.parametrize("damage", [flipped, zeroed, swapped, cut])
@pytest.mark.parametrize("place", range(PLACES))
def test_a_damaged_log_left_by_a_kill_is_found(
    sound: Sound, tmp_path: Path, damage: Damage, place: int
) -> None:
    assert said(damaged(sound.left, tmp_path, WAL, damage, place), sound)


@pytest.mark.parametrize("damage", [flipped, cut])
@pytest.mark.parametrize("place", range(PLACES))
def test_a_damaged_anchor_is_found(sound: Sound, tmp_path: Path, damage: Damage, place: int) -> None:
    assert said(damaged(sound.folder, tmp_path, ANCHOR, damage, place), sound)


@pytest.mark.parametrize("damage", [flipped, cut])
@pytest.mark.parametrize("place", range(PLACES))
def test_a_damaged_key_file_is_found(sound: Sound, tmp_path: Path, damage: Damage, place: int) -> None:
    """Even where it hurts only a colleague, or the recovery key that is needed once in ten years."""
    folder = damaged(sound.folder, tmp_path, KEYS, damage, place)
    before = (folder / KEYS).read_bytes()
    told = said(folder, sound)
    if not told:  # a shown name is written anew from the chart when its owner unlocks
        assert names_differ(before, (sound.folder / KEYS).read_bytes())
    forget_failures(folder, factories.CLINICIAN)


def names_differ(data: bytes, other: bytes) -> bool:
    """Whether two key files are the same but for the names and credentials that are shown."""

    def bare(one: bytes) -> object:
        plain = json.loads(one)
        for envelope in plain["clinicians"]:
            del envelope["name"], envelope["credentials"]
        return plain

    return data != other and bare(data) == bare(other)


@pytest.mark.parametrize("name", [DATABASE, KEYS, MANIFEST])
@pytest.mark.parametrize("damage", [flipped, cut])
@pytest.mark.parametrize("place", range(max(2, PLACES // 3)))
def test_a_damaged_backup_never_takes_the_place_of_the_chart(
    sound: Sound, tmp_path: Path, name: str, damage: Damage, place: int
) -> None:
    (info,) = backups(sound.folder)
    inside = f"backups/{info.folder.name}/{name}"
    folder = damaged(sound.folder, tmp_path, inside, damage, place)
    source = folder / "backups" / info.folder.name
    before = (folder / DATABASE).read_bytes()
    try:
        restore(source, folder, factories.CLINICIAN, factories.PASSPHRASE)
    except StoreProblem:
        assert (folder / DATABASE).read_bytes() == before
        forget_failures(folder, factories.CLINICIAN)
        assert said(folder, sound) == []
        return
    with reopened(folder) as store:  # a name in the keys: what was kept is whole
        assert all_of(store) == sound.records


@pytest.mark.parametrize("name", [DATABASE, KEYS, ANCHOR, WAL])
@pytest.mark.parametrize("content", [b"", bytes(4096), b"Dear diary, " * 2000, b"\xff\xfe" * 5000])
def test_a_file_of_something_else_in_its_place_is_found(
    sound: Sound, tmp_path: Path, name: str, content: bytes
) -> None:
    folder = damaged(sound.left, tmp_path, name, lambda *_: content, 0)
    assert said(folder, sound)


@pytest.mark.parametrize("name", [DATABASE, KEYS, ANCHOR, WAL])
def test_the_file_of_another_chart_is_found(sound: Sound, another: Path, tmp_path: Path, name: str) -> None:
    folder = damaged(sound.left, tmp_path, name, lambda *_: (another / name).read_bytes(), 0)
    assert said(folder, sound)


def test_two_files_that_changed_their_names_are_found(sound: Sound, tmp_path: Path) -> None:
    names = (DATABASE, KEYS, ANCHOR)
    for one, two in ((0, 1), (0, 2), (1, 2)):
        folder = damaged(
            sound.folder, tmp_path, names[one], lambda *_, n=two: (sound.folder / names[n]).read_bytes(), 0
        )
        (folder / names[two]).write_bytes((sound.folder / names[one]).read_bytes())
        assert said(folder, sound), (names[one], names[two])
