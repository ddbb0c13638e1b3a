"""Charts: a visit or a patient as a whole, read in one query per table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.chart import PatientChart, VisitChart, chart_of, records_of
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, Indication
from needlechart.domain.kinds import BELOW_VISIT, KINDS, record_from
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import R, Record, field_types
from needlechart.domain.seal import digest_of, shown_at_signing
from needlechart.domain.visit import Place, Visit
from needlechart.store.aliases import same_person
from needlechart.store.problems import NotFound
from needlechart.store.rows import moment_of
from needlechart.store.tables import record_table

if TYPE_CHECKING:
    from needlechart.store.store import Store

NOT_OF_CARE: tuple[type[Record], ...] = (Place, AuditEntry)
"""Kept, but no part of anybody's chart."""

OF_PATIENT = tuple(kind for kind in KINDS if "patient_id" in field_types(kind) and kind not in NOT_OF_CARE)
SHARED: tuple[type[Record], ...] = (Alert, Episode, Indication, Goal)
"""Of the patient, seen in every visit."""

LATER = tuple(kind for kind in OF_PATIENT if "about_visit_id" in field_types(kind))
"""Hangs on the visit it is about."""


def visit_chart(store: "Store", visit_id: str) -> VisitChart:
    """Everything a note of one visit is made from; raises `NotFound`."""
    with store.reading():
        visit = store.get(Visit, visit_id)
        if visit is None:
            raise NotFound("There is no such visit.")
        pile: list[Record] = [store.clinic, *store.select(Clinician), visit]
        person = same_person(store.select, visit.patient_id)
        ids = [one.id for one in person]
        pile += person
        for kind in SHARED:
            pile += store.select(kind, patient_id=ids)
        for kind in BELOW_VISIT:
            if kind not in LATER:
                pile += store.select(kind, visit_id=visit_id)
        for kind in LATER:
            pile += store.select(kind, about_visit_id=visit_id)
        pile += store.select(Consent, patient_id=ids, visit_id="")
        count, previous = _before(store, visit, ids)
    chart = replace(chart_of(pile, visit.id, previous=previous), visit_count=count + 1)
    return as_signed(chart) if chart.seal is not None else chart


def _before(store: "Store", visit: Visit, patient_ids: list[str]) -> tuple[int, Visit | None]:
    """How many visits came before, and the last of them; of the others no record is made."""
    table = record_table(Visit)
    times = select(table.c.id, table.c.started).where(table.c.patient_id.in_(patient_ids))
    with store.reading() as connection:
        order = sorted((moment_of(started), key) for key, started in connection.execute(times))
        earlier = [key for moment, key in order if (moment, key) < (visit.started, visit.id)]
        return len(earlier), store.get(Visit, earlier[-1]) if earlier else None


def as_signed(chart: VisitChart) -> VisitChart:
    """A signed visit among the records that the signer saw, so that its note never changes.

    Where the sealed text itself was changed nobody knows what that was: then among what is there now. That it
    is not what was signed, is told by who verifies it.
    """
    if chart.seal is None or digest_of(chart.seal.canonical.encode()) != chart.seal.digest:
        return chart
    entries, count = shown_at_signing(chart.seal)
    shown = [record_from(entry) for entry in entries]
    taken = {(type(one), one.id) for one in shown}
    around = (Alert, Goal, Indication)
    kept = [
        one
        for one in records_of(chart)
        if (type(one), one.id) not in taken
        and not isinstance(one, around)
        and not (isinstance(one, Consent) and not one.visit_id)
    ]
    clinic = [one.but(logo=chart.clinic.logo) for one in shown if isinstance(one, Clinic)]
    before = [one for one in shown if isinstance(one, Visit)]
    others = [one for one in shown if not isinstance(one, Clinic | Visit)]
    signed = chart_of([*clinic, *others, *kept], chart.visit.id, previous=before[0] if before else None)
    return replace(signed, visit_count=count)


def patient_chart(store: "Store", patient_id: str) -> PatientChart:
    """One patient with every visit, newest first; raises `NotFound`."""
    with store.reading():
        records = patient_records(store, patient_id)
        people: list[Record] = [store.clinic, *store.select(Clinician)]
    patient, *aliases = (one for one in records if isinstance(one, Patient))
    shared: list[Record] = [*people, patient, *aliases, *(one for one in records if isinstance(one, SHARED))]
    written = [one for one in records if isinstance(one, Consent) and not one.visit_id]
    of_visit = _by_visit(records)
    order = _in_order(_of(records, Visit))
    charts = [_chart([*shared, *written, *of_visit[visit.id]], visit, order) for visit in reversed(order)]
    return PatientChart(
        clinic=store.clinic,
        patient=patient,
        aliases=tuple(aliases),
        alerts=_of(records, Alert),
        consents=_of(records, Consent),
        episodes=_of(records, Episode),
        indications=_of(records, Indication),
        goals=_of(records, Goal),
        visits=tuple(charts),
    )


def patient_records(store: "Store", patient_id: str) -> list[Record]:
    """Every record of a patient's care, in an order in which it can be put; raises `NotFound`.

    Records merged into this one come along: the kept patient first, then its aliases.
    """
    with store.reading():
        person = same_person(store.select, patient_id)
        if not person:
            raise NotFound("There is no such patient.")
        ids = [one.id for one in person]
        found: list[Record] = [*person]
        for kind in OF_PATIENT:
            found += store.select(kind, patient_id=ids)
    return found


def all_records(store: "Store") -> list[Record]:
    """Every record but the audit log and where drafts stand, in an order in which it can be put."""
    with store.reading():
        return [record for kind in KINDS if kind not in NOT_OF_CARE for record in store.select(kind)]


def _chart(pile: Iterable[Record], visit: Visit, order: list[Visit]) -> VisitChart:
    place = next(index for index, one in enumerate(order) if one.id == visit.id)
    previous = order[place - 1] if place else None
    return replace(chart_of(pile, visit.id, previous=previous), visit_count=place + 1)


def _in_order(visits: Iterable[Visit]) -> list[Visit]:
    return sorted(visits, key=lambda one: (one.started, one.id))


def _of(records: Iterable[Record], kind: type[R]) -> tuple[R, ...]:
    """Records of a kind in their own order."""
    found = [one for one in records if isinstance(one, kind)]
    return tuple(sorted(found, key=lambda one: (getattr(one, "order", 0), one.id)))


def _by_visit(records: Iterable[Record]) -> dict[str, list[Record]]:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        if isinstance(record, Visit):
            grouped[record.id].append(record)
            continue
        visit_id = getattr(record, "about_visit_id", "") or getattr(record, "visit_id", "")
        if visit_id:
            grouped[visit_id].append(record)
    return grouped
