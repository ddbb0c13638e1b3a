"""The fields of one current of a protocol: its two ends and how it is set; how strong it is is of the day."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from needlechart.domain.ghosts import ProtocolSet
from needlechart.domain.protocol import ProtocolCurrent
from needlechart.domain.rules.stimulation import TWO_RATES
from needlechart.domain.words import IntensityUnit, Side, Waveform
from needlechart.ui.screens.board.needling_panel.current_choices import (
    HZ,
    MICROSECONDS,
    MINUTES,
    PAD,
    PAIRED,
    SECOND_HZ,
    TO_PAD,
    WAVEFORMS,
    WHOLE,
    site_letter,
)
from needlechart.ui.screens.board.needling_panel.value_row import ValueRow
from needlechart.ui.screens.parts import Labelled, column
from needlechart.ui.screens.typed import Refused
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice


class CurrentFields(QWidget):
    """Ends, waveform, frequency, width, unit and minutes. ``changed(after, what)`` for what is kept.

    The values and their limits are those of the board; what the record cannot hold is refused in place.
    """

    changed = Signal(object, str)

    def __init__(self, found: ProtocolSet, current: ProtocolCurrent, parent: QWidget) -> None:
        super().__init__(parent)
        self.current = current
        self._sides = {one.number: one.side for one in found.points}
        self._against = taken_ends(found, current)
        self._box = column(self, gap=8, edges=(12, 0, 0, 10))
        self.first = self._chips("From site", "first", [])
        self.second = self._chips("To", "second", [])
        self.waveform = self._chips(
            "Waveform",
            "waveform",
            [Choice(one.value, words, spoken=spoken) for one, words, spoken in WAVEFORMS],
            clearable=True,
        )
        self.hz = self._values("Frequency, Hz", "hz", "Frequency in Hz", HZ)
        self.second_hz = self._values("And then, Hz", "second_hz", "Second frequency in Hz", SECOND_HZ)
        self.width_us = self._values(
            "Pulse width, µs", "microseconds", "Pulse width in microseconds", MICROSECONDS
        )
        units = (
            Choice("mA", "mA", spoken="Intensity in milliampere"),
            Choice("level", "Level", spoken="Intensity as the device's level"),
        )
        self.unit = self._chips("Intensity in", "unit", units)
        self.minutes = self._values("Minutes", "minutes", "Minutes", MINUTES)
        self._connect()
        self.show_current(current)

    def _chips(
        self, label: str, name: str, choices: list[Choice] | tuple[Choice, ...], *, clearable: bool = False
    ) -> ChipRow:
        chips = ChipRow(choices, self, label=label, clearable=clearable, wrap=True)
        chips.setObjectName(f"current_{name}_{self.current.id}")
        self._box.addWidget(Labelled(label, chips, self))
        return chips

    def _values(self, label: str, name: str, spoken: str, usual: tuple[float, ...]) -> ValueRow:
        line = ValueRow(label, name, spoken, usual, Theme.current(), self, wrap=True)
        line.setObjectName(f"current_{name}_{self.current.id}")
        line.set_compact(compact=True)
        self._box.addWidget(line)
        return line

    def _connect(self) -> None:
        self.first.chosen.connect(lambda number: self._begin_at(int(number)))
        self.second.chosen.connect(self._end_at)
        self.waveform.chosen.connect(lambda value: self._keep("waveform", waveform=Waveform(value)))
        self.waveform.cleared.connect(lambda value: self._keep("waveform", waveform=None))
        self.unit.chosen.connect(lambda value: self._keep("unit", intensity_unit=IntensityUnit(value)))
        self.hz.wanted.connect(lambda value: self._keep_value(self.hz, "frequency", hz=value))
        self.second_hz.wanted.connect(
            lambda value: self._keep_value(self.second_hz, "second frequency", second_hz=value)
        )
        self.minutes.wanted.connect(lambda value: self._keep_value(self.minutes, "minutes", minutes=value))
        self.width_us.wanted.connect(self._set_width)

    def show_current(self, current: ProtocolCurrent) -> None:
        """The current as it is kept."""
        self.current = current
        self._show_ends()
        self.waveform.set_value(current.waveform)
        self.hz.show_value(current.hz)
        self.second_hz.show_value(current.second_hz)
        self.second_hz.setVisible(current.waveform in TWO_RATES or current.second_hz is not None)
        self.width_us.show_value(current.microseconds)
        self.unit.set_value(current.intensity_unit.value)
        self.minutes.show_value(current.minutes)

    def _show_ends(self) -> None:
        """Every site for the one end, every other one and a pad for the other; taken ones are dashed."""
        first, second = self.current.first_number, self.current.second_number
        self.first.set_choices([self._site(number, "Current from site") for number in self._sides])
        others = [self._site(number, "Current to site") for number in self._sides if number != first]
        self.second.set_choices([*others, Choice(PAD, "Pad", spoken="Current to a pad on the skin")])
        self.first.set_value(str(first))
        self.second.set_value(PAD if self.current.pad else str(second) if second is not None else None)

    def _site(self, number: int, spoken: str) -> Choice:
        words = site_letter(number, self._sides.get(number, Side.UNSTATED))
        return Choice(str(number), words, why_not=self._against.get(number, ""), spoken=f"{spoken} {number}")

    # What a person does

    def _begin_at(self, number: int) -> None:
        """Where it ended so far, the two ends change places."""
        if number == self.current.second_number:
            self._keep("ends", first_number=number, second_number=self.current.first_number)
        else:
            self._keep("ends", first_number=number)

    def _end_at(self, other: str) -> None:
        if other == PAD:
            self._keep("ends", second_number=None, pad=True)
        else:
            self._keep("ends", second_number=int(other), pad=False)

    def _set_width(self, value: float | None) -> None:
        with self.width_us.typed.keeping():
            if value is not None and value != int(value):
                raise Refused(WHOLE)
            self._keep("pulse width", microseconds=None if value is None else int(value))

    def _keep_value(self, line: ValueRow, what: str, **values: object) -> None:
        """What the record cannot hold is said under the field."""
        with line.typed.keeping():
            self._keep(what, **values)

    def _keep(self, what: str, **values: object) -> None:
        """Hand over other values; raises `Invalid` for what no device gives."""
        after = self.current.but(**values)
        if after != self.current:
            self.current = after
            self.changed.emit(after, what)
        self.show_current(after)


def taken_ends(found: ProtocolSet, current: ProtocolCurrent) -> Mapping[int, str]:
    """Why a site cannot be an end of this current, for those that are an end of another one."""
    return {
        number: TO_PAD if other.pad else PAIRED
        for other in found.currents
        if other.id != current.id
        for number in other.ends
    }
