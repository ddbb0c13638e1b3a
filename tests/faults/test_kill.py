"""A process killed at any moment: every acknowledged commit is there, nothing is torn, all checks pass."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from needlechart.domain.needling import Needling
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.store.files import DATABASE
from needlechart.store.store import Store
from tests import factories
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


def test_changing_a_passphrase_is_whole_or_not_at_all(folder: Path) -> None:
    """Killed at each file operation, the old or the new passphrase opens."""
    new_store(folder).close()
    other = "granite orchard 7 violet kites"
    script = (
        "import os, pathlib, signal, sys\n"
        "from tests import factories\n"
        "from tests.store.conftest import CHEAP, reopened\n"
        "store = reopened(pathlib.Path(sys.argv[1]))\n"
        "left = [int(sys.argv[2])]\n"
        "def killing(call):\n"
        "    def step(*args, **named):\n"
        "        if not left[0]:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "        left[0] -= 1\n"
        "        return call(*args, **named)\n"
        "    return step\n"
        "for name in ('open', 'fsync', 'replace'):\n"
        "    setattr(os, name, killing(getattr(os, name)))\n"
        f"store.change_passphrase(factories.PASSPHRASE, {other!r}, cost=CHEAP)\n"
        "os._exit(0)\n"
    )
    for step in range(12):
        command = [sys.executable, "-c", script, str(folder), str(step)]
        ended = subprocess.run(command, check=False, capture_output=True, text=True)
        assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
        if _opens(folder, other):
            with Store.open(folder, factories.CLINICIAN, other) as store:
                store.change_passphrase(other, factories.PASSPHRASE, cost=CHEAP)
        assert _opens(folder, factories.PASSPHRASE)
        if ended.returncode == 0:
            print(f"\nkill: a new passphrase at {step} steps")
            return
    raise AssertionError("the change was never finished")


def _opens(folder: Path, passphrase: str) -> bool:
    from needlechart.store.problems import WrongPassphrase
    from needlechart.store.waiting import forget_failures

    try:
        Store.open(folder, factories.CLINICIAN, passphrase).close()
    except WrongPassphrase:
        forget_failures(folder, factories.CLINICIAN)
        return False
    return True


def test_a_restore_is_whole_or_not_at_all(folder: Path) -> None:
    """Killed at each file operation, the chart that opens is the old one or the restored one."""
    from needlechart.store.backup import backup

    store = new_store(folder)
    store.put(factories.patient())
    info = backup(store)
    store.put(factories.patient(id="later", record_number="2"))
    store.close()
    script = (
        "import os, pathlib, signal, sys\n"
        "from needlechart.store.restore import restore\n"
        "from tests import factories\n"
        "left = [int(sys.argv[3])]\n"
        "def killing(call):\n"
        "    def step(*args, **named):\n"
        "        if not left[0]:\n"
        "            os.kill(os.getpid(), signal.SIGKILL)\n"
        "        left[0] -= 1\n"
        "        return call(*args, **named)\n"
        "    return step\n"
        "def arm():\n"
        "    for name in ('link', 'unlink', 'replace', 'mkdir', 'fsync'):\n"
        "        setattr(os, name, killing(getattr(os, name)))\n"
        "source, folder = map(pathlib.Path, sys.argv[1:3])\n"
        "restore(source, folder, factories.CLINICIAN, factories.PASSPHRASE, before_swap=arm)\n"
        "os._exit(0)\n"
    )
    seen = set()
    for step in range(40):
        command = [sys.executable, "-c", script, str(info.folder), str(folder), str(step)]
        ended = subprocess.run(command, check=False, capture_output=True, text=True)
        assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
        with reopened(folder) as again:
            restored = again.get(type(factories.patient()), "later") is None
            seen.add(restored)
            assert again.check().findings == ()
            if restored and ended.returncode:
                again.put(factories.patient(id="later", record_number="2"))
        if ended.returncode == 0:
            assert restored
            assert seen == {True, False}
            print(f"\nkill: a restore at {step} steps")
            return
    raise AssertionError("the restore was never finished")
