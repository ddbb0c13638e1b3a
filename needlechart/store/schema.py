"""The whole schema as today's records want it: what a migrated file must equal."""

from sqlalchemy import Index
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from needlechart.store.tables import all_tables
from needlechart.store.triggers import triggers

ABOUT = "CREATE TABLE about (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT"
"""Facts of the file itself: its id and when it was made."""

REVISION = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)
"""As alembic makes it; the newest revision applied."""


def schema_statements() -> list[str]:
    """Every CREATE statement, in an order in which they can run."""
    dialect = sqlite.dialect()
    tables = [_tidy(str(CreateTable(table).compile(dialect=dialect))) for table in all_tables()]
    indexes = [
        _tidy(str(CreateIndex(index).compile(dialect=dialect)))
        for table in all_tables()
        for index in sorted(table.indexes, key=_index_name)
    ]
    return [ABOUT, REVISION, *tables, *indexes, *triggers()]


def _index_name(index: Index) -> str:
    return str(index.name)


def _tidy(statement: str) -> str:
    return " ".join(statement.split())
