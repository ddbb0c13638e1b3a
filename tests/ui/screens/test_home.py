"""Home: finding, starting, finishing, the soreness check, new patients."""

from datetime import date, timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from needlechart.app.sealing import seal_answers
from needlechart.documents.note import render_note
from needlechart.domain.adverse_event import AdverseEvent
from needlechart.domain.episode import Episode, Indication
from needlechart.domain.overview import DraftRow
from needlechart.domain.patient import Patient
from needlechart.domain.record import now
from needlechart.domain.seal import Seal
from needlechart.domain.treatment import FollowUp
from needlechart.domain.visit import Visit
from needlechart.domain.words import NeedleState, SealedKind, Soreness
from needlechart.store.problems import Sealed
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.last_visit import facts, soreness_words
from needlechart.ui.screens.wording import short_day
from needlechart.ui.theme import Theme
from needlechart.ui.widgets import Chip, ChipRow
from tests import factories as make
from tests.cases.case import note_text
from tests.driving import bring_into_view
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.screens.conftest import Person


def two_alike() -> list[Patient]:
    first = make.patient(id="a", record_number="NC-1", given_name="Juniper", family_name="Example")
    second = make.patient(
        id="b", record_number="NC-2", given_name="Juniper", family_name="Exampel", birth_date=date(1961, 2, 3)
    )
    return [first, second]


def names(window: MainWindow) -> list[str]:
    assert window.nav.home is not None
    return [row.patient.name for row in window.nav.home.patients.rows]


def home_with(desk: TestDesk, window: MainWindow, person: Person, *records: object) -> None:
    desk.keep(*records)  # type: ignore[arg-type]
    window.show_home(desk)
    person.until(lambda: bool(names(window)) or person.sees("action-new"))


def test_the_window_title_never_names_a_patient(desk: TestDesk, window: MainWindow, person: Person) -> None:
    home_with(desk, window, person, make.patient(), make.episode())
    person.tap(f"patient_{make.PATIENT}")
    person.wait_for("patient_name")

    assert window.windowTitle() == "needlechart"


