"""Measures by tap: grades, steps, follow-up, sets by indication and of the clinic, what is known of each."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from needlechart import catalogue
from needlechart.catalogue.types import MeasureDef
from needlechart.documents.note import render_note
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.measure import Measurement
from needlechart.domain.narrative import compose
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.rules.change import compare
from needlechart.domain.rules.measure_text import MINUS, measurement_text
from needlechart.domain.words import Phase, Side, Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.board.measure_entry import make_entry
from needlechart.ui.screens.board.measures import MeasuresStep
from needlechart.ui.screens.board.screening_group import GroupLine
from needlechart.ui.tab_order import stops
from needlechart.ui.widgets import Chip, Control
from tests import factories as make
from tests.cases.case import note_text, plain
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


@pytest.fixture(autouse=True)
def _program_again() -> Iterator[None]:
    yield
    catalogue.use_own(())


def opened(desk: TestDesk, window: MainWindow, person: Person, *more: object) -> MeasuresStep:
    desk.keep(make.patient(), make.episode(), *more, make.visit(started=now(), entered=now()))  # type: ignore[arg-type]
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    board: VisitBoard | None = window.nav.board
    assert board is not None
    board.show_step(Step.BEFORE)
    step = board.stack.currentWidget()
    assert isinstance(step, MeasuresStep)
    return step


def settle(step: MeasuresStep, person: Person) -> None:
    visit = step.visit
    person.until(lambda: visit.queue.waiting == 0)


def test_a_grade_is_two_taps_and_keeps_its_sign_as_written(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    step = opened(desk, window, person)
    person.type("add_measure", "manual muscle", leave=False)
    person.tap("measure_offers", "mmt_muscle")
    row = step.row_of("mmt_muscle", Side.RIGHT)
    entry = row.entry
    QTest.mouseClick(entry.numbers.chip("4"), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    settle(step, person)
    [value] = desk.stored(Measurement)
    assert (value.value, value.text) == (4.0, "4")
    QTest.mouseClick(entry.signs.chip("+"), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    settle(step, person)
    [value] = desk.stored(Measurement)
    assert (value.value, value.text) == (None, "4+")
    QTest.mouseClick(entry.numbers.chip("5"), Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    settle(step, person)
    assert entry.signs.chip("+").why_not  # type: ignore[attr-defined]


def test_a_typed_measure_goes_up_and_down_by_its_own_step(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    step = opened(desk, window, person)
    person.type("add_measure", "fingertip", leave=False)
    person.tap("measure_offers", "fingertip_floor")
    person.type("measure_value", "8")
    settle(step, person)
    person.tap("measure_more_by_one")
    settle(step, person)
    [value] = desk.stored(Measurement)
    assert value.value == 8.5
    person.tap("measure_less")
    person.tap("measure_less")
    settle(step, person)
    assert desk.stored(Measurement)[0].value == 7.5


def test_a_follow_up_value_is_kept_as_such_beside_the_one_before(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    step = opened(desk, window, person)
    pain = step.row_of("nprs_now").entry.strip  # type: ignore[attr-defined]
    QTest.mouseClick(pain.chip(6), Qt.MouseButton.LeftButton)
    person.tap("measured_when", "follow_up")
    assert pain.value() is None
    QTest.mouseClick(pain.chip(2), Qt.MouseButton.LeftButton)
    settle(step, person)
    values = {one.phase: one.value for one in desk.stored(Measurement)}
    assert values == {Phase.BEFORE: 6.0, Phase.FOLLOW_UP: 2.0}
    assert step.row_of("nprs_now").change.text() == f"{MINUS}4 better"
    assert "Measured at a follow-up" in words(step)
    said = compose(step.visit.chart, catalogue.measures()).objective
    assert f"Measured at a follow-up: pain 2 ({MINUS}4 from 6 before, better)." in said
    assert "Pain now (0 to 10), follow-up: 2" in note_text(render_note(step.visit.chart).pdf)
    person.tap("measured_when", "before")
    assert pain.value() == 6
    assert "Measured before needling" in words(step)
    assert step.row_of("nprs_now").change.text() == ""


def words(step: MeasuresStep) -> str:
    return " ".join(one.text() for one in step.findChildren(QLabel) if one.isVisible())


def test_the_first_set_follows_from_the_indication(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    low_back = next(one for one in catalogue.indications().values() if one.heading == "chronic low back pain")
    step = opened(
        desk, window, person, make.indication(code=low_back.code, title=low_back.title, side=Side.UNSTATED)
    )
    assert step.row_of("lumbar_flexion_incl")
    assert step.row_of("slr", Side.LEFT)


def test_the_list_is_kept_as_a_set_of_the_clinic_and_of_the_patient(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    step = opened(desk, window, person)
    person.tap("all_measures")
    person.tap("measure_kinds", "questionnaire")
    person.tap("measure_offers", "odi")
    person.type("measure_set_name", "Our backs", leave=False)
    person.tap("keep_measure_set")
    person.until(lambda: len(desk.stored(CatalogueRow)) == 1)
    settle(step, person)
    [row] = desk.stored(CatalogueRow)
    person.until(lambda: desk.stored(Patient)[0].measure_set == row.row)
    kept = catalogue.measure_sets()[row.row]
    assert kept.name == "Our backs"
    assert ("odi", Side.UNSTATED) in kept.measures
    assert ("hip_ir_90", Side.RIGHT) in kept.measures


def test_another_set_can_be_asked_later_and_takes_nothing_away(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    day = now() - timedelta(days=7)
    step = opened(
        desk,
        window,
        person,
        make.visit(id="first", started=day, entered=day),
        make.measurement(
            visit_id="first", measure="tug", measure_name="Timed up and go", unit="s", value=9.0
        ),
    )
    assert step.row_of("tug")
    person.tap("all_measures")
    person.tap("measure_sets", "pelvic_floor")
    settle(step, person)
    assert step.row_of("tug")
    assert step.row_of("pfm_tone", Side.RIGHT)
    assert desk.stored(Patient)[0].measure_set == "pelvic_floor"


def test_what_is_known_of_a_measure_stands_under_its_row(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    step = opened(desk, window, person)
    row = step.row_of("nprs_now")
    assert row.about.isHidden()
    row._act("about")
    words = row.about.text()
    for said in (
        "1.5 or more is an important change",
        "Abbott and Schmitt 2014",
        "licence: free",
        "not reviewed",
    ):
        assert said in words, said


@pytest.mark.parametrize("known", catalogue.measures().values(), ids=lambda one: one.id)
def test_every_measure_has_a_control_that_takes_its_range(known, show) -> None:
    from PySide6.QtWidgets import QWidget

    host = QWidget()
    entry = make_entry(known.short_name, known, host)
    show(host)
    given: list[tuple[object, str]] = []
    entry.entered.connect(lambda value, text, note: given.append((value, text)))
    low = make.measurement(
        measure=known.id, unit=known.unit, value=known.min, text=known.words[0] if known.words else ""
    )
    entry.show_value(low, None)
    assert entry.shows(low)
    assert entry.focusProxy() is not None


def enter(
    step: MeasuresStep, person: Person, known: MeasureDef, side: Side, *, highest: bool = False
) -> None:
    """One value by the first (or last) thing that can be tapped; a score is typed."""
    person.until(lambda: step.row_of(known.id, side).entry.isVisible())
    entry = step.row_of(known.id, side).entry
    fields = [one for one in entry.findChildren(QLineEdit) if one.isVisible()]
    taps = [one for one in entry.findChildren(Control) if one.isVisible() and not one.why_not]
    if taps and not fields:
        tapped = taps[-1] if highest else taps[0]
        person.until(lambda: not tapped.rect().isEmpty())
        QTest.mouseClick(tapped, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClicks(fields[0], f"{known.max if highest else known.min:g}")
        QTest.keyClick(fields[0], Qt.Key.Key_Return)


@pytest.mark.parametrize("part", range(12))
def test_every_row_of_the_catalogue_is_found_by_name_entered_and_kept_with_its_side(
    desk: TestDesk, window: MainWindow, person: Person, part: int
) -> None:
    step = opened(desk, window, person)
    rows = [one for one in catalogue.measures().values() if not one.hidden][part::12]
    for known in rows:
        side = Side.LEFT if known.sided else Side.UNSTATED
        if not has_row(step, known.id, side):
            field = person.find("add_measure")
            field.setFocus()
            QTest.keyClicks(field, known.full_name[:40])
            person.tap("measure_offers", known.id)
            person.until(lambda known=known, side=side: has_row(step, known.id, side))  # type: ignore[misc]
        enter(step, person, known, side)
    settle(step, person)
    kept = {(one.measure, one.side): one for one in desk.stored(Measurement)}
    for known in rows:
        one = kept[known.id, Side.LEFT if known.sided else Side.UNSTATED]
        assert one.phase is Phase.BEFORE
        assert one.unit == known.unit
        assert one.value is not None or one.text in known.words
        assert one.value is None or known.min <= one.value <= known.max
    assert len(kept) == len(rows)
    again_after_and_at_a_follow_up(desk, window, person, rows)


def again_after_and_at_a_follow_up(
    desk: TestDesk, window: MainWindow, person: Person, rows: list[MeasureDef]
) -> None:
    """What was asked before is entered after and at a follow-up too, each with its change, and printed."""
    board = window.nav.board
    assert board is not None
    for phase in (Phase.AFTER, Phase.FOLLOW_UP):
        board.show_step(Step.AFTER if phase is Phase.AFTER else Step.BEFORE)
        if phase is Phase.FOLLOW_UP:
            person.tap("measured_when", phase.value)
        step = board.stack.currentWidget()
        assert isinstance(step, MeasuresStep)
        for known in rows:
            enter(step, person, known, Side.LEFT if known.sided else Side.UNSTATED, highest=True)
        settle(step, person)
        kept = {(one.measure, one.side): one for one in desk.stored(Measurement) if one.phase is phase}
        assert len(kept) == len(rows)
        for (measure, side), one in kept.items():
            known = catalogue.measures()[measure]
            assert one.value is not None or one.text in known.words
            assert one.value is None or known.min <= one.value <= known.max
            before = step.visit.chart.measured(measure, side, Phase.BEFORE)
            change = compare(known, before, one)
            told = " ".join(part for part in (change.difference_text, change.short_word) if part)
            assert step.row_of(measure, side).change.text() == told
    assert board.visit is not None
    chart = board.visit.chart
    printed = note_text(render_note(chart).pdf)
    for one in chart.measurements:
        assert plain(measurement_text(one)) in printed, one.measure
        assert plain(catalogue.measures()[one.measure].short_name) in printed or one.measure_name in printed


def has_row(step: MeasuresStep, measure: str, side: Side) -> bool:
    try:
        step.row_of(measure, side)
    except KeyError:
        return False
    return True


# The keyboard


def keyboard() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_a_step_opens_with_the_keyboard_on_its_first_open_question_and_a_ring_to_be_seen(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    opened(desk, window, person)
    board = window.nav.board
    assert board is not None
    for step in (Step.BEFORE, Step.AFTER, Step.FOLLOW_ON, Step.PLAN, Step.CHECK_IN):
        board.show_step(step)
        asked = GroupLine if step is Step.CHECK_IN else Chip  # a first visit reads the whole list
        person.until(lambda asked=asked: isinstance(keyboard(), asked))
        assert keyboard().keyboard_seen  # type: ignore[attr-defined]
        before = board.visit.history.count  # type: ignore[union-attr]
        QTest.keyClick(keyboard(), Qt.Key.Key_Space)  # what led here was pressed twice
        QTest.keyClick(keyboard(), Qt.Key.Key_Return)
        assert board.visit.history.count == before  # type: ignore[union-attr]


def test_a_step_that_is_opened_for_the_first_time_begins_at_its_first_question(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    goal = make.goal()
    opened(desk, window, person, goal)
    board = window.nav.board
    assert board is not None
    first = {Step.AFTER: "measure_nprs_now_unstated", Step.PLAN: f"goal_change_{goal.id}"}
    for step, name in {Step.BEFORE: "measure_nprs_now_unstated", **first}.items():
        board.show_step(step)  # what it asks is made in this moment
        asked = board.stack.currentWidget().findChild(QWidget, name)
        assert asked is not None
        assert asked.isAncestorOf(keyboard()), (step, keyboard().objectName())


def test_a_visit_of_who_comes_again_begins_at_what_is_new(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    before = now() - timedelta(days=14)
    desk.keep(make.patient(), make.episode(), make.visit(id="before", started=before, entered=before))
    desk.ask(lambda store: store.sign_visit("before"))
    desk.keep(make.visit(number=2, started=now(), entered=now()))
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    screening = person.wait_for("screening")
    person.until(lambda: isinstance(QApplication.focusWidget(), Chip))
    QApplication.processEvents()
    assert screening.isAncestorOf(keyboard()), keyboard().objectName()


def test_tab_goes_from_value_to_value_and_alt_down_opens_what_the_name_opens(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    step = opened(desk, window, person)
    step._choose_set("low_back")
    step.focus_first()
    for _ in range(12):
        QTest.keyClick(keyboard(), Qt.Key.Key_Tab)
        assert keyboard().objectName() != "measure_more"
    row = person.wait_for("measure_slr_right")
    stops(row)[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(keyboard(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    person.until(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.objectName() == "measure_menu"
    menu.close()
