"""Painting where it hurts: the body, the tools, the list; opened over a step, Done goes back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from needlechart.atlas.atlas import Atlas
from needlechart.atlas.cells import Cells, stroke
from needlechart.atlas.outlines import cells_of
from needlechart.atlas.painting import BodySurface, NamedRegion
from needlechart.atlas.symptoms import copied, erased, painted, percent_of
from needlechart.domain.rules.symptom_areas import area_words, is_free, lettered, with_free
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.words import Phase, Side, View
from needlechart.editing.change import Pair
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.areas.area_map import AreaMap
from needlechart.ui.screens.board.areas.tools import NONE, Tools
from needlechart.ui.screens.parts import row
from needlechart.ui.theme import Theme

BRUSHES = {"fine": 3.0, "medium": 7.0, "broad": 15.0}
"""Radius in units: brushes of 1, 2.4 and 5 cm on the body."""

PHASE_WORDS = {Phase.BEFORE: "before needling", Phase.AFTER: "after needling"}
_NO_OUTLINE = (0.0, 0.0, 0.0, 1.0, 1.0, 0.0)


class AreaPanel(QWidget):
    """``left()`` goes back to the step; every stroke is one step of the visit, undone like any other."""

    left = Signal()

    def __init__(self, atlas: Atlas, theme: Theme, phase: Phase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("area_panel")
        self._theme = theme
        self._phase = phase
        self._visit: OpenVisit | None = None
        self._body = BodySurface(atlas)
        self._view = View.FRONT
        self._selected = ""
        self._quality = ""
        outer = row(self, gap=0)
        self.map = AreaMap(atlas, theme, self)
        self.tools = Tools(phase, self)
        outer.addWidget(self.map, 1)
        outer.addWidget(self.tools)
        self._connect()

    def _connect(self) -> None:
        tools, pane = self.tools, self.map.pane
        self.map.view_chosen.connect(self.turn)
        pane.stroked.connect(self._on_stroke)
        pane.delete_wanted.connect(lambda: self._remove(self._selected))
        tools.act_chosen.connect(self._set_act)
        tools.brush_chosen.connect(self._set_brush)
        tools.quality_chosen.connect(self._set_quality)
        tools.intensity_chosen.connect(self._set_intensity)
        tools.intensity_unknown.connect(self._set_intensity_unknown)
        tools.rows.selected.connect(self.select)
        tools.rows.removed.connect(self._remove)
        tools.fresh_wanted.connect(lambda: self.select(""))
        tools.by_name.chosen.connect(self._add_named)
        tools.copy_wanted.connect(self._copy)
        tools.none_chosen.connect(self._set_free)
        tools.done.connect(self.left)
        self._set_brush("medium")

    # What is shown

    def show_visit(self, visit: OpenVisit | None) -> None:
        """Mirror another visit, or none."""
        if self._visit is not None:
            self._visit.changed.disconnect(self._on_changed)
        self._visit = visit
        self._selected, self._quality = "", ""
        self.map.close_cover()
        if visit is None:
            self.map.pane.show_areas((), "")
            self.tools.rows.show_areas((), "")
            return
        visit.changed.connect(self._on_changed)
        there = self._areas() or list(self._earlier()) or self._last()
        self._view = there[0].view if there else View.FRONT
        if self._view is View.PELVIC_FLOOR:
            self._view = View.FRONT
        self._mirror()

    def turn(self, view: View) -> None:
        """Another view of the body."""
        self._view = view
        self._mirror()

    def select(self, area_id: str) -> None:
        """The area that quality and intensity belong to; none makes the next stroke a new one."""
        self._selected = area_id
        area = self._area(area_id)
        if area is not None:
            self._quality = area.quality
            self._view = area.view
        self._mirror()

    def focus_first(self) -> None:
        """The keyboard goes to the body."""
        self.map.pane.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self, pairs: object) -> None:
        if self.isVisible():
            self._mirror()

    def _mirror(self) -> None:
        if self._visit is None:
            return
        chart = self._visit.chart
        areas = self._areas()
        if self._area(self._selected) is None:
            self._selected = ""
        shown = lettered(areas, self._phase)
        earlier = self._earlier()
        self.map.show_body(chart.patient.figure, self._view)
        self.map.show_areas([(area, letter) for letter, area in shown], self._selected, earlier)
        pane = self.map.pane
        pane.can_paint = not chart.visit.signed
        pane.setAccessibleName(
            f"Symptom map, {self._view.value.replace('_', ' ')}, {PHASE_WORDS[self._phase]}"
        )
        told = [f"Area {letter}, {area_words(area)}" for letter, area in shown if area.view is self._view]
        pane.setAccessibleDescription("; ".join(told) or "no area painted")
        self.tools.show_areas(shown, self._area(self._selected), self._quality, self._share(areas))
        self.tools.show_free(free=is_free(chart.visit, self._phase), painted=bool(areas))
        self.tools.offer_copies(self._copies(areas))

    def _areas(self) -> list[SymptomArea]:
        chart = self._visit.chart if self._visit is not None else None
        return [one for one in chart.areas if one.phase is self._phase] if chart is not None else []

    def _area(self, area_id: str) -> SymptomArea | None:
        return next((one for one in self._areas() if one.id == area_id), None)

    def _earlier(self) -> list[SymptomArea]:
        """The areas before needling, under those after it."""
        if self._visit is None or self._phase is not Phase.AFTER:
            return []
        return [one for one in self._visit.chart.areas if one.phase is Phase.BEFORE]

    def _last(self) -> list[SymptomArea]:
        """Last visit's areas: as they were when the patient came, else as they were drawn after needling."""
        previous = self._visit.previous if self._visit is not None else None
        if previous is None:
            return []
        before = [one for one in previous.areas if one.phase is Phase.BEFORE]
        return before or list(previous.areas)

    def _share(self, areas: Sequence[SymptomArea]) -> float | None:
        return percent_of(self._body, areas)

    # What a person does

    def _on_stroke(self, path: object, erase: bool) -> None:
        places: list[tuple[float, float]] = path  # type: ignore[assignment]
        cells = stroke(places, self.map.pane.radius)
        if erase:
            here = [one for one in self._areas() if one.view is self._view]
            self._do(erased(self._body, here, cells), "Erase symptom area")
        else:
            self._paint(self._view, cells)

    def _paint(self, view: View, cells: Cells, name: str = "") -> None:
        if self._visit is None:
            return
        visit = self._visit.visit
        fresh = SymptomArea(
            patient_id=visit.patient_id,
            visit_id=visit.id,
            phase=self._phase,
            view=view,
            outline=_NO_OUTLINE,
            side=Side.UNSTATED,
            quality=self._quality,
            atlas_version=1,
        )
        here = [one for one in self._areas() if one.view is view]
        pairs = painted(self._body, here, cells, fresh, self._selected)
        made = [after for _, after in pairs if after is not None]
        if made:
            self._selected = made[0].id
            self._quality = made[0].quality
        else:
            self._select_under(here, cells)
        self._do(pairs, f"Symptom area {name}".strip() if name else "Paint symptom area")

    def _select_under(self, here: Sequence[SymptomArea], cells: Cells) -> None:
        """Paint that changes nothing is a tap on an area: it selects it."""
        under = next((one for one in here if cells_of([one.outline]).touches(cells)), None)
        if under is not None:
            self.select(under.id)

    def _add_named(self, named: object) -> None:
        region: NamedRegion = named  # type: ignore[assignment]
        view, cells = self._body.region_cells(region)
        self._view = view
        self._selected = ""
        self._paint(view, cells, region.words)

    def _copy(self, source: str) -> None:
        if self._visit is None:
            return
        areas = self._last() if source == "last" else self._earlier()
        words = "as last visit" if source == "last" else "as before needling"
        if areas:
            self._view = areas[0].view
        self._do(copied(areas, self._visit.visit.id, self._phase), f"Symptom areas {words}")

    def _remove(self, area_id: str) -> None:
        area = self._area(area_id)
        if area is not None:
            self._do([(area, None)], "Remove symptom area")

    def _set_quality(self, quality: str) -> None:
        self._quality = quality
        self._change(quality or "no quality", quality=quality)

    def _set_intensity(self, value: object) -> None:
        said = "cleared" if value is None else f"{value:g}"
        self._change(f"intensity {said}", intensity=value, intensity_not_stated=False)

    def _set_intensity_unknown(self) -> None:
        self._change("intensity not stated", intensity=None, intensity_not_stated=True)

    def _change(self, words: str, **values: object) -> None:
        area = self._area(self._selected)
        if area is not None:
            self._do([(area, area.but(**values))], f"Symptom area {words}")
        self._mirror()

    def _set_act(self, act: str) -> None:
        self.map.pane.erase = act == "erase"

    def _set_brush(self, brush: str) -> None:
        self.map.pane.radius = BRUSHES[brush]

    def _copies(self, areas: Sequence[SymptomArea]) -> list[tuple[str, str, str]]:
        """What can be taken over while nothing is drawn yet: key, day, and how many."""
        if areas or self._visit is None or self._visit.closed:
            return []
        offers = []
        if self._earlier():
            offers.append(("before", "As before needling", _many(len(self._earlier()))))
        elif self._phase is Phase.BEFORE and self._last() and self._visit.previous is not None:
            day = self._visit.previous.visit.started
            offers.append(("last", f"As last visit, {day.day} {day:%b}", _many(len(self._last()))))
        return offers

    def _do(self, pairs: Sequence[Pair], text: str) -> None:
        if self._visit is not None and pairs and not self._visit.closed:
            visit = self._visit.visit
            more: list[Pair] = []
            if is_free(visit, self._phase) and any(isinstance(after, SymptomArea) for _, after in pairs):
                more.append((visit, with_free(visit, self._phase, free=False)))
            self._visit.do([*pairs, *more], text)
        self._mirror()

    def _set_free(self, free: bool) -> None:  # from a signal
        if self._visit is not None:
            visit = self._visit.visit
            words = NONE[self._phase] if free else f"{NONE[self._phase]} taken back"
            self._do([(visit, with_free(visit, self._phase, free=free))], words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _many(count: int) -> str:
    return "1 area" if count == 1 else f"{count} areas"
