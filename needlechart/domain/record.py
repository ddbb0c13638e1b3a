"""What every kept value has in common: an id, plain data in and out, and one canonical form.

Plain data is what JSON can hold: text, whole and decimal numbers, true and false, null, lists and
objects. A time is ISO 8601 with its offset, a date ISO 8601, an enumeration its word.
"""

import hashlib
import json
import math
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from threading import Lock
from types import NoneType, UnionType
from typing import Any, ClassVar, Self, TypeVar, Union, get_args, get_origin, get_type_hints

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]

R = TypeVar("R", bound="Record")

TEXT_LIMIT = 1_000_000
"""Longest text of one field, in characters; longer text is refused, never cut."""


class Invalid(ValueError):  # noqa: N818 - read as a word: "this field is invalid"
    """A value that a record cannot hold.

    ``path`` names the field (``depth_mm``, ``outline/3``); ``why`` is a sentence that never repeats
    what was typed, since it may end up on a screen or in a log.
    """

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


class _Ids:
    """Counts within a millisecond, so that ids made one after the other also sort so."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._milliseconds = 0
        self._count = 0

    def stamp(self) -> tuple[int, int]:
        """Milliseconds since 1970 and a count of 12 bits; never the same or an earlier pair again."""
        with self._lock:
            present = time.time_ns() // 1_000_000
            if present > self._milliseconds:
                self._milliseconds, self._count = present, 0
            else:
                self._count += 1
                if self._count > 0xFFF:
                    self._milliseconds, self._count = self._milliseconds + 1, 0
            return self._milliseconds, self._count


_IDS = _Ids()


def new_id() -> str:
    """A UUIDv7 (RFC 9562, method 1): sorts by the order of making, safe to merge between laptops."""
    milliseconds, count = _IDS.stamp()
    random = int.from_bytes(os.urandom(8), "big") & (1 << 62) - 1
    digits = f"{milliseconds << 80 | 0x7 << 76 | count << 64 | 0x2 << 62 | random:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def now() -> datetime:
    """The present with the local offset, to the millisecond."""
    local = datetime.now(UTC).astimezone()
    return local.replace(microsecond=local.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A frozen value with an id; equal records have equal fields.

    ``audited``: putting or removing it writes an audit entry. ``sealable``: it is part of what a
    visit's seal covers when it has a ``visit_id``.
    """

    audited: ClassVar[bool] = True
    sealable: ClassVar[bool] = True

    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        _check_id(self.id)
        kind: type = type(self)
        names, values_of = _fields(kind)
        for name, value in zip(names, values_of(self), strict=True):
            if type(value) is str:
                if not (value.isascii() and "\x00" not in value and len(value) <= TEXT_LIMIT):
                    _check_text(name, value)
            elif value is not None and value is not True and value is not False:
                _check_value(name, value)
        self.check()

    def check(self) -> None:
        """Raise `Invalid` for what this kind of record cannot hold; called at every creation."""

    def but(self, **values: Any) -> Self:
        """The same record with other values; raises `Invalid`."""
        return replace(self, **values)


def _check_id(text: str) -> None:
    if not isinstance(text, str) or not 1 <= len(text) <= 64 or not text.isascii() or not text.isprintable():
        raise Invalid("id", "an id is 1 to 64 plain characters")


def _check_value(path: str, value: object) -> None:
    if isinstance(value, StrEnum):
        return
    if type(value) is str:
        _check_text(path, value)
        return
    if isinstance(value, float) and not math.isfinite(value):
        raise Invalid(path, "the number is not finite")
    if isinstance(value, bool):
        return
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise Invalid(path, "the number is too large")
    if isinstance(value, str):
        _check_text(path, value)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise Invalid(path, "the time has no offset from UTC")
    if isinstance(value, tuple):
        for index, part in enumerate(value):
            _check_value(f"{path}/{index}", part)


def _check_text(path: str, text: str) -> None:
    if len(text) > TEXT_LIMIT:
        raise Invalid(path, f"the text is longer than {TEXT_LIMIT} characters")
    if "\x00" in text:
        raise Invalid(path, "the text holds a null character")
    if text.isascii():
        return
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid(path, "the text holds half of a character (a lone surrogate)") from None


def in_range(path: str, value: float | None, low: float, high: float, unit: str = "") -> None:
    """Raise `Invalid` unless ``value`` is None or within ``low`` to ``high``, both included."""
    if value is not None and not low <= value <= high:
        said = f" {unit}" if unit else ""
        raise Invalid(path, f"must be between {low:g} and {high:g}{said}")


def field_types(kind: type) -> Mapping[str, Any]:
    """Field name to type, in the order of definition, of a record or of a value inside one."""
    return _field_types(kind)


@cache
def _field_types(kind: type) -> Mapping[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind)}


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """Names of the fields, and what gives all their values at once."""
    names = tuple(one.name for one in fields(kind))
    return names, attrgetter(*names) if len(names) > 1 else lambda one: tuple(getattr(one, n) for n in names)


