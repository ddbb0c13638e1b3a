"""A new data key: one act that can be stopped anywhere, after which the old key opens nothing."""

import base64
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.words import AuditAction, Role
from needlechart.store import renewal, swap
from needlechart.store import rotate as module
from needlechart.store.backup import backup
from needlechart.store.connection import look_raw
from needlechart.store.files import DATABASE, KEYS
from needlechart.store.keyfile import read_key_file, write_key_file
from needlechart.store.keys import random_key
from needlechart.store.manifest import backups
from needlechart.store.problems import Foreign, NotAllowed, NotFound, RenewalStopped
from needlechart.store.queries.visit_document import all_records
from needlechart.store.recovery import RecoveryKey
from needlechart.store.restore import restore
from needlechart.store.rotate import rotate_key
from needlechart.store.settling import RENEWAL_FINISHED, RENEWAL_UNFINISHED
from needlechart.store.store import Store
from needlechart.store.vault import recover, unlock, with_new_data_key
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.faults.killing import Killed, left_before_comparing
from tests.store.conftest import CHEAP, reopened

WORDS = "granite orchard 7 violet kites"


@pytest.fixture
def chart(folder: Path) -> tuple[Path, RecoveryKey]:
    store, recovery = Store.create(folder, factories.clinic(), factories.clinician(), PASSPHRASE, cost=CHEAP)
    store.add_clinician(factories.clinician(id="second", name="Second", role=Role.CLINICIAN), WORDS, CHEAP)
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    store.close()
    return folder, recovery


def data_key(folder: Path) -> bytes:
    return bytes(unlock(folder, CLINICIAN, PASSPHRASE).data_key)


def test_everyone_opens_the_same_chart_under_a_new_key(chart: tuple[Path, RecoveryKey]):
    folder, recovery = chart
    old = data_key(folder)
    with reopened(folder) as store:
        kept = all_records(store)
    told: list[str] = []

    rotate_key(folder, CLINICIAN, PASSPHRASE, lambda done, total, what: told.append(what))

    assert list(dict.fromkeys(one.partition(",")[0] for one in told)) == list(module.STEPS)
    new = data_key(folder)
    assert new != old
    assert bytes(unlock(folder, "second", WORDS).data_key) == new == bytes(recover(folder, recovery))
    with pytest.raises(Foreign):
        look_raw(folder / DATABASE, old)
    with reopened(folder) as store:
        assert store.notices == ()
        assert all_records(store) == kept
        assert store.check().findings == ()
        assert len(store.select(AuditEntry, action=AuditAction.KEY_CHANGED)) == 1
    assert [one.reason for one in backups(folder)] == ["after-key-change", "before-key-change"]
    assert not (folder / ".next").exists()


def test_a_saved_copy_of_the_keys_of_somebody_who_left_opens_nothing(
    chart: tuple[Path, RecoveryKey], tmp_path: Path
):
    folder, _ = chart
    shutil.copy(folder / KEYS, tmp_path / KEYS)
    with reopened(folder) as store:
        assert store.left_with_key() == ()
        store.set_active("second", active=False)
        assert [one.id for one in store.left_with_key()] == ["second"]
        early = backup(store)  # before the renewal: under the key that they could have copied
    with reopened(folder) as store:
        assert store.renewal_due

    rotate_key(folder, CLINICIAN, PASSPHRASE)

    stolen = unlock(tmp_path, "second", WORDS).data_key
    look_raw(early.folder / DATABASE, stolen).close()  # and that is told
    with pytest.raises(Foreign):
        look_raw(folder / DATABASE, stolen)
    with reopened(folder) as store:
        assert store.left_with_key() == ()
        assert not store.renewal_due
        later = backup(store)
    for copy in (backups(folder)[0], later):
        with pytest.raises(Foreign):
            look_raw(copy.folder / DATABASE, stolen)
        with pytest.raises(NotFound):
            unlock(copy.folder, "second", WORDS)
    shutil.copy(tmp_path / KEYS, folder / KEYS)  # their copy of the keys in the place of today's
    with pytest.raises(Foreign):
        Store.open(folder, "second", WORDS)


def test_only_an_administrator_renews_the_key(chart: tuple[Path, RecoveryKey]):
    folder, _ = chart
    old = data_key(folder)
    with pytest.raises(NotAllowed):
        rotate_key(folder, "second", WORDS)
    assert data_key(folder) == old


@pytest.mark.parametrize("step", range(4))
def test_stopped_at_any_step_before_the_swap_the_old_key_opens(chart: tuple[Path, RecoveryKey], step: int):
    folder, _ = chart
    old = data_key(folder)

    def told(done: int, total: int, what: str) -> None:
        if done == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate_key(folder, CLINICIAN, PASSPHRASE, told)

    assert data_key(folder) == old
    with reopened(folder) as store:
        assert store.check().findings == ()
    rotate_key(folder, CLINICIAN, PASSPHRASE)  # and it can be begun again
    assert data_key(folder) != old


def going_on(folder: Path, clinician: str = CLINICIAN, words: str = PASSPHRASE) -> tuple[str, ...]:
    """Open as the window does; what it says."""
    with Store.open(folder, clinician, words, renewing=lambda done, total, what: None) as store:
        assert store.check().findings == ()
        return store.notices


