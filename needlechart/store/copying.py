"""An open chart into a new file, some pages at a time: what waits for its thread is done in between.

It is copied over the very connection that writes, so that what is committed between two steps is carried into
the copy, which at its last step is the chart of that moment. (Over a second connection each change would make
the copy begin anew; in one statement every tap would wait for the whole of it.)
"""

from collections.abc import Callable
from pathlib import Path

from needlechart.store.connection import open_to_fill
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import DATABASE, KEYS, plain_problems, write_new
from needlechart.store.form import Raw
from needlechart.store.giving_way import ALONE, Way
from needlechart.store.progress import SILENT, Share

COPYING = "copying"
PAGES_AT_ONCE = 64
"""How many pages (4 KiB) are copied between two looks whether somebody waits, or wants to stop: a few ms."""


def copy_pages(
    raw: Raw, path: Path, data_key: bytes | bytearray, told: Callable[[int, int], None] | None = None
) -> None:
    """Every page of an open chart into a new file under its own or another key; raises a `StoreProblem`.

    ``told`` hears of pages copied and pages in all, and may raise to stop; what it commits over ``raw`` is in
    the copy. Nothing of the copy is ever under another key than the one given. The file is not on the disk
    before `sync_file`.
    """
    with plain_problems():
        write_new(path, b"")  # readable by this user alone before the engine fills it
    copy = open_to_fill(path, data_key)

    def step(_: int, left: int, total: int) -> None:
        if told is not None and left:  # after the last step nothing is carried in any more
            told(total - left, total)

    try:
        with raw_problems():
            raw.backup(copy, pages=PAGES_AT_ONCE, progress=step)
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()  # so that it can be looked at as it is
    finally:
        copy.close()


def start_copy(
    folder: Path,
    raw: Raw,
    data_key: bytes | bytearray,
    part: Path,
    share: Share = SILENT,
    way: Way = ALONE,
) -> None:
    """The open chart and its keys into a folder aside, under the same key; raises a `StoreProblem`."""

    def told(had: int, total: int) -> None:
        share.say(COPYING, had, total)
        way.between()

    share.say(COPYING)
    copy_pages(raw, part / DATABASE, data_key, told)
    with plain_problems():
        write_new(part / KEYS, (folder / KEYS).read_bytes())
    share.say(COPYING, 1)
