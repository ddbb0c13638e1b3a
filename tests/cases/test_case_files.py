"""The files of the cases: every datum that the source gives is looked for, and what is made up says so."""

import pytest

from tests.cases.case import Case, plain

NAMES = ("rainey_2013", "george_2018_a", "ceballos_laita_2021")


@pytest.mark.parametrize("name", NAMES)
def test_every_datum_has_its_text_in_notes_that_exist(name: str) -> None:
    case = Case(name)
    assert case.told["source"]
    assert case.told["given"]
    assert all(case.told["made_up"].values())
    for printed in case.told["printed"]:
        assert printed["datum"]
        assert printed["texts"]
        assert set(printed.get("visits", [1])) <= set(range(1, len(case.visits) + 1))


def test_text_is_compared_without_its_line_ends_and_kinds_of_space() -> None:
    assert plain(" Pain\u00a0now\r\n0 \u2009of 10 ") == "Pain now 0 of 10"


def test_what_no_note_says_is_told_by_visit_and_datum() -> None:
    case = Case("rainey_2013")
    case.told["printed"] = [{"datum": "woman, 30", "texts": ["Woman, 30"], "visits": []}]
    assert case.missing([]) == []
