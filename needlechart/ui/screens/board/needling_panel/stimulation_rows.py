"""Electrical stimulation and how long the needle stays."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from needlechart.domain.needling import Stimulation
from needlechart.domain.rules.retention import elapsed
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import IntensityUnit
from needlechart.ui.screens.board.needling_panel.caution_strip import CautionStrip
from needlechart.ui.screens.board.needling_panel.current_choices import HZ, MINUTES, PAD, site_letter
from needlechart.ui.screens.board.needling_panel.row import EntryRow, tighten
from needlechart.ui.screens.board.needling_panel.session import Session
from needlechart.ui.screens.board.needling_panel.value_row import ValueRow
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import ChipRow, Choice, DwellTimer, IconButton, Text

PLANNED_S = (30, 60, 180, 300, 600, 900, 1200)


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
        current = self._session.current.at(point.id) if point is not None else None
        planned = current is not None and current.carried
        needle = self._session.needle
        proposed = planned or (current is None and needle is not None and needle.carried)
        self.chips.set_value(None if proposed else "on" if current is not None else "off")
        self.chips.set_carried(("on" if planned else "off") if proposed else None)
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
        self.chips = ChipRow(choices, self, label="Planned dwell", wrap=True)
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
    """Caution, frequency, intensity, minutes and the other end; in place, only while the current is on."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: tuple[tuple[str, str], ...] = ()
        self.caution = CautionStrip(session, theme, self)
        self.hz = ValueRow("Frequency\nHz", "hz", "Frequency in Hz", HZ, theme, self)
        self.minutes = ValueRow("Minutes", "minutes", "Minutes", MINUTES, theme, self)
        self.partner = ChipRow((), self, label="To site", clearable=True, wrap=True)
        self.less = IconButton("minus", "Intensity 0.5 less", self, outlined=True)
        self.more = IconButton("plus", "Intensity 0.5 more", self, outlined=True)
        self.intensity = Text("", self, role="strong")
        self.unit = ChipRow(
            [
                Choice("mA", "mA", spoken="Intensity in milliampere"),
                Choice("level", "Level", spoken="Intensity as the device's level"),
            ],
            self,
            label="Unit of the intensity",
        )
        for name, part in (
            ("stim_less", self.less),
            ("stim_more", self.more),
            ("stim_intensity", self.intensity),
        ):
            part.setObjectName(name)
        for unit in ("mA", "level"):
            self.unit.chip(unit).setObjectName(f"chip_unit_{unit}")
        strength = EntryRow("Intensity", theme, self, self.intensity)
        strength.add(self.less, 0)
        strength.add(self.more, 0)
        strength.add(self.unit, 0)
        self.rows = (self.hz, strength, self.minutes, EntryRow("To", theme, self, self.partner))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(7))
        box.addWidget(self.caution)
        for row in self.rows:
            box.addWidget(row)
        self._connect()

    def _connect(self) -> None:
        self.hz.wanted.connect(lambda value: self._keep(self.hz, hz=value))
        self.minutes.wanted.connect(lambda value: self._keep(self.minutes, minutes=value))
        self.less.clicked.connect(lambda: self._by(-0.5))
        self.more.clicked.connect(lambda: self._by(0.5))
        self.unit.chosen.connect(lambda value: self._set(intensity_unit=IntensityUnit(value)))
        self.partner.chosen.connect(self._to)
        self.partner.cleared.connect(lambda value: self._to(""))

    def refresh(self) -> None:
        """Show the current of the selected site."""
        point = self._session.point
        current = self._session.current.at(point.id) if point else None
        self.setVisible(current is not None)
        if point is None or current is None:
            return
        self.caution.refresh()
        soft = current.carried
        self.hz.show_value(current.hz, soft=soft)
        self.minutes.show_value(current.minutes, soft=soft)
        shown = "not set" if current.intensity is None else f"{current.intensity:.15g}"
        self.intensity.setText(shown)
        self.unit.set_value(None if soft else current.intensity_unit.value)
        self.unit.set_carried(current.intensity_unit.value if soft else None)
        self._show_ends(point, current)

    def _show_ends(self, point: TriggerPoint, current: Stimulation) -> None:
        """Every other site, those with a current of their own dashed, and a pad on the skin."""
        others = [one for one in self._session.visit.chart.points if one.id != point.id]
        taken = {one.id: self._session.current.taken(point, one.id) or self._against(one) for one in others}
        shown = tuple((f"{one.id}{one.number}{one.side}", taken[one.id]) for one in others)
        if shown != self._shown:
            self._shown = shown
            choices = [
                Choice(
                    one.id,
                    site_letter(one.number, one.side),
                    why_not=taken[one.id],
                    spoken=f"Current to site {one.number}",
                )
                for one in others
            ]
            self.partner.set_choices([*choices, Choice(PAD, "Pad", spoken="Current to a pad on the skin")])
            tighten(self.partner)
            for one in others:
                self.partner.chip(one.id).setObjectName(f"chip_to_site_{one.number}")
            self.partner.chip(PAD).setObjectName("chip_to_pad")
        end = PAD if current.pad else self._session.current.partner(point) or None
        self.partner.set_value(None if current.carried else end)
        self.partner.set_carried(end if current.carried else None)

    def _against(self, other: TriggerPoint) -> str:
        """Why a current may not end there yet; the reason is given at that site itself."""
        against = self._session.against.against_current(other)
        return f"{against[0].text}. Switch the current on at that site to say why." if against else ""

    def all_rows(self) -> Sequence[EntryRow]:
        """For the layout class."""
        return self.rows

    def _set(self, **values: object) -> None:
        if (point := self._session.point) is not None:
            self._session.current.set(point, **values)
            self.refresh()  # a planned value that was tapped is planned as before

    def _keep(self, row: ValueRow, **values: object) -> None:
        """What the record cannot hold is said under the row."""
        with row.typed.keeping():
            self._set(**values)

    def _by(self, step: float) -> None:
        point = self._session.point
        current = self._session.current.at(point.id) if point else None
        if current is not None:
            self._set(intensity=min(max((current.intensity or 0) + step, 0.0), 100.0))

    def _to(self, other: str) -> None:
        point = self._session.point
        if point is None:
            return
        if other == PAD:
            self._session.current.to_pad(point)
        else:
            self._session.current.set_partner(point, other)
        self.refresh()
