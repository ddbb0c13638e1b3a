"""A chart of many years in minutes: one patient by the store's own door, the others as rows of that form.

Each has ids, seals and links of the audit log of its own, so that nothing tells such a chart from one that
was charted but its sameness; the whole check finds it sound, which `tests.bench.sizes` asserts.
"""

import hashlib
import hmac
import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import BY_NAME
from needlechart.domain.record import (
    Record,
    canonical,
    field_types,
    new_id,
    now,
    record_digest,
    spare,
    to_plain,
)
from needlechart.domain.seal import Seal, digest_of
from needlechart.domain.visit import Visit
from needlechart.domain.words import AuditAction, VisitStatus
from needlechart.store.audit import Head
from needlechart.store.keyfile import encode
from needlechart.store.keys import SigningKey
from needlechart.store.rows import moment_text, to_record, to_row
from needlechart.store.store import Store
from needlechart.store.tables import table_name
from needlechart.store.writing import add_row
from tests import factories
from tests.store.conftest import new_store

VISITS = 10
MARKS = 20
NEEDLED = 9
FULL_VISIT = 200
"""Marks of the one visit that is opened again and again."""

ANY = "@@"
"""Stands where the number of a patient comes."""

FAMILY = ("Abel", "Baker", "Castro", "Duarte", "Egede", "Fuchs", "Gomez", "Haddad", "Ivers", "Jonas")
AT_ONCE = 20
"""Patients in one transaction."""


def family_of(number: int) -> str:
    """What the patient with this number is called."""
    return f"{random.Random(number).choice(FAMILY)}{number}"


def a_patient(number: str) -> list[Record]:
    """One patient, with an episode and ten visits of twenty marks."""
    own = {"patient_id": f"p{number}"}
    name = {"given_name": f"Given{number}", "family_name": f"Family{number}"}
    records: list[Record] = [
        factories.patient(id=f"p{number}", record_number=f"no {number}", **name),
        factories.episode(id=f"e{number}", **own),
    ]
    for turn in range(VISITS):
        visit_id = f"v{number}-{turn}"
        day = now() - timedelta(days=1800 - turn * 170)
        inside = {**own, "visit_id": visit_id}
        told = {"number": turn + 1, "started": day, "entered": day}
        records.append(factories.visit(id=visit_id, episode_id=f"e{number}", **told, **own))
        for mark in range(MARKS):
            point = factories.point(id=f"{visit_id}-{mark}", number=mark + 1, x=float(mark), **inside)
            records.append(point)
            if mark < NEEDLED:
                records.append(factories.needling(point, id=f"{visit_id}-{mark}n", **inside))
    return records


def made(folder: Path, patients: int) -> None:
    """A chart of so many patients, ten signed visits each, and one draft with two hundred marks."""
    with new_store(folder) as store:
        store.put(*factories.whole_visit())
        marks = [factories.point(id=f"full{n}", number=n + 10, x=float(n)) for n in range(FULL_VISIT)]
        store.put(*marks)
        store.put(*a_patient(ANY))
        for turn in range(VISITS):
            store.sign_visit(f"v{ANY}-{turn}")
        copies = _Copies.of(store)
        for first in range(1, patients, AT_ONCE):
            copies.add(range(first, min(first + AT_ONCE, patients)))


@dataclass
class _Copies:
    """The log of the one patient, each entry with its record, as JSON in which the number can be replaced."""

    store: Store
    steps: str
    key: SigningKey

    @classmethod
    def of(cls, store: Store) -> "_Copies":
        entries = store.select(AuditEntry, patient_id=f"p{ANY}")
        steps = [_step(store, one) for one in sorted(entries, key=lambda one: one.sequence)]
        return cls(store, json.dumps(steps), store.opened.secrets.signing)

    def add(self, numbers: range) -> None:
        """These patients, in one transaction."""
        with self.store._transaction():
            for number in numbers:
                steps = self.steps.replace(f"Family{ANY}", family_of(number)).replace(ANY, str(number))
                for step in json.loads(steps):
                    self._take(step)

    def _take(self, step: dict[str, Any]) -> None:
        """One record as it was then, and its entry in the log."""
        raw, kind, row = self.store.opened.raw, BY_NAME[step["said"]["record"]], step["row"]
        digest = hashlib.sha256(canonical(step["said"])).hexdigest()
        if kind is Seal:
            seal = self._sealed(row)
            row, digest = list(to_row(seal).values()), record_digest(seal)
        if step["signed"]:
            raw.execute("UPDATE visit SET status = 'signed' WHERE id = ?", (row[0],))
        else:
            names = ", ".join(f'"{name}"' for name in field_types(kind))
            holes = ", ".join("?" * len(row))
            raw.execute(f"INSERT INTO {table_name(kind)} ({names}) VALUES ({holes})", row)
        self._log(step["entry"], record_id=row[0], digest=digest)

    def _sealed(self, row: list[Any]) -> Seal:
        """Its own seal: of its own records, at this place of the log."""
        head = self.store.head
        form = json.loads(dict(zip(field_types(Seal), row, strict=True))["canonical"])
        form["about"] |= {"audit_sequence": head.sequence, "audit_head": head.hash}
        data = canonical(form)
        return to_record(Seal, dict(zip(field_types(Seal), row, strict=True))).but(
            id=new_id(),
            canonical=data.decode(),
            digest=digest_of(data),
            signature=encode(self.key.sign(data)),
            audit_sequence=head.sequence,
            audit_head=head.hash,
        )

    def _log(self, entry: dict[str, Any], **own: Any) -> None:
        head, opened = self.store.head, self.store.opened
        said = {**entry, "id": new_id(), "sequence": head.sequence + 1, "previous": head.hash, **own}
        del said["hash"]
        own_hash = hmac.digest(opened.chain.key, head.hash.encode() + canonical(said), "sha256").hex()
        at = moment_text(datetime.fromisoformat(said["at"]))
        row = {**said, "at": at, "changed": json.dumps(said["changed"]), "hash": own_hash}
        add_row(self.store.connection, AuditEntry, {name: row[name] for name in field_types(AuditEntry)})
        opened.head = Head(head.sequence + 1, own_hash)


def _step(store: Store, entry: AuditEntry) -> dict[str, Any]:
    """What the entry tells of: a visit is a draft first, then signed."""
    record = store.get(BY_NAME[entry.record_kind], entry.record_id)
    assert record is not None
    signed = isinstance(record, Visit) and entry.action is not AuditAction.CREATED
    if isinstance(record, Visit) and not signed:
        record = record.but(status=VisitStatus.DRAFT)
    return {
        "entry": to_plain(entry),
        "row": list(to_row(record).values()),
        "said": {"record": entry.record_kind, **spare(record)},
        "signed": signed,
    }
