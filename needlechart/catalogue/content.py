"""The clinical tables as a clinician reads and corrects them: every row with its cells, source and review."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from needlechart.catalogue import own
from needlechart.catalogue import tables as first
from needlechart.catalogue import treatment_tables as second
from needlechart.catalogue.columns import cell_fault
from needlechart.catalogue.forms import consent_forms
from needlechart.catalogue.own import trying
from needlechart.catalogue.pictograms import pictograms
from needlechart.catalogue.reading import CatalogueError, Row, clinical
from needlechart.catalogue.treatment_tables import adverse_events
from needlechart.domain.clinic import CatalogueRow
from needlechart.domain.rules.time_words import date_words

REVIEW_COLUMNS = ("reviewed_by", "reviewed_on")
KEYS = ("id", "indication", "icd10cm")
"""Columns that tell rows apart; they are not edited."""

OWN_SOURCE = "own row of the clinic"


@dataclass(frozen=True, slots=True)
class ContentTable:
    """A table; ``closed``: its rows are fixed in the program, their texts are not."""

    name: str
    title: str
    read: Callable[[], Any]
    closed: bool = False


CONTENT = (
    ContentTable("muscles", "Muscles", first.muscles),
    ContentTable("screening", "Screening", first.screening),
    ContentTable("consent_forms", "Consent forms", consent_forms, closed=True),
    ContentTable("first_visit", "First visit", second.first_visit_answers, closed=True),
    ContentTable("measures", "Measures", first.measures),
    ContentTable("measure_sets", "Sets of measures", first.measure_sets),
    ContentTable("indications", "Indications", first.indications),
    ContentTable("techniques", "Techniques", second.techniques, closed=True),
    ContentTable("positions", "Positions", second.positions, closed=True),
    ContentTable("needles", "Needles", second.needles),
    ContentTable("stimulation_cautions", "Cautions about current", second.stimulation_cautions),
    ContentTable("offered_words", "Words offered", second.offered_words),
    ContentTable("symptom_qualities", "Symptom qualities", second.symptom_qualities, closed=True),
    ContentTable("adverse_events", "Adverse events", second.adverse_events),
    ContentTable("event_rates", "Published event rates", second.event_rates),
    ContentTable("follow_on", "Exercises and follow-on care", second.follow_ons),
    ContentTable("aftercare", "Aftercare advice", second.aftercare),
    ContentTable("pictograms", "Pictograms", pictograms),
    ContentTable("completeness", "What a signature needs", second.requirements, closed=True),
)
"""Every table, in the order in which Settings lists them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentRow:
    """One row as it counts; ``fault`` says why the clinic's copy is left out.

    ``program`` are the program's own cells, None for a row of the clinic.
    """

    table: str
    key: str
    title: str
    cells: Mapping[str, str]
    own: bool
    added: bool
    hidden: bool
    fault: str = ""
    program: Mapping[str, str] | None = None

    def changed(self, column: str) -> bool:
        """Whether the clinic has another text there than the program."""
        return self.program is not None and self.cells[column] != self.program.get(column, "")

    @property
    def reviewed(self) -> str:
        """Who reviewed it and when; empty for nobody."""
        who, when = (self.cells.get(one, "") for one in REVIEW_COLUMNS)
        return f"{who}, {_day_words(when)}" if who and when else ""

    @property
    def source(self) -> str:
        """Where it comes from."""
        return self.cells.get("source", "")


def content_rows(table: ContentTable) -> tuple[ContentRow, ...]:
    """All rows of a table, the clinic's own among them. Raises CatalogueError for a faulty program table."""
    table.read()
    faults = own.faults()
    return tuple(_content_row(table.name, row, faults) for row in clinical(f"{table.name}.csv"))


