"""Backups by themselves: when one is due, to which folders, how many stay.

What is known of the places lies in ``chart.places`` beside the chart, so that the unlock screen can say what
is overdue before anybody has unlocked. It holds folders and times, nothing of a patient.
"""

import contextlib
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.backup_view import BackedUp, BackupOverview, BackupPlace, BackupRow
from needlechart.domain.clinic import Clinic
from needlechart.domain.record import now
from needlechart.store.backup import backup, copy_to
from needlechart.store.files import BACKUPS, remove_folder, write_atomic
from needlechart.store.manifest import BackupInfo, backups, read_manifest
from needlechart.store.problems import ReadOnly, StoreProblem
from needlechart.store.progress import Share, Told
from needlechart.store.readable import copies, thin_copies
from needlechart.store.replaced import thin_replaced
from needlechart.store.thinning import superfluous

if TYPE_CHECKING:
    from needlechart.store.store import Store

PLACES = "chart.places"
AT_CLOSING = timedelta(minutes=30)
"""At lock and close a backup is made if the newest is older than this and something changed."""


class NotThere(ReadOnly):
    """A chosen folder is not there: a stick pulled out, a share not connected."""

    happened = "The backup folder is not there."
    safe = "The chart is safe, and a copy is kept beside it."
    todo = "Plug in the stick or connect the share, then back up."


class WentAway(NotThere):
    """A chosen folder was there when the backup began."""

    happened = "The backup folder went away while it was written: was a stick pulled out?"


