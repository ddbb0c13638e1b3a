"""The key file damaged: told before anybody types; a whole entry still opens; a backup's copy mends it.

``NEEDLECHART_DAMAGE_PLACES`` sets how many bits are flipped, and how often it is cut (6 if it is not set; 500
in full).
"""

import json
import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from needlechart.store.backup import backup
from needlechart.store.files import KEYS
from needlechart.store.keyfile import parse_key_file, read_key_file
from needlechart.store.mending import look_before, take_keys
from needlechart.store.problems import Damaged, StoreProblem, WrongPassphrase, WrongRecoveryKey
from needlechart.store.recovery import RecoveryKey
from needlechart.store.store import Store
from needlechart.store.vault import recover, unlock
from needlechart.store.waiting import forget_failures
from tests import factories
from tests.store.conftest import CHEAP

PLACES = int(os.environ.get("NEEDLECHART_DAMAGE_PLACES", "6"))
OTHER = "other-therapist"
WORDS = {factories.CLINICIAN: factories.PASSPHRASE, OTHER: "granite orchard 7 violet"}


@dataclass(frozen=True)
class Chart:
    """A closed chart of two therapists with a backup."""

    folder: Path
    recovery: RecoveryKey

    @property
    def keys(self) -> bytes:
        """Its key file."""
        return (self.folder / KEYS).read_bytes()

    @property
    def plain(self) -> dict[str, Any]:
        """The same as plain data."""
        return dict(json.loads(self.keys))

    def damaged(self, target: Path, keys: bytes) -> Path:
        """A copy with this key file."""
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(self.folder, target)
        (target / KEYS).write_bytes(keys)
        return target


@pytest.fixture(scope="module")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Chart:
    folder = tmp_path_factory.mktemp("keys") / "chart"
    store, recovery = Store.create(
        folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=CHEAP
    )
    with store:
        store.add_clinician(factories.clinician(id=OTHER, name="Ruth Adler"), WORDS[OTHER], CHEAP)
        backup(store)
    assert look_before(folder) is None
    return Chart(folder, recovery)


def opens(folder: Path, who: str) -> bool:
    """Whether this passphrase still gives the key; any other problem than a refusal fails the test."""
    try:
        unlock(folder, who, WORDS[who]).wipe()
    except WrongPassphrase:
        forget_failures(folder, who)
        return False
    except StoreProblem:
        assert read_key_file(folder).of(who) is None
        return False
    return True


def recovers(folder: Path, recovery: RecoveryKey) -> bool:
    """The same of the recovery key."""
    try:
        return len(recover(folder, recovery)) == 32
    except WrongRecoveryKey:
        return False


def told_and_mended(chart: Chart, folder: Path) -> None:
    """What is wrong is told with nobody's passphrase, and the newest backup's keys mend it."""
    found = look_before(folder)
    assert found is not None
    assert found.keys
    assert "chart.keys" in found.problem.happened
    assert found.keys_from is not None
    take_keys(folder, found.keys_from.folder)
    assert look_before(folder) is None
    assert parse_key_file((folder / KEYS).read_bytes()) == parse_key_file(chart.keys)


def test_one_bit_flipped_anywhere_is_told_and_whole_entries_still_open(chart: Chart, tmp_path: Path) -> None:
    data, whole = chart.keys, parse_key_file(chart.keys)
    chance = random.Random(26)
    refused = opened = shut = 0
    for _ in range(PLACES):
        flipped, bit = bytearray(data), chance.randrange(len(data) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
        folder = chart.damaged(tmp_path / "flipped", bytes(flipped))
        try:
            keys = read_key_file(folder)
        except Damaged:
            refused += 1
        else:
            for who in WORDS:
                fine = opens(folder, who)
                assert fine or (keys.file_id, keys.of(who)) != (whole.file_id, whole.of(who)), bit
                opened, shut = opened + fine, shut + (not fine)
            same = (keys.file_id, keys.recovery) == (whole.file_id, whole.recovery)
            assert recovers(folder, chart.recovery) or not same, bit
            if json.loads(flipped) == chart.plain or "digest" not in json.loads(flipped):
                assert keys == whole, bit  # a blank, or the name of the digest: nothing is lost
                continue
        told_and_mended(chart, folder)
    print(f"\nkey_file: {PLACES} bits flipped, {refused} refused; else {opened} still opened, {shut} refused")


def test_a_cut_anywhere_is_refused_told_and_mended(chart: Chart, tmp_path: Path) -> None:
    data = chart.keys
    chance = random.Random(27)
    for size in (0, 1, len(data) - 1, *(chance.randrange(len(data)) for _ in range(PLACES - 3))):
        folder = chart.damaged(tmp_path / "cut", data[:size])
        with pytest.raises(Damaged):
            read_key_file(folder)
        told_and_mended(chart, folder)


def test_each_field_that_is_missing_twice_or_of_another_kind_is_refused_told_and_mended(
    chart: Chart, tmp_path: Path
) -> None:
    entry, slot = chart.plain["clinicians"][0], chart.plain["recovery"]["slot"]
    cases: list[dict[str, Any]] = []
    for name in ("format", "file_id", "clinicians", "recovery"):
        cases += [without(chart.plain, name), {**chart.plain, name: 7.5}]
    for name in entry:
        for changed in (without(entry, name), {**entry, name: None}, {**entry, f"{name}2": "x"}):
            cases.append({**chart.plain, "clinicians": [changed]})
    for name in slot:
        recovery = {**chart.plain["recovery"], "slot": without(slot, name)}
        cases.append({**chart.plain, "recovery": recovery})
    cases.append({**chart.plain, "clinicians": [entry, entry]})
    cases.append({**chart.plain, "clinicians": [entry, {**entry, "name": "Somebody Else"}]})
    for case in cases if len(cases) <= PLACES else random.Random(28).sample(cases, PLACES):
        folder = chart.damaged(tmp_path / "fields", json.dumps(case).encode())
        with pytest.raises(Damaged):
            read_key_file(folder)
        told_and_mended(chart, folder)
    print(f"\nkey_file: {len(cases)} ways of missing, doubled and foreign fields, all refused")


def without(plain: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if key != name}


def test_the_keys_of_a_backup_that_are_damaged_too_are_passed_over(chart: Chart, tmp_path: Path) -> None:
    changed = chart.plain
    changed["clinicians"][0]["salt"] = changed["clinicians"][1]["salt"]
    folder = chart.damaged(tmp_path / "passed", json.dumps(changed).encode())
    with Store.open(folder, OTHER, WORDS[OTHER]) as store:  # who still opens it makes a backup of it as it is
        assert "The entry of Mara Velasquez in chart.keys was damaged" in " ".join(store.notices)
        newer = backup(store)
    found = look_before(folder)
    assert found is not None
    assert found.newest == newer
    told_and_mended(chart, folder)
    assert opens(folder, factories.CLINICIAN)


def test_a_name_that_was_damaged_is_right_again_once_its_owner_unlocks(chart: Chart, tmp_path: Path) -> None:
    changed = chart.plain
    changed["clinicians"][0]["name"] = "Mara Velasquey"
    folder = chart.damaged(tmp_path / "name", json.dumps(changed).encode())
    assert look_before(folder) is not None
    Store.open(folder, factories.CLINICIAN, factories.PASSPHRASE).close()
    assert look_before(folder) is None
    assert read_key_file(folder) == parse_key_file(chart.keys)
