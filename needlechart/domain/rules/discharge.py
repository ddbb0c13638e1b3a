"""Discharge in the plan of a visit: the signature ends the episode of care, with its outcome, on that day.

Until then the outcome stands in the open episode as what is proposed; undo, or another next visit, takes it
back.
"""

from needlechart.domain.episode import Episode
from needlechart.domain.visit import Visit

DISCHARGE = "Discharge"
"""What Plan writes for the next visit when there is none."""

OUTCOMES = ("Goals met", "Goals partly met", "No further change", "Referred on", "Patient stopped")
"""Outcomes to tap; others are written in words."""


def discharges(visit: Visit) -> bool:
    """Whether the plan is that the patient does not come again."""
    return visit.next_visit is None and visit.next_visit_words.strip().casefold() == DISCHARGE.casefold()


def ended_by(visit: Visit, episode: Episode) -> Episode:
    """The episode as the signature of this visit leaves it: ended on the day of treatment, or as it was.

    A visit that was treated before the episode was opened in the chart ends it on the day it was opened.
    """
    if not discharges(visit) or episode.ended is not None:
        return episode
    day = visit.started.date()
    return episode.but(ended=max(day, episode.started))


def outcome_of(chosen: str, words: str) -> str:
    """The outcome as it is kept: what was tapped, then the words beside it."""
    return ". ".join(part for part in (chosen, words.strip()) if part)


def outcome_parts(outcome: str) -> tuple[str, str]:
    """What was tapped and the words beside it, from the outcome as it is kept."""
    for one in OUTCOMES:
        if outcome == one:
            return one, ""
        if outcome.startswith(f"{one}. "):
            return one, outcome[len(one) + 2 :]
    return "", outcome
