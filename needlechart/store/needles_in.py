"""Beside the chart, readable while it is locked: needles that are in, and a stop on the locked screen.

Both files hold ids of visits and times, nothing of a patient: what the locked screen shows anyway.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from needlechart.domain.needles_in import NeedleIn, NeedlesIn
from needlechart.store.files import NEEDLES_IN, STOPPED, plain_problems, sync_folder, write_atomic


def read_needles_in(folder: Path) -> NeedlesIn:
    """What was kept last; nothing if there is no such file or it cannot be read: it is no record of care."""
    try:
        data = json.loads((folder / NEEDLES_IN).read_bytes())
        needles = tuple(_needle(one) for one in data["needles"])
        return NeedlesIn(needles=needles, clock=str(data["clock"]), sound=bool(data["sound"]))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return NeedlesIn()


def keep_needles_in(folder: Path, known: NeedlesIn) -> None:
    """Replace the file, or take it away with the last needle; raises a `StoreProblem`."""
    if not known.needles:
        _remove(folder / NEEDLES_IN)
        return
    needles = [
        {"visit": one.visit_id, "since": _text(one.since), "ends": _text(one.ends)} for one in known.needles
    ]
    data = {"needles": needles, "clock": known.clock, "sound": known.sound}
    write_atomic(folder / NEEDLES_IN, json.dumps(data).encode())


def read_stop(folder: Path) -> tuple[datetime, tuple[str, ...]] | None:
    """When everything was stopped on the locked screen, and in which visits; None if it was not."""
    try:
        data = json.loads((folder / STOPPED).read_bytes())
        moment = datetime.fromisoformat(data["at"])
        visits = tuple(str(one) for one in data["visits"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return (moment, visits) if moment.tzinfo is not None else None


def keep_stop(folder: Path, moment: datetime, visits: tuple[str, ...]) -> None:
    """On the disk before the screen says so; raises a `StoreProblem`."""
    write_atomic(folder / STOPPED, json.dumps({"at": moment.isoformat(), "visits": visits}).encode())


def forget_stop(folder: Path) -> None:
    """Once the visits say it themselves."""
    _remove(folder / STOPPED)


def _needle(data: dict[str, Any]) -> NeedleIn:
    return NeedleIn(visit_id=str(data["visit"]), since=_moment(data["since"]), ends=_moment(data["ends"]))


def _text(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its offset")
    return moment


def _remove(path: Path) -> None:
    with plain_problems():
        if path.exists():
            path.unlink()
            sync_folder(path.parent)
