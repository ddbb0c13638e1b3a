"""Names that look or sound alike, and names as a person searches for them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

LIKE = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)

SOUNDS = (
    (r"[^\w]|\d|_", ""),
    (r"ph", "f"),
    (r"sch|sh|ch", "s"),
    (r"th|dt", "t"),
    (r"wr", "r"),
    (r"kn|gn", "n"),
    (r"gh(?=t|$)", ""),
    (r"c(?=[eiy])", "s"),
    (r"ck|[cqg]", "k"),
    (r"x", "ks"),
    (r"[zs]", "s"),
    (r"[vw]", "f"),
    (r"d", "t"),
    (r"b", "p"),
    (r"(?<=.)[aeiouyjh]", ""),
    (r"^[aeiouyj]", "a"),
    (r"(.)\1+", r"\1"),
)
COMPILED = tuple((re.compile(pattern), put) for pattern, put in SOUNDS)
BETWEEN = re.compile(r"[\s\-‐‑–'’.,]+")


def fold(text: str) -> str:
    """Small letters without accents, for comparing; spaces and hyphens are one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIKE))
    kept = plain
    if not plain.isascii():  # an accent is none of these letters
        kept = "".join(character for character in plain if not unicodedata.combining(character))
    return BETWEEN.sub(" ", kept).strip()


def sound(name: str) -> str:
    """How a name sounds, roughly; letters of other scripts stand for themselves."""
    return _sound(fold(name))


def _sound(folded: str) -> str:
    key = folded.replace(" ", "")
    for pattern, put in COMPILED:
        key = pattern.sub(put, key)
    return key


class Person(NamedTuple):
    """What a patient is called and found by, as kept."""

    id: str
    given_name: str
    family_name: str
    preferred_name: str
    record_number: str
    birth_date: str | None
    merged_into: str
    archived: int

    @property
    def name(self) -> str:
        """What the patient is called."""
        return " ".join(part for part in (self.preferred_name or self.given_name, self.family_name) if part)


_EVERYBODY = f"SELECT {', '.join(Person._fields)} FROM patient"  # noqa: S608 - our own names


def everybody(connection: Connection) -> list[Person]:
    """Every patient, archived and merged ones too; straight from the driver, as one types."""
    raw: Any = connection.connection.dbapi_connection
    return [Person(*row) for row in raw.execute(_EVERYBODY)]


class PeopleSeen:
    """What was made of names while a chart is open: the same thousands are looked through at every letter."""

    def __init__(self) -> None:
        self._parts: dict[Person, tuple[str, ...]] = {}
        self._dates: dict[Person, tuple[str, ...]] = {}
        self._compared: list[tuple[str, str, str]] = []
        self._similar: set[str] = set()

    def parts(self, one: Person) -> tuple[str, ...]:
        """What a word may begin of: folded names and record number."""
        found = self._parts.get(one)
        if found is None:
            names = fold(f"{one.given_name} {one.family_name} {one.preferred_name}").split()
            number = fold(one.record_number)
            found = self._parts[one] = (*names, number, *number.split(), number.lstrip("0"))
        return found

    def dated_parts(self, one: Person) -> tuple[str, ...]:
        """The same, and every form of the date of birth."""
        found = self._dates.get(one)
        if found is None:
            found = self._dates[one] = (*self.parts(one), *_date_forms(one.birth_date))
        return found

    def similar(self, people: Iterable[Person]) -> set[str]:
        """As `similar`, of those who were not merged into another; compared again when somebody changed."""
        named = [
            (one.id, one.preferred_name or one.given_name, one.family_name)
            for one in people
            if not one.merged_into
        ]
        if named != self._compared:
            self._compared, self._similar = named, similar(named)
        return self._similar


def _date_forms(text: str | None) -> list[str]:
    """A date of birth as people type it, folded as the search text is."""
    if not text:
        return []
    day = date.fromisoformat(text)
    forms = (
        text,
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%m/%d/%Y}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
    )
    return [part for form in forms for part in (fold(form), *fold(form).split())]


class _Name(NamedTuple):
    """A person's names, folded, and how they sound; made once for many comparisons."""

    person: str
    given: str
    family: str
    given_sound: str
    family_sound: str


def _name(person: str, given: str, family: str) -> _Name:
    given, family = fold(given), fold(family)
    return _Name(person, given, family, _sound(given), _sound(family))


def alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two people's given and family names could be taken for each other."""
    return _alike(_name("", *one), _name("", *other))


def _alike(one: _Name, other: _Name) -> bool:
    if {one.given, one.family} == {other.given, other.family}:
        return True
    return _close(one.given, other.given, one.given_sound, other.given_sound) and _close(
        one.family, other.family, one.family_sound, other.family_sound
    )


def _close(one: str, other: str, sound_one: str, sound_other: str) -> bool:
    if one == other:
        return True
    if not one or not other:
        return False
    return sound_one == sound_other or (min(len(one), len(other)) >= 4 and one_edit_apart(one, other))


def one_edit_apart(one: str, other: str) -> bool:
    """At most one letter changed, added or left out, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def similar(people: Iterable[tuple[str, str, str]]) -> set[str]:
    """Ids of people (id, given name, family name) whose name another's could be taken for."""
    groups: dict[str, list[_Name]] = defaultdict(list)
    for person in people:
        name = _name(*person)
        for key in _keys(name):
            groups[key].append(name)
    found: set[str] = set()
    for group in groups.values():
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                known = one.person in found and other.person in found
                if not known and one.person != other.person and _alike(one, other):
                    found |= {one.person, other.person}
    return found


def _keys(name: _Name) -> set[str]:
    """Alike people share at least one of these; most others share none."""
    return {
        f"family {name.family_sound} {name.given[:1]}",
        f"given {name.given_sound} {name.family[:1]}",
        f"swapped {' '.join(sorted((name.family, name.given)))}",
    }
