"""One record in, changed or out, by statements written once for each kind and set of columns.

They go straight to the driver: they are what a tap waits for. What is to be changed
is named by every one of its columns, patient and visit among them, so that nothing else can be met.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection

from needlechart.domain.record import R, Record, field_types
from needlechart.domain.visit import Place
from needlechart.store.form import Raw
from needlechart.store.problems import Conflict, Damaged
from needlechart.store.rows import per_kind, record_of, to_row
from needlechart.store.tables import table_name

Row = dict[str, Any]


def write(connection: Connection, before: Record | None, after: Record | None) -> None:
    """Put ``after`` in the place of ``before``; raises `Conflict` when ``before`` is not what is stored.

    Call it inside a transaction; errors of the driver come as they are, see `driver_errors.problem_of`.
    """
    if before is None and after is None:
        return
    if before is not None and after is not None and (type(before), before.id) != (type(after), after.id):
        raise ValueError("a change replaces a record by the same record")
    if before is None and after is not None:
        add(connection, after)
    elif before is not None and not _replace(connection, before, after):
        _replace_equal(connection, before, after)


def add(connection: Connection, record: Record) -> None:
    """Insert; an id that exists is a `Conflict` by way of `driver_errors.problem_of`."""
    add_row(connection, type(record), to_row(record))


def add_row(connection: Connection, kind: type[Record], row: Row) -> None:
    """Insert what `rows.to_row` made of a record of this kind."""
    _raw(connection).execute(_insert(kind), tuple(row.values()))


def _replace(connection: Connection, before: Record, after: Record | None) -> bool:
    """Whether a row that holds ``before``, value for value, was there to be changed or removed."""
    kind: Any = type(before)
    old = to_row(before)
    values: tuple[Any, ...] = ()
    if after is None:
        statement = _delete(kind)
    else:
        new = to_row(after)
        changed = tuple(name for name, value in new.items() if value != old[name])
        statement = _update(kind, changed or ("id",))
        values = tuple(new[name] for name in changed or ("id",))
    return bool(_raw(connection).execute(statement, (*values, *old.values())).rowcount == 1)


def _replace_equal(connection: Connection, before: Record, after: Record | None) -> None:
    """The row differs from ``before``; it may still be equal, as one moment is at two offsets from UTC."""
    stored = read_one(connection, type(before), before.id)
    if stored is None and after is None and isinstance(before, Place):
        return  # it went with its visit
    if stored is None or stored != before or not _replace(connection, stored, after):
        raise Conflict


def read_one(connection: Connection, kind: type[R], record_id: str) -> R | None:
    """The stored record with this id; raises `Damaged` when its row holds what the kind cannot."""
    row = _raw(connection).execute(_by_id(kind), (record_id,)).fetchone()
    try:
        return None if row is None else record_of(kind, row)
    except (ValueError, TypeError):
        raise Damaged from None


def _raw(connection: Connection) -> Raw:
    """The driver's own connection, in the same transaction."""
    return connection.connection.dbapi_connection


@per_kind
def _by_id(kind: type[Record]) -> str:
    names = ", ".join(_quoted(field_types(kind)))
    return f"SELECT {names} FROM {table_name(kind)} WHERE id = ?"  # noqa: S608 - our own names


@per_kind
def _insert(kind: type[Record]) -> str:
    names = field_types(kind)
    holes = ", ".join("?" * len(names))
    return f"INSERT INTO {table_name(kind)} ({', '.join(_quoted(names))}) VALUES ({holes})"  # noqa: S608 - our own names


@per_kind
def _same_row(kind: type[Record]) -> str:
    """Every column, the key first, which finds the row; ``IS`` since NULL equals NULL here."""
    first, *others = _quoted(field_types(kind))
    return " AND ".join([f"{first} = ?", *(f"{name} IS ?" for name in others)])


@cache
def _update(kind: type[Record], changed: tuple[str, ...]) -> str:
    """Columns that stay are left out: an index on them need not be written."""
    values = ", ".join(f"{name} = ?" for name in _quoted(changed))
    return f"UPDATE {table_name(kind)} SET {values} WHERE {_same_row(kind)}"  # noqa: S608 - our own names


@per_kind
def _delete(kind: type[Record]) -> str:
    return f"DELETE FROM {table_name(kind)} WHERE {_same_row(kind)}"  # noqa: S608 - our own names


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
