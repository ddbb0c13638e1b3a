"""Visits that wait for somebody: to be signed, or for the signature of who answers for them."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select

from needlechart.domain.clinic import Clinician
from needlechart.domain.needling import Needling
from needlechart.domain.overview import DraftRow
from needlechart.domain.patient import Patient
from needlechart.domain.seal import Addendum
from needlechart.domain.visit import Visit
from needlechart.domain.words import COSIGNING_ROLES, NeedleState, VisitStatus
from needlechart.store.aliases import kept_ids, owner
from needlechart.store.rows import moment_of
from needlechart.store.tables import record_table

patients = record_table(Patient)
visits = record_table(Visit)
needlings = record_table(Needling)
addenda = record_table(Addendum)
clinicians = record_table(Clinician)


def name_of(row: Any) -> str:
    """What a patient is called."""
    return " ".join(part for part in (row.preferred_name or row.given_name, row.family_name) if part)


def draft_rows(connection: Connection) -> list[DraftRow]:
    """Unsigned visits: those with needles in first, then the newest."""
    v, n = visits.c, needlings.c
    was_in = func.sum(case((n.state.in_([NeedleState.IN.value, NeedleState.OUT.value]), 1), else_=0))
    was_out = func.sum(case((n.state == NeedleState.OUT.value, 1), else_=0))
    open_visits = select(v.id).where(v.status == VisitStatus.DRAFT.value)  # not the needles of many years
    counted = (
        select(n.visit_id, was_in.label("put_in"), was_out.label("out"))
        .where(n.visit_id.in_(open_visits))
        .group_by(n.visit_id)
        .subquery()
    )
    still_in = func.coalesce(counted.c.put_in, 0) - func.coalesce(v.needles_out, counted.c.out, 0)
    statement = (
        _visits(connection, v.status == VisitStatus.DRAFT.value)
        .add_columns(still_in.label("still_in"))
        .outerjoin(counted, counted.c.visit_id == v.id)
        .order_by(v.started.desc())
    )
    rows = [_row(row, needles_in=max(0, row.still_in)) for row in connection.execute(statement)]
    return sorted(rows, key=lambda row: row.needles_in == 0)


def cosign_rows(connection: Connection, who: Clinician) -> list[DraftRow]:
    """Signed visits for which this clinician answers and has not signed yet, oldest first.

    What was meant for somebody who no longer charts here waits for everybody who can co-sign.
    """
    v, a = visits.c, addenda.c
    done = select(a.id).where(a.about_visit_id == v.id, a.cosignature.is_(True)).exists()
    mine = v.cosigner_id == who.id
    if who.role in COSIGNING_ROLES:
        c = clinicians.c
        gone = select(c.id).where(c.id == v.cosigner_id, c.active.is_(False)).exists()
        mine = or_(mine, and_(gone, v.clinician_id != who.id))
    statement = _visits(connection, v.status == VisitStatus.SIGNED.value, mine, ~done).order_by(v.started)
    return [_row(row) for row in connection.execute(statement)]


def _visits(connection: Connection, *where: ColumnElement[bool]) -> Select[Any]:
    """Visits with whose they are: what `_row` reads."""
    v, p = visits.c, patients.c
    whose = owner(v.patient_id, kept_ids(connection))
    return (
        select(
            v.id,
            whose.label("patient_id"),
            v.started,
            v.clinician_name,
            p.given_name,
            p.family_name,
            p.preferred_name,
        )
        .join_from(visits, patients, p.id == whose)
        .where(*where)
    )


def _row(row: Any, *, needles_in: int = 0) -> DraftRow:
    return DraftRow(
        visit_id=row.id,
        patient_id=row.patient_id,
        name=name_of(row),
        started=moment_of(row.started),
        clinician_name=row.clinician_name,
        needles_in=needles_in,
    )
