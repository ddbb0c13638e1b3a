"""Is what was signed still what was signed: every seal, its signer, and the rows it speaks of."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import BELOW_VISIT, BY_NAME
from needlechart.domain.record import Record, to_plain
from needlechart.domain.seal import Addendum, Seal, digest_of
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, SealedKind
from needlechart.store.keyfile import decode
from needlechart.store.keys import fingerprint, verify
from needlechart.store.naming import Names, spoken

if TYPE_CHECKING:
    from needlechart.store.core import Core

Told = Callable[[int, int], None]
"""Called with seals looked at and seals in all; may raise to stop."""


def seal_faults(store: "Core", step: Told | None = None) -> Iterator[str]:
    """Every seal: its bytes, its signer, and the rows it speaks of; and every signed visit has one."""
    with store.reading():
        seals = store.select(Seal)
        known = certificates(store, seals)
        names = Names(store.opened.raw)
        for number, seal in enumerate(seals):
            if step is not None and number % 50 == 0:
                step(number, len(seals))
            for fault in one_seal_faults(store, seal, known):
                yield f"{names.sealed(seal)}: {fault}"
        sealed = {one.subject_id for one in seals}
        for visit in store.select(Visit, status="signed"):
            if visit.id not in sealed:
                yield f"{names.record(visit)} is signed without a seal."


def certificates(store: "Core", seals: Iterable[Seal]) -> dict[str, set[str]]:
    """Fingerprints of the certificates that each signer has or had.

    Asked for by signer, which the log is indexed by: one visit is looked at beside a log of any length.
    """
    signers = {one.signer_id for one in seals}
    known = {one.id: {fingerprint(one.certificate)} for one in store.select(Clinician, id=signers)}
    changes = store.select(AuditEntry, record_id=signers, action=AuditAction.PASSPHRASE_CHANGED)
    for entry in changes:
        word, _, said = entry.detail.partition(" ")
        if word == "certificate":
            known.setdefault(entry.record_id, set()).add(said)
    return known


def one_seal_faults(store: "Core", seal: Seal, known: dict[str, set[str]]) -> Iterator[str]:
    """What is wrong with one seal."""
    data = seal.canonical.encode()
    if digest_of(data) != seal.digest:
        yield "the sealed text was changed."
        return
    try:
        signature = decode(seal.signature)
    except ValueError:
        signature = b""
    if not verify(seal.certificate, signature, data):
        yield "the signature does not fit the sealed text."
        return
    if fingerprint(seal.certificate) not in known.get(seal.signer_id, set()):
        yield "the signer's certificate is not one this clinician ever had."
    form = json.loads(data)
    yield from _strange_authors(seal, form)
    yield from row_faults(store, seal, form)


def _strange_authors(seal: Seal, form: dict[str, Any]) -> Iterator[str]:
    """An addendum that one person signed and that says it is another's."""
    for said in form["records"]:
        if said["record"] == Addendum.__name__ and said.get("author_id") != seal.signer_id:
            yield f"it says {said.get('author_name')} wrote it, but {seal.signer_name} signed it."


def row_faults(store: "Core", seal: Seal, form: dict[str, Any]) -> Iterator[str]:
    """Differences between the sealed records and the rows; fields newer than the seal are left aside."""
    sealed = {(one["record"], one["id"]): one for one in form["records"]}
    here = {}
    if seal.kind is SealedKind.VISIT:
        here = {(type(one).__name__, one.id): one for one in _below(store, seal.subject_id)}
    for (name, record_id), said in sealed.items():
        record = here.get((name, record_id))
        if record is None and name in BY_NAME:
            record = store.get(BY_NAME[name], record_id)
        if record is None:
            yield f"a sealed {_word(said, sealed)} is missing."
            continue
        plain = to_plain(record)
        changed = [key for key, value in said.items() if key != "record" and plain.get(key) != value]
        if changed:
            fields = ", ".join(spoken(one) for one in changed)
            yield f"a sealed {_word(said, sealed)} was changed: {fields}."
    if seal.kind is SealedKind.VISIT:
        for (name, record_id), record in here.items():
            if (name, record_id) not in sealed:
                yield f"a {_word({'record': name, **to_plain(record)}, sealed)} was added after signing."
    about = form.get("about", {})
    if (about.get("signer_id"), about.get("subject_id")) != (seal.signer_id, seal.subject_id):
        yield "the seal names another signer or subject than it was made with."


def _below(store: "Core", visit_id: str) -> Iterator[Record]:
    for kind in BELOW_VISIT:
        yield from store.select(kind, visit_id=visit_id)


def _word(said: dict[str, Any], sealed: dict[tuple[str, str], dict[str, Any]]) -> str:
    """A sealed record among others of its seal: ``needling of trigger point 3``."""
    word = spoken(said["record"])
    if said["record"] == "TriggerPoint":
        return f"{word} {said.get('number', '')}".strip()
    point = sealed.get(("TriggerPoint", str(said.get("trigger_point_id", ""))), {})
    return f"{word} of trigger point {point['number']}" if "number" in point else word
