"""The one command: put values in the place of others."""

from dataclasses import dataclass

from needlechart.domain.record import Record

Pair = tuple[Record | None, Record | None]
"""A value before and after; None before adds it, None after removes it."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One step of undo: every pair of one gesture, kept together in one transaction.

    A plain value and no `QUndoCommand`: a Python one lies in a cycle with its stack, and a collection
    that destroyed the commands before the stack ended the process (PySide6 6.11).
    """

    text: str
    pairs: tuple[Pair, ...]
    """What it puts in the place of what, parents before children."""

    @property
    def back(self) -> tuple[Pair, ...]:
        """The old values in the place of the new, in the opposite order."""
        return tuple((after, before) for before, after in reversed(self.pairs))
