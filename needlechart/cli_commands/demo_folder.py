"""A fictional clinic in a folder of its own; it opens itself, since its passphrase is known to everybody."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.demo.secret import DEMO_PASSPHRASE
from needlechart.settings import MARKER

if TYPE_CHECKING:
    from needlechart.demo.records import DemoClinic
    from needlechart.store.keyfile import Cost
    from needlechart.store.store import Store

MARKER_TEXT = f"""This folder holds a fictional clinic made by needlechart. Nobody in it exists.
Its passphrase is known to everybody: {DEMO_PASSPHRASE}
Never keep real patients here.
"""

Progress = Callable[[int, int, str], None]


def is_demo(folder: Path) -> bool:
    """Whether a folder holds a fictional clinic."""
    return (folder / MARKER).is_file()


def demo_clinician(folder: Path) -> str:
    """Id of the clinician a fictional clinic opens with; raises `StoreProblem`."""
    from needlechart.store.store import people

    return people(folder)[0][0]


def demo_cost() -> "Cost":
    """The passphrase is public, so a slow derivation would protect nothing: the cheapest one is used."""
    from needlechart.store.keyfile import Cost

    return Cost(memory_kib=64, passes=1, lanes=1)


def create_demo(
    folder: Path, *, seed: int = 1, now: datetime | None = None, progress: Progress | None = None
) -> None:
    """Write a fictional clinic into an empty or missing folder, whole or not at all.

    ``now`` is the moment the clinic stands at (the present by default). Settings of the window may lie
    in the folder and stay. Raises `AlreadyThere` for a folder in use, OSError and every `StoreProblem`
    when the disk refuses.
    """
    _refuse_in_use(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fill_demo(aside / "chart", seed=seed, now=now, progress=progress)
        if folder.exists():
            for kept in folder.iterdir():
                kept.rename(aside / "chart" / kept.name)
            folder.rmdir()
        (aside / "chart").rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_in_use(folder: Path) -> None:
    from needlechart.settings import FILE_NAME
    from needlechart.store.problems import AlreadyThere

    if folder.exists() and (not folder.is_dir() or any(one.name != FILE_NAME for one in folder.iterdir())):
        raise AlreadyThere(
            "This folder is in use.",
            safe="Nothing in it was changed.",
            todo="Choose a new or empty folder for the fictional clinic (--data DIR).",
        )


def fill_demo(folder: Path, *, seed: int, now: datetime | None, progress: Progress | None) -> None:
    """The clinic in a new folder: everything is put, then each signs their visits in the order of time."""
    from needlechart.demo.records import demo_records
    from needlechart.domain.record import now as present
    from needlechart.store.store import Store

    tell = progress or (lambda _done, _total, _detail: None)
    clinic = demo_records(seed, now=now or present())
    store, _recovery = Store.create(
        folder, clinic.clinic, clinic.clinicians[0], DEMO_PASSPHRASE, cost=demo_cost()
    )
    with store:
        for person in clinic.clinicians[1:]:
            store.add_clinician(person, DEMO_PASSPHRASE, cost=demo_cost())
        _put(store, clinic, tell)
    for person in clinic.clinicians:
        with Store.open(folder, person.id, DEMO_PASSPHRASE) as opened:
            _sign(opened, clinic, tell)
    for author in {one.author_id: None for one in clinic.addenda}:
        with Store.open(folder, author, DEMO_PASSPHRASE) as opened:
            for addendum in clinic.addenda:
                if addendum.author_id == author:
                    opened.add_addendum(addendum)
    (folder / MARKER).write_text(MARKER_TEXT, encoding="utf-8")


def _put(store: "Store", clinic: "DemoClinic", tell: Progress) -> None:
    """In batches, so that a stop is answered soon."""
    people = {one.id for one in clinic.clinicians}
    records = [one for one in clinic.records if one.id not in people]
    for start in range(0, len(records), 400):
        tell(start, len(records), "records")
        store.apply([(None, one) for one in records[start : start + 400]])


def _sign(store: "Store", clinic: "DemoClinic", tell: Progress) -> None:
    from needlechart.app.sealing import sign_whole

    mine = [one for one in clinic.signings if one.clinician_id == store.clinician.id]
    for number, signing in enumerate(mine):
        tell(number, len(mine), f"visits of {store.clinician.name} signed")
        sign_whole(store, signing.visit_id, signing.at)
