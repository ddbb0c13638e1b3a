"""Indications found by code or words; a code that is not in our list is kept and says so."""

import re
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.record import now
from needlechart.domain.rules.laterality import code_side_warning
from needlechart.domain.words import Side
from needlechart.ui.screens.home.new_records import ChosenIndication
from needlechart.ui.screens.parts import column
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, Text, TextField
from needlechart.ui.widgets.focus import bring_into_view

OFFERED = 6


def expired_warning(code: str, day: date) -> str:
    """That a code may not be used any more on that day, and what comes after it; empty while it may."""
    from needlechart.catalogue import find_indication, icd_known

    known = icd_known(code) if code else None
    if known is None or not known.valid_to or date.fromisoformat(known.valid_to) >= day:
        return ""
    newer = sorted({one.code for one in find_indication(code) if not one.valid_to})
    instead = f" Choose {newer[0]} to {newer[-1]}." if len(newer) > 1 else ""
    return f"{code} is not billable since {short_day(date.fromisoformat(known.valid_to))}.{instead}"


def _typed_side_warning(text: str) -> str:
    """That the words behind a code name another side than the code does; empty while they do not."""
    from needlechart.catalogue import icd_known

    code, _, words = text.partition(" ")
    known = icd_known(code)
    said = {Side(one) for one in words.casefold().replace(",", " ").split() if one in ("right", "left")}
    if known is None or len(said) != 1:
        return ""
    return code_side_warning(known.code, known.side, said.pop())


def like_a_code(text: str) -> bool:
    """Whether words kept without a code look as if one was meant, like ZZ9.99."""
    return (
        re.fullmatch(r"[A-Z][0-9][0-9A-Z.]*|[A-Z]{1,3}[0-9][0-9A-Z]*\.[0-9A-Z.]*", text.upper()) is not None
    )


class IndicationPicker(QWidget):
    """A field with the best matches as chips below it, and what is chosen as chips above them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, keep: bool = True) -> None:
        """``keep`` False shows nothing chosen: whoever listens takes it at once."""
        super().__init__(parent)
        self._keep = keep
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

    def take(self) -> tuple[ChosenIndication, ...]:
        """What was chosen, given away."""
        found = tuple(self._chosen.values())
        self._chosen.clear()
        self._show()
        return found

    def clear(self) -> None:
        """Nothing chosen, nothing typed."""
        self._chosen.clear()
        self.field.set_value("")
        self._offer()
        self._show()

    def _typed(self, text: str) -> ChosenIndication:
        """What the words are; a code of our list is known however it was typed, and brings title and side."""
        from needlechart.catalogue import icd_form_ok, icd_known

        code, _, words = text.partition(" ")
        known = icd_known(code)
        if known is not None:
            return ChosenIndication(known.code, known.title, known.side)
        if icd_form_ok(code.upper()) and any(one.isdigit() for one in code):
            title = f"{words.strip()} (not in our list)" if words.strip() else "Code not in our list"
            return ChosenIndication(code.upper(), title)
        return ChosenIndication("", text)

    def _offer(self) -> None:
        from needlechart.catalogue import find_indication

        text = self.field.text().strip()
        found = find_indication(text)[:OFFERED] if text else ()
        self._offered = {one.id: ChosenIndication(one.code, one.title, one.side) for one in found}
        self.offers.set_values(())
        self.offers.set_choices([Choice(one.id, f"{one.code} {one.title}") for one in found])
        words = self._told(text, found_any=bool(found))
        self.told.setText(words)
        self.told.setVisible(bool(words))
        if text:
            # The matches stand below the field and may be laid out below the edge of a small screen.
            QTimer.singleShot(0, self, lambda: bring_into_view(self, Theme.current().px(8)))

    def _told(self, text: str, *, found_any: bool) -> str:
        """What is said under the field while one types."""
        code = text.partition(" ")[0].upper()
        warned = expired_warning(code, now().date()) or _typed_side_warning(text)
        if warned or found_any or not text:
            return warned
        if self._typed(text).code:
            return "This code is not in our list; Enter keeps it as typed."
        if like_a_code(code):
            return "This has not the form of an ICD-10-CM code, like M25.551; Enter keeps it as words."
        return "Enter keeps these words without a code."

    def _take(self, key: str) -> None:
        self._chosen[key] = self._offered[key]
        self.field.set_value("")
        self._offer()
        self._show()
        self.changed.emit()

    def _take_first(self) -> None:
        text = self.field.text().strip()
        typed = self._typed(text)
        exact = [key for key, one in self._offered.items() if one.code and one.code == typed.code]
        if exact or (self._offered and not typed.code):
            self._take((exact or list(self._offered))[0])
        elif text:
            self._chosen[text] = typed
            self.field.set_value("")
            self._offer()
            if not typed.code and like_a_code(text):
                self.told.setText(f"{text} is no code of ICD-10-CM; it was kept as words.")
                self.told.show()
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
        self.picked.setVisible(bool(self._chosen) and self._keep)
