"""The clinic's own copy of the clinical tables, laid over the program's, which stay as they are.

A row of the clinic replaces the cells it names, hides a row, or adds one. The rows live in the chart and
come through its one door; `use_own` hands them to the tables when a chart is opened, changed or closed.
What a table cannot read of them is left out and told by `faults`: a clinic's slip never stops the program.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any, Protocol, TypeVar, cast

from needlechart.domain.clinic import CatalogueRow

F = TypeVar("F", bound=Callable[[], Any])


class Cleared(Protocol):
    """What keeps an answer until it is told to forget it."""

    def cache_clear(self) -> None:
        """Forget the answer."""


@dataclass
class _Shelf:
    """One for the program: one chart is open at a time."""

    rows: dict[str, dict[str, CatalogueRow]] = field(default_factory=dict)
    turn: int = 0
    kept: list[Cleared] = field(default_factory=list)
    faults: dict[tuple[str, str], str] = field(default_factory=dict)


_SHELF = _Shelf()
_INSTEAD: ContextVar[Mapping[str, Mapping[str, CatalogueRow]] | None] = ContextVar("instead", default=None)
_TRIAL: ContextVar[CatalogueRow | None] = ContextVar("trial", default=None)


def table(read: F) -> F:
    """Reads a table once, and again after the clinic's rows have changed.

    What another thread was reading at that moment is not kept for those that ask afterwards.
    """

    @cache
    def kept(turn: int) -> Any:
        return read()

    @wraps(read)
    def asked() -> Any:
        return kept(_SHELF.turn)

    _SHELF.kept.append(kept)
    asked.cache_info = kept.cache_info  # type: ignore[attr-defined]
    return cast(F, asked)


def use_own(rows: Iterable[CatalogueRow]) -> None:
    """From now on these rows of the clinic count; none for no chart."""
    found = _by_table(rows)
    if found != _SHELF.rows:
        _SHELF.rows = found
        forget()


def _by_table(rows: Iterable[CatalogueRow]) -> dict[str, dict[str, CatalogueRow]]:
    found: dict[str, dict[str, CatalogueRow]] = {}
    for row in sorted(rows, key=lambda one: one.id):
        found.setdefault(row.table, {})[row.row] = row
    return found


@contextmanager
def as_of(rows: Iterable[CatalogueRow]) -> Iterator[None]:
    """While inside, these rows count in the place of the clinic's of today; for tables read uncached."""
    token = _INSTEAD.set(_by_table(rows))
    try:
        yield
    finally:
        _INSTEAD.reset(token)


def forget() -> None:
    """Every table is read anew when it is next asked for."""
    _SHELF.turn += 1
    _SHELF.faults.clear()
    for one in _SHELF.kept:
        one.cache_clear()


def own_rows(name: str) -> Mapping[str, CatalogueRow]:
    """The clinic's rows of a table by the id of the row; the one on trial among them."""
    instead = _INSTEAD.get()
    trial, rows = _TRIAL.get(), (_SHELF.rows if instead is None else instead).get(name, {})
    return {**rows, trial.row: trial} if trial is not None and trial.table == name else rows


def any_own() -> bool:
    """Whether the clinic has rows of its own at all."""
    return bool(_SHELF.rows or _INSTEAD.get()) or _TRIAL.get() is not None


@contextmanager
def trying(row: CatalogueRow) -> Iterator[None]:
    """While inside, this row counts as the clinic's, and what is wrong with it is raised."""
    token = _TRIAL.set(row)
    try:
        yield
    finally:
        _TRIAL.reset(token)


def on_trial(name: str, row: str) -> bool:
    """Whether a row is the one on trial."""
    trial = _TRIAL.get()
    return trial is not None and (trial.table, trial.row) == (name, row)


def note_fault(name: str, row: str, why: str) -> None:
    """A row of the clinic cannot be used."""
    _SHELF.faults[name, row] = why


def faults() -> Mapping[tuple[str, str], str]:
    """Why rows of the clinic are left out, by table and row; of the tables read so far."""
    return dict(_SHELF.faults)
