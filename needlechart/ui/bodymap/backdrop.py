"""The body behind the marks: flat at once, with the full artwork as soon as it has been made."""

from dataclasses import replace
from math import ceil

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QImage, QPainter

from needlechart.atlas import style
from needlechart.atlas.style import BodyColours, Ground, PlateStyle
from needlechart.atlas.types import Plate
from needlechart.ui.bodymap import artwork
from needlechart.ui.bodymap.artwork import Artwork, Wanted
from needlechart.ui.theme import Theme

_SETTLE_MS = 60
"""Rest after which the full artwork is made; while a hand zooms, flat drawing is enough."""
_MARGIN = 0.3
"""Share of the visible width that is drawn beyond it, so that panning need not draw again."""


def body_colours(theme: Theme, plate_style: PlateStyle = PlateStyle.QUIET) -> BodyColours:
    """The colours of the body in the theme that is shown."""
    return style.colours(plate_style, Ground(theme.name.value))


class Backdrop(QObject):
    """Paints one plate for one view; ``changed`` asks the view to paint again."""

    changed = Signal()

    def __init__(self, theme: Theme, art: Artwork, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._art = art
        self._have: tuple[Wanted, QImage] | None = None
        self._seen: Wanted | None = None
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._ask)
        art.ready.connect(self._on_ready)
        art.restyled.connect(self.changed)

    @property
    def complete(self) -> bool:
        """Whether what was painted last was the full artwork, sharp."""
        return self._seen is not None and self._sharp(self._seen)

    def paint(self, painter: QPainter, plate: Plate, visible: QRectF, scale: float, dpr: float) -> None:
        """Paint what is ``visible`` (units) with a painter in units; ``scale`` is pixels per unit."""
        colours = body_colours(self._theme, self._art.style)
        painter.fillRect(visible, self._theme.colour("bg"))
        seen = (visible.left(), visible.top(), visible.right(), visible.bottom())
        here = Wanted(plate, seen, scale, colours, dpr)
        self._have = self._art.find(here)
        if self._have is None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            artwork.paint(painter, plate, colours, detail=False, visible=visible)
        else:
            _draw(painter, *self._have, sharp=self._sharp(here))
        zooming = self._seen is not None and self._seen.plate is plate and self._seen.colours == colours
        self._seen = here
        if not self._sharp(here):
            self._settle.start(_SETTLE_MS if zooming else 0)

    def _sharp(self, here: Wanted) -> bool:
        return self._have is not None and (self._have[0].scale, self._have[0].dpr) == (here.scale, here.dpr)

    def _ask(self) -> None:
        """First what is seen; what lies around it follows."""
        if self._seen is not None and not self._sharp(self._seen):
            self._art.request(self._seen)

    def _on_ready(self, wanted: Wanted, image: QImage) -> None:
        if wanted == self._seen and not self._sharp(wanted):
            self._art.request(_wider(wanted))
            self.changed.emit()


def _wider(seen: Wanted) -> Wanted:
    """The same with a margin of whole device pixels, so that panning need not draw again."""
    left, top, right, bottom = seen.rect
    across = ceil((right - left) * _MARGIN * seen.density) / seen.density
    down = ceil((bottom - top) * _MARGIN * seen.density) / seen.density
    return replace(seen, rect=(left - across, top - down, right + across, bottom + down))


def _draw(painter: QPainter, wanted: Wanted, image: QImage, *, sharp: bool) -> None:
    left, top, right, bottom = wanted.rect
    if not sharp:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(QPointF(left, top), QPointF(right, bottom)), image)
        return
    corner = painter.worldTransform().map(QPointF(left, top)) * wanted.dpr
    painter.save()
    painter.resetTransform()  # pixel on pixel: nothing is resampled
    painter.drawImage(QPointF(round(corner.x()), round(corner.y())) / wanted.dpr, image)
    painter.restore()
