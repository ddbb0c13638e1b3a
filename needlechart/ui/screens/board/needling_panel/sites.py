"""Every site in the order of its number: tiles, or in Wide a list with the needle of each."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from needlechart.domain.words import Side
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.bodymap.marks import Life, Mark, ghosts_of, marks_of
from needlechart.ui.screens.board.needling_panel.site_row import SiteRow
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import FlowLayout, SiteState, Text, Tile, TileFace

LONG_MS = 500
"""A press on a tile that lasts this long opens the list."""

_STATES = {
    Life.GHOST: SiteState.GHOST,
    Life.PLANNED: SiteState.PLANNED,
    Life.IN: SiteState.IN,
    Life.OUT: SiteState.OUT,
}


def face_of(mark: Mark, *, left_out: bool) -> TileFace:
    """How a mark looks as a tile."""
    words = ""
    if mark.life is Life.GHOST:
        words = "last" if mark.source == "last visit" else "offer"
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
    list_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sites")
        self._held = False
        self._long = QTimer(self, interval=LONG_MS, singleShot=True)
        self._long.timeout.connect(self._on_long)
        self._reveal = QTimer(self, interval=0, singleShot=True)
        self._reveal.timeout.connect(self._show_selected)
        self._theme = theme
        self._as_list = False
        self._one_row = False
        self._controls: dict[str, Tile | SiteRow] = {}
        self._shown: dict[str, tuple[Mark, bool, str, bool]] = {}
        self._selected = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._rebuild()

    def set_list(self, *, as_list: bool, one_row: bool = False) -> None:
        """The list of Wide, or tiles in two rows (one in Compact), then scroll."""
        if one_row != self._one_row:
            self._one_row = one_row
            self._space()
        if as_list != self._as_list:
            self._as_list = as_list
            self._selected = ""  # it is another control, to be brought into sight again
            self._controls = {}
            self._shown = {}
            self._rebuild()
        self._fix_height()

    @property
    def is_list(self) -> bool:
        return self._as_list

    @property
    def has_two_rows(self) -> bool:
        """Whether tiles take two rows."""
        return not self._as_list and self.height() > self._theme.px(100)

    def overflows(self, width: int) -> bool:
        """Whether one row of tiles in that width does not hold every site."""
        return len(self._controls) * self._theme.px(63) + self._theme.px(19) > width

    def _rebuild(self) -> None:
        inside = QWidget()
        for part in (self, self.viewport(), inside):
            clear_ground(part)
        if self._as_list:
            box = QVBoxLayout(inside)
            box.setContentsMargins(0, 0, 0, 0)
            box.setSpacing(0)
        else:
            FlowLayout(inside, spacing=-self._theme.px(3))
        self._empty = Text("No sites yet", inside, role="secondary", colour="muted")
        self._empty.setContentsMargins(self._theme.px(8), self._theme.px(14), 0, self._theme.px(14))
        layout = inside.layout()
        if layout is not None:
            layout.addWidget(self._empty)
        self._inside = inside
        self.setWidget(inside)
        self._space()

    def _space(self) -> None:
        """Room around the tiles; none above and below where they have one row only."""
        layout = self._inside.layout()
        if isinstance(layout, FlowLayout):
            px = self._theme.px
            ends = px(1 if self._one_row else 4)
            layout.setContentsMargins(px(10), ends, px(6), ends)

    def show_visit(self, visit: OpenVisit, selected: str) -> None:
        """Mirror the sites; controls of sites that stay are kept."""
        chart = visit.chart
        ghosts = ghosts_of(chart, visit.ghosts) if not visit.closed else ()
        marks = sorted((*marks_of(chart), *ghosts), key=lambda mark: (mark.number, mark.life is Life.GHOST))
        ids = [mark.id for mark in marks]
        if ids != list(self._controls):
            self._order(marks)
        left_out = {point.id for point in chart.points if point.not_needled}
        needles = (
            {point.id: _needle_words(visit, point.id) for point in chart.points} if self._as_list else {}
        )
        before, self._shown = self._shown, {}
        for mark in marks:
            shown = (mark, mark.id in left_out, needles.get(mark.id, ""), mark.id == selected)
            self._shown[mark.id] = shown
            if before.get(mark.id) != shown:
                self._show_mark(*shown)
        self._empty.setVisible(not marks)
        self._fix_height()
        if selected != self._selected and selected in self._controls:
            self._reveal.start()
        self._selected = selected

    def _show_selected(self) -> None:
        """Into sight, once a site that is new has its place in the list."""
        control = self._controls.get(self._selected)
        if control is not None:
            QApplication.sendPostedEvents(self._inside, QEvent.Type.LayoutRequest.value)
            self.ensureWidgetVisible(control, 0, 0)

    def _show_mark(self, mark: Mark, left_out: bool, needle: str, selected: bool) -> None:
        control = self._controls[mark.id]
        if isinstance(control, SiteRow):
            control.show_mark(mark, needle, left_out=left_out, selected=selected)
        else:
            control.set_face(face_of(mark, left_out=left_out))
            control.set_selected(selected)

    def clear(self) -> None:
        """Show no sites: the visit was dropped."""
        self._order([])
        self._shown = {}
        self._empty.show()
        self._selected = ""

    def _order(self, marks: list[Mark]) -> None:
        inside = self._inside
        layout = inside.layout()
        if not isinstance(layout, FlowLayout | QVBoxLayout):
            return
        old, self._controls = self._controls, {}
        ids = {mark.id for mark in marks}
        for at, key in reversed(list(enumerate(old, 1))):
            if key not in ids:
                layout.takeAt(at)
                gone = old.pop(key)
                gone.hide()
                gone.deleteLater()
        same = [mark.id for mark in marks if mark.id in old] == list(old)
        while layout.count() > 1 and not same:
            layout.takeAt(1)
        for at, mark in enumerate(marks, 1):
            control = old.get(mark.id)
            if control is None or not same:
                control = control or self._make(mark, inside)
                layout.insertWidget(at, control)
                control.show()
            self._controls[mark.id] = control
        layout.invalidate()  # tiles that were there already keep their old place otherwise

    def _make(self, mark: Mark, inside: QWidget) -> Tile | SiteRow:
        control = SiteRow(inside) if self._as_list else Tile(TileFace(str(mark.number)), inside)
        ghost = mark.life is Life.GHOST
        control.setObjectName(f"{'ghost' if ghost else 'tile'}_{mark.number}")
        wanted = self.ghost_wanted if ghost else self.select_wanted
        control.clicked.connect(lambda: self._on_tap(wanted, mark.id))
        if isinstance(control, Tile):
            control.pressed.connect(self._long.start)
            control.released.connect(self._long.stop)
        return control

    def _on_tap(self, wanted: SignalInstance, mark_id: str) -> None:
        """A long press opened the list; its release selects nothing."""
        if self._held:
            self._held = False
        else:
            wanted.emit(mark_id)

    def _on_long(self) -> None:
        self._held = True
        self.list_wanted.emit()

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
        row = self._theme.px(60)
        if self._one_row:
            self.setFixedHeight(row + 2 * self._theme.px(1))
            return
        # Counted, not asked of the layout: that asks every one of hundreds of tiles.
        fit = max(int((self.width() - self._theme.px(13)) / self._theme.px(63)), 1)
        rows = 2 if len(self._controls) > fit else 1
        self.setFixedHeight(rows * row + self._theme.px(8))


def _needle_words(visit: OpenVisit, point_id: str) -> str:
    needles = [one for one in visit.chart.needlings if one.trigger_point_id == point_id]
    if not needles:
        return ""
    depth = f"{needles[0].depth_mm:g} mm" if needles[0].depth_mm is not None else ""
    return " · ".join(part for part in (needles[0].size, depth) if part)
