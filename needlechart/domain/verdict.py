"""What checking a note or a visit came to, in words for people."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Finding(Enum):
    """`GENUINE` alone means that what is read is what was signed."""

    GENUINE = "genuine"
    DIFFERS = "differs"
    NOT_HERE = "not here"
    UNSEALED = "unsealed"
    UNREADABLE = "unreadable"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``title`` says it in one line; ``parts`` name what differs or what was looked at, one line each.

    ``signatures`` are who signed what and when; ``visit_id`` is the visit, if it is in this chart.
    """

    finding: Finding
    title: str
    parts: tuple[str, ...] = ()
    signatures: tuple[tuple[str, str, datetime], ...] = ()
    visit_id: str = ""
