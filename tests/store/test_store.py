"""Putting records through the one door."""

from pathlib import Path

import pytest

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.kinds import KINDS
from needlechart.domain.needling import Needling
from needlechart.domain.patient import Patient
from needlechart.domain.seal import Seal
from needlechart.domain.trigger_point import TriggerPoint
from needlechart.domain.visit import Place, Visit
from needlechart.domain.words import AuditAction, Role, Twitch, VisitStatus
from needlechart.store.audit import read_entries
from needlechart.store.problems import Conflict, Refused, Sealed
from needlechart.store.store import Store
from tests import factories
from tests.store.conftest import CHEAP, reopened

OTHER_WORDS = "granite orchard 7 violet kites"


def test_a_whole_visit_comes_back_as_it_was_put(store: Store, folder: Path):
    records = factories.whole_visit()

    store.put(*records)
    store.close()

    with reopened(folder) as again:
        for record in records:
            assert again.get(type(record), record.id) == record


def test_apply_replaces_what_is_stored_and_nothing_else(store: Store):
    mark = factories.point()
    needle = factories.needling(mark)
    store.put(factories.patient(), factories.episode(), factories.visit())
    store.apply([(None, mark), (None, needle)])

    store.apply([(needle, needle.but(twitch=Twitch.STRONG))])

    assert store.select(Needling) == [needle.but(twitch=Twitch.STRONG)]
    with pytest.raises(Conflict):
        store.apply([(needle, needle.but(note="late"))])
    with pytest.raises(Conflict):
        store.apply([(None, mark)])
    with pytest.raises(Conflict):
        store.remove(needle)
    assert store.select(Needling) == [needle.but(twitch=Twitch.STRONG)]


def test_a_change_of_several_is_all_or_nothing(store: Store):
    store.put(factories.patient(), factories.episode(), factories.visit())
    good, dangling = factories.point(), factories.point(visit_id="elsewhere")
    before = store.head

    with pytest.raises(Refused):
        store.apply([(None, good), (None, dangling)])

    assert store.select(TriggerPoint) == []
    assert store.head == before
    store.apply([(None, good)])
    assert store.select(TriggerPoint) == [good]
    assert store.check().findings == ()


def test_removing_a_draft_takes_its_place_along(store: Store):
    store.put(factories.patient(), factories.episode(), factories.visit(), factories.place())

    store.remove(factories.visit())

    assert store.select(Place) == []


def test_every_change_writes_one_entry_with_the_names_of_what_changed(store: Store):
    store.put(factories.patient())
    store.apply([(factories.patient(), factories.patient(phone="555 0199", stop_word="red"))])
    store.put(factories.patient(phone="555 0199", stop_word="red"))  # nothing changes, nothing is logged

    entries = [one for one in store.select(AuditEntry) if one.record_kind == "Patient"]
    entries.sort(key=lambda one: one.sequence)

    assert [one.action for one in entries] == [AuditAction.CREATED, AuditAction.PUT]
    assert entries[1].changed == ("phone", "stop_word")
    assert {one.patient_id for one in entries} == {factories.PATIENT}
    assert all("555 0199" not in repr(one) for one in entries)


def test_the_log_is_written_by_the_store_alone(store: Store):
    entry = next(read_entries(store.opened.raw))

    with pytest.raises(Refused):
        store.put(entry.but(id="another", sequence=99))


def test_select_takes_one_value_or_several(store: Store):
    others = [factories.patient(id=f"p{n}", record_number=f"{n}") for n in range(3)]
    store.put(*others)

    assert store.select(Patient, record_number="1") == [others[1]]
    assert store.select(Patient, id={"p0", "p2"}) == [others[0], others[2]]
    assert store.select(Patient, record_number="none") == []


def test_two_patients_cannot_share_a_record_number(store: Store):
    store.put(factories.patient())

    with pytest.raises(Refused, match="record number"):
        store.put(factories.patient(id="other"))


def test_signing_locks_the_visit_and_everything_below(store: Store):
    records = factories.whole_visit()
    store.put(*records)

    made = store.sign_visit(factories.VISIT)

    assert store.select(Seal) == [made]
    visit = store.get(Visit, factories.VISIT)
    assert visit is not None
    assert visit.status is VisitStatus.SIGNED
    mark = next(one for one in records if isinstance(one, TriggerPoint))
    with pytest.raises(Sealed):
        store.put(mark.but(note="later"))
    with pytest.raises(Sealed):
        store.put(factories.point())
    with pytest.raises(Sealed):
        store.sign_visit(factories.VISIT)
    with pytest.raises(Sealed):
        store.put(visit.but(plan="more"))
    assert store.check().findings == ()


def test_a_visit_becomes_signed_only_by_signing(store: Store):
    store.put(factories.patient(), factories.episode(), factories.visit())

    with pytest.raises(Refused):
        store.put(factories.visit(status=VisitStatus.SIGNED))


def test_an_addendum_needs_a_signed_visit_and_is_kept_for_good(store: Store):
    store.put(*factories.whole_visit())
    text = factories.addendum()
    with pytest.raises(Refused):
        store.add_addendum(text)
    with pytest.raises(Refused):
        store.put(text)
    store.sign_visit(factories.VISIT)

    made = store.add_addendum(text)

    assert made.subject_id == text.id
    with pytest.raises(Sealed):
        store.put(text.but(text="other"))
    with pytest.raises(Sealed):
        store.remove(text)
    assert store.check().findings == ()


def test_an_addendum_in_somebody_elses_name_is_refused_and_one_that_got_in_is_found(
    store: Store, folder: Path
):
    store.put(*factories.whole_visit())
    store.sign_visit(factories.VISIT)
    other = factories.clinician(id="other", name="Tomás Other", role=Role.CLINICIAN)
    store.add_clinician(other, OTHER_WORDS, CHEAP)
    store.close()
    with Store.open(folder, "other", OTHER_WORDS) as others:
        in_her_name = factories.addendum()
        with pytest.raises(Refused, match="own name"):
            others.add_addendum(in_her_name)
        assert others.check().findings == ()
        others.seal_late(in_her_name)  # as a changed program would
        [finding] = others.check().findings
    assert "it says Mara Velasquez, PT, DPT wrote it, but Tomás Other, PT, DPT signed it." in finding


def test_a_late_follow_up_is_sealed_by_itself(store: Store):
    check = factories.follow_up()
    store.put(*[one for one in factories.whole_visit() if type(one) is not type(check)], check)
    store.sign_visit(factories.VISIT)
    answered = check.but(soreness="mild", done_at=factories.MORNING)

    store.seal_late(answered)

    with pytest.raises(Sealed):
        store.put(answered.but(note="more"))
    assert store.check().findings == ()


def test_every_kind_has_a_table(store: Store):
    for kind in KINDS:
        assert isinstance(store.select(kind), list)
