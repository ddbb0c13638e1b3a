"""What was drawn, heard from Qt while a window is painted: every line of text and every outlined box."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a widget's own pixels: ``ink`` where its letters are, ``room`` what it was given."""

    widget: QWidget
    text: str
    ink: QRectF
    room: QRectF
    colour: QColor
    font: QFont


@dataclass(frozen=True, slots=True)
class Outline:
    """A rounded box with an edge, in a widget's own pixels."""

    widget: QWidget
    box: QRectF
    colour: QColor


@dataclass(slots=True)
class Seen:
    """Everything that was heard."""

    words: list[Words] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Seen]:
    """While inside, what widgets paint is written down; painting itself goes on as ever."""
    seen = Seen()
    line, box, layout = QPainter.drawText, QPainter.drawRoundedRect, QTextLayout.draw

    def draw_line(painter: QPainter, *given: Any) -> Any:
        _hear_line(seen, painter, given)
        return line(painter, *given)

    def draw_box(painter: QPainter, *given: Any) -> Any:
        _hear_box(seen, painter, given)
        return box(painter, *given)

    def draw_layout(words: QTextLayout, painter: QPainter, place: QPointF, *given: Any) -> Any:
        _hear_layout(seen, painter, words, place)
        return layout(words, painter, place, *given)

    QPainter.drawText, QPainter.drawRoundedRect = draw_line, draw_box  # type: ignore[method-assign]
    QTextLayout.draw = draw_layout  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        QPainter.drawText, QPainter.drawRoundedRect = line, box  # type: ignore[method-assign]
        QTextLayout.draw = layout  # type: ignore[method-assign]


def _hear_line(seen: Seen, painter: QPainter, given: tuple[Any, ...]) -> None:
    widget = painter.device()
    if not isinstance(widget, QWidget):
        return
    text = next(one for one in given if isinstance(one, str))
    room = next((QRectF(one) for one in given if isinstance(one, QRectF)), None)
    if room is None:
        raise AssertionError(f"the audit cannot follow text drawn this way: {given}")
    flags = next((int(one.value if isinstance(one, Qt.AlignmentFlag) else one) for one in given[1:2]), 0)
    metrics = QFontMetricsF(painter.font())
    ink = metrics.boundingRect(room, flags, text)
    to_widget = painter.worldTransform()
    seen.words.append(
        Words(
            widget,
            text,
            to_widget.mapRect(ink),
            to_widget.mapRect(room),
            painter.pen().color(),
            painter.font(),
        )
    )


def _hear_layout(seen: Seen, painter: QPainter, words: QTextLayout, place: QPointF) -> None:
    widget = painter.device()
    if not isinstance(widget, QWidget) or not words.text():
        return
    ink = QRectF()
    for index in range(words.lineCount()):
        ink = ink.united(words.lineAt(index).naturalTextRect())
    ink = painter.worldTransform().mapRect(ink.translated(place))
    room = QRectF(widget.rect())
    seen.words.append(Words(widget, words.text(), ink, room, painter.pen().color(), words.font()))


def _hear_box(seen: Seen, painter: QPainter, given: tuple[Any, ...]) -> None:
    widget = painter.device()
    if not isinstance(widget, QWidget) or painter.pen().style() is Qt.PenStyle.NoPen:
        return
    box = painter.worldTransform().mapRect(QRectF(given[0]))
    seen.outlines.append(Outline(widget, box, painter.pen().color()))
