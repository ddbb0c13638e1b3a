"""Hands at the table: a palm beside a pen, a finger that slides off, taps too fast, drags disturbed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.domain.rules.suggestions import ranked
from needlechart.domain.words import Layer, NeedleState, Side, Twitch
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.bodymap.stage import ATLAS, SmallDesk, Stage, open_visit, point_at, send

PLACE = ATLAS.usual_point("adductor_longus", Side.RIGHT)
assert PLACE is not None
X, Y = PLACE.x, PLACE.y


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme) -> Stage:
    stage = Stage(open_visit())
    qtbot.addWidget(stage.window)
    return stage


@pytest.fixture(scope="module")
def finger() -> QPointingDevice:
    return QTest.createTouchDevice()


def touch(stage: Stage, device: QPointingDevice, what: str, place: QPoint) -> None:
    """One finger: press, move or release, in pixels of the viewport."""
    widget = stage.view.viewport()
    event = QTest.touchEvent(widget, device)
    getattr(event, what)(0, place, widget)
    event.commit()


def pen(stage: Stage, kind: QEvent.Type, pos: QPointF) -> None:
    viewport = stage.view.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    held = left if kind is QEvent.Type.TabletPress else none
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


def pen_tap(stage: Stage, pos: QPointF) -> None:
    pen(stage, QEvent.Type.TabletPress, pos)
    pen(stage, QEvent.Type.TabletRelease, pos)


def test_a_palm_after_the_pen_means_nothing_and_a_finger_later_does(
    stage: Stage, finger: QPointingDevice, qtbot: QtBot
) -> None:
    palm = stage.pixel(X - 20, Y + 60).toPoint()
    pen_tap(stage, stage.pixel(X, Y))
    touch(stage, finger, "press", palm)
    touch(stage, finger, "release", palm)
    assert len(stage.points) == 1

    stage.view._palm._since_pen.invalidate()  # the pen has been away for long
    touch(stage, finger, "press", palm)
    touch(stage, finger, "release", palm)
    assert len(stage.points) == 2


def test_a_palm_that_lay_there_before_the_pen_means_nothing_until_it_is_lifted(
    stage: Stage, finger: QPointingDevice
) -> None:
    palm = stage.pixel(X - 20, Y + 60).toPoint()
    touch(stage, finger, "press", palm)
    pen_tap(stage, stage.pixel(X, Y))
    touch(stage, finger, "move", palm + QPoint(60, 60))
    touch(stage, finger, "release", palm + QPoint(60, 60))

    (point,) = stage.points
    assert (point.x, point.y) == pytest.approx((X, Y), abs=1)


def test_sliding_off_places_nothing(stage: Stage, finger: QPointingDevice, qtbot: QtBot) -> None:
    start = stage.pixel(X, Y).toPoint()
    touch(stage, finger, "press", start)
    qtbot.waitUntil(stage.view._magnifier.isVisible)
    touch(stage, finger, "move", start + QPoint(170, 30))
    assert not stage.view._magnifier.isVisible()
    touch(stage, finger, "release", start + QPoint(170, 30))
    assert stage.points == []
    assert not stage.visit.history.done


def test_sliding_onto_the_switches_over_the_map_places_nothing(
    stage: Stage, finger: QPointingDevice, qtbot: QtBot
) -> None:
    start = QPoint(round(stage.pixel(X, Y).x()), round(stage.view.seen_rect().top()) + 20)
    touch(stage, finger, "press", start)
    qtbot.waitUntil(stage.view._magnifier.isVisible)
    touch(stage, finger, "move", start - QPoint(0, 30))
    assert not stage.view._magnifier.isVisible()
    touch(stage, finger, "release", start - QPoint(0, 30))
    assert stage.points == []


def test_the_magnifier_stands_above_the_finger_and_never_under_the_hand(stage: Stage) -> None:
    view, glass = stage.view, stage.view._magnifier
    view.show_magnifier(stage.pixel(X, Y))
    assert glass.geometry().bottom() <= stage.pixel(X, Y).y() - 59
    for x in (90, view.width() - 90):
        near_the_top = QPointF(x, 70)
        view.show_magnifier(near_the_top)
        assert view.seen_rect().contains(QRectF(glass.geometry()))  # the switches lie over the rest
        assert not glass.geometry().contains(near_the_top.toPoint())
        assert glass.geometry().top() < near_the_top.y()


def test_ten_taps_at_one_place_leave_one_mark_or_none_and_no_wrong_record(stage: Stage) -> None:
    place = stage.pixel(X, Y)
    for _ in range(10):
        send(stage.view, QEvent.Type.MouseButtonPress, place)
        send(stage.view, QEvent.Type.MouseButtonRelease, place)

    assert stage.points == []  # each second tap looks closer; what the first made was not meant
    assert stage.needles == []
    assert stage.view.body_scene.items_by_id() == {}


def test_ten_taps_at_ten_places_are_ten_marks_in_their_order(stage: Stage) -> None:
    thighs = [(x, 520 + 30 * index) for x in (-62, 62) for index in range(5)]
    places = [stage.pixel(*place) for place in thighs]
    for place in places:
        send(stage.view, QEvent.Type.MouseButtonPress, place)
        send(stage.view, QEvent.Type.MouseButtonRelease, place)

    assert [one.number for one in stage.points] == list(range(1, 11))
    for point, (x, y) in zip(stage.points, thighs, strict=True):
        assert (point.x, point.y) == pytest.approx((x, y), abs=1)
    assert [one.side for one in stage.points] == [Side.RIGHT] * 5 + [Side.LEFT] * 5
    assert len(stage.needles) == 10


def test_a_step_between_two_taps_is_not_taken_back_by_the_second(stage: Stage) -> None:
    place = stage.pixel(X, Y)
    send(stage.view, QEvent.Type.MouseButtonPress, place)
    send(stage.view, QEvent.Type.MouseButtonRelease, place)
    stage.view.setFocus()
    QTest.keyClick(stage.view, Qt.Key.Key_T)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert [one.twitch for one in stage.needles] == [Twitch.ONE]

    send(stage.view, QEvent.Type.MouseButtonPress, place)
    send(stage.view, QEvent.Type.MouseButtonRelease, place)

    assert [one.twitch for one in stage.needles] == [Twitch.ONE]
    assert [one.state for one in stage.needles] == [NeedleState.IN]


def test_a_click_during_a_drag_puts_the_mark_back_and_changes_nothing(stage: Stage) -> None:
    stage.tap_at(X, Y)
    before = stage.points
    steps = stage.visit.history.count
    start = stage.pixel(X, Y)
    stage.drag(start, start + QPointF(-60, 80), release=False)
    QTest.mouseClick(stage.view.viewport(), Qt.MouseButton.MiddleButton, pos=start.toPoint())
    send(stage.view, QEvent.Type.MouseButtonRelease, start + QPointF(-60, 80))

    assert stage.points == before
    assert stage.visit.history.count == steps
    (item,) = stage.view.body_scene.items_by_id().values()
    assert item.pos() == stage.view.body_scene.frame.to_scene(before[0].x, before[0].y)


def test_a_window_resized_during_a_drag_puts_the_mark_where_the_pointer_lets_go(stage: Stage) -> None:
    stage.tap_at(X, Y)
    start = stage.pixel(X, Y)
    stage.drag(start, start + QPointF(-30, 40), release=False)
    stage.step.resize(900, 560)
    QApplication.processEvents()
    end = stage.pixel(X - 30, Y + 40)
    send(stage.view, QEvent.Type.MouseMove, end)
    send(stage.view, QEvent.Type.MouseButtonRelease, end)

    (point,) = stage.points
    assert (point.x, point.y) == pytest.approx((X - 30, Y + 40), abs=1.5)
    (item,) = stage.view.body_scene.items_by_id().values()
    assert item.pos() == stage.view.body_scene.frame.to_scene(point.x, point.y)
    stage.visit.undo()
    assert (stage.points[0].x, stage.points[0].y) == pytest.approx((X, Y), abs=1)


def test_a_mark_that_is_undone_during_its_drag_is_gone(stage: Stage) -> None:
    stage.tap_at(X, Y)
    start = stage.pixel(X, Y)
    stage.drag(start, start + QPointF(-30, 40), release=False)
    stage.visit.undo()
    send(stage.view, QEvent.Type.MouseMove, start + QPointF(-40, 50))
    send(stage.view, QEvent.Type.MouseButtonRelease, start + QPointF(-40, 50))
    assert stage.points == []
    assert stage.view.body_scene.items_by_id() == {}


def test_a_tap_suggests_what_this_clinician_needles_there(qtbot: QtBot, theme: Theme) -> None:
    deep = ATLAS.usual_point("piriformis", Side.RIGHT)
    assert deep is not None
    used = make.needling(point_at("piriformis", Side.RIGHT), length_mm=75.0, depth_mm=50.0)
    for desk, muscle in ((SmallDesk(), "gluteus_maximus"), (SmallDesk(piriformis=used), "piriformis")):
        stage = Stage(open_visit(), desk)
        qtbot.addWidget(stage.window)
        stage.step.body_map.show_place(deep.view.value, Layer.SUPERFICIAL)
        told = stage.view.name_of(deep.x, deep.y)
        stage.tap_at(deep.x, deep.y)
        (point,) = stage.points
        assert point.muscle == muscle
        assert told == point.muscle_name  # aiming names what lifting the finger makes
        others = stage.step._session.marking.under_finger(point)  # type: ignore[union-attr]
        assert {point.muscle, *(one.id for one in others)} >= {"gluteus_maximus", "piriformis"}


@given(
    names=st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8),
    used=st.sets(st.sampled_from("abcdefgh")),
    suits=st.sets(st.sampled_from("abcdefgh")),
)
def test_suggestions_lose_nobody_and_follow_position_use_and_depth(
    names: list[str], used: set[str], suits: set[str]
) -> None:
    order = ranked(names, used=used.__contains__, suits=suits.__contains__)
    assert sorted(order) == sorted(names)
    for one in names:
        for other in names[names.index(one) + 1 :]:
            if (one in used) >= (other in used) and (one in suits) >= (other in suits):
                assert order.index(one) < order.index(other)
