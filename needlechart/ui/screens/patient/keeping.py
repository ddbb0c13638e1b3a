"""Keeping what is changed in Details: each change at once, the newest can be taken back."""

from collections.abc import Callable, Iterable

from needlechart.domain.record import Record, field_types
from needlechart.editing.change import Pair


class Rebase:
    """Two quick changes of one record: the second builds on the first before the disk has answered."""

    def __init__(self) -> None:
        self._newest: dict[str, Record | None] = {}
        self._waiting = 0

    def begin(self, pairs: list[Pair], kept: Iterable[Record] = ()) -> list[Pair]:
        """The pairs as they follow what is on its way already; each must be answered by `done`.

        ``kept`` is what the disk has taken and the screen may not show yet.
        """
        self._waiting += 1
        for record in kept:
            self._newest.setdefault(record.id, record)
        found = [self._on(before, after) for before, after in pairs]
        for before, after in found:
            one = after or before
            if one is not None:
                self._newest[one.id] = after
        return found

    def done(self) -> None:
        """One of the changes is on disk, or was refused."""
        self._waiting -= 1
        if self._waiting <= 0:
            self._waiting = 0
            self._newest.clear()

    def newest(self, record: Record) -> Record | None:
        """The record as it will be once all is on disk."""
        return self._newest.get(record.id, record)

    def _on(self, before: Record | None, after: Record | None) -> Pair:
        if before is None or before.id not in self._newest:
            return before, after
        newest = self._newest[before.id]
        if newest is None or after is None:
            return newest, after
        changed = {
            name: getattr(after, name)
            for name in field_types(type(after))
            if getattr(after, name) != getattr(before, name)
        }
        return newest, newest.but(**changed)


def reversed_pairs(pairs: list[Pair], newest: Iterable[Record] = ()) -> list[Pair]:
    """What takes these changes back, last one first.

    ``newest`` are records as they stand now: what was changed in them since, in other fields or again, stays.
    """
    now_is = {one.id: one for one in newest}
    return [_taken_back(before, after, now_is) for before, after in reversed(pairs)]


def _taken_back(before: Record | None, after: Record | None, newest: dict[str, Record]) -> Pair:
    if before is None or after is None or newest.get(after.id, after) == after:
        return after, before
    current = newest[after.id]
    values = {
        name: getattr(before, name)
        for name in field_types(type(after))
        if getattr(before, name) != getattr(after, name) == getattr(current, name)
    }
    return current, current.but(**values)


Act = Callable[[], None]
