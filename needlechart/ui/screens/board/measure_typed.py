"""A typed value of a measure, checked against its catalogue entry."""

import re

from needlechart.catalogue import MeasureDef
from needlechart.ui.screens.typed import Refused, read_number
from needlechart.ui.screens.wording import number

COUNTED = ("count", "repetitions")
"""Units of what is counted; every other value may have decimals, whatever steps its chips go in."""


NUMBER = "Write a number, like 12 or 12.5."
_LIKE_A_NUMBER = re.compile(r"[+-]?[\d.,' ]*\d(?:e[+-]?\d+)?|[+-]?(?:nan|inf(?:inity)?|∞)", re.IGNORECASE)
"""What a person means as a number, though it could be read as two, or not at all."""


def read_value(text: str, known: MeasureDef | None) -> tuple[float | None, str]:
    """Number and words of what was typed (one of them empty); raises `Refused` with a sentence."""
    plain = text.strip().replace("−", "-").replace("–", "-")
    if known is None:
        value = read_number(plain)
        if value is None and _LIKE_A_NUMBER.fullmatch(plain):
            raise Refused(NUMBER)
        return (value, "") if value is not None else (None, text.strip())
    if known.graded:
        return _grade(plain, known)
    value = read_number(plain)
    if value is None:
        raise Refused(NUMBER)
    if not known.min <= value <= known.max:
        raise Refused(f"It must lie between {number(known.min)} and {number(known.max)}.")
    if known.unit.casefold().startswith(COUNTED) and value != int(value):
        raise Refused("It is a whole number.")
    return value, ""


def _grade(plain: str, known: MeasureDef) -> tuple[float | None, str]:
    """``4+``: the words of the grade are kept, the number is the whole grade."""
    words = {word.replace("−", "-").casefold(): word for word in known.words}
    found = words.get(plain.casefold())
    if found is None:
        raise Refused(f"Grades are {known.words[0]} to {known.words[-1]}, with + or −.")
    whole = found.rstrip("+-−")
    return (float(whole), found) if whole.isdigit() else (None, found)
