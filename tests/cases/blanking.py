"""A note without one datum: what a place says is printed must then be printed less often."""

from dataclasses import MISSING, fields, replace
from datetime import date, datetime
from enum import Enum
from typing import Any

from needlechart.documents.note import render_note
from needlechart.domain.chart import VisitChart
from needlechart.domain.record import Record
from tests.cases.case import note_text
from tests.cases.documentation import Place

OTHER: dict[str, Any] = {
    "Consent.agreement": "declined",
    "ScreeningAnswer.answer": "not_asked",
    "Consent.given_at": datetime.fromisoformat("2025-02-03T10:00:00+00:00"),
    "Visit.started": datetime.fromisoformat("2025-02-03T10:00:00+00:00"),
    "AdverseEvent.severity": "mild",
    "Measurement.value": 1.0,
}
"""What stands in place of a field that cannot be empty and is no text."""

BY_BEING_THERE = ("EventReview.outcome", "Stimulation.first_point_id", "Seal.signature")
"""Fields of records that say what they say by being there: the whole record is left out."""


def not_told_by_its_field(chart: VisitChart, places: list[Place]) -> list[str]:
    """Places whose words the note says as often when no record of the chart has the field."""
    whole = note_text(render_note(chart).pdf).casefold()
    found = []
    for place in places:
        without = note_text(render_note(blanked(chart, place.field)).pdf).casefold()
        words = place.printed.casefold()
        if without.count(words) >= whole.count(words):
            found.append(f"row {place.rows}: {place.printed!r} is printed without {place.field}")
    return found


def blanked(chart: VisitChart, path: str) -> VisitChart:
    """The chart with a field, as ``Record.field``, empty in each of its records."""
    kind, name = path.split(".")
    changed: dict[str, Any] = {}
    left_out = kind if path in BY_BEING_THERE else ""
    for one in fields(chart):
        value = getattr(chart, one.name)
        if isinstance(value, tuple):
            changed[one.name] = tuple(
                _without(each, kind, name) for each in value if type(each).__name__ != left_out
            )
        elif isinstance(value, Record):
            changed[one.name] = _without(value, kind, name)
    return replace(chart, **changed)


def _without(record: Record, kind: str, name: str) -> Record:
    if type(record).__name__ != kind:
        return record
    return record.but(**{name: _empty(record, kind, name)})


def _empty(record: Record, kind: str, name: str) -> Any:
    now = getattr(record, name)
    other = OTHER.get(f"{kind}.{name}", MISSING)
    if other is not MISSING:
        return type(now)(other) if isinstance(now, Enum) else other
    default = next(one for one in fields(record) if one.name == name).default
    if default is not MISSING:
        return default
    if isinstance(now, str) and not isinstance(now, Enum):
        return "–"
    assert not isinstance(now, (date, Enum)), f"{kind}.{name} cannot be empty: say what stands in its place"
    return None