def known_places(folder: Path) -> tuple[BackupPlace, ...]:
    """Where backups go, by what was last known; the folder beside the chart when nothing is."""
    try:
        said = json.loads((folder / PLACES).read_bytes())
        found = tuple(_place(one) for one in said["places"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found = ()
    beside = folder / BACKUPS
    if not any(one.folder == beside for one in found):
        newest = next(iter(backups(beside)), None)
        if newest is not None or not found:
            found = (*found, BackupPlace(folder=beside, last=newest.made_at if newest else None))
    return found


def _place(said: dict[str, str]) -> BackupPlace:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(said[name]) if said.get(name) else None

    return BackupPlace(
        folder=Path(said["folder"]),
        chosen=bool(said.get("chosen")),
        last=moment("last"),
        failed_at=moment("failed_at"),
        failed=str(said.get("failed", "")),
    )


def _remember(folder: Path, places: tuple[BackupPlace, ...]) -> None:
    said = [
        {
            "folder": str(one.folder),
            "chosen": "yes" if one.chosen else "",
            "last": one.last.isoformat() if one.last else "",
            "failed_at": one.failed_at.isoformat() if one.failed_at else "",
            "failed": one.failed,
        }
        for one in places
    ]
    write_atomic(folder / PLACES, json.dumps({"places": said}, indent=1, ensure_ascii=False).encode())


def wanted_places(folder: Path, clinic: Clinic) -> tuple[BackupPlace, ...]:
    """The places the clinic chose, or the folder beside the chart, with what is known of each."""
    known = {one.folder: one for one in known_places(folder)}
    chosen = [Path(name) for name in (clinic.backup_folder, clinic.second_backup_folder) if name]
    wanted = [BackupPlace(folder=one, chosen=True) for one in dict.fromkeys(chosen)]
    if not clinic.backup_folder:
        wanted.insert(0, BackupPlace(folder=folder / BACKUPS))
    return tuple(
        replace(known[one.folder], chosen=one.chosen) if one.folder in known else one for one in wanted
    )


def backup_everywhere(store: "Store", reason: str, told: Told | None = None) -> BackupInfo:
    """A verified copy in every place; each place is thinned once its copy is verified.

    ``told`` hears in percent how much is copied and checked, and may raise to stop. A chosen place that
    does not take it is remembered with why, and a copy is kept beside the chart.
    Raises a `StoreProblem` only when no copy at all was made.
    """
    return _everywhere(store, reason, Share(told))[0]


def asked_backup(store: "Store", told: Told | None = None) -> BackedUp:
    """As `backup_everywhere`, with what became of each place that was tried."""
    made, tried = _everywhere(store, "asked", Share(told))
    return BackedUp(at=made.made_at, places=tuple(place for place, _, _ in tried))


def _everywhere(store: "Store", reason: str, share: Share) -> "tuple[BackupInfo, list[Tried]]":
    wanted = wanted_places(store.folder, store.clinic)
    each = 100 / len(wanted)
    shares = [share.part(number * each, (number + 1) * each) for number in range(len(wanted))]
    tried = [_into(store, place, reason, shares[0], made_so_far=None) for place in wanted[:1]]
    first = tried[0][1]
    if first is None and wanted[0].chosen:
        beside = BackupPlace(folder=store.folder / BACKUPS)
        tried.append(_into(store, beside, reason, shares[0], made_so_far=None))
        first = tried[-1][1]
    later = zip(wanted[1:], shares[1:], strict=True)
    tried += [_into(store, place, reason, own, made_so_far=first) for place, own in later]
    _remember(store.folder, tuple(place for place, _, _ in tried))
    made = [info for _, info, _ in tried if info is not None]
    if not made:
        raise next(problem for _, _, problem in tried if problem is not None)
    thin_copies(store, now())
    thin_replaced(store, now())
    return made[0], tried


Tried = tuple[BackupPlace, BackupInfo | None, StoreProblem | None]


def _why_not(place: BackupPlace, error: StoreProblem | OSError) -> StoreProblem:
    """What to tell of a place that did not take a backup."""
    if isinstance(error, NotThere):
        return error
    if place.chosen and not place.folder.is_dir():
        told: StoreProblem = WentAway()
    elif isinstance(error, StoreProblem):
        return error
    else:
        told = ReadOnly("The backup folder cannot be written to.", todo="Choose another folder.")
    told.__cause__ = error
    return told


def _into(
    store: "Store", place: BackupPlace, reason: str, share: Share, made_so_far: BackupInfo | None
) -> Tried:
    try:
        if place.chosen and not place.folder.is_dir():
            raise NotThere
        if made_so_far is not None:
            key = store.opened.secrets.data_key
            info = store.way.beside(lambda: copy_to(made_so_far, place.folder, key, share))
        else:
            info = backup(store, place.folder, reason=reason, share=share)
        thin(place.folder, info.file_id)
    except (StoreProblem, OSError) as error:
        problem = _why_not(place, error)
        return replace(place, failed_at=now(), failed=problem.happened), None, problem
    return replace(place, last=info.made_at, failed_at=None, failed=""), info, None


def thin(base: Path, file_id: str) -> None:
    """Remove this chart's backups that have no slot; other charts' are left alone."""
    own = [one for one in backups(base) if one.file_id == file_id and one.folder.parent == base]
    for one in superfluous(own, now()):
        with contextlib.suppress(OSError):
            (one.folder / "manifest.json").unlink()  # from here on it is no backup, even if the rest stays
            remove_folder(one.folder)


def backup_if_due(store: "Store", reason: str, after: timedelta) -> bool:
    """A backup if the newest is older than ``after`` and something was charted since; whether one was made.

    Raises a `StoreProblem` when it was due and no copy was made.
    """
    if store.opened.for_reading:
        return False
    newest = newest_of(store.folder)
    if newest is not None:
        young = timedelta(0) <= now() - newest.made_at < after
        if young or not changed_since(store, newest):
            return False
    elif not changed_since(store, None):
        return False
    backup_everywhere(store, reason)
    return True


def changed_since(store: "Store", newest: BackupInfo | None) -> bool:
    """Whether a record was written after the newest backup."""
    after = 0 if newest is None else newest.head_sequence
    row = store.opened.raw.execute(
        "SELECT 1 FROM audit_entry WHERE sequence > ? AND digest <> '' AND record_kind NOT IN"
        " ('Clinic', 'Clinician') LIMIT 1",
        (after,),
    ).fetchone()
    return row is not None


def all_backups(folder: Path) -> list[BackupInfo]:
    """Every backup of a chart in all known places that can be reached, newest first, each once."""
    found: dict[Path, BackupInfo] = {}
    for place in known_places(folder):
        for one in backups(place.folder) if place.folder.is_dir() else ():
            found[one.folder] = one
    return sorted(found.values(), key=lambda one: one.made_at, reverse=True)


def newest_of(folder: Path) -> BackupInfo | None:
    """The newest backup in any place that can be reached."""
    return next(iter(all_backups(folder)), None)


def last_backup_at(folder: Path) -> datetime | None:
    """When the newest backup was made, reachable now or not."""
    return max((one.last for one in known_places(folder) if one.last is not None), default=None)


def overview(folder: Path, clinic: Clinic | None = None) -> BackupOverview:
    """Everything about the backups of a chart, for a screen."""
    places = known_places(folder) if clinic is None else wanted_places(folder, clinic)
    rows = tuple(row_of(one) for one in all_backups(folder))
    return BackupOverview(places=places, rows=rows, readable=tuple(made for made, _ in copies(folder)))


def row_of(info: BackupInfo) -> BackupRow:
    """A backup by its manifest."""
    return BackupRow(
        folder=info.folder,
        made_at=info.made_at.astimezone(),
        reason=info.reason,
        size=info.size,
        visits=info.counts.get("visit", 0),
        patients=info.counts.get("patient", 0),
    )


def row_at(folder: Path) -> BackupRow | None:
    """The backup in a folder that somebody pointed at, or None."""
    info = read_manifest(folder)
    return None if info is None else row_of(info)
