"""Aiming under a finger: a magnifier above it shows the place and names the muscle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needlechart.ui.bodymap.gestures.base import Gesture, Pointer

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView

_SLIDE_OFF = 160.0
"""Pixels from where the finger came down beyond which lifting it places nothing."""


class Aim(Gesture):
    """Release places, sliding far off cancels."""

    def __init__(self, view: BodyMapView, start: Pointer) -> None:
        super().__init__(view, start)
        view.show_magnifier(start.pos)

    def move(self, pointer: Pointer) -> Gesture:
        if self._off(pointer):
            self.view.hide_magnifier()
        else:
            self.view.show_magnifier(pointer.pos)
        return self

    def release(self, pointer: Pointer) -> None:
        self.view.hide_magnifier()
        if not self._off(pointer):
            self.view.place_at(pointer.pos)

    def cancel(self) -> None:
        self.view.hide_magnifier()

    def _off(self, pointer: Pointer) -> bool:
        inside = self.view.seen_rect().contains(pointer.pos)  # a switch or rail over the map is off it
        return not inside or (pointer.pos - self.start.pos).manhattanLength() > _SLIDE_OFF
