"""Which visit the program was cut off in, by a crash or a power cut, and what is known to be whole of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.patient import Patient
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, VisitStatus
from needlechart.store.rows import moment_of
from needlechart.store.standing import forget_standing, read_standing
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

entries = record_table(AuditEntry)

CHANGES = (AuditAction.CREATED, AuditAction.PUT, AuditAction.REMOVED)


@dataclass(frozen=True, slots=True)
class CutOff:
    """A draft to open again, and when its record was last changed before; None when it was only read."""

    visit_id: str
    last_change: datetime | None


def cut_off(store: "Store") -> CutOff | None:
    """The draft that who is unlocked had open when the program ended without locking; asked once.

    None when that opening was locked or closed, when the draft is no draft any more or its record is
    archived, and whenever opening the chart found something to tell: nobody can say then that all that was
    saved is there.
    """
    visit_id = read_standing(store.folder, store.clinician.id)
    if not visit_id:
        return None
    forget_standing(store.folder)
    visit = store.get(Visit, visit_id)
    if store.notices or visit is None or visit.status is not VisitStatus.DRAFT:
        return None
    patient = store.get(Patient, visit.patient_id)
    openings = _openings(store)
    if patient is None or patient.archived or len(openings) < 2:
        return None
    (now_open, _), (before, action) = openings
    if action != AuditAction.UNLOCKED.value or _set_back(store, before):
        return None
    return CutOff(visit_id, _last_change(store, visit.patient_id, before, now_open))


def _openings(store: "Store") -> list[tuple[int, str]]:
    """Number and action of the two newest times at which this clinician unlocked or locked, newest first."""
    e = entries.c
    acts = [AuditAction.UNLOCKED.value, AuditAction.LOCKED.value]
    query = select(e.sequence, e.action).where(e.clinician_id == store.clinician.id, e.action.in_(acts))
    with store.reading() as connection:
        rows = connection.execute(query.order_by(e.sequence.desc()).limit(2))
        return [(int(row.sequence), str(row.action)) for row in rows]


def _set_back(store: "Store", since: int) -> bool:
    """Whether another state of the chart was put in its place after that entry."""
    e = entries.c
    query = select(e.sequence).where(e.sequence > since, e.action == AuditAction.RESTORED.value).limit(1)
    with store.reading() as connection:
        return connection.execute(query).first() is not None


def _last_change(store: "Store", patient_id: str, after: int, before: int) -> datetime | None:
    e = entries.c
    query = select(e.at).where(e.patient_id == patient_id, e.sequence > after, e.sequence < before)
    query = query.where(e.action.in_([one.value for one in CHANGES]), e.clinician_id == store.clinician.id)
    with store.reading() as connection:
        at = connection.execute(query.order_by(e.sequence.desc()).limit(1)).scalar()
    return None if at is None else moment_of(at)
