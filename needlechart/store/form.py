"""Whose file it is, in which form, and which version of the program gave it that."""

import re
from typing import Any

from needlechart.store.driver_errors import raw_problems
from needlechart.store.problems import Damaged, Foreign, NewerFile
from needlechart.store.tables import APPLICATION_ID, SCHEMA_VERSION

Raw = Any
"""A connection of the driver, which has no types."""


def check_identity(raw: Raw) -> None:
    """The file is ours and not newer than this program; raises `Foreign`, `NewerFile`, `Damaged`.

    Where the disk does not give a page it raises what `raw_problems` makes of that.
    """
    with raw_problems():
        parts = raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        ours = raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if parts == 0:
        raise Damaged("The chart file holds nothing: it was cut off or never finished.")
    if not ours:
        raise Foreign("The chart file was made by another program.")
    version = schema_version(raw)
    if version > SCHEMA_VERSION:
        raise _newer(raw, version)
    if version < 1:
        raise Damaged("The chart file was never finished.")


PROGRAM = "program"
"""In the table ``about``: the version of needlechart that gave the chart its form."""


def program_version() -> str:
    """The version of this program; empty where it was never installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("needlechart")
    except PackageNotFoundError:
        return ""


def _newer(raw: Raw, form: int) -> NewerFile:
    """Names the version that is needed, if the file knows it, else the form of the file."""
    with raw_problems():
        row = raw.execute("SELECT value FROM about WHERE name = ?", (PROGRAM,)).fetchone()
    said = str(row[0]) if row else ""
    if not re.fullmatch(r"[0-9A-Za-z.+-]{1,40}", said):
        return NewerFile(f"{NewerFile.happened[:-1]}, in form {form}; this one reads up to {SCHEMA_VERSION}.")
    todo = f"Install needlechart {said} or newer on this computer."
    return NewerFile(f"{NewerFile.happened[:-1]}: {said}.", todo=todo)


def schema_version(raw: Raw) -> int:
    """The version the file says it has; raises a `StoreProblem`."""
    with raw_problems():
        return int(raw.execute("PRAGMA user_version").fetchone()[0])
