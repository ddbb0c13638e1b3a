"""The body behind the marks: flat at once, with the full artwork as soon as it has been made."""

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from needlechart.atlas import style
from needlechart.atlas.style import BodyColours
from needlechart.atlas.types import Plate
from needlechart.ui.bodymap import artwork
from needlechart.ui.bodymap.artwork import Artwork, Wanted
from needlechart.ui.theme import Theme, ThemeName

_SETTLE_MS = 60
"""Rest after which the full artwork is made; while a hand zooms, flat drawing is enough."""
_MARGIN = 0.3
"""Share of the visible width that is drawn beyond it, so that panning need not draw again."""

_COLOURS = {
    ThemeName.LIGHT: style.LIGHT,
    ThemeName.DARK: style.DARK,
    ThemeName.HIGH_CONTRAST: style.HIGH_CONTRAST,
}


def body_colours(theme: Theme) -> BodyColours:
    """The colours of the body in the theme that is shown."""
    return _COLOURS[theme.name]


class Backdrop(QObject):
    """Paints one plate for one view; ``changed`` asks the view to paint again."""

    changed = Signal()

    def __init__(self, theme: Theme, art: Artwork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._art = art
        self._have: tuple[Wanted, QImage] | None = None
        self._next: Wanted | None = None
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._ask)
        art.ready.connect(self._on_ready)

    @property
    def complete(self) -> bool:
        """Whether the full artwork of the newest request is there."""
        return self._have is not None and self._have[0] == self._next

    def paint(self, painter: QPainter, plate: Plate, visible: QRectF, scale: float, dpr: float) -> None:
        """Paint what is ``visible`` (units) with a painter in units; ``scale`` is pixels per unit."""
        colours = body_colours(self._theme)
        painter.fillRect(visible, self._theme.colour("bg"))
        if self._fits(plate, visible, scale, colours, dpr):
            wanted, image = self._have  # type: ignore[misc]
            left, top, right, bottom = wanted.rect
            painter.drawImage(QRectF(QPointF(left, top), QPointF(right, bottom)), image)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        artwork.paint(painter, plate, colours, detail=False)
        wide = visible.adjusted(
            *(visible.width() * part for part in (-_MARGIN, 0, _MARGIN, 0)),
        ).adjusted(*(visible.height() * part for part in (0, -_MARGIN, 0, _MARGIN)))
        rect = (wide.left(), wide.top(), wide.right(), wide.bottom())
        self._next = Wanted(plate, rect, scale, colours, dpr)
        self._settle.start()

    def _fits(self, plate: Plate, visible: QRectF, scale: float, colours: BodyColours, dpr: float) -> bool:
        if self._have is None:
            return False
        had = self._have[0]
        left, top, right, bottom = had.rect
        covers = QRectF(QPointF(left, top), QPointF(right, bottom)).contains(visible)
        return covers and had.plate is plate and (had.scale, had.colours, had.dpr) == (scale, colours, dpr)

    def _ask(self) -> None:
        if self._next is not None:
            self._art.request(self._next)

    def _on_ready(self, wanted: Wanted, image: QImage) -> None:
        if wanted == self._next:
            self._have = (wanted, image)
            self.changed.emit()
