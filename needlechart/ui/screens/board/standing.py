"""What the rail and Review say of a visit: states of the steps, what is missing, what is done."""

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.completeness import Todo, missing
from needlechart.domain.rules.step_state import Progress, done_list, step_states
from needlechart.domain.words import Side, Step
from needlechart.ui.screens.board.measure_list import planned_measures
from needlechart.ui.widgets import StepState

_STATES = {
    Progress.UNTOUCHED: StepState.UNTOUCHED,
    Progress.PART: StepState.PART,
    Progress.DONE: StepState.DONE,
    Progress.ATTENTION: StepState.ATTENTION,
}


def todos(chart: VisitChart) -> tuple[Todo, ...]:
    """Everything that is missing by the clinic's table."""
    from needlechart.catalogue import knowledge, requirements

    return missing(chart, requirements(), knowledge())


def rail_states(
    chart: VisitChart, previous: VisitChart | None = None, missed: tuple[Todo, ...] | None = None
) -> dict[Step, tuple[StepState, str]]:
    """State and status line of each step; ``missed``: `todos` of this chart, if they are at hand."""
    from needlechart.catalogue import knowledge, requirements

    planned: list[tuple[str, Side]] = [(one.measure, one.side) for one in planned_measures(chart, previous)]
    ghosts = len(previous.points) if previous else 0
    states = step_states(chart, requirements(), knowledge(), planned=planned, ghosts=ghosts, todos=missed)
    return {step: (_STATES[state.progress], state.line) for step, state in states.items()}


def to_do_words(chart: VisitChart, missed: tuple[Todo, ...] | None = None) -> str:
    """``5 to do``, ``ready``, ``signed``; ``missed`` as in `rail_states`."""
    if chart.visit.signed:
        return "signed"
    required = sum(one.required for one in (todos(chart) if missed is None else missed))
    return f"{required} to do" if required else "ready"


def done_rows(chart: VisitChart, previous: VisitChart | None) -> tuple[tuple[str, str], ...]:
    """What is done, for the review: pairs of what and how."""
    from needlechart.catalogue import knowledge, requirements

    planned = [(one.measure, one.side) for one in planned_measures(chart, previous)]
    return done_list(chart, requirements(), knowledge(), planned=planned)
