"""A student's visit: who answers for it is named, signed, waits on Home, is co-signed and prints so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from needlechart.documents.note import render_note
from needlechart.domain.clinic import Clinician
from needlechart.domain.record import Record, now
from needlechart.domain.seal import Addendum, Seal
from needlechart.domain.visit import Visit
from needlechart.domain.words import Role, Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.theme import Theme
from tests import factories as make
from tests.cases.case import note_text
from tests.ui.fake_desk import TestDesk, open_desk
from tests.ui.screens.conftest import Person

QUICK_MS = 20
TEACHER = make.clinician(id="teacher", name="Ida Imaginaria", credentials="PT, DPT", role=Role.CLINICIAN)


def ready_visit(**values: object) -> list[Record]:
    """A declined visit: all that a signature needs, with few records."""
    visit = make.visit(
        id="visit",
        started=now() - timedelta(minutes=40),
        entered=now() - timedelta(minutes=40),
        screening_reviewed=True,
        no_needling_reason="wants to think about it",
        reason="first visit",
        **values,
    )
    return [
        make.patient(),
        make.episode(),
        make.written_consent(),
        visit,
        make.consent(visit_id="visit"),
        make.measurement(visit_id="visit", value=4.0),
        make.follow_on(visit_id="visit"),
    ]


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[TestDesk]:
    """A student is unlocked; a clinician, another student and a draft are there."""
    student = make.clinician(role=Role.STUDENT)
    with open_desk(tmp_path / "chart", clinician=student) as desk:
        desk.keep(TEACHER, make.clinician(id="other", name="Stu Dent", role=Role.STUDENT), *ready_visit())
        yield desk


def sign(window: MainWindow, person: Person) -> None:
    board = window.nav.board
    assert board is not None
    board._step(Step.REVIEW).sign._second.setInterval(QUICK_MS)  # type: ignore[attr-defined]
    person.tap("sign_now")
    person.wait_for("notice_sealed")


def test_a_students_visit_is_signed_only_with_a_name_for_the_co_signature(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    window.show_home(desk)
    person.tap("finish_visit")
    person.wait_for("board")
    person.tap("rail_review")
    person.wait_for("fix_cosigner_visit")
    chips = person.wait_for("cosigner").findChildren(type(person.find("chip-teacher")))
    assert "chip-other" not in {one.objectName() for one in chips}
    person.tap("cosigner", "teacher")
    person.until(lambda: not person.sees("fix_cosigner_visit"))
    sign(window, person)

    [visit] = desk.stored(Visit)
    assert (visit.signed, visit.cosigner_id, visit.cosigner_name) == (
        True,
        "teacher",
        "Ida Imaginaria, PT, DPT",
    )
    assert not person.sees("cosign")
    assert window.nav.board is not None
    assert window.nav.board.visit is not None
    printed = note_text(render_note(window.nav.board.visit.chart).pdf)
    assert "Co-signature by Ida Imaginaria, PT, DPT: not yet" in printed


def test_the_teacher_finds_it_on_home_reads_and_co_signs(
    tmp_path: Path, qtbot: QtBot, theme: Theme, window: MainWindow, person: Person
) -> None:
    me = make.clinician(role=Role.CLINICIAN, name="Ida Imaginaria")
    student = make.clinician(id="student", name="Stu Dent", credentials="SPT", role=Role.STUDENT)
    with open_desk(tmp_path / "teacher", clinician=me) as desk:
        desk.keep(student, *ready_visit(clinician_id="student", clinician_name="Stu Dent, SPT"))
        visit = desk.stored(Visit)[0]
        named = visit.but(cosigner_id=make.CLINICIAN, cosigner_name=me.signature_name)
        desk.ask(lambda store: store.put(named))
        desk.ask(lambda store: store.sign_visit("visit"))
        window.show_home(desk)
        person.tap("cosign_visit")
        person.wait_for("cosign_card")  # the note itself, nothing to look for
        assert not person.sees("cosigner")
        person.type("cosign_comment", "Seen together.", leave=False)
        person.tap("cosign")
        person.until(lambda: bool(desk.stored(Addendum)))
        person.until(lambda: not person.sees("cosign"))

        [agreed] = desk.stored(Addendum)
        assert (agreed.cosignature, agreed.author_id) == (True, make.CLINICIAN)
        [visit_seal] = [one for one in desk.stored(Seal) if one.kind == "visit"]
        assert visit_seal.code in agreed.text
        assert agreed.text.endswith("Seen together.")
        assert desk.ask(lambda store: store.check()).sound
        assert window.nav.board is not None
        assert window.nav.board.visit is not None
        printed = note_text(render_note(window.nav.board.visit.chart).pdf)
        assert "Co-signed by Ida Imaginaria" in printed
        assert "Addenda: none" in printed
        person.tap("back")
        person.until(lambda: not person.sees("cosign_visit"))
        window.nav.drop()


def test_a_similar_name_is_confirmed_with_one_tap_before_a_note_is_co_signed(
    tmp_path: Path, qtbot: QtBot, theme: Theme, window: MainWindow, person: Person
) -> None:
    me = make.clinician(role=Role.CLINICIAN, name="Ida Imaginaria")
    student = make.clinician(id="student", name="Stu Dent", credentials="SPT", role=Role.STUDENT)
    with open_desk(tmp_path / "teacher", clinician=me) as desk:
        alike = make.patient(id="alike", record_number="2001", given_name="Inez")
        desk.keep(student, alike, *ready_visit(clinician_id="student", clinician_name="Stu Dent, SPT"))
        named = desk.stored(Visit)[0].but(cosigner_id=make.CLINICIAN, cosigner_name=me.signature_name)
        desk.ask(lambda store: store.put(named))
        desk.ask(lambda store: store.sign_visit("visit"))
        window.show_home(desk)
        QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        hidden = "Read and co-sign: I. O."
        person.until(lambda: person.wait_for("cosign_visit").accessibleName() == hidden)
        QTest.keyClick(window, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
        person.until(lambda: "Ines" in person.wait_for("cosign_visit").accessibleName())
        person.tap("cosign_visit")
        strip = person.wait_for(f"confirm_{make.PATIENT}")
        assert "born 2 Jun 1984, 1042" in strip.accessibleName()
        person.tap("action-no")
        assert not person.sees(f"confirm_{make.PATIENT}")
        assert not person.sees("board")
        person.tap("cosign_visit")
        person.wait_for(f"confirm_{make.PATIENT}")
        person.tap("action-yes")
        person.wait_for("cosign_card")
        window.nav.drop()


def signed_by_a_student(desk: TestDesk, teacher: Clinician) -> None:
    """A visit that waits for the teacher's co-signature."""
    student = make.clinician(id="student", name="Stu Dent", credentials="SPT", role=Role.STUDENT)
    desk.keep(student, *ready_visit(clinician_id="student", clinician_name="Stu Dent, SPT"))
    named = desk.stored(Visit)[0].but(cosigner_id=make.CLINICIAN, cosigner_name=teacher.signature_name)
    desk.ask(lambda store: store.put(named))
    desk.ask(lambda store: store.sign_visit("visit"))


