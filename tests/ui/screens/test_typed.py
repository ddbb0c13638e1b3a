"""Dates, times and numbers as people type them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.domain.rules.time_words import MONTHS
from needlechart.ui.screens.board.measure_typed import read_value
from needlechart.ui.screens.typed import Refused, read_date, read_number, read_time
from needlechart.ui.screens.wording import match_span, number, short_day


def outcome_of(text: str) -> date | Refused | None:
    """The date, or the refusal."""
    try:
        return read_date(text)
    except Refused as refusal:
        return refusal


DAYS = st.dates(date(1880, 1, 1), date(2199, 12, 31))


@given(
    DAYS,
    st.sampled_from(
        ["{d} {m} {y}", "{m} {d}, {y}", "{y} {m} {d}", "{d}. {m} {y}", "{d}-{m}-{y}", "the {d}th of {m} {y}"]
    ),
)
def test_a_date_in_words_is_read_in_any_order(day: date, form: str) -> None:
    text = form.format(d=day.day, m=MONTHS[day.month - 1], y=day.year)

    assert read_date(text) == day


@given(DAYS)
def test_what_a_screen_writes_it_also_reads(day: date) -> None:
    assert read_date(short_day(day)) == day
    assert read_date(day.isoformat()) == day


@given(st.integers(1, 12), st.integers(1, 12))
def test_a_date_of_numbers_that_could_be_two_days_is_refused_with_both(first: int, second: int) -> None:
    text = f"{first}/{second}/1991"
    if first == second:
        assert read_date(text) == date(1991, first, second)
        return
    with pytest.raises(Refused) as refusal:
        read_date(text)
    assert MONTHS[first - 1] in str(refusal.value)
    assert MONTHS[second - 1] in str(refusal.value)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_is_refused_with_a_sentence_that_repeats_nothing(text: str) -> None:
    outcome = outcome_of(text)

    if isinstance(outcome, Refused):
        assert str(outcome).endswith(".")
    else:
        assert outcome is None or outcome.year >= 1880


@pytest.mark.parametrize(
    ("text", "why"),
    [("31 Feb 1991", "calendar"), ("9 Ma 1991", "month"), ("9 May 91", "four-digit"), ("1 May 1700", "1880")],
)
def test_a_date_that_cannot_be_says_why(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_date(text)


def test_a_date_in_the_future_is_refused_where_it_must_lie_in_the_past() -> None:
    with pytest.raises(Refused, match="future"):
        read_date("1 Jan 2199", latest=date(2026, 3, 17))


@pytest.mark.parametrize(
    ("text", "hour", "minute"), [("10:42", 10, 42), ("1042", 10, 42), ("2:05 pm", 14, 5), ("12:00 am", 0, 0)]
)
def test_a_time_is_read(text: str, hour: int, minute: int) -> None:
    assert read_time(text) == (hour, minute)


@pytest.mark.parametrize("text", ["", "25:00", "10:75", "noon", "13:00 pm"])
def test_a_time_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_time(text)


@given(st.floats(-9999, 9999).map(lambda value: round(value, 3)))
def test_a_number_is_read_as_it_is_written_with_point_comma_and_true_minus(value: float) -> None:
    text = number(value)
    if "e" in text:
        return
    assert read_number(text) == value
    thousands = re.fullmatch(r"\D?[1-9]\d{0,2}\.\d{3}", text)
    assert read_number(text.replace(".", ",")) == (None if thousands else value)


@pytest.mark.parametrize("text", ["1,200", "-12,500", "+999,000", "−1,200"])
def test_a_number_that_could_be_thousands_or_a_fraction_is_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1,2", 1.2), ("0,125", 0.125), ("1200", 1200.0), ("1,25", 1.25)]
)
def test_a_comma_before_decimals_is_read(text: str, value: float) -> None:
    assert read_number(text) == value


ODD = ("NaN", "inf", "-∞", "1e400", "1,200", "1.2.3", "1'200", "9223372036854775808", "1" * 400)


@pytest.mark.parametrize("text", ODD)
def test_a_value_of_the_clinics_own_measure_never_turns_from_a_number_into_words(text: str) -> None:
    with pytest.raises(Refused, match="number"):
        read_value(text, None)


@pytest.mark.parametrize(("text", "kept"), [("120/80", "120/80"), ("4+", "4+"), ("not yet", "not yet")])
def test_words_of_the_clinics_own_measure_stay_words(text: str, kept: str) -> None:
    assert read_value(text, None) == (None, kept)


@given(st.floats(0.001, 999_999_999).map(lambda value: round(value, 6)))
def test_a_number_is_shown_with_every_digit_it_is_kept_with(value: float) -> None:
    assert float(number(value)) == value


@given(st.text(max_size=20), st.text(max_size=5))
def test_a_match_is_found_inside_the_text_or_nowhere(text: str, wanted: str) -> None:
    span = match_span(text, wanted)

    assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_a_match_looks_past_accents_and_case() -> None:
    assert match_span("Zoë Exämple", "exam") == (4, 8)
