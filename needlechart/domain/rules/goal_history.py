"""What became of a goal from visit to visit."""

from collections.abc import Iterable
from datetime import date

from needlechart.domain.chart import VisitChart
from needlechart.domain.episode import Goal
from needlechart.domain.rules.time_words import short_date
from needlechart.domain.words import GoalChange

_WORDS = {
    GoalChange.FURTHER: "further",
    GoalChange.NO_CHANGE: "no change",
    GoalChange.NEARER: "nearer",
    GoalChange.MET: "met",
}


def goal_history(goal: Goal, visits: Iterable[VisitChart]) -> tuple[tuple[date, str, float | None], ...]:
    """Day, what was said, ability 0 to 10 (None if not asked), oldest first; the start comes first."""
    found = [
        (chart.visit.started.date(), _WORDS[review.change], review.ability)
        for chart in visits
        for review in chart.goal_reviews
        if review.goal_id == goal.id
    ]
    return tuple(sorted(found, key=lambda one: one[0]))


def history_words(goal: Goal, visits: Iterable[VisitChart]) -> str:
    """``Start 2 of 10 · 3 Mar nearer, 4 of 10 · 17 Mar met``; empty without any history."""
    parts = [f"Start {goal.start_ability:g} of 10"] if goal.start_ability is not None else []
    for day, said, ability in goal_history(goal, visits):
        able = f", {ability:g} of 10" if ability is not None else ""
        parts.append(f"{short_date(day)} {said}{able}")
    if goal.met is not None:
        parts.append(f"met {short_date(goal.met)}")
    if goal.dropped is not None:
        parts.append(f"given up {short_date(goal.dropped)}")
    return " · ".join(parts)
