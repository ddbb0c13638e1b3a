"""Details at the window: everything of a patient is edited in place, kept at once, and taken back."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from needlechart.domain.audit_entry import AuditEntry
from needlechart.domain.episode import Episode, Goal, Indication
from needlechart.domain.kinds import KINDS
from needlechart.domain.patient import Alert, Patient
from needlechart.domain.record import Record, now
from needlechart.domain.visit import Visit
from needlechart.domain.words import AlertLevel, GoalChange, Position, Sex, Side
from needlechart.editing.desk import Problem
from needlechart.ui.main_window import MainWindow
from tests import factories as make
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


def details(desk: TestDesk, window: MainWindow, person: Person, *records: Record) -> None:
    desk.keep(make.patient(), make.episode(), *records)
    window.show_home(desk)
    window.nav.show_patient(make.PATIENT)
    person.until(lambda: window.nav.patient is not None and window.nav.patient._chart is not None)
    person.tap("details")
    person.wait_for("details_panel")


def patient(desk: TestDesk) -> Patient:
    return next(one for one in desk.stored(Patient) if one.id == make.PATIENT)


def test_every_field_of_identity_and_contact_is_edited_in_place(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    typed = {
        "given_name": "Zażółć",
        "family_name": "Ağaoğlu-Иванова",
        "preferred_name": "دنا",
        "record_number": "A/17",
        "phone": "+1 555 0100",
        "emergency_name": "Óscar",
        "emergency_phone": "555 0101",
        "referrer": "Dr. <b>Ex</b>",
        "email": "z@mail.example",
        "referrer_contact": "555 0102",
        "pronouns": "they/them",
        "address": "1 Lane\nTown",
        "note": "Uses the side door",
    }
    for name, text in typed.items():
        person.type(f"detail_{name}", text.replace("\n", ", ") if name == "address" else text)
    person.tap("detail_sex", "intersex")
    person.tap("detail_figure", "neutral")
    typed["address"] = "1 Lane, Town"
    person.until(lambda: patient(desk).figure == "neutral")

    kept = patient(desk)
    assert {name: getattr(kept, name) for name in typed} == typed
    assert kept.sex is Sex.INTERSEX


def test_the_comfort_plan_is_data(desk: TestDesk, window: MainWindow, person: Person) -> None:
    details(desk, window, person)
    person.tap("comfort_position", "right_side_lying")
    person.tap("comfort_told", "yes")
    person.type("detail_companion", "Sister, waits outside")
    person.type("detail_stop_word", "red")
    person.until(lambda: patient(desk).stop_word == "red")

    kept = patient(desk)
    assert kept.comfort_position is Position.RIGHT_SIDE_LYING
    assert kept.told_before_needle is True
    assert kept.companion == "Sister, waits outside"
    person.tap("start_visit")
    person.wait_for("board")
    said = window.nav.board.stack.currentWidget().comfort.text()  # type: ignore[union-attr]
    for words in ("right side", "before each needle", "Sister", "red"):
        assert words in said


@pytest.mark.parametrize("typed", ["1 Jan 2100", "30 Feb 1990", "5/6/1984", "1 Jan 1700"])
def test_a_date_of_birth_that_cannot_be_is_refused_in_place(
    desk: TestDesk, window: MainWindow, person: Person, typed: str
) -> None:
    details(desk, window, person)
    person.type("detail_birth_date", typed)

    field = person.find("detail_birth_date")
    assert field.error  # type: ignore[attr-defined]
    assert field.text() == typed  # type: ignore[attr-defined]
    assert patient(desk).birth_date == date(1984, 6, 2)


def test_nobody_is_born_after_their_first_visit(desk: TestDesk, window: MainWindow, person: Person) -> None:
    day = now() - timedelta(days=30)
    details(desk, window, person, make.visit(started=day, entered=day))
    person.type("detail_birth_date", (day + timedelta(days=3)).date().isoformat())

    assert "first visit" in person.find("detail_birth_date").error  # type: ignore[attr-defined]
    assert patient(desk).birth_date == date(1984, 6, 2)


def test_an_alert_has_severity_region_day_and_comment_and_stands_again(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.tap("new_alert")
    person.type("alert_text", "Sacral stimulator", leave=False)
    person.tap("alert_level", "absolute")
    person.tap("alert_region", "pelvic_floor")
    person.tap("alert_region", "gluteals")
    person.type("alert_since", "9 May 2025")
    person.type("alert_comment", "left side")
    person.tap("add_alert")
    person.until(lambda: len(desk.stored(Alert)) == 1)

    [alert] = desk.stored(Alert)
    assert (alert.text, alert.level, alert.since) == (
        "Sacral stimulator",
        AlertLevel.ABSOLUTE,
        date(2025, 5, 9),
    )
    assert set(alert.region) == {"pelvic_floor", "gluteals"}
    assert alert.comment == "left side"

    person.tap(f"edit_alert_{alert.id}")
    person.tap("alert_region", "any")
    person.tap("add_alert")
    person.until(lambda: desk.stored(Alert)[0].region == ("any",))
    person.tap(f"resolve_{alert.id}")
    person.until(lambda: desk.stored(Alert)[0].resolved is not None)
    person.tap("action-undo")
    person.until(lambda: desk.stored(Alert)[0].resolved is None)
    person.tap(f"resolve_{alert.id}")
    person.tap("resolved_alerts")
    person.tap(f"reopen_{alert.id}")
    person.until(lambda: desk.stored(Alert)[0].resolved is None)


def test_an_alert_of_the_future_or_before_birth_is_refused(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.tap("new_alert")
    person.type("alert_text", "Latex allergy", leave=False)
    for day in ("1 Jan 2100", "1 Jan 1950"):
        person.type("alert_since", day)
        person.tap("add_alert")
        assert person.find("alert_since").error  # type: ignore[attr-defined]
    assert desk.stored(Alert) == []


def pick(person: Person, code: str) -> None:
    person.type("indication", code, leave=False)
    QTest.keyClick(person.find("indication"), Qt.Key.Key_Return)


def test_a_code_that_holds_its_side_is_not_asked_for_it(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    pick(person, "R10.21")
    person.until(lambda: len(desk.stored(Indication)) == 1)
    [kept] = desk.stored(Indication)
    assert (kept.code, kept.title, kept.side) == (
        "R10.21",
        "Pelvic and perineal pain, right side",
        Side.RIGHT,
    )
    said = person.wait_for(f"code_side_{kept.id}")
    assert said.text() == "Right, as the code says"  # type: ignore[attr-defined]
    assert not person.sees(f"side_{kept.id}"), "what the code says is not asked again"
    assert not person.sees(f"warning_{kept.id}")


def test_a_side_that_came_along_and_contradicts_its_code_is_warned_of_and_corrected_with_a_tap(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    odd = make.indication(id="odd", code="R10.21", title="Pelvic pain", side=Side.LEFT)
    details(desk, window, person, odd)
    warning = person.wait_for("warning_odd")
    assert warning.text() == "R10.21 is the code for the right side; left is chosen here."  # type: ignore[attr-defined]
    person.tap("take_side_odd")
    person.until(lambda: [one.side for one in desk.stored(Indication) if one.id == "odd"] == [Side.RIGHT])
    person.until(lambda: not person.sees("warning_odd"))


@pytest.mark.parametrize(
    ("typed", "code", "title"),
    [
        ("Z99.89", "Z99.89", "Code not in our list"),
        ("m25.551", "M25.551", "Pain in right hip"),
        ("M25.552 since the marathon", "M25.552", "Pain in left hip"),
        ("q12.3 rare thing", "Q12.3", "rare thing (not in our list)"),
        ("M25.5519999", "", "M25.5519999"),
        ("pain <when> sitting", "", "pain <when> sitting"),
    ],
)
def test_a_code_is_taken_from_our_list_or_kept_as_typed(
    desk: TestDesk, window: MainWindow, person: Person, typed: str, code: str, title: str
) -> None:
    details(desk, window, person)
    pick(person, typed)
    person.until(lambda: len(desk.stored(Indication)) == 1)

    [kept] = desk.stored(Indication)
    assert (kept.code, kept.title) == (code, title)


def test_the_old_pelvic_pain_code_says_what_replaced_it(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.type("indication", "R10.2", leave=False)
    picker = person.find(f"indications_{make.EPISODE}")
    person.until(lambda: "R10.20 to R10.24" in picker.told.text())  # type: ignore[attr-defined]


def test_an_episode_ends_with_an_outcome_and_another_begins(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.tap(f"discharge_{make.EPISODE}")
    person.tap(f"end_{make.EPISODE}")
    assert "outcome" in person.find(f"ended_{make.EPISODE}").error  # type: ignore[attr-defined]
    person.tap(f"outcome_{make.EPISODE}", "Goals partly met")
    person.type(f"outcome_words_{make.EPISODE}", "Runs 3 km")
    person.type(f"ended_{make.EPISODE}", "1 Jan 2026")
    person.tap(f"end_{make.EPISODE}")
    assert desk.stored(Episode)[0].ended is None  # it began on 17 March
    person.type(f"ended_{make.EPISODE}", "20 Mar 2026")
    person.tap(f"end_{make.EPISODE}")
    person.until(lambda: desk.stored(Episode)[0].ended == date(2026, 3, 20))
    assert desk.stored(Episode)[0].outcome == "Goals partly met. Runs 3 km"

    person.type("new_episode_title", "Left shoulder", leave=False)
    person.tap("new_episode")
    person.until(lambda: len(desk.stored(Episode)) == 2)
    person.tap("start_visit")
    person.wait_for("board")
    assert window.nav.board is not None
    assert window.nav.board.visit is not None
    assert window.nav.board.visit.chart.episode.title == "Left shoulder"


def test_a_goal_has_its_ability_at_the_start_and_now_and_its_history(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    goal = make.goal(id="goal")
    day = now() - timedelta(days=7)
    review = make.goal_review(goal, change=GoalChange.NEARER, ability=4.0)
    details(desk, window, person, goal, make.visit(started=day, entered=day), review)
    person.tap("ability_goal", "2")
    person.until(lambda: desk.stored(Goal)[0].ability == 2)
    person.until(
        lambda: person.sees("goal_history_goal") and "Start 2" in person.find("goal_history_goal").text()
    )  # type: ignore[attr-defined]
    assert "nearer, 4 of 10" in person.find("goal_history_goal").text()  # type: ignore[attr-defined]
    person.tap("ability_goal", "6")
    person.until(lambda: desk.stored(Goal)[0].ability == 6)
    assert desk.stored(Goal)[0].start_ability == 2
    person.tap("goal_state_goal", "dropped")
    person.until(lambda: desk.stored(Goal)[0].dropped is not None)
    person.until(lambda: person.find("goal_state_goal").value() == "dropped")  # type: ignore[attr-defined]
    person.tap("goal_state_goal", "met")
    person.until(lambda: desk.stored(Goal)[0].met is not None)
    assert desk.stored(Goal)[0].dropped is None


def test_an_ability_that_is_not_stated_is_kept_as_such(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person, make.goal(id="goal"))
    person.tap("ability_goal", "not_stated")
    person.until(lambda: desk.stored(Goal)[0].ability_not_stated)
    assert desk.stored(Goal)[0].start_not_stated
    person.until(lambda: person.sees("goal_history_goal"))
    assert "Start not stated" in person.find("goal_history_goal").text()  # type: ignore[attr-defined]
    person.tap("ability_goal", "6")
    person.until(lambda: desk.stored(Goal)[0].ability == 6)
    kept = desk.stored(Goal)[0]
    assert (kept.ability_not_stated, kept.start_not_stated, kept.start_ability) == (False, True, None)


def test_two_quick_changes_of_one_record_are_both_kept(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person, make.goal(id="goal"))
    panel = window.nav.patient.details  # type: ignore[union-attr]
    goal = desk.stored(Goal)[0]

    panel._put([(goal, goal.but(text="Run 5 km"))], "")
    panel._put([(goal, goal.but(rung=3))], "")
    panel._put([(goal, goal.but(may_print=True))], "")

    person.until(lambda: desk.stored(Goal)[0].may_print)
    kept = desk.stored(Goal)[0]
    assert (kept.text, kept.rung, kept.may_print) == ("Run 5 km", 3, True)
    assert not person.sees("notice_problem")


def test_merging_fills_what_the_record_lacks_says_from_where_and_undo_takes_it_back(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    other = make.patient(
        id="other", record_number="2001", family_name="Okonkwo Reyes", email="ines@example.org", phone="999"
    )
    details(desk, window, person, other)
    mine = patient(desk)
    assert (mine.email, bool(mine.phone)) == ("", True)

    def merge() -> None:
        person.type("merge_search", "2001", leave=False)
        QTest.keyClick(person.find("merge_search"), Qt.Key.Key_Return)
        person.wait_for("merge_other")
        person.tap("merge_other")
        person.tap("action-merge")
        person.until(lambda: patient(desk).email == "ines@example.org")

    merge()
    assert patient(desk).phone == mine.phone
    assert patient(desk).filled_from == ("email: 2001",)
    assert "filled in: email" in person.wait_for("notice_undo").accessibleName()
    person.type("detail_phone", "555 0199")
    person.until(lambda: patient(desk).phone == "555 0199")
    person.wait_for("unmerge_other")
    person.tap("action-undo")
    person.until(lambda: patient(desk).email == "")
    assert (patient(desk).phone, patient(desk).filled_from) == ("555 0199", ())
    assert {one.merged_into for one in desk.stored(Patient)} == {""}
    person.until(lambda: not person.sees("unmerge_other"))

    merge()
    person.until(lambda: person.sees("unmerge_other"))
    person.tap("unmerge_other")
    person.until(lambda: patient(desk).email == "")
    assert patient(desk).filled_from == ()
    assert desk.stored(Patient, id="other")[0].email == "ines@example.org"


def test_a_record_made_by_mistake_is_deleted_and_comes_back_with_undo(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person, make.alert(id="faints"), make.visit(id="draft"))

    def everything() -> set[Record]:
        kinds = (one for one in KINDS if one is not AuditEntry)
        return {one for kind in kinds for one in desk.stored(kind)}

    before = everything()
    person.tap("delete_record")
    person.wait_for("safe_answer")
    person.tap("destructive_answer")
    person.wait_for("notice_gone")
    assert desk.stored(Patient) == []
    assert desk.stored(Visit) == []
    assert desk.ask(lambda store: store.check()).sound
    person.tap("action-undo")
    person.wait_for(f"patient_{make.PATIENT}")
    assert everything() == before


def test_once_a_visit_is_signed_a_record_is_archived_and_never_deleted(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    day = now() - timedelta(days=3)
    desk.keep(make.patient(), make.episode(), make.visit(id="signed", started=day, entered=day))
    desk.ask(lambda store: store.sign_visit("signed"))
    window.show_home(desk)
    window.nav.show_patient(make.PATIENT)
    person.until(lambda: window.nav.patient is not None and window.nav.patient._chart is not None)
    person.tap("details")
    person.wait_for("archive")
    assert not person.sees("delete_record")
    problems: list[Problem] = []
    desk.delete_patient(make.PATIENT, lambda pairs: None, problems.append)
    person.until(lambda: bool(problems))
    assert "signed" in problems[0].happened
    assert len(desk.stored(Patient)) == 1


def test_two_records_are_merged_and_taken_apart(desk: TestDesk, window: MainWindow, person: Person) -> None:
    day = now() - timedelta(days=30)
    other = make.patient(id="other", record_number="2001", given_name="Inès", family_name="Okonkwo Reyes")
    details(
        desk,
        window,
        person,
        other,
        make.episode(id="other-episode", patient_id="other"),
        make.visit(id="old", patient_id="other", episode_id="other-episode", started=day, entered=day),
        make.alert(id="faints", patient_id="other", text="Faints with needles"),
    )
    person.type("merge_search", "2001", leave=False)
    QTest.keyClick(person.find("merge_search"), Qt.Key.Key_Return)
    person.tap("merge_other")
    person.wait_for("merge_sure")
    person.tap("action-merge")
    person.until(
        lambda: next(one for one in desk.stored(Patient) if one.id == "other").merged_into == make.PATIENT
    )
    person.wait_for("unmerge_other")
    person.until(lambda: "Faints with needles" in person.find("alerts").accessibleName())

    person.tap("details_back")
    person.wait_for("visit_old")
    person.tap("back")
    person.wait_for("search")
    person.until(lambda: not person.sees("patient_other"))
    window.nav.show_patient(make.PATIENT)
    person.tap("details")
    person.tap("unmerge_other")
    person.until(lambda: all(not one.merged_into for one in desk.stored(Patient)))
    person.until(lambda: not person.sees("unmerge_other"))


def test_an_archived_record_leaves_the_list_and_is_found_by_searching(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.tap("archive")
    person.until(lambda: patient(desk).archived)
    person.tap("details_back")
    person.tap("back")
    person.wait_for("search")
    person.until(lambda: not person.sees(f"patient_{make.PATIENT}"))
    person.type("search", "okonkwo", leave=False)
    row = person.wait_for(f"patient_{make.PATIENT}")
    assert "archived" in row.accessibleName()


def test_a_similar_name_asks_who_it_is_before_the_visit_starts(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(
        desk,
        window,
        person,
        make.patient(id="other", record_number="2001", given_name="Inez", family_name="Okonkwo Reyes"),
    )
    person.tap("details_back")
    person.tap("start_visit")
    strip = person.wait_for(f"confirm_{make.PATIENT}")
    assert "born 2 Jun 1984, 1042?" in strip.cause.text()  # type: ignore[attr-defined]
    assert not person.sees("board")
    person.tap("action-dismiss")
    assert not person.sees("board")
    person.tap("start_visit")
    person.wait_for(f"confirm_{make.PATIENT}")
    person.tap("action-yes")
    person.wait_for("board")


@pytest.mark.parametrize("door", ["start_visit", "visit_open-draft"])
def test_a_similar_name_asks_who_it_is_before_a_draft_goes_on(
    desk: TestDesk, window: MainWindow, person: Person, door: str
) -> None:
    details(
        desk,
        window,
        person,
        make.patient(id="other", record_number="2001", given_name="Inez", family_name="Okonkwo Reyes"),
        make.visit(id="open-draft", started=now(), entered=now()),
    )
    person.tap("details_back")
    person.tap(door)
    strip = person.wait_for(f"confirm_{make.PATIENT}")
    assert "born 2 Jun 1984, 1042?" in strip.cause.text()  # type: ignore[attr-defined]
    assert not person.sees("board")
    person.tap("action-yes")
    person.wait_for("board")


def test_phrases_are_typed_in_details_and_mean_nothing_in_names_and_numbers(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    phrase = make.phrase(id="p", shortcut=".side", text="{first name} uses the {left|back} door, {initials}.")
    details(desk, window, person, phrase, make.visit(clinician_name="Robin Sample, PT"))
    shown = window.nav.patient
    assert shown is not None
    person.until(lambda: bool(shown.phrases.phrases))
    person.type("detail_note", ".side ", leave=False)
    field = person.find("detail_note")
    first = patient(desk).preferred_name or patient(desk).given_name
    wanted = f"{first} uses the {{left|back}} door, RS. "
    assert field.toPlainText() == wanted  # type: ignore[attr-defined]
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    person.until(lambda: patient(desk).note == f"{first} uses the left door, RS.")

    person.type("detail_pronouns", ".side ")
    person.until(lambda: patient(desk).pronouns == ".side")


def test_phrases_are_typed_in_an_addendum(desk: TestDesk, window: MainWindow, person: Person) -> None:
    day = now() - timedelta(days=3)
    desk.keep(make.patient(), make.episode(), make.visit(id="signed", started=day, entered=day))
    desk.keep(make.phrase(id="p", shortcut=".late", text="Said by phone to {therapist}."))
    desk.ask(lambda store: store.sign_visit("signed"))
    window.show_home(desk)
    window.nav.show_patient(make.PATIENT)
    shown = window.nav.patient
    assert shown is not None
    person.until(lambda: shown._chart is not None and bool(shown.phrases.phrases))
    person.tap("visit_signed")
    person.type("addendum_text", ".late ", leave=False)
    text = person.find("addendum_text").toPlainText()  # type: ignore[attr-defined]
    assert text.startswith("Said by phone to ")
    assert "{" not in text


def test_a_name_of_its_own_starts_at_once(desk: TestDesk, window: MainWindow, person: Person) -> None:
    details(
        desk,
        window,
        person,
        make.patient(id="other", record_number="2001", given_name="Bo", family_name="Quist"),
    )
    person.tap("start_visit")
    person.wait_for("board")


def test_what_looks_like_a_code_and_is_none_is_kept_as_words_and_says_so(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.type("indication", "ZZ9.99", leave=False)
    picker = person.find(f"indications_{make.EPISODE}")
    assert "not the form of an ICD-10-CM code" in picker.told.text()  # type: ignore[attr-defined]
    QTest.keyClick(person.find("indication"), Qt.Key.Key_Return)
    person.until(lambda: len(desk.stored(Indication)) == 1)
    [kept] = desk.stored(Indication)
    assert (kept.code, kept.title) == ("", "ZZ9.99")
    assert "no code of ICD-10-CM" in person.wait_for(f"warning_{kept.id}").text()  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", ["Hip pain", "L5 radiculopathy", "Neck 2 weeks", "Whiplash"])
def test_words_are_no_failed_code(desk: TestDesk, window: MainWindow, person: Person, words: str) -> None:
    details(desk, window, person, make.indication(id="words", code="", title=words))
    assert not person.sees("warning_words")


def test_after_a_visit_the_chart_is_there_and_nothing_of_before_it_can_be_taken_back(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.tap("paper_form")
    person.tap("record_consent")
    person.wait_for("notice_undo")
    person.tap("start_visit")
    person.wait_for("board")

    person.tap("back")
    person.wait_for("visits")
    person.tap("details")
    person.wait_for("details_panel")
    assert not person.sees("notice_undo")
