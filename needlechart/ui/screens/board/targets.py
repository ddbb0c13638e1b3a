"""Where on the board an entry of the completeness table is settled, and whether a step can be changed."""

from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.words import Step
from needlechart.ui.screens.parts import ScrollColumn

AT_CHECK_IN = frozenset({"skin_preparation", "position", "no_needling_reason"})
"""Facts of the needling that are entered at Check-in."""

AT_AFTER = frozenset({"sharps_disposed"})
"""Facts of the needling that are entered at After."""

AT_PLAN = frozenset({"goals"})
"""Facts of Check-in that are entered at Plan."""


def step_of(step: Step, target: str) -> Step:
    """The step that has the field of a target; ``step`` is the one the target belongs to."""
    if target in AT_CHECK_IN:
        return Step.CHECK_IN
    if target in AT_AFTER:
        return Step.AFTER
    return Step.PLAN if target in AT_PLAN else step


def site_of(chart: VisitChart, record_id: str) -> str:
    """The site that a mark or one of its needles belongs to; empty for anything else."""
    if any(one.id == record_id for one in chart.points):
        return record_id
    return next((one.trigger_point_id for one in chart.needlings if one.id == record_id), "")


def set_read_only(part: QWidget, *, read_only: bool) -> None:
    """A signed visit can be looked at and scrolled, not changed; a step with more to look at knows how."""
    if callable(reading := getattr(part, "set_reading", None)):
        reading(read_only)
        return
    scroller = getattr(part, "scroller", None)
    inside = scroller.inside if isinstance(scroller, ScrollColumn) else part
    inside.setEnabled(not read_only)
