"""Where crowded marks go while they are fanned out."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF

CROWD = 22
"""Marks nearer to each other than this many pixels cover one another."""
_APART = 46


def fan_offsets(count: int, scale: float = 1.0) -> list[QPointF]:
    """Offsets in pixels on a circle on which neighbours are a touch target apart, the first on top."""
    if count < 2:
        return [QPointF()] * count
    radius = max(_APART / (2 * sin(pi / count)), _APART * 0.8) * scale
    angles = [2 * pi * index / count - pi / 2 for index in range(count)]
    return [QPointF(radius * cos(angle), radius * sin(angle)) for angle in angles]
