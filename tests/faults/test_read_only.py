"""A chart where nothing can be written: said with what to do, and no byte is other than before."""

import errno
from pathlib import Path

import pytest

from needlechart.store.problems import ReadOnly
from tests import factories
from tests.faults.disk import Disk
from tests.store.conftest import new_store, reopened


def files(folder: Path) -> dict[str, bytes]:
    """Everything below a folder."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("error", "what"), [(errno.EROFS, "chart's folder"), (errno.EACCES, "chart file")])
def test_a_chart_that_cannot_be_written_to_says_so_and_stays_as_it_is(
    folder: Path, error: int, what: str
) -> None:
    with new_store(folder) as store:
        store.put(factories.patient())
    before = files(folder)
    with Disk(folder) as disk:
        disk.fail(error=error)
        with pytest.raises(ReadOnly) as caught:
            reopened(folder)
    assert files(folder) == before
    assert caught.value.happened == f"The {what} cannot be written to."
    assert "Allow this user account to write" in caught.value.todo
    with reopened(folder) as store:  # once it can
        assert store.check().findings == ()
