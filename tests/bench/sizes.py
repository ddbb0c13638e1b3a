"""The program's figures on a clinic's chart of five years. Run: python -m tests.bench.sizes [PATIENTS]

2,000 patients (L, if nothing is said) have 20,000 signed visits, 400,000 marks, 640,000 entries in the log;
3,200 patients have a million entries and 1.3 GB. The chart stays in ``--keep FOLDER``, from which another
run takes it up. Each thing that a person waits for stands beside a floor measured in turn with it: what the
engine alone needs for the same. On a machine that others use too, the processor's time and the ratio tell
more than the clock.
"""

import csv
import hmac
import io
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from needlechart.domain.audit_view import AuditFilter, AuditOrder, cells
from needlechart.domain.record import now
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.store.audit import Head, read_links
from needlechart.store.backup import backup
from needlechart.store.files import BACKUPS, DATABASE
from needlechart.store.queries.audit_log import audit_rows
from needlechart.store.queries.home import home
from needlechart.store.queries.search import search_patients
from needlechart.store.queries.visit_document import patient_chart, visit_chart
from needlechart.store.store import Store
from tests import factories
from tests.bench.bare import BareTable
from tests.bench.years import FULL_VISIT, family_of, made

PATIENTS = 2000
REPORT = 100_000
"""Entries of the log in a report."""

Work = Callable[[], object]


@dataclass(frozen=True)
class Took:
    """Milliseconds by the clock and of the processor."""

    wall: float
    processor: float

    @classmethod
    def of(cls, work: Work) -> "Took":
        """Do it once."""
        wall, processor = time.perf_counter(), time.process_time()
        work()
        return cls((time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000)


def spread(times: list[float]) -> str:
    """Median, 95th and 99th of a hundred, worst; milliseconds, or one figure in seconds."""
    ordered = sorted(times)
    if len(ordered) == 1:
        return f"{ordered[0] / 1000:.2f} s"
    places = (len(ordered) // 2, int(len(ordered) * 0.95), int(len(ordered) * 0.99), len(ordered) - 1)
    return " / ".join(f"{ordered[place]:.1f}" for place in places) + " ms"


class Table:
    """Printed row by row, since the last ones take minutes."""

    def __init__(self, patients: int) -> None:
        print(
            f"\n{patients:,} patients; clock and processor: p50 / p95 / p99 / worst; ratio of processor time"
        )
        print("\n| what | clock | processor | floor | its processor | ratio | goal |")
        print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)

    def row(self, what: str, ours: list[Took], floor: str, least: list[Took], goal: str) -> None:
        """One of them."""
        mine, bare = [one.processor for one in ours], [one.processor for one in least]
        ratio = statistics.median(mine) / statistics.median(bare)
        clock = spread([one.wall for one in ours])
        print(
            f"| {what} | {clock} | {spread(mine)} | {floor} | {spread(bare)} | {ratio:.1f} | {goal} |",
            flush=True,
        )

    def in_turn(self, what: str, ours: Work, floor: str, least: Work, goal: str = "", runs: int = 1) -> None:
        """Both so many times, after one that is not counted where there are several."""
        if runs > 1:
            ours(), least()
        pairs = [(Took.of(ours), Took.of(least)) for _ in range(runs)]
        self.row(what, [one for one, _ in pairs], floor, [one for _, one in pairs], goal)


def figures(folder: Path, patients: int) -> None:
    """Everything that is waited for, on the chart of a folder."""
    table = Table(patients)
    opened: list[Store] = []

    def unlock() -> None:
        opened.append(Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE))
        home(opened[-1], now())

    first = Took.of(unlock)
    with opened[0] as store:
        raw = store.opened.raw
        everyone = Took.of(lambda: raw.execute("SELECT * FROM patient").fetchall())
        goal = "<= 1.5 s with 0.5 s for the key, which is cheap here"
        table.row("unlock, to the list on Home", [first], "read every patient", [everyone], goal)
        waited_for(store, table, folder, patients)
        looked_through(store, table, folder)


