"""Adverse events counted by the database, in sessions, patients and records of each kind."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, literal, select

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.needling import Needling
from needlechart.domain.overview import EventCounts, EventTally
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, Severity
from needlechart.store.aliases import kept_ids, owner
from needlechart.store.rows import moment_of, sortable
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

events = record_table(AdverseEvent)
visits = record_table(Visit)
needlings = record_table(Needling)
GRADES = (("any_mild", (Severity.MILD,)), ("significant", (Severity.SIGNIFICANT, Severity.SERIOUS)))
IN_BODY = (NeedleState.IN.value, NeedleState.OUT.value)


def event_counts(store: "Store", start: date | None, end: date) -> EventCounts:
    """Visits with a needle in the body from ``start`` (None: from the first) to ``end``, both included.

    A person with several records counts once.
    """
    needled = _needled(start, end)
    with store.reading() as connection:
        whose = owner(visits.c.patient_id, kept_ids(connection))
        row = connection.execute(
            select(
                func.count(),
                func.count(whose.distinct()),
                func.min(visits.c.started),
                func.max(visits.c.started),
                func.sum(visits.c.no_adverse_event),
            ).where(needled)
        ).one()
        each = needlings.alias()
        inserted = connection.execute(
            select(func.count())
            .select_from(each.join(visits, visits.c.id == each.c.visit_id))
            .where(needled, each.c.state.in_(IN_BODY))
        ).scalar_one()
        return EventCounts(
            start=start,
            end=end,
            visits=row[0],
            patients=row[1],
            needles=inserted,
            first=moment_of(row[2]).date() if row[2] else None,
            last=moment_of(row[3]).date() if row[3] else None,
            none_recorded=int(row[4] or 0),
            with_event=connection.execute(_tally(needled, whose, literal("any"))).one()[1],
            tallies=_tallies(connection, needled, whose),
        )


def _tallies(
    connection: Connection, needled: ColumnElement[bool], whose: ColumnElement[Any]
) -> tuple[EventTally, ...]:
    """Each kind and each grade, the most frequent first."""
    found = list(connection.execute(_tally(needled, whose, events.c.kind).group_by(events.c.kind)))
    for name, severities in GRADES:
        words = [one.value for one in severities]
        graded = _tally(needled, whose, literal(name)).where(events.c.severity.in_(words))
        found.append(connection.execute(graded).one())
    tallies = [EventTally(kind=one[0], visits=one[1], patients=one[2], events=one[3]) for one in found]
    return tuple(sorted(tallies, key=lambda one: (-one.visits, one.kind)))


def _tally(needled: ColumnElement[bool], whose: ColumnElement[Any], kind: ColumnElement[Any]) -> Select[Any]:
    """A kind with its sessions, patients and records."""
    return (
        select(
            kind, func.count(events.c.about_visit_id.distinct()), func.count(whose.distinct()), func.count()
        )
        .select_from(events.join(visits, visits.c.id == events.c.about_visit_id))
        .where(needled)
    )


def _needled(start: date | None, end: date) -> ColumnElement[bool]:
    """Visits of the days in which a needle was in the body; days are those of this computer."""
    parts = [
        select(needlings.c.id)
        .where(needlings.c.visit_id == visits.c.id, needlings.c.state.in_(IN_BODY))
        .exists(),
        visits.c.started < sortable(_midnight(end + timedelta(days=1))),
    ]
    if start is not None:
        parts.append(visits.c.started >= sortable(_midnight(start)))
    return and_(*parts)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone()
