"""How often the panel is drawn anew, and what stays of it when one site of many changes."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.domain.words import NeedleState, Side, Twitch
from needlechart.ui.bodymap.marks import marks_of
from needlechart.ui.screens.board.needling_panel.panel import NeedlingPanel
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.bodymap.stage import ATLAS, Stage, last_visit, open_visit, point_at

SPOT = ATLAS.usual_point("adductor_longus", Side.RIGHT)
SITES = 9


@pytest.fixture
def refreshed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The selected site at each refresh of a panel."""
    seen: list[str] = []
    refresh = NeedlingPanel.refresh

    def counted(panel: NeedlingPanel) -> None:
        if panel._session is not None:
            seen.append(panel._session.point_id)
        refresh(panel)

    monkeypatch.setattr(NeedlingPanel, "refresh", counted)
    return seen


def many(qtbot: QtBot) -> Stage:
    sites = [point_at("adductor_longus", Side.RIGHT, number=n, x=20.0 + n) for n in range(1, SITES + 1)]
    stage = Stage(open_visit(*sites, *(make.needling(site) for site in sites)))
    qtbot.addWidget(stage.window)
    return stage


def tiles(stage: Stage) -> list[QWidget]:
    """The tiles in the order of their numbers."""
    return list(stage.step.panel.sites._controls.values())


def in_reading_order(parts: list[QWidget]) -> bool:
    places = [(part.y(), part.x()) for part in parts]
    return all(one < other for one, other in pairwise(places))


def test_a_tap_shows_the_panel_once_with_the_new_site(
    qtbot: QtBot, theme: Theme, refreshed: list[str]
) -> None:
    stage = Stage(open_visit())
    qtbot.addWidget(stage.window)
    assert SPOT is not None
    refreshed.clear()
    stage.tap_at(SPOT.x, SPOT.y)
    (point,) = stage.points
    assert refreshed == [point.id]
    refreshed.clear()
    stage.visit.undo()
    assert len(refreshed) == 1


def test_ghosts_taken_over_show_the_panel_once(qtbot: QtBot, theme: Theme, refreshed: list[str]) -> None:
    stage = Stage(open_visit(previous=last_visit()))
    qtbot.addWidget(stage.window)
    refreshed.clear()
    stage.step.hand.apply_all()
    assert refreshed == [stage.points[0].id]


def test_a_site_that_goes_and_comes_back_leaves_the_other_tiles(qtbot: QtBot, theme: Theme) -> None:
    stage = many(qtbot)
    before = tiles(stage)
    stage.step.select(stage.points[3].id)
    stage.step.hand.delete_selected()
    QApplication.processEvents()
    assert tiles(stage) == before[:3] + before[4:]
    assert in_reading_order(tiles(stage))
    stage.visit.undo()
    QApplication.processEvents()
    after = tiles(stage)
    assert after[:3] + after[4:] == before[:3] + before[4:]
    assert after[3].objectName() == "tile_4"
    assert after[3].isVisible()
    assert in_reading_order(after)


def test_only_the_mark_that_changed_is_made_anew(qtbot: QtBot, theme: Theme) -> None:
    stage = many(qtbot)
    before = marks_of(stage.visit.chart)
    site, needle = stage.points[4], stage.needles[4]
    stage.visit.put(needle.but(state=NeedleState.IN, twitch=Twitch.SEVERAL), "Twitch")
    after = marks_of(stage.visit.chart)
    assert needle.trigger_point_id == site.id
    assert [one.id for one, other in zip(before, after, strict=True) if one is not other] == [site.id]
    assert after[4].dots == 2
    assert tiles(stage)[4].face.twitch == 2  # type: ignore[attr-defined]


def test_the_list_keeps_its_order_too(qtbot: QtBot, theme: Theme) -> None:
    stage = many(qtbot)
    stage.tap("all_sites")
    stage.visit.remove(stage.points[1], "Site 2 deleted")
    QApplication.processEvents()
    stage.visit.undo()
    QApplication.processEvents()
    rows = tiles(stage)
    assert [row.objectName() for row in rows] == [f"tile_{number}" for number in range(1, SITES + 1)]
    assert in_reading_order(rows)
