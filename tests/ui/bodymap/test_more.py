"""Marks beside one another, tints, names of structures, and where the keyboard goes on the map."""

from math import hypot

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.atlas.atlas import load
from needlechart.domain.needling import Needling
from needlechart.domain.record import now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Figure, Layer, NeedleState, Side, View
from needlechart.ui.bodymap.callouts import callouts
from needlechart.ui.bodymap.fan import MOST_BESIDE, beside_offsets
from needlechart.ui.bodymap.ink import path_of
from needlechart.ui.bodymap.region_items import MuscleTint
from needlechart.ui.bodymap.visible import visible_part
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.bodymap.stage import ATLAS, Stage, last_visit, open_visit, point_at

ADDUCTOR = ATLAS.usual_point("adductor_longus", Side.RIGHT)
assert ADDUCTOR is not None
X, Y = ADDUCTOR.x, ADDUCTOR.y


def staged(qtbot: QtBot, visit: object) -> Stage:
    stage = Stage(visit)  # type: ignore[arg-type]
    qtbot.addWidget(stage.window)
    return stage


def test_a_selected_mark_hides_no_number_of_its_neighbours(qtbot: QtBot, theme: Theme) -> None:
    points = [point_at("adductor_longus", Side.RIGHT, number=n, x=X + n / 2, y=Y) for n in (1, 2, 3)]
    needle = make.needling(points[0], state=NeedleState.IN)
    stage = staged(qtbot, open_visit(*points, needle))

    stage.step.select(points[1].id)

    items = stage.view.body_scene.items_by_id()
    drawn = {key: stage.view.viewport_place(item) + item.away for key, item in items.items()}
    for one in points:
        for other in points:
            if one is not other:
                away = drawn[one.id] - drawn[other.id]
                assert hypot(away.x(), away.y()) >= 30, (one.number, other.number)
    beside = drawn[points[2].id].toPoint()
    assert stage.view.mark_at(QPointF(beside)) is items[points[2].id]

    stage.key(Qt.Key.Key_Period)
    assert stage.view.body_scene.selected == points[2].id
    assert items[points[2].id].away.isNull()


@pytest.mark.parametrize("count", range(MOST_BESIDE + 2))
def test_neighbours_stand_apart_around_the_selected_mark(count: int) -> None:
    places = [QPointF(0.3 * place, -0.2 * place) for place in range(count)]
    drawn = [place + offset for place, offset in zip(places, beside_offsets(places), strict=True)]
    if count <= MOST_BESIDE:
        for at, one in enumerate(drawn):
            for other in drawn[:at]:
                assert hypot(one.x() - other.x(), one.y() - other.y()) > 30
    else:
        assert drawn == places


def test_a_needle_in_the_body_is_above_planned_marks(qtbot: QtBot, theme: Theme) -> None:
    first = point_at("adductor_longus", Side.RIGHT, number=1)
    second = point_at("adductor_longus", Side.RIGHT, number=2, x=X + 2)
    stage = staged(qtbot, open_visit(first, second, make.needling(first, state=NeedleState.IN)))
    items = stage.view.body_scene.items_by_id()
    assert items[first.id].zValue() > items[second.id].zValue()


def test_the_tint_is_what_is_seen_of_the_muscle() -> None:
    plate = load().plate(Figure.FEMALE, View.FRONT, Layer.SUPERFICIAL)
    for region in plate.regions:
        if region.muscle == "adductor_longus":
            seen = visible_part(plate, region)
            assert seen is not None
            whole = path_of(region.outline)
            assert seen.boundingRect().height() < 0.9 * whole.boundingRect().height()
            for over in plate.regions[plate.regions.index(region) + 1 :]:
                if over.side is region.side and over.muscle not in (region.muscle, None):
                    inside = path_of(over.outline).pointAtPercent(0.01)
                    centre = path_of(over.outline).boundingRect().center()
                    assert not (path_of(over.outline).contains(centre) and seen.contains(centre)), inside


