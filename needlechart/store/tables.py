"""One SQLAlchemy Core table per kind of record, built from the record's own fields.

Tables are STRICT. What the frozen record promises (words, true or false) the table checks once more.
Triggers stand in `triggers`, the words that make up the whole schema in `schema`.
"""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Any, get_origin

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, MetaData, Table, text
from sqlalchemy.types import DOUBLE, INTEGER, REAL, TEXT, TypeEngine

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import KINDS, PARENTS
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, field_types, optional_part, required_fields
from needlechart.domain.seal import Seal
from needlechart.domain.visit import Place
from needlechart.store.rows import per_kind, references

APPLICATION_ID = 0x4E43_4854
"""``NCHT``: what the file says it is."""

SCHEMA_VERSION = 1
"""Kept in user_version; raised with every migration."""

DOUBLE_OR_REAL: TypeEngine[Any] = DOUBLE().with_variant(REAL(), "sqlite")
"""A double on every server; STRICT tables of SQLite call it REAL."""

INDEXED = ("started", "status", "muscle", "due_from", "family_name", "merged_into", "record_id")
"""Fields looked up beside the references."""

UNIQUE: dict[type[Record], tuple[tuple[str, ...], ...]] = {
    Patient: (("clinic_id", "record_number"),),
    AuditEntry: (("sequence",),),
}

metadata = MetaData()


def table_name(kind: type[Record]) -> str:
    """``TriggerPoint`` lives in ``trigger_point``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


@per_kind
def record_table(kind: type[Record]) -> Table:
    """The table of a kind of record."""
    name = table_name(kind)
    columns = [_column(kind, field, hint) for field, hint in field_types(kind).items()]
    table = Table(name, metadata, *columns, sqlite_strict=True)
    for field in field_types(kind):
        if field in references(kind) or field in INDEXED or (kind is AuditEntry and field == "patient_id"):
            Index(f"{name}_{field}", table.c[field])
    for fields in UNIQUE.get(kind, ()):
        Index(f"{name}_one_{'_'.join(fields)}", *(table.c[field] for field in fields), unique=True)
    if kind is Seal:
        Index("seal_one_subject", table.c.kind, table.c.subject_id, unique=True)
        Index(
            "seal_one_per_visit",
            table.c.about_visit_id,
            unique=True,
            sqlite_where=text("kind = 'visit'"),
        )
    return table


def _column(kind: type[Record], name: str, hint: Any) -> Column[Any]:
    base, optional = optional_part(hint)
    refers, required = name in references(kind), name in required_fields(kind)
    parts: list[Any] = []
    if refers:
        parts.append(_reference(kind, name))
    check = _check(name, base)
    if check:
        parts.append(CheckConstraint(check))
    return Column(
        name, _type(base), *parts, primary_key=name == "id", nullable=optional or (refers and not required)
    )


def _reference(kind: type[Record], name: str) -> ForeignKey:
    """Children are checked at commit; the place of a visit goes with its visit."""
    gone = "CASCADE" if kind is Place else None
    target = f"{table_name(PARENTS[name])}.id"
    return ForeignKey(target, deferrable=True, initially="DEFERRED", ondelete=gone)


def _type(base: Any) -> TypeEngine[Any]:
    if get_origin(base) is tuple or base in (str, date, datetime) or issubclass(base, StrEnum):
        return TEXT()
    if base is float:
        return DOUBLE_OR_REAL
    return INTEGER()


def _check(name: str, base: Any) -> str:
    if base is bool:
        return f'"{name}" IN (0, 1)'
    if isinstance(base, type) and issubclass(base, StrEnum):
        words = ", ".join(f"'{word.value}'" for word in base)
        return f'"{name}" IN ({words})'
    return ""


def all_tables() -> list[Table]:
    """The table of every kind, parents first."""
    return [record_table(kind) for kind in KINDS]
