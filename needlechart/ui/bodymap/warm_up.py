"""Reads what the first tap needs while the therapist still looks, one layer at a time."""

from PySide6.QtCore import QObject, QTimer

from needlechart.atlas.atlas import Atlas
from needlechart.domain.words import Figure, Layer, View
from needlechart.ui.bodymap.toolbar import BOTH

_LAYERS = (Layer.SUPERFICIAL, Layer.INTERMEDIATE, Layer.DEEP)


class WarmUp(QObject):
    """Each step takes some 20 ms of an idle window; a tap that comes first reads the rest itself."""

    def __init__(self, atlas: Atlas, parent: QObject) -> None:
        super().__init__(parent)
        self._atlas = atlas
        self._waiting: list[tuple[View, Layer | None]] = []
        self._done: set[View] = set()
        self._idle = QTimer(self, interval=20)
        self._idle.timeout.connect(self._step)

    def start(self, shown: str) -> None:
        """For the views that are shown."""
        views = (View.FRONT, View.BACK) if shown == BOTH else (View(shown),)
        for view in views:
            if view not in self._done:
                self._done.add(view)
                self._waiting += [*((view, layer) for layer in _LAYERS), (view, None)]
        if self._waiting:
            self._idle.start()

    def _step(self) -> None:
        view, layer = self._waiting.pop(0)
        if layer is None:
            self._atlas.hit(view, Layer.SUPERFICIAL, 40.0, 450.0)
        else:
            self._atlas.plate(Figure.FEMALE, view, layer)
        if not self._waiting:
            self._idle.stop()
