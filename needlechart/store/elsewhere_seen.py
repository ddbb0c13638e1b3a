"""Who read in a copy of a chart that could not be written to: kept encrypted, then in the chart's own log.

While another window holds the chart, what the log of a copy of its backup tells is kept beside it when the
copy goes; where nothing can be written there, outside and with each entry (see `outside`). The next opening
of the chart takes it over, like that of copies a killed program left.
"""

import contextlib
import json
import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.record import now
from needlechart.domain.words import AuditAction
from needlechart.store.audit import hash_at, read_entries
from needlechart.store.connection import open_raw
from needlechart.store.dated import NAMED_BY
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import BACKUPS, DATABASE, remove_folder, write_atomic
from needlechart.store.form import Raw
from needlechart.store.keys import NONCE_BYTES, CannotUnwrap, derive, unwrap, wrap
from needlechart.store.outside import LEFT, PREFIX, own_folder, sweep
from needlechart.store.problems import StoreProblem
from needlechart.store.readable import SEEN

if TYPE_CHECKING:
    from needlechart.store.core import Core
    from needlechart.store.opening import Opened

ENDING = ".seen"
TOLD = (*SEEN, AuditAction.UNLOCKED)
"""What of a copy's log the log of the chart hears."""

PURPOSE = "seen in a copy"
UNREAD = "who read in a copy for reading is not known: the list was damaged, or is under a former key"


def keep_seen(opened: "Opened") -> bool:
    """Before a copy closes: keep who read in it; whether the copy may go.

    Where the disk refuses it the copy stays, and its own log tells the next opening of the chart.
    """
    if opened.noted is not None:
        return True  # it was, with each entry
    try:
        _write_list(opened)
    except StoreProblem:
        return False
    return True


def keep_outside(opened: "Opened") -> None:
    """Keep who reads in a copy with each entry of its log, so that it can go whatever happens.

    An entry whose list the disk does not take raises a `StoreProblem`: nothing is shown that nobody hears of.
    """
    opened.noted = partial(_write_list, opened)


def _write_list(opened: "Opened") -> None:
    after = 0 if opened.copied_head is None else opened.copied_head.sequence
    with raw_problems():
        seen = [_said(one) for one in read_entries(opened.raw, after) if one.action in TOLD]
    nonce = os.urandom(NONCE_BYTES)
    key = derive(opened.secrets.data_key, PURPOSE)
    kept = nonce + wrap(key, nonce, json.dumps(seen).encode(), opened.file_id.encode())
    write_atomic(opened.folder.with_name(opened.folder.name + ENDING), kept)


def take_over(store: "Core", outside: Path | None = None) -> None:
    """Write into the log of an open chart what was read in copies that are closed; these are gone then.

    A copy that somebody has open stays, and so does what the disk does not let go. A list that cannot be
    read is told as such.
    """
    for path in sorted((store.folder / BACKUPS).glob(f"{PREFIX}*")):
        if path.name.endswith(ENDING):
            _take_list(store, path)
        elif path.is_dir():
            with contextlib.suppress(StoreProblem, OSError):
                _take_left(store, path)
    if outside is not None:
        sweep(outside)
        own = own_folder(outside, store.opened.file_id)
        for path in sorted(own.glob(f"{PREFIX}*{ENDING}")):
            if not path.with_suffix("").exists():  # else somebody reads in it
                _take_list(store, path)


def _take_list(store: "Core", path: Path) -> None:
    opened = store.opened
    try:
        kept = path.read_bytes()
        nonce, wrapped = kept[:NONCE_BYTES], kept[NONCE_BYTES:]
        seen = json.loads(
            unwrap(derive(opened.secrets.data_key, PURPOSE), nonce, wrapped, opened.file_id.encode())
        )
    except OSError:
        return
    except (CannotUnwrap, ValueError):
        store.note(AuditAction.READ, detail=UNREAD)
    else:
        for one in seen:
            _note(store, one)
    with contextlib.suppress(OSError):
        path.unlink()


def _take_left(store: "Core", path: Path) -> None:
    """A copy that a killed program left; raises `HeldElsewhere` while somebody reads in it."""
    if not (path / DATABASE).exists():
        made = datetime.strptime(path.name.removeprefix(PREFIX), NAMED_BY).replace(tzinfo=UTC)
        if now() - made > LEFT:
            remove_folder(path)
        return
    raw = open_raw(path / DATABASE, store.opened.secrets.data_key)
    try:
        seen = _added(raw, store)
    finally:
        raw.close()
    for one in seen:
        _note(store, one)
    remove_folder(path)


def _added(raw: Raw, store: "Core") -> list[dict[str, str]]:
    """What stands in the log of the copy and not in that of the chart."""
    with raw_problems():
        return [
            _said(one)
            for one in read_entries(raw)
            if one.action in TOLD and hash_at(store.opened.raw, one.sequence) != one.hash
        ]


def _said(entry: AuditEntry) -> dict[str, str]:
    return {
        "action": entry.action.value,
        "at": entry.at.isoformat(),
        "by": entry.clinician_id,
        "patient": entry.patient_id,
        "detail": entry.detail,
    }


def _note(store: "Core", said: dict[str, str]) -> None:
    moment = datetime.fromisoformat(said["at"]).astimezone().isoformat(timespec="seconds")
    detail = f"at {moment} in a copy for reading{': ' if said['detail'] else ''}{said['detail']}"
    action = AuditAction(said["action"])
    if action is AuditAction.UNLOCKED:  # of the copy: the chart itself was not opened then
        action = AuditAction.READ
    store.note(action, patient_id=said["patient"], by=said["by"], detail=detail)
