"""Pictograms of exercises and advice: stick figures drawn from data, the same on screen and on paper.

A shape is a word and numbers on a field of 160 by 84, y down: ``body``, ``ghost`` (where the limb comes
from), ``prop``, ``sign`` and ``arrow`` are lines through points; the same words with ``curve`` bend from
the first point to the last towards the middle one; ``head`` and ``ghosthead`` stand at a point, ``ring``
(x y radius) is a prop, ``ground`` reaches from x to x at height 80.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from needlechart.catalogue.own import table
from needlechart.catalogue.reading import Row, by_id, clinical, review
from needlechart.catalogue.types import Reviewed

WIDTH, HEIGHT = 160.0, 84.0
HEAD_RADIUS = 8.6
GROUND = 80.0
_BARB = 7.0
_KAPPA = 0.5523


class Role(StrEnum):
    """What a shape stands for; painters give each its colour and width."""

    BODY = "body"
    GHOST = "ghost"
    PROP = "prop"
    GROUND = "ground"
    ARROW = "arrow"
    SIGN = "sign"


STROKES: Mapping[Role, float] = {
    Role.BODY: 5.4,
    Role.GHOST: 5.4,
    Role.PROP: 4.2,
    Role.GROUND: 2.8,
    Role.ARROW: 2.6,
    Role.SIGN: 2.6,
}
"""Width of each role's line, in units of the field."""

ORDER = (Role.GROUND, Role.PROP, Role.GHOST, Role.BODY, Role.SIGN, Role.ARROW)
"""What lies below what."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A curve (start, then three points for each bend), stroked; filled if it is a head."""

    role: Role
    curve: tuple[float, ...]
    filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictogram(Reviewed):
    """Its strokes in the order in which they are painted."""

    strokes: tuple[Stroke, ...]


@table
def pictograms() -> Mapping[str, Pictogram]:
    """Every pictogram by its id."""

    def make(row: Row) -> Pictogram:
        strokes: list[Stroke] = []
        for text in row.words("shapes"):
            try:
                strokes += strokes_of(text)
            except ValueError as error:
                raise row.error(f"shapes: {error}") from None
        strokes.sort(key=lambda one: ORDER.index(one.role))
        return Pictogram(id=row.text("id", needed=True), strokes=tuple(strokes), **review(row))

    return by_id(clinical("pictograms.csv"), make)


def strokes_of(text: str) -> list[Stroke]:
    """The strokes of one shape; raises ValueError with what is wrong."""
    word, *rest = text.split() or [""]
    numbers = [float(part) for part in rest]
    if not all(math.isfinite(number) for number in numbers):
        raise ValueError(f"{word} has a number that is none")
    if word in ("head", "ghosthead"):
        role = Role.BODY if word == "head" else Role.GHOST
        x, y = _exactly(word, numbers, 2)
        return [Stroke(role, _circle(x, y, HEAD_RADIUS), filled=True)]
    if word == "ring":
        x, y, radius = _exactly(word, numbers, 3)
        return [Stroke(Role.PROP, _circle(x, y, radius))]
    if word == "ground":
        start, end = _exactly(word, numbers, 2)
        return [Stroke(Role.GROUND, _line([start, GROUND, end, GROUND]))]
    role = _role(word)
    if word.endswith("curve"):
        bend = _exactly(word, numbers, 6)
        curve, towards = _bend(bend), bend[2:4]
    else:
        if len(numbers) < 4 or len(numbers) % 2:
            raise ValueError(f"{word} needs two points or more")
        curve, towards = _line(numbers), numbers[-4:-2]
    made = [Stroke(role, curve)]
    if role is Role.ARROW:
        made.append(Stroke(role, _barbs((curve[-2], curve[-1]), (towards[0], towards[1]))))
    return made


def _role(word: str) -> Role:
    try:
        return Role(word.removesuffix("curve"))
    except ValueError:
        raise ValueError(f"{word!r} is not a shape") from None


def _exactly(word: str, numbers: list[float], count: int) -> list[float]:
    if len(numbers) != count:
        raise ValueError(f"{word} needs {count} numbers")
    return numbers


def _line(numbers: list[float]) -> tuple[float, ...]:
    curve = list(numbers[:2])
    for index in range(2, len(numbers), 2):
        before, here = curve[-2:], numbers[index : index + 2]
        curve += [*before, *here, *here]
    return tuple(curve)


def _bend(numbers: list[float]) -> tuple[float, ...]:
    """A quadratic curve as a cubic one."""
    (x0, y0), (cx, cy), (x1, y1) = numbers[:2], numbers[2:4], numbers[4:]
    first = x0 + 2 / 3 * (cx - x0), y0 + 2 / 3 * (cy - y0)
    second = x1 + 2 / 3 * (cx - x1), y1 + 2 / 3 * (cy - y1)
    return x0, y0, *first, *second, x1, y1


def _circle(x: float, y: float, r: float) -> tuple[float, ...]:
    k = r * _KAPPA
    return (
        *(x + r, y),
        *(x + r, y + k, x + k, y + r, x, y + r),
        *(x - k, y + r, x - r, y + k, x - r, y),
        *(x - r, y - k, x - k, y - r, x, y - r),
        *(x + k, y - r, x + r, y - k, x + r, y),
    )


def _barbs(tip: tuple[float, float], origin: tuple[float, float]) -> tuple[float, ...]:
    """The head of an arrow that comes from ``origin``."""
    angle = math.atan2(tip[1] - origin[1], tip[0] - origin[0])
    ends = []
    for turn in (2.55, -2.55):
        ends += [tip[0] + _BARB * math.cos(angle + turn), tip[1] + _BARB * math.sin(angle + turn)]
    return _line([ends[0], ends[1], tip[0], tip[1], ends[2], ends[3]])
