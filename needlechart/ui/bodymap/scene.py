"""The scene of one view: mirrors the open visit, says what a person wants, changes no record."""

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.types import Plate, Region
from needlechart.domain.words import Figure, Layer, Side, View
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.bodymap.crosshair_item import CrosshairItem
from needlechart.ui.bodymap.fan import fan_offsets
from needlechart.ui.bodymap.frame import Frame
from needlechart.ui.bodymap.ink import path_of
from needlechart.ui.bodymap.marks import Life, Mark, ghosts_of, marks_of
from needlechart.ui.bodymap.point_item import Pictures, PointItem
from needlechart.ui.bodymap.region_items import MuscleTint, StructureItem
from needlechart.ui.bodymap.visible import visible_part
from needlechart.ui.theme import Theme

MARGIN = 60.0
"""Units around the figure that can be panned into view."""


class BodyMapScene(QGraphicsScene):
    """One item for each mark of the view; ids, places in reference units and wishes go out as signals."""

    place_wanted = Signal(float, float)
    move_wanted = Signal(str, float, float)
    select_wanted = Signal(str)
    ghost_wanted = Signal(str)
    delete_wanted = Signal(str)
    nudge_wanted = Signal(str, float, float)
    menu_wanted = Signal(str, object)
    unplace_wanted = Signal(str)
    arranged = Signal()

    def __init__(self, atlas: Atlas, theme: Theme, view: View = View.FRONT) -> None:
        super().__init__()
        self._atlas = atlas
        self._theme = theme
        self._visit: OpenVisit | None = None
        self._items: dict[str, PointItem] = {}
        self._overlays: list[MuscleTint | StructureItem] = []
        self._frame = Frame(atlas, Figure.FEMALE, view)
        self._placed_in = self._frame
        self._layer = Layer.SUPERFICIAL
        self._selected = ""
        self._pictures = Pictures()
        self._dragging = ""
        self._region_key: object = None
        self.open = True
        self.remark = ""
        self.crosshair = CrosshairItem(theme)
        self.addItem(self.crosshair)
        # An index would be rebuilt at every move; 500 small items are faster without one.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        theme.changed.connect(self._restyle)
        self._reframe()

    # What is shown

    @property
    def frame(self) -> Frame:
        return self._frame

    @property
    def atlas(self) -> Atlas:
        return self._atlas

    @property
    def body_view(self) -> View:
        return self._frame.view

    @property
    def layer(self) -> Layer:
        return self._layer

    @property
    def plate(self) -> Plate:
        """What is drawn now."""
        return self._atlas.plate(self._frame.figure, self._frame.view, self._layer)

    @property
    def selected(self) -> str:
        return self._selected

    @property
    def can_change(self) -> bool:
        """Whether taps mean anything: a visit is open, not signed, and this view accepts marks."""
        return self._visit is not None and not self._visit.closed and self.open

    @property
    def asks_first(self) -> bool:
        """Whether this view accepts no marks until something is answered."""
        return self._visit is not None and not self._visit.closed and not self.open

    def items_by_id(self) -> dict[str, PointItem]:
        """Every drawn mark and ghost."""
        return dict(self._items)

    def close_up(self) -> QRectF:
        """Ribs to knee, in scene units."""
        left, top, right, bottom = self.plate.close_up
        return QRectF(left, top, right - left, bottom - top)

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Mirror another visit, or none."""
        if self._visit is not None:
            self._visit.changed.disconnect(self._on_changed)
            self._visit.ghosts_changed.disconnect(self.mirror)
        self._visit = visit
        if visit is not None:
            visit.changed.connect(self._on_changed)
            visit.ghosts_changed.connect(self.mirror)
            figure = visit.chart.patient.figure
            if figure is not self._frame.figure:
                self._frame = Frame(self._atlas, figure, self._frame.view)
                self._reframe()
        self.mirror()

    def show_view(self, view: View, layer: Layer) -> None:
        """Turn the body or look at another depth."""
        turned = view is not self._frame.view
        if not turned and layer is self._layer:
            return
        self._layer = layer
        if turned:
            self._frame = Frame(self._atlas, self._frame.figure, view)
            self.crosshair.hide()
        self._reframe()
        self.mirror()

    def set_selected(self, point_id: str) -> None:
        """Ring around one mark; its muscle is tinted, what to avoid hatched."""
        if point_id != self._selected:
            before, self._selected = self._selected, point_id
            for key in (before, point_id):
                if key in self._items:
                    self._items[key].set_selected(selected=key == point_id)
            self._show_region()
            self.arranged.emit()

    def set_remark(self, words: str) -> None:
        """Words beside the selected mark; empty takes them away."""
        if words != self.remark:
            self.remark = words
            self.arranged.emit()

    def remarked(self) -> PointItem | None:
        """The mark that the remark stands beside, if it is in this view."""
        return self._items.get(self._selected) if self.remark else None

    def select_and_mirror(self, point_id: str) -> None:
        """Both at once, where a change also selects."""
        self.set_selected(point_id)
        self.mirror()

    # Mirroring

    def _on_changed(self, pairs: object) -> None:
        self.mirror()

    def mirror(self) -> None:
        """Make the items equal to the records; only what differs is touched."""
        wanted = {mark.id: mark for mark in self._wanted()}
        reframed, self._placed_in = self._placed_in is not self._frame, self._frame
        for gone in self._items.keys() - wanted.keys():
            dropped = self._items.pop(gone)
            self.removeItem(dropped)
            if dropped.shaft is not None and dropped.shaft.scene() is self:
                self.removeItem(dropped.shaft)
        for key, mark in wanted.items():
            item = self._items.get(key)
            if item is not None and item.mark is mark and not reframed:
                continue
            if item is None:
                item = self._items[key] = PointItem(mark, self._theme, self._pictures)
                self.addItem(item)
                item.set_selected(selected=key == self._selected)
            elif item.mark != mark:
                item.set_mark(mark)
            if key != self._dragging:
                self._put(item, self._frame.to_scene(mark.x, mark.y))
        self.unfan()
        self._show_region()
        self.arranged.emit()

    def _put(self, item: PointItem, place: QPointF) -> None:
        """A mark at a place, its shaft with it."""
        item.setPos(place)
        if item.shaft is not None:
            if item.shaft.scene() is not self:
                self.addItem(item.shaft)
            item.shaft.setPos(place)

    def _wanted(self) -> Iterable[Mark]:
        if self._visit is None:
            return ()
        chart = self._visit.chart
        found = (*ghosts_of(chart, self._visit.ghosts), *marks_of(chart))
        return (mark for mark in found if mark.view is self._frame.view)

    def _reframe(self) -> None:
        left, top, right, bottom = self.plate.bounds
        body = QRectF(left, top, right - left, bottom - top)
        self.setSceneRect(body.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        self.invalidate()

    def _restyle(self) -> None:
        self.restyle_marks()
        self._show_region(always=True)
        self.invalidate()

    def restyle_marks(self) -> None:
        """Other colours, another text size, a screen with other pixels."""
        for item in self._items.values():
            item.restyle()

    # The muscle and what lies beside it

    def _show_region(self, *, always: bool = False) -> None:
        item = self._items.get(self._selected)
        mark = item.mark if item is not None else None
        key = (mark.muscle, mark.side, mark.layer, self._frame, self._layer) if mark else None
        if key == self._region_key and not always:
            return
        self._region_key = key
        for overlay in self._overlays:
            self.removeItem(overlay)
        self._overlays = list(self._overlays_of(mark)) if mark and mark.muscle else []
        for overlay in self._overlays:
            self.addItem(overlay)

    def _overlays_of(self, mark: Mark) -> Iterable[MuscleTint | StructureItem]:
        for plate, region in self._regions_of(mark):
            seen = visible_part(plate, region)
            covered = plate.layer is not self.plate.layer or seen is None
            whole = path_of(region.outline)
            yield MuscleTint(whole if seen is None else seen, self._theme, covered=covered)
        for structure in self._atlas.structures(self._frame.view, mark.muscle):
            if structure.side in (mark.side, Side.MIDLINE) or mark.side in (Side.MIDLINE, Side.BOTH):
                outline = self._frame.curve_to_scene(structure.outline)
                yield StructureItem(path_of(outline), structure.name, self._theme)

    def _regions_of(self, mark: Mark) -> list[tuple[Plate, Region]]:
        """The regions of the muscle in the layer shown, else in its own, else in any."""
        for layer in dict.fromkeys((self._layer, mark.layer, *Layer)):
            plate = self._atlas.plate(self._frame.figure, self._frame.view, layer)
            regions = [
                (plate, region)
                for region in plate.regions
                if region.muscle == mark.muscle
                and (region.side in (mark.side, Side.MIDLINE) or mark.side in (Side.MIDLINE, Side.BOTH))
            ]
            if regions:
                return regions
        return []

    def structures(self) -> list[StructureItem]:
        """What is hatched now."""
        return [overlay for overlay in self._overlays if isinstance(overlay, StructureItem)]

    # Dragging and fanning, which are no change yet

    def lift(self, point_id: str) -> None:
        """The mark follows the pointer from now on."""
        self._dragging = point_id
        self._items[point_id].set_aside(QPointF())

    def carry(self, point_id: str, place: QPointF) -> None:
        """Show a lifted mark elsewhere on the body."""
        x, y = self._atlas.clamp_to_body(self._frame.view, *self._frame.to_reference(place))
        self._put(self._items[point_id], self._frame.to_scene(x, y))

    def put_down(self, point_id: str, *, keep: bool) -> None:
        """Ask for the move, or put the mark back where its record says."""
        self._dragging = ""
        item = self._items.get(point_id)
        if item is None:
            return
        x, y = self._frame.to_reference(item.pos())
        self._put(item, self._frame.to_scene(item.mark.x, item.mark.y))
        if keep:
            self.move_wanted.emit(point_id, x, y)

    def fan_out(self, items: Iterable[PointItem]) -> None:
        """Spread crowded marks so that each can be tapped."""
        crowd = sorted(items, key=lambda item: item.mark.number)
        for item, offset in zip(crowd, fan_offsets(len(crowd), self._theme.scale), strict=True):
            item.set_fan(offset)

    def unfan(self) -> bool:
        """Put fanned marks back; whether there were any."""
        fanned = [item for item in self._items.values() if not item.fan.isNull()]
        for item in fanned:
            item.set_fan(QPointF())
        return bool(fanned)

    def wants_tap(self, item: PointItem) -> None:
        """A mark was tapped: a ghost is applied, any other mark selected."""
        if item.mark.life is Life.GHOST:
            self.ghost_wanted.emit(item.mark.id)
        else:
            self.select_wanted.emit(item.mark.id)
