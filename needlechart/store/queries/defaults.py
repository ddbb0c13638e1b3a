"""What was used before: the source of a new mark's defaults and of the ghosts on the map."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState
from needlechart.store.rows import moment_text, to_record
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

needlings = record_table(Needling)
points = record_table(TriggerPoint)
visits = record_table(Visit)

USED = (NeedleState.IN.value, NeedleState.OUT.value)


def last_uses(store: "Store", clinician_id: str) -> dict[str, Needling]:
    """This clinician's newest needling of each muscle by its id; it was in and is not only carried over."""
    newest = func.row_number().over(
        partition_by=points.c.muscle,
        order_by=(visits.c.started.desc(), needlings.c.in_at.desc(), needlings.c.id.desc()),
    )
    used = (
        select(needlings.c.id, points.c.muscle, newest.label("newest"))
        .join_from(needlings, points, points.c.id == needlings.c.trigger_point_id)
        .join(visits, visits.c.id == needlings.c.visit_id)
        .where(
            visits.c.clinician_id == clinician_id,
            needlings.c.state.in_(USED),
            needlings.c.carried == 0,
            points.c.muscle != "",
        )
        .subquery()
    )
    statement = select(needlings, used.c.muscle.label("point_muscle")).join_from(
        needlings, used, used.c.id == needlings.c.id
    )
    with store.reading() as connection:
        rows = connection.execute(statement.where(used.c.newest == 1)).mappings().all()
    return {row["point_muscle"]: to_record(Needling, dict(row)) for row in rows}


def previous_points(store: "Store", patient_id: str, before_visit: Visit) -> list[TriggerPoint]:
    """The marks of the patient's newest earlier visit that has any, by number."""
    statement = (
        select(points.c.visit_id)
        .join_from(points, visits, visits.c.id == points.c.visit_id)
        .where(
            points.c.patient_id == patient_id,
            visits.c.id != before_visit.id,
            visits.c.started <= moment_text(before_visit.started),
        )
        .order_by(visits.c.started.desc(), visits.c.id.desc())
        .limit(1)
    )
    with store.reading() as connection:
        visit_id = connection.execute(statement).scalar_one_or_none()
        if visit_id is None:
            return []
        return sorted(store.select(TriggerPoint, visit_id=visit_id), key=lambda one: one.number)
