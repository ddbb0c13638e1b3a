"""Packs opened, needles used, sharps disposed: one row."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.words import NeedleState
from needlechart.ui.screens.parts import Labelled, row
from needlechart.ui.screens.wording import count
from needlechart.ui.widgets import Card, ChipRow, Choice, IconButton, Text

SHARPS = [Choice("yes", "Disposed"), Choice("no", "Not yet")]
MOST_PACKS = 1000


class UsedCard(Card):
    """``did(pairs, text)`` is one step of the visit."""

    did = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Packs, needles, sharps", parent)
        self.setObjectName("used_card")
        self._chart: VisitChart | None = None
        line = row(gap=14)
        packs = QWidget(self)
        step = row(packs, gap=8)
        self.less = IconButton("minus", "One pack less", packs, outlined=True)
        self.less.setObjectName("packs_less")
        self.packs = Text("", packs, role="strong")
        self.packs.setObjectName("packs_opened")
        self.packs.setMinimumWidth(self._theme.px(86))
        self.more = IconButton("plus", "One more pack", packs, outlined=True)
        self.more.setObjectName("packs_more")
        for part in (self.less, self.packs, self.more):
            step.addWidget(part)
        self.less.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(1))
        self.used = Text("", self, role="strong")
        self.used.setObjectName("needles_used")
        self.used.setMinimumHeight(self._theme.px(44))
        self.sharps = ChipRow(SHARPS, self, label="Sharps", clearable=True)
        self.sharps.setObjectName("sharps_disposed")
        self.sharps.chosen.connect(lambda value: self._edit("Sharps", sharps_disposed=value == "yes"))
        self.sharps.cleared.connect(lambda value: self._edit("Sharps cleared", sharps_disposed=None))
        line.addWidget(Labelled("Packs opened", packs, self, stretch=True))
        line.addWidget(Labelled("Needles used", self.used, self, stretch=True), 1)
        line.addWidget(Labelled("Sharps", self.sharps, self, stretch=True))
        self.body.addLayout(line)

    def targets(self) -> dict[str, QWidget]:
        """Fields by the name a completeness entry gives them."""
        return {"sharps_disposed": self.sharps, "packs_opened": self.more}

    def show_chart(self, chart: VisitChart) -> None:
        """What was counted; the needles count themselves."""
        self._chart = chart
        packs = chart.visit.packs_opened
        self.packs.setText("not counted" if packs is None else count(packs, "pack"))
        used = needle_count(chart).put_in
        lost = sum(one.state is NeedleState.DISCARDED for one in chart.needlings)
        unused = f", {lost} discarded unused" if lost else ""
        self.used.setText(f"{count(used, 'needle')}{unused}")
        sharps = chart.visit.sharps_disposed
        self.sharps.set_value(None if sharps is None else "yes" if sharps else "no")

    def _step(self, by: int) -> None:
        """The first tap says one pack for each needle; from then on one more or less."""
        if self._chart is None:
            return
        packs = self._chart.visit.packs_opened
        if packs is None:
            lost = sum(one.state is NeedleState.DISCARDED for one in self._chart.needlings)
            wanted = max(needle_count(self._chart).put_in + lost, 1) if by > 0 else 0
        else:
            wanted = min(max(packs + by, 0), MOST_PACKS)
        self._edit(f"{count(wanted, 'pack')} opened", packs_opened=wanted)

    def _edit(self, text: str, **values: object) -> None:
        if self._chart is not None:
            visit = self._chart.visit
            self.did.emit([(visit, visit.but(**values))], text)
