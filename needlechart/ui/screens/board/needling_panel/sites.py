"""Every site in the order of its number: tiles, or in Wide a list with the needle of each."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from needlechart.domain.words import Side
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.bodymap.marks import Life, Mark, ghosts_of, marks_of
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import FlowLayout, SiteState, Text, Tile, TileFace
from needlechart.ui.widgets.control import Control
from needlechart.ui.widgets.painting import (
    BoxStyle,
    paint_box,
    paint_side_badge,
    paint_text,
    paint_twitch_dots,
)

_STATES = {
    Life.GHOST: SiteState.GHOST,
    Life.PLANNED: SiteState.PLANNED,
    Life.IN: SiteState.IN,
    Life.OUT: SiteState.OUT,
}
_AFTER_STATE = {Life.GHOST: "last", Life.PLANNED: "to do", Life.IN: "In", Life.OUT: "Out"}


def face_of(mark: Mark, *, left_out: bool) -> TileFace:
    """How a mark looks as a tile."""
    words = ""
    if mark.life is Life.GHOST:
        words = "last"
    elif left_out:
        words = "found"
    elif mark.life is Life.PLANNED:
        words = "to do"
    elif mark.dots is None:
        words = "twitch?"
    return TileFace(
        label=str(mark.number),
        side=mark.side.value if mark.side in (Side.RIGHT, Side.LEFT) else "",
        state=_STATES[mark.life],
        twitch=None if words else mark.dots,
        words=words,
        alert=mark.needs_value,
        spoken=mark.spoken,
    )


class SiteRow(Control):
    """One line of the list, 46 high."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", parent)
        self._mark: Mark | None = None
        self._needle = ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """The panel decides."""

    def show_mark(self, mark: Mark, needle: str, *, selected: bool) -> None:
        """``needle``: size and depth in words."""
        self._mark, self._needle = mark, needle
        self.setChecked(selected)
        self.setAccessibleName(mark.spoken)
        self.setToolTip(mark.muscle_name)
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
        left, align = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        state = box.width() - px(58)
        needle = state - px(132)
        dots = needle - px(34)
        name = QRectF(px(80), 0, dots - px(24) - px(80), box.height())
        paint_text(
            painter, name, sentence(mark.muscle_name) or "No muscle", theme.font("strong"), ink, left | middle
        )
        if mark.dots is not None:
            centre = QRectF(dots, 0, 1, box.height()).center()
            paint_twitch_dots(painter, theme, centre, mark.dots)
        quiet = theme.colour("muted")
        room = QRectF(needle - px(16), 0, px(140), box.height())
        paint_text(painter, room, self._needle, theme.font("secondary"), quiet, align | middle)
        colour = {Life.IN: "needle", Life.OUT: "accent"}.get(mark.life, "muted")
        room = QRectF(state, 0, px(46), box.height())
        words = _AFTER_STATE[mark.life]
        paint_text(painter, room, words, theme.font("secondary_strong"), theme.colour(colour), align | middle)


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


def clear_ground(part: QWidget) -> None:
    """Let what lies behind show through."""
    palette = QPalette(part.palette())
    palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.transparent)
    part.setPalette(palette)
    part.setAutoFillBackground(False)


