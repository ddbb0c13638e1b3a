"""Who may do what: by role, for every change and every act of keeping the records safe.

The program keeps these rules, not cryptography: whoever can unlock holds the one data key.
"""

from enum import Enum

from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.record import Record, field_types
from needlechart.domain.words import Role


class Act(Enum):
    """What a role may allow; the value completes "Only ... may ..."."""

    READ = "read charts"
    CHART = "chart"
    SIGN = "sign"
    SHELF = "change needles, phrases, protocols and content"
    OWN = "change their own name"
    CLINIC = "change what holds for the whole clinic"
    PEOPLE = "change who charts here"
    KEYS = "change the keys of the chart"
    AUDIT = "read the audit log"
    BACKUP = "make a backup"
    RESTORE = "restore a backup"


COSIGNED = frozenset({Act.READ, Act.CHART, Act.SIGN, Act.OWN, Act.BACKUP})
"""Students and assistants chart and sign; a clinician answers for it by signing, too."""

ALLOWED: dict[Role, frozenset[Act]] = {
    Role.ADMINISTRATOR: frozenset(Act),
    Role.CLINICIAN: frozenset(
        {Act.READ, Act.CHART, Act.SIGN, Act.SHELF, Act.OWN, Act.AUDIT, Act.BACKUP, Act.RESTORE}
    ),
    Role.STUDENT: COSIGNED,
    Role.ASSISTANT: COSIGNED,
    Role.READ_ONLY: frozenset({Act.READ, Act.BACKUP}),
}

SHELF: tuple[type[Record], ...] = (NeedleType, Phrase, CatalogueRow, Protocol, ProtocolPoint, ProtocolCurrent)
OWN_FIELDS = frozenset({"name", "credentials", "licence_number"})
COUNTED_FIELDS = frozenset({"next_record_number", "default_needle"})
"""Of the clinic's record, what goes along with charting and the needle list."""


def may(clinician: Clinician, act: Act) -> bool:
    """Whether somebody may do this; nobody who is not active may do anything."""
    return clinician.active and act in ALLOWED[clinician.role]


def act_of(before: Record | None, after: Record | None, clinician: Clinician) -> Act:
    """What a change of a record is, asked by this clinician."""
    record = after or before
    if isinstance(record, Clinic):
        return Act.SHELF if _changed(before, after) <= COUNTED_FIELDS else Act.CLINIC
    if isinstance(record, Clinician):
        return _about_person(before, record, after, clinician)
    return Act.SHELF if isinstance(record, SHELF) else Act.CHART


def _about_person(before: Record | None, record: Clinician, after: Record | None, who: Clinician) -> Act:
    """A name that comes with imported visits is charting: it opens nothing and administers nothing."""
    if before is None:
        return Act.PEOPLE if record.role is Role.ADMINISTRATOR else Act.CHART
    if record.id == who.id and after is not None and _changed(before, after) <= OWN_FIELDS:
        return Act.OWN
    return Act.PEOPLE


def _changed(before: Record | None, after: Record | None) -> set[str]:
    if before is None or after is None:
        return {"id"}
    return {name for name in field_types(type(after)) if getattr(before, name) != getattr(after, name)}


def who_may(act: Act) -> str:
    """``An administrator``, ``A clinician`` ...: who may do what somebody else may not."""
    return "An administrator" if act not in ALLOWED[Role.CLINICIAN] else "A clinician"
