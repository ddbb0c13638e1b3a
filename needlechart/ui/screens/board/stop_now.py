"""Stop now: the patient is unwell, every needle is out, the treatment ends; one step of undo."""

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.needle_count import needle_count
from needlechart.ui.room import Room
from needlechart.ui.screens.wording import count
from needlechart.ui.widgets import Button, ButtonKind


class StopButton(Button):
    """Seen as long as a needle is in; says how many needles the tap takes out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Stop now", parent, kind=ButtonKind.DANGER, padding=12)
        self.setObjectName("stop_now")
        self.hide()

    def show_chart(self, chart: VisitChart) -> None:
        """Offer it, or take it away."""
        still = 0 if chart.visit.signed else len(needle_count(chart).still_in)
        told = f"Stop now: patient unwell, {count(still, 'needle')} out"
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.setVisible(still > 0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (room := Room.around(self)) is not None:
            room.keep_in_sight(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if (room := Room.around(self)) is not None:
            room.keep_in_sight(None)


def stop_words(chart: VisitChart) -> str:
    """What undo calls it: ``Stopped, 3 needles out``."""
    return f"Stopped, {count(len(chart.needles_still_in), 'needle')} out"
