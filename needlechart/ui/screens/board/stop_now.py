"""Stop now: the patient is unwell, every needle is out, the treatment ends; one step of undo."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from needlechart.domain.chart import VisitChart
from needlechart.domain.needling import Needling
from needlechart.domain.rules.needle_count import needle_count
from needlechart.domain.words import NeedleState
from needlechart.editing.change import Pair
from needlechart.ui.screens.board.needling_panel.needles import elapsed
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


def stop_words(chart: VisitChart) -> str:
    """What undo calls it: ``Stopped, 3 needles out``."""
    return f"Stopped, {count(len(chart.needles_still_in), 'needle')} out"


def stop_pairs(chart: VisitChart, moment: datetime) -> list[Pair]:
    """Every needle in the body out at ``moment``, the treatment stopped then, the needles counted by the tap.

    A count that is there already stands: it may say that a needle is missing. No adverse event is invented.
    """
    out: list[Pair] = [(one, _out(one, moment)) for one in chart.needles_still_in]
    visit = chart.visit
    after = visit.but(stopped_at=visit.stopped_at or moment)
    if visit.needles_out is None:
        after = after.but(needles_out=needle_count(chart).put_in, needles_out_at=moment, needles_reason="")
    return [*out, (visit, after)]


def _out(needle: Needling, moment: datetime) -> Needling:
    running = needle.clock_started is not None and needle.retention_s is None
    retention = elapsed(needle, moment) if running else needle.retention_s
    return needle.but(state=NeedleState.OUT, out_at=moment, retention_s=retention)
