"""One line of the list of sites, and the number of a site in the circle of its mark."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from needlechart.domain.words import Side
from needlechart.ui.bodymap.marks import Life, Mark
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets.control import Control
from needlechart.ui.widgets.painting import (
    BoxStyle,
    paint_box,
    paint_side_badge,
    paint_text,
    paint_twitch_dots,
    text_width,
)

_AFTER_STATE = {Life.GHOST: "last", Life.PLANNED: "to do", Life.IN: "In", Life.OUT: "Out"}


class SiteRow(Control):
    """One line of the list, 46 high."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self._mark: Mark | None = None
        self._needle = ""
        self._left_out = False
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """The panel decides."""

    def show_mark(self, mark: Mark, needle: str, *, left_out: bool, selected: bool) -> None:
        """``needle``: size and depth in words; ``left_out``: kept as a finding, not needled today."""
        self._mark, self._needle, self._left_out = mark, needle, left_out
        self.setChecked(selected)
        self.setAccessibleName(mark.spoken)
        self.setToolTip(plain_tip(mark.muscle_name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self._theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        mark, theme = self._mark, self._theme
        if mark is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, box = theme.px, QRectF(self.rect())
        if self.isChecked() or self.isDown():
            painter.fillRect(box, theme.colour("accent_soft" if self.isChecked() else "sunken"))
        if self.isChecked():
            painter.fillRect(QRectF(0, 0, px(4), box.height()), theme.colour("accent"))
        painter.fillRect(QRectF(0, box.height() - 1, box.width(), 1), theme.colour("line"))
        middle = box.center().y()
        paint_number(painter, theme, QRectF(px(14), middle - px(14), px(28), px(28)), mark)
        if mark.side in (Side.RIGHT, Side.LEFT):
            badge = QRectF(px(50), middle - px(11), px(22), px(22))
            paint_side_badge(
                painter, theme, badge, right=mark.side is Side.RIGHT, dashed=mark.life is Life.GHOST
            )
        self._paint_words(painter, box, mark)

    def _paint_words(self, painter: QPainter, box: QRectF, mark: Mark) -> None:
        theme, px = self._theme, self._theme.px
        ink = theme.colour("muted" if mark.life is Life.GHOST else "ink")
        align, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
        narrow = box.width() < px(440)  # the names matter more than the needles
        state = box.width() - px(58)
        needle = state if narrow else state - px(132)
        dots = needle - px(24 if narrow else 34)
        end = needle - px(16) + px(140) - text_width(theme.font("secondary"), self._needle)
        free = dots - px(24) if mark.dots is not None or narrow else end - px(12)
        self._paint_name(painter, QRectF(px(80), 0, free - px(80), box.height()), ink)
        if mark.dots is not None:
            centre = QRectF(dots, 0, 1, box.height()).center()
            paint_twitch_dots(painter, theme, centre, mark.dots)
        quiet = theme.colour("muted")
        if not narrow:
            room = QRectF(needle - px(16), 0, px(140), box.height())
            paint_text(painter, room, self._needle, theme.font("secondary"), quiet, align | middle)
        colour = {Life.IN: "needle", Life.OUT: "accent"}.get(mark.life, "muted")
        room = QRectF(state, 0, px(46), box.height())
        words = "found" if self._left_out else _AFTER_STATE[mark.life]
        paint_text(painter, room, words, theme.font("secondary_strong"), theme.colour(colour), align | middle)

    def _paint_name(self, painter: QPainter, room: QRectF, ink: QColor) -> None:
        """Whole on one line, else smaller on two."""
        words = sentence(self._mark.muscle_name if self._mark is not None else "") or "No muscle"
        one, small = self._theme.font("strong"), self._theme.font("label_strong")
        lines = (words,) if text_width(one, words) <= room.width() else two_lines(small, words, room.width())
        font = one if len(lines) == 1 else small
        high = QFontMetricsF(font).lineSpacing()
        top = room.center().y() - high * len(lines) / 2
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for number, line in enumerate(lines):
            place = QRectF(room.x(), top + number * high, room.width(), high)
            paint_text(painter, place, line, font, ink, left)


def two_lines(font: QFont, words: str, width: float) -> tuple[str, ...]:
    """A name on as few lines as it needs, two at most; the second is cut where it does not fit either."""
    if text_width(font, words) <= width or " " not in words:
        return (words,)
    parts = words.split(" ")
    count = next(
        (n for n in range(len(parts) - 1, 0, -1) if text_width(font, " ".join(parts[:n])) <= width), 1
    )
    return " ".join(parts[:count]), " ".join(parts[count:])


def sentence(name: str) -> str:
    """The first letter large."""
    return name[:1].upper() + name[1:]


def paint_number(painter: QPainter, theme: Theme, box: QRectF, mark: Mark) -> None:
    """The number of a site in the circle of its mark."""
    styles = {
        Life.GHOST: BoxStyle(edge="ghost", ink="ghost", dashed=True, width=1.6),
        Life.PLANNED: BoxStyle(fill="surface", edge="ink", width=1.6),
        Life.IN: BoxStyle(fill="needle", ink="on_needle"),
        Life.OUT: BoxStyle(fill="surface", edge="accent", width=3),
    }
    style = styles[mark.life]
    paint_box(painter, theme, box, style, box.height() / 2)
    paint_text(painter, box, str(mark.number), theme.font("section"), theme.colour(style.ink))
