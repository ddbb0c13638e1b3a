"""Another window, as a process of its own: it holds the chart and does what it is told line by line.

``put N`` keeps two patients in one transaction, ``backup`` makes a backup, ``close`` closes the chart; each
is answered by a line.
"""

import subprocess
import sys
from pathlib import Path

from needlechart.store.backup import backup
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
        """Done when this returns."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{what}\n")
        self._process.stdin.flush()
        return self._heard()

    def end(self) -> None:
        """The chart is closed and the process is gone."""
        if self._process.poll() is None:
            self.do("close")
        self._process.communicate(timeout=30)

    def kill(self) -> None:
        """SIGKILL: nothing of it is closed."""
        self._process.kill()
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


def main(folder: Path) -> None:
    store = Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE)
    print("ready", flush=True)
    for line in sys.stdin:
        what, _, number = line.strip().partition(" ")
        if what == "put":
            put(store, int(number))
        elif what == "backup":
            backup(store)
        elif what == "close":
            break
        print("done", flush=True)
    store.close()
    print("closed", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
