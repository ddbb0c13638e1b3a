"""What the needle is: size, depth, technique."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from needlechart.catalogue import needles as needle_sizes
from needlechart.catalogue import techniques
from needlechart.domain.clinic import NeedleType, needle_size
from needlechart.domain.needling import Needling
from needlechart.domain.record import Invalid
from needlechart.domain.rules.finding import said_unknown
from needlechart.domain.rules.needle_length import suiting
from needlechart.domain.rules.time_words import date_words
from needlechart.domain.words import Technique
from needlechart.ui.plain_words import menu_words
from needlechart.ui.screens.board.needling_panel.length_told import LengthTold, length_told
from needlechart.ui.screens.board.needling_panel.row import EntryRow, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.tips import plain_tip
from needlechart.ui.widgets import ChipRow, Choice, DepthRuler, Text, TextField

_MORE = "more"
_LABEL = "Needle\nmm"
_SIZE = re.compile(r"\s*(\d*[.,]?\d+)\s*(?:mm)?\s*[x×*/ ]\s*(\d+(?:[.,]\d+)?)\s*(?:mm)?\s*\Z", re.IGNORECASE)
LONGEST = 75


def read_size(text: str) -> tuple[float, float]:
    """Diameter and length in mm from ``0.30 x 50``; raises ValueError with a sentence for the person."""
    match = _SIZE.match(text)
    if match is None:
        raise ValueError("Write diameter and length in mm, like 0.30 × 50.")
    diameter, length = (float(part.replace(",", ".")) for part in match.groups())
    if not 0.1 <= diameter <= 0.5:
        raise ValueError("The diameter must be between 0.10 and 0.50 mm.")
    if not 3 <= length <= 150:
        raise ValueError("The length must be between 3 and 150 mm.")
    return diameter, length


class NeedleRow(EntryRow):
    """The clinic's needles, else the usual sizes; the chosen one is always among the chips.

    ``length`` is a line for whoever lays it out: what is said of a length that is not usual for the muscle.
    """

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(_LABEL, theme, parent)
        self._session = session
        self._brief = False
        self._shown: tuple[str, ...] = ()
        self._suits = ""
        self.chips = ChipRow((), self, label="Needle")
        self.field = TextField(self, label="Needle size in mm", placeholder="0.30 × 50")
        self.field.setObjectName("needle_size")
        self.refusal = Text("", self, role="label", colour="danger", wrap=True)
        self.refusal.setObjectName("needle_size_refusal")
        holder = QWidget(self)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(2))
        self.expired = Text("", self, role="label_strong", colour="danger", wrap=True)
        self.expired.setObjectName("needle_expired")
        self.length = Text("", parent, role="label", colour="caution", wrap=True)
        self.length.setObjectName("needle_length_told")
        for part in (self.chips, self.field, self.refusal, self.expired):
            box.addWidget(part)
        self.expired.hide()
        self.length.hide()
        self.field.hide()
        self.refusal.hide()
        self.add(holder)
        self.chips.chosen.connect(self._on_size)
        self.field.returnPressed.connect(self._on_typed)

    def refresh(self) -> None:
        """Show the selected needle."""
        needle = self._session.needle
        told = length_told(self._session.point, needle)
        suits = self._suiting(needle, told)
        sizes = self._offered(needle, suits)
        if (sizes, suits) != (self._shown, self._suits):
            self._shown, self._suits = sizes, suits
            choices = [Choice(size, size, icon="info" if size == suits else "") for size in sizes]
            self.chips.set_choices([*choices, Choice(_MORE, "…", spoken="Another needle")])
            tighten(self.chips)
            for size in sizes:
                self.chips.chip(size).setObjectName(f"chip_needle_{size}")
            self.chips.chip(_MORE).setObjectName("chip_needle_more")
        size = needle.size if needle is not None else ""
        soft = needle is not None and needle.carried
        self.chips.set_value(size if size and not soft else None)
        self.chips.set_carried(size if size and soft else None)
        self.setEnabled(needle is not None)
        self._warn(needle)
        self._tell_length(told, suits)

    @property
    def unusual(self) -> bool:
        """Whether the length of the needle shown is not the usual one for the muscle."""
        return bool(self.length.text())

    def set_brief(self, *, brief: bool) -> None:
        """Where there is no room for a line more it is said in place of the label."""
        self._brief = brief

    def _tell_length(self, told: LengthTold | None, suits: str) -> None:
        """A memory aid below the chips; the needle that suits is one of them and bears a sign."""
        self.length.setVisible(told is not None and not self._brief)
        brief = told is not None and self._brief
        self.set_label(f"Unusually\n{told.adjective}" if told is not None and brief else _LABEL)
        self.label.set_colour("caution" if brief else "muted")
        self.label.setToolTip(told.tip if told is not None and brief else "")
        self.length.setText(told.words if told is not None else "")
        self.length.setToolTip(told.tip if told is not None else "")
        self.chips.setAccessibleDescription(told.spoken if told is not None else "")
        for size in self._shown:
            chip, is_usual = self.chips.chip(size), size == suits
            chip.setToolTip(told.tip if told is not None and is_usual else "")
            chip.setAccessibleName(
                f"Needle: {size}, of usual length for this muscle" if is_usual else f"Needle: {size}"
            )

    def _suiting(self, needle: Needling | None, told: LengthTold | None) -> str:
        """The needle at hand that is of a usual length; empty where none is, or none is asked for."""
        if needle is None or told is None or needle.length_mm is None:
            return ""
        stock = [read_size(size) for size in dict.fromkeys(self._stock())]
        found = suiting((needle.diameter_mm or 0.0, needle.length_mm), told.usual, stock)
        return needle_size(*found) if found is not None else ""

    def _warn(self, needle: Needling | None) -> None:
        """A pack past its date is said as long as it is chosen; it stops nobody."""
        day = self._session.visit.visit.started.date()
        past = needle is not None and needle.expired(day)
        self.expired.setVisible(past)
        if past and needle is not None and needle.expiry is not None:
            lot = f"Lot {needle.lot}" if needle.lot else "This pack"
            self.expired.setText(f"{lot} expired {date_words(needle.expiry)}. Take another pack.")

    def _stock(self) -> list[str]:
        kept = [one for one in self._session.visit.of_kind(NeedleType) if one.in_stock]
        if kept:
            return [one.size for one in sorted(kept, key=lambda one: one.order)]
        usual = sorted(needle_sizes().values(), key=lambda one: one.order)
        return [needle_size(one.diameter_mm, one.length_mm) for one in usual]

    def _first(self, stock: list[str]) -> list[str]:
        """The clinic's needles, or of the usual sizes those that are offered first."""
        first = {needle_size(one.diameter_mm, one.length_mm) for one in needle_sizes().values() if one.first}
        kept = any(one.in_stock for one in self._session.visit.of_kind(NeedleType))
        return stock if kept else [size for size in stock if size in first] or stock

    def _offered(self, needle: Needling | None, suits: str) -> tuple[str, ...]:
        """Three: the chosen one between its neighbours in the clinic's order, and the one that suits."""
        three = self._neighbours(needle)
        if not suits or suits in three:
            return three
        size = needle.size if needle is not None else ""
        others = [one for one in three if one != size]
        kept = {size, *others[: 2 - bool(size)]}
        return (*(one for one in three if one in kept), suits)

    def _neighbours(self, needle: Needling | None) -> tuple[str, ...]:
        stock = list(dict.fromkeys(self._stock()))
        size = needle.size if needle is not None else ""
        first_choice = self._first(stock)
        if not size or size in first_choice:
            stock = first_choice
        if size and size not in stock:
            return (*stock[:2], size)
        here = stock.index(size) if size else 0
        first = min(max(here - 1, 0), max(len(stock) - 3, 0))
        return tuple(stock[first : first + 3])

    def _on_size(self, value: str) -> None:
        if value == _MORE:
            self.refresh()
            self._open_menu()
        elif (needle := self._session.needle) is not None:
            self._take(needle, value)

    def _take(self, needle: Needling, size: str) -> None:
        diameter, length = read_size(size)
        packs = self._session.needles.packs(size)
        pack = packs[0] if packs else None
        values = (
            {"maker": pack.maker, "product": pack.product, "lot": pack.lot, "expiry": pack.expiry}
            if pack
            else {}
        )
        self._session.needles.set_size(needle, diameter, length, **values)
        self._close_field()

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        needle = self._session.needle
        for size in self._stock():
            action = menu.addAction(f"{size} mm")
            action.triggered.connect(
                lambda checked=False, size=size: self._take(needle, size) if needle is not None else None
            )
        menu.addSeparator()
        menu.addAction("Another size …").triggered.connect(self.type_size)
        chip = self.chips.chip(_MORE)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def type_size(self) -> None:
        """A size that is not on the list."""
        self.field.set_value("")
        self.field.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_typed(self) -> None:
        needle = self._session.needle
        if needle is None:
            return
        try:
            diameter, length = read_size(self.field.text())
            self._session.needles.set_size(needle, diameter, length)
        except ValueError as refused:
            why = refused.why if isinstance(refused, Invalid) else str(refused)
            self.refusal.setText(why)
            self.refusal.show()
            self.field.set_error(why)
            return
        self._close_field()

    def _close_field(self) -> None:
        self.field.hide()
        self.refusal.hide()
        self.field.set_error("")


