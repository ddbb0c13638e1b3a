"""The n-th call that reaches the disk fails, for n over the whole of an act: no half state, a clear line.

The calls are those of the real driver and of the program's own files (see `disk`): opening for writing,
writing, truncating, syncing, renaming, linking, removing, making a folder, and reading by the driver. Each
fails with EIO or ENOSPC, once or from then on, or after half of it was written.
``NEEDLECHART_NTH_CALLS`` sets at how many of the calls of each act (3 if it is not set); with 2000 at all.
"""

import errno
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from needlechart.app.paper import save_bytes
from needlechart.app.problems import problem_of
from needlechart.domain.clinic import Clinician
from needlechart.domain.patient import Patient
from needlechart.domain.seal import Seal
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Role
from needlechart.store import migrate
from needlechart.store.backup import backup, counts, verify_copy
from needlechart.store.connection import look_raw, open_raw
from needlechart.store.files import BACKUPS, DATABASE, KEYS
from needlechart.store.form import schema_version
from needlechart.store.manifest import backups
from needlechart.store.problems import StoreProblem, WrongPassphrase, WrongRecoveryKey
from needlechart.store.recovery import RecoveryKey
from needlechart.store.restore import restore
from needlechart.store.rotate import rotate_key
from needlechart.store.store import Store
from needlechart.store.vault import recover, unlock
from needlechart.store.waiting import forget_failures
from tests import factories
from tests.faults.disk import READING, WRITING, Disk
from tests.store.conftest import CHEAP, new_store, reopened
from tests.store.test_migrate import versions

CALLS = int(os.environ.get("NEEDLECHART_NTH_CALLS", "3"))
OTHER = "granite orchard 7 violet kites"
LEFTOVER = (".tmp", ".part")


@dataclass(frozen=True)
class Fault:
    """How a call fails."""

    error: int
    once: bool = False
    short: bool = False
    kinds: frozenset[str] = WRITING


TAKING_SPACE = frozenset({"open", "write", "link", "mkdir"})
"""What a full disk refuses; it lets files be removed."""

FAULTS = {
    "an error once": Fault(errno.EIO, once=True),
    "an error from then on": Fault(errno.EIO),
    "half written, then full": Fault(errno.ENOSPC, short=True, kinds=TAKING_SPACE),
    "a read fails once": Fault(errno.EIO, once=True, kinds=READING),
}


@dataclass
class Run:
    """One try of an act: what had been told as kept, what was on its way, and how a person hears of it."""

    kept: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    told: str = ""


Act = Callable[[Path, Run], object]


def with_fault(folder: Path, act: Act, fault: Fault, nth: int) -> tuple[Run, bool]:
    """Do it on a disk whose n-th call fails; what came of it, and whether the fault was met."""
    run = Run()
    with Disk(folder.parent) as disk:
        disk.fail(nth, fault.error, once=fault.once, short=fault.short, kinds=fault.kinds)
        try:
            act(folder, run)
        except (StoreProblem, OSError) as error:
            run.told = problem_of(error).happened
        return run, disk.failed > 0


def assert_place_named(run: Run, fault: Fault, *places: Path) -> None:
    """Who is told that no space is left is told where."""
    if fault.error == errno.ENOSPC and not run.kept:
        assert run.told in [f"The disk is full: {place}." for place in places]


def calls_of(folder: Path, act: Act, kinds: frozenset[str]) -> int:
    """How many calls of these kinds the act makes on a sound disk."""
    run = Run()
    with Disk(folder.parent) as disk:
        disk.fail(1_000_000_000, kinds=kinds)
        act(folder, run)
        return disk.met


def places(total: int) -> list[int]:
    """Which calls fail: all, or the last and some before it."""
    assert total
    if total <= CALLS:
        return list(range(1, total + 1))
    return sorted({total, *random.Random(total).sample(range(1, total), CALLS - 1)})


