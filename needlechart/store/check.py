"""Is everything there, and as it was: file, references, history, seals. Findings name no patient."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinician
from needlechart.domain.kinds import BELOW_VISIT, BY_NAME
from needlechart.domain.record import Record, to_plain
from needlechart.domain.seal import Addendum, Seal, digest_of
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, SealedKind
from needlechart.store.audit import Head, hash_at, read_anchor, read_entries
from needlechart.store.driver_errors import raw_problems
from needlechart.store.form import Raw
from needlechart.store.history import head_faults, place_faults, record_faults
from needlechart.store.keyfile import decode, read_key_file
from needlechart.store.keys import fingerprint, verify
from needlechart.store.naming import Names, spoken
from needlechart.store.problems import StoreProblem
from needlechart.store.vault import key_file_faults

if TYPE_CHECKING:
    from needlechart.store.core import Core
    from needlechart.store.store import Store

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what comes next; may raise to stop the check."""

STEPS = ("the file", "references", "the audit log", "records against the log", "triggers", "seals")
FEW = 50
"""Of so many faults of one kind each is named."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a check found; no finding means that all is well."""

    findings: tuple[str, ...]
    audit_entries: int
    seals: int
    visits: int

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


class Step:
    """One step of a check, which tells how far it is."""

    def __init__(self, progress: Progress | None, number: int, name: str) -> None:
        self._progress = progress
        self._number = number
        self._name = name

    def __call__(self, done: int, total: int) -> None:
        """So much of the step is done; raises what the progress raises, to stop."""
        if self._progress is not None:
            part = f" ({100 * done // total} %)" if total else ""
            self._progress(self._number, len(STEPS), f"{self._name}{part}")


Part = Callable[[Step], Iterable[str]]


def check(store: "Store", progress: Progress | None = None) -> Report:
    """Look at everything; reads only, but for bringing the write-ahead log into the file."""
    live, copied = live_parts(store), content_parts(store)
    log = copied["the audit log"]
    copied["the audit log"] = lambda step: chain(log(step), anchor_faults(store))
    return looked_at(store, {**live, **copied}, progress)


def live_parts(store: "Store") -> dict[str, Part]:
    """What can be seen only where the chart lies: its file, its keys, its locks."""
    return {
        "the file": lambda _: chain(file_faults(store), key_faults(store)),
        "triggers": lambda _: trigger_faults(store.opened.raw),
    }


def content_parts(core: "Core") -> dict[str, Part]:
    """What is the same in a copy of the moment."""
    raw = core.opened.raw
    return {
        "references": lambda _: chain(reference_faults(raw), place_faults(raw)),
        "the audit log": lambda step: chain_faults(core, step),
        "records against the log": lambda step: record_faults(core, step),
        "seals": lambda step: chain(seal_faults(core, step), head_faults(core)),
    }


def looked_at(core: "Core", parts: dict[str, Part], progress: Progress | None) -> Report:
    """The findings of these parts, in the order of `STEPS`; raises what the progress raises, to stop."""
    findings: list[str] = []
    for number, name in enumerate(STEPS):
        part = parts.get(name)
        if part is None:
            continue
        step = Step(progress, number, name)
        step(0, 0)
        try:
            with raw_problems():
                for finding in part(step):
                    findings.append(finding)  # one by one: those before an unreadable place count too
        except StoreProblem:
            findings.append(f"A damaged place of the chart file ends the check of {name}.")
    return Report(
        findings=tuple(findings),
        audit_entries=core.head.sequence,
        seals=_count(core.opened.raw, "seal"),
        visits=_count(core.opened.raw, "visit"),
    )


def _count(raw: Raw, table: str) -> int:
    """Rows of a table; 0 when it cannot be read, which a finding says already."""
    try:
        with raw_problems():
            query = f"SELECT count(*) FROM {table}"  # noqa: S608 - our own names
            return int(raw.execute(query).fetchone()[0])
    except StoreProblem:
        return 0


def file_faults(store: "Store") -> Iterator[str]:
    """The file's pages: their codes (after a checkpoint, or the check cries wolf) and their structure."""
    store.checkpoint()
    raw = store.opened.raw
    bad = raw.execute("PRAGMA cipher_integrity_check").fetchall()
    if bad:
        yield f"The chart file is damaged in {len(bad)} places."
    answers = [row[0] for row in raw.execute("PRAGMA integrity_check").fetchall()]
    if answers != ["ok"]:
        yield f"The chart file has {len(answers)} faults in its structure."


def key_faults(store: "Store") -> Iterator[str]:
    """Entries of the key file that are not whole, whoever they belong to."""
    yield from key_file_faults(read_key_file(store.folder), store.opened.secrets.data_key)


def reference_faults(raw: Raw) -> Iterator[str]:
    """Records that refer to others that do not exist."""
    tables = [row[0] for row in raw.execute("PRAGMA foreign_key_check").fetchall()]
    for table in sorted(set(tables)):
        yield f"{tables.count(table)} records ({spoken(table)}) refer to a record that does not exist."


def trigger_faults(raw: Raw) -> Iterator[str]:
    """The triggers that lock what is signed are all there, word for word."""
    from needlechart.store.triggers import triggers

    rows = raw.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    missing = set(triggers()) - {row[0] for row in rows}
    if missing:
        yield f"{len(missing)} of the locks on signed records were taken out of the chart."


def chain_faults(core: "Core", step: Step | None = None) -> Iterator[str]:
    """The audit chain from its first entry."""
    opened = core.opened
    found = 0
    for fault in opened.chain.faults(_counted(read_entries(opened.raw), core.head.sequence, step), Head()):
        found += 1
        if found <= FEW:
            yield fault
    if found > FEW:
        yield f"{found - FEW} more entries of the audit log do not follow."


def anchor_faults(store: "Store") -> Iterator[str]:
    """Whether the log goes as far as the anchor beside the chart says."""
    opened = store.opened
    anchor = read_anchor(opened.folder, opened.file_id, opened.secrets.data_key)
    if anchor is None:
        yield "The file that tells how far the history went is missing or was changed."
    elif hash_at(opened.raw, anchor.head.sequence) != anchor.head.hash:
        yield f"The audit log ends before entry {anchor.head.sequence}, where it stood when last closed."


def _counted(entries: Iterable[AuditEntry], total: int, step: Step | None) -> Iterator[AuditEntry]:
    for number, entry in enumerate(entries):
        if step is not None and number % 2_000 == 0:
            step(number, total)
        yield entry


def seal_faults(store: "Core", step: Step | None = None) -> Iterator[str]:
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
