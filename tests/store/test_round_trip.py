"""Any record of any kind comes back from an encrypted table as it went in."""

import random
from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from needlechart.domain.kinds import KINDS
from needlechart.domain.record import (
    Record,
    canonical,
    canonical_record,
    field_types,
    record_digest,
    to_plain,
)
from needlechart.domain.seal import canonical_form
from needlechart.domain.words import SealedKind
from needlechart.store.as_plain import canonical_of, digest_of, plain_of
from needlechart.store.rows import moment_of, moment_text, record_of, settled, to_record
from tests.store.conftest import kept_row, tables_alone
from tests.strategies import any_record, moments, records_of


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A real encrypted file whose references are not enforced."""
    with tables_alone(tmp_path_factory.mktemp("round") / "chart.ncdb") as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_a_record_comes_back_as_it_was(connection: Connection, kind: type[Record], data: st.DataObject):
    record = data.draw(records_of(kind))

    row = kept_row(connection, record)
    back, kept = to_record(kind, row), tuple(row[name] for name in field_types(kind))

    assert back == record
    assert canonical_record(back) == canonical_record(settled(record))
    assert record_of(kind, kept) == back
    assert canonical(plain_of(kind, kept)) == canonical(to_plain(back))
    assert digest_of(kind, kept) == record_digest(back)
    said = {name: value for name, value in to_plain(back).items() if name != "hash"}
    assert canonical_of(kind, kept) == canonical(said)


@given(any_record)
@settings(max_examples=60, deadline=None)
def test_settling_changes_nothing_twice(record: Record):
    once = settled(record)

    assert once == record
    assert repr(settled(once)) == repr(once)


@given(moments)
@settings(deadline=None)
def test_a_time_keeps_its_offset(moment: datetime):
    back = moment_of(moment_text(moment))

    assert back == moment
    assert back.isoformat() == moment.isoformat()


@given(st.lists(moments, min_size=2, max_size=6))
@settings(deadline=None)
def test_kept_times_sort_as_times(several: list[datetime]):
    by_text = sorted(several, key=moment_text)

    assert by_text == sorted(several)


@given(st.lists(any_record, min_size=1, max_size=6, unique_by=lambda one: one.id), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_canonical_form_does_not_depend_on_order(several: list[Record], chance: random.Random):
    mixed = several[:]
    chance.shuffle(mixed)

    assert canonical_form(SealedKind.VISIT, mixed, at="x") == canonical_form(
        SealedKind.VISIT, several, at="x"
    )
