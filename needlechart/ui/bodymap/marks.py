"""What is drawn of a trigger point: a plain value made from the records; the map can only mirror it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import is_
from typing import NamedTuple

from needlechart.domain.chart import VisitChart
from needlechart.domain.ghosts import GhostSource, waiting
from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Layer, NeedleState, Side, Twitch, View


class Life(Enum):
    """How far a mark is: shown from an earlier visit, planned, needle in the body, needle out."""

    GHOST = "ghost"
    PLANNED = "planned"
    IN = "in"
    OUT = "out"


DOTS = {Twitch.NONE: 0, Twitch.ONE: 1, Twitch.SEVERAL: 2, Twitch.STRONG: 3}
"""Filled dots of three for a twitch response."""

_SPOKEN_TWITCH = {
    Twitch.NONE: "no twitch",
    Twitch.ONE: "twitch one",
    Twitch.SEVERAL: "twitch two plus",
    Twitch.STRONG: "strong twitch",
}
_SPOKEN_LIFE = {
    Life.PLANNED: "planned",
    Life.IN: "needle in",
    Life.OUT: "needle out",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark in reference units; ``dots`` is None where no twitch was recorded; ``source``: of a ghost."""

    id: str
    number: int
    view: View
    layer: Layer
    x: float
    y: float
    muscle: str
    muscle_name: str
    side: Side
    life: Life
    dots: int | None = None
    needs_value: bool = False
    missing: str = ""
    needles: int = 1
    source: str = "last visit"

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        parts = [
            f"Site {self.number}",
            spoken_side(self.side),
            self.muscle_name.lower(),
            f"from the {self.source}" if self.life is Life.GHOST else _SPOKEN_LIFE[self.life],
        ]
        if self.dots is not None:
            twitch = next(twitch for twitch, dots in DOTS.items() if dots == self.dots)
            parts.append(_SPOKEN_TWITCH[twitch])
        if self.missing:
            parts.append(f"incomplete: {self.missing}")
        return ", ".join(part for part in parts if part)


def spoken_side(side: Side) -> str:
    """The side in words, the patient's."""
    if side in (Side.RIGHT, Side.LEFT):
        return f"patient's {side.value}"
    return {Side.MIDLINE: "midline", Side.BOTH: "both sides"}.get(side, "side not stated")


def life_of(needles: Iterable[Needling]) -> Life:
    """In as long as one needle is in; out once one was; else planned."""
    states = {needle.state for needle in needles}
    if NeedleState.IN in states:
        return Life.IN
    return Life.OUT if NeedleState.OUT in states else Life.PLANNED


def missing_of(point: TriggerPoint, needles: Iterable[Needling]) -> str:
    """What the entry of a needled site still lacks, in a word or two; empty when complete."""
    went_in = [needle for needle in needles if needle.was_in]
    if not went_in:
        return ""
    lacks = []
    if not point.muscle:
        lacks.append("muscle")
    if point.side is Side.UNSTATED:
        lacks.append("side")
    if any(needle.twitch is None for needle in went_in):
        lacks.append("twitch")
    if any(needle.pain is None for needle in went_in):
        lacks.append("pain")
    return " and ".join(lacks)


def needles_by_point(needlings: Iterable[Needling]) -> dict[str, list[Needling]]:
    """The needles of every point, each in its order; one pass over all of them."""
    found: dict[str, list[Needling]] = {}
    for needle in needlings:
        found.setdefault(needle.trigger_point_id, []).append(needle)
    return found


def marks_of(chart: VisitChart) -> tuple[Mark, ...]:
    """Every mark of the visit, in the order of the numbers; made once for each state of its records."""
    if not _made or _made[0][0] is not chart:
        needles = needles_by_point(chart.needlings)
        made = [_known(point, tuple(needles.get(point.id, ()))) for point in chart.points]
        _known_marks.clear()
        _known_marks.update({one.point.id: one for one in made})
        _made[:] = [(chart, tuple(one.mark for one in made))]
    return _made[0][1]


def forget_marks() -> None:
    """Keep nothing of a visit that was dropped."""
    _made.clear()
    _known_marks.clear()


class _Known(NamedTuple):
    """A mark and the records it was made from."""

    point: TriggerPoint
    needles: tuple[Needling, ...]
    mark: Mark


_made: list[tuple[VisitChart, tuple[Mark, ...]]] = []
_known_marks: dict[str, _Known] = {}


def _known(point: TriggerPoint, needles: tuple[Needling, ...]) -> _Known:
    """The mark made before, where its records are the very same values."""
    known = _known_marks.get(point.id)
    if known is not None and known.point is point and _same(known.needles, needles):
        return known
    return _Known(point, needles, _mark(point, needles))


def _same(known: Sequence[Needling], needles: Sequence[Needling]) -> bool:
    return len(known) == len(needles) and all(map(is_, known, needles))


def _mark(point: TriggerPoint, needles: Sequence[Needling]) -> Mark:
    dots = [DOTS[needle.twitch] for needle in needles if needle.twitch is not None]
    missing = missing_of(point, needles)
    return Mark(
        id=point.id,
        number=point.number,
        view=point.view,
        layer=point.layer,
        x=point.x,
        y=point.y,
        muscle=point.muscle,
        muscle_name=point.muscle_name,
        side=point.side,
        life=life_of(needles),
        dots=max(dots, default=None),
        needs_value=bool(missing) and missing != "pain",
        missing=missing,
        needles=len(needles),
    )


def ghosts_of(chart: VisitChart, source: GhostSource | None) -> tuple[Mark, ...]:
    """The marks of a source that this visit has not repeated yet, with the numbers they have there."""
    told = source_told(source)
    return tuple(
        Mark(
            id=point.id,
            number=point.number,
            view=point.view,
            layer=point.layer,
            x=point.x,
            y=point.y,
            muscle=point.muscle,
            muscle_name=point.muscle_name,
            side=point.side,
            life=Life.GHOST,
            source=told,
        )
        for point in waiting(chart.points, source)
    )


def source_told(source: GhostSource | None) -> str:
    """``last visit``, ``visit of 16 Oct 2026``, ``protocol``."""
    if source is None or source.last:
        return "last visit"
    return f"visit of {source.day.day} {source.day:%b %Y}" if source.day else "protocol"


def counts_by_view(marks: Iterable[Mark]) -> Mapping[View, int]:
    """How many marks each view holds."""
    counts: dict[View, int] = {}
    for mark in marks:
        counts[mark.view] = counts.get(mark.view, 0) + 1
    return counts
