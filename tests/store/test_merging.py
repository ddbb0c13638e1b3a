"""Two records of one person: merging moves nothing, every reader follows the alias, undo is exact."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needlechart.domain.patient import Patient
from needlechart.domain.record import Record, now
from needlechart.store.aliases import followed, ids_of
from needlechart.store.check import check
from needlechart.store.problems import Refused
from needlechart.store.queries.home import home
from needlechart.store.queries.search import search_patients
from needlechart.store.queries.visit_document import as_signed, patient_chart, patient_records, visit_chart
from needlechart.store.store import Store
from tests import factories as make


@pytest.fixture
def twice(store: Store) -> Store:
    """The same woman as 1042 with a signed visit, and as 2001 with an alert, a signed visit and a draft."""
    day = now() - timedelta(days=20)
    mine = [make.patient(), make.episode(), make.visit(id="first", started=day, entered=day)]
    other: list[Record] = [
        make.patient(id="other", record_number="2001", given_name="Inès", family_name="Okonkwo Reyes"),
        make.alert(id="alert", patient_id="other", text="Faints with needles"),
        make.episode(id="other-episode", patient_id="other", title="Seen elsewhere"),
    ]
    for name, days in (("second", 3), ("draft", 0)):
        at = now() - timedelta(days=days)
        other.append(
            make.visit(id=name, patient_id="other", episode_id="other-episode", started=at, entered=at)
        )
    other.append(
        make.follow_up(
            patient_id="other",
            episode_id="other-episode",
            about_visit_id="second",
            due_from=day,
            due_to=now(),
        )
    )
    store.put(*mine, *other)
    store.sign_visit("first")
    store.sign_visit("second")
    return store


def merge(store: Store) -> None:
    alias = store.get(Patient, "other")
    assert alias is not None
    store.apply([(alias, alias.but(merged_into=make.PATIENT))])


def test_every_reader_follows_the_alias(twice: Store) -> None:
    merge(twice)

    for asked in (make.PATIENT, "other"):
        chart = patient_chart(twice, asked)
        assert chart.patient.id == make.PATIENT
        assert [one.id for one in chart.aliases] == ["other"]
        assert [one.visit.id for one in chart.visits] == ["draft", "second", "first"]
        assert [one.text for one in chart.alerts] == ["Faints with needles"]
    draft = visit_chart(twice, "draft")
    assert draft.patient.record_number == "1042"
    assert [one.text for one in draft.open_alerts] == ["Faints with needles"]
    assert draft.previous is not None
    assert draft.previous.id == "second"
    assert draft.visit_count == 3

    seen = home(twice, now())
    [row] = seen.patients
    assert (row.record_number, row.also, row.visits, row.alerts) == ("1042", ("2001",), 3, 1)
    assert row.draft_visit_id == "draft"
    [unsigned] = seen.drafts
    assert (unsigned.patient_id, unsigned.name) == (make.PATIENT, "Ines Okonkwo-Reyes")
    assert [one.patient_id for one in seen.checks] == [make.PATIENT]
    assert [one.patient_id for one in search_patients(twice, "2001")] == [make.PATIENT]


def test_what_is_signed_stays_and_its_note_reads_as_before(twice: Store) -> None:
    before = as_signed(visit_chart(twice, "second"))
    merge(twice)

    after = as_signed(visit_chart(twice, "second"))

    assert after.patient.record_number == before.patient.record_number == "2001"
    assert after.alerts == before.alerts
    assert check(twice).findings == ()


def test_taking_apart_restores_both_records_exactly(twice: Store) -> None:
    before = [patient_chart(twice, one) for one in (make.PATIENT, "other")]
    merge(twice)
    alias = twice.get(Patient, "other")
    assert alias is not None

    twice.apply([(alias, alias.but(merged_into=""))])

    assert [patient_chart(twice, one) for one in (make.PATIENT, "other")] == before
    assert len(home(twice, now()).patients) == 2


def test_a_visit_signed_after_merging_is_sealed_with_both_records(twice: Store) -> None:
    merge(twice)
    twice.sign_visit("draft")

    signed = visit_chart(twice, "draft")

    assert signed.patient.record_number == "1042"
    assert [one.text for one in signed.alerts] == ["Faints with needles"]
    alias = twice.get(Patient, "other")
    assert alias is not None
    twice.apply([(alias, alias.but(merged_into=""))])
    assert visit_chart(twice, "draft").patient.record_number == "1042"
    assert check(twice).findings == ()


def test_records_leave_together(twice: Store) -> None:
    merge(twice)

    left = patient_records(twice, "other")

    assert [one.id for one in left if isinstance(one, Patient)] == [make.PATIENT, "other"]
    assert {one.id for one in left} >= {"first", "second", "draft", "alert"}


def test_records_are_not_merged_in_a_circle(twice: Store) -> None:
    merge(twice)
    kept = twice.get(Patient, make.PATIENT)
    assert kept is not None

    with pytest.raises(Refused):
        twice.apply([(kept, kept.but(merged_into="other"))])
    with pytest.raises(Refused):
        twice.apply([(kept, kept.but(merged_into="nobody"))])

    assert ids_of(twice.select, "other") == [make.PATIENT, "other"]


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_a_chain_of_merges_ends_at_one_record(wanted: list[tuple[int, int]]) -> None:
    """Merging roots into roots in any order: every id has one end, and no end is an alias."""
    direct: dict[str, str] = {}

    def end(name: str) -> str:
        while name in direct:
            name = direct[name]
        return name

    for alias, kept in wanted:
        if end(str(alias)) != end(str(kept)):
            direct[end(str(alias))] = end(str(kept))

    found = followed(direct)

    assert found == {alias: end(alias) for alias in direct}
    assert not set(found.values()) & set(found)
