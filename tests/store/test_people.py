"""Several clinicians, their roles, a forgotten passphrase, somebody who leaves."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import Clinic, Clinician
from needlechart.domain.kinds import KINDS
from needlechart.domain.record import Record
from needlechart.domain.rules.permissions import ALLOWED, Act, act_of, may
from needlechart.domain.visit import Place
from needlechart.domain.words import AuditAction, Role
from needlechart.store.backup import backup
from needlechart.store.files import KEYS
from needlechart.store.keyfile import read_key_file, write_key_file
from needlechart.store.problems import Damaged, NotAllowed, NotFound, Refused, WrongPassphrase
from needlechart.store.store import Store
from needlechart.store.vault import new_keys, unlock, with_new_data_key
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.store.conftest import CHEAP, reopened

OTHER = "granite orchard 7 violet kites"
THIRD = "nine slow barges on the canal"
COLLEAGUE = "colleague"


def with_colleague(store: Store, role: Role = Role.CLINICIAN) -> Clinician:
    person = factories.clinician(id=COLLEAGUE, name="Tomás Ferreira", role=role)
    return store.add_clinician(person, OTHER, cost=CHEAP)


@pytest.fixture(params=list(Role), ids=lambda role: role.value)
def role(request: pytest.FixtureRequest) -> Role:
    return request.param


ACTS = {
    Act.CHART: lambda store: store.put(factories.patient(id="p2", record_number="2")),
    Act.SIGN: lambda store: store.sign_visit(factories.VISIT),
    Act.SHELF: lambda store: store.put(factories.phrase()),
    Act.OWN: lambda store: store.put(store.clinician.but(name="Tomás F. Ferreira")),
    Act.CLINIC: lambda store: store.put(store.clinic.but(lock_minutes=3)),
    Act.PEOPLE: lambda store: store.set_role(COLLEAGUE, Role.CLINICIAN),
    Act.KEYS: lambda store: store.new_recovery_key(),
    Act.BACKUP: backup,
}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.name.lower())
def test_the_store_keeps_every_role_to_its_acts(store: Store, folder: Path, role: Role, act: Act):
    store.put(*factories.whole_visit())
    with_colleague(store, role)
    store.close()

    with Store.open(folder, COLLEAGUE, OTHER) as theirs:
        head = theirs.head
        if act in ALLOWED[role]:
            ACTS[act](theirs)
        else:
            with pytest.raises(NotAllowed):
                ACTS[act](theirs)
            (refused,) = theirs.select(AuditEntry, action=AuditAction.REFUSED)
            assert (refused.clinician_id, refused.detail) == (COLLEAGUE, act.value)
            assert theirs.head.sequence == head.sequence + 1


def test_someone_who_only_reads_changes_no_kind_of_record(store: Store, folder: Path):
    everything = [*factories.whole_visit(), factories.phrase(), factories.needle_type(), factories.protocol()]
    reader = factories.clinician(role=Role.READ_ONLY, id="reader")
    for record in everything:
        if not isinstance(record, Place):
            assert not may(reader, act_of(record, record, reader)), type(record).__name__
            assert not may(reader, act_of(None, record, reader)), type(record).__name__
            assert not may(reader, act_of(record, None, reader)), type(record).__name__


def test_who_is_not_active_may_do_nothing():
    assert not any(may(factories.clinician(active=False), act) for act in Act)


def test_nobody_makes_themselves_an_administrator(store: Store, folder: Path):
    with_colleague(store)
    store.close()
    with Store.open(folder, COLLEAGUE, OTHER) as theirs:
        for attempt in (
            lambda: theirs.put(theirs.clinician.but(role=Role.ADMINISTRATOR)),
            lambda: theirs.apply([(theirs.clinician, theirs.clinician.but(role=Role.ADMINISTRATOR))]),
            lambda: theirs.put(factories.clinician(id="invented", role=Role.ADMINISTRATOR)),
            lambda: theirs.set_active(CLINICIAN, active=False),
            lambda: theirs.reset_passphrase(CLINICIAN, THIRD, cost=CHEAP),
            lambda: theirs.add_clinician(factories.clinician(id="further"), THIRD, cost=CHEAP),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_an_administrator_gives_a_new_passphrase_that_must_become_their_own(store: Store, folder: Path):
    store.put(
        *factories.whole_visit(), factories.visit(id="next", number=2), factories.visit(id="third", number=3)
    )
    with_colleague(store)
    store.close()
    with Store.open(folder, COLLEAGUE, OTHER) as theirs:
        first = theirs.sign_visit(factories.VISIT)

    with reopened(folder) as chief:
        chief.reset_passphrase(COLLEAGUE, THIRD, cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        Store.open(folder, COLLEAGUE, OTHER)
    from needlechart.store.waiting import forget_failures

    forget_failures(folder, COLLEAGUE)
    with Store.open(folder, COLLEAGUE, THIRD) as theirs:
        assert theirs.needs_own_passphrase
        with pytest.raises(Refused, match="given to you"):
            theirs.sign_visit("next")
        theirs.change_passphrase(THIRD, "their very own long secret", cost=CHEAP)
        assert not theirs.needs_own_passphrase
        second = theirs.sign_visit("next")
        assert theirs.check().findings == ()
    with Store.open(folder, COLLEAGUE, "their very own long secret") as theirs:
        third = theirs.sign_visit("third")
        assert theirs.check().findings == ()
    assert first.certificate != second.certificate == third.certificate


def test_who_leaves_opens_nothing_and_what_they_signed_stays_good(store: Store, folder: Path):
    store.put(*factories.whole_visit())
    with_colleague(store)
    store.close()
    with Store.open(folder, COLLEAGUE, OTHER) as theirs:
        theirs.sign_visit(factories.VISIT)

    with reopened(folder) as chief:
        chief.set_active(COLLEAGUE, active=False)
        assert chief.check().findings == ()
    with pytest.raises(NotFound):
        Store.open(folder, COLLEAGUE, OTHER)

    with reopened(folder) as chief:
        chief.set_active(COLLEAGUE, active=True)
        chief.reset_passphrase(COLLEAGUE, THIRD, cost=CHEAP)
    with Store.open(folder, COLLEAGUE, THIRD) as theirs:
        assert theirs.clinician.active


def test_the_last_administrator_stays(store: Store):
    with_colleague(store)
    with pytest.raises(Refused, match="last administrator"):
        store.set_active(CLINICIAN, active=False)
    with pytest.raises(Refused, match="last administrator"):
        store.set_role(CLINICIAN, Role.CLINICIAN)
    store.set_role(COLLEAGUE, Role.ADMINISTRATOR)
    store.set_role(CLINICIAN, Role.CLINICIAN)
    assert store.clinician.role is Role.CLINICIAN


def test_a_renewed_data_key_lies_in_every_box_and_no_passphrase_changed(store: Store, folder: Path):
    with_colleague(store)
    keys, old, new = read_key_file(folder), store.opened.secrets.data_key, bytes(range(1, 33))

    write_key_file(folder, with_new_data_key(keys, old, new))

    assert bytes(unlock(folder, CLINICIAN, PASSPHRASE).data_key) == new
    assert bytes(unlock(folder, COLLEAGUE, OTHER).data_key) == new
    write_key_file(folder, keys)


def test_a_box_that_somebody_slipped_in_gets_no_new_key(store: Store, folder: Path):
    keys = read_key_file(folder)
    from needlechart.store.recovery import RecoveryKey

    stranger = new_keys(keys.file_id, bytearray(range(32)), RecoveryKey.new()).recovery
    forged = replace(keys, recovery=stranger)

    with pytest.raises(Damaged):
        with_new_data_key(forged, store.opened.secrets.data_key, bytes(range(1, 33)))


def test_the_key_file_holds_neither_key(store: Store, folder: Path):
    text = (folder / KEYS).read_bytes()
    for secret in (store.opened.secrets.data_key, store.opened.secrets.signing.private):
        assert bytes(secret) not in text
        assert bytes(secret).hex().encode() not in text
    assert json.loads(text)["clinicians"][0]["set_by"] == ""


def test_every_kind_has_an_act():
    kinds: set[type[Record]] = set(KINDS)
    assert Clinic in kinds
    person = factories.clinician()
    for record in [*factories.whole_visit(), factories.clinic(), person, factories.phrase()]:
        assert act_of(None, record, person) in Act


def test_a_clock_set_back_is_said_and_logged(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch):
    from datetime import timedelta

    from needlechart.domain.record import now
    from needlechart.store import core
    from needlechart.store import settling as module

    real = now()
    monkeypatch.setattr(core, "now", lambda: real + timedelta(days=1))
    store.put(factories.patient())
    monkeypatch.undo()
    store._anchored = store.head  # closing writes at the true time
    store.opened.raw.execute("SELECT 1")
    monkeypatch.setattr(core, "now", lambda: real + timedelta(days=1, seconds=5))
    store.close()
    monkeypatch.undo()

    with reopened(folder) as again:
        assert module.CLOCK_SET_BACK in again.notices
        assert [one.action for one in again.select(AuditEntry, action=AuditAction.CLOCK)]
        order = [one.sequence for one in again.select(AuditEntry)]
        assert sorted(order) == list(range(1, len(order) + 1))
        assert again.check().findings == ()


def test_nothing_of_one_patient_is_put_into_a_visit_of_another(store: Store):
    store.put(*factories.whole_visit())
    store.put(factories.patient(id="second", record_number="2"))
    theirs = [one for one in factories.whole_visit() if getattr(one, "visit_id", "") == factories.VISIT]
    assert len({type(one) for one in theirs}) > 5

    for number, record in enumerate(theirs):
        moved = record.but(id=f"moved-{number}", patient_id="second")
        for attempt in (
            lambda record=moved: store.put(record),
            lambda record=moved: store.apply([(None, record)]),
            lambda old=record: store.apply([(old, old.but(patient_id="second"))]),
        ):
            with pytest.raises(Refused, match="another patient"):
                attempt()
    refused = store.select(AuditEntry, action=AuditAction.REFUSED)
    assert len(refused) == 3 * len(theirs)
    assert store.check().findings == ()
    visit = factories.visit()
    with pytest.raises(Refused, match="another patient"):
        store.apply([(visit, visit.but(patient_id="second"))])
