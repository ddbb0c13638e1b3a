"""Before and After: the measures asked, entered once before and offered again after."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.catalogue.content import OWN_SOURCE
from needlechart.domain.chart import VisitChart
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.measure import Measurement
from needlechart.domain.record import new_id
from needlechart.domain.rules.knowledge import PAIN
from needlechart.domain.words import MeasureState, Phase, Side
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.last_visit import measured_facts, short_name
from needlechart.ui.screens.board.measure_add import AddMeasure
from needlechart.ui.screens.board.measure_list import (
    Asked,
    first_set,
    new_measurement,
    planned_measures,
    set_measures,
)
from needlechart.ui.screens.board.measure_row import BEFORE, CHANGE, NAME, MeasureRow
from needlechart.ui.screens.board.step import StepScreen
from needlechart.ui.screens.parts import column, empty, row
from needlechart.ui.widgets import BoxStyle, ElidedLabel, Hairline, Panel, SectionTitle, Text

SIDES = (Side.RIGHT, Side.LEFT)
BAR = "bar: before needling last visit"


class MeasuresStep(StepScreen):
    """The table of measures in one phase."""

    phase = Phase.BEFORE
    title = "Measured before needling"

    def build(self) -> None:
        self._rows: dict[Asked, MeasureRow] = {}
        self._added: list[Asked] = []
        self._dropped: set[Asked] = set()
        self._compact = False
        panel = Panel(self, style=BoxStyle(fill="surface", edge="line"), radius=10)
        outer = column(panel, gap=0, edges=(1, 1, 1, 1))
        outer.addLayout(self._head(panel))
        self._table = column(gap=0)
        outer.addLayout(self._table)
        self.cards.addWidget(panel)
        self.add = AddMeasure(self)
        self.add.chosen.connect(self._add)
        self.add.set_chosen.connect(self._choose_set)
        self.add.set_named.connect(self._keep_set)
        self.cards.addWidget(self.add)
        self.extra()

    def extra(self) -> None:
        """Cards below the table."""

    def set_phase(self, phase: Phase) -> None:
        """Enter the values of another phase in the same rows."""
        self.phase = phase
        if self.shown:
            self.redraw(self.visit.chart)

    def show_visit(self, visit: OpenVisit | None) -> None:
        if visit is not self._visit:
            self._added, self._dropped = [], set()
        super().show_visit(visit)

    def _head(self, panel: QWidget) -> QHBoxLayout:
        line = row(gap=6, edges=(14, 11, 12, 11))
        title = self._title = SectionTitle(self.title, panel)
        line.addWidget(title)
        after = self.phase is Phase.AFTER
        if after:
            title.setFixedWidth(self.theme.px(NAME))
            before = Text("Before", panel, role="secondary", colour="muted")
            before.setFixedWidth(self.theme.px(BEFORE))
            before.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.addWidget(before)
            words = "After  (bar marks the before value)"
            line.addSpacing(self.theme.px(22))
            line.addWidget(ElidedLabel(words, panel, role="secondary", colour="muted"))
        else:
            self._bar_hint = Text(BAR, panel, role="secondary", colour="muted")
            line.addWidget(self._bar_hint)
        line.addStretch(1)
        if after:
            change = Text("Change", panel, role="secondary", colour="muted")
            change.setAlignment(Qt.AlignmentFlag.AlignRight)
            change.setFixedWidth(self.theme.px(CHANGE))
            line.addWidget(change)
        return line

    def asked(self, chart: VisitChart) -> list[Asked]:
        """What is asked now, pain first."""
        listed = list(dict.fromkeys([*planned_measures(chart, self.visit.previous), *self._added]))
        entered = {Asked(one.measure, one.side) for one in chart.measurements}
        return [one for one in listed if one not in self._dropped or one in entered]

    def redraw(self, chart: VisitChart) -> None:
        asked = self.asked(chart)
        if list(self._rows) != asked:
            self._rebuild(asked)
        for one, line in self._rows.items():
            before = chart.measured(one.measure, one.side, Phase.BEFORE)
            value = chart.measured(one.measure, one.side, self.phase)
            marked = self._marked(chart, one)
            later = self.phase is Phase.FOLLOW_UP
            line.show_values(before, value, marked, since=marked if later else None)
        if self.phase is not Phase.AFTER:
            self._say_head()
        chosen = any(one.measure != PAIN for one in chart.measurements)  # pain comes from check-in
        offered = self.visit.previous is None and not chosen
        self.add.set_sets_offered(offered=offered, chosen=first_set(chart) if offered else "")

    def _marked(self, chart: VisitChart, one: Asked) -> Measurement | None:
        """The earlier value that gets the bar: before needling today, else (or first of all) last visit."""
        today = chart.measured(one.measure, one.side, Phase.BEFORE)
        if self.phase is Phase.AFTER or (self.phase is Phase.FOLLOW_UP and today is not None):
            return today
        previous = self.visit.previous
        return previous.measured(one.measure, one.side, Phase.BEFORE) if previous else None

    def _say_head(self) -> None:
        """Which values are entered, and what the bars are."""
        later = self.phase is Phase.FOLLOW_UP
        self._title.setText("Measured at a follow-up" if later else self.title)
        self._bar_hint.setText("bar and change: against before needling" if later else BAR)
        self._bar_hint.setVisible(later or self.visit.previous is not None)

    def _rebuild(self, asked: list[Asked]) -> None:
        empty(self._table)
        self._rows = {}
        for one in asked:
            self._table.addWidget(Hairline(self))
            line = MeasureRow(one, self, after=self.phase is Phase.AFTER)
            line.set_compact(compact=self._compact)
            line.entered.connect(partial(self._enter, one))
            line.extra.value_given.connect(partial(self._enter_typed, one))
            line.extra.change_given.connect(partial(self._enter_change, one))
            line.extra.words_given.connect(partial(self._write, one))
            line.state_chosen.connect(partial(self._state, one))
            line.cleared.connect(partial(self._clear, one))
            line.dropped.connect(partial(self._drop, one))
            self._rows[one] = line
            self._table.addWidget(line)
            line.show()  # a layout shows what it takes at the next turn only: too late for the keyboard

    def row_of(self, measure: str, side: Side = Side.UNSTATED) -> MeasureRow:
        """The row of a measure; raises KeyError."""
        return self._rows[Asked(measure, side)]

    def set_compact(self, *, compact: bool) -> None:
        super().set_compact(compact=compact)
        self._compact = compact
        for line in self._rows.values():
            line.set_compact(compact=compact)

    def targets(self) -> dict[str, QWidget]:
        pain = self._rows.get(Asked(PAIN))
        entry: dict[str, QWidget] = {"pain_before": pain.entry, "pain_after": pain.entry} if pain else {}
        return entry

    def go_to_record(self, record_id: str, field: str) -> None:
        """To the row of a measurement (its value before, where the one after is missing)."""
        found = next((one for one in self.visit.chart.measurements if one.id == record_id), None)
        line = self._rows.get(Asked(found.measure, found.side)) if found else None
        if line is None:
            self.go_to(field)
        else:
            self.scroller.show_part(line)
            line.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def last_facts(self, previous: VisitChart) -> list[tuple[str, str]]:
        return measured_facts(previous)

    def _enter(self, one: Asked, value: float | None, text: str, note: str) -> None:
        chart = self.visit.chart
        order = list(self._rows).index(one)
        made = new_measurement(chart, one, self.phase, value=value, text=text, order=order, note=note)
        shown = text or f"{value:g}"
        before = chart.measured(one.measure, one.side, self.phase)
        same = before is not None and (before.value, before.text, before.state) == (value, text, made.state)
        if not same:
            self.visit.put(made, f"{short_name(one.measure, one.side)} {shown}")

    def _enter_typed(self, one: Asked, value: float, doubt: str) -> None:
        order = list(self._rows).index(one)
        made = new_measurement(self.visit.chart, one, self.phase, value=value, order=order, doubt=doubt)
        self.visit.put(made, f"{short_name(one.measure, one.side)} {value:g}")

    def _enter_change(self, one: Asked, value: float) -> None:
        order, state = list(self._rows).index(one), MeasureState.CHANGE
        made = new_measurement(self.visit.chart, one, self.phase, value=value, state=state, order=order)
        self.visit.put(made, f"{short_name(one.measure, one.side)} changed by {value:g}")

    def _write(self, one: Asked, field: str, words: str) -> None:
        """A doubt or a note belongs to a value; without one there is nothing to write it on."""
        found = self.visit.chart.measured(one.measure, one.side, self.phase)
        if found is not None:
            self.visit.put(found.but(**{field: words}), f"{short_name(one.measure, one.side)} {field}")

    def _state(self, one: Asked, state: MeasureState) -> None:
        order = list(self._rows).index(one)
        made = new_measurement(self.visit.chart, one, self.phase, state=state, order=order)
        self.visit.put(made, f"{short_name(one.measure, one.side)} {state.value.replace('_', ' ')}")

    def _clear(self, one: Asked) -> None:
        found = self.visit.chart.measured(one.measure, one.side, self.phase)
        if found is not None:
            self.visit.remove(found, f"{short_name(one.measure, one.side)} cleared")

    def _drop(self, one: Asked) -> None:
        """Off the list of this visit; values that were entered go with it, undoable."""
        self._dropped.add(one)
        self._added = [other for other in self._added if other != one]
        found = [self.visit.chart.measured(one.measure, one.side, phase) for phase in Phase]
        self.visit.do(
            [(value, None) for value in found if value], f"{short_name(one.measure, one.side)} taken off"
        )
        self.redraw(self.visit.chart)

    def _add(self, asked: object) -> None:
        added: list[Asked] = asked  # type: ignore[assignment]
        self._dropped -= set(added)
        self._added += [one for one in added if one not in self._added]
        self.redraw(self.visit.chart)
        line = self._rows.get(added[0])
        if line is not None:
            self.scroller.show_part(line)
            line.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose_set(self, key: str) -> None:
        """The patient's set from now on; what it asks comes to the list, nothing that is there goes."""
        patient = self.visit.chart.patient
        self.visit.put(patient.but(measure_set=key), "Measure set")
        new = [one for one in set_measures(key) if one not in self._rows]
        if new:
            self._add(new)

    def _keep_set(self, name: str) -> None:
        """The list as it stands becomes a set of the clinic, and the patient's."""
        listed = [one for one in self._rows if not one.measure.startswith("own:")]
        sided = (f"{one.measure}:{one.side.value}" if one.side in SIDES else one.measure for one in listed)
        made = CatalogueRow(
            clinic_id=self.visit.chart.clinic.id,
            table="measure_sets",
            row=f"own_{new_id()}",
            columns=("name", "measures", "source"),
            cells=(name, ";".join(sided), OWN_SOURCE),
        )

        def kept(moment: object) -> None:
            if self.shown:
                patient = self.visit.chart.patient
                self.visit.put(patient.but(measure_set=made.row), f"Measure set {name}")
                self.add.say(f"Kept as “{name}”, and asked at this patient's next visits.")

        self.desk.put([(None, made)], kept, lambda problem: self.add.say(problem.happened))
