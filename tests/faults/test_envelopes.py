"""The key file in other hands: guessed, envelopes moved and changed, asking for too much, killed half way.

Guessing is tried with the cheapest derivation there is, so that 10,000 take seconds; with the one that the
program makes each try takes the time that is printed here.
"""

import hashlib
import itertools
import os
import random
import shutil
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from needlechart.app.desk_part import PartOfDesk
from needlechart.domain.words import Role
from needlechart.store import vault, waiting
from needlechart.store.files import DATABASE, KEYS
from needlechart.store.keyfile import (
    CAP,
    DEFAULT_COST,
    Envelope,
    KeyFile,
    decode,
    encode,
    parse_key_file,
    read_key_file,
    write_key_file,
)
from needlechart.store.people import People
from needlechart.store.problems import Damaged, NotFound, Refused, WrongPassphrase, WrongRecoveryKey
from needlechart.store.recovery import ALPHABET, RecoveryKey
from needlechart.store.store import Store
from tests import factories
from tests.factories import CLINICIAN, PASSPHRASE
from tests.faults.disk import Disk
from tests.faults.killing import killed
from tests.store.conftest import CHEAP, new_store, reopened

GUESSES = int(os.environ.get("NEEDLECHART_GUESSES", "400"))
POINTS = int(os.environ.get("NEEDLECHART_NTH_CALLS", "3"))

OTHER = "granite orchard 7 violet kites"
NEW = "seven quiet lanterns over water"
SECOND = "second"
FLOOR_KIB, FLOOR_PASSES = 65_536, 3


def with_second(folder: Path) -> RecoveryKey:
    """A chart of an administrator and somebody else; closed."""
    store, recovery = Store.create(folder, factories.clinic(), factories.clinician(), PASSPHRASE, cost=CHEAP)
    store.add_clinician(factories.clinician(id=SECOND, name="Ruth Adler", role=Role.CLINICIAN), OTHER, CHEAP)
    store.close()
    return recovery


# Guessed


def guesses(count: int) -> Iterator[str]:
    """Passphrases by chance, and ones that differ from the right one in one character, case or blank."""
    chance = random.Random(31)
    letters = [chr(one) for one in itertools.chain(range(32, 127), range(0xC0, 0x250), range(0x4E00, 0x4E80))]
    for number in range(count):
        near = list(PASSPHRASE)
        place = chance.randrange(len(near))
        if number % 2:
            yield "".join(chance.choices(letters, k=chance.randint(1, 128)))
            continue
        kind = number // 2 % 4
        if kind == 0:
            near[place] = chance.choice([one for one in letters if one != near[place]])
        elif kind == 1:
            del near[place]
        elif kind == 2:
            near.insert(place, chance.choice([" ", "\u00a0", "\u0301", "\0"]))
        else:
            near[place] = near[place].swapcase() if near[place].isalpha() else "\t"
        yield "".join(near)


def test_no_other_passphrase_opens_and_the_right_one_always_does(folder: Path) -> None:
    new_store(folder).close()
    key = bytes(vault.unlock(folder, CLINICIAN, PASSPHRASE).data_key)
    hour = itertools.count(1e9, 3600)  # nobody waits

    opened = tried = early = 0
    for one in guesses(GUESSES):
        if unicodedata.normalize("NFC", one) == PASSPHRASE:
            continue
        tried += 1
        try:
            vault.unlock(folder, CLINICIAN, one, clock=lambda: next(hour))
            opened += 1
        except WrongPassphrase as refused:
            early += "early" in str(refused)
        if tried % 100 == 0:
            right = vault.unlock(folder, CLINICIAN, PASSPHRASE, clock=lambda: next(hour))
            assert bytes(right.data_key) == key
    assert (opened, early) == (0, 0)
    print(f"\nenvelopes: {tried} passphrases tried, {opened} accepted (cheapest derivation)")


