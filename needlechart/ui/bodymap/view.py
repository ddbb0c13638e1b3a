"""The window onto one view of the body: zoom, pan, pointer and keyboard."""

from collections.abc import Callable
from math import hypot

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPointerEvent
from PySide6.QtWidgets import QWidget

from needlechart.atlas.types import Plate
from needlechart.domain.words import Layer, View
from needlechart.ui.bodymap.artwork import Artwork
from needlechart.ui.bodymap.body_view import BodyView
from needlechart.ui.bodymap.callouts import Named, paint_callouts
from needlechart.ui.bodymap.fan import COVERED, CROWD, beside_offsets
from needlechart.ui.bodymap.gestures import Pointer, PointerKind, Router
from needlechart.ui.bodymap.keys import MapKeys
from needlechart.ui.bodymap.magnifier import Magnifier
from needlechart.ui.bodymap.marks import Life
from needlechart.ui.bodymap.point_item import TOUCH, PointItem
from needlechart.ui.bodymap.scene import BodyMapScene
from needlechart.ui.bodymap.spoken_marks import SpokenMarks
from needlechart.ui.theme import Theme
from needlechart.ui.widgets.second_tap import is_stray

_PRESSES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class BodyMapView(BodyView):
    """Shows a `BodyMapScene`; ``moved`` follows every zoom and pan, ``focused`` the keyboard."""

    focused = Signal()

    def __init__(
        self, scene: BodyMapScene, theme: Theme, art: Artwork, parent: QWidget | None = None
    ) -> None:
        super().__init__(scene, theme, art, parent)
        self.body_scene = scene
        self._aside: list[PointItem] = []
        self.namer: Callable[[View, Layer, float, float], str] | None = None
        self.router = Router(self)
        self.keys = MapKeys(self)
        self._magnifier = Magnifier(self, theme)
        self.spoken = SpokenMarks(self)
        self.named = Named(self, theme)
        self.setAccessibleName("Body map")
        self.cards: tuple[QWidget, ...] = ()
        scene.arranged.connect(self._make_room)
        scene.arranged.connect(self.named.again_soon)
        self.moved.connect(self._make_room)
        for heard in (scene.arranged, self.moved):
            heard.connect(self.spoken.follow_soon)

    # Places

    @property
    def plate(self) -> Plate:
        """What is drawn now."""
        return self.body_scene.plate

    def transform_now(self) -> tuple[float, ...]:
        """Where the scene lies in the viewport, and how large that is."""
        now, size = self.viewportTransform(), self.viewport().size()
        return now.m11(), now.dx(), now.dy(), size.width(), size.height()

    def viewport_place(self, item: PointItem) -> QPointF:
        """The pixel at which a mark's place is drawn."""
        return self.viewportTransform().map(item.pos())

    def extent_of(self, item: PointItem) -> QRect:
        """The pixels a mark is drawn on."""
        return item.boundingRect().translated(self.viewport_place(item)).toAlignedRect()

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
        """The same with scene units; in a view that asks something first, the step says so."""
        scene = self.body_scene
        if not scene.can_change and not scene.asks_first:
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

    # Painting

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        paint_callouts(painter, self._theme, self.named.at(self.insets))

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

    def pointer_down(self, pointer: Pointer, *, erases: bool = False) -> None:
        self.router.press(pointer)

    def pointer_moved(self, pointer: Pointer) -> None:
        self.router.move(pointer)

    def pointer_up(self, pointer: Pointer) -> None:
        self.router.release(pointer)

    def pointer_lost(self) -> None:
        self.router.cancel()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.body_scene.restyle_marks()
        elif event.type() in _PRESSES and isinstance(event, QPointerEvent) and self._is_stray(event):
            event.accept()
            return True
        return super().viewportEvent(event)

    @staticmethod
    def _is_stray(event: QPointerEvent) -> bool:
        """Whether it is the second tap on a button that is gone, and the body lies bare under it."""
        points = event.points()
        return bool(points) and is_stray(event, points[0].globalPosition(), "body")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()
