"""Whether the records of a file hang together, among themselves and with what is already kept."""

from collections.abc import Callable, Iterator, Sequence

from needlechart.domain.adverse_event import AdverseEvent, EventReview
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import PARENTS, patient_of, visit_of
from needlechart.domain.record import Record, field_types, required_fields
from needlechart.domain.visit import Visit
from needlechart.exchange.refusal import Fault

Known = Callable[[type[Record], str], Record | None]
"""Gives a record that is already kept, or None."""

Placed = Sequence[tuple[str, Record]]
"""Records with their paths in the file."""

REFERENCES: dict[str, type[Record]] = {**PARENTS, "clinician_id": Clinician, "cosigner_id": Clinician}


class Finder:
    """Looks for a record in the file first, then among those kept."""

    def __init__(self, records: Placed, known: Known) -> None:
        self._here = {(type(record), record.id): record for _, record in records}
        self._known = known

    def find(self, kind: type[Record], record_id: str) -> Record | None:
        """The record, or None."""
        return self._here.get((kind, record_id)) or self._known(kind, record_id)

    def kept(self, kind: type[Record], record_id: str) -> Record | None:
        """The record that is already kept, or None."""
        return self._known(kind, record_id)


def reference_faults(records: Placed, known: Known) -> Iterator[Fault]:
    """Everything that points nowhere, or to another patient, visit or episode."""
    finder = Finder(records, known)
    for path, record in records:
        for name, kind in REFERENCES.items():
            if name in field_types(type(record)):
                yield from _reference(path, record, name, kind, finder)
        yield from _locked(path, record, finder)


def _reference(path: str, record: Record, name: str, kind: type[Record], finder: Finder) -> Iterator[Fault]:
    target_id: str = getattr(record, name)
    where = f"{path}/{name}"
    if not target_id:
        if name in required_fields(type(record)):
            yield Fault(where, f"must be the id of a {kind.__name__}")
        return
    target = finder.find(kind, target_id)
    if target is None:
        yield Fault(where, f"no {kind.__name__} with this id is in the file or in this clinic")
        return
    patient = patient_of(record)
    if patient and patient_of(target) and patient_of(target) != patient:
        yield Fault(where, f"this {kind.__name__} belongs to another patient")
        return
    yield from _same(where, record, target)


def _same(where: str, record: Record, target: Record) -> Iterator[Fault]:
    """A point of a record's own visit; a visit of a record's own episode.

    An event is reviewed at a later visit than its own.
    """
    visit = visit_of(record)
    elsewhere = bool(visit and visit_of(target) and visit_of(target) != visit)
    later = isinstance(record, EventReview) and isinstance(target, AdverseEvent)
    if elsewhere and not later and not isinstance(record, Visit):
        yield Fault(where, f"this {type(target).__name__} belongs to another visit")
    episode = getattr(record, "episode_id", "")
    if isinstance(target, Visit) and episode and target.episode_id != episode:
        yield Fault(where, "this Visit belongs to another episode")


def _locked(path: str, record: Record, finder: Finder) -> Iterator[Fault]:
    """A signed visit that is kept takes nothing new."""
    visit_id = visit_of(record)
    kept = finder.kept(Visit, visit_id) if visit_id and record.sealable else None
    if not isinstance(kept, Visit) or not kept.signed:
        return
    if finder.kept(type(record), record.id) != record:
        yield Fault(path, "the visit is signed in this clinic and cannot change; use an addendum there")
