"""The map under mouse, wheel, finger and keyboard: what is asserted first is what the visit holds."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.domain.words import Figure, Layer, NeedleState, Side, View, VisitStatus
from needlechart.ui.bodymap.rails import sides_of
from needlechart.ui.theme import Theme, ThemeChoice
from tests.ui.bodymap.stage import ATLAS, Stage, last_visit, open_visit, point_at, send, wheel

ADDUCTOR = ATLAS.usual_point("adductor_longus", Side.RIGHT)
assert ADDUCTOR is not None
X, Y = ADDUCTOR.x, ADDUCTOR.y
OFF_BODY = (0.0, 700.0)


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme) -> Stage:
    stage = Stage(open_visit())
    qtbot.addWidget(stage.window)
    return stage


def test_a_tap_makes_a_planned_mark_with_its_muscle_and_side_in_one_step(stage: Stage) -> None:
    stage.tap_at(X, Y)

    (point,) = stage.points
    (needle,) = stage.needles
    assert (point.number, point.view, point.muscle, point.side) == (
        1,
        View.FRONT,
        "adductor_longus",
        Side.RIGHT,
    )
    assert (point.x, point.y) == pytest.approx((X, Y), abs=1)
    assert (needle.trigger_point_id, needle.state, needle.twitch) == (point.id, NeedleState.PLANNED, None)
    assert stage.visit.history.count == 1
    assert stage.view.body_scene.selected == point.id
    assert set(stage.view.body_scene.items_by_id()) == {point.id}


def test_the_patients_right_is_on_the_viewers_left_in_front_and_the_other_way_behind(stage: Stage) -> None:
    assert sides_of(View.FRONT) == (Side.RIGHT, Side.LEFT) == sides_of(View.PELVIC_FLOOR)
    assert sides_of(View.BACK) == (Side.LEFT, Side.RIGHT)
    assert [rail.side for rail in stage.step.body_map.rails[:2]] == [Side.RIGHT, Side.LEFT]

    stage.tap("view_back")

    assert [rail.side for rail in stage.step.body_map.rails[:2]] == [Side.LEFT, Side.RIGHT]
    middle = stage.view.viewport().width() / 2
    place = ATLAS.usual_point("gluteus_medius", Side.RIGHT)
    assert place is not None
    assert stage.pixel(place.x, place.y).x() > middle
    stage.tap_at(place.x, place.y)
    assert stage.points[0].side is Side.RIGHT


def test_a_tap_off_the_body_does_nothing(stage: Stage) -> None:
    stage.tap_at(*OFF_BODY)

    assert stage.points == []
    assert stage.visit.history.count == 0


def test_a_tap_on_the_body_off_any_muscle_is_kept_and_named_by_the_nearest_region(stage: Stage) -> None:
    left, top, right, bottom = (int(edge) for edge in stage.view.visible().getCoords())
    bare = next(
        (x, y)
        for y in range(top + 120, bottom - 60, 3)
        for x in range(left + 60, right - 60, 3)
        if (hit := ATLAS.hit(View.FRONT, Layer.SUPERFICIAL, x, y)).on_body
        and hit.muscle is None
        and hit.nearest
    )

    stage.tap_at(*bare)

    (point,) = stage.points
    assert point.muscle == ""
    assert point.muscle_name.startswith("near ")


def test_a_drag_is_one_step_of_undo_and_moves_side_and_place(stage: Stage) -> None:
    stage.tap_at(X, Y)
    before = stage.points[0]
    there = ATLAS.usual_point("adductor_longus", Side.LEFT)
    assert there is not None

    stage.drag(stage.pixel(before.x, before.y), stage.pixel(there.x, there.y))

    (after,) = stage.points
    assert (after.x, after.y) == pytest.approx((there.x, there.y), abs=1)
    assert (after.id, after.side, after.muscle) == (before.id, Side.LEFT, "adductor_longus")
    assert stage.visit.history.count == 2
    stage.visit.undo()
    assert stage.points == [before]
    item = stage.view.body_scene.items_by_id()[before.id]
    assert item.pos() == stage.view.body_scene.frame.to_scene(before.x, before.y)


def test_a_drag_says_when_the_muscle_follows_and_when_a_needled_one_is_left(stage: Stage) -> None:
    said: list[str] = []
    stage.visit.done.connect(said.append)
    stage.tap_at(X, Y)
    elsewhere = ATLAS.usual_point("vastus_lateralis", Side.RIGHT)
    assert elsewhere is not None
    stage.drag(stage.pixel(X, Y), stage.pixel(elsewhere.x, elsewhere.y))
    assert said[-1] == "Move site 1, now vastus lateralis"

    stage.visit.undo()
    stage.tap("chip_twitch_one")
    stage.drag(stage.pixel(X, Y), stage.pixel(elsewhere.x, elsewhere.y))
    assert stage.points[0].muscle == "adductor_longus", "what a needle went into stays what it was"
    assert said[-1] == "Move site 1, off adductor longus"
    stage.drag(stage.pixel(elsewhere.x, elsewhere.y), stage.pixel(X, Y))
    assert said[-1] == "Move site 1"


def test_a_mark_cannot_be_dragged_off_the_body(stage: Stage) -> None:
    stage.tap_at(X, Y)

    stage.drag(stage.pixel(X, Y), QPointF(700, 620))

    (point,) = stage.points
    assert ATLAS.hit(View.FRONT, Layer.SURFACE, point.x, point.y).on_body


def test_escape_cancels_a_drag_and_restores_the_mark(stage: Stage) -> None:
    stage.tap_at(X, Y)
    before = stage.points[0]

    stage.drag(stage.pixel(X, Y), stage.pixel(X - 40, Y + 40), release=False)
    stage.view.setFocus()
    QTest.keyClick(stage.view, Qt.Key.Key_Escape)
    send(stage.view, QEvent.Type.MouseButtonRelease, stage.pixel(X - 40, Y + 40))

    assert stage.points == [before]
    item = stage.view.body_scene.items_by_id()[before.id]
    assert item.pos() == stage.view.body_scene.frame.to_scene(before.x, before.y)


def test_a_drag_on_bare_skin_pans_and_places_nothing(stage: Stage) -> None:
    before = stage.view.centre()

    stage.drag(QPointF(300, 300), QPointF(360, 340))

    assert stage.points == []
    moved = (stage.view.centre() - before) * stage.view.scale_now
    assert moved.x() == pytest.approx(-60, abs=2)
    assert moved.y() == pytest.approx(-40, abs=2)


def test_the_wheel_zooms_around_the_pointer(stage: Stage) -> None:
    at = QPointF(260, 400)
    under, scale = stage.view.scene_place(at), stage.view.scale_now

    wheel(stage.view, at, 2)

    assert stage.view.scale_now > scale
    now_under = stage.view.scene_place(at)
    assert (now_under.x(), now_under.y()) == pytest.approx((under.x(), under.y()), abs=1)


def test_a_double_tap_looks_closer_and_leaves_no_mark(stage: Stage) -> None:
    scale, pos = stage.view.scale_now, stage.pixel(X, Y).toPoint()

    QTest.mouseClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=pos)
    assert len(stage.points) == 1  # on screen at once
    QTest.mouseDClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=pos)
    QTest.mouseRelease(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=pos)

    assert stage.points == []
    assert stage.view.scale_now == pytest.approx(2 * scale)


def test_a_tap_on_a_mark_selects_it(stage: Stage) -> None:
    stage.tap_at(X, Y)
    stage.tap_at(-X, Y)
    first, second = stage.points
    assert stage.view.body_scene.selected == second.id

    stage.tap_at(first.x, first.y)

    assert stage.view.body_scene.selected == first.id
    assert len(stage.points) == 2


def test_delete_deletes_with_undo(stage: Stage) -> None:
    stage.tap_at(X, Y)
    before = (stage.points, stage.needles)
    stage.view.setFocus()

    QTest.keyClick(stage.view, Qt.Key.Key_Delete)

    assert (stage.points, stage.needles) == ([], [])
    assert stage.view.body_scene.items_by_id() == {}
    stage.visit.undo()
    assert (stage.points, stage.needles) == before
    assert set(stage.view.body_scene.items_by_id()) == {before[0][0].id}


def test_the_crosshair_steps_5_mm_and_1_mm_and_enter_places(stage: Stage) -> None:
    view = stage.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)  # brings the crosshair
    start = view.body_scene.frame.to_reference(view.body_scene.crosshair.pos())
    for _ in range(6):
        QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Return)

    (point,) = stage.points
    assert point.x == pytest.approx(start[0] - 31 / 1.7)
    assert point.y == pytest.approx(start[1])


def test_control_arrows_nudge_the_selected_mark_by_1_mm(stage: Stage) -> None:
    stage.tap_at(X, Y)
    before = stage.points[0]
    stage.view.setFocus()

    QTest.keyClick(stage.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)

    assert stage.points[0].y == pytest.approx(before.y + 1 / 1.7)
    assert stage.points[0].x == before.x


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


def touch(stage: Stage, device: QPointingDevice, **fingers: tuple[str, QPoint]) -> None:
    """One touch event; ``f0=("press", place)`` in pixels of the viewport."""
    widget = stage.view.viewport()
    event = QTest.touchEvent(widget, device)
    for name, (what, place) in fingers.items():
        getattr(event, what)(int(name[1:]), place, widget)
    event.commit()


def test_a_finger_taps_like_the_mouse(stage: Stage, finger: QPointingDevice) -> None:
    pos = stage.pixel(X, Y).toPoint()

    touch(stage, finger, f0=("press", pos))
    assert stage.points == []  # placed at release
    touch(stage, finger, f0=("release", pos))

    assert [point.muscle for point in stage.points] == ["adductor_longus"]


def test_a_finger_drags_a_mark(stage: Stage, finger: QPointingDevice) -> None:
    stage.tap_at(X, Y)
    start, end = stage.pixel(X, Y).toPoint(), stage.pixel(X - 30, Y + 30).toPoint()

    touch(stage, finger, f0=("press", start))
    for part in range(1, 6):
        touch(stage, finger, f0=("move", start + (end - start) * part / 5))
    touch(stage, finger, f0=("release", end))

    (point,) = stage.points
    assert (point.x, point.y) == pytest.approx((X - 30, Y + 30), abs=1)


def test_two_fingers_pinch_and_place_nothing(stage: Stage, finger: QPointingDevice) -> None:
    scale = stage.view.scale_now
    near, far = QPoint(250, 300), QPoint(450, 300)

    touch(stage, finger, f0=("press", QPoint(300, 300)))
    touch(stage, finger, f0=("move", QPoint(300, 300)), f1=("press", QPoint(400, 300)))
    touch(stage, finger, f0=("move", near), f1=("move", far))
    touch(stage, finger, f0=("release", near), f1=("move", far))
    touch(stage, finger, f1=("release", far))

    assert stage.view.scale_now == pytest.approx(2 * scale, rel=0.02)
    assert stage.points == []


def test_a_resting_finger_aims_and_places_where_it_is_lifted(
    stage: Stage, finger: QPointingDevice, qtbot: QtBot
) -> None:
    view = stage.view
    start, end = stage.pixel(X, Y).toPoint(), stage.pixel(X - 20, Y + 10).toPoint()

    touch(stage, finger, f0=("press", start))
    qtbot.waitUntil(view._magnifier.isVisible)
    touch(stage, finger, f0=("move", end))
    touch(stage, finger, f0=("release", end))

    (point,) = stage.points
    assert (point.x, point.y) == pytest.approx((X - 20, Y + 10), abs=1)
    assert not view._magnifier.isVisible()


def test_a_pen_taps_like_the_mouse(stage: Stage) -> None:
    pos = stage.pixel(X, Y)
    viewport = stage.view.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, held in ((QEvent.Type.TabletPress, left), (QEvent.Type.TabletRelease, none)):
        event = QTabletEvent(
            kind,
            QPointingDevice.primaryPointingDevice(),
            pos,
            QPointF(viewport.mapToGlobal(pos.toPoint())),
            0.5,
            0,
            0,
            0,
            0,
            0,
            Qt.KeyboardModifier.NoModifier,
            left,
            held,
        )
        QApplication.sendEvent(viewport, event)

    assert [point.muscle for point in stage.points] == ["adductor_longus"]


def test_a_right_click_opens_the_same_menu_as_the_panel(stage: Stage) -> None:
    stage.tap_at(X, Y)
    before = stage.points[0]
    stage.tap_at(X, Y, Qt.MouseButton.RightButton)

    menu = QApplication.activePopupWidget()
    actions = {action.objectName(): action for action in menu.actions()}
    actions["menu_nudge_up"].trigger()
    actions["menu_mirror"].trigger()
    menu.close()

    moved, mirrored = stage.points
    assert moved.y == pytest.approx(before.y - 1 / 1.7)
    assert (mirrored.x, mirrored.y, mirrored.side) == (-moved.x, moved.y, Side.LEFT)


def test_the_layer_is_a_menu_in_compact_and_keys_reach_all_four(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(open_visit(), size=(960, 530))
    qtbot.addWidget(stage.window)
    toolbar = stage.step.body_map.toolbar
    assert toolbar.layer_menu.isVisible()
    assert not toolbar.layers.isVisible()
    alt = Qt.KeyboardModifier.AltModifier
    stage.view.setFocus()
    seen = []
    for number in (Qt.Key.Key_7, Qt.Key.Key_8, Qt.Key.Key_9, Qt.Key.Key_0):
        stage.key(number, alt)
        seen.append(stage.visit.place.layer)

    assert seen == [Layer.SURFACE, Layer.SUPERFICIAL, Layer.INTERMEDIATE, Layer.DEEP]


def test_wide_shows_front_and_back_together_with_rails_r_l_r(qtbot: QtBot, theme: Theme) -> None:
    stage = Stage(open_visit(), size=(1920, 1010))
    qtbot.addWidget(stage.window)
    body_map = stage.step.body_map
    assert [rail.side for rail in body_map.rails] == [Side.RIGHT, Side.LEFT, Side.RIGHT]
    assert all(rail.isVisible() for rail in body_map.rails)
    back = body_map.panes[1]
    place = ATLAS.usual_point("gluteus_medius", Side.RIGHT)
    assert place is not None
    pos = back.viewportTransform().map(back.body_scene.frame.to_scene(place.x, place.y))

    QTest.mouseClick(back.viewport(), Qt.MouseButton.LeftButton, pos=pos.toPoint())

    (point,) = stage.points
    assert (point.view, point.side) == (View.BACK, Side.RIGHT)
    assert set(back.body_scene.items_by_id()) == {point.id}
    assert body_map.panes[0].body_scene.items_by_id() == {}


def test_a_ghost_is_applied_by_a_tap_and_the_rest_by_the_button(qtbot: QtBot, theme: Theme) -> None:
    previous = last_visit()
    stage = Stage(open_visit(previous=previous))
    qtbot.addWidget(stage.window)
    ghost = previous.points[0]
    assert stage.points == []

    stage.tap_at(ghost.x, ghost.y)

    (point,) = stage.points
    (needle,) = stage.needles
    assert (point.carried_from, point.number, point.x, point.y) == (ghost.id, 1, ghost.x, ghost.y)
    assert (needle.carried, needle.state, needle.length_mm, needle.depth_mm) == (
        True,
        NeedleState.PLANNED,
        50,
        25,
    )
    assert (needle.twitch, needle.pain, needle.in_at) == (None, None, None)

    stage.tap("reapply_all")

    assert [point.number for point in stage.points] == [1, 2, 3]
    assert stage.visit.history.count == 2
    stage.visit.undo()
    assert [point.number for point in stage.points] == [1]


def test_crowded_marks_fan_out_before_one_of_them_is_selected(qtbot: QtBot, theme: Theme) -> None:
    points = [point_at("adductor_longus", Side.RIGHT, number=n, x=X + n, y=Y) for n in (1, 2, 3)]
    stage = Stage(open_visit(*points))
    qtbot.addWidget(stage.window)

    stage.tap_at(X + 2, Y)

    items = stage.view.body_scene.items_by_id()
    assert all(not item.fan.isNull() for item in items.values())
    third = items[points[2].id]
    pos = (stage.view.viewport_place(third) + third.fan).toPoint()
    stage.view.router._since_tap.invalidate()
    QTest.mouseClick(stage.view.viewport(), Qt.MouseButton.LeftButton, pos=pos)
    assert stage.view.body_scene.selected == points[2].id
    assert all(item.fan.isNull() for item in items.values())


def test_a_mark_that_is_fanned_out_can_be_dragged_to_where_it_is_dropped(qtbot: QtBot, theme: Theme) -> None:
    points = [point_at("adductor_longus", Side.RIGHT, number=n, x=X + n, y=Y) for n in (1, 2, 3)]
    stage = Stage(open_visit(*points))
    qtbot.addWidget(stage.window)
    stage.tap_at(X + 2, Y)
    stage.view.router._since_tap.invalidate()
    items = stage.view.body_scene.items_by_id()
    third = items[points[2].id]
    start = stage.view.viewport_place(third) + third.fan
    end = start + QPointF(-24, 40)

    stage.drag(start, end)

    moved = next(one for one in stage.points if one.id == points[2].id)
    place = stage.view.viewport_place(items[points[2].id])
    assert (place - end).manhattanLength() <= 2, "it lies under the pointer"
    assert (moved.x, moved.y) != (points[2].x, points[2].y)
    assert [one for one in stage.points if one.id != moved.id] == points[:2], "the others stay"
    assert all(item.fan.isNull() for item in items.values())
    assert stage.visit.history.count == 1
    stage.visit.undo()
    assert [(one.x, one.y) for one in stage.points] == [(one.x, one.y) for one in points]


@pytest.mark.parametrize("figure", list(Figure))
@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("size", [(1366, 698), (960, 530)])
def test_positions_do_not_depend_on_window_zoom_theme_or_figure(
    qtbot: QtBot, theme: Theme, figure: Figure, choice: ThemeChoice, size: tuple[int, int]
) -> None:
    theme.set_choice(choice)
    stage = Stage(open_visit(figure=figure), size=size)
    qtbot.addWidget(stage.window)
    wheel(stage.view, stage.pixel(X, Y), 4)

    stage.tap_at(X, Y)

    (point,) = stage.points
    assert (point.x, point.y) == pytest.approx((X, Y), abs=0.5)
    stage.step.body_map.zoom.farther.emit()
    item = stage.view.body_scene.items_by_id()[point.id]
    assert item.pos() == stage.view.body_scene.frame.to_scene(point.x, point.y)
    assert stage.points == [point]


def test_the_pelvic_floor_takes_marks_only_with_its_own_consent_and_the_chaperone_answer(
    stage: Stage,
) -> None:
    stage.tap("view_pelvic_floor")
    cover = stage.step.body_map.cover
    assert cover.isVisible()
    assert not stage.view.isVisible()
    stage.tap("pelvic_show")
    place = ATLAS.usual_point("iliococcygeus", Side.RIGHT)
    assert place is not None
    stage.tap_at(place.x, place.y)
    assert stage.points == []

    stage.step.body_map.refused()
    QTest.mouseClick(cover.agrees.chip("yes"), Qt.MouseButton.LeftButton)
    assert stage.visit.chart.pelvic_floor_consent is not None
    QTest.mouseClick(cover.chaperone.chip("declined"), Qt.MouseButton.LeftButton)
    stage.tap("pelvic_show")
    stage.tap_at(place.x, place.y)

    (point,) = stage.points
    assert (point.view, point.side) == (View.PELVIC_FLOOR, Side.RIGHT)
    assert stage.pixel(place.x, place.y).x() < stage.view.width() / 2


def test_500_marks_are_mirrored_and_only_the_changed_one_is_touched(qtbot: QtBot, theme: Theme) -> None:
    spots = [(-90 + n % 25 * 3.0, 420 + n // 25 * 8.0) for n in range(500)]
    points = [
        point_at("adductor_longus", Side.RIGHT, number=n + 1, x=x, y=y) for n, (x, y) in enumerate(spots)
    ]
    stage = Stage(open_visit(*points))
    qtbot.addWidget(stage.window)
    items = stage.view.body_scene.items_by_id()
    assert len(items) == 500
    marks = {key: item.mark for key, item in items.items()}

    stage.visit.put(points[250].but(number=900), "Number")

    after = stage.view.body_scene.items_by_id()
    assert {key for key, item in after.items() if item.mark is not marks[key]} == {points[250].id}
    assert all(after[key] is item for key, item in items.items())


def test_a_signed_visit_takes_no_marks(qtbot: QtBot, theme: Theme) -> None:
    visit = open_visit()
    visit.reload([visit.visit.but(status=VisitStatus.SIGNED)])
    stage = Stage(visit)
    qtbot.addWidget(stage.window)

    stage.tap_at(X, Y)

    assert stage.points == []
    QApplication.processEvents()
