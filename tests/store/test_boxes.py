"""Boxes for the data key, and digests that outlast new fields."""

from dataclasses import fields, make_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.domain.kinds import KINDS
from needlechart.domain.record import Record, record_digest
from needlechart.store.boxes import Box, new_private, private_from, public_of, put_in, take_out
from needlechart.store.keys import CannotUnwrap
from tests.strategies import records_of


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=60))
@settings(max_examples=60)
def test_only_the_holder_of_the_private_key_takes_out_what_was_put_in(secret: bytes, about: bytes):
    mine, other = new_private(), new_private()
    box = put_in(public_of(mine), secret, about)

    assert take_out(mine, box, about) == secret
    for private, what, said in (
        (other, box, about),
        (mine, box, about + b"x"),
        (mine, Box(public_of(other), box.nonce, box.wrapped), about),
        (mine, Box(b"\x02" + bytes(32), box.nonce, box.wrapped), about),
        (mine, Box(b"", box.nonce, box.wrapped), about),
        (mine, Box(box.ephemeral, box.nonce, box.wrapped[:-1]), about),
    ):
        with pytest.raises(CannotUnwrap):
            take_out(private, what, said)


@given(st.binary(min_size=32, max_size=64))
def test_any_seed_is_a_private_key(seed: bytes):
    assert len(public_of(private_from(seed))) == 33


def test_two_boxes_of_one_secret_look_nothing_alike():
    public = public_of(new_private())
    first, second = put_in(public, bytes(32), b""), put_in(public, bytes(32), b"")
    assert first.ephemeral != second.ephemeral
    assert first.wrapped != second.wrapped


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=10)
def test_a_field_added_with_a_default_leaves_every_digest_as_it_was(kind: type[Record], data: st.DataObject):
    record = data.draw(records_of(kind))
    newer = make_dataclass(
        kind.__name__, [("added_later", str, "")], bases=(kind,), frozen=True, kw_only=True, slots=True
    )
    values = {one.name: getattr(record, one.name) for one in fields(record)}

    assert record_digest(newer(**values)) == record_digest(record)
    assert record_digest(newer(**values, added_later="x")) != record_digest(record)
