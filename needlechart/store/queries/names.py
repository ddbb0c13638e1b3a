"""Names that look or sound alike, and names as a person searches for them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

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


def fold(text: str) -> str:
    """Small letters without accents, for comparing; spaces and hyphens are one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LIKE))
    kept = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.split(r"[\s\-‐‑–'’.,]+", kept)).strip()


def sound(name: str) -> str:
    """How a name sounds, roughly; letters of other scripts stand for themselves."""
    key = fold(name).replace(" ", "")
    for pattern, put in SOUNDS:
        key = re.sub(pattern, put, key)
    return key


def alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two people's given and family names could be taken for each other."""
    given, family = fold(one[0]), fold(one[1])
    given_too, family_too = fold(other[0]), fold(other[1])
    if {given, family} == {given_too, family_too}:
        return True
    return _close(given, given_too) and _close(family, family_too)


def _close(one: str, other: str) -> bool:
    if one == other:
        return True
    if not one or not other:
        return False
    return sound(one) == sound(other) or (min(len(one), len(other)) >= 4 and one_edit_apart(one, other))


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
    groups: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for person in people:
        for key in _keys(person[1], person[2]):
            groups[key].append(person)
    found: set[str] = set()
    for group in groups.values():
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if one[0] != other[0] and alike(one[1:], other[1:]):
                    found |= {one[0], other[0]}
    return found


def _keys(given: str, family: str) -> set[str]:
    """Alike people share at least one of these; most others share none."""
    folded, other = fold(family), fold(given)
    names = {f"family {sound(family)} {other[:1]}", f"given {sound(given)} {folded[:1]}"}
    names |= {f"swapped {' '.join(sorted((folded, other)))}"}
    return names
