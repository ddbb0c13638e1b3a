"""What was found at screening and where an alert reaches, in words."""

from collections.abc import Sequence

from needlechart.domain.rules.time_words import date_words
from needlechart.domain.screening import ScreeningAnswer


def region_words(region: Sequence[str]) -> str:
    """``every region``, or the muscle groups: ``pelvic floor and abdominal wall``."""
    if not region or "any" in region:
        return "every region"
    names = [one.replace("_", " ") for one in region]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def further_words(one: ScreeningAnswer) -> list[str]:
    """What was said further: ``apixaban 5 mg``, ``week 12``, ``3 Mar 2026``, ``INR not stated``."""
    parts = [one.detail.strip()]
    weeks = "weeks not stated" if one.weeks_not_stated else ""
    parts.append(f"week {one.weeks}" if one.weeks is not None else weeks)
    day = "date not stated" if one.day_not_stated else ""
    parts.append(date_words(one.day) if one.day else day)
    if one.lab_value is not None:
        parts.append(f"{one.lab_name} {one.lab_value:.15g}".strip())
    elif one.lab_name:
        parts.append(f"{one.lab_name} not stated")
    return [part for part in parts if part]
