"""Consent at the window: read and signed with mouse, finger and pen, declined, withdrawn, printed."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from needlechart.catalogue import consent_forms
from needlechart.domain.consent import Consent, strokes_of
from needlechart.domain.record import now
from needlechart.domain.rules.consent import with_head
from needlechart.domain.visit import Visit
from needlechart.domain.words import Agreement, Chaperone, ConsentKind, NeedleState, Step
from needlechart.ui.main_window import MainWindow
from needlechart.ui.screens.board.board import VisitBoard
from needlechart.ui.screens.consent_sheet import ConsentSheet
from needlechart.ui.widgets import SignaturePad
from tests import factories as make
from tests.documents.reading import pdfium_text
from tests.driving import SCRIBBLE, by_mouse
from tests.ui.fake_desk import TestDesk
from tests.ui.screens.conftest import Person


def details(desk: TestDesk, window: MainWindow, person: Person) -> None:
    desk.keep(make.patient(), make.episode())
    window.show_home(desk)
    window.nav.show_patient(make.PATIENT)
    person.until(lambda: window.nav.patient is not None and window.nav.patient._chart is not None)
    person.tap("details")


def board(desk: TestDesk, window: MainWindow, person: Person) -> VisitBoard:
    desk.keep(make.patient(), make.episode())
    window.show_home(desk)
    person.tap(f"start_visit_{make.PATIENT}")
    person.wait_for("board")
    assert window.nav.board is not None
    return window.nav.board


def read_to_the_end(person: Person) -> None:
    for _ in range(30):
        if not person.sees("read_on"):
            return
        person.tap("read_on")
        QApplication.processEvents()


def by_finger(pad: QWidget, points: list[QPoint]) -> None:
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, points[0], pad).commit()
    for at in points[1:]:
        QTest.touchEvent(pad, finger).move(0, at, pad).commit()
    QTest.touchEvent(pad, finger).release(0, points[-1], pad).commit()


def test_a_form_is_read_signed_and_handed_back(desk: TestDesk, window: MainWindow, person: Person) -> None:
    details(desk, window, person)
    person.tap("sign_form")
    person.wait_for("consent_sheet")
    assert not person.sees("banner")  # nothing of the chart is in the patient's hand
    shown = person.find("sheet_text").findChildren(QLabel)
    assert {one.text() for one in shown if one.text().startswith("–")} == {"–"}  # lines stand below the first
    person.tap("sheet_agree")
    assert desk.stored(Consent) == []
    read_to_the_end(person)
    pad = person.find("signature", SignaturePad)
    by_mouse(pad, SCRIBBLE)
    width = pad.width()
    person.tap("sheet_agree")
    person.wait_for("consent_thanks")
    person.tap("action-back")
    person.until(lambda: len(desk.stored(Consent)) == 1)

    [kept] = desk.stored(Consent)
    form = consent_forms()[ConsentKind.WRITTEN]
    assert (kept.form_text, kept.form_version, kept.visit_id) == (form.text, form.version, "")
    assert (kept.agreement, kept.signer, kept.signer_role) == (
        Agreement.AGREED,
        "Ines Okonkwo-Reyes",
        "",
    )
    assert kept.clinician_name == "Mara Velasquez, PT, DPT"
    assert kept == with_head(kept, make.clinic(), make.patient())  # what stood above the text
    assert kept.letterhead[0] == make.clinic().name
    assert (kept.patient_name, kept.patient_number) == ("Ines Okonkwo-Reyes", "1042")
    [stroke] = strokes_of(kept.strokes)
    mm = 150 / width
    assert len(stroke) == len(SCRIBBLE)
    for (x, y), at in zip(stroke, SCRIBBLE, strict=True):
        assert (x, y) == pytest.approx((at.x() * mm, at.y() * mm), abs=0.01)
    person.wait_for("details_panel")


def test_the_copy_is_a_pdf_with_the_signature_and_is_noted(
    desk: TestDesk, window: MainWindow, person: Person, tmp_path: Path
) -> None:
    details(desk, window, person)
    desk.keep(make.written_consent(id="form", form_text="# Form\n\nI agree to dry needling."))
    panel = window.nav.patient.details  # type: ignore[union-attr]
    panel.changed.emit()
    path = tmp_path / "copy.pdf"
    asked: list[str] = []

    def choose(name: str) -> None:
        asked.append(name)
        panel.save_to(path)

    panel.choose_path = choose
    person.tap("save_form_form")
    person.until(path.exists)
    person.wait_for("notice_saved")

    assert asked == ["1042_2026-03-17_consent.pdf"]
    text = pdfium_text(path.read_bytes())
    assert "I agree to dry needling." in text
    assert "Signed by Ines Okonkwo-Reyes" in text
    person.tap("copy_form")
    person.until(lambda: desk.stored(Consent)[0].copy_given is True)


def test_somebody_else_signs_and_a_hand_that_cannot_sign_types(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.tap("sign_pelvic_form")
    person.wait_for("consent_sheet")
    read_to_the_end(person)
    person.tap("sheet_role", "parent or guardian")
    person.type("sheet_signer", "Adaeze Okonkwo", leave=False)
    person.tap("sign_by_name", "typed")
    person.tap("sheet_agree")
    person.tap("action-back")
    person.until(lambda: len(desk.stored(Consent)) == 1)

    [kept] = desk.stored(Consent)
    assert kept.kind is ConsentKind.PELVIC_FLOOR
    assert (kept.signer, kept.signer_role, kept.strokes) == ("Adaeze Okonkwo", "parent or guardian", ())
    assert "typing" in kept.note


def test_handing_back_unsigned_keeps_nothing_and_no_key_leads_away(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.tap("sign_form")
    sheet = person.wait_for("consent_sheet")
    QTest.keyClick(sheet, Qt.Key.Key_Slash)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert person.sees("consent_sheet")
    person.tap("sheet_back")
    person.wait_for("details_panel")

    assert desk.stored(Consent) == []


def test_the_form_can_be_read_and_refused_by_keyboard_alone(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    person.tap("sign_form")
    sheet = person.wait_for("consent_sheet")
    QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_End)
    person.until(lambda: sheet.read)  # type: ignore[attr-defined]
    refuse = person.find("sheet_refuse")
    for _ in range(20):
        if QApplication.focusWidget() is refuse:
            break
        QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is refuse
    QTest.keyClick(refuse, Qt.Key.Key_Space)
    person.wait_for("consent_thanks")
    QTest.keyClick(QApplication.focusWidget() or sheet, Qt.Key.Key_Space)
    person.until(lambda: len(desk.stored(Consent)) == 1)

    assert desk.stored(Consent)[0].agreement is Agreement.DECLINED
    person.until(lambda: "declined" in person.find("consent_state").accessibleName().lower())


def test_locking_with_the_form_open_drops_it(desk: TestDesk, window: MainWindow, person: Person) -> None:
    details(desk, window, person)
    person.tap("sign_form")
    person.wait_for("consent_sheet")

    window.lock()

    assert not person.sees("consent_sheet")
    assert window.nav.sheet is None


def test_a_form_signed_in_the_visit_is_a_step_of_it(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    shown = board(desk, window, person)
    person.tap("read_and_sign")
    person.wait_for("consent_sheet")
    read_to_the_end(person)
    by_mouse(person.find("signature"), SCRIBBLE)
    person.tap("sheet_agree")
    person.tap("action-back")
    person.until(lambda: len(desk.stored(Consent)) == 1)
    assert not person.sees("read_and_sign")

    person.tap("undo")
    person.until(lambda: desk.stored(Consent) == [])
    assert shown.current is Step.CHECK_IN
    person.wait_for("read_and_sign")


def test_a_form_is_withdrawn_with_its_reason_and_the_board_stops(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    details(desk, window, person)
    desk.keep(make.written_consent(id="form"))
    window.nav.patient.details.changed.emit()  # type: ignore[union-attr]
    person.tap("withdraw_form")
    person.type("withdraw_why_form", "Too sore last time", leave=False)
    person.tap("withdraw_sure_form")
    person.until(lambda: desk.stored(Consent)[0].withdrawn_at is not None)
    assert desk.stored(Consent)[0].withdrawn_why == "Too sore last time"
    person.until(lambda: "withdrawn" in person.find("consent_state").accessibleName().lower())

    person.tap("start_visit")
    person.wait_for("board")
    person.until(lambda: "withdrawn" in person.find("consent_state").accessibleName().lower())
    assert window.nav.board is not None
    window.nav.board.show_step(Step.NEEDLING)
    assert "Written consent was withdrawn" in str(
        person.wait_for("needling_alert").accessibleName() + person.find("needling_alert").cause.text()  # type: ignore[attr-defined]
    )


def in_visit(desk: TestDesk) -> Visit:
    return desk.stored(Visit)[0]


def test_consent_withdrawn_in_the_visit_stops_the_needles_and_can_be_signed(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    shown = board(desk, window, person)
    person.tap("written_today")
    person.tap("consent_today", "agreed")
    visit = shown.visit
    assert visit is not None
    mark = make.point(visit_id=visit.visit.id)
    other = make.point(visit_id=visit.visit.id, number=2, x=48.0, y=530.5)
    went_in = make.needling(mark, in_at=now(), out_at=now() + timedelta(seconds=1))
    planned = make.needling(other, state=NeedleState.PLANNED, in_at=None, out_at=None, twitch=None)
    visit.do([(None, mark), (None, other), (None, went_in), (None, planned)], "Two sites")
    person.tap("consent_more")
    person.tap("withdraw_consent")
    person.type("withdrawn_why", "Enough for today")
    person.until(lambda: visit.queue.waiting == 0)

    [today] = desk.stored(Consent, visit_id=visit.visit.id)
    assert today.withdrawn_at is not None
    assert today.withdrawn_why == "Enough for today"
    from needlechart.catalogue import knowledge, requirements
    from needlechart.domain.rules.completeness import missing
    from needlechart.domain.rules.consent import stopped_by_consent

    assert stopped_by_consent(visit.chart).startswith("Consent was withdrawn at")
    lacking = {
        one.id.partition("/")[0] for one in missing(visit.chart, requirements(), knowledge()) if one.required
    }
    assert not lacking & {"consent_today", "written_consent"}
    person.until(lambda: "Consent withdrawn" in person.find("consent_state").accessibleName())

    later = planned.but(state=NeedleState.OUT, in_at=now() + timedelta(minutes=5), out_at=None)
    visit.do([(planned, later)], "A needle after all")
    lacking = {
        one.id.partition("/")[0] for one in missing(visit.chart, requirements(), knowledge()) if one.required
    }
    assert "consent_today" in lacking
    person.tap("undo")

    person.tap("action-stands")
    person.until(lambda: visit.queue.waiting == 0)
    assert desk.stored(Consent, visit_id=visit.visit.id)[0].withdrawn_at is None


def test_refusal_is_a_visit_without_needling_that_can_be_signed(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    shown = board(desk, window, person)
    visit = shown.visit
    assert visit is not None
    person.tap("screening", "none")
    person.tap("consent_today", "declined")
    person.type("no_needling_reason", "Prefers hands-on treatment today; manual therapy instead")
    visit.put(make.measurement(visit_id=visit.visit.id), "Pain")
    visit.put(make.follow_on(visit_id=visit.visit.id), "Follow-on")
    visit.edit_visit("Reason", reason="Hip pain")
    shown.show_step(Step.REVIEW)
    review = shown.stack.currentWidget()
    review.sign._second.setInterval(1)  # type: ignore[union-attr] - the countdown runs in a moment
    person.tap("sign_now")
    person.until(lambda: in_visit(desk).signed)

    kept = in_visit(desk)
    assert kept.no_needling_reason.startswith("Prefers hands-on")


def test_pelvic_floor_needs_its_own_consent_and_the_chaperones_name(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    shown = board(desk, window, person)
    visit = shown.visit
    assert visit is not None
    person.tap("consent_today", "agreed")
    person.tap("consent_pelvic_floor", "agreed")
    person.tap("chaperone", "present")
    person.type("chaperone_name", "Sister Łucja")
    person.until(lambda: visit.queue.waiting == 0)

    kept = {one.kind: one for one in desk.stored(Consent, visit_id=visit.visit.id)}
    pelvic = kept[ConsentKind.PELVIC_FLOOR]
    assert (pelvic.agreement, pelvic.chaperone, pelvic.chaperone_name) == (
        Agreement.AGREED,
        Chaperone.PRESENT,
        "Sister Łucja",
    )
    from needlechart.ui.bodymap.pelvic_cover import consent_complete

    assert consent_complete(visit)
    person.tap("consent_more")
    person.tap("withdraw_consent")
    person.until(lambda: visit.queue.waiting == 0)
    assert not consent_complete(visit)


def test_no_chaperone_offered_says_why(desk: TestDesk, window: MainWindow, person: Person) -> None:
    shown = board(desk, window, person)
    visit = shown.visit
    assert visit is not None
    person.tap("consent_today", "agreed")
    person.tap("consent_more")
    person.tap("chaperone_not_offered")
    person.type("chaperone_why", "Nobody else in the house")
    person.until(lambda: visit.queue.waiting == 0)

    [kept] = desk.stored(Consent, visit_id=visit.visit.id)
    assert (kept.chaperone, kept.note) == (Chaperone.NOT_OFFERED, "Nobody else in the house")


def test_a_finger_signs_the_form(show, qtbot) -> None:
    form = consent_forms()[ConsentKind.WRITTEN].text
    sheet = ConsentSheet(
        consent_forms()[ConsentKind.WRITTEN], make.patient(), make.clinic(), "Mara Velasquez, PT, DPT"
    )
    show(sheet, width=780, height=780)  # within the screen of the test, where a finger can reach
    qtbot.waitUntil(lambda: sheet.pad.width() > 200)
    bar = sheet.text.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert not sheet.read

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return sheet.read

    qtbot.waitUntil(at_the_end)
    by_finger(sheet.pad, SCRIBBLE)
    handed: list[Consent | None] = []
    sheet.done.connect(handed.append)
    assert sheet.agree.why_not == ""
    QTest.mouseClick(sheet.agree, Qt.MouseButton.LeftButton)
    sheet.hand_back()

    [consent] = handed
    assert consent is not None
    assert consent.form_text == form
    assert len(strokes_of(consent.strokes)[0]) == len(SCRIBBLE)


def test_a_second_finger_or_a_palm_draws_nothing(show, qtbot) -> None:
    pad = SignaturePad()
    show(pad, width=500)
    touch = QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)
    QTest.touchEvent(pad, touch).press(0, QPoint(20, 20), pad).commit()
    QTest.touchEvent(pad, touch).stationary(0).press(1, QPoint(200, 90), pad).commit()
    QTest.touchEvent(pad, touch).move(0, QPoint(60, 40), pad).move(1, QPoint(220, 95), pad).commit()
    QTest.touchEvent(pad, touch).release(0, QPoint(60, 40), pad).release(1, QPoint(220, 95), pad).commit()

    assert len(pad.strokes) == 1
    assert len(pad.strokes[0]) == 2


def test_declining_after_needles_went_in_is_a_withdrawal(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    shown = board(desk, window, person)
    visit = shown.visit
    assert visit is not None
    person.tap("consent_today", "agreed")
    person.tap("consent_pelvic_floor", "agreed")
    mark = make.point(visit_id=visit.visit.id)
    visit.do([(None, mark), (None, make.needling(mark, in_at=now(), out_at=now()))], "One site")
    person.tap("consent_pelvic_floor", "declined")
    person.until(lambda: visit.queue.waiting == 0)
    kept = {one.kind: one for one in desk.stored(Consent, visit_id=visit.visit.id)}
    assert kept[ConsentKind.PELVIC_FLOOR].agreement is Agreement.AGREED
    assert kept[ConsentKind.PELVIC_FLOOR].withdrawn_at is not None
    assert kept[ConsentKind.VERBAL].withdrawn_at is None
    assert person.find("consent_pelvic_floor").value() == "declined"  # type: ignore[attr-defined]

    person.tap("consent_today", "declined")
    person.until(lambda: visit.queue.waiting == 0)
    kept = {one.kind: one for one in desk.stored(Consent, visit_id=visit.visit.id)}
    assert kept[ConsentKind.VERBAL].agreement is Agreement.AGREED
    assert kept[ConsentKind.VERBAL].withdrawn_at is not None
    person.wait_for("consent_withdrawn")


def test_the_pelvic_floor_form_is_signed_in_the_visit_and_gives_no_consent_of_the_day(
    desk: TestDesk, window: MainWindow, person: Person
) -> None:
    shown = board(desk, window, person)
    person.tap("consent_more")
    person.tap("read_and_sign_pelvic")
    person.wait_for("consent_sheet")
    read_to_the_end(person)
    by_mouse(person.find("signature"), SCRIBBLE)
    person.tap("sheet_agree")
    person.tap("action-back")
    person.until(lambda: len(desk.stored(Consent)) == 1)

    [kept] = desk.stored(Consent)
    assert (kept.kind, kept.visit_id) == (ConsentKind.PELVIC_FLOOR, "")
    assert kept.form_text == consent_forms()[ConsentKind.PELVIC_FLOOR].text
    assert shown.visit is not None
    assert shown.visit.chart.pelvic_floor_consent is None  # it is asked again each time
