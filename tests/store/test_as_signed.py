"""The chart of a signed visit is what the signer saw, whatever is changed around it later."""

from datetime import date, timedelta

from needlechart.domain.words import AlertLevel
from needlechart.store.queries.visit_document import visit_chart
from needlechart.store.store import Store
from tests import factories


def signed(store: Store) -> None:
    store.put(
        factories.patient(),
        factories.episode(),
        factories.goal(id="goal", text="Sit 60 min without pain"),
        factories.alert(id="alert", text="Faints with needles"),
        factories.visit(),
        factories.point(),
    )
    store.sign_visit(factories.VISIT)


def test_what_changes_around_a_signed_visit_does_not_change_its_chart(store: Store) -> None:
    signed(store)
    before = visit_chart(store, factories.VISIT)

    store.put(
        before.patient.but(family_name="Another", birth_date=date(1950, 1, 1)),
        before.clinic.but(name="Another Clinic"),
        before.goals[0].but(text="Something else"),
        before.alerts[0].but(resolved=before.visit.started.date()),
        factories.alert(id="later", text="Aspirin", level=AlertLevel.RELATIVE),
        factories.indication(id="later code"),
        before.clinician.but(credentials="PT"),
    )

    assert visit_chart(store, factories.VISIT) == before


def test_an_earlier_visit_entered_late_does_not_change_the_chart(store: Store) -> None:
    signed(store)
    before = visit_chart(store, factories.VISIT)
    earlier = factories.visit(id="late", number=2, started=before.visit.started - timedelta(days=3))
    store.put(earlier)

    assert visit_chart(store, factories.VISIT) == before


def test_an_addendum_is_seen_in_the_chart(store: Store) -> None:
    signed(store)
    store.add_addendum(factories.addendum())
    assert len(visit_chart(store, factories.VISIT).addenda) == 1
    assert store.check().sound


def test_a_draft_shows_what_is_now(store: Store) -> None:
    store.put(factories.patient(), factories.episode(), factories.visit())
    store.put(factories.patient(family_name="Another"))
    assert visit_chart(store, factories.VISIT).patient.family_name == "Another"
