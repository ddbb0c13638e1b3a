"""Trends on the patient's screen: any measure and goal, gaps as gaps, a map through the visits, tables."""

from datetime import timedelta
from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.domain.chart import PatientChart
from needlechart.domain.episode import Episode
from needlechart.domain.record import Record, now
from needlechart.domain.words import GoalChange, MeasureState, Phase, Side, Twitch, View
from needlechart.store.queries.visit_document import patient_chart
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.patient.screen import PatientScreen
from needlechart.ui.screens.patient.series import Key, Kind, Series, offered, pain_key, series_of
from needlechart.ui.screens.patient.small_map import Colouring, disc_look, disc_words
from needlechart.ui.screens.patient.spread import spread
from needlechart.ui.screens.patient.summary import change_parts, sites_over
from needlechart.ui.screens.patient.trend_plot import TrendPlot
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person

FIRST = now() - timedelta(days=400)


def visit(name: str, number: int, days: int, *more: Record, **values: object) -> list[Record]:
    day = FIRST + timedelta(days=days)
    return [make.visit(id=name, number=number, started=day, entered=day, **values), *more]


def pain(name: str, before: float | None, after: float | None) -> list[Record]:
    records: list[Record] = []
    if before is not None:
        records.append(make.measurement(visit_id=name, value=before))
    if after is not None:
        records.append(make.measurement(visit_id=name, value=after, phase=Phase.AFTER))
    return records


def needled(name: str, muscle: str, side: Side, twitch: Twitch | None, x: float = 50.0) -> list[Record]:
    point = make.point(
        visit_id=name, muscle=muscle, muscle_name=muscle.capitalize(), side=side, view=View.BACK, x=x
    )
    return [point, make.needling(point, twitch=twitch)]


def gappy() -> list[Record]:
    """Four visits: pain at all but the second, rotation at two, a goal rated twice, a gap of half a year."""
    goal = make.goal(id="goal", text="Sit 60 min")
    rotation = {"measure": "hip_ir_90", "measure_name": "Hip internal rotation", "unit": "degrees"}
    return [
        goal,
        *visit("v0", 1, 0, *pain("v0", 8, 6), *needled("v0", "piriformis", Side.RIGHT, Twitch.SEVERAL)),
        make.measurement(visit_id="v0", side=Side.RIGHT, value=20.0, **rotation),
        make.measurement(visit_id="v0", side=Side.LEFT, value=35.0, **rotation),
        make.goal_review(goal, visit_id="v0", ability=3.0),
        *visit("v1", 2, 14, *needled("v1", "piriformis", Side.RIGHT, Twitch.NONE)),
        make.measurement(visit_id="v1", state=MeasureState.NOT_STATED, value=None),
        *visit("v2", 3, 28, *pain("v2", 6, None), *needled("v2", "gluteus", Side.LEFT, None, -50.0)),
        *visit("v3", 4, 210, *pain("v3", 5, 2), *needled("v3", "piriformis", Side.RIGHT, Twitch.STRONG)),
        make.measurement(visit_id="v3", side=Side.RIGHT, value=31.0, phase=Phase.AFTER, **rotation),
        make.goal_review(goal, visit_id="v3", ability=7.0, change=GoalChange.NEARER),
    ]


def charts_of(desk: TestDesk, *records: Record) -> PatientChart:
    desk.keep(make.patient(), make.episode(), *records)
    return desk.ask(lambda store: patient_chart(store, make.PATIENT))


def open_screen(desk: TestDesk, window: MainWindow, person: Person, *records: Record) -> PatientScreen:
    desk.keep(make.patient(), make.episode(), *records)
    window.show_home(desk)
    window.nav.show_patient(make.PATIENT)
    person.until(lambda: window.nav.patient is not None and window.nav.patient._chart is not None)
    assert window.nav.patient is not None
    QApplication.processEvents()
    return window.nav.patient


def test_every_visit_is_in_a_trend_and_missing_values_stay_missing(desk: TestDesk) -> None:
    chart = charts_of(desk, *gappy())
    charts = tuple(reversed(chart.visits))

    series = series_of(charts, pain_key(charts))

    assert [(dot.before, dot.after) for dot in series.dots] == [(8, 6), (None, None), (6, None), (5, 2)]
    assert series.dots[1].before_text == "not stated"
    assert [series.change_of(dot) for dot in series.dots] == ["−2", "", "", "−3"]
    assert (series.low, series.high, series.step) == (0, 10, 2)
    assert "measured at 3 of 4 visits" in series.summary
    assert series.told(series.dots[2]).endswith("visit 3: 6 before, not measured after")


