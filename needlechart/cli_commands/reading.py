"""What the commands read from an open chart."""

from collections import defaultdict
from typing import TYPE_CHECKING

from needlechart.domain.chart import VisitChart, chart_of
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import KINDS
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, field_types
from needlechart.domain.visit import Visit
from needlechart.exchange.plain import EXCHANGED

if TYPE_CHECKING:
    from needlechart.store.store import Store

OF_PATIENT = tuple(kind for kind in EXCHANGED if "patient_id" in field_types(kind))


def practice(store: "Store") -> list[Record]:
    """The clinic and its clinicians."""
    return [store.clinic, *store.select(Clinician)]


def records_of_patient(store: "Store", patient: Patient) -> list[Record]:
    """The patient and everything that belongs to them."""
    found: list[Record] = [patient]
    for kind in OF_PATIENT:
        found += store.select(kind, patient_id=patient.id)
    return found


def records_of_visit(store: "Store", visit: Visit, patient: Patient) -> list[Record]:
    """One visit with what it refers to: patient, alerts, consent, episode; and what came after signing."""
    kept: list[Record] = []
    for record in records_of_patient(store, patient):
        own = getattr(record, "visit_id", "") or getattr(record, "about_visit_id", "")
        if isinstance(record, Visit):
            own = record.id
        episode = getattr(record, "episode_id", visit.episode_id)
        if own in ("", visit.id) and episode == visit.episode_id:
            kept.append(record)
    return [one for one in kept if type(one).__name__ != "Episode" or one.id == visit.episode_id]


def all_records(store: "Store") -> list[Record]:
    """Everything that may leave."""
    return [record for kind in KINDS if kind in EXCHANGED for record in store.select(kind)]


def charts_of_patient(store: "Store", patient: Patient) -> list[VisitChart]:
    """Every visit of a patient, oldest first."""
    records = [*practice(store), *records_of_patient(store, patient)]
    visits = sorted(
        (one for one in records if isinstance(one, Visit)), key=lambda one: (one.started, one.number, one.id)
    )
    charts = []
    for index, visit in enumerate(visits):
        previous = visits[index - 1] if index else None
        charts.append(chart_of(records, visit.id, previous=previous))
    return charts


def visits_by_patient(store: "Store") -> dict[str, list[Visit]]:
    """Visits of each patient, oldest first."""
    found: dict[str, list[Visit]] = defaultdict(list)
    for visit in store.select(Visit):
        found[visit.patient_id].append(visit)
    for visits in found.values():
        visits.sort(key=lambda one: (one.started, one.id))
    return found
