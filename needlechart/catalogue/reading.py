"""Reading a clinical table: every cell is checked, and an error names the file, the row and the column."""

import csv
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from needlechart.catalogue import own
from needlechart.domain.clinic import CatalogueRow
from needlechart.resources import resource


class HasId(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """The id."""


E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
V = TypeVar("V", bound=HasId)


class CatalogueError(ValueError):
    """A clinical table cannot be used; says which file, which row (the head is row 1) and why."""

    def __init__(self, file: str, row: int, why: str) -> None:
        super().__init__(f"{file}, row {row}: {why}")
        self.file = file
        self.row = row
        self.why = why


class Row:
    """One row of a table; each getter raises `CatalogueError` when the cell does not fit."""

    def __init__(
        self,
        file: str,
        number: int,
        cells: Mapping[str, str],
        *,
        program: "Row | None" = None,
        own: bool = False,
        hidden: bool = False,
    ) -> None:
        """``own``: the clinic's copy (of ``program``'s row, if there is one); ``hidden``: not offered."""
        self._file = file
        self._number = number
        self._cells = cells
        self.program = program
        self.own = own
        self.hidden = hidden

    @property
    def file(self) -> str:
        """The name of the table's file."""
        return self._file

    @property
    def cells(self) -> Mapping[str, str]:
        """Every column with its text."""
        return self._cells

    @property
    def key(self) -> str:
        """What tells rows of a table apart: the id; of an indication heading and code."""
        return self._cells.get("id") or f"{self._cells.get('indication')}/{self._cells.get('icd10cm')}"

    def error(self, why: str) -> CatalogueError:
        """An error about this row."""
        return CatalogueError(self._file, self._number, why)

    def text(self, column: str, *, needed: bool = False) -> str:
        """The cell without space around it."""
        if column not in self._cells:
            raise self.error(f"the column {column!r} is missing")
        value = self._cells[column].strip()
        if needed and not value:
            raise self.error(f"{column} is empty")
        return value

    def words(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that are separated by semicolons."""
        return tuple(part.strip() for part in self.text(column).split(";") if part.strip())

    def yes(self, column: str) -> bool:
        """True for yes, false for no; empty counts as no."""
        value = self.text(column)
        if value not in ("yes", "no", ""):
            raise self.error(f"{column} must be yes or no")
        return value == "yes"

    def number(self, column: str) -> float:
        """A number."""
        value = self.optional_number(column)
        if value is None:
            raise self.error(f"{column} is empty")
        return value

    def optional_number(self, column: str) -> float | None:
        """A number, None for an empty cell."""
        value = self.text(column)
        if not value:
            return None
        try:
            return float(value)
        except ValueError:
            raise self.error(f"{column} must be a number") from None

    def whole(self, column: str, default: int = 0) -> int:
        """A whole number, ``default`` for an empty cell."""
        value = self.optional_number(column)
        if value is None:
            return default
        if value != int(value):
            raise self.error(f"{column} must be a whole number")
        return int(value)

    def one_of(self, column: str, kind: type[E]) -> E:
        """A member of a closed set of words."""
        try:
            return kind(self.text(column))
        except ValueError:
            raise self.error(f"{column} must be one of: {', '.join(kind)}") from None


def read_table(path: Path) -> list[Row]:
    """All rows of a table.

    Raises FileNotFoundError if there is none, `CatalogueError` for rows of another length than the head.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        head = next(reader, [])
        rows = []
        for number, cells in enumerate(reader, 2):
            if len(cells) != len(head):
                raise CatalogueError(path.name, number, f"{len(cells)} cells, the head has {len(head)}")
            rows.append(Row(path.name, number, dict(zip(head, cells, strict=True))))
    return rows


def clinical(name: str) -> list[Row]:
    """The rows of one table of resources/clinical, the clinic's own laid over them."""
    return _laid_over(name, read_table(resource("clinical", name)))


def _laid_over(name: str, rows: list[Row]) -> list[Row]:
    mine = dict(own.own_rows(name.removesuffix(".csv")))
    found = []
    for row in rows:
        one = mine.pop(row.key, None)
        found.append(row if one is None else _own_row(name, one, row))
    columns = rows[0].cells if rows else {}
    return found + [_own_row(name, one, None, columns) for one in mine.values()]


def _own_row(
    name: str, one: CatalogueRow, program: Row | None, columns: Mapping[str, str] = MappingProxyType({})
) -> Row:
    base = program.cells if program is not None else dict.fromkeys(columns, "")
    said = {column: cell for column, cell in zip(one.columns, one.cells, strict=True) if column in base}
    cells = {**base, **said}
    if program is None and "id" in cells:
        cells["id"] = one.row
    return Row(name, 0, cells, program=program, own=bool(said) or program is None, hidden=one.hidden)


def _made(row: Row, make: Callable[[Row], V]) -> V | None:
    """The value of a row; of a clinic's row that cannot be read, the program's, or none."""
    try:
        return make(row)
    except CatalogueError as error:
        name = row.file.removesuffix(".csv")
        if not own.any_own() or own.on_trial(name, row.key):
            raise  # the program's own table is faulty, or somebody is just writing the row
        own.note_fault(name, row.key, error.why)
    return _made(row.program, make) if row.program is not None else None


def by_id(rows: Iterable[Row], make: Callable[[Row], V]) -> Mapping[str, V]:
    """One value per row by its id, in the order of the file; an id stands once."""
    found: dict[str, V] = {}
    for row in rows:
        value = _made(row, make)
        if value is None:
            continue
        if value.id in found:
            raise row.error(f"{value.id} stands twice")
        found[value.id] = value
    return MappingProxyType(found)


def review(row: Row) -> dict[str, Any]:
    """Where a row comes from, who reviewed it, and what the clinic made of it."""
    return {
        "own": row.own,
        "hidden": row.hidden,
        "source": row.text("source", needed=True),
        "reviewed_by": row.text("reviewed_by"),
        "reviewed_on": row.text("reviewed_on"),
    }
