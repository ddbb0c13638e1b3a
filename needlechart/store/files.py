"""Files that are whole or not there: private, written aside, synced, then renamed."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from needlechart.store.problems import DiskFull, NotWritten, ReadOnly, StoreProblem

DATABASE = "chart.ncdb"
KEYS = "chart.keys"
ANCHOR = "chart.anchor"
LOCK = "chart.lock"
WAIT = "chart.wait"
NEEDLES_IN = "needles-in.json"
STOPPED = "stopped.json"
STANDING = "open-visit.json"
SHEET_PENDING = "chart.sheet-pending"
"""An empty file from the making of a chart until its recovery sheet was kept and typed back."""
BACKUPS = "backups"


def make_private_folder(folder: Path) -> None:
    """The folder, made if missing; open to this user only, unless somebody keeps other things in it.

    Raises `ReadOnly` or `DiskFull`.
    """
    with told_of(folder.parent), plain_problems():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and next(folder.iterdir(), None) is None:
            folder.chmod(0o700)


def remove_folder(folder: Path) -> None:
    """A folder of files and what is in it, if it is there."""
    if folder.is_dir():
        for path in folder.iterdir():
            path.unlink(missing_ok=True)
        folder.rmdir()


def write_atomic(path: Path, data: bytes, verify: Callable[[bytes], object] | None = None) -> None:
    """Replace the file as a whole; before the rename ``verify`` may look at what was written.

    Raises a `StoreProblem` and leaves the old file when the disk refuses.
    """
    part = path.with_name(path.name + ".tmp")
    try:
        with told_of(path.parent), plain_problems():
            write_new(part, data)
            if verify is not None:
                verify(part.read_bytes())
            part.replace(path)
            sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


@contextlib.contextmanager
def told_of(folder: Path) -> Iterator[None]:
    """Where a disk refuses inside, the problem says that it is the one of this folder."""
    try:
        yield
    except StoreProblem as problem:
        problem.at(str(folder))
        raise


def write_new(path: Path, data: bytes) -> None:
    """A synced file readable by this user only, in the place of whatever lay there; raises OSError."""
    with _new(path) as out:
        out.write(data)


AT_ONCE = 1024 * 1024


def copy_file(path: Path, other: Path) -> None:
    """As `write_new`, with what lies in another file; raises OSError."""
    with path.open("rb") as file, _new(other) as out:
        while part := file.read(AT_ONCE):
            out.write(part)


@contextlib.contextmanager
def _new(path: Path) -> Iterator[BinaryIO]:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes | None:
        """The next bytes, none at the end."""


def copy_private(source: Readable, path: Path, told: Callable[[int], object] = lambda size: None) -> str:
    """What is left to read, in a new synced file that this user alone can read; its SHA-256.

    ``told`` hears of each part's bytes. Raises the OSError of reading, and a `StoreProblem` of writing.
    """
    seen = hashlib.sha256()
    with plain_problems():
        write_new(path, b"")
        out = path.open("r+b")
    try:
        while part := source.read(AT_ONCE):
            seen.update(part)
            told(len(part))
            with plain_problems():
                out.write(part)
        with plain_problems():
            out.flush()
            os.fsync(out.fileno())
    finally:
        with plain_problems():
            out.close()
    return seen.hexdigest()


def same_or_copy(path: Path, other: Path) -> None:
    """A second name for a file, or a synced copy where the file system has no such thing; raises OSError."""
    try:
        os.link(path, other)
    except OSError:
        copy_file(path, other)


def sync_file(path: Path) -> None:
    """Bring a written file to the disk; raises OSError."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make renames in the folder durable, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def plain_problems() -> Iterator[None]:
    """Turn an OSError into the problem a person can act on."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise ReadOnly from error
        raise NotWritten from error
