"""One link of the audit chain."""

from dataclasses import dataclass
from datetime import datetime

from needlechart.domain.record import Record
from needlechart.domain.words import AuditAction


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry(Record):
    """Who did what to which record, and a digest of it; each entry's hash covers the one before."""

    audited = False
    sealable = False

    sequence: int
    at: datetime
    clinician_id: str
    action: AuditAction
    record_kind: str = ""
    record_id: str = ""
    patient_id: str = ""
    changed: tuple[str, ...] = ()
    digest: str = ""
    detail: str = ""
    previous: str = ""
    hash: str = ""
