"""Renewing the data key, killed at any call that reaches the disk: it opens, says so, and can be finished.

``NEEDLECHART_NTH_CALLS`` sets at how many of its calls (4 if it is not set); with 1000 at all. The process
that is killed is a fork, so that hundreds of them take seconds.
"""

import os
import shutil
import signal
from pathlib import Path

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.words import AuditAction
from needlechart.store.backup import backups, verify_copy
from needlechart.store.queries.visit_document import all_records
from needlechart.store.rotate import rotate_key
from needlechart.store.store import RENEWAL_UNFINISHED, Store
from needlechart.store.swap import STAGE
from needlechart.store.vault import recover, unlock
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.faults.disk import WRITING, Disk
from tests.faults.test_nth_call import calls_of, places, renew_key
from tests.store.conftest import CHEAP, reopened


def killed_at(folder: Path, nth: int) -> bool:
    """Renew in a process that is killed at its n-th call; whether it was."""
    child = os.fork()
    if child == 0:
        with Disk(folder.parent) as disk:
            disk.kill(nth)
            rotate_key(folder, CLINICIAN, PASSPHRASE)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def key_of(folder: Path) -> bytes:
    return bytes(unlock(folder, CLINICIAN, PASSPHRASE).data_key)


def test_killed_at_any_call_it_is_whole_or_not_at_all_and_can_be_finished(tmp_path: Path) -> None:
    prepared = tmp_path / "prepared" / "chart"
    store, recovery = Store.create(
        prepared, factories.clinic(), factories.clinician(), PASSPHRASE, cost=CHEAP
    )
    with store:
        store.put(*factories.whole_visit())
        store.sign_visit(factories.VISIT)
        records = all_records(store)
    old = key_of(prepared)
    counted = tmp_path / "counted"
    shutil.copytree(prepared, counted / "chart")
    total = calls_of(counted / "chart", renew_key, WRITING)
    unfinished = renewed = 0

    for nth in places(total):
        folder = tmp_path / "work" / "chart"
        shutil.rmtree(folder.parent, ignore_errors=True)
        shutil.copytree(prepared, folder)
        assert killed_at(folder, nth) or nth == total

        with reopened(folder) as store:
            new = bytes(store.opened.secrets.data_key) != old
            assert store.notices in ((), (RENEWAL_UNFINISHED,))
            if store.notices:
                assert not new
                unfinished += 1
                told = [one for one in store.select(AuditEntry) if one.action is AuditAction.KEY_CHANGED]
                assert told[-1].detail == "stopped before its end; the old key stays"
            renewed += new
            assert all_records(store) == records
            assert store.check().findings == ()
        assert not (folder / STAGE).exists()

        before = key_of(folder)
        rotate_key(folder, CLINICIAN, PASSPHRASE)
        assert key_of(folder) not in (old, before)
        assert bytes(recover(folder, recovery)) == key_of(folder)
        with reopened(folder) as store:
            assert store.notices == ()
            assert all_records(store) == records
            assert store.check().findings == ()
        newest = backups(folder)[0]
        verify_copy(newest.folder, newest, key_of(folder))
    assert unfinished + renewed
    tried = len(places(total))
    ended = f"{unfinished} told and finished, {renewed} renewed"
    print(f"\nrenewal_kill: killed at {tried} of {total} calls: {ended}")
