"""Whatever is typed into a search: an answer, never an error.

``NEEDLECHART_SEARCHES`` sets how many texts are made by chance (100 if it is not set).
"""

import os
import random
from collections.abc import Iterator
from datetime import date

import pytest

from needlechart.domain.audit_view import AuditFilter
from needlechart.store.queries.audit_log import audit_page
from needlechart.store.queries.search import search_patients
from needlechart.store.queries.twins import twins
from needlechart.store.store import Store
from tests import factories

SEARCHES = int(os.environ.get("NEEDLECHART_SEARCHES", "100"))

PIECES = (
    *"abcXYZ0123456789",
    *" \t\n\x00\x1b'\"`;%_*?\\/^-+=<>()[]{}|&~#@!:,.",
    *"éßøæıİŁçñÅ",
    *"ωЖשلא中文ひ한",
    "\u0301\u0302",
    "\u202e\u2066",
    "\u200b\ufeff\u00a0",
    "\ud800",
    "\udfff",
    "😀",
    "👩‍⚕️",
    "' OR 1=1 --",
    "NEAR(",
    'AND "',
    "NULL",
    "1984-06-",
    "02.06.",
    "6/2/",
    "99/99/9999",
    "٣٤",
    "²³",
    "①",
    "𝟙",
    "x" * 5000,
)
"""What texts are made of: letters, signs of query languages, halves of characters, dates, other digits."""


def texts(count: int) -> Iterator[str]:
    """So many, the same ones each time."""
    chance = random.Random(3000)
    for _ in range(count):
        yield "".join(chance.choices(PIECES, k=chance.randint(1, 8)))


@pytest.fixture
def people(store: Store) -> Store:
    """Some whom most searches miss, and some who have what is searched for in their names."""
    bystander = {"given_name": "By", "family_name": "Stander", "birth_date": date(1950, 1, 1)}
    store.put(factories.patient(id="bystander", record_number="7", **bystander))
    for number, name in enumerate(("%", "_", "' OR 1=1 --", "😀", "é é", "中文", "02.06.1984", "NULL")):
        store.put(factories.patient(id=f"odd{number}", record_number=f"{name} {number}", family_name=name))
    return store


def test_texts_by_chance_are_answered_without_an_error(people: Store) -> None:
    found = 0
    for text in texts(SEARCHES):
        rows = search_patients(people, text)
        assert len({row.patient_id for row in rows}) == len(rows) <= 9
        found += bool(rows)
        if text.isprintable():
            page = audit_page(people, AuditFilter(number=text))
            assert page.total >= len(page.rows)
        twins(people, given_name=text, family_name=text, birth_date=factories.DAY, record_number=text)
    assert 0 < found < SEARCHES
    print(f"\nsearch: {SEARCHES} texts, {found} found somebody, 0 errors")


@pytest.mark.parametrize("number", range(8))
def test_what_stands_in_a_name_is_found_by_it_and_nobody_else_is(people: Store, number: int) -> None:
    name = people.select(type(factories.patient()), id=f"odd{number}")[0].family_name
    found = {row.patient_id for row in search_patients(people, name)}
    assert f"odd{number}" in found
    assert "bystander" not in found
