"""Which lengths are usual, and which needle at hand is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.domain.rules.needle_length import suiting, unusual

LENGTHS = st.floats(3, 150, allow_nan=False)
SIZES = st.lists(st.tuples(st.sampled_from([0.16, 0.25, 0.3]), LENGTHS), max_size=8)


@pytest.mark.parametrize(
    ("length", "said"), [(24.9, "shorter"), (25, ""), (40, ""), (40.1, "longer"), (100, "longer")]
)
def test_both_ends_of_the_usual_range_are_usual(length: float, said: str) -> None:
    assert unusual(length, (25, 40)) == said


def test_the_nearest_length_suits_and_of_these_the_nearest_diameter() -> None:
    sizes = [(0.16, 25.0), (0.3, 30.0), (0.25, 40.0), (0.3, 40.0), (0.3, 75.0)]

    assert suiting((0.3, 60.0), (25, 40), sizes) == (0.3, 40.0)
    assert suiting((0.16, 13.0), (25, 40), sizes) == (0.16, 25.0)
    assert suiting((0.3, 60.0), (80, 100), sizes) is None


@given(st.tuples(st.just(0.3), LENGTHS), LENGTHS, LENGTHS, SIZES)
def test_what_suits_is_at_hand_and_usual_and_no_other_is_nearer(
    size: tuple[float, float], one: float, other: float, sizes: list[tuple[float, float]]
) -> None:
    usual = (min(one, other), max(one, other))
    fit = [each for each in sizes if usual[0] <= each[1] <= usual[1]]

    found = suiting(size, usual, sizes)

    assert (found is None) == (not fit)
    if found is not None:
        assert found in fit
        assert abs(found[1] - size[1]) == min(abs(each[1] - size[1]) for each in fit)
