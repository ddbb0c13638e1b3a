"""What cannot be kept beside a chart that cannot be written to: in a folder of this user on this machine.

Each chart has a folder of its own in it. A copy that is read lies there only while it is open: its log lives
on in a list of its own (see `elsewhere_seen`), so that what a killed program left can go without any key.
"""

import contextlib
import hashlib
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from needlechart.domain.record import now
from needlechart.store.dated import NAMED_BY
from needlechart.store.files import DATABASE, make_private_folder

PREFIX = "reading-"
PART = ".part"
"""The ending of a copy that is being made."""

LEFT = timedelta(hours=1)
"""A copy that is still being made after this time was never finished."""


def own_folder(outside: Path, file_id: str) -> Path:
    """The folder of one chart; whatever a file claims to be its id, it names nothing else."""
    return outside / hashlib.sha256(file_id.encode(errors="replace")).hexdigest()[:32]


def make_own_folder(outside: Path, file_id: str) -> Path:
    """The same, there and private; raises `ReadOnly`, `DiskFull`."""
    own = own_folder(outside, file_id)
    make_private_folder(outside)
    make_private_folder(own)
    return own


def remove_copy(folder: Path) -> None:
    """The copy is gone; what the disk does not let go is taken away another time."""
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)


def sweep(outside: Path) -> None:
    """Take away the copies of every chart that a killed program left; one that somebody reads in stays."""
    for path in outside.glob(f"*/{PREFIX}*"):
        if path.is_dir() and _left(path):
            remove_copy(path)


def _left(path: Path) -> bool:
    from needlechart.store.connection import (
        is_held,
    )  # brings the database, which the unlock screen does without

    if not path.name.endswith(PART):
        return not is_held(path / DATABASE)
    said = path.name.removeprefix(PREFIX).removesuffix(PART)
    try:
        made = datetime.strptime(said, NAMED_BY).replace(tzinfo=UTC)
    except ValueError:
        return False
    return not timedelta(0) <= now() - made < LEFT
