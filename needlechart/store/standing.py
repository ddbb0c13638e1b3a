"""Beside the chart: in whose hands which draft is open just now, so that it is found again after a crash.

The file is there while a draft is on screen and all of it is on the disk. Leaving the visit, a lock and a
closing take it away, and so does a disk that refuses a change: what is held in memory from then on would be
lost with the process. A disk that lets not even a name go keeps the file, so what is said after a crash
claims nothing of what was not saved. It holds ids, nothing of a patient, and no backup brings it along.
"""

import json
from pathlib import Path

from needlechart.store.files import STANDING, plain_problems, sync_folder, write_atomic


def keep_standing(folder: Path, clinician_id: str, visit_id: str) -> None:
    """This draft is open from now on; raises a `StoreProblem`."""
    write_atomic(folder / STANDING, json.dumps({"clinician": clinician_id, "visit": visit_id}).encode())


def forget_standing(folder: Path) -> None:
    """None is open any more; raises a `StoreProblem`."""
    path = folder / STANDING
    with plain_problems():
        if path.exists():
            path.unlink()
            sync_folder(folder)


def read_standing(folder: Path, clinician_id: str) -> str:
    """The id of the draft that this clinician had open; empty when there was none, or it cannot be read."""
    try:
        data = json.loads((folder / STANDING).read_bytes())
        return str(data["visit"]) if data["clinician"] == clinician_id else ""
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ""
