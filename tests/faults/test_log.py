"""The log changed by somebody with the key, at any place and in any way: the first bad entry is named."""

import hashlib
import os
import random
import re
from collections.abc import Callable, Iterator

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.record import canonical, to_plain
from needlechart.domain.words import AuditAction
from needlechart.store.audit import read_entries
from needlechart.store.check import anchor_faults, chain_faults, tail_faults
from needlechart.store.problems import Refused, Sealed
from needlechart.store.store import Store
from needlechart.store.triggers import triggers
from tests import factories
from tests.faults.test_history import tamper
from tests.store.conftest import new_store, reopened, signed_chart

CASES = int(os.environ.get("NEEDLECHART_FORGERIES", "24"))
FIELDS = ("action", "detail", "clinician_id", "patient_id", "record_id", "at", "digest", "previous", "hash")

Way = Callable[[Store, int, int, random.Random], int]
"""Changes the log between two entries; the number of the first that is not as it was written."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A chart with a signed visit; its locks are taken out, as somebody with the data key would."""
    with signed_chart(tmp_path_factory.mktemp("log") / "chart") as opened:
        opened.anchor()
        raw = opened.opened.raw
        for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        yield opened


def edit(store: Store, first: int, last: int, chance: random.Random) -> int:
    field = chance.choice(FIELDS)
    words = "'read'" if field == "action" else f"{field} || 'x'"
    if field == "action":
        words = "CASE action WHEN 'read' THEN 'put' ELSE 'read' END"
    elif field == "at":
        words = "replace(at, substr(at, 1, 4), '2020')"
    store.opened.raw.execute(f"UPDATE audit_entry SET {field} = {words} WHERE sequence = {first}")
    return first


def delete(store: Store, first: int, last: int, chance: random.Random) -> int:
    store.opened.raw.execute(f"DELETE FROM audit_entry WHERE sequence BETWEEN {first} AND {last - 1}")
    return first


def swap(store: Store, first: int, last: int, chance: random.Random) -> int:
    raw = store.opened.raw
    for was, becomes in ((first, -1), (last, first), (-1, last)):
        raw.execute(f"UPDATE audit_entry SET sequence = {becomes} WHERE sequence = {was}")
    return first


def _move(store: Store, after: int, by: int) -> None:
    raw = store.opened.raw
    raw.execute(f"UPDATE audit_entry SET sequence = -(sequence + {by}) WHERE sequence > {after}")
    raw.execute("UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0")


def renumber(store: Store, first: int, last: int, chance: random.Random) -> int:
    store.opened.raw.execute(f"DELETE FROM audit_entry WHERE sequence = {first}")
    _move(store, first, -1)
    return first


def insert(store: Store, first: int, last: int, chance: random.Random) -> int:
    _move(store, first, 1)
    names = [row[1] for row in store.opened.raw.execute("PRAGMA table_info(audit_entry)").fetchall()]
    others = ", ".join(f'"{name}"' for name in names if name not in ("id", "sequence"))
    store.opened.raw.execute(
        f"INSERT INTO audit_entry (id, sequence, {others})"
        f" SELECT 'put-in', {first + 1}, {others} FROM audit_entry WHERE sequence = {first}"
    )
    return first + 1


def forge(store: Store, first: int, last: int, chance: random.Random) -> int:
    """Every hash anew from here on, by who does not have the key of the log."""
    raw = store.opened.raw
    entries = [one for one in read_entries(raw) if one.sequence >= first]
    previous = entries[0].previous
    for number, one in enumerate(entries):
        changed = one.but(previous=previous, hash="", detail="forged" if number == 0 else one.detail)
        plain = to_plain(changed)
        del plain["hash"]
        previous, before = hashlib.sha256(previous.encode() + canonical(plain)).hexdigest(), previous
        raw.execute(
            "UPDATE audit_entry SET detail = ?, previous = ?, hash = ? WHERE id = ?",
            (changed.detail, before, previous, one.id),
        )
    return first


def cut(store: Store, first: int, last: int, chance: random.Random) -> int:
    store.opened.raw.execute(f"DELETE FROM audit_entry WHERE sequence > {first}")
    return 0


WAYS: list[Way] = [edit, delete, swap, insert, renumber, forge, cut]


def test_what_was_done_to_the_log_is_found_and_the_first_bad_entry_named(store: Store) -> None:
    chance, raw, end = random.Random(50), store.opened.raw, store.head.sequence
    found = {one.__name__: 0 for one in WAYS}
    for number in range(CASES):
        way = WAYS[number % len(WAYS)]
        first, last = sorted(chance.sample(range(2, end), 2))
        raw.execute("BEGIN")
        try:
            bad = way(store, first, last, chance)
            said = [*chain_faults(store), *anchor_faults(store), *tail_faults(store)]
        finally:
            raw.execute("ROLLBACK")
        assert said, (way.__name__, first, last)
        if way is cut:
            assert said == [f"The audit log ends before entry {end}, where it stood when last closed."]
        else:
            named = re.search(r"Audit entr\w+ (\d+)", said[0])
            assert named is not None, said
            assert int(named.group(1)) == bad, (way.__name__, first, last, said[0])
        found[way.__name__] += 1
    assert [*chain_faults(store), *anchor_faults(store), *tail_faults(store)] == []
    print(f"\nlog: {CASES} of {CASES} found: {found}")


def test_no_way_of_the_program_changes_or_removes_an_entry(tmp_path_factory: pytest.TempPathFactory) -> None:
    with new_store(tmp_path_factory.mktemp("ways") / "chart") as store:
        store.put(factories.patient())
        before = list(read_entries(store.opened.raw))
        entry = before[-1]
        changed = entry.but(detail="other")
        attempts: list[Callable[[], object]] = [
            lambda: store.put(changed),
            lambda: store.put(entry.but(id="further", sequence=entry.sequence + 1)),
            lambda: store.apply([(entry, changed)]),
            lambda: store.apply([(entry, None)]),
            lambda: store.apply([(None, entry.but(id="further"))]),
            lambda: store.remove(entry),
            lambda: store._put_pairs([(entry, changed)]),
        ]
        for attempt in attempts:
            with pytest.raises((Refused, Sealed)):
                attempt()
        assert list(read_entries(store.opened.raw)) == before


@pytest.mark.parametrize("which", ["one", "all"])
def test_locks_that_were_taken_out_are_told_at_the_next_unlock(
    tmp_path_factory: pytest.TempPathFactory, which: str
) -> None:
    folder = tmp_path_factory.mktemp("locks") / "chart"
    with signed_chart(folder) as store:
        raw = store.opened.raw
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
        gone = ["audit_entry_no_update"] if which == "one" else names
        for name in gone:
            raw.execute(f"DROP TRIGGER {name}")
    count = 1 if which == "one" else len(triggers())
    with reopened(folder) as again:
        assert again.notices == (f"{count} of the locks on signed records were taken out of the chart.",)


def test_what_somebody_with_the_data_key_changed_in_the_log_is_told_at_the_next_unlock(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("unlock") / "chart"
    with signed_chart(folder) as store:
        tamper(store, "UPDATE audit_entry SET action = 'read' WHERE sequence = 4")
    with reopened(folder) as again:
        assert again.notices[0].startswith("Audit entry 4 (read, ")
        assert [one.action for one in again.select(AuditEntry, sequence=4)] == [AuditAction.READ]
