"""The home screen and the patient list, counted by the database."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
)

from needlechart.domain.backup_view import overdue_words, trial_words
from needlechart.domain.overview import CheckRow, DraftRow, Home, PatientRow
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.visit import Visit
from needlechart.domain.words import VisitStatus
from needlechart.store.aliases import kept_ids, owner
from needlechart.store.places import known_places, last_backup_at
from needlechart.store.queries.checks import check_rows
from needlechart.store.queries.drafts import cosign_rows, draft_rows, name_of
from needlechart.store.queries.names import everybody, fold
from needlechart.store.rows import moment_of
from needlechart.store.tables import record_table
from needlechart.store.trial import last_trial

if TYPE_CHECKING:
    from needlechart.store.store import Store

T = TypeVar("T", DraftRow, CheckRow)

FIRST_NUMBER = ("NC-", "000000")
"""What the first record number of a clinic follows."""

patients = record_table(Patient)
visits = record_table(Visit)
alerts = record_table(Alert)


def home(store: "Store", at: datetime, limit: int = 500) -> Home:
    """Everything the home screen shows at one moment.

    Patients: those expected today, then those with a draft, then by their last visit. Drafts: needles
    still in first, then the newest. Checks: due from 24 h after needling, offered for seven days.
    """
    with store.reading() as connection:
        rows = patient_rows(store, at.date())
        newest = last_backup_at(store.backed_up_folder)
        return Home(
            patients=tuple(_expected_first(rows, at.date())[:limit]),
            drafts=tuple(_whose(draft_rows(connection), rows)),
            checks=tuple(_whose(check_rows(connection, at), rows)),
            cosigns=tuple(_whose(cosign_rows(connection, store.clinician), rows)),
            last_backup=newest,
            last_backup_checked=newest is not None,
            only_read=store.opened.only_read,
            backup_overdue=overdue_words(known_places(store.backed_up_folder), at)
            or trial_words(last_trial(store)),
        )


def _whose(found: Iterable[T], rows: Iterable[PatientRow]) -> list[T]:
    """Each draft or check with what tells its patient apart from others."""
    people = {row.patient_id: row for row in rows}
    return [
        replace(
            one,
            birth_date=people[one.patient_id].birth_date,
            record_number=people[one.patient_id].record_number,
            similar_name=people[one.patient_id].similar_name,
        )
        if one.patient_id in people
        else one
        for one in found
    ]


def _expected_first(rows: Iterable[PatientRow], day: date) -> list[PatientRow]:
    def key(row: PatientRow) -> tuple[bool, bool, int, str]:
        last = row.last_visit.toordinal() if row.last_visit else 0
        return row.next_visit != day, not row.draft_visit_id, -last, fold(row.name)

    return sorted((row for row in rows if not row.archived), key=key)


def patient_rows(store: "Store", day: date, only: Collection[str] | None = None) -> list[PatientRow]:
    """Rows of all patients or of some, by name; merged ones are left out."""
    with store.reading() as connection:
        alike = store.people_seen.similar(everybody(connection))
        kept = kept_ids(connection)
        some: dict[str, Any] = {"day": day.isoformat()}
        if only is not None:
            some["among"] = [*only, *(alias for alias, person in kept.items() if person in only)]
        limited = only is not None
        statement = _rows_statement(kept, limited=limited) if kept else _usual_statement(limited=limited)
        rows = connection.execute(statement, some).all()
        also = _also(connection, kept)
    made = [_row(row, alike, also.get(row.id, ())) for row in rows if only is None or row.id in only]
    return sorted(made, key=lambda row: fold(row.name))


def _also(connection: Connection, kept: Mapping[str, str]) -> dict[str, list[str]]:
    """Record numbers of the records merged into each kept one."""
    found: dict[str, list[str]] = {}
    if kept:
        numbers = select(patients.c.id, patients.c.record_number).where(patients.c.id.in_(list(kept)))
        for row in connection.execute(numbers.order_by(patients.c.id)):
            found.setdefault(kept[row.id], []).append(row.record_number)
    return found


@cache
def _usual_statement(*, limited: bool) -> Select[Any]:
    """While nothing is merged; to build it takes longer than to run it for the few that a search finds."""
    return _rows_statement({}, limited=limited)


def _rows_statement(kept: Mapping[str, str], *, limited: bool) -> Select[Any]:
    """To be given the ``day``, and, if ``limited``, the ids ``among`` which they are, aliases too."""
    c = patients.c
    mine, theirs = (_among(one, limited=limited) for one in (visits.c.patient_id, alerts.c.patient_id))
    latest = _newest(mine, kept)
    drafts = _newest(and_(mine, visits.c.status == VisitStatus.DRAFT.value), kept)
    counted = _counts(owner(visits.c.patient_id, kept), mine)
    standing = _counts(
        owner(alerts.c.patient_id, kept),
        and_(theirs, or_(alerts.c.resolved.is_(None), alerts.c.resolved > bindparam("day"))),
    )
    return (
        select(
            c.id,
            c.given_name,
            c.family_name,
            c.preferred_name,
            c.record_number,
            c.birth_date,
            c.pronouns,
            c.archived,
            func.coalesce(counted.c.number, 0).label("visits"),
            func.coalesce(standing.c.number, 0).label("alerts"),
            latest.c.started.label("last_started"),
            latest.c.next_visit,
            drafts.c.id.label("draft_id"),
            drafts.c.started.label("draft_started"),
        )
        .where(c.merged_into == "", _among(c.id, limited=limited))
        .outerjoin_from(patients, latest, latest.c.patient_id == c.id)
        .outerjoin(drafts, drafts.c.patient_id == c.id)
        .outerjoin(counted, counted.c.patient_id == c.id)
        .outerjoin(standing, standing.c.patient_id == c.id)
    )


def _among(column: ColumnElement[Any], *, limited: bool) -> ColumnElement[bool]:
    return column.in_(bindparam("among", expanding=True)) if limited else true()


def _newest(where: ColumnElement[bool], kept: Mapping[str, str]) -> Subquery:
    """Each patient's newest visit of some."""
    c = visits.c
    whose = owner(c.patient_id, kept)
    place = func.row_number().over(partition_by=whose, order_by=(c.started.desc(), c.id.desc()))
    every = select(c.id, whose.label("patient_id"), c.started, c.next_visit, place.label("place"))
    inner = every.where(where).subquery()
    return select(inner).where(inner.c.place == 1).subquery()


