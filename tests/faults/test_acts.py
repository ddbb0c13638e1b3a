"""Who may do what, and what the log says of it: each act of the code, each role, called without a window."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.clinic import CatalogueRow, Clinic, Clinician, NeedleType, Phrase
from needlechart.domain.kinds import KINDS
from needlechart.domain.protocol import Protocol, ProtocolCurrent, ProtocolPoint
from needlechart.domain.record import Record
from needlechart.domain.visit import Place
from needlechart.domain.words import AuditAction, Role
from needlechart.store import guards
from needlechart.store.check import Step, chain_faults
from needlechart.store.files import KEYS
from needlechart.store.history import record_faults
from needlechart.store.people import LEFT
from needlechart.store.problems import NotAllowed, StoreProblem
from needlechart.store.store import Store
from needlechart.store.tables import table_name
from tests import factories
from tests.faults.acts import ACTS, FREE_OF_LOG, OPENINGS, TOOLS, Doing, charts, person_of
from tests.faults.acts_in_code import functions, methods

ALL = {"READ", "CHART", "SIGN", "SHELF", "OWN", "CLINIC", "PEOPLE", "KEYS", "AUDIT", "BACKUP", "RESTORE"}
MAY: dict[Role, set[str]] = {
    Role.ADMINISTRATOR: ALL,
    Role.CLINICIAN: ALL - {"CLINIC", "PEOPLE", "KEYS"},
    Role.STUDENT: {"READ", "CHART", "SIGN", "OWN", "BACKUP"},
    Role.ASSISTANT: {"READ", "CHART", "SIGN", "OWN", "BACKUP"},
    Role.READ_ONLY: {"READ", "BACKUP"},
}
"""Written once more, so that a role that is given more in the program is noticed here."""

ROLES = (Role.STUDENT, *(one for one in Role if one is not Role.STUDENT))
ROLES = ROLES[: int(os.environ.get("NEEDLECHART_ROLES", "1"))]
SHELF = (NeedleType, Phrase, CatalogueRow, Protocol, ProtocolPoint, ProtocolCurrent)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("acts") / "chart"
    charts(folder)
    return folder


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(prepared, tmp_path / "chart"))


def as_role(folder: Path, role: Role) -> Store:
    return Store.open(folder, person_of(role), factories.PASSPHRASE)


def state(store: Store, *, log: bool = False) -> dict[str, Any]:
    """Every row of every table but the log, and the key file."""
    raw = store.opened.raw
    names = [table_name(kind) for kind in KINDS if log or kind is not AuditEntry]
    found: dict[str, Any] = {name: raw.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    about = raw.execute("SELECT * FROM about").fetchall()
    # Who is about to leave is remembered first: of somebody who then stays it says nothing.
    found["about"] = [one for one in about if not one[0].startswith(LEFT)]
    return found | {KEYS: (store.folder / KEYS).read_bytes()}


def since(store: Store, head: int) -> list[AuditEntry]:
    later = store.select(AuditEntry, sequence=set(range(head + 1, store.head.sequence + 1)))
    return sorted(later, key=lambda one: one.sequence)


def said(entries: list[AuditEntry]) -> tuple[str, ...]:
    return tuple(f"{one.action} {one.record_kind}".strip() for one in entries)


def test_every_act_of_the_code_has_its_entry() -> None:
    assert methods() | functions() == {*ACTS, *OPENINGS, *TOOLS}
    public = {f"Store.{name}" for name in dir(Store) if not name.startswith("_")}
    calls = {name for name in public if callable(getattr(Store, name.removeprefix("Store.")))}
    assert calls - methods() == set(FREE_OF_LOG)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_it_may_and_nothing_else_and_the_log_says_exactly_that(
    folder: Path, role: Role
) -> None:
    with as_role(folder, role) as store:
        before = state(store)
        for name, act in ACTS.items():
            if act.needs is not None and act.needs.name not in MAY[role]:
                refused(store, name, act)
        assert state(store) == before
        for name, act in ACTS.items():
            if act.needs is None or act.needs.name in MAY[role]:
                head = store.head.sequence
                act.do(store)
                assert said(since(store, head)) == act.writes, name
        assert unknown_to_the_log(store) == []
    kept = [one for one in ACTS.values() if one.needs is not None and one.needs.name not in MAY[role]]
    print(f"\nacts: {role.value} {len(ACTS) - len(kept)} done, {len(kept)} refused")


def refused(store: Store, name: str, act: Doing) -> None:
    head = store.head.sequence
    if act.by_role:
        act.do(store)
        assert since(store, head) == [], name
        return
    with pytest.raises(NotAllowed):
        act.do(store)
    (entry,) = since(store, head)
    assert (entry.action, entry.clinician_id) == (AuditAction.REFUSED, store.clinician.id), name
    assert act.needs is not None
    assert entry.detail == act.needs.value, name


def needed(kind: type[Record], way: str) -> str:
    """What a change of a record is, for somebody else's record."""
    if kind is Clinic:
        return "CLINIC"
    if kind is Clinician:
        return "CHART" if way == "add" else "PEOPLE"
    return "SHELF" if kind in SHELF else "CHART"


