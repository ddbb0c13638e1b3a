"""The visits of a patient, newest first, each with its words."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QSpacerItem, QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.episode import Episode
from needlechart.domain.rules.needle_count import needle_count
from needlechart.ui.icons import paint_icon
from needlechart.ui.screens.parts import ScrollColumn, column, empty, row
from needlechart.ui.screens.patient.summary import change_parts, lower_first, sites_line
from needlechart.ui.screens.wording import count, short_day, weekday
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import (
    Action,
    BoxStyle,
    ButtonKind,
    Control,
    EmptyState,
    Hairline,
    Panel,
    SectionTitle,
    Text,
)
from needlechart.ui.widgets.painting import paint_text, text_width

AT_ONCE = 30
"""Visits made at once."""

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class VisitItem(Control):
    """Day, sites and change of one visit; signed ones carry a tick, drafts a pencil, needles a triangle."""

    def __init__(self, chart: VisitChart, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.chart = chart
        self.setObjectName(f"visit_{chart.visit.id}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        state = "signed" if chart.visit.signed else "draft"
        state = "to co-sign" if chart.awaits_cosignature else state
        told = ", ".join(f"{name} {value}" for name, value in change_parts(chart))
        day = weekday(chart.visit.started.date())
        self.setAccessibleName(f"Visit {chart.visit.number}, {day}, {state}, {sites_line(chart)}, {told}")
        self.setToolTip(plain_tip(sites_line(chart)))

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(81))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, theme, visit = self._theme.px, self._theme, self.chart.visit
        if self.isDown():
            painter.fillRect(self.rect(), theme.colour("surface_2"))
        self._paint_state(painter)
        left, right = px(48), self.width() - px(14)
        chevron = QRectF(right - px(18), px(12), px(18), px(18))
        paint_icon(painter, "chevron_right", chevron, theme.colour("muted"))
        day = QRectF(left, px(10), right - left - px(90), px(22))
        paint_text(
            painter, day, weekday(visit.started.date()), theme.font("section"), theme.colour("ink"), LEFT
        )
        number = QRectF(right - px(130), px(10), px(104), px(20))
        words = f"visit {visit.number}" if visit.signed else "draft"
        waits = self.chart.awaits_cosignature
        colour = theme.colour("caution" if waits else "muted")
        paint_text(painter, number, "to co-sign" if waits else words, theme.font("secondary"), colour, RIGHT)
        line = QRectF(left, px(31), right - left, px(20))
        paint_text(painter, line, sites_line(self.chart), theme.font("secondary"), theme.colour("ink"), LEFT)
        self._paint_changes(painter, left, right)

    def _paint_state(self, painter: QPainter) -> None:
        px, theme = self._theme.px, self._theme
        circle = QRectF(px(12), px(12), px(24), px(24))
        if self.chart.visit.signed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawEllipse(circle)
            paint_icon(painter, "check", circle.adjusted(4, 4, -4, -4), theme.colour("on_accent"))
        elif needle_count(self.chart).still_in:
            paint_icon(painter, "warning", circle.adjusted(1, 1, -1, -1), theme.colour("needle"))
        else:
            paint_icon(painter, "pencil", circle.adjusted(2, 2, -2, -2), theme.colour("muted"))

    def _paint_changes(self, painter: QPainter, left: float, right: float) -> None:
        px, theme = self._theme.px, self._theme
        still = len(needle_count(self.chart).still_in)
        if still and not self.chart.visit.signed:
            box = QRectF(left, px(51), right - left, px(20))
            told = f"{count(still, 'needle')} not counted out"
            paint_text(painter, box, told, theme.font("secondary_strong"), theme.colour("needle"), LEFT)
            return
        x = float(left)
        for name, value in change_parts(self.chart):
            name_width = text_width(theme.font("secondary"), f"{name} ")
            value_width = text_width(theme.font("secondary_strong"), value)
            if x + name_width + value_width > right:
                break
            box = QRectF(x, px(51), name_width + 1, px(20))
            paint_text(painter, box, f"{name} ", theme.font("secondary"), theme.colour("muted"), LEFT)
            box = QRectF(x + name_width, px(51), value_width + 1, px(20))
            paint_text(painter, box, value, theme.font("secondary_strong"), theme.colour("ink"), LEFT)
            x += name_width + value_width + px(16)


class VisitList(QWidget):
    """``opened(visit_id, signed)``; without visits it offers to start the first."""

    opened = Signal(str, bool)
    start = Signal()

    def __init__(self, parent: QWidget | None = None, *, why_not: str = "") -> None:
        """``why_not`` says who charts here, if who is unlocked does not."""
        super().__init__(parent)
        self._why_not = why_not
        self.setObjectName("visits")
        box = column(self, gap=8)
        head = row(gap=8, edges=(2, 0, 0, 0))
        head.addWidget(SectionTitle("Visits", self))
        self._told = Text("", self, role="secondary", colour="muted")
        head.addWidget(self._told)
        head.addStretch(1)
        box.addLayout(head)
        self.ended = Text("", self, role="secondary", colour="muted", wrap=True)
        self.ended.setObjectName("episode_ended")
        self.ended.hide()
        box.addWidget(self.ended)
        panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
        inside = column(panel, gap=0, edges=(1, 1, 1, 1))
        self._scroll = ScrollColumn(panel, gap=0, edges=(0, 0, 0, 0))
        inside.addWidget(self._scroll)
        box.addWidget(panel, 1)
        self._rest: list[VisitChart] = []
        self._end: QSpacerItem | None = None
        bar = self._scroll.verticalScrollBar()
        bar.valueChanged.connect(lambda value: self._scrolled())

    def show_ended(self, episodes: Sequence[Episode]) -> None:
        """When and how the care ended, while no episode is open."""
        last = max(episodes, key=lambda one: one.ended or date.max, default=None)
        words = ""
        if last is not None and last.ended is not None:
            outcome = f": {lower_first(last.outcome.strip())}" if last.outcome.strip() else ""
            words = f"Discharged {short_day(last.ended)}{outcome}"
        self.ended.setText(words)
        self.ended.setVisible(bool(words))

    def show_visits(self, charts: Sequence[VisitChart]) -> None:
        """Newest first."""
        empty(self._scroll.box)
        self._end = None
        unsigned = sum(not one.visit.signed for one in charts)
        state = f"{unsigned} not signed" if unsigned else "all signed"
        self._told.setText(f"{len(charts)}, {state}" if charts else "")
        self._rest = list(charts)
        if charts:
            self._scroll.verticalScrollBar().setValue(0)
            self._load()
            return
        first = [] if self._why_not else [Action("start", "Start the first visit", ButtonKind.PRIMARY)]
        state_shown = EmptyState("note", "No visits yet", self._why_not, first, self._scroll.inside)
        state_shown.acted.connect(lambda action: self.start.emit())
        self._scroll.box.addWidget(state_shown, 1)

    def _load(self) -> None:
        """The next visits at the end of the list; the rest follows as one scrolls."""
        some, self._rest = self._rest[:AT_ONCE], self._rest[AT_ONCE:]
        if self._end is not None:
            self._scroll.box.removeItem(self._end)
            self._end = None
        for chart in some:
            item = VisitItem(chart, self._scroll.inside)
            item.clicked.connect(
                lambda checked=False, visit=chart.visit: self.opened.emit(visit.id, visit.signed)
            )
            self._scroll.box.addWidget(item)
            self._scroll.box.addWidget(Hairline(self._scroll.inside))
        self._end = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        self._scroll.box.addItem(self._end)

    def _scrolled(self) -> None:
        bar = self._scroll.verticalScrollBar()
        if self._rest and bar.value() >= bar.maximum() - bar.pageStep():
            self._load()
