"""What the home screen is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from needlechart.domain.treatment import FollowUp
from needlechart.domain.words import CheckWay, NeedleState, Soreness
from needlechart.store.queries.checks import closed, unanswered
from needlechart.store.queries.home import home, next_record_number
from needlechart.store.queries.names import alike, one_edit_apart
from needlechart.store.queries.search import search_patients
from needlechart.store.store import Store
from tests import factories
from tests.factories import MORNING


def add_patient(store: Store, key: str, given: str, family: str, **visit: object) -> None:
    store.put(
        factories.patient(id=key, record_number=key, given_name=given, family_name=family),
        factories.episode(id=f"e-{key}", patient_id=key),
    )
    if visit:
        store.put(factories.visit(id=f"v-{key}", patient_id=key, episode_id=f"e-{key}", **visit))


def test_expected_today_comes_first_then_drafts_then_the_newest(store: Store):
    today = MORNING + timedelta(days=7)
    add_patient(store, "a", "Ada", "Old", started=MORNING - timedelta(days=60))
    add_patient(store, "b", "Bo", "Recent", started=MORNING)
    add_patient(store, "c", "Cleo", "Expected", started=MORNING, next_visit=today.date())
    add_patient(store, "d", "Dan", "New")
    for key in "abc":
        if key != "a":
            store.sign_visit(f"v-{key}")

    shown = home(store, today)

    assert [row.patient_id for row in shown.patients] == ["c", "a", "b", "d"]
    expected = shown.patients[0]
    assert (expected.name, expected.visits, expected.last_visit) == ("Cleo Expected", 1, MORNING.date())
    assert expected.next_visit == today.date()
    assert shown.patients[1].draft_visit_id == "v-a"
    assert shown.patients[3].last_visit is None
    assert shown.last_backup is None


def test_alerts_that_stand_are_counted(store: Store):
    add_patient(store, "a", "Ada", "One")
    store.put(
        factories.alert(patient_id="a"),
        factories.alert(patient_id="a", resolved=MORNING.date()),
        factories.alert(patient_id="a", resolved=MORNING.date() + timedelta(days=1)),
    )

    assert home(store, MORNING).patients[0].alerts == 2


def test_drafts_with_needles_still_in_come_first(store: Store):
    for key, hours in (("a", 1), ("b", 2), ("c", 3)):
        add_patient(store, key, key, "Name", started=MORNING - timedelta(hours=hours))
        ids = {"patient_id": key, "visit_id": f"v-{key}"}
        mark = factories.point(**ids)
        store.put(mark, factories.needling(mark, state=NeedleState.IN), factories.needling(mark))
    visit = store.select(type(factories.visit()), id="v-a")[0]
    store.put(visit.but(needles_out=2))

    rows = home(store, MORNING).drafts

    assert [(row.visit_id, row.needles_in) for row in rows] == [("v-b", 1), ("v-c", 1), ("v-a", 0)]


def test_checks_are_due_from_one_day_to_seven(store: Store):
    add_patient(store, "a", "Ada", "Sore", started=MORNING)
    check = factories.follow_up(patient_id="a", episode_id="e-a", about_visit_id="v-a")
    other_way = factories.follow_up(
        patient_id="a", episode_id="e-a", about_visit_id="v-a", way=CheckWay.NEXT_VISIT
    )
    store.put(check, other_way)

    def due(hours: float) -> list[str]:
        return [row.follow_up_id for row in home(store, MORNING + timedelta(hours=hours)).checks]

    assert due(23.9) == []
    assert due(24) == due(47) == due(7 * 24) == [check.id]
    assert due(7 * 24 + 0.1) == []
    store.put(check.but(done_at=MORNING + timedelta(hours=30), soreness=Soreness.MILD))
    answered = home(store, MORNING + timedelta(hours=31)).checks
    assert [(row.answered, row.phone) for row in answered] == [("mild", "555 0134")]
    assert due(30 + 24) == []


@pytest.mark.parametrize(
    "text",
    ["ines", "OKONK", "reyes ines", "1042", "02.06.1984", "6/2/1984", "1984-06-02", "ínes", "okonkwo-r"],
)
def test_a_patient_is_found_by(store: Store, text: str):
    store.put(
        factories.patient(), factories.patient(id="x", record_number="77", family_name="Zed", given_name="Q")
    )

    found = search_patients(store, text)

    assert factories.PATIENT in [row.patient_id for row in found]


@pytest.mark.parametrize("text", ["", "  ", "nobody", "'; DROP TABLE patient; --", "%", "_", "*", "\x00"])
def test_nobody_is_found_by(store: Store, text: str):
    store.put(factories.patient())

    assert search_patients(store, text) == []


def test_names_in_other_scripts_are_found(store: Store):
    store.put(factories.patient(given_name="Ольга", family_name="Ковальчук"))

    assert len(search_patients(store, "коваль")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Anna", "Smith"), ("Anne", "Smyth")),
        (("Sofia", "Meyer"), ("Sophia", "Maier")),
        (("José", "García"), ("Jose", "Garcia")),
        (("Maria", "Lopez"), ("Marta", "Lopez")),
        (("Chen", "Li"), ("Li", "Chen")),
        (("Catherine", "O'Neill"), ("Kathrin", "ONeil")),
    ],
)
def test_names_that_look_or_sound_alike(one: tuple[str, str], other: tuple[str, str]):
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Anna", "Smith"), ("Peter", "Smith")),
        (("Bo", "Li"), ("Bo", "Kim")),
        (("Ольга", "Н"), ("Ирина", "Н")),
    ],
)
def test_names_that_do_not(one: tuple[str, str], other: tuple[str, str]):
    assert not alike(one, other)


def test_similar_names_are_marked_on_home(store: Store):
    add_patient(store, "a", "Anna", "Smith")
    add_patient(store, "b", "Anne", "Smyth")
    add_patient(store, "c", "Peter", "Smith")

    marked = {row.patient_id: row.similar_name for row in home(store, MORNING).patients}

    assert marked == {"a": True, "b": True, "c": False}


def test_merged_and_archived_patients(store: Store):
    store.put(
        factories.patient(id="a", record_number="1", archived=True),
        factories.patient(id="b", record_number="2", merged_into="a"),
    )

    assert home(store, MORNING).patients == ()
    assert [row.patient_id for row in search_patients(store, "ines")] == ["a"]


def test_the_next_record_number_is_free(store: Store):
    store.put(factories.patient(record_number="1"), factories.patient(id="x", record_number="2"))

    assert next_record_number(store) == "3"
    store.put(replace(store.clinic, next_record_number=500))
    assert next_record_number(store) == "500"


def test_the_first_record_number_of_a_clinic(store: Store):
    assert next_record_number(store) == "NC-000001"


def test_the_next_record_number_keeps_the_pattern_of_the_newest(store: Store):
    store.put(factories.patient(id="a", record_number="7"))
    store.put(factories.patient(id="b", record_number="NC-000126"))
    assert next_record_number(store) == "NC-000127"

    store.put(factories.patient(id="c", record_number="walk-in"))
    assert next_record_number(store) == "NC-000127"

    store.put(factories.patient(id="d", record_number="2026/99"))
    assert next_record_number(store) == "2026/100"


def test_a_record_number_is_never_proposed_twice(store: Store):
    store.put(factories.patient(id="a", record_number="NC-000002"))
    store.put(factories.patient(id="b", record_number="NC-000001"))

    assert next_record_number(store) == "NC-000003"


def test_one_edit():
    assert one_edit_apart("maria", "marta")
    assert one_edit_apart("maria", "mari")
    assert one_edit_apart("maria", "mraia")
    assert not one_edit_apart("maria", "marteo")
    assert date(2026, 3, 17) == MORNING.date()


def test_a_check_nobody_answered_leaves_the_list_after_seven_days_with_a_record(store: Store):
    needled = MORNING - timedelta(days=8)
    store.put(
        factories.patient(),
        factories.episode(),
        factories.visit(started=needled, entered=needled),
        factories.follow_up(
            id="old", due_from=needled + timedelta(hours=24), due_to=needled + timedelta(hours=48)
        ),
    )
    [waiting] = unanswered(store, MORNING)
    store.put(closed(waiting, MORNING))

    assert unanswered(store, MORNING) == []
    assert home(store, MORNING).checks == ()
    [kept] = store.select(FollowUp)
    assert (kept.soreness, kept.note) == (Soreness.NO_REPLY, "no answer within 7 days")


def test_a_check_is_offered_until_seven_days_are_over(store: Store):
    needled = MORNING - timedelta(days=6)
    store.put(
        factories.patient(),
        factories.episode(),
        factories.visit(started=needled, entered=needled),
        factories.follow_up(due_from=needled + timedelta(hours=24), due_to=needled + timedelta(hours=48)),
    )
    assert unanswered(store, MORNING) == []
    assert len(home(store, MORNING).checks) == 1
