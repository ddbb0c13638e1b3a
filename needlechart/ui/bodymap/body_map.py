"""The body map as one widget: one or two views, rails, switches and cards around them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.style import PlateStyle
from needlechart.domain.words import Layer, View
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.bodymap.arrangement import arrange, show_sides
from needlechart.ui.bodymap.artwork import Artwork
from needlechart.ui.bodymap.ghost_card import GhostCard
from needlechart.ui.bodymap.marks import Mark, counts_by_view, forget_marks, ghosts_of, marks_of
from needlechart.ui.bodymap.navigator import Navigator
from needlechart.ui.bodymap.pelvic_cover import PelvicCover, consent_complete
from needlechart.ui.bodymap.plate import WordPlate
from needlechart.ui.bodymap.position_menu import PositionMenu
from needlechart.ui.bodymap.rails import Rail
from needlechart.ui.bodymap.scene import BodyMapScene
from needlechart.ui.bodymap.toolbar import BOTH, LAYER_WORDS, VIEW_WORDS, Toolbar
from needlechart.ui.bodymap.view import BodyMapView
from needlechart.ui.bodymap.warm_up import WarmUp
from needlechart.ui.bodymap.zoom_buttons import ZoomButtons
from needlechart.ui.layout_class import LayoutClass
from needlechart.ui.spoken import announce
from needlechart.ui.theme import Theme

_PLATE_MS = 2000


class BodyMap(QWidget):
    """Says what a person wants; the step that holds it changes the visit."""

    place_wanted = Signal(object, object, float, float)
    move_wanted = Signal(str, float, float)
    nudge_wanted = Signal(str, float, float)
    select_wanted = Signal(str)
    ghost_wanted = Signal(str)
    all_ghosts_wanted = Signal()
    delete_wanted = Signal(str)
    unplace_wanted = Signal(str)
    menu_wanted = Signal(str, object)
    position_wanted = Signal(object)
    place_shown = Signal(object, object)

    def __init__(self, atlas: Atlas, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._visit: OpenVisit | None = None
        self._class = LayoutClass.NORMAL
        self._shown = View.FRONT.value
        self._layer = Layer.SUPERFICIAL
        self._uncovered = False
        self._visits = self._protocols = False
        self._spoken_mark = self._remark = ""
        self._marks_first = self._around_stale = False
        self.art = Artwork(self)
        self.panes = [
            self._make_pane(atlas, "map_front", View.FRONT),
            self._make_pane(atlas, "map_back", View.BACK),
        ]
        self.rails = [Rail(theme, self) for _ in range(3)]
        self.headings = [WordPlate(theme, self, role="label_strong") for _ in range(2)]
        self.caption = WordPlate(theme, self)
        self.cover = PelvicCover(theme, self)
        self.toolbar = Toolbar(self)
        self.ghost_card = GhostCard(theme, self)
        self.zoom = ZoomButtons(theme, self)
        self.navigator = Navigator(theme, self)
        self.position = PositionMenu(self)
        self.plate = WordPlate(theme, self, role="title", loud=True)
        for pane in self.panes:
            pane.cards = (self.ghost_card, self.zoom, self.navigator, self.position)
        self._warm = WarmUp(atlas, self)
        self._plate_time = QTimer(self, interval=_PLATE_MS, singleShot=True)
        self._plate_time.timeout.connect(lambda: self.plate.set_text(""))
        self._connect()
        theme.changed.connect(self._arrange)
        self._show_place()

    def _make_pane(self, atlas: Atlas, name: str, view: View) -> BodyMapView:
        scene = BodyMapScene(atlas, self._theme, view)
        pane = BodyMapView(scene, self._theme, self.art, self)
        scene.setParent(pane)  # with the lambda below they hold each other: Qt ends it, no collection
        pane.setObjectName(name)
        scene.place_wanted.connect(lambda x, y: self.place_wanted.emit(scene.body_view, scene.layer, x, y))
        scene.move_wanted.connect(self.move_wanted)
        scene.nudge_wanted.connect(self.nudge_wanted)
        scene.select_wanted.connect(self.select_wanted)
        scene.ghost_wanted.connect(self.ghost_wanted)
        scene.delete_wanted.connect(self.delete_wanted)
        scene.unplace_wanted.connect(self.unplace_wanted)
        scene.menu_wanted.connect(self.menu_wanted)
        pane.focused.connect(lambda: self.navigator.follow(pane))
        return pane

    def _connect(self) -> None:
        self.toolbar.view_chosen.connect(self._on_view)
        self.toolbar.layer_chosen.connect(lambda value: self.show_place(self._shown, Layer(value)))
        self.ghost_card.apply_wanted.connect(self.all_ghosts_wanted)
        self.ghost_card.resized.connect(self._arrange)
        self.position.position_chosen.connect(self.position_wanted)
        self.cover.opened.connect(self._uncover)
        self.zoom.closer.connect(lambda: self._each(BodyMapView.zoom_in))
        self.zoom.farther.connect(lambda: self._each(BodyMapView.zoom_out))
        self.zoom.fitted.connect(lambda: self._each(BodyMapView.fit))

    # What is shown

    @property
    def shown(self) -> str:
        """Id of the view, or `BOTH`."""
        return self._shown

    @property
    def layer(self) -> Layer:
        return self._layer

    @property
    def current_view(self) -> View:
        """The view that has (or gets) the keyboard."""
        return self.pane.body_scene.body_view

    @property
    def pane(self) -> BodyMapView:
        """The view that has the keyboard, else the first."""
        second = self._shown == BOTH and self.panes[1].hasFocus()
        return self.panes[1] if second else self.panes[0]

    def landing(self) -> QWidget:
        """Where F6 comes to."""
        return self.pane

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Mirror another visit, or none."""
        if self._visit is not None:
            self._visit.changed.disconnect(self._on_changed)
            self._visit.ghosts_changed.disconnect(self._show_around)
            self.ghost_card.end_naming()
        self._visit = visit
        self._uncovered = False
        forget_marks()
        if visit is not None:
            visit.changed.connect(self._on_changed)
            visit.ghosts_changed.connect(self._show_around)
            view = visit.place.view
            together = self._class is LayoutClass.WIDE and view in (View.FRONT, View.BACK)
            self._shown = BOTH if together else view.value
            self._layer = visit.place.layer
        for pane in self.panes:
            pane.body_scene.show_visit(visit)
        if visit is not None:
            self._warm.start(self._shown)
        self._show_place()
        self._show_around()

    def set_plate_style(self, style: PlateStyle) -> None:
        """Draw the body quietly or in full colour; place, zoom and marks stay."""
        self.art.set_style(style)

    def set_layout_class(self, layout_class: LayoutClass) -> None:
        """Wide shows front and back together, every other one view."""
        if layout_class is self._class:
            return
        self._class = layout_class
        if layout_class is LayoutClass.WIDE and self._shown in (View.FRONT.value, View.BACK.value):
            self._shown = BOTH
        elif layout_class is not LayoutClass.WIDE and self._shown == BOTH:
            self._shown = (self._visit.place.view if self._visit else View.FRONT).value
        compact = layout_class is LayoutClass.COMPACT
        self.toolbar.set_layout_class(layout_class)
        self.ghost_card.set_compact(compact=compact)
        self.zoom.set_compact(compact=compact)
        self._show_place()
        self._show_around()

    def show_place(self, shown: str, layer: Layer) -> None:
        """Turn to a view (or `BOTH`) and a layer."""
        if (shown, layer) == (self._shown, self._layer):
            return
        turned = shown != self._shown
        self._shown, self._layer = shown, layer
        self._show_place()
        words = f"View: {VIEW_WORDS[shown]}" if turned else f"Layer: {LAYER_WORDS[layer]}"
        announce(self, words)
        self._warm.start(shown)
        self.place_shown.emit(self.current_view, layer)

    def shows(self, view: View) -> bool:
        """Whether a view is in sight."""
        return any(pane.body_scene.body_view is view for pane in self._seen_panes())

    def turn_to(self, view: View) -> None:
        """Another view by itself; a plate says so."""
        self.show_place(view.value, self._layer)
        self.say(f"Now {VIEW_WORDS[view.value].upper()}")

    def show_both(self) -> None:
        """Front and back together where there is room, else the other one of the two."""
        if self._class is LayoutClass.WIDE:
            self.show_place(BOTH, self._layer)
        else:
            other = View.FRONT if self._shown == View.BACK.value else View.BACK
            self.show_place(other.value, self._layer)

    def show_mark(self, mark: Mark | None, *, turn: bool = True, say: bool = False) -> None:
        """Select a mark and bring it into sight.

        ``say``: it selects itself. A plate says for 2 s that the view turned, and who listens hears the mark.
        """
        point_id = mark.id if mark is not None else ""
        if mark is not None:
            here = {pane.body_scene.body_view for pane in self._seen_panes()}
            if turn and mark.view not in here:
                if say:
                    self.turn_to(mark.view)
                else:
                    self.show_place(mark.view.value, self._layer)
        self._spoken_mark = mark.spoken if mark is not None else ""
        self._speak_mark()
        if say and mark is not None:
            announce(self, f"Selected: {mark.spoken}")
        for pane in self.panes:
            pane.body_scene.set_selected(point_id)
            item = pane.body_scene.items_by_id().get(point_id)
            if item is not None and pane in self._seen_panes():
                pane.ensure_place_seen(item.pos())

    def set_remark(self, words: str) -> None:
        """Words beside the selected mark, wherever it is shown; empty takes them away."""
        self._remark = words
        for pane in self.panes:
            pane.body_scene.set_remark(words)
        self._speak_mark()

    def _speak_mark(self) -> None:
        said = ", ".join(words for words in (self._spoken_mark, self._remark) if words)
        for pane in self.panes:
            pane.setAccessibleDescription(said)

    def paint_now(self, point_id: str) -> None:
        """Paint a new mark before anything else is worked out: a tap is seen in one frame.

        Its muscle, what to avoid there and their names come with the next frame.
        """
        for pane in self._seen_panes():
            item = pane.body_scene.items_by_id().get(point_id)
            if item is not None and pane.isVisible():
                pane.viewport().repaint(pane.extent_of(item))

    def refused(self) -> None:
        """A mark was wanted in a view that takes none yet."""
        self._uncovered = False
        self._show_place()

    def say(self, words: str) -> None:
        """A plate over the map for 2 s."""
        self.plate.set_text(words)
        self._plate_time.start()
        self._arrange()

    def _each(self, act: Callable[[BodyMapView], None]) -> None:
        """Front and back zoom together."""
        for pane in self._seen_panes():
            act(pane)

    def _seen_panes(self) -> list[BodyMapView]:
        return self.panes if self._shown == BOTH else self.panes[:1]

    def _on_view(self, shown: str) -> None:
        if shown != View.PELVIC_FLOOR.value:
            self._uncovered = False
        self.show_place(shown, self._layer)

    def _uncover(self) -> None:
        self._uncovered = True
        self._show_place()
        self.panes[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_place(self) -> None:
        both = self._shown == BOTH
        views = (View.FRONT, View.BACK) if both else (View(self._shown), View.BACK)
        pelvic = views[0] is View.PELVIC_FLOOR
        complete = consent_complete(self._visit)
        covered = pelvic and not self._uncovered
        for pane, view in zip(self.panes, views, strict=True):
            turned = pane.body_scene.body_view is not view
            pane.body_scene.open = view is not View.PELVIC_FLOOR or complete
            pane.body_scene.show_view(view, self._layer)
            pane.redraw()
            if turned:
                pane.fit()
        on_map = any(pane.hasFocus() for pane in self.panes)
        self.panes[0].setVisible(not covered)
        self.panes[1].setVisible(both)
        self.cover.setVisible(covered)
        if on_map and covered:  # the keyboard stays on the map: on what the view asks first
            self.cover.focus_first()
        if self._visit is not None:
            self._show_ghost_card(self._visit)
        self.navigator.follow(self.pane)
        self.toolbar.show_place(self._shown, self._layer)
        show_sides(self, views[0], covered=covered, compact=self._class is LayoutClass.COMPACT)
        self._arrange()

    # What lies around

    @contextmanager
    def marks_first(self) -> Iterator[None]:
        """Inside, marks follow at once; counts and cards follow once, at the end."""
        self._marks_first = True
        try:
            yield
        finally:
            self._marks_first = False
            if self._around_stale:
                self._show_around()

    def _on_changed(self, pairs: object) -> None:
        self._around_stale = True
        if not self._marks_first:
            self._show_around()
        if self._shown == View.PELVIC_FLOOR.value:
            self.panes[0].body_scene.open = consent_complete(self._visit)

    def _show_around(self) -> None:
        visit, self._around_stale = self._visit, False
        self.cover.show_visit(visit)
        if visit is None:
            self.toolbar.set_counts({})
            self.ghost_card.hide()
            return
        self.toolbar.set_counts(counts_by_view(marks_of(visit.chart)))
        previous = visit.previous
        last = previous.visit.position if previous is not None and not visit.closed else None
        self.position.show_position(visit.visit.position, last)
        self._show_ghost_card(visit)
        self._arrange()

    def set_sources_offered(self, *, visits: bool, protocols: bool) -> None:
        """Whether there are earlier visits or protocols to choose from."""
        self._visits, self._protocols = visits, protocols
        self._show_around()

    def _show_ghost_card(self, visit: OpenVisit) -> None:
        if visit.closed or self.cover.isVisibleTo(self):
            self.ghost_card.hide()
            return
        rest = ghosts_of(visit.chart, visit.ghosts)
        self.ghost_card.show_ghosts(visit.ghosts, rest, visits=self._visits, protocols=self._protocols)

    # Where everything lies

    def sizeHint(self) -> QSize:
        return QSize(778, 638)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._theme.colour("bg"))

    def _arrange(self) -> None:
        arrange(self, compact=self._class is LayoutClass.COMPACT)