def test_a_muscle_under_others_is_tinted_with_a_dashed_edge(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(point_at("piriformis", Side.RIGHT, number=1)))
    stage.step.select(stage.points[0].id)
    tints = [one for one in stage.view.body_scene.items() if isinstance(one, MuscleTint)]
    assert tints
    assert all(tint.covered for tint in tints)
    stage.step.body_map.show_place(View.BACK.value, Layer.INTERMEDIATE)
    tints = [one for one in stage.view.body_scene.items() if isinstance(one, MuscleTint)]
    assert tints
    assert not any(tint.covered for tint in tints)


def test_names_of_structures_are_on_screen_as_soon_as_the_mark_is(qtbot: QtBot, theme: Theme) -> None:
    """The window as it was painted bit by bit equals the window painted anew."""
    stage = staged(qtbot, open_visit())
    stage.tap_at(X, Y)
    QApplication.processEvents()
    shown = stage.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    danger = theme.colour("danger").rgb()
    place = stage.view.mapTo(stage.window, stage.view.viewport_place(_item(stage)).toPoint())
    left = [
        (x, y)
        for x in range(place.x() - 200, place.x() - 60)
        for y in range(place.y(), place.y() + 150)
        if shown.pixel(x, y) == danger
    ]
    assert left  # the words stand beside the thigh


@pytest.mark.parametrize("size", [(960, 530), (1366, 698)])
def test_names_of_structures_hide_no_mark_no_card_and_no_other_name(
    qtbot: QtBot, theme: Theme, size: tuple[int, int]
) -> None:
    points = [point_at("gluteus_maximus", Side.LEFT, number=n, y=335 + 25.0 * n) for n in range(1, 5)]
    stage = staged(qtbot, open_visit(*points, previous=last_visit()))
    stage.window.resize(*size)
    stage.step.select(points[2].id)
    QApplication.processEvents()
    pane = stage.step.body_map.pane

    named = callouts(pane, theme, pane._insets)

    assert {one.name for one in named} >= {"Sciatic nerve", "Pudendal nerve and vessels"}
    centres = [pane.viewport_place(item) + item.away for item in pane.body_scene.items_by_id().values()]
    cards = [
        QRectF(pane.viewport().mapFromGlobal(card.mapToGlobal(QPointF())), card.size())
        for card in pane.cards
        if card.isVisible()
    ]
    assert len(centres) == 5  # a ghost among them
    assert len(cards) >= 3
    for at, one in enumerate(named):
        assert not any(one.text.contains(centre) for centre in centres), one.name
        assert not any(one.text.intersects(card) for card in cards), one.name
        assert not any(one.text.intersects(other.text) for other in named[:at]), one.name


def _item(stage: Stage):  # type: ignore[no-untyped-def]
    return next(iter(stage.view.body_scene.items_by_id().values()))


def test_the_keyboard_is_on_the_map_after_ghosts_were_re_applied_by_mouse(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(previous=last_visit()))
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is stage.window)
    stage.tap("reapply_all")
    assert stage.step.body_map.pane.hasFocus()


def test_single_keys_can_be_turned_off(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(point_at("adductor_longus", Side.RIGHT, number=1)))
    stage.step.select(stage.points[0].id)
    stage.step.set_single_keys(False)
    before, scale = stage.points, stage.view.scale_now
    stage.step.focus_first()
    for key in (Qt.Key.Key_L, Qt.Key.Key_N, Qt.Key.Key_Plus, Qt.Key.Key_M):
        stage.key(key)
    assert (stage.points, stage.view.scale_now) == (before, scale)
    assert not stage.step.panel.search.isVisible()
    stage.step.set_single_keys(True)
    stage.key(Qt.Key.Key_L)
    assert stage.points[0].side is Side.LEFT


def test_a_deleted_site_selects_the_next_and_undo_brings_it_back_selected(qtbot: QtBot, theme: Theme) -> None:
    points = [
        point_at("adductor_longus", Side.RIGHT, number=1),
        point_at("adductor_longus", Side.LEFT, number=2),
        point_at("gracilis", Side.LEFT, number=3),
    ]
    stage = staged(qtbot, open_visit(*points))
    stage.step.select(points[1].id)
    stage.step.focus_first()
    selected = stage.view.body_scene

    stage.key(Qt.Key.Key_Delete)
    assert selected.selected == points[2].id
    stage.key(Qt.Key.Key_Delete)
    assert selected.selected == points[0].id
    stage.visit.undo()
    assert selected.selected == points[2].id
    stage.visit.undo()
    assert [point.number for point in stage.points] == [1, 2, 3]


