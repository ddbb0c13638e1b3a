"""Moving the body under the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from needlechart.ui.bodymap.gestures.base import Gesture, Pointer

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView


class Pan(Gesture):
    """Drag on an empty place, with the middle button, or with the space bar held."""

    def __init__(self, view: BodyMapView, start: Pointer) -> None:
        super().__init__(view, start)
        self._last = start.pos
        self._centre = view.centre()
        view.show_hand(grabbing=True)

    def move(self, pointer: Pointer) -> Gesture:
        self.view.pan(pointer.pos - self._last)
        self._last = pointer.pos
        return self

    def release(self, pointer: Pointer) -> None:
        self.view.show_hand(grabbing=False)

    def cancel(self) -> None:
        self.view.show_hand(grabbing=False)
        self.view.centreOn(self._centre)
