"""Bringing an older chart up: backup first, all steps or none, even when killed in the middle."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from needlechart.store import migrate
from needlechart.store.backup import backups
from needlechart.store.connection import Raw, open_raw, schema_version
from needlechart.store.files import DATABASE
from needlechart.store.problems import StoreProblem
from needlechart.store.store import Store
from needlechart.store.vault import Secrets, unlock
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.store.conftest import new_store, reopened

GOOD = '''"""Every trigger point has a colour, and the table is rebuilt."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("trigger_point", sa.Column("colour", sa.TEXT(), nullable=False, server_default="blue"))
    op.execute("CREATE TABLE further (id TEXT NOT NULL PRIMARY KEY) STRICT")
    {middle}
    op.execute("INSERT INTO further SELECT id FROM trigger_point")
'''


def versions(tmp_path: Path, middle: str = "pass") -> Path:
    """The real first version and an invented second one."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.VERSIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0002_colour.py").write_text(GOOD.format(middle=middle))
    return folder


@pytest.fixture
def closed(folder: Path) -> Path:
    store = new_store(folder)
    store.put(*factories.whole_visit())
    store.close()
    return folder


@pytest.fixture
def secrets(closed: Path) -> Secrets:
    return unlock(closed, CLINICIAN, PASSPHRASE)


@pytest.fixture
def raw(closed: Path, secrets: Secrets) -> Iterator[Raw]:
    opened = open_raw(closed / DATABASE, secrets.data_key)
    yield opened
    opened.close()


def columns(raw: Raw) -> list[str]:
    return [row[1] for row in raw.execute("PRAGMA table_info(trigger_point)")]


def is_old(folder: Path) -> bool:
    with reopened(folder) as store:
        raw = store.opened.raw
        same = "colour" not in columns(raw) and schema_version(raw) == 1
        tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_schema")}
        return same and "further" not in tables and store.check().findings == ()


def test_a_step_is_taken_after_a_backup(closed: Path, raw: Raw, secrets: Secrets, tmp_path: Path):
    migrate.upgrade(closed, raw, secrets, versions=versions(tmp_path), target=2)

    assert schema_version(raw) == 2
    assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("0002",)]
    assert columns(raw)[-1] == "colour"
    assert raw.execute("SELECT count(*) FROM further").fetchone() == (2,)
    assert raw.execute("SELECT count(*) FROM needling").fetchone() == (3,)
    assert raw.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert raw.in_transaction is False
    (info,) = backups(closed)
    assert (info.reason, info.schema, info.counts["needling"]) == ("before-upgrade", 1, 3)


@pytest.mark.parametrize(
    "middle",
    [
        "raise RuntimeError('broken')",
        "op.execute('INSERT INTO nothing VALUES (1)')",
        "op.execute(\"INSERT INTO needling (id) VALUES ('x')\")",
        "op.execute('DELETE FROM patient')",
    ],
)
def test_a_step_that_fails_changes_nothing(
    closed: Path, raw: Raw, secrets: Secrets, tmp_path: Path, middle: str
):
    with pytest.raises(StoreProblem) as caught:
        migrate.upgrade(closed, raw, secrets, versions=versions(tmp_path, middle), target=2)

    assert "broken" not in str(caught.value)
    assert not raw.in_transaction
    raw.close()
    assert is_old(closed)
    assert len(backups(closed)) == 1


def test_a_process_killed_in_the_middle_changes_nothing(closed: Path, tmp_path: Path):
    middle = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    script = (
        "import sys, pathlib\n"
        "from needlechart.store import migrate\n"
        "from needlechart.store.connection import open_raw\n"
        "from needlechart.store.vault import unlock\n"
        "from tests.factories import CLINICIAN, PASSPHRASE\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "secrets = unlock(folder, CLINICIAN, PASSPHRASE)\n"
        "raw = open_raw(folder / 'chart.ncdb', secrets.data_key)\n"
        "migrate.upgrade(folder, raw, secrets, versions=pathlib.Path(sys.argv[2]), target=2)\n"
    )
    command = [sys.executable, "-c", script, str(closed), str(versions(tmp_path, middle))]

    ended = subprocess.run(command, check=False, capture_output=True, text=True)

    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert is_old(closed)
    (info,) = backups(closed)
    assert info.reason == "before-upgrade"


def test_alembic_builds_the_same_schema_from_nothing(tmp_path: Path, store: Store):
    from needlechart.store.connection import create_raw

    raw = create_raw(tmp_path / "new.ncdb", bytes(range(32)))
    migrate._run(raw, migrate.VERSIONS, "head", lambda: migrate._finish(raw, 1))

    def schema(of: Raw) -> list[tuple[str, ...]]:
        rows = of.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").fetchall()
        return [row for row in rows if row[1] != "alembic_version"]

    assert schema(raw) == schema(store.opened.raw)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    raw.close()


def test_opening_a_chart_of_today_does_not_import_alembic(closed: Path):
    script = (
        "import sys, pathlib\n"
        "from tests.store.conftest import reopened\n"
        "reopened(pathlib.Path(sys.argv[1])).close()\n"
        "sys.exit('alembic' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(closed)], check=True)
