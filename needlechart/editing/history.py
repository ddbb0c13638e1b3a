"""The newest steps of a visit as plain data, so that undo and redo outlive a crash."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from needlechart.domain.kinds import record_from
from needlechart.domain.record import Record, spare
from needlechart.editing.change import Change, Pair

KEPT = 5
"""How many steps are kept in each direction."""
LARGEST = 100_000
"""Characters beyond which older steps go; the newest is always kept."""


class History:
    """The steps of a visit: ``done`` with the newest last, ``undone`` with the next to redo last."""

    def __init__(self) -> None:
        self.done: list[Change] = []
        self.undone: list[Change] = []
        self._noted: dict[int, str] = {}

    @property
    def index(self) -> int:
        """How many steps are done."""
        return len(self.done)

    @property
    def count(self) -> int:
        """How many steps are done or could be done again."""
        return len(self.done) + len(self.undone)

    @property
    def undo_text(self) -> str:
        """The step that would be taken back, in words; empty for none."""
        return self.done[-1].text if self.done else ""

    @property
    def redo_text(self) -> str:
        """The step that would be done again, in words; empty for none."""
        return self.undone[-1].text if self.undone else ""

    def did(self, change: Change) -> None:
        """A new step was done; what was undone before it cannot come back."""
        self.undone.clear()
        self.done.append(change)

    def take_back(self) -> Change:
        """The newest step, which is being undone."""
        change = self.done.pop()
        self.undone.append(change)
        return change

    def bring_back(self) -> Change:
        """The step undone last, which is being done again."""
        change = self.undone.pop()
        self.done.append(change)
        return change

    def clear(self) -> None:
        """Nothing can be taken back any more."""
        self.done.clear()
        self.undone.clear()

    def written(self) -> str:
        """As `read_steps` reads it; as much as fits, the newest first."""
        newest = (self.done[-KEPT:], self.undone[-KEPT:])
        changes = {id(one): one for several in newest for one in several}
        self._noted = {key: self._noted.get(key) or _noted(one) for key, one in changes.items()}
        done, undone = (self._fitting(several) for several in newest)
        return f'{{"done": [{", ".join(done)}], "undone": [{", ".join(undone)}]}}'

    def _fitting(self, changes: list[Change]) -> list[str]:
        fitting: list[str] = []
        size = 0
        for one in reversed(changes):
            noted = self._noted[id(one)]
            size += len(noted)
            if fitting and size > LARGEST:
                break
            fitting.append(noted)
        return fitting[::-1]


def _noted(change: Change) -> str:
    pairs = [[_plain(before), _plain(after)] for before, after in change.pairs]
    return json.dumps({"text": change.text, "pairs": pairs}, ensure_ascii=False)


def _plain(record: Record | None) -> object:
    """Without what holds its default: it is written again with each of the next steps."""
    return None if record is None else {"record": type(record).__name__, **spare(record)}


def read_steps(text: str, records: Mapping[str, Record]) -> tuple[list[Change], list[Change]]:
    """Steps done and undone, as far as they fit the records as they are; empty for no text.

    A step that does not fit (the disk kept less than was remembered) ends the row.
    """
    if not text:
        return [], []
    noted = json.loads(text)
    state, done = dict(records), []
    for step in reversed(_steps(noted["done"])):
        if not _take(state, step.back):
            break
        done.append(step)
    state, undone = dict(records), []
    for step in reversed(_steps(noted["undone"])):
        if not _take(state, step.pairs):
            break
        undone.append(step)
    return done[::-1], undone[::-1]


def _steps(noted: Iterable[Mapping[str, Any]]) -> list[Change]:
    return [
        Change(one["text"], tuple((_read(before), _read(after)) for before, after in one["pairs"]))
        for one in noted
    ]


def _read(noted: dict[str, Any] | None) -> Record | None:
    return None if noted is None else record_from(noted)


def _take(state: dict[str, Record], pairs: Iterable[Pair]) -> bool:
    """Put the second values in the place of the first; False if one of the first is not there."""
    for before, after in pairs:
        if before is not None and state.get(before.id) != before:
            return False
        if before is None and after is not None and after.id in state:
            return False
        if before is not None and (after is None or after.id != before.id):
            del state[before.id]
        if after is not None:
            state[after.id] = after
    return True
