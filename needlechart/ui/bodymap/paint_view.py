"""The body as something to paint on: finger, pen or mouse; two fingers, wheel and space bar move it.

A stroke goes out in reference units when the pointer leaves; nothing is kept here.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene, QWidget

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.types import Plate, Point
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.words import Figure, Layer, View
from needlechart.ui.bodymap.area_item import AreaItem
from needlechart.ui.bodymap.artwork import Artwork
from needlechart.ui.bodymap.body_view import BodyView
from needlechart.ui.bodymap.crosshair_item import CrosshairItem
from needlechart.ui.bodymap.frame import UNITS_PER_MM, Frame
from needlechart.ui.bodymap.gestures.base import Pointer
from needlechart.ui.bodymap.keys import ARROWS, COARSE_MM, FINE_MM
from needlechart.ui.bodymap.scene import MARGIN
from needlechart.ui.theme import Theme

BROADEST = 25.0
Shown = tuple[SymptomArea, str]
"""An area with its letter."""


class PaintView(BodyView):
    """``stroked(path, erase)``: places in reference units; ``delete_wanted()`` from the Delete key."""

    stroked = Signal(object, bool)
    delete_wanted = Signal()

    def __init__(self, atlas: Atlas, theme: Theme, art: Artwork, parent: QWidget | None = None) -> None:
        self._paint_scene = QGraphicsScene()
        super().__init__(self._paint_scene, theme, art, parent)
        self._paint_scene.setParent(self)
        self._atlas = atlas
        self._frame = Frame(atlas, Figure.FEMALE, View.FRONT)
        self._items: dict[str, AreaItem] = {}
        self._path: list[QPointF] = []
        self._erases = False
        self._grip: QPointF | None = None
        self.erase = False
        self.radius = 7.0
        self.can_paint = True
        self.crosshair = CrosshairItem(theme)
        self._live = QGraphicsPathItem()
        self._live.setZValue(20)
        self._ring = QGraphicsPathItem()
        self._ring.setZValue(30)
        for item in (self.crosshair, self._live, self._ring):
            self._paint_scene.addItem(item)
        self.viewport().setMouseTracking(True)
        self._reframe()

    # What is shown

    @property
    def frame_now(self) -> Frame:
        return self._frame

    @property
    def body_view(self) -> View:
        return self._frame.view

    @property
    def plate(self) -> Plate:
        """The skin of the view."""
        return self._atlas.plate(self._frame.figure, self._frame.view, Layer.SURFACE)

    def show_body(self, figure: Figure, view: View) -> None:
        """Turn the body, or draw another figure."""
        if (figure, view) == (self._frame.figure, self._frame.view):
            return
        self.cancel()
        self._frame = Frame(self._atlas, figure, view)
        self.crosshair.hide()
        for item in self._items.values():
            self._paint_scene.removeItem(item)
        self._items.clear()
        self._reframe()
        self.fit()
        self.redraw()

    def show_areas(self, areas: Sequence[Shown], selected: str, earlier: Sequence[SymptomArea] = ()) -> None:
        """Draw these areas and no others; those of other views are left out."""
        wanted = [(one, letter, False) for one, letter in areas]
        wanted += [(one, "", True) for one in earlier]
        seen = set()
        for area, letter, before in wanted:
            if area.view is not self.body_view:
                continue
            seen.add(area.id)
            item = self._items.get(area.id)
            if item is None:
                item = self._items[area.id] = AreaItem(self._theme)
                self._paint_scene.addItem(item)
            item.show_area(area, letter, self._frame, selected=area.id == selected, earlier=before)
        for gone in self._items.keys() - seen:
            self._paint_scene.removeItem(self._items.pop(gone))

    def items_by_id(self) -> dict[str, AreaItem]:
        """Every drawn area."""
        return dict(self._items)

    def pixel_of(self, x: float, y: float) -> QPointF:
        """Where a reference point is on the viewport."""
        return self.viewportTransform().map(self._frame.to_scene(x, y))

    def _reframe(self) -> None:
        left, top, right, bottom = self.plate.bounds
        body = QRectF(left, top, right - left, bottom - top)
        self._paint_scene.setSceneRect(body.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))

    def redraw(self) -> None:
        """The areas follow the colours too."""
        self._paint_scene.update()
        super().redraw()

    # A stroke

    def begin(self, pos: QPointF, *, erase: bool = False) -> None:
        """A pointer came down; ``erase``: by the other end of the pen."""
        self.cancel()
        if not self.can_paint:
            return
        self._erases = erase or self.erase
        self._path = [self.scene_place(pos)]
        self._show_live()

    def go_on(self, pos: QPointF) -> None:
        """The pointer is elsewhere."""
        if self._path:
            self._path.append(self.scene_place(pos))
            self._show_live()

    def finish(self) -> None:
        """The pointer left: the stroke goes out."""
        path, self._path = self._path, []
        self._live.setPath(QPainterPath())
        if path:
            self.stroked.emit([self._frame.to_reference(place) for place in path], self._erases)

    def cancel(self) -> bool:
        """Forget a stroke; whether there was one."""
        there = bool(self._path)
        self._path = []
        self._live.setPath(QPainterPath())
        return there

    def _show_live(self) -> None:
        path = QPainterPath(self._path[0])
        for place in self._path[1:] or [self._path[0] + QPointF(0.01, 0)]:
            path.lineTo(place)
        colour = QColor(self._theme.colour("bg" if self._erases else "accent"))
        colour.setAlphaF(0.7 if self._erases else 0.45)
        round_, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        self._live.setPen(QPen(colour, 2 * self.radius, Qt.PenStyle.SolidLine, round_, join))
        self._live.setPath(path)

    def _show_ring(self, place: QPointF | None) -> None:
        """The size of the brush under the mouse."""
        path = QPainterPath()
        if place is not None:
            path.addEllipse(place, self.radius, self.radius)
        pen = QPen(self._theme.colour("ink"), 1.5)
        pen.setCosmetic(True)
        self._ring.setPen(pen)
        self._ring.setPath(path)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hand = self.hand_held or event.button() is not Qt.MouseButton.LeftButton
        if hand:
            self._grip = event.position()
        else:
            self.begin(event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if not self._path:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self.pan(event.position() - self._grip)
            self._grip = event.position()
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self.go_on(event.position())
        self._show_ring(self.scene_place(event.position()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._grip = None
        else:
            self.go_on(event.position())
            self.finish()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_ring(None)

    # Finger and pen

    def pointer_down(self, pointer: Pointer, *, erases: bool = False) -> None:
        self.begin(pointer.pos, erase=erases)

    def pointer_moved(self, pointer: Pointer) -> None:
        self.go_on(pointer.pos)

    def pointer_up(self, pointer: Pointer) -> None:
        self.finish()

    def pointer_lost(self) -> None:
        self.cancel()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if key in ARROWS and (shift or not held):
            self._move_crosshair(*ARROWS[key], (FINE_MM if shift else COARSE_MM) * UNITS_PER_MM)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            self._dab()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not held:
            self.delete_wanted.emit()
        elif key == Qt.Key.Key_Escape and (self.cancel() or self._put_crosshair_away()):
            event.accept()
        elif not self._zoom_key(key, event):
            event.ignore()

    def _zoom_key(self, key: Qt.Key, event: QKeyEvent) -> bool:
        if key == Qt.Key.Key_Space and not event.modifiers():
            if not event.isAutoRepeat():
                self.set_hand(held=True)
            return True
        acts = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_Home: self.fit,
        }
        act = acts.get(key)
        if act is not None:
            act()
        return act is not None

    def _move_crosshair(self, dx: int, dy: int, step: float) -> None:
        """The first arrow brings the crosshair to the middle of what is seen."""
        cross = self.crosshair
        fresh = not cross.isVisible()
        x, y = self._frame.to_reference(self.centre() if fresh else cross.pos())
        if not fresh:
            x, y = x + dx * step, y + dy * step
        place: Point = self._atlas.clamp_to_body(self.body_view, x, y)
        cross.setPos(self._frame.to_scene(*place))
        cross.show()
        self._show_ring(cross.pos())
        self.ensure_place_seen(cross.pos())

    def _dab(self) -> None:
        if self.crosshair.isVisible() and self.can_paint:
            self.stroked.emit([self._frame.to_reference(self.crosshair.pos())], self.erase)

    def _put_crosshair_away(self) -> bool:
        there = self.crosshair.isVisible()
        self.crosshair.hide()
        self._show_ring(None)
        return there
