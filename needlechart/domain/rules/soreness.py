"""What an answered soreness check says of how long it lasted, for the check-in of the next visit."""

from collections.abc import Iterable

from needlechart.domain.treatment import FollowUp
from needlechart.domain.words import Soreness

NONE, HALF_A_DAY, ONE_DAY, TWO_DAYS, LONGER = "none", "half a day", "1 day", "2 days", "longer"


def answered(checks: Iterable[FollowUp]) -> FollowUp | None:
    """The check that was answered last; None where nobody answered."""
    done = [one for one in checks if one.soreness is not None and one.done_at is not None]
    return max(done, key=lambda one: (one.done_at, one.id), default=None)


def carried_lasted(check: FollowUp | None) -> str:
    """The duration to offer for the next visit; empty where the check does not tell (no reply, still sore).

    Hours are taken up to the next of the words offered, so that none of them says less than the patient.
    """
    if check is None or check.soreness in (None, Soreness.NO_REPLY):
        return ""
    if check.soreness is Soreness.NONE:
        return NONE
    hours = check.lasted_hours
    if hours is None:
        return ""
    steps = ((12.0, HALF_A_DAY), (24.0, ONE_DAY), (48.0, TWO_DAYS))
    return next((words for limit, words in steps if hours <= limit), LONGER)
