"""A statement that takes long is stopped between two pages, and the connection goes on."""

import pytest

from needlechart.store.check import check
from needlechart.store.stopping import stoppable
from needlechart.store.store import Store
from tests import factories


class Enough(Exception):
    """Somebody locks."""


@pytest.fixture
def filled(store: Store) -> Store:
    """A hundred pages and more."""
    store.put(*factories.whole_visit())
    store.put(*[factories.patient(id=f"p{n}", record_number=f"no {n}", note="x" * 3000) for n in range(120)])
    return store


@pytest.mark.parametrize("statement", ["integrity_check", "quick_check"])
def test_it_is_asked_at_least_once_a_page_whether_to_stop(filled: Store, statement: str) -> None:
    raw, looks = filled.opened.raw, 0
    pages = raw.execute("PRAGMA page_count").fetchone()[0]

    def look() -> None:
        nonlocal looks
        looks += 1

    with stoppable(raw, look, every=1):
        assert raw.execute(f"PRAGMA {statement}").fetchall() == [("ok",)]

    assert looks >= pages > 120


@pytest.mark.parametrize("statement", ["integrity_check", "quick_check", "foreign_key_check"])
def test_what_is_raised_at_a_look_ends_it_there(filled: Store, statement: str) -> None:
    raw, looks = filled.opened.raw, 0

    def look() -> None:
        nonlocal looks
        looks += 1
        if looks == 20:
            raise Enough

    with pytest.raises(Enough), stoppable(raw, look, every=1):
        raw.execute(f"PRAGMA {statement}").fetchall()

    assert looks <= 21  # a look over pages asks once more
    assert filled.put(factories.patient(id="goes on", record_number="goes on"))
    assert check(filled).sound
