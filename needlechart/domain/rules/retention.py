"""How long a needle has been in, and what of that becomes a fact when it comes out."""

from datetime import datetime

from needlechart.domain.needling import Needling
from needlechart.domain.words import NeedleState

LONGEST_S = 3 * 3600
"""A clock that ran longer than this was forgotten; what it says is no retention, in seconds.

From seconds to 30 min are described (documentation standard, section 5).
"""

TIME_NOT_KNOWN = "time out not known, the computer’s clock was changed"


def running(needle: Needling) -> bool:
    """Whether the retention clock of this needle runs."""
    return needle.clock_started is not None and needle.retention_s is None


def elapsed(needle: Needling, moment: datetime) -> int:
    """Whole seconds since the clock was started; never below 0 (a clock set back) or above a day."""
    if needle.clock_started is None:
        return 0
    return min(max(int((moment - needle.clock_started).total_seconds()), 0), 86_400)


def time_in(needle: Needling, moment: datetime) -> int | None:
    """Whole seconds since the needle went in, None where that is not known."""
    began = needle.clock_started or needle.in_at
    return None if began is None else max(int((moment - began).total_seconds()), 0)


def time_is_up(needle: Needling, moment: datetime) -> bool:
    """Whether the planned time of a running clock has gone by."""
    planned = needle.retention_planned_s
    return bool(planned) and running(needle) and elapsed(needle, moment) >= (planned or 0)


def taken_out(needle: Needling, moment: datetime | None, *, sure: bool = True) -> Needling:
    """The needle out of the body at a moment; a running clock gives its retention.

    ``moment`` None: only the day is known (a late entry). Not ``sure``, or a moment before the needle
    went in: the time is left out, and the needle's note says why; so is what a forgotten clock says.
    """
    if moment is None:
        return needle.but(state=NeedleState.OUT, out_at=None)
    began = needle.in_at or needle.clock_started
    if not sure or (began is not None and moment < began):
        told = "; ".join(part for part in (needle.note.strip(), TIME_NOT_KNOWN) if part)
        return needle.but(state=NeedleState.OUT, out_at=None, note=told)
    seconds = elapsed(needle, moment)
    retention = seconds if running(needle) and seconds <= LONGEST_S else needle.retention_s
    return needle.but(state=NeedleState.OUT, out_at=moment, retention_s=retention)
