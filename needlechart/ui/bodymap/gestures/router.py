"""Which gesture a press begins, and when a rest or a second tap makes it another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from needlechart.ui.bodymap.gestures.base import Gesture, Pointer, PointerKind
from needlechart.ui.bodymap.gestures.pan import Pan
from needlechart.ui.bodymap.gestures.tap import SecondTap, TapBody, TapMark

if TYPE_CHECKING:
    from needlechart.ui.bodymap.view import BodyMapView

HOLD_MS = 500
_SAME_PLACE = {PointerKind.MOUSE: 6.0, PointerKind.PEN: 14.0, PointerKind.TOUCH: 24.0}


class Router(QObject):
    """One pointer at a time."""

    def __init__(self, view: BodyMapView) -> None:
        super().__init__(view)
        self._view = view
        self._gesture: Gesture | None = None
        self._hold = QTimer(self, interval=HOLD_MS, singleShot=True)
        self._hold.timeout.connect(self._on_hold)
        self._since_tap = QElapsedTimer()
        self._tapped_at = QPointF()
        self._made_by_tap = ""

    @property
    def busy(self) -> bool:
        """Whether a pointer is down."""
        return self._gesture is not None

    def press(self, pointer: Pointer) -> None:
        """A pointer came down."""
        self.cancel()
        item = self._view.mark_at(pointer.pos)
        if pointer.button is Qt.MouseButton.RightButton:
            if item is not None:
                self._view.open_menu(item, pointer.pos)
            return
        if pointer.button is Qt.MouseButton.MiddleButton or self._view.hand_held:
            self._gesture = Pan(self._view, pointer)
        else:
            tap = TapBody(self._view, pointer) if item is None else TapMark(self._view, pointer, item)
            second = self._is_second_tap(pointer)
            self._gesture = SecondTap(self._view, pointer, tap, self._made_by_tap) if second else tap
        self._since_tap.invalidate()
        self._hold.start()

    def move(self, pointer: Pointer) -> None:
        """The pointer is elsewhere."""
        if self._gesture is None:
            return
        if pointer.far_from(self._gesture.start):
            self._hold.stop()
        self._gesture = self._gesture.move(pointer)

    def release(self, pointer: Pointer) -> None:
        """The pointer left."""
        self._hold.stop()
        gesture, self._gesture = self._gesture, None
        if gesture is None:
            return
        before = self._view.body_scene.items_by_id().keys()
        gesture.release(pointer)
        self._since_tap.invalidate()
        if isinstance(gesture, TapBody) and pointer.button is Qt.MouseButton.LeftButton:
            made = self._view.body_scene.items_by_id().keys() - before
            self._made_by_tap = next(iter(made), "")
            self._tapped_at = gesture.start.pos
            self._since_tap.start()

    def cancel(self) -> bool:
        """Restore what the gesture did so far; whether there was one."""
        self._hold.stop()
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def _on_hold(self) -> None:
        if self._gesture is not None:
            self._gesture = self._gesture.hold()

    def _is_second_tap(self, pointer: Pointer) -> bool:
        if not self._since_tap.isValid() or self._since_tap.elapsed() > QApplication.doubleClickInterval():
            return False
        away = (pointer.pos - self._tapped_at).manhattanLength()
        return away <= _SAME_PLACE[pointer.kind]
