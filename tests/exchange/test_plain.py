"""Records as a file, there and back; every hostile file is refused in words, nothing is half taken in."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.domain.kinds import KINDS
from needlechart.domain.record import Record
from needlechart.domain.seal import Addendum
from needlechart.domain.visit import Visit
from needlechart.domain.words import VisitStatus
from needlechart.exchange import reading
from needlechart.exchange.plain import read_document, write_document
from needlechart.exchange.refusal import Refused
from tests import factories
from tests.exchange.strategies import ANY, BASE, known

NOW = factories.MORNING


def whole() -> list[Record]:
    """A draft visit with everything below it, and the clinic it lies in."""
    return [factories.clinic(), factories.clinician(), *factories.whole_visit()]


def document(records: list[Record]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write_document(records, NOW))
    return found


def entry(found: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(one for one in found["records"] if one["record"] == kind)


def refused(data: bytes | dict[str, Any], **given_values: Any) -> list[str]:
    """What a file is refused for."""
    if isinstance(data, dict):
        data = json.dumps(data).encode()
    with pytest.raises(Refused) as error:
        read_document(data, **given_values)
    assert error.value.faults
    return [str(fault) for fault in error.value.faults]


def test_a_chart_comes_back_whole_with_parents_first_and_without_the_place() -> None:
    records = whole()
    back = read_document(write_document(records, NOW))
    assert {one.id: one for one in back if type(one) is not Visit} == {
        one.id: one for one in records if type(one).__name__ not in ("Visit", "Place")
    }
    order = [KINDS.index(type(one)) for one in back]
    assert order == sorted(order)


@given(st.randoms(use_true_random=False))
def test_the_same_records_in_any_order_give_the_same_bytes(random: Any) -> None:
    records = whole()
    first = write_document(records, NOW)
    random.shuffle(records)
    assert write_document(records, NOW) == first


@settings(max_examples=300)
@given(record=ANY)
def test_any_record_goes_there_and_back(record: Record) -> None:
    def kept(kind: type[Record], record_id: str) -> Record | None:
        """An addendum comes with its seal, unless both are kept already."""
        mine = isinstance(record, Addendum) and (kind, record_id) == (Addendum, record.id)
        return record if mine else known(kind, record_id)

    assert read_document(write_document([record]), known=kept) == [record]


@settings(max_examples=300)
@given(data=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_bytes_that_are_no_document_are_refused(data: bytes) -> None:
    refused(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@settings(max_examples=300)
@given(
    kind=st.sampled_from([kind.__name__ for kind in KINDS]),
    name=st.text(max_size=12),
    value=JSON,
    at=st.data(),
)
def test_any_value_in_any_field_is_taken_or_refused_never_a_crash(
    kind: str, name: str, value: Any, at: Any
) -> None:
    found = document(whole())
    victim = at.draw(st.sampled_from(found["records"]))
    field = at.draw(st.sampled_from(sorted(victim)) | st.just(name))
    victim[field] = value
    try:
        read_document(json.dumps(found).encode())
    except Refused as error:
        told = [str(fault) for fault in error.faults]
    else:
        told = ["taken"]
    assert told
    assert all(one.isprintable() for one in told)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"hello", "not JSON"),
        (b'{"a": 1,}', "not JSON"),
        (b"[]", "one object"),
        (b"\xff\xfe{\x00}\x00", "UTF-16"),
        (b'{"format": "caf\xe9"}', "not UTF-8"),
        (b"[" * 500_000, "nested too deeply"),
        (b'{"format":' * 2_000 + b"1" + b"}" * 2_000, "nested too deeply"),
        (b"[" * 100 + b"]" * 100, "nested too deeply"),
        (b"{}", 'must be "needlechart"'),
        (b'{"format": "needlechart", "format_version": 2, "records": []}', "newer needlechart"),
        (b'{"format": "needlechart", "format_version": true, "records": []}', "must be 1"),
        (b'{"format": "needlechart", "format_version": 1, "records": {}}', "must be a list"),
        (
            b'{"format": "needlechart", "format": "needlechart", "format_version": 1, "records": []}',
            "given twice",
        ),
        (b'{"format": "needlechart", "format_version": 1, "records": [], "more": 1}', "not a field"),
        (
            b'{"format": "needlechart", "format_version": 1, "records": [], "exported_at": "today"}',
            "a time like",
        ),
    ],
)
def test_a_broken_file_says_what_is_wrong(data: bytes, words: str) -> None:
    assert any(words in fault for fault in refused(data))


def test_a_file_past_the_limit_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 1000)
    assert "larger than" in refused(b"[" * 1001)[0]


def test_a_mark_of_a_byte_order_is_no_fault() -> None:
    assert read_document(b"\xef\xbb\xbf" + write_document(whole()))


@pytest.mark.parametrize(
    ("kind", "field", "text", "words"),
    [
        ("TriggerPoint", "x", "1e400", "not finite"),
        ("TriggerPoint", "x", "NaN", "must be a number"),
        ("TriggerPoint", "x", "-Infinity", "must be a number"),
        ("TriggerPoint", "x", "1" * 400, "not finite"),
        ("TriggerPoint", "x", "1" * 20_000, "not finite"),
        ("TriggerPoint", "number", "9" * 300, "too large"),
        ("TriggerPoint", "number", "9" * 20_000, "a whole number"),
        ("TriggerPoint", "x", '"1"', "must be a number"),
        ("TriggerPoint", "side", '"R"', "one of"),
        ("TriggerPoint", "tenderness", "11", "between 0 and 10"),
        ("TriggerPoint", "note", "[]", "must be text"),
        ("TriggerPoint", "note", '"\\ud800"', "half of a character"),
        ("TriggerPoint", "note", '"\\u0000"', "null character"),
        ("TriggerPoint", "id", "7", "must be text"),
        ("Visit", "started", '"2026-03-17"', "offset"),
        ("Visit", "started", '"0001-01-01T00:00:00+14:00"', "between 1900 and 9000"),
        ("Patient", "birth_date", '"1791-01-01"', "1880"),
        ("Visit", "worse_with", '["sitting", 3]', "must be text"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_its_path(kind: str, field: str, text: str, words: str) -> None:
    found = document(whole())
    entry(found, kind)[field] = "@@"
    index = next(i for i, one in enumerate(found["records"]) if one["record"] == kind)
    faults = refused(json.dumps(found).replace('"@@"', text).encode())
    assert any(fault.startswith(f"records/{index} ({kind})/{field}") and words in fault for fault in faults)


def test_ten_million_characters_in_one_field_are_refused() -> None:
    found = document(whole())
    entry(found, "TriggerPoint")["note"] = "a" * 10_000_000
    assert any("longer than" in fault for fault in refused(found))


def test_every_fault_is_named_at_once() -> None:
    found = document(whole())
    mark = entry(found, "TriggerPoint")
    mark.update(x="far", side="R", tenderness=12, flavour=1)
    del mark["number"]
    entry(found, "Patient")["sex"] = "?"
    found["records"].append({"record": "Needle"})
    found["records"].append({"record": "AuditEntry"})
    found["records"].append({"record": "Place"})
    found["records"].append(7)
    text = "\n".join(refused(found))
    for words in ("/x: must be a number", "/side:", "/tenderness:", "/flavour:", "/number: is missing",
                  "(Patient)/sex", "name of a kind", "AuditEntry records stay", "Place records stay",
                  "must be an object"):  # fmt: skip
        assert words in text


def test_what_was_typed_is_not_repeated_in_a_refusal() -> None:
    found = document(whole())
    entry(found, "Patient")["birth_date"] = "Ines was born in June"
    assert "Ines" not in "\n".join(refused(found))


def test_a_field_given_twice_is_refused() -> None:
    text = write_document(whole()).decode().replace('"note":', '"note":"first","note":', 1)
    assert any(fault.endswith("/note: is given twice") for fault in refused(text.encode()))


def test_an_id_used_twice_is_refused() -> None:
    found = document(whole())
    found["records"].append(dict(entry(found, "Goal")))
    assert any("already" in fault for fault in refused(found))


@pytest.mark.parametrize(
    ("kind", "field", "value", "words"),
    [
        ("Needling", "trigger_point_id", "gone", "no TriggerPoint with this id"),
        ("Needling", "patient_id", "", "must be the id of a Patient"),
        ("Visit", "clinician_id", "gone", "no Clinician"),
        ("Episode", "patient_id", "gone", "no Patient"),
        ("Stimulation", "second_point_id", "gone", "no TriggerPoint"),
    ],
)
def test_a_reference_into_nothing_is_refused(kind: str, field: str, value: str, words: str) -> None:
    found = document(whole())
    entry(found, kind)[field] = value
    assert any(f"({kind})/{field}: {words}" in fault for fault in refused(found))


def other_patient() -> list[Record]:
    return [
        factories.patient(id="p2", record_number="2"),
        factories.episode(id="e2", patient_id="p2"),
        factories.visit(id="v2", patient_id="p2", episode_id="e2"),
    ]


def test_a_needle_of_another_patients_visit_is_refused() -> None:
    mark = factories.point(id="mark")
    stray = factories.needling(mark, patient_id="p2", visit_id="v2")
    faults = refused(write_document([*whole(), *other_patient(), mark, stray]))
    assert any(
        "(Needling)/trigger_point_id: this TriggerPoint belongs to another patient" in one for one in faults
    )


def test_a_needle_of_another_visit_of_the_same_patient_is_refused() -> None:
    mark = factories.point(id="mark")
    later = factories.visit(id="v3", number=2, started=NOW + timedelta(days=7))
    stray = factories.needling(mark, visit_id="v3")
    faults = refused(write_document([*whole(), later, mark, stray]))
    assert any("belongs to another visit" in one for one in faults)


def test_an_event_of_another_episode_is_refused() -> None:
    extra = factories.episode(id="e9")
    event = factories.adverse_event(visit_id="", episode_id="e9")
    faults = refused(write_document([*whole(), extra, event]))
    assert any("belongs to another episode" in one for one in faults)


def test_a_reference_to_what_is_kept_already_is_taken() -> None:
    assert read_document(write_document([factories.point()]), known=known) != []
    assert refused(write_document([factories.point()]))


def test_nothing_new_goes_below_a_visit_that_is_signed_here() -> None:
    signed = factories.visit(status=VisitStatus.SIGNED)

    def with_signed(kind: type[Record], record_id: str) -> Record | None:
        return signed if kind is Visit else BASE.get((kind, record_id))

    assert "signed in this clinic" in refused(write_document([factories.point()]), known=with_signed)[0]
