"""Dates, times, ages and numbers as the screens write them, over the words of `time_words`."""

import unicodedata
from datetime import date, datetime

from needlechart.domain.rules import time_words
from needlechart.domain.rules.time_words import DAYS, MONTHS

MINUS = "−"
NARROW = " "


def short_day(day: date, today: date | None = None) -> str:
    """``3 Mar``, with the year where it is not this one."""
    this_year = today is not None and day.year == today.year
    return time_words.short_date(day) if this_year else time_words.date_words(day)


def day_title(day: date, today: date) -> str:
    """``Today``, ``Yesterday``, ``Tuesday 24 November``; with the year where it is another one."""
    days = (today - day).days
    if days in (0, 1):
        return "Yesterday" if days else "Today"
    year = f" {day.year}" if day.year != today.year else ""
    return f"{DAYS[day.weekday()]} {medium_day(day)}{year}"


def medium_day(day: date) -> str:
    """``3 March``, for headings about the last visit."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def weekday(day: date) -> str:
    """``Tue 3 Mar 2026``."""
    return f"{DAYS[day.weekday()][:3]} {short_day(day)}"


def long_day(day: date) -> str:
    """``Tuesday 17 March 2026``."""
    return time_words.long_date(day)


def clock(moment: datetime) -> str:
    """``10:42`` in local time."""
    return time_words.clock(moment.astimezone())


def clock_seconds(moment: datetime) -> str:
    """``10:42:08`` in local time."""
    return time_words.clock_seconds(moment.astimezone())


def day_or_clock(moment: datetime, today: date) -> str:
    """The time today, ``yesterday``, else the day."""
    day = moment.astimezone().date()
    if day == today:
        return clock(moment)
    return "yesterday" if (today - day).days == 1 else short_day(day, today)


def age(birth: date | None, today: date) -> str:
    """``34 y``; months under two years; empty without a date of birth."""
    if birth is None or today < birth:
        return ""
    years = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    if years >= 2:
        return f"{years} y"
    months = (today.year - birth.year) * 12 + today.month - birth.month - (today.day < birth.day)
    return f"{months} months"


def person_line(birth: date | None, pronouns: str, record_number: str, today: date) -> str:
    """``34 y · she/her · NC-000127``."""
    return " · ".join(part for part in (age(birth, today), pronouns, record_number) if part)


def number(value: float | None) -> str:
    """A number without needless zeros and with a true minus."""
    return "" if value is None else f"{value:.15g}".replace("-", MINUS)


def with_unit(value: float | None, unit: str) -> str:
    """``22°`` and ``25 mm``; a unit that is a range of points is left out."""
    text = number(value)
    if not text or unit.startswith(("points", "grade", "0", "1", "-")):
        return text
    if unit in ("degrees", "°"):
        return f"{text}°"
    return f"{text}{NARROW}{unit}" if unit else text


def count(amount: int, singular: str, plural: str = "") -> str:
    """``1 site``, ``5 sites``."""
    return time_words.plural(amount, singular, plural)


def duration(seconds: float) -> str:
    """``24:12``, from an hour ``1:05:09``."""
    whole = max(int(seconds), 0)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def fold(text: str) -> str:
    """Without case and accents, for finding."""
    return "".join(_folded(one) for one in text)


def _folded(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


def match_span(text: str, wanted: str) -> tuple[int, int] | None:
    """Where ``wanted`` stands in ``text`` (start, end), case and accents aside; None if nowhere."""
    needle = fold(wanted.strip())
    if not needle:
        return None
    folded, origin = "", []
    for index, character in enumerate(text):
        part = _folded(character)
        folded += part
        origin += [index] * len(part)
    start = folded.find(needle)
    if start < 0:
        return None
    return origin[start], origin[start + len(needle) - 1] + 1


def words_of(value: str) -> str:
    """``right_side_lying`` as ``Right side-lying``: the stored word as a person reads it."""
    text = value.replace("side_lying", "side-lying").replace("hook_lying", "hook-lying").replace("_", " ")
    return text[:1].upper() + text[1:]


def initials(name: str) -> str:
    """``RS`` of Robin Sample."""
    parts = name.split()
    return "".join(part[0].upper() for part in (parts[:1] + parts[1:][-1:]))
