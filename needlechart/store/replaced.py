"""What restores put aside: it may hold what nothing else does, so it stays a year, and the newest for good.

It is thinned as copies for reading are (`readable`): after a backup was verified, and not while the clock is
in doubt. That it went stands in the log of the chart.
"""

import contextlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from needlechart.domain.words import AuditAction
from needlechart.store import dated
from needlechart.store.files import BACKUPS, remove_folder
from needlechart.store.manifest import backups
from needlechart.store.thinning import clock_jumped

if TYPE_CHECKING:
    from needlechart.store.store import Store

REPLACED = "replaced-"
KEPT = timedelta(days=365)


def thin_replaced(store: "Store", at: datetime) -> None:
    """Remove what is older than `KEPT`, but never the newest; one that the disk does not let go stays."""
    if clock_jumped(backups(store.folder), at):
        return
    for made, path in dated.folders(store.folder / BACKUPS, REPLACED)[1:]:
        if at - made > KEPT:
            with contextlib.suppress(OSError):
                remove_folder(path)
                when = made.astimezone().isoformat(timespec="minutes")
                store.note(AuditAction.REMOVED, detail=f"what a restore of {when} had put aside")
