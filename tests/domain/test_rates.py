"""Rates say how many of how many; a change is judged by measuring error, then by importance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.catalogue import event_rates, measures
from needlechart.catalogue.types import MeasureDef
from needlechart.domain.rules.change import Change, Verdict, compare
from needlechart.domain.rules.rates import Counted, Rate
from needlechart.domain.words import Phase
from tests import factories as make


def test_a_rate_is_written_with_its_numbers_and_its_interval() -> None:
    assert Rate(2, 40).words.replace("\u00a0", " ") == "2 of 40 sessions, 5 % (1.4 to 17 %)"
    assert Rate(0, 1).words.replace("\u00a0", " ") == "0 of 1 session, 0 % (0 to 79 %)"
    assert Rate(0, 0).words == "no sessions"
    assert Rate(0, 0, Counted.PATIENT).words == "no patients"
    assert Rate(3, 1, Counted.NEEDLE).words == "3 of 1 needle"
    assert Rate(1, 30, Counted.NEEDLE).words.startswith("1 of 30 needles")


def test_the_interval_is_that_of_wilson() -> None:
    low, high = Rate(10, 100).interval or (0.0, 0.0)
    assert low == pytest.approx(5.522, abs=0.001)
    assert high == pytest.approx(17.437, abs=0.001)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_the_interval_holds_the_rate(count: int, more: int) -> None:
    rate = Rate(count, count + more)
    assert rate.percent is not None
    assert rate.interval is not None
    low, high = rate.interval
    assert 0 <= low <= rate.percent + 1e-9
    assert rate.percent - 1e-9 <= high <= 100


def test_published_rates_name_study_and_treatments() -> None:
    words = {key: one.words.replace("\u00a0", " ") for key, one in event_rates().items()}
    assert words["bruising_brady"] == "7.55 % of 7,629 (Brady 2014)"
    assert words["major_brady"] == "0, under 0.04 % of 7,629 (Brady 2014)"
    assert words["major_boyce"] == "20 of 20,464 (Boyce 2020)"


@pytest.mark.parametrize(
    ("after", "verdict", "word"),
    [
        (62.0, Verdict.SMALL, "within measuring error"),
        (65.0, Verdict.SMALL, "less than an important change"),
        (69.0, Verdict.BETTER, "better"),
        (51.0, Verdict.WORSE, "worse"),
        (60.0, Verdict.SAME, "no change"),
    ],
)
def test_a_change_is_judged_by_measuring_error_and_importance(
    after: float, verdict: Verdict, word: str
) -> None:
    known = measures()["hos_adl"]
    assert (known.detectable_value, known.change_value) == (3.0, 9.0)
    values = {
        phase: make.measurement(measure="hos_adl", unit=known.unit, phase=phase, value=value)
        for phase, value in ((Phase.BEFORE, 60.0), (Phase.AFTER, after))
    }
    change = compare(known, values[Phase.BEFORE], values[Phase.AFTER])
    assert (change.verdict, change.word) == (verdict, word)


def test_every_change_value_says_for_whom_and_by_whom() -> None:
    for one in measures().values():
        assert (one.change_value is None) == (not one.change_source), one.id
        assert (one.change_value is None) == (not one.change_population), one.id


@pytest.mark.parametrize("known", measures().values(), ids=lambda one: one.id)
def test_every_measure_is_judged_by_its_own_numbers_and_never_beyond_them(known: MeasureDef) -> None:
    def judged(start: float, end: float) -> Change:
        values = [
            make.measurement(
                measure=known.id, measure_name=known.name, unit=known.unit, value=value, phase=phase
            )
            for value, phase in ((start, Phase.BEFORE), (end, Phase.AFTER))
        ]
        return compare(known, *values)

    start = (known.min + known.max) / 2 or 1.0
    assert judged(start, start).verdict is Verdict.SAME
    if known.change_value is None or known.higher_is_better is None:
        assert judged(start, known.max + 1).verdict is Verdict.UNJUDGED
        return
    assert known.change_population
    assert known.change_source
    needed = abs(start) * known.change_value / 100 if known.change_relative else known.change_value
    up, down = judged(start, start + needed * 1.01), judged(start, start - needed * 1.01)
    better, worse = (up, down) if known.higher_is_better else (down, up)
    assert (better.verdict, worse.verdict) == (Verdict.BETTER, Verdict.WORSE)
    for small in (judged(start, start + needed * 0.9), judged(start, start - needed * 0.9)):
        assert small.verdict is Verdict.SMALL
        assert small.word in ("within measuring error", "less than an important change", "small change")