def test_any_measure_and_each_rated_goal_is_offered(desk: TestDesk) -> None:
    chart = charts_of(desk, *gappy())
    charts = tuple(reversed(chart.visits))

    keys = [key for key, _ in offered(charts, chart)]

    assert keys[0] == pain_key(charts)
    rotation = Key(Kind.MEASURE, "hip_ir_90", Side.RIGHT)
    assert keys.index(rotation) < keys.index(Key(Kind.MEASURE, "hip_ir_90", Side.LEFT))
    assert series_of(charts, rotation).reference == (35.0, "left 35°")
    goal = series_of(charts, Key(Kind.GOAL, "goal"))
    assert [dot.after for dot in goal.dots] == [3.0, None, None, 7.0]
    assert "nearer" in goal.dots[3].after_text


def test_how_much_of_the_body_was_painted_is_a_trend(desk: TestDesk) -> None:
    chart = charts_of(
        desk,
        *visit("v0", 1, 0, make.symptom_area(visit_id="v0", percent=1.5)),
        *visit("v1", 2, 14),
        *visit(
            "v2",
            3,
            28,
            make.symptom_area(visit_id="v2", percent=0.5),
            make.symptom_area(visit_id="v2", percent=0.25),
            make.symptom_area(visit_id="v2", percent=0.25, phase=Phase.AFTER),
        ),
    )
    charts = tuple(reversed(chart.visits))
    [(key, _)] = offered(charts, chart)
    series = series_of(charts, key)

    assert [(dot.before, dot.after) for dot in series.dots] == [(1.5, None), (None, None), (0.75, 0.25)]
    assert series.low == 0
    assert "about 0.8" in series.told(series.dots[2]).replace("\u00a0", " ")


@pytest.mark.parametrize("values", [(0.0, 0.0), (1.0, 1000.0), (-3.0, 3.0), (0.12, 0.13), (99.0, 99.0)])
def test_every_value_lies_on_its_scale(desk: TestDesk, values: tuple[float, float]) -> None:
    records = visit("v0", 1, 0)
    for phase, value in zip((Phase.BEFORE, Phase.AFTER), values, strict=True):
        own = {"measure": "own:thing", "measure_name": "Thing", "unit": "kPa"}
        records.append(make.measurement(visit_id="v0", phase=phase, value=value, **own))
    chart = charts_of(desk, *records)
    series = series_of(chart.visits, Key(Kind.MEASURE, "own:thing"))

    assert series.low <= min(values)
    assert max(values) <= series.high
    assert 2 <= round((series.high - series.low) / series.step) <= 7


