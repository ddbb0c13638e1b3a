"""Symptom areas as they are called: a letter for the map, and words for note, list and screen reader."""

from collections.abc import Iterable
from string import ascii_uppercase

from needlechart.domain.rules.laterality import sided
from needlechart.domain.rules.text import lower_first
from needlechart.domain.rules.time_words import NBSP
from needlechart.domain.symptom_area import SymptomArea
from needlechart.domain.visit import Visit
from needlechart.domain.words import Phase, Side, View


def lettered(areas: Iterable[SymptomArea], phase: Phase) -> list[tuple[str, SymptomArea]]:
    """The areas of a phase in the order of their making, with their letters: A to Z, then AA, AB ..."""
    mine = sorted((one for one in areas if one.phase is phase), key=lambda one: one.id)
    return [(_letter(number), one) for number, one in enumerate(mine)]


def _letter(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def percent_words(percent: float | None) -> str:
    """``1.2 %``, ``under 0.1 %``; empty where it is not known."""
    if percent is None:
        return ""
    return f"under 0.1{NBSP}%" if percent < 0.05 else f"{percent:.1f}{NBSP}%"


FREE_WORDS = {
    Phase.BEFORE: "No symptoms anywhere on the body before needling",
    Phase.AFTER: "No symptoms left anywhere on the body after needling",
}
"""What it says where the patient was asked and has none; an empty map says nothing."""


def is_free(visit: Visit, phase: Phase) -> bool:
    """Whether the patient was asked in this phase and has no symptoms anywhere."""
    return phase.value in visit.symptom_free


def with_free(visit: Visit, phase: Phase, *, free: bool) -> Visit:
    """The visit with that said, or taken back."""
    others = {one for one in visit.symptom_free if one != phase.value}
    said = others | {phase.value} if free else others
    return visit.but(symptom_free=tuple(one.value for one in Phase if one.value in said))


def free_words(visit: Visit, phase: Phase) -> str:
    """A sentence where there are none, else nothing."""
    return f"{FREE_WORDS[phase]}." if phase in FREE_WORDS and is_free(visit, phase) else ""


def place_words(area: SymptomArea) -> str:
    """``right groin (front)``; without the words that were shown the side and the view it is drawn in."""
    named = lower_first(area.region.strip().removesuffix("."))
    view = area.view.value.replace("_", " ")
    if named:
        told = area.side not in (Side.RIGHT, Side.LEFT) or area.side.value in named
        return f"{named if told else sided(area.side, named)} ({view})"
    if area.view is View.PELVIC_FLOOR:
        return sided(area.side, view)
    if area.view in (View.LEFT, View.RIGHT):
        return f"on the {view} side of the body"
    shown = f"drawn in the {view} view"
    return f"on the {area.side.value}, {shown}" if area.side in (Side.RIGHT, Side.LEFT) else shown


def feel_words(area: SymptomArea) -> str:
    """``aching, 6 of 10``, ``intensity not stated``; what was not asked for is left out."""
    said = [lower_first(area.quality.strip().removesuffix("."))] if area.quality.strip() else []
    if area.intensity is not None:
        said.append(f"{area.intensity:g} of 10")
    elif area.intensity_not_stated:
        said.append("intensity not stated")
    return ", ".join(said)


def area_words(area: SymptomArea) -> str:
    """``right groin (front), aching, 6 of 10, 1.2 % of the body’s surface``."""
    share = percent_words(area.percent)
    parts = (place_words(area), feel_words(area), f"{share} of the body’s surface" if share else "")
    return ", ".join(part for part in (*parts, area.note.strip().removesuffix(".")) if part)
