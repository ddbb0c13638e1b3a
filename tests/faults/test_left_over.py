"""The write-ahead log that a killed process leaves: sound it raises no alarm; damaged, cut or gone it does.

``NEEDLECHART_DAMAGE_PLACES`` sets how many damaged logs are tried (6 if it is not set; 500 in full),
``NEEDLECHART_KILL_ROUNDS`` how many processes are killed (1 if it is not set; 200 in full).
"""

import json
import os
import random
import shutil
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from needlechart.store.connection import _connect, _unlock
from needlechart.store.files import ANCHOR, BACKUPS, DATABASE
from needlechart.store.form import Raw
from needlechart.store.problems import OlderThanAnchor, StoreProblem
from needlechart.store.store import Store
from needlechart.store.vault import unlock
from needlechart.store.wal_guard import FRAME_HEADER, HEADER, lost_commits
from tests import factories
from tests.faults.test_kill import killed_after
from tests.store.conftest import new_store, reopened

PLACES = int(os.environ.get("NEEDLECHART_DAMAGE_PLACES", "6"))
ROUNDS = int(os.environ.get("NEEDLECHART_KILL_ROUNDS", "1"))
WAL = f"{DATABASE}-wal"
PAGE = 4096
FRAME = FRAME_HEADER + PAGE
WRITES = 30

WRITER = (
    "import json, os, pathlib, sys\n"
    "from tests import factories\n"
    "from tests.store.conftest import reopened\n"
    "folder = pathlib.Path(sys.argv[1])\n"
    "wal = folder / 'chart.ncdb-wal'\n"
    "store = reopened(folder)\n"
    "said = [(wal.stat().st_size, store.head.sequence)]\n"
    "for n in range(int(sys.argv[2])):\n"
    "    store.put(factories.patient(id=f'p{n}', record_number=f'no {n}', note='x' * 900))\n"
    "    said.append((wal.stat().st_size, store.head.sequence))\n"
    "store.anchor()\n"
    "print(json.dumps(said), flush=True)\n"
    "os._exit(0)\n"
)


