"""A disk that fails when it is told to, under the real driver and under the program's own files.

SQLite calls the system through a table that can be changed while it runs (``xSetSystemCall`` of its "unix"
file system); its ``fsync`` is not in that table, so ``xSync`` of each file it opens is changed instead. What
the program writes beside the database goes through ``os``. Everything else stays as it is: the same driver,
the same files, the errors that the system itself would give. Nothing to compile, no other user needed.

Linux only, and one at a time. ``with Disk(folder) as disk:`` counts and notes every call that writes (or, if
wanted, reads) below the folder; `Disk.fail` makes the n-th from now fail, once or until `Disk.mend`;
`Disk.fill` leaves room for so many bytes.
"""

import ctypes
import errno
import io
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

IOERR_FSYNC = 10 | (4 << 8)
"""What SQLite calls an fsync that failed."""

WRITING = frozenset({"open", "write", "truncate", "sync", "unlink", "rename", "link", "mkdir"})
READING = frozenset({"read"})


class _Vfs(ctypes.Structure):
    pass


_Vfs._fields_ = [
    ("version", ctypes.c_int),
    ("file_size", ctypes.c_int),
    ("longest_name", ctypes.c_int),
    ("next", ctypes.c_void_p),
    ("name", ctypes.c_char_p),
    ("data", ctypes.c_void_p),
    ("x_open", ctypes.c_void_p),
    *((f"skipped_{number}", ctypes.c_void_p) for number in range(12)),
    ("x_set_system_call", ctypes.c_void_p),
    ("x_get_system_call", ctypes.c_void_p),
    ("x_next_system_call", ctypes.c_void_p),
]

METHODS = 19
SYNC = 5
"""How many words a table of file methods has, and which of them syncs (sqlite3.h, sqlite3_io_methods)."""

_VfsPointer = ctypes.POINTER(_Vfs)
_Open = ctypes.CFUNCTYPE(
    ctypes.c_int,
    _VfsPointer,
    ctypes.c_void_p,  # the very pointer, not a copy: the engine keeps it
    ctypes.POINTER(ctypes.c_void_p),
    ctypes.c_int,
    ctypes.c_void_p,
)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_Set = ctypes.CFUNCTYPE(ctypes.c_int, _VfsPointer, ctypes.c_char_p, ctypes.c_void_p)


def _call(answer: Any, *kinds: Any) -> Any:
    return ctypes.CFUNCTYPE(answer, *kinds, use_errno=True)


