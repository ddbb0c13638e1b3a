"""The keyboard's twin of painting: a region of the body by its name, ``groin r`` Enter."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.atlas.painting import NamedRegion, find_regions
from needlechart.domain.words import View
from needlechart.ui.screens.parts import column
from needlechart.ui.widgets import ChipRow, Choice, TextField

OFFERED = 6
_SEEN = {
    View.FRONT: "front",
    View.BACK: "back",
    View.LEFT: "side",
    View.RIGHT: "side",
    View.PELVIC_FLOOR: "pelvic floor",
}


class AddByName(QWidget):
    """``chosen(NamedRegion)``; Enter takes the first."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[NamedRegion, ...] = ()
        box = column(self, gap=6)
        self.field = TextField(
            self, label="Add an area by the name of its region", placeholder="By name: groin r, low back both"
        )
        self.field.setObjectName("add_area")
        self.field.textEdited.connect(lambda text: self._offer())
        self.field.returnPressed.connect(lambda: self._take("0"))
        self.offers = ChipRow((), self, label="Regions", wrap=True)
        self.offers.setObjectName("area_offers")
        self.offers.chosen.connect(self._take)
        box.addWidget(self.field)
        box.addWidget(self.offers)
        self.offers.hide()

    def _offer(self) -> None:
        self._found = find_regions(self.field.text())[:OFFERED]
        choices = [
            Choice(str(number), f"{one.words}, {_SEEN[one.region.view]}")
            for number, one in enumerate(self._found)
        ]
        self.offers.set_values(())
        self.offers.set_choices(choices)
        self.offers.setVisible(bool(choices))

    def _take(self, key: str) -> None:
        if not self._found:
            return
        named = self._found[int(key)]
        self.field.set_value("")
        self._offer()
        self.chosen.emit(named)
