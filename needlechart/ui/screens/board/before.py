"""Before and After of the board."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.needle_count import NeedleCount, needle_count
from needlechart.domain.words import Phase
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.areas.door import AreaDoor
from needlechart.ui.screens.board.measures import MeasuresStep
from needlechart.ui.screens.board.reading import reading
from needlechart.ui.screens.board.tolerance import ToleranceCard
from needlechart.ui.screens.board.used_card import UsedCard
from needlechart.ui.screens.parts import row
from needlechart.ui.screens.sheet_paper import SheetPaper
from needlechart.ui.widgets import Button, ButtonKind, Card, ChipRow, Choice, Text

WHEN = [
    Choice(Phase.BEFORE.value, "Before needling"),
    Choice(Phase.FOLLOW_UP.value, "Follow-up"),
]
ABOUT_FOLLOW_UP = "Follow-up: values taken apart from needling, a questionnaire or a check some days later."


class BeforeStep(MeasuresStep):
    """Step 2; values of a follow-up are entered in the same rows."""

    next_text = "Needling"

    def extra(self) -> None:
        line = row(gap=10)
        self.when = ChipRow(WHEN, self, label="When it was measured", wrap=True)
        self.when.setObjectName("measured_when")
        self.when.set_value(Phase.BEFORE.value)
        self.when.chosen.connect(lambda value: self.set_phase(Phase(value)))
        line.addWidget(self.when, 2)
        line.addWidget(Text(ABOUT_FOLLOW_UP, self, role="label", colour="muted", wrap=True), 3)
        self.cards.insertLayout(1, line)

    def show_visit(self, visit: OpenVisit | None) -> None:
        if visit is not self._visit:
            self.phase = Phase.BEFORE
            self.when.set_value(Phase.BEFORE.value)
        super().show_visit(visit)


class AfterStep(MeasuresStep):
    """Step 4: measured again, tolerance and adverse events."""

    phase = Phase.AFTER
    title = "Measured again"
    next_text = "Follow-on"

    def extra(self) -> None:
        self.tolerance = ToleranceCard(self.desk, self)
        self.tolerance.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        self.cards.insertWidget(1, self.tolerance)
        self.used = UsedCard(self)
        self.used.did.connect(lambda pairs, text: self.visit.do(pairs, text))
        self.cards.addWidget(self.used)
        card = Card("Where it hurts now", self, hint="optional")
        self.areas = AreaDoor(self, Phase.AFTER, card)
        line = row(gap=8)
        line.addWidget(self.areas.button)
        line.addStretch(1)
        card.body.addLayout(line)
        self.cards.insertWidget(2, card)
        beside = Button("Where it hurts", self.side, kind=ButtonKind.LINK, icon="person")
        beside.setObjectName("mark_areas_beside")
        beside.clicked.connect(self.areas.open)
        line = row(gap=0)
        line.addWidget(beside)
        line.addStretch(1)
        self.side.more.addLayout(line)
        self._needles = self.side.add_block("Needles")
        self._needles.setObjectName("needles_told")
        self._reading = self.side.add_block("Reading the change")

    def show_visit(self, visit: OpenVisit | None) -> None:
        if visit is not self._visit:
            self.areas.drop()
            self.tolerance.forget()
        super().show_visit(visit)

    @property
    def paper(self) -> SheetPaper:
        """Prints and saves incident reports."""
        return self.tolerance.paper

    def redraw(self, chart: VisitChart) -> None:
        super().redraw(chart)
        self.areas.show_chart(chart)
        self.tolerance.show_chart(chart)
        self.used.show_chart(chart)
        self._reading.setText(reading(chart))
        self._show_needles(needle_count(chart))

    def _show_needles(self, count: NeedleCount) -> None:
        """Green only where as many came out as went in."""
        words, colour = count.words, "needle"
        if not count.put_in:
            words, colour = "none put in", "muted"
        elif count.counted and not count.settled:
            words, colour = f"{words}: say what happened", "danger"
        elif not count.still_in and count.settled:
            words, colour = (words, "ok") if count.balanced else (f"{words}, reason recorded", "caution")
        self._needles.setText(words)
        self._needles.set_colour(colour)

    def go_to_record(self, record_id: str, field: str) -> None:
        """To what an adverse event lacks, or to the row of a measurement."""
        part = self.tolerance.event_part(record_id, field)
        if part is None:
            super().go_to_record(record_id, field)
            return
        self.show_page(None)
        self.scroller.show_part(part)
        part.setFocus(Qt.FocusReason.TabFocusReason)

    def targets(self) -> dict[str, QWidget]:
        return {**super().targets(), **self.tolerance.targets(), **self.used.targets()}
