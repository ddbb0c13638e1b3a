"""Keys, passphrases and the recovery key."""

import base64
import contextlib
import json
import stat
import textwrap
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.domain.clinic import Clinician
from needlechart.domain.words import AuditAction
from needlechart.store import vault
from needlechart.store.files import DATABASE, KEYS
from needlechart.store.keyfile import parse_key_file, read_key_file, write_key_file
from needlechart.store.keys import new_signing_key, verify
from needlechart.store.passphrase import passphrase_strength
from needlechart.store.problems import (
    AlreadyThere,
    Damaged,
    NotFound,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryKey,
)
from needlechart.store.recovery import ALPHABET, RecoveryKey
from needlechart.store.store import RECOVERED, Store, people
from needlechart.store.waiting import wait_after
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.store.conftest import CHEAP, new_store, reopened

OTHER = "granite orchard 7 violet kites"


def test_people_are_listed_before_unlock(store: Store, folder: Path):
    assert people(folder) == [(CLINICIAN, "Mara Velasquez", "PT, DPT")]


def test_a_new_name_is_listed_after_the_next_unlock(store: Store, folder: Path):
    store.put(store.clinician.but(name="Mara Lindqvist"))
    store.close()
    reopened(folder).close()

    assert people(folder)[0][1] == "Mara Lindqvist"
    reopened(folder).close()


def test_files_are_private(store: Store, folder: Path):
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_wrong_passphrases_wait_longer_and_longer_across_restarts(store: Store, folder: Path):
    store.close()
    clock = [1000.0]
    waits = []
    for _ in range(8):
        with pytest.raises(WrongPassphrase) as caught:
            Store.open(folder, CLINICIAN, "not the passphrase", clock=lambda: clock[0])
        waits.append(caught.value.wait)
        clock[0] += caught.value.wait
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]

    clock[0] -= 1
    with pytest.raises(WrongPassphrase) as too_early:
        Store.open(folder, CLINICIAN, PASSPHRASE, clock=lambda: clock[0])
    assert too_early.value.wait == pytest.approx(1)

    clock[0] += 1
    with Store.open(folder, CLINICIAN, PASSPHRASE, clock=lambda: clock[0]) as opened:
        logged = opened.select(_entries(), action=AuditAction.UNLOCK_FAILED)
        assert len(logged) == 8  # each with its time; the try that came too early was not looked at
        assert all("1970-01-01T" in one.detail and one.clinician_id == CLINICIAN for one in logged)
    with Store.open(folder, CLINICIAN, PASSPHRASE) as again:
        assert len(again.select(_entries(), action=AuditAction.UNLOCK_FAILED)) == 8


def _entries() -> type:
    from needlechart.domain.audit_entry import AuditEntry

    return AuditEntry


def test_a_clock_set_back_keeps_nobody_out_longer_than_a_minute(store: Store, folder: Path):
    store.close()
    with pytest.raises(WrongPassphrase):
        Store.open(folder, CLINICIAN, "wrong", clock=lambda: time.time() + 10**9)

    with pytest.raises(WrongPassphrase) as caught:
        Store.open(folder, CLINICIAN, PASSPHRASE)

    assert caught.value.wait <= 1


def test_no_wait_is_longer_than_a_minute():
    assert [wait_after(n) for n in (0, 1, 7, 1000, 10**9)] == [0, 1, 60, 60, 60]


def test_nothing_is_lost_by_a_wrong_passphrase(store: Store, folder: Path):
    store.close()
    before = (folder / DATABASE).read_bytes()

    with pytest.raises(WrongPassphrase):
        Store.open(folder, CLINICIAN, "wrong")

    assert (folder / DATABASE).read_bytes() == before


def test_a_passphrase_may_be_typed_in_two_ways(folder: Path):
    phrase = "café zürich ñandú paño"
    composed, apart = unicodedata.normalize("NFC", phrase), unicodedata.normalize("NFD", phrase)
    assert composed != apart
    store, _ = Store.create(folder, factories.clinic(), factories.clinician(), apart, cost=CHEAP)
    store.close()

    Store.open(folder, CLINICIAN, composed).close()


def test_changing_the_passphrase(store: Store, folder: Path):
    database = (folder / DATABASE).stat().st_ino
    with pytest.raises(WrongPassphrase):
        store.change_passphrase("wrong", OTHER, cost=CHEAP)
    vault.waiting.forget_failures(folder, CLINICIAN)
    with pytest.raises(WeakPassphrase):
        store.change_passphrase(PASSPHRASE, "password password password", cost=CHEAP)

    store.change_passphrase(PASSPHRASE, OTHER, cost=CHEAP)
    store.close()

    assert (folder / DATABASE).stat().st_ino == database
    Store.open(folder, CLINICIAN, OTHER).close()
    with pytest.raises(WrongPassphrase):
        Store.open(folder, CLINICIAN, PASSPHRASE)


