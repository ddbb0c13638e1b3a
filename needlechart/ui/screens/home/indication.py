"""Indications found by code or words; a code that is not in our list is kept and says so."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.ui.screens.home.new_records import ChosenIndication
from needlechart.ui.screens.parts import column
from needlechart.ui.widgets import ChipRow, Choice, Text, TextField

OFFERED = 6


class IndicationPicker(QWidget):
    """A field with the best matches as chips below it, and what is chosen as chips above them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: dict[str, ChosenIndication] = {}
        self._offered: dict[str, ChosenIndication] = {}
        box = column(self, gap=6)
        self.picked = ChipRow((), self, label="Chosen indications", multi=True, wrap=True)
        self.picked.setObjectName("indications_chosen")
        self.picked.cleared.connect(self._drop)
        self.picked.hide()
        self.field = TextField(self, label="Indication", placeholder="M25.551, or hip pain")
        self.field.setObjectName("indication")
        self.field.textEdited.connect(lambda text: self._offer())
        self.field.returnPressed.connect(self._take_first)
        self.offers = ChipRow((), self, label="Matches", wrap=True)
        self.offers.setObjectName("indications_offered")
        self.offers.chosen.connect(self._take)
        self.told = Text("", self, role="label", colour="muted", wrap=True)
        self.told.hide()
        for part in (self.picked, self.field, self.offers, self.told):
            box.addWidget(part)

    def chosen(self) -> tuple[ChosenIndication, ...]:
        """What was chosen; words that were typed and not chosen count as an indication without a code."""
        left = self.field.text().strip()
        loose = (self._typed(left),) if left else ()
        return (*self._chosen.values(), *loose)

    def clear(self) -> None:
        """Nothing chosen, nothing typed."""
        self._chosen.clear()
        self.field.set_value("")
        self._offer()
        self._show()

    def _typed(self, text: str) -> ChosenIndication:
        from needlechart.catalogue import icd_form_ok

        if icd_form_ok(text.upper()):
            return ChosenIndication(text.upper(), f"{text.upper()}, not in our list")
        return ChosenIndication("", text)

    def _offer(self) -> None:
        from needlechart.catalogue import find_indication, icd_form_ok

        text = self.field.text().strip()
        found = find_indication(text)[:OFFERED] if text else ()
        self._offered = {one.id: ChosenIndication(one.code, one.title, one.side) for one in found}
        self.offers.set_values(())
        self.offers.set_choices([Choice(one.id, f"{one.code} {one.title}") for one in found])
        unknown = bool(text) and not found and icd_form_ok(text.upper())
        words = "This code is not in our list; it is kept as typed." if unknown else ""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _take(self, key: str) -> None:
        self._chosen[key] = self._offered[key]
        self.field.set_value("")
        self._offer()
        self._show()
        self.changed.emit()

    def _take_first(self) -> None:
        text = self.field.text().strip()
        if self._offered:
            self._take(next(iter(self._offered)))
        elif text:
            self._chosen[text] = self._typed(text)
            self.field.set_value("")
            self._offer()
            self._show()
            self.changed.emit()

    def _drop(self, key: str) -> None:
        self._chosen.pop(key, None)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.picked.set_choices(
            [Choice(key, f"{one.code} {one.title}".strip(), tick=True) for key, one in self._chosen.items()]
        )
        self.picked.set_values(self._chosen)
        self.picked.setVisible(bool(self._chosen))
