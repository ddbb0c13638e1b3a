"""What a visit still lacks for signing, from the one table of requirements."""

from collections.abc import Iterable
from dataclasses import dataclass

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.checks import CHECKS
from needlechart.domain.rules.finding import Subject
from needlechart.domain.rules.knowledge import NOTHING, Knowledge
from needlechart.domain.rules.requirement import Requirement, RequirementLevel
from needlechart.domain.words import Step

_EVEN_WHEN_STOPPED = frozenset(
    {
        "consent_today",
        "pelvic_consent",
        "alert_reason",
        "site_muscle",
        "site_side",
        "needles_in",
        "needles_count",
        "adverse_event",
        "grave_event",
    }
)
"""What a visit stopped in mid-treatment still needs; the rest is then recommended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One thing to fix or to check; ``id`` names the requirement and the record it is about.

    ``record_id`` and ``field`` lead to the place where it is entered; ``needle``: a needle is in
    the body or uncounted, which is shown in the needle's colour.
    """

    id: str
    step: Step
    level: RequirementLevel
    title: str
    detail: str
    record_id: str = ""
    field: str = ""
    needle: bool = False

    @property
    def required(self) -> bool:
        """Whether it keeps the visit from being signed."""
        return self.level is RequirementLevel.REQUIRED


def missing(
    chart: VisitChart, requirements: Iterable[Requirement], knowledge: Knowledge = NOTHING
) -> tuple[Todo, ...]:
    """Everything that is missing: needles first, then what is required, then what is recommended.

    Raises KeyError for a requirement without a check.
    """
    subject = Subject(chart, knowledge)
    todos = [todo for one in requirements for todo in _todos(one, subject)]
    todos.sort(key=lambda one: (not one.required, not one.needle))
    return tuple(todos)


def _todos(requirement: Requirement, subject: Subject) -> list[Todo]:
    check = CHECKS[requirement.id]
    level = _level(requirement, subject)
    if level is RequirementLevel.OFF:
        return []
    return [
        Todo(
            id=f"{requirement.id}/{found.record_id}" if found.record_id else requirement.id,
            step=requirement.step,
            level=level,
            title=found.title or requirement.title,
            detail=found.detail,
            record_id=found.record_id,
            field=found.field,
            needle=found.needle,
        )
        for found in check(subject)
    ]


def _level(requirement: Requirement, subject: Subject) -> RequirementLevel:
    required = requirement.level is RequirementLevel.REQUIRED
    stopped = subject.chart.visit.stopped_at is not None
    if required and stopped and requirement.id not in _EVEN_WHEN_STOPPED:
        return RequirementLevel.RECOMMENDED
    return requirement.level


def can_be_signed(
    chart: VisitChart, requirements: Iterable[Requirement], knowledge: Knowledge = NOTHING
) -> bool:
    """Whether nothing that a signature needs is missing."""
    return not any(one.required for one in missing(chart, requirements, knowledge))
