"""One record in, changed or out: compiled once per kind, each naming patient and visit beside the id."""

from typing import Any

from sqlalchemy import Connection, Delete, Insert, Select, Update, bindparam, delete, insert, select, update

from needlechart.domain.record import R, Record
from needlechart.domain.visit import Place
from needlechart.store.problems import Conflict
from needlechart.store.rows import per_kind, references, to_record, to_row
from needlechart.store.tables import record_table

GUARDS = ("patient_id", "visit_id")


def write(connection: Connection, before: Record | None, after: Record | None) -> None:
    """Put ``after`` in the place of ``before``; raises `Conflict` when ``before`` is not what is stored."""
    if before is None and after is None:
        return
    if before is not None and after is not None and (type(before), before.id) != (type(after), after.id):
        raise ValueError("a change replaces a record by the same record")
    if before is None and after is not None:
        add(connection, after)
    elif before is not None:
        stored = read_one(connection, type(before), before.id)
        if stored is None and after is None and isinstance(before, Place):
            return  # it went with its visit
        if stored != before:
            raise Conflict
        _replace(connection, before, after)


def add(connection: Connection, record: Record) -> None:
    """Insert; an id that exists is a `Conflict` by way of `connection.problem_of`."""
    connection.execute(_insert(type(record)), to_row(record))


def _replace(connection: Connection, before: Record, after: Record | None) -> None:
    old = to_row(before)
    named = {f"old_{name}": old[name] for name in ("id", *_guards(type(before)))}
    if after is None:
        result = connection.execute(_delete(type(before)), named)
    else:
        values = to_row(after)
        del values["id"]
        result = connection.execute(_update(type(before)), values | named)
    if result.rowcount != 1:
        raise Conflict


def read_one(connection: Connection, kind: type[R], record_id: str) -> R | None:
    """The stored record with this id."""
    row = connection.execute(_by_id(kind), {"old_id": record_id}).one_or_none()
    return None if row is None else to_record(kind, dict(row._mapping))


def _guards(kind: type[Record]) -> list[str]:
    return [name for name in GUARDS if name in references(kind)]


@per_kind
def _by_id(kind: type[Record]) -> Select[Any]:
    table = record_table(kind)
    return select(table).where(table.c.id == bindparam("old_id"))


@per_kind
def _insert(kind: type[Record]) -> Insert:
    return insert(record_table(kind))


def _same_row(kind: type[Record]) -> list[Any]:
    table = record_table(kind)
    guards = [table.c[name].is_not_distinct_from(bindparam(f"old_{name}")) for name in _guards(kind)]
    return [table.c.id == bindparam("old_id"), *guards]


@per_kind
def _update(kind: type[Record]) -> Update:
    table = record_table(kind)
    values: dict[str, Any] = {
        column.name: bindparam(column.name) for column in table.c if column.name != "id"
    }
    return update(table).where(*_same_row(kind)).values(values)


@per_kind
def _delete(kind: type[Record]) -> Delete:
    return delete(record_table(kind)).where(*_same_row(kind))
