"""Tampering with the audit log, the seals and what they speak of is found and named."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.seal import Seal
from needlechart.domain.words import AuditAction
from needlechart.store.problems import NotWritten, Refused
from needlechart.store.store import Store
from tests import factories
from tests.store.conftest import reopened, signed_chart


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed chart with a signed visit and an addendum, to be copied."""
    folder = tmp_path_factory.mktemp("prepared") / "chart"
    with signed_chart(folder) as store:
        store.add_addendum(factories.addendum())
        store.anchor()
    return folder


@pytest.fixture
def signed(prepared: Path, folder: Path) -> Iterator[Store]:
    shutil.copytree(prepared, folder)
    with reopened(folder) as store:
        store.anchor()
        yield store


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


def test_every_record_that_is_not_as_the_program_wrote_it_is_named(signed: Store) -> None:
    signed.put(
        factories.patient(id="second", record_number="1043", family_name="Other"),
        factories.episode(id="second-episode", patient_id="second"),
        factories.visit(id="draft", patient_id="second", episode_id="second-episode"),
        factories.point(id="changed", patient_id="second", visit_id="draft"),
        factories.point(id="removed", patient_id="second", visit_id="draft", number=2),
        factories.point(id="moved", patient_id="second", visit_id="draft", number=3),
    )
    info = signed.opened.raw.execute("PRAGMA table_info(trigger_point)").fetchall()
    columns = ", ".join(f'"{row[1]}"' for row in info)
    copied = columns.replace('"id"', "'put-in'")
    assert signed.check().sound

    tamper(
        signed,
        "UPDATE trigger_point SET x = x + 1 WHERE id = 'changed'",
        "DELETE FROM trigger_point WHERE id = 'removed'",
        f"UPDATE trigger_point SET patient_id = '{factories.PATIENT}' WHERE id = 'moved'",
        f"INSERT INTO trigger_point ({columns}) SELECT {copied} FROM trigger_point WHERE id = 'changed'",
        "UPDATE clinic SET lock_minutes = 30",
        "UPDATE episode SET started = 'yesterday' WHERE id = 'second-episode'",
    )

    said = signed.check().findings
    for name, word in (
        ("Trigger point 1 of the visit of 17 Mar 2026 (record 1043) ", "was changed"),
        ("Trigger point (record 1043) ", "was removed"),
        ("Trigger point 3 of the visit of 17 Mar 2026 (record 1042) ", "was moved to another patient"),
        ("Trigger point 1 of the visit of 17 Mar 2026 (record 1043) ", "was put in"),
        ("Clinic Alder Street Pelvic Health ", "was changed"),
        ("Episode (record 1043) ", "holds what no record can hold"),
        ("Trigger point 3 of the visit of 17 Mar 2026 (record 1042) lies in a visit of another patient", ""),
    ):
        assert [one for one in said if one.startswith(name) and word in one], (name, said)
    assert not any("Other" in one for one in said)  # a number, never a name


def test_a_log_written_anew_by_somebody_who_has_its_key_is_told_by_the_seals(signed: Store) -> None:
    from needlechart.store.audit import START, Head, read_entries, write_anchor

    entries = list(read_entries(signed.opened.raw))
    rebuilt, previous = [], START
    for entry in entries:
        forged = entry.but(detail="" if entry.sequence != 2 else "forged", previous=previous, hash="")
        previous = signed.opened.chain.hash_of(forged)
        rebuilt.append((forged.detail, forged.previous, previous, forged.id))
    statements = [
        f"UPDATE audit_entry SET detail = '{d}', previous = '{p}', hash = '{h}' WHERE id = '{i}'"
        for d, p, h, i in rebuilt
    ]
    tamper(signed, *statements)
    opened = signed.opened
    opened.head = Head(len(entries), previous)
    write_anchor(opened.folder, opened.file_id, opened.secrets.data_key, opened.head, factories.MORNING)

    said = findings(signed)

    assert "Audit ent" not in said  # the chain itself is whole again
    assert "The audit log is not the one of" in said


def findings(store: Store) -> str:
    return " ".join(store.check().findings)


