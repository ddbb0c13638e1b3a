"""Moving a mark: one step of undo, whatever the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from needlechart.ui.bodymap.gestures.base import Gesture, Pointer

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView


class DragMark(Gesture):
    """The mark follows, never off the body; the release asks for the move."""

    def __init__(self, view: BodyMapView, start: Pointer, point_id: str, grip: QPointF) -> None:
        super().__init__(view, start)
        self._id = point_id
        self._grip = grip
        self.scene.lift(point_id)

    def move(self, pointer: Pointer) -> Gesture:
        if self._id not in self.scene.items_by_id():
            return Gesture(self.view, self.start)
        self.scene.carry(self._id, self.view.scene_place(pointer.pos - self._grip))
        return self

    def release(self, pointer: Pointer) -> None:
        self.scene.put_down(self._id, keep=True)

    def cancel(self) -> None:
        self.scene.put_down(self._id, keep=False)
