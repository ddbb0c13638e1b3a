"""How long something lasted, as a person types it."""

import re

from needlechart.ui.screens.typed import Refused

_CLOCK = re.compile(r"(\d{1,3}):([0-5]?\d)\Z")
_UNIT = re.compile(r"(\d{1,5})\s*(s|sec|second|seconds|m|min|minute|minutes)?\Z", re.IGNORECASE)
_LONGEST_S = 3 * 3600


def read_duration(text: str) -> int | None:
    """Seconds from ``5:00``, ``5`` or ``5 min`` (minutes) or ``90 s``; None for nothing.

    Raises `Refused` for anything else and for more than three hours.
    """
    text = text.strip()
    if not text:
        return None
    if not text.isascii():
        raise Refused("Write minutes and seconds, like 5:00.")
    if (match := _CLOCK.match(text)) is not None:
        seconds = int(match[1]) * 60 + int(match[2])
    elif (match := _UNIT.match(text)) is not None:
        in_seconds = (match[2] or "").lower().startswith("s")
        seconds = int(match[1]) * (1 if in_seconds else 60)
    else:
        raise Refused("Write minutes and seconds, like 5:00.")
    if seconds > _LONGEST_S:
        raise Refused("A needle stays in for three hours at most.")
    return seconds
