"""Errors of the driver as problems a person can act on."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from needlechart.store.problems import (
    Conflict,
    Damaged,
    DiskFull,
    Foreign,
    HeldElsewhere,
    NotFound,
    NotWritten,
    ReadOnly,
    Refused,
    Sealed,
    StoreProblem,
)
from needlechart.store.triggers import KEPT, PUT_TO_PAPER, SEALED, SHOWN, SIGNED


@contextmanager
def raw_problems() -> Iterator[None]:
    """Turn errors of the driver into problems a person can act on."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except dbapi2.Error as error:
        raise problem_of(error) from None


MESSAGES: tuple[tuple[str, type[StoreProblem]], ...] = (
    (SIGNED, Sealed),
    (SEALED, Sealed),
    (KEPT, Sealed),
    ("needlechart:", Refused),
    ("constraint failed", Refused),
    ("cannot store", Refused),
    ("disk is full", DiskFull),
    ("readonly database", ReadOnly),
    ("is locked", HeldElsewhere),
    ("not a database", Foreign),
    ("malformed", Damaged),
    ("unable to open", NotFound),
    ("disk I/O error", NotWritten),
)


def problem_of(error: BaseException) -> StoreProblem:
    """The problem behind an error of the driver, without its text, which may repeat what was typed."""
    said = str(error)
    if re.search(r"UNIQUE constraint failed: \w+\.id$", said):
        return Conflict("A record with this id is kept already.")
    if "patient.record_number" in said:
        return Refused("Another patient has this record number.", todo="Choose another number.")
    if "seal." in said or "seal_one" in said:
        return Sealed("This is signed already.")
    if SHOWN in said:
        return Sealed("A signed visit shows this record, so it stays.", todo="End or resolve it instead.")
    if PUT_TO_PAPER in said:
        return Sealed("This form is signed and stays as it is.", todo="Withdraw it and sign a new one.")
    for part, kind in MESSAGES:
        if part in said:
            return kind()
    return NotWritten("The database refused the change.")
