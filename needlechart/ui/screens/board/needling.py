"""The needling step: the body map and, beside it, counter, sites and entry."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from needlechart.atlas.atlas import load as load_atlas
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Layer, Step, View
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.bodymap.body_map import BodyMap
from needlechart.ui.bodymap.marks import marks_of
from needlechart.ui.layout_class import LayoutClass, layout_class
from needlechart.ui.screens.board.lying import Lying
from needlechart.ui.screens.board.needling_panel.alert_strip import AlertStrip
from needlechart.ui.screens.board.needling_panel.hand import Hand
from needlechart.ui.screens.board.needling_panel.keys import NeedlingKeys
from needlechart.ui.screens.board.needling_panel.last_uses import LastUses
from needlechart.ui.screens.board.needling_panel.length_told import length_told
from needlechart.ui.screens.board.needling_panel.panel import NeedlingPanel
from needlechart.ui.screens.board.needling_panel.places import land
from needlechart.ui.screens.board.needling_panel.repeats import Repeats
from needlechart.ui.screens.board.needling_panel.selection import Selection
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.screens.board.turning_strip import TurningStrip
from needlechart.ui.screens.board.unasked_strip import UnaskedStrip
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Hairline, RailStep


class NeedlingStep(QWidget):
    """Constructor, `show_visit`, `focus_first`, `go_to` and ``next_requested`` as every step has them.

    ``jump(step, target)`` asks for a field of another step.
    """

    next_requested = Signal()
    jump = Signal(Step, str)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("needling_step")
        self._desk = desk
        self._theme = theme
        self._visit: OpenVisit | None = None
        self._session: Session | None = None
        self._class: LayoutClass | None = None
        self._busy = 0
        self._stale = False
        self._last_uses = LastUses(desk)
        self._atlas = load_atlas()
        self.body_map = BodyMap(self._atlas, theme, self)
        self.panel = NeedlingPanel(theme, self)
        self.selection = Selection(self.body_map)
        self.repeats = Repeats(desk, self.body_map)
        self.alert = AlertStrip(self)
        self.turning = TurningStrip(self)
        self.unasked = UnaskedStrip(self)
        self.lying = Lying(self.body_map, self.turning)
        self.hand = Hand(self)
        self.keys = NeedlingKeys(self)
        self.setFocusProxy(self.body_map.panes[0])
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.alert)
        column.addWidget(self.turning)
        row = self._row = QHBoxLayout()
        row.setSpacing(0)
        map_column = QVBoxLayout()  # the panel under the finger stays where it is when the strip goes
        map_column.setSpacing(0)
        map_column.addWidget(self.unasked)
        map_column.addWidget(self.body_map, 1)
        row.addLayout(map_column, 1)
        row.addWidget(Hairline(self, vertical=True))
        row.addWidget(self.panel)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        chart, hand = self.body_map, self.hand
        chart.place_wanted.connect(hand.place)
        chart.move_wanted.connect(lambda id, x, y: hand.act(lambda one: one.marking.move(id, x, y)))
        chart.nudge_wanted.connect(lambda id, dx, dy: hand.act(lambda one: one.marking.nudge(id, dx, dy)))
        chart.select_wanted.connect(self.select)
        chart.ghost_wanted.connect(hand.apply_ghost)
        chart.all_ghosts_wanted.connect(hand.apply_all)
        chart.delete_wanted.connect(lambda id: hand.act(lambda one: one.marking.delete(id)))
        chart.unplace_wanted.connect(hand.unplace)
        chart.menu_wanted.connect(hand.open_menu)
        self.alert.reason_wanted.connect(lambda site: self.go_to_record(site, "alert_reasons"))
        self.unasked.go.connect(lambda target: self.jump.emit(Step.CHECK_IN, target))
        self.unasked.acted.connect(self.keep_focus)
        chart.place_shown.connect(self._on_place_shown)
        self.panel.select_wanted.connect(self.select)
        self.panel.ghost_wanted.connect(hand.apply_ghost)
        self.panel.new_by_name.connect(hand.place_by_name)
        self.panel.next_requested.connect(self.next_requested)
        for acted in (self.panel.counter.out_wanted, self.panel.counter.counted):
            acted.connect(lambda value: self.keep_focus())
        self.panel.counter.all_out_wanted.connect(self.keep_focus)
        self.panel.put_away.connect(self.focus_first)

    # As every step

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Mirror a visit; None drops it."""
        if visit is self._visit:
            self.refresh()
            return
        if self._visit is not None:
            self._visit.changed.disconnect(self._on_changed)
            self._visit.ghosts_changed.disconnect(self.refresh)
        if self._session is not None:
            self._session.deleteLater()
        self._visit, self._session = visit, None
        self.lying.show_visit(visit)
        if visit is not None:
            visit.changed.connect(self._on_changed)
            visit.ghosts_changed.connect(self.refresh)
            self._last_uses.ask()
            self._session = Session(visit, self._atlas, self._last_uses, self)
            self._session.selected.connect(self._on_selected)
        for pane in self.body_map.panes:
            pane.namer = self._session.marking.name_at if self._session is not None else None
        self.body_map.show_visit(visit)
        self.repeats.show_visit(visit)
        self.panel.open(self._session)
        if self.panel.editor is not None:
            self.panel.editor.keep = self.repeats.begin_keeping if self.repeats.may_keep else None
        self.selection.open(self._session)
        self.refresh()

    def focus_first(self) -> None:
        """The keyboard on the map."""
        self.body_map.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, target: str) -> None:
        """A site's id, ``needle_count``, or any other field: the first site that lacks something."""
        if self._session is None:
            return
        marks = marks_of(self._session.visit.chart)
        if any(mark.id == target for mark in marks):
            self.select(target)
        elif target.startswith("needle"):
            self.panel.counter.focus_first()
        else:
            lacking = [mark for mark in marks if mark.missing] or list(marks)
            if lacking:
                self.select(lacking[0].id)

    def go_to_record(self, record_id: str, target: str) -> None:
        """The field of a mark, a needle or a current; a needle still in leads to the counter."""
        session = self._session
        if session is None:
            return
        visit = session.visit
        needle, current = visit.get(Needling, record_id), visit.get(Stimulation, record_id)
        site_id = needle.trigger_point_id if needle else current.first_point_id if current else record_id
        if target == "alert_reasons":  # of the visit; it is given at the first site that asks for it
            points, against = visit.chart.points, session.against
            asking = [*filter(against.owed, points), *filter(against.concerns, points)]
            site_id = next((one.id for one in asking), site_id)
        if visit.get(TriggerPoint, site_id) is None:
            self.go_to(target)
            return
        self.selection.select(site_id, record_id if needle is not None else "")
        if target == "state":
            self.panel.counter.focus_first()
        elif self.panel.editor is not None and not (
            target == "alert_reasons" and self.panel.editor.ask_owed()
        ):
            land(self.panel.editor, target)

    def set_single_keys(self, on: bool) -> None:
        """Whether single letters and signs act on map and entry (Settings); arrows and Enter always do."""
        self.keys.single_keys = on
        for pane in self.body_map.panes:
            pane.keys.single_keys = on

    def keep_focus(self) -> None:
        """The keyboard stays with the work when what had it is gone: on the map."""
        focused = QApplication.focusWidget()
        kept = focused is not None and (
            self.panel.isAncestorOf(focused) or any(pane is focused for pane in self.body_map.panes)
        )
        if not kept and self.isVisible():
            self.focus_first()

    def regions(self) -> list[QWidget]:
        """What F6 goes through here: the map, then the panel."""
        return [self.body_map, self.panel]

    def set_panel_on_left(self, on_left: bool) -> None:
        """For a left-handed therapist; the body map is never mirrored."""
        before = QBoxLayout.Direction.RightToLeft if on_left else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(before)

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Compact, Normal or Wide; the board may say, else the window's width decides."""
        if layout is not self._class:
            self._class = layout
            self.panel.set_layout_class(layout)
            self.body_map.set_layout_class(layout)
            self.unasked.set_compact(compact=layout is LayoutClass.COMPACT)
            self.selection.show(turn=False)

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard comes to the map, unless it walks along the rail; a tap on the rail is no walk."""
        super().showEvent(event)
        visit = self._visit
        if visit is not None and not self.body_map.shows(visit.place.view):
            self.body_map.turn_to(visit.place.view)  # the position was chosen at Check-in
        focused = QApplication.focusWidget()
        walks = isinstance(focused, RailStep) and focused.keyboard_seen
        if not event.spontaneous() and not walks:
            self.focus_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.window().size()
        self.set_layout_class(layout_class(inside.width(), inside.height(), self._theme.scale))

    def set_reading(self, reading: bool) -> None:
        """A visit that cannot be changed is read here: its sites open, every view and layer can be shown."""
        self.refresh()

    @property
    def charting(self) -> Session | None:
        """The session where something may be changed; None while there is none or it is only read."""
        session = self._session
        return session if session is not None and not session.visit.closed else None

    # Mirroring

    def _on_changed(self, pairs: Sequence[Pair]) -> None:
        with self.one_refresh():
            self.selection.follow_gone(pairs)
            self.refresh()
            self.selection.go_on_when_complete()
            self.selection.follow_side(pairs)

    @contextmanager
    def one_refresh(self) -> Iterator[None]:
        """What happens inside is shown once, at its end: a change that also selects, for one."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1
            if self._stale and not self._busy:
                self.refresh()

    def refresh(self) -> None:
        """Show the visit as it stands."""
        self._stale = self._busy > 0
        if self._session is None:
            self.unasked.show_visit(None)
        if self._session is not None and not self._stale:
            self.panel.refresh()
            closed = self._session.visit.closed
            self.panel.set_reading(closed)
            self.body_map.position.setEnabled(not closed)
            self.body_map.cover.set_reading(closed)
            self.alert.show_session(self._session)
            self._remark(self._session)
            self.turning.follow(self._session.visit)
            self.unasked.show_visit(self._session.visit)

    def _remark(self, session: Session) -> None:
        """Beside the selected mark, as long as its needle is still to be chosen."""
        needle = session.needle
        told = length_told(session.point, needle)
        open_still = needle is not None and needle.twitch is None
        self.body_map.set_remark(told.short if told is not None and open_still else "")

    def _on_selected(self, point_id: str) -> None:
        self.refresh()

    def select(self, point_id: str) -> None:
        """A site, on the map or in the panel."""
        self.selection.select(point_id)

    def _on_place_shown(self, view: View, layer: Layer) -> None:
        if self._visit is not None:
            self._visit.stand(view=view, layer=layer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            super().keyPressEvent(event)