def required_fields(kind: type) -> list[str]:
    """Names of the fields without a default."""
    return [one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]


def optional_part(hint: Any) -> tuple[Any, bool]:
    """The type without None, and whether None is allowed."""
    if get_origin(hint) in (Union, UnionType):
        parts = [part for part in get_args(hint) if part is not NoneType]
        if len(parts) == 1:
            return parts[0], True
    return hint, False


def to_plain(record: Record) -> dict[str, Plain]:
    """Every field of a record as plain data; `from_plain` is its inverse."""
    kind: type = type(record)
    names, values_of = _fields(kind)
    return {name: _plain(value) for name, value in zip(names, values_of(record), strict=True)}


def spare(record: Record) -> dict[str, Plain]:
    """The fields that do not hold their default, as plain data; `from_plain` fills up the rest."""
    kind: type = type(record)
    told = ((name, getattr(record, name), usual) for name, usual in _usual(kind))
    return {name: _plain(value) for name, value, usual in told if value is not usual and value != usual}


@cache
def _usual(kind: type) -> tuple[tuple[str, Any], ...]:
    """Each field with its default; `MISSING`, which equals nothing, where there is none."""
    return tuple((one.name, one.default) for one in fields(kind))


def _plain(value: Any) -> Plain:
    if type(value) is str:
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value  # type: ignore[no-any-return]


def from_plain(kind: type[R], data: object, path: str = "") -> R:
    """The record that plain data describes.

    A field that has a default may be missing. Raises `Invalid` with the path of the first field that
    is unknown, missing, of another type or out of range.
    """
    if not isinstance(data, Mapping):
        raise Invalid(path or "record", "must be an object")
    types = field_types(kind)
    for name in data:
        if name not in types:
            raise Invalid(_join(path, str(name)[:64]), f"is not a field of {kind.__name__}")
    values = {name: _typed(types[name], data[name], _join(path, name)) for name in data}
    for name in required_fields(kind):
        if name not in values:
            raise Invalid(_join(path, name), "is missing")
    try:
        return kind(**values)
    except Invalid as error:
        raise Invalid(_join(path, error.path), error.why) from None


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name


def _typed(hint: Any, value: Any, path: str) -> Any:
    kind, optional = optional_part(hint)
    if value is None:
        if optional:
            return None
        raise Invalid(path, "must not be null")
    if get_origin(kind) is tuple:
        if not isinstance(value, list | tuple):
            raise Invalid(path, "must be a list")
        part = get_args(kind)[0]
        return tuple(_typed(part, one, f"{path}/{index}") for index, one in enumerate(value))
    return _scalar(kind, value, path)


def _scalar(kind: type, value: Any, path: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        try:
            return kind(value)
        except ValueError:
            words = ", ".join(kind)
            raise Invalid(path, f"must be one of: {words}") from None
    if kind is datetime:
        return _moment(value, path)
    if kind is date:
        return _date(value, path)
    if kind is float and type(value) is int:
        return _decimal(value, path)
    if type(value) is not kind:
        said = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}[kind]
        raise Invalid(path, f"must be {said}")
    return value


def _decimal(value: int, path: str) -> float:
    """A whole number in a field with decimals; it is refused where it would become another one."""
    exact = abs(value) <= 2**53 or (abs(value) < 2**1023 and int(float(value)) == value)
    if not exact:
        raise Invalid(path, "the number has more digits than can be kept")
    return float(value)


def _moment(value: Any, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (ValueError, TypeError):
        raise Invalid(path, "must be a time like 2026-03-17T10:42:08-05:00") from None
    if moment.tzinfo is None:
        raise Invalid(path, "the time needs its offset from UTC, like -05:00")
    return moment


def _date(value: Any, path: str) -> date:
    try:
        if not isinstance(value, str) or date.fromisoformat(value).isoformat() != value:
            raise ValueError  # a week like 2026-W10-1 is read too
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid(path, "must be a date like 2026-03-17") from None


def canonical(data: Plain) -> bytes:
    """One and only one sequence of bytes for plain data: sorted keys, no spaces, UTF-8."""
    return _CANONICAL.encode(data).encode()


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def with_kind(record: Record) -> dict[str, Plain]:
    """The record as plain data with the name of its kind under ``record`` (``kind`` is a field of some)."""
    return {"record": type(record).__name__, **to_plain(record)}


def canonical_record(record: Record) -> bytes:
    """The canonical form of a record, its kind included."""
    return canonical(with_kind(record))


def record_digest(record: Record) -> str:
    """SHA-256 of the record as the audit log keeps it, lower-case hex.

    Fields that hold their default are left out, so that a field added by a later version leaves the digest
    of an older record as it was. A default, once released, is therefore never changed.
    """
    said: dict[str, Plain] = {"record": type(record).__name__, **spare(record)}
    return hashlib.sha256(canonical(said)).hexdigest()
