"""Counting, clocks, stopping and handing over, in the real window: database and note first."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinician
from needlechart.domain.needling import Needling
from needlechart.domain.overview import Home
from needlechart.domain.rules.alerts import told_of
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Visit
from needlechart.domain.words import (
    AuditAction,
    NeedleState,
    PainReproduced,
    Position,
    Side,
    Step,
    Technique,
    Twitch,
)
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.touch_lock import TouchLock
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.clocks import Time
from tests.ui.bodymap.stage import point_at
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.screens.board.conftest import Draft, planned, printed, settle, two_sites
from tests.ui.screens.conftest import Person

MUSCLES = ("adductor_longus", "gracilis", "pectineus")


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


def needles_in(time: Time, *minutes: int, **values: object) -> list[object]:
    """A needle in each of so many sites, in for so many minutes."""
    made: list[object] = []
    for number, (muscle, ago) in enumerate(zip(MUSCLES, minutes, strict=False), 1):
        side = Side.LEFT if number == 2 else Side.RIGHT
        point = point_at(muscle, side, id=f"point{number}", number=number)
        began = time.wall - timedelta(minutes=ago)
        made += [
            point,
            planned(
                point,
                id=f"n{number}",
                state=NeedleState.IN,
                in_at=began,
                clock_started=began,
                twitch=Twitch.ONE,
                technique=Technique.IN_SITU,
                **values,
            ),
        ]
    return made


def text(person: Person, name: str) -> str:
    return person.find(name).text()  # type: ignore[attr-defined, no-any-return]


def kept(desk: TestDesk) -> dict[str, Needling]:
    return {one.id: one for one in desk.stored(Needling)}


def visit_of(desk: TestDesk) -> Visit:
    (found,) = desk.stored(Visit, id=make.VISIT)
    return found


# Order, clocks


def test_the_oldest_needle_stands_first_and_comes_out_with_its_time(
    desk: TestDesk, draft: Draft, person: Person, time: Time
) -> None:
    board = draft(*needles_in(time, 2, 5, 1))
    assert (text(person, "still_in"), text(person, "still_in_where")) == ("3 still in", "first out: 2 · 5:00")
    person.tap("count_words")
    rows = [one.objectName() for one in board.findChildren(QWidget) if one.objectName().startswith("out_")]
    assert rows == ["out_2", "out_1", "out_3"]
    assert text(person, "time_in_2") == "5:00"

    time.go(30)
    assert board.visit is not None
    board.visit.clocks.tick()
    assert text(person, "time_in_1") == "2:30"
    person.tap("out_2")
    settle(board, person)

    assert kept(desk)["n2"].retention_s == 330
    assert text(person, "still_in_where") == "first out: 1 · 2:30"
    assert kept(desk)["n1"].state is NeedleState.IN


def test_one_clock_for_all_runs_for_every_needle_and_says_when_it_is_up(
    desk: TestDesk, draft: Draft, person: Person, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    beeps: list[int] = []
    monkeypatch.setattr(QApplication, "beep", lambda: beeps.append(1))
    desk.ask(lambda store: store.apply([(store.clinic, store.clinic.but(sound_when_time_is_up=True))]))
    board = draft(*needles_in(time, 2, 5, 1))
    person.tap("count_words")
    person.tap("clock_all_300")
    settle(board, person)
    assert {one.retention_planned_s for one in kept(desk).values()} == {300}
    assert len({one.clock_started for one in kept(desk).values()}) == 1
    assert board.visit is not None
    assert board.visit.history.undo_text == "One clock for 3 needles"

    time.go(299)
    board.visit.clocks.tick()
    assert text(person, "still_in_where").startswith("first out: ")
    assert beeps == []
    time.go(1)
    board.visit.clocks.tick()
    assert text(person, "still_in_where") == "time is up: 1, 2, 3"
    assert "time is up" in person.find("dwell").accessibleName()
    board.visit.clocks.tick()
    assert beeps == [1]

    person.tap("all_out")
    settle(board, person)
    assert {one.retention_s for one in kept(desk).values()} == {300}


def test_in_another_step_a_strip_says_that_the_time_is_up_and_leads_back(
    desk: TestDesk, draft: Draft, person: Person, window: MainWindow, time: Time
) -> None:
    board = draft(*needles_in(time, 1, retention_planned_s=120))
    window.step_4()
    time.go(60)
    assert board.visit is not None
    board.visit.clocks.tick()
    assert "Time is up: needle 1" in person.wait_for("notice_time_up").accessibleName()
    person.tap("action-to_needles")
    assert person.sees("needling_panel")
    assert not person.sees("notice_time_up")


@pytest.mark.parametrize("by", [timedelta(days=-1), timedelta(days=1)])
def test_a_clock_set_by_a_day_makes_no_wrong_record(
    desk: TestDesk, draft: Draft, person: Person, time: Time, by: timedelta
) -> None:
    board = draft(*two_sites())
    person.tap("chip_technique_in_situ")
    person.tap("chip_twitch_one")
    time.go(60)
    time.set_clock(by)
    time.go(60)
    assert board.visit is not None
    board.visit.clocks.tick()
    assert "2:00" in person.find("dwell").accessibleName()
    person.tap("needle_out")
    settle(board, person)

    one = kept(desk)["needle-one"]
    assert one.retention_s == 120
    assert one.in_at is not None
    assert one.out_at == one.in_at + timedelta(seconds=120)


def test_a_clock_nobody_stopped_is_no_retention(
    desk: TestDesk, draft: Draft, person: Person, time: Time
) -> None:
    board = draft(*needles_in(time, 400))
    person.tap("needle_out")
    settle(board, person)
    one = kept(desk)["n1"]
    assert (one.state, one.retention_s) == (NeedleState.OUT, None)


# Counting


def test_a_needle_that_was_never_in_is_its_own_entry_and_no_needle_of_the_count(
    desk: TestDesk, draft: Draft, person: Person, time: Time
) -> None:
    board = draft(*needles_in(time, 2, 5))
    panel = board.stack.currentWidget().panel  # type: ignore[union-attr,attr-defined]
    person.tap("count_words")
    panel.still_in.fate_wanted.emit("bent, not inserted")
    settle(board, person)

    (bent,) = [one for one in kept(desk).values() if one.state is NeedleState.DISCARDED]
    assert bent.fate == "bent, not inserted"
    assert text(person, "still_in") == "2 still in"
    assert "bent, not inserted" in printed(desk)


def test_count_now_asks_before_every_site_is_complete(
    desk: TestDesk, draft: Draft, person: Person, time: Time
) -> None:
    board = draft(*needles_in(time, 2, 5))
    person.tap("count_words")
    person.tap("count_now")
    person.tap("count_2")
    settle(board, person)
    assert visit_of(desk).needles_out == 2
    assert {one.state for one in kept(desk).values()} == {NeedleState.OUT}


def test_past_needling_the_count_is_asked_where_nobody_could_tell_the_last_site(
    desk: TestDesk, draft: Draft, person: Person, window: MainWindow, time: Time
) -> None:
    board = draft(*needles_in(time, 2, 5, pain=PainReproduced.NONE))
    assert text(person, "still_in") == "2 still in"
    window.step_4()
    assert "2 in. How many came out?" in person.wait_for("notice_count").accessibleName()
    person.tap("action-count_in_place")
    assert person.sees("needling_panel")
    assert not person.sees("notice_count")
    window.step_4()
    person.tap("action-came_out_2")
    settle(board, person)
    assert visit_of(desk).needles_out == 2
    assert {one.state for one in kept(desk).values()} == {NeedleState.OUT}
    assert board.current is Step.AFTER
    person.until(lambda: not person.sees("notice_count"))


def test_no_count_is_asked_past_needling_while_a_site_is_not_done(
    draft: Draft, person: Person, window: MainWindow, time: Time
) -> None:
    draft(*needles_in(time, 2, 5))
    window.step_4()
    assert not person.sees("notice_count")


def test_a_needle_that_is_not_found_keeps_the_note_unsigned_until_it_is_recorded(
    desk: TestDesk, draft: Draft, person: Person, window: MainWindow, time: Time
) -> None:
    board = draft(*needles_in(time, 2, 5, 1, pain=PainReproduced.NONE))
    window.step_4()
    person.tap("action-came_out_2")
    settle(board, person)
    assert board.current is Step.NEEDLING
    assert missing(board) >= {"needles_count"}

    person.tap("needle_out")
    person.tap("action-incident")
    record = person.wait_for("incident_record")
    person.until(lambda: record.visibleRegion().boundingRect() == record.rect())
    assert not person.sees("tile_1")
    person.tap("incident_back")
    assert person.sees("tile_1")
    person.tap("action-incident")
    person.tap("incident_record")
    assert "what was done, who was told" in text(person, "incident_lacks")
    person.tap("incident_action_0")
    person.type("incident_action", "groin palpated", leave=False)
    person.type("incident_told", "Dr Sample")
    person.tap("incident_record")
    settle(board, person)

    assert "needles_count" not in missing(board)
    window.step_4()
    assert text(person, "needles_told") == "3 in, 2 out, reason recorded"
    reason = visit_of(desk).needles_reason
    assert "1 needle not found" in reason
    assert "Site and skin examined, groin palpated" in reason
    (event,) = desk.stored(AdverseEvent)
    assert (event.kind, event.reported_to, event.visit_id) == ("needle_fault", "Dr Sample", make.VISIT)
    note = printed(desk)
    assert "3 in, 2 out" in note
    assert "groin palpated" in note
    assert "Dr Sample" in note


def missing(board: VisitBoard) -> set[str]:
    """What a signature needs."""
    from needlechart.ui.screens.board.standing import todos

    assert board.visit is not None
    return {one.id.partition("/")[0] for one in todos(board.visit.chart) if one.required}


def test_a_draft_with_a_needle_in_is_first_on_home(
    desk: TestDesk, draft: Draft, person: Person, window: MainWindow, time: Time
) -> None:
    newer = time.wall + timedelta(minutes=1)
    board = draft(*needles_in(time, 2))
    desk.keep(
        make.patient(id="p2", record_number="2", family_name="Other"),
        make.episode(id="e2", patient_id="p2"),
        make.visit(id="v2", patient_id="p2", episode_id="e2", started=newer, entered=newer),
    )
    settle(board, person)
    seen: list[Home] = []
    desk.home(seen.append)
    person.until(lambda: bool(seen))
    assert [one.visit_id for one in seen[0].drafts] == [make.VISIT, "v2"]
    assert seen[0].drafts[0].needles_in == 1


# Turning, both sides, touch


def test_turning_the_patient_with_needles_in_is_said_before_it_is_recorded(
    desk: TestDesk, draft: Draft, person: Person, time: Time
) -> None:
    board = draft(*needles_in(time, 2, 5), position=Position.SUPINE)
    chart = board.stack.currentWidget().body_map  # type: ignore[union-attr,attr-defined]
    chart.position_wanted.emit(Position.PRONE)
    told = person.wait_for("turning_strip").accessibleName()
    assert "2 needles still in: 1, 2" in told
    settle(board, person)
    assert visit_of(desk).position is Position.SUPINE

    person.tap("action-keep")
    assert not person.sees("turning_strip")
    chart.position_wanted.emit(Position.PRONE)
    person.tap("action-turn")
    settle(board, person)
    assert visit_of(desk).position is Position.PRONE

    person.tap("all_out")
    chart.position_wanted.emit(Position.SUPINE)
    settle(board, person)
    assert visit_of(desk).position is Position.SUPINE


def test_both_sides_in_one_tap_make_two_points_with_the_same_needle(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("both_sides")
    settle(board, person)

    points = {one.number: one for one in desk.stored(TriggerPoint)}
    first, twin = points[1], points[3]
    assert (twin.muscle, twin.side, twin.x, twin.y) == (first.muscle, Side.LEFT, -first.x, first.y)
    (needle,) = desk.stored(Needling, trigger_point_id=twin.id)
    assert (needle.size, needle.depth_mm, needle.state) == ("0.30×50", 25, NeedleState.PLANNED)
    assert needle.carried
    assert not person.sees("both_sides")
    board.undo()
    settle(board, person)
    assert len(desk.stored(TriggerPoint)) == 2
    assert person.sees("both_sides")


def press(window: QWidget, place: QPoint) -> None:
    """A touch as the window gets it, on whatever is on top there."""
    target = window.childAt(place) or window
    inside = QPointF(target.mapFrom(window, place))
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        event = QMouseEvent(
            kind,
            inside,
            QPointF(window.mapToGlobal(place)),
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(target, event)


def test_touch_lock_swallows_every_touch_and_two_taps_in_two_places_release_it(
    desk: TestDesk, draft: Draft, person: Person, window: MainWindow, time: Time
) -> None:
    board = draft(*needles_in(time, 2, 5))
    settle(board, person)
    before = desk.stored(Needling)
    person.tap("lock_touch")
    lock = person.find("touch_lock")
    assert isinstance(lock, TouchLock)
    foot = lock.second.geometry().center()
    plate = lock.plate.geometry()
    for x in range(20, window.width(), 90):
        for y in range(20, window.height(), 70):
            place = QPoint(x, y)
            if not plate.contains(lock.mapFrom(window, place)):
                press(window, place)
    settle(board, person)
    assert desk.stored(Needling) == before
    assert lock.locked

    press(window, lock.mapTo(window, foot))  # without the first tap there is nothing to tap
    assert lock.locked
    person.tap("touch_release")
    person.tap("touch_release_confirm")
    assert not lock.locked


def test_keys_work_and_stop_now_is_one_tap_while_touch_is_locked(
    desk: TestDesk, draft: Draft, person: Person, window: MainWindow, time: Time
) -> None:
    board = draft(*needles_in(time, 2, 5))
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert person.sees("touch_lock")
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not person.sees("touch_lock")
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    person.tap("touch_lock_stop")
    settle(board, person)

    assert {one.state for one in kept(desk).values()} == {NeedleState.OUT}
    assert visit_of(desk).stopped_at is not None
    assert not person.sees("touch_lock")


# A colleague's draft


def test_a_colleagues_draft_is_taken_over_by_the_first_change_and_note_and_audit_say_so(
    tmp_path: Path, window: MainWindow, person: Person, theme: Theme, time: Time
) -> None:
    me = make.clinician(id="me", name="Joss Fabricated", credentials="PT")
    with open_desk(tmp_path / "other", clinician=me) as desk:
        mara = Clinician(
            id=make.CLINICIAN, clinic_id=make.CLINIC, name="Mara Velasquez", credentials="PT, DPT"
        )
        start = time.wall
        desk.keep(
            mara,
            make.patient(),
            make.episode(),
            make.visit(started=start, entered=start),
            *needles_in(time, 2, 5),  # type: ignore[arg-type]
        )
        window.show_home(desk)
        window.nav.open_visit(make.VISIT)
        person.wait_for("board")
        window.step_3()
        assert "Mara Velasquez" in person.wait_for("notice_colleague").accessibleName()
        assert visit_of(desk).clinician_id == make.CLINICIAN  # looking changes nothing

        person.tap("tile_2")
        person.tap("needle_out")
        board = window.nav.board
        assert board is not None
        settle(board, person)

        visit = visit_of(desk)
        assert (visit.clinician_id, visit.clinician_name) == ("me", "Joss Fabricated, PT")
        (said,) = visit.taken_over
        assert said.startswith("Joss Fabricated, PT went on with the draft of Mara Velasquez, PT")
        assert not person.sees("notice_colleague")
        assert said in printed(desk)
        actions = [one.action for one in desk.stored(AuditEntry)]
        assert AuditAction.TAKEN_OVER in actions
        board.undo()
        settle(board, person)
        assert visit_of(desk).clinician_id == make.CLINICIAN
        assert visit_of(desk).taken_over == ()
        window.nav.drop()


def test_ones_own_draft_asks_nothing(desk: TestDesk, draft: Draft, person: Person) -> None:
    board = draft()
    assert not person.sees("notice_colleague")
    person.tap("chip_twitch_one")
    settle(board, person)
    assert visit_of(desk).taken_over == ()


# Alerts beside the mark


def answered(item: str, **values: object) -> object:
    from needlechart.domain.screening import ScreeningAnswer
    from needlechart.domain.words import Answer

    return ScreeningAnswer(
        patient_id=make.PATIENT, visit_id=make.VISIT, item=item, item_text=item, answer=Answer.YES, **values
    )


def test_an_absolute_answer_of_the_region_keeps_the_needle_out_until_one_reason_which_prints(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    inside = point_at("psoas_major", Side.RIGHT, id="one", number=1)
    outside = point_at("gluteus_medius", Side.RIGHT, id="two", number=2)
    second = point_at("iliacus", Side.LEFT, id="three", number=3)
    points = [inside, outside, second]
    board = draft(*points, *(planned(one) for one in points), answered("pregnant_abdomen"))
    person.tap("chip_twitch_one")
    settle(board, person)
    assert kept(desk)["needle-one"].state is NeedleState.PLANNED
    assert "Pregnancy: abdomen and pelvis" in person.find("reason_strip").accessibleName()
    assert "Pregnancy: abdomen and pelvis" in board.findChild(QWidget, "hint").shown

    person.type("reason", "obstetrician agreed <in writing>", leave=False)
    person.tap("reason_take")
    settle(board, person)
    assert kept(desk)["needle-one"].state is NeedleState.IN
    person.tap("tile_3")
    person.tap("chip_twitch_one")  # one reason per alert and visit
    settle(board, person)
    assert kept(desk)["needle-three"].state is NeedleState.IN
    person.tap("tile_2")
    assert "Pregnancy" not in board.findChild(QWidget, "hint").shown
    assert "obstetrician agreed <in writing>" in printed(desk)


def test_what_is_answered_with_the_needle_in_asks_its_reason_at_that_site(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    outside = point_at("gluteus_medius", Side.RIGHT, id="one", number=1)
    inside = point_at("psoas_major", Side.RIGHT, id="two", number=2)
    board = draft(outside, inside, planned(outside), planned(inside))
    for tile in ("tile_1", "tile_2"):
        person.tap(tile)
        person.tap("chip_twitch_one")
    settle(board, person)
    assert not person.sees("needling_alert")

    assert board.visit is not None
    board.visit.do([(None, answered("pregnant_abdomen"))], "Pregnancy")
    person.wait_for("needling_alert")
    told = person.find("needling_alert").accessibleName()
    assert told.startswith("Pregnancy: abdomen and pelvis: needled at site 2")
    person.tap("tile_1")
    person.tap("action-why")
    assert "Pregnancy: abdomen and pelvis" in person.find("reason_strip").accessibleName()
    person.type("reason", "obstetrician agreed", leave=False)
    person.tap("reason_take")
    settle(board, person)

    assert not person.sees("needling_alert")
    [visit] = desk.stored(Visit)
    assert visit.alert_reasons == ("pregnant_abdomen: obstetrician agreed",)
    assert "obstetrician agreed" in printed(desk)


def test_review_leads_to_the_reason_that_a_needle_in_place_owes(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("chip_twitch_one")
    assert board.visit is not None
    board.visit.do([(None, answered("systemic_infection_fever"))], "Fever")
    board.show_step(Step.REVIEW)
    person.wait_for("fix_alert_reason_visit")
    person.tap("fix_alert_reason_visit")

    person.wait_for("reason_strip")
    assert board.visit.place.site_id == "one"
    person.tap("reason_0")
    settle(board, person)
    [visit] = desk.stored(Visit)
    assert [one.partition(": ")[0] for one in visit.alert_reasons] == ["systemic_infection_fever"]


def test_a_needle_that_may_not_be_in_is_recorded_as_it_came_about_and_the_visit_is_no_dead_end(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("chip_twitch_one")
    assert board.visit is not None
    board.visit.do([(None, answered("unable_to_consent"))], "Unable to consent")
    told = person.wait_for("needling_alert").accessibleName()
    assert "site 1" in told
    assert "Take out a needle" in told
    person.tap("tile_2")
    person.tap("chip_twitch_one")
    assert not person.sees("reason_take")  # no further needle, whatever is said
    settle(board, person)
    assert kept(desk)["needle-two"].state is NeedleState.PLANNED

    person.tap("action-why")
    assert person.find("reason").placeholderText() == "How it came about"  # type: ignore[attr-defined]
    person.type("reason", "Understood less <than we thought>", leave=False)
    person.tap("reason_take")
    settle(board, person)
    [visit] = desk.stored(Visit)
    assert [told_of(one).words for one in visit.alert_reasons] == ["Understood less <than we thought>"]
    assert "Take out a needle that is in" in person.find("needling_alert").accessibleName()
    assert not person.sees("action-why")

    person.tap("tile_2")
    person.tap("chip_twitch_one")
    settle(board, person)
    assert kept(desk)["needle-two"].state is NeedleState.PLANNED
    board.show_step(Step.REVIEW)
    person.wait_for("step_review")
    assert not person.sees("fix_alert_reason_visit")
    text_of = printed(desk)
    assert "Needled although ruled out (unable_to_consent)" in text_of
    assert text_of.count("Understood less <than we thought>") >= 2  # in the box on top, and in S


@pytest.mark.parametrize("item", ["unable_to_consent", "not_permitted_by_law"])
def test_what_cannot_be_overridden_offers_no_reason(
    desk: TestDesk, draft: Draft, person: Person, item: str
) -> None:
    board = draft(*two_sites(), answered(item))
    person.tap("chip_twitch_one")
    assert person.sees("reason_strip")
    assert not person.sees("reason_take")
    settle(board, person)
    assert kept(desk)["needle-one"].state is NeedleState.PLANNED


def test_a_relative_answer_is_seen_beside_the_mark_and_stops_nothing(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft(*two_sites(), answered("anticoagulant"))
    assert "Blood thinner" in board.findChild(QWidget, "hint").shown
    person.tap("chip_twitch_one")
    settle(board, person)
    assert kept(desk)["needle-one"].state is NeedleState.IN


def test_a_mark_beside_a_muscle_lies_in_that_muscles_region(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    near = make.point(id="one", number=1, muscle="", muscle_name="near psoas major", side=Side.RIGHT)
    board = draft(near, planned(near), answered("pregnant_abdomen"))
    person.tap("chip_twitch_one")
    settle(board, person)
    assert kept(desk)["needle-one"].state is NeedleState.PLANNED
    assert person.sees("reason_strip")


def test_a_muscle_that_is_only_charted_needs_its_reason(desk: TestDesk, draft: Draft, person: Person) -> None:
    point = point_at("obturator_externus", Side.RIGHT, id="one", number=1)
    board = draft(point, planned(point))
    person.tap("chip_twitch_one")
    settle(board, person)
    assert kept(desk)["needle-one"].state is NeedleState.PLANNED
    person.tap("reason_0")
    settle(board, person)
    one = kept(desk)["needle-one"]
    assert (one.state, one.reason) == (NeedleState.IN, "Ultrasound guidance")
    assert "ltrasound guidance" in printed(desk)
