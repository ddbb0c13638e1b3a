"""The window onto one view of the body: zoom, pan, pointer and keyboard."""

from collections.abc import Callable
from math import hypot

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from needlechart.domain.words import Layer, View
from needlechart.ui.bodymap.artwork import Artwork
from needlechart.ui.bodymap.backdrop import Backdrop
from needlechart.ui.bodymap.callouts import Named, callouts, paint_callouts
from needlechart.ui.bodymap.fan import COVERED, CROWD, beside_offsets
from needlechart.ui.bodymap.gestures import Pointer, PointerKind, Router
from needlechart.ui.bodymap.keys import MapKeys
from needlechart.ui.bodymap.magnifier import Magnifier
from needlechart.ui.bodymap.marks import Life
from needlechart.ui.bodymap.palm import Palm
from needlechart.ui.bodymap.point_item import TOUCH, PointItem
from needlechart.ui.bodymap.scene import BodyMapScene
from needlechart.ui.bodymap.spoken_marks import SpokenMarks
from needlechart.ui.bodymap.zoom_view import STEP, ZoomView
from needlechart.ui.theme import Theme

_FREQUENT = frozenset(
    (QEvent.Type.Paint, QEvent.Type.MouseMove, QEvent.Type.UpdateRequest, QEvent.Type.MetaCall)
)
"""What comes many times in a second and is Qt's alone."""


