"""What the desk asks of the store, each in one visit to the database thread."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from needlechart.app.sealing import close_unanswered
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.backup_view import BackedUp
from needlechart.domain.chart import PatientChart, VisitChart, records_of
from needlechart.domain.clinic import CatalogueRow, Clinician, NeedleType, Phrase
from needlechart.domain.episode import Episode
from needlechart.domain.ghosts import EarlierMarks, EarlierVisit, ProtocolSet
from needlechart.domain.needling import Needling
from needlechart.domain.overview import EventCounts, Home, PatientRow, Twin
from needlechart.domain.record import Record, now
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import AuditAction, VisitStatus
from needlechart.editing.change import Pair
from needlechart.store.aliases import ids_of
from needlechart.store.problems import CareEnded, StoreProblem
from needlechart.store.progress import Told
from needlechart.store.store import Store

JUDGED = 30
"""Of so many drafts Home says what is missing; more are rare, and each is read whole for it."""

Opening = tuple[str, list[Record], VisitChart | None]
"""A visit's id, everything it needs to be open, and the visit before it."""


def check_answered(store: Store, follow_up_id: str, values: Mapping[str, object]) -> None:
    """The check as it stands now, with these values; a check that is gone is left gone."""
    before = store.get(FollowUp, follow_up_id)
    if before is not None and (after := before.but(**values)) != before:
        store.apply([(before, after)])


def event_reported(store: Store, event: AdverseEvent) -> None:
    """An event heard of after its visit; one of the same kind that is kept already is taken back instead."""
    about = store.select(AdverseEvent, about_visit_id=event.about_visit_id, kind=event.kind)
    there = [one for one in about if not one.visit_id]
    store.apply([(one, None) for one in there] if there else [(None, event)])


def home_now(store: Store) -> Home:
    from needlechart.store.queries.home import home

    with suppress(StoreProblem):  # a full disk tells of itself with the next tap; the list is needed now
        close_unanswered(store, now())
    seen = home(store, now())
    judged = [replace(one, missing=_first_missing(store, one.visit_id)) for one in seen.drafts[:JUDGED]]
    return replace(seen, drafts=(*judged, *seen.drafts[JUDGED:]))


def _first_missing(store: Store, visit_id: str) -> str:
    """What a draft lacks most, as Home says it; empty when it is ready to sign."""
    from needlechart import catalogue
    from needlechart.domain.rules.completeness import missing

    todos = missing(chart_of_visit(store, visit_id), catalogue.requirements(), catalogue.knowledge())
    return next((todo.title for todo in todos if todo.required), "")


def patients_like(store: Store, text: str) -> tuple[PatientRow, ...]:
    from needlechart.store.queries.search import search_patients

    return tuple(search_patients(store, text))


def likely_twins(
    store: Store, given_name: str, family_name: str, birth_date: date | None, record_number: str
) -> tuple[Twin, ...]:
    from needlechart.store.queries.twins import twins

    found = twins(
        store,
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        record_number=record_number,
    )
    return tuple(found)


def names_like(store: Store, patient_id: str) -> tuple[PatientRow, ...]:
    from needlechart.store.queries.twins import alike_names

    return tuple(alike_names(store, patient_id))


def chart_of_patient(store: Store, patient_id: str) -> PatientChart:
    from needlechart.store.queries.visit_document import patient_chart

    chart = patient_chart(store, patient_id)
    store.note(AuditAction.READ, chart.patient)
    return chart


def chart_of_visit(store: Store, visit_id: str) -> VisitChart:
    from needlechart.store.queries.visit_document import visit_chart

    return visit_chart(store, visit_id)


def take_content(store: Store) -> None:
    """The clinic's own rows of the clinical tables count from now on, on screen and on paper."""
    from needlechart.catalogue import use_own

    use_own(store.select(CatalogueRow))


def leave_content(store: Store) -> None:
    """The chart is about to close: the program's own rows count again."""
    from needlechart.catalogue import use_own

    use_own(())


def counted_events(store: Store, start: date | None, end: date) -> EventCounts:
    from needlechart.store.queries.events import event_counts

    return event_counts(store, start, end)


def saved_events(store: Store, start: date | None, end: date, path: Path) -> Path:
    """The clinic's counts beside the published rates as CSV; noted in the audit. Raises OSError."""
    from needlechart.app.paper import save_bytes
    from needlechart.catalogue.event_lines import HEADINGS, table_of
    from needlechart.exchange.table_text import csv_bytes

    rows = table_of(counted_events(store, start, end))
    store.note(AuditAction.EXPORTED, detail="adverse event rates as CSV")
    return save_bytes(csv_bytes(HEADINGS, rows), path)


