"""Sealing: the canonical bytes of what is signed, their digest, and the clinician's signature."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician
from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, Indication
from needlechart.domain.kinds import BELOW_VISIT
from needlechart.domain.measure import Measurement
from needlechart.domain.patient import Alert
from needlechart.domain.record import Record
from needlechart.domain.seal import FORM_VERSION, Addendum, Seal, canonical_form, digest_of
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.domain.words import SealedKind
from needlechart.store.aliases import ids_of, same_person
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


def shown_records(select: Callable[..., list[Any]], visit: Visit) -> list[Record]:
    """What the signer saw around the visit: clinic, people, patient, alerts, episode, goals, last visits.

    The logo is left out: it is large, and no part of what was said. So are text and signature of a
    consent form: it is a record of its own that nothing may change, and the note prints its day. The
    clinic's own rows of the measures taken are along, since a change is judged by them.
    """
    shown: list[Record] = [clinic.but(logo="") for clinic in select(Clinic)]
    shown += select(Clinician, id=visit.clinician_id)
    person = same_person(select, visit.patient_id)
    ids = [one.id for one in person]
    shown += person
    shown += select(Episode, id=visit.episode_id)
    shown += select(Alert, patient_id=ids)
    shown += select(Indication, episode_id=visit.episode_id)
    shown += select(Goal, episode_id=visit.episode_id)
    written = select(Consent, patient_id=ids, visit_id="")
    shown += [one.but(form_text="", strokes=()) for one in written]
    measured = {one.measure for one in select(Measurement, visit_id=visit.id)}
    shown += [one for one in select(CatalogueRow, table="measures") if one.row in measured]
    return [*shown, *earlier_visits(select, visit)[-1:]]


def earlier_visits(select: Callable[..., list[Any]], visit: Visit) -> list[Visit]:
    """The patient's visits before this one, in time."""
    ids = ids_of(select, visit.patient_id)
    before = [one for one in select(Visit, patient_id=ids) if in_time(one) < in_time(visit)]
    return sorted(before, key=in_time)


def in_time(visit: Visit) -> tuple[datetime, str]:
    """Key by which visits follow each other."""
    return (visit.started, visit.id)


def seal(
    signer: Signer,
    kind: SealedKind,
    subject: Visit | Late,
    all_of: Iterable[Record],
    at: datetime,
    shown: Iterable[Record] = (),
    visit_count: int = 1,
) -> Seal:
    """The seal over a set of records."""
    about_visit = subject.id if isinstance(subject, Visit) else subject.about_visit_id
    canonical = canonical_form(
        kind,
        all_of,
        shown=shown,
        visit_count=visit_count,
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
