"""The growing wait after wrong passphrases, kept beside the keys so that a restart does not end it."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from needlechart.store.files import WAIT, write_atomic

LONGEST = 60.0

Clock = Callable[[], float]


def wait_left(folder: Path, clinician_id: str, clock: Clock = time.time) -> float:
    """Seconds until the next try is taken; a clock set back makes nobody wait longer than a minute."""
    failures, until = _read(folder).get(clinician_id, (0, 0.0))
    return max(0.0, min(until - clock(), wait_after(failures)))


def wait_after(failures: int) -> float:
    """1, 2, 4 ... 60 seconds."""
    return min(2.0 ** (failures - 1), LONGEST) if 0 < failures < 10 else LONGEST if failures else 0.0


def count_failure(folder: Path, clinician_id: str, clock: Clock = time.time) -> float:
    """Remember one more wrong passphrase and return the wait that follows it."""
    state = _read(folder)
    failures = state.get(clinician_id, (0, 0.0))[0] + 1
    wait = wait_after(failures)
    state[clinician_id] = (failures, clock() + wait)
    _write(folder, state)
    return wait


def failures_so_far(folder: Path, clinician_id: str) -> int:
    """Wrong passphrases since the last right one."""
    return _read(folder).get(clinician_id, (0, 0.0))[0]


def forget_failures(folder: Path, clinician_id: str) -> None:
    """After the right passphrase there is no wait."""
    state = _read(folder)
    if state.pop(clinician_id, None) is not None:
        _write(folder, state)


def _read(folder: Path) -> dict[str, tuple[int, float]]:
    """An unreadable state is an empty one: it protects against guessing, and must keep nobody out."""
    try:
        data = json.loads((folder / WAIT).read_bytes())
        return {str(key): (int(count), float(until)) for key, (count, until) in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(folder: Path, state: dict[str, tuple[int, float]]) -> None:
    write_atomic(folder / WAIT, json.dumps(state).encode())
