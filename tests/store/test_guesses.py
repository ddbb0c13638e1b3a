"""What a program that knows common passwords needs for a passphrase."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.store.guesses import LETTER, PIECE, common_passwords, power_of_guesses
from needlechart.store.passphrase import passphrase_strength

RANKED = list(common_passwords())


def test_the_list_holds_the_ten_thousand_commonest_in_their_order() -> None:
    assert len(RANKED) == 10_000
    assert RANKED[:3] == ["123456", "password", "12345678"]
    assert common_passwords()["password"] == 2


@given(st.lists(st.sampled_from(RANKED[:300]), min_size=2, max_size=3), st.sampled_from(["", " ", "-", "."]))
def test_two_or_three_common_passwords_are_refused_however_they_are_joined(some: list[str], by: str) -> None:
    score, sentence = passphrase_strength(by.join(some))
    assert score < 2, sentence


@pytest.mark.parametrize("times", range(1, 6))
def test_a_common_password_said_again_is_hardly_harder(times: int) -> None:
    for rank, word in enumerate(RANKED[:1000], 1):  # all of them: 111222 holds repeats of its own
        assert power_of_guesses(word * times) <= math.log10(rank) + math.log10(times) + PIECE + 1e-9, word


@given(st.text(max_size=200), st.lists(st.text(max_size=20), max_size=3))
def test_anything_that_can_be_typed_has_a_power_within_its_length(text: str, names: list[str]) -> None:
    assert 0 <= power_of_guesses(text, names) <= len(text) * max(LETTER, PIECE) * 3 + 1e-9


@given(st.text(alphabet="bcdfghjkmnpqrtvwxz", min_size=4, max_size=4), st.text(max_size=30))
def test_a_name_is_never_harder_than_without_knowing_it(name: str, rest: str) -> None:
    assert power_of_guesses(name + rest, [name]) <= power_of_guesses(name + rest) + 1e-9


def test_each_further_word_by_chance_makes_it_harder() -> None:
    words = ["copper", "lantern", "under", "seven", "maples"]
    powers = [power_of_guesses(" ".join(words[:size])) for size in range(1, 6)]
    assert all(one + 1 < two for one, two in itertools.pairwise(powers))
