"""Any measure of the catalogue by name, one of the clinic's own, or a set of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import MeasureDef, find_measure, measure_sets
from needlechart.domain.words import Side
from needlechart.ui.screens.board.measure_list import Asked
from needlechart.ui.screens.parts import Labelled, row
from needlechart.ui.widgets import Card, ChipRow, Choice, TextField

OFFERED = 8
OWN = "own"


class AddMeasure(Card):
    """``chosen(list of Asked)``: sided measures come on both sides, right first; ``set_chosen(id)``."""

    chosen = Signal(object)
    set_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._found: dict[str, MeasureDef] = {}
        self.sets = ChipRow(
            [Choice(one.id, one.name) for one in measure_sets().values() if not one.hidden],
            self,
            label="Measure set",
            wrap=True,
        )
        self.sets.setObjectName("measure_sets")
        self.sets.chosen.connect(self.set_chosen)
        self._sets_part = Labelled("Measures asked together", self.sets, self)
        self._sets_part.hide()
        self.field = TextField(self, label="Add a measure by name", placeholder="Add a measure by name")
        self.field.setObjectName("add_measure")
        self.field.textEdited.connect(lambda text: self._offer())
        self.field.returnPressed.connect(self._first)
        self.offers = ChipRow((), self, label="Matches", wrap=True)
        self.offers.setObjectName("measure_offers")
        self.offers.chosen.connect(self._take)
        line = row()
        line.addWidget(self.field, 1)
        line.addStretch(1)
        self.body.addWidget(self._sets_part)
        self.body.addLayout(line)
        self.body.addWidget(self.offers)
        self.offers.hide()

    def set_sets_offered(self, *, offered: bool) -> None:
        """Sets are offered until something is measured."""
        self._sets_part.setVisible(offered)

    def _offer(self) -> None:
        text = self.field.text().strip()
        self._found = {one.id: one for one in find_measure(text)[:OFFERED]} if text else {}
        choices = [
            Choice(one.id, f"{one.short_name}, {one.caption}" if one.caption else one.short_name)
            for one in self._found.values()
        ]
        if text:
            choices.append(Choice(OWN, f"Own measure “{text}”", divider=bool(choices)))
        self.offers.set_values(())
        self.offers.set_choices(choices)
        self.offers.setVisible(bool(choices))

    def _first(self) -> None:
        if self.field.text().strip():
            self._take(next(iter(self._found), OWN))

    def _take(self, key: str) -> None:
        text = self.field.text().strip()
        known = self._found.get(key)
        self.field.set_value("")
        self._offer()
        if known is None:
            self.chosen.emit([Asked(f"own:{text}")])
        elif known.sided:
            self.chosen.emit([Asked(known.id, Side.RIGHT), Asked(known.id, Side.LEFT)])
        else:
            self.chosen.emit([Asked(known.id)])
