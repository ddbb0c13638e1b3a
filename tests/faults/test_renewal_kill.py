"""Renewing the data key, killed at any call that reaches the disk and in each of its steps: it goes on.

``NEEDLECHART_NTH_CALLS`` sets at how many of its calls (3 if it is not set); with 2000 at all. The process
that is killed is a fork, so that hundreds of them take seconds.
"""

import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.record import Record
from needlechart.domain.words import AuditAction
from needlechart.store.backup import verify_copy
from needlechart.store.files import DATABASE
from needlechart.store.manifest import backups
from needlechart.store.queries.visit_document import all_records
from needlechart.store.recovery import RecoveryKey
from needlechart.store.renewal import SO_FAR
from needlechart.store.rotate import COMPARE, COPY, STEPS, rotate_key
from needlechart.store.settling import RENEWAL_FINISHED, RENEWAL_UNFINISHED
from needlechart.store.store import Store
from needlechart.store.swap import STAGE
from needlechart.store.vault import recover, unlock
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.faults.disk import WRITING
from tests.faults.killing import killed, killed_at, killed_when_told
from tests.faults.test_nth_call import calls_of, places, renew_key
from tests.store.conftest import CHEAP, new_store, reopened


@dataclass(frozen=True)
class Prepared:
    """A closed chart, what is in it, and its two keys."""

    folder: Path
    records: list[Record]
    old: bytes
    recovery: RecoveryKey

    def again(self, tmp_path: Path) -> Path:
        folder = tmp_path / "work" / "chart"
        shutil.rmtree(folder.parent, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return folder


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("prepared") / "chart"
    store, recovery = Store.create(folder, factories.clinic(), factories.clinician(), PASSPHRASE, cost=CHEAP)
    with store:
        store.put(*factories.whole_visit())
        store.sign_visit(factories.VISIT)
        records = all_records(store)
    return Prepared(folder, records, key_of(folder), recovery)


def went_on(folder: Path) -> tuple[Store, list[str]]:
    """Open as the window does; the chart, and what was said of a renewal that goes on."""
    said: list[str] = []
    store = Store.open(
        folder, CLINICIAN, PASSPHRASE, renewing=lambda done, total, what: said.append(what.partition(",")[0])
    )
    return store, list(dict.fromkeys(said))


def staged_key(folder: Path) -> bytes:
    return bytes(unlock(folder / STAGE, CLINICIAN, PASSPHRASE).data_key)


def key_of(folder: Path) -> bytes:
    return bytes(unlock(folder, CLINICIAN, PASSPHRASE).data_key)


def whole(folder: Path, prepared: Prepared) -> None:
    with reopened(folder) as store:
        assert store.notices == ()
        assert all_records(store) == prepared.records
        assert store.check().findings == ()
    assert bytes(recover(folder, prepared.recovery)) == key_of(folder)
    assert not (folder / STAGE).exists()


def test_killed_at_any_call_it_goes_on_or_the_old_key_stays_and_nothing_is_lost(
    prepared: Prepared, tmp_path: Path
) -> None:
    counted = prepared.again(tmp_path)
    total = calls_of(counted, renew_key, WRITING)
    ends: list[str] = []

    for nth in places(total):
        folder = prepared.again(tmp_path)
        assert killed_at(folder, nth) or nth == total

        store, _ = went_on(folder)
        with store:
            assert store.notices in ((), (RENEWAL_UNFINISHED,), (RENEWAL_FINISHED,))
            new = bytes(store.opened.secrets.data_key) != prepared.old
            if store.notices:
                assert new is (RENEWAL_FINISHED in store.notices)
                told = [one for one in store.select(AuditEntry) if one.action is AuditAction.KEY_CHANGED]
                how = "finished" if new else "the old key stays"
                assert told[-1].detail.endswith(how)
            ends += store.notices or (("renewed" if new else "not begun"),)
            assert all_records(store) == prepared.records
            assert store.check().findings == ()
        whole(folder, prepared)

        before = key_of(folder)
        assert not rotate_key(folder, CLINICIAN, PASSPHRASE)  # and another one can be begun
        assert key_of(folder) not in (prepared.old, before)
        whole(folder, prepared)
        newest = backups(folder)[0]
        verify_copy(newest.folder, newest, key_of(folder))
    went, stayed = ends.count(RENEWAL_FINISHED), ends.count(RENEWAL_UNFINISHED)
    renewed = ends.count("renewed")
    ended = f"{went} went on, {stayed} told that the old key stays, {renewed} renewed, the rest not begun"
    print(f"\nrenewal_kill: killed at {len(ends)} of {total} calls: {ended}")


PHASES = {
    "before the copy": (STEPS[COPY], 1, [STEPS[COPY], STEPS[COMPARE]]),
    "in the middle of the copy": (STEPS[COPY], 4, [STEPS[COPY], STEPS[COMPARE]]),
    "before comparing": (STEPS[COMPARE], 1, [STEPS[COMPARE]]),
}


@pytest.mark.parametrize(("what", "nth", "left"), PHASES.values(), ids=PHASES.keys())
def test_killed_in_a_step_the_next_opening_goes_on_with_the_same_key_and_what_was_done_stays_done(
    prepared: Prepared, tmp_path: Path, what: str, nth: int, left: list[str]
) -> None:
    folder = prepared.again(tmp_path)
    assert killed_when_told(folder, what, nth)
    begun = staged_key(folder)
    assert key_of(folder) == prepared.old

    assert killed(lambda: Store.open(folder, CLINICIAN, PASSPHRASE, renewing=die))  # once more, going on
    store, said = went_on(folder)
    store.close()

    assert said == left
    assert store.notices == (RENEWAL_FINISHED,)
    assert key_of(folder) == begun
    whole(folder, prepared)


def die(done: int, total: int, what: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_command_goes_on_with_it_too_and_makes_its_backup(prepared: Prepared, tmp_path: Path) -> None:
    folder = prepared.again(tmp_path)
    assert killed_when_told(folder, STEPS[COMPARE])
    begun = staged_key(folder)

    assert rotate_key(folder, CLINICIAN, PASSPHRASE)

    assert key_of(folder) == begun
    newest = backups(folder)[0]
    verify_copy(newest.folder, newest, begun)
    whole(folder, prepared)


def test_a_changed_byte_in_what_was_copied_makes_a_new_copy(prepared: Prepared, tmp_path: Path) -> None:
    folder = prepared.again(tmp_path)
    assert killed_when_told(folder, STEPS[COMPARE])
    copy = folder / STAGE / "chart.ncdb"
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)

    store, said = went_on(folder)
    store.close()

    assert said == [STEPS[COPY], STEPS[COMPARE]]
    whole(folder, prepared)


def test_what_it_says_of_itself_is_believed_under_the_new_key_alone(
    prepared: Prepared, tmp_path: Path
) -> None:
    folder = prepared.again(tmp_path)
    assert killed_when_told(folder, STEPS[COMPARE])
    noted = folder / STAGE / SO_FAR
    noted.write_bytes(noted.read_bytes().replace(b'"compared": false', b'"compared": true'))

    store, said = went_on(folder)
    store.close()

    assert said == [STEPS[COPY], STEPS[COMPARE]]
    whole(folder, prepared)


def test_what_a_killed_restore_prepared_is_taken_away_by_the_next_opening(folder: Path) -> None:
    new_store(folder).close()
    (folder / STAGE).mkdir()
    (folder / STAGE / DATABASE).write_bytes(b"half")
    with reopened(folder) as store:
        assert store.notices == ()
    assert not (folder / STAGE).exists()
