"""What a cell of a clinical table may hold: a number with its unit, one of some words, several, yes or no.

The readers of the tables check what they need; this says it column by column, so that a screen can offer
what fits and refuse the rest in place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, StrEnum

from needlechart.catalogue import tables, treatment_tables
from needlechart.catalogue.pictograms import pictograms
from needlechart.catalogue.types import (
    Access,
    Addressee,
    AdviceGroup,
    Concerns,
    FirstVisitGroup,
    Offer,
    Pattern,
)
from needlechart.domain.rules.rates import Counted
from needlechart.domain.rules.requirement import RequirementLevel
from needlechart.domain.words import AlertLevel, FollowOnKind, Layer, Severity, Side, View


class CellKind(Enum):
    """How a cell is shown and corrected."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    YES_NO = "yes or no"
    ONE = "one of"
    SEVERAL = "several of"
    LINES = "several, one a line"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """``unit`` of a number; ``choices`` of a closed set; ``needed``: not empty; low and high inclusive."""

    kind: CellKind = CellKind.TEXT
    unit: str = ""
    choices: tuple[str, ...] = ()
    needed: bool = False
    low: float | None = None
    high: float | None = None

    def why_not(self, text: str) -> str:
        """Why a cell of this column cannot hold this text; empty if it can."""
        text = text.strip()
        if not text:
            return "it must not be empty" if self.needed else ""
        if self.kind in (CellKind.NUMBER, CellKind.WHOLE):
            return self._number(text)
        if self.kind in (CellKind.ONE, CellKind.YES_NO):
            return "" if text in self.choices else f"it must be one of: {', '.join(self.choices)}"
        if self.kind is CellKind.SEVERAL:
            odd = [one for one in parts(text) if one not in self.choices]
            return f"not known: {', '.join(odd)}" if odd else ""
        if self.kind is CellKind.DAY:
            return _day(text)
        return ""

    def _number(self, text: str) -> str:
        try:
            value = float(text)
        except ValueError:
            return f"it must be a {self.kind.value}"
        if value != value or value in (float("inf"), float("-inf")):
            return f"it must be a {self.kind.value}"
        if self.kind is CellKind.WHOLE and value != int(value):
            return "it must be a whole number"
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            return f"it must be {self._range()}"
        return ""

    def _range(self) -> str:
        low, high = (f"{one:g}" for one in (self.low or 0, self.high or 0))
        if self.low is None:
            return f"at most {high}"
        return f"at least {low}" if self.high is None else f"from {low} to {high}"


