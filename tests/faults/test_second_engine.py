"""A chart opens with code that is not ours: another engine, the recovery key, nothing of needlechart."""

import ast
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from needlechart.store.backup import backup, counts
from needlechart.store.connection import look_raw
from needlechart.store.files import DATABASE
from needlechart.store.recovery import RecoveryKey
from needlechart.store.store import Store
from needlechart.store.vault import recover
from tests import factories
from tests.store.conftest import CHEAP

SCRIPT = Path(__file__).with_name("rescue_by_hand.py")


@pytest.fixture
def chart(folder: Path) -> tuple[Path, Path, RecoveryKey]:
    """A closed chart with a signed visit, its backup, and the recovery key of both."""
    store, recovery = Store.create(
        folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=CHEAP
    )
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    copy = backup(store, folder.parent / "stick")
    store.close()
    return folder, copy.folder, recovery


def told(folder: Path, recovery: str, plain: Path | None = None) -> dict[str, Any]:
    """What the script says of a copy of a folder: it may write beside what it opens."""
    copy = folder.parent / "copied"
    shutil.copytree(folder, copy)
    # -P: the project cannot be imported from where it is run.
    command = [sys.executable, "-P", str(SCRIPT), str(copy), *([str(plain)] if plain else [])]
    done = subprocess.run(command, input=recovery + "\n", capture_output=True, text=True, check=False)
    shutil.rmtree(copy)
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def as_read_here(folder: Path, recovery: RecoveryKey) -> dict[str, Any]:
    """The same with the program's own engine."""
    raw = look_raw(folder / DATABASE, recover(folder, recovery))
    try:
        rows = counts(raw)
        read = {
            name: sorted(json.dumps(row) for row in raw.execute(f'SELECT * FROM "{name}"')) for name in rows
        }
    finally:
        raw.close()
    digests = {name: hashlib.sha256("\n".join(lines).encode()).hexdigest() for name, lines in read.items()}
    return {"whole": "ok", "rows": rows, "read": digests}


def test_the_chart_and_its_backup_open_with_another_engine_and_every_row_is_the_same(
    chart: tuple[Path, Path, RecoveryKey], tmp_path: Path
) -> None:
    folder, copy, recovery = chart
    for place in (folder, copy):
        said = told(place, recovery.text)
        assert said == as_read_here(place, recovery)
        assert said["rows"]["trigger_point"] > 0
    print(f"\nsecond_engine: {sum(said['rows'].values())} rows in {len(said['rows'])} tables, the same")

    told(folder, recovery.text, tmp_path / "plain.db")
    with sqlite3.connect(tmp_path / "plain.db") as plain:
        (name,) = plain.execute("SELECT family_name FROM patient").fetchone()
    assert name == factories.patient().family_name


def test_with_another_key_it_opens_nothing(chart: tuple[Path, Path, RecoveryKey]) -> None:
    folder, _, _ = chart
    command = [sys.executable, "-P", str(SCRIPT), str(folder)]
    other = RecoveryKey(bytes(20)).text + "\n"
    done = subprocess.run(command, input=other, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "InvalidTag" in done.stderr


def test_the_script_takes_nothing_of_the_program() -> None:
    tree = ast.parse(SCRIPT.read_text())
    names = {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names
    assert [one for one in names if one.startswith(("needlechart", "tests"))] == []
