"""What is signed and sealed at the desk: a visit as it goes, and what comes after it."""

from datetime import datetime

from needlechart.app.typed import keep_typed
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.rules.permissions import Act, may
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.store.store import Store


def sign_whole(store: Store, visit_id: str, at: datetime, ended: datetime | None = None) -> Seal:
    """Sign a visit as it goes: its handout is kept as it was given, then everything is sealed."""
    keep_handout(store, visit_id)
    return store.sign_visit(visit_id, at=at, ended=ended)


def keep_handout(store: Store, visit_id: str) -> None:
    """Before it is signed the visit takes the texts of its handout, so that a reprint says the same."""
    from needlechart.catalogue.handout_texts import kept_sheet
    from needlechart.store.queries.visit_document import visit_chart

    chart = visit_chart(store, visit_id)
    care = chart.aftercare
    if care is not None and (after := care.but(sheet=kept_sheet(chart))) != care:
        store.apply([(care, after)])


def sealed_addendum(store: Store, addendum: Addendum) -> Seal:
    """Seal it; what was typed for it need not be kept any longer."""
    made = store.add_addendum(addendum)
    if not addendum.cosignature:
        keep_typed(store, f"addendum {addendum.about_visit_id}", "")
    return made


def seal_answers(store: Store, answered: frozenset[str]) -> None:
    """What came after signing is sealed too; an answer could be taken back until now."""
    if not answered:
        return
    given = [one for one in store.select(FollowUp, id=answered) if one.done_at is not None]
    late: list[FollowUp | AdverseEvent] = [*given, *store.select(AdverseEvent, id=answered)]
    for record in late:
        visit = store.get(Visit, record.about_visit_id)
        if visit is not None and visit.signed:
            store.seal_late(record)


def seal_reported(store: Store, patient_id: str) -> None:
    """Events reported after a signed visit are sealed with the next signature."""
    sealed = {one.subject_id for one in store.select(Seal, patient_id=patient_id)}
    for event in store.select(AdverseEvent, patient_id=patient_id, visit_id=""):
        visit = store.get(Visit, event.about_visit_id)
        if event.id not in sealed and visit is not None and visit.signed:
            store.seal_late(event)


def close_unanswered(store: Store, at: datetime) -> None:
    """A soreness check that nobody answered in seven days leaves the list, with a record that stands.

    It is sealed like an answer, at once or, where who is unlocked cannot sign yet, with the next who can.
    """
    from needlechart.store.queries.checks import closed, closed_unsealed, unanswered

    if may(store.clinician, Act.CHART):
        store.apply([(one, closed(one, at)) for one in unanswered(store, at)])
    if may(store.clinician, Act.SIGN) and not store.needs_own_passphrase:
        for one in closed_unsealed(store):
            store.seal_late(one)


def put_away_signing_key(store: Store) -> None:
    """At the lock, before the closing backup: nothing is signed any more."""
    store.put_away_signing_key()
