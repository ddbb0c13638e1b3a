"""Trends: each visit a hollow ring (before) and a dot (after) joined, a dotted line to the next visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.ui.screens.wording import number, short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Card, Text
from needlechart.ui.widgets.painting import paint_text, text_width

SHOWN = 8
"""Visits that find room; the newest ones."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One visit: the value before and after, either of which may be missing."""

    day: date
    before: float | None
    after: float | None


class TrendPlot(QWidget):
    """``low`` to ``high`` in ``step``; ``reference`` is a dashed line with its words (the other hip)."""

    def __init__(
        self, low: float, high: float, step: float, unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._low, self._high, self._step, self._unit = low, high, step, unit
        self._dots: tuple[Dot, ...] = ()
        self._reference: tuple[float, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_dots(self, dots: Sequence[Dot], reference: tuple[float, str] | None = None) -> None:
        """Oldest first; what lies outside the scale widens it."""
        self._dots = tuple(dots)[-SHOWN:]
        self._reference = reference
        values = [v for dot in self._dots for v in (dot.before, dot.after) if v is not None]
        values += [reference[0]] if reference else []
        while values and min(values) < self._low:
            self._low -= self._step
        while values and max(values) > self._high:
            self._high += self._step
        told = [f"{short_day(one.day)}: {number(one.before)} to {number(one.after)}" for one in self._dots]
        self.setAccessibleName("; ".join(told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(170))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._theme.px(170))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px = self._theme.px
        plot = QRectF(px(34), px(14), self.width() - px(56), self.height() - px(58))
        self._paint_scale(painter, plot)
        if self._reference is not None:
            self._paint_reference(painter, plot)
        places = self._places(plot)
        self._paint_lines(painter, places)
        for dot, (x, before, after) in zip(self._dots, places, strict=True):
            self._paint_dot(painter, dot, x, before, after)
        self._paint_days(painter, plot.bottom() + px(25), [x for x, _, _ in places])

    def _paint_days(self, painter: QPainter, top: float, places: list[float]) -> None:
        """From the newest back; a day that has no room beside the next one is left out."""
        px, font = self._theme.px, self._theme.font("label")
        limit = float(self.width())
        for dot, x in reversed(list(zip(self._dots, places, strict=True))):
            words = short_day(dot.day, self._dots[-1].day)
            half = text_width(font, words) / 2
            if x + half <= limit:
                box = QRectF(x - px(40), top, px(80), px(18))
                paint_text(painter, box, words, font, self._theme.colour("muted"))
                limit = x - half - px(6)

    def _y(self, plot: QRectF, value: float) -> float:
        return plot.bottom() - (value - self._low) / (self._high - self._low) * plot.height()

    def _places(self, plot: QRectF) -> list[tuple[float, float | None, float | None]]:
        """x, y before and y after of each visit; a single visit stands in the middle."""
        found = []
        amount = len(self._dots)
        for index, dot in enumerate(self._dots):
            edge = self._theme.px(27)
            share = index / (amount - 1) if amount > 1 else 0.5
            x = plot.left() + edge + share * (plot.width() - 2 * edge)
            before = None if dot.before is None else self._y(plot, dot.before)
            after = None if dot.after is None else self._y(plot, dot.after)
            found.append((x, before, after))
        return found

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        value = self._low
        while value <= self._high + 1e-9:
            y = self._y(plot, value)
            painter.setPen(QPen(self._theme.colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            box = QRectF(0, y - 9, plot.left() - self._theme.px(8), 18)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            words = f"{number(value)}{self._unit}"
            paint_text(painter, box, words, self._theme.font("label"), self._theme.colour("muted"), align)
            value += self._step

    def _paint_reference(self, painter: QPainter, plot: QRectF) -> None:
        if self._reference is None:
            return
        value = self._reference[0]
        y = self._y(plot, value)
        pen = QPen(self._theme.colour("muted"), 1.4, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _paint_lines(
        self, painter: QPainter, places: Sequence[tuple[float, float | None, float | None]]
    ) -> None:
        """After of one visit to before of the next, dotted."""
        pen = QPen(self._theme.colour("accent"), 1.3, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2, 2.4])
        for (x, before, after), (next_x, next_before, next_after) in pairwise(places):
            start = after if after is not None else before
            end = next_before if next_before is not None else next_after
            if start is not None and end is not None:
                painter.setPen(pen)
                painter.drawLine(QPointF(x, start), QPointF(next_x, end))

    def _paint_dot(
        self, painter: QPainter, dot: Dot, x: float, before: float | None, after: float | None
    ) -> None:
        accent, radius = self._theme.colour("accent"), 6.0 * self._theme.scale
        if before is not None and after is not None:
            painter.setPen(QPen(accent, 2.2))
            painter.drawLine(QPointF(x, before), QPointF(x, after))
        if before is not None:
            painter.setPen(QPen(accent, 2.2))
            painter.setBrush(self._theme.colour("surface"))
            painter.drawEllipse(QPointF(x, before), radius, radius)
        if after is not None:
            painter.setPen(QPen(accent, 1))
            painter.setBrush(accent)
            painter.drawEllipse(QPointF(x, after), radius, radius)
        above = before is not None and (after is None or before <= after)
        self._paint_value(painter, x, before, dot.before, above=above, bold=False)
        self._paint_value(painter, x, after, dot.after, above=not above, bold=True)

    def _paint_value(
        self, painter: QPainter, x: float, y: float | None, value: float | None, *, above: bool, bold: bool
    ) -> None:
        if y is None:
            return
        px = self._theme.px
        top = y - px(25) if above else y + px(8)
        font = self._theme.font("label_strong" if bold else "label")
        words = f"{number(value)}{self._unit}"
        paint_text(painter, QRectF(x - px(30), top, px(60), px(17)), words, font, self._theme.colour("ink"))


class Legend(QWidget):
    """A ring for before, a dot for after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("ring before, dot after")

    def sizeHint(self) -> QSize:
        return QSize(Theme.current().px(126), Theme.current().px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = Theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent, middle = theme.colour("accent"), self.height() / 2
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for left, words, filled in ((0, "before", False), (72, "after", True)):
            painter.setPen(QPen(accent, 2))
            painter.setBrush(accent if filled else theme.colour("surface"))
            painter.drawEllipse(QPointF(theme.px(left + 7), middle), theme.px(5), theme.px(5))
            box = QRectF(theme.px(left + 20), 0, theme.px(52), self.height())
            paint_text(painter, box, words, theme.font("label"), theme.colour("ink"), align)


class TrendCard(Card):
    """A plot with its title; without values it says how they come about."""

    def __init__(self, title: str, plot: TrendPlot, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.plot = plot
        self.legend = Legend(self)
        self.head.addWidget(self.legend)
        self.nothing = Text(empty, self, role="secondary", colour="muted", wrap=True)
        self.body.addWidget(plot, 1)
        self.body.addWidget(self.nothing)

    def show_dots(self, dots: Sequence[Dot], reference: tuple[float, str] | None = None) -> None:
        """Values of the visits, oldest first; none shows the hint."""
        kept = [one for one in dots if one.before is not None or one.after is not None]
        self.plot.show_dots(kept, reference)
        self.set_title(self.title.text(), f"dashed: {reference[1]}" if reference and kept else "")
        self.plot.setVisible(bool(kept))
        self.legend.setVisible(bool(kept))
        self.nothing.setVisible(not kept)
