"""Sides: their words, and whether they agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import hypot

from needlechart.domain.chart import VisitChart
from needlechart.domain.episode import Indication
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Side, View

MIDLINE_UNITS = 3.0
"""Within 5 mm of the midline (3 atlas units of 1.7 mm) a position says nothing on the side."""

_WORDS = {
    Side.RIGHT: "right",
    Side.LEFT: "left",
    Side.MIDLINE: "midline",
    Side.BOTH: "both sides",
    Side.UNSTATED: "",
}
_ADJECTIVES = {**_WORDS, Side.BOTH: "bilateral"}
ORDER = {Side.RIGHT: 0, Side.LEFT: 1, Side.BOTH: 2, Side.MIDLINE: 3, Side.UNSTATED: 4}
"""In every table and pair the patient's right comes first."""


def side_words(side: Side) -> str:
    """``right``, ``left``, ``midline``, ``both sides``, or nothing; always written out."""
    return _WORDS[side]


def sided(side: Side, noun: str) -> str:
    """``right piriformis``, ``bilateral piriformis``, ``piriformis``."""
    word = _ADJECTIVES[side]
    return f"{word} {noun}" if word else noun


def side_at(view: View, x: float) -> Side:
    """The patient's side at a position of the reference frame.

    In front and on the pelvic floor the patient's right is on the viewer's left (x below 0), seen
    from the back on the viewer's right; a side view shows that side alone.
    """
    if view is View.RIGHT:
        return Side.RIGHT
    if view is View.LEFT:
        return Side.LEFT
    if abs(x) < MIDLINE_UNITS:
        return Side.MIDLINE
    return Side.RIGHT if (x > 0) is (view is View.BACK) else Side.LEFT


def same_place(points: Iterable[TriggerPoint], one: TriggerPoint) -> TriggerPoint | None:
    """Another mark of the same muscle, level and side within 5 mm of this one: hardly a second place."""

    def called(point: TriggerPoint) -> tuple[object, ...]:
        return point.view, point.muscle, point.muscle_name, point.spinal_level, point.side

    for point in points:
        near = hypot(point.x - one.x, point.y - one.y) < MIDLINE_UNITS
        if point.id != one.id and near and called(point) == called(one):
            return point
    return None


def code_side_warning(code: str, of_code: Side, side: Side) -> str:
    """Why a side does not fit a diagnosis code that names one; empty when it fits or says nothing."""
    if of_code not in (Side.RIGHT, Side.LEFT, Side.BOTH) or side in (of_code, Side.UNSTATED):
        return ""
    meant = "both sides" if of_code is Side.BOTH else f"the {side_words(of_code)} side"
    return f"{code} is the code for {meant}; {side_words(side)} is chosen here."


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A side that does not agree; ``point`` is None when a diagnosis has no site on its side."""

    words: str
    point: TriggerPoint | None = None


def mismatches(chart: VisitChart, code_sides: Mapping[str, Side]) -> tuple[Mismatch, ...]:
    """Sites whose side differs from their place, and diagnoses no needled site is on the side of.

    ``code_sides`` says which codes name a side. It stands in for a side that nobody chose (a diagnosis that
    was typed or came from elsewhere), and a side that contradicts its code is told as well.
    """
    found = [
        Mismatch(f"{one.label} says {side_words(one.side)} but lies on the {side_words(there)}", one)
        for one in chart.points
        if one.side in (Side.RIGHT, Side.LEFT) and (there := side_at(one.view, one.x)) is one.side.opposite
    ]
    sides = {one.side for one in _needled(chart)}
    for one in chart.indications:
        of_code = code_sides.get(one.code.strip().upper(), Side.UNSTATED)
        contradicts = code_side_warning(one.code, of_code, one.side).removesuffix(".")
        if contradicts:
            found.append(Mismatch(contradicts))
        side = _meant(one, of_code)
        if side in (Side.RIGHT, Side.LEFT) and sides == {side.opposite}:
            named = (one.code or one.title).strip()
            found.append(Mismatch(f"{named} is {side_words(side)}, every site is {side_words(*sides)}"))
    return tuple(found)


def _meant(one: Indication, of_code: Side) -> Side:
    """The side a diagnosis speaks of: as chosen, else as its code has it, else as its words say."""
    if one.side is not Side.UNSTATED:
        return one.side
    if of_code is not Side.UNSTATED:
        return of_code
    said = {word for word in one.title.casefold().replace(",", " ").split() if word in ("right", "left")}
    return Side(said.pop()) if len(said) == 1 else Side.UNSTATED


def _needled(chart: VisitChart) -> list[TriggerPoint]:
    needled = {one.trigger_point_id for one in chart.needlings if one.was_in}
    return [one for one in chart.points if one.id in needled]