class BodyMapView(ZoomView):
    """Shows a `BodyMapScene`; ``moved`` follows every zoom and pan, ``focused`` the keyboard."""

    focused = Signal()

    def __init__(
        self, scene: BodyMapScene, theme: Theme, art: Artwork, parent: QWidget | None = None
    ) -> None:
        super().__init__(scene, theme, parent)
        self.body_scene = scene
        self._space = False
        self._aside: list[PointItem] = []
        self._palm = Palm()
        self.namer: Callable[[View, Layer, float, float], str] | None = None
        self.router = Router(self)
        self.keys = MapKeys(self)
        self._backdrop = Backdrop(theme, art, self)
        self._backdrop.changed.connect(self._redraw_body)
        self._magnifier = Magnifier(self, theme)
        self.spoken = SpokenMarks(self)
        self.named = Named(lambda: callouts(self, theme, self._insets))
        self._set_up()
        theme.changed.connect(self._redraw_body)
        scene.arranged.connect(self._make_room)
        scene.arranged.connect(self.named.forget)
        self.moved.connect(self._make_room)
        for heard in (scene.arranged, self.moved):
            heard.connect(self.spoken.follow_soon)

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
        self.setAccessibleName("Body map")
        self.cards: tuple[QWidget, ...] = ()

    # Places

    def close_up(self) -> QRectF:
        """Ribs to knee."""
        return self.body_scene.close_up()

    def transform_now(self) -> tuple[float, ...]:
        """Where the scene lies in the viewport, and how large that is."""
        now, size = self.viewportTransform(), self.viewport().size()
        return now.m11(), now.dx(), now.dy(), size.width(), size.height()

    def viewport_place(self, item: PointItem) -> QPointF:
        """The pixel at which a mark's place is drawn."""
        return self.viewportTransform().map(item.pos())

    def mark_at(self, pos: QPointF) -> PointItem | None:
        """The mark whose touch area holds the pixel, the nearest first; fanned ones where they are drawn."""
        reach, to_pixels = TOUCH * self._theme.scale / 2, self.viewportTransform()
        found: list[tuple[float, float, PointItem]] = []
        for item in self.body_scene.items_by_id().values():
            away = to_pixels.map(item.pos()) + item.away - pos
            distance = hypot(away.x(), away.y())
            if distance <= reach:
                found.append((distance, -item.zValue(), item))
        return min(found, key=lambda one: one[:2])[2] if found else None

    def crowd_of(self, item: PointItem) -> list[PointItem]:
        """The mark and those that it covers or is covered by."""
        return [item, *(other for other, _ in self._around(item, CROWD))]

    def _around(self, item: PointItem, pixels: float) -> list[tuple[PointItem, QPointF]]:
        """The marks whose place is so near to a mark's (at text size 100 %), and how far: logical pixels."""
        scale, x, y = self.scale_now, item.x(), item.y()
        reach = pixels * self._theme.scale
        found = []
        for other in self.body_scene.items_by_id().values():
            across, down = (other.x() - x) * scale, (other.y() - y) * scale
            if abs(across) < reach and hypot(across, down) < reach and other is not item:
                found.append((other, QPointF(across, down)))
        return found

    def _make_room(self) -> None:
        """Draw the neighbours of the selected mark beside it, so that no number is hidden."""
        selected = self.body_scene.items_by_id().get(self.body_scene.selected)
        near = self._around(selected, COVERED) if selected else []
        near.sort(key=lambda one: one[0].mark.number)
        offsets = beside_offsets([away for _, away in near], self._theme.scale)
        before, self._aside = self._aside, [item for item, _ in near]
        for item in before:
            if item not in self._aside:
                item.set_aside(QPointF())
        for item, offset in zip(self._aside, offsets, strict=True):
            item.set_aside(offset)

    # What gestures do

    def place_at(self, pos: QPointF) -> None:
        """A tap on bare skin asks for a mark; off the body nothing happens."""
        self.place_at_scene(self.scene_place(pos))

    def place_at_scene(self, place: QPointF) -> None:
        """The same with scene units."""
        scene = self.body_scene
        if not scene.can_change:
            return
        x, y = scene.frame.to_reference(place)
        if scene.atlas.hit(scene.body_view, scene.layer, x, y).on_body:
            scene.place_wanted.emit(x, y)

    def open_menu(self, item: PointItem, pos: QPointF) -> None:
        """Right click and long press; a ghost has none."""
        if item.mark.life is Life.GHOST:
            return
        self.body_scene.menu_wanted.emit(item.mark.id, self.viewport().mapToGlobal(pos.toPoint()))

    def name_of(self, x: float, y: float) -> str:
        """The muscle under a reference point as the magnifier names it: as a mark placed there would be."""
        scene = self.body_scene
        hit = scene.atlas.hit(scene.body_view, scene.layer, x, y)
        if not hit.on_body:
            return "Off the body"
        if self.namer is not None and (name := self.namer(scene.body_view, scene.layer, x, y)):
            return name
        for region in scene.plate.regions:
            if region.muscle is not None and region.muscle == hit.muscle:
                return region.name
        return (hit.muscle or "Between muscles").replace("_", " ").capitalize()

    def show_magnifier(self, pos: QPointF) -> None:
        """The place under a finger, above it."""
        self._magnifier.show_at(pos)

    def hide_magnifier(self) -> None:
        """The finger left."""
        self._magnifier.hide()

    @property
    def hand_held(self) -> bool:
        """Whether the space bar makes the pointer a hand."""
        return self._space

    def set_hand(self, *, held: bool) -> None:
        """The space bar went down or up."""
        self._space = held
        self.show_hand(grabbing=False)

    def show_hand(self, *, grabbing: bool) -> None:
        """The cursor tells what a drag does."""
        if grabbing:
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.viewport().unsetCursor()

    # Painting

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        ratio = self.viewport().devicePixelRatioF()
        plate = self.body_scene.plate
        self._backdrop.paint(painter, plate, self.visible(), self.scale_now, ratio)

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        paint_callouts(painter, self, self._theme, self._insets)

    def _redraw_body(self) -> None:
        self.resetCachedContent()
        self.viewport().update()

    def redraw(self) -> None:
        """Another plate is shown."""
        self._redraw_body()

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.router.press(Pointer(event.position(), PointerKind.MOUSE, event.button()))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt's name for the second press; a press that came before it is the same one."""
        if not self.router.busy:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons():
            self.router.move(Pointer(event.position()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.router.release(Pointer(event.position(), PointerKind.MOUSE, event.button()))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.phase() is not Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull():
            self.pan(QPointF(event.pixelDelta()))  # two fingers on a trackpad
        elif event.angleDelta().y():
            self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in _FREQUENT:
            return super().viewportEvent(event)
        if isinstance(event, QTouchEvent):
            self._touch(event)
            return True
        if isinstance(event, QTabletEvent):
            return self._pen(event)
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
            return True
        if event.type() is QEvent.Type.ContextMenu:
            return True
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.body_scene.restyle_marks()
        return super().viewportEvent(event)

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        if self._palm.lies(event.type()):
            return
        if event.type() is QEvent.Type.TouchCancel:
            self.router.cancel()
            self.router.fingers_gone()
            return
        points = event.points()
        down = [point for point in points if point.state() is not point.state().Released]
        if len(down) >= 2:
            self.router.fingers([down[0].position(), down[1].position()])
        elif self.router.pinching:
            if not down:
                self.router.fingers_gone()
        elif points:
            self._one_finger(event.type(), Pointer(points[0].position(), PointerKind.TOUCH))

    def _one_finger(self, kind: QEvent.Type, pointer: Pointer) -> None:
        if kind is QEvent.Type.TouchBegin:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.router.press(pointer)
        elif kind is QEvent.Type.TouchUpdate:
            self.router.move(pointer)
        elif kind is QEvent.Type.TouchEnd:
            self.router.release(pointer)

    def _pen(self, event: QTabletEvent) -> bool:
        pointer = Pointer(event.position(), PointerKind.PEN, event.button())
        if self._palm.pen(down=event.type() is QEvent.Type.TabletPress):
            self.router.cancel()
            self.router.fingers_gone()
        if event.type() is QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.router.press(pointer)
        elif event.type() is QEvent.Type.TabletMove:
            self.router.move(pointer)
        elif event.type() is QEvent.Type.TabletRelease:
            self.router.release(pointer)
        event.accept()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.set_hand(held=False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.set_hand(held=False)
