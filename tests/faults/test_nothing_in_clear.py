"""Nothing of a patient lies readable on the disk: open, closed, after a kill, or in a backup.

40 markers in names, notes and marks, and one that is typed in the real window. After the lock of that window
its whole memory is read from outside, too: no key is left. It stays the same process, so that texts which
Python or Qt held may lie there until the program ends; how many is printed, not held: it is a known limit.
(One copy of the passphrase and one of the typed text are constants of the tests that it runs.)

And no key that is not one makes a file.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from needlechart.domain.record import Record
from needlechart.domain.words import AuditAction
from needlechart.store import connection, opening
from needlechart.store.backup import backup
from needlechart.store.files import DATABASE
from needlechart.store.problems import Foreign, NotEncrypted
from needlechart.store.store import Store
from needlechart.store.vault import unlock
from tests import factories
from tests.faults.test_memory import copies_of_each, text
from tests.faults.window_locked import TYPED
from tests.store.conftest import new_store, reopened

MARKERS = [f"Zyxmarker{number:02d}q" for number in range(40)]


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
        *(factories.point(id=f"m{n}", number=9 + n, note=next(marks)) for n in range(14)),
        *(factories.alert(id=f"a{n}", text=one) for n, one in enumerate(marks)),
    ]


def found_in(folder: Path) -> list[str]:
    """Markers found in any file of the folder, or in its name, as UTF-8, UTF-16 or backwards."""
    found = []
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        data = path.name.encode() + path.read_bytes()
        assert path.read_bytes()[:15] != b"SQLite format 3", path.name
        for marker in (*MARKERS, TYPED):
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
        "import os, pathlib, signal, sys\n"
        "from tests.faults.test_nothing_in_clear import planted\n"
        "from tests.store.conftest import reopened\n"
        "reopened(pathlib.Path(sys.argv[1])).put(*planted())\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(folder)], check=False)
    assert done.returncode == -signal.SIGKILL

    assert found_in(folder) == []
    with reopened(folder) as again:
        assert again.get(type(planted()[0]), factories.PATIENT) is not None


def test_in_a_backup(full: Store, tmp_path: Path) -> None:
    backup(full, tmp_path / "stick")

    assert found_in(tmp_path / "stick") == []


def test_in_a_copy_of_a_chart_that_cannot_be_written_to(full: Store, folder: Path, tmp_path: Path) -> None:
    full.close()
    outside = tmp_path / "outside"
    with Store.view(folder, factories.CLINICIAN, factories.PASSPHRASE, outside) as store:
        store.note(AuditAction.READ, patient_id=factories.PATIENT, detail=MARKERS[0])
        assert len(list(outside.glob(f"*/*/{DATABASE}"))) == 1
        assert found_in(outside) == []
    assert found_in(outside) == []


def looked_for(folder: Path) -> dict[str, re.Pattern[bytes]]:
    """What is counted in the memory of a process."""
    secrets = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)
    key, signing = bytes(secrets.data_key), bytes(secrets.signing.private)
    secrets.wipe()
    return {
        "data key": re.compile(re.escape(key) + b"|" + key.hex().encode()),
        "signing key": re.compile(re.escape(signing)),
        "passphrase in Python": re.compile(re.escape(factories.PASSPHRASE.encode())),
        "passphrase in Qt": re.compile(re.escape(factories.PASSPHRASE.encode("utf-16-le"))),
        "typed": text(TYPED),
        "markers": re.compile(rb"Zyxmarker\d\dq|Z\0y\0x\0m\0a\0r\0k\0e\0r\0\d\0\d\0q\0"),
    }


def test_the_window_open_locked_and_killed_leaves_nothing_readable_and_locked_no_key_in_memory(
    full: Store, folder: Path, tmp_path: Path
) -> None:
    """Data folder, home, settings, temporary folders and memory, looked at from outside while it is so."""
    full.close()
    wanted, memory = looked_for(folder), {}
    places = {"HOME": "home", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run", "XDG_CONFIG_HOME": "config"}
    for name in places.values():
        (tmp_path / name).mkdir(mode=0o700)
    environment = {**os.environ, **{name: str(tmp_path / place) for name, place in places.items()}}
    command = [sys.executable, "-m", "tests.faults.window_locked", str(folder)]
    with (
        (tmp_path / "stderr").open("w") as said,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True, env=environment
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        for word in ("open", "locked", "open"):
            assert process.stdout.readline() == f"{word}\n", (tmp_path / "stderr").read_text()
            assert found_in(tmp_path) == []
            if word not in memory:
                memory[word] = copies_of_each(process.pid, wanted)
            if word == "locked":
                assert list(folder.rglob("backups/*/*.ncdb"))  # made at the lock, and looked at
            elif list(folder.rglob("backups/*/*.ncdb")):
                break
            process.stdin.write("again\n")
            process.stdin.flush()
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert found_in(tmp_path) == []
    before, after = memory["open"], memory["locked"]
    assert before["data key"] >= 1  # the scan works
    assert before["markers"] >= len(MARKERS)
    assert before["typed"] > 1
    assert (after["data key"], after["signing key"]) == (0, 0)
    told = ", ".join(f"{name} {before[name]} to {after[name]}" for name in before)
    print(f"\nnothing_in_clear: in memory before and after the lock: {told}")


def misspelt(monkeypatch: pytest.MonkeyPatch) -> None:
    """The statement that gives the key is one that the engine does not know, which is no error to it."""

    class Misspelling(dbapi2.Connection):  # type: ignore[misc]
        def executescript(self, statement: str) -> Any:
            return super().executescript(statement.replace("PRAGMA key", "PRAGMA kye"))

    connect = dbapi2.connect
    monkeypatch.setattr(dbapi2, "connect", lambda *a, **k: connect(*a, **k, factory=Misspelling))


class NoHex(bytearray):
    """32 bytes that read as something else."""

    def hex(self, *_: Any, **__: Any) -> str:
        return "xyz!" * 16


def keyed(key: bytearray) -> Callable[[pytest.MonkeyPatch], None]:
    """A chart would be made with this as its key."""

    def made(monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opening, "random_key", lambda: key)

    return made


BAD = {
    "misspelt": (misspelt, NotEncrypted),
    "empty": (keyed(bytearray()), ValueError),
    "62 hex": (keyed(bytearray(range(1, 32))), ValueError),
    "66 hex": (keyed(bytearray(range(1, 34))), ValueError),
    "not hex": (keyed(NoHex(range(1, 33))), ValueError),
    "nothing in it": (keyed(bytearray(32)), ValueError),
}


@pytest.mark.parametrize("name", BAD)
def test_a_key_that_is_none_makes_no_file_and_changes_none(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil, refused = BAD[name]
    new_store(tmp_path / "there").close()
    before = (tmp_path / "there" / DATABASE).read_bytes()
    spoil(monkeypatch)
    with pytest.raises(refused):
        new_store(tmp_path / "new")
    assert [one.name for one in (tmp_path / "new").iterdir()] == []
    key = opening.random_key()  # type: ignore[attr-defined]
    with pytest.raises((refused, Foreign)):  # without any key an encrypted file is none of ours
        connection.open_raw(tmp_path / "there" / DATABASE, key)
    with pytest.raises(refused):
        connection.create_raw(tmp_path / "aside", key)
    assert not (tmp_path / "aside").exists() or (tmp_path / "aside").stat().st_size == 0
    assert (tmp_path / "there" / DATABASE).read_bytes() == before
