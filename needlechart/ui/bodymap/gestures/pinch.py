"""Two fingers: zoom around the middle between them and move with it."""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

if TYPE_CHECKING:
    from needlechart.ui.bodymap.zoom_view import ZoomView


class Pinch:
    """Follows two fingers from where they came down."""

    def __init__(self, view: ZoomView, one: QPointF, other: QPointF) -> None:
        self._view = view
        self._middle = (one + other) / 2
        self._apart = _distance(one, other)

    def move(self, one: QPointF, other: QPointF) -> None:
        """The fingers are elsewhere."""
        middle, apart = (one + other) / 2, _distance(one, other)
        self._view.pan(middle - self._middle)
        self._view.zoom_by(apart / self._apart, middle)
        self._middle, self._apart = middle, apart


def _distance(one: QPointF, other: QPointF) -> float:
    away = other - one
    return max(hypot(away.x(), away.y()), 1.0)
