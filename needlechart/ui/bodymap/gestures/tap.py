"""A tap on the body, and a tap on a mark; each becomes something else when the pointer moves or rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from needlechart.ui.bodymap.gestures.aim import Aim
from needlechart.ui.bodymap.gestures.base import Gesture, Pointer, PointerKind
from needlechart.ui.bodymap.gestures.drag import DragMark
from needlechart.ui.bodymap.gestures.pan import Pan
from needlechart.ui.bodymap.marks import Life
from needlechart.ui.bodymap.point_item import PointItem

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView


class TapBody(Gesture):
    """Places a mark when the pointer is released where it was pressed."""

    def move(self, pointer: Pointer) -> Gesture:
        return Pan(self.view, self.start).move(pointer) if pointer.far_from(self.start) else self

    def hold(self) -> Gesture | None:
        """A resting finger covers what it aims at: show it above."""
        if self.start.kind is PointerKind.MOUSE or not self.scene.can_change:
            return self
        return Aim(self.view, self.start)

    def release(self, pointer: Pointer) -> None:
        if not self.scene.unfan():
            self.view.place_at(self.start.pos)


class SecondTap(Gesture):
    """The second tap of two looks closer; the mark that the first one made was not meant.

    Moved or held it is what it would have been without the first: a drag, a pan, a menu.
    """

    def __init__(self, view: BodyMapView, start: Pointer, otherwise: Gesture, made: str) -> None:
        super().__init__(view, start)
        self._otherwise = otherwise
        self._made = made

    def move(self, pointer: Pointer) -> Gesture:
        return self._otherwise.move(pointer) if pointer.far_from(self.start) else self

    def hold(self) -> Gesture | None:
        return self._otherwise.hold()

    def release(self, pointer: Pointer) -> None:
        if self._made:
            self.scene.unplace_wanted.emit(self._made)
        self.view.zoom_by(2.0, self.start.pos)


class TapMark(Gesture):
    """Selects a mark, applies a ghost, or fans a crowd out."""

    def __init__(self, view: BodyMapView, start: Pointer, item: PointItem) -> None:
        super().__init__(view, start)
        self.item = item

    def move(self, pointer: Pointer) -> Gesture:
        if not pointer.far_from(self.start):
            return self
        movable = self.item.mark.life is not Life.GHOST and self.scene.can_change
        if movable:
            # A mark that is fanned out goes from where it is drawn, so that it lies under the pointer.
            grip = QPointF(self.start.pos) - self.view.viewport_place(self.item) - self.item.fan
            self.scene.unfan()
            return DragMark(self.view, self.start, self.item.mark.id, grip).move(pointer)
        return Pan(self.view, self.start).move(pointer)

    def hold(self) -> Gesture | None:
        """A long press opens the menu."""
        if self.item.mark.life is Life.GHOST:
            return self
        self.view.open_menu(self.item, self.start.pos)
        return None

    def release(self, pointer: Pointer) -> None:
        crowd = self.view.crowd_of(self.item)
        if len(crowd) > 1 and self.item.away.isNull():
            self.scene.fan_out(crowd)
            return
        self.scene.unfan()
        self.scene.wants_tap(self.item)
