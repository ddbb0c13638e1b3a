"""After locking, no copy of the data key is left in the memory of the process (Linux).

The whole of its writable memory is read from outside: here of a process that opened and closed a store, in
`test_nothing_in_clear` of the real window after its lock.
"""

import re
import subprocess
import sys
from pathlib import Path

from needlechart.store.vault import unlock
from tests import factories
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
