"""The body as something to paint on: finger, pen or mouse; two fingers, wheel and space bar move it.

A stroke goes out in reference units when the pointer leaves; nothing is kept here.
"""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsPathItem, QGraphicsScene, QGraphicsView, QWidget

from needlechart.atlas.atlas import MM_PER_UNIT, Atlas
from needlechart.atlas.types import Plate, Point
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.words import Figure, Layer, View
from needlechart.ui.bodymap.area_item import AreaItem
from needlechart.ui.bodymap.artwork import Artwork
from needlechart.ui.bodymap.backdrop import Backdrop
from needlechart.ui.bodymap.crosshair_item import CrosshairItem
from needlechart.ui.bodymap.frame import Frame
from needlechart.ui.bodymap.gestures.pinch import Pinch
from needlechart.ui.bodymap.zoom_view import STEP, ZoomView
from needlechart.ui.theme import Theme

BROADEST = 25.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
COARSE, FINE = 5.0 / MM_PER_UNIT, 1.0 / MM_PER_UNIT
MARGIN = 60.0
PALM_MS = 600
"""A touch this soon after the pen left is the hand that holds it."""

Shown = tuple[SymptomArea, str]
"""An area with its letter."""


class PaintView(ZoomView):
    """``stroked(path, erase)``: places in reference units; ``delete_wanted()`` from the Delete key."""

    stroked = Signal(object, bool)
    delete_wanted = Signal()

    def __init__(self, atlas: Atlas, theme: Theme, art: Artwork, parent: QWidget | None = None) -> None:
        self._paint_scene = QGraphicsScene()
        super().__init__(self._paint_scene, theme, parent)
        self._atlas = atlas
        self._frame = Frame(atlas, Figure.FEMALE, View.FRONT)
        self._items: dict[str, AreaItem] = {}
        self._path: list[QPointF] = []
        self._erases = False
        self._hand = False
        self._grip: QPointF | None = None
        self._pinch: Pinch | None = None
        self._since_pen = QElapsedTimer()
        self._pen_down = False
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
        self._backdrop = Backdrop(theme, art, self)
        self._backdrop.changed.connect(self._redraw)
        theme.changed.connect(self._redraw)
        self._set_up()
        self._reframe()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.viewport().setMouseTracking(True)

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

    def close_up(self) -> QRectF:
        """Ribs to knee."""
        left, top, right, bottom = self.plate.close_up
        return QRectF(left, top, right - left, bottom - top)

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
        self._redraw()

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

    def _redraw(self) -> None:
        self.resetCachedContent()
        self._paint_scene.update()
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        ratio = self.viewport().devicePixelRatioF()
        self._backdrop.paint(painter, self.plate, self.visible(), self.scale_now, ratio)

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
        hand = self._hand or event.button() is not Qt.MouseButton.LeftButton
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

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.phase() is not Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull():
            self.pan(QPointF(event.pixelDelta()))
        elif event.angleDelta().y():
            self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    # Finger and pen

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        if isinstance(event, QTabletEvent):
            return self._pen(event)
        if event.type() is QEvent.Type.ContextMenu:
            return True
        return super().viewportEvent(event)

    def _palm(self) -> bool:
        resting = self._since_pen.isValid() and self._since_pen.elapsed() < PALM_MS
        return self._pen_down or resting

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        points = event.points()
        down = [point for point in points if point.state() is not point.state().Released]
        if event.type() is QEvent.Type.TouchCancel:
            self.cancel()
            self._pinch = None
        elif self._palm():
            return
        elif len(down) >= 2:
            self._two(down[0].position(), down[1].position())
        elif self._pinch is not None:
            if not down:
                self._pinch = None
        elif points:
            self._one(event.type(), points[0].position())

    def _two(self, one: QPointF, other: QPointF) -> None:
        """Two fingers never paint: what the first one began is forgotten."""
        if self._pinch is None:
            self.cancel()
            self._pinch = Pinch(self, one, other)
        else:
            self._pinch.move(one, other)

    def _one(self, kind: QEvent.Type, pos: QPointF) -> None:
        if kind is QEvent.Type.TouchBegin:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.begin(pos)
        elif kind is QEvent.Type.TouchUpdate:
            self.go_on(pos)
        elif kind is QEvent.Type.TouchEnd:
            self.finish()

    def _pen(self, event: QTabletEvent) -> bool:
        event.accept()
        if event.type() is QEvent.Type.TabletPress:
            self._pen_down = True
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.begin(event.position(), erase=event.pointerType() is QPointingDevice.PointerType.Eraser)
        elif event.type() is QEvent.Type.TabletMove:
            self.go_on(event.position())
        elif event.type() is QEvent.Type.TabletRelease:
            self._pen_down = False
            self._since_pen.start()
            self.finish()
        return True

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = held == Qt.KeyboardModifier.ShiftModifier
        if key in _ARROWS and (shift or not held):
            self._move_crosshair(*_ARROWS[key], FINE if shift else COARSE)
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
            self._hand = True
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

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hand = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._hand = False

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
