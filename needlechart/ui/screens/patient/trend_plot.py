"""The plot of a trend: a ring before, a dot after, joined; time runs at its own pace, gaps stay gaps."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.ui.screens.patient.series import Dot, Series
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import FocusMark
from needlechart.ui.widgets.painting import paint_text, text_width

LABELLED = 34.0
"""Logical pixels between visits from which every value is written; else first, last and chosen."""

APART = 15
"""Logical pixels between two values of the scale, from which their words do not touch."""

_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class TrendPlot(QWidget):
    """``told(words)`` follows hover, tap and arrow keys; empty when nothing is chosen."""

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = Theme.current()
        self._focus = FocusMark(self)
        self._series = Series("", ())
        self._chosen: int | None = None
        self._area: QRectF | None = None
        self._places: list[float] | None = None
        self._base: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._theme.changed.connect(self._lay_out_anew)

    @property
    def series(self) -> Series:
        """What is drawn."""
        return self._series

    @property
    def chosen(self) -> int | None:
        """The index of the visit whose values are told."""
        return self._chosen

    def show_series(self, series: Series) -> None:
        """Draw another trend."""
        self._series = series
        self.setAccessibleName(series.summary)
        self.choose(None)
        self._lay_out_anew()

    def choose(self, index: int | None) -> None:
        """Tell the values of a visit, or none."""
        self._chosen = index
        words = "" if index is None else self._series.told(self._series.dots[index])
        self.setAccessibleDescription(words or "Left and right arrow keys tell the values of each visit")
        self.told.emit(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(165))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(220), self._theme.px(150))

    # Where things lie

    def _lay_out_anew(self) -> None:
        self._area, self._places, self._base = None, None, None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_anew()

    def plot_area(self) -> QRectF:
        """Where values are drawn, in pixels of the widget."""
        if self._area is None:
            self._area = self._measured_area()
        return self._area

    def _measured_area(self) -> QRectF:
        px, series = self._theme.px, self._series
        font = self._theme.font("label")
        value, wide = series.low, 0.0
        while value <= series.high + 1e-9:
            wide = max(wide, text_width(font, series.label(value)))
            value += series.step
        left = min(wide + px(12), self.width() * 0.35)
        return QRectF(left, px(24), self.width() - left - px(20), self.height() - px(68))

    def place_of(self, index: int) -> float:
        """The x of a visit: by its time; a single visit stands in the middle."""
        if self._places is None:
            self._places = self._measured_places()
        return self._places[index]

    def _measured_places(self) -> list[float]:
        plot, dots = self.plot_area(), self._series.dots
        edge = self._theme.px(24)
        first, last = dots[0].at, dots[-1].at
        whole = (last - first).total_seconds()
        shares = [(dot.at - first).total_seconds() / whole if whole > 0 else 0.5 for dot in dots]
        return [plot.left() + edge + share * (plot.width() - 2 * edge) for share in shares]

    def y_of(self, value: float) -> float:
        """The y of a value; one beyond the scale, which only an implausible one is, stands at its edge."""
        plot, series = self.plot_area(), self._series
        share = (value - series.low) / ((series.high - series.low) or 1.0)
        share = min(max(share, 0.0), 1.0)
        return plot.bottom() - share * plot.height()

    def _nearest(self, x: float) -> int | None:
        dots = self._series.dots
        if not dots:
            return None
        return min(range(len(dots)), key=lambda index: (abs(self.place_of(index) - x), not dots[index].drawn))

    # Pointer and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.choose(self._nearest(event.position().x()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.choose(self._nearest(event.position().x()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        dots, key = self._series.dots, Qt.Key(event.key())
        if not dots or key not in (*_KEYS, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
            return
        last = len(dots) - 1
        if key is Qt.Key.Key_Home:
            self.choose(0)
        elif key is Qt.Key.Key_End or self._chosen is None:
            self.choose(last)
        else:
            self.choose(min(max(self._chosen + _KEYS[key], 0), last))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus.focus_in(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus.focus_out(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        if self._base is None or self._base.devicePixelRatioF() != ratio:
            self._base = self._drawn_base(ratio)
        painter.drawPixmap(0, 0, self._base)
        if not self._series.dots:
            return
        places = [self.place_of(index) for index in range(len(self._series.dots))]
        if self._chosen is not None:
            self._paint_chosen(painter, self.plot_area(), places[self._chosen])
        self._paint_values(painter, places)

    def _drawn_base(self, ratio: float) -> QPixmap:
        """What stays as it is while visits are chosen, so that hundreds of them do not make that slow."""
        picture = QPixmap((self.size() * ratio).expandedTo(QSize(1, 1)))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dots, plot = self._series.dots, self.plot_area()
        self._paint_scale(painter, plot)
        if dots:
            places = [self.place_of(index) for index in range(len(dots))]
            radius = min(max(self._gap(places) / 2.6, 2.2), 6.0) * self._theme.scale
            self._paint_reference(painter, plot)
            self._paint_lines(painter, places)
            for index, dot in enumerate(dots):
                self._paint_dot(painter, plot, dot, places[index], radius)
            self._paint_days(painter, plot, places)
        painter.end()
        return picture

    def _gap(self, places: list[float]) -> float:
        """The least distance between two visits, in pixels."""
        return min((b - a for a, b in pairwise(places)), default=self.plot_area().width())

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        series, theme = self._series, self._theme
        for value in self.scale_values():
            y = self.y_of(value)
            painter.setPen(QPen(theme.colour("line"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            box = QRectF(0, y - 9, plot.left() - theme.px(8), 18)
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            paint_text(painter, box, series.label(value), theme.font("label"), theme.colour("muted"), align)

    def scale_values(self) -> list[float]:
        """The values of the scale: each step, or every second, third ... where their words would touch."""
        series = self._series
        steps = max(int((series.high - series.low) / series.step + 1e-9), 1)
        high = self.plot_area().height() / ((series.high - series.low) or 1.0) * series.step
        every = next((n for n in range(1, steps) if n * high >= self._theme.px(APART)), steps)
        return [series.low + n * series.step for n in range(0, steps + 1, every)]

    def _paint_chosen(self, painter: QPainter, plot: QRectF, x: float) -> None:
        painter.setPen(QPen(self._theme.colour("edge"), 1))
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))

    def _paint_reference(self, painter: QPainter, plot: QRectF) -> None:
        if self._series.reference is None:
            return
        y = self.y_of(self._series.reference[0])
        pen = QPen(self._theme.colour("muted"), 1.4, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))

    def _paint_lines(self, painter: QPainter, places: list[float]) -> None:
        """After of one visit to before of the next, dotted; none over a visit without a value that counts."""
        pen = QPen(self._theme.colour("accent"), 1.3, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([2, 2.4])
        painter.setPen(pen)
        for (x, dot), (next_x, following) in pairwise(zip(places, self._series.dots, strict=True)):
            start = dot.sure_after if dot.sure_after is not None else dot.sure_before
            end = following.sure_before if following.sure_before is not None else following.sure_after
            if start is not None and end is not None:
                painter.drawLine(QPointF(x, self.y_of(start)), QPointF(next_x, self.y_of(end)))

    def _paint_dot(self, painter: QPainter, plot: QRectF, dot: Dot, x: float, radius: float) -> None:
        accent, width = self._theme.colour("accent"), min(2.2, radius * 0.5)
        if not dot.drawn:
            self._paint_missing(painter, plot, x, radius, said=dot.said)
            return
        before = None if dot.before is None else QPointF(x, self.y_of(dot.before))
        after = None if dot.after is None else QPointF(x, self.y_of(dot.after))
        sure, doubted = QPen(accent, width), QPen(self._theme.colour("muted"), width)
        doubted.setDashPattern([1.6, 1.4])
        if before is not None and after is not None:
            painter.setPen(doubted if dot.doubt_before or dot.doubt_after else sure)
            painter.drawLine(before, after)
        surface = self._theme.colour("surface")
        for place, doubt, filled in ((before, dot.doubt_before, False), (after, dot.doubt_after, True)):
            if place is not None:
                painter.setPen(doubted if doubt else sure)
                painter.setBrush(accent if filled and not doubt else surface)
                painter.drawEllipse(place, radius, radius)

    def _paint_missing(self, painter: QPainter, plot: QRectF, x: float, radius: float, *, said: bool) -> None:
        """A cross under the scale: the visit has no value; a short upright: it has words instead."""
        painter.setPen(QPen(self._theme.colour("muted"), 1.3))
        y, arm = plot.bottom() + self._theme.px(8), min(radius, 4.0)
        if said:
            painter.drawLine(QPointF(x, y - arm), QPointF(x, y + arm))
            return
        painter.drawLine(QPointF(x - arm, y - arm), QPointF(x + arm, y + arm))
        painter.drawLine(QPointF(x - arm, y + arm), QPointF(x + arm, y - arm))

    def _paint_values(self, painter: QPainter, places: list[float]) -> None:
        dots = self._series.dots
        drawn = [index for index, dot in enumerate(dots) if dot.drawn and not self._series.words]
        near = LABELLED * self._theme.scale
        doubted = [index for index in drawn if dots[index].doubt_before or dots[index].doubt_after]
        wanted = drawn if self._gap(places) >= near else [*drawn[:1], *drawn[-1:], *doubted]
        chosen = self._chosen is not None and dots[self._chosen].drawn and not self._series.words
        if self._chosen is not None and chosen and self._chosen not in wanted:
            wanted = [one for one in wanted if abs(places[one] - places[self._chosen]) >= near]
            wanted.append(self._chosen)
        for index in dict.fromkeys(wanted):
            dot = dots[index]
            above = dot.before is not None and (dot.after is None or dot.before >= dot.after)
            self._paint_value(painter, places[index], dot.before, dot.doubt_before, above=above, bold=False)
            self._paint_value(painter, places[index], dot.after, dot.doubt_after, above=not above, bold=True)

    def _paint_value(
        self, painter: QPainter, x: float, value: float | None, doubt: str, *, above: bool, bold: bool
    ) -> None:
        if value is None:
            return
        px, y = self._theme.px, self.y_of(value)
        top = y - px(25) if above else y + px(8)
        font = self._theme.font("label_strong" if bold else "label")
        words = self._series.value_words(value) + ("?" if doubt else "")
        wide = text_width(font, words) + px(4)
        left = min(max(x - wide / 2, 0), self.width() - wide)
        box = QRectF(left, top, wide, px(17))
        ground = self._theme.colour("surface")
        ground.setAlphaF(0.8)
        painter.fillRect(box, ground)
        paint_text(painter, box, words, font, self._theme.colour("ink"))

    def _paint_days(self, painter: QPainter, plot: QRectF, places: list[float]) -> None:
        """Days as many as find room, the first and the last always; a year where it is not the last one's."""
        dots, font = self._series.dots, self._theme.font("label")
        today = dots[-1].at.date()
        top = plot.bottom() + self._theme.px(25)
        taken: list[QRectF] = []
        order = [len(dots) - 1, 0, *range(1, len(dots) - 1)]
        for index in dict.fromkeys(order):
            words = short_day(dots[index].at.date(), today)
            wide = text_width(font, words)
            left = min(max(places[index] - wide / 2, 0), self.width() - wide)
            box = QRectF(left, top, wide + 1, self._theme.px(18))
            room = box.adjusted(-self._theme.px(6), 0, self._theme.px(6), 0)
            if not any(room.intersects(other) for other in taken):
                taken.append(box)
                paint_text(painter, box, words, font, self._theme.colour("muted"))
