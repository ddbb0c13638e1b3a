"""The audit log for people: filtered, newest first, page by page."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.audit_view import ACTIONS, SAID, AuditFilter, AuditPage, AuditRow, Sight
from needlechart.domain.clinic import Clinician
from needlechart.domain.patient import Patient
from needlechart.domain.rules.permissions import Act
from needlechart.domain.words import AuditAction
from needlechart.store.aliases import ids_of
from needlechart.store.rows import moment_of, sortable, to_record
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

PAGE = 200

entries = record_table(AuditEntry)
patients = record_table(Patient)


def audit_page(store: "Store", wanted: AuditFilter, before: int = 0, limit: int = PAGE) -> AuditPage:
    """Entries below the sequence ``before`` (0 for the newest); raises `NotAllowed`."""
    store.allow(Act.AUDIT)
    with store.reading() as connection:
        where = _where(store, wanted)
        total = connection.execute(select(func.count()).select_from(entries).where(*where)).scalar_one()
        if before:
            where.append(entries.c.sequence < before)
        query = select(entries).where(*where).order_by(entries.c.sequence.desc()).limit(limit + 1)
        found = [to_record(AuditEntry, dict(row._mapping)) for row in connection.execute(query)]
        people = {one.id: one.signature_name for one in store.select(Clinician)}
        rows = list(_rows(store, found[:limit], people))
        return AuditPage(
            rows=tuple(rows),
            total=total,
            before=rows[-1].sequence if len(found) > limit else 0,
            people=tuple(people.items()),
            seen_by=_seen_by(store, wanted.patient_id, people) if wanted.patient_id else (),
            patient=_number(store, wanted.patient_id),
        )


def audit_rows(store: "Store", wanted: AuditFilter) -> Iterator[AuditRow]:
    """Every entry of a filter, newest first."""
    page = audit_page(store, wanted, limit=2_000)
    yield from page.rows
    while page.before:
        page = audit_page(store, wanted, page.before, limit=2_000)
        yield from page.rows


def _where(store: "Store", wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.clinician_id:
        found.append(entries.c.clinician_id == wanted.clinician_id)
    if ACTIONS[wanted.group]:
        found.append(entries.c.action.in_([one.value for one in ACTIONS[wanted.group]]))
    if wanted.patient_id:
        found.append(entries.c.patient_id.in_(ids_of(store.select, wanted.patient_id)))
    if wanted.number:
        like = patients.c.record_number.icontains(wanted.number, autoescape=True)
        found.append(entries.c.patient_id.in_(select(patients.c.id).where(like)))
    if wanted.since is not None:
        start = datetime.combine(wanted.since, time.min).astimezone()
        found.append(entries.c.at >= sortable(start))
    if wanted.until is not None:
        end = datetime.combine(wanted.until + timedelta(days=1), time.min).astimezone()
        found.append(entries.c.at < sortable(end))
    return found


def _rows(store: "Store", found: list[AuditEntry], people: dict[str, str]) -> Iterator[AuditRow]:
    ids = {one.patient_id for one in found} - {""}
    numbers = {one.id: one.record_number for one in store.select(Patient, id=ids)} if ids else {}
    set_back = _set_back(store)
    for one in found:
        yield AuditRow(
            sequence=one.sequence,
            at=one.at.astimezone(),
            who=people.get(one.clinician_id, one.clinician_id),
            what=SAID[one.action],
            about=_kind_words(one.record_kind),
            patient=numbers.get(one.patient_id, "removed" if one.patient_id else ""),
            detail=", ".join(part for part in (one.detail, *map(_field_words, one.changed)) if part),
            uncertain=any(one.sequence >= number and one.at < before for number, before in set_back),
        )


def _set_back(store: "Store") -> list[tuple[int, datetime]]:
    """Each entry that says the clock was set back, and the time of the newest entry before it."""
    found: list[tuple[int, datetime]] = []
    for entry in store.select(AuditEntry, action=AuditAction.CLOCK):
        before = store.select(AuditEntry, sequence=entry.sequence - 1)
        found += [(entry.sequence, one.at) for one in before]
    return found


def _kind_words(kind: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind).strip()


def _field_words(name: str) -> str:
    return name.replace("_id", "").replace("_", " ")


def _seen_by(store: "Store", patient_id: str, people: dict[str, str]) -> tuple[Sight, ...]:
    """Who opened this chart, most recent first."""
    query: Any = (
        select(entries.c.clinician_id, func.count(), func.max(entries.c.at))
        .where(entries.c.patient_id.in_(ids_of(store.select, patient_id)))
        .where(entries.c.action == AuditAction.READ.value)
        .group_by(entries.c.clinician_id)
        .order_by(func.max(entries.c.at).desc())
    )
    return tuple(
        Sight(people.get(who, who), times, moment_of(last).astimezone())
        for who, times, last in store.connection.execute(query)
    )


def _number(store: "Store", patient_id: str) -> str:
    patient = store.get(Patient, patient_id) if patient_id else None
    return patient.record_number if patient is not None else ""
