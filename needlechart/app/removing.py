"""What is taken out of the chart whole, and can be brought back: a draft, a record without a signature."""

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import KINDS
from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, field_types
from needlechart.domain.seal import Seal
from needlechart.domain.visit import Visit
from needlechart.editing.change import Pair
from needlechart.store.problems import Refused
from needlechart.store.store import Store


def discarded(store: Store, visit_id: str) -> list[Pair]:
    """Removes a draft with all below it and the alerts it raised; the answer brings it back."""
    found: list[Record] = list(store.select(Visit, id=visit_id))
    for kind in KINDS:
        names = field_types(kind)
        for name in ("visit_id", "about_visit_id", "from_visit"):
            if name in names and kind not in (Seal, AuditEntry):
                found += store.select(kind, **{name: visit_id})
    return _removed(store, found)


def deleted(store: Store, patient_id: str) -> list[Pair]:
    """Removes a record of which nothing was signed, with all below it; the answer brings it back.

    Raises `Refused` once a visit of it is signed, or while it holds another record.
    """
    if store.select(Seal, patient_id=patient_id):
        raise Refused("A visit of this record is signed: it stays.", todo="Archive the record instead.")
    if store.select(Patient, merged_into=patient_id):
        raise Refused("Another record is merged into this one.", todo="Take the records apart first.")
    found: list[Record] = list(store.select(Patient, id=patient_id))
    for kind in KINDS:
        if "patient_id" in field_types(kind) and kind not in (Seal, AuditEntry):
            found += store.select(kind, patient_id=patient_id)
    return _removed(store, found)


def _removed(store: Store, records: list[Record]) -> list[Pair]:
    """Children go before their parents, and come back after them."""
    once = list({one.id: one for one in records}.values())
    parents_first = sorted(once, key=lambda one: KINDS.index(type(one)))
    store.apply([(one, None) for one in reversed(parents_first)])
    return [(None, one) for one in parents_first]
