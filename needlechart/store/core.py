"""What a store does in its transactions: read, change, log along."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.kinds import KINDS, patient_of
from needlechart.domain.overview import OnlyRead
from needlechart.domain.record import R, Record, field_types, now, record_digest
from needlechart.domain.rules.permissions import Act, may, who_may
from needlechart.domain.seal import Seal
from needlechart.domain.words import AuditAction, Role
from needlechart.store import guards
from needlechart.store.aliases import refuse_circle
from needlechart.store.audit import Head
from needlechart.store.giving_way import ALONE, Way
from needlechart.store.opening import Opened
from needlechart.store.problems import NotAllowed, NotFound
from needlechart.store.queries.names import PeopleSeen
from needlechart.store.reading import read
from needlechart.store.rows import settled, to_row
from needlechart.store.transactions import Transactions
from needlechart.store.writing import add_row, read_one, write

Pair = tuple[Record | None, Record | None]

OF_THE_CLINIC = (Clinic, Clinician, NeedleType, Phrase, CatalogueRow)
"""A change of these is a setting."""


REFUSALS = {
    OnlyRead.DAMAGED: (
        "The chart file is damaged: what can be read of it is open for reading alone.",
        "Lock, and restore a backup.",
    ),
    OnlyRead.HELD: (
        "The chart is open in another window: this backup of it is open for reading alone.",
        "Close needlechart in the other window, then unlock here.",
    ),
    OnlyRead.UNWRITABLE: (
        "The chart cannot be written to: this copy of it is open for reading alone.",
        "Allow this user account to write to its folder, then unlock again.",
    ),
}
"""Of what is only read: why nothing is charted in it, and what helps."""


class Core(Transactions):
    """The part of `Store` that reads, changes and logs.

    ``way`` is how long work lets pass what waits for the thread of the store.
    """

    way: Way = ALONE

    def __init__(self, opened: Opened, people: tuple[Clinic, Clinician] | None = None) -> None:
        """Over an open chart; ``people`` are given when it holds none yet."""
        super().__init__(opened)
        self._closed = False
        self._unsound = False
        self._anchored = Head()
        self._owners: guards.Owners = {}
        self.people_seen = PeopleSeen()
        if people is None:
            self._load_people()
        else:
            self._clinic, self._clinician = people

    def _load_people(self) -> None:
        clinics = self.select(Clinic)
        person = self.get(Clinician, self._opened.secrets.clinician_id)
        if not clinics or person is None:
            raise NotFound("This clinician is not in the chart.", todo="Choose another name.")
        if self._opened.for_reading:
            person = person.but(role=Role.READ_ONLY)
        self._clinic, self._clinician = clinics[0], person

    # What is open ------------------------------------------------------------------------------

    @property
    def clinician(self) -> Clinician:
        """Whose passphrase opened the chart; changes are theirs."""
        return self._clinician

    @property
    def clinic(self) -> Clinic:
        """The practice."""
        return self._clinic

    @property
    def backed_up_folder(self) -> Path:
        """Whose backups are this chart's: of a copy for reading, those of the chart it was read from."""
        return self._opened.copy_of or self._opened.folder

    @property
    def notices(self) -> tuple[str, ...]:
        """What opening found that a person must see, as sentences; empty when all is well."""
        return self._opened.notices

    @property
    def reading_line(self) -> str:
        """Of a copy that is read in the place of the chart: why, and of when it is; empty otherwise."""
        return self._opened.reading_line

    # Reading -----------------------------------------------------------------------------------

    def get(self, kind: type[R], record_id: str) -> R | None:
        """The record with this id, or None."""
        with self.reading() as connection:
            return read_one(connection, kind, record_id)

    def select(self, kind: type[R], /, **equals: Any) -> list[R]:
        """Records whose fields equal the values (or one of a list or set); oldest first."""
        with self.reading() as connection:
            return read(connection, kind, **equals)

    def recall(self, name: str) -> str:
        """What `remember` kept last under this name; empty when nothing was."""
        with self.reading():
            row = self._opened.raw.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return "" if row is None else str(row[0])

    # Changing ----------------------------------------------------------------------------------

    def apply(self, pairs: Sequence[Pair]) -> datetime:
        """Put each second record in the place of the first, all or none; the time of the commit.

        None first adds, None second removes. Raises `Conflict` when a first record is not what is stored,
        `Sealed` when something signed is touched, `NotAllowed`, `Refused`, `DiskFull`,
        `NotWritten`, `Invalid`.
        """
        pairs = [(b and settled(b), a and settled(a)) for b, a in pairs]
        guards.refuse_by_hand(pairs)
        guards.refuse_by_role(self, pairs)
        guards.refuse_misplaced(self, pairs, self._owners)
        at = now()
        with self._transaction():
            self._write(pairs, at)
            guards.refuse_unsealed(self, pairs)
            refuse_circle(self.select, (after for _, after in pairs))
        self._after(pairs)
        return at

    def put(self, *records: Record) -> datetime:
        """Keep records as they are now, new or changed, in one transaction; parents first, seals last."""
        in_order = sorted(records, key=lambda one: KINDS.index(type(one)))
        with self._transaction():
            pairs = [(self.get(type(one), one.id), settled(one)) for one in in_order]
            changed = [(before, after) for before, after in pairs if before != after]
        guards.refuse_by_role(self, changed)
        guards.refuse_misplaced(self, changed, self._owners)
        return self._put_pairs(changed)

    def _put_pairs(self, pairs: Sequence[Pair]) -> datetime:
        """As `apply`, for what the store itself decides."""
        with self._transaction():
            at = self._apply_inside(pairs)
        self._after(pairs)
        return at

    def remove(self, *records: Record) -> datetime:
        """Remove records in one transaction."""
        return self.apply([(one, None) for one in records])

    def note(
        self,
        action: AuditAction,
        record: Record | None = None,
        *,
        patient_id: str = "",
        detail: str = "",
        by: str = "",
    ) -> datetime:
        """Write an audit entry without a change: read, exported, printed, unlocked ...

        ``by`` is the id of who did it, if that is not who is unlocked.
        """
        at = now()
        with self._transaction():
            self._log(
                at=at,
                action=action,
                record_kind="" if record is None else type(record).__name__,
                record_id="" if record is None else record.id,
                patient_id=patient_id or ("" if record is None else patient_of(record)),
                detail=detail,
                clinician_id=by or self._clinician.id,
            )
        if self._opened.noted is not None:
            self._opened.noted()
        return at

    def remember(self, name: str, value: str) -> None:
        """Keep a fact about the chart itself, in the place of the one of that name; an empty one goes."""
        with self._transaction():
            self._opened.raw.execute("DELETE FROM about WHERE name = ?", (name,))
            if value:
                self._opened.raw.execute("INSERT INTO about VALUES (?, ?)", (name, value))

    def _apply_inside(self, pairs: Sequence[Pair]) -> datetime:
        guards.refuse_by_hand(pairs)
        at = now()
        self._write(pairs, at)
        guards.refuse_unsealed(self, pairs)
        refuse_circle(self.select, (after for _, after in pairs))
        return at

    def _write(self, pairs: Sequence[Pair], at: datetime) -> None:
        for before, after in pairs:
            write(self._connection, before, after)
            if (after or before) and (after or before).audited:  # type: ignore[union-attr]
                self._log_change(before, after, at)

    def _log_change(self, before: Record | None, after: Record | None, at: datetime) -> None:
        record = after or before
        if record is None:
            raise ValueError("a change has a record")
        action = AuditAction.SETTING if isinstance(record, OF_THE_CLINIC) else AuditAction.PUT
        if before is None:
            action = self._action_of_new(record)
        elif after is None:
            action = AuditAction.REMOVED
        self._log(
            at=at,
            action=action,
            record_kind=type(record).__name__,
            record_id=record.id,
            patient_id=patient_of(record),
            changed=_changed(before, after),
            digest=record_digest(settled(record)),
        )

    def _log_migrated(self, record: Record) -> None:
        """A record as a migration left it."""
        self._log(
            at=now(),
            action=AuditAction.MIGRATED,
            record_kind=type(record).__name__,
            record_id=record.id,
            patient_id=patient_of(record),
            digest=record_digest(record),
        )

    def _action_of_new(self, record: Record) -> AuditAction:
        """A seal of another key than the one that is unlocked came with an import."""
        if not isinstance(record, Seal):
            return AuditAction.CREATED
        own = record.certificate == self._opened.secrets.signing.certificate
        return AuditAction.SIGNED if own else AuditAction.IMPORTED

    def _log(self, **said: Any) -> None:
        head = self._opened.head
        said.setdefault("clinician_id", self._clinician.id)
        entry = AuditEntry(sequence=head.sequence + 1, previous=head.hash, **said)
        own = self._opened.chain.hash_of(entry)
        add_row(self._connection, AuditEntry, {**to_row(entry), "hash": own})
        self._opened.head = Head(entry.sequence, own)

    def _after(self, pairs: Sequence[Pair]) -> None:
        if any(isinstance(after, Clinic | Clinician) for _, after in pairs):
            self._load_people()

    def allow(self, act: Act) -> None:
        """Raise `NotAllowed`, and let the log know, unless who is unlocked may do this."""
        if self._opened.only_read is not None and act is not Act.READ:
            happened, todo = REFUSALS[self._opened.only_read]
            raise NotAllowed(happened, todo=todo)
        if not may(self._clinician, act):
            self.note(AuditAction.REFUSED, detail=act.value)
            raise NotAllowed(f"{who_may(act)} may {act.value}; your role does not allow it.")


def _changed(before: Record | None, after: Record | None) -> tuple[str, ...]:
    """Names of the fields that differ; none for a record added or removed."""
    if before is None or after is None:
        return ()
    return tuple(name for name in field_types(type(after)) if getattr(before, name) != getattr(after, name))
