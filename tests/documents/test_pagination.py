"""Strips on pages: nothing lost, nothing below the foot, kept strips together, heads repeated."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from needlechart.documents.pagination import paginate
from needlechart.documents.strips import Strip

TOP, NEXT, BOTTOM = 40.0, 60.0, 700.0


def strip(height: float = 20.0, **values) -> Strip:
    return Strip(height, lambda canvas, x, top: None, **values)


def pages(*strips: Strip):
    return paginate(strips, TOP, NEXT, BOTTOM)


@given(st.lists(st.tuples(st.floats(1, 640), st.floats(0, 40), st.booleans()), max_size=80))
def test_every_strip_is_placed_once_above_the_foot(rows) -> None:
    strips = [strip(height, gap=gap, keep=keep) for height, gap, keep in rows]
    placed = [one for page in pages(*strips) for one in page]
    assert len(placed) == len(strips)
    assert all(one.top + one.strip.height <= BOTTOM + 0.01 for one in placed)


@given(st.lists(st.floats(1, 100), min_size=1, max_size=80))
def test_strips_of_a_page_do_not_overlap(heights) -> None:
    for page in pages(*[strip(height, gap=2) for height in heights]):
        for above, below in pairwise(page):
            assert above.top + above.strip.height <= below.top + 0.001


def test_what_is_kept_together_moves_as_one() -> None:
    first, second = pages(strip(620), strip(30, keep=True), strip(30))
    assert [one.strip.height for one in first] == [620]
    assert len(second) == 2
    assert second[0].top == NEXT


def test_a_table_repeats_its_head_on_the_next_page() -> None:
    head = strip(15)
    found = pages(*[strip(100, head=head) for _ in range(12)])
    assert len(found) > 1
    assert all(page[0].strip.height == 15 for page in found[1:])


def test_a_group_higher_than_a_page_is_broken_where_it_must() -> None:
    found = pages(*[strip(300, keep=True) for _ in range(5)])
    assert sum(len(page) for page in found) == 5


def test_the_letter_of_a_section_stands_once_on_each_page() -> None:
    found = pages(*[strip(200, letter="S") for _ in range(6)], strip(20, letter="O"))
    assert [[one.letter for one in page if one.letter] for page in found] == [["S"], ["S", "O"]]


def test_a_heading_says_that_its_section_goes_on() -> None:
    again = strip(21)
    first, second = pages(
        strip(640, letter="O"), strip(20, letter="O", continued=again, keep=True), strip(20)
    )
    assert len(first) == 1
    assert second[0].strip.height == 21