@dataclass(frozen=True)
class Left:
    """A chart as a killed process left it, the anchor written behind its last change.

    ``commits`` are the size of the log and the newest entry of the history after each commit; ``closed`` is
    the newest entry without the log.
    """

    folder: Path
    commits: list[tuple[int, int]]
    closed: int

    @property
    def entries(self) -> int:
        """The newest entry of all."""
        return self.commits[-1][1]

    def entries_in(self, size: int) -> int:
        """The newest entry when the log ends after so many bytes."""
        return max([self.closed, *(entry for whole, entry in self.commits if whole <= size)])


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Left:
    folder = tmp_path_factory.mktemp("left") / "chart"
    new_store(folder).close()
    closed = int(json.loads((folder / ANCHOR).read_bytes())["sequence"])
    command = [sys.executable, "-c", WRITER, str(folder), str(WRITES)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    commits = [(size, entry) for size, entry in json.loads(done.stdout)]
    assert len({size for size, _ in commits}) == len(commits) == WRITES + 1
    return Left(folder, commits, closed)


def copied(left: Left, target: Path, wal: bytes | None) -> Path:
    """The chart with this log, or with none."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(left.folder, target)
    (target / WAL).unlink()
    if wal is not None:
        (target / WAL).write_bytes(wal)
    return target


def told_at_opening(folder: Path) -> str:
    """What opening says, whether it refuses or not; empty when it says nothing."""
    try:
        store = reopened(folder)
    except StoreProblem as problem:
        return problem.happened
    told = " ".join(store.notices)
    store.close()
    return told


def test_one_bit_flipped_anywhere_in_a_left_over_log_is_told_at_opening(left: Left, tmp_path: Path) -> None:
    data = (left.folder / WAL).read_bytes()
    chance, by_guard = random.Random(20), 0
    for _ in range(PLACES):
        flipped, bit = bytearray(data), chance.randrange(len(data) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
        folder = copied(left, tmp_path / "flipped", bytes(flipped))
        lost = lost_commits(folder / WAL)
        by_guard += lost > 0
        assert told_at_opening(folder), bit
        kept = [one.read_bytes() for one in (folder / BACKUPS).glob(f"damaged-log-*/{WAL}")]
        assert kept == ([flipped] if lost > 1 else []), bit
    assert by_guard
    print(f"\nleft_over: {PLACES} bits flipped in a log, {PLACES} told, {by_guard} of them by the log itself")


def test_a_log_that_is_gone_or_cut_off_is_told_with_the_number_of_missing_entries(
    left: Left, tmp_path: Path
) -> None:
    """The anchor is at most five seconds old (`store/test_thread`); here it stands at the last entry."""
    data = (left.folder / WAL).read_bytes()
    chance = random.Random(21)
    # The log of each size that lacks at least the last commit, and none at all.
    sizes = [None, 0, HEADER, *(chance.randrange(left.commits[-1][0]) for _ in range(PLACES - 3))]
    for size in sizes:
        folder = copied(left, tmp_path / "cut", None if size is None else data[:size])
        missing = left.entries - left.entries_in(size or 0)
        with pytest.raises(OlderThanAnchor) as caught:
            reopened(folder)
        assert caught.value.missing == missing > 0, size
        assert f" {missing} entries are missing" in caught.value.happened or missing == 1
    with Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE, accept_older=True) as store:
        assert "An older copy of the chart was accepted" in store.notices[0]
    print(f"\nleft_over: {len(sizes)} logs gone or cut, the missing entries counted each time")


def test_logs_left_by_killed_processes_raise_no_alarm(folder: Path) -> None:
    store = new_store(folder)
    store.put(factories.patient(), factories.episode(), factories.visit())
    store.close()
    chance, first, logs = random.Random(28), 0, 0
    for _ in range(ROUNDS):
        first = killed_after(folder, first, chance.randint(1, 40)) + 2
        logs += (folder / WAL).stat().st_size > 0
        assert lost_commits(folder / WAL) == 0
        with reopened(folder) as again:
            assert again.notices == ()
            assert again.check().findings == ()
    assert logs
    print(f"\nleft_over: {ROUNDS} processes killed, {logs} left a log, 0 alarms")


def partly_brought_in(folder: Path, chance: random.Random) -> None:
    """As a kill or a power cut leaves it while the log is brought in: some pages are, one is torn."""
    wal = (folder / WAL).read_bytes()
    newest: dict[int, bytes] = {}
    for at in range(HEADER, len(wal) - FRAME + 1, FRAME):
        newest[struct.unpack(">I", wal[at : at + 4])[0]] = wal[at + FRAME_HEADER : at + FRAME]
    chosen = chance.sample(sorted(newest), chance.randrange(1, len(newest)))
    with (folder / DATABASE).open("r+b") as file:
        for number in chosen:
            file.seek((number - 1) * PAGE)
            torn = number == chosen[-1] and chance.random() < 0.5
            file.write(newest[number][: PAGE // 8 * chance.randrange(1, 8)] if torn else newest[number])


def pages_that_do_not_fit(folder: Path) -> int:
    """What the engine's check of each page says before the log is brought in."""
    secrets = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)
    raw: Raw = _connect(folder / DATABASE)
    try:
        _unlock(raw, secrets.data_key)
        return len(raw.execute("PRAGMA cipher_integrity_check").fetchall())
    finally:
        raw.close()
        secrets.wipe()


def test_the_check_of_each_page_raises_no_false_alarm_in_the_state_a_crash_leaves(
    left: Left, tmp_path: Path
) -> None:
    data = (left.folder / WAL).read_bytes()
    chance, cried = random.Random(16), 0
    for _ in range(PLACES):
        folder = copied(left, tmp_path / "crashed", data)
        partly_brought_in(folder, chance)
        looked = tmp_path / "looked"
        shutil.rmtree(looked, ignore_errors=True)
        shutil.copytree(folder, looked)
        cried += pages_that_do_not_fit(looked) > 0
        with reopened(folder) as store:
            assert store.notices == ()
            assert store.check().findings == ()
            assert store.head.sequence >= left.entries
    assert cried  # or nothing is shown by this
    print(f"\nleft_over: {PLACES} crash states, {cried} would have been a false alarm, 0 were")
