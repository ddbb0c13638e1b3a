"""Beside the map: counter, sites, entry."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from needlechart.domain.rules.needle_count import needle_count
from needlechart.ui.layout_class import LayoutClass
from needlechart.ui.screens.board.needling_panel.counter import Counter
from needlechart.ui.screens.board.needling_panel.counting import Counting
from needlechart.ui.screens.board.needling_panel.drawer import Drawer
from needlechart.ui.screens.board.needling_panel.editor import Editor
from needlechart.ui.screens.board.needling_panel.missing_strip import MissingStrip
from needlechart.ui.screens.board.needling_panel.muscle_rows import MuscleSearch
from needlechart.ui.screens.board.needling_panel.room import share_room
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.screens.board.needling_panel.sites import Sites, clear_ground
from needlechart.ui.screens.board.needling_panel.still_in import StillIn
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import BoxStyle, EmptyState, Hairline, IconButton, Panel, SectionTitle, Text


class NeedlingPanel(Panel):
    """412 wide in Normal; nothing in it scrolls there, as long as no row is opened."""

    next_requested = Signal()
    select_wanted = Signal(str)
    ghost_wanted = Signal(str)
    new_by_name = Signal(object, object, str)
    put_away = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, style=BoxStyle(fill="surface"))
        self.setObjectName("needling_panel")
        self._theme = theme
        self._session: Session | None = None
        self._class = LayoutClass.NORMAL
        self.editor: Editor | None = None
        self.counter = Counter(theme, self)
        self.still_in = StillIn(theme, self)
        self.missing = MissingStrip(theme, self)
        self.counting = Counting(self)
        self.sites = Sites(theme, self)
        self.list_button = IconButton("list", "All sites as a list", self, outlined=True)
        self.list_button.setObjectName("all_sites")
        self._list_open = False
        self.search = MuscleSearch(theme, self)
        self.search.field.setObjectName("new_by_name")
        self.search.set_margins(14, 8)
        self.empty = EmptyState(
            "pin",
            "Tap where the needle goes",
            "The muscle is suggested. Press and hold to aim.",
            parent=self,
        )
        self._lay_out()
        self._connect()
        self.set_layout_class(LayoutClass.NORMAL)

    def _lay_out(self) -> None:
        theme = self._theme
        self._scroll = QScrollArea(self)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self._scroll, self._scroll.viewport()):
            clear_ground(part)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._on_scrolls)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.head = self._make_head()
        self._above_sites = Hairline(self)
        parts = (
            self.counter,
            Drawer(self.still_in, theme, self),
            Drawer(self.missing, theme, self),
            self._above_sites,
            self.head,
            self.sites,
            Hairline(self),
            self.search,
        )
        for part in parts:
            if part is self.sites:
                box.addLayout(self._make_sites())
            else:
                box.addWidget(part)
        box.addWidget(self._scroll, 1)
        box.addWidget(self.empty, 1)
        box.addStretch(0)  # with neither of them, what is above stays where it was
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(6))
        self._foot.addWidget(self.missing.foot)
        box.addLayout(self._foot)

    def _make_head(self) -> QWidget:
        head = QWidget(self)
        row = QHBoxLayout(head)
        px = self._theme.px
        row.setContentsMargins(px(14), px(8), px(14), px(4))
        row.addWidget(SectionTitle("Sites", head), 1)
        row.addWidget(Text("in the order placed", head, role="label", colour="muted"))
        return head

    def _make_sites(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sites, 1)
        row.addWidget(self.list_button, 0, Qt.AlignmentFlag.AlignTop)
        self._tiles = row
        return row

    def _connect(self) -> None:
        self.list_button.clicked.connect(self.toggle_list)
        self.sites.list_wanted.connect(self.toggle_list)
        self.counter.next_wanted.connect(self.next_requested)
        self.counter.details_wanted.connect(self._toggle_still_in)
        self.sites.select_wanted.connect(self._on_select)
        self.sites.ghost_wanted.connect(self.ghost_wanted)
        self.search.chosen.connect(self.new_by_name)
        self.search.closed.connect(self.put_away)

    def open(self, session: Session | None) -> None:
        """Another visit's session, or none."""
        if self._session is not None:
            self._session.visit.clocks.ticked.disconnect(self._on_tick)
            self._session.selected.disconnect(self._on_site)
        self.missing.fold()  # before the visit it asks about is gone
        self._session = session
        self.counting.open(session)
        if session is not None:
            session.visit.clocks.ticked.connect(self._on_tick)
            session.selected.connect(self._on_site)
        old = self._scroll.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        if self.editor is not None:
            self.editor.fold.hide()
            self.editor.fold.deleteLater()
        self.editor = None
        if session is not None:
            self.editor = Editor(session, self._theme)
            self.editor.opened.connect(self._on_opened)
            self.editor.search.closed.connect(self.put_away)
            clear_ground(self.editor)
            self._scroll.setWidget(self.editor)
            self._foot.addWidget(self.editor.fold)
            self.editor.set_layout_class(self._class)
        self.search.hide()
        self.refresh()

    def set_layout_class(self, layout_class: LayoutClass) -> None:
        """Width, list or tiles, fold."""
        self._class = layout_class
        self.setFixedWidth(self._theme.px(layout_class.side_panel_width))
        self.counter.set_narrow(narrow=layout_class is LayoutClass.COMPACT)
        self.head.setVisible(layout_class is LayoutClass.WIDE)
        self._show_list()
        if self.editor is not None:
            self.editor.set_layout_class(layout_class)
        self.refresh()

    def set_reading(self, reading: bool) -> None:
        """Of a visit that cannot be changed the sites still open, with all that was charted of each."""
        for part in (self.counter, self.still_in, self.missing, self.search):
            part.setEnabled(not reading)
        if self.editor is not None:
            self.editor.set_reading(reading)

    def toggle_list(self) -> None:
        """Every site with its muscle, in the place of the tiles; choosing one folds it."""
        if self._class is not LayoutClass.WIDE:
            self._list_open = not self._list_open
            self._show_list()
            self.refresh()

    def _show_list(self) -> None:
        wide = self._class is LayoutClass.WIDE
        as_list = wide or self._list_open
        self.sites.set_list(as_list=as_list, one_row=self._class is LayoutClass.COMPACT)

    def _on_select(self, point_id: str) -> None:
        if self._list_open:
            self._list_open = False
            self._show_list()
        self.select_wanted.emit(point_id)

    def _on_site(self, point_id: str) -> None:
        """Another site is looked at: the question about the count waits; a form that was begun stays."""
        if not self.missing.form_open:
            self.missing.fold()

    def _make_room_for_form(self, *, listed: bool) -> None:
        """What is written of a missing needle stands alone below the counter, with its button in sight."""
        writes = self.missing.form_open
        for part in (self.sites, self._above_sites):
            part.setVisible(not writes)
        self.head.setVisible(self._class is LayoutClass.WIDE and not writes)
        self.list_button.setVisible(listed and not writes)
        if writes:
            self._show_still_in(shown=False)

    def refresh(self) -> None:
        """Show the visit as it stands."""
        session = self._session
        if session is None:
            self.counter.clear()
            self.still_in.clear()
            self.sites.clear()
            self._scroll.hide()
            self.empty.show()
            return
        point = session.point
        self.counter.show_visit(session.visit, session.needle, recount=self.counting.recount)
        self.still_in.show_visit(session.visit)
        if not session.visit.chart.needles_in:
            self._show_still_in(shown=False)
        self.sites.show_visit(session.visit, point.id if point is not None else "")
        crowded = self.sites.overflows(self.width())
        listed = self._class is not LayoutClass.WIDE and (crowded or self._list_open)
        self._make_room_for_form(listed=listed)
        self._tiles.setContentsMargins(0, 0, self._theme.px(14) if listed else 0, 0)
        if needle_count(session.visit.chart).settled:
            self.missing.fold()
        self._scroll.setVisible(point is not None and self.missing.isHidden())
        self.empty.setVisible(point is None)
        if self.editor is not None:
            share_room(self.editor, session, self._class, two_rows=self.sites.has_two_rows)
            self.editor.refresh()
            folds = self._class is LayoutClass.COMPACT and point is not None
            self.editor.fold.setVisible(folds and self.missing.isHidden())
        compact = self._class is LayoutClass.COMPACT or self.missing.form_open
        edge = self._theme.px(14)
        self._foot.setContentsMargins(edge, 0, edge, self._theme.px(6) if compact else 0)

    def _on_tick(self) -> None:
        if self._session is not None:
            self.counter.show_time(self._session.visit)
            if self.still_in.isVisible():
                self.still_in.show_times()

    def _toggle_still_in(self) -> None:
        """Open or fold what is behind the counter's words."""
        self._show_still_in(shown=self.still_in.isHidden())

    def _show_still_in(self, *, shown: bool) -> None:
        self.still_in.setVisible(shown)
        self.counter.words.setChecked(shown)

    def _on_opened(self, part: QWidget) -> None:
        """Rows that were unfolded come into sight."""
        editor = self.editor
        layout = editor.layout() if editor is not None else None
        if editor is not None and layout is not None:
            layout.activate()
            editor.resize(editor.width(), max(editor.sizeHint().height(), self._scroll.viewport().height()))
            self._scroll.ensureWidgetVisible(part, 0, 8)

    def _on_scrolls(self, low: int, high: int) -> None:
        """A scroll bar stands in the margin, not on the chips."""
        if self.editor is not None:
            self.editor.set_scrolls(scrolls=high > low)

    def landing(self) -> QWidget | None:
        """Where F6 comes to: the count when it is asked, else the twitch of the selected site."""
        if self.counter.asks:
            return self.counter.answer
        editor = self.editor
        return editor.twitch.chips if editor is not None and editor.can_be_typed_in else None

    def put_in(self) -> None:
        """The selected site's needle goes in."""
        if self.editor is not None:
            self.editor.put_in()

    def take_out(self) -> None:
        """The selected site's needle comes out, else the oldest that is in."""
        session = self._session
        if session is None:
            return
        still = session.visit.chart.needles_still_in
        mine = [one for one in still if one == session.needle]
        for needle in (mine or list(still))[:1]:
            session.needles.take_out(needle)

    def open_more(self) -> None:
        """The further findings of the selected site."""
        if self.editor is not None and self._session is not None and self._session.point is not None:
            self.editor.open_more()

    def find_new(self) -> None:
        """A new site by the name of its muscle."""
        self.search.open(new=True)
