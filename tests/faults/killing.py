"""A renewal of the data key that ends on its way: in a forked process that is killed, or as if in one."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from needlechart.store import copying
from needlechart.store.rotate import COMPARE, rotate_key
from tests.factories import CLINICIAN, PASSPHRASE
from tests.faults.disk import Disk


def killed(work: Callable[[], object]) -> bool:
    """Do it in a process that is killed on the way; whether it was."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def killed_at(folder: Path, nth: int) -> bool:
    """Renew in a process that is killed at its n-th call; whether it was."""

    def work() -> None:
        with Disk(folder.parent) as disk:
            disk.kill(nth)
            rotate_key(folder, CLINICIAN, PASSPHRASE)

    return killed(work)


def killed_when_told(folder: Path, what: str, nth: int = 1) -> bool:
    """Renew in a process that is killed when it says for the n-th time that it does this."""
    heard: list[str] = []

    def told(done: int, total: int, said: str) -> None:
        heard.append(said)
        if sum(one.startswith(what) for one in heard) == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        copying.PAGES_AT_ONCE = 8  # so that this small chart is copied in many parts
        rotate_key(folder, CLINICIAN, PASSPHRASE, told)

    return killed(work)


class Killed(BaseException):
    """As if the process ended here."""


def left_before_comparing(folder: Path) -> None:
    """The chart as a kill between copying and comparing leaves it, without another process."""
    kept = folder.parent / "kept"

    def told(done: int, total: int, what: str) -> None:
        if done == COMPARE:
            shutil.copytree(folder, kept)
            raise Killed

    try:
        rotate_key(folder, CLINICIAN, PASSPHRASE, told)
    except Killed:
        shutil.rmtree(folder)
        kept.rename(folder)
