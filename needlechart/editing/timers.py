"""The needles whose time runs: a tick each second, and the moment at which a planned time is up."""

from datetime import datetime
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Needling
from needlechart.domain.rules.retention import running, time_is_up

if TYPE_CHECKING:
    from needlechart.editing.open_visit import OpenVisit

TICK_MS = 1000


class NeedleClocks(QObject):
    """``ticked()`` comes once a second while a clock runs; ``time_up(needles)`` once for each that ends.

    The clocks themselves are data (`Needling.clock_started`): nothing is lost when this goes.
    """

    ticked = Signal()
    time_up = Signal(object)

    def __init__(self, visit: "OpenVisit") -> None:
        """A child of the visit; it holds no reference that would keep the two alive together."""
        super().__init__(visit)
        self._visit = ref(visit)
        self._told: set[tuple[str, int]] = set()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self.follow()
        self._told = self._ended()  # what ended while nobody looked is seen, not heard

    def _open_visit(self) -> "OpenVisit":
        visit = self._visit()
        if visit is None:
            raise RuntimeError("the visit of these clocks is gone")
        return visit

    def _chart(self) -> VisitChart:
        return self._open_visit().chart

    def _moment(self) -> datetime:
        return self._open_visit().moment()

    @property
    def running(self) -> tuple[Needling, ...]:
        """Needles in the body whose clock runs, the one longest in first."""
        found = [one for one in self._chart().needles_still_in if running(one)]
        return tuple(sorted(found, key=lambda one: (one.clock_started or self._moment(), one.id)))

    @property
    def ended(self) -> tuple[Needling, ...]:
        """Those of them whose planned time is up."""
        moment = self._moment()
        return tuple(one for one in self.running if time_is_up(one, moment))

    @property
    def active(self) -> bool:
        """Whether it ticks."""
        return self._timer.isActive()

    def follow(self) -> None:
        """Tick while a needle is in, rest otherwise."""
        wanted = bool(self._chart().needles_still_in) and not self._chart().visit.signed
        if wanted and not self._timer.isActive():
            self._timer.start()
        elif not wanted:
            self._timer.stop()

    @Slot()
    def tick(self) -> None:
        """A second has gone by."""
        ended = self._ended()
        new = ended - self._told
        self._told = ended
        if new:
            ids = {needle_id for needle_id, _ in new}
            self.time_up.emit(tuple(one for one in self.running if one.id in ids))
        self.ticked.emit()

    def _ended(self) -> set[tuple[str, int]]:
        """By needle and planned time: a longer time planned ends anew."""
        return {(one.id, one.retention_planned_s or 0) for one in self.ended}
