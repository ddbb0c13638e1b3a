"""No figure is told about what only another one has; the general words stand for the neutral figure."""

import re
from collections.abc import Iterator

import pytest

from needlechart.atlas.atlas import load
from needlechart.atlas.body_regions import body_regions
from needlechart.catalogue import muscles
from needlechart.domain.words import Figure, Layer, View

FEMALE_ONLY = r"vagin|introit|vestib|clitor|labi[au]|vulv|uter[ui]|ovar(y|ies)|caesarean|cervix"
MALE_ONLY = r"penis|penile|prostat|scrot|testi[cs]|spermat"
NOT_OF = {Figure.FEMALE: MALE_ONLY, Figure.MALE: FEMALE_ONLY}


def texts_of(figure: Figure) -> Iterator[str]:
    """Whatever the board names for a figure: hints, plates, structures to avoid, regions of the body."""
    for muscle in muscles().values():
        yield from muscle.hint_for(figure)
        yield muscle.name
    atlas = load()
    for view in View:
        yield from (one.name for one in atlas.structures(view))
        for layer in Layer:
            yield from (getattr(step, "name", "") for step in atlas.plate(figure, view, layer).steps)
    yield from (one.name for one in body_regions())


@pytest.mark.parametrize("figure", [Figure.FEMALE, Figure.MALE])
def test_no_text_for_a_figure_names_what_only_the_other_has(figure: Figure) -> None:
    texts = list(texts_of(figure))
    assert [text for text in texts if re.search(NOT_OF[figure], text, re.IGNORECASE)] == []
    own = NOT_OF[Figure.MALE if figure is Figure.FEMALE else Figure.FEMALE]
    assert any(re.search(own, text, re.IGNORECASE) for text in texts)  # so the words are found where they are


def test_where_the_figures_differ_each_has_words_and_the_row_keeps_its_source() -> None:
    differ = {one.id: one for one in muscles().values() if any(map(any, one.figure_hints.values()))}
    assert set(differ) == {
        "obturator_internus",
        "pubococcygeus",
        "bulbospongiosus",
        "pyramidalis",
        "superficial_transverse_perineal",
    }
    for one in differ.values():
        assert one.hint_for(Figure.NEUTRAL) == one.hint
        assert one.hint_for(Figure.MALE) != one.hint_for(Figure.FEMALE)
        assert "words for each figure from general knowledge, to be checked" in one.hint_source
        assert not one.reviewed
