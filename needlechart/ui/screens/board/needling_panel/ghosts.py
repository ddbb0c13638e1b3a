"""Repeating the marks of an earlier visit or of a protocol: one, or all in one step."""

from collections.abc import Iterable

from needlechart.domain.ghosts import GhostSource, currents_between, waiting
from needlechart.domain.needling import Stimulation
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.editing.change import Pair
from needlechart.editing.desk import added
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.last_uses import LastUses
from needlechart.ui.screens.board.needling_panel.marking import Marking
from needlechart.ui.screens.board.needling_panel.proposals import from_stock, proposed_needle, repeated_needle


class Ghosts:
    """The marks of `OpenVisit.ghosts`; every method that applies is one `OpenVisit.do`."""

    def __init__(self, visit: OpenVisit, marking: Marking, last_uses: LastUses) -> None:
        self._visit = visit
        self._marking = marking
        self._last_uses = last_uses

    def apply(self, ghost_id: str) -> str:
        """Repeat one mark; returns the new id."""
        found = [point for point in self.waiting() if point.id == ghost_id]
        made = self._apply(found)
        return made[0] if made else ""

    def apply_all(self) -> list[str]:
        """Repeat all that are not repeated yet, in one step; returns the new ids in their order."""
        return self._apply(self.waiting())

    def in_closed_view(self, ghost_id: str) -> bool:
        """Whether a ghost lies where marks are not allowed yet."""
        return any(point.id == ghost_id and not self._marking.allowed(point.view) for point in self.waiting())

    def waiting(self) -> list[TriggerPoint]:
        """Marks that are not repeated yet, by number."""
        return waiting(self._visit.chart.points, self._visit.ghosts)

    def _apply(self, ghosts: Iterable[TriggerPoint]) -> list[str]:
        visit, source = self._visit.visit, self._visit.ghosts
        taken = {point.number for point in self._visit.chart.points}
        pairs: list[Pair] = []
        made: list[TriggerPoint] = []
        for ghost in ghosts:
            if source is None or not self._marking.allowed(ghost.view):
                continue
            number = ghost.number if ghost.number not in taken else max(taken) + 1
            taken.add(number)
            point = TriggerPoint(
                patient_id=visit.patient_id,
                visit_id=visit.id,
                number=number,
                view=ghost.view,
                layer=ghost.layer,
                x=ghost.x,
                y=ghost.y,
                muscle=ghost.muscle,
                muscle_name=ghost.muscle_name,
                side=ghost.side,
                atlas_version=ghost.atlas_version,
                spinal_level=ghost.spinal_level,
                carried_from=ghost.id,
            )
            made.append(point)
            pairs.append((None, point))
            needles = source.needles_of(ghost)
            pairs += [(None, from_stock(self._visit, repeated_needle(needle, point))) for needle in needles]
            if not needles:
                pairs.append((None, proposed_needle(self._visit, self._last_uses, point)))
        if made and source is not None:
            there = {one.carried_from: one for one in (*self._visit.chart.points, *made)}
            pairs += added(*self._currents(source, there, {one.id for one in made}))
            self._visit.do(pairs, _told(source, made))
        return [point.id for point in sorted(made, key=lambda point: point.number)]

    def _currents(
        self, source: GhostSource, there: dict[str, TriggerPoint], made: set[str]
    ) -> list[Stimulation]:
        """Those that one of the marks made now completes; one that was taken away does not come again."""
        found = currents_between(source, there, self._visit.chart.stimulations)
        return [one for one in found if made & {one.first_point_id, one.second_point_id}]


def _told(source: GhostSource | None, made: list[TriggerPoint]) -> str:
    verb = f"{source.name}:" if source is not None and source.name else "Re-applied"
    return f"{verb} {made[0].label.lower()}" if len(made) == 1 else f"{verb} {len(made)} sites"
