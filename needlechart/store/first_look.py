"""What a file in the place of the chart is, by its first bytes, before any engine touches it."""

import errno
import os
from pathlib import Path

from needlechart.store.files import DATABASE
from needlechart.store.problems import (
    Damaged,
    Foreign,
    NotEncrypted,
    NotFound,
    NotReadable,
    NotWritten,
    ReadOnly,
)

FILE_KEPT = "The chart file cannot be written to."
FILE_TODO = "Allow this user account to write to the chart's files."
PLAIN_HEADER = b"SQLite format 3\x00"


def look_at(path: Path) -> None:
    """Refuse what cannot be a chart before any engine touches it; raises a `StoreProblem`.

    Never called while the file is open in this process: closing a file drops its locks (POSIX).
    """
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NotFound from error
    except IsADirectoryError as error:
        raise Foreign("A folder lies where the chart file should be.") from error
    except PermissionError as error:
        raise NotReadable from error
    if not start:
        raise Damaged("The chart file is empty: something cut it off.")
    if start.startswith(PLAIN_HEADER):
        raise NotEncrypted
    if _is_text(start):
        raise Foreign("The chart file is a text, not a chart.")


def refuse_unwritable(folder: Path) -> None:
    """Raise `ReadOnly` where it is plain that this user account cannot write to the chart.

    Left to the engine, a file that is read-only in a folder that is not would get a log that is read-only,
    too, and stays in the way. Never called while the file is open in this process, as `look_at`.
    """
    if not os.access(folder, os.W_OK) and folder.is_dir():
        raise ReadOnly
    for path in (folder / DATABASE, folder / f"{DATABASE}-wal"):
        if path.is_file():
            try:
                os.close(os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0)))
            except PermissionError as error:
                raise ReadOnly(FILE_KEPT, todo=FILE_TODO) from error
            except OSError as error:
                if error.errno == errno.EROFS:
                    raise ReadOnly from error
                raise NotWritten from error


def _is_text(start: bytes) -> bool:
    """Whether these bytes can be read: what is encrypted cannot."""
    try:
        said = start.decode()
    except UnicodeDecodeError as error:
        said = start[: error.start].decode() if error.start > len(start) - 4 else ""  # cut in a character
    return len(said) >= 16 and all(one.isprintable() or one.isspace() for one in said)
