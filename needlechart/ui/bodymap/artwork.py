"""Draws plates with QPainter: flat paths at once, the full artwork as images made off the GUI thread.

    paths(plate) -> tuple[(Region, QPainterPath), ...]   # cached; for hover, selection, flat drawing
    skin_path(plate) -> QPainterPath
    paint(painter, plate, colours, detail=True)          # painter already in units
    render(plate, rect, scale, colours, dpr) -> QImage   # any thread; rect in units, scale in logical px/unit
    Artwork.request(plate, rect, scale, colours, dpr)    # answers with the signal `ready`

Images are kept for the last few (plate, rectangle, scale, colours, dpr); a scene asks again with `image`.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QObject, QPointF, QRectF, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from needlechart.atlas.style import BodyColours
from needlechart.atlas.types import Bones, Curve, Detail, Nerve, Plate, Rect, Region, Shape
from needlechart.domain.words import View

BONES_FROM = 270.0
"""The rib cage above this height (front, back and side views) is not good enough to be shown."""

FINEST, BOLDEST = 0.9, 2.2
"""Below and above these logical pixels per unit lines keep their width on screen."""

_KEPT = 12


def path_of(*curves: Curve, closed: bool = True) -> QPainterPath:
    """One path of all the chains, filled by the even-odd rule."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for curve in curves:
        path.moveTo(curve[0], curve[1])
        for i in range(2, len(curve) - 5, 6):
            path.cubicTo(*curve[i : i + 6])
        if closed:
            path.closeSubpath()
    return path


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


def paint(painter: QPainter, plate: Plate, colours: BodyColours, *, detail: bool = True) -> None:
    """Draw a plate with a painter whose coordinates are units.

    Without `detail` only flat skin, bones and regions are drawn: fast enough for the GUI thread.
    """
    pen = _Pen(painter, colours, detail=detail)
    pen.skin(plate)
    body = skin_path(plate)
    for step in plate.steps:
        match step:
            case Bones():
                pen.bones(step, body)
            case Nerve():
                pen.nerve(step)
            case Detail():
                pen.detail(step)
            case Region():
                pen.region(step)
    pen.stroke(body, colours.skin_line, 1.0)


class _Pen:
    """One painter with one set of colours."""

    def __init__(self, painter: QPainter, colours: BodyColours, *, detail: bool) -> None:
        self._painter = painter
        self._colours = colours
        self._detail = detail
        scale = abs(painter.transform().m11()) or 1.0
        self._thin = min(max(scale, FINEST), BOLDEST) / scale

    def fill(self, path: QPainterPath, colour: str, alpha: float = 1.0) -> None:
        shade = QColor(colour)
        shade.setAlphaF(alpha)
        self._painter.fillPath(path, shade)

    def line(self, curve: Curve, colour: str, width: float, alpha: float = 1.0) -> None:
        self.stroke(path_of(curve, closed=False), colour, width, alpha)

    def nerve(self, step: Nerve) -> None:
        """As wide as it is drawn, at every zoom."""
        self.line(step.line, self._colours.nerve, step.width / self._thin)

    def stroke(self, path: QPainterPath, colour: str, width: float, alpha: float = 1.0) -> None:
        shade = QColor(colour)
        shade.setAlphaF(alpha)
        width *= self._thin
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        self._painter.strokePath(path, QPen(shade, width, Qt.PenStyle.SolidLine, cap, join))

    def clipped(self, path: QPainterPath) -> None:
        self._painter.save()
        self._painter.setClipPath(path, Qt.ClipOperation.IntersectClip)

    def skin(self, plate: Plate) -> None:
        path = skin_path(plate)
        self.fill(path, self._colours.skin)
        if self._detail:
            self.shading(plate.skin, path)
            for curve in plate.skin.lines:
                self.line(curve, self._colours.skin_line, 0.6, 0.7)

    def shading(self, shape: Shape, inside: QPainterPath) -> None:
        if not self._colours.shade_alpha:
            return
        self.clipped(inside)
        for band in shape.shading:
            self.fill(path_of(*band), self._colours.shade, self._colours.shade_alpha)
        self._painter.restore()

    def bones(self, step: Bones, body: QPainterPath) -> None:
        self.clipped(body)
        self._painter.setClipRect(QRectF(-1000, BONES_FROM, 2000, 2000), Qt.ClipOperation.IntersectClip)
        if step.clip:
            window = QPainterPath()
            window.addPolygon(QPolygonF([QPointF(x, y) for x, y in step.clip]))
            self._painter.setClipPath(window, Qt.ClipOperation.IntersectClip)
        path = path_of(*step.shape.outline)
        self.fill(path, self._colours.bone)
        if self._detail:
            self.shading(step.shape, path)
            for curve in step.shape.lines:
                self.line(curve, self._colours.bone_line, 0.35, 0.6)
        self.stroke(path, self._colours.bone_line, 0.5)
        self._painter.restore()

    def detail(self, step: Detail) -> None:
        colours = self._colours
        fill = {"bone": colours.bone, "soft": colours.context, "opening": colours.opening}
        path = path_of(step.outline)
        self.fill(path, fill.get(step.tone, colours.tendon))
        self.stroke(path, colours.bone_line if step.tone == "bone" else colours.muscle_line, 0.6)

    def region(self, region: Region) -> None:
        colours = self._colours
        path = path_of(region.outline)
        self.fill(path, colours.muscle if region.markable else colours.context)
        if self._detail:
            self.clipped(path)
            self._inside(region)
            self._painter.restore()
        self.stroke(path, colours.muscle_line, 0.6)

    def _inside(self, region: Region) -> None:
        colours = self._colours
        if colours.light_alpha:
            for level in region.levels:
                self.fill(path_of(level), colours.light, colours.light_alpha)
        if region.fibres:
            self.stroke(path_of(*region.fibres, closed=False), colours.fibre, 0.35, colours.fibre_alpha)
        for tendon in region.tendons:
            self.fill(path_of(tendon), colours.tendon)
        for line in region.inscriptions:
            self.line(line, colours.tendon, 1.3, 0.8)


