"""No space left: the change is refused, what was saved stays, writing goes on when there is space again.

The limit is the system's own on the size of files (RLIMIT_FSIZE), set in a process of its own.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from needlechart.domain.patient import Patient
from needlechart.store.files import DATABASE
from needlechart.store.manifest import backups
from tests import factories
from tests.store.conftest import new_store, reopened

LIMITED = """
import json, pathlib, resource, signal, sys
from needlechart.store.problems import StoreProblem
from tests import factories
from tests.store.conftest import reopened
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder = pathlib.Path(sys.argv[1])
store = reopened(folder)
FREE = resource.getrlimit(resource.RLIMIT_FSIZE)
def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, FREE[1]) if size else FREE)
"""

FILLING = """
wal = folder / "chart.ncdb-wal"
limit(wal.stat().st_size + int(sys.argv[2]))
kept, problems = [], []
for number in range(60):
    try:
        store.put(factories.patient(id=f"p{number}", record_number=str(number), note="x" * 3000))
        kept.append(number)
    except StoreProblem as problem:
        problems.append(type(problem).__name__)
        assert store.get(factories.Patient, f"p{number}") is None
limit(0)
store.put(factories.patient(id="after", record_number="after"))
print(json.dumps([kept, sorted(set(problems))]))
store.close()
"""

OTHERS = """
from needlechart.store.backup import backup
from tests.store.conftest import CHEAP
OTHER = "granite orchard 7 violet"
before = (folder / "chart.keys").read_bytes()
limit(600)
said = []
for name, work in {
    "backup": lambda: backup(store),
    "passphrase": lambda: store.change_passphrase(factories.PASSPHRASE, OTHER, cost=CHEAP),
    "recovery": lambda: store.new_recovery_key(),
}.items():
    try:
        work()
    except StoreProblem as problem:
        said.append([name, type(problem).__name__])
assert (folder / "chart.keys").read_bytes() == before
limit(0)
print(json.dumps(said))
store.close()
"""


def run(script: str, folder: Path, *values: int) -> list[Any]:
    command = [sys.executable, "-c", LIMITED + script, str(folder), *map(str, values)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    said: list[Any] = json.loads(ended.stdout)
    return said


@pytest.mark.parametrize("room", [0, 5_000, 77_777])
def test_a_full_disk_loses_nothing_that_was_saved(folder: Path, room: int) -> None:
    new_store(folder).close()

    kept, problems = run(FILLING, folder, room)

    assert problems
    assert set(problems) <= {"DiskFull", "NotWritten"}
    with reopened(folder) as store:
        ids = {one.id for one in store.select(Patient)}
        assert ids == {f"p{number}" for number in kept} | {"after"}
        assert store.notices == ()
        assert store.check().findings == ()


def test_a_full_disk_at_other_work_leaves_no_half_files(folder: Path) -> None:
    new_store(folder).close()

    said = run(OTHERS, folder)

    assert [name for name, _ in said] == ["backup", "passphrase", "recovery"]
    assert {problem for _, problem in said} <= {"DiskFull", "NotWritten", "BadBackup"}
    assert backups(folder) == []
    names = {path.name for path in folder.rglob("*")}
    assert not [name for name in names if name.endswith((".tmp", ".part"))], names
    with reopened(folder) as store:
        assert store.check().findings == ()


def test_creating_on_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "chart"
    script = (
        "import pathlib, resource, signal, sys\n"
        "from needlechart.store.problems import StoreProblem\n"
        "from tests.store.conftest import new_store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
        "try:\n"
        "    new_store(pathlib.Path(sys.argv[1]))\n"
        "except StoreProblem as problem:\n"
        "    print(type(problem).__name__)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(folder)], check=False, capture_output=True, text=True
    )
    assert ended.stdout.strip() in ("DiskFull", "NotWritten"), ended.stderr
    assert not folder.exists() or list(folder.iterdir()) == []
    new_store(folder).close()
    assert (folder / DATABASE).exists()
    assert factories.clinic()
