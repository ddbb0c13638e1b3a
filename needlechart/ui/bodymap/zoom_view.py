"""A graphics view that zooms around a place, pans, fits, and never loses the figure from sight."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from needlechart.ui.theme import Theme

OPENING_SCALE = 1.5
"""Pixels per unit at opening when the close-up does not need less: about 9 px for 1 cm of the body."""
CLOSEST, FARTHEST = 12.0, 0.25
STEP = 1.25
"""One click of the wheel or of a button."""


class ZoomView(QGraphicsView):
    """``moved`` follows every zoom and pan."""

    moved = Signal()

    def __init__(self, scene: QGraphicsScene, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self._theme = theme
        self._untouched = True
        self._awaited: QPointF | None = None
        self._insets = (0, 0, 0, 0)

    def close_up(self) -> QRectF:
        """What is fitted, in scene units."""
        return self.scene().sceneRect()

    def scene_place(self, pos: QPointF) -> QPointF:
        """Scene units under a pixel of the viewport, with its fraction."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.map(pos)

    def centre(self) -> QPointF:
        """Scene units in the middle of the viewport."""
        return self.scene_place(QPointF(self.viewport().rect().center()))

    def visible(self) -> QRectF:
        """Scene units that are seen."""
        inverse, _ = self.viewportTransform().inverted()
        return inverse.mapRect(QRectF(self.viewport().rect()))

    @property
    def scale_now(self) -> float:
        """Pixels per unit."""
        return self.transform().m11()

    # Zoom and pan

    @property
    def insets(self) -> tuple[int, int, int, int]:
        """Pixels at the left, top, right and bottom edge that are covered."""
        return self._insets

    def set_insets(self, left: int, top: int, right: int, bottom: int) -> None:
        """Pixels at the edges that are covered; fitting leaves them free."""
        if self._insets != (left, top, right, bottom):
            self._insets = (left, top, right, bottom)
            if self._untouched:
                self.fit()

    def seen_rect(self) -> QRectF:
        """Where the body is in sight, in pixels: below the switches and between the rails."""
        left, top, right, _ = self._insets
        return QRectF(self.viewport().rect()).adjusted(left, top, -right, 0)

    def fit(self) -> None:
        """Ribs to knee, as at opening."""
        self._untouched = True
        room = QRectF(self.viewport().rect()).adjusted(
            self._insets[0], self._insets[1], -self._insets[2], -self._insets[3]
        )
        close_up = self.close_up()
        if room.width() < 10 or room.height() < 10:
            return
        whole = min(room.width() / close_up.width(), room.height() / close_up.height())
        widest = max(room.width() / close_up.width(), whole)
        self._set_scale(max(whole, min(OPENING_SCALE * self._theme.scale, widest)))
        shift = (room.center() - QRectF(self.viewport().rect()).center()) / self.scale_now
        self.centreOn(close_up.center() - shift)

    def zoom_in(self) -> None:
        """Look closer at the middle."""
        self.zoom_by(STEP, QPointF(self.viewport().rect().center()))

    def zoom_out(self) -> None:
        """See more."""
        self.zoom_by(1 / STEP, QPointF(self.viewport().rect().center()))

    def zoom_by(self, factor: float, around: QPointF) -> None:
        """What lies under ``around`` (viewport) stays under it."""
        self._untouched = False
        place = self.scene_place(around)
        self._set_scale(min(max(self.scale_now * factor, FARTHEST), CLOSEST))
        self.pan(around - self.viewportTransform().map(place))

    def pan(self, by: QPointF) -> None:
        """Move the body by pixels."""
        self._untouched = False
        self.centreOn(self.centre() - by / self.scale_now)

    def centreOn(self, place: QPointF) -> None:
        """Bring scene units to the middle; the figure cannot be lost from sight."""
        bounds = self.scene().sceneRect()
        x = min(max(place.x(), bounds.left()), bounds.right())
        y = min(max(place.y(), bounds.top()), bounds.bottom())
        middle = QPointF(self.viewport().rect().center())
        wide = QRectF(x, y, 0, 0).adjusted(-5000, -5000, 5000, 5000)
        self.setSceneRect(wide.united(bounds))
        here = self.viewportTransform().map(QPointF(x, y)) - middle
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        bars[0].setValue(bars[0].value() + round(here.x()))
        bars[1].setValue(bars[1].value() + round(here.y()))
        self.moved.emit()

    def go_to(self, place: QPointF) -> None:
        """Bring scene units to the middle, because a person asked for it."""
        self._untouched = False
        self.centreOn(place)

    def ensure_place_seen(self, scene_place: QPointF) -> None:
        """Pan as little as needed so that a place is not under an edge.

        While the map is not shown it has no size of its own yet, and waits for it.
        """
        if not self.isVisible():
            self._awaited = scene_place
            return
        place = self.viewportTransform().map(scene_place)
        left, top, right, bottom = self._insets
        room = QRectF(self.viewport().rect()).adjusted(left + 24, top + 24, -right - 24, -bottom - 24)
        if not room.contains(place):
            x = min(max(place.x(), room.left()), room.right())
            y = min(max(place.y(), room.top()), room.bottom())
            self.pan(QPointF(x, y) - place)

    def _set_scale(self, scale: float) -> None:
        self.resetTransform()
        self.scale(scale, scale)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        awaited, self._awaited = self._awaited, None
        if awaited is not None:
            self.ensure_place_seen(awaited)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._untouched:
            self.fit()
        self.moved.emit()
