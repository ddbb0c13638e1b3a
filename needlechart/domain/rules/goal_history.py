"""What became of a goal from visit to visit."""

from collections.abc import Iterable
from datetime import date

from needlechart.domain.chart import VisitChart
from needlechart.domain.episode import Goal, GoalReview
from needlechart.domain.rules.measure_text import number_text
from needlechart.domain.rules.time_words import short_date
from needlechart.domain.words import GoalChange

_WORDS = {
    GoalChange.FURTHER: "further",
    GoalChange.NO_CHANGE: "no change",
    GoalChange.NEARER: "nearer",
    GoalChange.MET: "met",
}


def ability_words(review: GoalReview, prefix: str = "") -> str:
    """``4 of 10`` (after ``prefix``), ``ability not stated``; empty where nobody asked."""
    if review.ability is not None:
        return f"{prefix}{number_text(review.ability)} of 10"
    return "ability not stated" if review.ability_not_stated else ""


def goal_history(goal: Goal, visits: Iterable[VisitChart]) -> tuple[tuple[date, str], ...]:
    """Day and what was said of the goal, oldest first."""
    found = [
        (chart.visit.started.date(), _said(review))
        for chart in visits
        for review in chart.goal_reviews
        if review.goal_id == goal.id
    ]
    return tuple(sorted(found, key=lambda one: one[0]))


def _said(review: GoalReview) -> str:
    change = _WORDS[review.change] if review.change is not None else ""
    return ", ".join(part for part in (change, ability_words(review)) if part)


def history_words(goal: Goal, visits: Iterable[VisitChart]) -> str:
    """``Start 2 of 10 · 3 Mar nearer, 4 of 10 · 17 Mar met``; empty without any history."""
    parts = ["Start not stated"] if goal.start_not_stated else []
    if goal.start_ability is not None:
        parts = [f"Start {number_text(goal.start_ability)} of 10"]
    parts += [f"{short_date(day)} {said}" for day, said in goal_history(goal, visits) if said]
    if goal.met is not None:
        parts.append(f"met {short_date(goal.met)}")
    if goal.dropped is not None:
        parts.append(f"given up {short_date(goal.dropped)}")
    return " · ".join(parts)
