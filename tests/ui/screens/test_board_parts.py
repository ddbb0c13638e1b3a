"""Parts of the board on their own: how a change is read, the panel of what is done."""

import pytest

from needlechart.catalogue import measures
from needlechart.domain.chart import VisitChart
from needlechart.domain.measure import Measurement
from needlechart.domain.words import Phase
from needlechart.ui.screens.board.done_panel import DonePanel
from needlechart.ui.screens.board.reading import AID, reading
from needlechart.ui.screens.board.saved import SavedState
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.conftest import Show


def chart(*measured: Measurement) -> VisitChart:
    return VisitChart(
        clinic=make.clinic(),
        clinician=make.clinician(),
        patient=make.patient(),
        episode=make.episode(),
        visit=make.visit(),
        measurements=measured,
    )


def test_the_change_is_read_with_the_values_of_the_catalogue():
    before = [
        make.measurement(id=measure, measure=measure, phase=Phase.BEFORE, order=order)
        for order, measure in enumerate(("nprs_now", "hip_ir_90"))
    ]
    lines = reading(chart(*before)).splitlines()

    assert lines == [
        f"Pain now: {measures()['nprs_now'].change_value:g} or more is an important change"
        " (Abbott and Schmitt 2014).",
        f"Hip IR: under {measures()['hip_ir_90'].change_value:g}° is measuring error.",
        AID,
    ]


def test_without_a_measure_only_the_hint_stands_there():
    assert reading(chart()) == AID


@pytest.mark.parametrize(("width", "columns"), [(300, 1), (460, 2)])
def test_what_is_done_is_never_cut(show: Show, theme: Theme, width: int, columns: int):
    panel = DonePanel([("Needles", "4 in, 4 out"), ("Adverse events", "none"), ("Plan", "2 weeks")])
    show(panel, width=width)

    assert panel.columns == columns
    for cell in panel._cells:
        assert cell.geometry().right() < panel.width()
        assert cell.width() >= cell.minimumSizeHint().width()


@pytest.mark.parametrize("stacked", [False, True])
def test_the_time_of_a_save_has_its_room_before_the_first_save(show: Show, theme: Theme, stacked: bool):
    part = SavedState()
    part.set_stacked(stacked=stacked)
    show(part, width=300)
    before = part.state.minimumWidth()
    for time in ("20:12:49", "00:00:00", "18:38:58"):
        part._say(f"Saved {time}", "muted")
        assert part.state.sizeHint().width() <= before
    assert part.sizeHint().width() == before