def test_it_goes_on_for_whoever_charts(chart: tuple[Path, RecoveryKey]):
    folder, recovery = chart
    left_before_comparing(folder)
    assert going_on(folder, "second", WORDS) == (RENEWAL_FINISHED,)
    assert data_key(folder) == bytes(recover(folder, recovery))


def test_a_chart_that_was_opened_meanwhile_keeps_the_old_key(chart: tuple[Path, RecoveryKey]):
    folder, _ = chart
    old = data_key(folder)
    left_before_comparing(folder)
    stage = folder.parent / "stage"
    shutil.copytree(folder / swap.STAGE, stage)
    with reopened(folder) as store:  # by something that does not go on with it
        assert store.notices == (RENEWAL_UNFINISHED,)
    shutil.copytree(stage, folder / swap.STAGE)

    assert going_on(folder) == (RENEWAL_UNFINISHED,)
    assert data_key(folder) == old


def test_other_keys_than_those_of_now_are_not_renewed(chart: tuple[Path, RecoveryKey]):
    """Somebody's box of before in the key file: who had it must not get the new key by it."""
    folder, _ = chart
    old = data_key(folder)
    left_before_comparing(folder)
    keys = read_key_file(folder)
    (folder / KEYS).write_bytes(replace(keys, clinicians=keys.clinicians[:1]).to_bytes())

    assert going_on(folder) == (RENEWAL_UNFINISHED,)
    assert data_key(folder) == old


def test_an_order_that_no_administrator_signed_is_not_followed(chart: tuple[Path, RecoveryKey]):
    """Who holds the data key, but nobody's signing key, prepares a new key that they know."""
    folder, _ = chart
    old = data_key(folder)
    left_before_comparing(folder)
    stage, known = folder / swap.STAGE, random_key()
    write_key_file(stage, with_new_data_key(read_key_file(folder), old, known), KEYS)
    order = json.loads((stage / swap.ORDER).read_bytes())
    assert going_on(copied(folder)) == (RENEWAL_UNFINISHED,)  # prepared keys that the order does not name

    order["said"]["keys"] = renewal.digest(stage / KEYS)
    (stage / swap.ORDER).write_text(json.dumps(order))
    assert going_on(copied(folder)) == (RENEWAL_UNFINISHED,)  # an order whose signature is of another one

    order["said"]["clinician_id"] = "second"
    signing = unlock(folder, "second", WORDS).signing
    said = renewal._bytes(renewal.Order(**order["said"]))
    order["proof"] = base64.b64encode(signing.sign(said)).decode()
    (stage / swap.ORDER).write_text(json.dumps(order))
    assert going_on(folder) == (RENEWAL_UNFINISHED,)  # one that a clinician gave
    assert data_key(folder) == old


def copied(folder: Path) -> Path:
    target = folder.parent / "copied"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder, target)
    return target


def test_stopped_while_going_on_it_goes_on_another_time(chart: tuple[Path, RecoveryKey]):
    folder, _ = chart
    left_before_comparing(folder)
    (folder / swap.STAGE / DATABASE).unlink()
    wanted = bytes(unlock(folder / swap.STAGE, CLINICIAN, PASSPHRASE).data_key)

    def told(done: int, total: int, what: str) -> None:
        if "%" in what:  # inside the copy
            raise RenewalStopped

    with pytest.raises(RenewalStopped):
        Store.open(folder, CLINICIAN, PASSPHRASE, renewing=told)
    assert going_on(folder) == (RENEWAL_FINISHED,)
    assert data_key(folder) == wanted


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_killed_in_the_middle_of_the_swap_the_next_opening_finishes(
    chart: tuple[Path, RecoveryKey], monkeypatch: pytest.MonkeyPatch, after: int
):
    folder, _ = chart
    old = data_key(folder)
    renamed = 0
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal renamed
        if self.parent.name == swap.STAGE and self.name in swap.TOGETHER:
            if renamed == after:
                raise Killed
            renamed += 1
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)

    def remove(stage: Path, last: str) -> None:
        if last == swap.READY:
            raise Killed

    monkeypatch.setattr(swap, "_remove_stage", remove)
    with pytest.raises(Killed):
        rotate_key(folder, CLINICIAN, PASSPHRASE)
    monkeypatch.undo()

    with reopened(folder) as store:
        assert store.notices == ()
        assert store.check().findings == ()
    assert data_key(folder) != old
    assert not (folder / swap.STAGE).exists()


def test_a_restore_killed_in_the_swap_is_finished_too(
    chart: tuple[Path, RecoveryKey], monkeypatch: pytest.MonkeyPatch
):
    folder, _ = chart
    rotate_key(folder, CLINICIAN, PASSPHRASE)
    before = next(one for one in backups(folder) if one.reason == "before-key-change")
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.parent.name == swap.STAGE and self.name == KEYS:
            raise Killed
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(Killed):
        restore(before.folder, folder, CLINICIAN, PASSPHRASE)
    monkeypatch.undo()

    with reopened(folder) as store:  # the older key and the older file, together
        assert store.check().findings == ()
