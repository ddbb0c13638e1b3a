"""A view of the body under a hand: what both maps share, whatever is marked or painted on them.

The body is drawn behind the items; mouse wheel, trackpad, two fingers and the space bar move it; finger, pen
and the palm beside it are told apart here. What one pointer means, the map that inherits says.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QNativeGestureEvent,
    QPainter,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from needlechart.atlas.types import Plate
from needlechart.ui.bodymap.artwork import Artwork
from needlechart.ui.bodymap.backdrop import Backdrop
from needlechart.ui.bodymap.gestures.base import Pointer, PointerKind
from needlechart.ui.bodymap.gestures.pinch import Pinch
from needlechart.ui.bodymap.palm import Palm
from needlechart.ui.bodymap.zoom_view import STEP, ZoomView
from needlechart.ui.theme import Theme

_FREQUENT = frozenset((QEvent.Type.Paint, QEvent.Type.MouseMove))
"""What comes many times in a second and is Qt's alone."""


class BodyView(ZoomView):
    """`plate` and the four `pointer_*` are the map's own."""

    def __init__(
        self, scene: QGraphicsScene, theme: Theme, art: Artwork, parent: QWidget | None = None
    ) -> None:
        super().__init__(scene, theme, parent)
        self._palm = Palm()
        self._pinch: Pinch | None = None
        self._space = False
        self._backdrop = Backdrop(theme, art, self)
        self._backdrop.changed.connect(self.redraw)
        theme.changed.connect(self.redraw)
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

    # The map's own

    @property
    def plate(self) -> Plate:
        """What is drawn now."""
        raise NotImplementedError

    def pointer_down(self, pointer: Pointer, *, erases: bool = False) -> None:
        """A finger or pen came down; ``erases``: with the other end of the pen."""
        raise NotImplementedError

    def pointer_moved(self, pointer: Pointer) -> None:
        """It is elsewhere; a pen that hovers moves too."""
        raise NotImplementedError

    def pointer_up(self, pointer: Pointer) -> None:
        """It left."""
        raise NotImplementedError

    def pointer_lost(self) -> None:
        """It was none, or became one of two: what it began is forgotten."""
        raise NotImplementedError

    # Painting

    def close_up(self) -> QRectF:
        """Ribs to knee."""
        left, top, right, bottom = self.plate.close_up
        return QRectF(left, top, right - left, bottom - top)

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:
        ratio = self.viewport().devicePixelRatioF()
        self._backdrop.paint(painter, self.plate, self.visible(), self.scale_now, ratio)

    def redraw(self) -> None:
        """Another plate is shown, or the same one otherwise."""
        self.resetCachedContent()
        self.viewport().update()

    # The hand that moves the body

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

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.set_hand(held=False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.set_hand(held=False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.phase() is not Qt.ScrollPhase.NoScrollPhase and not event.pixelDelta().isNull():
            self.pan(QPointF(event.pixelDelta()))  # two fingers on a trackpad
        elif event.angleDelta().y():
            self.zoom_by(STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    # Finger and pen

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
        return super().viewportEvent(event)

    def _touch(self, event: QTouchEvent) -> None:
        event.accept()
        if self._palm.lies(event.type()):
            return
        if event.type() is QEvent.Type.TouchCancel:
            self._let_go()
            return
        points = event.points()
        down = [point for point in points if point.state() is not point.state().Released]
        if len(down) >= 2:
            self._two_fingers(down[0].position(), down[1].position())
        elif self._pinch is not None:
            if not down:
                self._pinch = None
        elif points:
            self._one_finger(event.type(), Pointer(points[0].position(), PointerKind.TOUCH))

    def _two_fingers(self, one: QPointF, other: QPointF) -> None:
        """Two fingers move the body: what the first one began is forgotten."""
        if self._pinch is None:
            self.pointer_lost()
            self._pinch = Pinch(self, one, other)
        else:
            self._pinch.move(one, other)

    def _one_finger(self, kind: QEvent.Type, pointer: Pointer) -> None:
        if kind is QEvent.Type.TouchBegin:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.pointer_down(pointer)
        elif kind is QEvent.Type.TouchUpdate:
            self.pointer_moved(pointer)
        elif kind is QEvent.Type.TouchEnd:
            self.pointer_up(pointer)

    def _pen(self, event: QTabletEvent) -> bool:
        event.accept()
        pointer = Pointer(event.position(), PointerKind.PEN, event.button())
        if self._palm.pen(down=event.type() is QEvent.Type.TabletPress):
            self._let_go()
        if event.type() is QEvent.Type.TabletPress:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.pointer_down(pointer, erases=event.pointerType() is QPointingDevice.PointerType.Eraser)
        elif event.type() is QEvent.Type.TabletMove:
            self.pointer_moved(pointer)
        elif event.type() is QEvent.Type.TabletRelease:
            self.pointer_up(pointer)
        return True

    def _let_go(self) -> None:
        """No finger means anything any more."""
        self.pointer_lost()
        self._pinch = None
