"""Whatever a person does in whatever order, the scene shows what the visit holds."""

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from needlechart.domain.words import Side, View
from needlechart.ui.bodymap.marks import Life, ghosts_of, life_of
from needlechart.ui.theme import Theme
from tests.ui.bodymap.stage import ATLAS, Stage, last_visit, open_visit

_PLACE = st.tuples(st.integers(60, 700), st.integers(70, 560))
_ACT = st.one_of(
    st.tuples(st.just("tap"), _PLACE),
    st.tuples(st.just("drag"), st.tuples(st.integers(0, 5), st.integers(-80, 80), st.integers(-80, 80))),
    st.tuples(st.sampled_from(["undo", "redo", "delete", "twitch", "ghosts", "turn", "side"]), st.just(None)),
)


def act(stage: Stage, what: str, how: object) -> None:
    view = stage.view
    if what == "tap":
        view.router._since_tap.invalidate()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPointF(*how).toPoint())  # type: ignore[misc]
    elif what == "drag":
        index, dx, dy = how  # type: ignore[misc]
        items = list(view.body_scene.items_by_id().values())
        if items:
            start = view.viewport_place(items[index % len(items)])
            view.router._since_tap.invalidate()
            stage.drag(start, start + QPointF(dx, dy))
    elif what == "undo":
        stage.visit.undo()
    elif what == "redo":
        stage.visit.redo()
    elif what == "delete":
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_Delete)
    elif what == "twitch" and stage.step.panel.editor is not None:
        stage.step.panel.editor.twitch.chips.choose_index(1)
    elif what == "ghosts":
        stage.step.hand.apply_all()
    elif what == "turn":
        other = View.BACK if stage.step.body_map.shown == View.FRONT.value else View.FRONT
        stage.step.body_map.show_place(other.value, stage.step.body_map.layer)
    elif what == "side":
        stage.step.hand.set_side(Side.LEFT)


def agrees(stage: Stage) -> None:
    scene, chart = stage.view.body_scene, stage.visit.chart
    view = scene.body_view
    ghosts = [mark for mark in ghosts_of(chart, stage.visit.ghosts) if mark.view is view]
    here = [point for point in chart.points if point.view is view]
    items = scene.items_by_id()
    assert set(items) == {point.id for point in here} | {ghost.id for ghost in ghosts}
    for point in here:
        mark = items[point.id].mark
        assert items[point.id].pos() == scene.frame.to_scene(point.x, point.y)
        assert (mark.number, mark.side, mark.muscle) == (point.number, point.side, point.muscle)
        assert mark.life is life_of(chart.needlings_of(point))
        assert ATLAS.hit(point.view, point.layer, point.x, point.y).on_body
        if point.muscle and point.side in (Side.RIGHT, Side.LEFT):
            there = ATLAS.side(point.view, point.x, point.y, point.muscle)
            near = ATLAS.near_midline(point.view, point.x, point.y, point.muscle)
            assert near or there is point.side
    assert all(items[ghost.id].mark.life is Life.GHOST for ghost in ghosts)
    assert len({point.number for point in chart.points}) == len(chart.points)


@settings(max_examples=25)
@given(acts=st.lists(_ACT, max_size=14))
def test_the_scene_always_shows_what_the_visit_holds(qtbot: QtBot, theme: Theme, acts: list) -> None:  # type: ignore[type-arg]
    stage = Stage(open_visit(previous=last_visit()))
    for what, how in acts:
        act(stage, what, how)
        agrees(stage)
    while stage.visit.history.done:
        stage.visit.undo()
    agrees(stage)
    assert stage.points == []
    stage.window.close()
    stage.window.deleteLater()
