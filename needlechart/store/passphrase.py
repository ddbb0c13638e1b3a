"""How hard a passphrase is to guess, in one sentence a therapist understands.

At least 15 characters, any characters, no rules of composition (NIST SP 800-63B-4, 3.1.1); common,
repeated, keyboard-row and obvious ones are refused, and what a program that knows the 10,000 commonest
passwords would find soon. The powers below are for such a program that has the files and tries 10,000
passphrases a second, which with Argon2id takes a room full of computers: 12 days, 30 years, 30,000 years.
"""

import re
import unicodedata
from collections.abc import Iterable

from needlechart.store.guesses import ROWS, power_of_guesses

MINIMUM = 15
MAXIMUM = 1024
GOOD = 20
LEAST_POWER, GOOD_POWER, VERY_GOOD_POWER = 10, 13, 16

WORDS = """
    password passwort passphrase motdepasse contrasena letmein welcome iloveyou sunshine princess
    football baseball basketball superman batman dragon monkey master shadow michael jennifer jordan
    hunter killer trustno trustnoone starwars whatever freedom computer internet secret secrets changeme
    default admin administrator login hello qwerty qwertz azerty asdf zxcv google facebook samsung
    summer winter spring autumn needlechart needle needling dryneedling therapist physio physiotherapy
    physicaltherapy clinic patient patients pelvic pelvichealth chart test testing
    correcthorsebatterystaple correct horse battery staple abcdef thequickbrownfoxjumpsoverthelazydog
    loremipsumdolorsitamet tobeornottobe maytheforcebewithyou january february march april june july
    august september october november december monday tuesday wednesday thursday friday saturday sunday
"""
COMMON = frozenset(WORDS.split())
"""Words that guessing programs try first; a passphrase made of them alone is refused."""

RUN = 4

SENTENCES = (
    "Too easy to guess.",
    "Too short: use at least 15 characters.",
    "Acceptable. A further word makes it much stronger.",
    "Good.",
    "Very good.",
)


def normal(text: str) -> str:
    """The form in which a passphrase is used: NFC, so that two ways of typing é are one."""
    return unicodedata.normalize("NFC", text)


def passphrase_strength(text: str, obvious: Iterable[str] = ()) -> tuple[int, str]:
    """0 to 4 and a sentence; 2 and more are accepted. ``obvious``: names of clinic and clinician."""
    typed, obvious = normal(text), tuple(obvious)
    if len(typed) < MINIMUM:
        return (0 if len(typed) < 8 else 1), f"Too short: use at least {MINIMUM} characters."
    if len(typed) > MAXIMUM:
        return 0, f"Too long: use at most {MAXIMUM} characters."
    why = _obvious(typed, obvious)
    if why:
        return 0, why
    power = power_of_guesses(typed, obvious)
    if power < LEAST_POWER:
        return 1, "Too easy to guess: programs try its words and passwords among the first. Add another word."
    left = _surprise(typed)
    words = len(set(re.findall(r"\w{3,}", typed)))
    if left >= GOOD + 8 and words >= 4 and power >= VERY_GOOD_POWER:
        return 4, SENTENCES[4]
    if left >= GOOD and (words >= 3 or len(set(typed)) >= 12) and power >= GOOD_POWER:
        return 3, SENTENCES[3]
    return 2, SENTENCES[2]


def _obvious(typed: str, names: Iterable[str]) -> str:
    plain = _plain(typed)
    if len(set(typed)) < 6:
        return "Too easy to guess: it repeats the same few characters."
    if _repeats(plain):
        return "Too easy to guess: it repeats the same piece."
    rest = _without(plain, COMMON)
    if len(rest) < 6:
        return "Too easy to guess: it is made of very common words."
    if len(_without_runs(plain)) < 6:
        return "Too easy to guess: it follows the keyboard or the alphabet."
    parts = {_plain(part) for name in names for part in [name, *name.split()] if len(_plain(part)) >= 3}
    if parts and len(_without_runs(_without(plain, parts | COMMON))) < 8:
        return "Too easy to guess: it is mostly your own or the clinic's name."
    return ""


def _plain(text: str) -> str:
    """Small letters and digits alone, accents dropped, with the usual digits for letters undone."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(character for character in folded if character.isalnum())
    return (
        kept
        if kept.isdigit()
        else kept.translate(str.maketrans("013457", "oleast"))
        if _mixed(kept)
        else kept
    )


def _mixed(text: str) -> bool:
    """Digits inside words, as in p4ssw0rd."""
    return re.search(r"[^\W\d]\d[^\W\d]", text) is not None


def _repeats(plain: str) -> bool:
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in range(1, len(plain) // 2 + 1))


def _without(plain: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        plain = plain.replace(word, "")
    return plain


def _without_runs(plain: str) -> str:
    """The text without stretches of four and more along a keyboard row or the alphabet, either way."""
    rows = [way for row in ROWS for way in (row, row[::-1])]
    kept, index = "", 0
    while index < len(plain):
        length = max((_run(plain, index, row) for row in rows), default=0)
        if length >= RUN:
            index += length
        else:
            kept += plain[index]
            index += 1
    return kept


def _run(plain: str, index: int, row: str) -> int:
    best = 0
    for length in range(RUN, len(plain) - index + 1):
        if plain[index : index + length] not in row:
            break
        best = length
    return best


def _surprise(typed: str) -> int:
    """Characters that are neither a run nor the same as the one before."""
    plain = _without_runs(typed.casefold())
    return sum(1 for i, character in enumerate(plain) if i == 0 or character != plain[i - 1])
