"""Charts of a visit and of a patient, and what was used before."""

from datetime import timedelta

import pytest

from needlechart.domain.chart import chart_of
from needlechart.domain.record import Record
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import NeedleState
from needlechart.store.problems import NotFound
from needlechart.store.queries.defaults import last_uses, previous_points
from needlechart.store.queries.visit_document import all_records, patient_chart, patient_records, visit_chart
from needlechart.store.store import Store
from tests import factories
from tests.factories import MORNING


def second_visit(**values: object) -> Visit:
    return factories.visit(id="later", number=2, started=MORNING + timedelta(days=7), **values)


def test_the_chart_of_a_visit_holds_everything_once(store: Store):
    records = factories.whole_visit()
    store.put(*records, second_visit(), factories.point(visit_id="later"))

    chart = visit_chart(store, factories.VISIT)

    expected = chart_of([store.clinic, store.clinician, *records], factories.VISIT)
    assert chart == expected
    assert len(chart.adverse_events) == 1
    assert len(chart.consents) == 2


def test_the_chart_after_signing_has_seal_and_addenda(store: Store):
    store.put(*factories.whole_visit())
    seal = store.sign_visit(factories.VISIT)
    store.add_addendum(factories.addendum())

    chart = visit_chart(store, factories.VISIT)

    assert chart.seal == seal
    assert [one.text for one in chart.addenda] == [factories.addendum().text]


def test_previous_and_count_go_by_time(store: Store):
    store.put(*factories.whole_visit(), second_visit())

    chart = visit_chart(store, "later")

    assert chart.previous == factories.visit(patient_words="It aches when I sit & <stand>.")
    assert chart.visit_count == 2


def test_the_patients_chart_is_the_visits_charts_newest_first(store: Store):
    store.put(*factories.whole_visit(), second_visit(), factories.point(visit_id="later"))
    store.put(factories.patient(id="other", record_number="2"))

    chart = patient_chart(store, factories.PATIENT)

    assert chart.visits == (visit_chart(store, "later"), visit_chart(store, factories.VISIT))
    assert len(chart.consents) == 2
    assert patient_chart(store, "other").visits == ()


def test_what_is_not_there_is_said_so(store: Store):
    with pytest.raises(NotFound):
        visit_chart(store, "none")
    with pytest.raises(NotFound):
        patient_chart(store, "none")


def test_all_records_can_be_put_elsewhere(store: Store, tmp_path):
    records: list[Record] = factories.whole_visit()
    store.put(*records)
    store.sign_visit(factories.VISIT)
    store.add_addendum(factories.addendum())
    everything = all_records(store)
    of_patient = patient_records(store, factories.PATIENT)

    from tests.store.conftest import new_store

    with new_store(tmp_path / "elsewhere") as other:
        other.put(*everything)

        assert all_records(other) == everything
        assert patient_records(other, factories.PATIENT) == of_patient
        assert other.check().findings == ()
    assert not any(isinstance(one, Place) for one in everything)


def test_last_use_is_the_newest_fact_of_this_clinician(store: Store):
    store.put(factories.patient(), factories.episode(), factories.visit(), second_visit())
    store.put(factories.clinician(id="colleague"), factories.visit(id="hers", clinician_id="colleague"))
    mark, later = factories.point(), factories.point(visit_id="later")
    hers = factories.point(visit_id="hers")
    old, new = factories.needling(mark, depth_mm=30.0), factories.needling(later, depth_mm=40.0)
    store.put(mark, later, hers, old, new, factories.needling(hers, depth_mm=50.0))
    store.put(factories.needling(later, carried=True), factories.needling(later, state=NeedleState.PLANNED))

    assert last_uses(store, factories.CLINICIAN) == {"piriformis": new}
    assert last_uses(store, "nobody") == {}


def test_previous_points_are_those_of_the_newest_earlier_visit_with_any(store: Store):
    first, second = factories.visit(), second_visit()
    third = factories.visit(id="third", number=3, started=MORNING + timedelta(days=14))
    store.put(factories.patient(), factories.episode(), first, second, third)
    marks = [factories.point(number=2), factories.point(number=1)]
    store.put(*marks)

    assert previous_points(store, factories.PATIENT, third) == [marks[1], marks[0]]
    assert previous_points(store, factories.PATIENT, first) == []
