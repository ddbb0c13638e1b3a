"""Finding an entry by what a person types: prefixes of words, accents and case ignored."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from needlechart.catalogue.tables import ICD_FORM, indications, measures, muscles
from needlechart.catalogue.types import IndicationDef, MeasureDef, Muscle, Reviewed
from needlechart.domain.words import Side

T = TypeVar("T")
H = TypeVar("H", bound=Reviewed)

_SIDES = {
    "r": Side.RIGHT,
    "right": Side.RIGHT,
    "l": Side.LEFT,
    "left": Side.LEFT,
    "both": Side.BOTH,
    "bilateral": Side.BOTH,
}
_LEVEL = re.compile(r"(?:[tT]1[0-2]|[lL][1-5]|[sS][1-5])\Z")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class MuscleMatch:
    """A muscle with the side and spinal level that were typed with it; unstated and empty without."""

    muscle: Muscle
    side: Side
    level: str = ""


def find_muscle(text: str) -> tuple[MuscleMatch, ...]:
    """Muscles that a text may mean, best first; ``pir r`` is right piriformis, ``mf l3 l`` left, at L3.

    Each word must begin a word of the name, of another name or of the abbreviation. A word that is a
    side or a level is read as such if the rest still names a muscle.
    """
    words = _words(text)
    side, level = Side.UNSTATED, ""
    names: list[str] = []
    for word in words:
        if word in _SIDES and side is Side.UNSTATED and len(words) > 1:
            side = _SIDES[word]
        elif _LEVEL.match(word) and not level and len(words) > 1:
            level = word.upper()
        else:
            names.append(word)
    found = _ranked(names, _offered(muscles()), _muscle_names)
    if not found and names != words:
        side, level = Side.UNSTATED, ""
        found = _ranked(words, _offered(muscles()), _muscle_names)
    return tuple(_match(one, side, level) for one in found)


def _match(muscle: Muscle, side: Side, level: str) -> MuscleMatch:
    return MuscleMatch(
        muscle,
        Side.MIDLINE if muscle.midline and side is Side.UNSTATED else side,
        level if level in muscle.levels else "",
    )


def find_measure(text: str) -> tuple[MeasureDef, ...]:
    """Measures that a text may mean, best first."""
    return _ranked(_words(text), _offered(measures()), _measure_names)


def find_indication(text: str) -> tuple[IndicationDef, ...]:
    """Indications by code (``m25.55``) or by words of heading, title or description, best first."""
    code = text.strip().upper()[:_LONGEST]
    if code and any(one.isdigit() for one in code):
        plain = code.replace(".", "")
        hits = [one for one in _offered(indications()) if one.code.replace(".", "").startswith(plain)]
        if hits:
            return tuple(hits)
    return _ranked(_words(text), _offered(indications()), _indication_names)


def icd_form_ok(code: str) -> bool:
    """Whether a text has the form of an ICD-10-CM code; says nothing on whether the code exists."""
    return bool(ICD_FORM.match(code.strip()))


def icd_known(code: str) -> IndicationDef | None:
    """The first entry of our list with that code; None means "not in our list"."""
    wanted = code.strip().upper()
    return next((one for one in indications().values() if one.code == wanted), None)


def _offered(rows: Mapping[str, H]) -> list[H]:
    """Without what the clinic hides."""
    return [one for one in rows.values() if not one.hidden]


def _muscle_names(one: Muscle) -> tuple[str, ...]:
    return one.abbreviation, one.name, one.common_name, *one.other_names


def _measure_names(one: MeasureDef) -> tuple[str, ...]:
    return one.short_name, one.name, one.full_name, f"{one.short_name} {one.caption} {one.phrase}"


def _indication_names(one: IndicationDef) -> tuple[str, ...]:
    return one.heading, one.title, f"{one.heading} {one.title} {one.description}"


@cache
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(_words(name))


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", bare)


def _ranked(words: list[str], pile: Iterable[T], names_of: Callable[[T], tuple[str, ...]]) -> tuple[T, ...]:
    if not words:
        return ()
    scored = []
    for position, one in enumerate(pile):
        score = min((_score(words, _name_words(name), place) for place, name in enumerate(names_of(one))))
        if score < _NONE:
            scored.append((score, position, one))
    scored.sort(key=lambda entry: entry[:2])
    return tuple(one for _, _, one in scored)


_NONE = 1000


def _score(words: list[str], name: tuple[str, ...], place: int) -> int:
    """Lower is better; `_NONE` when a word begins no word of the name."""
    if "".join(words) == "".join(name):
        return place
    rest = list(name)
    for word in words:
        hit = next((one for one in rest if one.startswith(word)), None)
        if hit is None:
            return _NONE
        rest.remove(hit)
    in_order = name[0].startswith(words[0])
    whole = sum(word in name for word in words)
    return 20 + 30 * (not in_order) + 5 * place + len(rest) - 3 * whole
