"""Is every record as the program last wrote it: rows against the digests in the audit log.

Somebody with the data key and an SQL client can change, remove, put in and move rows. The newest entry of
each record holds its digest, so each of these is found and named. Who also rebuilds the whole chain, its key
lies in the chart, and the anchor, is found by seals only: these need the clinician's own key.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from needlechart.domain.kinds import BELOW_VISIT, BY_NAME, KINDS, patient_of
from needlechart.domain.record import Record, record_digest
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.seal import Seal
from needlechart.domain.words import AuditAction
from needlechart.store.audit import hash_at
from needlechart.store.form import Raw
from needlechart.store.naming import Names, spoken
from needlechart.store.rows import moment_of, to_record
from needlechart.store.tables import table_name

if TYPE_CHECKING:
    from needlechart.store.core import Core

Told = Callable[[int, int], None]
"""Called with rows looked at and rows in all; may raise to stop."""

MOST_NAMED = 50
EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Written:
    """What the newest entry about a record says."""

    sequence: int
    at: str
    kind: str
    patient_id: str
    digest: str
    removed: bool


def record_faults(store: "Core", told: Told | None = None) -> Iterator[str]:
    """A sentence for each record that is not as the program last wrote it, the first fifty by name."""
    raw = store.opened.raw
    written = _newest_entries(raw)
    found = 0
    for fault in _compared(raw, written, told):
        found += 1
        if found <= MOST_NAMED:
            yield fault
    if found > MOST_NAMED:
        yield f"{found - MOST_NAMED} more records are not as the program wrote them."


def faults_of(store: "Core", records: Iterable[Record]) -> Iterator[str]:
    """The same for a few records alone, which a look at one visit can afford beside a long log."""
    raw = store.opened.raw
    for record in records:
        written = _newest_entries(raw, record.id)
        fault = _fault(record, written.get(record.id))
        if fault:
            yield f"{Names(raw).record(record)} {fault}"


def _newest_entries(raw: Raw, record_id: str = "") -> dict[str, Written]:
    """The newest entry of each record, or of one."""
    one_alone = " AND record_id = ?" if record_id else ""
    rows = raw.execute(
        "SELECT record_id, sequence, at, record_kind, patient_id, digest, action FROM audit_entry"  # noqa: S608
        f" WHERE digest <> ''{one_alone} ORDER BY sequence",
        (record_id,) if record_id else (),
    )
    gone = AuditAction.REMOVED.value
    return {
        one: Written(number, at, kind, patient, digest, action == gone)
        for one, number, at, kind, patient, digest, action in rows
    }


def _compared(raw: Raw, written: dict[str, Written], told: Told | None) -> Iterator[str]:
    names = Names(raw)
    total = sum(_count(raw, kind) for kind in KINDS if kind.audited)
    seen = 0
    for kind in KINDS:
        if not kind.audited:
            continue
        for row in _rows(raw, kind):
            seen += 1
            if told is not None and seen % EVERY == 0:
                told(seen, total)
            record = _readable(kind, row)
            if record is None:
                written.pop(row["id"], None)
                yield f"{names.row(kind, row)} holds what no record can hold."
                continue
            fault = _fault(record, written.pop(record.id, None))
            if fault:
                yield f"{names.record(record)} {fault}"
    for last in written.values():
        if not last.removed and last.kind in BY_NAME:
            yield f"{names.gone(last.kind, last.patient_id)} was removed outside the program; {_last(last)}."


def _fault(record: Record, last: Written | None) -> str:
    if last is None:
        return "was put in outside the program: the audit log does not know it."
    if last.removed:
        return f"was put back outside the program; it was removed {_on(last)}."
    if patient_of(record) != last.patient_id:
        return f"was moved to another patient outside the program; {_last(last)}."
    if record_digest(record) != last.digest:
        return f"was changed outside the program; {_last(last)}."
    return ""


def _last(last: Written) -> str:
    return f"the program last wrote it {_on(last)}"


def _on(last: Written) -> str:
    at = moment_of(last.at)
    return f"on {date_words(at.date())} at {clock(at)} (audit entry {last.sequence})"


def _rows(raw: Raw, kind: type[Record]) -> Iterator[dict[str, Any]]:
    """Every row of a kind, without holding them all in memory."""
    cursor = raw.execute(f"SELECT * FROM {table_name(kind)}")  # noqa: S608 - our own names
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _readable(kind: type[Record], row: dict[str, Any]) -> Record | None:
    """The record of a row; None when somebody wrote what the program never would."""
    try:
        return to_record(kind, row)
    except (ValueError, TypeError, IndexError):
        return None


def _count(raw: Raw, kind: type[Record]) -> int:
    return int(raw.execute(f"SELECT count(*) FROM {table_name(kind)}").fetchone()[0])  # noqa: S608 - our own names


def place_faults(raw: Raw) -> Iterator[str]:
    """Records that lie in a visit of another patient."""
    for kind in BELOW_VISIT:
        table = table_name(kind)
        rows = raw.execute(
            f"SELECT {table}.* FROM {table} JOIN visit ON visit.id = {table}.visit_id"  # noqa: S608 - our own names
            f" WHERE visit.patient_id <> {table}.patient_id"
        )
        columns = [one[0] for one in rows.description]
        for row in rows.fetchall():
            name = Names(raw).row(kind, dict(zip(columns, row, strict=True)))
            yield f"{name} lies in a visit of another patient."


def head_faults(store: "Core") -> Iterator[str]:
    """Every seal made here holds where the audit log stood: the log is still that one."""
    raw = store.opened.raw
    here = {
        row[0]
        for row in raw.execute(
            "SELECT record_id FROM audit_entry WHERE record_kind = 'Seal' AND action = ?",
            (AuditAction.SIGNED.value,),
        )
    }
    for seal in store.select(Seal):
        if seal.id in here and hash_at(raw, seal.audit_sequence) != seal.audit_head:
            yield (
                f"The audit log is not the one of {date_words(seal.signed_at.date())}, when a "
                f"{spoken(seal.kind.value)} was signed: it was written anew up to entry"
                f" {seal.audit_sequence} or earlier."
            )
