"""The audit log for people: filtered, sorted by any field, page by page or as a whole.

No record is made of an entry here: a report of a year has a hundred thousand.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, case, func, select

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.audit_view import ACTIONS, SAID, AuditFilter, AuditOrder, AuditPage, AuditRow, Sight
from needlechart.domain.backup_view import REASON_WORDS
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import BY_NAME
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act
from needlechart.domain.words import AuditAction
from needlechart.store.aliases import ids_of
from needlechart.store.rows import moment_of, sortable
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

PAGE = 200
REMOVED = "removed"
"""In the place of the record number of somebody who is here no more."""

entries = record_table(AuditEntry)
patients = record_table(Patient)


def audit_page(store: "Store", wanted: AuditFilter, shown: int = 0, limit: int = PAGE) -> AuditPage:
    """Entries in the order wanted, after so many that are shown already; raises `NotAllowed`."""
    store.allow(Act.AUDIT)
    wanted = wanted if wanted.upto else wanted.but(upto=store.head.sequence)
    with store.reading() as connection:
        where, people = _where(store, wanted), _people(store)
        counted = select(func.count()).select_from(entries).where(*where)
        found = _found(store, wanted, people).limit(limit + 1).offset(shown)
        rows = list(_rows(store, connection.execute(found), people))
        return AuditPage(
            rows=tuple(rows[:limit]),
            total=connection.execute(counted).scalar_one(),
            shown=shown + limit if len(rows) > limit else 0,
            upto=wanted.upto,
            people=tuple(people.items()),
            seen_by=_seen_by(store, wanted.patient_id, people) if wanted.patient_id else (),
            patient=_number(store, wanted.patient_id),
        )


def audit_rows(store: "Store", wanted: AuditFilter) -> Iterator[AuditRow]:
    """Every entry of a filter in the order wanted, in one reading; raises `NotAllowed`."""
    store.allow(Act.AUDIT)
    with store.reading() as connection:
        people = _people(store)
        yield from _rows(store, connection.execute(_found(store, wanted, people)), people)


def _people(store: "Store") -> dict[str, str]:
    return {one.id: one.signature_name for one in store.select(Clinician)}


def _found(store: "Store", wanted: AuditFilter, people: Mapping[str, str]) -> Select[Any]:
    c = entries.c
    columns = (c.sequence, c.at, c.clinician_id, c.action, c.record_kind, c.patient_id, c.changed, c.detail)
    found = select(*columns).where(*_where(store, wanted))
    key = _key(wanted.order, people)
    if key is None:
        return found.order_by(c.sequence if wanted.turned else c.sequence.desc())
    by = key.collate("NOCASE")
    return found.order_by(by.desc() if wanted.turned else by, c.sequence.desc())


def _key(order: AuditOrder, people: Mapping[str, str]) -> ColumnElement[str] | None:
    """What is sorted by, as it is shown; None for the order of the log itself."""
    c = entries.c
    if order is AuditOrder.WHO:
        return _said(people, c.clinician_id)
    if order is AuditOrder.WHAT:
        return _said({action.value: said for action, said in SAID.items()}, c.action)
    if order is AuditOrder.ABOUT:
        return _said({name: _kind_words(name) for name in BY_NAME}, c.record_kind)
    if order is AuditOrder.PATIENT:
        number = select(patients.c.record_number).where(patients.c.id == c.patient_id).scalar_subquery()
        return case((c.patient_id == "", ""), else_=func.coalesce(number, REMOVED))
    if order is AuditOrder.DETAIL:
        return case((c.detail != "", _said(REASON_WORDS, c.detail)), (c.changed != "[]", c.changed), else_="")
    return None


def _said(words: Mapping[str, str], column: ColumnElement[str]) -> ColumnElement[str]:
    return case(dict(words), value=column, else_=column) if words else column


def _where(store: "Store", wanted: AuditFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.upto:
        found.append(entries.c.sequence <= wanted.upto)
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


def _rows(store: "Store", found: Iterable[Any], people: Mapping[str, str]) -> Iterator[AuditRow]:
    raw = store.opened.raw
    numbers = dict(raw.execute("SELECT id, record_number FROM patient"))
    set_back = _set_back(store)
    said = {action.value: words for action, words in SAID.items()}
    at, read = now(), ""
    for sequence, kept, who, action, kind, patient_id, changed, detail in found:
        if kept != read:  # those of one transaction have one time
            at, read = moment_of(kept).astimezone(), kept
        fields = () if changed == "[]" else json.loads(changed)
        yield AuditRow(
            sequence=sequence,
            at=at,
            who=people.get(who, who),
            what=said[action],
            about=_kind_words(kind),
            patient=numbers.get(patient_id, REMOVED if patient_id else ""),
            detail=", ".join(
                part for part in (REASON_WORDS.get(detail, detail), *map(_field_words, fields)) if part
            ),
            uncertain=any(sequence >= number and at < before for number, before in set_back),
        )


def _set_back(store: "Store") -> list[tuple[int, datetime]]:
    """Each entry that says the clock was set back, and the time of the newest entry before it."""
    found: list[tuple[int, datetime]] = []
    for entry in store.select(AuditEntry, action=AuditAction.CLOCK):
        before = store.select(AuditEntry, sequence=entry.sequence - 1)
        found += [(entry.sequence, one.at) for one in before]
    return found


@cache
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
