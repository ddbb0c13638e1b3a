"""A visit written down after the treatment: no needle gets the time of writing, its time is entered."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from needlechart.domain.record import now
from needlechart.domain.words import NeedleState, Side, Technique
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.bodymap.stage import Stage, people, point_at, write_at_once


def late_visit(treated: timedelta) -> OpenVisit:
    """One planned site of a visit that began this long ago and is entered now."""
    visit = make.visit(started=now() - treated, entered=now())
    site = point_at("gluteus_medius", Side.RIGHT)
    needle = make.needling(site, state=NeedleState.PLANNED, twitch=None, technique=Technique.IN_SITU)
    return OpenVisit([*people(), visit, site, needle], visit.id, write_at_once)


def staged(qtbot: QtBot, treated: timedelta) -> Stage:
    stage = Stage(late_visit(treated))
    qtbot.addWidget(stage.window)
    stage.step.select(stage.points[0].id)
    return stage


def test_a_late_entry_starts_no_clock_and_counts_out_without_a_time(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, timedelta(days=1))
    stage.tap("chip_twitch_one")
    (needle,) = stage.needles
    assert (needle.state, needle.in_at, needle.clock_started) == (NeedleState.IN, None, None)

    assert stage.step.panel.editor is not None
    stage.step.panel.editor.open_dwell()
    stage.tap("chip_dwell_300")
    stage.tap("count_1")

    (needle,) = stage.needles
    assert (needle.state, needle.out_at, needle.retention_s) == (NeedleState.OUT, None, 300)


def test_a_visit_of_now_keeps_the_times_and_the_planned_dwell_is_only_planned(
    qtbot: QtBot, theme: Theme
) -> None:
    stage = staged(qtbot, timedelta())
    stage.tap("chip_twitch_one")
    assert stage.step.panel.editor is not None
    stage.step.panel.editor.open_dwell()
    stage.tap("chip_dwell_300")

    (needle,) = stage.needles
    assert needle.in_at is not None
    assert needle.clock_started is not None
    assert (needle.retention_planned_s, needle.retention_s) == (300, None)
