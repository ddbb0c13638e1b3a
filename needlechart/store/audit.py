"""The audit log: who did what, each entry bound to the one before by a keyed hash.

A tail cut off leaves a chain that is whole in itself; the anchor file, which says how far the chain went,
tells. Found faults are reported, never repaired.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.record import Plain, canonical, field_types, to_plain
from needlechart.store.as_plain import canonical_of, columns
from needlechart.store.files import ANCHOR, DATABASE, write_atomic
from needlechart.store.form import Raw
from needlechart.store.keys import derive
from needlechart.store.problems import Damaged
from needlechart.store.rows import moment_of, to_record

START = "0" * 64
"""What the first entry calls the hash before it."""


@dataclass(frozen=True)
class Head:
    """How far the chain goes: the newest entry's number and hash."""

    sequence: int = 0
    hash: str = START


@dataclass(frozen=True, repr=False)
class Chain:
    """Links entries and checks them.

    The key lies in the chart, so that renewing the data key breaks no link.
    """

    key: bytes

    @classmethod
    def of(cls, raw: Raw) -> "Chain":
        """The chain of an open chart; raises `Damaged` without a key."""
        row = raw.execute("SELECT value FROM about WHERE name = 'chain'").fetchone()
        if row is None or not re.fullmatch(r"[0-9a-f]{64}", row[0]):
            raise Damaged("The key of the audit log is missing from the chart.")
        return cls(bytes.fromhex(row[0]))

    def hash_of(self, entry: AuditEntry) -> str:
        """HMAC-SHA256 over the previous hash and the canonical entry without its own hash."""
        plain: dict[str, Plain] = to_plain(entry)
        del plain["hash"]
        return self._hash(entry.previous, canonical(plain))

    def _hash(self, previous: str, said: bytes) -> str:
        return hmac.digest(self.key, previous.encode() + said, "sha256").hex()

    def faults(self, links: Iterable["Link"], head: Head) -> Iterator[str]:
        """A sentence for every entry that does not follow from the one before; nothing when all do."""
        sequence, before = head.sequence, head.hash
        for number, previous, own, said, named in links:
            missing = number - sequence - 1
            if missing > 0:
                yield f"{_range(sequence + 1, number - 1)} missing from the audit log."
            if not hmac.compare_digest(self._hash(previous, said), own):
                yield f"{_entry(number, *named)} was changed, moved or put in outside the program."
            elif missing == 0 and previous != before:
                yield f"{_entry(number, *named)} does not follow from the one before it."
            sequence, before = number, own


class Link(NamedTuple):
    """An entry as the chain is checked by.

    ``said`` is what its hash covers, empty where it holds what no entry can; ``named`` its action and time.
    """

    sequence: int
    previous: str
    hash: str
    said: bytes
    named: tuple[str, str]


def _range(first: int, last: int) -> str:
    return f"Audit entry {first} is" if first == last else f"Audit entries {first} to {last} are"


def _entry(sequence: int, action: str, at: str) -> str:
    try:
        when = f"{moment_of(at):%Y-%m-%d %H:%M}"
    except (ValueError, IndexError):
        return f"Audit entry {sequence}"
    return f"Audit entry {sequence} ({action.replace('_', ' ')}, {when})"


@dataclass(frozen=True)
class Anchor:
    """What ``chart.anchor`` says; ``None`` from `read_anchor` when there is none that can be believed."""

    head: Head
    at: str


def write_anchor(folder: Path, file_id: str, data_key: bytes | bytearray, head: Head, at: datetime) -> None:
    """Remember outside the chart how far it went, and how long its file is; raises a `StoreProblem`."""
    database = folder / DATABASE
    said: dict[str, Plain] = {
        "file_id": file_id,
        "sequence": head.sequence,
        "hash": head.hash,
        "at": at.isoformat(),
        "bytes": database.stat().st_size if database.exists() else 0,
    }
    said["mac"] = _mac(data_key, said)
    write_atomic(folder / ANCHOR, json.dumps(said).encode())


def read_anchor(folder: Path, file_id: str, data_key: bytes | bytearray) -> Anchor | None:
    """The anchor of this chart, or None when it is missing, damaged, forged or another chart's."""
    try:
        said = json.loads((folder / ANCHOR).read_bytes())
        mac = said.pop("mac")
        if said["file_id"] != file_id or not hmac.compare_digest(mac, _mac(data_key, said)):
            return None
        return Anchor(Head(int(said["sequence"]), str(said["hash"])), str(said["at"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _mac(data_key: bytes | bytearray, said: dict[str, Plain]) -> str:
    return hmac.new(derive(data_key, "anchor"), canonical(said), hashlib.sha256).hexdigest()


def read_head(raw: Raw) -> Head:
    """The newest entry of the log."""
    row = raw.execute("SELECT sequence, hash FROM audit_entry ORDER BY sequence DESC LIMIT 1").fetchone()
    return Head(*row) if row else Head()


def read_entries(raw: Raw, after: int = 0) -> Iterator[AuditEntry]:
    """Entries after a number, in order, without holding them all in memory."""
    cursor = raw.execute("SELECT * FROM audit_entry WHERE sequence > ? ORDER BY sequence", (after,))
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield to_record(AuditEntry, dict(zip(names, row, strict=True)))


def read_links(raw: Raw, after: int = 0) -> Iterator[Link]:
    """The same entries as links of the chain: no record is made of them."""
    names = list(field_types(AuditEntry))
    one, two, three, four, five = (
        names.index(name) for name in ("sequence", "previous", "hash", "action", "at")
    )
    query = f"SELECT {columns(AuditEntry)} FROM audit_entry WHERE sequence > ? ORDER BY sequence"  # noqa: S608
    for row in raw.execute(query, (after,)):
        try:
            said = canonical_of(AuditEntry, row)
        except (ValueError, TypeError, IndexError):
            said = b""
        yield Link(row[one], row[two], row[three], said, (row[four], row[five]))


def hash_at(raw: Raw, sequence: int) -> str:
    """Hash of one entry; of the start for 0, empty when there is no such entry."""
    if sequence == 0:
        return START
    row = raw.execute("SELECT hash FROM audit_entry WHERE sequence = ?", (sequence,)).fetchone()
    return str(row[0]) if row else ""