def _content_row(name: str, row: Row, faults: Mapping[tuple[str, str], str]) -> ContentRow:
    cells = row.cells
    titles = ("title", "short_name", "name", "label", "text", "code_title", "id")
    title = next((cells[one] for one in ("name", "label", *titles) if cells.get(one)), row.key)
    if title == cells.get("id", row.key):  # a key for the program, not a name for a person
        title = " ".join(title.split("_")).capitalize()
    if "icd10cm" in cells:
        title = f"{cells['icd10cm']} {cells['code_title']}"
    if name == "event_rates":
        title = f"{_kind_words(cells['kind'])}, {cells['study']}"
    return ContentRow(
        table=name,
        key=row.key,
        title=title,
        cells=cells,
        own=row.own,
        added=row.program is None and row.own,
        hidden=row.hidden,
        fault=faults.get((name, row.key), ""),
        program=row.program.cells if row.program is not None else None if row.own else cells,
    )


def _kind_words(kind: str) -> str:
    known = adverse_events().get(kind)
    return known.short_name if known else f"{' '.join(kind.split('_')).capitalize()} event"


def _day_words(text: str) -> str:
    """``3 Mar 2026``; a day written in another way as it is."""
    try:
        return date_words(date.fromisoformat(text))
    except ValueError:
        return text


def check_own(table: ContentTable, row: CatalogueRow) -> None:
    """Raise CatalogueError with what keeps the clinic's row from being used."""
    found = next((one.cells for one in clinical(f"{table.name}.csv") if one.key == row.row), {})
    cells = {**found, **dict(zip(row.columns, row.cells, strict=True))}
    why = cell_fault(table.name, cells, row.columns)
    if why:
        raise CatalogueError(f"{table.name}.csv", 0, why)
    with trying(row):
        table.read.__wrapped__()  # type: ignore[attr-defined]


def with_cell(
    clinic_id: str, row: ContentRow, before: CatalogueRow | None, column: str, text: str
) -> CatalogueRow:
    """The clinic's copy of a row with another text in one column; what was reviewed no longer is."""
    cells = dict(zip(before.columns, before.cells, strict=True)) if before is not None else {}
    cells[column] = text
    if column not in REVIEW_COLUMNS:
        for one in REVIEW_COLUMNS:
            if one in row.cells:
                cells[one] = ""
    return _copy(clinic_id, row, before, cells)


def without_cell(row: ContentRow, before: CatalogueRow, column: str) -> CatalogueRow | None:
    """The clinic's copy with the program's text in one column again; None when nothing of it is left."""
    cells = dict(zip(before.columns, before.cells, strict=True))
    cells.pop(column, None)
    own = [one for one, text in cells.items() if one not in REVIEW_COLUMNS or text]
    if not own and not before.hidden:
        return None
    return before.but(columns=tuple(cells), cells=tuple(cells.values()))


def reviewed(
    clinic_id: str, row: ContentRow, before: CatalogueRow | None, who: str, day: str
) -> CatalogueRow:
    """The clinic's copy of a row, looked through by somebody on a day (ISO)."""
    cells = dict(zip(before.columns, before.cells, strict=True)) if before is not None else {}
    cells.update(zip(REVIEW_COLUMNS, (who, day), strict=True))
    return _copy(clinic_id, row, before, cells)


def _copy(
    clinic_id: str, row: ContentRow, before: CatalogueRow | None, cells: Mapping[str, str]
) -> CatalogueRow:
    columns, texts = tuple(cells), tuple(cells.values())
    if before is not None:
        return before.but(columns=columns, cells=texts)
    return CatalogueRow(clinic_id=clinic_id, table=row.table, row=row.key, columns=columns, cells=texts)


def another_like(clinic_id: str, row: ContentRow, taken: set[str]) -> CatalogueRow:
    """A new row of the clinic with the texts of an existing one, to be changed; nobody has reviewed it."""
    number = 2
    while f"{row.key}_{number}" in taken:
        number += 1
    cells = {key: text for key, text in row.cells.items() if key not in ("id", *REVIEW_COLUMNS)}
    for column in ("name", "title", "short_name", "text", "code_title"):
        if cells.get(column):
            cells[column] = f"{cells[column]} ({number})"
            break
    if "source" in cells:
        cells["source"] = OWN_SOURCE
    return CatalogueRow(
        clinic_id=clinic_id,
        table=row.table,
        row=f"{row.key}_{number}",
        columns=tuple(cells),
        cells=tuple(cells.values()),
    )
