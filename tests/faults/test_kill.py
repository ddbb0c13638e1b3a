"""A process killed at any moment: every acknowledged commit is there, nothing is torn, all checks pass."""

import os
import random
import select
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest

from needlechart.domain.needling import Needling
from needlechart.domain.patient import Patient
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.store.backup import backup
from needlechart.store.files import DATABASE
from needlechart.store.opening import open_chart
from needlechart.store.problems import WrongPassphrase
from needlechart.store.restore import restore
from needlechart.store.store import Store
from needlechart.store.vault import Secrets, unlock
from needlechart.store.waiting import forget_failures
from tests import factories
from tests.faults.killing import killed
from tests.store.conftest import CHEAP, new_store, reopened

ROUNDS = int(os.environ.get("NEEDLECHART_KILL_ROUNDS", "5"))

USUAL = 1000
"""The engine's own, which the program leaves as it is."""

CHECKPOINTS = {"as the program sets it": (USUAL, ROUNDS), "every 20 pages": (20, (2 * ROUNDS + 4) // 5)}
"""After how many pages of its log the engine brings them into the file, and how many processes are killed."""


def _write(folder: Path, first: int, pages: int, out: int) -> None:
    """In a process of its own: one transaction after the other, each told once it is acknowledged."""
    store = reopened(folder)
    raw = store.opened.raw
    assert raw.execute("PRAGMA wal_autocheckpoint").fetchone()[0] == USUAL
    raw.execute(f"PRAGMA wal_autocheckpoint = {pages}").fetchall()
    os.write(out, b"ready\n")
    for number in range(first, first + 5000):
        mark = factories.point(id=f"m{number}", number=number + 1)
        store.apply([(None, mark), (None, factories.needling(mark, id=f"n{number}"))])
        os.write(out, f"{number}\n".encode())


def _writer(folder: Path, first: int, pages: int) -> tuple[int, IO[str]]:
    """A forked process that writes, and what it tells: to start Python takes longer than all it does."""
    heard, out = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            _write(folder, first, pages, out)
        finally:
            os._exit(1)
    os.close(out)
    return process, os.fdopen(heard)


def killed_after(
    folder: Path, first: int, acknowledged: int, pages: int = 20, chance: random.Random | None = None
) -> int:
    """Let a process write, kill it once this many commits are acknowledged; the newest acknowledged.

    With ``chance`` not right then, but at a moment nobody chose.
    """
    process, told = _writer(folder, first, pages)
    with told:
        assert told.readline() == "ready\n"
        for _ in range(acknowledged):
            told.readline()
        # The injected fault: anywhere within the next few commits, not only right after one was told.
        select.select([], [], [], chance.uniform(0, 0.005) if chance else 0)
        os.kill(process, signal.SIGKILL)
        rest = told.read().split("\n")[:-1]
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL
    return first + acknowledged - 1 + len(rest)


ROUNDS_A_CHART = 50
"""Then another one is begun: what is looked at after each kill grows with it."""

STRIDE = 1 if ROUNDS >= 40 else 3
"""Between two steps of a restore at which it is killed; `test_backup_kill` has others."""


@dataclass
class Tally:
    """What all rounds came to; milliseconds of the processor for each opening."""

    acknowledged: int = 0
    openings: list[float] = field(default_factory=list)


@pytest.mark.parametrize(("pages", "rounds"), CHECKPOINTS.values(), ids=CHECKPOINTS)
def test_no_acknowledged_commit_is_lost(tmp_path: Path, pages: int, rounds: int) -> None:
    chance, tally = random.Random(7), Tally()
    for begun in range(0, rounds, ROUNDS_A_CHART):
        folder = tmp_path / f"chart-{begun}"
        with new_store(folder) as store:
            store.put(factories.patient(), factories.episode(), factories.visit())
        secrets = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)
        marks = 0
        for _ in range(min(ROUNDS_A_CHART, rounds - begun)):
            newest = killed_after(folder, marks, chance.randint(1, 40), pages, chance)
            tally.acknowledged += newest + 1 - marks
            marks = _left(folder, secrets, newest, tally)
        with reopened(folder) as again:
            assert len(again.select(TriggerPoint)) == len(again.select(Needling)) == marks
            assert again.check().findings == ()
    middle, slowest = statistics.median(tally.openings), max(tally.openings)
    print(f"\nkill: checkpoint after {pages} pages, {rounds} rounds, {tally.acknowledged} commits, 0 lost")
    print(f"\nkill: opened in {middle:.0f} ms of the processor, the slowest in {slowest:.0f} ms")


def _left(folder: Path, secrets: Secrets, newest: int, tally: Tally) -> int:
    """How many marks a killed process left: every acknowledged one, at most one more, none torn."""
    began = time.process_time()
    opened = open_chart(folder, secrets)
    tally.openings.append((time.process_time() - began) * 1000)
    raw = opened.raw
    try:
        assert opened.notices == ()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        assert raw.execute("PRAGMA cipher_integrity_check").fetchall() == []
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        there = {row[0] for row in raw.execute("SELECT id FROM trigger_point")}
        needled = {row[0] for row in raw.execute("SELECT trigger_point_id FROM needling")}
    finally:
        raw.close()
    assert {f"m{number}" for number in range(newest + 1)} <= there
    assert there == needled
    assert len(there) <= newest + 2
    return len(there)


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
    for step in range(0, 40, STRIDE):
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
