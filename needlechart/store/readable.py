"""Copies for reading of a damaged chart: how long they stay, and that who read in them stays known.

They are thinned once the chart is sound again and a backup of it was verified. Who read in one that goes is
first written into the log of the chart, so that "who saw this chart" tells it as before. The newest stays:
of a damaged chart it may be the only one.
"""

import contextlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.words import AuditAction
from needlechart.store import dated
from needlechart.store.audit import read_entries
from needlechart.store.connection import open_raw
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import BACKUPS, DATABASE, remove_folder
from needlechart.store.form import Raw
from needlechart.store.manifest import backups
from needlechart.store.problems import StoreProblem
from needlechart.store.thinning import clock_jumped

if TYPE_CHECKING:
    from needlechart.store.store import Store

PREFIX = "readable-"
KEPT = timedelta(days=30)
SEEN = (AuditAction.READ, AuditAction.EXPORTED, AuditAction.PRINTED)
"""What is told of a copy that goes."""


def new_name(at: datetime) -> str:
    """The folder of a copy made at this time."""
    return dated.name(PREFIX, at)


def copies(folder: Path) -> list[tuple[datetime, Path]]:
    """When each copy of a chart was made, and its folder; newest first."""
    return dated.folders(folder / BACKUPS, PREFIX)


def thin_copies(store: "Store", at: datetime) -> None:
    """Remove what is older than `KEPT`, but never the newest, and nothing while the clock is in doubt.

    One that another key opens, or that somebody has open, stays.
    """
    if clock_jumped(backups(store.folder), at):
        return
    for made, path in copies(store.folder)[1:]:
        if at - made > KEPT:
            with contextlib.suppress(StoreProblem, OSError):
                _take_over(store, path, made)
                remove_folder(path)


def _take_over(store: "Store", path: Path, made: datetime) -> None:
    raw = open_raw(path / DATABASE, store.opened.secrets.data_key)
    try:
        seen = _seen(raw, made)
    finally:
        raw.close()
    copy = f"the copy for reading of {made.astimezone().isoformat(timespec='minutes')}"
    for one in seen:
        moment = one.at.astimezone().isoformat(timespec="seconds")
        detail = f"at {moment} in {copy}{': ' if one.detail else ''}{one.detail}"
        store.note(one.action, patient_id=one.patient_id, by=one.clinician_id, detail=detail)
    store.note(AuditAction.REMOVED, detail=copy)


def _seen(raw: Raw, made: datetime) -> list[AuditEntry]:
    with raw_problems():
        return [one for one in read_entries(raw) if one.at >= made and one.action in SEEN]
