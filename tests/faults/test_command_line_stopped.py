"""Ctrl+C in the midst of a command: nothing is half done, it is said in a line, and it ends with its code.

``NEEDLECHART_STOPS`` sets at how many moments of each command (one if it is not set).
"""

import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from needlechart.cli_commands.stops import Code
from needlechart.domain.patient import Patient
from needlechart.store.backup import backup, verify_copy
from needlechart.store.manifest import BackupInfo, backups
from needlechart.store.problems import BadBackup
from needlechart.store.vault import unlock
from tests import factories
from tests.store.conftest import reopened, signed_chart

STOPS = int(os.environ.get("NEEDLECHART_STOPS", "1"))


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    error: str
    seconds: float


def run(folder: Path, *command: str, stop_after: float | None = None) -> Ended:
    """The command, with Ctrl+C so many seconds after it began to work."""
    word = folder.with_name("word")
    word.write_text(f"{factories.PASSPHRASE}\n")
    line = [sys.executable, "-m", "needlechart", "--data", str(folder), "--passphrase-fd", "0", *command]
    began = time.monotonic()
    with (
        word.open() as given,
        subprocess.Popen(line, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as one,
    ):
        if stop_after is not None:
            select.select([], [], [], stop_after)  # the injected fault: at a moment nobody chose
            one.send_signal(signal.SIGINT)
        out, error = one.communicate()
    return Ended(one.returncode, out, error, time.monotonic() - began)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chart with a backup, and something newer than that."""
    folder = tmp_path_factory.mktemp("prepared") / "chart"
    with signed_chart(folder) as store:
        backup(store)
        store.put(factories.patient(id="newer", record_number="newer"))
    return folder


@pytest.mark.parametrize("command", ["check", "backup", "restore", "rotate-key"])
def test_stopped_at_any_moment_nothing_is_half_done(prepared: Path, tmp_path: Path, command: str) -> None:
    chance = random.Random(command)
    whole = run(fresh(prepared, tmp_path), *with_backup(command, tmp_path))
    assert whole.code == Code.OK, whole.error
    codes = []
    for _ in range(STOPS):
        folder = fresh(prepared, tmp_path)
        stopped = run(
            folder,
            *with_backup(command, tmp_path),
            # Much of the time goes by before Python has read the program; to end there is Python's own way.
            stop_after=chance.uniform(0.4, 1.0) * whole.seconds,
        )
        codes.append(stopped.code)
        assert stopped.code in (Code.OK, Code.STOPPED, -signal.SIGINT), stopped
        if stopped.code == Code.STOPPED:
            assert "nothing is half done" in stopped.error
            assert "Traceback" not in stopped.error
        sound(folder, prepared, restored=command == "restore")
    print(f"command_line_stopped: {command} {codes.count(Code.STOPPED)} of {STOPS} stopped")


def with_backup(command: str, tmp_path: Path) -> list[str]:
    if command != "restore":
        return [command]
    return [command, str(backups(tmp_path / "work" / "chart")[0].folder)]


def fresh(prepared: Path, tmp_path: Path) -> Path:
    work = tmp_path / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(prepared, work / "chart")
    return work / "chart"


def sound(folder: Path, prepared: Path, *, restored: bool) -> None:
    """It opens with the passphrase, whole; every backup is one; nothing prepared lies about."""
    with reopened(folder) as store:
        assert store.check().findings == ()
        assert restored or store.get(Patient, "newer") is not None
        assert store.get(Patient, factories.PATIENT) is not None
    assert not (folder / ".next").exists()
    keys = [unlock(one, factories.CLINICIAN, factories.PASSPHRASE).data_key for one in (prepared, folder)]
    for one in backups(folder):
        assert any(is_whole(one, key) for key in keys)  # a renewed key: those of before keep the old one


def is_whole(one: BackupInfo, key: bytes | bytearray) -> bool:
    try:
        verify_copy(one.folder, one, key)
    except BadBackup:
        return False
    return True
