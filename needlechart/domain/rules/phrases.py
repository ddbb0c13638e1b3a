"""Phrases: text that a shortcut stands for, with fill-ins.

A shortcut is expanded when it stands as a word of its own and a space, Tab or Enter follows. In a phrase
``{pain before}`` is filled from the visit where the visit knows it; any other ``{...}`` stays as a gap to
be filled by hand, and ``{well|fairly|poorly}`` is a gap with a choice.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from needlechart.domain.clinic import Phrase

LONGEST_SHORTCUT = 24
_GAP = re.compile(r"\{([^{}\n]{1,80})\}")
_OF_MEASURES = (" before", " after", " change", " last visit")
_OPENERS = "([{“\"'"
"""What may stand before a shortcut besides white space."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A fill-in that is still open: where it stands, and what can be chosen for it (empty: type)."""

    start: int
    end: int
    choices: tuple[str, ...] = ()


def check_shortcut(shortcut: str) -> str:
    """Why this text cannot be a shortcut; empty if it can."""
    if not shortcut:
        return "Type a shortcut, like .tol"
    if len(shortcut) > LONGEST_SHORTCUT:
        return f"A shortcut has at most {LONGEST_SHORTCUT} characters."
    if any(sign.isspace() for sign in shortcut):
        return "A shortcut has no space in it."
    return ""


def is_plain_word(shortcut: str) -> bool:
    """Whether an ordinary word would be taken for this shortcut."""
    return shortcut.isalpha()


def offered(phrases: Iterable[Phrase], clinician_id: str) -> dict[str, Phrase]:
    """Shortcut (in small letters) to phrase: the clinic's and this clinician's, whose own go first."""
    mine = [one for one in phrases if one.clinician_id in ("", clinician_id)]
    ordered = sorted(mine, key=lambda one: (bool(one.clinician_id), one.id))
    return {one.shortcut.casefold(): one for one in ordered if one.shortcut}


def shortcut_before(text: str, phrases: Mapping[str, Phrase]) -> Phrase | None:
    """The phrase whose shortcut ends the text as a word of its own; ``text`` ends at the cursor."""
    last = re.split(r"\s", text[-LONGEST_SHORTCUT * 2 :])[-1]
    for cut in range(len(last)):
        alone = cut == 0 or last[cut - 1] in _OPENERS
        found = phrases.get(last[cut:].casefold()) if alone else None
        if found is not None and len(last[cut:]) == len(found.shortcut):
            return found
    return None


def filled(text: str, known: Mapping[str, str]) -> str:
    """The phrase with the fill-ins that the visit knows; the others stay as they are.

    ``{Muscle}`` begins a sentence: its words begin with a capital. A measure's name has one of its own.
    """

    def fill(found: re.Match[str]) -> str:
        name = " ".join(found[1].split())
        words = known.get(name.casefold())
        if not words:
            return found[0]
        begins = name[:1].isupper() and not name.endswith(_OF_MEASURES)
        return words[:1].upper() + words[1:] if begins else words

    return _GAP.sub(fill, text)


def gaps(text: str) -> tuple[Gap, ...]:
    """Every fill-in that is still open, in order; places count UTF-16 units, as text fields do."""
    found = []
    for match in _GAP.finditer(text):
        parts = tuple(part.strip() for part in match[1].split("|"))
        choices = parts if len(parts) > 1 and all(parts) else ()
        found.append(Gap(units(text[: match.start()]), units(text[: match.end()]), choices))
    return tuple(found)


def units(text: str) -> int:
    """Length in UTF-16 units, in which a text field counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