def test_all_is_well(signed: Store) -> None:
    report = signed.check()

    assert report.findings == ()
    assert report.sound
    assert (report.seals, report.visits) == (2, 1)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_entry SET action = 'read' WHERE sequence = 4", "Audit entry 4 ("),
        ("UPDATE audit_entry SET detail = 'x' WHERE sequence = 4", "Audit entry 4 ("),
        (
            "UPDATE audit_entry SET hash = iif(hash LIKE 'f%', 'e', 'f') || substr(hash, 2) WHERE sequence=5",
            "entry",
        ),
        ("DELETE FROM audit_entry WHERE sequence = 6", "Audit entry 6 is missing"),
        ("DELETE FROM audit_entry WHERE sequence IN (4, 5)", "Audit entries 4 to 5 are missing"),
        ("UPDATE audit_entry SET clinician_id = 'x' WHERE sequence = 1", "Audit entry 1 ("),
        ("DELETE FROM audit_entry WHERE sequence > 8", "ends before entry"),
        ("DELETE FROM audit_entry", "ends before entry"),
    ],
)
def test_a_changed_log(signed: Store, statement: str, said: str) -> None:
    tamper(signed, statement)

    assert said in findings(signed)


def test_entries_deleted_and_numbered_anew(signed: Store) -> None:
    tamper(
        signed,
        "DELETE FROM audit_entry WHERE sequence = 5",
        "UPDATE audit_entry SET sequence = sequence - 1000 WHERE sequence > 5",
        "UPDATE audit_entry SET sequence = sequence + 999 WHERE sequence < 0",
    )
    assert "Audit entry 5 (" in findings(signed)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            'UPDATE needling SET depth_mm = 12 WHERE "order" = 1',
            "Visit of 17 Mar 2026 (record 1042), signed ",
        ),
        ('UPDATE needling SET depth_mm = 12 WHERE "order" = 1', "a sealed needling of trigger point 1"),
        ("UPDATE visit SET plan = 'other'", ": a sealed visit was changed: plan"),
        ("DELETE FROM symptom_area", "a sealed symptom area is missing"),
        (
            "INSERT INTO symptom_area SELECT 'new', patient_id, visit_id, phase, \"view\", outline, side,"
            " region, percent, quality, intensity, intensity_not_stated, atlas_version, note"
            " FROM symptom_area",
            "a symptom area was added after signing",
        ),
        ("UPDATE addendum SET text = 'other'", "Addendum to the visit of 17 Mar 2026 (record 1042), signed "),
        ("UPDATE addendum SET text = 'other'", "a sealed addendum was changed: text"),
        ("UPDATE seal SET digest = 'x'", "the sealed text was changed"),
        ("UPDATE seal SET canonical = replace(canonical, 'aches', 'itches')", "the sealed text was changed"),
        ("UPDATE seal SET signature = 'AAAA'", "signature does not fit"),
        ("UPDATE seal SET signature = 'no base64'", "signature does not fit"),
        ("UPDATE seal SET signer_id = 'somebody'", "certificate is not one"),
        ("UPDATE seal SET subject_id = 'x' WHERE kind = 'visit'", "signed without a seal"),
        ("DELETE FROM seal WHERE kind = 'visit'", "signed without a seal"),
    ],
)
def test_a_changed_seal_or_row(signed: Store, statement: str, said: str) -> None:
    tamper(signed, statement)

    found = findings(signed)
    assert said in found
    assert "Okonkwo" not in found
    assert "Ines" not in found
    assert not re.search(r"\b[0-9a-f]{8}-[0-9a-f]{4}-", found)  # an id, which tells nobody anything


def test_a_seal_forged_with_another_key(signed: Store) -> None:
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


def test_locks_taken_out_are_noticed(signed: Store) -> None:
    signed.opened.raw.execute("DROP TRIGGER needling_signed_update")

    assert "locks" in findings(signed)


def test_a_reference_to_nothing_is_noticed(signed: Store) -> None:
    tamper(signed, "DELETE FROM patient")

    assert "refer to a record that does not exist" in findings(signed)


def test_when_the_log_cannot_be_written_the_change_is_not_made(store: Store) -> None:
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


def test_a_commit_that_fails_leaves_the_store_usable(store: Store) -> None:
    for _ in range(3):
        with pytest.raises(Refused):
            store.put(factories.point(patient_id="nobody", visit_id="nowhere"))
        assert not store.opened.raw.in_transaction
        store.note(AuditAction.READ)

    sequence = [one.sequence for one in sorted(store.select(AuditEntry), key=lambda one: one.sequence)]
    assert sequence == list(range(1, len(sequence) + 1))


def test_no_problem_repeats_what_was_typed(store: Store) -> None:
    store.put(factories.patient())
    with pytest.raises(Refused) as caught:
        store.put(factories.patient(id="other", given_name="Zebulon"))

    assert "Zebulon" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "Zebulon" not in repr(caught.value.__context__)
