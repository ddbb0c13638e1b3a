"""The pack the needle came from: maker, type, lot, expiry; once per visit for all needles of that pack."""

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.clinic import NeedleType
from needlechart.domain.rules.time_words import date_words
from needlechart.ui.screens.board.needling_panel.row import GAP, EntryRow, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.screens.board.needling_panel.typed_field import TypedField
from needlechart.ui.screens.typed import read_date
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, TextField


def pack_words(pack: NeedleType, day: date) -> str:
    """``Hallow, lot A1, expires 3 Mar 2027``."""
    name = " ".join(part for part in (pack.maker, pack.product) if part)
    lot = f"lot {pack.lot}" if pack.lot else ""
    ends = ""
    if pack.expiry is not None:
        ends = f"{'expired' if pack.expired(day) else 'expires'} {date_words(pack.expiry)}"
    return ", ".join(part for part in (name, lot, ends) if part) or "no maker or lot"


class PackRows(QWidget):
    """Packs of the clinic in this size, then the four fields for another one."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[tuple[str, str], ...] = ()
        self.packs = ChipRow((), self, label="Pack", wrap=True)
        self.maker = self._field("maker", "Maker")
        self.product = self._field("product", "Type")
        self.lot = self._field("lot", "Lot")
        self.expiry = TypedField("pack_expiry", "Expiry date of the pack", "Expires", theme, self)
        self.rows = (
            EntryRow("Pack", theme, self, self.packs),
            EntryRow("Maker,\ntype", theme, self, self.maker, self.product),
            EntryRow("Lot,\nexpires", theme, self, self.lot, self.expiry),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(GAP))
        for row in self.rows:
            box.addWidget(row)
        self.packs.chosen.connect(self._on_pack)
        self.expiry.typed.connect(self._set_expiry)
        for name, field in (("maker", self.maker), ("product", self.product), ("lot", self.lot)):
            field.committed.connect(lambda text, name=name: self._set(**{name: text.strip()}))

    def _field(self, name: str, label: str) -> TextField:
        field = TextField(self, label=f"{label} of the needle", placeholder=label)
        field.setObjectName(f"pack_{name}")
        return field

    def refresh(self) -> None:
        """Show the selected needle."""
        needle = self._session.needle
        if needle is None:
            return
        day = self._session.visit.visit.started.date()
        packs = self._session.needles.packs(needle.size)
        shown = tuple((one.id, pack_words(one, day)) for one in packs)
        if shown != self._shown:
            self._shown = shown
            self.packs.set_choices([Choice(key, words) for key, words in shown])
            tighten(self.packs)
            for number, (key, _) in enumerate(shown, 1):
                self.packs.chip(key).setObjectName(f"chip_pack_{number}")
        self.rows[0].setVisible(bool(shown))
        own = (needle.maker, needle.product, needle.lot, needle.expiry)
        same = [one.id for one in packs if (one.maker, one.product, one.lot, one.expiry) == own]
        self.packs.set_value(same[0] if same else None)
        self.maker.set_value(needle.maker)
        self.product.set_value(needle.product)
        self.lot.set_value(needle.lot)
        self.expiry.show_value(date_words(needle.expiry) if needle.expiry is not None else "")

    def _on_pack(self, pack_id: str) -> None:
        pack = self._session.visit.get(NeedleType, pack_id)
        if pack is not None:
            self._set(maker=pack.maker, product=pack.product, lot=pack.lot, expiry=pack.expiry)

    def _set(self, **values: object) -> None:
        needle = self._session.needle
        if needle is not None:
            self._session.needles.set_pack(needle, **values)

    def _set_expiry(self, text: str) -> None:
        with self.expiry.keeping():
            self._set(expiry=read_date(text, earliest_year=2000))
