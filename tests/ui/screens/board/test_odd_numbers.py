"""Numbers and days that cannot be, typed into the real editors: refused in place, or kept exactly."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from needlechart.domain.measure import Measurement
from needlechart.domain.needling import Needling, Stimulation
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.visit import Visit
from needlechart.domain.words import Step
from needlechart.ui.main_window import MainWindow
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.board.conftest import Draft, settle
from tests.ui.screens.conftest import Person

NONE = ("NaN", "inf", "-inf", "1e5", "9223372036854775808", "1,200", "1.2.3", "-3", "--1", "0x10", "٣,٥٠٠")


def refused(person: Person, name: str) -> bool:
    """Whether a field says that it does not take what was typed."""
    return bool(person.find(name).error)  # type: ignore[attr-defined]


def test_a_current_takes_no_odd_number_and_a_comma_as_a_point(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("chip_estim_on")
    person.tap("more_findings")
    person.tap("chip_hz_other")
    for odd in NONE:
        person.type("hz_typed", odd)
        settle(board, person)
        assert refused(person, "hz_typed"), odd
        assert [one.hz for one in desk.stored(Stimulation)] == [None], odd
    person.type("hz_typed", "123,4567")
    settle(board, person)
    assert desk.stored(Stimulation)[0].hz == 123.4567
    person.until(lambda: person.sees("chip_hz_123.4567"))
    assert person.find("chip_hz_123.4567").isChecked()  # type: ignore[attr-defined]


def test_who_pauses_while_typing_a_number_still_has_the_field(
    desk: TestDesk, draft: Draft, person: Person
) -> None:
    board = draft()
    person.tap("chip_estim_on")
    person.tap("more_findings")
    person.tap("chip_hz_other")
    person.type("hz_typed", "1", leave=False)
    person.until(lambda: [one.hz for one in desk.stored(Stimulation)] == [1.0])
    field = person.find("hz_typed")
    QTest.keyClick(field, "2")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    settle(board, person)
    assert desk.stored(Stimulation)[0].hz == 12.0
    assert not person.sees("hz_typed")


def test_a_needle_stays_no_odd_time(desk: TestDesk, draft: Draft, person: Person) -> None:
    board = draft()
    person.tap("more_findings")
    before = [one.retention_s for one in desk.stored(Needling)]
    for odd in (*NONE, "5:99:1", "99999"):
        person.type("stayed", odd)
        settle(board, person)
        assert refused(person, "stayed"), odd
        assert [one.retention_s for one in desk.stored(Needling)] == before, odd


@pytest.mark.parametrize("own", [False, True], ids=["of the catalogue", "of the clinic"])
def test_a_measure_takes_no_odd_number(
    desk: TestDesk, window: MainWindow, person: Person, *, own: bool
) -> None:
    value = make.measurement(measure="own:Sit to stand", measure_name="Sit to stand", unit="s", value=1.0)
    more = [value] if own else []
    desk.keep(make.patient(), make.episode(), make.visit(started=now(), entered=now()), *more)
    window.show_home(desk)
    window.nav.open_visit(make.VISIT)
    person.wait_for("board")
    board = window.nav.board
    assert board is not None
    board.show_step(Step.BEFORE)
    if not own:
        person.type("add_measure", "fingertip", leave=False)
        person.tap("measure_offers", "fingertip_floor")
    kept = [(one.value, one.text) for one in desk.stored(Measurement)]
    for odd in NONE:
        if odd == "-3" or (own and odd in ("--1", "0x10")):
            continue  # a number that may be meant, and what the clinic's own words may be
        person.type("measure_value", odd)
        settle(board, person)
        assert refused(person, "measure_value"), odd
        assert [(one.value, one.text) for one in desk.stored(Measurement)] == kept, odd
    person.type("measure_value", "12,5")
    settle(board, person)
    assert [(one.value, one.text) for one in desk.stored(Measurement)] == [(12.5, "")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("29 Feb 2095", None),
        ("29 Feb 2100", None),
        ("2200-13-01", None),
        ("1 Jan 1899", None),
        ("29 Feb 2096", date(2096, 2, 29)),
        ("1 Jan 2200", date(2200, 1, 1)),
    ],
)
def test_the_next_visit_is_a_day_of_the_calendar(
    desk: TestDesk, draft: Draft, person: Person, typed: str, kept: date | None
) -> None:
    board = draft()
    board.show_step(Step.PLAN)
    person.type("next_visit_day", typed)
    settle(board, person)
    assert desk.stored(Visit)[0].next_visit == kept
    assert refused(person, "next_visit_day") == (kept is None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("29 Feb 1984", date(1984, 2, 29)),
        ("31 Dec 1899", date(1899, 12, 31)),
        ("29 Feb 1900", None),
        ("29 Feb 1983", None),
        ("1 Jan 1879", None),
        ("1 Jan 2200", None),
        ("1,200", None),
        ("NaN", None),
    ],
)
def test_a_date_of_birth_is_a_day_of_the_calendar(
    desk: TestDesk, window: MainWindow, person: Person, typed: str, kept: date | None
) -> None:
    desk.keep()
    window.show_home(desk)
    person.tap("new_patient")
    person.type("family_name", "Example")
    person.type("birth_date", typed)
    person.tap("add_patient")
    if kept is None:
        assert refused(person, "birth_date")
        assert desk.stored(Patient) == []
    else:
        person.until(lambda: [one.birth_date for one in desk.stored(Patient)] == [kept])
