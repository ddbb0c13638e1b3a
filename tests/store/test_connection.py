"""The engine is the one the program was tried with, set as it was tried; with any other nothing is opened."""

import hashlib
from pathlib import Path

import pytest

from needlechart.domain.patient import Patient
from needlechart.store import connection
from needlechart.store.connection import SETTINGS, look_raw
from needlechart.store.files import DATABASE
from needlechart.store.problems import StoreProblem
from tests import factories
from tests.store.conftest import new_store, reopened

OTHERWISE = {
    "locking_mode": "NORMAL",
    "journal_mode": "DELETE",
    "synchronous": "NORMAL",
    "fullfsync": "OFF",
    "checkpoint_fullfsync": "OFF",
    "foreign_keys": "OFF",
    "recursive_triggers": "OFF",
    "trusted_schema": "ON",
    "cell_size_check": "OFF",
    "mmap_size": "1048576",
    "temp_store": "FILE",
    "journal_size_limit": "-1",
}
"""A value that the engine takes, for each setting, and that the program must not go on with."""

KEPT_IN_THE_FILE = "journal_mode"


@pytest.fixture
def chart(folder: Path) -> Path:
    with new_store(folder) as store:
        store.put(factories.patient())
    return folder


def digest(folder: Path) -> str:
    return hashlib.sha256((folder / DATABASE).read_bytes()).hexdigest()


def assert_opens(folder: Path) -> None:
    with reopened(folder) as store:
        assert [one.id for one in store.select(Patient)] == [factories.PATIENT]
        assert store.check().findings == ()


def test_an_open_chart_has_every_setting(chart: Path) -> None:
    with reopened(chart) as store:
        raw = store.opened.raw
        assert {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name, _, _ in SETTINGS} == {
            name: wanted for name, _, wanted in SETTINGS
        }


def test_a_copy_that_is_looked_at_trusts_nothing_in_it_and_takes_no_change(chart: Path) -> None:
    with reopened(chart) as store:
        key = bytes(store.opened.secrets.data_key)
    raw = look_raw(chart / DATABASE, key)
    try:
        answers = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name, _, _ in connection.LOOKING]
        assert answers == [1, 0, 1, 0]
    finally:
        raw.close()


def test_each_setting_has_another_value_here() -> None:
    assert list(OTHERWISE) == [name for name, _, _ in SETTINGS]


@pytest.mark.parametrize("name", OTHERWISE)
def test_a_setting_that_did_not_take_keeps_the_chart_closed(
    chart: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = digest(chart)
    other = tuple((one, OTHERWISE[one] if one == name else value, wanted) for one, value, wanted in SETTINGS)
    monkeypatch.setattr(connection, "SETTINGS", other)

    with pytest.raises(StoreProblem, match=rf"did not take the setting {name}\."):
        reopened(chart)

    assert name == KEPT_IN_THE_FILE or digest(chart) == before
    monkeypatch.undo()
    assert_opens(chart)  # nothing holds it


@pytest.mark.parametrize(
    ("floor", "said"), [("SQLITE_FLOOR", "known fault"), ("CIPHER_FLOOR", "cannot encrypt")]
)
def test_an_engine_older_than_the_one_tried_keeps_the_chart_closed(
    chart: Path, monkeypatch: pytest.MonkeyPatch, floor: str, said: str
) -> None:
    before = digest(chart)
    monkeypatch.setattr(connection, floor, (99,))

    with pytest.raises(StoreProblem, match=said):
        reopened(chart)

    assert digest(chart) == before
    monkeypatch.undo()
    assert_opens(chart)


def test_the_floors_are_the_first_versions_without_known_faults() -> None:
    from sqlcipher3 import dbapi2

    assert connection.SQLITE_FLOOR == (3, 51, 3)
    assert connection.CIPHER_FLOOR >= (4, 14)
    connection.assert_versions(dbapi2.sqlite_version_info)
    with pytest.raises(StoreProblem):
        connection.assert_versions((3, 51, 2))