def content(store: Store) -> tuple[CatalogueRow, ...]:
    return tuple(store.select(CatalogueRow))


def applied(store: Store, pairs: list[Pair]) -> datetime:
    moment = store.apply(pairs)
    if any(isinstance(one, CatalogueRow) for pair in pairs for one in pair):
        take_content(store)
    return moment


def visit_to_read(store: Store, visit_id: str) -> VisitChart:
    chart = chart_of_visit(store, visit_id)
    store.note(AuditAction.READ, chart.visit)
    return chart


def newest_uses(store: Store, clinician_id: str) -> dict[str, Needling]:
    from needlechart.store.queries.defaults import last_uses

    return last_uses(store, clinician_id)


def needles(store: Store) -> tuple[NeedleType, ...]:
    return tuple(sorted(store.select(NeedleType), key=lambda one: (one.order, one.id)))


def phrases(store: Store) -> tuple[Phrase, ...]:
    return tuple(sorted(store.select(Phrase), key=lambda one: (one.shortcut.casefold(), one.id)))


def marks_before(store: Store, visit_id: str) -> tuple[EarlierMarks, ...]:
    from needlechart.store.queries.ghosts import earlier_marks

    return tuple(earlier_marks(store, visit_id))


def visits_before(store: Store, visit_id: str) -> tuple[EarlierVisit, ...]:
    from needlechart.store.queries.ghosts import earlier_visits

    return tuple(earlier_visits(store, visit_id))


def protocols_in_use(store: Store) -> tuple[ProtocolSet, ...]:
    from needlechart.store.queries.ghosts import protocols

    return tuple(protocols(store))


def free_record_number(store: Store) -> str:
    from needlechart.store.queries.home import next_record_number

    return next_record_number(store)


def visit_to_open(store: Store, visit_id: str) -> tuple[str, list[Record], VisitChart | None]:
    chart = chart_of_visit(store, visit_id)
    records = records_of(chart)
    records += store.select(Place, visit_id=visit_id)
    records += store.select(NeedleType)
    previous = chart_of_visit(store, chart.previous.id) if chart.previous else None
    store.note(AuditAction.READ, chart.visit)
    return visit_id, records, previous


def started_visit(
    store: Store, patient_id: str, clinician: Clinician, *, anew: bool = False
) -> tuple[str, list[Record], VisitChart | None]:
    """The draft that is there, or a new one; ``anew`` begins an episode where all have ended.

    Raises `CareEnded` without it: which episode the visit belongs to is for a person to say.
    """
    ids = ids_of(store.select, patient_id)
    patient_id = ids[0]
    visits = store.select(Visit, patient_id=ids)
    drafts = [one for one in visits if one.status is VisitStatus.DRAFT]
    if drafts:
        return visit_to_open(store, max(drafts, key=lambda one: one.started).id)
    moment = now()
    every = store.select(Episode, patient_id=ids)
    episodes = [one for one in every if one.ended is None]
    if every and not episodes and not anew:
        raise CareEnded
    pairs: list[Pair] = []
    if episodes:
        episode = max(episodes, key=lambda one: one.started)
    else:
        episode = Episode(patient_id=patient_id, title="Pelvic health", started=moment.date())
        pairs.append((None, episode))
    visit = Visit(
        patient_id=patient_id,
        episode_id=episode.id,
        clinician_id=clinician.id,
        clinician_name=clinician.signature_name,
        number=max((one.number for one in visits), default=0) + 1,
        started=moment,
        entered=moment,
    )
    store.apply([*pairs, (None, visit)])
    return visit_to_open(store, visit.id)


def end_of_treatment(chart: VisitChart) -> datetime | None:
    """When the last thing was measured or taken out; None for a late entry, which cannot know."""
    visit = chart.visit
    if visit.late_entry:
        return None
    moments = [one.taken_at for one in chart.measurements]
    moments += [one.out_at for one in chart.needlings]
    moments += [visit.needles_out_at, visit.stopped_at, *(one.recorded_at for one in chart.adverse_events)]
    return max((one for one in moments if one is not None and one >= visit.started), default=None)


def backed_up(store: Store, told: Told) -> BackedUp:
    """What was made where; ``told`` hears how far it is.

    Raises a `StoreProblem` only when no copy at all was made.
    """
    from needlechart.store.places import asked_backup

    return asked_backup(store, told)
