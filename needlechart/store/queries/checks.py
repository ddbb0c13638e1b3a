"""Soreness checks: which are due, which were answered today, which nobody answered in seven days."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, or_, select

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.overview import CheckRow
from needlechart.domain.patient import Patient
from needlechart.domain.seal import Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.domain.words import CheckWay, SealedKind, Soreness, VisitStatus
from needlechart.store.aliases import kept_ids, owner
from needlechart.store.rows import moment_of, sortable
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

CHECK_DAYS = 7
"""A soreness check not made is offered this long after the visit."""

NOT_REACHED = "no answer within 7 days"
"""What the record says of a check that closed by itself."""

patients = record_table(Patient)
visits = record_table(Visit)
follow_ups = record_table(FollowUp)
adverse_events = record_table(AdverseEvent)
seals = record_table(Seal)


def check_rows(connection: Connection, at: datetime) -> list[CheckRow]:
    """Soreness checks to be made by calling, longest due first; then those answered today."""
    f, v = follow_ups.c, visits.c
    midnight = datetime.combine(at.date(), time.min, at.tzinfo)
    due = and_(
        f.done_at.is_(None),
        f.due_from <= sortable(at) + "~",
        v.started >= sortable(at - timedelta(days=CHECK_DAYS)),
    )
    today = and_(
        f.done_at >= sortable(midnight),
        f.done_at < sortable(midnight + timedelta(days=1)),
        f.note != NOT_REACHED,  # what the program itself closed has left the list
    )
    whose = owner(f.patient_id, kept_ids(connection))
    statement = (
        select(
            f.id,
            f.about_visit_id,
            whose.label("patient_id"),
            f.due_from,
            f.due_to,
            f.soreness,
            f.done_at,
            f.lasted_hours,
            f.note,
            v.started,
            patients.c.given_name,
            patients.c.family_name,
            patients.c.preferred_name,
            patients.c.phone,
        )
        .join_from(follow_ups, visits, v.id == f.about_visit_id)
        .join(patients, patients.c.id == whose)
        .where(f.way == CheckWay.CALL.value, or_(due, today))
        .order_by(f.done_at.is_not(None), f.due_from)
    )
    rows = connection.execute(statement).all()
    events = _reported(connection, [row.about_visit_id for row in rows if row.done_at])
    return [_check(row, events.get(row.about_visit_id, ())) for row in rows]


def _reported(connection: Connection, visit_ids: list[str]) -> dict[str, tuple[str, ...]]:
    """Kinds of events reported after these visits."""
    e = adverse_events.c
    statement = select(e.about_visit_id, e.kind).where(e.about_visit_id.in_(visit_ids), e.visit_id.is_(None))
    found: dict[str, tuple[str, ...]] = {}
    for visit_id, kind in connection.execute(statement):
        found[visit_id] = (*found.get(visit_id, ()), kind)
    return found


def _name(row: Any) -> str:
    return " ".join(part for part in (row.preferred_name or row.given_name, row.family_name) if part)


def _check(row: Any, events: tuple[str, ...]) -> CheckRow:
    return CheckRow(
        follow_up_id=row.id,
        visit_id=row.about_visit_id,
        patient_id=row.patient_id,
        name=_name(row),
        phone=row.phone,
        needled_at=moment_of(row.started),
        due_from=moment_of(row.due_from),
        due_to=moment_of(row.due_to),
        answered=(row.soreness or "") if row.done_at else "",
        lasted_hours=row.lasted_hours,
        note=row.note,
        events=events,
    )


def unanswered(store: "Store", at: datetime) -> list[FollowUp]:
    """Checks by call that nobody answered in seven days, each as the record that closes it."""
    f, v = follow_ups.c, visits.c
    statement = (
        select(f.id)
        .join_from(follow_ups, visits, v.id == f.about_visit_id)
        .where(
            f.way == CheckWay.CALL.value,
            f.done_at.is_(None),
            v.started < sortable(at - timedelta(days=CHECK_DAYS)),
        )
    )
    with store.reading() as connection:
        ids = list(connection.execute(statement).scalars())
    return store.select(FollowUp, id=ids) if ids else []


def closed_unsealed(store: "Store") -> list[FollowUp]:
    """Checks about signed visits that closed without an answer and have no seal yet."""
    f, v, s = follow_ups.c, visits.c, seals.c
    sealed = select(s.id).where(s.kind == SealedKind.FOLLOW_UP.value, s.subject_id == f.id).exists()
    statement = (
        select(f.id)
        .join_from(follow_ups, visits, v.id == f.about_visit_id)
        .where(f.note == NOT_REACHED, v.status == VisitStatus.SIGNED.value, ~sealed)
    )
    with store.reading() as connection:
        ids = list(connection.execute(statement).scalars())
    return store.select(FollowUp, id=ids) if ids else []


def closed(check: FollowUp, at: datetime) -> FollowUp:
    """A check that leaves the list without an answer."""
    return check.but(soreness=Soreness.NO_REPLY, done_at=at, note=NOT_REACHED)
