"""The small files beside the chart, which anybody may write to: whatever is in them, nothing falls over.

``NEEDLECHART_HOSTILE_INPUTS`` sets how many generated files each reader is given (60 if it is not set).
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.exchange.plain import read_document
from needlechart.exchange.refusal import Refused
from needlechart.settings import FILE_NAME, read_look
from needlechart.store.audit import read_anchor
from needlechart.store.backup import backup
from needlechart.store.files import ANCHOR, BACKUPS, KEYS, LOCK, NEEDLES_IN, STOPPED, WAIT
from needlechart.store.keyfile import as_written, read_key_file
from needlechart.store.lockfile import held_by
from needlechart.store.manifest import MANIFEST, backups
from needlechart.store.needles_in import read_needles_in, read_stop
from needlechart.store.places import PLACES, known_places
from needlechart.store.problems import Damaged
from needlechart.store.waiting import take_failures, wait_left
from tests import factories
from tests.faults.hostile import values
from tests.store.conftest import new_store

INPUTS = int(os.environ.get("NEEDLECHART_HOSTILE_INPUTS", "60"))
MADE = f"{BACKUPS}/2026-03-17T154208Z/{MANIFEST}"


def key_file(folder: Path) -> object:
    try:
        return as_written(folder), read_key_file(folder)
    except Damaged as problem:
        return problem.happened


def imported(folder: Path) -> object:
    try:
        return read_document((folder / "import.json").read_bytes())
    except Refused as refusal:
        return refusal.faults


READERS: dict[str, Callable[[Path], object]] = {
    FILE_NAME: read_look,
    NEEDLES_IN: read_needles_in,
    STOPPED: read_stop,
    PLACES: known_places,
    WAIT: lambda folder: (wait_left(folder, "clinician"), take_failures(folder)),
    LOCK: held_by,
    ANCHOR: lambda folder: read_anchor(folder, "file", bytes(range(32))),
    MADE: backups,
    KEYS: key_file,
    "import.json": imported,
}

TERRIBLE = (
    b"",
    b"\xff\xfe\x00",
    b'"\xc3\x28"',
    b"[" * 200_000,
    b'{"a":' * 100_000,
    b"null",
    b"[]",
    b'"text"',
    b"1e999",
    b"9" * 5_000,
    b'{"format": 1, "format": 2}',
    b'{"at": "\\ud800"}',
    b"\x00" * 1000,
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Each of the files as the program itself writes it, so that single values of it can be changed."""
    folder = tmp_path_factory.mktemp("sound") / "chart"
    with new_store(folder) as store:
        made = backup(store)
        lock = json.loads((folder / LOCK).read_bytes())
        found = {name: json.loads((folder / name).read_bytes()) for name in (KEYS, ANCHOR)}
    needle = {"visit": "v", "since": "2026-03-17T10:42:08-05:00", "ends": ""}
    return {
        **found,
        LOCK: lock,
        MADE: json.loads((made.folder / MANIFEST).read_bytes()),
        FILE_NAME: {"theme": "dark", "text_size": 112, "pdf_folder": "x", "hide_names": True},
        NEEDLES_IN: {"needles": [needle], "clock": "10:42", "sound": True},
        STOPPED: {"at": "2026-03-17T10:42:08-05:00", "visits": ["v"]},
        PLACES: {"places": [{"folder": "/x", "chosen": "yes", "last": "", "failed_at": "", "failed": ""}]},
        WAIT: {"waits": {"clinician": [3, 1.0e9]}, "failures": {"clinician": [1.0e9]}},
        "import.json": {"format": "needlechart", "format_version": 1, "records": [{"record": "Patient"}]},
    }


def put(folder: Path, name: str, data: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("number", range(len(TERRIBLE)))
def test_a_file_of_nonsense_is_refused_or_left_aside(tmp_path: Path, name: str, number: int) -> None:
    put(tmp_path, name, TERRIBLE[number])
    READERS[name](tmp_path)


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every place of plain data, as its container and key."""
    keys = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [(value, key) for key in keys] + [one for key in keys for one in places_in(value[key])]


@pytest.mark.parametrize("name", READERS)
def test_any_value_in_any_place_of_a_file_is_taken_or_left_aside(
    tmp_path: Path, name: str, sound: dict[str, Any]
) -> None:
    @settings(max_examples=INPUTS, derandomize=True)
    @given(st.data())
    def every(data: st.DataObject) -> None:
        plain = json.loads(json.dumps(sound[name]))
        for _ in range(data.draw(st.integers(1, 2))):
            container, key = data.draw(st.sampled_from(places_in(plain)))
            container[key] = data.draw(values | st.sampled_from([1e999, "", "2026-03-17T10:42:08", -1]))
            if not places_in(plain):
                break
        put(tmp_path, name, json.dumps(plain).encode())
        READERS[name](tmp_path)

    every()


def test_two_backups_of_which_one_has_no_time_zone_are_listed(tmp_path: Path, sound: dict[str, Any]) -> None:
    put(tmp_path, MADE, json.dumps(sound[MADE]).encode())
    put(
        tmp_path,
        f"{BACKUPS}/other/{MANIFEST}",
        json.dumps({**sound[MADE], "made_at": "2026-03-17T10:42:08"}).encode(),
    )
    assert len(backups(tmp_path)) == 1
    assert factories.clinic()
