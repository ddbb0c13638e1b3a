"""Real encrypted charts in a temporary folder; passphrases are derived cheaply so that tests are quick."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from needlechart.domain.record import Record
from needlechart.store.connection import create_raw
from needlechart.store.engine import engine_over
from needlechart.store.keyfile import Cost
from needlechart.store.migrations.schema_1 import STATEMENTS
from needlechart.store.rows import to_record
from needlechart.store.store import Store
from needlechart.store.tables import record_table
from needlechart.store.writing import add
from tests import factories

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


def new_store(folder: Path) -> Store:
    store, _ = Store.create(
        folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=CHEAP
    )
    return store


def signed_chart(folder: Path) -> Store:
    """A new chart, still open, in which one whole visit is signed."""
    store = new_store(folder)
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    return store


def reopened(folder: Path) -> Store:
    return Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE)


@contextmanager
def tables_alone(path: Path) -> Iterator[Connection]:
    """A real encrypted file with the tables and without triggers, whose references are not enforced."""
    raw = create_raw(path, bytes(range(32)))
    for statement in STATEMENTS:
        if not statement.startswith("CREATE TRIGGER"):
            raw.execute(statement)
    raw.execute("PRAGMA foreign_keys = OFF").fetchall()
    engine = engine_over(raw)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def kept_row(connection: Connection, record: Record) -> dict[str, Any]:
    """The row of a record after it was written to its table; the table is as it was before."""
    table = record_table(type(record))
    with connection.begin() as transaction:
        add(connection, record)
        row = connection.execute(select(table).where(table.c.id == record.id)).mappings().one()
        transaction.rollback()
    return dict(row)


def read_back(connection: Connection, record: Record) -> Record:
    """The record after it was written to its table and read again; the table is as it was before."""
    return to_record(type(record), kept_row(connection, record))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "chart"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = new_store(folder)
    yield opened
    opened.close()