def samples() -> dict[type[Record], Record]:
    set_of = factories.protocol()
    records = [
        *factories.whole_visit(),
        factories.clinic(),
        factories.clinician(role=Role.STUDENT),
        factories.needle_type(),
        factories.phrase(),
        factories.catalogue_row(),
        set_of,
        factories.protocol_point(set_of.id),
        factories.protocol_current(set_of.id),
        factories.addendum(),
    ]
    return {type(one): one for one in records}


@pytest.mark.parametrize("role", Role)
def test_each_role_changes_the_kinds_of_record_it_may(folder: Path, role: Role) -> None:
    tried = 0
    with as_role(folder, role) as store:
        before = state(store)
        for kind, one in samples().items():
            ways = {"add": (None, one), "change": (one, one), "remove": (one, None)}
            for way, pair in ways.items():
                if kind is Place or needed(kind, way) in MAY[role]:
                    if kind is not Clinic or way != "change":  # nothing of it is changed here
                        guards.refuse_by_role(store, [pair])
                else:
                    changed = one.but(name="Other") if kind in (Clinic, Clinician) else one
                    head = store.head.sequence
                    with pytest.raises(NotAllowed):
                        store.apply([(pair[0], pair[1] and changed)])
                    assert said(since(store, head)) == ("refused",)
                tried += 1
        assert state(store) == before
    print(f"\nacts: {role.value} {tried} changes of records")
    assert tried == 3 * (len(KINDS) - 2)  # the log is written by the store alone, a seal by signing


@contextmanager
def log_that_fails(store: Store, nth: int) -> Iterator[None]:
    """The n-th entry from now on is refused by the database."""
    raw = store.opened.raw
    raw.execute(
        "CREATE TEMP TRIGGER failing BEFORE INSERT ON audit_entry"
        f" WHEN NEW.sequence >= {store.head.sequence + nth} BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    try:
        yield
    finally:
        raw.execute("DROP TRIGGER failing")


def failing(store: Store, act: Doing, nth: int) -> None:
    with log_that_fails(store, nth), pytest.raises(StoreProblem):
        act.do(store)


def test_no_act_of_one_transaction_stays_when_any_of_its_entries_fails(folder: Path) -> None:
    tried = 0
    with as_role(folder, Role.ADMINISTRATOR) as store:
        for name, act in ACTS.items():
            if act.whole:
                before = state(store, log=True)
                for nth in range(1, len(act.writes) + 1):
                    failing(store, act, nth)
                    assert state(store, log=True) == before, (name, nth)
                    tried += 1
                head = store.head.sequence
                act.do(store)
                assert said(since(store, head)) == act.writes, name
        assert store.check().findings == ()
    print(f"\nacts: {tried} entries failed, nothing stayed")
    assert tried > 20


def unknown_to_the_log(store: Store) -> list[str]:
    """Rows that are not as the log has them, and entries that do not follow."""
    step = Step(None, 0, "")
    return [*record_faults(store, step), *chain_faults(store)]


SEVERAL = {name: act for name, act in ACTS.items() if not act.whole and act.writes}


@pytest.mark.parametrize("name", SEVERAL)
def test_of_an_act_of_several_transactions_what_is_done_is_logged_when_an_entry_fails(
    folder: Path, name: str
) -> None:
    act = SEVERAL[name]
    for nth in range(1, len(act.writes) + 1):
        here = Path(shutil.copytree(folder, folder.with_name(f"{nth}")))
        with as_role(here, Role.ADMINISTRATOR) as store:
            head, before = store.head.sequence, state(store)
            failing(store, act, nth)
            done = said(since(store, head))
            assert len(done) < nth
            if not done:
                assert state(store) == before
            assert unknown_to_the_log(store) == []
