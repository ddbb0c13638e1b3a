"""What all gestures share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView

THRESHOLD = {"mouse": 5.0, "pen": 7.0, "touch": 12.0}
"""Pixels a pointer may wander and still be a tap; a gloved finger wanders more than a mouse."""


class PointerKind(Enum):
    """What touches the map."""

    MOUSE = "mouse"
    TOUCH = "touch"
    PEN = "pen"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where a pointer is, in pixels of the viewport."""

    pos: QPointF
    kind: PointerKind = PointerKind.MOUSE
    button: Qt.MouseButton = Qt.MouseButton.LeftButton

    def far_from(self, other: Pointer) -> bool:
        """Whether this is no longer a tap that began at ``other``."""
        away = self.pos - other.pos
        return away.manhattanLength() > THRESHOLD[self.kind.value]


class Gesture:
    """From press to release; a gesture may hand over to another one and leaves no trace when cancelled."""

    def __init__(self, view: BodyMapView, start: Pointer) -> None:
        self.view = view
        self.scene = view.body_scene
        self.start = start

    def move(self, pointer: Pointer) -> Gesture:
        """The pointer is elsewhere; returns the gesture that goes on."""
        return self

    def hold(self) -> Gesture | None:
        """The pointer rested where it was pressed; None ends the gesture."""
        return self

    def release(self, pointer: Pointer) -> None:
        """The pointer left the map."""

    def cancel(self) -> None:
        """Restore everything."""
