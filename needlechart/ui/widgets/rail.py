"""One step of the visit in the rail on the left, 60 high."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.ui.icons import paint_icon
from needlechart.ui.widgets.control import Control
from needlechart.ui.widgets.painting import BoxStyle, icon_box, paint_box, paint_text


class StepState(Enum):
    """UNTOUCHED number, PART number with words, DONE tick, ATTENTION "!"."""

    UNTOUCHED = "not started"
    PART = "part done"
    DONE = "done"
    ATTENTION = "needs attention"


class RailStep(Control):
    """Number, tick or "!" in a circle, title and status line; ``compact`` puts the word under the circle."""

    def __init__(
        self, number: int, title: str, parent: QWidget | None = None, *, compact: bool = False
    ) -> None:
        super().__init__(title, parent)
        self._number = number
        self._status = ""
        self._state = StepState.UNTOUCHED
        self._compact = compact
        self.setCheckable(True)
        # A short window makes the steps lower before it lets anything go.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._say()

    def nextCheckState(self) -> None:
        """The board decides which step is current."""

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._remeasure()

    def set_current(self, current: bool) -> None:
        self.setChecked(current)
        self._say()
        self.update()

    def set_state(self, state: StepState, status: str = "") -> None:
        """``status`` is the line under the title, e.g. "4 of 6 sites · 1 in"."""
        self._state, self._status = state, status
        self._say()
        self.update()

    @property
    def state(self) -> StepState:
        return self._state

    @property
    def status(self) -> str:
        return self._status

    def sizeHint(self) -> QSize:
        if self._compact:
            return QSize(self._theme.px(64), self._theme.px(60))
        return QSize(self._theme.px(160), self._theme.px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(60), self._theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isChecked() or self.isDown():
            ground = "accent_soft" if self.isChecked() else "sunken"
            paint_box(painter, self._theme, box, BoxStyle(fill=ground))
        if self._compact:
            self._paint_compact(painter, box)
            return
        middle = box.center().y()
        self._paint_circle(painter, QPointF(self._theme.px(22), middle))
        left = self._theme.px(44)
        width = box.width() - left - self._theme.px(4)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        upper = QRectF(left, middle - self._theme.px(20), width, self._theme.px(20))
        ink, muted = self._theme.colour("ink"), self._status_colour()
        if self._status:
            lower = QRectF(left, middle - self._theme.px(1), width, self._theme.px(18))
            paint_text(painter, lower, self._status, self._theme.font("label"), muted, align)
        else:
            upper.moveTop(middle - upper.height() / 2)
        paint_text(painter, upper, self.text(), self._theme.font("strong"), ink, align)

    def _paint_compact(self, painter: QPainter, box: QRectF) -> None:
        spare = max(self._theme.px(60) - box.height(), 0.0)
        self._paint_circle(painter, QPointF(box.center().x(), self._theme.px(20) - spare * 0.4))
        words = QRectF(1, self._theme.px(35) - spare * 0.75, box.width() - 2, self._theme.px(20))
        font = self._theme.font("label_strong" if self.isChecked() else "label")
        paint_text(painter, words, self.text(), font, self._theme.colour("ink"))

    def _paint_circle(self, painter: QPainter, centre: QPointF) -> None:
        radius = self._theme.px(12)
        box = QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)
        if self._state is StepState.DONE and not self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawEllipse(box)
            size = self._theme.px(16)
            paint_icon(painter, "check", icon_box(centre, size), self._theme.colour("on_accent"))
            return
        edge, fill = self._circle_colours()
        painter.setPen(QPen(self._theme.colour(edge), 2 if edge != "edge" else 1.3))
        painter.setBrush(self._theme.colour(fill))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        mark = "!" if self._state is StepState.ATTENTION else str(self._number)
        font = self._theme.font("label_strong" if edge != "edge" else "label")
        ink = "accent" if edge == "accent" else "caution" if edge == "caution_line" else "muted"
        paint_text(painter, box, mark, font, self._theme.colour(ink))

    def _circle_colours(self) -> tuple[str, str]:
        if self._state is StepState.ATTENTION:
            return "caution_line", "caution_soft"
        if self.isChecked() or self._state is StepState.PART:
            return "accent", "surface"
        return "edge", "surface"

    def _status_colour(self) -> QColor:
        attention = self._state is StepState.ATTENTION
        return self._theme.colour("caution" if attention else "ink" if self.isChecked() else "muted")

    def _say(self) -> None:
        parts = [f"Step {self._number}", self.text(), self._state.value, self._status]
        if self.isChecked():
            parts.append("current")
        self.setAccessibleName(", ".join(part for part in parts if part))
