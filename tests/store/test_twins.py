"""Who may be here already, as it is asked while a new patient is typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.domain.overview import Likeness
from needlechart.domain.patient import Patient
from needlechart.store.queries.twins import close_dates, twins
from needlechart.store.store import Store
from tests import factories as make

BORN = date(1984, 6, 2)


def ask(store: Store, given: str, family: str, born: date | None = BORN, number: str = "") -> list[Likeness]:
    found = twins(store, given_name=given, family_name=family, birth_date=born, record_number=number)
    return [one.likeness for one in found]


@pytest.fixture
def here(store: Store) -> Store:
    """Inés Müller-Łukasz, preferred Nes, born 2 June 1984."""
    store.put(make.patient(given_name="Inés", family_name="Müller-Łukasz", preferred_name="Nes"))
    return store


@pytest.mark.parametrize(
    ("given", "family"),
    [
        ("Inés", "Müller-Łukasz"),
        ("ines", "muller lukasz"),  # accents, case, hyphen
        ("Ines", "Mueler-Lukasz"),  # spelling
        ("Inez", "Myller-Lukas"),  # sound
        ("Nes", "Müller-Łukasz"),  # the preferred name
        ("Müller-Łukasz", "Inés"),  # in the wrong fields
        ("Inés", "Anders"),  # married: same given name, same day
        ("", "Müller-Łukasz"),
    ],
)
def test_name_and_date_of_birth_are_found_in_spite_of_accents_spelling_and_sound(
    here: Store, given: str, family: str
) -> None:
    assert ask(here, given, family) == [Likeness.NAME_AND_BIRTH]


def test_without_a_date_the_whole_name_counts(here: Store) -> None:
    assert ask(here, "Ines", "Mueller-Lukas", None) == [Likeness.NAME]
    assert ask(here, "Ines", "", None) == []


def test_a_slip_in_the_date_is_told_apart_from_another_person(here: Store) -> None:
    assert ask(here, "Ines", "Müller-Łukasz", date(1984, 2, 6)) == [Likeness.NAME_OTHER_BIRTH]
    assert ask(here, "Ines", "Müller-Łukasz", date(1984, 6, 3)) == [Likeness.NAME_OTHER_BIRTH]
    assert ask(here, "Ines", "Müller-Łukasz", date(1991, 12, 24)) == []


def test_somebody_else_of_the_same_day_is_not_a_twin(here: Store) -> None:
    assert ask(here, "Bartholomew", "Quist") == []


def test_a_record_number_is_found_in_any_case_and_of_an_alias_too(here: Store) -> None:
    assert ask(here, "", "", None, " 1042 ") == [Likeness.NUMBER]
    here.put(make.patient(id="other", record_number="ab-7", given_name="X", family_name="Y", birth_date=None))
    alias = here.get(Patient, "other")
    assert alias is not None
    here.apply([(alias, alias.but(merged_into=make.PATIENT))])
    [found] = twins(here, given_name="", family_name="", birth_date=None, record_number="AB-7")
    assert (found.row.patient_id, found.likeness) == (make.PATIENT, Likeness.NUMBER)


@pytest.mark.parametrize(
    ("given", "family"), [("Иван", "Петров"), ("محمد", "علي"), ("花子", "見本"), ("Ελένη", "Παπά")]
)
def test_names_of_any_script_are_compared(store: Store, given: str, family: str) -> None:
    store.put(make.patient(given_name=given, family_name=family))

    assert ask(store, given, family) == [Likeness.NAME_AND_BIRTH]
    assert ask(store, given, family, None) == [Likeness.NAME]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(
    st.lists(st.tuples(texts, texts), min_size=1, max_size=6), st.dates(date(1880, 1, 1), date(2030, 1, 1))
)
def test_whatever_is_typed_the_exact_same_person_is_found(people: list[tuple[str, str]], born: date) -> None:
    from needlechart.store.queries.twins import _likeness

    class Row:
        id, preferred_name, record_number = "x", "", "1"

        def __init__(self, given: str, family: str) -> None:
            self.given_name, self.family_name, self.birth_date = given, family, born.isoformat()

    for given_name, family_name in people:
        why = _likeness(Row(given_name, family_name), (given_name.strip(), family_name.strip()), born, "")
        if given_name.strip() or family_name.strip():
            assert why is Likeness.NAME_AND_BIRTH


@given(st.dates(date(1900, 1, 1), date(2026, 1, 1)))
def test_a_date_is_close_to_its_own_with_day_and_month_changed_about(born: date) -> None:
    if born.day <= 12:
        assert close_dates(born, date(born.year, born.day, born.month))