SYSTEM = {
    "open": _call(ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int),
    "pwrite": _call(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    "pread": _call(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64),
    "ftruncate": _call(ctypes.c_int, ctypes.c_int, ctypes.c_int64),
    "unlink": _call(ctypes.c_int, ctypes.c_char_p),
}
REAL = {"pwrite": "pwrite64", "pread": "pread64", "ftruncate": "ftruncate64", "open": "open64"}


@dataclass(frozen=True)
class Call:
    """One call that reached the disk: what was done to which file; ``data`` at ``offset`` if written."""

    what: str
    path: str
    offset: int = 0
    data: bytes = b""
    other: str = ""


@dataclass
class _Fault:
    after: int
    error: int
    once: bool
    short: bool
    kinds: frozenset[str]


class Disk:
    """See the module; ``calls`` is what went through to the files below the folder, in order.

    ``failed`` counts the calls that failed since `fail`, ``met`` all those that could have.
    """

    def __init__(self, folder: Path, *, noting: bool = False) -> None:
        self.folder = os.path.abspath(folder)
        self.calls: list[Call] = []
        self._noting = noting
        self.failed = 0
        self.met = 0
        self._fault: _Fault | None = None
        self._pulled = self._killing = False
        self._room: int | None = None
        self._lock = threading.RLock()
        self._restore: list[Callable[[], object]] = []
        self._alive: list[Any] = []  # callbacks and tables that C still points to
        self._tables: dict[int, Any] = {}
        self._synced: dict[int, tuple[str, Any]] = {}

    def fail(
        self,
        nth: int = 1,
        error: int = errno.EIO,
        *,
        once: bool = False,
        short: bool = False,
        kinds: frozenset[str] = WRITING,
    ) -> None:
        """The n-th call from now fails with this errno, and every later one, unless ``once``.

        ``short``: if it writes, half of it is written first, and the next call fails.
        """
        with self._lock:
            self._fault = _Fault(nth, error, once, short, kinds)
            self.failed = self.met = 0

    def kill(self, nth: int) -> None:
        """At the n-th call that writes from now this process is killed, before the call is made."""
        with self._lock:
            self.fail(nth)
            self._killing = True

    def pull(self, nth: int) -> None:
        """At the n-th call that writes from now the folder is taken away, as a stick is; then all fails."""
        with self._lock:
            self.fail(nth, errno.EIO)
            self._pulled = True

    def fill(self, room: int) -> None:
        """So many more bytes can be written, what overwrites others too; then it is full until `mend`."""
        with self._lock:
            self._room = room
            self.failed = 0

    def mend(self) -> None:
        """The disk is sound again, and has room."""
        with self._lock:
            self._fault = self._room = None
            self._pulled = self._killing = False

    def note(self, what: str) -> None:
        """Put a word of the test between the calls."""
        with self._lock:
            self.calls.append(Call(what, ""))

    # What decides

    def _mine(self, path: str) -> bool:
        return path == self.folder or path.startswith(self.folder + os.sep)

    def _refuses(self, flags: int) -> bool:
        """Whether opening a file so may fail: to make it, and on a read-only disk to write to it."""
        fault = self._fault
        read_only = fault is not None and fault.error in (errno.EROFS, errno.EACCES)
        writing = os.O_CREAT | (os.O_WRONLY | os.O_RDWR if read_only else 0)
        return bool(flags & writing)

    def _meet(self, what: str, path: str) -> tuple[int, bool]:
        """The errno this call gets (0 for none), and whether only half of it is written."""
        with self._lock:
            fault = self._fault
            if fault is None or what not in fault.kinds or not self._mine(path):
                return 0, False
            self.met += 1
            fault.after -= 1
            if fault.after > 0:
                return 0, False
            if fault.short and what == "write":
                fault.short, fault.after = False, 1
                return 0, True
            self.failed += 1
            if self._killing:
                os.kill(os.getpid(), signal.SIGKILL)
            if self._pulled:
                self._pulled = False
                _take_away(self.folder)
            if fault.once:
                self._fault = None
            return fault.error, False

    def _space(self, path: str, wanted: int) -> int:
        """How many of these bytes there is room for."""
        with self._lock:
            if self._room is None or not self._mine(path):
                return wanted
            given = min(wanted, self._room)
            self._room -= given
            self.failed += given < wanted
            return given

    def _went(self, call: Call) -> None:
        if self._noting and self._mine(call.path):
            with self._lock:
                self.calls.append(call)

    # Putting it under the driver and under the program, and taking it away

    def __enter__(self) -> Self:
        import sqlcipher3._sqlite3 as driver

        library = ctypes.CDLL(driver.__file__)
        library.sqlite3_initialize()
        library.sqlite3_vfs_find.restype = _VfsPointer
        library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        self._vfs = library.sqlite3_vfs_find(b"unix")
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._set = _Set(self._vfs.contents.x_set_system_call)
        for name, kind in SYSTEM.items():
            real = kind((REAL.get(name, name), self._libc))
            mine = kind(getattr(self, f"_{name}")(real))
            self._alive.append(mine)
            assert self._set(self._vfs, name.encode(), ctypes.cast(mine, ctypes.c_void_p)) == 0
        self._watch_syncs()
        self._watch_program()
        return self

    def __exit__(self, *_: object) -> None:
        self.mend()
        for restore in reversed(self._restore):
            restore()
        for name in SYSTEM:
            assert self._set(self._vfs, name.encode(), None) == 0

    def _pwrite(self, real: Any) -> Callable[[int, int, int, int], int]:
        def write(descriptor: int, data: int, size: int, offset: int) -> int:
            path = _path_of(descriptor)
            error, half = self._meet("write", path)
            if error:
                return _refused(error)
            room = self._space(path, size)
            if not room:
                return _refused(errno.ENOSPC)
            done = int(real(descriptor, data, size // 2 if half else room, offset))
            if done > 0:
                self._went(Call("write", path, offset, ctypes.string_at(data, done)))
            return done

        return write

    def _pread(self, real: Any) -> Callable[[int, int, int, int], int]:
        def read(descriptor: int, data: int, size: int, offset: int) -> int:
            error, _ = self._meet("read", _path_of(descriptor))
            return _refused(error) if error else int(real(descriptor, data, size, offset))

        return read

    def _ftruncate(self, real: Any) -> Callable[[int, int], int]:
        def truncate(descriptor: int, size: int) -> int:
            path = _path_of(descriptor)
            error, _ = self._meet("truncate", path)
            if error:
                return _refused(error)
            self._went(Call("truncate", path, size))
            return int(real(descriptor, size))

        return truncate

    def _unlink(self, real: Any) -> Callable[[bytes], int]:
        def unlink(name: bytes) -> int:
            error, _ = self._meet("unlink", os.fsdecode(name))
            if error:
                return _refused(error)
            self._went(Call("unlink", os.fsdecode(name)))
            return int(real(name))

        return unlink

    def _open(self, real: Any) -> Callable[[bytes, int, int], int]:
        def opened(name: bytes, flags: int, mode: int) -> int:
            path = os.fsdecode(name)
            error, _ = self._meet("open", path) if self._refuses(flags) else (0, False)
            if error:
                return _refused(error)
            if flags & os.O_CREAT and not os.path.exists(path):
                self._went(Call("open", path))
            return int(real(name, flags, mode))

        return opened

    def _watch_syncs(self) -> None:
        """Give each file that SQLite opens a table of methods whose sync is ours."""
        address = self._vfs.contents.x_open
        real = _Open(address)

        def sync(file: int, flags: int) -> int:
            path, really = self._synced[file]
            error, _ = self._meet("sync", path)
            if error:
                return IOERR_FSYNC
            answer = int(really(file, flags))
            self._went(Call("sync", path))
            return answer

        mine = _Sync(sync)

        def opened(vfs: Any, name: int | None, file: Any, flags: int, out: Any) -> int:
            answer = int(real(vfs, name, file, flags, out))
            table = file[0]
            if answer == 0 and name and table:
                if table not in self._tables:
                    words = (ctypes.c_void_p * METHODS).from_address(table)
                    copy = (ctypes.c_void_p * METHODS)(*words)
                    self._tables[table] = copy, _Sync(words[SYNC] or 0)
                    copy[SYNC] = ctypes.cast(mine, ctypes.c_void_p).value
                copy, really = self._tables[table]
                at = ctypes.cast(file, ctypes.c_void_p).value
                self._synced[at or 0] = (os.fsdecode(ctypes.string_at(name)), really)
                file[0] = ctypes.addressof(copy)
            return answer

        callback = _Open(opened)
        self._alive += [mine, callback, self._tables]
        _KEPT.append(self._alive)  # files opened now may be closed after us
        self._vfs.contents.x_open = ctypes.cast(callback, ctypes.c_void_p).value
        self._restore.append(lambda: setattr(self._vfs.contents, "x_open", address))

    def _watch_program(self) -> None:
        """The calls of ``os`` that the program writes its own files with."""
        for name, what, pair in (
            ("replace", "rename", True),
            ("rename", "rename", True),
            ("link", "link", True),
            ("unlink", "unlink", False),
            ("mkdir", "mkdir", False),
            ("rmdir", "unlink", False),
        ):
            self._put(name, self._named(getattr(os, name), what, pair=pair))
        self._put("statvfs", self._os_statvfs(os.statvfs))
        self._put("open", self._os_open(os.open))
        self._put("fsync", self._os_fsync(os.fsync))
        self._put("fdopen", self._os_fdopen(os.fdopen))

    def _put(self, name: str, mine: Callable[..., Any]) -> None:
        real = getattr(os, name)
        setattr(os, name, mine)
        self._restore.append(lambda: setattr(os, name, real))

    def _named(self, real: Callable[..., Any], what: str, *, pair: bool) -> Callable[..., Any]:
        def call(path: Any, *rest: Any, **more: Any) -> Any:
            where = os.path.abspath(os.fspath(path))
            other = os.path.abspath(os.fspath(rest[0])) if pair else ""
            self._raise(what, other if pair and not self._mine(where) else where)
            answer = real(path, *rest, **more)
            self._went(Call(what, where, other=other))
            return answer

        return call

    def _os_statvfs(self, real: Callable[[Any], os.statvfs_result]) -> Callable[[Any], os.statvfs_result]:
        """A disk that is full or read-only says so when it is asked."""

        def asked(path: Any) -> os.statvfs_result:
            words = list(real(path))
            fault = self._fault
            if self._room == 0 and self._mine(os.path.abspath(os.fspath(path))):
                words[3] = words[4] = 0
            if fault is not None and fault.after <= 0 and self._mine(os.path.abspath(os.fspath(path))):
                if fault.error == errno.EROFS:
                    words[8] |= os.ST_RDONLY
                elif fault.error == errno.ENOSPC:
                    words[3] = words[4] = 0
            return os.statvfs_result(words)

        return asked

    def _os_open(self, real: Callable[..., int]) -> Callable[..., int]:
        def opened(path: Any, flags: int, *rest: Any, **more: Any) -> int:
            where = os.path.abspath(os.fspath(path))
            if self._refuses(flags):
                self._raise("open", where)
            if flags & os.O_CREAT:
                self._went(Call("open", where))
            return real(path, flags, *rest, **more)

        return opened

    def _os_fsync(self, real: Callable[[int], None]) -> Callable[[int], None]:
        def sync(descriptor: int) -> None:
            path = _path_of(descriptor)
            self._raise("sync", path)
            real(descriptor)
            self._went(Call("sync", path))

        return sync

    def _os_fdopen(self, real: Callable[..., Any]) -> Callable[..., Any]:
        disk = self

        class Written(io.FileIO):
            """Every write of it goes to the disk at once."""

            def write(self, data: Any, /) -> int:
                path = _path_of(self.fileno())
                error, half = disk._meet("write", path)
                if error:
                    raise OSError(error, os.strerror(error))
                bytes_ = bytes(data)
                room = disk._space(path, len(bytes_))
                if bytes_ and not room:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                bytes_ = bytes_[:room]
                at = os.lseek(self.fileno(), 0, os.SEEK_CUR)
                done = super().write(bytes_[: len(bytes_) // 2] if half else bytes_)
                disk._went(Call("write", path, at, bytes_[:done]))
                return done

        def fdopen(descriptor: int, mode: str = "r", *rest: Any, **more: Any) -> Any:
            if mode == "wb" and disk._mine(_path_of(descriptor)):
                return io.BufferedWriter(Written(descriptor, "wb"))
            return real(descriptor, mode, *rest, **more)

        return fdopen

    def _raise(self, what: str, path: str) -> None:
        error, _ = self._meet(what, path)
        if error:
            raise OSError(error, os.strerror(error))


_KEPT: list[Any] = []


def _refused(error: int) -> int:
    ctypes.set_errno(error)
    return -1


def _path_of(descriptor: int) -> str:
    try:
        return os.readlink(f"/proc/self/fd/{descriptor}").removesuffix(" (deleted)")
    except OSError:
        return ""


def _take_away(folder: str) -> None:
    """The folder and all in it, by calls of its own."""
    libc = ctypes.CDLL(None)
    for place, _, files in os.walk(folder, topdown=False):
        for name in files:
            libc.unlink(os.fsencode(os.path.join(place, name)))
        libc.rmdir(os.fsencode(place))
