"""The schema: the frozen one is today's, and every table below a visit is locked with it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from needlechart.domain.kinds import BELOW_VISIT, KINDS
from needlechart.domain.record import Record
from needlechart.domain.seal import Addendum
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.store.connection import SETTINGS, apply_settings
from needlechart.store.migrations.schema_1 import STATEMENTS
from needlechart.store.problems import StoreProblem
from needlechart.store.schema import schema_statements
from needlechart.store.store import Store
from needlechart.store.tables import SCHEMA_VERSION, table_name
from tests import factories

NOT_LOCKED = {"place"}
"""Where a visit stands is no part of what is signed."""


def test_the_frozen_schema_is_the_schema_of_the_records():
    assert SCHEMA_VERSION == 1
    assert list(STATEMENTS) == schema_statements()


def test_every_table_below_a_visit_has_its_three_triggers(store: Store):
    raw = store.opened.raw
    tables = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    columns = {table: {row[1] for row in raw.execute(f"PRAGMA table_info({table})")} for table in tables}
    triggers = {row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")}

    below = {table for table, names in columns.items() if "visit_id" in names} | {"visit"}

    assert below - NOT_LOCKED == {table_name(kind) for kind in BELOW_VISIT} | {"visit"}
    for table in below - NOT_LOCKED:
        for event in ("insert", "update", "delete"):
            assert f"{table}_signed_{event}" in triggers, (table, event)


def test_every_table_is_strict_and_every_reference_indexed(store: Store):
    raw = store.opened.raw
    for _, name, kind, _, _, strict in raw.execute("PRAGMA table_list").fetchall():
        if kind == "table" and not name.startswith("sqlite_") and name != "alembic_version":
            assert strict == 1, name
            indexed = {
                raw.execute(f"PRAGMA index_info({row[1]})").fetchone()[2]
                for row in raw.execute(f"PRAGMA index_list({name})").fetchall()
            }
            refers = {row[3] for row in raw.execute(f"PRAGMA foreign_key_list({name})").fetchall()}
            assert refers <= indexed, name


def test_settings_are_read_back(store: Store):
    with pytest.raises(StoreProblem, match="synchronous"):
        apply_settings(store.opened.raw, [("synchronous", "NORMAL", 2)])
    apply_settings(store.opened.raw, SETTINGS)


@pytest.fixture
def signed(store: Store) -> Store:
    store.put(*factories.whole_visit(), factories.visit(id="open", number=2))
    mark = factories.point(visit_id="open")
    store.put(mark, factories.needling(mark))
    store.sign_visit(factories.VISIT)
    return store


def below_rows(store: Store) -> list[tuple[str, str]]:
    """A row of every table below the signed visit."""
    found = []
    for kind in BELOW_VISIT:
        for record in store.select(kind, visit_id=factories.VISIT)[:1]:
            found.append((table_name(kind), record.id))
    return found


def refused(store: Store, sql: str, *values: object) -> bool:
    """Whether the database refused, by a direct statement through the program's own connection."""
    raw = store.opened.raw
    raw.execute("BEGIN IMMEDIATE")
    try:
        raw.execute(sql, values)
    except dbapi2.IntegrityError as error:
        return str(error).startswith("needlechart:")
    else:
        return False
    finally:
        raw.execute("ROLLBACK")


def test_every_kind_below_a_visit_is_in_the_test(signed: Store):
    assert [name for name, _ in below_rows(signed)] == [table_name(kind) for kind in BELOW_VISIT]


