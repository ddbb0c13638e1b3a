"""What a pointer does on the map: one class for each gesture, the same for mouse, finger and pen."""

from needlechart.ui.bodymap.gestures.base import Gesture, Pointer, PointerKind
from needlechart.ui.bodymap.gestures.router import Router

__all__ = ["Gesture", "Pointer", "PointerKind", "Router"]
