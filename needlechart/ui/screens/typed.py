"""What a person types as a date, a time or a number, read without guessing."""

import re
from datetime import date

from needlechart.domain.rules.time_words import MONTHS
from needlechart.ui.screens.wording import fold

_WORD = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
_THOUSANDS = re.compile(r"[+-]?(?!0)\d{1,3},\d{3}")


class Refused(ValueError):  # noqa: N818 - read as a word: "this text is refused"
    """Text that cannot be read; the message is a sentence for the person and repeats nothing typed."""


def read_date(text: str, *, latest: date | None = None, earliest_year: int = 1880) -> date | None:
    """A date in words in any order (``9 May 1991``, ``May 9, 1991``) or year first (``1991-05-09``).

    None for empty text. Raises `Refused` for what could be two dates or none.
    """
    parts = _WORD.findall(text)
    if not parts:
        if text.strip():
            raise Refused("Write the date like 9 May 1991.")
        return None
    parts = [re.sub(r"^(st|nd|rd|th)$", "", part, flags=re.IGNORECASE) for part in parts]
    words = [part for part in parts if part and not part.isdigit() and fold(part) not in ("of", "the")]
    numbers = [part for part in parts if part.isdigit()]
    found = _with_month_word(words, numbers) if words else _all_numbers(numbers)
    if found.year < earliest_year:
        raise Refused(f"The year must be {earliest_year} or later.")
    if latest is not None and found > latest:
        raise Refused("This date lies in the future.")
    return found


def _with_month_word(words: list[str], numbers: list[str]) -> date:
    month = _month(words[0]) if len(words) == 1 else None
    if month is None:
        raise Refused("The month was not understood. Write the date like 9 May 1991.")
    years = [one for one in numbers if len(one) == 4]
    days = [one for one in numbers if len(one) <= 2]
    if len(years) != 1 or len(days) != 1:
        raise Refused("Day, month and four-digit year are needed, like 9 May 1991.")
    return _date(int(years[0]), month, int(days[0]))


def _all_numbers(numbers: list[str]) -> date:
    if len(numbers) != 3:
        raise Refused("Day, month and four-digit year are needed, like 9 May 1991.")
    if len(numbers[0]) == 4:
        return _date(int(numbers[0]), int(numbers[1]), int(numbers[2]))
    if len(numbers[2]) != 4:
        raise Refused("Write the year with four digits, like 9 May 1991.")
    first, second, year = (int(one) for one in numbers)
    if first == second or first > 12:
        return _date(year, second, first)
    if second > 12:
        return _date(year, first, second)
    day_first = f"{first} {MONTHS[second - 1]}"
    month_first = f"{second} {MONTHS[first - 1]}"
    raise Refused(f"This could be {day_first} or {month_first}. Write the month as a word.")


def _month(word: str) -> int | None:
    wanted = fold(word)
    fits = [
        index for index, name in enumerate(MONTHS, 1) if len(wanted) >= 3 and fold(name).startswith(wanted)
    ]
    return 9 if wanted == "sept" else fits[0] if len(fits) == 1 else None


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("There is no such day in the calendar.") from None


def read_time(text: str) -> tuple[int, int]:
    """Hours and minutes of ``10:42``, ``1042`` or ``2:05 pm``; raises `Refused`."""
    found = re.fullmatch(r"\s*(\d{1,2})[:.h]?(\d{2})\s*(am|pm)?\s*", text.casefold())
    if found is None:
        raise Refused("Write the time like 10:42.")
    hour, minute, half = int(found[1]), int(found[2]), found[3]
    if half:
        if not 1 <= hour <= 12:
            raise Refused("Write the time like 10:42.")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Refused("Hours go to 23 and minutes to 59.")
    return hour, minute


def read_number(text: str) -> float | None:
    """A number with decimal point or comma and any kind of minus; None if it is none.

    None too for ``1,200``, which some read as one thousand two hundred and others as one and a fifth.
    """
    plain = text.strip().replace("−", "-").replace("–", "-")
    if _THOUSANDS.fullmatch(plain):
        return None
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d{1,9}(\.\d{0,6})?|\.\d{1,6})", plain):
        return None
    return float(plain)
