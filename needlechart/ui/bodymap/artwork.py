"""Carries out a plate's drawing with QPainter: flat at once, the full artwork off the GUI thread.

    paths(plate) -> tuple[(Region, QPainterPath), ...]   # cached; for hover, selection, flat drawing
    skin_path(plate) -> QPainterPath
    paint(painter, plate, colours, detail=True)          # painter already in units
    render(plate, rect, scale, colours, dpr) -> QImage   # any thread; rect in units, scale in logical px/unit
    Artwork.request(Wanted(...))                         # answers with the signal `ready`

Images are kept for the last few (plate, rectangle, scale, colours, dpr); `image` and `find` look there.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath

from needlechart.atlas.drawing import drawing
from needlechart.atlas.style import BodyColours, PlateStyle
from needlechart.atlas.types import Plate, Rect, Region
from needlechart.domain.words import View
from needlechart.editing.answers import tell
from needlechart.ui.bodymap.ink import Node, nodes_of, path_of

FINEST, BOLDEST = 0.9, 2.2
"""Below and above these logical pixels per unit lines keep their width on screen."""

TILE = 384
"""Side in device pixels of what is drawn at once off the GUI thread."""

_EDGE = 1e-6
"""Units; scrolling by whole pixels is not exact in units."""

KEPT_BYTES = 160_000_000
"""Images of more than this together are forgotten, the oldest first."""


@cache
def _paths(plate: _ById) -> tuple[tuple[Region, QPainterPath], ...]:
    return tuple((region, path_of(region.outline)) for region in plate.plate.regions)


class _ById:
    """A plate as a dictionary key; plates are made once, so identity is equality."""

    __slots__ = ("plate",)

    def __init__(self, plate: Plate) -> None:
        self.plate = plate

    def __hash__(self) -> int:
        return hash((self.plate.figure, self.plate.view, self.plate.layer))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and other.plate is self.plate


def paths(plate: Plate) -> tuple[tuple[Region, QPainterPath], ...]:
    """Each region with its outline, in drawing order, in the units of the plate's figure; cached."""
    return _paths(_ById(plate))


@lru_cache(maxsize=32)
def _skin(plate: _ById) -> QPainterPath:
    return path_of(*plate.plate.skin.outline)


def skin_path(plate: Plate) -> QPainterPath:
    """The outline of the body; cached."""
    return _skin(_ById(plate))


@lru_cache(maxsize=24)
def _prepared(plate: _ById, colours: BodyColours, detail: bool) -> list[Node]:
    return nodes_of(drawing(plate.plate, colours, detail=detail))


def paint(
    painter: QPainter,
    plate: Plate,
    colours: BodyColours,
    *,
    detail: bool = True,
    visible: QRectF | None = None,
    scale: float = 0.0,
) -> None:
    """Draw a plate with a painter whose coordinates are units; only what touches `visible`, if given.

    Without `detail` only flat skin, bones and regions are drawn: fast enough for the GUI thread. `scale` is
    logical pixels per unit, where that is not the painter's own.
    """
    scale = scale or abs(painter.transform().m11()) or 1.0
    thin = min(max(scale, FINEST), BOLDEST) / scale
    for node in _prepared(_ById(plate), colours, detail):
        node.paint(painter, thin, visible)


def render(plate: Plate, rect: Rect, scale: float, colours: BodyColours, dpr: float = 1.0) -> QImage:
    """The full artwork of a rectangle in units, transparent around the body; safe in any thread.

    Made tile by tile: Qt keeps the interpreter during each of its calls, so that none may be long.
    """
    left, top, right, bottom = rect
    width, height = (right - left) * scale * dpr, (bottom - top) * scale * dpr
    image = QImage(max(1, round(width)), max(1, round(height)), QImage.Format.Format_ARGB32_Premultiplied)
    whole = QPainter(image)
    whole.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    for y in range(0, image.height(), TILE):
        for x in range(0, image.width(), TILE):
            corner = QPointF(left + x / (scale * dpr), top + y / (scale * dpr))
            whole.drawImage(x, y, _tile(plate, corner, scale, dpr, colours))
    whole.end()
    image.setDevicePixelRatio(dpr)
    return image


