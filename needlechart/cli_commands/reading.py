"""What the commands read from an open chart."""

from collections import defaultdict
from typing import TYPE_CHECKING

from needlechart.domain.clinic import Clinician
from needlechart.domain.episode import Episode
from needlechart.domain.record import Record
from needlechart.domain.visit import Visit

if TYPE_CHECKING:
    from needlechart.store.store import Store


def practice(store: "Store") -> list[Record]:
    """The clinic and its clinicians."""
    return [store.clinic, *store.select(Clinician)]


def only_visit(records: list[Record], visit: Visit) -> list[Record]:
    """Of a patient's records those of one visit, and what it refers to: patient, alerts, consent, episode."""
    kept: list[Record] = []
    for record in records:
        own = getattr(record, "visit_id", "") or getattr(record, "about_visit_id", "")
        episode = getattr(record, "episode_id", visit.episode_id)
        if isinstance(record, Visit):
            own = record.id
        if isinstance(record, Episode):
            episode = record.id
        if own in ("", visit.id) and episode == visit.episode_id:
            kept.append(record)
    return kept


def visits_by_patient(store: "Store") -> dict[str, list[Visit]]:
    """Visits of each patient, oldest first."""
    found: dict[str, list[Visit]] = defaultdict(list)
    for visit in store.select(Visit):
        found[visit.patient_id].append(visit)
    for visits in found.values():
        visits.sort(key=lambda one: (one.started, one.id))
    return found
