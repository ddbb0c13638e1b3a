"""Tampering with the audit log, the seals and what they speak of is found and named."""

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.seal import Seal
from needlechart.domain.words import AuditAction
from needlechart.store.problems import NotWritten, Refused
from needlechart.store.store import Store
from tests import factories


@pytest.fixture
def signed(store: Store) -> Store:
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    store.add_addendum(factories.addendum())
    store.anchor()
    return store


def tamper(store: Store, *statements: str) -> None:
    """What somebody with the data key could do: drop the locks, change, put the locks back."""
    raw = store.opened.raw
    locks = raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    raw.execute("PRAGMA foreign_keys = OFF").fetchall()
    for name, _ in locks:
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    for _, sql in locks:
        raw.execute(sql)
    raw.execute("PRAGMA foreign_keys = ON").fetchall()


def findings(store: Store) -> str:
    return " ".join(store.check().findings)


def test_all_is_well(signed: Store):
    report = signed.check()

    assert report.findings == ()
    assert report.sound
    assert (report.seals, report.visits) == (2, 1)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_entry SET action = 'read' WHERE sequence = 4", "entry 4 was changed"),
        ("UPDATE audit_entry SET detail = 'x' WHERE sequence = 4", "entry 4 was changed"),
        ("UPDATE audit_entry SET hash = 'f' || substr(hash, 2) WHERE sequence = 5", "entry"),
        ("DELETE FROM audit_entry WHERE sequence = 6", "gap of 1 before entry 7"),
        ("UPDATE audit_entry SET clinician_id = 'x' WHERE sequence = 1", "entry 1 was changed"),
        ("DELETE FROM audit_entry WHERE sequence > 8", "ends before entry"),
        ("DELETE FROM audit_entry", "ends before entry"),
    ],
)
def test_a_changed_log(signed: Store, statement: str, said: str):
    tamper(signed, statement)

    assert said in findings(signed)


def test_entries_deleted_and_numbered_anew(signed: Store):
    tamper(
        signed,
        "DELETE FROM audit_entry WHERE sequence = 5",
        "UPDATE audit_entry SET sequence = sequence - 1000 WHERE sequence > 5",
        "UPDATE audit_entry SET sequence = sequence + 999 WHERE sequence < 0",
    )
    assert "entry 5 was changed" in findings(signed)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('UPDATE needling SET depth_mm = 12 WHERE "order" = 1', "needling"),
        ("UPDATE visit SET plan = 'other'", "visit (visit) was changed: plan"),
        ("DELETE FROM symptom_area", "sealed symptom area"),
        (
            "INSERT INTO symptom_area SELECT 'new', patient_id, visit_id, phase, \"view\", outline, side,"
            " region, percent, quality, intensity, atlas_version, note FROM symptom_area",
            "symptom area (new) was added after signing",
        ),
        ("UPDATE addendum SET text = 'other'", "addendum ("),
        ("UPDATE seal SET digest = 'x'", "the sealed text was changed"),
        ("UPDATE seal SET canonical = replace(canonical, 'aches', 'itches')", "the sealed text was changed"),
        ("UPDATE seal SET signature = 'AAAA'", "signature does not fit"),
        ("UPDATE seal SET signature = 'no base64'", "signature does not fit"),
        ("UPDATE seal SET signer_id = 'somebody'", "certificate is not one"),
        ("UPDATE seal SET subject_id = 'x' WHERE kind = 'visit'", "signed without a seal"),
        ("DELETE FROM seal WHERE kind = 'visit'", "signed without a seal"),
    ],
)
def test_a_changed_seal_or_row(signed: Store, statement: str, said: str):
    tamper(signed, statement)

    found = findings(signed)
    assert said in found
    assert "Okonkwo" not in found
    assert "Ines" not in found


def test_a_seal_forged_with_another_key(signed: Store):
    from needlechart.domain.seal import digest_of
    from needlechart.store.keyfile import encode
    from needlechart.store.keys import new_signing_key

    key = new_signing_key("Mara Velasquez", factories.MORNING)
    seal = next(one for one in signed.select(Seal) if one.kind == "visit")
    text = seal.canonical.replace("aches", "itches")
    raw = signed.opened.raw
    values = (text, digest_of(text.encode()), encode(key.sign(text.encode())), key.certificate)
    tamper(signed)
    raw.execute("DROP TRIGGER seal_no_update")
    raw.execute(
        "UPDATE seal SET canonical = ?, digest = ?, signature = ?, certificate = ? WHERE kind = 'visit'",
        values,
    )

    found = findings(signed)

    assert "certificate is not one this clinician ever had" in found
    assert "1 of the locks" in found


def test_locks_taken_out_are_noticed(signed: Store):
    signed.opened.raw.execute("DROP TRIGGER needling_signed_update")

    assert "locks" in findings(signed)


def test_a_reference_to_nothing_is_noticed(signed: Store):
    tamper(signed, "DELETE FROM patient")

    assert "refer to a record that does not exist" in findings(signed)


def test_when_the_log_cannot_be_written_the_change_is_not_made(store: Store):
    store.put(factories.patient())
    head = store.head
    store.opened.raw.execute(
        "CREATE TEMP TRIGGER broken BEFORE INSERT ON audit_entry BEGIN SELECT RAISE(ABORT, 'no'); END"
    )

    with pytest.raises(NotWritten):
        store.put(factories.patient(phone="changed"))
    with pytest.raises(NotWritten):
        store.note(AuditAction.READ)

    store.opened.raw.execute("DROP TRIGGER broken")
    assert store.get(type(factories.patient()), factories.PATIENT) == factories.patient()
    assert store.head == head
    store.put(factories.patient(phone="changed"))
    assert store.check().findings == ()


def test_a_commit_that_fails_leaves_the_store_usable(store: Store):
    for _ in range(3):
        with pytest.raises(Refused):
            store.put(factories.point(patient_id="nobody", visit_id="nowhere"))
        assert not store.opened.raw.in_transaction
        store.note(AuditAction.READ)

    sequence = [one.sequence for one in sorted(store.select(AuditEntry), key=lambda one: one.sequence)]
    assert sequence == list(range(1, len(sequence) + 1))


def test_no_problem_repeats_what_was_typed(store: Store):
    store.put(factories.patient())
    with pytest.raises(Refused) as caught:
        store.put(factories.patient(id="other", given_name="Zebulon"))

    assert "Zebulon" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "Zebulon" not in repr(caught.value.__context__)
