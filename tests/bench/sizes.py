"""The program's figures on a clinic's chart of five years. Run: python -m tests.bench.sizes [PATIENTS]

2,000 patients (L, if nothing is said) have 20,000 signed visits, 400,000 marks and over 600,000 entries
in the log; 20,000 patients are XL. The chart is made through the store itself and stays in ``--keep FOLDER``,
from which another run takes it up. What is measured is what a person waits for, each beside its goal.
"""

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from needlechart.domain.record import Record, now
from needlechart.domain.visit import Visit
from needlechart.store.backup import backup
from needlechart.store.files import DATABASE
from needlechart.store.queries.home import home, search_patients
from needlechart.store.queries.visit_document import patient_chart, visit_chart
from needlechart.store.store import Store
from tests import factories
from tests.bench.figures import timed
from tests.store.conftest import new_store

PATIENTS = 2000
VISITS = 10
MARKS = 20
NEEDLED = 9
FULL_VISIT = 200
"""Marks of the one visit that is opened again and again."""

FAMILY = ("Abel", "Baker", "Castro", "Duarte", "Egede", "Fuchs", "Gomez", "Haddad", "Ivers", "Jonas")


def a_patient(number: int) -> list[Record]:
    """One patient, with an episode and ten visits of twenty marks."""
    chance = random.Random(number)
    own = {"patient_id": f"p{number}"}
    name = {"given_name": f"Given{number}", "family_name": f"{chance.choice(FAMILY)}{number}"}
    records: list[Record] = [
        factories.patient(id=f"p{number}", record_number=f"no {number}", **name),
        factories.episode(id=f"e{number}", **own),
    ]
    for turn in range(VISITS):
        visit_id = f"v{number}-{turn}"
        day = now() - timedelta(days=1800 - turn * 170 - number % 160)
        inside = {**own, "visit_id": visit_id}
        records.append(
            factories.visit(
                id=visit_id,
                episode_id=f"e{number}",
                number=turn + 1,
                started=day,
                entered=day,
                **own,
            )
        )
        for mark in range(MARKS):
            point = factories.point(id=f"{visit_id}-{mark}", number=mark + 1, x=float(mark), **inside)
            records.append(point)
            if mark < NEEDLED:
                records.append(factories.needling(point, id=f"{visit_id}-{mark}n", **inside))
    return records


def made(folder: Path, patients: int) -> None:
    """The chart, by the store's own door."""
    began = time.monotonic()
    with new_store(folder) as store:
        for number in range(patients):
            store.put(*a_patient(number))
            for turn in range(VISITS):
                store.sign_visit(f"v{number}-{turn}")
            if number % 100 == 99:
                print(f"{number + 1} patients, {time.monotonic() - began:.0f} s", flush=True)
        store.put(*factories.whole_visit())
        marks = [factories.point(id=f"full{n}", number=n + 10, x=float(n)) for n in range(FULL_VISIT)]
        store.put(*marks)


def spread(times: list[float]) -> str:
    """Median, 95th of a hundred, worst; milliseconds."""
    ordered = sorted(times)
    return (
        f"{ordered[len(ordered) // 2]:.1f} / {ordered[int(len(ordered) * 0.95)]:.1f} / {ordered[-1]:.1f} ms"
    )


def repeated(runs: int, work: Callable[[int], object]) -> str:
    """Of so many runs, after one that is not counted."""
    work(0)
    return spread([timed(lambda n=n: work(n)) for n in range(runs)])  # type: ignore[misc]


def figures(folder: Path, patients: int) -> list[tuple[str, str, str]]:
    """What, how long, goal."""
    found = []
    size = (folder / DATABASE).stat().st_size / 1e6
    opened: list[Store] = []

    def unlock() -> None:
        opened.append(Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE))

    found.append((f"unlock ({size:.0f} MB)", f"{timed(unlock):.0f} ms", "<= 1500 with the key's 500"))
    store = opened[0]
    counted = f"{len(store.select(Visit)):,} visits, {store.head.sequence:,} entries of the log"
    found.append(("size", counted, ""))
    chance = random.Random(1)
    which = [chance.randrange(patients) for _ in range(100)]
    found.append(("Home", repeated(10, lambda n: home(store, now())), ""))
    names = [f"{random.Random(n).choice(FAMILY)}{n}" for n in which]
    found.append(
        ("search, 100 names", repeated(100, lambda n: search_patients(store, names[n])), "p95 <= 150")
    )
    found.append(("a patient", repeated(50, lambda n: patient_chart(store, f"p{which[n]}")), ""))
    found.append(("a visit of 20 marks", repeated(50, lambda n: visit_chart(store, f"v{which[n]}-3")), ""))
    full = repeated(50, lambda n: visit_chart(store, factories.VISIT))
    found.append((f"a visit of {FULL_VISIT} marks", full, "p95 <= 50"))
    marks = [factories.point(id=f"more{n}", number=500 + n) for n in range(301)]
    stored = iter(marks)
    found.append(("save a mark", repeated(300, lambda n: store.put(next(stored))), "p50 <= 5, p99 <= 50"))
    pages = store.opened.raw
    quick = timed(lambda: pages.execute("PRAGMA quick_check").fetchall())
    found.append(("quick_check", f"{quick / 1000:.1f} s", f"<= {10 * size / 270:.1f} s"))
    sound: list[bool] = []
    whole = timed(lambda: sound.append(store.check().sound))
    found.append(("the whole check", f"{whole / 1000:.1f} s", ""))
    assert sound == [True]
    found.append(("a backup, verified", f"{timed(lambda: backup(store)) / 1000:.1f} s", ""))
    store.close()
    return found


def main(arguments: list[str]) -> None:
    """Make the chart, or take the one that is kept, and measure."""
    kept = Path(arguments[arguments.index("--keep") + 1]) if "--keep" in arguments else None
    numbers = [int(one) for one in arguments if one.isdigit()]
    patients = numbers[0] if numbers else PATIENTS
    base = kept or Path(tempfile.mkdtemp(prefix="needlechart-sizes-"))
    folder = base / f"chart-{patients}"
    try:
        if not folder.exists():
            made(folder, patients)
        print(f"\n| patients | {patients:,} | goal |\n| --- | --- | --- |")
        for name, took, goal in figures(folder, patients):
            print(f"| {name} | {took} | {goal} |", flush=True)
    finally:
        if kept is None:
            shutil.rmtree(base)


if __name__ == "__main__":
    main(sys.argv[1:])
