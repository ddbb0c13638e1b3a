"""A chart of many visits is brought to another schema: it tells how far it is, and can be stopped anywhere.

``NEEDLECHART_MIGRATED_VISITS`` sets how many visits the chart has (2,000 if it is not set; 200,000 is the
acceptance test), ``NEEDLECHART_KILL_ROUNDS`` at how many moments it is stopped and killed at most 20.
"""

import os
import random
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
from needlechart.store.problems import MigrationStopped
from needlechart.store.store import Store
from needlechart.store.vault import Secrets, unlock
from tests import factories
from tests.faults.test_nth_call import open_raw_of
from tests.store.conftest import new_store, reopened
from tests.store.test_migrate import LONG, columns, many_visits, versions

VISITS = int(os.environ.get("NEEDLECHART_MIGRATED_VISITS", "2000"))
STOPS = 4 if VISITS <= 2000 else 10
SCRIPT = """
import pathlib, sys
from needlechart.store import migrate
from needlechart.store.connection import open_raw
from needlechart.store.vault import unlock
from tests.factories import CLINICIAN, PASSPHRASE
folder = pathlib.Path(sys.argv[1])
secrets = unlock(folder, CLINICIAN, PASSPHRASE)
raw = open_raw(folder / "chart.ncdb", secrets.data_key)
def told(done, total, what):
    print(done, what, flush=True)
migrate.upgrade(folder, raw, secrets, versions=pathlib.Path(sys.argv[2]), target=2, told=told)
print("up", flush=True)
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chart with so many visits."""
    folder = tmp_path_factory.mktemp("long") / "chart"
    with new_store(folder) as store:
        store.put(*factories.whole_visit())
        many_visits(store.opened.raw, VISITS - 1)
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    shutil.copytree(prepared, tmp_path / "chart")
    return tmp_path / "chart"


@pytest.fixture
def secrets(folder: Path) -> Secrets:
    return unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)


@pytest.fixture
def raw(folder: Path, secrets: Secrets) -> Iterator[Raw]:
    opened = open_raw(folder / DATABASE, secrets.data_key)
    yield opened
    opened.close()


def visits(raw: Raw) -> int:
    return int(raw.execute("SELECT count(*) FROM visit").fetchone()[0])


def is_old(raw: Raw) -> bool:
    tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_schema")}
    whole = raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    same = schema_version(raw) == 1 and "colour" not in columns(raw) and not {"further", "old"} & tables
    return whole and same and visits(raw) == VISITS


def test_it_tells_how_far_it_is_stops_at_any_moment_and_then_comes_through(
    folder: Path, raw: Raw, secrets: Secrets, tmp_path: Path
) -> None:
    there = versions(tmp_path, LONG)
    looks = len(stopped_at(folder, raw, secrets, there, 0))  # the first look: nothing was begun
    assert looks == 1
    told: list[str] = []
    copy = tmp_path / "through"
    shutil.copytree(folder, copy)
    through = open_raw(copy / DATABASE, secrets.data_key)
    migrate.upgrade(
        copy, through, secrets, versions=there, target=2, told=lambda done, total, what: told.append(what)
    )
    assert (schema_version(through), visits(through)) == (2, VISITS)
    assert through.execute("SELECT count(*) FROM old").fetchone() == (VISITS,)
    through.close()
    assert [one for one in told if "," not in one] == list(migrate.STEPS)
    inside = [one for one in told if one.startswith("every record,")]
    assert inside

    chance = random.Random(VISITS)
    for moment in sorted(chance.sample(range(len(told)), min(STOPS, len(told)))):
        stopped_at(folder, raw, secrets, there, moment)
        assert is_old(raw), moment
        assert not raw.in_transaction
    for one in backups(folder):
        assert one.counts["visit"] == VISITS
    print(f"\nlong_migration: {VISITS} visits, {len(told)} looks, stopped at {STOPS} of them")


def stopped_at(folder: Path, raw: Raw, secrets: Secrets, there: Path, moment: int) -> list[str]:
    """Bring it up until it told so often; what it had told."""
    told: list[str] = []

    def tell(done: int, total: int, what: str) -> None:
        told.append(what)
        if len(told) > moment:
            raise MigrationStopped

    with pytest.raises(MigrationStopped):
        migrate.upgrade(folder, raw, secrets, versions=there, target=2, told=tell)
    return told


@pytest.mark.parametrize("step", range(len(migrate.STEPS)))
def test_killed_in_any_of_its_steps_it_is_as_it_was_and_comes_through_the_next_time(
    folder: Path, tmp_path: Path, step: int
) -> None:
    there = versions(tmp_path, LONG)
    command = [sys.executable, "-c", SCRIPT, str(folder), str(there)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(f"{step} "):
                process.send_signal(signal.SIGKILL)
                break
        process.stdout.read()
    assert process.returncode == -signal.SIGKILL

    key = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key
    raw = open_raw_of(folder, key)
    # Killed while it says "checking", the last page may have been on its way already.
    through = schema_version(raw) == 2
    assert is_old(raw) or (through and step == len(migrate.STEPS) - 1 and visits(raw) == VISITS)
    raw.close()
    if not through:
        ended = subprocess.run(command, check=False, capture_output=True, text=True)
        assert ended.stdout.endswith("up\n"), ended.stderr
    raw = open_raw_of(folder, key)
    assert (schema_version(raw), visits(raw)) == (2, VISITS)
    raw.close()


CHANGING = '''"""Every visit has another reason."""

from alembic import op

revision = "0002"
down_revision = "0001"
CHANGED = ("Visit",)


def upgrade():
    op.execute("UPDATE visit SET reason = 'as before'")
'''


def test_every_visit_that_a_step_changed_is_logged_anew(
    folder: Path, raw: Raw, secrets: Secrets, tmp_path: Path
) -> None:
    there = tmp_path / "migrations"
    shutil.copytree(migrate.VERSIONS, there, ignore=shutil.ignore_patterns("__pycache__"))
    (there / "versions" / "0002_reason.py").write_text(CHANGING)
    migrate.upgrade(folder, raw, secrets, versions=there, target=1)
    raw.close()

    told: list[int] = []

    def stop_in_the_middle(done: int, total: int, what: str) -> None:
        told.append(done)
        if done > total / 2:
            raise MigrationStopped

    with pytest.raises(MigrationStopped):
        Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE, told=stop_in_the_middle)
    assert told == list(range(len(told)))
    with reopened(folder) as store:
        entries = store.select(AuditEntry, action=AuditAction.MIGRATED)
        assert len({one.record_id for one in entries}) == len(entries) == VISITS
        assert store.check().findings == ()
