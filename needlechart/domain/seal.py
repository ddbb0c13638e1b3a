"""What makes a signed record provable, and the text added after it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from needlechart.domain.record import Invalid, Plain, Record, canonical, with_kind
from needlechart.domain.words import SealedKind

FORM_VERSION = 1
"""Version of the canonical form; a seal says which one its bytes are in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum(Record):
    """Text added after signing; itself signed, never an edit.

    ``cosignature``: the clinician who answers for a student or an assistant signs the visit as well.
    """

    patient_id: str
    episode_id: str
    about_visit_id: str
    author_id: str
    author_name: str
    written_at: datetime
    text: str
    reason: str = ""
    cosignature: bool = False

    def check(self) -> None:
        """An addendum says something."""
        if not self.text.strip():
            raise Invalid("text", "the addendum needs a text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal(Record):
    """A digest over the canonical form of what was signed, signed with the clinician's own key.

    ``subject_id`` is the visit, addendum, follow-up or adverse event; ``canonical`` keeps the very
    bytes (UTF-8 text) that were signed, so that no migration can break the seal. ``digest`` is
    SHA-256 as lower-case hex, ``signature`` ECDSA P-256 over the canonical bytes (DER, base64),
    ``certificate`` the signer's PEM. ``audit_sequence`` and ``audit_head`` are the head of the audit
    chain at signing.
    """

    patient_id: str
    about_visit_id: str
    kind: SealedKind
    subject_id: str
    canonical: str
    digest: str
    signature: str
    certificate: str
    signer_id: str
    signer_name: str
    signed_at: datetime
    form_version: int = FORM_VERSION
    audit_sequence: int = 0
    audit_head: str = ""

    @property
    def code(self) -> str:
        """The first 128 bits of the digest in groups, as printed."""
        return " ".join(self.digest[i : i + 4].upper() for i in range(0, 32, 4))

    @property
    def short_code(self) -> str:
        """The first 32 bits, for the foot of each page."""
        return self.code[:9]

    @property
    def log_words(self) -> str:
        """Where the audit log stood at signing, as printed: number of its last entry, 64 bits of its hash."""
        if not self.audit_head:
            return ""
        head = " ".join(self.audit_head[i : i + 4].upper() for i in range(0, 16, 4))
        return f"Audit log up to here: entry {self.audit_sequence}, {head}"


def canonical_form(
    subject: SealedKind, records: Iterable[Record], *, shown: Iterable[Record] = (), **about: Plain
) -> bytes:
    """The canonical bytes of a set of records: independent of their order, and of nothing else.

    ``shown`` are the records around them as the signer saw them (patient, alerts, goals ...): signed
    along so that the note always prints what was signed, and free to change afterwards. ``about``
    holds plain facts signed along (signer, time, head of the audit chain).
    """
    entries = _entries(records)
    form: dict[str, Plain] = {
        "form": "needlechart",
        "form_version": FORM_VERSION,
        "subject": subject.value,
        "records": entries,
        "shown": _entries(shown),
        "about": dict(about),
    }
    return canonical(form)


def shown_at_signing(seal: Seal) -> tuple[tuple[dict[str, Plain], ...], int]:
    """What `canonical_form` was given as ``shown``, as plain data, and which visit of the patient it was."""
    form = json.loads(seal.canonical)
    return tuple(form["shown"]), int(form["about"]["visit_count"])


def _entries(records: Iterable[Record]) -> list[Plain]:
    in_order = sorted(records, key=lambda record: (type(record).__name__, record.id))
    return [with_kind(record) for record in in_order]


def digest_of(canonical_bytes: bytes) -> str:
    """SHA-256 as lower-case hex."""
    return hashlib.sha256(canonical_bytes).hexdigest()
