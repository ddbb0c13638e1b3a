"""What can be repeated on the map: earlier visits with marks, and the clinic's protocols."""

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from needlechart.domain.ghosts import EarlierMarks, EarlierVisit, ProtocolSet
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.store.aliases import ids_of
from needlechart.store.problems import NotFound
from needlechart.store.rows import moment_of
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

points = record_table(TriggerPoint)
visits = record_table(Visit)


def earlier_marks(store: "Store", visit_id: str) -> list[EarlierMarks]:
    """The visits of the same person before this one that have marks, newest first; raises `NotFound`."""
    with store.reading() as connection:
        visit = store.get(Visit, visit_id)
        if visit is None:
            raise NotFound("There is no such visit.")
        v = visits.c
        statement = (
            select(v.id, v.started, func.count(points.c.id).label("sites"))
            .join_from(visits, points, points.c.visit_id == v.id)
            .where(v.patient_id.in_(ids_of(store.select, visit.patient_id)), v.id != visit_id)
            .group_by(v.id, v.started)
        )
        rows = [(moment_of(row.started), row) for row in connection.execute(statement)]
    before = [(started, row) for started, row in rows if (started, row.id) < (visit.started, visit.id)]
    before.sort(key=lambda one: (one[0], one[1].id), reverse=True)
    return [EarlierMarks(visit_id=row.id, started=started, sites=row.sites) for started, row in before]


def earlier_visits(store: "Store", visit_id: str) -> list[EarlierVisit]:
    """The visits of the same person before this one, newest first; raises `NotFound`."""
    visit = store.get(Visit, visit_id)
    if visit is None:
        raise NotFound("There is no such visit.")
    with store.reading():
        every = store.select(Visit, patient_id=ids_of(store.select, visit.patient_id))
    before = [one for one in every if (one.started, one.id) < (visit.started, visit.id)]
    before.sort(key=lambda one: (one.started, one.id), reverse=True)
    return [EarlierVisit(visit_id=one.id, started=one.started, number=one.number) for one in before]


def protocols(store: "Store") -> list[ProtocolSet]:
    """Every protocol in use with its points by number; protocols by name."""
    with store.reading():
        kept = store.select(Protocol, archived=False)
        every = store.select(ProtocolPoint)
        flowing = store.select(ProtocolCurrent)
    found = [
        ProtocolSet(
            protocol=one,
            points=tuple(
                sorted(
                    (p for p in every if p.protocol_id == one.id), key=lambda point: (point.number, point.id)
                )
            ),
            currents=tuple(
                sorted((c for c in flowing if c.protocol_id == one.id), key=lambda current: current.id)
            ),
        )
        for one in kept
    ]
    return sorted(found, key=lambda one: (one.protocol.name.casefold(), one.protocol.id))
