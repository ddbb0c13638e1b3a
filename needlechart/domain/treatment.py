"""What came after the needles: follow-on, aftercare, the soreness check."""

from dataclasses import dataclass
from datetime import datetime

from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import CheckWay, FollowOnKind, Handout, Progression, Side, Soreness


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowOn(Record):
    """Movement, retraining, manual therapy or strengthening given; or none, with the reason in ``what``.

    An exercise of the home programme is a record of its own kind beside what was given in the visit.
    """

    patient_id: str
    visit_id: str
    kind: FollowOnKind
    what: str
    exercise: str = ""
    dose: str = ""
    side: Side = Side.UNSTATED
    progression: Progression | None = None
    order: int = 0
    note: str = ""

    def check(self) -> None:
        """What was given, or why nothing was, is said."""
        if not self.what.strip():
            raise Invalid("what", "say what was given, or why nothing was")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftercare(Record):
    """Advice given; ``told`` holds the ids of the facts told, ``texts`` the words they stand for.

    ``sheet`` holds the catalogue texts that the handout was printed with (see `rules.handout_texts`), so that
    it can be printed again word for word.
    """

    patient_id: str
    visit_id: str
    told: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    how: str = ""
    handout: Handout | None = None
    soreness_check: CheckWay | None = None
    sheet: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Record):
    """The soreness check 24 to 48 h after needling; it lies outside the visit's seal."""

    patient_id: str
    episode_id: str
    about_visit_id: str
    due_from: datetime
    due_to: datetime
    way: CheckWay = CheckWay.CALL
    done_at: datetime | None = None
    soreness: Soreness | None = None
    lasted_hours: float | None = None
    clinician_id: str = ""
    note: str = ""

    def check(self) -> None:
        """Due times are in order; soreness lasted 0 to 1000 hours."""
        if self.due_to < self.due_from:
            raise Invalid("due_to", "the check ends before it is due")
        in_range("lasted_hours", self.lasted_hours, 0, 1000, "hours")
