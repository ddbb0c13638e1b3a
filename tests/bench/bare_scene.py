"""The floor of the body map: as many items in a view as large over the same picture, all by Qt."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QBrush, QMouseEvent, QPainter, QPixmap, QTransform
from PySide6.QtWidgets import QApplication, QGraphicsEllipseItem, QGraphicsScene, QGraphicsView

from needlechart.ui.bodymap import artwork
from needlechart.ui.bodymap.backdrop import body_colours
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.theme import Theme


def moved(target: QGraphicsView, kind: QEvent.Type, place: QPointF) -> None:
    """One event of a mouse whose button is held."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    held = none if kind is QEvent.Type.MouseButtonRelease else left
    button = none if kind is QEvent.Type.MouseMove else left
    port = target.viewport()
    far = QPointF(port.mapToGlobal(place.toPoint()))
    QApplication.sendEvent(port, QMouseEvent(kind, place, far, button, held, Qt.KeyboardModifier.NoModifier))


def painted() -> None:
    """Everything that asked for it is drawn."""
    QApplication.processEvents()


class BareScene:
    """Round items that Qt itself moves and paints; the body is a picture, as it is in ours while zooming."""

    def __init__(self, like: BodyMapView) -> None:
        self.scene = QGraphicsScene()
        self.scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.scene.setSceneRect(like.sceneRect())
        self.scene.setBackgroundBrush(_body(like))
        self.items = [self._add(point.pos()) for point in like.body_scene.items_by_id().values()]
        self.view = QGraphicsView(self.scene)
        self.view.setFrameShape(like.frameShape())
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.view.setCacheMode(QGraphicsView.CacheModeFlag.CacheBackground)
        self.view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.view.resize(like.size())
        self.view.setTransform(like.transform())
        self.view.centerOn(like.centre())
        self.view.show()
        painted()

    def _add(self, place: QPointF) -> QGraphicsEllipseItem:
        item = QGraphicsEllipseItem(-15, -15, 30, 30)
        item.setFlag(QGraphicsEllipseItem.GraphicsItemFlag.ItemIgnoresTransformations)
        item.setFlag(QGraphicsEllipseItem.GraphicsItemFlag.ItemIsMovable)
        item.setBrush(Qt.GlobalColor.white)
        item.setPos(place)
        self.scene.addItem(item)
        return item

    def pixel_of(self, number: int) -> QPointF:
        """Where an item is drawn."""
        return self.view.viewportTransform().map(self.items[number].pos())

    def drag(self, to: QPointF) -> None:
        """The pointer, which holds an item, is elsewhere."""
        moved(self.view, QEvent.Type.MouseMove, to)
        painted()

    def zoom(self, factor: float) -> None:
        """Scale everything."""
        self.view.scale(factor, factor)
        painted()

    def tap(self, pixel: QPointF) -> None:
        """One more item, painted, and away again."""
        item = self._add(self.view.mapToScene(pixel.toPoint()))
        painted()
        self.scene.removeItem(item)


def _body(like: BodyMapView) -> QBrush:
    """The full artwork around what is seen, as a brush in scene units."""
    seen, plate = like.visible(), like.body_scene.plate
    rect = seen.adjusted(-seen.width(), -seen.height(), seen.width(), seen.height())
    place = (rect.left(), rect.top(), rect.right(), rect.bottom())
    theme = Theme.current()
    image = artwork.render(plate, place, like.scale_now, body_colours(theme))
    picture = QPixmap(image.size())
    picture.fill(theme.colour("bg"))
    painter = QPainter(picture)
    painter.drawImage(0, 0, image)
    painter.end()
    brush = QBrush(picture)
    brush.setTransform(
        QTransform.fromTranslate(rect.left(), rect.top()).scale(1 / like.scale_now, 1 / like.scale_now)
    )
    return brush
