"""What Home shows: short rows made from many records."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum


class OnlyRead(Enum):
    """Why what is open is a copy that is only read."""

    DAMAGED = "what can be read of a damaged chart"
    HELD = "a backup of a chart that another window has open"
    UNWRITABLE = "a chart that cannot be written to"


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
    """A soreness check that is due, or was answered today; ``events`` are kinds reported after the visit.

    ``similar_name``: another patient's name looks or sounds like this one's.
    """

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
    birth_date: date | None = None
    record_number: str = ""
    similar_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Everything on the home screen at one moment; ``cosigns`` wait for the signature of who asks.

    ``only_read``: why it is only read, if it is; ``last_backup`` tells of the backups of that chart.
    """

    patients: tuple[PatientRow, ...] = ()
    drafts: tuple[DraftRow, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    cosigns: tuple[DraftRow, ...] = ()
    last_backup: datetime | None = None
    last_backup_checked: bool = False
    backup_overdue: str = ""
    only_read: OnlyRead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTally:
    """One kind of event: in how many sessions, of how many patients, and how many records of it."""

    kind: str
    visits: int = 0
    patients: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCounts:
    """Visits with needles (sessions) in a period, and in how many of them what was recorded.

    ``start`` (None: from the first) and ``end`` are what was asked for, ``first`` and ``last`` the days of
    the first and last session. ``none_recorded`` counts sessions in which no event is said to have been,
    ``with_event`` those with one. ``needles`` went into a body. ``tallies`` are those of ``any_mild``,
    ``significant`` and of each kind, most sessions first.
    """

    start: date | None = None
    end: date | None = None
    visits: int = 0
    patients: int = 0
    needles: int = 0
    first: date | None = None
    last: date | None = None
    none_recorded: int = 0
    with_event: int = 0
    tallies: tuple[EventTally, ...] = ()
