"""Waveform, pulse width and what the patient feels of a current; folded with the other findings."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.words import Perceived, Waveform
from needlechart.ui.screens.board.needling_panel.row import GAP, EntryRow, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice

_WAVEFORM = (
    (Waveform.SYMMETRIC_BIPHASIC, "Symmetric", "symmetric biphasic"),
    (Waveform.ASYMMETRIC_BIPHASIC, "Asymmetric", "asymmetric biphasic"),
    (Waveform.BURST, "Burst", "burst"),
    (Waveform.DENSE_DISPERSE, "Dense-disperse", "dense-disperse"),
)
_MICROSECONDS = (100, 150, 200, 250, 300, 400)
"""The usual range is 100 to 400 (documentation standard, section 6); a record may hold others."""
_PERCEIVED = (
    (Perceived.NONE, "None"),
    (Perceived.TINGLING, "Tingling"),
    (Perceived.VISIBLE_TWITCH, "Visible twitch"),
    (Perceived.STRONG, "Strong"),
    (Perceived.PAINFUL, "Painful"),
)


class StimMore(QWidget):
    """Shown while the current is on and the other findings are open."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stim_more")
        self._session = session
        self._widths: tuple[int, ...] = ()
        self.waveform = ChipRow(
            [Choice(one.value, words, spoken=spoken) for one, words, spoken in _WAVEFORM],
            self,
            label="Waveform, biphasic",
            clearable=True,
            wrap=True,
        )
        self.width_us = ChipRow((), self, label="Pulse width in microseconds", clearable=True, wrap=True)
        self.perceived = ChipRow(
            [Choice(one.value, words) for one, words in _PERCEIVED],
            self,
            label="What the patient feels",
            clearable=True,
            wrap=True,
        )
        for chips, name, values in (
            (self.waveform, "waveform", [one.value for one, _, _ in _WAVEFORM]),
            (self.perceived, "perceived", [one.value for one, _ in _PERCEIVED]),
        ):
            for value in values:
                chips.chip(value).setObjectName(f"chip_{name}_{value}")
        self.rows = (
            EntryRow("Waveform", theme, self, self.waveform),
            EntryRow("Pulse\nwidth µs", theme, self, self.width_us),
            EntryRow("Patient\nfeels", theme, self, self.perceived),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(GAP))
        for row in self.rows:
            box.addWidget(row)
        self.waveform.chosen.connect(lambda value: self._set(waveform=Waveform(value)))
        self.waveform.cleared.connect(lambda value: self._set(waveform=None))
        self.width_us.chosen.connect(lambda value: self._set(microseconds=int(value)))
        self.width_us.cleared.connect(lambda value: self._set(microseconds=None))
        self.perceived.chosen.connect(lambda value: self._set(perceived=Perceived(value)))
        self.perceived.cleared.connect(lambda value: self._set(perceived=None))

    def refresh(self) -> None:
        """Show the current of the selected site; a width from elsewhere is offered too."""
        point = self._session.point
        current = self._session.current.at(point.id) if point else None
        if current is None:
            return
        own = (current.microseconds,) if current.microseconds else ()
        widths = tuple(sorted({*_MICROSECONDS, *own}))
        if widths != self._widths:
            self._widths = widths
            self.width_us.set_choices([Choice(str(one), str(one)) for one in widths])
            tighten(self.width_us)
            for one in widths:
                self.width_us.chip(str(one)).setObjectName(f"chip_microseconds_{one}")
        self.waveform.set_value(current.waveform)
        self.width_us.set_value(str(current.microseconds) if current.microseconds else None)
        self.perceived.set_value(current.perceived)

    def all_rows(self) -> Sequence[EntryRow]:
        """For the layout class."""
        return self.rows

    def _set(self, **values: object) -> None:
        if (point := self._session.point) is not None:
            self._session.current.set(point, **values)
