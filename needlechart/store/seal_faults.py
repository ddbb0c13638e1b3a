"""Is what was signed still what was signed: every seal, its signer, and the rows it speaks of."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import BELOW_VISIT, BY_NAME
from needlechart.domain.record import Plain, Record
from needlechart.domain.seal import Addendum, Seal, digest_of
from needlechart.domain.words import AuditAction, SealedKind
from needlechart.store.as_plain import plain_rows
from needlechart.store.keyfile import decode
from needlechart.store.keys import fingerprint, verify
from needlechart.store.naming import Names, spoken
from needlechart.store.problems import Damaged

if TYPE_CHECKING:
    from needlechart.store.core import Core

Told = Callable[[int, int], None]
"""Called with seals looked at and seals in all; may raise to stop."""

AT_ONCE = 50
"""Seals that are read together."""


def seal_faults(store: "Core", step: Told | None = None) -> Iterator[str]:
    """Every seal: its bytes, its signer, and the rows it speaks of; and every signed visit has one."""
    with store.reading():
        raw = store.opened.raw
        ids = [row[0] for row in raw.execute("SELECT id FROM seal ORDER BY id")]
        known = certificates(store, [row[0] for row in raw.execute("SELECT DISTINCT signer_id FROM seal")])
        names = Names(raw)
        for start in range(0, len(ids), AT_ONCE):  # all the signed texts of many years are a lot of memory
            if step is not None:
                step(start, len(ids))
            for seal in store.select(Seal, id=ids[start : start + AT_ONCE]):
                for fault in one_seal_faults(store, seal, known):
                    yield f"{names.sealed(seal)}: {fault}"
        unsealed = (
            "SELECT id FROM visit WHERE status = 'signed'"
            " AND id NOT IN (SELECT subject_id FROM seal) ORDER BY id"
        )
        for (visit_id,) in raw.execute(unsealed).fetchall():
            yield f"{names.visit(visit_id)} is signed without a seal."


def certificates(store: "Core", signer_ids: Iterable[str]) -> dict[str, set[str]]:
    """Fingerprints of the certificates that each of these signers has or had.

    Asked for by signer, which the log is indexed by: one visit is looked at beside a log of any length.
    """
    signers = set(signer_ids)
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
        here = _below(store, seal.subject_id)
    for (name, record_id), said in sealed.items():
        plain = here.get((name, record_id))
        if plain is None and name in BY_NAME:
            plain = _as_plain(store, BY_NAME[name], "id", record_id).get(record_id)
        if plain is None:
            yield f"a sealed {_word(said, sealed)} is missing."
            continue
        changed = [key for key, value in said.items() if key != "record" and plain.get(key) != value]
        if changed:
            fields = ", ".join(spoken(one) for one in changed)
            yield f"a sealed {_word(said, sealed)} was changed: {fields}."
    for name, record_id in sorted(here.keys() - sealed.keys()):
        added = {"record": name, **here[name, record_id]}
        yield f"a {_word(added, sealed)} was added after signing."
    about = form.get("about", {})
    if (about.get("signer_id"), about.get("subject_id")) != (seal.signer_id, seal.subject_id):
        yield "the seal names another signer or subject than it was made with."


def _below(store: "Core", visit_id: str) -> dict[tuple[str, str], dict[str, Plain]]:
    """What lies below a visit, by name of the kind and id."""
    return {
        (kind.__name__, record_id): plain
        for kind in BELOW_VISIT
        for record_id, plain in _as_plain(store, kind, "visit_id", visit_id).items()
    }


def _as_plain(store: "Core", kind: type[Record], name: str, value: str) -> dict[str, dict[str, Plain]]:
    """As `as_plain.plain_rows`; raises `Damaged` for what no record can hold."""
    try:
        return plain_rows(store.opened.raw, kind, name, value)
    except (ValueError, TypeError, IndexError):
        raise Damaged from None


def _word(said: dict[str, Any], sealed: dict[tuple[str, str], dict[str, Any]]) -> str:
    """A sealed record among others of its seal: ``needling of trigger point 3``."""
    word = spoken(said["record"])
    if said["record"] == "TriggerPoint":
        return f"{word} {said.get('number', '')}".strip()
    point = sealed.get(("TriggerPoint", str(said.get("trigger_point_id", ""))), {})
    return f"{word} of trigger point {point['number']}" if "number" in point else word
