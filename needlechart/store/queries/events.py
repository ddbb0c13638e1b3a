"""Adverse events counted by the database: in how many visits with needles each kind was recorded."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, func, select

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.needling import Needling
from needlechart.domain.overview import EventCounts
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, Severity
from needlechart.store.rows import moment_of, sortable
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

events = record_table(AdverseEvent)
visits = record_table(Visit)
needlings = record_table(Needling)


def event_counts(store: "Store", start: date | None, end: date) -> EventCounts:
    """Visits with a needle in the body from ``start`` (None: from the first) to ``end``, both included."""
    needled = _needled(start, end)
    with store.reading() as connection:
        row = connection.execute(
            select(
                func.count(),
                func.min(visits.c.started),
                func.max(visits.c.started),
                func.sum(visits.c.no_adverse_event),
            ).where(needled)
        ).one()
        kinds = connection.execute(
            select(events.c.kind, func.count(events.c.about_visit_id.distinct()))
            .join_from(events, visits, visits.c.id == events.c.about_visit_id)
            .where(needled)
            .group_by(events.c.kind)
        )
        by_kind = tuple((kind, count) for kind, count in kinds)
        return EventCounts(
            visits=row[0],
            first=moment_of(row[1]).date() if row[1] else None,
            last=moment_of(row[2]).date() if row[2] else None,
            none_recorded=int(row[3] or 0),
            with_event=_visits_with(connection, needled, None),
            mild=_visits_with(connection, needled, (Severity.MILD,)),
            significant=_visits_with(connection, needled, (Severity.SIGNIFICANT, Severity.SERIOUS)),
            by_kind=tuple(sorted(by_kind, key=lambda one: (-one[1], one[0]))),
        )


def _needled(start: date | None, end: date) -> ColumnElement[bool]:
    """Visits of the days in which a needle was in the body; days are those of this computer."""
    in_body = (NeedleState.IN.value, NeedleState.OUT.value)
    parts = [
        select(needlings.c.id)
        .where(needlings.c.visit_id == visits.c.id, needlings.c.state.in_(in_body))
        .exists(),
        visits.c.started < sortable(_midnight(end + timedelta(days=1))),
    ]
    if start is not None:
        parts.append(visits.c.started >= sortable(_midnight(start)))
    return and_(*parts)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone()


def _visits_with(
    connection: Any, needled: ColumnElement[bool], severities: tuple[Severity, ...] | None
) -> int:
    statement = (
        select(func.count(events.c.about_visit_id.distinct()))
        .join_from(events, visits, visits.c.id == events.c.about_visit_id)
        .where(needled)
    )
    if severities is not None:
        statement = statement.where(events.c.severity.in_([one.value for one in severities]))
    return int(connection.execute(statement).scalar_one())
