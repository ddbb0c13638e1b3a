"""Electrical stimulation between two sites."""

from typing import Any

from needlechart.domain.needling import Stimulation
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.current_choices import PAIRED, TO_PAD


class Current:
    """The current of one open visit; every method is one `OpenVisit.do`."""

    def __init__(self, visit: OpenVisit) -> None:
        self._visit = visit

    def at(self, point_id: str) -> Stimulation | None:
        """The current that begins or ends at a site."""
        for one in self._visit.chart.stimulations:
            if point_id in (one.first_point_id, one.second_point_id):
                return one
        return None

    def switch_on(self, point: TriggerPoint) -> None:
        """With the settings of the newest current of this visit; of another day only where one is planned.

        What a protocol or repeated marks planned here becomes a fact as it stands.

        Which site it goes to is said by the person, never guessed.
        """
        planned = self.at(point.id)
        if planned is not None:
            if planned.carried:
                self._visit.put(planned.but(carried=False), f"E-stim on {point.label.lower()}")
            return
        others = self._visit.chart.currents_given
        last = others[-1] if others else None
        values: dict[str, Any] = {}
        if last is not None:
            names = ("waveform", "hz", "second_hz", "microseconds", "intensity_unit", "minutes", "device")
            values = {name: getattr(last, name) for name in names}
        current = Stimulation(
            patient_id=point.patient_id, visit_id=point.visit_id, first_point_id=point.id, **values
        )
        self._visit.do([(None, current)], f"E-stim on {point.label.lower()}")

    def switch_off(self, point: TriggerPoint) -> None:
        """No current here."""
        current = self.at(point.id)
        if current is not None:
            self._visit.remove(current, f"No e-stim on {point.label.lower()}")

    def set(self, point: TriggerPoint, **values: Any) -> None:
        """Change fields; raises `Invalid` for what no device gives."""
        current = self.at(point.id)
        after = current.but(**values) if current is not None else None
        if after is not None and after != current:
            self._visit.put(after, f"E-stim of {point.label.lower()}")

    def taken(self, point: TriggerPoint, other: str) -> str:
        """Why the current of a site cannot go to another one; empty if it can."""
        there, mine = self.at(other), self.at(point.id)
        if there is None or there == mine:
            return ""
        if there.pad:
            return TO_PAD
        return PAIRED if there.second_point_id else ""

    def set_partner(self, point: TriggerPoint, other: str) -> None:
        """The site at the other end; a current that began there without an end of its own is the same one.

        The polarity named the ends as they were, so it goes.
        """
        current = self.at(point.id)
        if current is None or self.taken(point, other):
            return
        there = self.at(other) if other else None
        pairs: list[Pair] = [(there, None)] if there is not None and there != current else []
        if current.first_point_id == point.id or not other:
            after = current.but(first_point_id=point.id, second_point_id=other, pad=False, polarity="")
        else:
            after = current.but(first_point_id=other, pad=False, polarity="")
        if after == current and not pairs:
            return
        self._visit.do([*pairs, (current, after)], f"E-stim of {point.label.lower()}")

    def to_pad(self, point: TriggerPoint) -> None:
        """A pad on the skin at the other end."""
        self.set(point, first_point_id=point.id, second_point_id="", pad=True, polarity="")

    def partner(self, point: TriggerPoint) -> str:
        """Id of the site at the other end, empty without one."""
        current = self.at(point.id)
        if current is None:
            return ""
        ends = {current.first_point_id, current.second_point_id} - {point.id, ""}
        return next(iter(ends), "")
