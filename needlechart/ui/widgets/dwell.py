"""How long a needle has stayed in: ready, running, time is up, recorded, not known."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.ui.icons import paint_icon
from needlechart.ui.widgets.control import TARGET, Control
from needlechart.ui.widgets.painting import BoxStyle, icon_box, paint_box, paint_text, text_width


class DwellState(Enum):
    READY = "ready"
    RUNNING = "running"
    TIME_IS_UP = "time is up"
    RECORDED = "recorded"
    UNSURE = "unsure"


_STYLES = {
    DwellState.READY: ("play", BoxStyle(fill="surface", edge="edge")),
    DwellState.RUNNING: ("timer", BoxStyle(fill="surface", edge="needle", ink="needle", width=2, bold=True)),
    DwellState.TIME_IS_UP: (
        "timer",
        BoxStyle(fill="needle_soft", edge="needle", ink="needle", width=2, bold=True),
    ),
    DwellState.RECORDED: ("check", BoxStyle(fill="surface", edge="accent", ink="accent", bold=True)),
    DwellState.UNSURE: ("warning", BoxStyle(fill="caution_soft", edge="caution_line", ink="caution")),
}


class DwellTimer(Control):
    """44 high; ``clicked`` starts it or takes the time, the screen decides which."""

    def __init__(self, parent: QWidget | None = None, *, planned: int = 0) -> None:
        super().__init__("", parent)
        self._state = DwellState.READY
        self._seconds = 0
        self._planned = planned
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._show()

    @property
    def state(self) -> DwellState:
        return self._state

    def set_ready(self, planned: int) -> None:
        """Not started; ``planned`` seconds, 0 for none."""
        self._set(DwellState.READY, 0, planned)

    def set_running(self, elapsed: int, planned: int) -> None:
        """Seconds since the needle went in, of those planned; at the end it says that time is up."""
        up = planned > 0 and elapsed >= planned
        self._set(DwellState.TIME_IS_UP if up else DwellState.RUNNING, elapsed, planned)

    def set_recorded(self, seconds: int) -> None:
        self._set(DwellState.RECORDED, seconds, self._planned)

    def set_unsure(self) -> None:
        """The computer's clock was changed while the program was shut: nobody knows how long it was."""
        self._set(DwellState.UNSURE, 0, self._planned)

    def sizeHint(self) -> QSize:
        words, rest = self._words()
        width = self._text_width("strong", words) + self._text_width("label", rest) + self._theme.px(60)
        return QSize(max(round(width), self._theme.px(118)), self._theme.px(TARGET))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(118), self._theme.px(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon, style = _STYLES[self._state]
        box = QRectF(self.rect())
        paint_box(painter, self._theme, box, style)
        if self._state is DwellState.RUNNING and self._planned:
            self._paint_fill(painter, box)
            paint_box(painter, self._theme, box, BoxStyle(edge=style.edge, width=style.width))
        self._paint_words(painter, box, icon, style)

    def _paint_fill(self, painter: QPainter, box: QRectF) -> None:
        radius = self._theme.radius("chip")
        path = QPainterPath()
        path.addRoundedRect(box.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
        part = QPainterPath()
        part.addRect(QRectF(0, 0, box.width() * self._seconds / self._planned, box.height()))
        painter.fillPath(path.intersected(part), self._theme.colour("needle_soft"))

    def _paint_words(self, painter: QPainter, box: QRectF, icon: str, style: BoxStyle) -> None:
        words, rest = self._words()
        first = self._theme.font("strong" if style.bold else "body")
        second = self._theme.font("label_strong" if self._state is DwellState.TIME_IS_UP else "label")
        size, gap = self._theme.px(18), self._theme.px(7)
        width, rest_width = text_width(first, words), text_width(second, rest)
        whole = size + gap + width + (gap + rest_width if rest else 0)
        left = max((box.width() - whole) / 2, self._theme.px(6))
        colour = self._theme.colour(style.ink)
        paint_icon(painter, icon, icon_box(QPointF(left + size / 2, box.center().y()), size), colour)
        left += size + gap
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        paint_text(painter, QRectF(left, 0, width + 1, box.height()), words, first, colour, align)
        left += width + gap
        muted = colour if self._state is DwellState.TIME_IS_UP else self._theme.colour("muted")
        room = QRectF(left, 0, max(box.right() - left - 4, 0), box.height())
        paint_text(painter, room, rest, second, muted, align)

    def _words(self) -> tuple[str, str]:
        time = minutes(self._seconds)
        match self._state:
            case DwellState.READY:
                return (f"Dwell {minutes(self._planned)}" if self._planned else "Dwell"), ""
            case DwellState.RUNNING:
                return time, f"of {minutes(self._planned)}" if self._planned else ""
            case DwellState.TIME_IS_UP:
                return time, "time is up"
            case DwellState.UNSURE:
                return "Time not known", ""
            case _:
                return f"{time} recorded", ""

    def _set(self, state: DwellState, seconds: int, planned: int) -> None:
        self._state, self._seconds, self._planned = state, seconds, planned
        self._show()

    def _show(self) -> None:
        words, rest = self._words()
        spoken = words if words.startswith("Dwell") else f"Dwell {words} {rest}"
        self.setAccessibleName(spoken.strip())
        self.update()


def minutes(seconds: int) -> str:
    """``75`` is ``1:15``."""
    return f"{seconds // 60}:{seconds % 60:02d}"