def waited_for(store: Store, table: Table, folder: Path, patients: int) -> None:
    """Searches, charts, a mark that is saved."""
    raw = store.opened.raw
    chance = random.Random(1)
    which = [chance.randrange(1, patients) for _ in range(200)]
    names, days, turns = (
        "SELECT given_name, family_name FROM patient",
        ("2/6/19", "1984-06", "02.06"),
        count(),
    )

    def searched(texts: list[str]) -> None:
        text = texts[next(turns) % len(texts)]
        for end in range(1, len(text) + 1):  # as one types
            search_patients(store, text[:end])

    def read_names() -> None:
        raw.execute(names).fetchall()

    typed = [family_of(number)[:1] for number in which]
    table.in_turn(
        "search, one letter", lambda: searched(typed), "read the names", read_names, "p95 <= 150", 100
    )
    whole = [family_of(number) for number in which]
    table.in_turn(
        "search, a name", lambda: search_patients(store, whole[next(turns) % 200]), "the same", read_names,
        "p95 <= 150", 100,
    )  # fmt: skip
    table.in_turn(
        "search, a date", lambda: search_patients(store, days[next(turns) % 3]), "the same", read_names,
        "p95 <= 150", 100,
    )  # fmt: skip
    table.in_turn("Home", lambda: home(store, now()), "the same", read_names, runs=10)
    rows = "SELECT * FROM trigger_point WHERE visit_id = ?"
    table.in_turn(
        "a patient of ten visits", lambda: patient_chart(store, f"p{which[next(turns) % 200]}"),
        "read the marks", lambda: raw.execute(rows.replace("visit", "patient"), (f"p{which[0]}",)).fetchall(),
        runs=50,
    )  # fmt: skip
    table.in_turn(
        f"a visit of {FULL_VISIT} marks", lambda: visit_chart(store, factories.VISIT), "read the marks",
        lambda: raw.execute(rows, (factories.VISIT,)).fetchall(), "p95 <= 50", 100,
    )  # fmt: skip
    bare = BareTable(folder)
    marks = (factories.point(number=n % 500 + 1) for n in count())
    saved: list[TriggerPoint] = []

    def save() -> None:
        saved.append(next(marks))
        store.apply([(None, saved[-1])])

    table.in_turn(
        "save a mark", save, "commit one bare row",
        lambda: bare.commit(1), "p50 <= 5, p99 <= 50", 300,
    )  # fmt: skip
    bare.close()
    store.remove(*saved)  # the next run finds the visit as it was
    for path in folder.glob("bare.db*"):
        path.unlink()


def looked_through(store: Store, table: Table, folder: Path) -> None:
    """The log, its report, the pages, everything, a copy."""
    raw, size = store.opened.raw, (folder / DATABASE).stat().st_size / 1e6
    key, entries = store.opened.chain.key, store.head.sequence

    def chain() -> None:
        assert list(store.opened.chain.faults(read_links(raw), Head())) == []

    def bare_chain() -> None:
        for row in raw.execute("SELECT * FROM audit_entry ORDER BY sequence"):
            hmac.digest(key, repr(row).encode(), "sha256")

    table.in_turn(
        f"verify {entries:,} entries of the log", chain, "read and hash each", bare_chain,
        f"<= {entries / 1e6 * 90:.0f} s",
    )  # fmt: skip
    wanted = AuditFilter(upto=REPORT)

    def bare_report() -> None:
        rows = raw.execute("SELECT * FROM audit_entry WHERE sequence <= ? ORDER BY sequence", (REPORT,))
        csv.writer(io.StringIO()).writerows(rows)

    for order in AuditOrder:
        table.in_turn(
            f"a report of {min(REPORT, entries):,} entries, {order.value}",
            lambda order=order: [cells(one) for one in audit_rows(store, wanted.but(order=order))],  # type: ignore[misc]
            "read and write each", bare_report, "<= 5 s",
        )  # fmt: skip
    pages = "PRAGMA cipher_integrity_check"
    table.in_turn(
        f"quick_check of {size:.0f} MB", lambda: raw.execute("PRAGMA quick_check").fetchall(),
        "each page's code", lambda: raw.execute(pages).fetchall(), f"<= {10 * size / 270:.0f} s",
    )  # fmt: skip

    def check() -> None:
        assert store.check().sound

    visits = len(store.opened.raw.execute("SELECT 1 FROM visit").fetchall())
    table.in_turn(
        f"the whole check, {visits:,} visits", check, "each page's code",
        lambda: raw.execute(pages).fetchall(),
    )  # fmt: skip
    table.in_turn(
        "a backup, verified", lambda: backup(store), "each page's code", lambda: raw.execute(pages).fetchall()
    )
    shutil.rmtree(folder / BACKUPS)


def main(arguments: list[str]) -> None:
    """Make the chart, or take the one that is kept, and measure."""
    kept = Path(arguments[arguments.index("--keep") + 1]) if "--keep" in arguments else None
    numbers = [int(one) for one in arguments if one.isdigit()]
    patients = numbers[0] if numbers else PATIENTS
    base = kept or Path(tempfile.mkdtemp(prefix="needlechart-sizes-"))
    folder = base / f"chart-{patients}"
    try:
        if not folder.exists():
            print(f"made in {Took.of(lambda: made(folder, patients)).wall / 1000:.0f} s", flush=True)
        figures(folder, patients)
    finally:
        if kept is None:
            shutil.rmtree(base)


if __name__ == "__main__":
    main(sys.argv[1:])
