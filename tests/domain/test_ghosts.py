"""Protocols keep every needle of a mark, give them back, and have another side."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from needlechart.atlas.atlas import load
from needlechart.catalogue import knowledge, requirements
from needlechart.domain.chart import VisitChart
from needlechart.domain.ghosts import currents_between, other_side, protocol_ghosts, protocol_of, visit_ghosts
from needlechart.domain.narrative.objective import objective
from needlechart.domain.record import field_types
from needlechart.domain.rules.completeness import missing
from needlechart.domain.words import IntensityUnit, NeedleState, Perceived, Side, Technique
from tests import factories as make
from tests.domain import charts

NEEDLES = st.lists(
    st.tuples(st.sampled_from([40.0, 50.0, 60.0]), st.sampled_from(list(Technique))), min_size=0, max_size=4
)


@given(sites=st.lists(NEEDLES, min_size=1, max_size=4))
def test_what_is_kept_comes_back_needle_by_needle(
    sites: list[list[tuple[float, Technique]]],
) -> None:
    records = []
    for number, needles in enumerate(sites, 1):
        point = make.point(id=f"point{number}", number=number)
        records.append(point)
        records += [
            make.needling(point, length_mm=length, technique=technique, depth_mm=20.0, order=order)
            for order, (length, technique) in enumerate(needles)
        ]
        records.append(make.needling(point, state=NeedleState.DISCARDED, order=9))
    chart = charts.chart(*records)

    kept = protocol_of("Hips", make.CLINIC, chart)
    source = protocol_ghosts(kept, chart.visit)

    assert kept.sites == len(sites) == len(source.points)
    for point, needles in zip(source.points, sites, strict=True):
        found = source.needles_of(point)
        assert [(one.length_mm, one.technique) for one in found] == needles
        assert [one.order for one in found] == list(range(len(needles)))


def test_the_other_side_mirrors_what_has_a_side_and_twice_is_the_same() -> None:
    chart = charts.design_visit()
    kept = protocol_of("Hips", make.CLINIC, chart)
    other = other_side(kept, load().mirror)
    assert kept.sided
    for before, after in zip(kept.points, other.points, strict=True):
        if before.side in (Side.RIGHT, Side.LEFT):
            assert after.side is before.side.opposite
            assert after.x == -before.x
        else:
            assert after == before
    back = other_side(other, load().mirror)
    places = [(one.view, one.x, one.y, one.side) for one in kept.points]
    assert [(one.view, one.x, one.y, one.side) for one in back.points] == places


def stimulated() -> VisitChart:
    """Three marks: a current between the first two, one from the third to a pad, one without an end."""
    points = [make.point(id=f"point{number}", number=number + 3, x=10.0 * number) for number in (1, 2, 3, 4)]
    needles = [make.needling(point) for point in points]
    currents = [
        make.stimulation(points[0], points[1], microseconds=250, perceived=Perceived.STRONG, note="hers"),
        make.stimulation(points[2], pad=True, intensity_unit=IntensityUnit.LEVEL),
        make.stimulation(points[3], pad=False),
    ]
    return charts.chart(*points, *needles, *currents)


def test_a_protocol_keeps_the_currents_that_have_both_ends_and_nothing_of_the_day() -> None:
    chart = stimulated()
    pair, pad = protocol_of("Hips", make.CLINIC, chart).currents
    assert (pair.ends, pair.pad, pad.ends, pad.pad) == ((1, 2), False, (3,), True)
    assert (pair.microseconds, pad.intensity_unit) == (250, IntensityUnit.LEVEL)
    first = chart.stimulations[0]
    assert (pair.hz, pair.minutes) == (first.hz, first.minutes)
    assert not {"intensity", "perceived", "polarity", "note", "device"} & field_types(type(pair)).keys()


@given(repeated=st.sets(st.sampled_from([1, 2, 3])), taken=st.sets(st.sampled_from([1, 2, 3]), max_size=1))
def test_a_current_is_planned_only_where_both_marks_are_and_no_other_current_is(
    repeated: set[int], taken: set[int]
) -> None:
    source = protocol_ghosts(protocol_of("Hips", make.CLINIC, stimulated()), charts.design_visit().visit)
    marks = {
        ghost.id: make.point(id=f"new{number}", number=number)
        for number, ghost in enumerate(source.points, 1)
        if number in repeated
    }
    there = [make.stimulation(one) for one in marks.values() if one.number in taken]
    made = currents_between(source, marks, there)

    free = repeated - taken
    wanted = [("new1", "new2")] if free >= {1, 2} else []
    wanted += [("new3", "")] if 3 in free else []
    assert [(one.first_point_id, one.second_point_id) for one in made] == wanted
    assert all(one.carried and one.intensity is None for one in made)


def test_repeated_marks_bring_what_was_given_between_them_and_no_plan_and_no_loose_end() -> None:
    chart = stimulated()
    pair, pad, loose = chart.stimulations
    assert visit_ghosts(chart, last=True).currents == (pair, pad)
    never_on = replace(chart, stimulations=(pair.but(carried=True), pad, loose))
    assert visit_ghosts(never_on, last=True).currents == (pad,)


def test_a_planned_current_is_told_nowhere_as_given_and_asks_where_its_needles_were_in() -> None:
    chart = stimulated()
    planned = replace(chart, stimulations=tuple(one.but(carried=True) for one in chart.stimulations))
    assert "lectrical stimulation between" in objective(chart, knowledge().measures)
    assert "lectrical stimulation between" not in objective(planned, knowledge().measures)
    assert planned.currents_given == ()
    asked = [one for one in missing(planned, requirements(), knowledge()) if one.id.startswith("stimulation")]
    assert {one.detail for one in asked} == {
        "Site 4: current planned, On or Off",
        "Site 6: current planned, On or Off",
        "Site 7: current planned, On or Off",
    }
