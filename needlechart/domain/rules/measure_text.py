"""Values with their units as they are written: ``22°``, ``6``, ``45.31 %``."""

import re

from needlechart.domain.measure import Measurement
from needlechart.domain.rules.time_words import NBSP
from needlechart.domain.words import MeasureState

_BARE = ("points", "grade", "t score", "count", "repetitions")
_RANGE = re.compile(r"[-−+]?\d")
_SIGNED = ("-3 to +3", "points -7")
MINUS = "−"
UNMEASURED_WORDS = {
    MeasureState.NOT_DONE: "not done",
    MeasureState.NOT_STATED: "not stated",
    MeasureState.DECLINED: "declined",
}
"""What stands in place of a value; a declined measure is the patient's choice."""


def number_text(value: float, *, sign: bool = False) -> str:
    """A number with at most two decimals and a true minus; ``sign`` writes the plus as well."""
    text = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    if text == "0":
        return "0"
    if value < 0:
        return MINUS + text
    return f"+{text}" if sign else text


def value_text(value: float, unit: str, *, sign: bool = False) -> str:
    """A number with its unit; scale points and grades stand alone."""
    plain = unit.strip().casefold()
    number = number_text(value, sign=sign or plain.startswith(_SIGNED))
    return number + unit_text(unit)


def unit_text(unit: str) -> str:
    """What follows the number: ``°``, a no-break space and the unit, or nothing."""
    plain = unit.strip().casefold()
    if plain in ("degrees", "degree", "°"):
        return "°"
    if plain in ("percent", "%"):
        return f"{NBSP}%"
    if not plain or plain.startswith(_BARE) or _RANGE.match(plain):
        return ""
    return NBSP + {"seconds": "s", "minutes": "min"}.get(plain, unit.strip())


def measurement_text(one: Measurement | None) -> str:
    """What a measurement says: word, number with unit, or why there is none; empty for None."""
    if one is None:
        return ""
    if one.state in UNMEASURED_WORDS:
        return UNMEASURED_WORDS[one.state]
    if one.state is MeasureState.CHANGE:
        return f"change {change_text(one)}"
    if one.text:
        return one.text
    return value_text(one.value, one.unit) if one.value is not None else ""


def doubted_text(one: Measurement | None) -> str:
    """As `measurement_text`, with a question mark behind a value that is judged implausible: ``12?``."""
    return measurement_text(one) + ("?" if one is not None and one.doubt.strip() else "")


def change_text(one: Measurement) -> str:
    """A change whose end points are not known, with its sign: ``−2.1``."""
    return "" if one.value is None else value_text(one.value, one.unit, sign=True)
