"""What Home shows: short rows made from many records."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRow:
    """One patient in a list; ``similar_name``: another patient's name looks or sounds alike.

    ``also`` are the numbers of records merged into this one.
    """

    patient_id: str
    name: str
    record_number: str
    birth_date: date | None = None
    pronouns: str = ""
    alerts: int = 0
    visits: int = 0
    last_visit: date | None = None
    draft_visit_id: str = ""
    draft_started: datetime | None = None
    next_visit: date | None = None
    similar_name: bool = False
    archived: bool = False
    also: tuple[str, ...] = ()


class Likeness(StrEnum):
    """Why a record may be the same person's: its number, name and date of birth, or the name alone."""

    NUMBER = "number"
    NAME_AND_BIRTH = "name_and_birth"
    NAME = "name"
    NAME_OTHER_BIRTH = "name_other_birth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A record that may be the same person's as one that is being typed."""

    row: PatientRow
    likeness: Likeness


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """An unsigned visit; ``needles_in`` counts needles not counted out.

    ``similar_name``: another patient's name looks or sounds like this one's.
    """

    visit_id: str
    patient_id: str
    name: str
    started: datetime
    clinician_name: str
    needles_in: int = 0
    missing: str = ""
    birth_date: date | None = None
    record_number: str = ""
    similar_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """A soreness check that is due, or was answered today; ``events`` are kinds reported after the visit."""

    follow_up_id: str
    visit_id: str
    patient_id: str
    name: str
    phone: str
    needled_at: datetime
    due_from: datetime
    due_to: datetime
    answered: str = ""
    lasted_hours: float | None = None
    note: str = ""
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Everything on the home screen at one moment; ``cosigns`` wait for the signature of who asks."""

    patients: tuple[PatientRow, ...] = ()
    drafts: tuple[DraftRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    cosigns: tuple[DraftRow, ...] = ()
    last_backup: datetime | None = None
    last_backup_checked: bool = False
    backup_overdue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCounts:
    """Visits with needles in a period, and in how many of them what was recorded.

    ``none_recorded`` counts visits in which no event is said to have been; ``by_kind`` are kinds with the
    number of visits, most first.
    """

    visits: int = 0
    first: date | None = None
    last: date | None = None
    none_recorded: int = 0
    with_event: int = 0
    mild: int = 0
    significant: int = 0
    by_kind: tuple[tuple[str, int], ...] = ()
