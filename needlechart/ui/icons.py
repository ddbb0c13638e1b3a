"""Our own icons: shapes on a grid of 24, stroke 1.8, round ends, painted sharp at any scale.

A shape of resources/icons/icons.json is ``M .. L .. H .. V .. C .. Z`` (absolute, as in SVG),
``circle cx cy r``, ``dot cx cy r`` (filled), ``rect x y w h r`` or ``arc cx cy r start span`` (degrees,
counter-clockwise from three o'clock); ``fill`` before a path fills it, ``wide`` draws it twice as thick.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from needlechart.resources import resource

GRID = 24.0
STROKE = 1.8
_TOKEN = re.compile(r"[MLHVCZ]|-?\d+(?:\.\d+)?")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}


@dataclass(frozen=True, slots=True)
class Shape:
    """One stroke or fill of an icon; width is a factor on the stroke."""

    path: QPainterPath
    filled: bool = False
    width: float = 1.0


@cache
def icon_shapes() -> MappingProxyType[str, tuple[str, ...]]:
    """The descriptions of all icons by name."""
    data = json.loads(resource("icons", "icons.json").read_text("utf-8"))
    return MappingProxyType({name: tuple(shapes) for name, shapes in data.items()})


def icon_names() -> tuple[str, ...]:
    """Every icon there is, in the order of the alphabet."""
    return tuple(sorted(icon_shapes()))


@cache
def shapes_of(name: str) -> tuple[Shape, ...]:
    """The shapes of an icon on the grid of 24; raises KeyError for an unknown name."""
    return tuple(parse_shape(text) for text in icon_shapes()[name])


def parse_shape(text: str) -> Shape:
    """One shape from its description; raises ValueError if it cannot be read."""
    kind, _, rest = text.partition(" ")
    if kind == "fill":
        return Shape(parse_path(rest), filled=True)
    if kind == "wide":
        return Shape(parse_path(rest), width=2.0)
    if kind in {"circle", "dot", "rect", "arc"}:
        return Shape(_simple(kind, [float(number) for number in rest.split()]), filled=kind == "dot")
    return Shape(parse_path(text))


def parse_path(text: str) -> QPainterPath:
    """A path from absolute M, L, H, V, C and Z commands; raises ValueError if it cannot be read."""
    path = QPainterPath()
    for command, numbers in _commands(text):
        match command:
            case "M":
                path.moveTo(*numbers)
            case "L":
                path.lineTo(*numbers)
            case "H":
                path.lineTo(numbers[0], path.currentPosition().y())
            case "V":
                path.lineTo(path.currentPosition().x(), numbers[0])
            case "C":
                path.cubicTo(*(QPointF(*numbers[i : i + 2]) for i in (0, 2, 4)))
            case _:
                path.closeSubpath()
    return path


def _commands(text: str) -> Iterator[tuple[str, list[float]]]:
    if _TOKEN.sub("", text).strip(" ,"):
        raise ValueError(f"not a path: {text}")
    tokens = _TOKEN.findall(text)
    index = 0
    while index < len(tokens):
        command = tokens[index]
        count = _ARGUMENTS.get(command, -1)
        numbers = tokens[index + 1 : index + 1 + count]
        if count < 0 or len(numbers) != count or any(number in _ARGUMENTS for number in numbers):
            raise ValueError(f"not a path: {text}")
        yield command, [float(number) for number in numbers]
        index += 1 + count


def _simple(kind: str, numbers: list[float]) -> QPainterPath:
    path = QPainterPath()
    match kind, numbers:
        case "rect", [x, y, width, height, radius]:
            path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
        case "arc", [x, y, radius, start, span]:
            box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
            path.arcMoveTo(box, start)
            path.arcTo(box, start, span)
        case (("circle" | "dot"), [x, y, radius]):
            path.addEllipse(QPointF(x, y), radius, radius)
        case _:
            raise ValueError(f"not a {kind}: {numbers}")
    return path


def paint_icon(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    """Draw an icon into a square box of the painter's coordinates."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / GRID, box.height() / GRID)
    for shape in shapes_of(name):
        if shape.filled:
            painter.fillPath(shape.path, colour)
        pen = QPen(colour, STROKE * shape.width if not shape.filled else 0.01)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(shape.path, pen)
    painter.restore()


def icon_pixmap(name: str, colour: QColor | str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon ``size`` logical pixels wide, sharp on a screen of the given device pixel ratio."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, name, QRectF(0, 0, size, size), QColor(colour))
    painter.end()
    return pixmap


class _Engine(QIconEngine):
    """Draws the shapes at whatever size Qt asks for."""

    def __init__(self, name: str, colour: QColor) -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def paint(self, painter: QPainter, rect, mode, state) -> None:  # type: ignore[no-untyped-def]
        side = min(rect.width(), rect.height())
        left = rect.x() + (rect.width() - side) / 2
        top = rect.y() + (rect.height() - side) / 2
        paint_icon(painter, self._name, QRectF(left, top, side, side), self._colour)

    def pixmap(self, size, mode, state) -> QPixmap:  # type: ignore[no-untyped-def]
        return icon_pixmap(self._name, self._colour, min(size.width(), size.height()))

    def clone(self) -> "_Engine":
        return _Engine(self._name, self._colour)


def icon(name: str, colour: QColor | str, size: int | None = None) -> QIcon:
    """A QIcon for menus and line edits; with ``size`` it holds pixmaps for ratios 1, 1.5 and 2 instead.

    Raises KeyError for an unknown name.
    """
    shapes_of(name)
    if size is None:
        return QIcon(_Engine(name, QColor(colour)))
    made = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        made.addPixmap(icon_pixmap(name, colour, size, ratio))
    return made
