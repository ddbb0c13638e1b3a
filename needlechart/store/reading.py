"""Records of one kind that match; what a screen or document needs beyond that is in `queries`.

As in `writing`, each statement is written once and goes straight to the driver: a visit is opened, and
signed, by some thirty of them.
"""

from functools import cache
from typing import Any, cast

from sqlalchemy import Connection

from needlechart.domain.record import R, field_types
from needlechart.store.problems import Damaged
from needlechart.store.rows import column_value, record_of
from needlechart.store.tables import table_name

Shape = tuple[tuple[str, int | None], ...]
"""Each field that is asked for, and how many values it may have; None for the one value or NULL."""


def read(connection: Connection, kind: type[R], /, **equals: Any) -> list[R]:
    """Records whose fields equal the values, or one of a list or set of values; oldest id first.

    Raises `Damaged` for a row that no record can hold: a page of zeros reads as if it were sound.
    """
    shape: list[tuple[str, int | None]] = []
    values: list[Any] = []
    for name, value in equals.items():
        if isinstance(value, list | set | frozenset):
            shape.append((name, len(value)))
            values += [column_value(kind, name, one) for one in value]
        else:
            shape.append((name, None))
            values.append(column_value(kind, name, value))
    raw = connection.connection.dbapi_connection
    rows = raw.execute(_statement(cast(Any, kind), tuple(shape)), values).fetchall()  # type: ignore[union-attr]
    try:
        return [record_of(kind, row) for row in rows]
    except (ValueError, TypeError):
        raise Damaged from None


@cache
def _statement(kind: type[Any], shape: Shape) -> str:
    columns = ", ".join(f'"{name}"' for name in field_types(kind))
    wanted = [
        f'"{name}" IS ?' if many is None else f'"{name}" IN ({", ".join("?" * many)})' for name, many in shape
    ]
    where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    return f"SELECT {columns} FROM {table_name(kind)}{where} ORDER BY id"  # noqa: S608 - our own names
