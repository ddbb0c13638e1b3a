"""Ages on leap days, and a laptop that travels: order is kept, and a time zone is no clock set back."""

import calendar
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.words import AuditAction
from tests import factories
from tests.store.conftest import new_store, reopened

ZONES = (
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Europe/Berlin",
    "UTC",
)


@pytest.fixture
def own_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2000, 2, 29), 0),
        (date(2001, 2, 28), 0),
        (date(2001, 3, 1), 1),
        (date(2004, 2, 28), 3),
        (date(2004, 2, 29), 4),
        (date(2000, 2, 28), None),
        (date(2100, 2, 28), 99),
        (date(2100, 3, 1), 100),
    ],
)
def test_somebody_born_on_a_leap_day_is_a_year_older_on_the_first_of_march(
    day: date, age: int | None
) -> None:
    assert factories.patient(birth_date=date(2000, 2, 29)).age_on(day) == age


@given(st.dates(date(1880, 1, 1), date(2100, 1, 1)), st.integers(0, 45_000))
def test_an_age_counts_the_birthdays_that_have_passed(born: date, days: int) -> None:
    day = min(born + timedelta(days=days), date(2199, 1, 1))
    leap_day = (born.month, born.day) == (2, 29)
    birthdays = [
        date(year, 3, 1) if leap_day and not calendar.isleap(year) else born.replace(year=year)
        for year in range(born.year + 1, day.year + 1)
    ]
    assert factories.patient(birth_date=born).age_on(day) == sum(one <= day for one in birthdays)


def test_other_time_zones_keep_the_order_and_are_no_clock_set_back(
    tmp_path: Path, own_zone: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "chart"
    new_store(folder).close()
    for number, zone in enumerate(ZONES):
        own_zone.setenv("TZ", zone)
        time.tzset()
        with reopened(folder) as store:
            assert store.notices == ()
            store.put(factories.patient(id=f"p{number}", record_number=str(number)))
    with reopened(folder) as store:
        entries = sorted(store.select(AuditEntry), key=lambda one: one.sequence)
        assert [one.at for one in entries] == sorted(one.at for one in entries)
        assert len({one.at.utcoffset() for one in entries}) >= 4
        assert not [one for one in entries if one.action is AuditAction.CLOCK]
        assert store.check().findings == ()
