"""Any measure of the catalogue by name or kind, one of the clinic's own, or a set of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.catalogue import MeasureDef, find_measure, measure_sets, measures
from needlechart.domain.words import Side
from needlechart.ui.screens.board.measure_list import Asked
from needlechart.ui.screens.parts import Labelled, column, row
from needlechart.ui.widgets import Button, ButtonKind, Card, ChipRow, Choice, Text, TextField

OFFERED = 8
OWN = "own"
KINDS = (
    ("scale", "Pain and scales"),
    ("angle", "Angles"),
    ("strength", "Strength"),
    ("functional", "Function and distance"),
    ("count", "Counts"),
    ("questionnaire", "Questionnaires, score only"),
)


class AddMeasure(Card):
    """``chosen(list of Asked)``: sided measures come on both sides, right first; ``set_chosen(id)``.

    ``set_named(name)`` asks to keep the list as a set of the clinic.
    """

    chosen = Signal(object)
    set_chosen = Signal(str)
    set_named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._found: dict[str, MeasureDef] = {}
        self._offered = False
        self._opened = False
        self._sets: tuple[tuple[str, str], ...] = ()
        self.sets = ChipRow((), self, label="Measure set", wrap=True)
        self.sets.setObjectName("measure_sets")
        self.sets.chosen.connect(self.set_chosen)
        self._sets_part = Labelled("Measures asked together", self.sets, self)
        self.field = TextField(self, label="Add a measure by name", placeholder="Add a measure by name")
        self.field.setObjectName("add_measure")
        self.field.textEdited.connect(lambda text: self._offer())
        self.field.returnPressed.connect(self._first)
        self.all = Button("All measures and sets", self, kind=ButtonKind.LINK, icon="search")
        self.all.setObjectName("all_measures")
        self.all.clicked.connect(lambda: self._open(opened=not self._opened))
        self.offers = ChipRow((), self, label="Matches", wrap=True)
        self.offers.setObjectName("measure_offers")
        self.offers.chosen.connect(self._take)
        line = row()
        line.addWidget(self.field, 1)
        line.addWidget(self.all)
        line.addStretch(1)
        self.body.addWidget(self._sets_part)
        self.body.addLayout(line)
        self.body.addWidget(self._whole())
        self.body.addWidget(self.offers)
        self.told = Text("", self, role="secondary", colour="muted", wrap=True)
        self.body.addWidget(self.told)
        self.told.hide()
        self.offers.hide()
        self._open(opened=False)

    def _whole(self) -> QWidget:
        """Every measure by its kind, and the list kept as a set."""
        self._inside = QWidget(self)
        box = column(self._inside, gap=8)
        self.kinds = ChipRow(
            [Choice(key, text) for key, text in KINDS], self._inside, label="Kinds of measures", wrap=True
        )
        self.kinds.setObjectName("measure_kinds")
        self.kinds.chosen.connect(self._offer_kind)
        box.addWidget(self.kinds)
        line = row()
        self.set_name = TextField(
            self._inside, label="Name of the set", placeholder="Keep this list as a set named"
        )
        self.set_name.setObjectName("measure_set_name")
        self.set_name.returnPressed.connect(self._name_set)
        keep = Button("Keep the set", self._inside)
        keep.setObjectName("keep_measure_set")
        keep.clicked.connect(self._name_set)
        line.addWidget(self.set_name, 1)
        line.addWidget(keep)
        line.addStretch(1)
        box.addLayout(line)
        return self._inside

    def set_sets_offered(self, *, offered: bool, chosen: str = "") -> None:
        """Sets stand open until something is measured; afterwards behind one tap."""
        self._offered = offered
        sets = tuple((one.id, one.name) for one in measure_sets().values() if not one.hidden)
        if sets != self._sets:
            self._sets = sets
            self.sets.set_choices([Choice(key, name) for key, name in sets])
        self.sets.set_value(chosen or None)
        self._sets_part.setVisible(offered or self._opened)

    def say(self, words: str) -> None:
        """What came of keeping a set."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _open(self, *, opened: bool) -> None:
        self._opened = opened
        self.all.set_text("Fewer" if opened else "All measures and sets")
        self._inside.setVisible(opened)
        self._sets_part.setVisible(opened or self._offered)
        if not opened:
            self.kinds.set_value(None)
            self._offer()

    def _name_set(self) -> None:
        name = self.set_name.text().strip()
        if name:
            self.set_name.set_value("")
            self.set_named.emit(name)

    def _offer_kind(self, kind: str) -> None:
        self.field.set_value("")
        self._show({one.id: one for one in measures().values() if one.kind == kind and not one.hidden}, "")

    def _offer(self) -> None:
        text = self.field.text().strip()
        if text:
            self.kinds.set_value(None)
        self._show({one.id: one for one in find_measure(text)[:OFFERED]} if text else {}, text)

    def _show(self, found: dict[str, MeasureDef], text: str) -> None:
        self._found = found
        choices = [
            Choice(
                one.id,
                f"{one.short_name}, {one.caption}" if one.caption else one.short_name,
                spoken=one.full_name,
            )
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
        self.kinds.set_value(None)
        self._offer()
        if known is None:
            self.chosen.emit([Asked(f"own:{text}")])
        elif known.sided:
            self.chosen.emit([Asked(known.id, Side.RIGHT), Asked(known.id, Side.LEFT)])
        else:
            self.chosen.emit([Asked(known.id)])
