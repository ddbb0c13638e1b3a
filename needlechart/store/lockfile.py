"""``chart.lock`` says who has the chart open; the lock itself is the database's."""

import contextlib
import json
import os
import platform
from datetime import datetime
from pathlib import Path

from needlechart.store.files import LOCK, write_atomic
from needlechart.store.problems import HeldElsewhere


def write_holder(folder: Path, clinician: str, since: datetime) -> None:
    """Leave word of who holds the chart; called once the database is locked."""
    data = {
        "pid": os.getpid(),
        "host": platform.node(),
        "clinician": clinician,
        "since": since.isoformat(),
    }
    write_atomic(folder / LOCK, json.dumps(data, ensure_ascii=False).encode())


def clear_holder(folder: Path) -> None:
    """The chart is free again; where the disk keeps the word, the database's own lock is what counts."""
    with contextlib.suppress(OSError):
        (folder / LOCK).unlink(missing_ok=True)


def held_by(folder: Path) -> HeldElsewhere:
    """The problem to raise when the database is locked, with what the holder left."""
    try:
        data = json.loads((folder / LOCK).read_bytes())
        since = datetime.fromisoformat(data["since"])
        return HeldElsewhere(str(data["clinician"]), f"{since:%H:%M}")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return HeldElsewhere()
