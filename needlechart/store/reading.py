"""Records of one kind that match; what a screen or document needs beyond that is in `queries`."""

from typing import Any

from sqlalchemy import Connection, select

from needlechart.domain.record import R
from needlechart.store.problems import Damaged
from needlechart.store.rows import column_value, to_record
from needlechart.store.tables import record_table


def read(connection: Connection, kind: type[R], /, **equals: Any) -> list[R]:
    """Records whose fields equal the values, or one of a list or set of values; oldest id first.

    Raises `Damaged` for a row that no record can hold: a page of zeros reads as if it were sound.
    """
    table = record_table(kind)
    statement = select(table).order_by(table.c.id)
    for name, value in equals.items():
        if isinstance(value, list | set | frozenset):
            statement = statement.where(table.c[name].in_([column_value(kind, name, one) for one in value]))
        else:
            kept = column_value(kind, name, value)
            statement = statement.where(table.c[name].is_not_distinct_from(kept))
    rows = connection.execute(statement).mappings()
    try:
        return [to_record(kind, dict(row)) for row in rows]
    except (ValueError, TypeError):
        raise Damaged from None
