"""The floor of everything that is kept: a small row on the same driver, encrypted with the same settings."""

import itertools
from pathlib import Path

from needlechart.store.connection import create_raw
from tests.bench.figures import timed


class BareTable:
    """One encrypted file with one table of a key and two numbers; nothing else is written."""

    def __init__(self, folder: Path) -> None:
        self._raw = create_raw(folder / "bare.db", bytes(range(32)))
        self._raw.execute("CREATE TABLE mark (id TEXT PRIMARY KEY, x REAL, y REAL) STRICT")
        self._numbers = itertools.count()

    def commit(self, rows: int = 1) -> float:
        """Milliseconds of one transaction that inserts so many rows."""
        named = [(f"{next(self._numbers):012d}", 1.5, 2.5) for _ in range(rows)]

        def work() -> None:
            self._raw.execute("BEGIN IMMEDIATE")
            for row in named:
                self._raw.execute("INSERT INTO mark VALUES (?, ?, ?)", row)
            self._raw.execute("COMMIT")

        return timed(work)

    def close(self) -> None:
        """Give the file back."""
        self._raw.close()
