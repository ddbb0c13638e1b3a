"""What a signed visit shows is never deleted, and a signed form never changes."""

import pytest

from needlechart.domain.consent import Consent
from needlechart.domain.episode import Episode, Goal, Indication
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import Record, now
from needlechart.store.problems import Sealed
from needlechart.store.store import Store
from tests import factories as make


@pytest.fixture
def signed(store: Store) -> Store:
    store.put(
        make.patient(),
        make.alert(id="alert"),
        make.episode(),
        make.indication(id="indication"),
        make.goal(id="goal"),
        make.written_consent(id="form"),
        make.visit(),
    )
    store.sign_visit(make.VISIT)
    return store


@pytest.mark.parametrize(
    ("kind", "record_id"),
    [
        (Alert, "alert"),
        (Indication, "indication"),
        (Goal, "goal"),
        (Consent, "form"),
        (Episode, make.EPISODE),
        (Patient, make.PATIENT),
    ],
)
def test_what_a_signed_visit_shows_stays(signed: Store, kind: type[Record], record_id: str) -> None:
    record = signed.get(kind, record_id)
    assert record is not None

    with pytest.raises(Sealed):
        signed.remove(record)

    assert signed.get(kind, record_id) == record


def test_what_came_after_signing_can_be_taken_back(signed: Store) -> None:
    late = make.goal(id="late")
    signed.put(late)

    signed.remove(late)

    assert signed.get(Goal, "late") is None


@pytest.mark.parametrize("field", ["form_text", "signer", "strokes", "form_version"])
def test_a_signed_form_stays_word_for_word(store: Store, field: str) -> None:
    form = make.written_consent(id="form")
    store.put(make.patient(), form)
    other = form.but(**{field: (1.0, 2.0, 3.0) if field == "strokes" else "another"})

    with pytest.raises(Sealed):
        store.apply([(form, other)])

    assert store.get(Consent, "form") == form


def test_a_signed_form_can_be_withdrawn_and_its_copy_noted(store: Store) -> None:
    form = make.written_consent(id="form")
    store.put(make.patient(), form)

    store.apply([(form, form.but(withdrawn_at=now(), withdrawn_why="Changed their mind", copy_given=True))])

    kept = store.get(Consent, "form")
    assert kept is not None
    assert kept.withdrawn_at is not None
    assert (kept.form_text, kept.strokes) == (form.form_text, form.strokes)


def test_a_seal_holds_no_signature_strokes_of_the_patient(signed: Store) -> None:
    from needlechart.domain.seal import Seal

    [seal] = signed.select(Seal)
    assert "I agree to dry needling." not in seal.canonical
    assert '"form_version":"1"' in seal.canonical