def test_the_teacher_co_signs_where_the_signed_note_is_read(
    tmp_path: Path, theme: Theme, window: MainWindow, person: Person
) -> None:
    me = make.clinician(role=Role.CLINICIAN, name="Ida Imaginaria")
    with open_desk(tmp_path / "teacher", clinician=me) as desk:
        signed_by_a_student(desk, me)
        window.show_home(desk)
        person.tap(f"patient_{make.PATIENT}")
        assert "to co-sign" in person.wait_for("visit_visit").accessibleName()
        person.tap("visit_visit")
        person.wait_for("cosign_card")
        person.type("cosign_comment", "Read later.", leave=False)
        person.tap("cosign")
        person.until(lambda: bool(desk.stored(Addendum)))
        person.until(lambda: not person.sees("cosign"))

        [agreed] = desk.stored(Addendum)
        assert (agreed.cosignature, agreed.author_id) == (True, make.CLINICIAN)
        assert agreed.text.endswith("Read later.")
        assert desk.ask(lambda store: store.check()).sound
        person.tap("note_back")
        assert "to co-sign" not in person.wait_for("visit_visit").accessibleName()
        window.nav.drop()


def test_what_waits_for_somebody_who_left_waits_for_all_who_can_co_sign(
    tmp_path: Path, window: MainWindow, person: Person
) -> None:
    me = make.clinician(role=Role.ADMINISTRATOR, name="Ada Minster")
    student = make.clinician(id="student", name="Stu Dent", role=Role.STUDENT)
    with open_desk(tmp_path / "teacher", clinician=me) as desk:
        desk.keep(TEACHER, student, *ready_visit(clinician_id="student", clinician_name="Stu Dent"))
        named = desk.stored(Visit)[0].but(cosigner_id="teacher", cosigner_name="Ida Imaginaria")
        desk.ask(lambda store: store.put(named))
        desk.ask(lambda store: store.sign_visit("visit"))
        window.show_home(desk)
        person.wait_for(f"patient_{make.PATIENT}")
        assert not person.sees("cosign_visit")
        desk.ask(lambda store: store.put(TEACHER.but(active=False)))
        window.nav.go_home()
        person.wait_for("cosign_visit")
        window.nav.drop()