def test_no_row_of_a_signed_visit_is_changed_removed_moved_or_copied(signed: Store):
    for table, record_id in below_rows(signed):
        columns = [row[1] for row in signed.opened.raw.execute(f"PRAGMA table_info({table})")]
        others = ", ".join(f'"{name}"' for name in columns if name != "id")
        paths = {
            "update": (f"UPDATE {table} SET patient_id = patient_id WHERE id = ?", record_id),
            "delete": (f"DELETE FROM {table} WHERE id = ?", record_id),
            "move out": (f"UPDATE {table} SET visit_id = 'open' WHERE id = ?", record_id),
            "copy": (
                f"INSERT INTO {table} (id, {others}) SELECT 'new', {others} FROM {table} WHERE id = ?",
                record_id,
            ),
            "replace": (f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = ?", record_id),
            "update or replace": (f"UPDATE OR REPLACE {table} SET id = 'new' WHERE id = ?", record_id),
        }
        for path, (sql, *values) in paths.items():
            assert refused(signed, sql, *values), (table, path)


def test_nothing_is_moved_into_a_signed_visit(signed: Store):
    for table in ("trigger_point", "needling"):
        assert refused(signed, f"UPDATE {table} SET visit_id = ? WHERE visit_id = 'open'", factories.VISIT)
        assert not refused(signed, f"UPDATE {table} SET note = 'x' WHERE visit_id = 'open'")


def test_replacing_the_row_of_a_signed_visit_by_one_of_another_is_refused(signed: Store):
    target = signed.select(TriggerPoint, visit_id=factories.VISIT)[0].id
    columns = [row[1] for row in signed.opened.raw.execute("PRAGMA table_info(trigger_point)")]
    others = ", ".join(f'"{name}"' for name in columns if name != "id")
    of_open = f"SELECT ?, {others} FROM trigger_point WHERE visit_id = 'open'"
    sql = f"INSERT OR REPLACE INTO trigger_point (id, {others}) {of_open}"

    assert refused(signed, sql, target)
    assert refused(signed, "UPDATE OR REPLACE trigger_point SET id = ? WHERE visit_id = 'open'", target)


def test_the_signed_visit_itself_stands(signed: Store):
    visit = factories.VISIT
    assert refused(signed, "UPDATE visit SET plan = 'x' WHERE id = ?", visit)
    assert refused(signed, "UPDATE visit SET status = 'draft' WHERE id = ?", visit)
    assert refused(signed, "UPDATE visit SET id = 'other' WHERE id = ?", visit)
    assert refused(signed, "UPDATE OR REPLACE visit SET id = ? WHERE id = 'open'", visit)
    assert refused(signed, "DELETE FROM visit WHERE id = ?", visit)
    assert not refused(signed, "UPDATE visit SET plan = 'x' WHERE id = 'open'")


def test_a_seal_needs_a_signed_visit(signed: Store):
    columns = [row[1] for row in signed.opened.raw.execute("PRAGMA table_info(seal)")]
    others = ", ".join(f'"{name}"' for name in columns if name not in ("id", "about_visit_id"))
    sql = f"INSERT INTO seal (id, about_visit_id, {others}) SELECT 'new', 'open', {others} FROM seal"

    assert refused(signed, sql)


@pytest.mark.parametrize("table", ["seal", "audit_entry", "addendum"])
def test_what_is_kept_for_good(signed: Store, table: str):
    signed.add_addendum(factories.addendum())

    assert refused(signed, f"UPDATE {table} SET id = id || 'x'")
    assert refused(signed, f"DELETE FROM {table}")
    assert refused(signed, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize(
    ("make", "column"),
    [
        (lambda: factories.follow_up(id="late"), "note"),
        (lambda: factories.adverse_event(id="late", visit_id=""), "note"),
    ],
)
def test_what_has_its_own_seal_stands(signed: Store, make: Callable[[], Record], column: str):
    record = make()
    table = table_name(type(record))
    signed.seal_late(record)  # type: ignore[arg-type]
    free = record.but(id="free")
    signed.put(free)

    assert refused(signed, f"UPDATE {table} SET {column} = 'x' WHERE id = 'late'")
    assert refused(signed, f"DELETE FROM {table} WHERE id = 'late'")
    assert refused(signed, f"UPDATE OR REPLACE {table} SET id = 'late' WHERE id = 'free'")
    assert not refused(signed, f"UPDATE {table} SET {column} = 'x' WHERE id = 'free'")


def test_every_kind_has_one_table(store: Store, tmp_path: Path):
    names = [table_name(kind) for kind in KINDS]

    assert len(set(names)) == len(KINDS)
    assert table_name(Addendum) == "addendum"