def test_confirming_the_passphrase(store: Store):
    store.confirm_passphrase(PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        store.confirm_passphrase("wrong")


def test_a_second_clinician_opens_the_same_chart_and_signs_with_their_own_key(store: Store, folder: Path):
    store.put(*factories.whole_visit())
    colleague = factories.clinician(id="colleague", name="Tomás Ferreira")

    kept = store.add_clinician(colleague, OTHER, cost=CHEAP)
    store.close()

    with Store.open(folder, "colleague", OTHER) as opened:
        assert opened.clinician == kept
        seal = opened.sign_visit(factories.VISIT)
        assert seal.certificate == kept.certificate != reopened_certificate(opened)
        assert opened.check().findings == ()
    assert [name for _, name, _ in people(folder)] == ["Mara Velasquez", "Tomás Ferreira"]
    reopened(folder).close()


def reopened_certificate(store: Store) -> str:
    first = store.get(Clinician, CLINICIAN)
    assert first is not None
    return first.certificate


def test_the_recovery_key_opens_and_earlier_seals_stay_good(folder: Path):
    store, recovery = Store.create(folder, factories.clinic(), factories.clinician(), PASSPHRASE, cost=CHEAP)
    store.put(*factories.whole_visit(), factories.visit(id="next", number=2))
    store.sign_visit(factories.VISIT)
    store.close()

    typed = RecoveryKey.parse(recovery.text.lower().replace("-", " "))
    with Store.open_with_recovery(folder, typed, CLINICIAN, OTHER, cost=CHEAP) as opened:
        opened.sign_visit("next")
        assert opened.check().findings == ()

    Store.open(folder, CLINICIAN, OTHER).close()
    with pytest.raises(WrongPassphrase):
        Store.open(folder, CLINICIAN, PASSPHRASE)


def test_another_recovery_key_does_not_open(store: Store, folder: Path):
    store.close()
    with pytest.raises(WrongRecoveryKey):
        Store.open_with_recovery(folder, RecoveryKey.new(), CLINICIAN, OTHER, cost=CHEAP)
    with reopened(folder) as opened:
        [logged] = opened.select(_entries(), action=AuditAction.UNLOCK_FAILED)
        assert logged.clinician_id == CLINICIAN
        assert logged.detail.startswith("with a recovery key, at ")
    with reopened(folder) as again:
        assert len(again.select(_entries(), action=AuditAction.UNLOCK_FAILED)) == 1


def test_a_new_recovery_key_replaces_the_old_one(folder: Path):
    store, old = Store.create(folder, factories.clinic(), factories.clinician(), PASSPHRASE, cost=CHEAP)
    new = store.new_recovery_key()
    store.close()

    with pytest.raises(WrongRecoveryKey):
        vault.recover(folder, old)
    assert len(vault.recover(folder, new)) == 32


@given(st.binary(min_size=20, max_size=20), st.data())
@settings(max_examples=150, deadline=None)
def test_any_one_mistyped_character_of_the_recovery_key_is_caught(secret: bytes, data: st.DataObject):
    key = RecoveryKey(secret)
    assert RecoveryKey.parse(key.text) == key
    assert all(len(group) == 4 for group in key.groups)
    typed = key.text.replace("-", "")
    place = data.draw(st.integers(0, len(typed) - 1))
    wrong = data.draw(st.sampled_from([one for one in ALPHABET if one != typed[place]]))

    with pytest.raises(WrongRecoveryKey):
        RecoveryKey.parse(typed[:place] + wrong + typed[place + 1 :])


@pytest.mark.parametrize("text", ["", "ABCD", "U" * 36, "É" * 36, "0" * 37])
def test_what_is_no_recovery_key(text: str):
    with pytest.raises(WrongRecoveryKey):
        RecoveryKey.parse(text)


def test_letters_that_look_like_digits_are_taken_for_them():
    key = RecoveryKey(bytes(20))
    assert RecoveryKey.parse(key.text.replace("0", "O")) == key


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("copper lantern under seven maples", True),
        ("x7#kQ!mz 9vTpL2$", True),
        ("Grüße aus dem Wäldchen", True),
        ("東京の古い灯台と青い自転車と猫三匹", True),
        ("fourteen chars", False),
        ("aaaaaaaaaaaaaaaaaa", False),
        ("passwordpassword", False),
        ("P4ssw0rdP4ssw0rd", False),
        ("qwertyuiopasdfghjkl", False),
        ("123456789012345678", False),
        ("abcdefghijklmnopqrs", False),
        ("correct horse battery staple", False),
        ("Arsenal liverpool chelsea", False),
        ("charlie thomas buster", False),
        ("Tigger-Peaches-Ginger", False),
        ("ch4rl13-th0m45 charlie", False),
        ("Alder 1987 alder 1987", False),
        ("cowboy eats purple ginger slowly", True),
        ("xkvqzptrwmmlqpnz", True),
        ("abcabcabcabcabcabc", False),
        ("Alder Street Pelvic Health", False),
        ("mara velasquez 1234", False),
        ("x" * 2000, False),
    ],
)
def test_strength_of_passphrases(text: str, accepted: bool):
    score, sentence = passphrase_strength(text, ("Alder Street Pelvic Health", "Mara Velasquez"))

    assert (score >= 2) == accepted, sentence
    assert sentence.endswith(".")


