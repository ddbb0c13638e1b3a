"""What a person says of needles out: at the counter, of those still in, of one that is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needlechart.domain.needling import Needling
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.rules.time_words import clock

if TYPE_CHECKING:
    from needlechart.ui.screens.board.needling_panel.panel import NeedlingPanel
    from needlechart.ui.screens.board.needling_panel.session import Session


class Counting:
    """``recount``: the count is asked anew, until it is given or needles are taken out one by one."""

    def __init__(self, panel: NeedlingPanel) -> None:
        self._panel = panel
        self._session: Session | None = None
        self.recount = False
        counter, still_in, missing = panel.counter, panel.still_in, panel.missing
        counter.out_wanted.connect(self._take_out)
        counter.all_out_wanted.connect(self._all_out)
        counter.counted.connect(self._counted)
        counter.record_wanted.connect(self.record)
        counter.discard_wanted.connect(self._discard)
        counter.recount_wanted.connect(self._ask_anew)
        counter.one_by_one.connect(self._one_by_one)
        still_in.out_wanted.connect(counter.out_wanted)
        still_in.count_wanted.connect(self._ask_anew)
        still_in.fate_wanted.connect(self._discard)
        still_in.clock_for_all.connect(self._clock_for_all)
        missing.found.connect(self._found)
        missing.explained.connect(self._explained)
        missing.incident.connect(self._incident)
        missing.turned.connect(panel.refresh)

    def open(self, session: Session | None) -> None:
        """Another visit's session, or none."""
        self._session = session
        self.recount = False

    def record(self) -> None:
        """The counts differ: what happened is asked."""
        if self._session is not None:
            counted = self._session.visit.visit.needles_out_at
            noticed = clock(counted) if counted is not None else ""
            self._panel.missing.open(needle_count(self._session.visit.chart), noticed)
            self._panel.refresh()

    def _take_out(self, needle_id: str) -> None:
        if self._session is not None:
            needle = self._session.visit.get(Needling, needle_id)
            if needle is not None:
                self._session.needles.take_out(needle)

    def _all_out(self) -> None:
        if self._session is not None:
            self._session.needles.all_out()

    def _counted(self, number: int) -> None:
        if self._session is not None:
            self.recount = False
            self._session.needles.count_out(number)
            self._panel.refresh()

    def _clock_for_all(self, seconds: int) -> None:
        if self._session is not None:
            self._session.needles.clock_for_all(seconds)

    def _found(self) -> None:
        """A needle that was missing is found: all are out. Too many were counted: count again."""
        if self._session is None:
            return
        count = needle_count(self._session.visit.chart)
        if count.balance < 0:
            self._ask_anew()
        else:
            self._session.needles.count_out(count.put_in)

    def _incident(self, noticed: str, action: str, told: str) -> None:
        if self._session is not None:
            self._session.needles.record_incident(noticed, action, told)

    def _explained(self, reason: str) -> None:
        if self._session is not None:
            self._session.needles.explain_count(reason)

    def _one_by_one(self) -> None:
        self.recount = False
        self._panel.refresh()
        self._panel.counter.focus_first()

    def _ask_anew(self) -> None:
        self.recount = True
        self._panel.refresh()

    def _discard(self, fate: str) -> None:
        session = self._session
        if session is None:
            return
        points = session.visit.chart.points
        point = session.point or (points[-1] if points else None)
        if point is not None:
            session.needles.discard(point, fate)
