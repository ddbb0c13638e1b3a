"""Dates, clock times and durations in words; independent of the locale of the computer."""

from datetime import date, datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NBSP = "\u00a0"


def date_words(day: date) -> str:
    """``3 Mar 2026``, the year with four digits."""
    return f"{short_date(day)} {day.year:04d}"


def short_date(day: date) -> str:
    """``3 Mar``."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def long_date(day: date) -> str:
    """``Tuesday 17 March 2026``."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year:04d}"


def clock(moment: datetime) -> str:
    """``10:42``, in the offset the moment carries."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def clock_seconds(moment: datetime) -> str:
    """``10:42:08``, in the offset the moment carries."""
    return f"{clock(moment)}:{moment.second:02d}"


def minutes_seconds(seconds: int) -> str:
    """``5:00`` from whole seconds; hours where there are any: ``1:00:05``."""
    minutes, rest = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}:{minutes:02d}:{rest:02d}"
    return f"{minutes}:{rest:02d}"


def duration_words(seconds: int) -> str:
    """``5 min``, ``40 s``, ``1 min 30 s``; ``0 s`` for a needle withdrawn at once."""
    minutes, rest = divmod(max(seconds, 0), 60)
    parts = [f"{minutes}{NBSP}min"] if minutes else []
    if rest or not minutes:
        parts.append(f"{rest}{NBSP}s")
    return " ".join(parts)


def interval_words(start: date, end: date) -> str:
    """``2 weeks`` or ``5 days`` between two days; ``same day`` for none, the date if it lies before."""
    days = (end - start).days
    if days < 0:
        return date_words(end)
    if days == 0:
        return "same day"
    if days % 7 == 0:
        return plural(days // 7, "week")
    return plural(days, "day")


def percent_words(done: int, what: str) -> str:
    """``45 %, checking every page``: how far something long is."""
    return f"{done} %, {what}"


def plural(count: int, one: str, many: str = "") -> str:
    """``1 site``, ``2 sites``."""
    return f"{count} {one if count == 1 else many or one + 's'}"