def tries(prepared: Path, tmp_path: Path, act: Act, fault: Fault) -> Iterator[tuple[Path, Run, int]]:
    """The folder after each try, the disk well again."""
    counted = fresh(prepared, tmp_path)
    met = 0
    total = calls_of(counted, act, fault.kinds)
    for nth in places(total):
        folder = fresh(prepared, tmp_path)
        run, failed = with_fault(folder, act, fault, nth)
        met += failed
        yield folder, run, nth
    assert met
    kind = next(name for name, one in FAULTS.items() if one == fault)
    _TRIED[kind] += Counter({"acts": 1, "failed": met, "calls": total})


_TRIED: dict[str, Counter[str]] = {kind: Counter() for kind in FAULTS}


@pytest.fixture(scope="module", autouse=True)
def _told() -> Iterator[None]:
    """The figures of all acts that came through, one line for each kind of fault."""
    yield
    for kind, tried in _TRIED.items():
        print(f"\nnth_call: {kind}: {tried['failed']} of {tried['calls']} calls of {tried['acts']} acts")


def fresh(prepared: Path, tmp_path: Path) -> Path:
    work = tmp_path / "work"
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(prepared, work / "chart")
    return work / "chart"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chart of one administrator with a whole visit, and a backup of it."""
    folder = tmp_path_factory.mktemp("prepared") / "chart"
    chief = factories.clinician(role=Role.ADMINISTRATOR)
    store, _ = Store.create(folder, factories.clinic(), chief, factories.PASSPHRASE, cost=CHEAP)
    with store:
        store.put(*factories.whole_visit())
        backup(store)
    return folder


every_fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())


def sound(folder: Path, fault: Fault) -> None:
    """It opens, nothing is found, and nothing half written lies about after the next backup."""
    with reopened(folder) as store:
        assert store.notices == ()
        assert store.check().findings == ()
        backup(store)
    if fault.once or fault.short:  # a disk on which nothing goes any more keeps what was prepared
        names = [path.name for path in folder.rglob("*") if path.name.endswith(LEFTOVER)]
        assert names == []
        assert not (folder / ".next").exists()


# Charting


def chart(folder: Path, run: Run) -> None:
    """Open, a patient, marks, sign, close; a change that is refused is tried twice more."""

    def again(name: str, work: Callable[[], object]) -> None:
        run.begun.append(name)
        for _ in range(2):
            try:
                work()
                break
            except StoreProblem:
                continue
        else:
            work()
        run.kept.append(name)

    store = reopened(folder)
    try:
        again("new", lambda: store.put(factories.patient(id="new", record_number="new")))
        for number in range(4, 8):
            mark = factories.point(id=f"m{number}", number=number)
            pairs = [(None, mark), (None, factories.needling(mark, id=f"n{number}"))]
            again(mark.id, lambda pairs=pairs: store.apply(pairs))  # type: ignore[misc]
        again("anchor", store.anchor)
        again("seal", lambda: store.sign_visit(factories.VISIT))
        crashed = folder.with_name("crashed")
        shutil.copytree(folder, crashed, dirs_exist_ok=True)  # as a process killed here leaves it
    finally:
        store.close()


@every_fault
def test_charting(prepared: Path, tmp_path: Path, fault: Fault) -> None:
    for folder, run, nth in tries(prepared, tmp_path, chart, fault):
        for left in (folder, folder.with_name("crashed")):
            if not left.exists():
                continue
            with reopened(left) as store:
                stored = {one.id for kind in (Patient, TriggerPoint) for one in store.select(kind)}
                stored |= {"seal"} if store.select(Seal) else set()
            told = set(run.kept) - {"anchor"}
            assert told <= stored, nth
            assert stored - told <= set(run.begun) | {factories.PATIENT, "point-1", "point-2"} | before(
                prepared
            )
            sound(left, fault)


def before(prepared: Path) -> set[str]:
    with reopened(prepared) as store:
        return {one.id for one in store.select(TriggerPoint)} | {one.id for one in store.select(Patient)}


# Acts that are whole or not at all


def make_backup(folder: Path, run: Run) -> None:
    with reopened(folder) as store:
        run.kept.append(backup(store).folder.name)


@every_fault
def test_backup(prepared: Path, tmp_path: Path, fault: Fault) -> None:
    for folder, run, nth in tries(prepared, tmp_path, make_backup, fault):
        key = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key
        listed = backups(folder)
        for one in listed:
            verify_copy(one.folder, one, key)
        assert set(run.kept) <= {one.folder.name for one in listed}, nth
        assert len(listed) >= 1
        assert_place_named(run, fault, folder, folder / BACKUPS)
        sound(folder, fault)


def export(folder: Path, run: Run) -> None:
    save_bytes(b"%PDF-" + b"x" * 300_000, folder.parent / "note.pdf")
    run.kept.append("note.pdf")


@every_fault
def test_export(prepared: Path, tmp_path: Path, fault: Fault) -> None:
    if fault.kinds is READING:
        return
    for folder, run, nth in tries(prepared, tmp_path, export, fault):
        there = [path for path in folder.parent.iterdir() if path.name != "chart"]
        finished = [path for path in there if not path.name.startswith(".needlechart-")]
        assert [path.name for path in finished] in ([], ["note.pdf"]), nth
        assert run.kept == [] or finished
        assert all(path.stat().st_size == 300_005 for path in finished)
        assert_place_named(run, fault, folder.parent)
        if fault.once or fault.short:  # a dead disk keeps the half, hidden and private
            assert there == finished


def change_passphrase(folder: Path, run: Run) -> None:
    with reopened(folder) as store:
        run.begun.append("other")
        store.change_passphrase(factories.PASSPHRASE, OTHER, cost=CHEAP)
        run.kept.append("other")


@every_fault
def test_a_new_passphrase(prepared: Path, tmp_path: Path, fault: Fault) -> None:
    keys = (prepared / KEYS).read_bytes()
    for folder, run, nth in tries(prepared, tmp_path, change_passphrase, fault):
        old, new = opens(folder, factories.PASSPHRASE), opens(folder, OTHER)
        assert old is not new, nth
        assert new or not run.kept
        assert_place_named(run, fault, folder)
        if fault.error == errno.ENOSPC:  # what was told as refused does not count
            assert new is bool(run.kept)
            assert new or (folder / KEYS).read_bytes() == keys
        if new:
            with Store.open(folder, factories.CLINICIAN, OTHER) as store:
                store.change_passphrase(OTHER, factories.PASSPHRASE, cost=CHEAP)
        sound(folder, fault)


SHEET = RecoveryKey.new()


def new_sheet(folder: Path, run: Run) -> None:
    with reopened(folder) as store:
        run.begun.append("sheet")
        store.new_recovery_key(SHEET)
        run.kept.append("sheet")


def test_a_recovery_key_that_was_refused_does_not_count(prepared: Path, tmp_path: Path) -> None:
    """Else the sheet in the drawer would be void, and nobody told so."""
    fault = FAULTS["half written, then full"]
    for folder, run, nth in tries(prepared, tmp_path, new_sheet, fault):
        assert_place_named(run, fault, folder)
        try:
            recover(folder, SHEET)
            counts = True
        except WrongRecoveryKey:
            counts = False
        assert counts is bool(run.kept), nth
        sound(folder, fault)


def opens(folder: Path, passphrase: str) -> bool:
    try:
        Store.open(folder, factories.CLINICIAN, passphrase).close()
    except WrongPassphrase:
        forget_failures(folder, factories.CLINICIAN)
        return False
    return True


def renew_key(folder: Path, run: Run) -> None:
    rotate_key(folder, factories.CLINICIAN, factories.PASSPHRASE)
    run.kept.append("renewed")


@every_fault
def test_a_new_data_key(prepared: Path, tmp_path: Path, fault: Fault) -> None:
    old = bytes(unlock(prepared, factories.CLINICIAN, factories.PASSPHRASE).data_key)
    for folder, run, nth in tries(prepared, tmp_path, renew_key, fault):
        with reopened(folder) as store:
            renewed = bytes(store.opened.secrets.data_key) != old
            assert len(store.select(TriggerPoint)) == count(prepared)
        assert renewed or not run.kept, nth
        sound(folder, fault)


def count(prepared: Path) -> int:
    with reopened(prepared) as store:
        return len(store.select(TriggerPoint))


def put_back(folder: Path, run: Run) -> None:
    restore(backups(folder)[-1].folder, folder, factories.CLINICIAN, factories.PASSPHRASE)
    run.kept.append("restored")


@every_fault
def test_restore(prepared: Path, tmp_path: Path, fault: Fault) -> None:
    later = tmp_path / "later"
    shutil.copytree(prepared, later)
    with reopened(later) as store:
        store.put(factories.patient(id="later", record_number="later"))
    for folder, run, nth in tries(later, tmp_path, put_back, fault):
        with reopened(folder) as store:
            restored = store.get(Patient, "later") is None
            assert store.select(Clinician)
        assert restored or not run.kept, nth
        sound(folder, fault)


def look(folder: Path, run: Run) -> None:
    key = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE).data_key
    raw = look_raw(backups(folder)[-1].folder / DATABASE, key)
    try:
        run.kept.append(str(counts(raw)))
    finally:
        raw.close()


def test_a_look_at_a_backup_fails_in_words_at_every_read(prepared: Path, tmp_path: Path) -> None:
    folder = fresh(prepared, tmp_path)
    total = calls_of(folder, look, READING)
    assert total > 3
    met = [with_fault(folder, look, FAULTS["a read fails once"], nth)[1] for nth in range(1, total + 1)]
    assert met == [True] * total


def bring_up(folder: Path, run: Run) -> None:
    secrets = unlock(folder, factories.CLINICIAN, factories.PASSPHRASE)
    raw = open_raw(folder / DATABASE, secrets.data_key)
    try:
        run.begun.append("up")
        migrate.upgrade(folder, raw, secrets, versions=_VERSIONS[0], target=2)
        run.kept.append("up")
    finally:
        raw.close()


_VERSIONS: list[Path] = []


@every_fault
def test_migration(prepared: Path, tmp_path: Path, fault: Fault) -> None:
    _VERSIONS[:] = [versions(tmp_path)]
    key = unlock(prepared, factories.CLINICIAN, factories.PASSPHRASE).data_key
    for folder, run, nth in tries(prepared, tmp_path, bring_up, fault):
        raw = open_raw_of(folder, key)
        names = [row[1] for row in raw.execute("PRAGMA table_info(trigger_point)")]
        version = schema_version(raw)
        raw.close()
        assert (version, "colour" in names) in ((1, False), (2, True)), nth
        assert version == 2 or not run.kept
        if run.begun:
            assert_place_named(run, fault, folder, folder / BACKUPS)
        for one in backups(folder):
            verify_copy(one.folder, one, key)
        if version == 1:
            sound(folder, fault)


def open_raw_of(folder: Path, key: bytes | bytearray) -> Any:
    """Without the ceiling of `check_identity`: the invented schema is newer than the program."""
    from needlechart.store import form

    names = vars(form)
    ceiling, names["SCHEMA_VERSION"] = names["SCHEMA_VERSION"], 2
    try:
        return open_raw(folder / DATABASE, key)
    finally:
        names["SCHEMA_VERSION"] = ceiling


def make(folder: Path, run: Run) -> None:
    new_store(folder.with_name("made")).close()
    run.kept.append("made")


@every_fault
def test_creating(prepared: Path, tmp_path: Path, fault: Fault) -> None:
    for folder, run, nth in tries(prepared, tmp_path, make, fault):
        made = folder.with_name("made")
        there = made.exists() and (made / DATABASE).exists()
        assert there or not run.kept, nth
        if not there:
            new_store(made).close()
        sound(made, fault)
