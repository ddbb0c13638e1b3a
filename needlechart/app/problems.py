"""Every error as the three sentences that a person reads."""

from needlechart.editing.desk import Problem


def problem_of(error: BaseException) -> Problem:
    """The three sentences of an error; a bug of ours is named by its kind only, never by its text."""
    happened = getattr(error, "happened", None)
    if isinstance(happened, str):
        ended = getattr(error, "care_ended", False) is True
        return Problem(happened, getattr(error, "safe", ""), getattr(error, "todo", ""), care_ended=ended)
    if isinstance(error, OSError):
        return Problem(
            f"The file could not be written: {error.strerror or type(error).__name__}.",
            "The chart is safe and unchanged.",
            "Choose another place or free some space, then try again.",
        )
    return Problem(
        f"Something went wrong in the program ({type(error).__name__}).",
        "What was shown as saved is safe.",
        "Go on; if it happens again, restart needlechart.",
    )
