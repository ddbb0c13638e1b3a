"""Between a record and its row: every value as text, number or NULL, and back without loss.

A time is kept as UTC first, so that text order is time order, then its local offset:
``2026-03-17T20:42:08.123000Z-05:00``. A list is JSON. A reference to nothing is NULL, since a foreign
key cannot point at an empty text.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, TypeVar, cast, get_args, get_origin

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import PARENTS
from needlechart.domain.record import Invalid, R, Record, field_types, optional_part

Convert = Callable[[Any], Any]
T = TypeVar("T")


def per_kind(make: Callable[[type[Any]], T]) -> Callable[[type[Any]], T]:
    """Compute once for each kind of record."""
    return cast("Callable[[type[Any]], T]", cache(make))


def references(kind: type[Record]) -> list[str]:
    """Names of the fields that are foreign keys; the audit log outlives what it speaks of and has none."""
    if kind is AuditEntry:
        return []
    return [name for name in field_types(kind) if name in PARENTS]


def to_row(record: Record) -> dict[str, Any]:
    """Column values of a record."""
    return {
        name: getattr(record, name) if convert is None else convert(getattr(record, name))
        for name, convert in _writers(type(record))
    }


def to_record(kind: type[R], row: Mapping[str, Any]) -> R:
    """The record a row holds; raises `Invalid` when the row holds what the kind cannot."""
    return record_of(kind, [row[name] for name, _, _ in _readers(kind)])


def record_of(kind: type[R], row: Sequence[Any]) -> R:
    """As `to_record`, of a row whose columns stand in the order of the kind's fields."""
    parts = zip(_readers(kind), row, strict=True)
    values: dict[str, Any] = {
        name: value if type(value) is kept else convert(value) for (name, kept, convert), value in parts
    }
    return kind(**values)


def settled(record: R) -> R:
    """The record as it reads after having been kept: -0.0 is 0.0, 35 in a decimal field is 35.0."""
    changes = {}
    for name, fix in _fixes(type(record)):
        value = getattr(record, name)
        if value is not None and (type(value) is not float or value == 0.0):
            fixed = fix(value)
            if repr(fixed) != repr(value):
                changes[name] = fixed
    return record.but(**changes) if changes else record


@per_kind
def _writers(kind: type[Record]) -> tuple[tuple[str, Convert | None], ...]:
    """Each field with what makes its column value; None where the value is kept as it is."""
    empty_is_null = set(references(kind))
    return tuple(
        (name, _null_for_empty if name in empty_is_null else _writer(hint))
        for name, hint in field_types(kind).items()
    )


@per_kind
def _readers(kind: type[Record]) -> tuple[tuple[str, type | None, Convert], ...]:
    """Each field with the type of a column value that is the field's value already, and what reads others."""
    empty_is_null = set(references(kind))
    return tuple(
        (name, str, _empty_for_null)
        if name in empty_is_null
        else (name, _as_kept(optional_part(hint)[0]), _reader(hint))
        for name, hint in field_types(kind).items()
    )


def _as_kept(base: Any) -> type | None:
    return base if base in (str, int, float) else None


@per_kind
def _fixes(kind: type[Record]) -> tuple[tuple[str, Convert], ...]:
    found: list[tuple[str, Convert]] = []
    for name, hint in field_types(kind).items():
        base, _ = optional_part(hint)
        if base is float:
            found.append((name, _decimal))
        elif get_origin(base) is tuple and get_args(base)[0] is float:
            found.append((name, lambda values: tuple(_decimal(value) for value in values)))
    return tuple(found)


def _decimal(value: float) -> float:
    return float(value) + 0.0  # -0.0 + 0.0 is 0.0, as SQLite keeps it


def _null_for_empty(value: str) -> str | None:
    return value or None


def _empty_for_null(value: str | None) -> str:
    return value or ""


def _writer(hint: Any) -> Convert | None:
    base, optional = optional_part(hint)
    convert = _plain_writer(base)
    if not optional or convert is None:
        return convert
    return lambda value: None if value is None else convert(value)


def _plain_writer(base: Any) -> Convert | None:
    if get_origin(base) is tuple:
        if get_args(base)[0] is float:
            return lambda values: _json([_decimal(value) for value in values])
        return lambda values: _json(list(values)) if values else "[]"
    if base is datetime:
        return moment_text
    if base is date:
        return date.isoformat
    if base is float:
        return _finite
    if base is bool:
        return int
    if issubclass(base, StrEnum):
        return lambda word: word._value_ if type(word) is base else base(word).value
    return None


def _reader(hint: Any) -> Convert:
    base, _ = optional_part(hint)
    convert = _plain_reader(base)
    return lambda value: None if value is None else convert(value)


def _plain_reader(base: Any) -> Convert:
    if get_origin(base) is tuple:
        return lambda text: () if text == "[]" else tuple(json.loads(text))
    if base is datetime:
        return moment_of
    if base is date:
        return date.fromisoformat
    if issubclass(base, StrEnum):
        words = {word.value: word for word in base}
        return lambda text: words[text] if text in words else base(text)
    return base  # type: ignore[no-any-return]


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise Invalid("value", "the number is not finite")
    return _decimal(value)


def _json(values: list[Any]) -> str:
    return _LIST.encode(values)


_LIST = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def moment_text(moment: datetime) -> str:
    """A time as kept; raises `Invalid` outside the years 1 to 9999 of UTC."""
    offset = moment.utcoffset()
    if offset is None:
        raise Invalid("time", "the time has no offset from UTC")
    try:
        utc = moment.replace(tzinfo=None) - offset
    except OverflowError:
        raise Invalid("time", "the time lies outside the calendar") from None
    return f"{utc.isoformat(timespec='microseconds')}Z{_offset_text(offset)}"


@lru_cache(maxsize=64)
def _offset_text(offset: timedelta) -> str:
    seconds = offset / timedelta(seconds=1)
    sign = "-" if seconds < 0 else "+"
    hours, rest = divmod(abs(seconds), 3600)
    minutes, rest = divmod(rest, 60)
    tail = f":{rest:09.6f}" if rest else ""
    return f"{sign}{hours:02.0f}:{minutes:02.0f}{tail}"


def moment_of(text: str) -> datetime:
    """The time that `moment_text` wrote, with its offset."""
    utc, _, tail = text.partition("Z")
    offset, zone = _offset_of(tail)
    return (datetime.fromisoformat(utc) + offset).replace(tzinfo=zone)


@lru_cache(maxsize=64)
def _offset_of(tail: str) -> tuple[timedelta, timezone]:
    parts = [float(part) for part in tail[1:].split(":")]
    seconds = sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
    offset = timedelta(seconds=-seconds if tail[0] == "-" else seconds)
    return offset, UTC if not offset else timezone(offset)


def sortable(moment: datetime) -> str:
    """The UTC part alone, to compare kept times with."""
    return moment_text(moment).partition("Z")[0]


def column_value(kind: type[Record], name: str, value: Any) -> Any:
    """How a column keeps one value of a field; raises KeyError for a name that is no field."""
    convert = dict(_writers(kind))[name]
    return value if convert is None else convert(value)
