"""One change through the store, against bare commits on the same driver. Run: python -m tests.bench.commit

A change is a record with its row in the audit log, each with its references and indexes checked and kept:
ten pages of the file where the bare row has two.
"""

import itertools
import tempfile
from pathlib import Path

from needlechart.domain.record import Record
from needlechart.store.store import Store
from tests import factories
from tests.bench.bare import BareTable
from tests.bench.figures import Figure, interleaved, timed
from tests.store.conftest import new_store

RUNS = 400


def main(runs: int = RUNS) -> list[Figure]:
    """One point, and a point with its needle, each against one and two bare rows."""
    with tempfile.TemporaryDirectory() as folder:
        bare = BareTable(Path(folder))
        with new_store(Path(folder) / "chart") as store:
            store.put(factories.patient(), factories.episode(), factories.visit())
            numbers = itertools.count()
            found = [
                _against(f"store: {name}", store, numbers, bare, runs, needle=needle, rows=rows)
                for name, needle in (("one site", False), ("site and needle", True))
                for rows in (1, 2)
            ]
        bare.close()
    return found


def _against(
    name: str,
    store: Store,
    numbers: "itertools.count[int]",
    bare: BareTable,
    runs: int,
    *,
    needle: bool,
    rows: int,
) -> Figure:
    def ours() -> float:
        mark = factories.point(number=next(numbers) % 500 + 1)
        records: list[Record] = [mark, factories.needling(mark)] if needle else [mark]
        return timed(lambda: store.apply([(None, one) for one in records]))

    mine, floor = interleaved(ours, lambda: bare.commit(rows), runs, warm_up=50)
    said = "one bare row" if rows == 1 else "two bare rows"
    return Figure(name, mine, floor, None, said).told()


if __name__ == "__main__":
    main()
