"""Beside the body: paint or erase, brush, what it feels like, how strong, the list, what to take over."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.rules.symptom_areas import percent_words
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.words import Phase
from needlechart.ui.screens.board.areas.area_rows import AreaRows
from needlechart.ui.screens.board.areas.by_name import AddByName
from needlechart.ui.screens.board.areas.quality_row import QualityRow
from needlechart.ui.screens.parts import Labelled, ScrollColumn, column, empty, plain_panel, row
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import (
    Button,
    ButtonKind,
    ChipRow,
    Choice,
    Hairline,
    SectionTitle,
    Segment,
    SegmentedSwitch,
    Text,
)

WIDTH = 376
TITLES = {Phase.BEFORE: "Where it hurts, before needling", Phase.AFTER: "Where it hurts, after needling"}
HINT = "Paint with finger, pen or mouse; two fingers move the body."
NONE = {Phase.BEFORE: "No symptoms anywhere", Phase.AFTER: "No symptoms left"}
ESTIMATE = "of the body’s surface (estimate)"
UNKNOWN = "not_stated"
"""Asked for, and the patient could give no number; an intensity nobody asked for stays empty."""


class Tools(QWidget):
    """Signals come from the person; `show` shows what the visit holds."""

    act_chosen = Signal(str)
    brush_chosen = Signal(str)
    quality_chosen = Signal(str)
    intensity_chosen = Signal(object)
    intensity_unknown = Signal()
    fresh_wanted = Signal()
    copy_wanted = Signal(str)
    none_chosen = Signal(bool)
    done = Signal()

    def __init__(self, phase: Phase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        theme.changed.connect(self._fit)
        self._fit()
        outer = row(self, gap=0)
        outer.addWidget(Hairline(self, vertical=True))
        ground = plain_panel(self)
        outer.addWidget(ground, 1)
        box = column(ground, gap=8, edges=(12, 10, 12, 12))
        box.addWidget(SectionTitle(TITLES[phase], ground))
        self._scroll = ScrollColumn(ground, gap=10, edges=(0, 0, 4, 0))
        box.addWidget(self._scroll, 1)
        self._free = False
        self.none = Button(NONE[phase], self._scroll.inside, icon="check")
        self.none.setObjectName("no_symptoms")
        self.none.clicked.connect(lambda: self.none_chosen.emit(not self._free))
        self._make_tools()
        self._fill(self._scroll.box)
        self._total = Text("", ground, role="secondary", wrap=True)
        box.addWidget(self._total)
        self.finish = Button("Done", ground, kind=ButtonKind.PRIMARY, icon="check", height=52)
        self.finish.setObjectName("areas_done")
        self.finish.clicked.connect(self.done)
        box.addWidget(self.finish)

    def _fit(self) -> None:
        self.setFixedWidth(Theme.current().px(WIDTH))

    def _make_tools(self) -> None:
        inside = self._scroll.inside
        self.hint = Text(HINT, inside, role="label", colour="muted", wrap=True)
        self.act = SegmentedSwitch(
            [Segment("paint", "Paint"), Segment("erase", "Erase")], inside, label="Paint or erase"
        )
        self.act.setObjectName("area_act")
        self.act.set_value("paint")
        self.act.chosen.connect(self.act_chosen)
        self.brush = SegmentedSwitch(
            [Segment("fine", "S"), Segment("medium", "M"), Segment("broad", "L")], inside, label="Brush"
        )
        for key, spoken in (("fine", "Brush 1 cm"), ("medium", "Brush 2.4 cm"), ("broad", "Brush 5 cm")):
            self.brush.segment(key).setAccessibleName(spoken)
            self.brush.segment(key).setToolTip(spoken)
        self.brush.setObjectName("area_brush")
        self.brush.set_value("medium")
        self.brush.chosen.connect(self.brush_chosen)

    def _fill(self, box: QVBoxLayout) -> None:
        inside = self._scroll.inside
        line = row(gap=8)
        line.addWidget(self.act)
        line.addStretch(1)
        line.addWidget(self.brush)
        self.quality = QualityRow(inside)
        self.quality.setObjectName("area_quality")
        self.quality.chosen.connect(self.quality_chosen)
        numbers = [Choice(str(n), str(n), spoken=f"Intensity {n}") for n in range(11)]
        unknown = Choice(UNKNOWN, "Not stated", spoken="Intensity not stated")
        self.intensity = ChipRow(
            [*numbers, unknown], inside, label="Intensity, 0 to 10", clearable=True, wrap=True
        )
        self.intensity.setObjectName("area_intensity")
        self.intensity.chosen.connect(self._choose_intensity)
        self.intensity.cleared.connect(lambda value: self.intensity_chosen.emit(None))
        self._feels = Labelled("Quality", self.quality, inside)
        self._strong = Labelled("Intensity, 0 none, 10 worst", self.intensity, inside)
        self.rows = AreaRows(inside)
        self.fresh = Button("Another area", inside, kind=ButtonKind.LINK, icon="plus")
        self.fresh.setObjectName("another_area")
        self.fresh.clicked.connect(self.fresh_wanted)
        self.by_name = AddByName(inside)
        self._copies = column(gap=6)
        box.addWidget(self.none)
        box.addLayout(self._copies)
        box.addLayout(line)
        box.addWidget(self.hint)
        for part in (self._feels, self._strong, self.rows, self.fresh, self.by_name):
            box.addWidget(part)
        box.addStretch(1)

    def show_areas(
        self,
        areas: Sequence[tuple[str, SymptomArea]],
        selected: SymptomArea | None,
        quality: str,
        share: float | None,
    ) -> None:
        """What the visit holds; ``quality`` is what the next area gets, ``share`` percent of the body."""
        letter = next((letter for letter, one in areas if one is selected), "")
        named = f"Area {letter} feels" if letter else "The next area feels"
        self._feels.label.setText(named)
        self.quality.set_value(selected.quality if selected is not None else quality)
        self._strong.setVisible(selected is not None)
        self._strong.label.setText(f"Intensity of area {letter}, 0 none, 10 worst")
        self.intensity.set_value(_intensity_of(selected))
        self.rows.show_areas(areas, selected.id if selected is not None else "")
        self.fresh.setVisible(selected is not None)
        self.hint.setVisible(not areas)
        told = percent_words(share)
        self._total.setText(f"{told[:1].upper()}{told[1:]} {ESTIMATE}" if told else "")
        self._total.setVisible(bool(told))

    def _choose_intensity(self, value: str) -> None:
        if value == UNKNOWN:
            self.intensity_unknown.emit()
        else:
            self.intensity_chosen.emit(float(value))

    def show_free(self, *, free: bool, painted: bool) -> None:
        """Whether it is said that there are no symptoms; nobody is asked beside painted areas."""
        self._free = free
        self.none.setVisible(not painted)
        self.none.set_kind(ButtonKind.CURRENT if free else ButtonKind.QUIET)
        state = "recorded, tap to take back" if free else "not recorded"
        self.none.setAccessibleName(f"{self.none.text()}, {state}")

    def offer_copies(self, offers: Sequence[tuple[str, str, str]]) -> None:
        """One button for each source: key, words, how many."""
        empty(self._copies)
        for key, words, many in offers:
            button = Button(f"{words}, {many}", self._scroll.inside, icon="refresh")
            button.setObjectName(f"copy_{key}")
            button.clicked.connect(lambda checked=False, key=key: self.copy_wanted.emit(key))
            self._copies.addWidget(button)


def _intensity_of(area: SymptomArea | None) -> str | None:
    if area is None:
        return None
    if area.intensity is not None:
        return f"{area.intensity:g}"
    return UNKNOWN if area.intensity_not_stated else None