def test_a_try_costs_what_the_program_makes_it_cost(folder: Path) -> None:
    """How long is printed; that each door asks for no less than the floor is what is held."""
    assert DEFAULT_COST.memory_kib >= FLOOR_KIB
    assert DEFAULT_COST.passes >= FLOOR_PASSES
    assert DEFAULT_COST.lanes >= 1
    doors = (Store.create, Store.open_with_recovery, vault.envelope_for, People.add_clinician)
    for door in (*doors, People.reset_passphrase, People.change_passphrase):
        assert signature(door).parameters["cost"].default == DEFAULT_COST, door
    assert PartOfDesk.cost == DEFAULT_COST  # what the window gives to them

    store, _ = Store.create(folder, factories.clinic(), factories.clinician(), PASSPHRASE)
    store.close()
    (envelope,) = read_key_file(folder).clinicians
    assert (envelope.memory_kib, envelope.passes, envelope.lanes) == (
        DEFAULT_COST.memory_kib,
        DEFAULT_COST.passes,
        DEFAULT_COST.lanes,
    )
    began, used = time.perf_counter(), time.process_time()
    with pytest.raises(WrongPassphrase):
        vault.unlock(folder, CLINICIAN, OTHER)
    wrong, used = time.perf_counter() - began, time.process_time() - used
    print(f"\nenvelopes: a wrong passphrase is refused in {wrong:.2f} s ({used:.2f} s of processor)")


# Moved and changed


def forged(mine: KeyFile, theirs: KeyFile) -> Iterator[tuple[str, KeyFile, str, str]]:
    """What somebody makes of two charts' envelopes: what it is, the file, who opens it, with which words."""
    (chief, second), (stranger, other) = mine.clinicians, theirs.clinicians
    words = {id(chief): PASSPHRASE, id(second): OTHER, id(stranger): PASSPHRASE, id(other): OTHER}
    for taken, put in itertools.product((chief, second, stranger, other), (chief, second)):
        if taken is put:
            continue
        said = words[id(taken)]
        whole = replace(taken, clinician_id=put.clinician_id)
        if taken not in (stranger, other) or taken.clinician_id != put.clinician_id:
            yield "another’s envelope", mine.with_envelope(whole), put.clinician_id, said
        yield "in another chart", replace(mine, clinicians=(whole,)), put.clinician_id, said
        for name in ("salt", "nonce", "certificate", "wrapped", "slot"):
            mixed = changed(put, {name: getattr(taken, name)})
            yield f"{name} of another", mine.with_envelope(mixed), put.clinician_id, words[id(put)]
            yield f"{name} of another", mine.with_envelope(mixed), put.clinician_id, said
    for own in (chief, second):
        said = words[id(own)]
        changes: list[tuple[str, object]] = [
            *(("memory_kib", kib) for kib in (8, 16, 32, 63, 65, 128, 4096, FLOOR_KIB)),
            *(("passes", passes) for passes in (2, 3, 4)),
            *(("lanes", lanes) for lanes in (2, 3, 4)),
            ("set_by", "somebody"),
            ("certificate", own.certificate + " "),
            ("clinician_id", "nobody"),
            *((name, _flipped(getattr(own, name))) for name in ("salt", "nonce", "wrapped")),
        ]
        for name, value in changes:
            yield f"{name} changed", mine.with_envelope(changed(own, {name: value})), own.clinician_id, said
        for one in fields(own.slot):
            if one.name != "proof":  # which tells of a slipped-in box at the check, and opens nothing
                slot = replace(own.slot, **{one.name: _flipped(getattr(own.slot, one.name))})
                yield f"slot {one.name}", mine.with_envelope(replace(own, slot=slot)), own.clinician_id, said
        yield "file_id changed", replace(mine, file_id=theirs.file_id), own.clinician_id, said


def changed(envelope: Envelope, values: Mapping[str, Any]) -> Envelope:
    """The envelope with other values."""
    return replace(envelope, **values)


