"""Every error as the three sentences that a person reads."""

import errno
from pathlib import Path

from needlechart.editing.desk import Problem


def problem_of(error: BaseException) -> Problem:
    """The three sentences of an error; a bug of ours is named by its kind only, never by its text."""
    happened = getattr(error, "happened", None)
    if isinstance(happened, str):
        ended = getattr(error, "care_ended", False) is True
        return Problem(happened, getattr(error, "safe", ""), getattr(error, "todo", ""), care_ended=ended)
    if isinstance(error, OSError):
        return Problem(
            _of_file(error),
            "The chart is safe and unchanged.",
            "Choose another place or free some space, then try again.",
        )
    return Problem(
        f"Something went wrong in the program ({type(error).__name__}).",
        "What was shown as saved is safe.",
        "Go on; if it happens again, restart needlechart.",
    )


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NOT_ALLOWED = (errno.EACCES, errno.EPERM, errno.EROFS)


def _of_file(error: OSError) -> str:
    """What the disk did not take, and in which folder where that is known; never the name of the file."""
    where = f": {Path(error.filename).parent}" if isinstance(error.filename, str) else ""
    if error.errno in FULL:
        return f"The disk is full{where}."
    if error.errno in NOT_ALLOWED:
        return f"This folder cannot be written to{where}."
    return f"The file could not be written{where} ({error.strerror or type(error).__name__})."