def test_the_keyboard_goes_to_the_questions_of_the_pelvic_floor(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit())
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is stage.window)
    stage.step.focus_first()
    stage.key(Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    cover = stage.step.body_map.cover
    focused = QApplication.focusWidget()
    assert focused is not None
    assert cover.agrees.isAncestorOf(focused)
    stage.key(Qt.Key.Key_Space)
    assert stage.visit.chart.pelvic_floor_consent is not None
    stage.key(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert stage.step.body_map.shown == View.FRONT.value


def test_the_keyboard_is_on_the_map_after_the_search_is_put_away(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(point_at("adductor_longus", Side.RIGHT, number=1)))
    stage.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is stage.window)
    stage.step.select(stage.points[0].id)
    stage.step.focus_first()
    stage.key(Qt.Key.Key_N)
    stage.key(Qt.Key.Key_Escape)
    assert stage.step.body_map.pane.hasFocus()
    stage.tap("find_muscle")
    stage.key(Qt.Key.Key_Escape)
    assert stage.step.body_map.pane.hasFocus()


@pytest.mark.parametrize("selected", [False, True])
@pytest.mark.parametrize("state", [NeedleState.PLANNED, NeedleState.OUT, NeedleState.IN])
def test_the_shaft_of_a_needle_hides_no_number_beside_it(
    qtbot: QtBot, theme: Theme, state: NeedleState, selected: bool
) -> None:
    def number(first_state: NeedleState) -> QImage:
        """The inside of the second mark's disc, while the first is in that state."""
        first = point_at("adductor_longus", Side.RIGHT, id="one", number=1)
        beside = point_at("adductor_longus", Side.RIGHT, id="two", number=2)
        needles = [planned_or(first, first_state), planned_or(beside, state)]
        stage = staged(qtbot, open_visit(first, beside, *needles))
        scale = stage.view.scale_now
        away = first.but(id="two", number=2, x=first.x + 28 / scale, y=first.y - 28 / scale)
        stage.visit.put(away, "Beside")
        if selected:
            stage.step.select("one")
        QApplication.processEvents()
        item = stage.view.body_scene.items_by_id()["two"]
        middle = (stage.view.viewport_place(item) + item.away).toPoint()
        return stage.view.viewport().grab(QRect(middle - QPoint(10, 10), QSize(20, 20))).toImage()

    assert number(NeedleState.IN) == number(NeedleState.OUT)


def test_the_shaft_goes_where_its_mark_goes_and_with_its_needle(qtbot: QtBot, theme: Theme) -> None:
    first = point_at("adductor_longus", Side.RIGHT, id="one", number=1)
    stage = staged(qtbot, open_visit(first, planned_or(first, NeedleState.IN)))
    scene = stage.view.body_scene
    item = scene.items_by_id()["one"]
    shaft = item.shaft
    assert shaft is not None
    assert shaft.isVisible()
    assert (shaft.pos(), shaft.offset()) == (item.pos(), item.offset())
    scene.lift("one")
    scene.carry("one", item.pos() + QPointF(12, 5))
    assert shaft.pos() == item.pos()
    scene.put_down("one", keep=True)
    assert shaft.pos() == item.pos() == scene.frame.to_scene(stage.points[0].x, stage.points[0].y)
    stage.step._session.needles.take_out(stage.needles[0])  # type: ignore[union-attr]
    assert not shaft.isVisible()
    stage.visit.undo()
    assert shaft.isVisible()
    stage.step._session.marking.delete("one")  # type: ignore[union-attr]
    assert shaft not in scene.items()


def planned_or(point: TriggerPoint, state: NeedleState) -> Needling:
    """Its needle in that state, with nothing recorded of it."""
    moment = now()
    out_at = moment if state is NeedleState.OUT else None
    return make.needling(point, state=state, twitch=None, pain=None, in_at=moment, out_at=out_at)