def test_typing_anywhere_on_home_searches_and_enter_opens_the_first_match(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    other = make.patient(id="other", record_number="7", given_name="Wren", family_name="Placeholder")
    home_with(desk, window, person, make.patient(), other)
    window.setFocus()

    QTest.keyClicks(window.nav.home, "plac")
    person.until(lambda: names(window) == ["Wren Placeholder"])
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    person.until(lambda: window.nav.patient is not None and window.nav.patient.shown_id == "other")


def test_ctrl_enter_in_the_search_starts_a_visit_of_the_match_and_with_nothing_searched_of_nobody(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    other = make.patient(id="other", record_number="7", given_name="Wren", family_name="Placeholder")
    home_with(
        desk, window, person, make.patient(), make.episode(), other, make.episode(id="e", patient_id="other")
    )
    assert window.nav.home is not None
    search = window.nav.home.search
    search.setFocus()

    QTest.keyClick(search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert window.nav.patient is None or not window.nav.patient.isVisible()
    assert desk.stored(Visit) == []
    assert person.sees("home")

    QTest.keyClicks(search, "plac")
    QTest.keyClick(search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.wait_for("board")
    person.until(lambda: [one.patient_id for one in desk.stored(Visit)] == ["other"])


def test_start_visit_makes_a_draft_in_the_database_and_opens_the_board(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    home_with(desk, window, person, make.patient(), make.episode())

    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")

    [visit] = desk.stored(Visit)
    assert visit.patient_id == make.PATIENT
    assert not visit.signed


def test_a_similar_name_is_confirmed_with_one_tap_before_a_visit_starts(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    home_with(desk, window, person, *two_alike())

    person.tap("start_visit_a")
    strip = person.wait_for("confirm_a")
    assert "2 Jun 1984" in strip.accessibleName()
    assert desk.stored(Visit) == []

    person.tap("action-yes")
    person.wait_for("board")
    assert [one.patient_id for one in desk.stored(Visit)] == ["a"]


@pytest.mark.parametrize(("button", "where"), [("start_visit_a", "Continue"), ("finish_draft", "Finish")])
def test_a_similar_name_is_confirmed_with_one_tap_before_a_draft_goes_on(
    desk: TestDesk, window: MainWindow, person: Person, button: str, where: str
) -> None:
    draft = make.visit(id="draft", patient_id="a", episode_id="e", started=now(), entered=now())
    home_with(desk, window, person, *two_alike(), make.episode(id="e", patient_id="a"), draft)
    assert person.wait_for(button).text() == where  # type: ignore[attr-defined]

    person.tap(button)
    strip = person.wait_for("confirm_a")
    assert "2 Jun 1984" in strip.accessibleName()
    assert not person.sees("board")
    person.tap("action-no")
    assert not person.sees("confirm_a")
    person.tap(button)
    person.wait_for("confirm_a")
    person.tap("action-yes")

    person.wait_for("board")
    assert window.nav.board is not None
    assert window.nav.board.visit is not None
    assert window.nav.board.visit.visit.id == "draft"


def test_a_search_counts_the_alerts_that_stand_today(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    yesterday = now().date() - timedelta(days=1)
    gone = make.alert(id="gone", since=yesterday, resolved=yesterday)
    home_with(desk, window, person, make.patient(), gone, make.alert(id="stands"))
    person.type("search", "okonkwo", leave=False)
    person.until(lambda: window.nav.home.patients._wanted == "okonkwo")  # type: ignore[union-attr]
    assert "1 alert" in person.wait_for(f"patient_{make.PATIENT}").accessibleName()


def test_an_uncounted_needle_stands_first_among_the_drafts(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    other = make.patient(id="other", record_number="7", given_name="Wren", family_name="Placeholder")
    newer = make.visit(id="newer", patient_id="other", episode_id="e2", started=now(), entered=now())
    point = make.point()
    home_with(
        desk,
        window,
        person,
        make.patient(),
        make.episode(),
        make.visit(),
        point,
        make.needling(point, state=NeedleState.IN, out_at=None),
        other,
        make.episode(id="e2", patient_id="other"),
        newer,
    )
    person.wait_for(f"finish_{make.VISIT}")

    first, second = person.find(f"finish_{make.VISIT}"), person.find("finish_newer")
    assert first.mapTo(window, first.rect().center()).y() < second.mapTo(window, second.rect().center()).y()


def test_one_tap_answers_the_soreness_check_and_undo_takes_it_back(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    needled = now() - timedelta(hours=30)
    due = make.follow_up(
        id="due", due_from=needled + timedelta(hours=24), due_to=needled + timedelta(hours=48)
    )
    visit = make.visit(started=needled, entered=needled)
    home_with(desk, window, person, make.patient(), make.episode(), visit, due)

    person.tap("soreness_due", "mild")
    person.wait_for("undo_due")
    [answered] = desk.stored(FollowUp)
    assert answered.soreness is Soreness.MILD
    assert answered.done_at is not None

    person.tap("undo_due")
    person.wait_for("soreness_due")
    [again] = desk.stored(FollowUp)
    assert again.soreness is None
    assert again.done_at is None


def test_of_two_quick_answers_the_second_counts_and_undo_takes_it_back(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    needled = now() - timedelta(hours=30)
    due = make.follow_up(
        id="due", due_from=needled + timedelta(hours=24), due_to=needled + timedelta(hours=48)
    )
    visit = make.visit(started=needled, entered=needled)
    home_with(desk, window, person, make.patient(), make.episode(), visit, due)

    held = Event()
    desk._thread.submit(held.wait)
    person.tap("soreness_due", "mild")
    person.tap("soreness_due", "severe")
    held.set()
    person.until(lambda: desk.stored(FollowUp)[0].soreness is Soreness.SEVERE)
    person.until(lambda: person.sees("undo_due"))
    assert not [one for one in window.findChildren(QWidget) if one.objectName() == "notice_problem"]

    held = Event()
    desk._thread.submit(held.wait)
    person.tap("lasted_due", "24")
    person.tap("lasted_due", "48")
    held.set()
    person.until(lambda: desk.stored(FollowUp)[0].lasted_hours == 48)
    person.until(lambda: person.find("lasted_due").value() == "48")  # type: ignore[attr-defined]

    person.tap("undo_due")
    person.wait_for("soreness_due")
    [again] = desk.stored(FollowUp)
    assert (again.soreness, again.done_at, again.lasted_hours) == (None, None, None)


@pytest.mark.parametrize("size", [(1366, 698), (960, 530)])
@pytest.mark.parametrize("answer", ["none", "mild", "moderate", "severe", "no_reply"])
def test_a_second_tap_on_the_same_spot_answers_nothing_and_for_nobody_else(
    desk: TestDesk, window: MainWindow, person: Person, answer: str, size: tuple[int, int]
) -> None:
    needled = now() - timedelta(hours=30)
    first, second = (
        make.follow_up(
            id=key,
            patient_id=patient,
            episode_id=f"e{key}",
            about_visit_id=f"v{key}",
            due_from=needled + timedelta(hours=24),
            due_to=needled + timedelta(hours=48),
        )
        for key, patient in (("due", make.PATIENT), ("next", "other"))
    )
    people = [
        make.patient(),
        make.patient(id="other", record_number="9", given_name="Ove", family_name="Lind"),
    ]
    visits = [
        make.visit(
            id=one.about_visit_id,
            patient_id=one.patient_id,
            episode_id=one.episode_id,
            started=needled,
            entered=needled,
        )
        for one in (first, second)
    ]
    episodes = [make.episode(id=one.episode_id, patient_id=one.patient_id) for one in (first, second)]
    window.resize(*size)
    home_with(desk, window, person, *people, *episodes, *visits, first, second)
    chips = person.wait_for("soreness_due")
    assert isinstance(chips, ChipRow)
    bring_into_view(chips.chip(answer))
    spot = chips.chip(answer).mapTo(window, chips.chip(answer).rect().center())
    QTest.mouseClick(chips.chip(answer), Qt.MouseButton.LeftButton)
    person.wait_for("undo_due")
    person.until(lambda: not person.sees("soreness_due"))
    QApplication.processEvents()
    under = window.childAt(spot)
    while under is not None and not isinstance(under, Chip):
        under = under.parentWidget()
    assert under is None, under
    assert {one.id for one in desk.stored(FollowUp) if one.done_at is not None} == {"due"}


def test_a_soreness_answer_says_whose_chart_it_goes_into(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    needled = now() - timedelta(hours=30)
    due = make.follow_up(
        id="due",
        patient_id="a",
        episode_id="e",
        due_from=needled + timedelta(hours=24),
        due_to=needled + timedelta(hours=48),
    )
    visit = make.visit(patient_id="a", episode_id="e", started=needled, entered=needled)
    home_with(desk, window, person, *two_alike(), make.episode(id="e", patient_id="a"), visit, due)

    one = two_alike()[0]
    said = person.wait_for("who_due").text()  # type: ignore[attr-defined]
    assert said == f"Born 2 Jun 1984 · {one.record_number} · visit of {short_day(needled.date())}"
    assert person.sees("similar_due")
    assert "born 2 Jun 1984" in person.find("soreness_due").accessibleName()
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)  # names are hidden
    person.until(lambda: "1984" not in person.find("who_due").text())  # type: ignore[attr-defined]
    assert one.record_number in person.find("who_due").text()  # type: ignore[attr-defined]
    assert "1984" not in person.find("soreness_due").accessibleName()
    QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    person.until(lambda: "1984" in person.find("who_due").text())  # type: ignore[attr-defined]
    person.tap("soreness_due", "none")  # still one tap
    person.wait_for("undo_due")
    assert person.sees("who_due")


def test_how_long_it_was_sore_and_an_event_heard_of_are_one_tap_each_and_sealed_at_lock(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    needled = now() - timedelta(hours=30)
    due = make.follow_up(
        id="due", due_from=needled + timedelta(hours=24), due_to=needled + timedelta(hours=48)
    )
    visit = make.visit(started=needled, entered=needled)
    desk.keep(make.patient(), make.episode(), visit, due)
    desk.ask(lambda store: store.sign_visit(make.VISIT))
    home_with(desk, window, person)

    person.tap("soreness_due", "moderate")
    person.tap("lasted_due", "24")
    person.until(lambda: desk.stored(FollowUp)[0].lasted_hours == 24)
    person.tap("tell_event_due")
    person.tap("events_due", "bruising")
    person.until(lambda: len(desk.stored(AdverseEvent)) == 1)
    person.until(lambda: person.sees("events_due"))
    person.tap("events_due", "faint")
    person.until(lambda: len(desk.stored(AdverseEvent)) == 2)
    person.tap("events_due", "faint")
    person.until(lambda: len(desk.stored(AdverseEvent)) == 1)
    [event] = desk.stored(AdverseEvent)
    assert (event.kind, event.about_visit_id, event.visit_id) == ("bruising", make.VISIT, "")
    [answer] = desk.stored(FollowUp)
    assert answer.soreness is Soreness.MODERATE

    answered = frozenset(desk._answered)
    desk.ask(lambda store: seal_answers(store, answered))
    sealed = {one.subject_id for one in desk.stored(Seal)}
    assert sealed == {make.VISIT, "due", event.id}


def test_still_sore_at_the_call_has_no_number(desk: TestDesk, window: MainWindow, person: Person) -> None:
    needled = now() - timedelta(hours=30)
    due = make.follow_up(
        id="due", due_from=needled + timedelta(hours=24), due_to=needled + timedelta(hours=48)
    )
    home_with(
        desk,
        window,
        person,
        make.patient(),
        make.episode(),
        make.visit(started=needled, entered=needled),
        due,
    )
    person.tap("soreness_due", "mild")
    person.tap("lasted_due", "going_on")
    person.until(lambda: desk.stored(FollowUp)[0].note == "still sore")
    [answer] = desk.stored(FollowUp)
    assert answer.lasted_hours is None
    assert soreness_words(answer) == "mild, still sore"


def test_a_check_of_last_week_is_closed_by_itself_when_home_opens(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    needled = now() - timedelta(days=9)
    due = make.follow_up(
        id="due", due_from=needled + timedelta(hours=24), due_to=needled + timedelta(hours=48)
    )
    home_with(
        desk,
        window,
        person,
        make.patient(),
        make.episode(),
        make.visit(started=needled, entered=needled),
        due,
    )
    person.until(lambda: desk.stored(FollowUp)[0].soreness is Soreness.NO_REPLY)
    assert not person.sees("soreness_due")
    assert not person.sees("undo_due")


def test_a_check_that_closed_without_an_answer_is_sealed_printed_and_shown_at_the_next_visit(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    needled = now() - timedelta(days=9)
    due = make.follow_up(
        id="due", due_from=needled + timedelta(hours=24), due_to=needled + timedelta(hours=48)
    )
    desk.keep(make.patient(), make.episode(), make.visit(started=needled, entered=needled), due)
    desk.ask(lambda store: store.sign_visit(make.VISIT))
    window.show_home(desk)
    person.until(lambda: len(desk.stored(Seal)) == 2)
    [sealed] = [one for one in desk.stored(Seal) if one.kind is SealedKind.FOLLOW_UP]
    assert sealed.subject_id == "due"
    assert desk.ask(lambda store: store.check()).sound
    [kept] = desk.stored(FollowUp)
    assert (kept.soreness, kept.note) == (Soreness.NO_REPLY, "no answer within 7 days")
    with pytest.raises(Sealed):
        desk.ask(lambda store: store.put(kept.but(note="")))

    window.nav.home.refresh()  # type: ignore[union-attr] - nothing is sealed a second time
    person.until(lambda: person.sees(f"start_visit_{make.PATIENT}"))
    person.tap(f"start_visit_{make.PATIENT}")
    board = person.wait_for("board")
    previous = board.visit.previous  # type: ignore[attr-defined]
    assert dict(facts(previous))["Soreness"] == "no answer within 7 days"
    assert "no answer within 7 days" in note_text(render_note(previous).pdf)
    assert len(desk.stored(Seal)) == 2


def test_a_new_patient_is_kept_with_episode_and_indication(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    home_with(desk, window, person)

    person.tap("new_patient")
    person.until(lambda: bool(person.find("record_number").text()))  # type: ignore[attr-defined]
    person.type("given_name", "Zoë")
    person.type("family_name", "O'Example <b>")
    person.type("birth_date", "May 9, 1991")
    person.tap("sex", "female")
    person.tap("figure", "female")
    person.type("indication", "M25.551", leave=False)
    QTest.keyClick(person.find("indication"), Qt.Key.Key_Return)
    person.type("episode_title", "Right hip pain")
    person.tap("add_patient")
    person.wait_for("patient_name")

    [patient] = desk.stored(Patient)
    assert (patient.given_name, patient.family_name) == ("Zoë", "O'Example <b>")
    assert patient.birth_date == date(1991, 5, 9)
    [episode] = desk.stored(Episode)
    assert (episode.patient_id, episode.title) == (patient.id, "Right hip pain")
    [indication] = desk.stored(Indication)
    assert (indication.code, indication.episode_id) == ("M25.551", episode.id)


def test_add_that_is_tapped_before_the_record_number_arrived_adds_once_it_is_there(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.show_home(desk)
    person.wait_for("new_patient")
    held = Event()
    desk._thread.call(held.wait)
    try:
        person.tap("new_patient")
        person.type("given_name", "Wren")
        person.type("family_name", "Quick")
        assert person.find("record_number").text() == ""  # type: ignore[attr-defined]
        person.tap("add_patient")
        person.tap("add_patient")
        assert person.sees("new_patient_form")
    finally:
        held.set()
    person.wait_for("patient")
    [made] = [one for one in desk.stored(Patient) if one.given_name == "Wren"]
    assert made.record_number


def test_an_empty_home_offers_to_restore_a_backup(
    tmp_path: Path, window: MainWindow, person: Person, qtbot: QtBot
) -> None:
    with open_desk(tmp_path / "empty") as desk:
        window.show_home(desk)
        person.wait_for("action-restore")
        with qtbot.waitSignal(window.restore_wanted, timeout=20_000):
            person.tap("action-restore")
        window.nav.drop()


def test_matches_of_an_indication_come_into_sight_on_a_small_screen(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.resize(1366, 698)
    home_with(desk, window, person)
    person.tap("new_patient")

    person.type("indication", "hip pain", leave=False)

    person.until(lambda: person.find("indications_offered").height() > 0)
    offered = person.find("indications_offered")
    person.until(lambda: offered.visibleRegion().boundingRect().height() >= offered.height() - 1)


@pytest.mark.parametrize("text", ["9/5/1991", "yesterday", "31 Feb 1991"])
def test_a_date_of_birth_that_cannot_be_read_is_refused_and_nothing_is_kept(
    desk: TestDesk, window: MainWindow, person: Person, text: str
) -> None:
    home_with(desk, window, person)
    person.tap("new_patient")
    person.type("family_name", "Example")
    person.type("birth_date", text)
    person.tap("add_patient")

    field = person.find("birth_date")
    assert field.error  # type: ignore[attr-defined]
    assert desk.stored(Patient) == []


def test_the_same_name_and_date_of_birth_is_warned_of(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    home_with(desk, window, person, make.patient())
    person.tap("new_patient")
    person.type("given_name", "ines")
    person.type("family_name", "okonkwo-reyes")
    person.type("birth_date", "2 June 1984")

    strip = person.wait_for("notice_twin")
    assert "1042" in strip.accessibleName()


def test_back_from_the_form_keeps_what_was_typed(desk: TestDesk, window: MainWindow, person: Person) -> None:
    home_with(desk, window, person)
    person.tap("new_patient")
    person.type("family_name", "Example")
    person.tap("leave_form")
    person.tap("new_patient")

    assert person.find("family_name").text() == "Example"  # type: ignore[attr-defined]


def test_what_opening_the_chart_found_is_said_once(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    desk.notices = ("The computer's clock is earlier than the newest entry.", "Times are marked uncertain.")
    home_with(desk, window, person, make.patient(), make.episode())

    strip = person.wait_for("notice_opening")
    assert strip.accessibleName().count("clock") == 1
    person.tap("action-dismiss")
    window.nav.show_settings()
    window.nav.go_home()

    assert not person.sees("notice_opening")


def test_at_the_largest_text_nothing_of_the_second_column_is_cut(
    desk: TestDesk, window: MainWindow, person: Person, theme: Theme
) -> None:
    theme.set_text_size(150)
    home_with(desk, window, person, make.patient(), make.episode())
    home = window.nav.home
    assert home is not None
    moment = now()
    drafts = [
        DraftRow(
            visit_id=f"v{n}",
            patient_id=make.PATIENT,
            name="Testina Fictionale",
            started=moment,
            clinician_name="Robin Sample, PT",
            needles_in=12,
        )
        for n in range(4)
    ]
    home.drafts.show_drafts(drafts, moment.date())

    person.until(lambda: home._side.inside.minimumSizeHint().width() <= home._side.viewport().width())
    person.until(lambda: home._side.inside.width() <= home._side.viewport().width())


def test_after_a_backup_the_keyboard_marks_no_other_control(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    home_with(desk, window, person, make.patient(), make.episode())
    person.tap("backup_now")
    person.until(lambda: "today" in window.nav.home.backup._words.text())  # type: ignore[union-attr]

    assert QApplication.focusWidget() is window.nav.home


def test_unsigned_visits_stand_under_their_days(desk: TestDesk, window: MainWindow, person: Person) -> None:
    days = (0, 1, 1, 4)
    moments = [now() - timedelta(days=back) for back in days]
    patients = [make.patient(id=f"p{n}", record_number=f"{n}") for n in range(len(days))]
    episodes = [make.episode(id=f"e{n}", patient_id=f"p{n}") for n in range(len(days))]
    visits = [
        make.visit(id=f"v{n}", patient_id=f"p{n}", episode_id=f"e{n}", started=moment, entered=moment)
        for n, moment in enumerate(moments)
    ]
    desk.keep(*patients, *episodes, *visits)
    window.show_home(desk)
    person.wait_for("finish_v3")
    heads = {
        day.isoformat(): person.find(f"drafts_of_{day.isoformat()}").text()  # type: ignore[attr-defined]
        for day in {moment.date() for moment in moments}
    }
    today, yesterday, older = (moments[n].date() for n in (0, 1, 3))
    assert heads[today.isoformat()] == "Today, 1 unsigned"
    assert heads[yesterday.isoformat()] == "Yesterday, 2 unsigned"
    assert heads[older.isoformat()].endswith(f"{older.day} {older:%B}, 1 unsigned")