def _counts(by: ColumnElement[Any], where: ColumnElement[bool]) -> Subquery:
    return select(by.label("patient_id"), func.count().label("number")).where(where).group_by(by).subquery()


def _row(row: Any, alike: set[str], also: Sequence[str] = ()) -> PatientRow:
    return PatientRow(
        patient_id=row.id,
        name=name_of(row),
        record_number=row.record_number,
        birth_date=_day(row.birth_date),
        pronouns=row.pronouns,
        alerts=row.alerts,
        visits=row.visits,
        last_visit=moment_of(row.last_started).date() if row.last_started else None,
        draft_visit_id=row.draft_id or "",
        draft_started=moment_of(row.draft_started) if row.draft_started else None,
        next_visit=_day(row.next_visit),
        similar_name=row.id in alike,
        archived=bool(row.archived),
        also=tuple(also),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def next_record_number(store: "Store") -> str:
    """The next record number that no patient has, in the pattern of the newest: prefix and zeros kept.

    The clinic's own counter is the least it can be; the first number of a new clinic is ``NC-000001``.
    """
    newest_first = select(patients.c.record_number).order_by(patients.c.id.desc())
    with store.reading() as connection:
        numbers = list(connection.execute(newest_first).scalars())
    prefix, digits = next((parts for parts in map(_number_parts, numbers) if parts), FIRST_NUMBER)
    number = max(int(digits) + 1, store.clinic.next_record_number)
    taken = set(numbers)
    while (proposed := f"{prefix}{number:0{len(digits)}d}") in taken:
        number += 1
    return proposed


def _number_parts(record_number: str) -> tuple[str, str] | None:
    """What stands before the digits at the end, and the digits; None without any."""
    found = re.fullmatch(r"(.*?)([0-9]{1,18})", record_number)
    return (found[1], found[2]) if found else None
