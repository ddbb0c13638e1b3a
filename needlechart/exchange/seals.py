"""Whether what a file calls signed is signed: digest, signature, and the very records it was made over."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import BELOW_VISIT, record_from, visit_of
from needlechart.domain.record import Record
from needlechart.domain.seal import FORM_VERSION, Addendum, Seal, digest_of
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.domain.words import SealedKind, VisitStatus
from needlechart.exchange.references import Finder, Known, Placed
from needlechart.exchange.refusal import Fault

Verify = Callable[[Seal], bool]
"""Whether the signature over a seal's canonical bytes is that of the seal's certificate."""

Below = defaultdict[str, list[Record]]
"""Records below each visit of the file."""

SUBJECTS: dict[SealedKind, type[Record]] = {
    SealedKind.VISIT: Visit,
    SealedKind.ADDENDUM: Addendum,
    SealedKind.FOLLOW_UP: FollowUp,
    SealedKind.ADVERSE_EVENT: AdverseEvent,
}


def seal_faults(records: Placed, known: Known, verify: Verify | None) -> Iterator[Fault]:
    """Every seal that does not hold, and every visit or addendum called signed without a seal."""
    finder = Finder(records, known)
    below = _below_visits(record for _, record in records)
    sealed: set[str] = set()
    for path, record in records:
        if not isinstance(record, Seal):
            continue
        sealed.add(record.subject_id)
        if known(Seal, record.id) == record:
            continue  # the very seal is kept here and was verified when it came
        why = _broken(record, below, finder, verify)
        if why:
            yield Fault(path, why)
    yield from _unsealed(records, known, sealed)


def _below_visits(records: Iterable[Record]) -> Below:
    below: Below = defaultdict(list)
    for record in records:
        if isinstance(record, BELOW_VISIT) and visit_of(record):
            below[visit_of(record)].append(record)
    return below


def _unsealed(records: Placed, known: Known, sealed: set[str]) -> Iterator[Fault]:
    for path, record in records:
        if record.id in sealed or known(type(record), record.id) == record:
            continue
        if isinstance(record, Visit) and record.signed:
            yield Fault(f"{path}/status", "the visit is called signed, but its seal is not in the file")
        elif isinstance(record, Addendum):
            yield Fault(path, "the seal of this addendum is not in the file")


def _broken(seal: Seal, below: Below, finder: Finder, verify: Verify | None) -> str:
    """Why a seal does not hold; empty when it does."""
    subject = finder.find(SUBJECTS[seal.kind], seal.subject_id)
    if subject is None:
        return "what the seal was made over is not in the file"
    if isinstance(subject, Visit) and not subject.signed:
        return "the seal belongs to a visit that is called a draft"
    if digest_of(seal.canonical.encode()) != seal.digest:
        return "the digest is not that of the sealed text: the file was changed after signing"
    if verify is None or not verify(seal):
        return "the signature does not hold: the file was changed after signing"
    if not _same_signer(seal, finder):
        return "the certificate is not the one that this clinician has here or in the file"
    if not _covers(seal, subject, below, finder):
        return "the records are not those that were signed: the file was changed after signing"
    return ""


def _same_signer(seal: Seal, finder: Finder) -> bool:
    """A clinician with this id who is kept here, or in the file, has the seal's certificate (or none)."""
    for signer in (finder.kept(Clinician, seal.signer_id), finder.find(Clinician, seal.signer_id)):
        if isinstance(signer, Clinician) and signer.certificate not in ("", seal.certificate):
            return False
    return True


def _covers(seal: Seal, subject: Record, below: Below, finder: Finder) -> bool:
    """Whether the sealed bytes say exactly what the records say."""
    signed = sealed_records(seal)
    if signed is None:
        return False
    wanted = [subject]
    if seal.kind is SealedKind.VISIT:
        wanted += below[subject.id]
    here = {(type(one), one.id): _as_signed(one) for one in wanted}
    there = {(type(one), one.id): _as_signed(one) for one in signed}
    if here == there:
        return True
    kept = finder.kept(type(subject), subject.id)
    return kept is not None and here.items() <= there.items()


def _as_signed(record: Record) -> Record:
    """A visit is sealed as signed or as the draft it was a moment before: the status itself is no content."""
    return record.but(status=VisitStatus.SIGNED) if isinstance(record, Visit) else record


def sealed_records(seal: Seal) -> list[Record] | None:
    """The records inside a seal's canonical text; None when it is no canonical text of ours."""
    try:
        form: Any = json.loads(seal.canonical)
        head = (form["form"], form["form_version"], seal.form_version, form["subject"])
        if head != ("needlechart", FORM_VERSION, FORM_VERSION, seal.kind.value):
            return None
        return [record_from(entry) for entry in form["records"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return None
