"""An episode of care: why the patient comes, and where they want to get to."""

from dataclasses import dataclass
from datetime import date

from needlechart.domain.record import Invalid, Record, in_range
from needlechart.domain.words import GoalChange, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode(Record):
    """Visits belong to one; it ends with an outcome."""

    patient_id: str
    title: str
    started: date
    ended: date | None = None
    outcome: str = ""
    plan_of_care: str = ""

    def check(self) -> None:
        """An episode has a title and does not end before it starts."""
        if not self.title.strip():
            raise Invalid("title", "the episode needs a title")
        if self.ended is not None and self.ended < self.started:
            raise Invalid("ended", "the episode ends before it starts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indication(Record):
    """A diagnosis: ICD-10-CM code and the title that was shown when it was chosen."""

    patient_id: str
    episode_id: str
    code: str
    title: str
    side: Side = Side.UNSTATED
    since: date | None = None
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Record):
    """A goal in the patient's words; ``rung`` is 0 to 5.

    ``ability`` is 0 (unable) to 10 (as before the problem), as in the patient-specific functional scale;
    ``start_ability`` is what was said when the goal was set, `GoalReview` keeps what was said at visits.
    ``ability_not_stated``: the patient was asked and gave no number (``start_not_stated``: at the start).
    ``dropped`` is the day on which the patient gave the goal up.
    """

    patient_id: str
    episode_id: str
    text: str
    baseline: str = ""
    target: str = ""
    now: str = ""
    start_ability: float | None = None
    start_not_stated: bool = False
    ability: float | None = None
    ability_not_stated: bool = False
    rung: int = 0
    may_print: bool = False
    met: date | None = None
    dropped: date | None = None
    order: int = 0

    def check(self) -> None:
        """A goal says something; its ladder has five rungs."""
        if not self.text.strip():
            raise Invalid("text", "the goal needs a text")
        in_range("start_ability", self.start_ability, 0, 10)
        in_range("ability", self.ability, 0, 10)
        in_range("rung", self.rung, 0, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalReview(Record):
    """What was said of a goal at one visit; ``goal_text`` keeps the words as they stood.

    ``change`` is empty where only the ability was asked for; ``ability_not_stated`` says that it was and
    that the patient gave no number.
    """

    patient_id: str
    visit_id: str
    goal_id: str
    goal_text: str
    change: GoalChange | None
    now: str = ""
    ability: float | None = None
    ability_not_stated: bool = False

    def check(self) -> None:
        """Ability is 0 to 10."""
        in_range("ability", self.ability, 0, 10)
