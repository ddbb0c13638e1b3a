"""Nothing of a patient lies readable on the disk: open, closed, after a kill, or in a backup."""

import subprocess
import sys
from pathlib import Path

import pytest

from needlechart.domain.record import Record
from needlechart.store.backup import backup
from needlechart.store.store import Store
from tests import factories
from tests.store.conftest import reopened

MARKERS = [f"Zyxmarker{number:02d}q" for number in range(12)]


def planted() -> list[Record]:
    """A visit whose texts all hold a marker."""
    marks = iter(MARKERS)
    mark = factories.point(note=next(marks), muscle_name=next(marks))
    return [
        factories.patient(
            given_name=next(marks), family_name=next(marks), record_number=next(marks), note=next(marks)
        ),
        factories.episode(title=next(marks)),
        factories.visit(patient_words=next(marks) * 500, plan=next(marks)),
        factories.alert(text=next(marks)),
        mark,
        factories.needling(mark, note=next(marks)),
        factories.adverse_event(action=next(marks)),
    ]


def found_in(folder: Path) -> list[str]:
    """Markers found in any file of the folder, as UTF-8, UTF-16 or JSON escapes."""
    found = []
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        data = path.read_bytes()
        assert data[:15] != b"SQLite format 3", path.name
        for marker in MARKERS:
            forms = (
                marker.encode(),
                marker.encode("utf-16-le"),
                marker.encode("utf-16-be"),
                marker[::-1].encode(),
            )
            found += [f"{marker} in {path.name}" for form in forms if form in data]
    return found


def test_the_scan_finds_what_is_in_clear(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes(b"xx" + MARKERS[3].encode("utf-16-le"))
    assert len(found_in(tmp_path)) == 1


@pytest.fixture
def full(store: Store) -> Store:
    store.put(*planted())
    return store


def test_open_and_closed(full: Store, folder: Path) -> None:
    """Another process reads: a file closed here would drop the locks of the open database."""
    script = (
        "import pathlib, sys\n"
        "from tests.faults.test_nothing_in_clear import found_in\n"
        "sys.exit(len(found_in(pathlib.Path(sys.argv[1]))))\n"
    )
    command = [sys.executable, "-c", script, str(folder)]
    assert subprocess.run(command, check=False).returncode == 0
    full.sign_visit(factories.VISIT)
    assert subprocess.run(command, check=False).returncode == 0
    full.close()
    assert found_in(folder) == []


def test_after_a_kill(folder: Path, store: Store) -> None:
    store.close()
    script = (
        "import os, pathlib, sys\n"
        "from tests.faults.test_nothing_in_clear import planted\n"
        "from tests.store.conftest import reopened\n"
        "reopened(pathlib.Path(sys.argv[1])).put(*planted())\n"
        "os._exit(1)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=False)

    assert found_in(folder) == []
    with reopened(folder) as again:
        assert again.get(type(planted()[0]), factories.PATIENT) is not None


def test_in_a_backup(full: Store, tmp_path: Path) -> None:
    backup(full, tmp_path / "stick")

    assert found_in(tmp_path / "stick") == []
