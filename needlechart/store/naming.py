"""What a record is called where something is wrong with it: as a person knows it, never by its id.

``Trigger point 3 of the visit of 17 Mar 2026 (record NC-000127)``: kind and number, the day of its visit, the
patient's record number. Nothing else of a patient, and no more than can still be read.
"""

from collections.abc import Callable, Mapping
from typing import Any

from needlechart.domain.kinds import BY_NAME
from needlechart.domain.record import Record
from needlechart.domain.rules.time_words import date_words
from needlechart.domain.seal import Seal
from needlechart.domain.words import SealedKind
from needlechart.store.driver_errors import raw_problems
from needlechart.store.form import Raw
from needlechart.store.problems import StoreProblem
from needlechart.store.rows import moment_of
from needlechart.store.tables import table_name

Fields = Callable[[str], Any]
"""Gives a field of a record by its name; nothing where it has none."""


class Names:
    """Asks the chart for what stands around a record, one row at a time: findings are few."""

    def __init__(self, raw: Raw) -> None:
        """Over an open chart or a copy of one."""
        self._raw = raw

    def record(self, record: Record) -> str:
        """A record that can be read."""
        return self._called(type(record), lambda name: getattr(record, name, None))

    def row(self, kind: type[Record], row: Mapping[str, Any]) -> str:
        """A row of which perhaps not everything can be read."""
        return self._called(kind, row.get)

    def gone(self, kind: str, patient_id: str) -> str:
        """A record that is not there any more."""
        fields = {"id" if kind == "Patient" else "patient_id": patient_id}
        return self._called(BY_NAME[kind], fields.get)

    def sealed(self, seal: Seal) -> str:
        """What was signed, and when."""
        day = self._day(seal.about_visit_id)
        what = spoken(seal.kind.value).capitalize()
        of = "of" if seal.kind is SealedKind.VISIT else "to the visit of"
        where = f"{what} {of} {day}" if day else what
        return f"{where}{self._whose(seal.patient_id)}, signed {date_words(seal.signed_at.date())}"

    def visit(self, visit_id: str) -> str:
        """A visit by its id."""
        patient = self._one("visit", "patient_id", visit_id)
        return self._called(BY_NAME["Visit"], {"id": visit_id, "patient_id": patient}.get)

    def _called(self, kind: type[Record], field: Fields) -> str:
        table = table_name(kind)
        what = spoken(table).capitalize()
        if table == "trigger_point" and field("number"):
            what = f"{what} {field('number')}"
        elif point := field("trigger_point_id"):
            number = self._one("trigger_point", "number", point)
            what = f"{what} of trigger point {number}" if number else what
        if table == "visit":
            day = self._day(field("id"))
            return f"{what} of {day}{self._whose(field('patient_id'))}" if day else what
        patient = field("id") if table == "patient" else field("patient_id")
        if not patient:
            return f"{what} {field('name')}" if field("name") else what
        day = self._day(field("visit_id") or field("about_visit_id"))
        return (
            f"{what} of the visit of {day}{self._whose(patient)}" if day else f"{what}{self._whose(patient)}"
        )

    def _whose(self, patient_id: object) -> str:
        number = self._one("patient", "record_number", patient_id)
        return f" (record {number})" if number else ""

    def _day(self, visit_id: object) -> str:
        started = self._one("visit", "started", visit_id)
        try:
            return date_words(moment_of(str(started)).date()) if started else ""
        except (ValueError, IndexError, OverflowError):  # somebody wrote what is no time
            return ""

    def _one(self, table: str, column: str, record_id: object) -> object:
        if not record_id:
            return None
        query = f"SELECT {column} FROM {table} WHERE id = ?"  # noqa: S608 - our own names
        try:
            with raw_problems():
                row = self._raw.execute(query, (record_id,)).fetchone()
        except StoreProblem:
            return None
        return row[0] if row else None


def spoken(name: str) -> str:
    """``trigger_point`` or ``TriggerPoint`` as words: ``trigger point``."""
    words = "".join(f" {one.lower()}" if one.isupper() else one for one in name)
    return words.replace("_", " ").strip()