def render(plate: Plate, rect: Rect, scale: float, colours: BodyColours, dpr: float = 1.0) -> QImage:
    """The full artwork of a rectangle in units, transparent around the body; safe in any thread."""
    left, top, right, bottom = rect
    width, height = (right - left) * scale * dpr, (bottom - top) * scale * dpr
    image = QImage(max(1, round(width)), max(1, round(height)), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    painter.translate(-left, -top)
    paint(painter, plate, colours)
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


class _Done(QObject):
    done = Signal(object, QImage)


class _Job(QRunnable):
    def __init__(self, wanted: Wanted, done: _Done) -> None:
        super().__init__()
        self._wanted = wanted
        self._done = done

    def run(self) -> None:
        wanted = self._wanted
        image = render(wanted.plate, wanted.rect, wanted.scale, wanted.colours, wanted.dpr)
        self._done.done.emit(wanted, image)


class Artwork(QObject):
    """Full artwork on request; the newest few images are kept."""

    ready = Signal(object, QImage)
    """A `Wanted` and its image, in the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images: OrderedDict[tuple[object, ...], QImage] = OrderedDict()
        self._running: set[tuple[object, ...]] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._done = _Done()
        self._done.done.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def image(self, wanted: Wanted) -> QImage | None:
        """The image if it is there; nothing is started."""
        return self._images.get(wanted.key)

    def request(self, wanted: Wanted) -> None:
        """Make the image unless it is there or on its way; `ready` follows in every case but the second."""
        if (image := self._images.get(wanted.key)) is not None:
            self._images.move_to_end(wanted.key)
            self.ready.emit(wanted, image)
        elif wanted.key not in self._running:
            self._running.add(wanted.key)
            self._pool.start(_Job(wanted, self._done))

    def finish(self) -> None:
        """Wait for running work; before the program ends or locks."""
        self._pool.clear()
        self._pool.waitForDone()

    def clear(self) -> None:
        """Forget all images (theme change)."""
        self._images.clear()

    def _keep(self, wanted: Wanted, image: QImage) -> None:
        self._running.discard(wanted.key)
        self._images[wanted.key] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.ready.emit(wanted, image)


def is_schematic(plate: Plate) -> bool:
    """The pelvic floor has a frame of its own."""
    return plate.view is View.PELVIC_FLOOR
