"""The keyboard on the map: crosshair, nudge, zoom, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from needlechart.ui.bodymap.frame import UNITS_PER_MM

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView

ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_SIGNS = (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus)
COARSE_MM, FINE_MM = 5.0, 1.0


class MapKeys:
    """Each key does what a pointer could do as well."""

    def __init__(self, view: BodyMapView) -> None:
        self._view = view
        self.single_keys = True
        self._plain: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Return: self._place,
            Qt.Key.Key_Enter: self._place,
            Qt.Key.Key_Plus: view.zoom_in,
            Qt.Key.Key_Equal: view.zoom_in,
            Qt.Key.Key_Minus: view.zoom_out,
            Qt.Key.Key_Home: view.fit,
            Qt.Key.Key_Delete: self._delete,
            Qt.Key.Key_Backspace: self._delete,
        }

    def press(self, event: QKeyEvent) -> bool:
        """Whether the key meant something here."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in ARROWS:
            return self._arrow(Qt.Key(key), held)
        if key == Qt.Key.Key_Escape:
            return self._escape()
        if key == Qt.Key.Key_Space and not held:
            if not event.isAutoRepeat():
                self._view.set_hand(held=True)
            return True
        act = self._plain.get(key)
        if (
            act is None
            or (key in _SIGNS and not self.single_keys)
            or held & ~Qt.KeyboardModifier.ShiftModifier
        ):
            return False
        act()
        return True

    def _arrow(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        dx, dy = ARROWS[key]
        if held == Qt.KeyboardModifier.ControlModifier:
            scene = self._view.body_scene
            if scene.selected:
                scene.nudge_wanted.emit(scene.selected, dx * UNITS_PER_MM, dy * UNITS_PER_MM)
            return True
        if held not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        step = (FINE_MM if held == Qt.KeyboardModifier.ShiftModifier else COARSE_MM) * UNITS_PER_MM
        self._move_crosshair(dx * step, dy * step)
        return True

    def _move_crosshair(self, dx: float, dy: float) -> None:
        """The first arrow brings the crosshair, on the selected mark or in the middle."""
        scene = self._view.body_scene
        cross, frame = scene.crosshair, scene.frame
        if not cross.isVisible():
            item = scene.items_by_id().get(scene.selected)
            start = item.pos() if item is not None else self._view.centre()
            x, y = scene.atlas.clamp_to_body(scene.body_view, *frame.to_reference(start))
            cross.setPos(frame.to_scene(x, y))
            cross.show()
            if item is None:
                return
        x, y = frame.to_reference(cross.pos())
        x, y = scene.atlas.clamp_to_body(scene.body_view, x + dx, y + dy)
        cross.setPos(frame.to_scene(x, y))
        self._view.ensure_place_seen(cross.pos())

    def _place(self) -> None:
        cross = self._view.body_scene.crosshair
        if cross.isVisible():
            self._view.place_at_scene(cross.pos())

    def _delete(self) -> None:
        scene = self._view.body_scene
        if scene.selected and scene.can_change:
            scene.delete_wanted.emit(scene.selected)

    def _escape(self) -> bool:
        """Cancel what is going on, then fold a fan, then put the crosshair away."""
        if self._view.router.cancel() or self._view.body_scene.unfan():
            return True
        cross = self._view.body_scene.crosshair
        was_there = cross.isVisible()
        cross.hide()
        return was_there
