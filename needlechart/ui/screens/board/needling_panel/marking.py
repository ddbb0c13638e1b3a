"""What a person does to marks: place, move, name, mirror, repeat, delete; each is one step of undo."""

from dataclasses import replace

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.types import Hit
from needlechart.catalogue import Muscle, muscles
from needlechart.domain.needling import Needling
from needlechart.domain.rules.laterality import same_place
from needlechart.domain.rules.needle_length import unusual
from needlechart.domain.rules.suggestions import ranked
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Layer, NeedleState, Side, View
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.bodymap.pelvic_cover import consent_complete
from needlechart.ui.screens.board.needling_panel.last_uses import LastUses
from needlechart.ui.screens.board.needling_panel.proposals import proposed_needle, repeated_needle


class Marking:
    """Trigger points of one open visit; every method is one `OpenVisit.do`."""

    def __init__(self, visit: OpenVisit, atlas: Atlas, last_uses: LastUses) -> None:
        self._visit = visit
        self._atlas = atlas
        self._last_uses = last_uses

    # New marks

    def place(self, view: View, layer: Layer, x: float, y: float) -> str:
        """A planned mark with its needle; returns its id, empty off the body or where none may be made."""
        hit = self._atlas.hit(view, layer, x, y)
        if not hit.on_body or not self.allowed(view):
            return ""
        likeliest = ranked(self._at(hit), used=self._used)
        muscle = muscles()[likeliest[0]] if likeliest else None
        found_in = muscle.layer if muscle and muscle.id != hit.muscle else hit.layer or layer
        name = muscle.name if muscle else self._near(hit.nearest[0] if hit.nearest else "")
        return self._add(view, found_in, x, y, muscle, name, self._side_at(view, x, y, muscle), level="")

    def name_at(self, view: View, layer: Layer, x: float, y: float) -> str:
        """What a mark placed there would be called; empty off the body."""
        hit = self._atlas.hit(view, layer, x, y)
        if not hit.on_body:
            return ""
        likeliest = ranked(self._at(hit), used=self._used)
        if likeliest:
            return muscles()[likeliest[0]].name
        near = self._near(hit.nearest[0] if hit.nearest else "")
        return near[:1].upper() + near[1:]

    @staticmethod
    def _at(hit: Hit) -> list[str]:
        """The muscles under a point that the catalogue has, by position."""
        return [name for name in (hit.muscle, *hit.alternatives) if name and name in muscles()]

    def _used(self, muscle: str) -> bool:
        return self._last_uses.of(muscle) is not None

    def place_by_name(self, muscle: Muscle, side: Side, level: str = "") -> str:
        """A mark at the muscle's usual place; empty where it has none or its view takes no marks."""
        found = self._atlas.level_point(muscle.id, level, side) if level else None
        place = found or self._atlas.usual_point(muscle.id, side)
        if place is None or not self.allowed(place.view):
            return ""
        return self._add(place.view, place.layer, place.x, place.y, muscle, muscle.name, side, level=level)

    def allowed(self, view: View) -> bool:
        """Whether a view takes marks now; the pelvic floor needs its own consent."""
        if self._visit.closed:
            return False
        return view is not View.PELVIC_FLOOR or consent_complete(self._visit)

    def _add(
        self,
        view: View,
        layer: Layer,
        x: float,
        y: float,
        muscle: Muscle | None,
        name: str,
        side: Side,
        *,
        level: str,
        like: Needling | None = None,
    ) -> str:
        visit = self._visit.visit
        point = TriggerPoint(
            patient_id=visit.patient_id,
            visit_id=visit.id,
            number=self._next_number(),
            view=view,
            layer=layer,
            x=x,
            y=y,
            muscle=muscle.id if muscle else "",
            muscle_name=name,
            side=side,
            atlas_version=self._atlas.version,
            spinal_level=level,
        )
        needle = self._needle_for(point) if like is None else _same_pack(repeated_needle(like, point), like)
        self._visit.do([(None, point), (None, needle)], f"New {point.label.lower()}")
        return point.id

    def _next_number(self) -> int:
        return max((point.number for point in self._visit.chart.points), default=0) + 1

    def _near(self, muscle_id: str) -> str:
        near = muscles().get(muscle_id)
        return f"near {near.name.lower()}" if near else ""

    def _side_at(self, view: View, x: float, y: float, muscle: Muscle | None) -> Side:
        """The side by position; within 5 mm of the midline of a sided muscle only the person knows it."""
        muscle_id = muscle.id if muscle else None
        if self._atlas.near_midline(view, x, y, muscle_id):
            return Side.UNSTATED if muscle is not None else Side.MIDLINE
        return self._atlas.side(view, x, y, muscle_id)

    def _needle_for(self, point: TriggerPoint, order: int = 0) -> Needling:
        return proposed_needle(self._visit, self._last_uses, point, order)

    # Where it is

    def move(self, point_id: str, x: float, y: float) -> None:
        """Elsewhere on the body: side and, where a new mark would name one, muscle follow the place."""
        point = self.point(point_id)
        if point is None or not self.allowed(point.view):
            return
        x, y = self._atlas.clamp_to_body(point.view, x, y)
        muscle = muscles().get(point.muscle)
        after = self._resided(point, x, y, muscle)
        self._visit.put(after, f"Move {point.label.lower()}{self._now_over(point, after)}")

    def _now_over(self, before: TriggerPoint, after: TriggerPoint) -> str:
        """What a move changed beside the place: another muscle, or that a needled one is left behind."""
        if after.muscle != before.muscle:
            return f", now {after.muscle_name.lower()}"
        hit = self._atlas.hit(after.view, after.layer, after.x, after.y)
        left = hit.muscle is not None and after.muscle not in (hit.muscle, *hit.alternatives)
        return f", off {after.muscle_name.lower()}" if left and after.muscle in muscles() else ""

    def nudge(self, point_id: str, dx: float, dy: float) -> None:
        """A small move in reference units."""
        point = self.point(point_id)
        if point is not None:
            self.move(point_id, point.x + dx, point.y + dy)

    def _resided(self, point: TriggerPoint, x: float, y: float, muscle: Muscle | None) -> TriggerPoint:
        side = self._side_at(point.view, x, y, muscle)
        if side is Side.UNSTATED and point.side in (Side.RIGHT, Side.LEFT):
            side = point.side  # it was said once; a nudge near the midline does not ask again
        hit = self._atlas.hit(point.view, point.layer, x, y)
        moved = point.moved_to(x, y, side)
        under = {hit.muscle, *hit.alternatives}
        needled = any(needle.was_in for needle in self.needles(point.id))
        if point.muscle in under or hit.muscle is None or needled:
            return moved
        found = muscles()[hit.muscle]
        return moved.but(
            muscle=found.id,
            muscle_name=found.name,
            layer=hit.layer or point.layer,
            side=self._side_at(point.view, x, y, found),
            spinal_level=point.spinal_level if found.segmental else "",
        )

    def set_side(self, point_id: str, side: Side) -> None:
        """The other side: the mark mirrors across the midline; within 5 mm of it only the side is written."""
        point = self.point(point_id)
        if point is None or point.side is side:
            return
        self._visit.put(self._sided(point, side), f"{point.label}: {side.value}")

    def taken(self, point_id: str, side: Side) -> TriggerPoint | None:
        """The mark that is already where this one would lie on that side; of the same muscle and level."""
        point = self.point(point_id)
        if point is None or point.side is side:
            return None
        return same_place(self._visit.chart.points, self._sided(point, side))

    def _sided(self, point: TriggerPoint, side: Side) -> TriggerPoint:
        there = self._atlas.side(point.view, point.x, point.y, point.muscle or None)
        if there is not side.opposite or self._near_midline(point):
            return point.but(side=side)
        view, x, y = self._atlas.mirror(point.view, point.x, point.y)
        return point.but(view=view, x=x, y=y, side=side)

    def _near_midline(self, point: TriggerPoint) -> bool:
        return self._atlas.near_midline(point.view, point.x, point.y, point.muscle or None)

    def mirrored(self, point_id: str) -> str:
        """A second mark at the same place of the other side, with the same needle; returns its id."""
        point = self.point(point_id)
        if point is None or point.side not in (Side.RIGHT, Side.LEFT) or not self.allowed(point.view):
            return ""
        view, x, y = self._atlas.mirror(point.view, point.x, point.y)
        muscle = muscles().get(point.muscle)
        return self._add(
            view,
            point.layer,
            x,
            y,
            muscle,
            point.muscle_name,
            point.side.opposite,
            level=point.spinal_level,
            like=next((one for one in self.needles(point_id) if one.size), None),
        )

    def has_twin(self, point_id: str) -> bool:
        """Whether the same muscle is marked on the other side, at the same level."""
        point = self.point(point_id)
        if point is None or point.side not in (Side.RIGHT, Side.LEFT):
            return False
        return any(
            (one.muscle, one.muscle_name, one.spinal_level, one.side)
            == (point.muscle, point.muscle_name, point.spinal_level, point.side.opposite)
            for one in self._visit.chart.points
        )

    # What it is

    def under_finger(self, point: TriggerPoint) -> tuple[Muscle, ...]:
        """The other muscles at the mark's place, the likeliest first."""
        hit = self._atlas.hit(point.view, point.layer, point.x, point.y)
        found = [name for name in self._at(hit) if name != point.muscle]
        if not found and hit.nearest and hit.nearest[0] != point.muscle:
            found = [hit.nearest[0]]
        needles = self.needles(point.id)
        length = needles[0].length_mm if needles else None

        def suits(muscle: str) -> bool:
            return length is None or not unusual(length, muscles()[muscle].needle_lengths_mm)

        order = ranked([name for name in found if name in muscles()], used=self._used, suits=suits)
        return tuple(muscles()[name] for name in order)

    def set_muscle(self, point_id: str, muscle: Muscle, side: Side = Side.UNSTATED, level: str = "") -> None:
        """Another muscle at the same place, mirrored if its side is said; what was only proposed is anew."""
        point = self.point(point_id)
        if point is None or (muscle.id == point.muscle and side in (Side.UNSTATED, point.side)):
            return
        own = side if side is not Side.UNSTATED else self._side_at(point.view, point.x, point.y, muscle)
        if own is Side.UNSTATED and point.side in (Side.RIGHT, Side.LEFT):
            own = point.side
        if not muscle.segmental:
            level = ""
        else:
            level = level or (point.spinal_level if point.spinal_level in muscle.levels else "")
        after = point.but(muscle=muscle.id, muscle_name=muscle.name, layer=muscle.layer, spinal_level=level)
        after = self._sided(after, side) if side in (Side.RIGHT, Side.LEFT) else after.but(side=own)
        pairs: list[Pair] = [(point, after)]
        for needle in self.needles(point_id):
            if needle.state is NeedleState.PLANNED and needle.carried:
                proposed = self._needle_for(after, needle.order)
                pairs.append((needle, replace(proposed, id=needle.id)))
        self._visit.do(pairs, f"{point.label}: {muscle.name.lower()}")

    def set_level(self, point_id: str, level: str) -> None:
        """The spinal level of a segmental muscle."""
        self.edit(point_id, f"level {level}", spinal_level=level)

    def edit(self, point_id: str, text: str, **values: object) -> None:
        """Other fields of the mark."""
        point = self.point(point_id)
        if point is not None:
            self._visit.put(point.but(**values), f"{point.label}: {text}")

    def leave_out(self, point_id: str, *, reason: str) -> None:
        """Found but not needled today: needles that are only planned go."""
        point = self.point(point_id)
        if point is None:
            return
        planned = [one for one in self.needles(point_id) if one.state is NeedleState.PLANNED]
        pairs: list[Pair] = [(point, point.but(not_needled=reason))]
        pairs += [(needle, None) for needle in planned]
        self._visit.do(pairs, f"{point.label} not needled today")

    def take_up(self, point_id: str) -> None:
        """To be needled after all."""
        point = self.point(point_id)
        if point is None:
            return
        after = point.but(not_needled="")
        pairs: list[Pair] = [(point, after)]
        if not self.needles(point_id):
            pairs.append((None, self._needle_for(after)))
        self._visit.do(pairs, f"{point.label} planned")

    def second_needle(self, point_id: str) -> None:
        """One more needle at the same place, with the settings of the one before it."""
        point, before = self.point(point_id), self.needles(point_id)
        if point is None:
            return
        order = max((needle.order for needle in before), default=-1) + 1
        like = before[-1] if before else None
        needle = self._needle_for(point) if like is None else _same_pack(repeated_needle(like, point), like)
        self._visit.do([(None, needle.but(order=order))], f"Second needle at {point.label.lower()}")

    def delete(self, point_id: str) -> None:
        """The mark with its needles and current."""
        point = self.point(point_id)
        if point is None or self._visit.closed:
            return
        pairs: list[Pair] = []
        for current in self._visit.chart.stimulations:
            ends = (current.first_point_id, current.second_point_id)
            if current.first_point_id == point_id or (current.carried and point_id in ends):
                pairs.append((current, None))
            elif current.second_point_id == point_id:
                pairs.append((current, current.but(second_point_id="", polarity="")))
        pairs += [(needle, None) for needle in self.needles(point_id)]
        pairs.append((point, None))
        self._visit.do(pairs, f"{point.label} deleted")

    # Looking

    def point(self, point_id: str) -> TriggerPoint | None:
        """The mark with that id."""
        return self._visit.get(TriggerPoint, point_id)

    def needles(self, point_id: str) -> tuple[Needling, ...]:
        """Its needles in their order."""
        point = self.point(point_id)
        return self._visit.chart.needlings_of(point) if point is not None else ()


def _same_pack(needle: Needling, like: Needling) -> Needling:
    """A repeat within one visit comes from the same pack."""
    return needle.but(lot=like.lot, expiry=like.expiry)