def _tile(plate: Plate, corner: QPointF, scale: float, dpr: float, colours: BodyColours) -> QImage:
    image = QImage(TILE, TILE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale * dpr, scale * dpr)
    painter.translate(-corner)
    size = TILE / (scale * dpr)
    paint(painter, plate, colours, visible=QRectF(corner.x(), corner.y(), size, size), scale=scale)
    painter.end()
    return image


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an image shows: `rect` in units of the plate's figure, `scale` in logical pixels per unit."""

    plate: Plate
    rect: Rect
    scale: float
    colours: BodyColours
    dpr: float = 1.0

    @property
    def key(self) -> tuple[object, ...]:
        plate = self.plate
        return plate.figure, plate.view, plate.layer, self.rect, self.scale, self.colours, self.dpr

    @property
    def density(self) -> float:
        """Device pixels per unit."""
        return self.scale * self.dpr

    def covers(self, rect: Rect) -> bool:
        """Whether all of another rectangle is in this one."""
        left, top, right, bottom = self.rect
        return (
            left - _EDGE <= rect[0]
            and top - _EDGE <= rect[1]
            and right + _EDGE >= rect[2]
            and bottom + _EDGE >= rect[3]
        )


class Artwork(QObject):
    """Full artwork on request; the newest few images are kept."""

    ready = Signal(object, QImage)
    """A `Wanted` and its image, in the GUI thread."""
    restyled = Signal()
    """Quiet or full colour was chosen: what is shown must be painted again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[tuple[object, ...], tuple[Wanted, QImage]] = OrderedDict()
        self._running: dict[tuple[object, ...], Future[QImage]] = {}
        self._style = PlateStyle.QUIET
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="artwork")
        self.destroyed.connect(partial(_let_go, self._images, self._pool))

    @property
    def style(self) -> PlateStyle:
        """How the body is drawn."""
        return self._style

    def set_style(self, style: PlateStyle) -> None:
        """Draw the body quietly or in full colour."""
        if style is not self._style:
            self._style = style
            self.restyled.emit()

    def image(self, wanted: Wanted) -> QImage | None:
        """The image if it is there; nothing is started."""
        kept = self._images.get(wanted.key)
        return kept[1] if kept else None

    def find(self, wanted: Wanted) -> tuple[Wanted, QImage] | None:
        """The kept image of the same plate and colours that shows all of the rectangle, sharpest first."""
        found: tuple[Wanted, QImage] | None = None
        for kept, image in self._images.values():
            if kept.plate is wanted.plate and kept.colours == wanted.colours and kept.covers(wanted.rect):
                if kept.density == wanted.density:
                    return kept, image
                if found is None or abs(kept.density - wanted.density) < abs(
                    found[0].density - wanted.density
                ):
                    found = kept, image
        return found

    def request(self, wanted: Wanted) -> None:
        """Make the image unless it is there or on its way; `ready` follows in every case but the second."""
        if (image := self.image(wanted)) is not None:
            self._images.move_to_end(wanted.key)
            self.ready.emit(wanted, image)
        elif wanted.key not in self._running:
            drawn = self._pool.submit(
                render, wanted.plate, wanted.rect, wanted.scale, wanted.colours, wanted.dpr
            )
            self._running[wanted.key] = drawn
            tell(drawn, self, partial(self._arrived, wanted))

    def finish(self) -> None:
        """Wait for running work; before the program ends or locks."""
        for drawn in self._running.values():
            drawn.cancel()
        wait(self._running.values())

    def clear(self) -> None:
        """Forget all images (theme change)."""
        self._images.clear()

    def _arrived(self, wanted: Wanted, drawn: Future[QImage]) -> None:
        self._running.pop(wanted.key, None)
        if not drawn.cancelled():
            self._keep(wanted, drawn.result())

    def _keep(self, wanted: Wanted, image: QImage) -> None:
        self._images[wanted.key] = wanted, image
        while len(self._images) > 1 and self._bytes() > KEPT_BYTES:
            self._images.popitem(last=False)
        self.ready.emit(wanted, image)

    def _bytes(self) -> int:
        return sum(image.sizeInBytes() for _, image in self._images.values())


def _let_go(images: OrderedDict[tuple[object, ...], tuple[Wanted, QImage]], pool: ThreadPoolExecutor) -> None:
    """The pictures of a map are 14 MB and its thread: they go with it, whoever still knows its name."""
    images.clear()
    pool.shutdown(wait=False, cancel_futures=True)


def is_schematic(plate: Plate) -> bool:
    """The pelvic floor has a frame of its own."""
    return plate.view is View.PELVIC_FLOOR
