"""The growing wait after wrong passphrases, kept beside the keys so that a restart does not end it.

Where nothing can be written beside the keys it is kept ``outside``: in the folder of this chart among those
of this user on this machine (see `outside`). What stands in either place counts.
"""

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from needlechart.store.files import WAIT, make_private_folder, write_atomic
from needlechart.store.problems import StoreProblem

LONGEST = 60.0
MOST_KEPT = 200
"""Of so many wrong passphrases of one clinician the times are kept for the log."""

FAR = 4.0e9
"""A time this far ahead, in seconds since 1970, is no time of a computer."""

RECOVERY_FOR = "recovery key for "
"""Before the clinician's id where a recovery key was tried for them, not their passphrase."""

Clock = Callable[[], float]


def wait_left(
    folder: Path, clinician_id: str, clock: Clock = time.time, outside: Path | None = None
) -> float:
    """Seconds until the next try is taken; a clock set back makes nobody wait longer than a minute."""
    failures, until = _in_both(folder, outside).get(clinician_id, (0, 0.0))
    return max(0.0, min(until - clock(), wait_after(failures)))


def wait_after(failures: int) -> float:
    """1, 2, 4 ... 60 seconds."""
    return min(2.0 ** (failures - 1), LONGEST) if 0 < failures < 10 else LONGEST if failures else 0.0


def count_failure(
    folder: Path, clinician_id: str, clock: Clock = time.time, outside: Path | None = None
) -> float:
    """Remember one more wrong passphrase and return the wait that follows it."""
    state = _in_both(folder, outside)
    failures = state.get(clinician_id, (0, 0.0))[0] + 1
    wait = wait_after(failures)
    state[clinician_id] = (failures, clock() + wait)
    _remember(folder, outside, state, clinician_id, clock())
    return wait


def note_recovery_failure(
    folder: Path, clinician_id: str, clock: Clock = time.time, outside: Path | None = None
) -> None:
    """Remember for the log that a recovery key of another chart was tried; 160 random bits need no wait."""
    _remember(folder, outside, _in_both(folder, outside), f"{RECOVERY_FOR}{clinician_id}", clock())


def _in_both(folder: Path, outside: Path | None) -> dict[str, tuple[int, float]]:
    state = _read(folder)
    for key, (failures, until) in ({} if outside is None else _read(outside)).items():
        here = state.get(key, (0, 0.0))
        state[key] = (max(here[0], failures), max(here[1], until))
    return state


def _remember(
    folder: Path, outside: Path | None, state: dict[str, tuple[int, float]], key: str, moment: float
) -> None:
    try:
        _keep(folder, state, key, moment)
    except StoreProblem:  # on a medium that cannot be written
        if outside is not None:
            with contextlib.suppress(StoreProblem):  # nor at home: whoever has the right one gets in
                make_private_folder(outside.parent)
                make_private_folder(outside)
                _keep(outside, state, key, moment)


def _keep(place: Path, state: dict[str, tuple[int, float]], key: str, moment: float) -> None:
    moments = _moments(place)
    moments[key] = [*moments.get(key, []), moment][-MOST_KEPT:]
    _write(place, state, moments)


def take_failures(folder: Path) -> dict[str, list[float]]:
    """When wrong passphrases were tried since this was last asked, by clinician; then forget that.

    Recovery keys that did not open stand under the clinician's id after `RECOVERY_FOR`.
    """
    moments = _moments(folder)
    if moments:
        _write(folder, _read(folder), {})
    return moments


def forget_failures(folder: Path, clinician_id: str) -> None:
    """After the right passphrase there is no wait; of one place."""
    state = _read(folder)
    if state.pop(clinician_id, None) is not None:
        _write(folder, state, _moments(folder))


def _read(folder: Path) -> dict[str, tuple[int, float]]:
    """An unreadable state is an empty one: it protects against guessing, and must keep nobody out."""
    try:
        data = _load(folder)["waits"]
        return {str(key): (int(count), float(until)) for key, (count, until) in data.items()}
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        return {}


def _moments(folder: Path) -> dict[str, list[float]]:
    """Seconds since 1970 of the wrong passphrases of each clinician that no log has yet."""
    try:
        data = _load(folder)["failures"]
        kept = {str(key): [float(one) for one in moments] for key, moments in data.items()}
        return {key: moments for key, moments in kept.items() if all(0 <= one < FAR for one in moments)}
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
        return {}


def _load(folder: Path) -> Any:
    try:
        return json.loads((folder / WAIT).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}


def _write(folder: Path, state: dict[str, tuple[int, float]], moments: dict[str, list[float]]) -> None:
    write_atomic(folder / WAIT, json.dumps({"waits": state, "failures": moments}).encode())
