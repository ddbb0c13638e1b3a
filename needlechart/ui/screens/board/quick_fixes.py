"""Small things that Review settles in place, with one tap and one undo."""

from collections.abc import Callable
from dataclasses import dataclass

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.completeness import Todo
from needlechart.domain.words import Handout, MeasureState, Phase
from needlechart.editing.change import Pair
from needlechart.ui.screens.board.measure_list import Asked, new_measurement


@dataclass(frozen=True, slots=True)
class QuickFix:
    """What the button says, what undo calls it, and the change itself."""

    button: str
    text: str
    pairs: tuple[Pair, ...]


def quick_fix(todo: Todo, chart: VisitChart) -> QuickFix | None:
    """The fix that needs no field, if there is one for this entry."""
    make = _FIXES.get(todo.id.partition("/")[0])
    return make(todo, chart) if make else None


def _sharps(todo: Todo, chart: VisitChart) -> QuickFix:
    after = chart.visit.but(sharps_disposed=True)
    return QuickFix("Disposed", "Sharps disposed", ((chart.visit, after),))


def _skin(todo: Todo, chart: VisitChart) -> QuickFix | None:
    """The clinic's usual preparation; without one there is nothing to confirm."""
    usual = chart.clinic.skin_preparation.strip()
    if not usual:
        return None
    after = chart.visit.but(skin_preparation=usual, gloves=chart.clinic.gloves)
    return QuickFix("As usual", "Skin preparation as usual", ((chart.visit, after),))


def _handout(todo: Todo, chart: VisitChart) -> QuickFix | None:
    if chart.aftercare is None:
        return None
    after = chart.aftercare.but(handout=Handout.NOT_WANTED)
    return QuickFix("Not wanted", "Handout not wanted", ((chart.aftercare, after),))


def _not_done(todo: Todo, chart: VisitChart) -> QuickFix | None:
    before = next((one for one in chart.measurements if one.id == todo.record_id), None)
    if before is None:
        return None
    asked = Asked(before.measure, before.side)
    made = new_measurement(chart, asked, Phase.AFTER, state=MeasureState.NOT_DONE, order=before.order)
    return QuickFix("Not done", "Not measured after", ((None, made),))


_FIXES: dict[str, Callable[[Todo, VisitChart], QuickFix | None]] = {
    "sharps": _sharps,
    "skin": _skin,
    "handout": _handout,
    "measures_after": _not_done,
}
