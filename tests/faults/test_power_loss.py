"""Power lost at any moment of the write-ahead log: what was acknowledged before the cut is there.

The chart is copied with its log cut after each frame, and at random bytes within one. (A disk that loses or
reorders what it said it had written is not simulated.) ``NEEDLECHART_POWER_CUTS`` sets how many random cuts
are tried besides those between frames (10 if it is not set), and with 200 or more every frame is one.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from needlechart.domain.patient import Patient
from needlechart.store.files import ANCHOR, DATABASE
from needlechart.store.problems import OlderThanAnchor
from needlechart.store.store import Store
from needlechart.store.wal_guard import FRAME_HEADER, HEADER
from tests import factories
from tests.store.conftest import new_store, reopened

CUTS = int(os.environ.get("NEEDLECHART_POWER_CUTS", "10"))
WAL = f"{DATABASE}-wal"
FRAME = FRAME_HEADER + 4096
WRITES = 30

WRITER = (
    "import json, os, pathlib, sys\n"
    "from tests import factories\n"
    "from tests.store.conftest import reopened\n"
    "folder = pathlib.Path(sys.argv[1])\n"
    "store = reopened(folder)\n"
    "sizes = []\n"
    "for n in range(int(sys.argv[2])):\n"
    "    store.put(factories.patient(id=f'p{n}', record_number=f'no {n}', note='x' * 700))\n"
    "    sizes.append(os.stat(folder / 'chart.ncdb-wal').st_size)\n"
    "print(json.dumps(sizes), flush=True)\n"
    "os._exit(0)\n"
)


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A chart with its log, and the size of the log when each patient was acknowledged."""
    folder = tmp_path_factory.mktemp("power") / "chart"
    new_store(folder).close()
    command = [sys.executable, "-c", WRITER, str(folder), str(WRITES)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    sizes = json.loads(done.stdout)
    assert sizes == sorted(sizes)
    assert (sizes[-1] - HEADER) % FRAME == 0
    return folder, sizes


def places(size: int) -> list[int]:
    """Where the log is cut: between frames, and anywhere."""
    chance = random.Random(5)
    between = list(range(HEADER, size + 1, FRAME))
    if CUTS < 200:
        between = sorted(chance.sample(between, min(CUTS, len(between))))
    return [*between, *(chance.randrange(size) for _ in range(CUTS))]


def cut(left: Path, target: Path, size: int) -> Path:
    """A copy in which the log ends after so many bytes."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(left, target)
    with (target / WAL).open("r+b") as wal:
        wal.truncate(size)
    return target


def test_what_was_acknowledged_before_the_cut_is_there(left: tuple[Path, list[int]], tmp_path: Path) -> None:
    folder, sizes = left
    lost_some = 0
    for place in places(sizes[-1]):
        with reopened(cut(folder, tmp_path / "cut", place)) as store:
            kept = {one.id for one in store.select(Patient)}
            safe = {f"p{n}" for n, size in enumerate(sizes) if size <= place}
            assert kept == safe, place
            assert store.notices == ()
            assert store.check().findings == ()
            lost_some += len(safe) < WRITES
    assert lost_some
    print(f"\npower_loss: {len(places(sizes[-1]))} cuts of the log, 0 acknowledged changes lost")


def test_a_cut_behind_the_anchor_is_told_with_the_number_of_entries(
    left: tuple[Path, list[int]], tmp_path: Path
) -> None:
    folder, sizes = left
    whole = cut(folder, tmp_path / "whole", sizes[-1])
    with reopened(whole) as store:
        entries = store.head.sequence
    anchor = (whole / ANCHOR).read_bytes()
    for place in places(sizes[-1])[:6]:
        target = cut(folder, tmp_path / "cut", place)
        (target / ANCHOR).write_bytes(anchor)
        with pytest.raises(OlderThanAnchor) as caught:
            reopened(target)
        assert 0 < caught.value.missing < entries + 2
        with Store.open(target, factories.CLINICIAN, factories.PASSPHRASE, accept_older=True) as store:
            assert "entries are missing" in store.notices[0]
