"""What a file calls signed must be signed: with real keys, every single change is found."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from needlechart.cli_commands.importing import seal_holds
from needlechart.domain.record import Record
from needlechart.domain.seal import Seal
from needlechart.exchange.adoption import adopted, conflicts, new_records
from needlechart.exchange.plain import read_document, write_document
from needlechart.exchange.refusal import Refused
from needlechart.store.keyfile import Cost
from needlechart.store.queries.visit_document import all_records
from needlechart.store.store import Store
from tests import factories


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """A signed visit with an addendum, as it is kept."""
    folder: Path = tmp_path_factory.mktemp("seals") / "chart"
    cheap = Cost(memory_kib=64, passes=1, lanes=1)
    store, _ = Store.create(
        folder, factories.clinic(), factories.clinician(), factories.PASSPHRASE, cost=cheap
    )
    with store:
        store.apply([(None, one) for one in factories.whole_visit()])
        store.sign_visit(factories.VISIT, at=factories.MORNING)
        store.add_addendum(factories.addendum())
        return all_records(store)


def read(found: dict[str, Any]) -> list[Record]:
    return read_document(json.dumps(found).encode(), verify=seal_holds)


def document(records: list[Record]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(write_document(records))
    return found


def faults(found: dict[str, Any], **more: Any) -> str:
    with pytest.raises(Refused) as error:
        read_document(json.dumps(found).encode(), **{"verify": seal_holds, **more})
    return "\n".join(str(one) for one in error.value.faults)


def test_what_was_signed_is_taken(signed: list[Record]) -> None:
    assert len(read(document(signed))) == len(signed)


def test_without_somebody_to_verify_no_seal_is_taken(signed: list[Record]) -> None:
    assert "signature" in faults(document(signed), verify=None)


@settings(max_examples=120)
@given(at=st.data())
def test_any_change_below_a_signed_visit_is_refused(signed: list[Record], at: Any) -> None:
    found = document(signed)
    below = [
        one
        for one in found["records"]
        if one.get("visit_id") == factories.VISIT or one["record"] in ("Visit", "Addendum")
    ]
    victim = at.draw(st.sampled_from(below))
    field = at.draw(st.sampled_from(sorted(set(victim) - {"record", "id"})))
    before = victim[field]
    victim[field] = at.draw(
        st.text(max_size=4) | st.integers(0, 9) | st.floats(0, 9) | st.booleans() | st.none()
    )
    same = victim[field] == before and isinstance(victim[field], bool) == isinstance(before, bool)
    if same or _means_the_same(before, victim[field]):
        return
    assert faults(found)


def _means_the_same(before: Any, after: Any) -> bool:
    return isinstance(before, float) and isinstance(after, int) and float(after) == before


@pytest.mark.parametrize("kind", ["TriggerPoint", "Needling", "Measurement", "ScreeningAnswer", "Consent"])
def test_a_record_taken_out_of_a_signed_visit_is_missed(signed: list[Record], kind: str) -> None:
    found = document(signed)
    mine = [one for one in found["records"] if one["record"] == kind and one["visit_id"] == factories.VISIT]
    found["records"].remove(mine[-1])
    assert faults(found)


def test_a_record_put_into_a_signed_visit_is_refused(signed: list[Record]) -> None:
    assert "not those that were signed" in faults(document([*signed, factories.measurement(value=1.0)]))


@pytest.mark.parametrize("subject", ["visit", "addendum"])
def test_a_missing_seal_is_said(signed: list[Record], subject: str) -> None:
    kept = [one for one in signed if not (isinstance(one, Seal) and one.kind == subject)]
    assert "seal" in faults(document(kept))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("canonical", "{}"),
        ("canonical", "[" * 50_000),
        ("canonical", '{"form":"needlechart"}'),
        ("digest", "0" * 64),
        ("signature", ""),
        ("signature", "not base64 ü"),
        ("certificate", ""),
        ("certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        ("form_version", 2),
        ("subject_id", "elsewhere"),
        ("kind", "follow_up"),
    ],
)
def test_a_seal_that_was_tampered_with_is_refused(signed: list[Record], field: str, value: Any) -> None:
    found = document(signed)
    seal = next(one for one in found["records"] if one["record"] == "Seal" and one["kind"] == "visit")
    seal[field] = value
    assert "Traceback" not in faults(found)


def test_a_visit_of_another_clinic_becomes_one_of_this_and_its_seal_still_holds(signed: list[Record]) -> None:
    here = adopted(read(document(signed)), "another clinic")
    assert {getattr(one, "clinic_id", "another clinic") for one in here} == {"another clinic"}
    assert "Clinic" not in {type(one).__name__ for one in here}
    homed = [factories.clinic(id="another clinic"), *here]
    assert read(document(homed))


def test_conflicts_and_new_records_are_told_apart() -> None:
    kept = factories.patient()
    other = kept.but(note="elsewhere")
    fresh = factories.patient(id="fresh", record_number="77")
    twin = factories.patient(id="twin", record_number="77")

    def known(kind: type[Record], record_id: str) -> Record | None:
        return kept if (kind, record_id) == (type(kept), kept.id) else None

    taken = {kept.record_number: kept.id}
    found = list(conflicts([other, fresh, twin], known, lambda number: taken.get(number, "")))
    assert [one.path.split("/")[0] for one in found] == ["Patient patient", "Patient twin"]
    assert new_records([kept, fresh], known) == [fresh]
