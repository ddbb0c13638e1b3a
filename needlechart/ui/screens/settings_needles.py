"""Settings of the needles the clinic keeps: size, maker, lot, expiry; offered in a visit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from needlechart.domain.clinic import NeedleType
from needlechart.domain.record import Invalid, now
from needlechart.domain.rules.time_words import date_words
from needlechart.editing.change import Pair
from needlechart.editing.desk import Desk, Problem
from needlechart.ui.screens.bring_back import WayBack
from needlechart.ui.screens.entry import ErrorLines
from needlechart.ui.screens.parts import Labelled, column, empty, row
from needlechart.ui.screens.typed import Refused, read_date, read_number
from needlechart.ui.screens.wording import fold
from needlechart.ui.widgets import Button, Card, Chip, Hairline, IconButton, SearchField, Text, TextField

SHOWN = 6
"""So many packs stand there at once; typing finds the others."""
SIZES = "A diameter of 0.10 to 0.50 mm and a length of 3 to 150 mm, like 0.30 and 50."


class NeedlesCard(Card):
    """Three lines for each pack; kept as typed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Needles in stock", parent, hint="offered in a visit, in this order")
        self.setObjectName("needles_card")
        self._desk = desk
        self._needles: list[NeedleType] = []
        self._newest = ""
        self.search = SearchField(self, label="Find a pack", placeholder="Size, maker, lot")
        self.search.setObjectName("find_needle")
        self.search.textChanged.connect(lambda text: self._show_rows())
        self.body.addWidget(self.search)
        self._rows = column(gap=6)
        self.body.addLayout(self._rows)
        self.gone = WayBack(self)
        self.body.addWidget(self.gone)
        self.body.addWidget(Hairline(self))
        self.body.addLayout(self._new_row())
        self.error = ErrorLines(self)
        self.body.addWidget(self.error)

    def refresh(self) -> None:
        """Ask anew what is kept."""
        self._desk.needle_types(self._show, self._failed)

    def _new_row(self) -> QHBoxLayout:
        line = row(gap=8)
        self.diameter = TextField(self, label="Diameter in mm", placeholder="0.30")
        self.diameter.setObjectName("needle_diameter")
        self.length = TextField(self, label="Length in mm", placeholder="50")
        self.length.setObjectName("needle_length")
        for field in (self.diameter, self.length):
            field.returnPressed.connect(self._add)
            field.textEdited.connect(lambda text: self.error.say(""))
        self.add = Button("Add size", self, icon="plus")
        self.add.setObjectName("add_needle")
        self.add.clicked.connect(self._add)
        line.addWidget(Labelled("Diameter, mm", self.diameter, self), 1)
        line.addWidget(Labelled("Length, mm", self.length, self), 1)
        line.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        return line

    def _show(self, needles: tuple[NeedleType, ...]) -> None:
        self._needles = list(needles)
        self._show_rows()

    def _show_rows(self) -> None:
        """The first packs, or those that hold what is typed; one just added is always among them."""
        empty(self._rows)
        self.search.setVisible(len(self._needles) > SHOWN)
        wanted = fold(self.search.text()).split() if len(self._needles) > SHOWN else []
        found = [one for one in self._needles if _matches(one, wanted)]
        shown = [one for at, one in enumerate(found) if wanted or at < SHOWN or one.id == self._newest]
        for one in shown:
            self._rows.addWidget(self._row(one))
        words = ""
        if not self._needles:
            words = "No size yet. A visit then offers what was used last."
        elif not found:
            words = "No pack holds these words."
        elif len(found) > len(shown):
            words = f"{len(found) - len(shown)} more; type to find them."
        if words:
            self._rows.addWidget(Text(words, self, role="secondary", colour="muted", wrap=True))

    def _row(self, needle: NeedleType) -> QWidget:
        """A pack in three lines: what it is, which one it is, whether it is here."""
        part = QWidget(self)
        box = column(part, gap=4, edges=(0, 4, 0, 8))
        first, second, third = row(gap=8), row(gap=8), row(gap=8)
        for line in (first, second, third):
            box.addLayout(line)
        wide = self._theme.px(76)
        size = Text(needle.size, part, role="strong")
        size.setMinimumWidth(wide)
        first.addWidget(size)
        first.addWidget(self._text(needle, "maker", "Maker", part), 1)
        first.addWidget(self._text(needle, "product", "Type", part), 1)
        gone = IconButton("trash", f"Remove {needle.size}", part)
        gone.setObjectName(f"remove_needle_{needle.id}")
        gone.clicked.connect(lambda: self._remove(needle.id))
        first.addWidget(gone)
        second.addSpacing(wide + self._theme.px(8))
        second.addWidget(self._text(needle, "lot", "Lot", part), 1)
        second.addWidget(self._expiry(needle, part), 1)
        second.addWidget(self._text(needle, "colour", "Colour", part), 1)
        third.addSpacing(wide + self._theme.px(8))
        for chip in (self._usual(needle, part), self._stock(needle, part)):
            third.addWidget(chip)
        third.addStretch(1)
        if needle.expiry is not None and needle.expired(now().date()):
            past = Text(f"Expired {date_words(needle.expiry)}", part, role="label_strong", colour="danger")
            past.setObjectName(f"needle_expired_{needle.id}")
            third.addWidget(past)
        return part

    def _expiry(self, needle: NeedleType, part: QWidget) -> TextField:
        expiry = TextField(part, label=f"Expiry date of {needle.size}", placeholder="Expires")
        expiry.setObjectName(f"needle_expiry_{needle.id}")
        expiry.set_value(date_words(needle.expiry) if needle.expiry is not None else "")
        expiry.committed.connect(lambda text: self._set_expiry(needle.id, expiry, text))
        return expiry

    def _stock(self, needle: NeedleType, part: QWidget) -> Chip:
        stock = Chip("In stock", part, tick=True)
        stock.setObjectName(f"needle_stock_{needle.id}")
        stock.setChecked(needle.in_stock)
        stock.setAccessibleName(f"{needle.size} in stock")
        stock.clicked.connect(lambda: self._toggle_stock(needle.id, stock))
        return stock

    def _usual(self, needle: NeedleType, part: QWidget) -> Chip:
        usual = Chip("Usual", part, tick=True)
        usual.setObjectName(f"needle_usual_{needle.id}")
        usual.setAccessibleName(f"{needle.size} is the usual needle of the clinic")
        usual.setToolTip("What a new site begins with, where nothing was used before")
        usual.setChecked(self._desk.clinic.default_needle == needle.id)
        usual.clicked.connect(lambda: self._set_usual(needle.id))
        return usual

    def _text(self, needle: NeedleType, name: str, label: str, part: QWidget) -> TextField:
        field = TextField(part, label=f"{label} of {needle.size}", placeholder=label)
        field.setObjectName(f"needle_{name}_{needle.id}")
        field.set_value(str(getattr(needle, name)))
        field.committed.connect(lambda text: self._edit(needle.id, **{name: text.strip()}))
        return field

    def _set_expiry(self, needle_id: str, field: TextField, text: str) -> None:
        """What is no date is refused beside the list; what was kept stays."""
        try:
            expiry = read_date(text, earliest_year=2000)
        except Refused as refused:
            field.set_error(str(refused))
            self.error.say("This is not a date", f"The list is unchanged. {refused}")
            return
        field.set_error("")
        self.error.say("")
        if self._edit(needle_id, expiry=expiry):
            self.refresh()

    def _toggle_stock(self, needle_id: str, chip: Chip) -> None:
        """What is not in stock is kept with its lot and not offered in a visit."""
        chip.setChecked(not chip.isChecked())
        self._edit(needle_id, in_stock=chip.isChecked())

    def _set_usual(self, needle_id: str) -> None:
        """One needle is the clinic's usual one, or none."""
        clinic = self._desk.clinic
        chosen = "" if clinic.default_needle == needle_id else needle_id
        pairs: list[Pair] = [(clinic, clinic.but(default_needle=chosen))]
        self._desk.put(pairs, lambda moment: self.refresh(), self._failed)

    def _edit(self, needle_id: str, **values: object) -> bool:
        """Keep other values of a pack; False if they are the same or the pack is gone."""
        index = next((n for n, one in enumerate(self._needles) if one.id == needle_id), None)
        if index is None:
            return False
        before = self._needles[index]
        after = before.but(**values)
        if after == before:
            return False
        self._needles[index] = after
        self._desk.put([(before, after)], lambda moment: None, self._failed)
        return True

    def _add(self) -> None:
        diameter, length = read_number(self.diameter.text()), read_number(self.length.text())
        order = max((one.order for one in self._needles), default=-1) + 1
        try:
            if diameter is None or length is None:
                raise Invalid("diameter_mm", "a size is two numbers")
            made = NeedleType(
                clinic_id=self._desk.clinic.id, diameter_mm=diameter, length_mm=length, order=order
            )
        except Invalid:
            self.error.say("This is not a size of a needle", f"The list is unchanged. {SIZES}")
            field = self.length if diameter is not None else self.diameter
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if any(one.size == made.size and not (one.maker or one.lot) for one in self._needles):
            told = (
                "The list is unchanged. Give that one a maker or lot first, so that they can be told apart."
            )
            self.error.say(f"{made.size} is in the list", told)
            return
        for field in (self.diameter, self.length):
            field.set_value("")
        self.diameter.setFocus(Qt.FocusReason.OtherFocusReason)
        self._needles.append(made)
        self._newest = made.id
        self._desk.put([(None, made)], lambda moment: self.refresh(), self._failed)

    def _remove(self, needle_id: str) -> None:
        needle = next((one for one in self._needles if one.id == needle_id), None)
        if needle is None:
            return
        pairs: list[Pair] = [(needle, None)]
        clinic = self._desk.clinic
        if clinic.default_needle == needle.id:
            pairs.append((clinic, clinic.but(default_needle="")))
        self._needles.remove(needle)
        self.diameter.setFocus(Qt.FocusReason.OtherFocusReason)
        self._desk.put(pairs, lambda moment: self.refresh(), self._failed)
        usual = clinic.default_needle == needle.id
        self.gone.offer(f"{needle.size} removed", lambda: self._bring_back(needle, usual=usual))

    def _bring_back(self, needle: NeedleType, *, usual: bool) -> None:
        """The pack again, and again the usual one if it was and no other is."""
        pairs: list[Pair] = [(None, needle)]
        clinic = self._desk.clinic
        if usual and not clinic.default_needle:
            pairs.append((clinic, clinic.but(default_needle=needle.id)))
        self._newest = needle.id
        self._desk.put(pairs, lambda moment: self.refresh(), self._failed)

    def _failed(self, problem: Problem) -> None:
        told = " ".join(part for part in (problem.safe, problem.todo) if part)
        self.error.say(problem.happened, told)
        self._desk.needle_types(self._show)


def _matches(needle: NeedleType, wanted: list[str]) -> bool:
    words = (needle.size, needle.maker, needle.product, needle.lot, needle.colour)
    text = fold(" ".join(words))
    return all(word.replace("x", "×") in text or word in text for word in wanted)
