"""Where crowded marks go while they are fanned out."""

from collections.abc import Sequence
from math import atan2, cos, hypot, pi, sin

from PySide6.QtCore import QPointF

CROWD = 22
"""Marks nearer to each other than this many pixels cover one another."""
COVERED = 36
"""A mark nearer than this to the selected one loses its number under ring or twitch dots."""
_APART = 46


def fan_offsets(count: int, scale: float = 1.0) -> list[QPointF]:
    """Offsets in pixels on a circle on which neighbours are a touch target apart, the first on top."""
    if count < 2:
        return [QPointF()] * count
    radius = max(_APART / (2 * sin(pi / count)), _APART * 0.8) * scale
    angles = [2 * pi * index / count - pi / 2 for index in range(count)]
    return [QPointF(radius * cos(angle), radius * sin(angle)) for angle in angles]


BESIDE = 41.0
"""Pixels from the middle of the selected mark at which a neighbour is whole: ring, disc and a gap."""
MOST_BESIDE = 7


def beside_offsets(places: Sequence[QPointF], scale: float = 1.0) -> list[QPointF]:
    """Where the neighbours of a selected mark are drawn so that each shows its number.

    ``places`` are pixels from the selected mark. A neighbour that is covered moves outward along its own
    direction, on the ring to the nearest free angle; the offsets are pixels from its own place. A crowd
    larger than the ring holds stays where it is: there one zooms in or fans out.
    """
    if not 0 < len(places) <= MOST_BESIDE:
        return [QPointF()] * len(places)
    wanted = [
        atan2(place.y(), place.x()) if hypot(place.x(), place.y()) > scale else -pi / 2 for place in places
    ]
    ring = BESIDE * scale
    return [
        QPointF(ring * cos(angle), ring * sin(angle)) - place
        for place, angle in zip(places, _spread(wanted), strict=True)
    ]


def _spread(wanted: Sequence[float]) -> list[float]:
    """Angles near the wanted ones that keep apart; evenly around the ring where they would not all fit."""
    apart = 2 * pi / MOST_BESIDE
    angles: list[float] = []
    for angle in wanted:
        free = _free(angle, angles, apart)
        if free is None:
            order = sorted(range(len(wanted)), key=lambda place: wanted[place])
            step = 2 * pi / len(wanted)
            return [wanted[order[0]] + step * order.index(place) for place in range(len(wanted))]
        angles.append(free)
    return angles


def _free(wanted: float, taken: Sequence[float], apart: float) -> float | None:
    """The angle nearest to the wanted one that keeps its distance from the others, if there is one."""
    steps = [sign * step * apart / 4 for step in range(4 * MOST_BESIDE) for sign in (1, -1)]
    for step in sorted(steps, key=abs):
        angle = wanted + step
        if all(abs((angle - other + pi) % (2 * pi) - pi) >= apart * 0.999 for other in taken):
            return angle
    return None
