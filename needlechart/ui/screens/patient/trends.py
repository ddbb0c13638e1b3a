"""Pain over the visits, and beside it whatever was chosen; at first the rotation of the treated hip."""

from needlechart.domain.chart import PatientChart
from needlechart.ui.screens.patient.series import Key, Kind, Series, offered, pain_key, series_of
from needlechart.ui.screens.patient.summary import ROTATION, treated_side
from needlechart.ui.screens.patient.trend import TrendCard


class Trends:
    """Fills two cards; what was chosen stays as long as the patient."""

    def __init__(self, pain: TrendCard, beside: TrendCard) -> None:
        self._pain = pain
        self._beside = beside
        self._chart: PatientChart | None = None
        self._chosen: Key | None = None
        beside.key_chosen.connect(self._choose)

    def forget(self) -> None:
        """Another patient."""
        self._chart = self._chosen = None

    def drop(self) -> None:
        """No value stays in a card."""
        self.forget()
        for card in (self._pain, self._beside):
            card.drop()

    def show_chart(self, chart: PatientChart) -> None:
        """Another patient's visits, or the same ones as they are now."""
        self._chart = chart
        charts = tuple(reversed(chart.visits))
        pain = pain_key(charts)
        self._pain.offer([], pain)
        self._pain.show_series(series_of(charts, pain))
        keys = [pair for pair in offered(charts, chart) if pair[0] != pain]
        found = [key for key, _ in keys]
        if self._chosen not in found:
            side = treated_side(charts)
            usual = [Key(Kind.MEASURE, ROTATION, one) for one in (side, side.opposite)]
            self._chosen = next((one for one in usual if one in found), found[0] if found else usual[0])
        self._beside.offer(keys, self._chosen)
        self._beside.show_series(series_of(charts, self._chosen) if keys else Series("Measures", ()))

    def _choose(self, key: object) -> None:
        if isinstance(key, Key) and self._chart is not None:
            self._chosen = key
            self.show_chart(self._chart)
