"""What the unlock screen says and does where files of the chart are damaged or missing."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.rules.time_words import clock, date_words, plural

if TYPE_CHECKING:  # the unlock screen waits for this module, and for none of these
    from needlechart.editing.desk import Problem
    from needlechart.store.mending import Found
    from needlechart.ui.screens.unlock_parts import Trouble


def trouble_before(folder: Path, *, known: bool = False) -> "Trouble | None":
    """What is seen to be wrong before anybody has unlocked; from the database thread.

    ``known``: the chart was found to be damaged while it was open.
    """
    from needlechart.store.mending import look_before, met

    found = look_before(folder)
    if found is None and known:
        found = met(folder, "Part of the chart file cannot be read.", "", "")
    return None if found is None else _told(found, folder)


def is_trouble(error: BaseException) -> bool:
    """Whether an error of opening is one of the files, against which a backup or reading in part may help."""
    from needlechart.store.problems import Damaged, Foreign, NotFound, OlderThanAnchor

    missing = isinstance(error, NotFound) and error.happened == NotFound.happened
    return missing or (isinstance(error, Damaged | Foreign) and not isinstance(error, OlderThanAnchor))


def trouble_met(folder: Path, problem: "Problem", *, partly: bool) -> "Trouble":
    """What opening met; ``partly``: some of the file may be read. From the database thread."""
    from needlechart.store.mending import met

    return _told(met(folder, problem.happened, problem.safe, problem.todo), folder, partly=partly)


def _told(found: "Found", folder: Path, *, partly: bool = True) -> "Trouble":
    from needlechart.store.files import DATABASE
    from needlechart.store.mending import KEYS_CHANGED_SAFE, PAGE_BYTES
    from needlechart.ui.screens.unlock_parts import Trouble

    problem, newest = found.problem, found.newest
    told = [f"Found on opening at {clock(datetime.now().astimezone())}. Nothing was changed."]
    if problem.safe == KEYS_CHANGED_SAFE:
        told.append(problem.safe)
    if found.last_in_order is not None:
        told.append(f"The chart was last in order {_when(found.last_in_order)}.")
    if newest is None:
        told.append("No backup was found in the usual places; look for one on a stick or share.")
    else:
        told.append(
            f"Newest backup: {_when(newest.made_at)}, {plural(newest.counts.get('visit', 0), 'visit')}."
        )
    chart = folder / DATABASE
    there = chart.is_file() and chart.stat().st_size > PAGE_BYTES
    made = "" if newest is None else _when(newest.made_at)
    keys = "" if found.keys_from is None else _when(found.keys_from.made_at)
    return Trouble(
        title=problem.happened.removesuffix("."),
        rest=" ".join(told),
        readable=there and partly and not found.keys,
        restore=f"Restore the backup of {made}" if made else "Restore a backup from elsewhere",
        keys=f"Take the keys of the backup of {keys}" if keys and there else "",
    )


def take_keys(folder: Path) -> tuple[str, str]:
    """The keys of the newest backup in their place; a title and a sentence. Raises a `StoreProblem`."""
    from needlechart.store.mending import newest_keys
    from needlechart.store.mending import take_keys as take
    from needlechart.store.problems import BadBackup

    newest = newest_keys(folder)
    if newest is None:
        raise BadBackup(
            "No backup with whole keys can be reached.", todo="Plug in the stick or connect the share."
        )
    info = take(folder, newest.folder)
    return (
        f"The keys of the backup of {_when(info.made_at)} are in place",
        "Unlock with the passphrase of that time. What lay there before is kept in backups, under replaced.",
    )


def copy_as_is(folder: Path, target: Path) -> tuple[str, str]:
    """The files copied as they are; a title and a sentence. Raises a `StoreProblem`."""
    from needlechart.store.mending import copy_as_is as copy

    made = copy(folder, target)
    return (f"Saved as {made.name}", f"In {made.parent}. The charts in it are as encrypted as before.")


def _when(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{date_words(local.date())} {clock(local)}"
