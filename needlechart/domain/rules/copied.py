"""Sections of a note whose text was copied from an earlier visit and not touched since.

`Visit.copied` holds one entry for each: the section's name and the day of the visit it came from, like
``plan 2026-03-03``. Touching the text, confirming it or composing it again takes the entry away.
"""

from datetime import date

from needlechart.domain.visit import Visit


def copied_from(visit: Visit, section: str) -> date | None:
    """The day of the visit the section's text came from; None for a text of this visit."""
    for entry in visit.copied:
        name, _, day = entry.partition(" ")
        if name == section:
            try:
                return date.fromisoformat(day)
            except ValueError:
                return None
    return None


def with_copied(visit: Visit, section: str, day: date) -> tuple[str, ...]:
    """The entries with this section marked as copied from that day."""
    return (*without_copied(visit, section), f"{section} {day.isoformat()}")


def without_copied(visit: Visit, section: str) -> tuple[str, ...]:
    """The entries without this section: a person has read and kept it, or written anew."""
    return tuple(one for one in visit.copied if one.partition(" ")[0] != section)
