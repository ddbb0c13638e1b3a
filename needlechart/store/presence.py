"""Is the file that is open still the one that lies in the chart's folder.

On Linux and macOS a file that was removed or moved away can be written to as before: the engine would say
that all is well, and every tap would go to where nobody finds it. So each change looks before its commit.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.store.connection import open_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import DATABASE
from needlechart.store.form import Raw
from needlechart.store.problems import (
    DiskFull,
    FileReplaced,
    FolderGone,
    HeldElsewhere,
    NotFound,
    NotWritten,
    ReadOnly,
    StoreProblem,
)

if TYPE_CHECKING:
    from needlechart.store.opening import Opened

Identity = tuple[int, int]
"""Device and number of a file."""


def identity(folder: Path) -> Identity | None:
    """Which file lies in the chart's place; None when there is none, or it cannot be reached."""
    try:
        found = os.stat(folder / DATABASE)
    except OSError:
        return None
    return (found.st_dev, found.st_ino)


def refuse_gone(opened: "Opened") -> None:
    """Raises `FolderGone` or `FileReplaced` when the open file is no longer the one in the folder."""
    there = identity(opened.folder)
    if there is None:
        raise FolderGone
    if there != opened.identity:
        raise FileReplaced


def returned(opened: "Opened") -> Raw | None:
    """A connection to the file that lies there now, if it is another than the open one and goes on from it.

    None when it is the open one. Raises `FolderGone`, `HeldElsewhere`, and `FileReplaced` for any file whose
    log does not end where ours does.
    """
    there = identity(opened.folder)
    if there is None:
        raise FolderGone
    if there == opened.identity:
        return None
    raw = _opened_again(opened)
    try:
        if not _same(raw, opened):
            raise FileReplaced
    except BaseException:
        raw.close()
        raise
    return raw


def open_again(opened: "Opened", close: Callable[[], None]) -> Raw:
    """Close the connection and open the same file by a fresh one; raises a `StoreProblem`.

    Called again, it tries again: closing twice does nothing.
    """
    close()
    raw = open_raw(opened.folder / DATABASE, opened.secrets.data_key)
    try:
        if not _same(raw, opened):
            raise FileReplaced
    except BaseException:
        raw.close()
        raise
    return raw


def _opened_again(opened: "Opened") -> Raw:
    try:
        return open_raw(opened.folder / DATABASE, opened.secrets.data_key)
    except HeldElsewhere:
        raise
    except StoreProblem:
        raise FileReplaced from None


def _same(raw: Raw, opened: "Opened") -> bool:
    from needlechart.store.audit import read_head

    with raw_problems():
        row = raw.execute("SELECT value FROM about WHERE name = 'file_id'").fetchone()
        return row is not None and row[0] == opened.file_id and bool(read_head(raw) == opened.head)


def cause(problem: StoreProblem, folder: Path) -> StoreProblem:
    """A refusal of the disk told more exactly, as far as the system knows."""
    if type(problem) is not NotWritten:
        return problem
    if identity(folder) is None:
        return FolderGone()
    statvfs = getattr(os, "statvfs", None)
    if statvfs is not None:
        try:
            system = statvfs(folder)
        except OSError:
            return problem
        if system.f_flag & os.ST_RDONLY:
            return ReadOnly()
        if system.f_blocks and not system.f_bavail:
            return DiskFull()
    return problem


def located(problem: StoreProblem, folder: Path) -> StoreProblem:
    """The same with the folder, where it is not a tap that the disk refused: nothing goes on by itself."""
    if isinstance(problem, NotFound) and (folder / DATABASE).exists():
        # The engine could not make the log beside it, and says no more than that.
        problem = NotWritten() if os.access(folder, os.W_OK) else ReadOnly()
    told = cause(problem, folder)
    told.at(str(folder))
    return told
