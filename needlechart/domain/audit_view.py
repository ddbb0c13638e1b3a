"""The audit log as people read it: filters, rows, and who saw one chart."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from needlechart.domain.words import AuditAction as A


class AuditGroup(Enum):
    """What kind of acts are shown; the value is what the chip says."""

    ALL = "Everything"
    READ = "Charts read"
    CHANGED = "Changes"
    SIGNED = "Signed"
    OUT = "Printed and exported"
    ENTRY = "Unlocking and keys"
    KEPT = "Backups and checks"
    SET = "Settings"


ACTIONS: dict[AuditGroup, tuple[A, ...]] = {
    AuditGroup.ALL: (),
    AuditGroup.READ: (A.READ,),
    AuditGroup.CHANGED: (A.CREATED, A.PUT, A.REMOVED, A.IMPORTED, A.TAKEN_OVER),
    AuditGroup.SIGNED: (A.SIGNED,),
    AuditGroup.OUT: (A.PRINTED, A.EXPORTED),
    AuditGroup.ENTRY: (A.UNLOCKED, A.UNLOCK_FAILED, A.LOCKED, A.PASSPHRASE_CHANGED, A.KEY_CHANGED, A.REFUSED),
    AuditGroup.KEPT: (A.BACKED_UP, A.RESTORED, A.MIGRATED, A.CHECKED, A.VERIFIED, A.CLOCK),
    AuditGroup.SET: (A.SETTING,),
}

SAID = {
    A.CREATED: "added",
    A.PUT: "changed",
    A.REMOVED: "removed",
    A.SIGNED: "signed",
    A.READ: "read",
    A.EXPORTED: "exported",
    A.PRINTED: "printed",
    A.IMPORTED: "imported",
    A.UNLOCKED: "unlocked",
    A.UNLOCK_FAILED: "failed to unlock",
    A.LOCKED: "locked",
    A.BACKED_UP: "backed up",
    A.RESTORED: "restored a backup",
    A.MIGRATED: "brought to a new version",
    A.CHECKED: "checked",
    A.PASSPHRASE_CHANGED: "keys changed",
    A.SETTING: "setting changed",
    A.TAKEN_OVER: "taken over",
    A.REFUSED: "not allowed",
    A.KEY_CHANGED: "data key renewed",
    A.VERIFIED: "note verified",
    A.CLOCK: "clock set back",
}


class AuditOrder(Enum):
    """What entries are sorted by; the value is the heading of the column.

    Time goes by the number of the entry, which no clock can disturb, the newest first; anything else from A
    to Z. Of those that are alike the newest is first.
    """

    TIME = "Time"
    WHO = "Who"
    WHAT = "What"
    ABOUT = "About"
    PATIENT = "Patient"
    DETAIL = "Detail"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries: by whom, of what kind, about whom, from and to which day (both included), in what order.

    ``turned`` is the order the other way round: the oldest first, or from Z to A.

    ``patient_id`` is one chart, its merged records included; ``number`` any part of a record number. Later
    entries than ``upto`` are left out (0: none), so that the pages of one look follow each other.
    """

    clinician_id: str = ""
    group: AuditGroup = AuditGroup.ALL
    patient_id: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None
    order: AuditOrder = AuditOrder.TIME
    turned: bool = False
    upto: int = 0

    def but(self, **values: Any) -> "AuditFilter":
        """The same filter with other values."""
        return replace(self, **values)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One entry in words; ``patient`` is a record number, never a name.

    ``uncertain``: the clock had been set back, and had not caught up with entries before this one yet.
    """

    sequence: int
    at: datetime
    who: str
    what: str
    about: str = ""
    patient: str = ""
    detail: str = ""
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """How often somebody opened one chart, and when last."""

    who: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Entries in the order asked for; ``shown`` so far with these, 0 when there are no more.

    ``upto`` is the newest entry there was when the first page was read; ``seen_by`` is filled for one chart.
    """

    rows: tuple[AuditRow, ...]
    total: int
    shown: int = 0
    upto: int = 0
    people: tuple[tuple[str, str], ...] = ()
    seen_by: tuple[Sight, ...] = ()
    patient: str = ""


UNCERTAIN = ", clock uncertain"

HEADINGS = ("Entry", *(one.value for one in AuditOrder))


def cells(row: AuditRow) -> tuple[str, ...]:
    """A row as `HEADINGS` names it, the time with its offset."""
    at = row.at.isoformat(sep=" ", timespec="seconds") + (UNCERTAIN if row.uncertain else "")
    return (str(row.sequence), at, row.who, row.what, row.about, row.patient, row.detail)
