"""The one command: put values in the place of others."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from needlechart.domain.record import Record

if TYPE_CHECKING:
    from needlechart.editing.open_visit import OpenVisit

Pair = tuple[Record | None, Record | None]
"""A value before and after; None before adds it, None after removes it."""


class Change(QUndoCommand):
    """One step of undo: every pair of one gesture, kept together in one transaction."""

    def __init__(self, visit: "OpenVisit", pairs: Sequence[Pair], text: str) -> None:
        super().__init__(text)
        self._visit = visit
        self._pairs = tuple(pairs)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """What it puts in the place of what."""
        return self._pairs

    def redo(self) -> None:
        """Put the new values in place, parents before children as given."""
        self._visit.history.did(self)
        self._visit.replace(self._pairs)

    def undo(self) -> None:
        """Put the old values back, in the opposite order."""
        self._visit.history.undid(self)
        self._visit.replace(tuple((after, before) for before, after in reversed(self._pairs)))
