"""A chart that cannot be written to, opened for viewing: a copy of its files outside its folder.

Nothing is written where the chart lies. Its file and the log that was left beside it are copied as they are,
encrypted, into a private folder of this user on this machine; somebody who changes them meanwhile is noticed,
and nothing torn is shown. The copy is believed once every page, the whole audit log and what the anchor says
were looked at. It is gone when it is closed. For who read in it see `elsewhere_seen`, and for what a killed
program leaves `outside`.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from io import FileIO
from pathlib import Path

from needlechart.domain.overview import OnlyRead
from needlechart.domain.record import now
from needlechart.domain.rules.time_words import clock, date_words
from needlechart.store import dated
from needlechart.store.check import FEW, trigger_faults
from needlechart.store.connection import open_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.elsewhere_seen import keep_outside
from needlechart.store.files import (
    ANCHOR,
    DATABASE,
    KEYS,
    LOCK,
    copy_private,
    make_private_folder,
    plain_problems,
    told_of,
    write_new,
)
from needlechart.store.first_look import look_at, refuse_unwritable
from needlechart.store.form import Raw, schema_version
from needlechart.store.keyfile import read_key_file
from needlechart.store.lockfile import held_by
from needlechart.store.migrate import refuse_unsettled
from needlechart.store.opening import Opened, history_notices, identified, wal_notice
from needlechart.store.outside import PART, PREFIX, make_own_folder, remove_copy, sweep
from needlechart.store.presence import identity
from needlechart.store.problems import Damaged, HeldElsewhere, MigrationFailed, ReadOnly
from needlechart.store.progress import SILENT, Share
from needlechart.store.rescue import rescue
from needlechart.store.rows import moment_of
from needlechart.store.tables import SCHEMA_VERSION
from needlechart.store.vault import Secrets, key_file_faults
from needlechart.store.whole import is_whole

LOG = f"{DATABASE}-wal"

FIRST_SHARED, SHARED = 0x40000002, 510
"""The bytes of a file that the engine locks while it reads, and holds alone while it writes (os_unix.c)."""

UNWRITABLE = "For reading only. This chart cannot be written to."
LEAVING = (
    "Nothing can be changed, signed or backed up here. Lock to leave; the copy on this laptop is then"
    " removed. Who looked goes into the log of the chart once it is opened on this laptop and can be written"
    " to."
)
HARMED = "For reading only. What can be read of a damaged chart, which cannot be written to either."
COPYING = "copying the chart"
CHANGED = "The chart was changed while it was copied to be read: somebody charts in it from another place."
OLD_FORM = "The chart has the form of an earlier version, and cannot be brought to this one's where it lies."
MOVE_IT = "Copy its folder to a place that can be written to, and open it there."
NOT_READ = "A part of the chart's files could not be read from their disk."


def open_to_view(
    folder: Path, secrets: Secrets, outside: Path, *, accept_older: bool = False, share: Share = SILENT
) -> Opened:
    """A verified copy below ``outside``, open, to read; ``share`` hears how far it is, and may raise to stop.

    Raises `HeldElsewhere` while somebody charts in it, `DiskFull`, `ReadOnly` when no copy can be made, and
    every other `StoreProblem` of opening. Never while the chart is open in this process.
    """
    with told_of(outside):  # which is the one that is written to
        return _opened_copy(folder, secrets, outside, accept_older=accept_older, share=share)


def _opened_copy(
    folder: Path, secrets: Secrets, outside: Path, *, accept_older: bool, share: Share
) -> Opened:
    keys = read_key_file(folder)
    sweep(outside)
    final = make_own_folder(outside, keys.file_id) / dated.name(PREFIX, now())
    part = final.with_name(final.name + PART)
    opened: Opened | None = None
    try:
        make_private_folder(part)
        copy_as_it_stands(folder, part, share.part(0, 30))
        found = _verified(part, folder, secrets, accept_older=accept_older, share=share.part(30, 100))
        with plain_problems():
            part.rename(final)
        opened = _open(folder, final, secrets, found)
    finally:
        if opened is None:
            remove_copy(part)
            remove_copy(final)
    return opened


def rescue_where_it_can_be(folder: Path, secrets: Secrets, outside: Path | None) -> Opened:
    """What can be read of a damaged chart; where nothing can be written there it goes when it is closed, too.

    Raises `Damaged` when nothing can be read, `HeldElsewhere`, `DiskFull`, `ReadOnly`.
    """
    try:
        refuse_unwritable(folder)
        return rescue(folder, secrets)
    except ReadOnly:
        if outside is None:
            raise
    sweep(outside)
    with told_of(outside):
        final = make_own_folder(outside, read_key_file(folder).file_id) / dated.name(PREFIX, now())
        part = final.with_name(final.name + PART)
        try:
            make_private_folder(part)
            copy_as_it_stands(folder, part)
            opened = rescue(part, secrets, final)
        finally:
            remove_copy(part)
    opened.copy_of, opened.copied_head, opened.as_of = folder, opened.head, now()
    opened.reading_line = HARMED
    keep_outside(opened)
    return opened


def copy_as_it_stands(folder: Path, target: Path, share: Share = SILENT) -> None:
    """The files of a chart as they are at one moment; raises `HeldElsewhere` when there was none."""
    look_at(folder / DATABASE)
    with ExitStack() as files:
        try:
            before = _stand(folder)
            # Read without a buffer, and each by one handle: closing another of the same file drops its locks.
            sources = {DATABASE: files.enter_context((folder / DATABASE).open("rb", buffering=0))}
            _refuse_held(sources[DATABASE].fileno(), folder)
            if before[LOG] is not None:
                sources[LOG] = files.enter_context((folder / LOG).open("rb", buffering=0))
            total = sum(one[1] for one in before.values() if one is not None)
            told = _told(share, total, folder)
            copied = {name: copy_private(one, target / name, told) for name, one in sources.items()}
            for name in (KEYS, ANCHOR):
                if (folder / name).exists():
                    _write(target / name, (folder / name).read_bytes())
            still = all(_digest(sources[name]) == copied[name] for name in reversed(sources))
            still = still and _stand(folder) == before
        except FileNotFoundError:
            still = False
        except OSError as error:
            raise Damaged(NOT_READ, todo="Check its disk, or restore a backup.") from error
    if not still:
        raise _changed(folder)


def _changed(folder: Path) -> HeldElsewhere:
    held = held_by(folder)
    held.happened = CHANGED
    return held


def _told(share: Share, total: int, folder: Path) -> Callable[[int], object]:
    """Hears of each part that was copied; raises where there is more than there was in all."""
    done = 0

    def told(size: int) -> None:
        nonlocal done
        done += size
        if done > total:
            raise _changed(folder)
        share.say(COPYING, done, total)

    return told


def _write(path: Path, data: bytes) -> None:
    with plain_problems():
        write_new(path, data)


def _stand(folder: Path) -> dict[str, tuple[int, int, int] | None]:
    """Which files lie there, how long and how old."""
    found: dict[str, tuple[int, int, int] | None] = {}
    for name in (DATABASE, LOG):
        try:
            one = (folder / name).stat()
        except FileNotFoundError:
            found[name] = None
        else:
            found[name] = (one.st_ino, one.st_size, one.st_mtime_ns)
    return found


def _digest(file: FileIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_held(descriptor: int, folder: Path) -> None:
    """Ask for the lock of a reader, and keep it while the file is open: nobody opens it to write meanwhile.

    Raises `HeldElsewhere` where somebody has. Where the system or the share knows no such lock,
    only that nothing changed meanwhile tells.
    """
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB, SHARED, FIRST_SHARED)
    except (BlockingIOError, PermissionError):
        raise held_by(folder) from None
    except OSError:
        return


@contextmanager
def _open_copy(place: Path, secrets: Secrets) -> Iterator[Raw]:
    raw = open_raw(place / DATABASE, secrets.data_key)
    try:
        with raw_problems():
            yield raw
    finally:
        raw.close()


def _verified(
    part: Path, folder: Path, secrets: Secrets, *, accept_older: bool, share: Share
) -> tuple[str, ...]:
    """What is to be said of the copy, looked at as a whole; raises a `StoreProblem` when it is not."""
    guard, _ = wal_notice(part)
    with _open_copy(part, secrets) as raw:
        if schema_version(raw) < SCHEMA_VERSION:
            raise MigrationFailed(OLD_FORM, safe="Nothing was changed.", todo=MOVE_IT)
        refuse_unsettled(raw)
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with _open_copy(part, secrets) as raw:  # a fresh connection, that has read no page yet
        if not is_whole(raw, share):
            raise Damaged
        opened = identified(part, raw, secrets)
        opened.copy_of = folder  # whose backups may know more
        whole = opened.head.sequence
        notices = history_notices(opened, accept_older=accept_older, entries=whole)[: FEW + 1]
        return (
            *guard,
            *notices,
            *key_file_faults(read_key_file(part), secrets.data_key),
            *trigger_faults(raw),
        )


def _open(folder: Path, final: Path, secrets: Secrets, found: tuple[str, ...]) -> Opened:
    raw = open_raw(final / DATABASE, secrets.data_key)
    try:
        with raw_problems():
            opened = identified(final, raw, secrets)
            newest = _newest_entry(raw)
    except BaseException:
        raw.close()
        raise
    local = newest.astimezone()
    said = f"As of its newest entry of {date_words(local.date())} {clock(local)}."
    opened.identity = identity(final)
    opened.only_read, opened.copy_of, opened.copied_head = OnlyRead.UNWRITABLE, folder, opened.head
    opened.as_of, opened.reading_line = newest, f"{UNWRITABLE} {said}"
    opened.notices = (UNWRITABLE, said, *found, *_not_closed(folder), LEAVING)
    keep_outside(opened)
    return opened


def _newest_entry(raw: Raw) -> datetime:
    row = raw.execute("SELECT at FROM audit_entry ORDER BY sequence DESC LIMIT 1").fetchone()
    if row is None:
        raise Damaged("The audit log of the chart is empty.")
    return moment_of(row[0])


def _not_closed(folder: Path) -> tuple[str, ...]:
    """A sentence where who had it open last did not close it, or has it open where no lock tells."""
    if not (folder / LOCK).exists():
        return ()
    held = held_by(folder)
    who = f" by {held.who}" if held.who else ""
    since = f" since {held.since}" if held.since else ""
    return (
        f"It was not closed in order, or is open in another window{who}{since}: what is entered there"
        " meanwhile is not shown here.",
    )
