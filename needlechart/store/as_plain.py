"""Rows as plain data, without making records of them: for looks at everything that is kept.

A row whose plain form is the one that was signed or logged holds what the program wrote there. Only of
another row a record need be made, to say what is wrong with it.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any, get_origin

from needlechart.domain.record import Plain, Record, canonical, field_types, optional_part
from needlechart.store.form import Raw
from needlechart.store.rows import column_value, moment_of, per_kind, references
from needlechart.store.tables import table_name

Convert = Callable[[Any], Plain]
Row = Sequence[Any]
"""Column values in the order of the kind's fields."""

ALWAYS = object()
"""Equals no column value: a field without a default is always told."""

Piece = tuple[str, int, Callable[[Any], str], Any]
"""Of the canonical form: its beginning, the place of the column, what writes its value, and the default's."""


def columns(kind: type[Record]) -> str:
    """The columns of a kind in the order of its fields, for a SELECT."""
    return ", ".join(f'"{name}"' for name in field_types(kind))


def plain_of(kind: type[Record], row: Row) -> dict[str, Plain]:
    """What `record.to_plain` says of the record in a row; raises ValueError, TypeError for what is none."""
    parts = zip(_parts(kind), row, strict=True)
    return {name: value if convert is None else convert(value) for (name, convert), value in parts}


def digest_of(kind: type[Record], row: Row) -> str:
    """What `record.record_digest` says of the record in a row; raises as `plain_of`."""
    said = [
        f"{head}{write(row[place])}" for head, place, write, usual in _pieces(kind) if row[place] != usual
    ]
    return hashlib.sha256(f"{{{','.join(said)}}}".encode()).hexdigest()


def canonical_of(kind: type[Record], row: Row) -> bytes:
    """What `record.canonical` says of every field of a row but its hash; raises as `plain_of`."""
    said = [f"{head}{write(row[place])}" for head, place, write, _ in _pieces_of_link(kind)]
    return f"{{{','.join(said)}}}".encode()


def plain_rows(raw: Raw, kind: type[Record], name: str, value: str) -> dict[str, dict[str, Plain]]:
    """The plain form of each row in which a field has a value, by id; raises as `plain_of`."""
    rows = raw.execute(f'{_select(kind)} WHERE "{name}" = ?', (value,))
    found = (plain_of(kind, row) for row in rows)
    return {str(one["id"]): one for one in found}


@per_kind
def _select(kind: type[Record]) -> str:
    return f"SELECT {columns(kind)} FROM {table_name(kind)}"  # noqa: S608 - our own names


@per_kind
def _parts(kind: type[Record]) -> tuple[tuple[str, Convert | None], ...]:
    """Each field with what makes its column value plain; None where it is."""
    empty_is_null = set(references(kind))
    return tuple(
        (name, _empty_for_null if name in empty_is_null else _plain_maker(hint))
        for name, hint in field_types(kind).items()
    )


@per_kind
def _pieces(kind: type[Record]) -> tuple[Piece, ...]:
    """In the order of the canonical form: each field and the name of the kind."""
    defaults = {one.name: one.default for one in fields(kind)}
    usual = {
        name: ALWAYS if default is MISSING else column_value(kind, name, default)
        for name, default in defaults.items()
    }
    name_of_kind = _text(kind.__name__)
    found = [('"record":', 0, lambda _: name_of_kind, ALWAYS)]
    hints = field_types(kind).values()
    for place, ((name, convert), hint) in enumerate(zip(_parts(kind), hints, strict=True)):
        found.append((f"{_text(name)}:", place, _writer(hint, convert), usual[name]))
    return tuple(sorted(found, key=lambda one: one[0]))


@per_kind
def _pieces_of_link(kind: type[Record]) -> tuple[Piece, ...]:
    return tuple(one for one in _pieces(kind) if one[0] not in ('"record":', '"hash":'))


def _writer(hint: Any, convert: Convert | None) -> Callable[[Any], str]:
    """As the canonical form writes it; raises TypeError for a value of another type."""
    base, optional = optional_part(hint)
    if convert is None and not optional and base is not float:
        return int.__repr__ if base is int else _text
    if base is datetime and not optional:
        return _moment_text
    if get_origin(base) is tuple:
        return lambda text: text if text == "[]" else canonical(json.loads(text)).decode()

    def write(value: Any) -> str:
        if convert is not None:
            value = convert(value)
        return _text(value) if type(value) is str else canonical(value).decode()

    return write


_text = json.encoder.encode_basestring
"""A text as `record.canonical` writes it."""


def _empty_for_null(value: Any) -> Plain:
    return value or ""


def _plain_maker(hint: Any) -> Convert | None:
    base, _ = optional_part(hint)
    if get_origin(base) is tuple:
        return json.loads
    if base is datetime:
        return _moment
    if base is bool:
        return lambda value: None if value is None else bool(value)
    return _day if base is date else None


def _moment(text: str | None) -> Plain:
    return None if text is None else moment_of(text).isoformat()


@lru_cache(maxsize=256)
def _moment_text(text: str) -> str:
    """Those of one transaction follow each other."""
    return _text(moment_of(text).isoformat())


def _day(text: Any) -> Plain:
    return None if text is None else date.fromisoformat(text).isoformat()
