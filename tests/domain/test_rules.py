"""Needle count, defaults, sides, change, muscle count, alerts, values and times in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart import catalogue
from needlechart.domain.chart import VisitChart
from needlechart.domain.narrative import assessment, objective
from needlechart.domain.needling import Needling
from needlechart.domain.record import Record
from needlechart.domain.rules import time_words
from needlechart.domain.rules.alerts import blocks_needling, concerns, concerns_of, reason_entry
from needlechart.domain.rules.change import Change, Verdict, changes
from needlechart.domain.rules.defaults import needling_defaults
from needlechart.domain.rules.laterality import mismatches, side_at, sided
from needlechart.domain.rules.measure_text import measurement_text, number_text, value_text
from needlechart.domain.rules.muscle_count import MuscleCount, muscle_count
from needlechart.domain.rules.needle_count import letter, needle_count, needle_label
from needlechart.domain.rules.stopping import stop_pairs
from needlechart.domain.visit import Visit
from needlechart.domain.words import (
    AlertLevel,
    Answer,
    CountingRule,
    MeasureState,
    NeedleState,
    Phase,
    Side,
    Technique,
    View,
)
from tests import factories as f
from tests.domain import charts

# needles


def test_needles_are_counted_pistoned_ones_included_and_discarded_ones_not() -> None:
    count = needle_count(charts.missing_needle_visit())
    assert (count.put_in, count.taken_out, count.balance) == (2, 1, 1)
    assert count.settled
    assert not count.balanced


def test_still_in_is_oldest_first() -> None:
    early = charts.site(1, "piriformis", Side.RIGHT, state=NeedleState.IN, out_at=None)
    late = charts.site(
        2, "piriformis", Side.LEFT, state=NeedleState.IN, out_at=None, in_at=f.MORNING + timedelta(minutes=1)
    )
    count = needle_count(charts.chart(*early, *late))
    assert [one.id for one in count.still_in] == ["needle02", "needle01"]
    assert not count.counted


def test_no_needle_is_balanced_but_not_counted() -> None:
    count = needle_count(charts.chart())
    assert count.balanced
    assert not count.counted


def test_more_out_than_in_is_not_settled_without_a_reason() -> None:
    chart = charts.chart(*charts.site(1, "piriformis", Side.RIGHT), visit={"needles_out": 2})
    assert needle_count(chart).balance == -1
    assert not needle_count(chart).settled


def test_needles_are_called_by_their_site() -> None:
    chart = charts.two_needles_visit()
    assert [needle_label(chart, one) for one in chart.needlings] == ["1a", "1b"]
    assert [needle_label(charts.design_visit(), charts.design_visit().needlings[3])] == ["4"]
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["a", "z", "aa", "zz", "aaa"]


# defaults


def test_depth_comes_from_the_same_muscle_and_never_from_another() -> None:
    last = f.needling(depth_mm=45.0, lot="A1", twitch_count=3, note="spoke of it")
    other = f.needling(depth_mm=30.0, lot="B2")
    values = needling_defaults(last, None, None)
    assert values["depth_mm"] == 45.0
    assert values["carried"] is True
    assert not {"twitch", "twitch_count", "pain", "familiar", "note", "lot", "retention_s"} & set(values)
    assert "depth_mm" not in needling_defaults(None, other, None)
    assert needling_defaults(None, other, None)["lot"] == "B2"


def test_the_lot_is_of_this_visits_pack_only() -> None:
    last = f.needling(maker="Seirin", lot="OLD")
    same = f.needling(maker="Seirin", lot="NEW")
    assert needling_defaults(last, same, None)["lot"] == "NEW"
    assert "lot" not in needling_defaults(last, f.needling(maker="Other", lot="NEW"), None)


def test_the_clinics_needle_comes_last_and_nothing_comes_from_nothing() -> None:
    values = needling_defaults(None, None, f.needle_type(maker="Seirin"))
    assert values == {"diameter_mm": 0.3, "length_mm": 50.0, "maker": "Seirin", "carried": True}
    assert needling_defaults(None, None, None) == {}


def test_defaults_make_a_valid_needle() -> None:
    base = {"patient_id": "p", "visit_id": "v", "trigger_point_id": "t"}
    for last in (None, f.needling(technique=Technique.IN_SITU, retention_planned_s=300)):
        made = type(f.needling())(**base, **needling_defaults(last, None, f.needle_type()))
        assert made.carried
        assert made.twitch is None


# sides


@pytest.mark.parametrize(
    ("view", "x", "side"),
    [
        (View.FRONT, -40.0, Side.RIGHT),
        (View.FRONT, 40.0, Side.LEFT),
        (View.BACK, 40.0, Side.RIGHT),
        (View.BACK, -40.0, Side.LEFT),
        (View.PELVIC_FLOOR, -40.0, Side.RIGHT),
        (View.LEFT, -40.0, Side.LEFT),
        (View.RIGHT, -40.0, Side.RIGHT),
        (View.FRONT, 2.9, Side.MIDLINE),
    ],
)
def test_sides_are_the_patients(view: View, x: float, side: Side) -> None:
    assert side_at(view, x) is side


@given(st.sampled_from([View.FRONT, View.BACK, View.PELVIC_FLOOR]), st.floats(-500, 500))
def test_mirroring_a_place_gives_the_opposite_side(view: View, x: float) -> None:
    assert side_at(view, -x) is side_at(view, x).opposite


def test_a_side_that_differs_from_its_place_or_diagnosis_is_named() -> None:
    records = charts.site(1, "piriformis", Side.RIGHT)
    wrong = records[0].but(x=-52.0)  # type: ignore[attr-defined]
    chart = charts.chart(wrong, records[1], f.indication(code="M25.552", side=Side.LEFT))
    assert [one.words for one in mismatches(chart, {})] == [
        "Site 1 says right but lies on the left",
        "M25.552 is left, every site is right",
    ]
    assert mismatches(charts.design_visit(), {}) == ()


def test_a_diagnosis_whose_side_nobody_chose_is_on_the_side_of_its_code_or_its_words() -> None:
    sides = catalogue.knowledge().code_sides
    assert (sides["R10.21"], sides["R10.22"], sides["R10.23"]) == (Side.RIGHT, Side.LEFT, Side.BOTH)
    assert "R10.20" not in sides

    def said(*records: Record) -> list[str]:
        return [one.words for one in mismatches(charts.chart(*records), sides)]

    left = charts.site(1, "piriformis", Side.LEFT)
    assert said(*left, f.indication(code="R10.21", title="Pelvic pain", side=Side.UNSTATED)) == [
        "R10.21 is right, every site is left"
    ]
    assert said(*left, f.indication(code=" r10.21", title="Pelvic pain", side=Side.UNSTATED)) == [
        "r10.21 is right, every site is left"
    ]
    assert said(*left, f.indication(code="", title="Pain of the right hip", side=Side.UNSTATED)) == [
        "Pain of the right hip is right, every site is left"
    ]
    assert said(*left, f.indication(code="R10.22", title="Pelvic pain", side=Side.UNSTATED)) == []
    assert said(*left, f.indication(code="R10.23", title="Pelvic pain", side=Side.UNSTATED)) == []
    assert said(*left, f.indication(code="R10.21", title="Pelvic pain", side=Side.LEFT)) == [
        "R10.21 is the code for the right side; left is chosen here"
    ]
    right = charts.site(2, "piriformis", Side.RIGHT)
    assert said(*left, *right, f.indication(code="R10.21", title="Pelvic pain", side=Side.UNSTATED)) == []


def test_sides_are_written_out() -> None:
    assert sided(Side.RIGHT, "piriformis") == "right piriformis"
    assert sided(Side.BOTH, "piriformis") == "bilateral piriformis"
    assert sided(Side.UNSTATED, "piriformis") == "piriformis"


# change


def change(before: Any, after: Any, measure: str, unit: str, **values: Any) -> Change:
    records = charts.pair(measure, measure, unit, before, after, **values)
    return changes(charts.chart(*records), catalogue.measures())[0]


@pytest.mark.parametrize(
    ("measure", "unit", "before", "after", "text", "verdict", "word"),
    [
        ("nprs_now", "points 0-10", 6, 3, "−3", Verdict.BETTER, "better"),
        ("nprs_now", "points 0-10", 6, 5, "−1", Verdict.SMALL, "less than an important change"),
        ("nprs_now", "points 0-10", 3, 6, "+3", Verdict.WORSE, "worse"),
        ("nprs_now", "points 0-10", 4, 4, "0", Verdict.SAME, "no change"),
        ("hip_ir_90", "degrees", 22, 32, "+10°", Verdict.BETTER, "better"),
        ("hip_ir_90", "degrees", 35, 36, "+1°", Verdict.SMALL, "within measuring error"),
        ("hip_ir_90", "degrees", 35, 20, "−15°", Verdict.WORSE, "worse"),
        ("squat_quality", "", "Guarded", "Full", "2 steps", Verdict.BETTER, "better"),
        ("squat_quality", "", "Full", "Partial", "1 step", Verdict.WORSE, "worse"),
        ("mmt_muscle", "grade 0-5", "4", "5", "+1", Verdict.BETTER, "better"),
        ("mmt_muscle", "grade 0-5", "4-", "4+", "", Verdict.SMALL, "small change"),
        ("hhd_hip_flexion", "N", 100, 119, "+19 N", Verdict.SMALL, "small change"),
        ("hhd_hip_flexion", "N", 100, 120, "+20 N", Verdict.BETTER, "better"),
        ("hhd_hip_flexion", "N", 0, 50, "+50 N", Verdict.UNJUDGED, ""),
        ("pfm_tone", "-3 to +3", 2, 0, "−2", Verdict.UNJUDGED, ""),
        ("ppt", "kPa", 200, 260, "+60 kPa", Verdict.UNJUDGED, ""),
        ("own:stairs", "steps", 4, 6, "+2 steps", Verdict.UNJUDGED, ""),
        ("hos_adl", "percent", 45.31, 97.06, "+51.75 %", Verdict.BETTER, "better"),
        ("tug", "s", 9.4, 6.4, "−3 s", Verdict.BETTER, "better"),
        ("hip_ir_90", "degrees", 22, None, "", Verdict.NOT_AGAIN, "not measured after"),
        ("hip_ir_90", "degrees", None, 30, "", Verdict.NOT_BEFORE, "not measured before"),
    ],
)
def test_change_in_direction_size_and_words(
    measure: str, unit: str, before: Any, after: Any, text: str, verdict: Verdict, word: str
) -> None:
    found = change(before, after, measure, unit)
    assert (found.difference_text.replace("\u00a0", " "), found.verdict, found.word) == (text, verdict, word)


def test_a_value_that_was_not_stated_is_not_compared() -> None:
    before = f.measurement(value=5.0)
    after = f.measurement(phase=Phase.AFTER, value=None, state=MeasureState.NOT_STATED)
    found = changes(charts.chart(before, after), catalogue.measures())[0]
    assert (found.verdict, found.after_text) == (Verdict.NOT_AGAIN, "not stated")


@pytest.mark.parametrize("late", [False, True])
def test_stop_now_in_a_late_entry_gives_nothing_the_time_of_writing(late: bool) -> None:
    moment = f.MORNING + timedelta(minutes=20)
    treated = f.MORNING - timedelta(days=1) if late else f.MORNING
    point, needle, *_ = charts.site(1, "piriformis", Side.RIGHT, state=NeedleState.IN, in_at=None)
    values = {"started": treated, "entered": f.MORNING, "needles_out": None}
    chart = charts.chart(point, needle, visit=values)
    kept = [after for _, after in stop_pairs(chart, moment, reason="stop word used")]
    out, visit = (one for one in kept if one is not None)
    known = None if late else moment
    assert isinstance(out, Needling)
    assert isinstance(visit, Visit)
    assert (out.state, out.out_at) == (NeedleState.OUT, known)
    assert (visit.needles_out, visit.needles_out_at, visit.stopped_time) == (1, known, known)
    said = objective.stopped(charts.chart(point, out, visit={**values, "stopped_at": moment}))
    assert said == ("Treatment stopped." if late else "Treatment stopped at 09:50.")


@pytest.mark.parametrize("doubted", [Phase.BEFORE, Phase.AFTER])
def test_nothing_is_read_from_a_value_that_is_judged_implausible(doubted: Phase) -> None:
    before, after = f.measurement(value=12.0), f.measurement(phase=Phase.AFTER, value=4.0)
    both = [one.but(doubt="above the scale") if one.phase is doubted else one for one in (before, after)]
    found = changes(charts.chart(*both), catalogue.measures())[0]
    assert (found.difference_text, found.verdict) == ("−8", Verdict.DOUBTED)
    assert (found.word, found.short_word) == ("not judged, implausible value", "doubted")


def test_a_change_alone_that_is_judged_implausible_is_not_judged() -> None:
    facts = catalogue.measures()["odi"]
    alone = f.measurement(
        measure="odi", unit="percent", value=-80.0, state=MeasureState.CHANGE, doubt="more than it was"
    )
    found = changes(charts.chart(alone), {"odi": facts})[0]
    assert (found.difference, found.verdict) == (-80.0, Verdict.DOUBTED)


def test_a_clear_change_alone_says_that_only_the_change_is_stated() -> None:
    alone = f.measurement(
        measure="odi", measure_name="Oswestry", unit="percent", value=-22.5, state=MeasureState.CHANGE
    )
    said = assessment.change_today(changes(charts.chart(alone), catalogue.measures()))
    wanted = "Oswestry Disability Index changed by −22.5 % (only the change is stated) in the session."
    assert said.replace("\u00a0", " ") == wanted


def test_values_in_other_units_are_not_compared() -> None:
    before = f.measurement(measure="hhd", unit="N", value=100.0)
    after = f.measurement(measure="hhd", unit="kg", value=10.0, phase=Phase.AFTER)
    found = changes(charts.chart(before, after), catalogue.measures())[0]
    assert (found.verdict, found.difference) == (Verdict.UNJUDGED, None)


def test_pain_comes_first_and_right_before_left() -> None:
    records = [
        *charts.rotation(Side.LEFT, 30, 31, order=1),
        *charts.rotation(Side.RIGHT, 20, 21, order=2),
        *charts.pain(5, 4),
    ]
    rows = [(one.measure, one.side) for one in changes(charts.chart(*records), catalogue.measures())]
    assert rows == [
        ("nprs_now", Side.UNSTATED),
        ("hip_ir_90", Side.RIGHT),
        ("hip_ir_90", Side.LEFT),
    ]


@given(st.integers(0, 10), st.integers(0, 10))
def test_less_pain_is_never_called_worse(before: int, after: int) -> None:
    found = change(before, after, "nprs_now", "points 0-10")
    if after < before:
        assert found.verdict in (Verdict.BETTER, Verdict.SMALL)
    if after > before:
        assert found.verdict in (Verdict.WORSE, Verdict.SMALL)


# muscle count


def test_muscles_are_counted_by_the_clinics_rule() -> None:
    chart = charts.design_visit()
    assert muscle_count(chart) is None
    assert muscle_count(chart, CountingRule.MUSCLES) == MuscleCount(4, "20561", 0)
    assert muscle_count(chart, CountingRule.SIDES) == MuscleCount(6, "20561", 0)
    assert muscle_count(charts.electrical_visit()) == MuscleCount(2, "20560", 0)
    assert muscle_count(charts.chart(), CountingRule.MUSCLES) == MuscleCount(0, "", 0)


def test_a_site_without_a_named_muscle_does_not_count() -> None:
    records = charts.site(1, "piriformis", Side.BOTH)
    scar = f.point(id="scar", number=2, muscle="", muscle_name="caesarean scar")
    chart = charts.chart(*records, scar, f.needling(scar, technique=Technique.SCAR))
    assert muscle_count(chart, CountingRule.SIDES) == MuscleCount(2, "20560", 1)


# alerts


def alert_chart(**visit: Any) -> VisitChart:
    return charts.chart(
        f.alert(id="note", text="Left-handed", level=AlertLevel.NOTE),
        f.alert(text="Caesarean scar", screening_item="caesarean_scar", region=("abdominal_wall",)),
        f.screening_answer(item="local_infection", item_text="Infection", answer=Answer.YES),
        f.screening_answer(item="pacemaker_estim", item_text="Pacemaker", answer=Answer.YES),
        f.screening_answer(item="anticoagulant", item_text="Drug", answer=Answer.NO),
        visit=visit,
    )


def test_alerts_reach_their_region_most_severe_first() -> None:
    chart, knowledge = alert_chart(), catalogue.knowledge()
    assert [one.key for one in concerns_of(chart, "gluteals", knowledge)] == [
        "local_infection",
        "pacemaker_estim",
        "note",
    ]
    assert "caesarean_scar" in [one.key for one in concerns_of(chart, "abdominal_wall", knowledge)]


def test_an_absolute_one_blocks_until_its_reason_is_given() -> None:
    knowledge = catalogue.knowledge()
    assert [one.key for one in blocks_needling(alert_chart(), "gluteals", knowledge)] == ["local_infection"]
    given_ = alert_chart(alert_reasons=(reason_entry("local_infection", "healed: seen today"),))
    assert blocks_needling(given_, "gluteals", knowledge) == ()
    assert concerns(given_, knowledge)[0].reason == "healed: seen today"


def test_without_catalogues_alerts_still_speak() -> None:
    assert [one.text for one in concerns(alert_chart())] == ["Caesarean scar", "Left-handed"]


# values and times


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (22.0, "degrees", "22°"),
        (6.0, "points 0-10", "6"),
        (6.0, "0-10", "6"),
        (45.31, "percent", "45.31 %"),
        (8.4, "s", "8.4 s"),
        (-3.5, "cm", "−3.5 cm"),
        (2.0, "-3 to +3", "+2"),
        (60.0, "seconds", "60 s"),
        (3.0, "", "3"),
        (-0.001, "mm", "0 mm"),
        (4.0, "grade 0-5", "4"),
    ],
)
def test_values_with_their_units(value: float, unit: str, text: str) -> None:
    assert value_text(value, unit).replace("\u00a0", " ") == text


def test_every_unit_of_the_catalogue_reads_well() -> None:
    for one in catalogue.measures().values():
        text = value_text(one.max, one.unit)
        assert "points" not in text, one.id
        assert "grade" not in text, one.id
        assert "to" not in text, one.id


def test_words_and_states_of_a_measurement() -> None:
    assert measurement_text(None) == ""
    assert measurement_text(f.measurement(value=None, text="Guarded")) == "Guarded"
    assert measurement_text(f.measurement(value=None, state=MeasureState.NOT_DONE)) == "not done"


@given(st.floats(-1e6, 1e6))
def test_numbers_come_back_as_they_were_written(value: float) -> None:
    text = number_text(value)
    assert abs(float(text.replace("−", "-")) - value) <= 0.005 + 1e-9 * abs(value)
    assert "e" not in text
    assert text != "−0"


def test_dates_and_times_in_words() -> None:
    assert time_words.date_words(date(2026, 3, 3)) == "3 Mar 2026"
    assert time_words.long_date(date(2026, 3, 17)) == "Tuesday 17 March 2026"
    assert time_words.clock_seconds(datetime(2026, 3, 17, 9, 5, 8, tzinfo=UTC)) == "09:05:08"
    assert time_words.minutes_seconds(300) == "5:00"
    assert time_words.minutes_seconds(3605) == "1:00:05"
    assert time_words.duration_words(90).replace("\u00a0", " ") == "1 min 30 s"
    assert time_words.duration_words(0).replace("\u00a0", " ") == "0 s"
    assert time_words.interval_words(date(2026, 3, 17), date(2026, 3, 31)) == "2 weeks"
    assert time_words.interval_words(date(2026, 3, 17), date(2026, 3, 20)) == "3 days"
    assert time_words.interval_words(date(2026, 3, 17), date(2026, 3, 1)) == "1 Mar 2026"
    assert time_words.long_date(date(2026, 3, 17)) == "Tuesday 17 March 2026"


@given(st.dates())
def test_a_date_in_words_names_its_day_and_year(day: date) -> None:
    words = time_words.date_words(day).split(" ")
    assert (int(words[0]), int(words[2])) == (day.day, day.year)
    assert len(words[1]) == 3
    assert time_words.long_date(day).split(" ")[1] == str(day.day)


@given(st.integers(0, 86_400))
def test_minutes_and_seconds_come_back(seconds: int) -> None:
    total = 0
    for part in time_words.minutes_seconds(seconds).split(":"):
        total = total * 60 + int(part)
    assert total == seconds


def test_rules_need_no_more_than_a_chart() -> None:
    chart = replace(charts.design_visit(), previous=None)
    assert changes(chart, {})[0].verdict is Verdict.UNJUDGED
