"""A chart moves between versions of the database engine: each opens what the other wrote, whole.

``NEEDLECHART_ENGINES`` names the others as pip does, each fetched into a folder of its own (none if it is not
set: then the engine that is installed plays the other one, in a process of its own). The driver alone does it
there: the program itself refuses an engine as old as that.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from needlechart.domain.patient import Patient
from needlechart.store.backup import counts
from needlechart.store.connection import look_raw
from needlechart.store.files import DATABASE
from needlechart.store.vault import unlock
from tests import factories
from tests.faults.killing import killed
from tests.store.conftest import reopened, signed_chart

INSTALLED = ""
ENGINES = os.environ.get("NEEDLECHART_ENGINES", INSTALLED).split() or [INSTALLED]
LATER = "charted-before-the-kill"

OTHER_ENGINE = """
import json, sys
path, made, key = sys.argv[1], sys.argv[2], sys.stdin.read()
from sqlcipher3 import dbapi2
raw = dbapi2.connect(path, isolation_level=None)
raw.execute(f"PRAGMA key = \\"x'{key}'\\"")
ask = lambda text: raw.execute(text).fetchall()
tables = [row[0] for row in ask("SELECT name FROM sqlite_schema WHERE type = 'table'")]
tables = [name for name in tables if not name.startswith("sqlite_")]
counts = {name: ask(f'SELECT count(*) FROM "{name}"')[0][0] for name in tables}
ask("PRAGMA wal_checkpoint(TRUNCATE)")
sound = ask("PRAGMA cipher_integrity_check") == [] and ask("PRAGMA integrity_check") == [("ok",)]
names = [row[0] for row in ask("SELECT family_name FROM patient ORDER BY id")]
raw.execute("VACUUM INTO ?", (made,))
said = {"engine": ask("PRAGMA cipher_version")[0][0], "sqlite": dbapi2.sqlite_version}
print(json.dumps({**said, "counts": counts, "sound": sound, "names": names}))
"""


@pytest.fixture(scope="module", params=ENGINES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the other engine lies; "" for the one that is installed."""
    if request.param == INSTALLED:
        return INSTALLED
    folder = tmp_path_factory.mktemp("engine")
    fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
    subprocess.run([*fetch, request.param], check=True)
    return str(folder)


def by_other(site: str, database: Path, made: Path) -> dict[str, Any]:
    """What the other engine finds in a file, of which it writes a copy."""
    key = unlock(database.parent, factories.CLINICIAN, factories.PASSPHRASE).data_key
    ended = subprocess.run(
        [sys.executable, "-c", OTHER_ENGINE, str(database), str(made)],
        input=key.hex(),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": site},
    )
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_a_chart_and_the_log_a_kill_left_open_there_and_what_is_written_there_opens_here(
    site: str, tmp_path: Path
) -> None:
    folder = tmp_path / "chart"
    signed_chart(folder).close()

    def chart() -> None:
        reopened(folder).put(factories.patient(id=LATER, record_number="later"))
        os.kill(os.getpid(), signal.SIGKILL)

    assert killed(chart)
    assert (folder / f"{DATABASE}-wal").stat().st_size > 4096
    away, made = tmp_path / "away", tmp_path / "made"
    shutil.copytree(folder, away)

    found = by_other(site, away / DATABASE, made)

    with reopened(folder) as store:
        names = [one.family_name for one in sorted(store.select(Patient), key=lambda one: one.id)]
    assert found["sound"]
    assert sorted(found["names"]) == sorted(names)
    key = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key
    raw = look_raw(made, key)
    assert counts(raw) == found["counts"]
    raw.close()
    for written in (away / DATABASE, made):  # the chart it went on with, and a file made by it alone
        back = tmp_path / f"back {written.name}"
        shutil.copytree(away, back, ignore=shutil.ignore_patterns("*-wal"))
        shutil.copy(written, back / DATABASE)
        with reopened(back) as store:
            assert store.get(Patient, LATER) is not None
            assert store.check().findings == ()
            store.put(factories.patient(id="after", record_number="after"))
    print(f"\nengine_versions: SQLCipher {found['engine']}, SQLite {found['sqlite']}: both ways")
