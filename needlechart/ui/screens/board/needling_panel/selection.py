"""Which site is selected, as map and panel show it, and where the selection goes by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from needlechart.domain.trigger_point import TriggerPoint
from needlechart.editing.change import Pair
from needlechart.ui.bodymap.marks import marks_of
from needlechart.ui.screens.board.needling_panel.session import Session

if TYPE_CHECKING:
    from needlechart.ui.bodymap.body_map import BodyMap


class Selection:
    """The view turns with it, but where nobody asked for that: a site that goes or is placed here."""

    def __init__(self, body_map: BodyMap) -> None:
        self._map = body_map
        self._session: Session | None = None
        self._was_complete = False
        self._gone = ""

    def open(self, session: Session | None) -> None:
        """The visit reopens in the view in which it stood."""
        self._session = session
        if session is not None:
            self._was_complete = session.complete
            self.show(turn=False)

    def select(self, point_id: str, needle_id: str = "", *, turn: bool = True, say: bool = False) -> None:
        """Another site, or a needle of one; ``say``: a screen reader tells where the view now is."""
        if self._session is not None:
            self._session.select(point_id, needle_id)
            self._was_complete = self._session.complete
            self.show(turn=turn, say=say)

    def step(self, by: int) -> None:
        """Previous or next site."""
        if self._session is not None:
            self._session.step(by)
            self._was_complete = self._session.complete
            self.show(turn=True)

    def show(self, *, turn: bool, say: bool = False) -> None:
        """The selected mark on the map."""
        session = self._session
        point = session.point if session is not None else None
        mark = None
        if session is not None and point is not None:
            mark = next((one for one in marks_of(session.visit.chart) if one.id == point.id), None)
        self._map.show_mark(mark, turn=turn, say=say)

    # By itself

    def follow_gone(self, pairs: Sequence[Pair]) -> None:
        """A selected site that goes leaves the next one selected; undone, it is selected again."""
        session = self._session
        if session is None:
            return
        for before, after in pairs:
            if isinstance(before, TriggerPoint) and after is None and before.id == session.point_id:
                self._gone = before.id
                self.select(session.neighbour(before.number), turn=False, say=True)
            elif before is None and isinstance(after, TriggerPoint) and after.id == self._gone:
                self._gone = ""
                self.select(after.id)

    def go_on_when_complete(self) -> None:
        """Only the completion of a site turns the view by itself; Settings can stop the turning."""
        session = self._session
        if session is None:
            return
        complete = session.complete
        if complete and not self._was_complete and (following := session.next_planned()):
            self._was_complete = False
            self.select(following, turn=session.visit.chart.clinic.turn_view_by_itself, say=True)
            return
        self._was_complete = complete

    def follow_side(self, pairs: Sequence[Pair]) -> None:
        """A selected mark of a side view that got the other side is in the other view: go with it."""
        selected = self._session.point if self._session is not None else None
        for before, after in pairs:
            if (
                isinstance(before, TriggerPoint)
                and after == selected
                and selected is not None
                and before.view is not selected.view
            ):
                self.show(turn=True)
