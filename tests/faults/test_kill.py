"""A process killed at any moment: every acknowledged commit is there, nothing is torn, all checks pass."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from needlechart.domain.needling import Needling
from needlechart.domain.patient import Patient
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.store.backup import backup
from needlechart.store.files import DATABASE
from needlechart.store.problems import WrongPassphrase
from needlechart.store.restore import restore
from needlechart.store.store import Store
from needlechart.store.waiting import forget_failures
from tests import factories
from tests.faults.killing import killed
from tests.store.conftest import CHEAP, new_store, reopened

ROUNDS = int(os.environ.get("NEEDLECHART_KILL_ROUNDS", "5"))

WRITER = """
import pathlib, sys
from tests import factories
from tests.store.conftest import reopened
store = reopened(pathlib.Path(sys.argv[1]))
first = int(sys.argv[2])
store.opened.raw.execute("PRAGMA wal_autocheckpoint = 20").fetchall()
print("ready", flush=True)
for number in range(first, first + 5000):
    mark = factories.point(id=f"m{number}", number=number + 1)
    store.apply([(None, mark), (None, factories.needling(mark, id=f"n{number}"))])
    print(number, flush=True)
"""


def killed_after(folder: Path, first: int, acknowledged: int) -> int:
    """Let a process write, kill it once this many commits are acknowledged; the newest acknowledged."""
    command = [sys.executable, "-c", WRITER, str(folder), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        for _ in range(acknowledged):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().split("\n")[:-1]
    assert process.returncode == -signal.SIGKILL
    return first + acknowledged - 1 + len(rest)


def test_no_acknowledged_commit_is_lost(folder: Path) -> None:
    store = new_store(folder)
    store.put(factories.patient(), factories.episode(), factories.visit())
    store.close()
    chance, first = random.Random(7), 0

    for _ in range(ROUNDS):
        newest = killed_after(folder, first, chance.randint(1, 40))
        with reopened(folder) as again:
            marks = {one.id for one in again.select(TriggerPoint)}
            needles = {one.trigger_point_id for one in again.select(Needling)}
            assert {f"m{number}" for number in range(newest + 1)} <= marks
            assert marks == needles
            assert len(marks) <= newest + 2
            assert again.notices == ()
            first = len(marks)
    with reopened(folder) as again:
        assert again.check().findings == ()
    print(f"\nkill: {ROUNDS} rounds, {newest + 1} commits acknowledged, 0 lost")


def test_creating_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """Killed at every rename of the creation, the folder can be opened, or created in, afterwards."""
    script = (
        "import os, pathlib, signal, sys\n"
        "from tests.store.conftest import new_store\n"
        "left = [int(sys.argv[2])]\n"
        "rename = pathlib.Path.rename\n"
        "def killing(self, target):\n"
        "    if not left[0]:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    left[0] -= 1\n"
        "    return rename(self, target)\n"
        "pathlib.Path.rename = killing\n"
        "new_store(pathlib.Path(sys.argv[1])).close()\n"
    )
    for step in range(2):
        folder = tmp_path / str(step)
        command = [sys.executable, "-c", script, str(folder), str(step)]
        assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
        if (folder / DATABASE).exists():
            reopened(folder).close()
        else:
            new_store(folder).close()
        with reopened(folder) as opened:
            assert opened.check().findings == ()


OTHER = "granite orchard 7 violet kites"


def killed_in(step: int, names: tuple[str, ...], work: Callable[[Callable[[], None]], object]) -> bool:
    """Do it in a forked process that is killed at the step-th of these calls; whether it was.

    ``work`` is given what arms the calls, to be called where they begin to count.
    """

    def counted() -> None:
        left = [step]

        def killing(call: Callable[..., object]) -> Callable[..., object]:
            def done(*given: object, **named: object) -> object:
                if not left[0]:
                    os.kill(os.getpid(), signal.SIGKILL)
                left[0] -= 1
                return call(*given, **named)

            return done

        def arm() -> None:
            for name in names:
                setattr(os, name, killing(getattr(os, name)))

        try:
            work(arm)
            os._exit(0)
        finally:
            os._exit(1)

    return killed(counted)


def test_changing_a_passphrase_is_whole_or_not_at_all(folder: Path) -> None:
    """Killed at each file operation, the old or the new passphrase opens."""
    new_store(folder).close()

    def change(arm: Callable[[], None]) -> None:
        store = reopened(folder)
        arm()
        store.change_passphrase(factories.PASSPHRASE, OTHER, cost=CHEAP)

    for step in range(12):
        went = not killed_in(step, ("open", "fsync", "replace"), change)
        if _opens(folder, OTHER):
            with Store.open(folder, factories.CLINICIAN, OTHER) as store:
                store.change_passphrase(OTHER, factories.PASSPHRASE, cost=CHEAP)
        assert _opens(folder, factories.PASSPHRASE)
        if went:
            print(f"\nkill: a new passphrase at {step} steps")
            return
    raise AssertionError("the change was never finished")


def _opens(folder: Path, passphrase: str) -> bool:
    try:
        Store.open(folder, factories.CLINICIAN, passphrase).close()
    except WrongPassphrase:
        forget_failures(folder, factories.CLINICIAN)
        return False
    return True


def test_a_restore_is_whole_or_not_at_all(folder: Path) -> None:
    """Killed at each file operation, the chart that opens is the old one or the restored one."""
    store = new_store(folder)
    store.put(factories.patient())
    info = backup(store)
    store.put(factories.patient(id="later", record_number="2"))
    store.close()

    def put_back(arm: Callable[[], None]) -> None:
        restore(info.folder, folder, factories.CLINICIAN, factories.PASSPHRASE, before_swap=arm)

    seen = set()
    for step in range(40):
        went = not killed_in(step, ("link", "unlink", "replace", "mkdir", "fsync"), put_back)
        with reopened(folder) as again:
            restored = again.get(Patient, "later") is None
            seen.add(restored)
            assert again.check().findings == ()
            if restored and not went:
                again.put(factories.patient(id="later", record_number="2"))
        if went:
            assert restored
            assert seen == {True, False}
            print(f"\nkill: a restore at {step} steps")
            return
    raise AssertionError("the restore was never finished")
