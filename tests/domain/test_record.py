"""What every record can do: plain data, canonical form, refusals with a path."""

import json
import math
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.domain.kinds import BELOW_VISIT, BY_NAME, KINDS, PARENTS
from needlechart.domain.needling import Needling
from needlechart.domain.patient import Patient
from needlechart.domain.record import (
    Invalid,
    canonical,
    canonical_record,
    field_types,
    from_plain,
    new_id,
    to_plain,
)
from needlechart.domain.seal import Seal, canonical_form, digest_of
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.words import Layer, SealedKind, Side, View

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"))
numbers = st.floats(-999, 999, allow_nan=False)


def point(**values: object) -> TriggerPoint:
    given_values = {
        "patient_id": "p",
        "visit_id": "v",
        "number": 1,
        "view": View.FRONT,
        "layer": Layer.DEEP,
        "x": 1.0,
        "y": 2.0,
        "muscle": "piriformis",
        "muscle_name": "Piriformis",
        "side": Side.RIGHT,
    }
    return TriggerPoint(**(given_values | values))  # type: ignore[arg-type]


@given(note=texts, x=numbers, side=st.sampled_from(Side))
def test_plain_data_goes_there_and_back_through_json(note: str, x: float, side: Side) -> None:
    record = point(note=note, x=x, side=side)
    assert from_plain(TriggerPoint, json.loads(json.dumps(to_plain(record)))) == record


@given(st.permutations(list(range(6))), texts)
def test_the_canonical_form_does_not_depend_on_the_order_of_the_records(order: list[int], note: str) -> None:
    records = [point(number=number + 1, note=note, id=f"id{number}") for number in range(6)]
    first = canonical_form(SealedKind.VISIT, records, signer="s")
    assert canonical_form(SealedKind.VISIT, [records[i] for i in order], signer="s") == first


@given(texts, texts)
def test_another_text_is_another_digest(one: str, other: str) -> None:
    records = [point(id="same", note=text) for text in (one, other)]
    digests = [digest_of(canonical_form(SealedKind.VISIT, [record])) for record in records]
    assert (digests[0] == digests[1]) == (one == other)


def test_the_canonical_form_is_one_line_of_sorted_utf8() -> None:
    assert canonical({"b": "ü", "a": [1, True, None, 0.5]}) == '{"a":[1,true,null,0.5],"b":"ü"}'.encode()
    assert b'"record":"TriggerPoint"' in canonical_record(point())


@pytest.mark.parametrize(
    ("data", "path", "why"),
    [
        ({"x": "1"}, "x", "a number"),
        ({"x": math.inf}, "x", "not finite"),
        ({"number": 0}, "number", "between"),
        ({"number": True}, "number", "a whole number"),
        ({"view": "top"}, "view", "one of"),
        ({"unheard": 1}, "unheard", "not a field"),
        ({"muscle": None}, "muscle", "null"),
        ({"note": "\x00"}, "note", "null character"),
        ({"note": "\ud800"}, "note", "surrogate"),
        ({"id": ""}, "id", "characters"),
    ],
)
def test_a_refusal_names_the_field_and_says_why(data: dict[str, object], path: str, why: str) -> None:
    with pytest.raises(Invalid) as caught:
        from_plain(TriggerPoint, to_plain(point()) | data)
    assert caught.value.path == path
    assert why in caught.value.why


def test_a_missing_field_is_named() -> None:
    data = to_plain(point())
    del data["muscle"]
    with pytest.raises(Invalid, match="muscle: is missing"):
        from_plain(TriggerPoint, data)


def test_a_refusal_never_repeats_what_was_typed() -> None:
    with pytest.raises(Invalid) as caught:
        from_plain(Patient, {"given_name": 5, "secret word": "x"})
    assert "5" not in caught.value.why


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(Invalid, match="offset"):
        Needling(patient_id="p", visit_id="v", trigger_point_id="t", in_at=datetime(2026, 3, 17))


def test_a_time_keeps_its_offset() -> None:
    moment = datetime(2026, 3, 17, 10, tzinfo=timezone(timedelta(hours=-5)))
    needling = Needling(patient_id="p", visit_id="v", trigger_point_id="t", in_at=moment)
    again = from_plain(Needling, to_plain(needling))
    assert again.in_at is not None
    assert again.in_at.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    ("field", "value"),
    [("diameter_mm", 0), ("length_mm", 1000), ("depth_mm", -1), ("retention_s", 10**6), ("insertions", -1)],
)
def test_impossible_needles_are_refused(field: str, value: float) -> None:
    with pytest.raises(Invalid) as caught:
        Needling(patient_id="p", visit_id="v", trigger_point_id="t", **{field: value})  # type: ignore[arg-type]
    assert caught.value.path == field


def test_a_depth_beyond_the_needle_is_refused() -> None:
    with pytest.raises(Invalid, match="needle's length"):
        Needling(patient_id="p", visit_id="v", trigger_point_id="t", length_mm=40, depth_mm=41)


def test_ids_sort_by_time_and_differ() -> None:
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert ids == sorted(ids)
    assert all(one[14] == "7" for one in ids)


def test_everything_below_a_visit_names_its_patient_too() -> None:
    for kind in BELOW_VISIT:
        assert {"patient_id", "visit_id"} <= set(field_types(kind))


def test_every_reference_names_a_kind() -> None:
    for kind in KINDS:
        assert BY_NAME[kind.__name__] is kind
        references = {name for name in field_types(kind) if name.endswith("_id")}
        loose = {
            "cosigner_id",
            "clinician_id",
            "site_id",
            "subject_id",
            "signer_id",
            "author_id",
            "record_id",
        }
        assert references - loose <= set(PARENTS), kind.__name__


def test_the_code_of_a_seal_is_the_start_of_its_digest() -> None:
    values = {name: "" for name, hint in field_types(Seal).items() if hint is str}
    values |= {"id": "s", "digest": "7f3a91c20bde44a81e07c65b9d20f3ea" + "0" * 32}
    seal = Seal(**values, kind=SealedKind.VISIT, signed_at=datetime.now().astimezone())  # type: ignore[arg-type]
    assert seal.code == "7F3A 91C2 0BDE 44A8 1E07 C65B 9D20 F3EA"
    assert seal.short_code == "7F3A 91C2"
