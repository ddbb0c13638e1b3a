"""Every kind of record there is, and how they hang together."""

from collections.abc import Mapping

from needlechart.domain.adverse_event import AdverseEvent, EventReview
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, GoalReview, Indication
from needlechart.domain.measure import Measurement
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.record import Invalid, Plain, Record, field_types, from_plain
from needlechart.domain.screening import ScreeningAnswer
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.treatment import Aftercare, FollowOn, FollowUp
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit

KINDS: tuple[type[Record], ...] = (
    Clinic,
    Clinician,
    NeedleType,
    Phrase,
    CatalogueRow,
    Protocol,
    ProtocolPoint,
    ProtocolCurrent,
    Patient,
    Alert,
    Episode,
    Indication,
    Goal,
    Visit,
    Place,
    ScreeningAnswer,
    Consent,
    TriggerPoint,
    Needling,
    Stimulation,
    SymptomArea,
    Measurement,
    FollowOn,
    Aftercare,
    GoalReview,
    FollowUp,
    AdverseEvent,
    EventReview,
    Addendum,
    Seal,
    AuditEntry,
)
"""Parents come before children, so that a list in this order can be put one after the other."""

BY_NAME: dict[str, type[Record]] = {kind.__name__: kind for kind in KINDS}

PARENTS: dict[str, type[Record]] = {
    "clinic_id": Clinic,
    "protocol_id": Protocol,
    "patient_id": Patient,
    "episode_id": Episode,
    "visit_id": Visit,
    "about_visit_id": Visit,
    "trigger_point_id": TriggerPoint,
    "first_point_id": TriggerPoint,
    "second_point_id": TriggerPoint,
    "goal_id": Goal,
    "event_id": AdverseEvent,
}
"""Field name to the kind of record it refers to; an empty text refers to none."""

BELOW_VISIT: tuple[type[Record], ...] = tuple(
    kind for kind in KINDS if "visit_id" in field_types(kind) and kind.sealable
)
"""What a visit's seal covers beside the visit itself."""


def patient_of(record: Record) -> str:
    """Id of the patient the record belongs to; empty for records of the clinic."""
    if isinstance(record, Patient):
        return record.id
    return str(getattr(record, "patient_id", ""))


def visit_of(record: Record) -> str:
    """Id of the visit the record lies in (and is sealed with); empty for others."""
    if isinstance(record, Visit):
        return record.id
    return str(getattr(record, "visit_id", ""))


def record_from(data: object, path: str = "") -> Record:
    """The record that `record.with_kind` wrote; raises `Invalid` with the path of what is wrong."""
    if not isinstance(data, Mapping):
        raise Invalid(path or "record", "must be an object")
    kind = BY_NAME.get(str(data.get("record", "")))
    if kind is None:
        raise Invalid(f"{path}/record" if path else "record", "names no kind of record")
    fields: dict[str, Plain] = {name: value for name, value in data.items() if name != "record"}
    return from_plain(kind, fields, path)
