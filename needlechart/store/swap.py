"""Database, keys and anchor replaced together: prepared beside the chart, committed by one marker.

Stopped before the marker, nothing has happened; stopped after it, the next opening finishes.
"""

import contextlib
from pathlib import Path

from needlechart.store.files import (
    ANCHOR,
    DATABASE,
    KEYS,
    make_private_folder,
    plain_problems,
    remove_folder,
    sync_folder,
    write_atomic,
)

STAGE = ".next"
READY = "ready"
ORDER = "renewing"
"""In the stage of a renewal of the data key that was not finished; see `renewal`."""

TOGETHER = (ANCHOR, DATABASE, KEYS)


def new_stage(folder: Path) -> Path:
    """An empty folder in which the three files are prepared; raises a `StoreProblem`."""
    finish_swap(folder)
    stage = folder / STAGE
    remove_folder(stage)
    make_private_folder(stage)
    return stage


def commit_swap(folder: Path) -> None:
    """From here on the prepared files are the chart; raises a `StoreProblem`."""
    sync_folder(folder / STAGE)
    write_atomic(folder / STAGE / READY, b"these files are the chart\n")
    finish_swap(folder)


def mark_ready(folder: Path) -> None:
    """The moment of `commit_swap`, for who still holds the chart open; then close it and `finish_swap`."""
    sync_folder(folder / STAGE)
    write_atomic(folder / STAGE / READY, b"these files are the chart\n")


def finish_swap(folder: Path) -> None:
    """Put committed files in their place; without a marker nothing is done. Raises a `StoreProblem`."""
    stage = folder / STAGE
    if not (stage / READY).exists():
        with contextlib.suppress(OSError):  # an empty one that could not be removed
            stage.rmdir()
        return
    with plain_problems():
        for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):  # of the old file: must not meet the new one
            if (stage / DATABASE).exists():
                (folder / name).unlink(missing_ok=True)
        for name in TOGETHER:
            with contextlib.suppress(FileNotFoundError):  # done before the stop, or by another copy
                (stage / name).replace(folder / name)
        sync_folder(folder)
        _remove_stage(stage, last=READY)


def drop_stage(folder: Path) -> None:
    """Forget what was prepared, unless it is committed."""
    if not (folder / STAGE / READY).exists():
        with contextlib.suppress(OSError):
            _remove_stage(folder / STAGE, last=ORDER)


def _remove_stage(stage: Path, last: str) -> None:
    """What says what the stage is goes last: stopped in between, it is removed as the same another time."""
    for path in stage.iterdir() if stage.is_dir() else ():
        if path.name != last:
            path.unlink(missing_ok=True)
    (stage / last).unlink(missing_ok=True)
    remove_folder(stage)
