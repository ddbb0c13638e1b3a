"""After locking, no copy of the data key is left in the memory of the process (Linux).

The whole of its writable memory is read from outside: of a process that opened and closed a store, and of the
real window after its lock. That window stays the same process: texts that Python or Qt held may still lie
there until the program ends. How many of them is printed, not held: it is a known limit. (One copy of the
passphrase and one of the typed text are constants of the tests that it runs.)
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from needlechart.domain.record import now
from needlechart.store.vault import unlock
from tests import factories
from tests.faults.window_locked import TYPED
from tests.store.conftest import new_store

CHILD = """
import pathlib, sys
from tests import factories
from tests.store.conftest import reopened
store = reopened(pathlib.Path(sys.argv[1]))
store.put(*factories.whole_visit())
print("open", flush=True); sys.stdin.readline()
store.close()
print("closed", flush=True); sys.stdin.readline()
"""


def copies_in(pid: int, *needles: bytes) -> int:
    """How often any of these occurs in the writable memory of a process."""
    return copies_of_each(pid, {"": re.compile(b"|".join(map(re.escape, needles)))})[""]


def copies_of_each(pid: int, wanted: dict[str, re.Pattern[bytes]]) -> dict[str, int]:
    """How often each of these occurs in it."""
    found = dict.fromkeys(wanted, 0)
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            where, rights, *rest = line.split()
            if "w" in rights and rest[-1] not in ("[vvar]", "[vsyscall]"):
                start, end = (int(part, 16) for part in where.split("-"))
                memory.seek(start)
                data = memory.read(end - start)
                for name, form in wanted.items():
                    found[name] += sum(1 for _ in form.finditer(data))
    return found


def test_the_key_is_gone_after_closing(folder: Path) -> None:
    new_store(folder).close()
    key = bytes(unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key)
    command = [sys.executable, "-c", CHILD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        assert copies_in(process.pid, key) >= 1  # the scan works
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "closed\n"
        left = copies_in(process.pid, key) + copies_in(process.pid, key.hex().encode())
        process.stdin.close()
    assert left == 0


MARKERS = [f"Qzq{number:03d}wx" for number in range(40)]


def text(word: str) -> re.Pattern[bytes]:
    """As Python, the database and Qt hold a text."""
    return re.compile(re.escape(word.encode()) + b"|" + re.escape(word.encode("utf-16-le")))


MARKER = re.compile(rb"Qzq0\d\dwx|Q\0z\0q\x000\0\d\0\d\0w\0x\0")


@pytest.fixture
def marked(folder: Path) -> Path:
    """A patient with a marker in every text, and a draft."""
    marks = iter(MARKERS)
    with new_store(folder) as store:
        store.put(
            factories.patient(
                given_name=next(marks), family_name=next(marks), phone=next(marks), address=next(marks)
            ),
            factories.episode(title=next(marks)),
            factories.visit(started=now(), entered=now()),
            *(factories.alert(id=f"a{one}", text=one) for one in marks),
        )
    return folder


def test_after_the_lock_of_the_window_no_key_is_left_and_what_texts_are_is_told(marked: Path) -> None:
    secrets = unlock(marked, factories.CLINICIAN, factories.PASSPHRASE)
    key, signing = bytes(secrets.data_key), bytes(secrets.signing.private)
    secrets.wipe()
    wanted = {
        "data key": re.compile(re.escape(key) + b"|" + key.hex().encode()),
        "signing key": re.compile(re.escape(signing)),
        "passphrase": text(factories.PASSPHRASE),
        "typed": text(TYPED),
        "markers": MARKER,
    }
    command = [sys.executable, "-m", "tests.faults.window_locked", str(marked)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        before = copies_of_each(process.pid, wanted)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "locked\n"
        after = copies_of_each(process.pid, wanted)
        process.stdin.close()
    assert before["data key"] >= 1  # the scan works
    assert before["markers"] >= len(MARKERS)
    assert before["typed"] >= 1
    assert (after["data key"], after["signing key"]) == (0, 0)
    told = ", ".join(f"{name} {before[name]} to {after[name]}" for name in before)
    print(f"\nmemory: copies before and after the lock: {told}")
