"""Protocols keep every needle of a mark, give them back, and have another side."""

from hypothesis import given
from hypothesis import strategies as st

from needlechart.atlas.atlas import load
from needlechart.domain.ghosts import other_side, protocol_ghosts, protocol_of
from needlechart.domain.words import NeedleState, Side, Technique
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
