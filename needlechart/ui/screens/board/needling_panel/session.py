"""What the map and the panel share while a visit is open: the acts, and which site is selected."""

from PySide6.QtCore import QObject, Signal

from needlechart.atlas.atlas import Atlas
from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import NeedleState, Side
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.against import Against
from needlechart.ui.screens.board.needling_panel.current import Current
from needlechart.ui.screens.board.needling_panel.ghosts import Ghosts
from needlechart.ui.screens.board.needling_panel.last_uses import LastUses
from needlechart.ui.screens.board.needling_panel.marking import Marking
from needlechart.ui.screens.board.needling_panel.needles import Needles


class Session(QObject):
    """``selected`` follows each choice of another site."""

    selected = Signal(str)

    def __init__(self, visit: OpenVisit, atlas: Atlas, last_uses: LastUses, parent: QObject) -> None:
        super().__init__(parent)
        self.visit = visit
        self.marking = Marking(visit, atlas, last_uses)
        self.ghosts = Ghosts(visit, self.marking, last_uses)
        self.needles = Needles(visit)
        self.against = Against(visit)
        self.current = Current(visit)
        self._point_id = visit.place.site_id
        self._needle_id = ""
        self._needles_of: tuple[VisitChart, str, list[Needling]] | None = None

    @property
    def point(self) -> TriggerPoint | None:
        """The selected site, as long as it is there."""
        return self.visit.get(TriggerPoint, self._point_id)

    @property
    def point_id(self) -> str:
        """Id of the selected site, which may be gone."""
        return self._point_id

    def neighbour(self, number: int) -> str:
        """Id of the site after a number, else of the one before it; empty if there is none."""
        points = self.visit.chart.points
        later = [point for point in points if point.number > number]
        found = later[:1] or points[-1:]
        return found[0].id if found else ""

    @property
    def needle(self) -> Needling | None:
        """The needle that is entered: the chosen one, else the first without a twitch, else the last."""
        needles = self.point_needles()
        chosen = [one for one in needles if one.id == self._needle_id]
        waiting = [one for one in needles if one.twitch is None]
        return next(iter(chosen or waiting or needles[-1:]), None)

    def point_needles(self) -> list[Needling]:
        """The selected site's needles, without those that never went in."""
        point = self.point
        if point is None:
            return []
        chart = self.visit.chart
        if self._needles_of is None or self._needles_of[0] is not chart or self._needles_of[1] != point.id:
            found = [one for one in chart.needlings_of(point) if one.state is not NeedleState.DISCARDED]
            self._needles_of = (chart, point.id, found)
        return list(self._needles_of[2])

    def select(self, point_id: str, needle_id: str = "") -> None:
        """Another site, or another needle of it."""
        if (point_id, needle_id) == (self._point_id, self._needle_id):
            return
        self._point_id, self._needle_id = point_id, needle_id
        if self.visit.place.site_id != point_id:
            self.visit.stand(site_id=point_id)
        self.selected.emit(point_id)

    def step(self, by: int) -> None:
        """Previous or next site by number."""
        points = self.visit.chart.points
        if not points:
            return
        ids = [point.id for point in points]
        here = ids.index(self._point_id) if self._point_id in ids else (-1 if by > 0 else 0)
        self.select(ids[(here + by) % len(ids)])

    def next_planned(self) -> str:
        """Id of the next site after the selected one whose needle is still planned; empty if none."""
        points = self.visit.chart.points
        here = self.point.number if self.point is not None else 0
        waiting = [point for point in points if self._is_planned(point)]
        later = [point for point in waiting if point.number > here]
        return next((point.id for point in (*later, *waiting) if point.id != self._point_id), "")

    def _is_planned(self, point: TriggerPoint) -> bool:
        if point.not_needled:
            return False
        needles = self.visit.chart.needlings_of(point)
        return any(one.state is NeedleState.PLANNED for one in needles)

    @property
    def complete(self) -> bool:
        """Whether the side of the selected site is said, and twitch and pain of each of its needles are."""
        needles, point = self.point_needles(), self.point
        sided = point is not None and point.side is not Side.UNSTATED
        return (
            sided
            and bool(needles)
            and all(one.twitch is not None and one.pain is not None for one in needles)
        )
