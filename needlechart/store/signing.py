"""Sealing: the canonical bytes of what is signed, their digest, and the clinician's signature."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import BELOW_VISIT
from needlechart.domain.record import Record
from needlechart.domain.seal import FORM_VERSION, Addendum, Seal, canonical_form, digest_of
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.domain.words import SealedKind
from needlechart.store.audit import Head
from needlechart.store.keyfile import encode
from needlechart.store.keys import SigningKey, fingerprint

Late = Addendum | FollowUp | AdverseEvent
"""What comes after signing and is sealed by itself."""

SUBJECTS: dict[type[Record], SealedKind] = {
    Addendum: SealedKind.ADDENDUM,
    FollowUp: SealedKind.FOLLOW_UP,
    AdverseEvent: SealedKind.ADVERSE_EVENT,
}


@dataclass(frozen=True, repr=False)
class Signer:
    """Who signs, with what, and where the audit chain stands at that moment."""

    clinician: Clinician
    key: SigningKey
    head: Head


def sealed_records(select: Callable[..., list[Any]], visit: Visit) -> list[Record]:
    """The visit and everything below it."""
    below = [record for kind in BELOW_VISIT for record in select(kind, visit_id=visit.id)]
    return [visit, *below]


def seal(
    signer: Signer, kind: SealedKind, subject: Visit | Late, all_of: Iterable[Record], at: datetime
) -> Seal:
    """The seal over a set of records."""
    about_visit = subject.id if isinstance(subject, Visit) else subject.about_visit_id
    canonical = canonical_form(
        kind,
        all_of,
        subject_id=subject.id,
        signer_id=signer.clinician.id,
        signer_name=signer.clinician.signature_name,
        certificate=fingerprint(signer.key.certificate),
        signed_at=at.isoformat(),
        audit_sequence=signer.head.sequence,
        audit_head=signer.head.hash,
    )
    return Seal(
        patient_id=subject.patient_id,
        about_visit_id=about_visit,
        kind=kind,
        subject_id=subject.id,
        canonical=canonical.decode(),
        digest=digest_of(canonical),
        signature=encode(signer.key.sign(canonical)),
        certificate=signer.key.certificate,
        signer_id=signer.clinician.id,
        signer_name=signer.clinician.signature_name,
        signed_at=at,
        form_version=FORM_VERSION,
        audit_sequence=signer.head.sequence,
        audit_head=signer.head.hash,
    )
