"""Marks that can be repeated: those of an earlier visit, or those of a protocol. Carried is not charted."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, Side, View

_NEEDLE_FIELDS = ("diameter_mm", "length_mm", "depth_mm", "technique", "retention_planned_s")
_CURRENT_FIELDS = ("pad", "waveform", "hz", "second_hz", "microseconds", "intensity_unit", "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierMarks:
    """An earlier visit that has marks, as it is offered."""

    visit_id: str
    started: datetime
    sites: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVisit:
    """An earlier visit, as it is offered to copy from."""

    visit_id: str
    started: datetime
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolSet:
    """A protocol with its points, by number; several of one number are the needles of one mark."""

    protocol: Protocol
    points: tuple[ProtocolPoint, ...]
    currents: tuple[ProtocolCurrent, ...] = ()

    @property
    def sites(self) -> int:
        """How many marks it has."""
        return len({one.number for one in self.points})

    @property
    def sided(self) -> bool:
        """Whether there is another side to use it on."""
        return any(one.side in (Side.RIGHT, Side.LEFT) for one in self.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class GhostSource:
    """What is shown pale on the map; ``id`` is the visit's or the protocol's.

    ``day`` is when the visit was, None for a protocol, whose name is ``name``. ``needles`` are what a
    repeated mark takes over; a mark without any begins like a new one. ``currents`` are planned again
    between marks that are both repeated.
    """

    id: str
    points: tuple[TriggerPoint, ...]
    needles: tuple[Needling, ...]
    currents: tuple[Stimulation, ...] = ()
    day: datetime | None = None
    name: str = ""
    last: bool = False

    def needles_of(self, point: TriggerPoint) -> list[Needling]:
        """The needles of one mark, in their order."""
        return [one for one in self.needles if one.trigger_point_id == point.id]


def visit_ghosts(chart: VisitChart, *, last: bool) -> GhostSource:
    """The marks of an earlier visit with the needles that were in and the currents that were given.

    ``last``: the visit just before. A current whose other end nobody said is not one to plan again.
    """
    return GhostSource(
        id=chart.visit.id,
        points=tuple(chart.points),
        needles=tuple(one for point in chart.points for one in chart.needlings_of(point) if one.was_in),
        currents=tuple(one for one in chart.currents_given if one.pad or one.second_point_id),
        day=chart.visit.started,
        last=last,
    )


Mirror = Callable[[View, float, float], tuple[View, float, float]]
"""The same place of the other side (`atlas` knows it)."""


def other_side(found: ProtocolSet, mirror: Mirror) -> ProtocolSet:
    """The protocol on the other side of the body; what lies in the midline or on both sides stays."""
    points = []
    for one in found.points:
        if one.side in (Side.RIGHT, Side.LEFT):
            view, x, y = mirror(one.view, one.x, one.y)
            one = one.but(id=f"{one.id}-other", view=view, x=x, y=y, side=one.side.opposite)
        points.append(one)
    protocol = found.protocol.but(id=f"{found.protocol.id}-other", name=f"{found.protocol.name}, other side")
    return ProtocolSet(protocol=protocol, points=tuple(points), currents=found.currents)


def protocol_ghosts(found: ProtocolSet, visit: Visit) -> GhostSource:
    """The marks of a protocol, each with its needles, as marks that this visit could repeat."""
    marks: dict[int, ProtocolPoint] = {}
    for one in found.points:
        marks.setdefault(one.number, one)
    order = {one.id: place for place, one in enumerate(found.points)}
    needles = [
        Needling(
            id=f"needle-{one.id}",
            patient_id=visit.patient_id,
            visit_id=visit.id,
            trigger_point_id=marks[one.number].id,
            order=order[one.id] - order[marks[one.number].id],
            **{name: getattr(one, name) for name in _NEEDLE_FIELDS},
        )
        for one in found.points
        if any(getattr(one, name) is not None for name in _NEEDLE_FIELDS)
    ]
    return GhostSource(
        id=found.protocol.id,
        points=tuple(_mark(one, visit) for one in marks.values()),
        needles=tuple(needles),
        currents=tuple(_planned(found, {number: one.id for number, one in marks.items()}, visit)),
        name=found.protocol.name,
    )


def _mark(one: ProtocolPoint, visit: Visit) -> TriggerPoint:
    return TriggerPoint(
        id=one.id,
        patient_id=visit.patient_id,
        visit_id=visit.id,
        number=one.number,
        view=one.view,
        layer=one.layer,
        x=one.x,
        y=one.y,
        muscle=one.muscle,
        muscle_name=one.muscle_name,
        side=one.side,
        atlas_version=one.atlas_version,
        spinal_level=one.spinal_level,
    )


def _planned(found: ProtocolSet, ids: Mapping[int, str], visit: Visit) -> Iterator[Stimulation]:
    """The currents of a protocol between its marks, those with an end that is gone left out."""
    for one in found.currents:
        ends = [ids.get(number, "") for number in one.ends]
        if all(ends) and len(ends) == (1 if one.pad else 2):
            yield Stimulation(
                id=f"current-{one.id}",
                patient_id=visit.patient_id,
                visit_id=visit.id,
                first_point_id=ends[0],
                second_point_id="" if one.pad else ends[1],
                carried=True,
                **{name: getattr(one, name) for name in _CURRENT_FIELDS},
            )


def currents_between(
    source: GhostSource, repeated: Mapping[str, TriggerPoint], charted: Iterable[Stimulation]
) -> list[Stimulation]:
    """The currents of a source anew, planned, between the marks that were repeated (by the id of the ghost).

    One with an end that was not repeated is left out, and one at a mark that has a current already.
    """
    taken = {end for one in charted for end in (one.first_point_id, one.second_point_id) if end}
    made = []
    for one in source.currents:
        ends = [repeated.get(end) for end in (one.first_point_id, one.second_point_id) if end]
        points = [end for end in ends if end is not None]
        if len(points) < len(ends) or taken & {point.id for point in points}:
            continue
        taken |= {point.id for point in points}
        first = points[0]
        made.append(
            Stimulation(
                patient_id=first.patient_id,
                visit_id=first.visit_id,
                first_point_id=first.id,
                second_point_id="" if one.pad else points[1].id,
                carried=True,
                **{name: getattr(one, name) for name in _CURRENT_FIELDS},
            )
        )
    return made


def protocol_of(name: str, clinic_id: str, chart: VisitChart) -> ProtocolSet:
    """The marks of a visit as a protocol: places, muscles, needles and currents, nothing of the patient."""
    protocol = Protocol(clinic_id=clinic_id, name=name.strip())
    points = tuple(
        _point_of(protocol, number, point, needle)
        for number, point in enumerate(chart.points, 1)
        for needle in _kept(chart, point)
    )
    numbers = {point.id: number for number, point in enumerate(chart.points, 1)}
    return ProtocolSet(
        protocol=protocol, points=points, currents=tuple(_currents_of(protocol, numbers, chart))
    )


def _currents_of(
    protocol: Protocol, numbers: Mapping[str, int], chart: VisitChart
) -> Iterator[ProtocolCurrent]:
    """Those that have both ends."""
    for one in chart.stimulations:
        first, second = numbers.get(one.first_point_id), numbers.get(one.second_point_id)
        if first is not None and (one.pad or second is not None):
            yield ProtocolCurrent(
                protocol_id=protocol.id,
                first_number=first,
                second_number=second,
                **{name: getattr(one, name) for name in _CURRENT_FIELDS},
            )


def _kept(chart: VisitChart, point: TriggerPoint) -> Sequence[Needling | None]:
    """The needles of a mark that are kept, without those that were dropped; None for a mark alone."""
    needles = [one for one in chart.needlings_of(point) if one.state is not NeedleState.DISCARDED]
    return needles or [None]


def _point_of(protocol: Protocol, number: int, point: TriggerPoint, needle: Needling | None) -> ProtocolPoint:
    taken = {name: getattr(needle, name) for name in _NEEDLE_FIELDS} if needle is not None else {}
    return ProtocolPoint(
        protocol_id=protocol.id,
        number=number,
        view=point.view,
        layer=point.layer,
        x=point.x,
        y=point.y,
        muscle=point.muscle,
        muscle_name=point.muscle_name,
        side=point.side,
        atlas_version=point.atlas_version,
        spinal_level=point.spinal_level,
        **taken,
    )


def waiting(points: Iterable[TriggerPoint], source: GhostSource | None) -> list[TriggerPoint]:
    """What of a source is not repeated yet, by number: not taken over, nor marked at the very same place."""
    if source is None:
        return []
    there = list(points)
    repeated = {point.carried_from for point in there}
    places = {_place(point) for point in there}
    rest = [one for one in source.points if one.id not in repeated and _place(one) not in places]
    return sorted(rest, key=lambda point: point.number)


def _place(point: TriggerPoint) -> tuple[object, ...]:
    return (point.view, point.x, point.y, point.muscle, point.side)
