"""How the patient lies: recorded with one tap, and the view that is then up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needlechart.domain.words import Position, Step, View
from needlechart.ui.screens.board.free_view import opening_view, view_turned_up

if TYPE_CHECKING:
    from needlechart.editing.open_visit import OpenVisit
    from needlechart.ui.bodymap.body_map import BodyMap
    from needlechart.ui.screens.board.turning_strip import TurningStrip


class Lying:
    """Settings can stop the turning of the view."""

    def __init__(self, body_map: BodyMap, turning: TurningStrip) -> None:
        self._map = body_map
        self._turning = turning
        self._visit: OpenVisit | None = None
        body_map.position_wanted.connect(self._on_position)
        turning.turned.connect(self._set_position)

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Another visit, or none; one without marks opens, the first time, at what is up."""
        self._visit = visit
        self._turning.hide()
        if visit is None:
            return
        place = visit.place  # a visit that stood at this step keeps its view
        first = place.step is not Step.NEEDLING and place.view is View.FRONT and not visit.chart.points
        if first and not visit.closed and visit.chart.clinic.turn_view_by_itself:
            visit.stand(view=opening_view(visit))

    def _on_position(self, position: Position) -> None:
        """Recorded at once, unless somebody lies there with needles in and would turn."""
        visit = self._visit
        if visit is None or visit.closed:
            return
        before = visit.visit.position
        if before not in (None, position) and visit.chart.needles_still_in:
            self._turning.ask(visit, position)
        else:
            self._set_position(position)

    def _set_position(self, position: Position) -> None:
        visit = self._visit
        if visit is None:
            return
        visit.edit_visit("Position", position=position)
        wanted = view_turned_up(position, self._map.current_view)
        if visit.chart.clinic.turn_view_by_itself and not self._map.shows(wanted):
            self._map.turn_to(wanted)