class DepthRow(EntryRow):
    """A ruler that ends at the needle's length, so that depth cannot exceed it."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__("Depth", theme, parent)
        self._session = session
        self.ruler = DepthRuler(self)
        self.ruler.minus.setObjectName("depth_less")
        self.ruler.plus.setObjectName("depth_more")
        self.ruler.ruler.setObjectName("depth_ruler")
        self.add(self.ruler)
        self.ruler.chosen.connect(self._on_depth)

    def refresh(self) -> None:
        """Show the selected needle."""
        needle = self._session.needle
        length = needle.length_mm if needle is not None and needle.length_mm else LONGEST
        self.ruler.set_length(max(int(length), 1))
        depth = needle.depth_mm if needle is not None else None
        shown = round(depth) if depth is not None else None
        self.ruler.set_value(shown, carried=bool(needle and needle.carried and depth is not None))
        self.setEnabled(needle is not None)

    def _on_depth(self, depth: int) -> None:
        if (needle := self._session.needle) is not None:
            self._session.needles.set_depth(needle, float(depth))

    def choose_index(self, index: int) -> None:
        """The nth 10 mm, for the keyboard; the arrows give single millimetres."""
        needle = self._session.needle
        if needle is not None:
            self._on_depth(min((index + 1) * 10, self.ruler.length))
        self.ruler.setFocus(Qt.FocusReason.OtherFocusReason)


def lacks_technique(needle: Needling) -> bool:
    """Signing will ask for it; said once the response is charted, so that the taps before it stay calm."""
    answered = needle.was_in and needle.twitch is not None and needle.pain is not None
    return answered and needle.technique is None and not said_unknown(needle)


class TechniqueRow(EntryRow):
    """The usual three, the chosen one among them, the rest behind the dots."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__("Technique", theme, parent)
        self._session = session
        self._names = {one.technique: one for one in techniques().values()}
        self._shown: tuple[Technique, ...] = ()
        self.chips = ChipRow((), self, label="Technique")
        self.add(self.chips)
        self.chips.chosen.connect(self._on_technique)

    def refresh(self) -> None:
        """Show the selected needle."""
        needle = self._session.needle
        offered = self._offered(needle.technique if needle else None)
        if offered != self._shown:
            self._shown = offered
            choices = [
                Choice(one.value, self._names[one].short_name, spoken=self._names[one].text)
                for one in offered
            ]
            self.chips.set_choices([*choices, Choice(_MORE, "…", spoken="Another technique")])
            tighten(self.chips)
            for one in offered:
                self.chips.chip(one.value).setObjectName(f"chip_technique_{one.value}")
            self.chips.chip(_MORE).setObjectName("chip_technique_more")
        value = needle.technique.value if needle is not None and needle.technique else None
        soft = needle is not None and needle.carried
        self.chips.set_value(None if soft else value)
        self.chips.set_carried(value if soft else None)
        self.chips.set_needs_value(needle is not None and lacks_technique(needle))
        self.setEnabled(needle is not None)

    def _offered(self, chosen: Technique | None) -> tuple[Technique, ...]:
        ordered = sorted(self._names.values(), key=lambda one: one.order)
        first = [one.technique for one in ordered if one.first][:3]
        if chosen is not None and chosen not in first and chosen in self._names:
            first = [*first[:2], chosen]
        return tuple(first)

    def _on_technique(self, value: str) -> None:
        needle = self._session.needle
        if value == _MORE:
            self.refresh()
            self._open_menu()
        elif needle is not None:
            self._session.needles.set_technique(needle, Technique(value))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for one in sorted(self._names.values(), key=lambda one: one.order):
            action = menu.addAction(menu_words(one.text))
            action.setToolTip(plain_tip(one.note))
            action.triggered.connect(
                lambda checked=False, value=one.technique.value: self._on_technique(value)
            )
        chip = self.chips.chip(_MORE)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))
