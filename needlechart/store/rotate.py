"""A new data key as one act: everyone's box filled anew, a copy of the chart under the new key, one swap.

Stopped at any moment, the old key or the new one opens the whole chart. Before everything is prepared and
marked it is the old one; what was prepared stays, and the next opening goes on with it (`go_on`): with the
same new key and the keys that were put into everyone's box, with the copy if it is whole, without comparing
again what was compared. A copy that was stopped in the middle is made again: of half a file nobody could
prove that it is the chart. Where it no longer fits (`renewal`) the old key stays, and that is told. After the
mark the next opening puts the new files in place. Nobody's passphrase, signing key or recovery sheet
changes. Backups made before keep the old key.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from needlechart.domain.record import now
from needlechart.domain.rules.permissions import Act
from needlechart.domain.words import AuditAction
from needlechart.store.audit import Chain, Head, read_head, read_links, write_anchor
from needlechart.store.backup import backup, counts
from needlechart.store.connection import look_raw
from needlechart.store.copying import copy_pages
from needlechart.store.driver_errors import raw_problems
from needlechart.store.files import DATABASE, KEYS, plain_problems, sync_file
from needlechart.store.keyfile import read_key_file, write_key_file
from needlechart.store.keys import SigningKey, random_key, wipe
from needlechart.store.places import backup_everywhere
from needlechart.store.problems import Damaged, RenewalStopped, StoreProblem
from needlechart.store.renewal import SoFar, announce, digest, give_order, key_to_go_on, note_so_far, so_far
from needlechart.store.settling import RENEWAL_FINISHED
from needlechart.store.store import Store
from needlechart.store.swap import READY, STAGE, drop_stage, finish_swap, mark_ready, new_stage
from needlechart.store.vault import Secrets, with_new_data_key
from needlechart.store.whole import is_whole

if TYPE_CHECKING:
    from needlechart.store.opening import Opened

Told = Callable[[int, int, str], None]
"""Called with steps done, steps in all and what goes on; may raise to stop, which changes nothing."""

STEPS = ("a backup first", "everyone’s keys", "a copy under the new key", "comparing", "a backup after")
BACKUP, ALL_KEYS, COPY, COMPARE, AFTER = range(len(STEPS))


def rotate_key(folder: Path, clinician_id: str, passphrase: str, told: Told | None = None) -> bool:
    """Renew the data key of a chart that is not open; administrators only.

    Whether it went on with a renewal that was stopped, instead of beginning one. Raises `NotAllowed` and
    every `StoreProblem` of opening, backing up and writing.
    """
    steps = _Steps(told)
    store = Store.open(folder, clinician_id, passphrase, renewing=steps.tell)
    if RENEWAL_FINISHED in store.notices:
        with store:
            steps(AFTER)
            backup_everywhere(store, "after-key-change")
        return True
    _renew(store, steps)
    steps(AFTER)
    with Store.open(folder, clinician_id, passphrase) as renewed:
        backup_everywhere(renewed, "after-key-change")
    return False


def _renew(store: Store, steps: "_Steps") -> None:
    """From the beginning; the store is closed at the end, and nothing is left of what raised."""
    folder, new = store.folder, random_key()
    try:
        store.allow(Act.KEYS)
        steps(BACKUP)
        backup(store, reason="before-key-change")
        stage = new_stage(folder)
        announce(stage)
        store.note(AuditAction.KEY_CHANGED)
        steps(ALL_KEYS)
        write_key_file(
            stage, with_new_data_key(read_key_file(folder), store.opened.secrets.data_key, new), KEYS
        )
        give_order(store, stage)
        _prepare(store.opened, stage, new, steps)
        mark_ready(folder)
    except BaseException:
        drop_stage(folder)
        raise
    finally:
        wipe(new)
        store.close("to renew the data key")
    finish_swap(folder)


def go_on(store: Store, passphrase: str, told: Told) -> Secrets | None:
    """Prepare the rest of a renewal that was stopped: what opens the chart once the files are swapped.

    None when there is nothing to go on with, or the disk or the copy did not allow it; then the old key
    stays. Raises `RenewalStopped`, or what ``told`` raises; then it can go on another time.
    """
    new = key_to_go_on(store, passphrase)
    if new is None:
        return None
    stage, old = store.folder / STAGE, store.opened.secrets
    try:
        _prepare(store.opened, stage, new, _Steps(told))
        mark_ready(store.folder)
    except RenewalStopped:
        wipe(new)
        raise
    except StoreProblem:
        if not (stage / READY).exists():
            wipe(new)
            return None
    signing = SigningKey(bytearray(old.signing.private), old.signing.certificate)
    return replace(old, data_key=new, signing=signing)


class _Steps:
    """Tells which step begins, and how far a long one is."""

    def __init__(self, told: Told | None) -> None:
        self._told = told

    def __call__(self, number: int, part: str = "") -> None:
        self.tell(number, len(STEPS), STEPS[number] + part)

    def tell(self, number: int, total: int, what: str) -> None:
        if self._told is not None:
            self._told(number, total, what)


def _prepare(opened: "Opened", stage: Path, new: bytearray, steps: _Steps) -> None:
    """Copy, comparison and anchor, each kept as done; what is done already and whole stays."""
    database, done = stage / DATABASE, so_far(stage, new)
    with plain_problems():
        whole = bool(done.copy) and database.exists() and digest(database) == done.copy
    if not whole:
        steps(COPY)
        copy_pages(
            opened.raw, database, new, lambda had, total: steps(COPY, f", {100 * had // max(1, total)} %")
        )
        with plain_problems():
            sync_file(database)
        done = SoFar(copy=digest(database))
        note_so_far(stage, done, new)
    if not done.compared:
        steps(COMPARE)
        _compare(opened, stage, new)
        note_so_far(stage, replace(done, compared=True), new)
    write_anchor(stage, opened.file_id, new, opened.head, now())


def _compare(opened: "Opened", stage: Path, new: bytearray) -> None:
    """Row for row the same chart, whole under the new key alone; raises `Damaged`."""
    raw = look_raw(stage / DATABASE, new)
    try:
        with raw_problems():
            same = counts(raw) == counts(opened.raw) and read_head(raw) == read_head(opened.raw)
            whole = is_whole(raw)
            chain = not list(Chain.of(raw).faults(read_links(raw), Head()))
    finally:
        raw.close()
    if not (same and whole and chain):
        raise Damaged("The copy under the new key is not whole.", todo="Check the chart, then try again.")
