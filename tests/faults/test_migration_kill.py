"""A chart of each released schema brought to another one, killed and refused at every statement of the way.

``NEEDLECHART_MIGRATION_STATEMENTS`` sets at how many statements of each (2 if it is not set); 2000 is all. No
second schema is released yet: the next one is invented (`test_migrate`).
"""

import os
import random
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import KINDS
from needlechart.domain.record import Record
from needlechart.domain.seal import Seal
from needlechart.store import migrate
from needlechart.store.audit import hash_at
from needlechart.store.backup import verify_copy
from needlechart.store.connection import open_raw
from needlechart.store.files import DATABASE
from needlechart.store.form import Raw, schema_version
from needlechart.store.manifest import backups
from needlechart.store.problems import NewerFile, StoreProblem
from needlechart.store.restore import restore
from needlechart.store.store import Store
from needlechart.store.vault import Secrets, unlock
from tests import factories
from tests.faults.killing import killed
from tests.faults.test_nth_call import open_raw_of
from tests.store.conftest import reopened
from tests.store.test_golden import CHARTS
from tests.store.test_migrate import columns, versions

STATEMENTS = int(os.environ.get("NEEDLECHART_MIGRATION_STATEMENTS", "2"))
NOT_AUTHORISED = 1
"""What an authorizer answers to refuse (SQLITE_DENY)."""

every_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda path: path.name)


@dataclass(frozen=True)
class Golden:
    """A copy of a released chart, the invented next schema, and what the chart held."""

    folder: Path
    versions: Path
    records: dict[type[Record], frozenset[Record]]
    head: tuple[int, str]
    schema: int

    def again(self, tmp_path: Path) -> Path:
        """A fresh copy."""
        shutil.rmtree(tmp_path / "work", ignore_errors=True)
        shutil.copytree(self.folder, tmp_path / "work")
        return tmp_path / "work"


@pytest.fixture
def golden(chart: Path, tmp_path: Path) -> Golden:
    folder = tmp_path / "golden"
    shutil.copytree(chart, folder)
    with reopened(folder) as store:
        head = (store.head.sequence, store.head.hash)
        return Golden(folder, versions(tmp_path), all_of(store), head, int(chart.name.rpartition("-")[2]))


def all_of(store: Store) -> dict[type[Record], frozenset[Record]]:
    """Every record but the log, which grows by opening."""
    return {kind: frozenset(store.select(kind)) for kind in KINDS if kind is not AuditEntry}


def opened(folder: Path) -> tuple[Raw, Secrets]:
    secrets = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)
    return open_raw(folder / DATABASE, secrets.data_key), secrets


def bring_up(
    golden: Golden, folder: Path, arm: Callable[[Raw], object] = lambda raw: None, to: int = 2
) -> None:
    raw, secrets = opened(folder)
    try:
        arm(raw)
        migrate.upgrade(folder, raw, secrets, versions=golden.versions, target=to)
    finally:
        raw.close()


def is_old(golden: Golden, folder: Path) -> None:
    """Schema, records, texts and seals are those of before; whatever backup is there is one."""
    with reopened(folder) as store:
        assert schema_version(store.opened.raw) == golden.schema
        assert "colour" not in columns(store.opened.raw)
        assert all_of(store) == golden.records
        assert hash_at(store.opened.raw, golden.head[0]) == golden.head[1]
        assert store.check().findings == ()
    key = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key
    for one in backups(folder):
        verify_copy(one.folder, one, key)


def is_new(folder: Path) -> None:
    key = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key
    raw = open_raw_of(folder, key)
    assert (schema_version(raw), columns(raw)[-1]) == (2, "colour")
    raw.close()


@every_chart
def test_a_released_chart_comes_through_with_every_record_text_and_seal(
    golden: Golden, tmp_path: Path
) -> None:
    """The step alone: under the number of today's schema, so that today's program reads what it left."""
    folder = golden.again(tmp_path)
    bring_up(golden, folder, to=1)
    with reopened(folder) as store:
        assert "colour" in columns(store.opened.raw)
        assert all_of(store) == golden.records
        assert len(store.select(Seal)) == 3
        assert store.notices == ()
        assert store.check().findings == ()


def moments(total: int) -> list[int]:
    if total <= STATEMENTS:
        return list(range(1, total + 1))
    return sorted(random.Random(total).sample(range(1, total + 1), STATEMENTS))


@every_chart
def test_killed_at_any_statement_it_is_as_before_with_its_backup_and_the_next_start_succeeds(
    golden: Golden, tmp_path: Path
) -> None:
    counted, heard = golden.again(tmp_path), [0]
    backed_up: list[int] = []

    def count(_: str) -> None:
        heard[0] += 1
        if not backed_up and backups(counted):
            backed_up.append(heard[0])

    bring_up(golden, counted, lambda raw: raw.set_trace_callback(count))
    is_new(counted)
    total, first = heard[0], backed_up[0]
    assert 1 < first < total - 10

    for nth in moments(total):
        folder = golden.again(tmp_path)

        def die(raw: Raw, nth: int = nth) -> None:
            left = [nth]

            def met(_: str) -> None:
                left[0] -= 1
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)

            raw.set_trace_callback(met)

        assert killed(lambda folder=folder, die=die: bring_up(golden, folder, die)), nth  # type: ignore[misc]
        if nth < total:  # at the last one, which lets go, everything is done
            is_old(golden, folder)
            assert bool(backups(folder)) == (nth >= first), nth
            bring_up(golden, folder)
        is_new(folder)
    print(f"\nmigration_kill: killed at {len(moments(total))} of {total} statements")


@every_chart
def test_a_refusal_at_any_statement_leaves_it_as_before_in_words(golden: Golden, tmp_path: Path) -> None:
    """The engine refuses to prepare the n-th part of a statement, as it does any statement that fails."""
    asked = [0]

    def count(*_: Any) -> int:
        asked[0] += 1
        return 0

    bring_up(golden, golden.again(tmp_path), lambda raw: raw.set_authorizer(count))
    total = asked[0]
    assert total > 100
    refused = 0

    for nth in moments(total):
        folder = golden.again(tmp_path)

        def refuse(raw: Raw, nth: int = nth) -> None:
            left = [nth]

            def answer(*_: Any) -> int:
                left[0] -= 1
                return 0 if left[0] else NOT_AUTHORISED

            raw.set_authorizer(answer)

        try:
            bring_up(golden, folder, refuse)
        except StoreProblem:
            refused += 1
            if nth < total:  # the last one takes up the references again, behind the commit
                is_old(golden, folder)
                bring_up(golden, folder)
        is_new(folder)
    assert refused
    print(f"\nmigration_kill: refused at {refused} of {total} parts of statements")


@every_chart
def test_the_older_program_names_the_version_it_needs_and_opens_the_copy_of_before(
    golden: Golden, tmp_path: Path
) -> None:
    folder = golden.again(tmp_path)
    bring_up(golden, folder)
    key = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key
    raw = open_raw_of(folder, key)
    raw.execute("UPDATE about SET value = '7.1.0' WHERE name = 'program'")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.close()
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    with pytest.raises(NewerFile) as refused:
        reopened(folder)

    assert refused.value.happened == "This chart was last opened by a newer version of needlechart: 7.1.0."
    assert refused.value.todo == "Install needlechart 7.1.0 or newer on this computer."
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    (copy,) = [one for one in backups(folder) if one.reason == "before-upgrade"]
    restore(copy.folder, folder, factories.CLINICIAN, factories.PASSPHRASE)
    is_old(golden, folder)
