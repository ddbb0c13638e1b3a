"""Opening the encrypted file: every step checked, nothing created by opening, nothing taken on trust."""

import re
from collections.abc import Iterable
from pathlib import Path

from needlechart.store.driver_errors import raw_problems
from needlechart.store.first_look import look_at
from needlechart.store.form import Raw, check_identity
from needlechart.store.problems import (
    AlreadyThere,
    HeldElsewhere,
    NotEncrypted,
    StoreProblem,
)
from needlechart.store.tables import APPLICATION_ID

SQLITE_FLOOR = (3, 51, 3)
"""The first version without the WAL-reset fault."""

CIPHER_FLOOR = (4, 14)

SETTINGS: tuple[tuple[str, str, object], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("temp_store", "MEMORY", 2),
    ("journal_size_limit", str(64 * 1024 * 1024), 64 * 1024 * 1024),
)
"""Name, value set, value read back."""

LOOKING: tuple[tuple[str, str, object], ...] = (
    ("query_only", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
)
"""The same for a copy that is only read."""


def open_raw(path: Path, data_key: bytes | bytearray) -> Raw:
    """A connection to the chart, exclusively locked, with every setting read back.

    Leaves an older schema as it is: see `migrate`. Raises a `StoreProblem`.
    """
    look_at(path)
    raw = _connect(path)
    try:
        _unlock(raw, data_key)
        check_identity(raw)
        apply_settings(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def look_raw(path: Path, data_key: bytes | bytearray, *, cut: bool = False) -> Raw:
    """A connection that only reads and leaves every byte as it is, to verify a copy.

    ``cut`` takes a file that is shorter than it says, for what is left of it. Raises a `StoreProblem`.
    """
    look_at(path)
    raw = _connect(path, mode="ro")
    try:
        _unlock(raw, data_key, cut=cut)
        check_identity(raw)
        apply_settings(raw, LOOKING, write=False)
    except BaseException:
        raw.close()
        raise
    return raw


def is_held(path: Path) -> bool:
    """Whether somebody has a chart or a copy of one open, as the engine's own lock tells; needs no key."""
    try:
        raw = _connect(path, mode="ro")
        try:
            with raw_problems():
                raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        finally:
            raw.close()
    except HeldElsewhere:
        return True
    except StoreProblem:
        pass  # without the key nothing of it can be read
    return False


def create_raw(path: Path, data_key: bytes | bytearray) -> Raw:
    """A connection to a new, empty, encrypted file that this user alone can read."""
    import os

    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as error:
        raise AlreadyThere from error
    raw = _connect(path)
    try:
        _unlock(raw, data_key)
        with raw_problems():
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        apply_settings(raw)
    except BaseException:
        raw.close()
        raise
    return raw


def open_to_fill(path: Path, data_key: bytes | bytearray) -> Raw:
    """A connection to an empty file that nobody needs unless it is filled to the end and synced by hand."""
    raw = _connect(path)
    try:
        _unlock(raw, data_key)
        with raw_problems():
            for setting in ("journal_mode = OFF", "synchronous = OFF"):
                raw.execute(f"PRAGMA {setting}").fetchall()
    except BaseException:
        raw.close()
        raise
    return raw


def _connect(path: Path, mode: str = "rw") -> Raw:
    from sqlcipher3 import dbapi2

    assert_versions(dbapi2.sqlite_version_info)
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with raw_problems():
        raw = dbapi2.connect(uri, uri=True, timeout=0, isolation_level=None, check_same_thread=True)
        # The engine would write lines of its own to standard error where a key does not fit or a page is
        # damaged; both come back as errors, and are said in the program's words.
        raw.execute("PRAGMA cipher_log_level = NONE").fetchall()
    return raw


def assert_versions(sqlite: tuple[int, ...]) -> None:
    """The engine is one without known faults; raises `StoreProblem`."""
    if sqlite < SQLITE_FLOOR:
        raise StoreProblem("This installation has a database engine with a known fault.", todo="Reinstall.")


def key_text(data_key: bytes | bytearray) -> str:
    """The raw key as the engine wants it; a wrong length would silently become a passphrase."""
    text = data_key.hex()
    if not re.fullmatch(r"[0-9a-f]{64}", text) or not any(data_key):
        raise ValueError("the data key is not 32 bytes")
    return text


def _unlock(raw: Raw, data_key: bytes | bytearray, *, cut: bool = False) -> None:
    """Give the key, and leave no copy of it in freed memory.

    With ``cut`` the engine takes the end of the file as it is: it only does so where the schema could be
    written, which a connection that reads cannot.

    ``cipher_memory_security`` would see to the engine's own copy of the statement, but makes every tap more
    than twice as long; statements of the same length that take its place in memory do as well.
    """
    key = key_text(data_key)
    statement = f"PRAGMA key = \"x'{key}'\""
    filler = f"SELECT '{'0' * (len(statement) - 9)}'"
    try:
        with raw_problems():
            raw.executescript(statement)
            if cut:
                raw.execute("PRAGMA writable_schema = ON")
            for _ in range(16):
                raw.executescript(filler)
            version = raw.execute("PRAGMA cipher_version").fetchone()
            if version is None or _numbers(version[0]) < CIPHER_FLOOR:
                raise StoreProblem("This installation cannot encrypt.", todo="Install needlechart again.")
            # A statement that the engine does not know, a misspelt one too, is no error to it.
            if raw.execute("PRAGMA cipher_status").fetchone() != ("1",):
                raise NotEncrypted
            raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        overwrite(key)
        overwrite(statement)


def overwrite(text: str) -> None:
    """Clear the characters of a plain ASCII text in place, so that no key stays behind in memory."""
    import ctypes
    import sys

    if sys.implementation.name == "cpython" and text.isascii():
        ctypes.memset(id(text) + sys.getsizeof(text) - len(text) - 1, 0, len(text))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def apply_settings(
    raw: Raw, settings: Iterable[tuple[str, str, object]] | None = None, *, write: bool = True
) -> None:
    """Set and read back, then take the write lock once; raises `StoreProblem` when one does not take."""
    with raw_problems():
        for name, value, expected in SETTINGS if settings is None else settings:
            raw.execute(f"PRAGMA {name} = {value}").fetchall()
            answer = raw.execute(f"PRAGMA {name}").fetchone()
            if answer is None or answer[0] != expected:
                raise StoreProblem(f"The database engine did not take the setting {name}.")
        if write:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("COMMIT")
