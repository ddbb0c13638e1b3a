"""The catalogue's texts on a handout: today's for a draft, those it was given with once the visit is signed.

`Aftercare.sheet` keeps each as a JSON list: where it stands (the advice's group, or ``exercise``), id,
heading, text, pictogram. A text corrected later changes no sheet of a signed visit.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from needlechart.catalogue.treatment_tables import aftercare, follow_ons
from needlechart.catalogue.types import AdviceGroup
from needlechart.domain.chart import VisitChart
from needlechart.domain.rules.home_programme import home_exercises

EXERCISE = "exercise"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetText:
    """One text; ``place`` is a word of `AdviceGroup` or ``exercise``."""

    place: str
    id: str
    heading: str
    text: str
    pictogram: str

    def written(self) -> str:
        """As `Aftercare.sheet` keeps it; `read_sheet` is the inverse."""
        parts = [self.place, self.id, self.heading, self.text, self.pictogram]
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def sheet_of(chart: VisitChart) -> tuple[SheetText, ...]:
    """What the handout of this visit says: of a signed one as it was given, of a draft as it is today."""
    if chart.visit.signed and chart.aftercare is not None and chart.aftercare.sheet:
        return read_sheet(chart.aftercare.sheet)
    return sheet_today(chart)


def sheet_today(chart: VisitChart) -> tuple[SheetText, ...]:
    """The texts of today: what was told (before anything is, the usual advice), and what every sheet says."""
    told = set(chart.aftercare.told) if chart.aftercare is not None else set()
    facts = sorted((one for one in aftercare().values() if not one.hidden), key=lambda one: one.order)
    always = (AdviceGroup.CALL, AdviceGroup.EMERGENCY, AdviceGroup.CLOSING)
    found = [
        SheetText(
            place=one.group.value, id=one.id, heading=one.heading, text=one.text, pictogram=one.pictogram
        )
        for one in facts
        if one.group in always or (one.id in told if told else one.group is AdviceGroup.TOLD)
    ]
    known = follow_ons()
    exercises = dict.fromkeys(one.exercise for one in home_exercises(chart) if one.exercise in known)
    found += [
        SheetText(
            place=EXERCISE,
            id=key,
            heading=known[key].name,
            text=known[key].handout_text,
            pictogram=known[key].pictogram,
        )
        for key in exercises
    ]
    return tuple(found)


def kept_sheet(chart: VisitChart) -> tuple[str, ...]:
    """What a signature keeps: today's texts, but those that are on a sheet already given as they were."""
    care = chart.aftercare
    given = {(one.place, one.id): one for one in read_sheet(care.sheet)} if care is not None else {}
    return written(given.get((one.place, one.id), one) for one in sheet_today(chart))


def written(texts: Iterable[SheetText]) -> tuple[str, ...]:
    """As `Aftercare.sheet` keeps them."""
    return tuple(one.written() for one in texts)


def read_sheet(entries: Iterable[str]) -> tuple[SheetText, ...]:
    """The texts of `Aftercare.sheet`; an entry that is none is left out."""
    found = []
    for entry in entries:
        try:
            parts = json.loads(entry)
        except ValueError:
            continue
        if isinstance(parts, list) and len(parts) == 5 and all(isinstance(one, str) for one in parts):
            place, key, heading, text, pictogram = parts
            found.append(SheetText(place=place, id=key, heading=heading, text=text, pictogram=pictogram))
    return tuple(found)


def version_of(texts: Iterable[SheetText]) -> str:
    """What tells one wording of the sheet from another: 8 letters and digits, alike for the same texts."""
    data = json.dumps(written(texts), ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()[:8]


def exercises_of(texts: Iterable[SheetText]) -> Mapping[str, SheetText]:
    """The exercises among them by their id."""
    return {one.id: one for one in texts if one.place == EXERCISE}
