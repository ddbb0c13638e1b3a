"""Electrical stimulation and how long the needle stays."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.rules.retention import elapsed
from needlechart.domain.words import Side
from needlechart.ui.screens.board.needling_panel.row import EntryRow, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, DwellTimer, IconButton, Text

PLANNED_S = (30, 60, 180, 300, 600, 900, 1200)
_HZ = ("2", "4", "10", "50", "80", "100")
_MINUTES = ("5", "10", "15", "20")


def clock_words(seconds: int) -> str:
    """``5:00``."""
    return f"{seconds // 60}:{seconds % 60:02}"


class StimRow(EntryRow):
    """Off, On, and the retention clock beside them."""

    on_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__("E-stim", theme, parent)
        self._session = session
        self.chips = ChipRow((Choice("off", "Off"), Choice("on", "On")), self, label="E-stim")
        self.chips.chip("off").setObjectName("chip_estim_off")
        self.chips.chip("on").setObjectName("chip_estim_on")
        self.dwell = DwellTimer(self)
        self.dwell.setObjectName("dwell")
        self.add(self.chips, 1)
        self.add(self.dwell, 1)
        self.chips.chosen.connect(self._on_choice)
        self.dwell.clicked.connect(self._on_dwell)
        session.visit.clocks.ticked.connect(self.show_clock)

    def refresh(self) -> None:
        """Show the selected site."""
        point = self._session.point
        on = point is not None and self._session.current.at(point.id) is not None
        needle = self._session.needle
        proposed = not on and needle is not None and needle.carried
        self.chips.set_value(None if proposed else "on" if on else "off")
        self.chips.set_carried("off" if proposed else None)
        self.show_clock()
        self.setEnabled(self._session.needle is not None)

    def show_clock(self) -> None:
        """The time of the selected needle."""
        needle = self._session.needle
        if needle is None:
            self.dwell.set_ready(0)
            return
        planned = needle.retention_planned_s or 0
        if needle.retention_s is not None:
            self.dwell.set_recorded(needle.retention_s)
        elif needle.clock_started is None:
            self.dwell.set_ready(planned)
        elif self._session.visit.sure_of(needle):
            self.dwell.set_running(elapsed(needle, self._session.visit.moment()), planned)
        else:
            self.dwell.set_unsure()

    def _on_choice(self, value: str) -> None:
        point = self._session.point
        if point is not None:
            if value == "on":
                self.on_wanted.emit()
            else:
                self._session.current.switch_off(point)

    def _on_dwell(self) -> None:
        needle = self._session.needle
        if needle is None:
            return
        if needle.clock_started is not None and needle.retention_s is None:
            self._session.needles.stop_clock(needle)
        else:
            self._session.needles.start_clock(needle)


class DwellRow(EntryRow):
    """How long it is meant to stay."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__("Dwell,\nplanned", theme, parent)
        self._session = session
        choices = [Choice(str(one), clock_words(one)) for one in PLANNED_S]
        self.chips = ChipRow(choices, self, label="Planned dwell")
        for one in PLANNED_S:
            self.chips.chip(str(one)).setObjectName(f"chip_dwell_{one}")
        self.add(self.chips)
        self.chips.chosen.connect(self._on_choice)

    def refresh(self) -> None:
        """Show the selected needle."""
        needle = self._session.needle
        planned = str(needle.retention_planned_s) if needle and needle.retention_planned_s else None
        soft = needle is not None and needle.carried
        self.chips.set_value(None if soft else planned)
        self.chips.set_carried(planned if soft else None)

    def _on_choice(self, value: str) -> None:
        if (needle := self._session.needle) is not None:
            self._session.needles.set_planned(needle, int(value))


class StimDetails(QWidget):
    """Frequency, intensity, minutes and the other site; in place, only while the current is on."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[str, ...] = ()
        self.hz = ChipRow([Choice(one, one) for one in _HZ], self, label="Frequency in Hz", clearable=True)
        self.minutes = ChipRow([Choice(one, one) for one in _MINUTES], self, label="Minutes", clearable=True)
        self.partner = ChipRow((), self, label="To site", clearable=True)
        self.less = IconButton("minus", "Intensity 0.5 mA less", self, outlined=True)
        self.more = IconButton("plus", "Intensity 0.5 mA more", self, outlined=True)
        self.intensity = Text("", self, role="strong")
        for name, part in (
            ("stim_less", self.less),
            ("stim_more", self.more),
            ("stim_intensity", self.intensity),
        ):
            part.setObjectName(name)
        for one in _HZ:
            self.hz.chip(one).setObjectName(f"chip_hz_{one}")
        for one in _MINUTES:
            self.minutes.chip(one).setObjectName(f"chip_minutes_{one}")
        self.rows = (
            EntryRow("Frequency\nHz", theme, self, self.hz),
            EntryRow("Intensity", theme, self, self.intensity),
            EntryRow("Minutes", theme, self, self.minutes),
            EntryRow("To site", theme, self, self.partner),
        )
        for part in (self.less, self.more):
            self.rows[1].add(part, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(7))
        for row in self.rows:
            box.addWidget(row)
        self._connect()

    def _connect(self) -> None:
        self.hz.chosen.connect(lambda value: self._set(hz=float(value)))
        self.hz.cleared.connect(lambda value: self._set(hz=None))
        self.minutes.chosen.connect(lambda value: self._set(minutes=float(value)))
        self.minutes.cleared.connect(lambda value: self._set(minutes=None))
        self.less.clicked.connect(lambda: self._by(-0.5))
        self.more.clicked.connect(lambda: self._by(0.5))
        self.partner.chosen.connect(self._to)
        self.partner.cleared.connect(lambda value: self._to(""))

    def refresh(self) -> None:
        """Show the current of the selected site."""
        point = self._session.point
        current = self._session.current.at(point.id) if point else None
        self.setVisible(current is not None)
        if point is None or current is None:
            return
        self.hz.set_value(f"{current.hz:g}" if current.hz is not None else None)
        self.minutes.set_value(f"{current.minutes:g}" if current.minutes is not None else None)
        unit = current.intensity_unit.value
        shown = "not set" if current.intensity is None else f"{current.intensity:g} {unit}"
        self.intensity.setText(shown)
        others = [one for one in self._session.visit.chart.points if one.id != point.id]
        ids = tuple(f"{one.id}{one.number}{one.side}" for one in others)
        if ids != self._shown:
            self._shown = ids
            self.partner.set_choices(
                [Choice(one.id, _site_words(one.number, one.side)) for one in others[:6]]
            )
            tighten(self.partner)
            for one in others[:6]:
                self.partner.chip(one.id).setObjectName(f"chip_to_site_{one.number}")
        self.partner.set_value(self._session.current.partner(point) or None)
        self.rows[3].setVisible(bool(others))

    def all_rows(self) -> Sequence[EntryRow]:
        """For the layout class."""
        return self.rows

    def _set(self, **values: object) -> None:
        if (point := self._session.point) is not None:
            self._session.current.set(point, **values)

    def _by(self, step: float) -> None:
        point = self._session.point
        current = self._session.current.at(point.id) if point else None
        if current is not None:
            self._set(intensity=min(max((current.intensity or 0) + step, 0.0), 100.0))

    def _to(self, other: str) -> None:
        if (point := self._session.point) is not None:
            self._session.current.set_partner(point, other)


def _site_words(number: int, side: Side) -> str:
    letter = {Side.RIGHT: " R", Side.LEFT: " L"}.get(side, "")
    return f"{number}{letter}"