def test_a_clinicians_own_visit_asks_no_co_signature(
    tmp_path: Path, window: MainWindow, person: Person, desk: TestDesk
) -> None:
    with open_desk(tmp_path / "own") as own:
        own.keep(*ready_visit())
        window.show_home(own)
        person.tap("finish_visit")
        person.wait_for("board")
        person.tap("rail_review")
        person.wait_for("sign_now")
        assert not person.sees("cosigner")
        sign(window, person)
        window.nav.drop()


def test_a_student_is_added_in_settings(
    tmp_path: Path, window: MainWindow, person: Person, desk: TestDesk
) -> None:
    with open_desk(tmp_path / "chief", clinician=make.clinician(role=Role.ADMINISTRATOR)) as chief:
        window.show_home(chief)
        person.tap("settings")
        person.tap("open_add_therapist")
        person.type("therapist_name", "Stu Dent")
        person.tap("therapist_role", "student")
        card = window.nav.settings.people  # type: ignore[union-attr]
        for field in (card.therapist.passphrase.first.edit, card.therapist.passphrase.again.edit):
            field.setText("nine brass lamps on the stair")
        person.tap("add_therapist_act")
        person.until(lambda: len(chief.stored(Clinician)) == 2)
        assert {one.role for one in chief.stored(Clinician)} == {Role.ADMINISTRATOR, Role.STUDENT}
        window.nav.drop()


def test_in_a_copy_for_reading_the_note_that_waits_is_read_and_not_signed(
    tmp_path: Path, qtbot: QtBot, theme: Theme, window: MainWindow, person: Person
) -> None:
    me = make.clinician(role=Role.CLINICIAN, name="Ida Imaginaria")
    with open_desk(tmp_path / "teacher", clinician=me) as desk:
        signed_by_a_student(desk, me)
        # What a copy for reading makes of everybody.
        reading = TestDesk(desk._thread, desk.clinic, me.but(role=Role.READ_ONLY))
        window.show_home(reading)
        assert person.wait_for("cosign_visit").accessibleName() == "Read: Ines Okonkwo-Reyes"
        assert person.wait_for("cosign_visit").text() == "Read"  # type: ignore[attr-defined]
        person.tap("cosign_visit")
        person.wait_for("cosign_card")
        assert not person.sees("cosign")
        assert not person.sees("cosign_comment")
        assert desk.stored(Addendum) == []
        window.nav.drop()
        reading._answers.close()
        reading._paper.shutdown(wait=True)