class Sites(QScrollArea):
    """Two rows of tiles, then scroll; or the list."""

    select_wanted = Signal(str)
    ghost_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sites")
        self._theme = theme
        self._as_list = False
        self._one_row = False
        self._controls: dict[str, Tile | SiteRow] = {}
        self._selected = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rebuild()

    def set_list(self, *, as_list: bool, one_row: bool = False) -> None:
        """The list of Wide, or tiles in two rows (one in Compact), then scroll."""
        self._one_row = one_row
        self._fix_height()
        if as_list != self._as_list:
            self._as_list = as_list
            self._controls = {}
            self._rebuild()

    def _rebuild(self) -> None:
        inside = QWidget()
        for part in (self, self.viewport(), inside):
            clear_ground(part)
        if self._as_list:
            box = QVBoxLayout(inside)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        else:
            FlowLayout(inside, spacing=-self._theme.px(3)).setContentsMargins(
                self._theme.px(10), self._theme.px(4), self._theme.px(6), self._theme.px(4)
            )
        self._empty = Text("Tap where the needle goes", inside, role="secondary", colour="muted")
        self._empty.setContentsMargins(self._theme.px(8), self._theme.px(14), 0, self._theme.px(14))
        layout = inside.layout()
        if layout is not None:
            layout.addWidget(self._empty)
        self._inside = inside
        self.setWidget(inside)

    def show_visit(self, visit: OpenVisit, selected: str) -> None:
        """Mirror the sites; controls of sites that stay are kept."""
        chart = visit.chart
        ghosts = ghosts_of(chart, visit.previous) if not visit.visit.signed else ()
        marks = sorted((*marks_of(chart), *ghosts), key=lambda mark: (mark.number, mark.life is Life.GHOST))
        ids = [mark.id for mark in marks]
        if ids != list(self._controls):
            self._order(marks)
        left_out = {point.id for point in chart.points if point.not_needled}
        needles = (
            {point.id: _needle_words(visit, point.id) for point in chart.points} if self._as_list else {}
        )
        for mark in marks:
            control = self._controls[mark.id]
            if isinstance(control, SiteRow):
                control.show_mark(mark, needles.get(mark.id, ""), selected=mark.id == selected)
            else:
                face = face_of(mark, left_out=mark.id in left_out)
                if control.face != face:
                    control.set_face(face)
                control.set_selected(mark.id == selected)
        self._empty.setVisible(not marks)
        self._fix_height()
        if selected != self._selected and selected in self._controls:
            self.ensureWidgetVisible(self._controls[selected], 0, 0)
        self._selected = selected

    def clear(self) -> None:
        """Show no sites: the visit was dropped."""
        self._order([])
        self._empty.show()
        self._selected = ""

    def _order(self, marks: list[Mark]) -> None:
        inside = self._inside
        layout = inside.layout()
        if layout is None:
            return
        old, self._controls = self._controls, {}
        same = [mark.id for mark in marks[: len(old)]] == list(old)
        while layout.count() > 1 and not same:
            layout.takeAt(1)
        for mark in marks:
            control = old.pop(mark.id, None)
            if control is None or not same:
                control = control or self._make(mark, inside)
                layout.addWidget(control)
                control.show()
            self._controls[mark.id] = control
        for gone in old.values():
            gone.hide()
            gone.deleteLater()

    def _make(self, mark: Mark, inside: QWidget) -> Tile | SiteRow:
        control = SiteRow(inside) if self._as_list else Tile(TileFace(str(mark.number)), inside)
        ghost = mark.life is Life.GHOST
        control.setObjectName(f"{'ghost' if ghost else 'tile'}_{mark.number}")
        wanted = self.ghost_wanted if ghost else self.select_wanted
        control.clicked.connect(lambda: wanted.emit(mark.id))
        return control

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fix_height()

    def _fix_height(self) -> None:
        layout = self._inside.layout()
        if layout is None:
            return
        if self._as_list:
            rows = max(len(self._controls), 1)
            self.setFixedHeight(self._theme.px(46) * min(rows, 7) + (self._theme.px(6) if rows > 7 else 0))
            return
        needed = layout.heightForWidth(max(self.viewport().width(), 100))
        row = self._theme.px(60)
        if self._one_row:
            self.setFixedHeight(row + self._theme.px(2))
            return
        self.setFixedHeight(min(max(needed, row + self._theme.px(8)), 2 * row + self._theme.px(8)))


def _needle_words(visit: OpenVisit, point_id: str) -> str:
    needles = [one for one in visit.chart.needlings if one.trigger_point_id == point_id]
    if not needles:
        return ""
    depth = f"{needles[0].depth_mm:g} mm" if needles[0].depth_mm is not None else ""
    return " · ".join(part for part in (needles[0].size, depth) if part)