def test_a_longer_passphrase_is_never_called_weaker():
    words = ["copper", "lantern", "under", "seven", "maples"]
    scores = [passphrase_strength(" ".join(words[:count]))[0] for count in range(1, 6)]
    assert scores == sorted(scores)


def test_a_chart_is_not_written_over(store: Store, folder: Path):
    with pytest.raises(AlreadyThere):
        new_store(folder)


def test_a_weak_passphrase_creates_nothing(folder: Path):
    with pytest.raises(WeakPassphrase):
        Store.create(folder, factories.clinic(), factories.clinician(), "short", cost=CHEAP)
    assert not folder.exists()


def test_an_envelope_of_another_person_or_with_other_parameters_opens_nothing(store: Store, folder: Path):
    store.add_clinician(factories.clinician(id="colleague", name="Tomás Ferreira"), OTHER, cost=CHEAP)
    store.close()
    keys = read_key_file(folder)
    mine, theirs = keys.clinicians

    for forged in (
        replace(theirs, wrapped=mine.wrapped),
        replace(mine, clinician_id="colleague"),
        replace(mine, clinician_id="colleague", passes=2),
        replace(mine, clinician_id="colleague", certificate=theirs.certificate),
    ):
        vault.waiting.forget_failures(folder, "colleague")
        write_key_file(folder, keys.with_envelope(forged))
        with pytest.raises(WrongPassphrase):
            Store.open(folder, "colleague", PASSPHRASE)
    write_key_file(folder, replace(keys, file_id="another"))
    with pytest.raises(WrongPassphrase):
        Store.open(folder, CLINICIAN, PASSPHRASE)


@pytest.mark.parametrize(
    "change",
    [{"memory_kib": 2**30}, {"passes": 21}, {"lanes": 17}, {"version": 18}, {"kdf": "none"}, {"salt": ""}],
)
def test_an_envelope_that_would_freeze_the_program_is_refused(store: Store, folder: Path, change: dict):
    data = json.loads((folder / KEYS).read_bytes())
    data["clinicians"][0].update(change)
    with pytest.raises(Damaged):
        parse_key_file(json.dumps(data).encode())


@given(data=st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_key_file_is_refused_or_opens_nothing(key_bytes: bytes, data: st.DataObject):
    place = data.draw(st.integers(0, len(key_bytes) - 1))
    bit = data.draw(st.integers(0, 7))
    damaged = bytearray(key_bytes)
    damaged[place] ^= 1 << bit
    if data.draw(st.booleans()):
        damaged = damaged[:place]

    with contextlib.suppress(Damaged):  # any other exception fails the test
        assert parse_key_file(bytes(damaged)).file_id


@pytest.fixture(scope="module")
def key_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("keys") / "chart"
    new_store(folder).close()
    return (folder / KEYS).read_bytes()


def test_a_stranger_has_no_passphrase(store: Store, folder: Path):
    store.close()
    with pytest.raises(NotFound):
        Store.open(folder, "stranger", PASSPHRASE)


def test_a_signing_key_signs_and_its_certificate_verifies():
    key = new_signing_key("名" * 100 + ", PT", factories.MORNING)
    other = new_signing_key("Mara", factories.MORNING)

    signature = key.sign(b"text")

    assert verify(key.certificate, signature, b"text")
    assert not verify(key.certificate, signature, b"texts")
    assert not verify(other.certificate, signature, b"text")
    assert not verify("no certificate", signature, b"text")
    assert not verify(key.certificate, b"", b"text")


def test_keys_are_overwritten_at_closing(store: Store):
    secrets = store.opened.secrets
    store.close()

    assert not any(secrets.data_key)
    assert not any(secrets.signing.private)


def test_the_use_of_the_recovery_key_is_told_and_logged(folder: Path):
    store, recovery = Store.create(folder, factories.clinic(), factories.clinician(), PASSPHRASE, cost=CHEAP)
    store.close()
    with Store.open_with_recovery(folder, recovery, CLINICIAN, OTHER, cost=CHEAP) as opened:
        assert opened.notices == (RECOVERED,)
    with Store.open(folder, CLINICIAN, OTHER) as again:
        assert again.notices == ()
        said = [one.detail for one in again.select(_entries(), action=AuditAction.UNLOCKED)]
        assert said == ["with the recovery key", ""]


def test_one_bit_of_a_certificate_is_another_and_nothing_but_no_is_said() -> None:
    """A bit in the name of the kind of key once ended in an error of the library below."""
    own = new_signing_key("Anne", factories.MORNING)
    data = b"what was signed"
    signature = own.sign(data)
    body = base64.b64decode("".join(own.certificate.splitlines()[1:-1]))
    key = body.rindex(b"\x2a\x86\x48\xce\x3d\x02\x01")  # id-ecPublicKey, and the curve behind it
    said = set()
    for place in range(key * 8, (key + 20) * 8):
        changed = bytearray(body)
        changed[place // 8] ^= 1 << place % 8
        text = "\n".join(textwrap.wrap(base64.b64encode(changed).decode(), 64))
        said.add(verify(f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n", signature, data))
    assert said == {False}
    assert verify(own.certificate, signature, data)
