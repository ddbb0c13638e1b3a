"""Another window, as a process of its own: it holds the chart and does what it is told line by line.

``put N`` keeps two patients in one transaction, ``checkpoint`` empties the write-ahead log into the file,
``write`` goes on with both until the next line, ``close`` closes the chart; each is answered by a line.
"""

import subprocess
import sys
from pathlib import Path
from threading import Event, Thread

from needlechart.store.store import Store
from tests import factories

NOTE = "x" * 3000


class Holder:
    """The other window, seen from here."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "tests.store.holder", str(folder)]
        self._process = subprocess.Popen(command, stdin=-1, stdout=-1, text=True)
        assert self._heard() == "ready"

    def do(self, what: str) -> str:
        """Done when this returns; for ``write``, begun."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return self._heard()

    def end(self) -> None:
        """The chart is closed and the process is gone."""
        if self._process.poll() is None:
            self.do("close")
        self._process.communicate(timeout=30)

    def _heard(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


def pair_of(number: int) -> tuple[str, str]:
    """The ids of two patients that were kept together."""
    return f"a{number}", f"b{number}"


def put(store: Store, number: int) -> None:
    """Two patients in one transaction."""
    store.put(*(factories.patient(id=one, record_number=one, note=NOTE) for one in pair_of(number)))


def _going_on(store: Store, first: int) -> int:
    number, ended = first, Event()

    def wait() -> None:
        sys.stdin.readline()
        ended.set()

    Thread(target=wait).start()
    while not ended.is_set():
        put(store, number)
        if number % 3 == 0:
            store.checkpoint()
        number += 1
    return number


def main(folder: Path) -> None:
    store = Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE)
    print("ready", flush=True)
    for line in sys.stdin:
        what, _, number = line.strip().partition(" ")
        if what == "put":
            put(store, int(number))
        elif what == "checkpoint":
            store.checkpoint()
        elif what == "write":
            print("writing", flush=True)
            print(_going_on(store, int(number)), flush=True)
            continue
        elif what == "close":
            break
        print("done", flush=True)
    store.close()
    print("closed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
