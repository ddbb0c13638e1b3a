"""One bit of what is signed is another: said on screen and on paper, and what was added stays readable."""

import os
import random
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from needlechart.app.asked import chart_of_visit
from needlechart.app.paper import note_pages
from needlechart.app.verify import differs_from_signed, verify_visit
from needlechart.documents.pages import page_texts
from needlechart.domain.kinds import BELOW_VISIT, KINDS
from needlechart.domain.record import Record
from needlechart.domain.seal import Seal
from needlechart.domain.verdict import Finding
from needlechart.domain.visit import Visit
from needlechart.domain.words import Paper
from needlechart.store.problems import Damaged
from needlechart.store.store import Store
from needlechart.store.tables import table_name
from tests import factories
from tests.store.conftest import signed_chart

FLIPS = int(os.environ.get("NEEDLECHART_FLIPS", "6"))
LATER = factories.addendum(id="later", text="The left side was not examined.", reason="left out")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with signed_chart(tmp_path_factory.mktemp("signed") / "chart") as opened:
        opened.add_addendum(LATER)
        raw = opened.opened.raw
        for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")  # somebody with the data key
        yield opened


def places(store: Store) -> list[tuple[str, str, str, Any]]:
    """Table, id, column and value of everything that is signed, and of its seal."""
    found = []
    raw = store.opened.raw
    kinds: list[type[Record]] = [Visit, *BELOW_VISIT, Seal]
    for kind in kinds:
        table = table_name(kind)
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})").fetchall()]
        own = "about_visit_id" if kind is Seal else "id" if kind is Visit else "visit_id"
        where = f"{own} = 'visit'" + (" AND kind = 'visit'" if kind is Seal else "")
        for row in raw.execute(f"SELECT * FROM {table} WHERE {where}").fetchall():
            named = dict(zip(columns, row, strict=True))
            found += [
                (table, named["id"], name, value)
                for name, value in named.items()
                if value not in (None, "") and name not in NOT_SIGNED
            ]
    return found


NOT_SIGNED = {"id", "form_version"}
"""What names the row, and what says how the bytes are written."""


def flipped(value: Any, chance: random.Random) -> Any:
    """The value with one bit another."""
    if isinstance(value, str):
        letters = [index for index, one in enumerate(value) if one.isalpha()] or [0]
        at = chance.choice(letters)
        return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
    if isinstance(value, int):
        return value ^ 1
    (bits,) = struct.unpack("<Q", struct.pack("<d", value))
    return struct.unpack("<d", struct.pack("<Q", bits ^ (1 << chance.randrange(40, 52))))[0]


def test_one_bit_of_a_signed_note_or_its_seal_is_told_on_screen_and_paper_and_addenda_stay_readable(
    store: Store,
) -> None:
    chance, raw = random.Random(54), store.opened.raw
    assert verify_visit(store, factories.VISIT).finding is Finding.GENUINE
    unreadable = 0
    for number in range(FLIPS):
        table, record_id, column, value, other = changed(store, chance, seal=bool(number % 2))
        said = (number, table, column, value, other)
        verdict = verify_visit(store, factories.VISIT)
        assert verdict.finding is Finding.DIFFERS, said
        assert verdict.parts, said
        try:
            chart = chart_of_visit(store, factories.VISIT)
        except Damaged:  # a value that no record can hold
            unreadable += 1
        else:
            assert [(one.text, one.reason) for one in chart.addenda] == [(LATER.text, LATER.reason)]
            differs = differs_from_signed(store, factories.VISIT)
            paper = " ".join(page_texts(note_pages(chart, Paper.A4, 0.1, differs=differs).pdf))
            assert "Not what was signed" in paper, said
            assert LATER.text in paper, said
        raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE id = ?', (value, record_id))
    assert verify_visit(store, factories.VISIT).finding is Finding.GENUINE
    assert unreadable <= FLIPS // 3
    print(f"\nsigned: {FLIPS} of {FLIPS} bits told, {unreadable} of them as damage of the file")


def read(store: Store, table: str, record_id: str) -> Record | None:
    """The record in this row; None for one that no record can be."""
    kind = next(one for one in KINDS if table_name(one) == table)
    try:
        return store.get(kind, record_id)
    except Damaged:
        return None


def changed(store: Store, chance: random.Random, *, seal: bool) -> tuple[str, str, str, Any, Any]:
    """One bit of the seal, or of what is signed.

    One that the table itself refuses is no change, and none is one that reads the same (``T`` in a time).
    """
    there = [one for one in places(store) if (one[0] == "seal") is seal]
    while True:
        table, record_id, column, value = chance.choice(there)
        other, before = flipped(value, chance), read(store, table, record_id)
        try:
            store.opened.raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE id = ?', (other, record_id))
        except dbapi2.IntegrityError:
            continue
        if read(store, table, record_id) == before:
            continue
        return table, record_id, column, value, other
