"""Carries out a plate's drawing with QPainter: flat at once, the full artwork off the GUI thread.

    paths(plate) -> tuple[(Region, QPainterPath), ...]   # cached; for hover, selection, flat drawing
    skin_path(plate) -> QPainterPath
    paint(painter, plate, colours, detail=True)          # painter already in units
    render(plate, rect, scale, colours, dpr) -> QImage   # any thread; rect in units, scale in logical px/unit
    Artwork.request(Wanted(...))                         # answers with the signal `ready`

Images are kept for the last few (plate, rectangle, scale, colours, dpr); `image` and `nearest` look there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QObject, QPointF, QRectF, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from needlechart.atlas.drawing import Clipped, Fill, Line, Op, drawing
from needlechart.atlas.style import BodyColours
from needlechart.atlas.types import Curve, Plate, Rect, Region
from needlechart.domain.words import View

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


class _Fill:
    """Filled pieces; what shares no bounds is filled apart, which is several times faster."""

    def __init__(self, op: Fill) -> None:
        self._pieces = [(path, path.boundingRect()) for path in _apart(op.curves)]
        self._colour = QColor(op.colour)
        self._colour.setAlphaF(op.alpha)

    def paint(self, painter: QPainter, thin: float, visible: QRectF | None) -> None:
        for path, box in self._pieces:
            if visible is None or box.intersects(visible):
                painter.fillPath(path, self._colour)


class _Line:
    def __init__(self, op: Line) -> None:
        room = op.width * 2
        self._pieces = []
        for curve in op.curves:
            path = path_of(curve, closed=op.closed)
            self._pieces.append((path, path.boundingRect().adjusted(-room, -room, room, room)))
        colour = QColor(op.colour)
        colour.setAlphaF(op.alpha)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        self._pen = QPen(colour, op.width, Qt.PenStyle.SolidLine, cap, join)
        self._steady = op.steady

    def paint(self, painter: QPainter, thin: float, visible: QRectF | None) -> None:
        pen = QPen(self._pen)
        if self._steady:
            pen.setWidthF(pen.widthF() * thin)
        for path, box in self._pieces:
            if visible is None or box.intersects(visible):
                painter.strokePath(path, pen)


class _Clipped:
    def __init__(self, op: Clipped) -> None:
        self._clips = [path_of(*curves) for curves in op.clips]
        self._box = self._clips[0].boundingRect()
        for clip in self._clips[1:]:
            self._box = self._box.intersected(clip.boundingRect())
        self._nodes = _nodes(op.ops)

    def paint(self, painter: QPainter, thin: float, visible: QRectF | None) -> None:
        seen = self._box if visible is None else self._box.intersected(visible)
        if seen.isEmpty():
            return
        painter.save()
        for clip in self._clips:
            painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
        for node in self._nodes:
            node.paint(painter, thin, seen)
        painter.restore()


_Node = _Fill | _Line | _Clipped


def _nodes(ops: Sequence[Op]) -> list[_Node]:
    out: list[_Node] = []
    for op in ops:
        match op:
            case Fill():
                out.append(_Fill(op))
            case Line():
                out.append(_Line(op))
            case Clipped():
                out.append(_Clipped(op))
    return out


def _apart(curves: Sequence[Curve]) -> list[QPainterPath]:
    """One path for each outermost curve with what lies inside it: curves of one fill never cross."""
    boxes = sorted(((path_of(c), c) for c in curves), key=lambda pair: -_size(pair[0]))
    groups: list[tuple[QPainterPath, list[Curve]]] = []
    for path, curve in boxes:
        at = path.pointAtPercent(0)
        for outer, mine in groups:
            if outer.contains(at):
                mine.append(curve)
                break
        else:
            groups.append((path, [curve]))
    return [path_of(*mine) for _, mine in groups]


def _size(path: QPainterPath) -> float:
    box = path.boundingRect()
    return box.width() * box.height()


@lru_cache(maxsize=24)
def _prepared(plate: _ById, colours: BodyColours, detail: bool) -> list[_Node]:
    return _nodes(drawing(plate.plate, colours, detail=detail))


def paint(
    painter: QPainter,
    plate: Plate,
    colours: BodyColours,
    *,
    detail: bool = True,
    visible: QRectF | None = None,
) -> None:
    """Draw a plate with a painter whose coordinates are units; only what touches `visible`, if given.

    Without `detail` only flat skin, bones and regions are drawn: fast enough for the GUI thread.
    """
    scale = abs(painter.transform().m11()) or 1.0
    thin = min(max(scale, FINEST), BOLDEST) / scale
    for node in _prepared(_ById(plate), colours, detail):
        node.paint(painter, thin, visible)


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
    paint(painter, plate, colours, visible=QRectF(QPointF(left, top), QPointF(right, bottom)))
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
