"""How a command ends: exit codes, and the one line it says when it cannot go on."""

from enum import IntEnum
from typing import NoReturn


class Code(IntEnum):
    """Exit codes, as ``needlechart --help`` documents them."""

    OK = 0
    FAULT = 1
    USAGE = 2
    CANNOT_OPEN = 3
    REFUSED = 4
    CANNOT_WRITE = 5
    PROBLEMS_FOUND = 6
    NO_WINDOW = 7
    STOPPED = 130


class Stop(Exception):  # noqa: N818 - read as a word: the command stops here
    """The command ends with a code and one line (and, for a refused file, further ones)."""

    def __init__(self, code: Code, line: str, more: tuple[str, ...] = ()) -> None:
        super().__init__(line)
        self.code = code
        self.line = line
        self.more = more


def stop(code: Code, line: str) -> NoReturn:
    """End the command."""
    raise Stop(code, line) from None


def one_line(text: str) -> str:
    """A text that may have been typed, made safe for a terminal: one line, nothing that steers it."""
    return "".join(one if one.isprintable() else " " for one in text)


def code_of_problem(problem: Exception) -> Code:
    """The exit code for a problem of the store."""
    from needlechart.store import problems

    if isinstance(problem, problems.DiskFull | problems.ReadOnly | problems.NotWritten):
        return Code.CANNOT_WRITE
    refused = problems.Refused | problems.Conflict | problems.BadBackup | problems.AlreadyThere
    if isinstance(problem, refused):
        return Code.REFUSED
    return Code.CANNOT_OPEN
