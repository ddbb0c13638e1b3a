"""The rest of a current: waveform, second frequency, polarity, width, what is felt, device; folded."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.needling import Stimulation
from needlechart.domain.rules.stimulation import TWO_RATES, UNBALANCED, ends_of
from needlechart.domain.words import Perceived, Waveform
from needlechart.ui.screens.board.needling_panel.current_choices import (
    MICROSECONDS,
    SECOND_HZ,
    WAVEFORMS,
    WHOLE,
)
from needlechart.ui.screens.board.needling_panel.row import GAP, EntryRow, GroupTitle, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.screens.board.needling_panel.value_row import ValueRow
from needlechart.ui.screens.typed import Refused
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, TextField

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
        self.setObjectName("stim_rest")
        self._session = session
        self._ends: list[str] = []
        self._make_fields(theme)
        self._name_chips()
        self._lay_out(theme)
        self._connect()

    def _make_fields(self, theme: Theme) -> None:
        self.waveform = ChipRow(
            [Choice(one.value, words, spoken=spoken) for one, words, spoken in WAVEFORMS],
            self,
            label="Waveform, biphasic",
            clearable=True,
            wrap=True,
        )
        self.width_us = ValueRow(
            "Pulse\nwidth µs",
            "microseconds",
            "Pulse width in microseconds",
            MICROSECONDS,
            theme,
            self,
            wrap=True,
        )
        self.second_hz = ValueRow(
            "And then\nHz",
            "second_hz",
            "Second frequency in Hz",
            SECOND_HZ,
            theme,
            self,
        )
        self.polarity = ChipRow((), self, label="Negative end", clearable=True, wrap=True)
        self.device = TextField(self, label="Device", placeholder="Name, last safety check")
        self.device.setObjectName("stim_device")
        self.note = TextField(self, label="Note on the current", placeholder="Optional")
        self.note.setObjectName("stim_note")
        self.perceived = ChipRow(
            [Choice(one.value, words) for one, words in _PERCEIVED],
            self,
            label="What the patient feels",
            clearable=True,
            wrap=True,
        )

    def _name_chips(self) -> None:
        for chips, name, values in (
            (self.waveform, "waveform", [one.value for one, _, _ in WAVEFORMS]),
            (self.perceived, "perceived", [one.value for one, _ in _PERCEIVED]),
        ):
            for value in values:
                chips.chip(value).setObjectName(f"chip_{name}_{value}")

    def _lay_out(self, theme: Theme) -> None:
        self.rows = (
            EntryRow("Waveform", theme, self, self.waveform),
            self.second_hz,
            EntryRow("Negative\nat", theme, self, self.polarity),
            self.width_us,
            EntryRow("Patient\nfeels", theme, self, self.perceived),
            EntryRow("Device", theme, self, self.device),
            EntryRow("Current,\nnote", theme, self, self.note),
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(GAP))
        box.addWidget(GroupTitle("Current", theme, self))
        for row in self.rows:
            box.addWidget(row)

    def _connect(self) -> None:
        self.waveform.chosen.connect(lambda value: self._set(waveform=Waveform(value)))
        self.waveform.cleared.connect(lambda value: self._set(waveform=None))
        self.width_us.wanted.connect(self._set_width)
        self.second_hz.wanted.connect(self._set_second)
        self.polarity.chosen.connect(lambda value: self._set(polarity=value))
        self.polarity.cleared.connect(lambda value: self._set(polarity=""))
        self.device.committed.connect(lambda text: self._set(device=text.strip()))
        self.note.committed.connect(lambda text: self._set(note=text.strip()))
        self.perceived.chosen.connect(lambda value: self._set(perceived=Perceived(value)))
        self.perceived.cleared.connect(lambda value: self._set(perceived=None))

    def refresh(self) -> None:
        """Show the current of the selected site; values from elsewhere are offered too."""
        point = self._session.point
        current = self._session.current.at(point.id) if point else None
        if current is None:
            return
        soft = current.carried
        self.waveform.set_value(None if soft else current.waveform)
        self.waveform.set_carried(current.waveform if soft else None)
        self.width_us.show_value(current.microseconds, soft=soft)
        self.second_hz.show_value(current.second_hz, soft=soft)
        self.second_hz.setVisible(current.waveform in TWO_RATES or current.second_hz is not None)
        self._show_polarity(current)
        self.device.set_value(current.device)
        self.note.set_value(current.note)
        self.perceived.set_value(current.perceived)

    def _show_polarity(self, current: Stimulation) -> None:
        """Only where the waveform is not balanced."""
        ends = [f"negative at site {one.number}" for one in ends_of(self._session.visit.chart, current)]
        ends += ["negative at the pad"] if current.pad else []
        if ends != self._ends:
            self._ends = ends
            self.polarity.set_choices(
                [Choice(one, one.removeprefix("negative at ").capitalize()) for one in ends]
            )
            tighten(self.polarity)
            for number, one in enumerate(ends, 1):
                self.polarity.chip(one).setObjectName(f"chip_negative_{number}")
        self.rows[2].setVisible(current.waveform in UNBALANCED or bool(current.polarity))
        self.polarity.set_value(current.polarity or None)

    def _set_width(self, value: float | None) -> None:
        with self.width_us.typed.keeping():
            if value is not None and value != int(value):
                raise Refused(WHOLE)
            self._set(microseconds=None if value is None else int(value))

    def _set_second(self, value: float | None) -> None:
        with self.second_hz.typed.keeping():
            self._set(second_hz=value)

    def all_rows(self) -> Sequence[EntryRow]:
        """For the layout class."""
        return self.rows

    def _set(self, **values: object) -> None:
        if (point := self._session.point) is not None:
            self._session.current.set(point, **values)
            self.refresh()  # a planned value that was tapped is planned as before
