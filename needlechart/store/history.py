"""Is every record as the program last wrote it: rows against the digests in the audit log.

Somebody with the data key and an SQL client can change, remove, put in and move rows. The newest entry of
each record holds its digest, so each of these is found and named. Who also rebuilds the whole chain, its key
lies in the chart, and the anchor, is found by seals only: these need the clinician's own key.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from needlechart.domain.kinds import BELOW_VISIT, BY_NAME, KINDS, patient_of
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, field_types, record_digest
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.domain.words import AuditAction
from needlechart.store.as_plain import Row, columns, digest_of
from needlechart.store.audit import hash_at
from needlechart.store.form import Raw
from needlechart.store.naming import Names, spoken
from needlechart.store.rows import moment_of, record_of
from needlechart.store.tables import table_name

if TYPE_CHECKING:
    from needlechart.store.core import Core

Told = Callable[[int, int], None]
"""Called with rows looked at and rows in all; may raise to stop."""

MOST_NAMED = 50
EVERY = 2_000


class Written(NamedTuple):
    """What the newest entry about a record says."""

    sequence: int
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
        fault = _fault(raw, record, written.get(record.id))
        if fault:
            yield f"{Names(raw).record(record)} {fault}"


def _newest_entries(raw: Raw, record_id: str = "") -> dict[str, Written]:
    """The newest entry of each record, or of one."""
    one_alone = " AND record_id = ?" if record_id else ""
    rows = raw.execute(
        "SELECT record_id, sequence, record_kind, patient_id, digest, action FROM audit_entry"  # noqa: S608
        f" WHERE digest <> ''{one_alone} ORDER BY sequence",
        (record_id,) if record_id else (),
    )
    gone = AuditAction.REMOVED.value
    same: dict[str, str] = {}  # one text for each kind and patient: a log of many years is long
    return {
        one: Written(number, same.setdefault(kind, kind), same.setdefault(who, who), digest, action == gone)
        for one, number, kind, who, digest, action in rows
    }


def _compared(raw: Raw, written: dict[str, Written], told: Told | None) -> Iterator[str]:
    names = Names(raw)
    total = sum(_count(raw, kind) for kind in KINDS if kind.audited)
    seen = 0
    for kind in KINDS:
        if not kind.audited:
            continue
        fields = list(field_types(kind))
        own = fields.index("id")
        whose = own if kind is Patient else fields.index("patient_id") if "patient_id" in fields else None
        for row in raw.execute(f"SELECT {columns(kind)} FROM {table_name(kind)}"):  # noqa: S608 - our own names
            seen += 1
            if told is not None and seen % EVERY == 0:
                told(seen, total)
            last = written.pop(row[own], None)
            owner = "" if whose is None else row[whose] or ""
            if last is None or not _as_written(kind, row, owner, last):
                yield from _row_fault(raw, kind, row, last)
    for last in written.values():
        if not last.removed and last.kind in BY_NAME:
            gone = names.gone(last.kind, last.patient_id)
            yield f"{gone} was removed outside the program; {_last(raw, last)}."


def _as_written(kind: type[Record], row: Row, patient_id: str, last: Written) -> bool:
    """Whether a row holds what the log says, of which no record need be made then."""
    if last.removed or patient_id != last.patient_id:
        return False
    try:
        return digest_of(kind, row) == last.digest
    except (ValueError, TypeError, IndexError):
        return False


def _row_fault(raw: Raw, kind: type[Record], row: Row, last: Written | None) -> Iterator[str]:
    """What is wrong with a row that is not as written; nothing where the record in it is."""
    record = _readable(kind, row)
    if record is None:
        fields = dict(zip(field_types(kind), row, strict=True))
        yield f"{Names(raw).row(kind, fields)} holds what no record can hold."
        return
    fault = _fault(raw, record, last)
    if fault:
        yield f"{Names(raw).record(record)} {fault}"


def _fault(raw: Raw, record: Record, last: Written | None) -> str:
    if last is None:
        return "was put in outside the program: the audit log does not know it."
    if last.removed:
        return f"was put back outside the program; it was removed {_on(raw, last)}."
    if patient_of(record) != last.patient_id:
        return f"was moved to another patient outside the program; {_last(raw, last)}."
    if record_digest(record) != last.digest:
        return f"was changed outside the program; {_last(raw, last)}."
    return ""


def _last(raw: Raw, last: Written) -> str:
    return f"the program last wrote it {_on(raw, last)}"


def _on(raw: Raw, last: Written) -> str:
    row = raw.execute("SELECT at FROM audit_entry WHERE sequence = ?", (last.sequence,)).fetchone()
    at = moment_of(row[0])
    return f"on {date_words(at.date())} at {clock(at)} (audit entry {last.sequence})"


def _readable(kind: type[Record], row: Row) -> Record | None:
    """The record of a row; None when somebody wrote what the program never would."""
    try:
        return record_of(kind, row)
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
    seals = raw.execute("SELECT id, audit_sequence, audit_head, signed_at, kind FROM seal ORDER BY id")
    for seal_id, sequence, head, at, kind in seals:
        if seal_id in here and hash_at(raw, sequence) != head:
            yield (
                f"The audit log is not the one of {date_words(moment_of(at).date())}, when a "
                f"{spoken(kind)} was signed: it was written anew up to entry {sequence} or earlier."
            )
