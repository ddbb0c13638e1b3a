"""Real encrypted charts in a temporary folder; passphrases are derived cheaply so that tests are quick."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from needlechart.store.keyfile import Cost
from needlechart.store.store import Store
from tests import factories

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


def new_store(folder: Path) -> Store:
    store, _ = Store.create(
        folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=CHEAP
    )
    return store


def signed_chart(folder: Path) -> Store:
    """A new chart, still open, in which one whole visit is signed."""
    store = new_store(folder)
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    return store


def reopened(folder: Path) -> Store:
    return Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "chart"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = new_store(folder)
    yield opened
    opened.close()
