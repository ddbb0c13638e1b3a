"""How many guesses a program that knows common passwords needs, a passphrase cut where that is cheapest.

The idea (dictionary ranks, keyboard runs, repeats, years; the cheapest cut counts) is that of Wheeler 2016,
"zxcvbn: low-budget password strength estimation", USENIX Security. An estimate, never a promise.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from needlechart.resources import resource

LOOKED_AT = 96
"""Characters that are looked at; what follows only makes a passphrase harder to guess."""

LETTER = 1.0
"""Powers of ten for a character of nothing known: between a letter of a word and one by chance."""

WORD = 4.7
"""A word between blanks that is on no list is one of about fifty thousand that people know."""

PIECE = 0.3
"""What each further piece adds, because nobody knows where one ends."""

ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "1q2w3e4r5t6y7u8i9o0p",
)
"""The alphabet, digits and the rows of keyboards."""

_LEETS = tuple(str.maketrans("01345789@$!", f"o{one}eastbgasi") for one in "li")
"""The usual digits and signs for letters; 1 is an l or an i."""
_LONGEST = 20


@lru_cache
def common_passwords() -> Mapping[str, int]:
    """The 10,000 commonest passwords by their rank, 1 first (resources/passwords/README.md)."""
    import lzma  # wanted by nobody before a passphrase is chosen

    text = lzma.decompress(resource("passwords", "common.txt.xz").read_bytes()).decode()
    return {word: rank for rank, word in enumerate(text.split(), 1)}


def power_of_guesses(text: str, names: Iterable[str] = ()) -> float:
    """The power of ten of the guesses until this text is found; ``names`` are tried among the first."""
    typed = unicodedata.normalize("NFC", text)[:LOOKED_AT]
    plain = typed.casefold()
    if len(plain) != len(typed):  # a letter that folds to two
        typed = plain
    known = {part.casefold() for name in names for part in (name, *name.split()) if len(part) >= 3}
    pieces = _pieces(plain, typed, known)
    best = [0.0] + [math.inf] * len(plain)
    for end in range(1, len(plain) + 1):
        blank = not plain[end - 1].isalnum()
        best[end] = best[end - 1] + (PIECE if blank else LETTER)
        for start, cost in pieces.get(end, ()):
            best[end] = min(best[end], best[start] + cost + PIECE)
    return best[-1]


def _pieces(plain: str, typed: str, known: set[str]) -> dict[int, list[tuple[int, float]]]:
    """Everything a guessing program knows: by where it ends, where it starts and its power of ten."""
    found: dict[int, list[tuple[int, float]]] = {}

    def add(start: int, end: int, cost: float) -> None:
        found.setdefault(end, []).append((start, cost))

    ranks = common_passwords()
    forms = [(plain, 0.0), *((plain.translate(one), PIECE) for one in _LEETS)]
    for start in range(len(plain)):
        for end in range(start + 3, min(len(plain), start + _LONGEST) + 1):
            as_typed = 0.0 if typed[start:end].islower() or not typed[start:end].isalpha() else PIECE
            for whole, more in forms:
                form = whole[start:end]
                if form in known:
                    add(start, end, PIECE + more + as_typed)
                elif form in ranks:
                    add(start, end, math.log10(ranks[form]) + more + as_typed)
        run = _run(plain, start)
        if run >= 3:
            add(start, start + run, math.log10(len(ROWS) * 10 * run))
    for word in re.finditer(r"[^\W\d_]{3,12}(?![^\W\d_])", plain):
        if word.start() == 0 or not plain[word.start() - 1].isalpha():
            add(word.start(), word.end(), min(WORD, LETTER * len(word.group())))
    for year in re.finditer(r"(?=((?:19|20)\d\d))", plain):
        add(year.start(), year.start() + 4, 2.1)
    for start, unit, times in _repeats(plain):
        once = min(LETTER * len(unit), math.log10(ranks.get(unit, 10**9)))
        add(start, start + len(unit) * times, once + math.log10(times))
    return found


def _repeats(plain: str) -> Iterator[tuple[int, str, int]]:
    """Where a piece of any length comes again at once: its start, the piece, and how often."""
    for start in range(len(plain)):
        for size in range(1, (len(plain) - start) // 2 + 1):
            unit = plain[start : start + size]
            times = 2
            while plain.startswith(unit, start + size * (times - 1)):
                yield start, unit, times
                times += 1


def _run(plain: str, start: int) -> int:
    """How far the text follows a row of the keyboard or the alphabet from here, either way."""
    best = 0
    for row in ROWS:
        for way in (row, row[::-1]):
            length = best + 1
            while start + length <= len(plain) and plain[start : start + length] in way:
                best, length = length, length + 1
    return best