def parts(text: str) -> tuple[str, ...]:
    """The words of a cell that holds several, separated by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        return "it must be a day"
    return ""


YES_NO = Column(kind=CellKind.YES_NO, choices=("yes", "no"))
WHOLE = Column(kind=CellKind.WHOLE, low=0)
NUMBER = Column(kind=CellKind.NUMBER)
LINES = Column(kind=CellKind.LINES)
NEEDED = Column(needed=True)
LINES_NEEDED = replace(LINES, needed=True)


def _one(kind: type[StrEnum], *, needed: bool = True) -> Column:
    return Column(kind=CellKind.ONE, choices=tuple(kind), needed=needed)


EVERYWHERE: Mapping[str, Column] = {
    "order": WHOLE,
    "source": NEEDED,
    "sided": YES_NO,
    "first": YES_NO,
    "reviewed_on": Column(kind=CellKind.DAY),
}
"""Columns that mean the same in every table that has them."""

_TABLES: Mapping[str, Mapping[str, Column]] = {
    "muscles": {
        "name": NEEDED,
        "abbreviation": NEEDED,
        "other_names": LINES,
        "layer": _one(Layer),
        "segmental": YES_NO,
        "midline": YES_NO,
        "separate_consent": YES_NO,
        "levels": LINES,
        "needling_access": _one(Access),
        "hint_hazard": NEEDED,
        "hint_caution": NEEDED,
        "hint_source": NEEDED,
        "nearby_hazards": NEEDED,
        "needling_caution": NEEDED,
        "views": Column(
            kind=CellKind.SEVERAL,
            choices=("anterior", "posterior", "lateral", "medial", "perineal"),
            needed=True,
        ),
        "typical_needle_length_mm": Column(unit="mm", needed=True),
    },
    "screening": {
        "level": _one(AlertLevel),
        "short_name": NEEDED,
        "text": NEEDED,
        "why": NEEDED,
        "what_to_do": NEEDED,
        "concerns": _one(Concerns),
        "addressee": _one(Addressee),
        "can_go_on": YES_NO,
        "check_in_order": WHOLE,
        "asks": LINES,
        "alert": Column(kind=CellKind.ONE, choices=("stands", "visit")),
    },
    "measures": {
        "name": NEEDED,
        "full_name": NEEDED,
        "short_name": NEEDED,
        "phrase": NEEDED,
        "kind": Column(
            kind=CellKind.ONE,
            choices=("scale", "angle", "strength", "functional", "questionnaire", "count"),
            needed=True,
        ),
        "min": replace(NUMBER, needed=True),
        "max": replace(NUMBER, needed=True),
        "step": replace(NUMBER, needed=True, low=0),
        "higher_is_better": Column(kind=CellKind.ONE, choices=("yes", "no", "neutral"), needed=True),
        "words": LINES,
        "change_value": replace(NUMBER, low=0),
        "change_kind": Column(kind=CellKind.ONE, choices=("important", "detectable", "unspecified")),
        "change_relative": YES_NO,
        "detectable_value": replace(NUMBER, low=0),
    },
    "measure_sets": {"name": NEEDED, "measures": LINES_NEEDED, "headings": LINES},
    "indications": {"code_title": NEEDED, "side": _one(Side), "valid_to": Column(kind=CellKind.DAY)},
    "techniques": {"short_name": NEEDED, "text": NEEDED, "phrase": NEEDED, "stays": YES_NO},
    "positions": {
        "label": NEEDED,
        "phrase": NEEDED,
        "views": Column(kind=CellKind.SEVERAL, choices=tuple(View), needed=True),
    },
    "needles": {
        "diameter_mm": Column(kind=CellKind.NUMBER, unit="mm", needed=True, low=0.1, high=0.5),
        "length_mm": Column(kind=CellKind.NUMBER, unit="mm", needed=True, low=3, high=150),
    },
    "stimulation_cautions": {"text": NEEDED, "above_y": replace(NUMBER, unit="atlas units")},
    "offered_words": {"list": _one(Offer), "text": NEEDED},
    "symptom_qualities": {"name": NEEDED, "pattern": _one(Pattern)},
    "adverse_events": {
        "short_name": NEEDED,
        "text": NEEDED,
        "severity": _one(Severity),
        "chip_order": WHOLE,
    },
    "event_rates": {
        "percent": Column(kind=CellKind.NUMBER, unit="%", low=0, high=100),
        "upper": Column(kind=CellKind.NUMBER, unit="%", low=0, high=100),
        "events": WHOLE,
        "treatments": WHOLE,
        "per": _one(Counted),
        "study": NEEDED,
    },
    "follow_on": {
        "name": NEEDED,
        "kind": _one(FollowOnKind),
        "doses": LINES,
        "plan_only": YES_NO,
    },
    "aftercare": {"group": _one(AdviceGroup), "text": NEEDED},
    "first_visit": {"group": _one(FirstVisitGroup), "short_name": NEEDED, "text": NEEDED},
    "completeness": {"level": _one(RequirementLevel), "title": NEEDED, "why": NEEDED},
    "consent_forms": {"title": NEEDED, "text": NEEDED, "version": NEEDED},
}


def column_of(table: str, column: str, cells: Mapping[str, str]) -> Column:
    """What a column of a table may hold, with the choices of today; ``cells`` are those of the row."""
    found = _TABLES.get(table, {}).get(column) or EVERYWHERE.get(column) or Column()
    if table == "measures" and column in ("min", "max", "step", "detectable_value"):
        return replace(found, unit=cells.get("unit", ""))
    if table == "measures" and column == "change_value":
        return replace(found, unit="%" if cells.get("change_relative") == "yes" else cells.get("unit", ""))
    closed = _closed(table, column)
    return found if closed is None else closed


def _closed(table: str, column: str) -> Column | None:
    """Columns whose choices are the rows of another table."""
    groups = tuple(dict.fromkeys(one.group for one in tables.muscles().values()))
    if (table, column) == ("muscles", "group"):
        return Column(kind=CellKind.ONE, choices=groups, needed=True)
    if (table, column) == ("screening", "body_scope"):
        return Column(kind=CellKind.SEVERAL, choices=("any", *groups), needed=True)
    if (table, column) == ("stimulation_cautions", "regions"):
        return Column(kind=CellKind.SEVERAL, choices=groups)
    if (table, column) == ("stimulation_cautions", "screening"):
        return Column(kind=CellKind.SEVERAL, choices=tuple(tables.screening()))
    if (table, column) == ("event_rates", "kind"):
        return Column(
            kind=CellKind.ONE,
            choices=(*treatment_tables.adverse_events(), "any_mild", "significant"),
            needed=True,
        )
    if column == "pictogram":
        return Column(kind=CellKind.ONE, choices=tuple(pictograms()))
    return None


def cell_fault(table: str, cells: Mapping[str, str], columns: tuple[str, ...]) -> str:
    """The first of these columns whose cell does not fit, and why; empty if all do."""
    for name in columns:
        why = column_of(table, name, cells).why_not(cells.get(name, ""))
        if why:
            return f"{name.replace('_', ' ')}: {why}"
    return ""