def test_an_implausible_value_is_shown_and_nothing_is_read_from_it(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    wrong = make.measurement(visit_id="v1", value=95.0, doubt="perhaps 9.5")
    records = [
        *visit("v0", 1, 0, *pain("v0", 8, 6), *needled("v0", "piriformis", Side.RIGHT, Twitch.ONE)),
        *visit("v1", 2, 7, wrong, *pain("v1", None, 4), *needled("v1", "gluteus", Side.LEFT, Twitch.ONE)),
    ]
    screen = open_screen(desk, window, person, *records)
    plot, series = screen.pain.plot, screen.pain.plot.series

    assert (series.low, series.high) == (0.0, 10.0)
    assert plot.y_of(95.0) == plot.plot_area().top()
    assert series.told(series.dots[1]).endswith("95 before (implausible: perhaps 9.5), 4 after")
    assert "? implausible" in screen.pain.told.text()
    person.tap("trend_as_table_pain")
    table = screen.pain.table
    assert [table.item(0, place).text() for place in (2, 3, 4)] == ["95 (implausible: perhaps 9.5)", "4", "–"]
    assert dict(change_parts(screen._chart.visits[0]))["Pain"] == "95? → 4"  # type: ignore[union-attr]
    pains = {one.side: one.pain for one in screen.where.back.sites}
    assert pains == {Side.RIGHT: -2.0, Side.LEFT: None}


def test_without_any_measure_no_measure_is_named(desk: TestDesk, window: MainWindow, person: Person) -> None:
    screen = open_screen(desk, window, person, *visit("v0", 1, 0, *pain("v0", 6, 3)))
    assert screen.rotation.title.text() == "Measures"
    assert screen.rotation.nothing.isVisible()


def test_the_chart_says_that_and_how_the_care_ended_while_no_episode_is_open(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    ended = make.episode(ended=now().date(), outcome="Goals met, runs 5 km")
    screen = open_screen(desk, window, person, *visit("v0", 1, 0))
    assert not person.sees("episode_ended")
    desk.ask(lambda store: store.apply([(store.get(Episode, ended.id), ended)]))
    screen.open(make.PATIENT)
    line = person.wait_for("episode_ended")
    assert line.text() == f"Discharged {short_day(ended.ended)}: goals met, runs 5 km"  # type: ignore[attr-defined]
    desk.keep(make.episode(id="other", title="Again"))
    screen.open(make.PATIENT)
    person.until(lambda: not person.sees("episode_ended"))


def test_what_the_marks_of_a_plot_mean_stands_under_it(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    screen = open_screen(desk, window, person, *gappy())

    assert screen.pain.told.text() == "| told in words"
    assert screen.rotation.told.text() == "dashed: left 35° · × not measured"


def test_three_hundred_visits_are_drawn_once_for_all_that_is_chosen(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    plot = open_screen(desk, window, person, *gappy()).pain.plot
    plot.grab()
    drawn = plot._base
    assert drawn is not None

    for index in range(4):
        plot.choose(index)
        plot.grab()
    assert plot._base is drawn
    plot.resize(plot.width() - 40, plot.height())
    plot.grab()
    assert plot._base is not drawn


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(-20, 220), st.floats(-20, 320), st.sampled_from((11, 13, 16))), max_size=12)
)
def test_no_disc_of_a_map_covers_another_or_leaves_the_map_or_its_side(
    asked: list[tuple[float, float, int]],
) -> None:
    room, middle = QRectF(0, 0, 200, 300), 100.0
    discs = [(QPointF(x, y), float(radius)) for x, y, radius in asked]

    found = spread(discs, room, middle)

    assert len(found) == len(discs)
    for index, (place, (wanted, radius)) in enumerate(zip(found, discs, strict=True)):
        assert room.adjusted(radius, radius, -radius, -radius).adjusted(-1, -1, 1, 1).contains(place)
        assert (place.x() - middle) * (wanted.x() - middle) >= 0
        for other, (_, wide) in zip(found[:index], discs, strict=False):
            assert hypot(place.x() - other.x(), place.y() - other.y()) >= radius + wide


def test_a_disc_alone_stands_where_the_needle_went_and_the_first_never_moves() -> None:
    room = QRectF(0, 0, 200, 300)
    assert spread([(QPointF(50, 60), 13.0)], room, 100.0) == [QPointF(50, 60)]
    first, second = spread([(QPointF(50, 60), 13.0), (QPointF(52, 60), 13.0)], room, 100.0)
    assert first == QPointF(50, 60)
    assert hypot(second.x() - 52, second.y() - 60) < 40


def test_a_site_below_the_knee_is_on_the_map(desk: TestDesk, window: MainWindow, person: Person) -> None:
    low = make.point(visit_id="v0", muscle_name="Calf", side=Side.RIGHT, view=View.BACK, x=40.0, y=830.0)
    screen = open_screen(desk, window, person, *visit("v0", 1, 0, low, make.needling(low)))
    [(_, centre, radius)] = screen.where.back.discs()

    assert centre.y() + radius <= screen.where.back.height()


def test_sites_count_visits_twitches_and_the_change_of_pain(desk: TestDesk) -> None:
    chart = charts_of(desk, *gappy())
    charts = tuple(reversed(chart.visits))

    right, left = sites_over(charts)

    assert (right.name, right.times, right.twitched, right.asked) == ("Piriformis", 3, 2, 3)
    assert right.pain == pytest.approx(-2.5)
    assert (left.times, left.asked, left.pain) == (1, 0, None)
    assert [one.times for one in sites_over(charts[:1])] == [1]
    looks = {disc_look(right, Colouring.TWITCH), disc_look(left, Colouring.TWITCH)}
    assert len({(look.half, look.dashed) for look in looks}) == 2
    assert disc_words(right, Colouring.PAIN) == "−2.5"
    assert disc_words(left, Colouring.PAIN) == "?"


def test_hover_tap_and_arrows_tell_the_values(desk: TestDesk, window: MainWindow, person: Person) -> None:
    screen = open_screen(desk, window, person, *gappy())
    card, plot = screen.pain, screen.pain.plot
    place = QPoint(round(plot.place_of(3)), plot.height() // 2)

    QTest.mouseMove(plot, place)
    person.until(lambda: "5 before, 2 after, −3" in card.told.text())
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(round(plot.place_of(0)), 40))
    assert "8 before, 6 after" in card.told.text()
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert "not stated before" in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert "visit 4" in plot.accessibleDescription()


def test_time_runs_at_its_own_pace(desk: TestDesk, window: MainWindow, person: Person) -> None:
    plot = open_screen(desk, window, person, *gappy()).pain.plot
    first, second, third, last = (plot.place_of(index) for index in range(4))
    assert (third - second) == pytest.approx(second - first, rel=0.05)
    assert (last - third) == pytest.approx((second - first) * 13, rel=0.05)


def test_another_measure_and_a_goal_are_chosen_from_the_menu(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    screen = open_screen(desk, window, person, *gappy())
    card = screen.rotation
    assert card.plot.series.title.endswith("right")

    card.menu_actions()["trend_hip_ir_90_left"].trigger()
    assert card.title.text().endswith("left")
    card.menu_actions()["trend_goal_unstated"].trigger()
    assert "Sit 60 min" in card.title.text()
    assert [dot.after for dot in card.plot.series.drawn] == [3.0, 7.0]


def test_the_same_numbers_stand_in_a_table(desk: TestDesk, window: MainWindow, person: Person) -> None:
    screen = open_screen(desk, window, person, *gappy())
    person.tap("trend_as_table_pain")

    table = screen.pain.table
    rows = [
        [table.item(row, place).text() for place in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
    assert [row[0] for row in rows] == ["4", "3", "2", "1"]
    assert rows[0][2:] == ["5", "2", "−3"]
    assert rows[2][2:] == ["not stated", "–", "–"]
    assert not person.sees("trend_plot_pain")
    person.tap("trend_as_table_pain")
    assert person.sees("trend_plot_pain")


def test_the_slider_goes_through_the_visits(desk: TestDesk, window: MainWindow, person: Person) -> None:
    screen = open_screen(desk, window, person, *gappy())
    where = screen.where
    assert "right Piriformis 3 times" in where.back.accessibleName()

    slider = where.slider
    turned = QWheelEvent(
        QPointF(5, 5),
        QPointF(slider.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(slider, turned)  # the wheel scrolls what is around it
    assert "visit 4 of 4" in slider.accessibleDescription()
    at = QPoint(round(slider.x_of(1)), slider.height() // 2)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=at)
    assert "right Piriformis once" in where.back.accessibleName()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert "right Piriformis 2 times, twitch 1 of 2" in where.back.accessibleName()
    assert "visit 2 of 4" in slider.accessibleDescription()
    person.tap("segment-twitch")
    [(_, centre, _)] = where.back.discs()
    QTest.mouseMove(where.back, centre.toPoint())
    person.until(lambda: "twitch 1 of 2" in where.told.text())


def test_a_finger_moves_the_slider_and_hears_the_values(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    screen = open_screen(desk, window, person, *gappy())
    finger = QTest.createTouchDevice()
    where, plot = screen.where, screen.pain.plot

    def at(widget: QWidget, place: QPoint) -> QPoint:
        return widget.mapTo(window, place)

    slider, middle = where.slider, where.slider.height() // 2
    path = [at(slider, QPoint(round(slider.x_of(value)), middle)) for value in (4, 3, 2)]
    QTest.touchEvent(window, finger).press(0, path[0], window).commit()
    for place in path[1:]:
        QTest.touchEvent(window, finger).move(0, place, window).commit()
    QTest.touchEvent(window, finger).release(0, path[-1], window).commit()
    person.until(lambda: slider.value() == 2)
    assert "right Piriformis 2 times" in where.back.accessibleName()

    for widget, place in (
        (plot, QPoint(round(plot.place_of(3)), plot.height() // 2)),
        (where.back, where.back.discs()[0][1].toPoint()),
    ):
        QTest.touchEvent(window, finger).press(0, at(widget, place), window).commit()
        QTest.touchEvent(window, finger).release(0, at(widget, place), window).commit()
    person.until(lambda: "5 before, 2 after, −3" in screen.pain.told.text())
    person.until(lambda: "right Piriformis 2 times" in where.told.text())


def test_episodes_are_told_apart(desk: TestDesk, window: MainWindow, person: Person) -> None:
    other = make.episode(id="other", title="Second episode")
    more = visit("v9", 5, 300, *needled("v9", "obturator", Side.LEFT, Twitch.ONE, -40.0), episode_id="other")
    screen = open_screen(desk, window, person, *gappy(), other, *more)

    screen.where.menu_actions()["episode_other"].trigger()

    assert "Obturator" in screen.where.back.accessibleName()
    assert "Piriformis" not in screen.where.back.accessibleName()


def test_one_visit_is_dots_without_lines_and_no_slider(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    screen = open_screen(desk, window, person, *visit("v0", 1, 0, *pain("v0", 6, 3)))
    plot = screen.pain.plot
    area = plot.plot_area()
    assert plot.place_of(0) == pytest.approx(area.center().x(), abs=3)
    assert not person.sees("where_slider")


def test_three_hundred_visits_open_load_as_one_scrolls_and_stay_apart(
    desk: TestDesk, qtbot: QtBot, theme: Theme
) -> None:
    records: list[Record] = [make.patient(), make.episode()]
    for index in range(300):
        records += visit(f"v{index}", index + 1, index, *pain(f"v{index}", 8.0 - index % 5, 3.0))
    desk.keep(*records)
    screen = PatientScreen(desk, theme)  # without Home, which would list as many drafts
    qtbot.addWidget(screen)
    screen.resize(1366, 698)
    screen.show()
    person = Person(qtbot, screen)
    screen.open(make.PATIENT)
    qtbot.waitUntil(lambda: screen._chart is not None, timeout=20_000)
    plot = screen.pain.plot

    assert len(plot.series.drawn) == 300
    person.wait_for("visit_v299")
    assert not person.sees("visit_v0")
    bar = screen.visits._scroll.verticalScrollBar()
    for _ in range(20):
        bar.setValue(bar.maximum())
        QApplication.processEvents()
    person.wait_for("visit_v0")
    assert person.find("visit_v0").height() >= 44
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert "visit 1:" in plot.accessibleDescription()


def test_nothing_of_the_patient_stays_when_the_screen_is_dropped(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    screen = open_screen(desk, window, person, *gappy())
    screen.drop()
    assert screen.pain.plot.series.dots == ()
    assert screen.rotation.menu_actions() == {}
    assert screen.where.back.sites == ()
    assert screen.pain.table.rowCount() == 0


def test_titles_follow_the_text_size_after_the_columns_moved(
    desk: TestDesk, window: MainWindow, person: Person, theme: Theme
) -> None:
    screen = open_screen(desk, window, person, *gappy())
    for width, height in ((960, 530), (1920, 1010)):
        window.resize(width, height)
        QApplication.processEvents()
    theme.set_text_size(150)
    window.resize(1366, 698)
    person.until(lambda: not screen._narrow.isHidden())

    for title in (screen.pain.title, screen.rotation.title, screen.goals.title):
        assert title.font().pixelSize() == theme.font("section").pixelSize()


def test_the_values_of_a_scale_stand_apart_on_a_low_plot(theme: Theme, qtbot: QtBot) -> None:
    plot = TrendPlot()
    qtbot.addWidget(plot)
    plot.show_series(Series("Pain", ()))
    for height in (400, 200, 120, 90, 70):
        plot.resize(400, height)
        ys = [plot.y_of(value) for value in plot.scale_values()]
        assert all(a - b >= 15 for a, b in pairwise(ys)), height
    assert plot.scale_values()[0] == 0
    plot.resize(400, 400)
    assert plot.scale_values() == [0, 2, 4, 6, 8, 10]
