"""Bringing an older chart up: backup first, all steps or none, even when killed in the middle."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.words import AuditAction
from needlechart.store import migrate
from needlechart.store.connection import open_raw
from needlechart.store.files import DATABASE
from needlechart.store.form import Raw, schema_version
from needlechart.store.manifest import backups
from needlechart.store.problems import MigrationStopped, NewerFile, StoreProblem
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


CHANGING = '''"""Every site is a little lower."""

from alembic import op

revision = "0002"
down_revision = "0001"
CHANGED = ("TriggerPoint",)


def upgrade():
    op.execute("UPDATE trigger_point SET y = y + 1")
'''


def test_records_that_a_step_changed_are_logged_anew_and_tampering_before_it_still_shows(
    closed: Path, raw: Raw, secrets: Secrets, tmp_path: Path
):
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.VERSIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0002_lower.py").write_text(CHANGING)
    migrate.upgrade(closed, raw, secrets, versions=folder, target=1)
    assert migrate.kinds_to_log(raw) == ("TriggerPoint",)
    raw.execute("UPDATE patient SET phone = 'tampered'")
    raw.close()

    with reopened(closed) as store:
        assert migrate.kinds_to_log(store.opened.raw) == ()
        (finding,) = store.check().findings
        assert finding.startswith("Patient ")
        assert store.select(AuditEntry, action=AuditAction.MIGRATED)


def many_visits(raw: Raw, count: int) -> None:
    """Copies of the one visit, by the engine itself."""
    names = [row[1] for row in raw.execute("PRAGMA table_info(visit)")]
    copied = ", ".join("'copy-' || n" if name == "id" else f'"{name}"' for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    raw.execute(
        f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count})"
        f" INSERT INTO visit ({columns}) SELECT {copied} FROM c, (SELECT * FROM visit LIMIT 1)"
    )


LONG = "op.execute('CREATE TABLE old AS SELECT * FROM visit ORDER BY random()')"


def test_a_long_migration_tells_and_can_be_stopped_inside_a_statement(
    closed: Path, raw: Raw, secrets: Secrets, tmp_path: Path
):
    many_visits(raw, 5_000)
    told: list[str] = []

    def stop_inside(done: int, total: int, what: str) -> None:
        told.append(what)
        if what.startswith("every record,"):
            raise MigrationStopped

    with pytest.raises(MigrationStopped):
        migrate.upgrade(closed, raw, secrets, versions=versions(tmp_path, LONG), target=2, told=stop_inside)
    assert told[0] == "a backup first"
    assert "every record" in told
    assert schema_version(raw) == 1
    assert "colour" not in columns(raw)
    assert not raw.in_transaction

    shutil.rmtree(tmp_path / "migrations")
    steps: list[int] = []
    migrate.upgrade(
        closed,
        raw,
        secrets,
        versions=versions(tmp_path, LONG),
        target=2,
        told=lambda done, total, what: steps.append(done),
    )
    assert schema_version(raw) == 2
    assert steps == sorted(steps)
    assert steps[-1] == 2
    assert raw.execute("SELECT count(*) FROM visit").fetchone() == (5_001,)


def test_the_newer_file_is_refused_in_words_and_not_a_byte_changes(closed: Path, raw: Raw):
    raw.execute("PRAGMA user_version = 99")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.close()
    before = (closed / DATABASE).read_bytes()

    with pytest.raises(NewerFile, match="newer version of needlechart"):
        reopened(closed)

    assert (closed / DATABASE).read_bytes() == before


def test_alembic_builds_the_same_schema_from_nothing(tmp_path: Path, store: Store):
    from needlechart.store.connection import create_raw

    raw = create_raw(tmp_path / "new.ncdb", bytes(range(32)))
    migrate._run(raw, migrate.VERSIONS, "head", lambda changed: migrate._finish(raw, 1, changed))

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
