"""What was used before: the source of a new mark's defaults and of the ghosts on the map."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

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


def last_use(store: "Store", clinician_id: str, muscle: str) -> Needling | None:
    """This clinician's newest needling of a muscle that was in and is not only carried over."""
    statement = _uses(clinician_id).where(points.c.muscle == muscle).limit(1)
    with store.reading() as connection:
        row = connection.execute(statement).mappings().one_or_none()
    return None if row is None else _needling(dict(row))


def last_uses(store: "Store", clinician_id: str) -> dict[str, Needling]:
    """The same for every muscle this clinician ever needled, by muscle id."""
    found: dict[str, Needling] = {}
    with store.reading() as connection:
        for row in connection.execute(_uses(clinician_id).where(points.c.muscle != "")).mappings():
            if row["point_muscle"] not in found:
                found[row["point_muscle"]] = _needling(dict(row))
    return found


def _uses(clinician_id: str) -> Select[Any]:
    return (
        select(needlings, points.c.muscle.label("point_muscle"))
        .join_from(needlings, points, points.c.id == needlings.c.trigger_point_id)
        .join(visits, visits.c.id == needlings.c.visit_id)
        .where(
            visits.c.clinician_id == clinician_id,
            needlings.c.state.in_(USED),
            needlings.c.carried == 0,
        )
        .order_by(visits.c.started.desc(), needlings.c.in_at.desc(), needlings.c.id.desc())
    )


def _needling(row: dict[str, Any]) -> Needling:
    return to_record(Needling, row)


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