def _flipped(text: str) -> str:
    data = bytearray(decode(text))
    data[len(data) // 2] ^= 4
    return encode(bytes(data))


def test_an_envelope_opens_for_its_clinician_in_its_chart_as_it_was_made_and_nowhere_else(
    tmp_path: Path,
) -> None:
    folder, elsewhere = tmp_path / "chart", tmp_path / "elsewhere"
    with_second(folder)
    with_second(elsewhere)
    mine, theirs = read_key_file(folder), read_key_file(elsewhere)
    cases = 0
    for what, keys, who, words in forged(mine, theirs):
        if keys == mine:
            continue
        cases += 1
        (folder / KEYS).write_bytes(keys.to_bytes())
        waiting.forget_failures(folder, who)
        expected = NotFound if keys.of(who) is None else WrongPassphrase
        if what == "clinician_id changed":
            who, expected = "nobody", WrongPassphrase
        try:
            vault.unlock(folder, who, words)
        except expected:
            continue
        pytest.fail(what)
    assert cases >= 100
    (folder / KEYS).write_bytes(mine.to_bytes())
    waiting.forget_failures(folder, CLINICIAN)
    reopened(folder).close()
    print(f"\nenvelopes: {cases} moved or changed, all refused")


def test_what_would_freeze_the_program_is_refused_without_deriving_anything(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import low_level

    new_store(folder).close()
    keys = read_key_file(folder)
    (own,) = keys.clinicians
    derived: list[int] = []
    real = low_level.hash_secret_raw
    monkeypatch.setattr(low_level, "hash_secret_raw", lambda *_, **__: derived.append(1))
    took = []
    beyond = (
        *({"memory_kib": CAP.memory_kib * more + 1} for more in (1, 2, 1000, 2**20)),
        *({"passes": passes} for passes in (21, 22, 1000, 2**31, 0, -1)),
        *({"lanes": lanes} for lanes in (17, 18, 255, 2**24, 0, -1)),
        *({"memory_kib": kib} for kib in (0, 7, -1)),
    )
    for change in beyond:
        (folder / KEYS).write_bytes(keys.with_envelope(changed(own, change)).to_bytes())
        began = time.process_time()
        with pytest.raises(Damaged):
            vault.unlock(folder, CLINICIAN, PASSPHRASE)
        took.append(time.process_time() - began)
    assert derived == []
    monkeypatch.setattr(low_level, "hash_secret_raw", real)
    write_key_file(folder, keys)
    reopened(folder).close()
    slowest = f"{max(took) * 1000:.1f} ms of processor"
    print(f"\nenvelopes: {len(took)} beyond the caps refused, the slowest in {slowest}")


# The recovery key


@pytest.mark.parametrize("number", range(3))
def test_one_wrong_character_of_the_recovery_key_is_told_at_every_place(number: int) -> None:
    key = RecoveryKey(hashlib.sha256(bytes([number])).digest()[:20])
    typed = key.text.replace("-", "")
    assert RecoveryKey.parse(typed) == key
    told = tried = 0
    for place, right in enumerate(typed):
        for wrong in (*ALPHABET, "U", "!", "é"):
            if wrong == right:
                continue
            tried += 1
            try:
                RecoveryKey.parse(typed[:place] + wrong + typed[place + 1 :])
            except WrongRecoveryKey:
                told += 1
    assert (told, tried) == (tried, 36 * (31 + 3))
    print(f"\nenvelopes: {told} of {tried} mistyped recovery keys told")


def test_when_every_passphrase_is_lost_the_recovery_key_opens_for_each_and_no_last_way_in_is_taken_away(
    folder: Path,
) -> None:
    recovery = with_second(folder)
    for who in (CLINICIAN, SECOND):
        with Store.open_with_recovery(folder, recovery, who, NEW, cost=CHEAP) as store:
            assert store.clinician.id == who
    with Store.open(folder, CLINICIAN, NEW) as store:
        store.set_active(SECOND, active=False)
        with pytest.raises(Refused, match="last administrator"):
            store.set_active(CLINICIAN, active=False)
        with pytest.raises(Refused, match="last administrator"):
            store.set_role(CLINICIAN, Role.CLINICIAN)
    file = read_key_file(folder)
    assert [one.clinician_id for one in file.clinicians] == [CLINICIAN]
    assert len(vault.recover(folder, recovery)) == 32
    data = file.to_bytes().replace(b'"recovery"', b'"was"')  # a file without one is none
    with pytest.raises(Damaged):
        parse_key_file(data)


# Killed half way


def opens(folder: Path, who: str, words: str) -> bool:
    """Whether these words open the chart for somebody; nothing is kept of a wrong try."""
    waiting.forget_failures(folder, who)
    try:
        Store.open(folder, who, words).close()
    except (WrongPassphrase, NotFound):
        waiting.forget_failures(folder, who)
        return False
    return True


Act = Callable[[Store], object]


def own(store: Store) -> None:
    """Somebody changes their own."""
    store.change_passphrase(PASSPHRASE, NEW, cost=CHEAP)


def given(store: Store) -> None:
    """An administrator gives one to who forgot theirs."""
    store.reset_passphrase(SECOND, NEW, cost=CHEAP)


def sheet(store: Store) -> None:
    """A new recovery key."""
    store.new_recovery_key(RecoveryKey(bytes(range(20))))


ACTS: dict[str, tuple[Act, Callable[[Path, RecoveryKey], tuple[bool, bool]]]] = {
    "own": (own, lambda at, _: (opens(at, CLINICIAN, PASSPHRASE), opens(at, CLINICIAN, NEW))),
    "given": (given, lambda at, _: (opens(at, SECOND, OTHER), opens(at, SECOND, NEW))),
    "sheet": (sheet, lambda at, old: (recovers(at, old), recovers(at, RecoveryKey(bytes(range(20)))))),
}


def recovers(folder: Path, key: RecoveryKey) -> bool:
    """Whether a recovery key opens the chart."""
    try:
        return len(vault.recover(folder, key)) == 32
    except WrongRecoveryKey:
        return False


@pytest.mark.parametrize("name", ACTS)
def test_killed_at_any_call_the_old_or_the_new_one_opens_and_the_chart_is_not_rewritten(
    name: str, tmp_path: Path
) -> None:
    """The log's entry about it goes into the write-ahead log; of the chart file no byte is written."""
    act, which = ACTS[name]
    kept = tmp_path / "kept"
    recovery = with_second(kept)
    before = (kept / DATABASE).read_bytes()
    seen: set[tuple[bool, bool]] = set()
    points = 0
    for nth in itertools.count(1):
        folder = tmp_path / str(nth) / "chart"
        shutil.copytree(kept, folder)
        went = not _killed_at(folder, nth, act)
        assert (folder / DATABASE).read_bytes() == before, nth
        old_and_new = which(folder, recovery)
        assert sum(old_and_new) == 1, (nth, old_and_new)
        assert opens(folder, CLINICIAN, NEW if old_and_new[1] and name == "own" else PASSPHRASE)
        seen.add(old_and_new)
        shutil.rmtree(folder.parent)
        if went:
            assert old_and_new == (False, True)
            break
        points += 1
        if points >= POINTS:
            break
    print(f"\nenvelopes: {name}: killed at {points} calls, {len(seen)} outcomes, never neither")


def _killed_at(folder: Path, nth: int, act: Act) -> bool:
    """Do it in a process that is killed at its n-th call that writes; whether it was."""

    def work() -> None:
        store = reopened(folder)
        with Disk(folder.parent) as disk:
            disk.kill(nth)
            act(store)
        os._exit(0)

    return killed(work)


def test_a_passphrase_typed_either_way_is_one(folder: Path) -> None:
    words = "été à Zürich ñandú 한국 paño"
    forms = [unicodedata.normalize(form, words) for form in ("NFC", "NFD")]
    assert forms[0] != forms[1]
    for made, typed in itertools.permutations(forms):
        store, _ = Store.create(folder, factories.clinic(), factories.clinician(), made, cost=CHEAP)
        store.close()
        assert opens(folder, CLINICIAN, typed)
        shutil.rmtree(folder)
