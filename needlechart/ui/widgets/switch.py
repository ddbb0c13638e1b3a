"""A segmented switch: one of a few views, with a count on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from needlechart.ui.widgets.control import TARGET, Control, RovingRow
from needlechart.ui.widgets.painting import BoxStyle, paint_box, paint_text, text_width


@dataclass(frozen=True, slots=True)
class Segment:
    """One part: its id, its words, what a screen reader says if not the words."""

    id: str
    text: str
    spoken: str = ""


class _SegmentButton(Control):
    """One part; the corners are rounded where the switch ends."""

    def __init__(self, segment: Segment, parent: QWidget) -> None:
        super().__init__(segment.text, parent, enter_presses=False)
        self._switch = parent
        self._count = 0
        self._spoken = segment.spoken or segment.text
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several: a radio button for assistive technology
        self.setAccessibleName(self._spoken)

    def setChecked(self, checked: bool) -> None:
        """Show it chosen or not; who decides is the switch, so Qt's own exclusion stands aside."""
        self.setAutoExclusive(False)
        super().setChecked(checked)
        self.setAutoExclusive(True)

    def nextCheckState(self) -> None:
        """The switch decides."""

    def set_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self._spoken}, {count}" if count else self._spoken)
            self._remeasure()

    def sizeHint(self) -> QSize:
        badge = self._badge_width() + self._theme.px(8) if self._count else 0
        width = round(self._text_width("strong") + badge + 2 * self._theme.px(12))
        return QSize(max(width, self._theme.px(TARGET)), self._theme.px(TARGET))

    def _badge_width(self) -> float:
        wide = text_width(self._theme.font("label_strong"), str(self._count)) + self._theme.px(10)
        return max(wide, self._theme.px(19))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        fill = "accent" if chosen else "sunken" if self.isDown() else "surface"
        first, last = self.x() == 0, self.geometry().right() == self._switch.width() - 1
        box = QRectF(self.rect()).adjusted(int(first), 1, -int(last), -1)  # the switch's outline
        shape = _shape(box.getRect(), self._theme.radius("chip") - 1, first=first, last=last)
        painter.fillPath(shape, self._theme.colour(fill))
        role = "strong" if chosen else "body"
        width = text_width(self._theme.font(role), self.text())
        badge = self._badge_width() if self._count else 0
        gap = self._theme.px(8) if self._count else 0
        left = (box.width() - width - badge - gap) / 2
        ink = self._theme.colour("on_accent" if chosen else "muted" if self.why_not else "ink")
        room = QRectF(left, 0, width + 1, box.height())
        paint_text(painter, room, self.text(), self._theme.font(role), ink, Qt.AlignmentFlag.AlignVCenter)
        if self._count:
            self._paint_badge(painter, QRectF(left + width + gap, 0, badge, box.height()), chosen=chosen)

    def _paint_badge(self, painter: QPainter, room: QRectF, *, chosen: bool) -> None:
        high = self._theme.px(19)
        box = QRectF(room.left(), room.center().y() - high / 2, room.width(), high)
        style = BoxStyle(fill="on_accent" if chosen else "sunken")
        paint_box(painter, self._theme, box, style, high / 2)
        ink = self._theme.colour("accent" if chosen else "ink")
        paint_text(painter, box, str(self._count), self._theme.font("label_strong"), ink)


@lru_cache(maxsize=256)
def _shape(place: tuple[float, float, float, float], radius: int, *, first: bool, last: bool) -> QPainterPath:
    """Rounded at the outer ends only, whichever parts are shown; kept: over the map it is painted often."""
    box = QRectF(*place)
    path = QPainterPath()
    left, right = (0 if first else radius + 1), (0 if last else radius + 1)
    path.addRoundedRect(box.adjusted(-left, 0, right, 0), radius, radius)
    clip = QPainterPath()
    clip.addRect(box)
    return path.intersected(clip)


class SegmentedSwitch(RovingRow):
    """One of a few; the chosen part is filled and bold. ``chosen`` comes from the person only."""

    chosen = Signal(str)

    def __init__(
        self, segments: Sequence[Segment], parent: QWidget | None = None, *, label: str = ""
    ) -> None:
        super().__init__(parent)
        self._value: str | None = None
        self._parts: dict[str, _SegmentButton] = {}
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(1)
        for segment in segments:
            part = _SegmentButton(segment, self)
            part.setObjectName(f"segment-{segment.id}")
            part.clicked.connect(lambda checked=False, key=segment.id: self._tapped(key))
            self._parts[segment.id] = part
            box.addWidget(part, 1)
        self._set_members(list(self._parts.values()))

    def value(self) -> str | None:
        return self._value

    def set_value(self, value: str | None) -> None:
        """Show one part as chosen; no signal."""
        self._value = value
        for key, part in self._parts.items():
            part.setChecked(key == value)
        if value in self._parts and not any(part.hasFocus() for part in self._parts.values()):
            self._set_stop(self._parts[value])

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """The small number on each part; 0 or missing shows none."""
        for key, part in self._parts.items():
            part.set_count(counts.get(key, 0))

    def set_refusal(self, value: str, why: str) -> None:
        """Forbid a part with a reason, or allow it with an empty one."""
        self._parts[value].set_refusal(why)

    def segment(self, value: str) -> Control:
        """The part of an id; raises KeyError."""
        return self._parts[value]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        paint_box(painter, self._theme, box, BoxStyle(fill="line", edge="edge"))

    def _tapped(self, value: str) -> None:
        self._set_stop(self._parts[value])
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)
