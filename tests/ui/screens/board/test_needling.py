"""The entry of a site: taps and keys on the panel, and what the visit and the database hold after them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from needlechart.catalogue import muscles, screening
from needlechart.domain.needling import Needling
from needlechart.domain.record import now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import (
    Agreement,
    AlertLevel,
    Answer,
    NeedleState,
    PainReproduced,
    Position,
    Side,
    Technique,
    Twitch,
    View,
)
from needlechart.editing.open_visit import OpenVisit
from needlechart.ui.screens.board.needling_panel.needle_rows import read_size
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Tile
from tests import factories as make
from tests.ui.bodymap.stage import ATLAS, SmallDesk, Stage, last_visit, open_visit, point_at, wheel
from tests.ui.fake_desk import open_desk

ADDUCTOR = ATLAS.usual_point("adductor_longus", Side.RIGHT)
assert ADDUCTOR is not None
X, Y = ADDUCTOR.x, ADDUCTOR.y


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme) -> Stage:
    return staged(qtbot, open_visit())


def staged(qtbot: QtBot, visit: OpenVisit, desk: object = None) -> Stage:
    stage = Stage(visit, desk)
    qtbot.addWidget(stage.window)
    return stage


def test_a_new_mark_is_complete_after_one_tap_on_the_map_and_one_on_the_twitch(stage: Stage) -> None:
    stage.tap_at(X, Y)
    stage.tap("chip_twitch_several")

    (needle,) = stage.needles
    assert (needle.state, needle.twitch, needle.carried) == (NeedleState.IN, Twitch.SEVERAL, False)
    assert needle.in_at is not None
    assert needle.insertions == 1
    assert stage.visit.visit.skin_preparation == "alcohol wipe"
    assert stage.visit.history.count == 2
    stage.visit.undo()
    (needle,) = stage.needles
    assert (needle.state, needle.twitch) == (NeedleState.PLANNED, None)
    assert stage.visit.visit.skin_preparation == ""


def test_defaults_come_from_the_last_use_of_this_muscle_and_depth_from_no_other(
    qtbot: QtBot, theme: Theme
) -> None:
    used = make.needling(length_mm=50.0, depth_mm=22.0, technique=Technique.WINDING)
    stage = staged(qtbot, open_visit(), SmallDesk(adductor_longus=used))

    stage.tap_at(X, Y)
    place = ATLAS.usual_point("tensor_fasciae_latae", Side.LEFT)
    assert place is not None
    stage.tap_at(place.x, place.y)

    first, second = stage.needles
    assert (first.length_mm, first.depth_mm, first.technique, first.carried) == (
        50,
        22,
        Technique.WINDING,
        True,
    )
    assert (second.length_mm, second.depth_mm, second.technique) == (50, None, Technique.WINDING)
    assert "last" not in stage.step.panel.counter.who.text()


def test_depth_cannot_exceed_the_needle_and_a_shorter_needle_drops_it(stage: Stage) -> None:
    stage.tap_at(X, Y)
    stage.tap("chip_needle_more")
    QApplication.activePopupWidget().close()
    row = stage.step.panel.editor.needle
    row.type_size()
    QTest.keyClicks(row.field, "0,30 x 40")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert (stage.needles[0].diameter_mm, stage.needles[0].length_mm) == (0.3, 40)

    ruler = stage.chip("depth_ruler")
    QTest.mouseClick(ruler, Qt.MouseButton.LeftButton, pos=ruler.rect().center())
    depth = stage.needles[0].depth_mm
    assert depth is not None
    assert 0 < depth <= 40
    for _ in range(60):
        stage.tap("depth_more")
    assert stage.needles[0].depth_mm == 40

    row.type_size()
    QTest.keyClicks(row.field, "0.25x25")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert (stage.needles[0].length_mm, stage.needles[0].depth_mm) == (25, None)


@pytest.mark.parametrize("typed", ["0.30 x 0", "0.30 x 1000", "3 x 50", "abc", "-0.3 x 50", ""])
def test_a_size_no_needle_has_is_refused_in_place(stage: Stage, typed: str) -> None:
    stage.tap_at(X, Y)
    before = stage.needles
    row = stage.step.panel.editor.needle
    row.type_size()

    QTest.keyClicks(row.field, typed)
    QTest.keyClick(row.field, Qt.Key.Key_Return)

    assert stage.needles == before
    assert row.refusal.isVisible()
    assert row.refusal.text()


def test_sizes_are_read_as_they_are_written() -> None:
    assert read_size("0.30×50") == (0.3, 50)
    assert read_size(" 0,25 * 40 mm") == (0.25, 40)
    with pytest.raises(ValueError, match="length"):
        read_size("0.30 x 1000")


def test_r_and_l_mirror_the_mark(stage: Stage) -> None:
    stage.tap_at(X, Y)
    before = stage.points[0]
    stage.tap("side_left")
    after = stage.points[0]
    assert (after.side, after.x, after.y) == (Side.LEFT, -before.x, before.y)

    stage.view.setFocus()
    stage.key(Qt.Key.Key_R)

    assert stage.points[0] == before


def test_a_side_that_would_lie_on_another_mark_of_its_muscle_is_asked_in_place(stage: Stage) -> None:
    stage.tap_at(X, Y)
    stage.tap("both_sides")
    first, second = stage.points
    stage.step.select(first.id)
    stage.tap("side_left")

    assert stage.points == [first, second]
    strip = stage.chip("taken_strip")
    assert strip.accessibleName().startswith("Site 2 is there already: ")
    assert strip.accessibleName().endswith(", left. Site 1 is still right.")
    assert stage.chip("side_right").isChecked()  # type: ignore[attr-defined]
    stage.tap("action-keep")
    assert strip.isHidden()
    assert stage.points == [first, second]

    stage.view.setFocus()
    stage.key(Qt.Key.Key_L)
    assert QApplication.focusWidget() is stage.chip("action-keep")
    stage.tap("action-show")
    assert stage.step.panel.editor.title.sides.value() == "left"  # type: ignore[union-attr]
    assert strip.isHidden()

    stage.step.select(first.id)
    stage.tap("side_left")
    stage.tap("action-set")
    after = stage.points[0]
    assert (after.side, after.x, after.y) == (Side.LEFT, second.x, second.y)
    stage.tap("side_right")  # nobody is there now: one tap
    assert stage.points == [first, second]


def test_what_is_asked_of_a_side_goes_when_it_is_no_longer_so(stage: Stage) -> None:
    stage.tap_at(X, Y)
    stage.tap("both_sides")
    stage.step.select(stage.points[0].id)
    stage.tap("side_left")
    assert stage.chip("taken_strip")
    stage.visit.undo()
    QApplication.processEvents()
    assert stage.step.panel.editor.taken.isHidden()  # type: ignore[union-attr]


def test_a_muscle_typed_with_the_other_side_mirrors_the_mark_that_is_renamed(stage: Stage) -> None:
    stage.tap_at(X, Y)
    before = stage.points[0]
    assert before.side is Side.RIGHT
    stage.step.panel.editor.search.open(new=False)  # type: ignore[union-attr]
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "sart l")
    QTest.keyClick(field, Qt.Key.Key_Return)
    after = stage.points[0]
    assert (after.muscle, after.side, after.x, after.y) == ("sartorius", Side.LEFT, -before.x, before.y)


def test_a_mark_near_the_midline_of_a_sided_muscle_asks_once_and_stays(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit())
    layer = stage.view.body_scene.layer
    places = ((x / 10, y) for y in range(300, 520) for x in range(20, 28))
    x, y = next(
        (x, y)
        for x, y in places
        if all(ATLAS.hit(View.FRONT, layer, x + d, y).muscle for d in (-0.15, 0, 0.15))
    )
    wheel(stage.view, stage.pixel(x, y), 8)
    stage.tap_at(x, y)
    (point,) = stage.points
    assert point.side is Side.UNSTATED
    assert stage.step.panel.editor.title.asks.isVisible()

    stage.tap("side_right")

    assert (stage.points[0].side, stage.points[0].x) == (Side.RIGHT, point.x)
    assert not stage.step.panel.editor.title.asks.isVisible()


def test_a_muscle_typed_with_its_side_makes_a_mark_at_its_usual_place(stage: Stage) -> None:
    stage.view.setFocus()
    stage.key(Qt.Key.Key_N)
    field = QApplication.focusWidget()
    QTest.keyClicks(field, "pir r")
    QTest.keyClick(field, Qt.Key.Key_Return)

    (point,) = stage.points
    place = ATLAS.usual_point("piriformis", Side.RIGHT)
    assert place is not None
    assert (point.muscle, point.side, point.x, point.y) == ("piriformis", Side.RIGHT, place.x, place.y)
    assert stage.step.body_map.shown == View.BACK.value


def test_another_muscle_under_the_finger_is_one_tap(stage: Stage) -> None:
    place = ATLAS.usual_point("piriformis", Side.RIGHT)
    assert place is not None
    stage.tap("view_back")
    stage.tap_at(place.x, place.y)
    assert stage.points[0].muscle == "gluteus_maximus"

    stage.tap("under_piriformis")

    assert (stage.points[0].muscle, stage.points[0].muscle_name) == ("piriformis", "Piriformis")


def test_letters_and_digits_fill_the_rows(stage: Stage) -> None:
    stage.tap_at(X, Y)
    stage.view.setFocus()
    for row, chip in (
        (Qt.Key.Key_T, Qt.Key.Key_4),
        (Qt.Key.Key_P, Qt.Key.Key_3),
        (Qt.Key.Key_C, Qt.Key.Key_2),
    ):
        stage.key(row)
        stage.key(chip)
    stage.key(Qt.Key.Key_D)
    stage.key(Qt.Key.Key_2)

    (needle,) = stage.needles
    assert (needle.twitch, needle.pain) == (Twitch.STRONG, PainReproduced.REFERRED)
    assert (needle.technique, needle.depth_mm) == (Technique.IN_SITU, 20)
    stage.key(Qt.Key.Key_O)
    assert stage.needles[0].state is NeedleState.OUT


def test_twitch_and_pain_select_the_next_planned_site_and_turn_the_view(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(previous=last_visit()))
    stage.tap("reapply_all")
    for _ in range(2):
        stage.tap("chip_twitch_one")
        stage.tap("chip_pain_local")

    assert stage.step.body_map.shown == View.BACK.value
    assert stage.step.body_map.plate.text == "Now BACK"
    assert stage.view.body_scene.selected == stage.points[2].id
    twitches = {needle.trigger_point_id: needle.twitch for needle in stage.needles}
    assert [twitches[point.id] for point in stage.points] == [Twitch.ONE, Twitch.ONE, None]


@pytest.mark.parametrize(
    ("site", "kept"), [(0, None), (2, Position.PRONE)], ids=["front of the body", "back of the body"]
)
def test_the_position_of_last_time_is_confirmed_by_the_first_needle_it_leaves_free(
    qtbot: QtBot, theme: Theme, site: int, kept: Position | None
) -> None:
    before = last_visit()
    previous = replace(before, visit=before.visit.but(position=Position.PRONE))
    stage = staged(qtbot, open_visit(previous=previous))
    assert "last time" in stage.step.body_map.position.text()
    stage.step.hand.apply_all()
    stage.step.select(stage.points[site].id)
    assert stage.visit.visit.position is None

    stage.tap("chip_twitch_one")

    assert stage.visit.visit.position is kept
    stage.visit.undo()
    assert stage.visit.visit.position is None


def test_re_apply_all_and_one_independent_count_keep_the_tap_budget(qtbot: QtBot, theme: Theme) -> None:
    """1 tap for all ghosts, 2 for each site, 1 for the count."""
    stage = staged(qtbot, open_visit(previous=last_visit()))
    stage.tap("reapply_all")
    for _ in range(3):
        stage.tap("chip_twitch_several")
        stage.tap("chip_pain_none")
    stage.tap("count_3")

    assert stage.visit.visit.needles_out == 3
    assert {needle.state for needle in stage.needles} == {NeedleState.OUT}
    assert all(needle.retention_s is not None for needle in stage.needles)  # in situ: the clock ran
    assert stage.step.panel.counter.who.text() == "Balanced"


def test_a_missing_needle_is_recorded_in_place(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(previous=last_visit()))
    stage.tap("reapply_all")
    for _ in range(3):
        stage.tap("chip_twitch_several")
        stage.tap("chip_pain_none")
    stage.tap("count_2")
    assert stage.step.panel.counter.who.text() == "1 missing"

    stage.tap("needle_out")
    stage.tap("action-incident")
    stage.tap("incident_record")
    assert "what was done, who was told" in stage.chip("incident_lacks").text()
    assert stage.visit.visit.needles_reason == ""
    stage.tap("incident_action_1")
    stage.tap("incident_told_0")
    QTest.keyClicks(stage.chip("incident_told"), "Dr Sample <b>")
    stage.tap("incident_record")

    reason = stage.visit.visit.needles_reason
    assert reason.startswith("1 needle not found; noticed at ")
    assert reason.endswith("; Couch, linen and floor searched; told: Patient, Dr Sample <b>")
    (event,) = stage.visit.chart.adverse_events
    assert (event.kind, event.action) == ("needle_fault", "Couch, linen and floor searched")
    assert event.reported_to == "Patient, Dr Sample <b>"
    assert event.onset == stage.visit.visit.needles_out_at
    assert stage.step.panel.counter.who.text() == "Explained"
    stage.visit.undo()
    assert stage.visit.chart.adverse_events == ()
    assert stage.step.panel.counter.who.text() == "1 missing"


def test_the_counter_names_its_site_and_all_out_is_one_tap(stage: Stage) -> None:
    for x in (X, -X):
        stage.tap_at(x, Y)
        stage.tap("chip_twitch_one")
    assert stage.step.panel.counter.button.text() == "Needle 2 out"

    stage.tap("all_out")

    assert {needle.state for needle in stage.needles} == {NeedleState.OUT}
    stage.visit.undo()
    assert len(stage.visit.chart.needles_still_in) == 2


def test_an_absolute_alert_keeps_the_mark_planned_until_one_reason_is_given(
    qtbot: QtBot, theme: Theme
) -> None:
    alert = make.alert(text="Fever today", level=AlertLevel.ABSOLUTE)
    stage = staged(qtbot, open_visit(alert))
    stage.tap_at(X, Y)
    stage.tap("chip_twitch_one")
    assert (stage.needles[0].state, stage.needles[0].twitch) == (NeedleState.PLANNED, None)

    field = stage.chip("reason")
    QTest.keyClicks(field, "Temperature rechecked, normal")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert (stage.needles[0].state, stage.needles[0].twitch) == (NeedleState.IN, Twitch.ONE)
    assert stage.visit.visit.alert_reasons == (f"{alert.id}: Temperature rechecked, normal",)
    stage.tap_at(-X, Y)
    stage.tap("chip_twitch_one")
    assert stage.needles[1].state is NeedleState.IN  # one reason per alert and visit


def test_what_stands_against_current_asks_before_it_is_on(qtbot: QtBot, theme: Theme) -> None:
    item = next(
        one
        for one in screening().values()
        if one.concerns == "stimulation" and one.level is AlertLevel.ABSOLUTE and one.can_go_on
    )
    answer = make.screening_answer(item=item.id, item_text=item.text, answer=Answer.YES)
    stage = staged(qtbot, open_visit(answer))
    stage.tap_at(X, Y)
    stage.tap("chip_estim_on")
    assert stage.visit.chart.stimulations == ()

    stage.tap("reason_0")

    assert len(stage.visit.chart.stimulations) == 1
    assert stage.visit.visit.alert_reasons[0].startswith(item.id)


def test_what_stands_against_a_planned_current_asks_before_it_is_on_and_its_values_stay_planned(
    qtbot: QtBot, theme: Theme
) -> None:
    item = next(
        one
        for one in screening().values()
        if one.concerns == "stimulation" and one.level is AlertLevel.ABSOLUTE and one.can_go_on
    )
    answer = make.screening_answer(item=item.id, item_text=item.text, answer=Answer.YES)
    first = point_at("adductor_longus", Side.RIGHT)
    second = point_at("adductor_longus", Side.LEFT).but(id="second", number=2)
    needles = [
        make.needling(one, state=NeedleState.PLANNED, twitch=None, pain=None, in_at=None, out_at=None)
        for one in (first, second)
    ]
    planned = make.stimulation(first, second, carried=True, hz=4.0, intensity=None)
    stage = staged(qtbot, open_visit(answer, first, second, *needles, planned))
    stage.tap("tile_1")
    stage.tap("chip_hz_4")
    assert stage.visit.chart.stimulations == (planned,)
    assert not stage.chip("chip_hz_4").isChecked()
    stage.tap("chip_hz_10")
    assert stage.visit.chart.stimulations == (planned.but(hz=10.0),)
    stage.tap("chip_estim_on")
    assert stage.visit.chart.currents_given == ()

    stage.tap("reason_0")

    assert stage.visit.chart.currents_given == (planned.but(hz=10.0, carried=False),)
    assert stage.chip("chip_hz_10").isChecked()


def test_a_relative_alert_of_the_region_shows_beside_the_mark_and_stops_nothing(
    qtbot: QtBot, theme: Theme
) -> None:
    group = muscles()["adductor_longus"].group
    alert = make.alert(text="Mesh <b>repair</b>", level=AlertLevel.RELATIVE, region=(group,))
    stage = staged(qtbot, open_visit(alert))
    stage.tap_at(X, Y)

    assert "Alert: Mesh &lt;b&gt;repair&lt;/b&gt;." in stage.step.panel.editor.hint._words.text()
    stage.tap("chip_twitch_one")
    assert stage.needles[0].state is NeedleState.IN


def test_a_muscle_that_is_not_needled_can_be_marked_and_asks_before_a_needle(
    qtbot: QtBot, theme: Theme
) -> None:
    point = point_at("transversus_abdominis", Side.RIGHT)
    needle = make.needling(point, state=NeedleState.PLANNED, twitch=None, pain=None, in_at=None, out_at=None)
    stage = staged(qtbot, open_visit(point, needle))
    stage.tap("tile_1")
    stage.tap("chip_twitch_one")
    assert stage.needles[0].state is NeedleState.PLANNED

    stage.tap("reason_0")

    assert stage.needles[0].state is NeedleState.IN
    assert stage.needles[0].reason


def test_declined_consent_puts_no_needle_in(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(make.consent(agreement=Agreement.DECLINED)))
    stage.tap_at(X, Y)
    stage.tap("chip_twitch_one")

    assert stage.needles[0].state is NeedleState.PLANNED
    assert stage.chip("needling_alert").isVisible()


def test_electrical_stimulation_runs_between_two_sites(stage: Stage) -> None:
    stage.tap_at(X, Y)
    stage.tap_at(-X, Y)
    stage.tap("chip_estim_on")
    stage.step.panel._scroll.ensureWidgetVisible(stage.chip("chip_to_site_1"))
    for name in ("chip_hz_2", "stim_more", "stim_more", "chip_minutes_10", "chip_to_site_1"):
        stage.tap(name)

    (current,) = stage.visit.chart.stimulations
    first, second = stage.points
    assert (current.hz, current.intensity, current.minutes) == (2, 1, 10)
    assert {current.first_point_id, current.second_point_id} == {first.id, second.id}


def test_the_clock_goes_on_after_the_visit_is_opened_again(qtbot: QtBot, theme: Theme) -> None:
    point = point_at("adductor_longus", Side.RIGHT)
    started = now() - timedelta(minutes=3, seconds=20)
    needle = make.needling(
        point,
        state=NeedleState.IN,
        clock_started=started,
        retention_planned_s=300,
        retention_s=None,
        out_at=None,
        pain=None,
    )
    stage = staged(qtbot, open_visit(point, needle))
    stage.tap("tile_1")
    assert "3:2" in stage.step.panel.editor.stim.dwell.accessibleName()

    stage.tap("dwell")

    retention = stage.needles[0].retention_s
    assert retention is not None
    assert 200 <= retention < 300


def test_a_segmental_muscle_has_its_level(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit())
    stage.view.setFocus()
    stage.key(Qt.Key.Key_N)
    QTest.keyClicks(QApplication.focusWidget(), "multifidus l3 l")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    (point,) = stage.points
    assert (point.spinal_level, point.side) == ("L3", Side.LEFT)

    stage.tap("site_ask_no")  # safety is asked first; the levels come in its room
    stage.tap("level_L4")

    assert stage.points[0].spinal_level == "L4"


def test_the_lower_sacral_levels_lie_in_the_fold_and_a_recorded_one_in_the_line(
    qtbot: QtBot, theme: Theme
) -> None:
    site = point_at("lumbar_multifidus", Side.LEFT, number=1)
    stage = staged(qtbot, open_visit(site, make.needling(site)))
    stage.step.select(site.id)
    editor = stage.step.panel.editor
    assert editor.level.chips.ids() == ("L1", "L2", "L3", "L4", "L5", "S1")
    assert not editor.lower_level.isVisible()

    editor.open_more()
    stage.tap("level_S3")

    assert stage.points[0].spinal_level == "S3"
    assert editor.level.chips.value() == "S3"
    assert editor.lower_level.chips.ids() == ("S1", "S2", "S4")


def test_the_menu_gives_a_second_needle_shown_as_4a_and_4b(stage: Stage) -> None:
    stage.tap_at(X, Y)
    stage.tap("chip_twitch_one")
    stage.tap("site_menu")
    menu = QApplication.activePopupWidget()
    actions = {action.objectName(): action for action in menu.actions()}
    actions["menu_second_needle"].trigger()
    menu.close()
    stage.tap("needle_1b")
    stage.tap("chip_twitch_strong")

    assert [needle.twitch for needle in stage.needles] == [Twitch.ONE, Twitch.STRONG]
    assert stage.visit.chart.needles_in == 2


def test_a_dropped_visit_leaves_no_value_in_a_widget(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(previous=last_visit()))
    stage.tap("reapply_all")
    stage.tap("chip_twitch_one")

    stage.step.show_visit(None)
    QApplication.processEvents()

    assert stage.view.body_scene.items_by_id() == {}
    assert stage.step.panel.editor is None
    assert stage.step.panel.counter.put_in.number.text() == "0"
    assert not [one for one in stage.step.findChildren(Tile) if one.isVisible()]


def test_a_todo_leads_to_its_site_or_to_the_count(qtbot: QtBot, theme: Theme) -> None:
    stage = staged(qtbot, open_visit(previous=last_visit()))
    stage.tap("reapply_all")
    third = stage.points[2]
    needle = stage.visit.chart.needlings_of(third)[0]

    stage.step.go_to_record(needle.id, "twitch")

    assert stage.view.body_scene.selected == third.id
    assert stage.step.body_map.shown == View.BACK.value
    stage.tap("chip_twitch_one")
    stage.step.go_to("needles_count")
    assert QApplication.focusWidget() is stage.step.panel.counter.button


@pytest.fixture
def kept(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[tuple[Stage, object]]:
    """A step over a real encrypted store."""
    records = [make.patient(), make.episode(), make.visit(started=now(), entered=now())]
    with open_desk(tmp_path, records) as desk:
        opened: list[OpenVisit] = []
        desk.open_visit(make.VISIT, opened.append)
        qtbot.waitUntil(lambda: bool(opened))
        stage = staged(qtbot, opened[0], desk)
        yield stage, desk
        stage.step.show_visit(None)
        opened[0].queue.when_drained(lambda: None)
        qtbot.waitUntil(lambda: opened[0].queue.waiting == 0)


def test_every_tap_is_in_the_database(kept, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    stage, desk = kept
    stage.tap_at(X, Y)
    stage.tap("chip_twitch_several")
    stage.tap("chip_pain_local")
    qtbot.waitUntil(lambda: stage.visit.queue.waiting == 0)

    assert desk.stored(TriggerPoint) == stage.points
    assert desk.stored(Needling) == stage.needles
    assert desk.stored(Needling)[0].twitch is Twitch.SEVERAL

    stage.visit.undo()
    stage.visit.undo()
    stage.visit.undo()
    qtbot.waitUntil(lambda: stage.visit.queue.waiting == 0)
    assert desk.stored(TriggerPoint) == []
    assert desk.stored(Needling) == []
