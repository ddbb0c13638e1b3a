"""The clock of a treatment, under a time that the test controls."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.domain.needling import Needling
from needlechart.domain.rules.retention import LONGEST_S, TIME_NOT_KNOWN, elapsed, taken_out, time_is_up
from needlechart.domain.words import NeedleState
from needlechart.editing.clock import TreatmentClock, start_of_computer, steady_seconds
from tests import factories as make
from tests.clocks import Time

DAY = timedelta(days=1)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    return Time(monkeypatch)


@pytest.mark.parametrize("by", [-DAY, DAY, timedelta(hours=-1), timedelta(minutes=7)])
def test_a_clock_that_somebody_sets_moves_no_time(time: Time, by: timedelta) -> None:
    clock = TreatmentClock()
    began = clock.now()

    time.go(60)
    time.set_clock(by)
    time.go(30)

    assert clock.now() - began == timedelta(seconds=90)
    clock.follow()
    assert clock.now() == time.wall.replace(microsecond=time.wall.microsecond // 1000 * 1000)


@pytest.mark.parametrize("by", [timedelta(0), -DAY, DAY])
def test_a_restart_of_the_program_goes_on_from_the_same_start_of_the_computer(
    time: Time, by: timedelta
) -> None:
    first = TreatmentClock()
    began = first.now()
    time.go(100)
    text = first.written()

    time.go(20)
    time.set_clock(by)
    again = TreatmentClock()
    again.take_up(text)

    assert again.now() - began == timedelta(seconds=120)
    assert again.sure_of(began)


def test_a_restart_of_the_computer_goes_by_its_clock(time: Time) -> None:
    first = TreatmentClock()
    began = first.now()
    text = first.written()

    time.start_computer(after=240)
    again = TreatmentClock()
    again.take_up(text)

    assert again.now() - began == timedelta(seconds=240)
    assert again.sure_of(began)


@pytest.mark.parametrize("after", [-86_400.0, -60.0, 13 * 3600.0])
def test_a_computer_that_comes_back_at_an_impossible_time_knows_no_time_in(time: Time, after: float) -> None:
    first = TreatmentClock()
    began = first.now()
    text = first.written()

    time.start_computer(after=after)
    again = TreatmentClock()
    again.take_up(text)

    assert not again.sure_of(began)
    assert again.now() >= began
    time.go(5)
    assert again.sure_of(again.now())


def test_the_real_clocks_go_on(tmp_path: object) -> None:
    assert steady_seconds() <= steady_seconds()
    assert start_of_computer() == start_of_computer() != ""


def needle(**values: object) -> Needling:
    return make.needling(make.point(), state=NeedleState.IN, out_at=None, retention_s=None, **values)


def test_what_cannot_be_is_left_out_and_said(time: Time) -> None:
    began = time.wall
    one = needle(in_at=began, clock_started=began, note="slow")

    known = taken_out(one, began + timedelta(minutes=4))
    assert (known.out_at, known.retention_s) == (began + timedelta(minutes=4), 240)
    for moment, sure in ((began - DAY, True), (began + DAY, False)):
        unknown = taken_out(one, moment, sure=sure)
        assert (unknown.state, unknown.out_at, unknown.retention_s) == (NeedleState.OUT, None, None)
        assert unknown.note == f"slow; {TIME_NOT_KNOWN}"
    forgotten = taken_out(one, began + timedelta(seconds=LONGEST_S + 1))
    assert forgotten.out_at is not None
    assert forgotten.retention_s is None


@given(st.integers(-200_000, 200_000), st.booleans(), st.none() | st.integers(0, 3600))
def test_no_retention_is_ever_negative_or_after_an_end_before_its_beginning(
    seconds: int, sure: bool, planned: int | None
) -> None:
    began = make.MORNING
    one = needle(in_at=began, clock_started=began, retention_planned_s=planned)
    moment = began + timedelta(seconds=seconds)

    out = taken_out(one, moment, sure=sure)

    assert out.out_at is None or out.out_at >= began
    assert out.retention_s is None or 0 <= out.retention_s <= LONGEST_S
    assert 0 <= elapsed(one, moment) <= 86_400
    assert time_is_up(one, moment) == (bool(planned) and seconds >= (planned or 0))
