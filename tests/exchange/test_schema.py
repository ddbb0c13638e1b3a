"""The schema is one with the records: what is exported fits it, and it refuses what the records refuse."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.domain.record import Invalid, Record, from_plain, to_plain
from needlechart.exchange.plain import EXCHANGED, write_document
from needlechart.exchange.ranges import RANGES, SAID
from needlechart.exchange.schema import json_schema
from tests import factories
from tests.exchange.strategies import ANY

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
BY_NAME = {kind.__name__: kind for kind in EXCHANGED}


def test_the_schema_is_a_schema_and_plain_json() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_every_kind_that_can_be_exchanged_is_described() -> None:
    for kind in EXCHANGED:
        assert SCHEMA["$defs"][kind.__name__]["description"]


@settings(max_examples=300)
@given(record=ANY)
def test_any_record_that_is_exported_fits_the_schema(record: Record) -> None:
    VALIDATOR.validate(json.loads(write_document([record], factories.MORNING)))


def test_a_whole_visit_fits_the_schema() -> None:
    VALIDATOR.validate(json.loads(write_document(factories.whole_visit(), factories.MORNING)))


@settings(max_examples=200)
@given(record=ANY, at=st.data())
def test_what_the_schema_takes_in_one_record_the_record_takes_or_says_why(record: Record, at: Any) -> None:
    plain: dict[str, Any] = dict(to_plain(record))
    name = at.draw(st.sampled_from(sorted(plain)))
    plain[name] = at.draw(st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]))
    if validator_of(type(record).__name__).is_valid({"record": type(record).__name__, **plain}):
        return
    with pytest.raises(Invalid):
        from_plain(type(record), plain)


@pytest.mark.parametrize(("place", "low_high"), sorted(RANGES.items()))
def test_a_range_of_the_schema_is_the_range_of_the_record(
    place: tuple[str, str], low_high: tuple[float, float]
) -> None:
    kind_name, name = place
    plain = example(BY_NAME[kind_name])
    other = {"length_mm", "depth_mm"} - {name}
    for value in low_high:
        whole = {**plain, name: value, **{one: None for one in other if one in plain}}
        if kind_name == "NeedleType":
            whole["length_mm"] = 50.0 if name != "length_mm" else value
        from_plain(BY_NAME[kind_name], whole)
    for value in (low_high[0] - 1, low_high[1] + 1):
        with pytest.raises(Invalid):
            from_plain(BY_NAME[kind_name], {**plain, name: value})


@pytest.mark.parametrize("kind", sorted(SAID))
def test_a_text_that_must_not_be_blank_is_refused_by_both(kind: str) -> None:
    plain = example(BY_NAME[kind])
    for name in SAID[kind]:
        blank = {**plain, name: " "}
        assert not validator_of(kind).is_valid({"record": kind, **blank})
        with pytest.raises(Invalid):
            from_plain(BY_NAME[kind], blank)


def validator_of(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]})


def example(kind: type[Record]) -> dict[str, Any]:
    goal = factories.goal()
    first, second = factories.point(), factories.point(number=2)
    every: list[Record] = [
        factories.clinic(),
        factories.clinician(),
        factories.needle_type(),
        factories.protocol(),
        factories.protocol_point("p"),
        factories.protocol_current("p"),
        factories.goal_review(goal),
        factories.stimulation(first, second),
        factories.addendum(),
        *factories.whole_visit(),
    ]
    return dict(to_plain(next(one for one in every if type(one) is kind)))
